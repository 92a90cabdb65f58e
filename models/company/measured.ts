/**
 * What a role's components measure, and what their conditions read: attainment by shock, payout by payout, in a steady
 * year or in the first year.
 *
 * Terms     line = a component's measure, or a reading: components first, then readings, component by component;
 *           attainment mass = mean measure over target, split by the shocks that multiply it; for individual measures
 *           that of a person of mean skill.
 * Not here  luck on top of it (behaviour/payRisk.ts).
 */
import { MASKS } from "../behaviour/payRisk.ts";
import { CLOSE } from "../funnel/compile.ts";
import type { SteadyFlows } from "../funnel/flow.ts";
import {
  type CompiledMeasure,
  evaluateMeasure,
  isRatio,
  measureYear,
  type MeasureYear,
  type Term,
} from "../funnel/measure.ts";
import type { MonthPath } from "../funnel/path.ts";
import type { CompiledComponent } from "./components.ts";
import type { Model, ModelRole } from "./compile.ts";
import { periodParts } from "./periods.ts";
import type { Reading } from "./readings.ts";

export type Measured = {
  year: MeasureYear;
  /** Attainment by payout and shocks: [payout * 8 + shocks]. */
  mass: Float64Array;
  /** Share of the year's measure in each payout's months, on the old behaviour. */
  parts: Float64Array;
};

/** What is measured, over which months, against which target. */
export type Line = {
  measure: CompiledMeasure;
  individual: boolean;
  /** By payout: months from the year's start, and the target. */
  spans: { from: number; to: number; target: number }[];
  window: Float64Array | undefined;
};

/** The line of a component. */
function ownLine({ measure, individual, target, window, payouts }: CompiledComponent): Line {
  const each = 12 / payouts;
  const spans = Array.from(target, (one, p) => ({
    from: p * each,
    to: (p + 1) * each,
    target: one,
  }));
  return { measure, individual, spans, window };
}

/** The line of a reading, over the first year. */
function readingLine({ measure, individual, from, to, target, window }: Reading): Line {
  const spans = [...target.keys()]
    .filter((q) => to[q]! <= 12)
    .map((q) => ({ from: from[q]!, to: to[q]!, target: target[q]! }));
  return { measure, individual, spans, window };
}

/** Every line of a role. */
export function linesOf({
  components,
  readings,
}: Pick<ModelRole, "components" | "readings">): Line[] {
  return [...components.map(ownLine), ...readings.map(readingLine)];
}

/** Room for what each line of each role measures. */
export function measuredOf(model: Model): Measured[][] {
  return model.roles.map((role) =>
    linesOf(role).map((line) => ({
      year: measureYear(model.slots),
      mass: new Float64Array(line.spans.length * MASKS),
      parts: partsOf(model, line),
    })),
  );
}

/** Share of a steady year's measure in the months of each span that count. */
function partsOf(model: Model, { measure, spans, window }: Line): Float64Array {
  const whole = spans.every(
    ({ from, to }, p) => from * spans.length === p * 12 && to - from === 12 / spans.length,
  );
  const company = {
    funnel: model.funnel,
    seasons: model.seasons,
    measure,
    flows: model.mechanicalFlows,
  };
  if (whole && !window) return periodParts(company, spans.length);
  const months = periodParts(company, 12);
  return Float64Array.from(spans, ({ from, to }) => {
    let part = 0;
    for (let t = from; t < to; t++) part += months[t]! * (window?.[t] ?? 1);
    return part;
  });
}

/** Fills `measured` with a steady year at `flows`. */
export function measureSteady(model: Model, flows: SteadyFlows, measured: Measured[][]): void {
  for (const [r, role] of model.roles.entries()) {
    const { lines } = role;
    for (const [l, line] of lines.entries()) {
      const one = measured[r]![l]!;
      evaluateMeasure(model.funnel, line.measure, flows, one.year);
      const ratio = isRatio(line.measure);
      const heads = line.individual && !ratio ? role.heads.own : 1;
      for (const [p, { target }] of line.spans.entries()) {
        const part = ratio ? 1 : one.parts[p]!;
        for (let mask = 0; mask < MASKS; mask++) {
          one.mass[p * MASKS + mask] = (one.year.mass[mask]! * part) / (heads * target);
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
    for (const [l, line] of role.lines.entries()) {
      const { measure } = line;
      if (measure.kind === "leadQuality" || measure.kind === "score") continue;
      const one = measured[r]![l]!;
      one.mass.fill(0);
      const heads = line.individual && !isRatio(measure) ? role.heads.own : 1;
      for (const [p, { from, to, target }] of line.spans.entries()) {
        const mass = one.mass.subarray(p * MASKS, (p + 1) * MASKS);
        for (let t = from; t < to; t++) addMonth(model, path, { line, t, given }, mass);
        if (measure.kind === "winRate") toWinRate(mass, opportunitiesIn(model, path, line, p));
        for (let mask = 0; mask < MASKS; mask++) mass[mask] = mass[mask]! / (heads * target);
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
    line,
    t,
    given,
  }: {
    line: Line;
    t: number;
    given: { contracts: ContractMonths; flows: SteadyFlows };
  },
  mass: Float64Array,
): void {
  const stages = model.funnel.stages.length;
  const { months } = model.funnel;
  const counts = line.window?.[t] ?? 1;
  mass[0] = mass[0]! + counts * line.measure.constant;
  for (const term of line.measure.terms) {
    const at = (term.flow * stages + term.stage) * months + t;
    let amount = (path.opening[at]! + path.fresh[at]!) * term.value * term.credit;
    if (term.part !== "new") {
      const segment = model.funnel.flows[term.flow]!.segment;
      const whole =
        term.part === "renewed"
          ? given.contracts.renewals[segment]!
          : given.contracts.revenue[segment]!;
      amount =
        whole[t]! * flowShare(model, term.flow, given.flows) * term.credit * weightOf(model, term);
    }
    mass[term.shocks] = mass[term.shocks]! + counts * amount;
  }
}

/** Weight of a renewed or recognised amount in a measure; 1 but in a weighted sum. */
function weightOf({ funnel }: Model, { flow, value }: Term): number {
  return value / funnel.segments[funnel.flows[flow]!.segment]!.dealMean;
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
  { measure, spans }: Line,
  p: number,
): number {
  const stages = model.funnel.stages.length;
  const { months } = model.funnel;
  const { from, to } = spans[p]!;
  let opportunities = 0;
  for (const term of measure.below) {
    for (let t = from; t < to; t++) {
      const at = (term.flow * stages + term.stage) * months + t;
      opportunities += (path.opening[at]! + path.fresh[at]!) * term.credit;
    }
  }
  return opportunities;
}
