/** Expected counts from SciPy's poisson.ppf and binom.ppf, from the definition by exact fractions, and from jstat. */
import fc from "fast-check";
import jstat from "jstat";
import { expect, test } from "vitest";
import { binomialQuantile, poissonQuantile } from "../../models/math/index.ts";

const u = fc.integer({ min: 1, max: 999_999 }).map((i) => i / 1_000_000);
const mean = fc.oneof(
  fc.integer({ min: 0, max: 2000 }).map((i) => i / 100),
  fc.integer({ min: 0, max: 20_000 }).map((i) => i / 10),
);
const tries = fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 20_000 }));
const chance = fc.integer({ min: 0, max: 1000 }).map((i) => i / 1000);

test("Poisson counts are those of SciPy", () => {
  const cases: [u: number, mean: number, count: number][] = [
    [0.5, 1, 1],
    [0.05, 4.2, 1],
    [0.95, 4.2, 8],
    [0.999, 12, 24],
    [0.05, 100, 84],
    [0.95, 100, 117],
    [0.5, 12_345.6, 12_345],
    [1e-9, 50, 14],
    [1 - 1e-9, 50, 98],
    [0.975, 1e6, 1_001_960],
  ];
  for (const [at, m, count] of cases) expect(poissonQuantile(at, m), `${at} of ${m}`).toBe(count);
});

test("binomial counts are those of SciPy", () => {
  const cases: [u: number, n: number, p: number, count: number][] = [
    [0.5, 10, 0.3, 3],
    [0.95, 20, 0.1, 4],
    [0.05, 20, 0.9, 16],
    [0.05, 200, 0.4, 69],
    [0.95, 200, 0.4, 91],
    [0.5, 100_000, 0.02, 2000],
    [0.999, 1000, 0.97, 985],
    [1e-9, 400, 0.5, 140],
  ];
  for (const [at, n, p, count] of cases) {
    expect(binomialQuantile(at, n, p), `${at} of ${n} at ${p}`).toBe(count);
  }
});

test("on a boundary the smaller count is taken: four coins, cumulative 1, 5, 11, 15, 16 of 16", () => {
  for (const [count, sixteenths] of [1, 5, 11, 15].entries()) {
    expect(binomialQuantile(sixteenths / 16, 4, 0.5)).toBe(count);
    expect(binomialQuantile(sixteenths / 16 + 1e-12, 4, 0.5)).toBe(count + 1);
  }
  // The same with the far end counted: three tries at 3/4, cumulative 1, 10, 37, 64 of 64.
  for (const [count, parts] of [1, 10, 37].entries()) {
    expect(binomialQuantile(parts / 64, 3, 0.75)).toBe(count);
    expect(binomialQuantile(parts / 64 + 1e-12, 3, 0.75)).toBe(count + 1);
  }
});

test("nothing expected gives nothing, certainty gives all", () => {
  expect(poissonQuantile(0.999999, 0)).toBe(0);
  expect(poissonQuantile(0, 5)).toBe(0);
  expect(poissonQuantile(1, 5)).toBe(Infinity);
  expect(binomialQuantile(0.999999, 0, 0.5)).toBe(0);
  expect(binomialQuantile(0.999999, 7, 0)).toBe(0);
  expect(binomialQuantile(0.000001, 7, 1)).toBe(7);
  expect(binomialQuantile(1, 7, 0.5)).toBe(7);
  expect(binomialQuantile(0, 7, 0.5)).toBe(0);
});

test("what is no probability, mean or number of tries gives NaN", () => {
  expect(poissonQuantile(0.5, -1)).toBeNaN();
  expect(poissonQuantile(1.5, 1)).toBeNaN();
  expect(poissonQuantile(NaN, 1)).toBeNaN();
  expect(binomialQuantile(0.5, 2.5, 0.5)).toBeNaN();
  expect(binomialQuantile(0.5, -1, 0.5)).toBeNaN();
  expect(binomialQuantile(0.5, 3, 1.01)).toBeNaN();
});

