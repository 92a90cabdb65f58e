/**
 * Examples of a component: what it pays for given attainments, measures, deals or periods.
 *
 * Terms     at target = what the attainment of another measure is where the example does not state it; own measure = a
 *           gate or multiplier that asks for what the component itself pays on.
 * Always    the same kernel as statements (plans/exactPay.ts); money is rounded once, as the plan says.
 * Not here  clawbacks, draws and other adjustments (plan.ts).
 */
import {
  add,
  compare,
  divide,
  least,
  multiply,
  ONE,
  type Rational,
  rational,
  subtract,
  ZERO,
} from "../../math/index.ts";
import type { Example } from "../../plans/example.ts";
import {
  exactAttainment,
  exactDeals,
  exactForm,
  exactPay,
  exactReading,
  type ExactRule,
  exactRule,
  type ExactTerms,
} from "../../plans/exactPay.ts";
import type { CurveInput } from "../../plans/kinds/index.ts";
import type { Gate } from "../../plans/schema.ts";
import type { MoneyRounding } from "../../plans/defaults.ts";
import { exactMoney, minorUnits, runningUnits } from "../money.ts";
import {
  CannotRun,
  type Cell,
  moneyText,
  percentText,
  plainText,
  type Results,
  shareOf,
  totalOf,
} from "./cells.ts";
import { type ComponentSite, periodsOf, readNumber, ruleNumbers, termsOf } from "./terms.ts";

type Given = Example["given"];
type Form<K extends string> = Extract<Given, Record<K, unknown>>;

type Run = {
  site: ComponentSite;
  rule: ExactRule;
  money: MoneyRounding;
  /** Attainments of other measures as the example states them. */
  stated: Record<string, number | number[]>;
};

/** What a component pays in one of its examples. */
export function runComponent(site: ComponentSite, given: Given, money: MoneyRounding): Results {
  const stated = ("with" in given && given.with) || {};
  const run = { site, rule: exactRule(site.component, ruleNumbers(site)), money, stated };
  if ("attainment" in given) return byAttainment(run, given);
  if ("measure" in given) return byMeasure(run, given);
  if ("deals" in given) return byDeals(run, given);
  if ("periods" in given) return byPeriods(run, given);
  throw new CannotRun("an example of this form does not belong to a component");
}

function listOf(amounts: number | number[]): Rational[] {
  return (Array.isArray(amounts) ? amounts : [amounts]).map((one) => rational(one));
}

/** The period an example is about. */
function periodIn({ site }: Run, { period }: { period?: number | undefined }): number {
  const count = periodsOf(site);
  if (period !== undefined && period > count)
    throw new CannotRun(`a year has ${count} periods of a ${site.component.period}, not ${period}`);
  if (period !== undefined) return period - 1;
  return site.component.accumulation === "yearToDate" ? count - 1 : 0;
}

// ---- one period, or several alternatives of it

function byAttainment(run: Run, given: Form<"attainment">): Results {
  const terms = termsOf(run.site, periodIn(run, given));
  const attainments = listOf(given.attainment);
  const credited = attainments.map((one) => multiply(one, terms.target ?? ONE));
  return alternatives(run, credited, { terms, labels: attainments.map(percentText) });
}

function byMeasure(run: Run, given: Form<"measure">): Results {
  const terms = termsOf(run.site, periodIn(run, given));
  const values = listOf(given.measure);
  const byDeal = run.rule.basis === "deal";
  const credited = byDeal ? values.map((one) => counted(run, one)) : values;
  return alternatives(run, credited, { terms, labels: values.map(plainText) });
}

type Terms = { target: Rational | null; scale: Rational | undefined };

function alternatives(
  run: Run,
  credited: readonly Rational[],
  { terms, labels }: { terms: Terms; labels: readonly string[] },
): Results {
  const lines = credited.map((one, i) =>
    line(run, one, { terms, i, soFar: undefined, label: labels[i]! }),
  );
  return {
    pays: lines.map(({ pays }) => pays),
    paysShare: lines.map(({ share }) => share),
    attains: lines.map(({ attains }) => attains),
  };
}

