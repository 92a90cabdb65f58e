/**
 * Pay of everybody in one simulated year.
 *
 * Terms     share = what a curve pays at the period's attainment; year to date pays what is due so far less what was
 *           paid, never below 0, against the year's target or, prorated, the target so far.
 * Always    writes into the buffers it is given and allocates nothing; float64, money unrounded.
 * Not here  exact statements to the cent.
 * Source    docs/model.md#plans
 */
import { isRatio } from "../funnel/measure.ts";
import { meets, payOf, shareOn } from "../plans/payout.ts";
import { adjustMonths } from "./adjusted.ts";
import { measureSpan, type PaidLine } from "./lines.ts";
import type { PaidComponent, PaidReading, PaidRole, SimulationPlan } from "./plan.ts";
import { type PoolBalance, poolPay, setConditions } from "./ruledPay.ts";
import type { Staff } from "./staff.ts";
import type { Year } from "./year.ts";

/** Pay bins of the histograms: two hundredths of OTE a bin, five times OTE in all. */
export const PAY_BINS = 1000;
export const BINS_PER_OTE = 200;

export type Pay = {
  /** Results of shared components, by place and period. */
  shared: Float64Array;
  /** Variable pay by month of one person being paid. */
  personMonths: Float64Array;
  /** Pay of the company by month as earned, base included. */
  months: Float64Array;
  /** The same as paid out, after the lags that plans state. */
  cash: Float64Array;
  /** By pool shared by contribution: what its members book in each of its periods. */
  contributions: Contribution[];
  /** First-year pay of each role, all its people together. */
  roleTotal: Float64Array;
  /** People of each role at or above target on their own measure over the first year. */
  atQuota: Float64Array;
  /** People by band of their first year's attainment on the component that stands for the role, role by role. */
  bands: Float64Array;
};

/** A pool shared by contribution: its members' roles, and what they book together. */
type Contribution = { id: string; roles: number[]; monthsEach: number; total: Float64Array };

/** Bounds of the bands of attainment: below the first, between two, at or above the last. */
export const bandBounds = [0.5, 0.8, 1, 1.2, 1.5] as const;
export const BANDS = bandBounds.length + 1;

/** Buffers for the pay of a plan's years. */
export function payBuffers(plan: SimulationPlan): Pay {
  const { months } = plan.model.funnel;
  return {
    shared: new Float64Array(plan.sharedSize),
    personMonths: new Float64Array(months),
    months: new Float64Array(months),
    cash: new Float64Array(months),
    contributions: contributionsOf(plan),
    roleTotal: new Float64Array(plan.roles.length),
    atQuota: new Float64Array(plan.roles.length),
    bands: new Float64Array(plan.roles.length * BANDS),
  };
}

function contributionsOf({ roles, model }: SimulationPlan): Contribution[] {
  const list: Contribution[] = [];
  for (const [r, { components }] of roles.entries()) {
    for (const { component, monthsEach } of components) {
      if (!component.poolTerms?.contribution) continue;
      const known = list.find(({ id }) => id === component.id);
      if (known) known.roles.push(r);
      else {
        const total = new Float64Array(model.funnel.months / monthsEach);
        list.push({ id: component.id, roles: [r], monthsEach, total });
      }
    }
  }
  return list;
}

/** Pays everybody for a year, counting each person's first year into `histogram` (role-major pay bins). */
export function payYear(plan: SimulationPlan, year: Year, pay: Pay, histogram: Uint32Array): void {
  pay.months.fill(0);
  pay.atQuota.fill(0);
  pay.bands.fill(0);
  pay.cash.fill(0);
  for (const one of pay.contributions) addContributions(plan, year, one);
  for (let r = 0; r < plan.roles.length; r++) {
    const role = plan.roles[r]!;
    for (const paid of role.components) {
      if (!paid.component.individual) measureShared(plan, year, paid, pay.shared);
      if (paid.ruled) readShared(plan, year, paid.ruled.readings, pay.shared);
    }
    pay.roleTotal[r] = 0;
    const alike =
      !role.staff && (role.firstPerson < 0 || !(role.contribution || role.components.some(isOwn)));
    if (alike) payPerson({ plan, year, pay, r, person: -1, heads: role.headcount }, histogram);
    else
      for (let i = 0; i < role.seats; i++)
        payPerson({ plan, year, pay, r, person: role.firstPerson + i, heads: 1 }, histogram);
  }
  for (let t = 0; t < pay.cash.length; t++) pay.cash[t] = pay.cash[t]! + pay.months[t]!;
}

