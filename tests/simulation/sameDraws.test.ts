/** Plans that differ in pay alone share their years, and no number of theirs differs for it. */
import { expect, test } from "vitest";
import { prepareJob, runBatch } from "#models";
import { solve } from "../../models/company/solve.ts";
import { payHistogram, simulateRows, simulator } from "../../models/simulation/batch.ts";
import { sameDraws, simulationPlan } from "../../models/simulation/plan.ts";
import { shipped } from "../support/scenarios.ts";

function planOf(id: string, response: boolean) {
  const setting = { set: 0, parameterSets: 64, seed: 9, curves: new Map(), cache: new Map() };
  const { space, solution } = solve(shipped(id), { ...setting, response });
  return simulationPlan(space, solution.lnEfforts);
}

test("a plan on the old behaviour draws the status quo's years, with the response it does not", () => {
  const statusQuo = planOf("status-quo", true);
  expect(sameDraws(statusQuo, planOf("shared-pipeline", false))).toBe(true);
  expect(sameDraws(statusQuo, planOf("shared-pipeline", true))).toBe(false);
  expect(sameDraws(statusQuo, planOf("shared-pipeline-practices", false))).toBe(false);
});

test("rows of a batch are those of each plan simulated on its own", () => {
  const scenarios = [shipped("status-quo"), shipped("shared-pipeline")];
  const prepared = prepareJob({ scenarios, runs: 64 * 3, seed: 9 });
  const { mechanicalRows } = runBatch(prepared, 0);
  const alone = planOf("shared-pipeline", false);
  const [rows] = simulateRows(
    [simulator(alone)],
    9,
    [0, 64, 128],
    [payHistogram(alone.roles.length)],
  );
  expect(mechanicalRows[1]).toEqual(rows);
});
