/**
 * What is measured in a simulated year: for a component, or for what its conditions read.
 *
 * Terms     line = a measure as it is counted; own = a person's part of an individual line.
 * Formula   a line over some months is the sum of the year's months: counts, values, renewals, revenue, and where single
 *           deals count otherwise than by their value, the sums of what they count.
 * Always    allocates nothing; a month outside a line's window counts nothing, one partly inside its part of days.
 * Not here  who is credited (year.ts), what it pays (pay.ts).
 * Source    docs/model.md#simulation
 */
import { countedOf, type DealForm, itemCounts } from "../company/deals.ts";
import { flowShare } from "../company/measured.ts";
import type { Workspace } from "../company/equilibrium.ts";
import { type CompiledMeasure, isRatio } from "../funnel/measure.ts";
import type { SimulationPlan } from "./plan.ts";
import type { Year } from "./year.ts";

export type PaidLine = {
  measure: CompiledMeasure;
  individual: boolean;
  /**
   * True where a person's own result is a part of the role's rather than a sum of own items: always under log-normal
   * luck, else for renewals, revenue and ratios.
   */
  fromRole: boolean;
  /** The measure's steady year. */
  steady: number;
  /** By term: the flow's share of its segment's steady bookings, for renewals and revenue. */
  flowShares: Float64Array;
  window: Float64Array | undefined;
  deals: DealForm | undefined;
  /** First of the months in the sums of what deals count, or −1. */
  sums: number;
};

/** What an amount of an item is counted by. */
export type Count = {
  window: Float64Array | undefined;
  deals: DealForm | undefined;
  sized: boolean;
  /** Part of what counts that pay is on. */
  times: number;
};

/** The line of a measure at a workspace. */
export function paidLine(
  space: Workspace,
  {
    measure,
    individual,
    window,
    deals,
  }: Pick<PaidLine, "measure" | "individual" | "window" | "deals">,
  steady: number,
): PaidLine {
  const { model } = space;
  return {
    measure,
    individual,
    fromRole: individual && (model.luck === "logNormal" || !countsItems(measure)),
    steady,
    flowShares: Float64Array.from(measure.terms, ({ flow, value }) => {
      const size = model.funnel.segments[model.funnel.flows[flow]!.segment]!.dealMean;
      const weight = measure.kind === "sum" ? value / size : 1;
      return flowShare(model, flow, space.flows) * weight;
    }),
    window,
    deals,
    sums: -1,
  };
}

function countsItems(measure: CompiledMeasure): boolean {
  return !isRatio(measure) && measure.terms.every(({ part }) => part === "new");
}

/** What an item counts by its amount, of which `share` is credited; a part of it in a month partly inside a window. */
export function countedAmount(
  { window, deals, sized, times }: Count,
  { size, month, share, amount }: { size: number; month: number; share: number; amount: number },
): number {
  const part = times * (window ? window[month]! : 1);
  if (part === 0) return 0;
  if (!deals) return part * share * amount;
  if (!sized) return itemCounts(deals, size) ? part * share * amount : 0;
  return part * countedOf(deals, { value: amount, share, p: payoutIn(deals, month) });
}

function payoutIn({ shares }: DealForm, month: number): number {
  return shares ? Math.floor(((month % 12) * shares.length) / 12) : 0;
}

/** A line over the months from `from` to before `to`, for everybody it counts. */
export function measureSpan(
  plan: SimulationPlan,
  year: Year,
  line: PaidLine,
  { from, to }: { from: number; to: number },
): number {
  const { measure, steady, window } = line;
  if (measure.kind === "leadQuality") return steady * year.shocks.quality;
  if (measure.kind === "score") return measure.constant;
  let total = 0;
  for (let i = 0; i < measure.terms.length; i++) {
    if (window) {
      for (let t = from; t < to; t++)
        if (window[t] !== 0)
          total += window[t]! * termIn(plan, year, line, { i, from: t, to: t + 1 });
    } else {
      total = termInto(total, plan, year, { line, i, from, to });
    }
  }
  if (line.sums >= 0) for (let t = from; t < to; t++) total += year.dealSums[line.sums + t]!;
  if (measure.constant !== 0 && !line.individual) {
    for (let t = from; t < to; t++) total += (window ? window[t]! : 1) * measure.constant;
  }
  if (measure.kind !== "winRate") return total;
  let opportunities = 0;
  const { stages, months } = plan.model.funnel;
  for (const term of measure.below) {
    const at = (term.flow * stages.length + term.stage) * months;
    for (let t = from; t < to; t++) opportunities += year.counts[at + t]! * term.credit;
  }
  return opportunities > 0 ? total / opportunities : 0;
}

function termIn(
  plan: SimulationPlan,
  year: Year,
  line: PaidLine,
  { i, from, to }: { i: number; from: number; to: number },
): number {
  return termInto(0, plan, year, { line, i, from, to });
}

/** `total` and what one term of a line comes to over some months, month by month. */
function termInto(
  total: number,
  plan: SimulationPlan,
  year: Year,
  { line, i, from, to }: { line: PaidLine; i: number; from: number; to: number },
): number {
  const { funnel } = plan.model;
  const { months, pipelineStage } = funnel;
  const stages = funnel.stages.length;
  const term = line.measure.terms[i]!;
  const flow = funnel.flows[term.flow]!;
  let sum = total;
  if (term.part !== "new") {
    const source =
      term.part === "renewed" ? year.renewals[flow.segment]! : year.revenue[flow.segment]!;
    const share = line.flowShares[i]! * term.credit;
    for (let t = from; t < to; t++) sum += source[t]! * share;
  } else if (line.sums >= 0 && term.stage >= pipelineStage) {
    return sum;
  } else if (term.sized) {
    const values = term.stage === stages - 1 ? year.bookings : year.pipeline;
    const factor = (term.value / funnel.segments[flow.segment]!.dealMean) * term.credit;
    for (let t = from; t < to; t++) sum += values[term.flow * months + t]! * factor;
  } else {
    const at = (term.flow * stages + term.stage) * months;
    for (let t = from; t < to; t++) sum += year.counts[at + t]! * term.credit * term.value;
  }
  return sum;
}