/** True where a person's own results decide a component's pay. */
function isOwn({ component }: PaidComponent): boolean {
  return component.individual || component.conditions.readings.some(({ individual }) => individual);
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
  const { staff } = role;
  const seat = person - role.firstPerson;
  const { personMonths } = pay;
  const horizon = personMonths.length;
  if (staff) for (let t = 0; t < horizon; t++) personMonths[t] = staff.basePay[seat * horizon + t]!;
  else personMonths.fill(role.basePay / 12);
  // Of those who are not there all year, a part counts; of a position that stays open, nothing.
  const there = staff ? staff.firstYear[seat]! : heads;
  if (role.deciding >= 0 && there > 0) {
    const paid = role.components[role.deciding]!;
    const attained = yearAttainment({ plan, year, pay, r, person, heads }, role, paid);
    if (paid.component.individual && meets(attained, 1, false))
      pay.atQuota[r] = pay.atQuota[r]! + there;
    const band = r * BANDS + bandOf(attained);
    pay.bands[band] = pay.bands[band]! + there;
  }
  for (const paid of role.components)
    payComponent(plan, year, { role, paid, person, heads, pay }, personMonths);
  if (role.adjustments.length > 0) adjustPay(role, staff ? seat : Math.max(0, seat), personMonths);
  let first = 0;
  for (let t = 0; t < personMonths.length; t++) {
    if (t < 12) first += personMonths[t]!;
    pay.months[t] = pay.months[t]! + heads * personMonths[t]!;
  }
  pay.roleTotal[r] = pay.roleTotal[r]! + heads * first;
  if (there === 0) return;
  const bin = Math.min(PAY_BINS - 1, Math.max(0, Math.floor((first / role.ote) * BINS_PER_OTE)));
  histogram[r * PAY_BINS + bin] = histogram[r * PAY_BINS + bin]! + heads;
}

/** Changes variable pay by month as the plan's adjustments do. */
function adjustPay(role: PaidRole, seat: number, personMonths: Float64Array): void {
  const months = role.seatMonths[seat]!;
  const base = (t: number) =>
    role.staff ? role.staff.basePay[seat * personMonths.length + t]! : role.basePay / 12;
  for (let t = 0; t < personMonths.length; t++) personMonths[t] = personMonths[t]! - base(t);
  adjustMonths(role.adjustments, months, personMonths);
  for (let t = 0; t < personMonths.length; t++) personMonths[t] = personMonths[t]! + base(t);
}

type Paid = { role: PaidRole; paid: PaidComponent; person: number; heads: number; pay: Pay };

const balance: PoolBalance = { reserve: 0, owing: 0 };

