/**
 * Components and pools of a role, compiled: what is measured, against which target, for how much money.
 *
 * Terms     period p = the p-th of a year, counted from the calendar's start; scale = money paid in a period at a share
 *           of 1; shared = paid on both teams' result or from a pool.
 * Always    a target of "statusQuo" is the status quo's mean of the same measure in the same period, per person where
 *           the scope is individual; weights are never renormalised.
 * Not here  the curve's forms (plans/kinds), expected pay (behaviour/), simulated pay (simulation/).
 * Source    docs/model.md#plans
 */
import type { CompiledFunnel } from "../funnel/compile.ts";
import {
  bookFactor,
  type CompiledMeasure,
  compileMeasure,
  type Credit,
  evaluateMeasure,
  isMeasure,
  isRatio,
  measureYear,
  type Part,
} from "../funnel/measure.ts";
import type { SteadyFlows } from "../funnel/flow.ts";
import { cappedPoints, compileCurve, type Curve, type CurvePoints } from "../plans/curve.ts";
import { type CurveInput, pointsOf } from "../plans/kinds/index.ts";
import type { Component, Plan, Pool } from "../plans/schema.ts";
import type { Problem } from "../problem.ts";
import { measures, monthsIn, type NamedMeasure, type ReadNumber } from "../terms.ts";
import { creditOf, type Ownership } from "./crediting.ts";

export type CompiledComponent = {
  id: string;
  title: string;
  /** The component as written; undefined for a pool. */
  written: Component | undefined;
  /** Its numbers that hold for all periods, read: those of `readOnce` that it states. */
  numbers: Partial<Record<OnceNumber, number>>;
  measure: CompiledMeasure;
  scope: Component["scope"];
  individual: boolean;
  shared: boolean;
  pool: boolean;
  yearToDate: boolean;
  prorate: boolean;
  monthsInPeriod: number;
  /** Payouts a year: 1 for year to date, whose periods only say when it is paid. */
  payouts: number;
  /** By payout: target in units of the measure (per person where individual), and money of one person at a share of 1. */
  target: Float64Array;
  scale: Float64Array;
  /** Money of one person a year at target. */
  targetPay: number;
  /** Share of target variable as written; null where pay is stated otherwise. */
  weight: number | null;
  /** By payout; one and the same unless a pool's cap bites at another attainment in each period. */
  curves: Curve[];
};

/** A company as far as measures and credit go: a funnel, its owners and its flows on the old behaviour. */
export type Company = {
  funnel: CompiledFunnel;
  ownerships: Ownership[];
  seasons: Float64Array[];
  flows: SteadyFlows;
  slots: number;
};

export type ComponentSite = {
  here: Company;
  statusQuo: Company;
  read: ReadNumber;
  problems: Problem[];
  /** One compiled curve for one written curve, so that tables of expected pay are shared. */
  curves: Map<string, Curve>;
};

export type Payee = {
  role: string;
  headcount: number;
  basePay: number;
  targetVariable: number;
  segments: string[] | undefined;
};

/** Numbers of a component that are the same in every period. */
const readOnce = [
  "weight",
  "targetPay",
  "rate",
  "dealAtMost",
  "dealAtLeast",
  "payPerDealAtMost",
  "payAtMost",
] as const;
type OnceNumber = (typeof readOnce)[number];

const flatCurve: CurveInput = { kind: "flat" };

/** Compiles the components of a plan for one role. */
export function compileComponents(
  planId: string,
  plan: Plan,
  payee: Payee,
  site: ComponentSite,
): CompiledComponent[] {
  const compiled: CompiledComponent[] = [];
  for (const [id, component] of Object.entries(plan.components)) {
    const one = compileComponent(
      { id, path: `plans.${planId}.components.${id}`, component },
      payee,
      site,
    );
    if (one) compiled.push(one);
  }
  return compiled;
}

