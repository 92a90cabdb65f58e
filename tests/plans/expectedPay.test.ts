/** Expected payout and its certainty equivalent against integrals taken by brute force. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileCurve, type Curve, type CurvePoints, payoutShare } from "#models";
import {
  certainShare,
  largestJump,
  type Moments,
  payMoments,
  type Valued,
} from "../../models/plans/expectedPay.ts";
import evidence from "../evidence/closed-forms.json" with { type: "json" };
import { curvePoints, risingPoints } from "../support/curves.ts";
import { normalMean, slopeOf } from "../support/integrate.ts";

function compiled(points: CurvePoints): Curve {
  const curve = compileCurve("curve", points);
  if (Array.isArray(curve)) throw new Error(JSON.stringify(curve));
  return curve;
}

function momentsOf(curve: Curve, mean: number, sigma: number): Moments {
  const out = { mean: 0, square: 0, meanSlope: 0, squareSlope: 0 };
  payMoments(curve, mean, sigma, out);
  return out;
}

function certain(curve: Curve, mean: number, sigma: number, r: number): Valued {
  const out = { value: 0, slope: 0 };
  certainShare(curve, Math.log(mean), { sigma, r }, out);
  return out;
}

/** Mean of f(share paid), attainment log-normal, cut where the curve bends. */
function over(curve: Curve, mean: number, sigma: number, f: (share: number) => number): number {
  const cuts = [...curve.x]
    .filter((x) => x > 0)
    .map((x) => (Math.log(x / mean) + sigma ** 2 / 2) / sigma);
  const at = (z: number) => mean * Math.exp(sigma * z - sigma ** 2 / 2);
  return normalMean((z) => f(payoutShare(curve, at(z))), cuts);
}

const mean = fc.integer({ min: 20, max: 300 }).map((i) => i / 100);
const sigma = fc.integer({ min: 2, max: 60 }).map((i) => i / 100);
const risk = fc.integer({ min: 1, max: 300 }).map((i) => i / 100);

/** Curves that pay more and more, or level off: a payout that falls without end has no certainty equivalent. */
const sane = curvePoints.map((curve) => ({ ...curve, beyond: Math.abs(curve.beyond ?? 0) }));

function near(got: number, expected: number, within: number): void {
  expect(Math.abs(got - expected), `${got} beside ${expected}`).toBeLessThan(
    within * Math.max(1, Math.abs(expected)),
  );
}

test("10% to 800,000 and 15% above, on a log-normal 740,000 ± 0.45: the published figures", () => {
  const { inputs, outputs } = evidence.tests.find(
    ({ model }) => model === "plan_expect_lognormal",
  )!;
  const given = inputs as { mean: number; sig: number };
  const curve = compiled({
    points: [
      [0, 0],
      [800_000, 80_000],
    ],
    beyond: 0.15,
  });
  const got = momentsOf(curve, given.mean, given.sig);
  near(got.mean, outputs.E!, 1e-9);
  near(got.meanSlope, outputs.dlnE!, 1e-9);
  near(got.meanSlope / given.mean, outputs.eff_rate!, 2e-6);
});

test("mean and mean square are their integrals", () => {
  const law = fc.property(curvePoints, mean, sigma, (points, m, sd) => {
    const curve = compiled(points);
    const got = momentsOf(curve, m, sd);
    near(
      got.mean,
      over(curve, m, sd, (share) => share),
      1e-9,
    );
    near(
      got.square,
      over(curve, m, sd, (share) => share * share),
      1e-9,
    );
  });
  fc.assert(law);
});

test("their slopes in ln mean are central differences", () => {
  const law = fc.property(curvePoints, mean, sigma, (points, m, sd) => {
    const curve = compiled(points);
    const got = momentsOf(curve, m, sd);
    const step = Math.min(1e-3, sd / 20);
    const at = (key: "mean" | "square") => (ln: number) => momentsOf(curve, Math.exp(ln), sd)[key];
    near(got.meanSlope, slopeOf(at("mean"), Math.log(m), step), 1e-5);
    near(got.squareSlope, slopeOf(at("square"), Math.log(m), step), 1e-5);
  });
  fc.assert(law);
});

