/**
 * The plan letter: what somebody in a role is paid on, in plain words, with worked examples.
 *
 * Terms     part = a component or a pool; worked = what the exact engine pays of a part in one paid period at some
 *           attainment, or of one deal.
 * Always    targets, money at target and every worked figure are those of the payroll itself: the periods that a
 *           statement pays, through the same kernel and rounding; the letter works out nothing of its own.
 *           In worked examples gates are open, factors and second measures are at target.
 * Not here  telling it as a page, Markdown or HTML (shells).
 * Source    docs/guide/statements.md
 */
import {
  compare,
  multiply,
  ONE,
  type Rational,
  rational,
  sum,
  toShortDecimal,
  ZERO,
} from "../math/index.ts";
import { exactPay, exactReading } from "../plans/exactPay.ts";
import type { Problem } from "../problem.ts";
import { unknownName } from "../problem.ts";
import { type LoadedScenario, type Scenario, scenarioOf } from "../scenario/schema.ts";
import { monthLabel, payCalendar } from "./calendar.ts";
import type { PaidPeriod } from "./componentPay.ts";
import type { Participant } from "./facts.ts";
import {
  componentConditions,
  componentSays,
  curveSays,
  listed,
  planSays,
  poolConditions,
  poolSays,
  spanOfMonths,
  targetSays,
} from "./letterWords.ts";
import { primitives } from "./measured.ts";
import { minorUnits, moneyText } from "./money.ts";
import { compilePayroll, type Payroll } from "./payroll.ts";
import { personYear } from "./personYear.ts";
import { percently, plainly, plainText } from "./words.ts";
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
  /** The curve at its bends. */
  table: readonly Worked[];
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
  /** A year at target, without pools. */
  targetVariable: string;
  atTarget: string;
  parts: readonly LetterPart[];
  /** All components over the year, every period at the same attainment, with base pay. */
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

function lowerFirst(title: string): string {
  return /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

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
    measures: nothingYet(scenario, roleId),
    exceptions: [],
  });
  const person = payroll?.books.roster.get(participant.id);
  if (!payroll || !person) return { problems };
  const year = personYear(payroll, person);
  const stint = year.stints.find((one) => one.stint.role.id === roleId) ?? year.stints.at(-1);
  if (!stint) return { problems };
  const { calendar } = payroll.books;
  const firstYear = stint.paid.filter(({ span }) => span.from < 12);
  const parts = stint.rules.components.flatMap((rule): LetterPart[] => {
    const paid = firstYear.filter((one) => one.rule === rule);
    return paid.length > 0 ? [partOf(paid, payroll)] : [];
  });
  const pools = payroll.poolRules
    .filter(({ written }) => written.members.includes(roleId))
    .map((rule) => poolPart(rule, { payroll, role: roleId }));
  const text = (units: bigint) => moneyText(units, payroll.places);
  const base = year.base.slice(0, 12).reduce((total, { amount }) => total + amount, 0n);
  const yearAt = LEVELS.map((level) => ({ level, units: yearUnits(firstYear, level, payroll) }));
  const target = yearAt[1]!.units ?? 0n;
  const letter: PlanLetter = {
    scenario: { id: loaded.id, name: scenario.name },
    role: { id: roleId, title: role.title ?? roleId },
    person: personId === undefined ? undefined : { id: person.id, name: person.name },
    plan: role.plan,
    currency: scenario.currency,
    from: monthLabel(calendar, 0),
    to: monthLabel(calendar, 11),
    basePay: text(base),
    lead: leadOf(parts, {
      base: text(base),
      target: text(target),
      both: text(base + target),
      pools,
      currency: scenario.currency,
    }),
    targetVariable: text(target),
    atTarget: text(base + target),
    parts: [...parts, ...pools],
    year: yearAt.flatMap(({ level, units }) =>
      units === undefined
        ? []
        : [{ attainment: toShortDecimal(level), variable: text(units), total: text(base + units) }],
    ),
    rules: planSays(scenario, { role: roleId, plan: role.plan, rules: stint.rules }),
  };
  return { letter, problems: [] };
}

