/**
 * The plan letter: what somebody in a role is paid on, in plain words, with worked examples.
 *
 * Terms     part = a component or a pool; worked = what the exact engine pays of a part in one paid period at some
 *           attainment, or of one deal.
 * Always    targets, money at target and every worked figure are those of the payroll itself: the periods that a
 *           statement pays, through the same kernel and rounding; the letter works out nothing of its own.
 *           In worked examples gates are open and factors at target; a second measure is as far as the first.
 *           Pay at a rate without a target is worked at what is expected: what the measure states, else what the rest of
 *           target variable pay would take, else a few items or deals.
 * Not here  telling it as a page, Markdown or HTML (shells).
 * Source    docs/guide/statements.md
 */
import {
  compare,
  divide,
  multiply,
  ONE,
  type Rational,
  rational,
  roundedTo,
  sum,
  toShortDecimal,
  ZERO,
} from "../math/index.ts";
import { exactPay, exactReading } from "../plans/exactPay.ts";
import type { Problem } from "../problem.ts";
import { unknownName } from "../problem.ts";
import { type LoadedScenario, type Scenario, scenarioOf } from "../scenario/schema.ts";
import { lastDate, monthLabel, payCalendar } from "./calendar.ts";
import type { PaidPeriod } from "./componentPay.ts";
import { rateOn } from "./deals.ts";
import type { Participant } from "./facts.ts";
import {
  componentConditions,
  componentSays,
  curveSays,
  matrixSays,
  planSays,
  poolConditions,
  poolSays,
  spanOfMonths,
  targetSays,
} from "./letterWords.ts";
import { primitives } from "./measured.ts";
import { exactMoney, minorUnits, moneyText } from "./money.ts";
import { compilePayroll, type Payroll } from "./payroll.ts";
import type { ComponentRule } from "./rules.ts";
import { personYear, type StintYear } from "./personYear.ts";
import { blended, type Person, presence } from "./roster.ts";
import { percently, plainly } from "./words.ts";
import { inSentence, listed, thousandsApart } from "../words.ts";
import { fundUnits, type PoolRule } from "./pools.ts";

/** One line of a table of worked figures. */
export type Worked = {
  /** Attainment, 1 is target; of a part without a target, the value itself. */
  attainment: string;
  /** What is then credited, in the measure's unit. */
  credited: string;
  /** Share of target pay. */
  share: string;
  /** Money, to the cent; null where the plan says nothing there. */
  pays: string | null;
  /** The same as a sentence. */
  says: string;
};

export type LetterPart = {
  id: string;
  kind: "component" | "pool";
  title: string;
  /** What is measured, whose, how often. */
  says: string;
  /** Share of target variable, where it is stated so. */
  weight: string | undefined;
  /** A year at target. */
  targetPay: string | undefined;
  targets: string | undefined;
  curve: string;
  /** Gates, factors, limits, and when it is paid. */
  conditions: readonly string[];
  /** What the worked figures are of: "a quarter", "one deal". */
  of: string;
  hasTarget: boolean;
  examples: readonly Worked[];
  /** The curve at its bends; of a table over two measures none. */
  table: readonly Worked[];
  /** A table over two measures, with money. */
  matrix: Matrix | undefined;
};

/** Money by the attainment of two measures. */
export type Matrix = {
  /** What the columns are, and the rows. */
  caption: string;
  columns: readonly string[];
  rows: readonly { attainment: string; pays: readonly (string | null)[] }[];
};

export type PlanLetter = {
  scenario: { id: string; name: string };
  role: { id: string; title: string };
  person: { id: string; name: string } | undefined;
  plan: string | undefined;
  currency: string;
  from: string;
  to: string;
  basePay: string;
  /** What a year at target pays, and what it hangs on, in a sentence or two. */
  lead: string;
  /** A year at target, without pools; where pay at a rate has no target, what the role or person states. */
  targetVariable: string;
  atTarget: string;
  parts: readonly LetterPart[];
  /** All components over the year, every target at the same attainment, with base pay; empty where some have none. */
  year: readonly { attainment: string; variable: string; total: string }[];
  /** Adjustments, crediting, part periods, rounding and the rest. */
  rules: readonly { title: string; says: string }[];
};

