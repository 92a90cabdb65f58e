/**
 * Months: how a steady year spreads over the calendar, and the way from the status quo's opening pipeline to it.
 *
 * Terms     opening = items that were in the funnel before the first month; fresh = items that entered since;
 *           attempts = opening items due to leave a stage in a month, by the lags, before any rate.
 * Formula   entries[s+1][t] = p(t) · Σ_l kernel[l] · entries[s][t − l].
 * Always    effort acts on whatever leaves a stage from the first month on; quality stays with the item it was made
 *           with, so opening items keep the status quo's; a scenario that changes nothing stays in steady state.
 * Source    docs/model.md#funnel
 */
import type { CompiledFunnel, Flow } from "./compile.ts";
import { movedRate, type SteadyFlows } from "./flow.ts";

/** Factors by calendar month (mean 1) of a flow's steady entries to each stage, stage-major: [stage * 12 + month]. */
export function steadySeason(flow: Flow, stages: number): Float64Array {
  const season = new Float64Array(stages * 12);
  season.set(flow.season, flow.entry * 12);
  for (let s = flow.entry; s < stages - 1; s++) {
    const kernel = flow.lag[s]!;
    for (let month = 0; month < 12; month++) {
      let factor = 0;
      for (let l = 0; l < kernel.length; l++) {
        factor += kernel[l]! * season[s * 12 + ((((month - l) % 12) + 12) % 12)]!;
      }
      season[(s + 1) * 12 + month] = factor;
    }
  }
  return season;
}

/** Longest lag of a flow, in months. */
function longestLag(flow: Flow): number {
  return flow.lag.reduce((longest, kernel) => Math.max(longest, kernel.length - 1), 0);
}

/**
 * Attempts of opening items by flow, stage and month ([(flow * stages + stage) * months + month]), from the entries a
 * year `history` (flow-major by stage) and the seasons of the status quo.
 */
export function openingAttempts(
  funnel: CompiledFunnel,
  history: { entries: Float64Array; seasons: Float64Array[] },
): Float64Array {
  const { flows, months, firstMonth } = funnel;
  const stages = funnel.stages.length;
  const attempts = new Float64Array(flows.length * stages * months);
  for (let a = 0; a < flows.length; a++) {
    const flow = flows[a]!;
    const season = history.seasons[a]!;
    const longest = longestLag(flow);
    for (let s = flow.entry; s < stages - 1; s++) {
      const kernel = flow.lag[s]!;
      const perMonth = history.entries[a * stages + s]! / 12;
      for (let t = 0; t < Math.min(months, longest); t++) {
        let due = 0;
        for (let l = t + 1; l < kernel.length; l++) {
          const month = (((firstMonth + t - l) % 12) + 12) % 12;
          due += kernel[l]! * perMonth * season[s * 12 + month]!;
        }
        attempts[(a * stages + s) * months + t] = due;
      }
    }
  }
  return attempts;
}

export type MonthPath = {
  /** Mean entries by flow, stage and month: [(flow * stages + stage) * months + month]. */
  opening: Float64Array;
  fresh: Float64Array;
  /** Rate out of each stage by flow, stage and month, for opening and fresh items. */
  openingRate: Float64Array;
  freshRate: Float64Array;
};

/** Room for the months of a funnel. */
export function monthPath(funnel: CompiledFunnel): MonthPath {
  const cells = funnel.flows.length * funnel.stages.length * funnel.months;
  return {
    opening: new Float64Array(cells),
    fresh: new Float64Array(cells),
    openingRate: new Float64Array(cells),
    freshRate: new Float64Array(cells),
  };
}

/**
 * Fills `out` with the mean months under the steady flows `steady`. `handOverPush` is added to u out of the hand-over
 * stage month by month, on top of what the steady flows hold. Writes into `out`.
 */
export function evaluatePath(
  funnel: CompiledFunnel,
  steady: SteadyFlows,
  opening: { attempts: Float64Array; handOverPush: Float64Array },
  out: MonthPath,
): void {
  const { flows, months, firstMonth } = funnel;
  const stages = funnel.stages.length;
  for (let a = 0; a < flows.length; a++) {
    const flow = flows[a]!;
    for (let s = flow.entry; s < stages; s++) {
      const cell = a * stages + s;
      for (let t = 0; t < months; t++) {
        const at = cell * months + t;
        if (s === flow.entry) {
          out.opening[at] = 0;
          out.fresh[at] =
            (steady.entries[cell]! / 12) * flow.season[(firstMonth + t) % 12]! * flow.spendPath[t]!;
        }
        if (s === stages - 1) continue;
        const extra = s === funnel.handOverStage ? opening.handOverPush[t]! : 0;
        out.freshRate[at] =
          extra === 0 ? steady.rate[cell]! : movedRate(flow.rate[s]!, steady.u[cell]! + extra);
        out.openingRate[at] =
          extra === 0
            ? steady.rateOfOpening[cell]!
            : movedRate(flow.rate[s]!, steady.uOfOpening[cell]! + extra);
      }
      if (s === stages - 1) continue;
      const kernel = flow.lag[s]!;
      for (let t = 0; t < months; t++) {
        const at = cell * months + t;
        let freshDue = 0;
        let openingDue = opening.attempts[at]!;
        for (let l = 0; l <= t && l < kernel.length; l++) {
          freshDue += kernel[l]! * out.fresh[at - l]!;
          openingDue += kernel[l]! * out.opening[at - l]!;
        }
        out.fresh[at + months] = out.freshRate[at]! * freshDue;
        out.opening[at + months] = out.openingRate[at]! * openingDue;
      }
    }
  }
}

/** Contract value and revenue of a segment, month by month. */
export type SegmentMonths = { renewals: Float64Array; revenue: Float64Array };

/**
 * Renewals and recognised revenue of one segment from its monthly bookings. `history` gives the value booked or renewed
 * in each of the months before the first, latest last; its length is the term. Writes into `out`.
 */
export function contractMonths(
  term: { months: number; renewalRate: number },
  bookings: Float64Array,
  history: Float64Array,
  out: SegmentMonths,
): void {
  const months = bookings.length;
  if (term.months === 0) {
    out.renewals.fill(0);
    out.revenue.set(bookings);
    return;
  }
  const valueAt = (t: number) =>
    t < 0 ? (history[history.length + t] ?? 0) : bookings[t]! + out.renewals[t]!;
  let running = 0;
  for (let i = 1; i < term.months; i++) running += valueAt(-i);
  for (let t = 0; t < months; t++) {
    out.renewals[t] = term.renewalRate * valueAt(t - term.months);
    running += valueAt(t);
    out.revenue[t] = running / term.months;
    running -= valueAt(t - term.months + 1);
  }
}
