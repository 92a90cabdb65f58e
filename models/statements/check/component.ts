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
  sum,
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
import { monthsIn } from "../../terms.ts";
import { addsUp } from "../measured.ts";
import { boundOf, type MoneyRounding } from "../../plans/defaults.ts";
import { exactMoney, minorUnits, runningUnits } from "../money.ts";
import { dueOf, meetsBound, shutShare, targetOver } from "../payment.ts";
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
import { askedTargets, type ComponentSite, periodsOf, ruleNumbers, termsOf } from "./terms.ts";

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
  const period = periodIn(run, given);
  const terms = termsOf(run.site, period);
  const attainments = listOf(given.attainment);
  const credited = attainments.map((one) => multiply(one, terms.target ?? ONE));
  return alternatives(run, credited, { terms, period, labels: attainments.map(percentText) });
}

function byMeasure(run: Run, given: Form<"measure">): Results {
  const period = periodIn(run, given);
  const terms = termsOf(run.site, period);
  const values = listOf(given.measure);
  const byDeal = run.rule.basis === "deal";
  const credited = byDeal ? values.map((one) => counted(run, one)) : values;
  return alternatives(run, credited, { terms, period, labels: values.map(plainText) });
}

type Terms = { target: Rational | null; scale: Rational | undefined };

function alternatives(
  run: Run,
  credited: readonly Rational[],
  { terms, period, labels }: { terms: Terms; period: number; labels: readonly string[] },
): Results {
  const lines = credited.map((one, i) =>
    line(run, one, { terms, i, period, soFar: undefined, label: labels[i]! }),
  );
  return {
    pays: lines.map(({ pays }) => pays),
    paysShare: lines.map(({ share }) => share),
    attains: lines.map(({ attains }) => attains),
  };
}

// ---- deals

