import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hillRatio, lagKernel, type LagShape } from "../../models/funnel/lag.ts";

function meanOf(kernel: Float64Array): number {
  return kernel.reduce((sum, share, months) => sum + share * months, 0);
}

const shape = fc.constantFrom<LagShape>("fixed", "geometric", "gamma");
const months = fc.integer({ min: 1, max: 240 }).map((i) => i / 10);
const cv = fc.integer({ min: 10, max: 100 }).map((i) => i / 100);

test("every item leaves some time: the shares of a lag add to 1, and none is negative", () => {
  const law = fc.property(months, shape, cv, (mean, form, spread) => {
    const kernel = lagKernel(mean, form, spread);
    expect(kernel.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(Math.min(...kernel)).toBeGreaterThanOrEqual(0);
  });
  fc.assert(law);
});

test("a lag has the stated mean, be it a week or two years", () => {
  const law = fc.property(months, shape, cv, (mean, form, spread) => {
    expect(Math.abs(meanOf(lagKernel(mean, form, spread)) / mean - 1)).toBeLessThan(1e-6);
  });
  fc.assert(law);
});

test("no lag leaves at once", () => {
  for (const form of ["fixed", "geometric", "gamma"] as const) {
    expect([...lagKernel(0, form, 0.5)]).toEqual([1]);
  }
});

test("a fixed lag between two months is split so that the mean is exact", () => {
  expect([...lagKernel(1, "fixed", 0.5)]).toEqual([0, 1]);
  expect([...lagKernel(2.25, "fixed", 0.5)]).toEqual([0, 0, 0.75, 0.25]);
});

// Mean 1: q = 1/2, half leave at once, half of the rest a month later, and so on.
test("a geometric lag of a month halves from month to month", () => {
  const kernel = lagKernel(1, "geometric", 0.5);
  for (let l = 0; l < 10; l++) expect(kernel[l]).toBeCloseTo(0.5 ** (l + 1), 8);
});

// A gamma lag without spread is a fixed one; with cv 1 it is exponential, with median ln 2 of its mean.
test("a gamma lag spreads with its cv", () => {
  expect([...lagKernel(2.25, "gamma", 0)]).toEqual([0, 0, 0.75, 0.25]);
  for (const spread of [0.3, 0.5, 1]) {
    const kernel = lagKernel(12, "gamma", spread);
    const mean = meanOf(kernel);
    const square = kernel.reduce((sum, share, l) => sum + share * (l - mean) ** 2, 0);
    expect(Math.sqrt(square) / mean / spread).toBeGreaterThan(0.99);
    expect(Math.sqrt(square) / mean / spread).toBeLessThan(1.02);
  }
  const exponential = lagKernel(12, "gamma", 1);
  const early = exponential.slice(0, 8).reduce((sum, share) => sum + share, 0);
  expect(early).toBeCloseTo(1 - Math.exp(-7.5 / 12), 2);
});

describe("response of inflow to saturating spend", () => {
  // hill(a) = 1/(1 + (half/a)^slope): at half-saturation one half, at three times it 3/4 for slope 1 and 9/10 for 2.
  test("goes from half at half-saturation to all, by the Hill curve", () => {
    expect(hillRatio(300, 100, 100, 1)).toBeCloseTo(1.5, 12);
    expect(hillRatio(300, 100, 100, 2)).toBeCloseTo(1.8, 12);
    expect(hillRatio(50, 100, 100, 1)).toBeCloseTo(2 / 3, 12);
  });

  test("is 1 at the reference, whatever it is", () => {
    for (const spend of [0, 1, 100, 1e9]) expect(hillRatio(spend, spend, 100, 1.3)).toBe(1);
  });

  test("is nothing without spend", () => {
    expect(hillRatio(0, 100, 50, 1)).toBe(0);
  });
});
