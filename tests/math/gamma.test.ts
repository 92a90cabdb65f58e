/** Expected values by hand where a closed form exists, else mpmath to 17 digits. */
import fc from "fast-check";
import jstat from "jstat";
import { expect, test } from "vitest";
import {
  betaI,
  betaQuantile,
  binomialPmf,
  gammaP,
  gammaQ,
  gammaQuantile,
  logGamma,
  poissonPmf,
} from "../../models/math/index.ts";

const shape = fc.integer({ min: 3, max: 4000 }).map((i) => i / 100);
const share = fc.integer({ min: 1, max: 999 }).map((i) => i / 1000);

test("the logarithm of the gamma function meets its tables", () => {
  expect(logGamma(1)).toBe(0);
  expect(logGamma(2)).toBe(0);
  expect(logGamma(0.5)).toBeCloseTo(0.5723649429247001, 15);
  expect(logGamma(1.5)).toBeCloseTo(-0.12078223763524522, 15);
  expect(logGamma(3.5)).toBeCloseTo(1.2009736023470743, 14);
  expect(logGamma(10)).toBeCloseTo(12.80182748008147, 13);
  expect(logGamma(100)).toBeCloseTo(359.1342053695754, 12);
  expect(logGamma(1e6) / 12815504.569147613).toBeCloseTo(1, 15);
  expect(logGamma(0.001)).toBeCloseTo(6.907178885383853, 14);
  expect(logGamma(0)).toBe(Infinity);
  expect(logGamma(-1)).toBeNaN();
});

test("gamma(x + 1) is x gamma(x)", () => {
  const law = fc.property(fc.integer({ min: 1, max: 200_000 }), (i) => {
    const x = i / 10_000;
    expect(logGamma(x + 1)).toBeCloseTo(logGamma(x) + Math.log(x), 12);
  });
  fc.assert(law);
});

test("gamma shares with whole and half shapes are their closed forms", () => {
  expect(gammaP(1, 1)).toBeCloseTo(0.6321205588285577, 15); // 1 - 1/e
  expect(gammaP(2, 3)).toBeCloseTo(0.32332358381693654, 15); // 1 - e^-2 (1 + 2 + 2)
  expect(gammaP(0.5, 0.5)).toBeCloseTo(0.6826894921370859, 15); // within one standard deviation
  expect(gammaP(100, 100)).toBeCloseTo(0.5132987982791487, 13);
  expect(gammaP(19_800, 20_000)).toBeCloseTo(0.07830049501217735, 13);
  expect(gammaP(0, 2)).toBe(0);
  expect(gammaP(Infinity, 2)).toBe(1);
  expect(gammaQ(0, 2)).toBe(1);
  expect(gammaP(1, 0)).toBeNaN();
});

test("beta shares meet their closed forms", () => {
  expect(betaI(0.5, 2, 3)).toBeCloseTo(0.6875, 15); // 11/16: two or more heads of four
  expect(betaI(0.1, 0.5, 0.5)).toBeCloseTo(0.20483276469913345, 15); // 2/pi asin(sqrt x)
  expect(betaI(0.9, 20, 3)).toBeCloseTo(0.6200409384119033, 14);
  expect(betaI(0.3, 1, 1)).toBeCloseTo(0.3, 15);
  expect(betaI(0, 2, 3)).toBe(0);
  expect(betaI(1, 2, 3)).toBe(1);
  expect(betaI(0.5, -1, 3)).toBeNaN();
});

test("lower and upper share add to one", () => {
  const law = fc.property(shape, fc.integer({ min: 1, max: 300 }), share, (a, percent, x) => {
    expect(gammaP((a * percent) / 100, a) + gammaQ((a * percent) / 100, a)).toBeCloseTo(1, 14);
    expect(betaI(x, a, 2.5) + betaI(1 - x, 2.5, a)).toBeCloseTo(1, 13);
  });
  fc.assert(law);
});

test("shares agree with jstat", () => {
  const law = fc.property(shape, shape, share, (a, b, x) => {
    expect(gammaP(3 * a * x, a)).toBeCloseTo(jstat.gamma.cdf(3 * a * x, a, 1), 7);
    expect(betaI(x, a, b)).toBeCloseTo(jstat.beta.cdf(x, a, b), 7);
  });
  fc.assert(law);
});