test("certain pay under risk aversion is its integral", () => {
  const law = fc.property(sane, mean, sigma, risk, (points, m, sd, r) => {
    const curve = compiled(points);
    const utility = over(curve, m, sd, (share) => Math.exp(-r * share));
    near(certain(curve, m, sd, r).value, -Math.log(utility) / r, 1e-5);
  });
  fc.assert(law);
});

test("its slope in ln mean is a central difference", () => {
  const law = fc.property(sane, mean, sigma, risk, (points, m, sd, r) => {
    const curve = compiled(points);
    const at = (ln: number) => {
      const utility = over(curve, Math.exp(ln), sd, (share) => Math.exp(-r * share));
      return -Math.log(utility) / r;
    };
    near(certain(curve, m, sd, r).slope, slopeOf(at, Math.log(m), Math.min(1e-3, sd / 20)), 1e-4);
  });
  fc.assert(law, { numRuns: 50 });
});

test("as risk aversion goes to nothing, certain pay goes to the mean less r/2 times the variance", () => {
  const law = fc.property(sane, mean, sigma, (points, m, sd) => {
    const curve = compiled(points);
    const { mean: e, square, meanSlope } = momentsOf(curve, m, sd);
    const r = 1e-4;
    const got = certain(curve, m, sd, r);
    near(got.value, e - (r / 2) * (square - e * e), 3e-6);
    near(got.slope, meanSlope, 1e-3 * Math.max(1, Math.abs(meanSlope)));
  });
  fc.assert(law);
});

test("a risk averse person never values pay above its mean, nor a rising curve less for a higher mean", () => {
  const law = fc.property(risingPoints, mean, sigma, risk, (points, m, sd, r) => {
    const curve = compiled(points);
    const { value, slope } = certain(curve, m, sd, r);
    const got = momentsOf(curve, m, sd);
    expect(value).toBeLessThanOrEqual(got.mean + 1e-6);
    expect(slope).toBeGreaterThanOrEqual(-1e-9);
    expect(got.meanSlope).toBeGreaterThanOrEqual(-1e-12);
    expect(got.square).toBeGreaterThanOrEqual(got.mean ** 2 - 1e-9);
  });
  fc.assert(law);
});

describe("without noise", () => {
  const curve = compiled({
    points: [
      [0.5, 0],
      [1, 1],
      [1.5, 2.5],
    ],
    beyond: 0,
  });

  test("expected pay is the curve itself, and its slope that of the curve", () => {
    expect(momentsOf(curve, 0.75, 0)).toEqual({
      mean: 0.5,
      square: 0.25,
      meanSlope: 1.5,
      squareSlope: 1.5,
    });
    expect(momentsOf(curve, 0.4, 0).meanSlope).toBe(0);
    expect(momentsOf(curve, 2, 0)).toEqual({
      mean: 2.5,
      square: 6.25,
      meanSlope: 0,
      squareSlope: 0,
    });
  });

  test("little noise comes close to it", () => {
    near(momentsOf(curve, 0.75, 1e-6).mean, 0.5, 1e-9);
    near(certain(curve, 0.75, 1e-3, 2).value, 0.5, 1e-5);
  });

  test("a measure of nothing pays what the curve pays at 0", () => {
    expect(
      momentsOf(
        compiled({
          points: [
            [0, 0.25],
            [1, 1],
          ],
        }),
        0,
        0.3,
      ).mean,
    ).toBe(0.25);
  });
});

test("the largest jump of a curve is found, up or down", () => {
  expect(
    largestJump(
      compiled({
        points: [
          [0, 0],
          [1, 1],
        ],
      }),
    ),
  ).toBe(0);
  const jumps = compiled({
    points: [
      [0, 0],
      [1, 1],
      [1, 1.5],
      [2, 2],
      [2, 1.25],
    ],
  });
  expect(largestJump(jumps)).toBe(0.75);
});
