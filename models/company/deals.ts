/**
 * What single deals do for a component: least and most of a deal, curves read deal by deal, windows between two days,
 * and what of a deal pay is on.
 *
 * Terms     form = what one deal counts, as a curve over its value; paid on = the part of the measure that pay is on.
 * Formula   mean and mean square of what a deal counts are the closed forms of the curve under its log-normal size.
 * Not here  the curve's own forms (plans/kinds), deals one by one (simulation/year.ts).
 * Source    docs/model.md#single-deals
 */
import type { CompiledFunnel } from "../funnel/compile.ts";
import type { CompiledMeasure, Term } from "../funnel/measure.ts";
import { log1p } from "../math/index.ts";
import type { Curve } from "../plans/curve.ts";
import { payMoments } from "../plans/expectedPay.ts";
import { attained, meets, reading, type Rule, shareOn } from "../plans/payout.ts";
import { atMost, gated, lineCurve, readRounded, stepCurve } from "../plans/reshape.ts";
import type { Component } from "../plans/schema.ts";

/** What one deal counts, by payout: its value clipped or dropped, and where the curve reads deals, its share. */
export type DealForm = {
  atMost: number;
  atLeast: number;
  /** By payout, where the curve reads deals: the rule, the most of a share, and the target of a deal. */
  shares: { rule: Rule; most: number; target: number }[] | undefined;
};

/** What a deal worth `value` counts in payout `p` for who is credited with a share of it. */
export function countedOf(
  { atMost: most, atLeast, shares }: DealForm,
  { value, share, p }: { value: number; share: number; p: number },
): number {
  if (!meets(value, atLeast, false)) return 0;
  const counted = Math.min(value, most) * share;
  const own = shares?.[p];
  if (!own) return counted;
  return Math.min(reading(own.rule, attained(own.rule, counted, own.target), 1), own.most);
}

/** True where a deal of some size counts as one item. */
export function itemCounts({ atLeast }: DealForm, size: number): boolean {
  return meets(size, atLeast, false);
}

const moments = { mean: 0, square: 0, meanSlope: 0, squareSlope: 0 };

/** The measure of what deals count by a form, in units of the measure, or in shares where the curve reads deals. */
export function countedMeasure(
  funnel: CompiledFunnel,
  measure: CompiledMeasure,
  form: DealForm,
): CompiledMeasure {
  const terms = measure.terms.map((term): Term => {
    const { dealMean, dealCv } = funnel.segments[funnel.flows[term.flow]!.segment]!;
    const sigma = Math.sqrt(log1p(dealCv * dealCv));
    if (term.stage < funnel.pipelineStage) return term;
    if (!term.sized) {
      const counts = stepCurve(form.atLeast, { strict: false, open: true });
      payMoments(counts, dealMean, sigma, moments);
      return {
        ...term,
        value: term.value * moments.mean,
        square: term.value * term.value * moments.mean,
      };
    }
    const { curve, unit } = countedCurve(form);
    payMoments(curve, term.value / unit, sigma, moments);
    return { ...term, value: moments.mean, square: moments.square };
  });
  return { ...measure, terms };
}

/** What a deal counts in the first payout, as a curve over its value in units. */
function countedCurve({ atMost: most, atLeast, shares }: DealForm): { curve: Curve; unit: number } {
  const own = shares?.[0];
  const unit = own ? own.target : 1;
  const read = own?.rule.round ? readRounded(own.rule.curve, own.rule.round) : own?.rule.curve;
  const counted =
    own && read
      ? atMost(most === Infinity ? read : heldFrom(read, most / unit), own.most)
      : atMost(lineCurve(1), most);
  const curve =
    atLeast > 0
      ? gated(counted, { bound: atLeast / unit, strict: false, shareAtMost: 0 })
      : counted;
  return { curve, unit };
}

/** The curve held from an attainment on at what it pays there. */
function heldFrom(curve: Curve, place: number): Curve {
  const share = shareOn(curve, place);
  const inside = [...curve.x.keys()].filter((i) => curve.x[i]! < place);
  const last = inside.at(-1);
  const reached =
    last === undefined
      ? curve.left[0]!
      : curve.y[last]! + curve.slope[last]! * (place - curve.x[last]!);
  const pick = (list: Float64Array, end: number) =>
    Float64Array.of(...inside.map((i) => list[i]!), end);
  return {
    x: pick(curve.x, place),
    left: pick(curve.left, reached),
    y: pick(curve.y, share),
    slope: pick(curve.slope, 0),
    upper: Uint8Array.of(...inside.map((i) => curve.upper[i]!), 1),
    open: false,
  };
}

/** A measure of what pay is on: each source's part of it. */
export function paidOnMeasure(
  funnel: CompiledFunnel,
  measure: CompiledMeasure,
  shares: NonNullable<Component["commissionable"]>,
): CompiledMeasure {
  const part = ({ flow }: Term) => shares[funnel.flows[flow]!.source] ?? 1;
  return {
    ...measure,
    terms: measure.terms.map((term): Term => {
      const share = part(term);
      const { square } = term;
      return {
        ...term,
        value: term.value * share,
        paidOn: share,
        ...(square === undefined ? {} : { square: square * share * share }),
      };
    }),
  };
}

/** Days of each month of the horizon inside a window, both its days included, over the days of the month. */
export function windowMonths(
  { from, to }: NonNullable<Component["window"]>,
  start: string,
  months: number,
): Float64Array {
  const firstYear = Number(start.slice(0, 4));
  const firstMonth = Number(start.slice(5, 7)) - 1;
  return Float64Array.from({ length: months }, (_, t) => {
    const year = firstYear + Math.floor((firstMonth + t) / 12);
    const month = ((firstMonth + t) % 12) + 1;
    const days = daysIn(year, month);
    const first = dayOf(from, year * 12 + month);
    const last = dayOf(to, year * 12 + month);
    return Math.max(0, Math.min(last, days) - Math.max(first, 1) + 1) / days;
  });
}

/** Day of a month that a date stands for: 0 where it lies before the month, 32 where after. */
function dayOf(date: string, here: number): number {
  const there = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
  if (there !== here) return there < here ? 0 : 32;
  return Number(date.slice(8, 10));
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
}