function leadOf(
  parts: readonly LetterPart[],
  {
    base,
    target,
    both,
    pools,
    currency,
  }: { base: string; target: string; both: string; pools: readonly LetterPart[]; currency: string },
): string {
  const shares = parts.flatMap(({ title, weight }) =>
    weight === undefined ? [] : [`${percently(rational(weight))} on ${lowerFirst(title)}`],
  );
  const rides =
    shares.length > 0 && shares.length === parts.length
      ? ` Of the variable pay, ${listed(shares)}.`
      : "";
  const shared =
    pools.length > 0
      ? ` A share of ${listed(pools.map(({ title }) => lowerFirst(title)))} comes on top.`
      : "";
  if (parts.length === 0) return `You are paid ${plainText(base)} ${currency} a year.${shared}`;
  return `At target a year pays ${plainText(both)} ${currency}: ${plainText(base)} of base pay and ${plainText(target)} of variable pay.${rides}${shared}`;
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
function nothingYet(scenario: Scenario, roleId: string) {
  const asked = new Set<string>();
  const ask = (measure: string) => {
    for (const { measure: part } of primitives(scenario, measure)) asked.add(part);
  };
  const plan = scenario.plans[scenario.roles[roleId]?.plan ?? ""];
  for (const component of Object.values(plan?.components ?? {})) {
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

function partOf(paid: readonly PaidPeriod[], payroll: Payroll): LetterPart {
  const { rule } = paid[0]!;
  // A year to date is whole with its last period; other periods are worked by their first.
  const one = rule.yearToDate ? paid.at(-1)! : paid[0]!;
  const text = (units: bigint) => moneyText(units, payroll.places);
  const targetUnits = sum((rule.yearToDate ? [one] : paid).map(({ scale }) => scale));
  const perDeal = rule.exact.basis === "deal";
  const hasTarget = one.target !== null;
  const levels = hasTarget && !perDeal ? LEVELS : valuesOf(one, payroll);
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
    table: bends(one, payroll),
  };
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

/** Values worked where attainment says nothing: the mean deal and its neighbours, or the curve's own bends. */
function valuesOf({ rule, target }: PaidPeriod, { dealMeans }: Payroll): Rational[] {
  const bounds = rule.exact.curve.x.filter((x) => x.n > 0n);
  if (target === null && bounds.length > 0) {
    const top = bounds.at(-1)!;
    return LEVELS.map((level) => multiply(top, level));
  }
  const segment = rule.question.segments?.[0] ?? [...dealMeans.keys()][0];
  const mean = (segment === undefined ? undefined : dealMeans.get(segment)) ?? rational(1000);
  const of = target ?? ONE;
  return LEVELS.map((level) => multiply(multiply(mean, level), { n: of.d, d: of.n }));
}

/** What a paid period pays at an attainment: by the kernel and the rounding of statements. */
function worked(one: PaidPeriod, attainment: Rational, payroll: Payroll): Worked {
  const credited = one.target ? multiply(one.target, attainment) : attainment;
  const units = unitsAt(one, attainment, payroll);
  const share = exactReading(one.rule.exact, rounded(one, attainment));
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
      : target
        ? `${percently(attainment)} of target, which is ${plainly(credited, 2)},`
        : plainly(credited, 2);
  return pays === undefined
    ? `Of ${what.replace(/,$/, "")} the plan says nothing.`
    : `${what} pays ${plainText(pays)}.`;
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
function unitsAt(one: PaidPeriod, attainment: Rational, { places }: Payroll): bigint | undefined {
  const { rule, target, scale, rounding } = one;
  const paid = exactPay(rule.exact, {
    target,
    scale,
    credited: target ? multiply(target, attainment) : attainment,
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
          : `${percently(attainment)}, which is ${plainly(measured, 2)}, makes a pool of ${plainText(moneyText(units, payroll.places))}.`,
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
  };
}
