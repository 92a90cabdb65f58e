/**
 * Pay of everybody in one simulated year.
 *
 * Terms     share = what a curve pays at the period's attainment; year to date pays what is due so far less what was
 *           paid, never below 0, against the year's target or, prorated, the target so far.
 * Always    writes into the buffers it is given and allocates nothing; float64, money unrounded.
 * Not here  exact statements to the cent.
 * Source    docs/model.md#plans
 */
import { payoutShare } from "../plans/curve.ts";
import type { PaidComponent, PaidRole, SimulationPlan } from "./plan.ts";
import type { Year } from "./year.ts";

/** Pay bins of the histograms: two hundredths of OTE a bin, five times OTE in all. */
export const PAY_BINS = 1000;
export const BINS_PER_OTE = 200;

export type Pay = {
  /** Results of shared components, by place and period. */
  shared: Float64Array;
  /** Variable pay by month of one person being paid. */
  personMonths: Float64Array;
  /** Pay of the company by month, base included. */
  months: Float64Array;
  /** First-year pay of each role, all its people together. */
  roleTotal: Float64Array;
  /** People of each role at or above target on their own measure over the first year. */
  atQuota: Float64Array;
};

/** Buffers for the pay of a plan's years. */
export function payBuffers(plan: SimulationPlan): Pay {
  const { months } = plan.model.funnel;
  return {
    shared: new Float64Array(plan.sharedSize),
    personMonths: new Float64Array(months),
    months: new Float64Array(months),
    roleTotal: new Float64Array(plan.roles.length),
    atQuota: new Float64Array(plan.roles.length),
  };
}

/** Pays everybody for a year, counting each person's first year into `histogram` (role-major pay bins). */
export function payYear(plan: SimulationPlan, year: Year, pay: Pay, histogram: Uint32Array): void {
  pay.months.fill(0);
  pay.atQuota.fill(0);
  for (let r = 0; r < plan.roles.length; r++) {
    const role = plan.roles[r]!;
    for (const paid of role.components)
      if (!paid.component.individual) measureShared(plan, year, paid, pay.shared);
    pay.roleTotal[r] = 0;
    const alike =
      role.firstPerson < 0 || !role.components.some(({ component }) => component.individual);
    if (alike) payPerson({ plan, year, pay, r, person: -1, heads: role.headcount }, histogram);
    else
      for (let i = 0; i < role.headcount; i++)
        payPerson({ plan, year, pay, r, person: role.firstPerson + i, heads: 1 }, histogram);
  }
}

type Payday = {
  plan: SimulationPlan;
  year: Year;
  pay: Pay;
  r: number;
  person: number;
  heads: number;
};

function payPerson({ plan, year, pay, r, person, heads }: Payday, histogram: Uint32Array): void {
  const role = plan.roles[r]!;
  const base = role.basePay / 12;
  const { personMonths } = pay;
  personMonths.fill(base);
  let counted = false;
  for (const paid of role.components) {
    if (paid.component.individual && !counted) {
      if (yearAttainment(plan, year, role, { paid, person }) >= 1)
        pay.atQuota[r] = pay.atQuota[r]! + heads;
      counted = true;
    }
    payComponent(plan, year, { role, paid, person, shared: pay.shared }, personMonths);
  }
  let first = 0;
  for (let t = 0; t < personMonths.length; t++) {
    if (t < 12) first += personMonths[t]!;
    pay.months[t] = pay.months[t]! + heads * personMonths[t]!;
  }
  pay.roleTotal[r] = pay.roleTotal[r]! + heads * first;
  const bin = Math.min(PAY_BINS - 1, Math.max(0, Math.floor((first / role.ote) * BINS_PER_OTE)));
  histogram[r * PAY_BINS + bin] = histogram[r * PAY_BINS + bin]! + heads;
}