// ---- deals

function byDeals(run: Run, given: Form<"deals">): Results {
  const terms = termsOf(run.site, periodIn(run, given));
  const before = rational(given.before ?? 0);
  const deals = given.deals.map(dealIn);
  const people = new Set(deals.flatMap(({ credit }) => Object.keys(credit ?? {})));
  if (people.size === 0) return dealsPaid(run, { deals, credit: () => ONE, before, terms });
  const results = [...people].map((person) => {
    const credit = (deal: GivenDeal) => rational(deal.credit?.[person] ?? 0);
    return [person, dealsPaid(run, { deals, credit, before, terms }).total!] as const;
  });
  const paysTo = new Map(results);
  return { paysTo, total: totalOf([...paysTo.values()]) };
}

type GivenDeal = Exclude<Form<"deals">["deals"][number], number>;

function dealIn(deal: Form<"deals">["deals"][number]): GivenDeal {
  return typeof deal === "number" ? { amount: deal } : deal;
}

/** Why a deal does not count for the component, or undefined where it does; what is not stated of it counts. */
function leftOut({ site }: Run, { source, segment, won }: GivenDeal): string | undefined {
  const { sourcedBy, segments, window } = site.component;
  if (window && won !== undefined && (won < window.from || won > window.to))
    return `won on ${won}, outside ${window.from} to ${window.to}`;
  if (segments && segment !== undefined && !segments.includes(segment))
    return `${segment} does not count`;
  if (sourcedBy === undefined || source === undefined || source === sourcedBy) return undefined;
  const teams = Object.values(site.scenario.funnel.segments).map(
    ({ sources }) => sources[source]?.team,
  );
  return teams.includes(sourcedBy as "sales") ? undefined : `from ${source}, not ${sourcedBy}`;
}

/** What one deal counts: nothing below the least deal, at most the most of one deal; one where deals are counted. */
function counted({ rule, site }: Run, amount: Rational): Rational {
  if (rule.dealAtLeast && compare(amount, rule.dealAtLeast) < 0) return ZERO;
  if (site.scenario.funnel.stages.includes(site.component.measure)) return ONE;
  return rule.dealAtMost ? least(amount, rule.dealAtMost) : amount;
}

function dealsPaid(
  run: Run,
  {
    deals,
    credit,
    before,
    terms,
  }: {
    deals: readonly GivenDeal[];
    credit: (deal: GivenDeal) => Rational;
    before: Rational;
    terms: Terms;
  },
): Results {
  const { rule, money } = run;
  const credited = deals.map((deal) =>
    leftOut(run, deal) ? ZERO : multiply(counted(run, rational(deal.amount)), credit(deal)),
  );
  const running: Rational[] = [];
  let soFar = before;
  for (const one of credited) running.push((soFar = add(soFar, one)));
  const label = (i: number) => `deal ${i + 1} of ${plainText(rational(deals[i]!.amount))}`;
  const conditions = conditionsOf(run, {
    credited: running.at(-1)!,
    terms,
    i: 0,
    soFar: undefined,
    label: "",
  });
  const paid = conditions.refused
    ? { refused: conditions.refused }
    : exactDeals(rule, {
        ...exactTerms(terms, conditions),
        before,
        deals: credited.map((one, i) => {
          const { source } = deals[i]!;
          const share = source === undefined ? undefined : rule.commissionable?.get(source);
          return { credited: one, commissionable: share };
        }),
      });
  const sums = {
    attains: running.map((one, i) => ({
      label: label(i),
      value: exactAttainment(rule, rule.basis === "deal" ? credited[i]! : one, terms.target),
      why: attainmentText(rule.basis === "deal" ? credited[i]! : one, terms.target),
    })),
    credited: running.map((one, i) => ({ label: label(i), value: one, why: "added up" })),
  };
  if ("refused" in paid) {
    const cells = deals.map((_, i) => refusedCell(label(i), paid.refused));
    return { ...sums, pays: cells, paysShare: cells, total: refusedCell("in all", paid.refused) };
  }
  const exact = paid.parts;
  const units = (value: Rational) => minorUnits(value, money, money.places);
  const minor = money.each === "deal" ? exact.map(units) : runningUnits(exact, units);
  const sum = minor.reduce((total, one) => total + one, 0n);
  const why = (i: number) =>
    [
      leftOut(run, deals[i]!) ?? "",
      attainmentText(rule.basis === "deal" ? credited[i]! : running[i]!, terms.target),
      terms.scale
        ? `adds ${moneyText(exact[i]!, { ...money, places: money.places + 2 })} at a scale of ${plainText(terms.scale)}`
        : "",
      ...conditions.says,
    ]
      .filter(Boolean)
      .join("; ");
  return {
    ...sums,
    pays: moneyCells(
      run,
      terms,
      minor.map((one, i) => ({ label: label(i), minor: one, why: why(i) })),
    ),
    paysShare: exact.map((part, i) => ({
      label: label(i),
      value: shareOf(part, terms.scale ?? ONE) ?? ZERO,
      why: why(i),
    })),
    total: moneyCells(run, terms, [
      { label: "in all", minor: sum, why: exact.map((_, i) => why(i)).join("; ") },
    ])[0]!,
  };
}

