/**
 * Components of a role, compiled: what is measured, against which target, for how much money, on which conditions.
 *
 * Terms     period p = the p-th of a year, counted from the calendar's start; scale = money paid in a period at a share
 *           of 1; shared = paid on both teams' result or from a pool.
 * Always    a target of "statusQuo" is the status quo's mean of the same measure in the same period, per person where
 *           the scope is individual; weights are never renormalised.
 * Not here  pools (pools.ts), the curve's forms (plans/kinds), expected pay (behaviour/), simulated pay (simulation/).
 * Source    docs/model.md#plans
 */
import {
  type CompiledMeasure,
  compileMeasure,
  evaluateMeasure,
  isMeasure,
  isRatio,
  measureYear,
} from "../funnel/measure.ts";
import type { Branches } from "../plans/branches.ts";
import type { Curve } from "../plans/curve.ts";
import { attainmentRounding, periodParts } from "../plans/defaults.ts";
import { curveOf, pointsOf } from "../plans/kinds/index.ts";
import type { Rule } from "../plans/payout.ts";
import { constantCurve, lineCurve } from "../plans/reshape.ts";
import type { Component, Plan } from "../plans/schema.ts";
import type { Problem } from "../problem.ts";
import { measures, monthsIn, type NamedMeasure } from "../terms.ts";
import { branchesOf, compileConditions, compileRule, type Conditions } from "./conditions.ts";
import { creditOf } from "./crediting.ts";
import { keptCurve, sharedCurve } from "./curves.ts";
import { type ComponentSite, forHeads, periodMeans } from "./periods.ts";
import type { Reading } from "./readings.ts";
import { countedMeasure, type DealForm, paidOnMeasure, windowMonths } from "./deals.ts";

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
  /** By period of a year: the part of the year's target and pay that the periods so far make, whoever is there all year. */
  grown: Float64Array;
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
  /** By payout: share paid where every gate is open, what is known of the component's own measure folded in. */
  curves: Curve[];
  /** The kernel's rule, and whether simulated years need it: false where scale · curve is all there is. */
  rule: Rule;
  ruled: boolean;
  conditions: Conditions;
  /** By payout, where pay hangs on more than the component's own measure. */
  branches: Branches[] | undefined;
  deals: DealForm | undefined;
  /** By month of the horizon: the part of it that counts. */
  window: Float64Array | undefined;
  /** Reading of the part of the measure that pay is on, or −1 where that is all of it. */
  paidOn: number;
  recover: boolean;
  /** Months after its period that it is paid in. */
  lagMonths: number;
  /** Of a pool: what is kept back, borne, and shared by contribution. */
  poolTerms: PoolTerms | undefined;
};

export type PoolTerms = {
  /** Share of each period's funding kept back. */
  reserve: number;
  /** By payout: money a person bears for a measure of nothing, in proportion to what is missing to the level. */
  loss: Float64Array;
  /** By payout: what the measure funds, in shares of scale. */
  funds: Curve[];
  /** A person's part of the pool; with contribution, that of a mean year. */
  part: number;
  /** Own bookings, where each member's part of a period's pool is theirs over all members'. */
  contribution: Reading | undefined;
};

/** No gates, multipliers or second measures. */
export const unconditional: Conditions = { readings: [], gates: [], multipliers: [], across: -1 };

/** The rule of a curve and nothing else. */
export function plainRule(curve: Curve): Rule {
  return {
    curve,
    across: undefined,
    deal: false,
    round: undefined,
    payAtMost: Infinity,
    payPerDealAtMost: Infinity,
  };
}

export type Payee = {
  role: string;
  /** Places as written, people employed in the mean, and by how many an individual measure is divided. */
  headcount: number;
  employed: number;
  heads: number;
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
  "ratchet",
] as const;
type OnceNumber = (typeof readOnce)[number];

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
      { id, path: `plans.${planId}.components.${id}`, component, plan, planId },
      payee,
      site,
    );
    if (one) compiled.push(one);
  }
  return compiled;
}

type Placed = { id: string; path: string; component: Component; plan: Plan; planId: string };