function byDeals(run: Run, given: Form<"deals">): Results {
  const period = periodIn(run, given);
  const terms = termsOf(run.site, period);
  const before = rational(given.before ?? 0);
  const deals = given.deals.map(dealIn);
  const people = new Set(deals.flatMap(({ credit }) => Object.keys(credit ?? {})));
  if (people.size === 0) return dealsPaid(run, { deals, credit: () => ONE, before, terms, period });
  const results = [...people].map((person) => {
    const credit = (deal: GivenDeal) => rational(deal.credit?.[person] ?? 0);
    return [person, dealsPaid(run, { deals, credit, before, terms, period }).total!] as const;
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
    period,
  }: {
    deals: readonly GivenDeal[];
    credit: (deal: GivenDeal) => Rational;
    before: Rational;
    terms: Terms;
    period: number;
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
    period,
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
  const inAll = minor.reduce((total, one) => total + one, 0n);
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
      { label: "in all", minor: inAll, why: exact.map((_, i) => why(i)).join("; ") },
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
  let soFar = ZERO;
  let paid = 0n;
  for (const [p, written] of given.periods.entries()) {
    const own = rational(written);
    const terms = termsOf(run.site, p);
    soFar = add(soFar, own);
    const at: At = { terms, i: p, period: p, soFar, label: `${component.period} ${p + 1}` };
    if (yearToDate) at.paidBefore = paid;
    const one = line(run, yearToDate ? soFar : own, at);
    lines.push(one);
    paid += one.minor;
  }
  return {
    pays: lines.map(({ pays }) => pays),
    paysShare: lines.map(({ share }) => share),
    attains: lines.map(({ attains }) => attains),
    credited: lines.map(({ credited }) => credited),
  };
}

// ---- one line: a period, or an alternative of it

type Line = { pays: Cell; share: Cell; attains: Cell; credited: Cell; minor: bigint };

type At = {
  terms: Terms;
  /** Place among what is given. */
  i: number;
  /** Which of the year, from 0. */
  period: number;
  /** Credited in the year so far, for gates that ask for it. */
  soFar: Rational | undefined;
  label: string;
  /** To date: minor units of the earlier periods. */
  paidBefore?: bigint;
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
    return { ...sums, pays: cell, share: cell, minor: 0n };
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
  const { paidBefore } = at;
  const { places } = run.money;
  const recover = run.site.component.recover ?? false;
  const less =
    paidBefore === undefined
      ? []
      : [
          `less ${moneyText(exactMoney(paidBefore, places), run.money)} paid before${recover ? "" : ", never below 0"}`,
        ];
  const says = [`${why}${rounded} gives ${reading}`, ...conditions.says, ...less].join("; ");
  const due = dueOf(paid.pay, { paidBefore, recover }, { rounding: run.money, places });
  const minor = minorUnits(due, run.money, places);
  return {
    minor,
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
    return amounts.map(({ label }) => ({ label, value: { refused, cannot: true }, why: refused }));
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
  const gates = Object.entries(component.gates ?? {}).map(([id, gate]) => {
    const { open, why } = gateAt(run, { id, gate }, moment);
    says.push(`${gate.title ?? id} ${open ? "open" : "shut"}: ${why}`);
    const otherwise = gate.otherwise && rational(gate.otherwise.shareAtMost);
    return { open, gate: { otherwise } };
  });
  const gateShare = shutShare(gates);
  const factors: Rational[] = [];
  let refused: string | undefined;
  for (const [id, multiplier] of Object.entries(component.multipliers ?? {})) {
    const at = attainmentOf(run, { id, question: multiplier, path: `multipliers.${id}` }, moment);
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
  return attainmentOf(run, { id: "across", question: curve.across, path: "curve.across" }, moment);
}

type Question = Pick<
  Gate,
  "measure" | "scope" | "sourcedBy" | "segments" | "period" | "accumulation" | "target"
>;

type Asked = { id: string; question: Question; path: string };

/** The attainment of another measure: as stated, else the example's own where it is the same measure, else at target. */
function attainmentOf(
  run: Run,
  asked: Asked,
  moment: Moment,
): { value: Rational; said: string; known: boolean } {
  const stated = statedAt(run, asked.id, moment.i);
  if (stated) return { value: stated, said: "", known: true };
  if (!isOwn(run.site, asked.question)) return { value: ONE, said: ", not stated", known: false };
  const toDate = run.site.component.accumulation === "yearToDate";
  const target = targetIn(run, asked, { ...moment, toDate });
  const value = target ? divide(moment.credited, target) : moment.credited;
  return { value, said: "", known: true };
}

/** Target of a question of the example's own measure: of its period, or of the year so far. */
function targetIn(
  { site }: Run,
  { question, path }: Pick<Asked, "question" | "path">,
  { period, toDate }: { period: number; toDate: boolean },
): Rational | undefined {
  const { component, scenario } = site;
  const own = question.period ?? component.period;
  const series = askedTargets(site, { path, target: question.target, period: own });
  const months = monthsIn[component.period];
  const to = (period + 1) * months - 1;
  const span = { from: toDate ? 0 : to - months + 1, to };
  return series && targetOver(series, span, addsUp(scenario, component.measure));
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

function gateAt(
  run: Run,
  { id, gate }: { id: string; gate: Gate },
  moment: Moment,
): { open: boolean; why: string } {
  const asked = { id, question: gate, path: `gates.${id}` };
  const at = attainmentOf(run, asked, moment);
  const { bound: plain, ...kind } = boundOf(gate);
  const bound = { ...kind, bound: rational(plain) };
  if (!kind.relative && !at.known) return { open: true, why: "not stated" };
  const words = (reading: Measured, open: boolean, periods = 1) =>
    kind.relative
      ? bounded(percentText(reading.attainment), percentText(bound.bound), { open, ...kind })
      : bounded(plainText(reading.value), plainText(multiply(bound.bound, rational(periods))), {
          open,
          ...kind,
        });
  const own = statedAt(run, id, moment.i) === undefined;
  const target =
    gate.target === undefined ? undefined : targetIn(run, asked, { ...moment, toDate: false });
  const stated = target ? multiply(at.value, target) : at.value;
  const reading = { attainment: at.value, value: own ? moment.credited : stated };
  const open = meetsBound(bound, reading);
  const why = `${words(reading, open)}${at.said}`;
  const year = open || !gate.orYearToDate ? undefined : yearSoFar(run, asked, moment);
  if (!year) return { open, why };
  const periods = addsUp(run.site.scenario, gate.measure) ? moment.i + 1 : 1;
  const inTime = meetsBound(bound, year, rational(periods));
  return { open: inTime, why: `${why}; the year so far: ${words(year, inTime, periods)}` };
}

type Measured = { value: Rational; attainment: Rational };

function bounded(
  value: string,
  bound: string,
  { open, above }: { open: boolean; above: boolean },
): string {
  if (open) return above ? `${value} is above ${bound}` : `${value} is not below ${bound}`;
  return above ? `${value} is not above ${bound}` : `${value} is below ${bound}`;
}

/** The year so far: of the example's own measure, or of those attainments that it states, their mean. */
function yearSoFar(run: Run, asked: Asked, moment: Moment): Measured | undefined {
  const { i, soFar, period } = moment;
  const written = run.stated[asked.id];
  if (Array.isArray(written)) {
    const value = sum(written.slice(0, i + 1).map((one) => rational(one)));
    return { value, attainment: divide(value, rational(i + 1)) };
  }
  if (written !== undefined || !soFar || !isOwn(run.site, asked.question)) return undefined;
  const target = targetIn(run, asked, { period, toDate: true });
  return { value: soFar, attainment: target ? divide(soFar, target) : soFar };
}
