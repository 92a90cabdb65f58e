/**
 * Points that fill a cube more evenly than random ones.
 *
 * Terms     stratum = one of `sets` equal slices of (0, 1); dimension = one uncertain number, or one coordinate.
 * Formula   Latin hypercube: u_i = (order_i + 1/2) / sets, order shuffled by the stream (seed, key).
 *           Low discrepancy: Sobol's sequence, each coordinate xor-ed with a fixed word.
 * Always    a number's uniforms depend on (sets, key, seed) alone: another uncertain number never re-deals them;
 *           any 2^k points in a row from a multiple of 2^k put one point of each coordinate into each 2^-k.
 * Not here  the hash that makes a key of a path (philox.ts), distributions.
 * Source    M. D. McKay et al., Technometrics 21 (1979); S. Joe, F. Y. Kuo, SIAM J. Sci. Comput. 30 (2008), directions
 *           new-joe-kuo-6.21201.
 */
import { philox4x32, uniform01 } from "./philox.ts";

const UNIT = 1 / 4294967296;
const BITS = 32;
const MOST_DIMENSIONS = 16;

/** Degree, inner coefficients of the primitive polynomial, first direction numbers; one line a coordinate from the 2nd. */
const JOE_KUO: readonly (readonly [
  degree: number,
  coefficients: number,
  first: readonly number[],
])[] = [
  [1, 0, [1]],
  [2, 1, [1, 3]],
  [3, 1, [1, 3, 1]],
  [3, 2, [1, 1, 1]],
  [4, 1, [1, 1, 3, 3]],
  [4, 4, [1, 3, 5, 13]],
  [5, 2, [1, 1, 5, 5, 17]],
  [5, 4, [1, 1, 5, 5, 5]],
  [5, 7, [1, 1, 7, 11, 19]],
  [5, 11, [1, 1, 5, 1, 1]],
  [5, 13, [1, 1, 1, 3, 11]],
  [5, 14, [1, 3, 5, 5, 31]],
  [6, 1, [1, 3, 3, 9, 7, 49]],
  [6, 13, [1, 1, 1, 15, 21, 21]],
  [6, 16, [1, 3, 1, 13, 27, 49]],
];

/** Xor of the directions of the set bits of byte b of an index, at place 16 (256 b + byte) + d for coordinate d. */
const BYTES = bytes();

/**
 * A fixed word for each coordinate. The bare sequence starts in the corner where every coordinate is 2^-33, seven
 * standard deviations out in all of them at once; xor moves it inside and keeps the evenness.
 */
const SHIFTS = shifts();

/** Direction of bit b in coordinate d, at place 16 b + d. */
function directions(): Int32Array {
  const table = new Int32Array(BITS * MOST_DIMENSIONS);
  for (let bit = 0; bit < BITS; bit++) table[bit * MOST_DIMENSIONS] = 1 << (31 - bit);

  for (const [row, [degree, coefficients, first]] of JOE_KUO.entries()) {
    const d = row + 1;
    for (let bit = 0; bit < BITS; bit++) {
      if (bit < degree) {
        table[bit * MOST_DIMENSIONS + d] = first[bit]! << (31 - bit);
        continue;
      }
      const back = table[(bit - degree) * MOST_DIMENSIONS + d]!;
      let word = back ^ (back >>> degree);
      for (let k = 1; k < degree; k++) {
        if ((coefficients >>> (degree - 1 - k)) & 1)
          word ^= table[(bit - k) * MOST_DIMENSIONS + d]!;
      }
      table[bit * MOST_DIMENSIONS + d] = word;
    }
  }
  return table;
}

function bytes(): Int32Array {
  const direction = directions();
  const table = new Int32Array(4 * 256 * MOST_DIMENSIONS);
  for (let at = 0; at < 4 * 256; at++) {
    for (let bit = 0; bit < 8; bit++) {
      if (((at >>> bit) & 1) === 0) continue;
      const from = (8 * (at >>> 8) + bit) * MOST_DIMENSIONS;
      for (let d = 0; d < MOST_DIMENSIONS; d++)
        table[at * MOST_DIMENSIONS + d]! ^= direction[from + d]!;
    }
  }
  return table;
}

function shifts(): Uint32Array {
  const words = new Uint32Array(MOST_DIMENSIONS);
  for (let d = 0; d < MOST_DIMENSIONS; d += 4)
    philox4x32(words.subarray(d, d + 4), 0x50b01, 0, d, 0, 0, 0);
  return words;
}

/**
 * Uniforms of one uncertain number in each of `sets` parameter sets, keyed by a 32-bit hash of its path. Midpoints of
 * the strata rather than jittered: with 64 sets the mean and the P5 to P95 of each number then come out as stated, and
 * no luck is left that would need more sets to average out.
 */
export function latinHypercube(sets: number, keyOfDimension: number, seed: number): Float64Array {
  if (!(Number.isInteger(sets) && sets >= 1))
    throw new RangeError(`a Latin hypercube has 1 set or more, not ${sets}`);

  const uniforms = new Float64Array(sets);
  for (let i = 0; i < sets; i++) uniforms[i] = (i + 0.5) / sets;

  const block = new Uint32Array(4);
  for (let i = sets - 1; i > 0; i--) {
    philox4x32(block, seed, keyOfDimension, i, sets, 0, 0x1a71);
    const other = Math.floor(uniform01(block[0]!) * (i + 1));
    const held = uniforms[i]!;
    uniforms[i] = uniforms[other]!;
    uniforms[other] = held;
  }
  return uniforms;
}

/** Writes the index-th point (from 0, below 2^32) into `out`, one coordinate in (0, 1) for each of up to 16 places. */
export function lowDiscrepancy(out: Float64Array, index: number): void {
  const n = out.length;
  if (n > MOST_DIMENSIONS)
    throw new RangeError(`a point has at most ${MOST_DIMENSIONS} coordinates, not ${n}`);

  const byte0 = (index & 255) * MOST_DIMENSIONS;
  const byte1 = (256 + ((index >>> 8) & 255)) * MOST_DIMENSIONS;
  const byte2 = (512 + ((index >>> 16) & 255)) * MOST_DIMENSIONS;
  const byte3 = (768 + (index >>> 24)) * MOST_DIMENSIONS;
  for (let d = 0; d < n; d++) {
    const word =
      SHIFTS[d]! ^ BYTES[byte0 + d]! ^ BYTES[byte1 + d]! ^ BYTES[byte2 + d]! ^ BYTES[byte3 + d]!;
    out[d] = ((word >>> 0) + 0.5) * UNIT;
  }
}
