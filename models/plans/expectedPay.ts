/**
 * Expected payout of a curve when attainment is log-normal, in closed form, and its certainty equivalent.
 *
 * Terms     mean = mean attainment; sigma = its log-sd; with attainment = mean · e^(sigma·z − sigma²/2), z standard normal.
 * Formula   on a piece y = α + β·a from K to K': E = α·P + β·M1, E² = α²·P + 2αβ·M1 + β²·M2 with
 *           P = Φ(k') − Φ(k), M1 = mean·[Φ(k' − σ) − Φ(k − σ)], M2 = mean²e^(σ²)·[Φ(k' − 2σ) − Φ(k − 2σ)],
 *           k = (ln(K/mean) + σ²/2)/σ; slopes in ln mean add a jump's φ(k)/σ times its height.
 * Always    at sigma 0 the curve itself; the derivative is that of the value returned with it.
 * Not here  shocks shared by several components (behaviour/payRisk.ts).
 * Source    docs/model.md#expected-payout
 */
import { exp, gaussLegendre, log, normalCdf, normalPdf } from "../math/index.ts";
import { type Curve, payoutShare } from "./curve.ts";

/** Results of `payMoments`: mean share, mean square, and the slopes of both in ln mean. */
export type Moments = { mean: number; square: number; meanSlope: number; squareSlope: number };

/** Fills `out` with the moments of the share paid. */
export function payMoments(curve: Curve, mean: number, sigma: number, out: Moments): void {
  if (sigma <= 0 || mean <= 0) {
    const share = payoutShare(curve, mean);
    const slope = slopeAt(curve, mean) * mean;
    out.mean = share;
    out.square = share * share;
    out.meanSlope = slope;
    out.squareSlope = 2 * share * slope;
    return;
  }
  const { x, left, y, slope } = curve;
  const lnMean = log(mean);
  const half = (sigma * sigma) / 2;
  const second = mean * mean * exp(sigma * sigma);
  let cdf0 = 0;
  let cdf1 = 0;
  let cdf2 = 0;
  let e = 0;
  let square = 0;
  let eSlope = 0;
  let squareSlope = 0;
  let alpha = left[0]!;
  let beta = 0;
  for (let i = 0; i <= x.length; i++) {
    let next0 = 1;
    let next1 = 1;
    let next2 = 1;
    let density = 0;
    if (i < x.length) {
      if (x[i]! <= 0) {
        next0 = 0;
        next1 = 0;
        next2 = 0;
      } else {
        const k = (log(x[i]!) - lnMean + half) / sigma;
        next0 = normalCdf(k);
        next1 = normalCdf(k - sigma);
        next2 = normalCdf(k - 2 * sigma);
        density = normalPdf(k) / sigma;
      }
    }
    const p = next0 - cdf0;
    const m1 = mean * (next1 - cdf1);
    const m2 = second * (next2 - cdf2);
    e += alpha * p + beta * m1;
    square += alpha * alpha * p + 2 * alpha * beta * m1 + beta * beta * m2;
    eSlope += beta * m1;
    squareSlope += 2 * alpha * beta * m1 + 2 * beta * beta * m2;
    if (i === x.length) break;
    eSlope += (y[i]! - left[i]!) * density;
    squareSlope += (y[i]! * y[i]! - left[i]! * left[i]!) * density;
    beta = slope[i]!;
    alpha = y[i]! - beta * x[i]!;
    cdf0 = next0;
    cdf1 = next1;
    cdf2 = next2;
  }
  out.mean = e;
  out.square = square;
  out.meanSlope = eSlope;
  out.squareSlope = squareSlope;
}

/** Slope of the curve just above an attainment. */
export function slopeAt(curve: Curve, attainment: number): number {
  const { x, slope } = curve;
  if (attainment < x[0]!) return 0;
  let i = x.length - 1;
  while (attainment < x[i]!) i--;
  return slope[i]!;
}

/** Height of the curve's largest jump, as a share of target pay. */
export function largestJump(curve: Curve): number {
  let largest = 0;
  for (let i = 0; i < curve.x.length; i++)
    largest = Math.max(largest, Math.abs(curve.y[i]! - curve.left[i]!));
  return largest;
}

const REACH = 7;
const WIDEST = 2.5;
const NODES = gaussLegendre(8);

const scratch: Moments = { mean: 0, square: 0, meanSlope: 0, squareSlope: 0 };

/** A value and its slope in ln mean. */
export type Valued = { value: number; slope: number };

/**
 * Fills `out` with the certainty equivalent, in shares of target pay, of the share paid under constant absolute risk
 * aversion: −(1/r)·ln E[e^(−r·share)], r per unit of target pay; at r = 0 the mean. Integrated piece by piece between
 * the knots.
 */
export function certainShare(
  curve: Curve,
  lnMean: number,
  { sigma, r }: { sigma: number; r: number },
  out: Valued,
): void {
  if (r === 0) {
    payMoments(curve, exp(lnMean), sigma, scratch);
    out.value = scratch.mean;
    out.slope = scratch.meanSlope;
    return;
  }
  const { x, y, left } = curve;
  const half = (sigma * sigma) / 2;
  const centre = payoutShare(curve, exp(lnMean));
  let utility = 0;
  let slope = 0;
  let from = -REACH;
  for (let i = 0; i <= x.length; i++) {
    let to = REACH;
    if (i < x.length) {
      const k = x[i]! <= 0 ? -REACH : (log(x[i]!) - lnMean + half) / sigma;
      to = Math.min(Math.max(k, -REACH), REACH);
      const jump = y[i]! - left[i]!;
      if (jump !== 0 && to === k && k > -REACH) {
        slope +=
          ((exp(-r * (y[i]! - centre)) - exp(-r * (left[i]! - centre))) * normalPdf(k)) / sigma;
      }
    }
    if (to > from) {
      const alpha = i === 0 ? left[0]! : y[i - 1]! - curve.slope[i - 1]! * x[i - 1]!;
      const beta = i === 0 ? 0 : curve.slope[i - 1]!;
      if (beta === 0) {
        utility += exp(-r * (alpha - centre)) * (normalCdf(to) - normalCdf(from));
      } else {
        const strips = Math.ceil((to - from) / WIDEST);
        const reach = (to - from) / strips / 2;
        for (let strip = 0; strip < strips; strip++) {
          const middle = from + reach * (2 * strip + 1);
          for (let n = 0; n < NODES.nodes.length; n++) {
            const z = middle + reach * NODES.nodes[n]!;
            const attained = exp(lnMean + sigma * z - half);
            const weight =
              reach *
              NODES.weights[n]! *
              normalPdf(z) *
              exp(-r * (alpha + beta * attained - centre));
            utility += weight;
            slope += -r * beta * attained * weight;
          }
        }
      }
      from = to;
    }
  }
  out.value = centre - log(utility) / r;
  out.slope = -slope / (r * utility);
}