function compileComponent(
  { id, path, component }: { id: string; path: string; component: Component },
  payee: Payee,
  site: ComponentSite,
): CompiledComponent | undefined {
  const { read, problems, here } = site;
  if (!isMeasure(here.funnel, component.measure)) {
    problems.push({
      code: "unknown-name",
      path: `${path}.measure`,
      message: `there is no measure called "${component.measure}"`,
      hint: `use one of: ${[...here.funnel.stages, ...Object.keys(measures)].join(", ")}`,
    });
    return undefined;
  }
  const curve = curveFor(`${path}.curve`, component.curve ?? flatCurve, site);
  if (!curve) return undefined;

  const yearToDate = component.accumulation === "yearToDate";
  const monthsInPeriod = monthsIn[component.period];
  const payouts = yearToDate ? 1 : 12 / monthsInPeriod;
  const individual = component.scope === "individual";
  const question = {
    scope: component.scope,
    role: payee.role,
    sourcedBy: component.sourcedBy,
    segments:
      component.segments ?? (individual || component.scope === "role" ? payee.segments : undefined),
  };
  const measure = compileMeasure(
    here.funnel,
    component.measure,
    creditOf(here.funnel, here.ownerships, question),
  );
  if (yearToDate && isRatio(measure)) {
    problems.push({
      code: "bad-shape",
      path: `${path}.accumulation`,
      message: `${component.measure} is an average, so it cannot be added up over the year`,
      hint: "measure it by period, or by year",
    });
  }
  if (individual && measure.terms.length === 0) {
    problems.push({
      code: "bad-shape",
      path: `${path}.scope`,
      message: `nobody in ${payee.role} owns any item that counts as ${component.measure}`,
      hint: `let the role own items from an earlier stage (roles.${payee.role}.owns), or use scope role, team or joint`,
    });
  }
  const reference = periodMeans(site.statusQuo, component.measure, question, {
    individual,
    payouts,
  });

  const names = roleNames(payee);
  const numbers: Partial<Record<OnceNumber, number>> = {};
  for (const key of readOnce) {
    const input = component[key];
    if (input !== undefined) numbers[key] = read(`${path}.${key}`, input, "positive", names);
  }
  const inComponent = (name: string) => numbers[name as OnceNumber] ?? names(name);

  const target = new Float64Array(payouts);
  for (let p = 0; p < payouts; p++) {
    target[p] =
      component.target === undefined
        ? 1
        : read(`${path}.target`, component.target, "positive", (name) =>
            name === "statusQuo" ? reference[p] : inComponent(name),
          );
    if (target[p] === 0) {
      problems.push({
        code: "bad-number",
        path: `${path}.target`,
        message: "the target is 0, so attainment has no meaning",
        hint: "give a target above 0; statusQuo is 0 where the status quo has none of this measure",
      });
      break;
    }
  }
  const scale = scales(component, {
    numbers,
    target,
    payouts,
    targetVariable: payee.targetVariable,
    path,
    problems,
  });
  return {
    id,
    written: component,
    numbers,
    title: component.title ?? measureTitle(component.measure),
    measure,
    scope: component.scope,
    individual,
    shared: component.scope === "joint" || component.scope === "company",
    pool: false,
    yearToDate,
    prorate: component.prorate ?? false,
    monthsInPeriod,
    payouts,
    target,
    scale,
    targetPay: scale.reduce((sum, money) => sum + money, 0),
    weight: numbers.weight ?? null,
    curves: Array.from({ length: payouts }, () => curve),
  };
}

/** Name of a measure as people read it. */
export function measureTitle(id: string): string {
  return Object.hasOwn(measures, id) ? measures[id as NamedMeasure].title : id;
}

function roleNames(payee: Payee): (name: string) => number | undefined {
  const ote = payee.basePay + payee.targetVariable;
  const known: Record<string, number> = {
    basePay: payee.basePay,
    targetVariable: payee.targetVariable,
    ote,
    headcount: payee.headcount,
  };
  return (name) => (Object.hasOwn(known, name) ? known[name] : undefined);
}

