/**
 * Measures read beside a component's own, compiled: by its gates, its multipliers, or the second side of its matrix.
 *
 * Terms     reading = a measure at a scope over a span of months that ends with each period of the component, and its
 *           target for that span; period q = the q-th of the component's from the calendar's start.
 * Formula   a span's target is the sum of the whole periods in it and of parts of the others by months.
 * Always    a span starts with the calendar at the earliest: what came before is not known.
 * Not here  what the readings do to pay (conditions.ts, simulation/pay.ts).
 * Source    docs/model.md#gates-and-multipliers
 */
import { type CompiledMeasure, compileMeasure, isMeasure, isRatio } from "../funnel/measure.ts";
import { targetGiver, targetParts } from "../plans/defaults.ts";
import type { MeasureQuestion } from "../plans/question.ts";
import type { Component, Plan } from "../plans/schema.ts";
import { monthsIn, type ReadNumber } from "../terms.ts";
import { creditOf } from "./crediting.ts";
import type { DealForm } from "./deals.ts";
import { type ComponentSite, forHeads, periodMeans } from "./periods.ts";

export type Reading = {
  /** The same for two that read the same. */
  key: string;
  /** Path of what asks for it first, and what it is called. */
  path: string;
  title: string;
  measure: CompiledMeasure;
  individual: boolean;
  /** By period: first month and the month after the last, from the calendar's start, and the target. */
  from: Int32Array;
  to: Int32Array;
  target: Float64Array;
  /** What of the measure counts: parts of months, and of deals; undefined where all does. */
  window: Float64Array | undefined;
  deals: DealForm | undefined;
  /** True where it is the component's own measure over its own periods. */
  own: boolean;
};

export type Asked = {
  path: string;
  title: string;
  question: MeasureQuestion;
  /** True where the measure itself is compared with a value. */
  byValue: boolean;
  /** Asked for the year so far, whatever the question says. */
  yearToDate?: boolean;
};

export type Asker = {
  planId: string;
  plan: Plan;
  component: Component;
  role: string;
  headcount: number;
  segments: string[] | undefined;
  names: (name: string) => number | undefined;
  /** True where the component's measure is what its single deals count, or is counted in a window. */
  shaped: boolean;
};

/** A measure asked for by a component; undefined where there is no such measure. */
export function compileReading(
  asked: Asked,
  asker: Asker,
  site: ComponentSite,
): Reading | undefined {
  const { here, problems } = site;
  const { question, path } = asked;
  const { component } = asker;
  if (!isMeasure(here.funnel, question.measure)) {
    problems.push({
      code: "unknown-name",
      path: `${path}.measure`,
      message: `there is no measure called "${question.measure}"`,
    });
    return undefined;
  }
  const scope = question.scope ?? component.scope;
  const period = question.period ?? component.period;
  const accumulation =
    asked.yearToDate === true ? "yearToDate" : (question.accumulation ?? component.accumulation);
  const perPerson = scope === "individual";
  const credit = {
    scope,
    role: asker.role,
    sourcedBy: question.sourcedBy,
    segments:
      question.segments ??
      component.segments ??
      (perPerson || scope === "role" ? asker.segments : undefined),
  };
  const whole = compileMeasure(
    here.funnel,
    question.measure,
    creditOf(here.funnel, here.ownerships, credit),
  );
  const measure = perPerson && whole.terms.length > 0 ? forHeads(whole, asker.headcount) : whole;
  const each = monthsIn[component.period];
  const count = here.funnel.months / each;
  const length = monthsIn[period];
  const from = new Int32Array(count);
  const to = new Int32Array(count);
  for (let q = 0; q < count; q++) {
    to[q] = (q + 1) * each;
    const end = to[q]!;
    from[q] =
      accumulation === "yearToDate" ? end - 1 - ((end - 1) % 12) : Math.max(0, end - length);
  }
  const targets = asked.byValue
    ? undefined
    : targetsOf(asked, { scope, sourcedBy: question.sourcedBy, length, credit }, asker, site);
  const same =
    !asker.shaped &&
    question.measure === component.measure &&
    scope === component.scope &&
    question.sourcedBy === component.sourcedBy &&
    JSON.stringify(question.segments ?? component.segments) ===
      JSON.stringify(component.segments) &&
    (accumulation === "yearToDate"
      ? component.accumulation === "yearToDate"
      : component.accumulation !== "yearToDate" && length === each);
  const target = Float64Array.from({ length: count }, (_, q) =>
    targets
      ? spanTarget(targets, { from: from[q]!, to: to[q]!, ratio: isRatio(measure) })
      : // A bound on the value itself is that of one period: over the year so far it grows with the periods.
        asked.yearToDate === true && !isRatio(measure)
        ? (to[q]! - from[q]!) / length
        : 1,
  );
  if (perPerson && measure.terms.length === 0 && measure.constant === 0) {
    problems.push({
      code: "bad-shape",
      path: `${path}.scope`,
      message: `nobody in ${asker.role} owns any item that counts as ${question.measure}`,
      hint: "read the measure at scope role, team or joint",
    });
  }
  return {
    key: JSON.stringify([question.measure, credit, [...from], [...to], [...target]]),
    path,
    title: asked.title,
    measure,
    individual: perPerson && measure.terms.length > 0,
    from,
    to,
    target,
    window: undefined,
    deals: undefined,
    own: same,
  };
}

