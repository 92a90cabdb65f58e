/**
 * What one component pays, in doubles: the kernel of simulated years.
 *
 * Terms     base = scale × share, before gates and factors; snapping = a value within a trillionth of a bound is on it.
 * Formula   pay = min(scale × min(share, gate share) × Π factors, pay at most).
 * Always    pure, allocates nothing; a bound that is met exactly in decimals is met here, because what a double loses in
 *           credited ÷ target is far smaller than the snap, and a cent in ten thousand million far larger.
 * Not here  exact money (exactPay.ts), measures and periods (simulation/pay.ts), expected pay (expectedPay.ts).
 * Source    docs/model.md#plans
 */
import type { RoundingMode } from "../math/index.ts";
import type { Curve } from "./curve.ts";

/** A component as the kernel reads it; Infinity is no limit. */
export type Rule = {
  /** Of a table over two measures: the row in force with the second one at target. */
  curve: Curve;
  across: { linear: boolean; at: Float64Array; rows: Curve[] } | undefined;
  deal: boolean;
  round: { to: number; mode: RoundingMode } | undefined;
  payAtMost: number;
  payPerDealAtMost: number;
};

/** What is known of a period beside the measure; written over and over. */
export type Terms = {
  /** 1 where the curve is over the measure itself. */
  target: number;
  /** Money at a share of 1. */
  scale: number;
  /** Attainment of the second measure of a table. */
  across: number;
  /** Share paid at most by gates that are shut; Infinity: all open. */
  gateShare: number;
  /** Product of the multipliers. */
  factor: number;
};

/** Neutral terms. */
export function plainTerms(): Terms {
  return { target: 1, scale: 1, across: 1, gateShare: Infinity, factor: 1 };
}

const SNAP = 1e-12;

/** True where a value meets a bound, or passes it where the bound itself is not enough. */
export function meets(value: number, bound: number, strict: boolean): boolean {
  const room = SNAP * Math.abs(bound);
  return strict ? value > bound + room : value >= bound - room;
}

/** Share on a curve, attainments that are a knot but for what doubles lose being on it. */
export function shareOn(curve: Curve, attainment: number): number {
  const { x, y, left, slope } = curve;
  let i = x.length - 1;
  while (i >= 0 && attainment < x[i]! - SNAP * Math.abs(x[i]!)) i--;
  if (i < 0) return left[0]!;
  const knot = x[i]!;
  if (attainment <= knot + SNAP * Math.abs(knot)) return curve.upper[i] === 0 ? left[i]! : y[i]!;
  return y[i]! + slope[i]! * (attainment - knot);
}

/** Credited ÷ target, rounded where the plan rounds it. */
export function attained({ round }: Rule, credited: number, target: number): number {
  const value = credited / target;
  return round ? roundedBy(value, round.to, round.mode) : value;
}

const TIE = 1e-9;

/** The nearest multiple of a step, ties and directions by `mode`; snaps to steps and ties. */
function roundedBy(value: number, to: number, mode: RoundingMode): number {
  const size = Math.abs(value) / to;
  const room = Math.max(TIE, 4 * SNAP * size);
  let whole = Math.floor(size + room);
  const rest = size - whole;
  if (rest > room) {
    if (mode === "awayFromZero" || (mode !== "towardsZero" && rest > 0.5 + room)) whole += 1;
    else if (mode !== "towardsZero" && rest >= 0.5 - room)
      whole += mode === "halfAwayFromZero" || whole % 2 === 1 ? 1 : 0;
  }
  return value < 0 ? -whole * to : whole * to;
}

/** The share that a curve or a table gives. */
export function reading({ curve, across }: Rule, attainment: number, second: number): number {
  if (!across) return shareOn(curve, attainment);
  const { at, rows, linear } = across;
  let r = rows.length - 1;
  while (r > 0 && !meets(second, at[r]!, false)) r--;
  const lower = shareOn(rows[r]!, attainment);
  if (!linear || r === rows.length - 1 || second <= at[r]!) return lower;
  const part = (second - at[r]!) / (at[r + 1]! - at[r]!);
  return lower + part * (shareOn(rows[r + 1]!, attainment) - lower);
}

/** Money of a period's measure, or of one deal where the curve reads deals, before gates and factors. */
function baseOf(rule: Rule, credited: number, terms: Terms): number {
  const share = reading(rule, attained(rule, credited, terms.target), terms.across);
  const money = terms.scale * share;
  return rule.deal ? Math.min(money, rule.payPerDealAtMost) : money;
}

/** Pay after gates, factors and the most that is paid, of the base of a period or the sum of its deals'. */
function paidOf(rule: Rule, base: number, terms: Terms): number {
  const { gateShare, factor, scale } = terms;
  const open =
    gateShare === Infinity ? base : gateShare === 0 ? 0 : Math.min(base, scale * gateShare);
  return Math.min(open * factor, rule.payAtMost);
}

/** Pay of a period, or of one deal. */
export function payOf(rule: Rule, credited: number, terms: Terms): number {
  return paidOf(rule, baseOf(rule, credited, terms), terms);
}