export type LetterOptions = {
  /** Whose letter it is; left out: of anybody in the role for the whole year. */
  person?: string | undefined;
  /** The roster the person is in; left out: the scenario's own people. */
  people?: readonly Participant[] | undefined;
};

const LEVELS = ["0.8", "1", "1.2"].map((level) => rational(level));
const MOST_BENDS = 9;

/** The plan letter of a role, or of one person in it. */
export function planLetter(
  loaded: LoadedScenario,
  roleId: string,
  { person: personId, people }: LetterOptions = {},
): { letter?: PlanLetter; problems: readonly Problem[] } {
  const scenario = scenarioOf(loaded);
  const role = scenario.roles[roleId];
  if (!role)
    return { problems: [unknownName("role", "role", roleId, Object.keys(scenario.roles))] };
  const participant = personId === undefined ? somebody(roleId) : named(scenario, personId, people);
  if (!participant) {
    const known = people?.map(({ id }) => id) ?? Object.keys(scenario.people ?? {});
    return { problems: [unknownName("person", "person", personId ?? "", known)] };
  }
  // The payroll of this person alone, before anything has happened.
  const { payroll, problems } = compilePayroll(loaded, {
    deals: [],
    people: [participant],
    measures: nothingYet(scenario, [roleId, ...participant.assignments.map(({ role: id }) => id)]),
    exceptions: [],
  });
  const person = payroll?.books.roster.get(participant.id);
  if (!payroll || !person) return { problems };
  const year = personYear(payroll, person);
  const stint = year.stints.find((one) => one.stint.role.id === roleId) ?? year.stints.at(-1);
  if (!stint) return { problems };
  const { calendar } = payroll.books;
  const months = stint.stint.days.slice(0, 12).flatMap((days, month) => (days > 0 ? [month] : []));
  const span = { from: months[0] ?? 0, to: months.at(-1) ?? 11 };
  const firstYear = stint.paid.filter((one) => one.span.from < 12 && one.present.n > 0n);
  const money = yearMoney({ stint, firstYear, person }, payroll);
  const parts = stint.rules.components.flatMap((rule): LetterPart[] => {
    const paid = firstYear.filter((one) => one.rule === rule);
    return paid.length > 0 ? [partOf(paid, money.left, payroll)] : [];
  });
  const pools = payroll.poolRules
    .filter(({ written }) => written.members.includes(roleId))
    .map((rule) => poolPart(rule, { payroll, role: roleId }));
  const text = (units: bigint) => moneyText(units, payroll.places);
  const base = year.base
    .slice(span.from, span.to + 1)
    .reduce((total, { amount }) => total + amount, 0n);
  const yearAt = LEVELS.map((level) => ({ level, units: yearUnits(firstYear, level, payroll) }));
  const { target } = money;
  const letter: PlanLetter = {
    scenario: { id: loaded.id, name: scenario.name },
    role: { id: roleId, title: role.title ?? roleId },
    person: personId === undefined ? undefined : { id: person.id, name: person.name },
    plan: role.plan,
    currency: scenario.currency,
    from: monthLabel(calendar, span.from),
    to: monthLabel(calendar, span.to),
    basePay: text(base),
    lead: leadOf(parts, {
      base: text(base),
      target: text(target),
      both: text(base + target),
      open: money.open,
      left:
        money.left.n > 0n
          ? text(minorUnits(money.left, stint.rules.rounding, payroll.places))
          : undefined,
      when: months.length === 12 ? "a year" : spanOfMonths(calendar, span),
      pools,
      currency: scenario.currency,
    }),
    targetVariable: text(target),
    atTarget: text(base + target),
    parts: [...parts, ...pools],
    year: yearAt.flatMap(({ level, units }) =>
      units === undefined || !money.byTargets
        ? []
        : [{ attainment: toShortDecimal(level), variable: text(units), total: text(base + units) }],
    ),
    rules: planSays(scenario, { role: roleId, plan: role.plan, rules: stint.rules }),
  };
  return { letter, problems: [] };
}