function scales(
  component: Component,
  given: {
    numbers: CompiledComponent["numbers"];
    target: Float64Array;
    payouts: number;
    targetVariable: number;
    path: string;
    problems: Problem[];
  },
): Float64Array {
  const { numbers, target, payouts } = given;
  if (numbers.rate !== undefined) return target.map((one) => one * numbers.rate!);
  const yearly = numbers.targetPay ?? (numbers.weight ?? 0) * given.targetVariable;
  const weights = component.periodWeights;
  if (weights && payouts > 1) {
    if (weights.length !== payouts) {
      given.problems.push({
        code: "bad-shape",
        path: `${given.path}.periodWeights`,
        message: `there are ${weights.length} weights for ${payouts} periods a year`,
        hint: `give ${payouts} weights that add to 1`,
      });
    }
    return Float64Array.from({ length: payouts }, (_, p) => yearly * (weights[p] ?? 0));
  }
  return new Float64Array(payouts).fill(yearly / payouts);
}

function curveFor(path: string, written: CurveInput, site: ComponentSite): Curve | undefined {
  return sharedCurve(path, pointsOf(written), site);
}

/** The curve of some points: one object for the same points, so that tables of expected pay are shared. */
function sharedCurve(path: string, points: CurvePoints, site: ComponentSite): Curve | undefined {
  const key = JSON.stringify(points);
  const known = site.curves.get(key);
  if (known) return known;
  const compiled = compileCurve(path, points);
  if (Array.isArray(compiled)) {
    site.problems.push(...compiled);
    return undefined;
  }
  site.curves.set(key, compiled);
  return compiled;
}

/** Mean of a measure in each payout's period in a company's steady state, per person where individual. */
function periodMeans(
  company: Company,
  measureId: string,
  question: Parameters<typeof creditOf>[2],
  { individual, payouts }: { individual: boolean; payouts: number },
): Float64Array {
  const { funnel, flows, seasons, slots } = company;
  const means = new Float64Array(payouts);
  if (!isMeasure(funnel, measureId)) return means;
  const credit: Credit = creditOf(funnel, company.ownerships, question);
  const measure = compileMeasure(funnel, measureId, credit);
  const year = measureYear(slots);
  evaluateMeasure(funnel, measure, flows, year);
  const heads =
    individual && !isRatio(measure)
      ? (company.ownerships.find(({ role }) => role === question.role)?.headcount ?? 1)
      : 1;
  const parts = periodParts({ funnel, seasons, measure, flows }, payouts);
  for (let p = 0; p < payouts; p++)
    means[p] = isRatio(measure) ? year.total : (year.total * parts[p]!) / heads;
  return means;
}

/** Share of a steady year's measure that falls in each of `payouts` periods from the calendar's start. */
export function periodParts(
  company: {
    funnel: CompiledFunnel;
    seasons: Float64Array[];
    measure: CompiledMeasure;
    flows: SteadyFlows;
  },
  payouts: number,
): Float64Array {
  const { funnel, seasons, measure, flows } = company;
  const parts = new Float64Array(payouts);
  if (payouts === 1 || isRatio(measure)) return parts.fill(1 / payouts);
  const monthsEach = 12 / payouts;
  let total = 0;
  for (const term of measure.terms) {
    const { segment } = funnel.flows[term.flow]!;
    const { termMonths } = funnel.segments[segment]!;
    const amount =
      flows.entries[term.flow * funnel.stages.length + term.stage]! *
      term.value *
      term.credit *
      bookFactor(term.part, flows.renewalRate[segment]!);
    const season = seasons[term.flow]!.subarray(term.stage * 12, term.stage * 12 + 12);
    total += amount;
    for (let t = 0; t < 12; t++) {
      const p = Math.floor(t / monthsEach);
      const factor = partSeason(season, term.part, termMonths, funnel.firstMonth + t);
      parts[p] = parts[p]! + (amount * factor) / 12;
    }
  }
  for (let p = 0; p < payouts; p++) parts[p] = total > 0 ? parts[p]! / total : 1 / payouts;
  return parts;
}

/** Season of a month: of bookings, of what renews a term later, or of revenue spread over the term. */
function partSeason(season: Float64Array, part: Part, termMonths: number, month: number): number {
  const at = (m: number) => season[((m % 12) + 12) % 12]!;
  if (part === "new" || termMonths === 0) return at(month);
  if (part === "renewed") return at(month - termMonths);
  let sum = 0;
  for (let i = 0; i < termMonths; i++) sum += at(month - i);
  return sum / termMonths;
}