test("the farthest uniforms end, where the distribution does", () => {
  expect(poissonQuantile(1 - 2 ** -53, 3)).toBeGreaterThan(20);
  expect(poissonQuantile(1 - 2 ** -53, 3)).toBeLessThan(40);
  expect(poissonQuantile(1e-300, 1000)).toBeLessThan(400);
  expect(binomialQuantile(1 - 2 ** -53, 30, 0.2)).toBeLessThanOrEqual(30);
  expect(binomialQuantile(1e-300, 5000, 0.3)).toBeLessThan(800);
});

test("a Poisson count is the smallest whose probability reaches u", () => {
  const law = fc.property(u, mean, (at, m) => {
    const count = poissonQuantile(at, m);
    const [reached, before] = cumulative(count, Math.exp(-m / 2), (k) => m / k);
    if (m > 600) return;
    expect(reached * Math.exp(-m / 2)).toBeGreaterThanOrEqual(at - 1e-12);
    expect(before * Math.exp(-m / 2)).toBeLessThan(at + 1e-12);
  });
  fc.assert(law, { numRuns: 1000 });
});

/** Sums of probabilities up to `count` and up to the one before, from the first and the ratio of neighbours. */
function cumulative(count: number, first: number, ratio: (k: number) => number): [number, number] {
  let term = first;
  let sum = first;
  let before = 0;
  for (let k = 1; k <= count; k++) {
    before = sum;
    term *= ratio(k);
    sum += term;
  }
  return [sum, before];
}

test("a binomial count is the smallest whose probability reaches u", () => {
  const law = fc.property(u, tries, chance, (at, n, p) => {
    const count = binomialQuantile(at, n, p);
    if (p === 0 || p === 1 || n === 0) return;
    expect(binomialCdf(count, n, p)).toBeGreaterThanOrEqual(at - 1e-8);
    if (count > 0) expect(binomialCdf(count - 1, n, p)).toBeLessThan(at + 1e-8);
  });
  fc.assert(law, { numRuns: 1000 });
});

function binomialCdf(count: number, n: number, p: number): number {
  return count >= n ? 1 : 1 - jstat.beta.cdf(p, count + 1, n - count);
}

test("a count never falls as the uniform, the mean, the chance or the tries rise", () => {
  const law = fc.property(u, mean, tries, chance, (at, m, n, p) => {
    const luckier = Math.min(1 - 1e-9, at + 0.0001);
    expect(poissonQuantile(luckier, m)).toBeGreaterThanOrEqual(poissonQuantile(at, m));
    expect(poissonQuantile(at, m * 1.001)).toBeGreaterThanOrEqual(poissonQuantile(at, m));
    expect(binomialQuantile(luckier, n, p)).toBeGreaterThanOrEqual(binomialQuantile(at, n, p));
    expect(binomialQuantile(at, n, Math.min(1, p + 0.0005))).toBeGreaterThanOrEqual(
      binomialQuantile(at, n, p),
    );
    expect(binomialQuantile(at, n + 1, p)).toBeGreaterThanOrEqual(binomialQuantile(at, n, p));
  });
  fc.assert(law, { numRuns: 2000 });
});

test("where one method hands over to another nothing jumps", () => {
  for (let i = 1; i < 2000; i++) {
    const at = i / 2000;
    expect(poissonQuantile(at, 16)).toBeGreaterThanOrEqual(poissonQuantile(at, 15.999999));
    // Variance 16 lies at n p q = 16: p = 0.2 at n = 100, from either side of one half.
    expect(binomialQuantile(at, 100, 0.2)).toBeGreaterThanOrEqual(
      binomialQuantile(at, 100, 0.1999999),
    );
    expect(binomialQuantile(at, 100, 0.8000001)).toBeGreaterThanOrEqual(
      binomialQuantile(at, 100, 0.8),
    );
    expect(binomialQuantile(at, 40, 0.5000001)).toBeGreaterThanOrEqual(
      binomialQuantile(at, 40, 0.5),
    );
  }
});

test("the mean over an even grid of uniforms is the mean", () => {
  const grid = 200_000;
  for (const m of [0.3, 4, 15.5, 16.5, 250]) {
    let total = 0;
    for (let i = 0; i < grid; i++) total += poissonQuantile((i + 0.5) / grid, m);
    expect(total / grid / m).toBeCloseTo(1, 3);
  }
});
