/**
 * Measures: sums of flows that plans pay on and reports show.
 *
 * Terms     term = one flow at one stage, times a value an item; part = of bookings: the new value, what of it renews,
 *           or both; mass = a year's mean by the shocks that multiply it; stated = a measure of the scenario's own: a
 *           score from outside the funnel, or a weighted sum of measures.
 * Formula   renewed part = bookings · ρ/(1 − ρ), both = bookings / (1 − ρ), ρ the renewal rate: a steady book of contracts.
 * Always    renewals and revenue carry no shock of the year: they come from contracts signed before it.
 * Not here  who is credited (company/crediting.ts).
 * Source    docs/model.md#measures
 */
import { measures, type NamedMeasure } from "../terms.ts";
import { CLOSE, type CompiledFunnel, QUALITY } from "./compile.ts";
import type { SteadyFlows } from "./flow.ts";

export type Part = "new" | "renewed" | "both";
export type MeasureKind = "count" | "money" | "sum" | "winRate" | "leadQuality" | "score";

/** A measure that the scenario states itself. */
export type StatedMeasure =
  | {
      kind: "score";
      /** True where it adds up over months and people. */
      adds: boolean;
      /** Of one month where it adds up, else at any time. */
      expected: number;
    }
  | { kind: "sum"; of: Readonly<Record<string, number>> };

export type Term = {
  flow: number;
  stage: number;
  /** Mean credited amount an item. */
  value: number;
  /** True where an item's amount is a part of its size. */
  sized: boolean;
  /** That part, or what an item counts whatever its size. */
  each: number;
  /** Mean square of the amount of an item, where it is not a plain part of its size. */
  square?: number;
  /** Part of it that pay is on, in a measure of what pay is on; `value` holds it, `each` does not. */
  paidOn?: number;
  /** Share of the item credited. */
  credit: number;
  part: Part;
  shocks: number;
};

export type CompiledMeasure = {
  id: string;
  kind: MeasureKind;
  terms: Term[];
  /** Items under a ratio. */
  below: Term[];
  /** What no item and no effort moves: of a month where the measure adds up, else its level. */
  constant: number;
};

type Named = { stages: string[]; stated?: ReadonlyMap<string, StatedMeasure> };

/** True for measures that are averages: they do not add over months, flows or people. */
export function isRatio({ kind }: { kind: MeasureKind }): boolean {
  return kind === "winRate" || kind === "leadQuality" || kind === "score";
}

/** How much of a flow's entries to a stage counts towards a measure: 1 is all of it, once. */
export type Credit = (flow: number, stage: number, measure: string) => number;

/** True for a name a component may measure: a stage of the funnel, a named measure or one of the scenario's own. */
export function isMeasure({ stages, stated }: Named, id: string): boolean {
  return stages.includes(id) || Object.hasOwn(measures, id) || (stated?.has(id) ?? false);
}

/** The measure `id` over the flows that `credit` counts. */
export function compileMeasure(
  funnel: CompiledFunnel,
  id: string,
  credit: Credit,
): CompiledMeasure {
  const won = funnel.stages.length - 1;
  const stated = funnel.stated?.get(id);
  if (stated) return compileStated(funnel, id, { stated, credit });
  const own = (flow: number, at: number) => credit(flow, at, id);
  const count = (stage: number) =>
    termsAt(funnel, stage, own, () => 1).map((term) => ({ ...term, sized: false, each: 1 }));
  const money = (stage: number, part: Part, value: (flow: number) => number) =>
    termsAt(funnel, stage, own, value).map((term) => ({
      ...term,
      part,
      shocks: part === "new" ? term.shocks : 0,
    }));
  const size = (flow: number) => funnel.segments[funnel.flows[flow]!.segment]!.dealMean;
  const margin = (flow: number) =>
    size(flow) * funnel.segments[funnel.flows[flow]!.segment]!.grossMargin;

  const stage = funnel.stages.indexOf(id);
  if (stage >= 0) return { id, kind: "count", terms: count(stage), below: [], constant: 0 };
  switch (id as NamedMeasure) {
    case "pipeline":
      return {
        id,
        kind: "money",
        terms: money(funnel.pipelineStage, "new", size),
        below: [],
        constant: 0,
      };
    case "bookings":
      return { id, kind: "money", terms: money(won, "new", size), below: [], constant: 0 };
    case "grossMargin":
      return { id, kind: "money", terms: money(won, "new", margin), below: [], constant: 0 };
    case "expansion":
      return {
        id,
        kind: "money",
        terms: money(won, "new", (flow) => (funnel.flows[flow]!.expansion ? size(flow) : 0)),
        below: [],
        constant: 0,
      };
    case "renewals":
      return { id, kind: "money", terms: money(won, "renewed", size), below: [], constant: 0 };
    case "revenue":
      return { id, kind: "money", terms: money(won, "both", size), below: [], constant: 0 };
    case "winRate":
      return {
        id,
        kind: "winRate",
        terms: count(won),
        below: count(funnel.pipelineStage),
        constant: 0,
      };
    case "leadQuality":
      return {
        id,
        kind: "leadQuality",
        terms: count(funnel.handOverStage),
        below: [],
        constant: 0,
      };
    default:
      throw new RangeError(`there is no measure called "${id}"`);
  }
}