function payComponent(
  plan: SimulationPlan,
  year: Year,
  { role, paid, person, heads, pay }: Paid,
  personMonths: Float64Array,
): void {
  const { component, periods, monthsEach, perYear, ruled } = paid;
  const { poolTerms } = component;
  const horizon = personMonths.length;
  let soFar = 0;
  let due = 0;
  for (let q = 0; q < periods; q++) {
    const p = q % perYear;
    if (p === 0) {
      soFar = 0;
      due = 0;
      balance.reserve = 0;
      balance.owing = 0;
    }
    const measure = component.individual
      ? ownResult(plan, year, role, { paid, person, q })
      : pay.shared[paid.place + q]!;
    const at = paid.terms ? (person - role.firstPerson) * periods + q : 0;
    const targetPart = paid.terms ? paid.terms.target[at]! : 1;
    const scalePart = paid.terms ? paid.terms.scale[at]! : 1;
    soFar += measure;
    const credited = component.yearToDate ? soFar : measure;
    if (ruled) {
      readOwn(plan, year, { role, paid, person, q, pay });
      setConditions(component, ruled, q, credited);
    }
    let amount: number;
    if (component.yearToDate) {
      const grown = paid.terms ? paid.terms.grown[at]! : component.grown[p]!;
      const part = component.prorate ? grown : 1;
      const target = component.target[0]! * targetPart * part;
      const scale = component.scale[0]! * scalePart * part;
      let dueNow: number;
      if (ruled) {
        ruled.terms.target = target;
        ruled.terms.scale = scale;
        dueNow = payOf(component.rule, credited, ruled.terms);
      } else dueNow = scale * shareOn(component.curves[0]!, credited / target);
      amount = component.recover ? dueNow - due : Math.max(0, dueNow - due);
      due = component.recover ? dueNow : Math.max(due, dueNow);
    } else if (ruled) {
      ruled.terms.target = component.target[p]! * targetPart;
      ruled.terms.scale = component.scale[p]! * scalePart;
      amount = payOf(component.rule, credited, ruled.terms);
    } else if (poolTerms) {
      const attainment = measure / component.target[p]!;
      const terms = { p, last: p === perYear - 1, attainment };
      const whole = poolPay(component, poolTerms, terms, balance);
      amount = scalePart * whole * contributed(plan, year, { role, paid, person, q, pay });
    } else {
      amount =
        component.scale[p]! *
        scalePart *
        shareOn(component.curves[p]!, measure / (component.target[p]! * targetPart));
    }
    const t = (q + 1) * monthsEach - 1;
    const payday = t + component.lagMonths;
    if (role.staff) {
      const seat = (person - role.firstPerson) * horizon;
      if (role.staff.forfeits[seat + Math.min(payday, horizon - 1)] === 1) continue;
    }
    personMonths[t] = personMonths[t]! + amount;
    if (component.lagMonths === 0) continue;
    pay.cash[t] = pay.cash[t]! - heads * amount;
    if (payday < horizon) pay.cash[payday] = pay.cash[payday]! + heads * amount;
  }
}

/** What a person's part of a pool is over that of a mean year: own bookings over all members', where they decide it. */
function contributed(
  plan: SimulationPlan,
  year: Year,
  { role, paid, person, q, pay }: Omit<Paid, "heads"> & { q: number },
): number {
  const { poolTerms, id } = paid.component;
  if (!poolTerms?.contribution) return 1;
  const all = pay.contributions.find((one) => one.id === id)!.total[q]!;
  if (!role.contribution || person < 0 || all <= 0 || poolTerms.part === 0) return 0;
  const span = { from: q * paid.monthsEach, to: (q + 1) * paid.monthsEach };
  return ownSpan(plan, year, role, { one: role.contribution, person, span }) / all / poolTerms.part;
}

function addContributions(plan: SimulationPlan, year: Year, one: Contribution): void {
  one.total.fill(0);
  for (const r of one.roles) {
    const role = plan.roles[r]!;
    const { contribution } = role;
    if (!contribution || role.firstPerson < 0) continue;
    for (let q = 0; q < one.total.length; q++) {
      const span = { from: q * one.monthsEach, to: (q + 1) * one.monthsEach };
      for (let i = 0; i < role.seats; i++) {
        const person = role.firstPerson + i;
        one.total[q] =
          one.total[q]! + ownSpan(plan, year, role, { one: contribution, person, span });
      }
    }
  }
}

function bandOf(attained: number): number {
  let band = 0;
  while (band < bandBounds.length && meets(attained, bandBounds[band]!, false)) band++;
  return band;
}