type Targets = { each: number; list: Float64Array };

function targetsOf(
  { path, question }: Asked,
  given: {
    scope: Component["scope"];
    sourcedBy: Component["sourcedBy"];
    length: number;
    credit: Parameters<typeof creditOf>[2];
  },
  { planId, plan, names }: Asker,
  site: ComponentSite,
): Targets {
  const { scope, sourcedBy, length, credit } = given;
  if (question.target !== undefined)
    return targetList(
      { path: `${path}.target`, input: question.target, each: length },
      { measure: question.measure, credit, names },
      site,
    );
  const found = targetGiver(plan, { measure: question.measure, scope, sourcedBy });
  if (!found) {
    site.problems.push({
      code: "bad-shape",
      path: `${path}.target`,
      message: '"target" is missing',
      hint: `no component of the plan has a target for ${question.measure} at ${scope} scope`,
    });
    return { each: 12, list: new Float64Array(1).fill(1) };
  }
  const [id, other] = found;
  const { months, parts } = targetParts(other);
  const grows = other.accumulation === "yearToDate";
  const whole = targetList(
    {
      path: `plans.${planId}.components.${id}.target`,
      input: other.target!,
      each: grows ? 12 : months,
    },
    { measure: question.measure, credit, names },
    site,
  );
  if (!grows || parts.length === 1) return whole;
  const all = parts.reduce((sum, part) => sum + part, 0);
  return { each: months, list: Float64Array.from(parts, (part) => (whole.list[0]! * part) / all) };
}

function targetList(
  { path, input, each }: { path: string; input: Parameters<ReadNumber>[1]; each: number },
  {
    measure,
    credit,
    names,
  }: {
    measure: string;
    credit: Parameters<typeof creditOf>[2];
    names: (name: string) => number | undefined;
  },
  site: ComponentSite,
): Targets {
  const payouts = 12 / each;
  const reference = periodMeans(site.statusQuo, measure, credit, {
    individual: credit.scope === "individual",
    payouts,
  });
  const list = Float64Array.from({ length: payouts }, (_, p) =>
    site.read(path, input, "positive", (name) =>
      name === "statusQuo" ? reference[p] : names(name),
    ),
  );
  if (list.some((one) => one === 0)) {
    site.problems.push({
      code: "bad-number",
      path,
      message: "the target is 0, so attainment has no meaning",
      hint: "give a target above 0",
    });
  }
  return { each, list };
}

/** Target of a span of months, from the calendar's start. */
function spanTarget(
  { each, list }: Targets,
  { from, to, ratio }: { from: number; to: number; ratio: boolean },
): number {
  const at = (month: number) => list[Math.floor((month % 12) / each)]!;
  if (ratio) return at(to - 1);
  let target = 0;
  for (let month = from; month < to;) {
    const end = Math.min(to, month - (month % each) + each);
    target += end - month === each ? at(month) : (at(month) * (end - month)) / each;
    month = end;
  }
  return target;
}