type YearMoney = {
  /** Of a year at target. */
  target: bigint;
  /** What of it falls to each component that pays at a rate and has no target. */
  left: Rational;
  /** Titles of those. */
  open: readonly string[];
  /** Whether targets alone decide about it. */
  byTargets: boolean;
};

/** A year at target: what components with targets pay there, and what of target variable pay is left to rates. */
function yearMoney(
  {
    stint: { stint, rules },
    firstYear,
    person,
  }: { stint: StintYear; firstYear: readonly PaidPeriod[]; person: Person },
  payroll: Payroll,
): YearMoney {
  const { scenario, calendar } = payroll.books;
  const paidRules = rules.components.filter((rule) => firstYear.some((one) => one.rule === rule));
  const atRates = paidRules.filter(isOpen);
  // Money stated without a target, as for goals: all of it at a share of 1.
  const fixed = firstYear.filter((one) => one.target === null && !isOpen(one.rule));
  const units =
    (yearUnits(firstYear, ONE, payroll) ?? 0n) +
    fixed.reduce((total, one) => total + minorUnits(one.scale, one.rounding, payroll.places), 0n);
  const span = { from: 0, to: Math.min(12, calendar.months) - 1 };
  const variable = blended(stint, { calendar, span, leave: person.leave }, (stretch) => {
    const rate =
      stretch.currency === undefined
        ? undefined
        : rateOn(scenario, stretch.currency, lastDate(calendar, 0));
    return multiply(stretch.targetVariable, rate ?? ONE);
  });
  const stated = multiply(variable, presence(stint, calendar, span));
  const whole = minorUnits(stated, rules.rounding, payroll.places);
  // What a window of a few weeks pays is no part of target pay, nor are the cents of part periods.
  const takers = atRates.filter(({ written }) => !written.window).length;
  const more = takers > 0 && (whole - units) * 100n > whole ? whole - units : 0n;
  return {
    target: units + more,
    left: more === 0n ? ZERO : divide(exactMoney(more, payroll.places), rational(takers)),
    open: atRates.map(({ title }) => title),
    byTargets: more === 0n && fixed.length === 0 && firstYear.some(({ target }) => target !== null),
  };
}

/** True where money is a rate on whatever comes, or on each deal: no target says how much that is. */
function isOpen({ target, rate, exact }: ComponentRule): boolean {
  return exact.basis === "deal" || (target === undefined && rate !== undefined);
}

function leadOf(
  parts: readonly LetterPart[],
  {
    base,
    target,
    both,
    open,
    left,
    when,
    pools,
    currency,
  }: {
    base: string;
    target: string;
    both: string;
    open: readonly string[];
    left: string | undefined;
    when: string;
    pools: readonly LetterPart[];
    currency: string;
  },
): string {
  const shares = parts.flatMap(({ title, weight }) =>
    weight === undefined ? [] : [`${percently(rational(weight))} on ${inSentence(title)}`],
  );
  const rides =
    shares.length > 0 && shares.length === parts.length
      ? ` Of the variable pay, ${listed(shares)}.`
      : "";
  const shared =
    pools.length > 0
      ? ` A share of ${listed(pools.map(({ title }) => inSentence(title)))} comes on top.`
      : "";
  const names = listed(open.map(inSentence));
  if (parts.length === 0)
    return `You are paid ${thousandsApart(base)} ${currency} ${when}.${shared}`;
  if (open.length === parts.length && left === undefined)
    return `You are paid ${thousandsApart(base)} ${currency} of base pay ${when}, and ${names} on top, at the rates below: no target says how much.${shared}`;
  const rates =
    open.length === 0
      ? ""
      : left === undefined
        ? ` Not in this: ${names}, paid at a rate without a target.`
        : open.length === parts.length
          ? ` All variable pay is at a rate, for ${names}.`
          : ` ${thousandsApart(left)}${open.length > 1 ? " each" : ""} of it is left to ${names}, paid at a rate without a target.`;
  return `At target ${when} pays ${thousandsApart(both)} ${currency}: ${thousandsApart(base)} of base pay and ${thousandsApart(target)} of variable pay.${rates}${rides}${shared}`;
}

/** Somebody who holds the role all year at its own pay. */
function somebody(role: string): Participant {
  return { id: "somebody", name: "", leave: [], assignments: [{ role }] };
}