function yearAttainment(
  { plan, year, pay, person }: Payday,
  role: PaidRole,
  paid: PaidComponent,
): number {
  let measured = 0;
  let target = 0;
  for (let q = 0; q < paid.perYear; q++) {
    measured += paid.component.individual
      ? ownResult(plan, year, role, { paid, person, q })
      : pay.shared[paid.place + q]!;
    const part = paid.terms
      ? paid.terms.target[(person - role.firstPerson) * paid.periods + q]!
      : 1;
    target += paid.component.yearToDate
      ? q === 0
        ? paid.component.target[0]! * part
        : 0
      : paid.component.target[q]! * part;
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
  const { line, monthsEach } = paid;
  const span = { from: q * monthsEach, to: (q + 1) * monthsEach };
  if (!line.fromRole) {
    const own = year.own[plan.personOwn[person]! + paid.place + q]!;
    return line.measure.constant === 0 ? own : own + constantIn(line, role, span);
  }
  return fromRole(plan, year, role, { line, person, span });
}

/** A person's own result over some months, of a reading whose own results are kept by month. */
function ownSpan(
  plan: SimulationPlan,
  year: Year,
  role: PaidRole,
  { one, person, span }: { one: PaidReading; person: number; span: Span },
): number {
  const { line, place } = one;
  if (line.fromRole) return fromRole(plan, year, role, { line, person, span });
  const at = plan.personOwn[person]! + place;
  let own = constantIn(line, role, span);
  for (let t = span.from; t < span.to; t++) own += year.own[at + t]!;
  return own;
}

type Span = { from: number; to: number };

/** A person's part of what the role comes to. */
function fromRole(
  plan: SimulationPlan,
  year: Year,
  role: PaidRole,
  { line, person, span }: { line: PaidLine; person: number; span: Span },
): number {
  const whole = measureSpan(plan, year, line, span);
  const ratio = isRatio(line.measure);
  const heads = ratio ? 1 : role.headcount;
  const luck = year.ownLuck[person]!;
  const constant = constantIn(line, role, span);
  if (role.staff && !ratio)
    return whole * partIn(role.staff, person - role.firstPerson, span) * luck + constant;
  return (whole / heads) * plan.personRelative[person]! * luck + constant;
}

/** What of an individual line no item moves, over some months. */
function constantIn({ measure, window }: PaidLine, role: PaidRole, { from, to }: Span): number {
  if (measure.constant === 0 || isRatio(measure)) return 0;
  let months = 0;
  for (let t = from; t < to; t++) months += window ? window[t]! : 1;
  return (months * measure.constant) / role.ownHeads;
}

/** A seat's mean part of its role's credit over some months, as far as it counts. */
function partIn({ part, counted, capacity }: Staff, seat: number, { from, to }: Span): number {
  const months = capacity.length;
  let total = 0;
  for (let t = from; t < to; t++) total += part[seat * months + t]! * counted[seat * months + t]!;
  return total / (to - from);
}

function measureShared(
  plan: SimulationPlan,
  year: Year,
  { line, periods, monthsEach, place }: PaidComponent,
  shared: Float64Array,
): void {
  for (let q = 0; q < periods; q++) {
    const span = { from: q * monthsEach, to: (q + 1) * monthsEach };
    shared[place + q] = measureSpan(plan, year, line, span);
  }
}

/** Reads what is not a person's own for a component's conditions. */
function readShared(
  plan: SimulationPlan,
  year: Year,
  readings: readonly PaidReading[],
  shared: Float64Array,
): void {
  for (const { line, place, reading } of readings) {
    if (line.individual) continue;
    for (let q = 0; q < reading.from.length; q++) {
      const span = { from: reading.from[q]!, to: reading.to[q]! };
      shared[place + q] = measureSpan(plan, year, line, span);
    }
  }
}

/** Sets what each reading of a component came to in period q, a person's own included. */
function readOwn(
  plan: SimulationPlan,
  year: Year,
  { role, paid, person, q, pay }: Omit<Paid, "heads"> & { q: number },
): void {
  const { readings, values, parts } = paid.ruled!;
  for (let i = 0; i < readings.length; i++) {
    const one = readings[i]!;
    const { from, to } = one.reading;
    if (one.line.individual) {
      const span = { from: from[q]!, to: to[q]! };
      values[i] = ownSpan(plan, year, role, { one, person, span });
      const seat = person - role.firstPerson;
      parts[i] = one.quota ? one.quota[seat * from.length + q]! : 1;
    } else values[i] = pay.shared[one.place + q]!;
  }
}