// ---- periods, one after another

function byPeriods(run: Run, given: Form<"periods">): Results {
  const { component } = run.site;
  const count = periodsOf(run.site);
  const yearToDate = component.accumulation === "yearToDate";
  if (given.periods.length > count)
    throw new CannotRun(
      `a year has ${count} periods of a ${component.period}, not ${given.periods.length}`,
    );
  const lines: Line[] = [];
  let sum = ZERO;
  let targets = ZERO;
  let paid = ZERO;
  for (const [p, written] of given.periods.entries()) {
    const own = rational(written);
    const terms = termsOf(run.site, p);
    sum = add(sum, own);
    targets = add(targets, terms.target ?? ONE);
    const soFar = yearToDate ? undefined : { credited: sum, target: terms.target && targets };
    const label = `${component.period} ${p + 1}`;
    const due = line(run, yearToDate ? sum : own, { terms, i: p, soFar, label });
    const pays = yearToDate ? lessPaid(due.pays, paid, run) : due.pays;
    lines.push({ ...due, pays });
    if (!("refused" in pays.value)) paid = add(paid, pays.value);
  }
  return {
    pays: lines.map(({ pays }) => pays),
    paysShare: lines.map(({ share }) => share),
    attains: lines.map(({ attains }) => attains),
    credited: lines.map(({ credited }) => credited),
  };
}

function lessPaid(due: Cell, paid: Rational, { site, money }: Run): Cell {
  if ("refused" in due.value) return due;
  const rest = subtract(due.value, paid);
  const kept = compare(rest, ZERO) < 0 && !site.component.recover;
  const floor = kept ? "; never below 0" : "";
  return {
    ...due,
    value: kept ? ZERO : rest,
    why: `${due.why}, less ${moneyText(paid, money)} paid before${floor}`,
  };
}

// ---- one line: a period, or an alternative of it

type Line = { pays: Cell; share: Cell; attains: Cell; credited: Cell };

type At = {
  terms: Terms;
  /** Place among what is given. */
  i: number;
  /** The year so far, for gates that ask for it. */
  soFar: { credited: Rational; target: Rational | null } | undefined;
  label: string;
};

