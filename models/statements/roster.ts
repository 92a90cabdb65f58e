/**
 * The people of a payroll: who is in which role on which days, at which pay.
 *
 * Terms     stint = all the time one person spends in one role; stretch = a part of it at one pay and territory;
 *           present = in the role, eligible and not on unpaid leave; share of a span = the part of it present, by days,
 *           by whole months (those whose 15th is present), or whole.
 * Always    a stint cut in two stretches of the same pay is the same stint.
 * Not here  reading rosters (readFacts.ts), crediting (credit.ts).
 */
import { add, divide, multiply, ONE, type Rational, rational, ZERO } from "../math/index.ts";
import type { Plan } from "../plans/schema.ts";
import type { Problem } from "../problem.ts";
import { unknownName } from "../problem.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { Team } from "../terms.ts";
import {
  dayNumber,
  monthIndex,
  monthsLater,
  type PayCalendar,
  type Span,
  unionOf,
} from "./calendar.ts";
import type { Deal, Facts, Participant } from "./facts.ts";

/** A role as the payroll reads it. */
export type PayRole = {
  id: string;
  title: string;
  team: Team;
  plan: string | undefined;
  basePay: Rational;
  targetVariable: Rational;
  headcount: number;
  owns: boolean;
  segments: readonly string[] | undefined;
  sources: readonly string[] | undefined;
};

export type Stretch = {
  /** Day numbers, both included. */
  from: number;
  to: number;
  basePay: Rational;
  targetVariable: Rational;
  territory: Rational;
  currency: string | undefined;
  /** Month it starts in, from the calendar's first; far below 0 where no start is stated. */
  startMonth: number;
};

export type Stint = {
  role: PayRole;
  plan: Plan | undefined;
  stretches: readonly Stretch[];
  /** First day that is paid on: after eligibility. */
  eligible: number;
  /** First month of the stint, from the calendar's first; far below 0 where it started long ago. */
  startMonth: number;
  /** Days present in each month. */
  days: readonly number[];
  /** Whether the 15th of each month is present. */
  middle: readonly boolean[];
};

export type Person = {
  id: string;
  name: string;
  manager: string | undefined;
  group: string | undefined;
  stints: readonly Stint[];
  /** Stretches apart: a day stated twice is one day of leave. */
  leave: readonly { from: number; to: number }[];
  /** First and last day of employment. */
  start: number;
  end: number;
  startMonth: number;
};

const EVER = 10_000_000;
const LONG_AGO = -1200;

export type RosterSite = {
  scenario: Scenario;
  calendar: PayCalendar;
  roles: ReadonlyMap<string, PayRole>;
  problems: Problem[];
};

/** Everybody who is paid, by id. */
export function rosterOf(facts: Facts, site: RosterSite): Map<string, Person> {
  const people = facts.people ?? scenarioPeople(facts, site);
  const roster = new Map<string, Person>();
  for (const participant of people) {
    const person = personOf(participant, site);
    if (!person) continue;
    if (roster.has(person.id))
      site.problems.push({
        code: "bad-shape",
        path: placeOf(participant),
        message: `"${person.id}" is in the roster twice`,
        hint: "a move is a second line with its own start, read as one person",
      });
    roster.set(person.id, person);
  }
  for (const participant of people) {
    const { manager } = participant;
    if (manager !== undefined && !roster.has(manager))
      site.problems.push(
        unknownName(`${placeOf(participant)}.manager`, "person", manager, [...roster.keys()]),
      );
  }
  site.problems.push(...lineProblems(roster));
  return roster;
}

/** Managers that a person has above them at most. */
export const MOST_LEVELS = 50;

/** People who manage each other, and a line of managers that is too long: each told once. */
function lineProblems(roster: ReadonlyMap<string, Person>): Problem[] {
  const levels = new Map<string, number>();
  const problems: Problem[] = [];
  for (const { id } of roster.values()) {
    const line: string[] = [];
    const seen = new Set<string>();
    let above: string | undefined = id;
    while (above !== undefined && !levels.has(above) && !seen.has(above)) {
      seen.add(above);
      line.push(above);
      above = roster.get(above)?.manager;
    }
    const circle = above !== undefined && seen.has(above) ? line.slice(line.indexOf(above)) : [];
    if (circle.length > 0)
      problems.push({
        code: "bad-shape",
        path: `people.${circle[0]}.manager`,
        message: `people who manage each other: ${shownLine([...circle, circle[0]!])}`,
        hint: "the top of the line has no manager",
      });
    let level = above === undefined ? -1 : (levels.get(above) ?? -1);
    for (const one of line.toReversed()) {
      level = circle.length > 0 ? 0 : level + 1;
      levels.set(one, level);
    }
  }
  const [deepest, most] = [...levels].reduce((a, b) => (b[1] > a[1] ? b : a), ["", 0]);
  if (most > MOST_LEVELS)
    problems.push({
      code: "too-large",
      path: `people.${deepest}.manager`,
      message: `there are ${most} managers above "${deepest}", one above the other`,
      hint: `at most ${MOST_LEVELS} can stand in a line`,
    });
  return problems;
}