function compileStated(
  funnel: CompiledFunnel,
  id: string,
  { stated, credit }: { stated: StatedMeasure; credit: Credit },
): CompiledMeasure {
  if (stated.kind === "score") {
    const kind = stated.adds ? "sum" : "score";
    return { id, kind, terms: [], below: [], constant: stated.expected };
  }
  let constant = 0;
  const terms: Term[] = [];
  for (const [part, weight] of Object.entries(stated.of)) {
    if (!isMeasure(funnel, part)) continue;
    const measure = compileMeasure(funnel, part, credit);
    constant += weight * measure.constant;
    for (const term of measure.terms)
      terms.push({ ...term, value: weight * term.value, each: weight * term.each });
  }
  return { id, kind: "sum", terms, below: [], constant };
}

function termsAt(
  funnel: CompiledFunnel,
  stage: number,
  credit: (flow: number, stage: number) => number,
  value: (flow: number) => number,
): Term[] {
  const terms: Term[] = [];
  for (const [flow, { entry, shocks }] of funnel.flows.entries()) {
    const credited = stage >= entry ? credit(flow, stage) : 0;
    if (credited === 0 || value(flow) === 0) continue;
    terms.push({
      flow,
      stage,
      value: value(flow),
      sized: true,
      each: value(flow) / funnel.segments[funnel.flows[flow]!.segment]!.dealMean,
      credit: credited,
      part: "new",
      shocks: shocks[stage]!,
    });
  }
  return terms;
}

/** A year of a measure in steady state. */
export type MeasureYear = {
  /** Mean by the shocks that multiply it: eight parts. */
  mass: Float64Array;
  total: number;
  /** d ln mean / d ln work, by slot. */
  elasticity: Float64Array;
  /** Expected items, and the sum over items of the mean square of their value: what counting noise needs. */
  items: number;
  squares: number;
};

/** Room for a year of a measure. */
export function measureYear(slots: number): MeasureYear {
  return {
    mass: new Float64Array(8),
    total: 0,
    elasticity: new Float64Array(slots),
    items: 0,
    squares: 0,
  };
}

/** Fills `out` with a steady year of the measure. Writes into `out`. */
export function evaluateMeasure(
  funnel: CompiledFunnel,
  measure: CompiledMeasure,
  flows: SteadyFlows,
  out: MeasureYear,
): void {
  const slots = out.elasticity.length;
  const stages = funnel.stages.length;
  out.mass.fill(0);
  out.elasticity.fill(0);
  out.total = 0;
  out.items = 0;
  out.squares = 0;
  for (const term of measure.terms) {
    const amount = termAmount(funnel, term, flows);
    out.mass[term.shocks] = out.mass[term.shocks]! + amount;
    out.total += amount;
    if (term.part === "new") {
      const entries = flows.entries[term.flow * stages + term.stage]! * term.credit;
      const cv = term.sized ? funnel.segments[funnel.flows[term.flow]!.segment]!.dealCv : 0;
      out.items += entries;
      out.squares += entries * (term.square ?? term.value * term.value * (1 + cv * cv));
    }
    addElasticity(funnel, { term, amount }, flows, out.elasticity);
  }
  if (measure.constant !== 0) {
    const level = measure.kind === "score" ? measure.constant : 12 * measure.constant;
    out.mass[0] = out.mass[0]! + level;
    out.total += level;
  }
  if (out.total > 0)
    for (let j = 0; j < slots; j++) out.elasticity[j] = out.elasticity[j]! / out.total;
  if (measure.kind === "winRate") divideByOpportunities(funnel, measure, flows, out);
  if (measure.kind === "leadQuality") averageQuality(funnel, measure, flows, out);
}

