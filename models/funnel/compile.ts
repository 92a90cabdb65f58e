/**
 * The funnel as flat typed arrays. A *flow* is one source in one segment, followed from its entry stage to won.
 *
 * Terms     hand-over stage = the stage out of which lead quality first counts (mql by default); quality shocks and
 *           alignment act on the conversion out of it.
 * Always    neutral where the scenario is silent: no lag, no season, no quality effect, spend at its reference.
 * Not here  what efforts do to the flows (flow.ts), months (path.ts).
 * Source    docs/model.md#funnel
 */
import { pow } from "../math/index.ts";
import type { Problem } from "../problem.ts";
import type { ReadNumber } from "../terms.ts";
import type { CreditRule } from "./credit.ts";
import { hillRatio, lagKernel } from "./lag.ts";
import type { StatedMeasure } from "./measure.ts";
import type { Funnel } from "./schema.ts";

/** Shocks that multiply a flow's entries to a stage, as bits. */
export const LEAD = 1;
export const QUALITY = 2;
export const CLOSE = 4;

const LONGEST_TERM = 600;

type SegmentNumbers = {
  id: string;
  title: string;
  dealMean: number;
  dealCv: number;
  grossMargin: number;
  termMonths: number;
  renewalRate: number;
  /** Yearly value of contracts running at the start; NaN: the status quo's steady state. */
  openingAnnualValue: number;
};

export type Flow = {
  id: string;
  segment: number;
  source: string;
  team: "marketing" | "sales";
  expansion: boolean;
  /** Index of the stage at which items enter. */
  entry: number;
  /** Items a year in steady state, spend included, efforts at 1. */
  inflow: number;
  /** Factors by calendar month, mean 1. */
  season: Float64Array;
  /** Steady spend a year, money. */
  spendPerYear: number;
  /** Inflow factor of each simulated month over the steady one, from carry-over of earlier spend. */
  spendPath: Float64Array;
  /** By stage: rate at the status quo, elasticity in quality, lag kernel. Not used before the entry stage. */
  rate: Float64Array;
  theta: Float64Array;
  lag: Float64Array[];
  /** By stage: shocks that multiply entries to it. */
  shocks: Uint8Array;
};

export type CompiledFunnel = {
  stages: string[];
  pipelineStage: number;
  handOverStage: number;
  segments: SegmentNumbers[];
  flows: Flow[];
  /** First simulated calendar month, 0 is January. */
  firstMonth: number;
  months: number;
  /** Measures that the scenario states itself. */
  stated?: ReadonlyMap<string, StatedMeasure>;
  /** Rules of crediting, by measure. */
  crediting?: ReadonlyMap<string, readonly CreditRule[]> | undefined;
};

export type FunnelContext = {
  read: ReadNumber;
  firstMonth: number;
  months: number;
  /** Monthly spend of the same source in the status quo, money; undefined where it has none. */
  statusQuoSpend: (segment: string, source: string) => number | undefined;
};

/** The compiled funnel; problems of its shape are added to `problems`. */
export function compileFunnel(
  funnel: Funnel,
  context: FunnelContext,
  problems: Problem[],
): CompiledFunnel {
  const stages = funnel.stages;
  const pipelineStage = stages.indexOf(funnel.pipelineStage ?? stages.at(-2)!);
  const segments: SegmentNumbers[] = [];
  const flows: Flow[] = [];
  for (const [id, segment] of Object.entries(funnel.segments)) {
    const numbers = segmentNumbers(id, segment, { read: context.read, problems });
    const index = segments.push(numbers) - 1;
    if (numbers.termMonths > 0 && numbers.renewalRate >= 1) {
      problems.push({
        code: "bad-number",
        path: `funnel.segments.${id}.renewalRate`,
        message: "every contract renews for ever, so there is no steady state to start from",
        hint: "give a renewal rate below 1",
      });
    }
    for (const source of Object.keys(segment.sources)) {
      flows.push(
        compileFlow({ funnel, segmentId: id, sourceId: source, index, context }, problems),
      );
    }
  }
  const handOverStage = handOver(flows, pipelineStage);
  for (const flow of flows) setShocks(flow, handOverStage, stages.length);
  return {
    stages,
    pipelineStage,
    handOverStage,
    segments,
    flows,
    firstMonth: context.firstMonth,
    months: context.months,
  };
}