function shownLine(ids: readonly string[]): string {
  return (ids.length > 12 ? [...ids.slice(0, 6), "…", ...ids.slice(-5)] : ids).join(" → ");
}

function placeOf({ id, row }: Participant): string {
  return row === undefined ? `people.${id}` : `people[${row}]`;
}

/** The scenario's own people, and the owners its deals name, of the only role that owns deals. */
function scenarioPeople(
  { deals }: Facts,
  { scenario, roles, problems }: RosterSite,
): Participant[] {
  const people: Participant[] = [];
  for (const [id, person] of Object.entries(scenario.people ?? {})) {
    if (person.open && person.start === undefined) continue;
    people.push({
      id,
      name: person.name ?? id,
      manager: person.manager,
      group: person.group,
      eligibleFrom: person.eligibleFrom,
      leave: person.leave ?? [],
      assignments: [
        {
          role: person.role,
          start: person.start,
          end: person.end,
          basePay: text(person.basePay),
          targetVariable: text(person.targetVariable),
          territory: text(person.territory),
          salaryCurrency: person.salaryCurrency,
        },
      ],
    });
  }
  const known = new Set(Object.keys(scenario.people ?? {}));
  const strangers = new Map<string, Deal>();
  for (const deal of deals)
    for (const owner of deal.split?.map(({ person }) => person) ?? [deal.owner])
      if (!known.has(owner) && owner !== "") strangers.set(owner, strangers.get(owner) ?? deal);
  if (strangers.size === 0) return people;
  const owning = [...roles.values()].filter(({ owns }) => owns);
  const only =
    owning.length === 1 ? owning[0] : roles.size === 1 ? [...roles.values()][0] : undefined;
  for (const [id, deal] of strangers) {
    if (only) people.push({ id, name: id, leave: [], assignments: [{ role: only.id }] });
    else
      problems.push({
        code: "unknown-name",
        path: `deals[${deal.row}].owner`,
        message: `there is no person called "${id}", and more than one role owns deals`,
        hint: "give a roster that says which role they are in",
      });
  }
  return people;
}

