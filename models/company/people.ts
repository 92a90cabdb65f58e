/**
 * People of a role: those named in the scenario, and anonymous ones, spread evenly over the role's skill.
 *
 * Terms     seat = a place in a role, from 0; z = a person's place on the scale of skill, in standard deviations; the z of
 *           a role have mean 0 and, from two seats on, variance 1, so that a small role is spread as widely as a large one;
 *           employed = there and not on unpaid leave; present = employed and eligible; working = employed, times the ramp.
 * Always    named people take the seats in the middle, so that naming somebody changes nobody else's skill or luck; who is
 *           named and differs in nothing counts as an anonymous person does, bit for bit.
 * Not here  exact presence, to the day, on statements (statements/roster.ts).
 * Source    docs/model.md#people
 */
import { exp, log, normalQuantile } from "../math/index.ts";
import type { Plan } from "../plans/schema.ts";
import type { Scenario } from "../scenario/schema.ts";
import {
  dayNumber,
  lastDate,
  lastDay,
  monthIndex,
  monthsLater,
  type PayCalendar,
  payCalendar,
  unionOf,
} from "../statements/calendar.ts";
import type { ModelRole } from "./compile.ts";

/** A named person over the calendar; lists are by month. */
export type NamedPerson = {
  id: string;
  manager: string | undefined;
  group: string | undefined;
  territory: number;
  /** As stated; undefined: that of their seat. */
  skill: number | undefined;
  /** Days of the month, days employed, and days present. */
  length: Int32Array;
  employed: Int32Array;
  present: Int32Array;
  /** 1 where the 15th is a day present. */
  middle: Uint8Array;
  proration: "days" | "months" | "none";
  /** Share of whole individual targets, by months since the start. */
  ramp: Float64Array;
  /** Money of the month, in the scenario's currency. */
  basePay: Float64Array;
  /** Target variable over the role's own, at the month's rate. */
  variable: Float64Array;
  /** 1 where what falls due at the month's end is no longer paid. */
  forfeits: Uint8Array;
  /** True where nothing tells this person from an anonymous one. */
  plain: boolean;
};

/** Months from the first to the last, both included. */
export type Months = { from: number; to: number };

/** The people named in a role, in the order of their ids. */
export function namedPeople(
  scenario: Scenario,
  roleId: string,
  pay: { basePay: number; targetVariable: number },
): NamedPerson[] {
  const named = Object.entries(scenario.people ?? {}).filter(([, { role }]) => role === roleId);
  if (named.length === 0) return [];
  const planId = scenario.roles[roleId]?.plan;
  const plan = planId === undefined ? undefined : scenario.plans[planId];
  const calendar = payCalendar(scenario);
  return named
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, person]) => personOf({ id, person, plan, pay }, { scenario, calendar }));
}

type Written = NonNullable<Scenario["people"]>[string];

const EVER = 10_000_000;

