/**
 * Steady flows: a year's entries to every stage once all lags have run through, and how they answer work.
 *
 * Terms     work slot = one role's one task; work X = effort × headcount over the status quo's; effects = elasticities
 *           of the flows in each slot's work at the status quo.
 * Formula   inflow ∝ Π X^η; ln q = Σ η·ln X; rate p(u) = logistic(logit(p0) + u/(1 − p0)),
 *           u = Σ θ·ln X + θq·ln q + what else is given; d ln p/du = (1 − p)/(1 − p0), 1 at the status quo.
 * Always    at X = 1 every rate and inflow is exactly the stated one.
 * Source    docs/model.md#funnel
 */
import { exp, logistic, logit } from "../math/index.ts";
import type { CompiledFunnel } from "./compile.ts";

/** Elasticities of flows in work. Flow-major: `inflow[flow * slots + slot]`; rates are flow, stage, slot. */
export type Effects = {
  slots: number;
  inflow: Float64Array;
  quality: Float64Array;
  rate: Float64Array;
  renewal: Float64Array;
};

/** What moves the funnel beside work: added to the log of quality, and to u out of the hand-over stage. */
export type Push = { quality: number; handOver: number };

export type SteadyFlows = {
  /** Entries a year, flow-major by stage. */
  entries: Float64Array;
  /** d ln entries / d ln work, by flow, stage, slot. */
  elasticity: Float64Array;
  /** Rate out of each stage for items of today's quality, flow-major. */
  rate: Float64Array;
  /** Rate out of each stage for items of the status quo's quality. */
  rateOfOpening: Float64Array;
  /** What moved the two rates, in log points at the status quo's slope. */
  u: Float64Array;
  uOfOpening: Float64Array;
  /** Quality index by flow, and its elasticity by flow and slot. */
  quality: Float64Array;
  qualityElasticity: Float64Array;
  /** Renewal rate by segment, and its elasticity by segment and slot. */
  renewalRate: Float64Array;
  renewalElasticity: Float64Array;
};

/** Effects of nothing on anything, to be filled. */
export function noEffects(funnel: CompiledFunnel, slots: number): Effects {
  const flows = funnel.flows.length;
  return {
    slots,
    inflow: new Float64Array(flows * slots),
    quality: new Float64Array(flows * slots),
    rate: new Float64Array(flows * funnel.stages.length * slots),
    renewal: new Float64Array(funnel.segments.length * slots),
  };
}

/** Room for the steady flows of a funnel. */
export function steadyFlows(funnel: CompiledFunnel, slots: number): SteadyFlows {
  const cells = funnel.flows.length * funnel.stages.length;
  return {
    entries: new Float64Array(cells),
    elasticity: new Float64Array(cells * slots),
    rate: new Float64Array(cells),
    rateOfOpening: new Float64Array(cells),
    u: new Float64Array(cells),
    uOfOpening: new Float64Array(cells),
    quality: new Float64Array(funnel.flows.length),
    qualityElasticity: new Float64Array(funnel.flows.length * slots),
    renewalRate: new Float64Array(funnel.segments.length),
    renewalElasticity: new Float64Array(funnel.segments.length * slots),
  };
}

/** A rate moved by `u` log points at the status quo's slope; stays inside (0, 1), and exactly `rate` at u = 0. */
export function movedRate(rate: number, u: number): number {
  if (u === 0 || rate <= 0 || rate >= 1) return rate;
  return logistic(logit(rate) + u / (1 - rate));
}

/** Fills `out` with the steady flows at `lnWork` (one number a slot). Writes into `out`, allocates nothing. */
export function evaluateFlows(
  funnel: CompiledFunnel,
  effects: Effects,
  state: { lnWork: Float64Array; push: Push },
  out: SteadyFlows,
): void {
  const { slots } = effects;
  const stages = funnel.stages.length;
  const { lnWork, push } = state;
  out.qualityElasticity.set(effects.quality);
  for (let a = 0; a < funnel.flows.length; a++) {
    const flow = funnel.flows[a]!;
    const bySlot = a * slots;
    let lnInflow = 0;
    let lnQuality = flow.team === "marketing" ? push.quality : 0;
    for (let j = 0; j < slots; j++) {
      lnInflow += effects.inflow[bySlot + j]! * lnWork[j]!;
      lnQuality += effects.quality[bySlot + j]! * lnWork[j]!;
    }
    out.quality[a] = lnQuality === 0 ? 1 : exp(lnQuality);

    let entries = lnInflow === 0 ? flow.inflow : flow.inflow * exp(lnInflow);
    for (let s = flow.entry; s < stages; s++) {
      const cell = a * stages + s;
      out.entries[cell] = entries;
      const slope = cell * slots;
      if (s === flow.entry) {
        for (let j = 0; j < slots; j++) out.elasticity[slope + j] = effects.inflow[bySlot + j]!;
      }
      if (s === stages - 1) break;
      let uEffort = s === funnel.handOverStage ? push.handOver : 0;
      for (let j = 0; j < slots; j++) uEffort += effects.rate[slope + j]! * lnWork[j]!;
      const p0 = flow.rate[s]!;
      const u = uEffort + flow.theta[s]! * lnQuality;
      const p = movedRate(p0, u);
      out.rate[cell] = p;
      out.u[cell] = u;
      out.uOfOpening[cell] = uEffort;
      out.rateOfOpening[cell] = movedRate(p0, uEffort);
      const damping = p0 < 1 ? (1 - p) / (1 - p0) : 0;
      for (let j = 0; j < slots; j++) {
        const theta = effects.rate[slope + j]! + flow.theta[s]! * effects.quality[bySlot + j]!;
        out.elasticity[slope + slots + j] = out.elasticity[slope + j]! + damping * theta;
      }
      entries *= p;
    }
  }
  evaluateRenewals(funnel, effects, lnWork, out);
}

function evaluateRenewals(
  funnel: CompiledFunnel,
  effects: Effects,
  lnWork: Float64Array,
  out: SteadyFlows,
): void {
  const { slots } = effects;
  for (let g = 0; g < funnel.segments.length; g++) {
    const rate = funnel.segments[g]!.renewalRate;
    let u = 0;
    for (let j = 0; j < slots; j++) u += effects.renewal[g * slots + j]! * lnWork[j]!;
    const p = movedRate(rate, u);
    out.renewalRate[g] = p;
    const damping = rate < 1 ? (1 - p) / (1 - rate) : 0;
    for (let j = 0; j < slots; j++)
      out.renewalElasticity[g * slots + j] = damping * effects.renewal[g * slots + j]!;
  }
}