function named(
  scenario: Scenario,
  id: string,
  people: readonly Participant[] | undefined,
): Participant | undefined {
  const known = people?.find((one) => one.id === id);
  if (known) return { ...known, manager: undefined };
  const written = people ? undefined : scenario.people?.[id];
  if (!written) return undefined;
  const { role, name = id, start, end, salaryCurrency, leave = [], eligibleFrom } = written;
  return {
    id,
    name,
    eligibleFrom,
    leave,
    assignments: [
      {
        role,
        start,
        end,
        salaryCurrency,
        basePay: textOf(written.basePay),
        targetVariable: textOf(written.targetVariable),
        territory: textOf(written.territory),
      },
    ],
  };
}

function textOf(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

/** A nought for every measure a plan asks for, so that the payroll stands before the year begins. */
function nothingYet(scenario: Scenario, roles: readonly string[]) {
  const asked = new Set<string>();
  const ask = (measure: string) => {
    for (const { measure: part } of primitives(scenario, measure)) asked.add(part);
  };
  const plans = [...new Set(roles)].map((id) => scenario.plans[scenario.roles[id]?.plan ?? ""]);
  for (const component of plans.flatMap((plan) => Object.values(plan?.components ?? {}))) {
    ask(component.measure);
    for (const { measure } of Object.values(component.gates ?? {})) ask(measure);
    for (const { measure } of Object.values(component.multipliers ?? {})) ask(measure);
    if (component.curve && "across" in component.curve) ask(component.curve.across.measure);
  }
  for (const { measure } of Object.values(scenario.pools ?? {})) ask(measure);
  const period = monthLabel(payCalendar(scenario), 0);
  return [...asked].map((measure, row) => {
    return { participant: "company", measure, period, value: "0", row: row + 1 };
  });
}

function partOf(paid: readonly PaidPeriod[], left: Rational, payroll: Payroll): LetterPart {
  const { rule } = paid[0]!;
  // A year to date is whole with its last period; other periods are worked by their first whole one.
  const one = rule.yearToDate
    ? paid.at(-1)!
    : (paid.find(({ present }) => compare(present, ONE) === 0) ?? paid[0]!);
  const text = (units: bigint) => moneyText(units, payroll.places);
  const targetUnits = sum((rule.yearToDate ? [one] : paid).map(({ scale }) => scale));
  const perDeal = rule.exact.basis === "deal";
  const hasTarget = one.target !== null;
  const levels = hasTarget && !perDeal ? LEVELS : valuesOf(one, left, payroll);
  const matrix = matrixOf(one, payroll);
  return {
    id: rule.id,
    kind: "component",
    title: rule.title,
    says: componentSays(rule, payroll.scenario),
    weight: rule.weight && toShortDecimal(rule.weight),
    targetPay:
      rule.rate && !hasTarget
        ? undefined
        : text(minorUnits(targetUnits, one.rounding, payroll.places)),
    targets: targetSays(rule.yearToDate ? [one] : paid, payroll.books.calendar),
    curve: curveSays(rule, payroll.scenario),
    conditions: componentConditions(one, payroll.scenario),
    of: perDeal
      ? "one deal"
      : rule.yearToDate
        ? "the year"
        : `${periodName[rule.written.period]}${varies(paid) ? `, with the target of ${spanOfMonths(payroll.books.calendar, one.span)}` : ""}`,
    hasTarget,
    examples: levels.map((level) => worked(one, level, payroll)),
    table: matrix || (!hasTarget && isProportional(rule)) ? [] : bends(one, payroll),
    matrix,
  };
}

/** A table over two measures with the money of one paid period; undefined where the curve is of one measure. */
function matrixOf(one: PaidPeriod, payroll: Payroll): Matrix | undefined {
  const { across } = one.rule.exact;
  if (!across) return undefined;
  const columns = across.rows
    .flatMap(({ curve }) => curve.x)
    .toSorted(compare)
    .filter((at, i, list) => i === 0 || compare(at, list[i - 1]!) > 0);
  return {
    caption: matrixSays(one.rule, payroll.scenario),
    columns: columns.map((at) => toShortDecimal(at)),
    rows: across.rows.map(({ at }) => ({
      attainment: toShortDecimal(at),
      pays: columns.map((column) => {
        const units = unitsAt(one, column, payroll, at);
        return units === undefined ? null : moneyText(units, payroll.places);
      }),
    })),
  };
}

/** True where pay is one and the same rate on all of the measure, so that the curve has no bend to show. */
function isProportional({ exact }: ComponentRule): boolean {
  if (exact.across) return false;
  const each = exactReading(exact, ONE);
  const top = exact.curve.x.at(-1) ?? ONE;
  return [...exact.curve.x, multiply(top, rational(2))].every((x) => {
    const share = exactReading(exact, x);
    return !("refused" in share) && !("refused" in each) && compare(share, multiply(x, each)) === 0;
  });
}

/** True where the periods of a year have targets of their own. */
function varies(paid: readonly PaidPeriod[]): boolean {
  const first = paid[0]!.target;
  return paid.some(({ target }) => target && first && compare(target, first) !== 0);
}

const periodName = {
  month: "a month",
  quarter: "a quarter",
  half: "a half-year",
  year: "the year",
};

const FEW = [1, 2, 5].map((count) => rational(count));

const around = (middle: Rational) => LEVELS.map((level) => multiply(middle, level));

/** Values worked where attainment says nothing: the bends of the curve, what is expected, or a few items or deals. */
function valuesOf(one: PaidPeriod, left: Rational, payroll: Payroll): Rational[] {
  const { rule, target } = one;
  const { scenario, dealMeans } = payroll;
  const { measure, segments } = rule.question;
  const perDeal = rule.exact.basis === "deal";
  const top = rule.exact.curve.x.findLast((x) => x.n > 0n);
  if (target === null && top && !isProportional(rule)) return around(top);
  const stated = scenario.measures?.[measure];
  if (!perDeal && stated?.kind === "score" && typeof stated.expected === "number") {
    const expected = rational(stated.expected);
    return around(stated.adds ? multiply(expected, rational(rule.months)) : expected);
  }
  const items = scenario.funnel.stages.includes(measure);
  const each = exactReading(rule.exact, ONE);
  if (!perDeal && left.n > 0n && rule.rate && rule.rate.n > 0n && !("refused" in each)) {
    const money = multiply(multiply(rule.rate, each), rational(rule.yearToDate ? 1 : rule.periods));
    const likely = money.n > 0n ? roughly(divide(left, money)) : ZERO;
    if (likely.n > 0n && !(items && compare(likely, rational(5)) < 0)) return around(likely);
  }
  if (!perDeal && (items || stated)) return FEW;
  const segment = segments?.[0] ?? [...dealMeans.keys()][0];
  const mean = (segment === undefined ? undefined : dealMeans.get(segment)) ?? rational(1000);
  if (!perDeal) return FEW.map((count) => multiply(mean, count));
  const of = target ?? ONE;
  return around(multiply(mean, { n: of.d, d: of.n }));
}

/** A number with two leading digits: of 333,333 it is 330,000. Below 10 it is left whole. */
function roughly(value: Rational): Rational {
  let step = ONE;
  while (compare(multiply(step, rational(100)), value) <= 0) step = multiply(step, rational(10));
  return roundedTo(value, step, "halfAwayFromZero");
}

/** What a paid period pays at an attainment: by the kernel and the rounding of statements. */
function worked(one: PaidPeriod, attainment: Rational, payroll: Payroll): Worked {
  const credited = one.target ? multiply(one.target, attainment) : attainment;
  const units = unitsAt(one, attainment, payroll);
  const share = exactReading(one.rule.exact, rounded(one, attainment), attainment);
  return {
    attainment: toShortDecimal(attainment),
    credited: toShortDecimal(credited, 2),
    share: "refused" in share ? "" : toShortDecimal(share, 9),
    pays: units === undefined ? null : moneyText(units, payroll.places),
    says: workedSays(
      one,
      { attainment, credited },
      units === undefined ? undefined : moneyText(units, payroll.places),
    ),
  };
}

function workedSays(
  { rule, target }: PaidPeriod,
  { attainment, credited }: { attainment: Rational; credited: Rational },
  pays: string | undefined,
): string {
  const what =
    rule.exact.basis === "deal"
      ? `One deal of ${plainly(credited, 2)}`
      : rule.exact.across && target
        ? `${percently(attainment)} of both targets`
        : target
          ? `${percently(attainment)} of target, which is ${plainly(credited, 2)},`
          : plainly(credited, 2);
  return pays === undefined
    ? `Of ${what.replace(/,$/, "")} the plan says nothing.`
    : `${what} pays ${thousandsApart(pays)}.`;
}

function rounded(one: PaidPeriod, attainment: Rational): Rational {
  const paid = exactPay(one.rule.exact, {
    target: ONE,
    scale: ONE,
    credited: attainment,
  });
  return "refused" in paid ? attainment : paid.attainment;
}

/** Minor units that a paid period pays, of the whole year for year to date; undefined where the plan refuses. */
function unitsAt(
  one: PaidPeriod,
  attainment: Rational,
  { places }: Payroll,
  across: Rational = attainment,
): bigint | undefined {
  const { rule, target, scale, rounding } = one;
  const paid = exactPay(rule.exact, {
    target,
    scale,
    credited: target ? multiply(target, attainment) : attainment,
    across,
    factors: factorsOf(one),
  });
  return "refused" in paid ? undefined : minorUnits(paid.pay, rounding, places);
}

/** Factors with their measures at target. */
function factorsOf({ rule }: PaidPeriod): Rational[] {
  return rule.multipliers.map(({ form }) => {
    const factor = exactReading(form, ONE);
    return "refused" in factor ? ONE : factor;
  });
}

/** The bends of the curve, as far as a person may come. */
function bends(one: PaidPeriod, payroll: Payroll): Worked[] {
  const { x } = one.rule.exact.curve;
  const shown = x.length > MOST_BENDS ? x.slice(0, MOST_BENDS) : x;
  const all = [ZERO, ...shown, ...(one.target === null ? [] : LEVELS)];
  const sorted = all
    .toSorted(compare)
    .filter((at, i, list) => i === 0 || compare(at, list[i - 1]!) > 0);
  return sorted.map((at) => worked(one, at, payroll));
}

/** All components with a target over the year, every period at the same attainment. */
function yearUnits(
  paid: readonly PaidPeriod[],
  level: Rational,
  payroll: Payroll,
): bigint | undefined {
  let total = 0n;
  const last = new Map<PaidPeriod["rule"], PaidPeriod>();
  for (const one of paid) {
    if (one.target === null || one.rule.exact.basis === "deal") continue;
    if (one.rule.yearToDate) last.set(one.rule, one);
    else {
      const units = unitsAt(one, level, payroll);
      if (units === undefined) return undefined;
      total += units;
    }
  }
  for (const one of last.values()) {
    const units = unitsAt(one, level, payroll);
    if (units === undefined) return undefined;
    total += units;
  }
  return total;
}

function poolPart(
  rule: PoolRule,
  { payroll, role }: { payroll: Payroll; role: string },
): LetterPart {
  const level = rule.level[0]!;
  const at = (attainment: Rational): Worked => {
    const measured = multiply(level, attainment);
    const units = fundUnits(rule, { measured, level }, payroll);
    return {
      attainment: toShortDecimal(attainment),
      credited: toShortDecimal(measured, 2),
      share: "",
      pays: units === undefined ? null : moneyText(units, payroll.places),
      says:
        units === undefined
          ? `Of ${percently(attainment)} the plan says nothing.`
          : `${percently(attainment)}, which is ${plainly(measured, 2)}, makes a pool of ${thousandsApart(moneyText(units, payroll.places))}.`,
    };
  };
  return {
    id: rule.id,
    kind: "pool",
    title: rule.title,
    says: poolSays(rule, payroll.scenario),
    weight: undefined,
    targetPay: undefined,
    targets: undefined,
    curve: "",
    conditions: poolConditions(rule, payroll.scenario, role),
    of: "the whole pool, in one period",
    hasTarget: true,
    examples: LEVELS.map(at),
    table: [],
    matrix: undefined,
  };
}