function segmentNumbers(
  id: string,
  segment: Funnel["segments"][string],
  { read, problems }: { read: ReadNumber; problems: Problem[] },
): SegmentNumbers {
  const path = `funnel.segments.${id}`;
  const dealMean = read(`${path}.dealSize.mean`, segment.dealSize.mean, "positive");
  const names = (name: string) => (name === "dealSize" ? dealMean : undefined);
  const termMonths = Math.round(read(`${path}.termMonths`, segment.termMonths ?? 0, "positive"));
  if (termMonths > LONGEST_TERM) {
    problems.push({
      code: "bad-number",
      path: `${path}.termMonths`,
      message: `a term of ${termMonths} months is longer than ${LONGEST_TERM}`,
      hint: "give the term in months, as in 12",
    });
  }
  const renewalRate = read(`${path}.renewalRate`, segment.renewalRate ?? 0, "share");
  return {
    id,
    title: segment.title ?? id,
    dealMean,
    dealCv: read(`${path}.dealSize.cv`, segment.dealSize.cv ?? 0, "positive"),
    grossMargin: read(`${path}.grossMargin`, segment.grossMargin, "share", names),
    termMonths: Math.min(termMonths, LONGEST_TERM),
    // Without a term nothing runs out, so nothing is renewed.
    renewalRate: termMonths === 0 ? 0 : renewalRate,
    openingAnnualValue:
      segment.openingAnnualValue === undefined
        ? Number.NaN
        : read(`${path}.openingAnnualValue`, segment.openingAnnualValue, "positive", names),
  };
}

type FlowSite = {
  funnel: Funnel;
  segmentId: string;
  sourceId: string;
  index: number;
  context: FunnelContext;
};

function compileFlow(site: FlowSite, problems: Problem[]): Flow {
  const { funnel, segmentId, sourceId, index, context } = site;
  const { read } = context;
  const segment = funnel.segments[segmentId]!;
  const source = segment.sources[sourceId]!;
  const path = `funnel.segments.${segmentId}.sources.${sourceId}`;
  const stages = funnel.stages;
  const entry = stages.indexOf(source.entersAt);
  const count = stages.length;
  const flow: Flow = {
    id: `${segmentId}/${sourceId}`,
    segment: index,
    source: sourceId,
    team: source.team,
    expansion: source.expansion ?? false,
    entry,
    inflow: 12 * read(`${path}.perMonth`, source.perMonth, "positive"),
    season: normalisedSeason(source.season ?? segment.season),
    spendPerYear: 0,
    spendPath: new Float64Array(context.months).fill(1),
    rate: new Float64Array(count),
    theta: new Float64Array(count),
    lag: Array.from({ length: count }, () => Float64Array.of(1)),
    shocks: new Uint8Array(count),
  };
  if (entry > stages.indexOf(funnel.pipelineStage ?? stages.at(-2)!)) {
    problems.push({
      code: "bad-shape",
      path: `${path}.entersAt`,
      message: `${sourceId}'s items enter at ${source.entersAt}, after they would count as pipeline`,
      hint: "let them enter at the pipeline stage or before",
    });
  }
  for (let s = Math.max(entry, 0); s < count - 1; s++) {
    const stage = stages[s]!;
    const general = segment.conversions[stage];
    const own = source.conversions?.[stage];
    const generalPath = `funnel.segments.${segmentId}.conversions.${stage}`;
    const ownPath = `${path}.conversions.${stage}`;
    const rate = own?.rate ?? general?.rate;
    if (rate === undefined) {
      problems.push({
        code: "bad-shape",
        path: ownPath,
        message: `nothing says what share of ${sourceId}'s items go on from ${stage}`,
        hint: `give ${generalPath} a rate`,
      });
      continue;
    }
    flow.rate[s] = read(
      own?.rate === undefined ? `${generalPath}.rate` : `${ownPath}.rate`,
      rate,
      "share",
    );
    const theta = own?.quality ?? general?.quality ?? 0;
    if (source.team === "marketing") {
      flow.theta[s] = read(
        own?.quality === undefined ? `${generalPath}.quality` : `${ownPath}.quality`,
        theta,
        "real",
      );
    }
    const lag = own?.lag ?? general?.lag;
    if (lag) {
      const lagPath = own?.lag ? `${ownPath}.lag` : `${generalPath}.lag`;
      const mean = read(`${lagPath}.months`, lag.months, "positive");
      flow.lag[s] = lagKernel(
        mean,
        lag.shape ?? "fixed",
        read(`${lagPath}.cv`, lag.cv ?? 0.5, "positive"),
      );
    }
  }
  if (source.spend)
    applySpend(flow, source.spend, { path: `${path}.spend`, segmentId, sourceId, context });
  return flow;
}