function termAmount(funnel: CompiledFunnel, term: Term, flows: SteadyFlows): number {
  const entries = flows.entries[term.flow * funnel.stages.length + term.stage]!;
  const amount = entries * term.value * term.credit;
  if (term.part === "new") return amount;
  return amount * bookFactor(term.part, flows.renewalRate[funnel.flows[term.flow]!.segment]!);
}

/** Steady value of contracts renewed, or booked and renewed, over value booked. */
export function bookFactor(part: Part, renewalRate: number): number {
  if (part === "new") return 1;
  return part === "renewed" ? renewalRate / (1 - renewalRate) : 1 / (1 - renewalRate);
}

function addElasticity(
  funnel: CompiledFunnel,
  { term, amount }: { term: Term; amount: number },
  flows: SteadyFlows,
  elasticity: Float64Array,
): void {
  const slots = elasticity.length;
  const at = (term.flow * funnel.stages.length + term.stage) * slots;
  for (let j = 0; j < slots; j++)
    elasticity[j] = elasticity[j]! + amount * flows.elasticity[at + j]!;
  if (term.part === "new") return;
  const segment = funnel.flows[term.flow]!.segment;
  const rate = flows.renewalRate[segment]!;
  const factor = term.part === "renewed" ? 1 / (1 - rate) : rate / (1 - rate);
  for (let j = 0; j < slots; j++) {
    elasticity[j] =
      elasticity[j]! + amount * factor * flows.renewalElasticity[segment * slots + j]!;
  }
}

function divideByOpportunities(
  funnel: CompiledFunnel,
  measure: CompiledMeasure,
  flows: SteadyFlows,
  out: MeasureYear,
): void {
  const slots = out.elasticity.length;
  const stages = funnel.stages.length;
  let opportunities = 0;
  const slope = new Float64Array(slots);
  for (const term of measure.below) {
    const cell = term.flow * stages + term.stage;
    const amount = flows.entries[cell]! * term.credit;
    opportunities += amount;
    for (let j = 0; j < slots; j++)
      slope[j] = slope[j]! + amount * flows.elasticity[cell * slots + j]!;
  }
  const rate = opportunities > 0 ? out.total / opportunities : 0;
  for (let j = 0; j < slots; j++)
    out.elasticity[j] = out.elasticity[j]! - (opportunities > 0 ? slope[j]! / opportunities : 0);
  // Of `wins` deals out of so many tries the rate is known to a log-variance of (1 − rate) / wins.
  const wins = out.total;
  out.items = wins;
  out.squares = wins > 0 ? (rate * rate * (1 - rate)) / wins : 0;
  out.mass.fill(0);
  out.mass[CLOSE] = rate;
  out.total = rate;
}

function averageQuality(
  funnel: CompiledFunnel,
  measure: CompiledMeasure,
  flows: SteadyFlows,
  out: MeasureYear,
): void {
  const slots = out.elasticity.length;
  const stages = funnel.stages.length;
  const marketing = measure.terms.filter((term) => funnel.flows[term.flow]!.team === "marketing");
  let items = 0;
  let quality = 0;
  for (const term of marketing) {
    const entries = flows.entries[term.flow * stages + term.stage]! * term.credit;
    items += entries;
    quality += entries * flows.quality[term.flow]!;
  }
  out.total = items > 0 ? quality / items : 1;
  out.mass.fill(0);
  out.mass[QUALITY] = out.total;
  out.items = 0;
  out.squares = 0;
  out.elasticity.fill(0);
  if (!(items > 0 && quality > 0)) return;
  for (const term of marketing) {
    const cell = term.flow * stages + term.stage;
    const part = (flows.entries[cell]! * term.credit) / items;
    const own = (part * flows.quality[term.flow]!) / out.total;
    for (let j = 0; j < slots; j++) {
      const inEntries = flows.elasticity[cell * slots + j]!;
      const inQuality = flows.qualityElasticity[term.flow * slots + j]!;
      out.elasticity[j] = out.elasticity[j]! + own * (inEntries + inQuality) - part * inEntries;
    }
  }
}
