/**
 * Philox4x32-10: a random number that is a function of its name, and a hash that turns names into keys.
 *
 * Terms     key = two words (whose stream), counter = four words (which number of it), block = four words out.
 * Formula   ten rounds of two 32 x 32 -> 64 bit products, xor and a key that moves on by a fixed step.
 * Always    the same key and counter give the same block, on every machine, in any order of asking.
 * Not here  which key belongs to whom (simulation), distributions (normal.ts, gamma.ts, counts.ts).
 * Source    J. K. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011), library Random123;
 *           G. Fowler, L. C. Noll, K.-P. Vo, hash FNV-1a; final mixing of MurmurHash3 (A. Appleby).
 */

const UNIT = 1 / 4294967296;

/** Writes the four words of the block of this key and counter into `out`; allocates nothing. */
// oxlint-disable-next-line max-params -- an object for each block would cost more than the block
export function philox4x32(
  out: Uint32Array,
  k0: number,
  k1: number,
  c0: number,
  c1: number,
  c2: number,
  c3: number,
): void {
  let x0 = c0 | 0;
  let x1 = c1 | 0;
  let x2 = c2 | 0;
  let x3 = c3 | 0;
  let key0 = k0 | 0;
  let key1 = k1 | 0;

  for (let round = 0; round < 10; round++) {
    // High words of 0xD2511F53 x x0 and 0xCD9E8D57 x x2, from 16-bit halves: no product leaves 32 bits.
    const a = x0 & 0xffff;
    const b = x0 >>> 16;
    const t = (Math.imul(b, 0x1f53) + (Math.imul(a, 0x1f53) >>> 16)) | 0;
    const u = (Math.imul(a, 0xd251) + (t & 0xffff)) | 0;
    const high0 = (Math.imul(b, 0xd251) + (t >>> 16) + (u >>> 16)) | 0;

    const c = x2 & 0xffff;
    const d = x2 >>> 16;
    const v = (Math.imul(d, 0x8d57) + (Math.imul(c, 0x8d57) >>> 16)) | 0;
    const w = (Math.imul(c, 0xcd9e) + (v & 0xffff)) | 0;
    const high1 = (Math.imul(d, 0xcd9e) + (v >>> 16) + (w >>> 16)) | 0;

    const low0 = Math.imul(x0, 0xd2511f53);
    const low1 = Math.imul(x2, 0xcd9e8d57);
    x0 = high1 ^ x1 ^ key0;
    x1 = low1;
    x2 = high0 ^ x3 ^ key1;
    x3 = low0;
    key0 = (key0 + 0x9e3779b9) | 0;
    key1 = (key1 + 0xbb67ae85) | 0;
  }

  out[0] = x0;
  out[1] = x1;
  out[2] = x2;
  out[3] = x3;
}

/** A word as a number strictly between 0 and 1, in the middle of its 2^-32. */
export function uniform01(word: number): number {
  return ((word >>> 0) + 0.5) * UNIT;
}

/** Stable 32-bit hash of a text (its UTF-16 units), from 0 to 2^32 - 1. */
export function hash32(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    h = Math.imul(h ^ (unit & 0xff), 0x01000193);
    h = Math.imul(h ^ (unit >>> 8), 0x01000193);
  }
  // FNV leaves alike names alike in the high bits; these steps spread every bit over all 32.
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