function line(run: Run, credited: Rational, at: At): Line {
  const { terms, label } = at;
  const conditions = conditionsOf(run, { credited, ...at });
  const attained = exactAttainment(run.rule, credited, terms.target);
  const why = attainmentText(credited, terms.target);
  const sums = {
    attains: { label, value: attained, why },
    credited: { label, value: credited, why: "added up" },
  };
  const paid = conditions.refused
    ? { refused: conditions.refused }
    : exactPay(run.rule, { ...exactTerms(terms, conditions), credited });
  if ("refused" in paid) {
    const cell = refusedCell(label, paid.refused);
    return { ...sums, pays: cell, share: cell };
  }
  const scale = terms.scale ?? ONE;
  const rounded =
    compare(attained, terms.target ? divide(credited, terms.target) : credited) === 0
      ? ""
      : `, rounded to ${percentText(attained)}`;
  const reading =
    terms.target === null
      ? `${plainText(paid.share)}${compare(scale, ONE) === 0 ? "" : ` × ${plainText(scale)}`}`
      : `${percentText(paid.share)}${terms.scale ? ` of ${moneyText(scale, run.money)}` : ""}`;
  const says = [`${why}${rounded} gives ${reading}`, ...conditions.says].join("; ");
  const minor = minorUnits(paid.pay, run.money, run.money.places);
  return {
    ...sums,
    pays: moneyCells(run, terms, [{ label, minor, why: says }])[0]!,
    share: { label, value: shareOf(paid.pay, scale) ?? ZERO, why: says },
  };
}

function moneyCells(
  { site, money }: Run,
  { scale }: Terms,
  amounts: readonly { label: string; minor: bigint; why: string }[],
): Cell[] {
  if (scale === undefined) {
    const refused = `no role is paid by the plan ${site.planId}, so a weight is of no money`;
    return amounts.map(({ label }) => ({ label, value: { refused }, why: refused }));
  }
  return amounts.map(({ label, minor, why }) => ({
    label,
    value: exactMoney(minor, money.places),
    why,
  }));
}

function refusedCell(label: string, refused: string): Cell {
  return { label, value: { refused }, why: refused };
}

function attainmentText(credited: Rational, target: Rational | null): string {
  if (target === null) return plainText(credited);
  return `${plainText(credited)} of ${plainText(target)} is ${percentText(divide(credited, target))}`;
}

// ---- gates, multipliers and the second side of a matrix

type Conditions = {
  across: Rational | undefined;
  gateShare: Rational | null;
  factors: Rational[];
  says: string[];
  refused: string | undefined;
};

function exactTerms({ target, scale }: Terms, conditions: Conditions): ExactTerms {
  const { across, gateShare, factors } = conditions;
  return { target, scale: scale ?? ONE, across, gateShare, factors };
}

type Moment = At & { credited: Rational };

function conditionsOf(run: Run, moment: Moment): Conditions {
  const { component } = run.site;
  const says: string[] = [];
  let gateShare: Rational | null = null;
  for (const [id, gate] of Object.entries(component.gates ?? {})) {
    const { open, why } = gateAt(run, { id, gate }, moment);
    says.push(`${gate.title ?? id} ${open ? "open" : "shut"}: ${why}`);
    if (open) continue;
    const share = rational(gate.otherwise?.shareAtMost ?? 0);
    gateShare = gateShare === null ? share : least(gateShare, share);
  }
  const factors: Rational[] = [];
  let refused: string | undefined;
  for (const [id, multiplier] of Object.entries(component.multipliers ?? {})) {
    const at = attainmentOf(run, { id, question: multiplier }, moment);
    const factor = exactReading(exactForm(multiplier.curve), at.value);
    if ("refused" in factor) {
      refused = `${multiplier.title ?? id}: ${factor.refused}`;
      continue;
    }
    factors.push(factor);
    says.push(
      `× ${plainText(factor)} for ${multiplier.title ?? id} at ${percentText(at.value)}${at.said}`,
    );
  }
  const across = acrossOf(component.curve, run, moment);
  if (across) says.push(`across at ${percentText(across.value)}${across.said}`);
  return { across: across?.value, gateShare, factors, says, refused };
}

function acrossOf(
  curve: CurveInput | undefined,
  run: Run,
  moment: Moment,
): ReturnType<typeof attainmentOf> | undefined {
  if (!curve || !("across" in curve)) return undefined;
  return attainmentOf(run, { id: "across", question: curve.across }, moment);
}

type Question = Pick<
  Gate,
  "measure" | "scope" | "sourcedBy" | "segments" | "period" | "accumulation" | "target"
>;

