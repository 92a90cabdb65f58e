/**
 * The first year and the steady year of a company: months, contracts and totals.
 *
 * Source    docs/model.md#company
 */
import type { SteadyFlows } from "../funnel/flow.ts";
import { contractMonths, type MonthPath } from "../funnel/path.ts";
import type { Model } from "./compile.ts";
import type { ContractMonths } from "./measured.ts";

/** What alignment adds to u out of the hand-over stage in each month, over the horizon's mean and the status quo's way. */
export function handOverPush(model: Model): Float64Array {
  const { alignment, calibrated, behaviour } = model;
  return alignment.path.map((level, t) => {
    const drift =
      level - alignment.mean - ((calibrated.path[t] ?? calibrated.mean) - calibrated.mean);
    return behaviour.lambdaA * drift;
  });
}

/** Renewals and revenue by segment and month along a path. */
export function contractsOf(model: Model, path: MonthPath, flows: SteadyFlows): ContractMonths {
  const { funnel } = model;
  const { months } = funnel;
  const won = funnel.stages.length - 1;
  const result: ContractMonths = { renewals: [], revenue: [] };
  for (const [g, segment] of funnel.segments.entries()) {
    const bookings = new Float64Array(months);
    for (const [a, flow] of funnel.flows.entries()) {
      if (flow.segment !== g) continue;
      for (let t = 0; t < months; t++) {
        const at = (a * funnel.stages.length + won) * months + t;
        bookings[t] = bookings[t]! + (path.opening[at]! + path.fresh[at]!) * segment.dealMean;
      }
    }
    const out = { renewals: new Float64Array(months), revenue: new Float64Array(months) };
    const term = { months: segment.termMonths, renewalRate: flows.renewalRate[g]! };
    contractMonths(term, bookings, model.contractHistory[g]!, out);
    result.renewals.push(out.renewals);
    result.revenue.push(out.revenue);
  }
  return result;
}