function personOf(
  given: {
    id: string;
    person: Written;
    plan: Plan | undefined;
    pay: { basePay: number; targetVariable: number };
  },
  { scenario, calendar }: { scenario: Scenario; calendar: PayCalendar },
): NamedPerson {
  const { id, person, plan, pay } = given;
  const { months, starts } = calendar;
  const never = person.open === true && person.start === undefined;
  const first = never ? EVER : person.start === undefined ? -EVER : dayNumber(person.start);
  const last = person.end === undefined ? EVER : dayNumber(person.end, "last");
  const leave = unionOf(
    (person.leave ?? []).map(({ from, to }) => ({ from: dayNumber(from), to: dayNumber(to) })),
  );
  const eligible = eligibleDay(person, plan);
  const daysIn = (from: number, to: number) => {
    const [a, b] = [Math.max(from, first), Math.min(to, last)];
    if (b < a) return 0;
    let days = b - a + 1;
    for (const off of leave) days -= Math.max(0, Math.min(off.to, b) - Math.max(off.from, a) + 1);
    return days;
  };
  const by = (value: (t: number) => number) => Array.from({ length: months }, (_, t) => value(t));
  const end = (t: number) => starts[t + 1]! - 1;
  const startMonth = person.start === undefined ? -EVER : monthIndex(calendar, person.start);
  const rate = (t: number) => rateIn(scenario, person.salaryCurrency, lastDate(calendar, t));
  const length = Int32Array.from(by((t) => starts[t + 1]! - starts[t]!));
  const employed = Int32Array.from(by((t) => daysIn(starts[t]!, end(t))));
  const present = Int32Array.from(by((t) => daysIn(Math.max(starts[t]!, eligible), end(t))));
  const ramp = Float64Array.from(by((t) => plan?.ramp?.[Math.max(0, t - startMonth)] ?? 1));
  const base = person.basePay ?? pay.basePay;
  const variable = (person.targetVariable ?? pay.targetVariable) / (pay.targetVariable || 1);
  const basePay = Float64Array.from(by((t) => (base / 12) * (employed[t]! / length[t]!) * rate(t)));
  const falls = plan?.eligibility?.employedOnPayDate ?? false;
  return {
    id,
    manager: person.manager,
    group: person.group,
    territory: person.territory ?? 1,
    skill: person.skill,
    length,
    employed,
    present,
    middle: Uint8Array.from(
      by((t) => (starts[t]! + 14 >= eligible ? daysIn(starts[t]! + 14, starts[t]! + 14) : 0)),
    ),
    proration: plan?.proration ?? "days",
    ramp,
    basePay,
    variable: Float64Array.from(
      by((t) =>
        person.targetVariable === undefined && pay.targetVariable === 0 ? 1 : variable * rate(t),
      ),
    ),
    forfeits: Uint8Array.from(by((t) => (falls && lastDay(calendar, t) > last ? 1 : 0))),
    plain:
      (person.territory ?? 1) === 1 &&
      person.skill === undefined &&
      base === pay.basePay &&
      (person.targetVariable ?? pay.targetVariable) === pay.targetVariable &&
      by(rate).every((one) => one === 1) &&
      present.every((days, t) => days === length[t]) &&
      employed.every((days, t) => days === length[t]) &&
      ramp.every((share) => share === 1) &&
      !(falls && last < end(months - 1)),
  };
}

/** First day that a person is eligible for the plan's pay: as stated, and after the months the plan asks for. */
function eligibleDay(person: Written, plan: Plan | undefined): number {
  const stated = person.eligibleFrom === undefined ? -EVER : dayNumber(person.eligibleFrom);
  const after = plan?.eligibility?.afterMonths ?? 0;
  if (after === 0 || person.start === undefined) return stated;
  const start = person.start.length === 7 ? `${person.start}-01` : person.start;
  return Math.max(stated, monthsLater(start, after));
}

/** Units of the scenario's currency for one of another on a day: the last rate from that day or before, else the first. */
function rateIn(scenario: Scenario, currency: string | undefined, day: string): number {
  if (currency === undefined || currency === scenario.currency) return 1;
  const dated = Object.entries(scenario.currencies?.[currency] ?? {})
    .map(([date, rate]) => ({ from: date.length === 7 ? `${date}-01` : date, rate }))
    .toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const known = dated.filter(({ from }) => from <= day).at(-1) ?? dated[0];
  return known?.rate ?? 1;
}

/** Share of some months that a person is present, as their plan counts parts of periods. */
export function presentIn(person: NamedPerson, { from, to }: Months): number {
  let days = 0;
  let length = 0;
  let middles = 0;
  for (let t = from; t <= to; t++) {
    days += person.present[t]!;
    length += person.length[t]!;
    middles += person.middle[t]!;
  }
  if (person.proration === "months") return middles / (to - from + 1);
  if (person.proration === "none") return days > 0 ? 1 : 0;
  return days / length;
}

/** Share of whole individual targets over some months: presence times ramp, the ramp weighed by days present. */
export function quotaIn(person: NamedPerson, months: Months): number {
  let days = 0;
  let ramped = 0;
  for (let t = months.from; t <= months.to; t++) {
    days += person.present[t]!;
    ramped += person.present[t]! * person.ramp[t]!;
  }
  return days === 0 ? 0 : presentIn(person, months) * (ramped / days);
}

/** Share of a month's work of one person in full capacity: days employed, times the ramp. */
export function workingIn(person: NamedPerson, t: number): number {
  return (person.employed[t]! / person.length[t]!) * person.ramp[t]!;
}

/** True unless a position stays open all through the calendar. */
export function isThere(person: NamedPerson | undefined): boolean {
  return person?.employed.some((days) => days > 0) ?? true;
}

