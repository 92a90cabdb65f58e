/**
 * Timing games: near the end of a paid period a deal is moved into the period that pays more for it.
 *
 * Terms     now = rate a deal earns in the period that ends, jumps included; next = expected marginal rate of the period
 *           that follows; forward = closed early, for a discount on its price; back = held over, for none.
 * Formula   forward where now > next, at any discount d ≤ 1 − patience·next/now, of which `discountPassed` is given;
 *           back where patience·next > now. Of the deals at hand as many are moved as pays best.
 * Always    nothing is moved on a constant rate, whatever the patience.
 * Not here  where people stand at the end of a period (company/timing.ts); what is earned by it, which pay leaves out.
 * Source    docs/model.md#timing-games; Larkin 2014, Steenburgh 2008
 */
import type { Curve } from "../plans/curve.ts";
import { payoutShare } from "../plans/curve.ts";

export type TimingTerms = {
  /** By how much a deal can be moved. */
  weeks: number;
  /** What pay of the next period counts beside pay now. */
  patience: number;
  /** Part of the largest acceptable discount that is given. */
  discountPassed: number;
};

/** Two readings of the evidence, which disagree; every number is an assumption chosen to give what its study found. */
export const timingPresets = {
  larkin: { weeks: 13, patience: 1, discountPassed: 0.8 },
  steenburgh: { weeks: 1, patience: 1, discountPassed: 0.05 },
} as const satisfies Record<string, TimingTerms>;

/** One person near the end of a period, in attainment: where they land, and one deal. */
export type Landing = {
  curve: Curve;
  attainment: number;
  /** Of one deal, in this period and in the next. */
  deal: number;
  /** Pay that one deal earns in the next period, in shares of this period's scale. */
  next: number;
  patience: number;
};

/** Deals moved, the gain in shares of scale, and the largest acceptable discount as a share of price. */
export type Move = { deals: number; gain: number; discount: number };

/** Gains that rounding alone can make, over what the moved deals earn. */
const ROUNDING = 1e-9;

/** Fills `out[n]` with the best move forward of at most n deals. */
export function bestForward(
  { curve, attainment, deal, next, patience }: Landing,
  out: Move[],
): void {
  const here = payoutShare(curve, attainment);
  let best: Move = { deals: 0, gain: 0, discount: 0 };
  for (let n = 0; n < out.length; n++) {
    const now = payoutShare(curve, attainment + n * deal) - here;
    const gain = now - n * patience * next;
    if (n > 0 && now > n * next * (1 + ROUNDING) && gain > best.gain)
      best = { deals: n, gain, discount: 1 - (n * patience * next) / now };
    out[n] = best;
  }
}

/** Fills `out[n]` with the best move back of at most n deals. */
export function bestBack({ curve, attainment, deal, next, patience }: Landing, out: Move[]): void {
  const here = payoutShare(curve, attainment);
  let best: Move = { deals: 0, gain: 0, discount: 0 };
  for (let n = 0; n < out.length; n++) {
    const left = attainment - n * deal;
    const lost = here - payoutShare(curve, left);
    const gain = n * patience * next - lost;
    if (n > 0 && left >= 0 && gain > best.gain && gain > ROUNDING * n * next)
      best = { deals: n, gain, discount: 0 };
    out[n] = best;
  }
}
