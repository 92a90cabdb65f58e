/** What the engine says of how a measure answers work is what happens when work moves a little. */
import { expect, test } from "vitest";
import { compileScenario, pushOf } from "../../models/company/compile.ts";
import { evaluateFlows, steadyFlows } from "../../models/funnel/flow.ts";
import { shipped } from "../support/scenarios.ts";
import { compileMeasure, evaluateMeasure, measureYear } from "../../models/funnel/measure.ts";

const { model } = compileScenario(shipped("status-quo"), {
  set: null,
  parameterSets: 64,
  seed: 1,
  curves: new Map(),
});

function totalAt(
  measure: string,
  lnWork: Float64Array,
): { total: number; elasticity: Float64Array } {
  const flows = steadyFlows(model.funnel, model.slots);
  evaluateFlows(model.funnel, model.effects, { lnWork, push: pushOf(model) }, flows);
  const year = measureYear(model.slots);
  evaluateMeasure(
    model.funnel,
    compileMeasure(model.funnel, measure, () => 1),
    flows,
    year,
  );
  return { total: year.total, elasticity: year.elasticity };
}

const measures = [
  "lead",
  "mql",
  "sql",
  "opportunity",
  "won",
  "pipeline",
  "bookings",
  "grossMargin",
];
const others = ["expansion", "renewals", "revenue", "winRate", "leadQuality"];

test.each([...measures, ...others])(
  "the elasticities of %s are its central differences, away from the status quo too",
  (measure) => {
    const at = Float64Array.from({ length: model.slots }, (_, j) => 0.1 * ((j % 5) - 2));
    const { elasticity } = totalAt(measure, at);
    const step = 1e-5;
    for (let j = 0; j < model.slots; j++) {
      const moved = (by: number) =>
        totalAt(
          measure,
          at.map((ln, k) => (k === j ? ln + by : ln)),
        ).total;
      const slope = Math.log(moved(step) / moved(-step)) / (2 * step);
      expect(elasticity[j]).toBeCloseTo(slope, 6);
    }
  },
);
