/**
 * What a role's components measure: attainment by shock, payout by payout, in a steady year or in the first year.
 *
 * Terms     attainment mass = mean measure over target, split by the shocks that multiply it; for individual measures
 *           that of a person of mean skill.
 * Not here  luck on top of it (behaviour/payRisk.ts).
 */
import { MASKS } from "../behaviour/payRisk.ts";
import { CLOSE } from "../funnel/compile.ts";
import type { SteadyFlows } from "../funnel/flow.ts";
import { evaluateMeasure, isRatio, measureYear, type MeasureYear } from "../funnel/measure.ts";
import type { MonthPath } from "../funnel/path.ts";
import { type CompiledComponent, periodParts } from "./components.ts";
import type { Model } from "./compile.ts";

export type Measured = {
  year: MeasureYear;
  /** Attainment by payout and shocks: [payout * 8 + shocks]. */
  mass: Float64Array;
  /** Share of the year's measure in each payout's period, on the old behaviour. */
  parts: Float64Array;
};

/** Room for what each component of each role measures. */
export function measuredOf(model: Model): Measured[][] {
  return model.roles.map((role) =>
    role.components.map((component) => ({
      year: measureYear(model.slots),
      mass: new Float64Array(component.payouts * MASKS),
      parts: periodParts(
        {
          funnel: model.funnel,
          seasons: model.seasons,
          measure: component.measure,
          flows: model.mechanicalFlows,
        },
        component.payouts,
      ),
    })),
  );
}

/** Fills `measured` with a steady year at `flows`. */
export function measureSteady(model: Model, flows: SteadyFlows, measured: Measured[][]): void {
  for (const [r, role] of model.roles.entries()) {
    for (const [c, component] of role.components.entries()) {
      const one = measured[r]![c]!;
      evaluateMeasure(model.funnel, component.measure, flows, one.year);
      const heads = component.individual && !isRatio(component.measure) ? role.headcount : 1;
      const ratio = isRatio(component.measure);
      for (let p = 0; p < component.payouts; p++) {
        const part = ratio ? 1 : one.parts[p]!;
        for (let mask = 0; mask < MASKS; mask++) {
          one.mass[p * MASKS + mask] =
            (one.year.mass[mask]! * part) / (heads * component.target[p]!);
        }
      }
    }
  }
}

/** Renewals and revenue by segment and month, beside the path they come from. */
export type ContractMonths = { renewals: Float64Array[]; revenue: Float64Array[] };

/**
 * Fills `measured` masses with the first twelve months of a path; the `year` parts keep the steady year, whose
 * elasticities and counts the first year shares.
 */
export function measureFirstYear(
  model: Model,
  path: MonthPath,
  given: { flows: SteadyFlows; contracts: ContractMonths },
  measured: Measured[][],
): void {
  measureSteady(model, given.flows, measured);
  for (const [r, role] of model.roles.entries()) {
    for (const [c, component] of role.components.entries()) {
      if (component.measure.kind === "leadQuality") continue;
      const one = measured[r]![c]!;
      one.mass.fill(0);
      const heads = component.individual && !isRatio(component.measure) ? role.headcount : 1;
      const months = 12 / component.payouts;
      for (let t = 0; t < 12; t++) {
        const p = Math.floor(t / months);
        addMonth(
          model,
          path,
          { component, t, given },
          one.mass.subarray(p * MASKS, (p + 1) * MASKS),
        );
      }
      for (let p = 0; p < component.payouts; p++) {
        const mass = one.mass.subarray(p * MASKS, (p + 1) * MASKS);
        if (component.measure.kind === "winRate") {
          toWinRate(mass, opportunitiesIn(model, path, component, p));
        }
        for (let mask = 0; mask < MASKS; mask++)
          mass[mask] = mass[mask]! / (heads * component.target[p]!);
      }
    }
  }
}

/** Turns wins into a win rate, which only the shock on closing moves. */
function toWinRate(mass: Float64Array, opportunities: number): void {
  let won = 0;
  for (const part of mass) won += part;
  mass.fill(0);
  mass[CLOSE] = opportunities > 0 ? won / opportunities : 0;
}

function addMonth(
  model: Model,
  path: MonthPath,
  {
    component,
    t,
    given,
  }: {
    component: CompiledComponent;
    t: number;
    given: { contracts: ContractMonths; flows: SteadyFlows };
  },
  mass: Float64Array,
): void {
  const stages = model.funnel.stages.length;
  const { months } = model.funnel;
  for (const term of component.measure.terms) {
    const at = (term.flow * stages + term.stage) * months + t;
    let amount = (path.opening[at]! + path.fresh[at]!) * term.value * term.credit;
    if (term.part !== "new") {
      const segment = model.funnel.flows[term.flow]!.segment;
      const whole =
        term.part === "renewed"
          ? given.contracts.renewals[segment]!
          : given.contracts.revenue[segment]!;
      amount = whole[t]! * flowShare(model, term.flow, given.flows) * term.credit;
    }
    mass[term.shocks] = mass[term.shocks]! + amount;
  }
}

/** A flow's share of its segment's steady bookings. */
export function flowShare(model: Model, flow: number, flows: SteadyFlows): number {
  const stages = model.funnel.stages.length;
  const segment = model.funnel.flows[flow]!.segment;
  let total = 0;
  for (const [a, other] of model.funnel.flows.entries()) {
    if (other.segment === segment) total += flows.entries[a * stages + stages - 1]!;
  }
  return total > 0 ? flows.entries[flow * stages + stages - 1]! / total : 0;
}

function opportunitiesIn(
  model: Model,
  path: MonthPath,
  component: CompiledComponent,
  p: number,
): number {
  const stages = model.funnel.stages.length;
  const { months } = model.funnel;
  const each = 12 / component.payouts;
  let opportunities = 0;
  for (const term of component.measure.below) {
    for (let t = p * each; t < (p + 1) * each; t++) {
      const at = (term.flow * stages + term.stage) * months + t;
      opportunities += (path.opening[at]! + path.fresh[at]!) * term.credit;
    }
  }
  return opportunities;
}