test("large shapes keep their digits in both tails, by fraction, series and expansion alike", () => {
  const cases: [x: number, a: number, lower: number, upper: number][] = [
    [9_400, 9_999, 4.952615723834704e-10, 0.9999999995047384],
    [10_300, 9_999, 0.9985764914528928, 0.0014235085471071952],
    [19_300, 20_000, 2.773750727879669e-7, 0.9999997226249272],
    [20_000, 20_000, 0.5009403162337493, 0.4990596837662507],
    [20_300, 20_000, 0.9827064487220966, 0.017293551277903448],
    [20_800, 20_000, 0.9999999883479705, 1.1652029448572315e-8],
  ];
  for (const [x, a, lower, upper] of cases) {
    expect(gammaP(x, a) / lower, `below ${x}`).toBeCloseTo(1, 11);
    expect(gammaQ(x, a) / upper, `above ${x}`).toBeCloseTo(1, 11);
  }
});

test("quantiles undo shares", () => {
  const law = fc.property(shape, shape, share, (a, b, p) => {
    expect(gammaP(gammaQuantile(p, a), a)).toBeCloseTo(p, 12);
    const x = betaQuantile(p, a, b);
    // Next to 1 the doubles themselves are too far apart to hit p.
    if (x < 0.999) expect(betaI(x, a, b)).toBeCloseTo(p, 11);
  });
  fc.assert(law);
});

test("quantiles reach far into both tails: x^20 = 1e-12, (1 - x)^40 = 2^-40, x^0.02 = 0.5", () => {
  expect(betaQuantile(1e-12, 20, 1)).toBeCloseTo(0.251188643150958, 14); // 10^-0.6
  expect(betaQuantile(1 - 2 ** -40, 1, 40)).toBeCloseTo(0.5, 14);
  expect(betaQuantile(0.5, 0.02, 1) / 2 ** -50).toBeCloseTo(1, 12);
  expect(gammaQuantile(1 - 2 ** -40, 1)).toBeCloseTo(27.725887222397812, 13); // 40 log 2
  expect(gammaQuantile(2 ** -40, 1) / 2 ** -40).toBeCloseTo(1, 11); // e^-x is 1 - x
});

test("quantiles with closed forms are exact", () => {
  expect(betaQuantile(0.3, 1, 1)).toBe(0.3);
  expect(betaQuantile(0.25, 2, 1)).toBeCloseTo(0.5, 15); // x^2 = 1/4
  expect(betaQuantile(0.271, 1, 3)).toBeCloseTo(0.1, 15); // 1 - (1 - x)^3, with 0.9^3 = 0.729
  expect(betaQuantile(0.5, 7, 7)).toBeCloseTo(0.5, 14);
  expect(betaQuantile(0, 2, 3)).toBe(0);
  expect(betaQuantile(1, 2, 3)).toBe(1);
  expect(betaQuantile(1.2, 2, 3)).toBeNaN();
  expect(gammaQuantile(0.6321205588285577, 1)).toBeCloseTo(1, 14);
  expect(gammaQuantile(0, 2)).toBe(0);
  expect(gammaQuantile(1, 2)).toBe(Infinity);
  expect(gammaQuantile(0.5, 0)).toBeNaN();
});

test("probabilities of counts are those of the textbook", () => {
  expect(poissonPmf(0, 2)).toBeCloseTo(0.1353352832366127, 15); // e^-2
  expect(poissonPmf(3, 2)).toBeCloseTo(0.18044704431548356, 15); // 4/3 e^-2
  expect(poissonPmf(0, 0)).toBe(1);
  expect(poissonPmf(1, 0)).toBe(0);
  expect(binomialPmf(2, 5, 0.5)).toBeCloseTo(0.3125, 15); // 10/32
  expect(binomialPmf(0, 3, 0.25)).toBeCloseTo(0.421875, 15); // 27/64
  expect(binomialPmf(3, 3, 0.25)).toBeCloseTo(0.015625, 15); // 1/64
  expect(binomialPmf(4, 3, 0.25)).toBe(0);
  expect(binomialPmf(0, 3, 0)).toBe(1);
  expect(binomialPmf(3, 3, 1)).toBe(1);
});
