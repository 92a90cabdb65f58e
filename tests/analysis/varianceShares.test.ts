/** Variance shares of functions whose Sobol shares are known on paper. */
import { describe, expect, test } from "vitest";
import { varianceShares } from "../../models/analysis/varianceShares.ts";
import { hash32, latinHypercube, normalQuantile } from "../../models/math/index.ts";

const SETS = 64;

function scoresOf(numbers: number, seed = 1): Float64Array[] {
  return Array.from({ length: numbers }, (_, j) =>
    latinHypercube(SETS, hash32(`number ${j}`), seed).map(normalQuantile),
  );
}

function sharesOf(of: (z: number[]) => number, numbers: number, seed = 1) {
  const scores = scoresOf(numbers, seed);
  const values = Array.from({ length: SETS }, (_, i) => of(scores.map((one) => one[i]!)));
  return varianceShares(scores, values)!;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

// Var(2 z1) = 4, Var(z2) = 1: shares 4/5 and 1/5.
test("added normals with variances 4 and 1 share 0.8 and 0.2, and a number that does nothing gets nothing", () => {
  const { shares, remainder } = sharesOf(([a, b]) => 2 * a! + b!, 20);
  expect(shares[0]).toBeCloseTo(0.8, 9);
  expect(shares[1]).toBeCloseTo(0.2, 9);
  expect(shares.slice(2)).toEqual(Array.from({ length: 18 }, () => 0));
  expect(remainder).toBeCloseTo(0, 9);
});

// exp(.5 z1 + .3 z2): first-order share of z1 is (e^.25 − 1)/(e^.34 − 1) = 0.7014, of z2 (e^.09 − 1)/(e^.34 − 1) =
// 0.2326; together they make 0.0661.
describe("a product of log-normals", () => {
  const seeds = Array.from({ length: 20 }, (_, i) => i + 1);
  const found = seeds.map((seed) => sharesOf(([a, b]) => Math.exp(0.5 * a! + 0.3 * b!), 12, seed));
  const mean = (of: (one: (typeof found)[number]) => number) => sum(found.map(of)) / found.length;

  test("is shared as on paper", () => {
    expect(Math.abs(mean(({ shares }) => shares[0]!) - 0.7014)).toBeLessThan(0.02);
    expect(Math.abs(mean(({ shares }) => shares[1]!) - 0.2326)).toBeLessThan(0.02);
    expect(Math.abs(mean(({ remainder }) => remainder) - 0.0661)).toBeLessThan(0.02);
  });

  test("gives numbers beside it next to nothing", () => {
    expect(mean(({ shares }) => sum(shares.slice(2)))).toBeLessThan(0.002);
  });

  test("has shares that scatter over draws by about their stated errors", () => {
    for (const [j, truth] of [0.7014, 0.2326].entries()) {
      const scatter = Math.sqrt(mean(({ shares }) => (shares[j]! - truth) ** 2));
      const stated = mean(({ errors }) => errors[j]!);
      expect(scatter / stated).toBeGreaterThan(0.4);
      expect(scatter / stated).toBeLessThan(2.5);
    }
  });
});

// z1·z2 has no first-order share at all: knowing one of them alone takes nothing from the variance.
test("numbers that work only in combination leave most to the remainder", () => {
  const seeds = Array.from({ length: 20 }, (_, i) => i + 1);
  const left = seeds.map((seed) => sharesOf(([a, b]) => a! * b!, 6, seed).remainder);
  expect(sum(left) / left.length).toBeGreaterThan(0.8);
});

test("shares are not below 0 and add to 1 with the remainder, whatever the function", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const { shares, remainder } = sharesOf(
      (z) => Math.abs(z[0]!) + z[1]! * z[2]! + sum(z.slice(3)) / 4,
      20,
      seed,
    );
    expect(Math.min(...shares, remainder)).toBeGreaterThanOrEqual(0);
    expect(sum(shares) + remainder).toBeCloseTo(1, 12);
  }
});

test("one number has all of it, and a figure that stands still has no shares", () => {
  expect(sharesOf(([z]) => Math.sin(3 * z!), 1)).toEqual({
    shares: [1],
    errors: [0],
    remainder: 0,
  });
  expect(
    varianceShares(
      scoresOf(2),
      Array.from({ length: SETS }, () => 5),
    ),
  ).toBeUndefined();
});
