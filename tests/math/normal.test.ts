/** Published values: tables, the test values of Algorithm AS 241, and mpmath to 17 digits for the far tail. */
import fc from "fast-check";
import jstat from "jstat";
import { expect, test } from "vitest";
import { normalCdf, normalPdf, normalQuantile } from "../../models/math/index.ts";

const z = fc.integer({ min: -8_000, max: 8_000 }).map((i) => i / 1000);

function relative(got: number, expected: number): number {
  return Math.abs(got / expected - 1);
}

test("the distribution function meets its tables, far into the lower tail", () => {
  expect(normalCdf(0)).toBe(0.5);
  expect(relative(normalCdf(1.96), 0.9750021048517795)).toBeLessThan(1e-15);
  expect(relative(normalCdf(1), 0.8413447460685429)).toBeLessThan(1e-15);
  expect(relative(normalCdf(-1.96), 0.024997895148220435)).toBeLessThan(2e-15);
  expect(relative(normalCdf(-3), 0.0013498980316300946)).toBeLessThan(2e-15);
  expect(relative(normalCdf(-6), 9.86587645037698e-10)).toBeLessThan(2e-15);
  expect(relative(normalCdf(-10), 7.619853024160525e-24)).toBeLessThan(2e-15);
  expect(relative(normalCdf(-30), 4.906713927148187e-198)).toBeLessThan(2e-15);
  expect(relative(normalCdf(-37), 5.725571222524577e-300)).toBeLessThan(2e-15);
  // This one's square has no exact double: rounding it would cost the thirteenth digit.
  expect(relative(normalCdf(-35.341), 6.89222270104877e-274)).toBeLessThan(2e-15);
  expect(normalCdf(-Infinity)).toBe(0);
  expect(normalCdf(Infinity)).toBe(1);
  expect(normalCdf(NaN)).toBeNaN();
});

test("the quantile gives the test values of Algorithm AS 241", () => {
  expect(relative(normalQuantile(0.25), -0.6744897501960817)).toBeLessThan(1e-15);
  expect(relative(normalQuantile(0.001), -3.090232306167813)).toBeLessThan(2e-15);
  expect(relative(normalQuantile(1e-20), -9.262340089798409)).toBeLessThan(2e-15);
  expect(normalQuantile(0.5)).toBe(0);
  expect(normalQuantile(0)).toBe(-Infinity);
  expect(normalQuantile(1)).toBe(Infinity);
  expect(normalQuantile(-0.1)).toBeNaN();
  expect(normalQuantile(1.1)).toBeNaN();
});

test("the density is 1 / sqrt(2 pi) at 0, and 0.24197 a standard deviation away", () => {
  expect(normalPdf(0)).toBe(0.3989422804014327);
  expect(relative(normalPdf(1), 0.24197072451914337)).toBeLessThan(1e-15);
  expect(relative(normalPdf(35.341), 2.4377275202521556e-272)).toBeLessThan(2e-15);
  expect(normalPdf(-1)).toBe(normalPdf(1));
  expect(normalPdf(50)).toBe(0);
});

test("the quantile undoes the distribution function", () => {
  const law = fc.property(z, (x) => {
    const below = -Math.abs(x);
    expect(normalQuantile(normalCdf(below))).toBeCloseTo(below, 12);
  });
  fc.assert(law);
});

test("the two tails add to one, and probability never falls as z rises", () => {
  const law = fc.property(z, fc.integer({ min: 0, max: 1000 }), (x, steps) => {
    expect(normalCdf(x) + normalCdf(-x)).toBeCloseTo(1, 15);
    expect(normalCdf(x + steps * 1e-6)).toBeGreaterThanOrEqual(normalCdf(x));
  });
  fc.assert(law);
});

test("density and distribution function agree with jstat", () => {
  const law = fc.property(z, (x) => {
    expect(normalCdf(x)).toBeCloseTo(jstat.normal.cdf(x, 0, 1), 11);
    expect(normalPdf(x)).toBeCloseTo(jstat.normal.pdf(x, 0, 1), 12);
  });
  fc.assert(law);
});

test("the pieces of the approximations meet without a step", () => {
  for (const seam of [-0.67448975, -5.656854249492381]) {
    expect(relative(normalCdf(seam - 1e-12), normalCdf(seam + 1e-12))).toBeLessThan(2e-11);
  }
  for (const seam of [0.075, 1.3887943864964021e-11]) {
    expect(
      relative(normalQuantile(seam * (1 - 1e-13)), normalQuantile(seam * (1 + 1e-13))),
    ).toBeLessThan(1e-12);
  }
});
