/** Sobol words from SciPy (scipy.stats.qmc.Sobol, the same Joe-Kuo directions), index in plain, not Gray, order. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { hash32, latinHypercube, lowDiscrepancy, normalQuantile } from "../../models/math/index.ts";

function words(index: number): number[] {
  const out = new Float64Array(16);
  lowDiscrepancy(out, index);
  return Array.from(out, (x) => Math.floor(x * 4294967296));
}

/** A point with the fixed words of the coordinates taken off again: xor with point 0. */
function bare(index: number): number[] {
  const origin = words(0);
  return words(index).map((word, d) => (word ^ origin[d]!) >>> 0);
}

test("the points are those of Sobol's sequence", () => {
  expect(bare(1)).toEqual(Array.from({ length: 16 }, () => 0x80000000));
  expect(bare(7)).toEqual([
    0xe0000000, 0xe0000000, 0x20000000, 0x60000000, 0xe0000000, 0xa0000000, 0xe0000000, 0x60000000,
    0x60000000, 0x20000000, 0x60000000, 0xe0000000, 0xe0000000, 0x20000000, 0xe0000000, 0x60000000,
  ]);
  expect(bare(21)).toEqual([
    0xa8000000, 0xa8000000, 0x8000000, 0x58000000, 0x58000000, 0x28000000, 0x78000000, 0xa8000000,
    0x8000000, 0xf8000000, 0x28000000, 0xf8000000, 0xd8000000, 0xd8000000, 0x8000000, 0x78000000,
  ]);
  expect(bare(37)).toEqual([
    0xa4000000, 0xec000000, 0xbc000000, 0xd4000000, 0x7c000000, 0xc4000000, 0xb4000000, 0x4000000,
    0xf4000000, 0xf4000000, 0x4c000000, 0xc000000, 0xac000000, 0x24000000, 0xf4000000, 0x64000000,
  ]);
  expect(bare(1723)).toEqual([
    0xdd600000, 0x6b600000, 0xd3a00000, 0x73a00000, 0x47a00000, 0x3f200000, 0x82e00000, 0x87600000,
    0xaf600000, 0x8ce00000, 0x45600000, 0xc4e00000, 0xe3e00000, 0xd9a00000, 0x70e00000, 0xd2600000,
  ]);
});

test("every coordinate puts one of 1024 points into each 1024th, whichever block of 1024 is taken", () => {
  const law = fc.property(fc.integer({ min: 0, max: 4_000_000 }), (block) => {
    const out = new Float64Array(16);
    const seen = Array.from({ length: 16 }, () => new Set<number>());
    for (let i = 0; i < 1024; i++) {
      lowDiscrepancy(out, block * 1024 + i);
      for (const [d, x] of out.entries()) seen[d]!.add(Math.floor(x * 1024));
    }
    for (const strata of seen) expect(strata.size).toBe(1024);
  });
  fc.assert(law, { numRuns: 10 });
});

test("every pair of coordinates is spread as well: 4096 points, 256 in each of 16 cells", () => {
  const counts = new Map<string, number>();
  const out = new Float64Array(16);
  for (let i = 0; i < 4096; i++) {
    lowDiscrepancy(out, i);
    for (let a = 0; a < 16; a++) {
      for (let b = 0; b < a; b++) {
        const cell = `${a} ${b} ${Math.floor(4 * out[a]!)} ${Math.floor(4 * out[b]!)}`;
        counts.set(cell, (counts.get(cell) ?? 0) + 1);
      }
    }
  }
  expect(counts.size).toBe(120 * 16);
  for (const count of counts.values()) expect(count).toBe(256);
});

test("16,384 points give the P5 of a log-normal to better than 0.2%, in every coordinate", () => {
  const sd = 0.4;
  const expected = Math.exp(-1.6448536269514722 * sd);
  const out = new Float64Array(16);
  const values = Array.from({ length: 16 }, () => new Float64Array(16_384));
  for (let i = 0; i < 16_384; i++) {
    lowDiscrepancy(out, i);
    for (const [d, x] of out.entries()) values[d]![i] = Math.exp(sd * normalQuantile(x));
  }
  for (const column of values) {
    column.sort();
    expect(Math.abs(column[819]! / expected - 1)).toBeLessThan(0.002);
  }
});

test("a sum of four log-normals is as good: its mean to 0.1%", () => {
  const out = new Float64Array(4);
  let total = 0;
  for (let i = 0; i < 16_384; i++) {
    lowDiscrepancy(out, i);
    for (const x of out) total += Math.exp(0.5 * normalQuantile(x) - 0.125);
  }
  expect(Math.abs(total / 16_384 / 4 - 1)).toBeLessThan(0.001);
});

test("the first point is a point like any other, not the corner where all coordinates are extreme", () => {
  const out = new Float64Array(16);
  lowDiscrepancy(out, 0);
  for (const x of out) expect(Math.abs(normalQuantile(x))).toBeLessThan(4);
  expect(out.filter((x) => x > 0.5).length).toBeGreaterThan(2);
  expect(out.filter((x) => x < 0.5).length).toBeGreaterThan(2);
});

test("no point touches the edge, and a 17th coordinate is refused", () => {
  const out = new Float64Array(16);
  for (const index of [0, 1, 65_535, 4_294_967_295]) {
    lowDiscrepancy(out, index);
    for (const x of out) expect(x > 0 && x < 1).toBe(true);
  }
  expect(() => lowDiscrepancy(new Float64Array(17), 0)).toThrow("at most 16 coordinates, not 17");
});

test("a Latin hypercube takes the middle of each stratum once", () => {
  const law = fc.property(
    fc.integer({ min: 1, max: 200 }),
    fc.nat(),
    fc.nat(),
    (sets, key, seed) => {
      const uniforms = latinHypercube(sets, key, seed);
      const middles = Array.from({ length: sets }, (_, i) => (i + 0.5) / sets);
      expect([...uniforms].toSorted((a, b) => a - b)).toEqual(middles);
    },
  );
  fc.assert(law);
});

test("order depends on number, seed and sets, and on nothing else", () => {
  const elasticity = hash32("behaviour.elasticity");
  const order = latinHypercube(64, elasticity, 1);
  latinHypercube(64, hash32("behaviour.frictions"), 1);
  expect(latinHypercube(64, elasticity, 1)).toEqual(order);
  expect(latinHypercube(64, elasticity, 2)).not.toEqual(order);
  expect(latinHypercube(64, hash32("behaviour.frictions"), 1)).not.toEqual(order);
  expect(() => latinHypercube(0, 1, 1)).toThrow("1 set or more, not 0");
});

test("numbers are dealt independently: correlations of 200 pairs of 64 sets are as small as chance makes them", () => {
  let squares = 0;
  for (let pair = 0; pair < 200; pair++) {
    const a = latinHypercube(64, hash32(`a${pair}`), 7);
    const b = latinHypercube(64, hash32(`b${pair}`), 7);
    let sum = 0;
    for (let i = 0; i < 64; i++) sum += (a[i]! - 0.5) * (b[i]! - 0.5);
    const correlation = sum / (64 * ((1 - 1 / 4096) / 12));
    squares += correlation * correlation;
  }
  // A random permutation of 64 has variance 1/63; the mean of 200 squares is within 5 standard errors of it.
  expect(Math.abs((squares / 200) * 63 - 1)).toBeLessThan(0.5);
});