function text(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

function personOf(participant: Participant, site: RosterSite): Person | undefined {
  const { calendar, roles, scenario, problems } = site;
  const byRole = new Map<PayRole, Stretch[]>();
  let start = EVER;
  let end = -EVER;
  const taken: Stretch[] = [];
  for (const [i, one] of participant.assignments.entries()) {
    const role = roles.get(one.role);
    if (!role) {
      problems.push(
        unknownName(`${placeOf(participant)}.role`, "role", one.role, [...roles.keys()]),
      );
      continue;
    }
    const stretch: Stretch = {
      from: one.start === undefined ? -EVER : dayNumber(one.start),
      to: one.end === undefined ? endBefore(participant, i) : dayNumber(one.end, "last"),
      basePay: one.basePay === undefined ? role.basePay : rational(one.basePay),
      targetVariable:
        one.targetVariable === undefined ? role.targetVariable : rational(one.targetVariable),
      territory: one.territory === undefined ? ONE : rational(one.territory),
      currency: one.salaryCurrency === scenario.currency ? undefined : one.salaryCurrency,
      startMonth: one.start === undefined ? LONG_AGO : monthIndex(calendar, one.start),
    };
    if (stretch.to < stretch.from)
      problems.push({
        code: "bad-shape",
        path: `${placeOf(participant)}.end`,
        message: "the last day lies before the first one",
        hint: "correct start or end",
      });
    if (taken.some((other) => other.from <= stretch.to && stretch.from <= other.to))
      problems.push({
        code: "bad-shape",
        path: `${placeOf(participant)}.start`,
        message: `"${participant.id}" is in two places at once`,
        hint: "one assignment ends before the next one starts",
      });
    taken.push(stretch);
    byRole.set(role, [...(byRole.get(role) ?? []), stretch]);
    start = Math.min(start, stretch.from);
    end = Math.max(end, stretch.to);
  }
  if (byRole.size === 0) return undefined;
  const leave = unionOf(
    participant.leave.map(({ from, to }) => ({ from: dayNumber(from), to: dayNumber(to) })),
  );
  const firstDay = participant.assignments
    .map((one) => one.start)
    .toSorted((a, b) => ((a ?? "") < (b ?? "") ? -1 : 1))[0];
  const stated =
    participant.eligibleFrom === undefined ? -EVER : dayNumber(participant.eligibleFrom);
  const stints = [...byRole].map(([role, stretches]) => {
    const plan = role.plan === undefined ? undefined : scenario.plans[role.plan];
    const after = plan?.eligibility?.afterMonths ?? 0;
    const waited =
      after === 0 || firstDay === undefined ? -EVER : monthsLater(dayText(firstDay), after);
    const eligible = Math.max(stated, waited);
    return stintOf({ role, plan, stretches, eligible }, { calendar, leave });
  });
  return {
    id: participant.id,
    name: participant.name,
    manager: participant.manager,
    group: participant.group,
    stints: stints.toSorted((a, b) => a.stretches[0]!.from - b.stretches[0]!.from),
    leave,
    start,
    end,
    startMonth: firstDay === undefined ? LONG_AGO : monthIndex(calendar, firstDay),
  };
}

function dayText(written: string): string {
  return written.length === 7 ? `${written}-01` : written;
}

/** An assignment without an end lasts until the next one starts. */
function endBefore({ assignments }: Participant, i: number): number {
  const next = assignments[i + 1]?.start;
  return next === undefined ? EVER : dayNumber(next) - 1;
}

function stintOf(
  one: Pick<Stint, "role" | "plan" | "stretches" | "eligible">,
  { calendar, leave }: { calendar: PayCalendar; leave: Person["leave"] },
): Stint {
  const stretches = one.stretches.toSorted((a, b) => a.from - b.from);
  const { starts, months } = calendar;
  const days: number[] = [];
  const middle: boolean[] = [];
  for (let i = 0; i < months; i++) {
    const [from, to] = [Math.max(starts[i]!, one.eligible), starts[i + 1]! - 1];
    days.push(daysIn(stretches, leave, from, to));
    const fifteenth = starts[i]! + 14;
    middle.push(fifteenth >= one.eligible && daysIn(stretches, leave, fifteenth, fifteenth) === 1);
  }
  return { ...one, stretches, days, middle, startMonth: stretches[0]!.startMonth };
}

function daysIn(
  stretches: readonly { from: number; to: number }[],
  leave: readonly { from: number; to: number }[],
  from: number,
  to: number,
): number {
  let days = 0;
  for (const stretch of stretches) {
    const [a, b] = [Math.max(stretch.from, from), Math.min(stretch.to, to)];
    if (b < a) continue;
    days += b - a + 1;
    for (const off of leave) days -= Math.max(0, Math.min(off.to, b) - Math.max(off.from, a) + 1);
  }
  return days;
}

/** Days of a span of months. */
function spanDays({ starts }: PayCalendar, { from, to }: Span): number {
  return starts[to + 1]! - starts[from]!;
}

/** Share of a span that a stint is present, as its plan prorates. */
export function presence(stint: Stint, calendar: PayCalendar, span: Span): Rational {
  let days = 0;
  let whole = 0;
  for (let i = span.from; i <= span.to; i++) {
    days += stint.days[i]!;
    if (stint.middle[i]) whole++;
  }
  const by = stint.plan?.proration ?? "days";
  switch (by) {
    case "days":
      return share(days, spanDays(calendar, span));
    case "months":
      return share(whole, span.to - span.from + 1);
    case "none":
      return days > 0 ? ONE : ZERO;
    default:
      return by satisfies never;
  }
}

function share(part: number, whole: number): Rational {
  return part === whole ? ONE : part === 0 ? ZERO : { n: BigInt(part), d: BigInt(whole) };
}

/** Share of a span that a person is employed and not on unpaid leave, by days. */
export function employed({ stints, leave }: Person, calendar: PayCalendar, span: Span): Rational {
  const from = calendar.starts[span.from]!;
  const to = calendar.starts[span.to + 1]! - 1;
  const days = stints.reduce((sum, { stretches }) => sum + daysIn(stretches, leave, from, to), 0);
  return share(days, to - from + 1);
}

/** Mean over the days of a span of what differs between the stretches of a stint. */
export function blended(
  stint: Stint,
  { calendar, span, leave }: { calendar: PayCalendar; span: Span; leave: Person["leave"] },
  value: (stretch: Stretch) => Rational,
): Rational {
  const [first, ...rest] = stint.stretches;
  if (rest.length === 0) return value(first!);
  const from = Math.max(calendar.starts[span.from]!, stint.eligible);
  const to = calendar.starts[span.to + 1]! - 1;
  let total = ZERO;
  let days = 0;
  for (const stretch of stint.stretches) {
    const present = daysIn([stretch], leave, from, to);
    days += present;
    total = add(total, multiply({ n: BigInt(present), d: 1n }, value(stretch)));
  }
  return days === 0 ? value(stint.stretches.at(-1)!) : divide(total, { n: BigInt(days), d: 1n });
}

/** The stretches of a stint with a day present in a span; the newest where there is none. */
export function stretchesIn(
  stint: Stint,
  { calendar, span, leave }: { calendar: PayCalendar; span: Span; leave: Person["leave"] },
): Stretch[] {
  const from = Math.max(calendar.starts[span.from]!, stint.eligible);
  const to = calendar.starts[span.to + 1]! - 1;
  const here = stint.stretches.filter((one) => daysIn([one], leave, from, to) > 0);
  return here.length > 0 ? here : [stint.stretches.at(-1)!];
}

/** Share of whole individual targets over a span that the ramp asks for, by days present; all of it where that is none. */
export function ramped(stint: Stint, span: Span): Rational {
  const ramp = stint.plan?.ramp;
  if (!ramp || span.from - stint.startMonth >= ramp.length) return ONE;
  let total = ZERO;
  let days = 0;
  for (let i = span.from; i <= span.to; i++) {
    const present = stint.days[i]!;
    days += present;
    const part = i < stint.startMonth ? ZERO : rampShare(ramp, i - stint.startMonth);
    total = add(total, multiply({ n: BigInt(present), d: 1n }, part));
  }
  return total.n === 0n ? ONE : divide(total, { n: BigInt(days), d: 1n });
}

function rampShare(ramp: readonly number[], month: number): Rational {
  return month < ramp.length ? rational(ramp[month]!) : ONE;
}

/** The stint a person is in on a day, eligible and on no account of leave; undefined outside. */
export function stintOn(person: Person, day: number): Stint | undefined {
  return person.stints.find((stint) => inStint(stint, day));
}

/** True where a day lies within a stint that is eligible then. */
export function inStint({ stretches, eligible }: Stint, day: number): boolean {
  if (day < eligible) return false;
  for (const { from, to } of stretches) if (from <= day && day <= to) return true;
  return false;
}

/** The stint in force at the end of a span: the last one with a day in it, else the last one begun. */
export function stintAt(person: Person, calendar: PayCalendar, span: Span): Stint {
  const end = calendar.starts[span.to + 1]! - 1;
  const from = calendar.starts[span.from]!;
  let best: Stint | undefined;
  let latest = -EVER - 1;
  for (const stint of person.stints) {
    for (const stretch of stint.stretches) {
      if (stretch.from > end || stretch.to < from || stretch.from < latest) continue;
      best = stint;
      latest = stretch.from;
    }
  }
  if (best) return best;
  const begun = person.stints.filter(({ stretches }) => stretches[0]!.from <= end);
  return begun.at(-1) ?? person.stints[0]!;
}

/** Base pay of a month by currency of the salary: a twelfth a month, by days employed. */
export function basePayOf(
  person: Person,
  calendar: PayCalendar,
  month: number,
): { currency: string | undefined; amount: Rational; days: number }[] {
  const from = calendar.starts[month]!;
  const to = calendar.starts[month + 1]! - 1;
  const length = BigInt(to - from + 1);
  return person.stints.flatMap(({ stretches }) =>
    stretches.flatMap((stretch) => {
      const days = daysIn([stretch], person.leave, from, to);
      if (days === 0) return [];
      const part = { n: BigInt(days), d: 12n * length };
      return [{ currency: stretch.currency, amount: multiply(stretch.basePay, part), days }];
    }),
  );
}