function compileComponent(
  { id, path, component, plan, planId }: Placed,
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
  const writtenCurve = curveOf(component);
  const curve = sharedCurve(`${path}.curve`, pointsOf(writtenCurve), site);
  if (!curve) return undefined;

  const yearToDate = component.accumulation === "yearToDate";
  const monthsInPeriod = monthsIn[component.period];
  const payouts = yearToDate ? 1 : 12 / monthsInPeriod;
  const perPerson = component.scope === "individual";
  const question = {
    scope: component.scope,
    role: payee.role,
    sourcedBy: component.sourcedBy,
    segments:
      component.segments ?? (perPerson || component.scope === "role" ? payee.segments : undefined),
  };
  const whole = compileMeasure(
    here.funnel,
    component.measure,
    creditOf(here.funnel, here.ownerships, question),
  );
  const individual = perPerson && !(whole.terms.length === 0 && whole.constant !== 0);
  if (yearToDate && isRatio(whole)) {
    problems.push({
      code: "bad-shape",
      path: `${path}.accumulation`,
      message: `${component.measure} is an average, so it cannot be added up over the year`,
      hint: "measure it by period, or by year",
    });
  }
  if (individual && whole.terms.length === 0) {
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
    if (input === undefined) continue;
    const domain = key === "ratchet" ? "share" : "positive";
    numbers[key] = read(`${path}.${key}`, input, domain, names);
  }
  const window = component.window && windowMonths(component.window, site.start, here.funnel.months);
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
  const deal = component.basis === "deal";
  const round = attainmentRounding(component);
  const deals = dealForm({
    component,
    numbers,
    rule: { ...plainRule(curve), round },
    target,
    scale,
  });
  const counted = deals ? countedMeasure(here.funnel, whole, deals) : whole;
  const measure = individual ? forHeads(counted, payee.heads) : counted;
  const rule = compileRule(
    `${path}.curve`,
    {
      written: writtenCurve,
      curve: deal ? keptCurve(lineCurve(1), site) : curve,
      payAtMost: numbers.payAtMost ?? Infinity,
      round: deal ? undefined : round,
    },
    site,
  );
  const conditions = compileConditions(
    path,
    {
      planId,
      plan,
      component,
      role: payee.role,
      headcount: payee.heads,
      segments: payee.segments,
      names,
      shaped: deals !== undefined || window !== undefined || component.commissionable !== undefined,
    },
    site,
  );
  if (deal) target.fill(1);
  const periods = 12 / monthsInPeriod;
  let paidOn = -1;
  /** What of the measure pay is on in a mean year. */
  let usual = 1;
  if (component.commissionable) {
    const part = paidOnMeasure(here.funnel, measure, component.commissionable);
    usual = yearOf(part, here) / (yearOf(measure, here) || 1);
    const spans = { months: monthsInPeriod, horizon: here.funnel.months, yearToDate, target };
    paidOn =
      conditions.readings.push(paidOnReading(path, part, { individual, window, deals }, spans)) - 1;
  }
  const all = Array.from({ length: payouts }, (_, p) =>
    branchesOf(
      rule,
      conditions,
      { q: yearToDate ? periods - 1 : p, target: target[p]!, scale: scale[p]!, usual },
      site,
    ),
  );
  const alone = all.every(
    ({ branches, factors }) =>
      factors.length === 0 &&
      branches.length === 1 &&
      branches[0]!.weights.length === 0 &&
      branches[0]!.either.length === 0,
  );
  const payment = component.payment ?? plan.payment;
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
    grown: grownOf(component),
    monthsInPeriod,
    payouts,
    target,
    scale,
    targetPay: scale.reduce((sum, money) => sum + money, 0),
    weight: numbers.weight ?? null,
    curves: all.map(({ branches }) => branches[0]?.curve ?? keptCurve(constantCurve(0), site)),
    rule,
    ruled:
      !alone ||
      conditions.readings.length > 0 ||
      rule.round !== undefined ||
      rule.payAtMost < Infinity ||
      paidOn >= 0 ||
      component.recover === true,
    conditions,
    branches: alone && paidOn < 0 ? undefined : all,
    deals,
    window,
    paidOn,
    recover: component.recover ?? false,
    lagMonths: payment?.lagMonths ?? 0,
    poolTerms: undefined,
  };
}

/** The part of the year that the periods so far make, period by period. */
function grownOf(component: Component): Float64Array {
  const parts = periodParts(component);
  const whole = parts.reduce((sum, part) => sum + part, 0);
  let soFar = 0;
  return Float64Array.from(parts, (part) => {
    soFar += part;
    return whole > 0 && soFar > 0 ? soFar / whole : 1;
  });
}

function yearOf(measure: CompiledMeasure, { funnel, flows, slots }: ComponentSite["here"]): number {
  const year = measureYear(slots);
  evaluateMeasure(funnel, measure, flows, year);
  return year.total;
}

/** The part of a component's measure that pay is on, read over the component's own periods. */
function paidOnReading(
  path: string,
  measure: CompiledMeasure,
  own: Pick<Reading, "individual" | "window" | "deals">,
  {
    months,
    horizon,
    yearToDate,
    target,
  }: { months: number; horizon: number; yearToDate: boolean; target: Float64Array },
): Reading {
  const count = horizon / months;
  const ends = Int32Array.from({ length: count }, (_, q) => (q + 1) * months);
  return {
    key: `${path}.commissionable`,
    path: `${path}.commissionable`,
    title: "commissionable",
    measure,
    ...own,
    from: ends.map((end) => (yearToDate ? end - 1 - ((end - 1) % 12) : end - months)),
    to: ends,
    target: Float64Array.from(
      { length: count },
      (_, q) => target[yearToDate ? 0 : q % target.length]!,
    ),
    own: false,
  };
}

/** What single deals count, where the component says anything of them. */
function dealForm({
  component,
  numbers,
  rule,
  target,
  scale,
}: {
  component: Component;
  numbers: CompiledComponent["numbers"];
  rule: Rule;
  target: Float64Array;
  scale: Float64Array;
}): DealForm | undefined {
  const deal = component.basis === "deal";
  if (!deal && numbers.dealAtMost === undefined && numbers.dealAtLeast === undefined)
    return undefined;
  const most = numbers.payPerDealAtMost ?? Infinity;
  return {
    atMost: numbers.dealAtMost ?? Infinity,
    atLeast: numbers.dealAtLeast ?? 0,
    shares: deal
      ? Array.from(target, (one, p) => ({ rule, target: one, most: most / scale[p]! }))
      : undefined,
  };
}

/** Name of a measure as people read it. */
export function measureTitle(id: string): string {
  return Object.hasOwn(measures, id) ? measures[id as NamedMeasure].title : id;
}

/** Names that formulas of a role's plan may use. */
export function roleNames(
  payee: Pick<Payee, "basePay" | "targetVariable" | "headcount">,
): (name: string) => number | undefined {
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
