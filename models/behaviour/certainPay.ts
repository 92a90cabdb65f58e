/**
 * Certainty equivalent of one payout under its own noise, as a table over the log of mean attainment.
 *
 * Terms     knot spacing is an eighth of the noise, so that cubic interpolation is right to about 1e-7 of target pay.
 * Always    a slot is filled when it is first asked for and depends on its place alone: the same bits in any order.
 * Not here  the integral behind a slot (plans/expectedPay.ts).
 */
import { exp } from "../math/index.ts";
import { type Curve, payoutShare } from "../plans/curve.ts";
import { certainShare, slopeAt, type Valued } from "../plans/expectedPay.ts";

const LOWEST = -7;
const HIGHEST = 4;

export type CertainPay = {
  curve: Curve;
  sigma: number;
  /** Risk aversion per unit of the component's target pay. */
  r: number;
  spacing: number;
  filled: Uint8Array;
  values: Float64Array;
  slopes: Float64Array;
};

/** An empty table for a curve, the log-sd of its own noise, and a risk aversion per unit of target pay; 0 is mean pay. */
export function certainPay(curve: Curve, sigma: number, r: number): CertainPay {
  const spacing = Math.min(Math.max(sigma / 8, 0.0005), 0.05);
  const slots = sigma > 0 ? Math.ceil((HIGHEST - LOWEST) / spacing) + 2 : 0;
  return {
    curve,
    sigma,
    r,
    spacing,
    filled: new Uint8Array(slots),
    values: new Float64Array(slots),
    slopes: new Float64Array(slots),
  };
}

const slot: Valued = { value: 0, slope: 0 };

function fill(table: CertainPay, i: number): void {
  certainShare(table.curve, LOWEST + i * table.spacing, table, slot);
  table.values[i] = slot.value;
  table.slopes[i] = slot.slope;
  table.filled[i] = 1;
}

/** Fills `out` with the certain share of target pay, and its slope in ln mean, at the log of mean attainment. */
export function certainShareAt(table: CertainPay, lnMean: number, out: Valued): void {
  if (table.sigma <= 0) {
    const mean = exp(lnMean);
    out.value = payoutShare(table.curve, mean);
    out.slope = slopeAt(table.curve, mean) * mean;
    return;
  }
  if (!(lnMean > LOWEST && lnMean < HIGHEST)) {
    certainShare(table.curve, lnMean, table, out);
    return;
  }
  const place = (lnMean - LOWEST) / table.spacing;
  const i = Math.floor(place);
  if (table.filled[i] === 0) fill(table, i);
  if (table.filled[i + 1] === 0) fill(table, i + 1);
  const h = table.spacing;
  const t = place - i;
  const y0 = table.values[i]!;
  const y1 = table.values[i + 1]!;
  const d0 = table.slopes[i]! * h;
  const d1 = table.slopes[i + 1]! * h;
  const c2 = 3 * (y1 - y0) - 2 * d0 - d1;
  const c3 = 2 * (y0 - y1) + d0 + d1;
  out.value = y0 + t * (d0 + t * (c2 + t * c3));
  out.slope = (d0 + t * (2 * c2 + 3 * t * c3)) / h;
}
