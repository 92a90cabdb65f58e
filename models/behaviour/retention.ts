/**
 * Retention: how many leave when a plan makes people better or worse off, and what an empty and a new place cost in work.
 *
 * Terms     hazard h = people who leave a year over people in place; h0 = the same at the status quo's utility; years lost
 *           L = work lost by one leaver, in years: the empty place V and the newcomer's ramp, ∫ e^(−t/τ) dt = τ.
 * Formula   h = h0·exp(−χ·ΔU/OTE), OTE that of the status quo; leavers of a place a year h/(1 + h·V), its empty share
 *           h·V/(1 + h·V); capacity over the status quo's (1 + h_sq·L_sq)/(1 + h·L); attrition a year = replacing the
 *           leavers beyond the status quo's − pay of the places that stand empty beyond the status quo's.
 * Always    h = h0 exactly where nobody is better or worse off, and attrition 0 there; better off, never more leave; h
 *           stays within a twentieth and twenty times h0; no place is empty more than all year.
 * Not here  the equilibrium in which efforts and turnover settle together (company/equilibrium.ts); who leaves, which is
 *           expected and not drawn.
 * Source    docs/model.md#retention
 */
import { exp, log } from "../math/index.ts";
import type { Team } from "../terms.ts";

export type Retention = {
  /** χ. */
  sensitivity: number;
  /** τ, months. */
  rampMonths: number;
  vacancyMonths: number;
  /** Share of OTE. */
  replacementCost: number;
};

/** What a scenario with retention leaves out; all of it assumption. */
export const retentionDefaults: Readonly<Retention> = {
  sensitivity: 2,
  rampMonths: 2,
  vacancyMonths: 2,
  replacementCost: 0.5,
};

/** Share of a role's people who leave a year at the status quo, where it does not say. */
export const turnoverDefaults: Readonly<Record<Team, number>> = { marketing: 0.15, sales: 0.3 };

/** How a role is left: hazard a year, and the years an empty place and a ramp take; neither depends on the plan. */
export type Turnover = { hazard: number; vacancyYears: number; rampYears: number };

const LN_MOST = log(20);

/** ln(h/h0) where people gain `gain` of utility a year over the status quo, money, at an OTE of `ote` there. */
export function lnTurnover(
  gain: number,
  { ote, sensitivity }: { ote: number; sensitivity: number },
): number {
  if (gain === 0 || sensitivity === 0) return 0;
  return Math.min(Math.max((-sensitivity * gain) / ote, -LN_MOST), LN_MOST);
}

/** A role's turnover where its hazard has moved by `ln` log points. */
export function turnoverMoved(turnover: Turnover, ln: number): Turnover {
  return ln === 0 ? turnover : { ...turnover, hazard: turnover.hazard * exp(ln) };
}

/** Log of the capacity of a role under one turnover over its capacity under another. */
export function lnCapacityBetween(now: Turnover, before: Turnover): number {
  const [here, there] = [standing(now), standing(before)];
  return here === there ? 0 : log(there / here);
}

/** 1 + h·L: places it takes to have one in full capacity. */
function standing({ hazard, vacancyYears, rampYears }: Turnover): number {
  return 1 + hazard * (vacancyYears + rampYears);
}

/** People who leave one place a year; while it stands empty, nobody leaves it. */
export function leaversOfPlace({ hazard, vacancyYears }: Turnover): number {
  return hazard / (1 + hazard * vacancyYears);
}

/** Money a year that turnover costs `places` people beyond what it did `before`: negative where fewer leave. */
export function attritionCost(
  { now, before }: { now: Turnover; before: Turnover },
  pay: { places: number; ote: number; replacementCost: number; payOfPlace: number },
): number {
  const [leave, left] = [leaversOfPlace(now), leaversOfPlace(before)];
  const empty = leave * now.vacancyYears - left * before.vacancyYears;
  return pay.places * ((leave - left) * pay.replacementCost * pay.ote - empty * pay.payOfPlace);
}