/** A role's people in numbers, over the calendar; all equal to the headcount where everybody is alike. */
export type Heads = {
  /** Places in the role, named and anonymous. */
  seats: number;
  /** People employed in the mean. */
  employed: number;
  /** The same in capacity: those who ramp up count in part. */
  capacity: number;
  /** The same by territory: what individual measures are divided by. */
  own: number;
  /** Base pay of everybody a year. */
  basePay: number;
};

/** Numbers of a role with `stated` places at `basePay`, of which `named` are taken by people with names. */
export function headsOf(stated: number, basePay: number, named: readonly NamedPerson[]): Heads {
  const seats = Math.max(stated, named.length);
  const heads = { seats, employed: seats, capacity: seats, own: seats, basePay: seats * basePay };
  const apart = named.filter(({ plain }) => !plain);
  if (apart.length === 0) return heads;
  const anonymous = seats - apart.length;
  heads.employed = anonymous;
  heads.capacity = anonymous;
  heads.own = anonymous;
  heads.basePay = anonymous * basePay;
  for (const person of apart) {
    const months = person.length.length;
    const mean = (value: (t: number) => number) => {
      let sum = 0;
      for (let t = 0; t < months; t++) sum += value(t);
      return sum / months;
    };
    const working = mean((t) => workingIn(person, t));
    heads.employed += mean((t) => person.employed[t]! / person.length[t]!);
    heads.capacity += working;
    heads.own += person.territory * working;
    heads.basePay += 12 * mean((t) => person.basePay[t]!);
  }
  return heads;
}

/** Who sits in each seat of a role: a named person, or undefined. */
export function seated({ heads, people }: ModelRole): (NamedPerson | undefined)[] {
  const seats: (NamedPerson | undefined)[] = Array.from({ length: heads.seats }, () => undefined);
  const first = (heads.seats - people.length) >> 1;
  for (const [i, person] of people.entries()) seats[first + i] = person;
  return seats;
}

/** Place of each person of a role on its scale of skill; all 0 where skill does not vary. */
export function skillPlaces(role: ModelRole): Float64Array {
  const n = role.heads.seats;
  if (role.points.length === 1) return new Float64Array(n);
  const raw = Float64Array.from({ length: n }, (_, i) => normalQuantile((i + 0.5) / n));
  const spread = Math.sqrt(raw.reduce((sum, z) => sum + z * z, 0) / n);
  const places = n === 1 ? new Float64Array(1) : raw.map((z) => z / spread);
  if (role.people.every(({ skill }) => skill === undefined)) return places;
  const mean = places.reduce((sum, z) => sum + exp(role.skillLogSd * z), 0) / n;
  for (const [i, person] of seated(role).entries())
    if (person?.skill !== undefined) places[i] = log(person.skill * mean) / role.skillLogSd;
  return places;
}

/** Skill of each person, mean 1 over the role's seats, or as stated. */
export function skills(role: ModelRole): Float64Array {
  const n = role.heads.seats;
  const stated = seated(role).map((person) => person?.skill);
  if (role.points.length === 1) return Float64Array.from(stated, (skill) => skill ?? 1);
  const anonymous = { ...role, people: [] };
  const raw = skillPlaces(anonymous).map((z) => (z === 0 ? 1 : exp(role.skillLogSd * z)));
  const mean = raw.reduce((sum, skill) => sum + skill, 0) / n;
  return raw.map((skill, i) => stated[i] ?? skill / mean);
}

/** Weights of the skill points at place z: the polynomial through them; beyond the outermost, that one alone. */
export function basisAt(points: readonly number[], z: number): Float64Array {
  const place = Math.min(Math.max(z, points[0]!), points.at(-1)!);
  return Float64Array.from(points, (own, i) => {
    let basis = 1;
    for (const [j, other] of points.entries())
      if (j !== i) basis *= (place - other) / (own - other);
    return basis;
  });
}

/** The value at place z of something known at the role's skill points. */
export function atPlace(role: ModelRole, values: ArrayLike<number>, z: number): number {
  const basis = basisAt(
    role.points.map((point) => point.z),
    z,
  );
  let value = 0;
  for (let i = 0; i < basis.length; i++) value += basis[i]! * values[i]!;
  return value;
}
