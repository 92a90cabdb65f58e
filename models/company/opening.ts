/**
 * What is under way at the start: opening pipeline and contracts, the status quo's steady state.
 *
 * Source    docs/model.md#flows
 */
import { openingAttempts } from "../funnel/path.ts";
import type { Model } from "./compile.ts";

/** Opening pipeline and contracts: the status quo's steady state, matched by segment, source and stage. */
export function setOpening(model: Model, statusQuo: Model): void {
  const { funnel } = model;
  const stages = funnel.stages.length;
  const entries = new Float64Array(funnel.flows.length * stages);
  const seasons = funnel.flows.map((flow, a) => {
    const before = statusQuo.funnel.flows.findIndex(({ id }) => id === flow.id);
    if (before < 0) return new Float64Array(stages * 12).fill(1);
    const season = new Float64Array(stages * 12).fill(1);
    for (const [s, stage] of funnel.stages.entries()) {
      const at = statusQuo.funnel.stages.indexOf(stage);
      if (at < 0) continue;
      entries[a * stages + s] =
        statusQuo.mechanicalFlows.entries[before * statusQuo.funnel.stages.length + at]!;
      season.set(statusQuo.seasons[before]!.subarray(at * 12, at * 12 + 12), s * 12);
    }
    return season;
  });
  model.attempts = openingAttempts(funnel, { entries, seasons });
  const won = stages - 1;
  model.contractHistory = funnel.segments.map((segment, g) => {
    const history = new Float64Array(segment.termMonths);
    const before = statusQuo.funnel.segments.find(({ id }) => id === segment.id);
    const term = { months: segment.termMonths, renewalRate: before?.renewalRate ?? 0 };
    for (const [a, flow] of funnel.flows.entries()) {
      if (flow.segment !== g) continue;
      const booked = (entries[a * stages + won]! * (before?.dealMean ?? 0)) / 12;
      const season = seasons[a]!.subarray(won * 12, won * 12 + 12);
      for (let i = 1; i <= history.length; i++) {
        const signed = booked * signedIn(season, funnel.firstMonth - i, term);
        history[history.length - i] = history[history.length - i]! + signed;
      }
    }
    const yearly =
      history.length > 0
        ? (history.reduce((sum, value) => sum + value, 0) * 12) / history.length
        : 0;
    const opening = segment.openingAnnualValue;
    if (!Number.isNaN(opening) && yearly > 0)
      return history.map((value) => (value * opening) / yearly);
    return Number.isNaN(opening) ? history : history.fill(opening / 12);
  });
}

/** Contracts signed in a month of a steady book, new and renewed, over those booked in a month of mean season. */
function signedIn(
  season: Float64Array,
  month: number,
  term: { months: number; renewalRate: number },
): number {
  let signed = 0;
  let kept = 1;
  // After twelve terms at most the calendar comes round.
  for (let k = 0; k < 12; k++) {
    signed += kept * season[(((month - k * term.months) % 12) + 12) % 12]!;
    kept *= term.renewalRate;
  }
  return signed / (1 - kept);
}