type SpendInput = NonNullable<Funnel["segments"][string]["sources"][string]["spend"]>;

function applySpend(
  flow: Flow,
  spend: SpendInput,
  site: { path: string; segmentId: string; sourceId: string; context: FunnelContext },
): void {
  const { read, months, statusQuoSpend } = site.context;
  const { path } = site;
  const perMonth = read(`${path}.perMonth`, spend.perMonth, "positive");
  const before = statusQuoSpend(site.segmentId, site.sourceId) ?? perMonth;
  const reference =
    spend.reference === undefined ? before : read(`${path}.reference`, spend.reference, "positive");
  flow.spendPerYear = 12 * perMonth;
  if (spend.saturation) {
    const half = read(`${path}.saturation.half`, spend.saturation.half, "positive");
    const slope = read(`${path}.saturation.slope`, spend.saturation.slope ?? 1, "positive");
    const carryover = read(
      `${path}.saturation.carryover`,
      spend.saturation.carryover ?? 0,
      "share",
    );
    const steady = hillRatio(perMonth, reference, half, slope);
    flow.inflow *= steady;
    let carried = before;
    for (let t = 0; t < months; t++) {
      carried = carryover * carried + (1 - carryover) * perMonth;
      flow.spendPath[t] = steady === 0 ? 1 : hillRatio(carried, reference, half, slope) / steady;
    }
  } else if (perMonth !== reference) {
    const elasticity = read(`${path}.elasticity`, spend.elasticity ?? 0.24, "real");
    flow.inflow *= pow(perMonth / reference, elasticity);
  }
}

function normalisedSeason(season: number[] | undefined): Float64Array {
  const factors = season ?? [];
  const total = factors.reduce((sum, factor) => sum + factor, 0);
  if (total === 0) return new Float64Array(12).fill(1);
  return Float64Array.from(factors, (factor) => (12 * factor) / total);
}

function handOver(flows: Flow[], pipelineStage: number): number {
  let first = Infinity;
  for (const flow of flows) {
    if (flow.team !== "marketing") continue;
    const stage = flow.theta.findIndex((theta, s) => s >= flow.entry && theta !== 0);
    if (stage >= 0) first = Math.min(first, stage);
  }
  return first < Infinity ? first : Math.max(pipelineStage - 2, 0);
}

function setShocks(flow: Flow, handOverStage: number, count: number): void {
  for (let s = 0; s < count; s++) {
    let bits = 0;
    if (flow.team === "marketing") {
      bits |= LEAD;
      if (flow.entry <= handOverStage && s > handOverStage) bits |= QUALITY;
    }
    if (s === count - 1) bits |= CLOSE;
    flow.shocks[s] = bits;
  }
}