function payComponent(
  plan: SimulationPlan,
  year: Year,
  {
    role,
    paid,
    person,
    shared,
  }: { role: PaidRole; paid: PaidComponent; person: number; shared: Float64Array },
  personMonths: Float64Array,
): void {
  const { component, periods, monthsEach, perYear } = paid;
  let soFar = 0;
  let due = 0;
  for (let q = 0; q < periods; q++) {
    const p = q % perYear;
    if (p === 0) {
      soFar = 0;
      due = 0;
    }
    const measure = component.individual
      ? ownResult(plan, year, role, { paid, person, q })
      : shared[paid.place + q]!;
    let amount: number;
    if (component.yearToDate) {
      soFar += measure;
      const part = component.prorate ? (p + 1) / perYear : 1;
      const share = payoutShare(component.curves[0]!, soFar / (component.target[0]! * part));
      const dueNow = component.scale[0]! * part * share;
      amount = Math.max(0, dueNow - due);
      due = Math.max(due, dueNow);
    } else {
      amount =
        component.scale[p]! * payoutShare(component.curves[p]!, measure / component.target[p]!);
    }
    const t = (q + 1) * monthsEach - 1;
    personMonths[t] = personMonths[t]! + amount;
  }
}

function yearAttainment(
  plan: SimulationPlan,
  year: Year,
  role: PaidRole,
  { paid, person }: { paid: PaidComponent; person: number },
): number {
  let measured = 0;
  let target = 0;
  const ratio =
    paid.component.measure.kind === "winRate" || paid.component.measure.kind === "leadQuality";
  for (let q = 0; q < paid.perYear; q++) {
    measured += ownResult(plan, year, role, { paid, person, q });
    target += paid.component.yearToDate
      ? q === 0 || ratio
        ? paid.component.target[0]!
        : 0
      : paid.component.target[q]!;
  }
  return measured / target;
}

/** A person's own result of one period. */
function ownResult(
  plan: SimulationPlan,
  year: Year,
  role: PaidRole,
  { paid, person, q }: { paid: PaidComponent; person: number; q: number },
): number {
  if (!paid.fromRole) return year.own[plan.personOwn[person]! + paid.place + q]!;
  const whole = measureOf(plan, year, paid, q);
  const { kind } = paid.component.measure;
  const heads = kind === "winRate" || kind === "leadQuality" ? 1 : role.headcount;
  return (whole / heads) * plan.personRelative[person]! * year.ownLuck[person]!;
}

function measureShared(
  plan: SimulationPlan,
  year: Year,
  paid: PaidComponent,
  shared: Float64Array,
): void {
  for (let q = 0; q < paid.periods; q++) shared[paid.place + q] = measureOf(plan, year, paid, q);
}

/** A component's measure in a period, for everybody it counts. */
function measureOf(plan: SimulationPlan, year: Year, paid: PaidComponent, q: number): number {
  const { component, monthsEach, steady, flowShares } = paid;
  const { funnel } = plan.model;
  const { months } = funnel;
  const stages = funnel.stages.length;
  const { measure } = component;
  const from = q * monthsEach;
  const to = from + monthsEach;
  if (measure.kind === "leadQuality") return steady * year.shocks.quality;
  let total = 0;
  for (let i = 0; i < measure.terms.length; i++) {
    const term = measure.terms[i]!;
    const flow = funnel.flows[term.flow]!;
    if (term.part !== "new") {
      const source =
        term.part === "renewed" ? year.renewals[flow.segment]! : year.revenue[flow.segment]!;
      const share = flowShares[i]! * term.credit;
      for (let t = from; t < to; t++) total += source[t]! * share;
    } else if (measure.kind === "money") {
      const values = term.stage === stages - 1 ? year.bookings : year.pipeline;
      const factor = (term.value / funnel.segments[flow.segment]!.dealMean) * term.credit;
      for (let t = from; t < to; t++) total += values[term.flow * months + t]! * factor;
    } else {
      const at = (term.flow * stages + term.stage) * months;
      for (let t = from; t < to; t++) total += year.counts[at + t]! * term.credit;
    }
  }
  if (measure.kind !== "winRate") return total;
  let opportunities = 0;
  for (const term of measure.below) {
    const at = (term.flow * stages + term.stage) * months;
    for (let t = from; t < to; t++) opportunities += year.counts[at + t]! * term.credit;
  }
  return opportunities > 0 ? total / opportunities : 0;
}