/** A pool as each member role sees it: one more component, in money of one person. */
export function compilePools(
  pools: Record<string, Pool>,
  payees: Payee[],
  site: ComponentSite,
): Map<string, CompiledComponent[]> {
  const byRole = new Map<string, CompiledComponent[]>();
  for (const [id, pool] of Object.entries(pools)) {
    const members = payees.filter(({ role }) => pool.members.includes(role));
    const heads = members.reduce((sum, member) => sum + member.headcount, 0);
    const variable = members.reduce(
      (sum, member) => sum + member.headcount * member.targetVariable,
      0,
    );
    const fund = compileFund(id, pool, site);
    if (!fund) continue;
    for (const member of members) {
      const equal = pool.by === "equal" || variable === 0;
      const part = equal ? 1 / heads : member.targetVariable / variable;
      const scale = fund.scale.map((money) => money * part);
      const list = byRole.get(member.role) ?? [];
      list.push({ ...fund, scale, targetPay: fund.targetPay * part });
      byRole.set(member.role, list);
    }
  }
  return byRole;
}

function compileFund(id: string, pool: Pool, site: ComponentSite): CompiledComponent | undefined {
  const { read, here, problems } = site;
  const path = `pools.${id}`;
  if (!isMeasure(here.funnel, pool.measure)) {
    problems.push({
      code: "unknown-name",
      path: `${path}.measure`,
      message: `there is no measure called "${pool.measure}"`,
    });
    return undefined;
  }
  const payouts = 12 / monthsIn[pool.period];
  const question = {
    scope: pool.scope,
    team: pool.team,
    sourcedBy: pool.sourcedBy,
    segments: pool.segments,
  };
  const measure = compileMeasure(
    here.funnel,
    pool.measure,
    creditOf(here.funnel, here.ownerships, question),
  );
  const reference = periodMeans(site.statusQuo, pool.measure, question, {
    individual: false,
    payouts,
  });
  const cap = pool.cap === undefined ? Infinity : read(`${path}.cap`, pool.cap, "positive");
  const target = new Float64Array(payouts);
  const scale = new Float64Array(payouts);
  const level = "over" in pool.funding ? pool.funding.over : pool.funding.target;
  const levelPath = `${path}.funding.${"over" in pool.funding ? "over" : "target"}`;
  for (let p = 0; p < payouts; p++) {
    target[p] = read(levelPath, level, "positive", (name) =>
      name === "statusQuo" ? reference[p] : undefined,
    );
  }
  if (target.some((one) => one === 0)) {
    problems.push({
      code: "bad-number",
      path: levelPath,
      message: "the level is 0, so attainment has no meaning",
      hint: "give a level above 0",
    });
    return undefined;
  }
  let targetPay = 0;
  let share = 0;
  if ("over" in pool.funding) {
    share = read(`${path}.funding.shareOfExcess`, pool.funding.shareOfExcess, "share");
    for (let p = 0; p < payouts; p++) scale[p] = share * target[p]!;
  } else {
    targetPay = read(`${path}.funding.amount`, pool.funding.amount, "positive");
    scale.fill(targetPay / payouts);
  }
  const points: CurvePoints =
    "over" in pool.funding ? { points: [[1, 0]], beyond: 1 } : pointsOf(pool.funding.curve);
  const curves: Curve[] = [];
  for (let p = 0; p < payouts; p++) {
    const capped = cap < Infinity && scale[p]! > 0 ? cappedPoints(points, cap / scale[p]!) : points;
    const curve = sharedCurve(path, capped, site);
    if (!curve) return undefined;
    curves.push(curve);
  }
  return {
    id,
    title: pool.title ?? "Pool",
    written: undefined,
    numbers: {},
    measure,
    scope: pool.scope,
    individual: false,
    shared: true,
    pool: true,
    yearToDate: false,
    prorate: false,
    monthsInPeriod: monthsIn[pool.period],
    payouts,
    target,
    scale,
    targetPay,
    weight: null,
    curves,
  };
}