/** The attainment of another measure: as stated, else the example's own where it is the same measure, else at target. */
function attainmentOf(
  run: Run,
  { id, question }: { id: string; question: Question },
  moment: Moment,
): { value: Rational; said: string; known: boolean } {
  const stated = statedAt(run, id, moment.i);
  if (stated) return { value: stated, said: "", known: true };
  if (!isOwn(run.site, question)) return { value: ONE, said: ", not stated", known: false };
  const target = ownTarget(run, id, question) ?? moment.terms.target;
  const value = target === null ? moment.credited : divide(moment.credited, target);
  return { value, said: "", known: true };
}

function statedAt({ stated }: Run, id: string, i: number): Rational | undefined {
  const written = Object.hasOwn(stated, id) ? stated[id] : undefined;
  if (written === undefined) return undefined;
  const value = Array.isArray(written) ? written[i] : written;
  if (value === undefined) throw new CannotRun(`"with" states ${id} for fewer than are given`);
  return rational(value);
}

function isOwn({ component }: ComponentSite, question: Question): boolean {
  const keys = ["scope", "segments", "period", "accumulation"] as const;
  return (
    question.measure === component.measure &&
    question.sourcedBy === component.sourcedBy &&
    keys.every(
      (key) =>
        question[key] === undefined ||
        JSON.stringify(question[key]) === JSON.stringify(component[key]),
    )
  );
}

function ownTarget({ site }: Run, id: string, { target }: Question): Rational | undefined {
  if (target === undefined) return undefined;
  const path = `plans.${site.planId}.components.${site.id}.gates.${id}.target`;
  return rational(readNumber(site, path, target));
}

function gateAt(
  run: Run,
  { id, gate }: { id: string; gate: Gate },
  moment: Moment,
): { open: boolean; why: string } {
  const at = attainmentOf(run, { id, question: gate }, moment);
  const byValue = gate.valueAtLeast !== undefined || gate.valueAbove !== undefined;
  if (byValue) {
    if (!at.known) return { open: true, why: "not stated" };
    const own = statedAt(run, id, moment.i) === undefined;
    const target = ownTarget(run, id, gate);
    const value = own ? moment.credited : target ? multiply(at.value, target) : at.value;
    const bound = rational((gate.valueAtLeast ?? gate.valueAbove)!);
    const open = compare(value, bound) > (gate.valueAbove === undefined ? -1 : 0);
    return {
      open,
      why: bounded(plainText(value), plainText(bound), {
        open,
        above: gate.valueAbove !== undefined,
      }),
    };
  }
  const above = gate.attainmentAbove !== undefined;
  const bound = rational((gate.attainmentAtLeast ?? gate.attainmentAbove)!);
  const meets = (value: Rational) => compare(value, bound) > (above ? 0 : -1);
  const open = meets(at.value);
  const why = `${bounded(percentText(at.value), percentText(bound), { open, above })}${at.said}`;
  if (open || !gate.orYearToDate) return { open, why };
  const year = yearSoFar(run, { id, gate }, moment);
  if (!year) return { open, why };
  const inTime = meets(year);
  return {
    open: inTime,
    why: `${why}; the year so far: ${bounded(percentText(year), percentText(bound), { open: inTime, above })}`,
  };
}

function bounded(
  value: string,
  bound: string,
  { open, above }: { open: boolean; above: boolean },
): string {
  if (open) return above ? `${value} is above ${bound}` : `${value} is not below ${bound}`;
  return above ? `${value} is not above ${bound}` : `${value} is below ${bound}`;
}

/** Attainment of the year so far: of the example's own measure, or the mean of those that it states. */
function yearSoFar(
  run: Run,
  { id, gate }: { id: string; gate: Gate },
  { i, soFar, terms }: Moment,
): Rational | undefined {
  const written = run.stated[id];
  if (Array.isArray(written)) {
    const sum = written.slice(0, i + 1).reduce((total, one) => add(total, rational(one)), ZERO);
    return divide(sum, rational(i + 1));
  }
  if (written !== undefined || !soFar || !isOwn(run.site, gate)) return undefined;
  const own = ownTarget(run, id, gate);
  const target = own ? multiply(own, rational(i + 1)) : (soFar.target ?? terms.target);
  return target ? divide(soFar.credited, target) : soFar.credited;
}
