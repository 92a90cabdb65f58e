/**
 * What the benchmark times: the engine's own kernels, in whatever runs this file.
 *
 * Always    each figure is the median of several rounds after a warm-up; a plain loop is timed in the same run, so that
 *           figures of two machines, or of a busy one, can be compared as ratios.
 */
import { prepareJob, readScenario, runBatch } from "#models";
import { evaluateAt, solveFrom } from "../../models/company/equilibrium.ts";
import { solve, type SolveSetting } from "../../models/company/solve.ts";
import { payHistogram, simulateRows, simulator } from "../../models/simulation/batch.ts";
import { simulationPlan } from "../../models/simulation/plan.ts";
import { measurePayroll } from "./payroll.ts";

export type Figure = { what: string; value: number; unit: string };
export type Texts = Record<string, string>;

const ROUNDS = 5;

/** Nothing solved before is at hand. */
function setting(): SolveSetting {
  return {
    set: null,
    parameterSets: 64,
    seed: 1,
    response: true,
    curves: new Map(),
    cache: new Map(),
  };
}

/** Times everything; `texts` holds the scenario files by id. */
export function measure(texts: Texts, now: () => number): Figure[] {
  const time = (work: () => void): number => {
    work();
    const rounds = Array.from({ length: ROUNDS }, () => {
      const from = now();
      work();
      return now() - from;
    });
    return rounds.toSorted((a, b) => a - b)[ROUNDS >> 1]!;
  };
  const load = (id: string) => {
    const { loaded, problems } = readScenario(id, (name) => texts[name]);
    if (!loaded) throw new Error(JSON.stringify(problems));
    return loaded;
  };
  const plain = time(plainLoop);
  const figures: Figure[] = [{ what: "plain loop, 10 million steps", value: plain, unit: "ms" }];
  for (const id of ["reference-b", "shared-pipeline"]) {
    const { space, calibration } = solve(load(id), setting());
    const start = new Float64Array(space.values.length);
    const value = time(() => void solveFrom(space, calibration, start));
    figures.push({ what: `equilibrium, ${id}`, value, unit: "ms" });
    figures.push({
      what: `one evaluation of all values of effort, ${id}`,
      value: time(() => evaluateAt(space, start)),
      unit: "ms",
    });
  }

  const { space, solution } = solve(load("status-quo"), setting());
  const plan = simulationPlan(space, solution.lnEfforts);
  const one = simulator(plan);
  const histogram = payHistogram(plan.roles.length);
  const years = Array.from({ length: 50 }, (_, i) => i);
  let opportunities = 0;
  const { counts } = one.buffers.year;
  const { funnel } = plan.model;
  const simulated = time(() => {
    opportunities = 0;
    for (const year of years) {
      simulateRows([one], 1, [year], [histogram]);
      for (const [a] of funnel.flows.entries()) {
        for (let t = 0; t < funnel.months; t++) {
          opportunities +=
            counts[(a * funnel.stages.length + funnel.pipelineStage) * funnel.months + t]!;
        }
      }
    }
  });
  const people = plan.model.roles.reduce((sum, role) => sum + role.headcount, 0);
  figures.push({
    what: "a simulated opportunity, all in",
    value: (simulated * 1e6) / opportunities,
    unit: "ns",
  });
  figures.push({
    what: "a payee-month, all in",
    value: (simulated * 1e6) / (years.length * people * 12),
    unit: "ns",
  });
  figures.push({
    what: "a year of the shipped company",
    value: simulated / years.length,
    unit: "ms",
  });

  const scenarios = [load("status-quo"), load("shared-pipeline")];
  const from = now();
  const prepared = prepareJob({ scenarios, runs: 1000 });
  void prepared.head;
  const headDone = now();
  for (let batch = 0; batch < prepared.plan.batches; batch++) runBatch(prepared, batch);
  figures.push({
    what: "expected layer, status quo and shared pipeline",
    value: headDone - from,
    unit: "ms",
  });
  figures.push({
    what: "1,000 years of both, 64 parameter sets, one thread",
    value: now() - headDone,
    unit: "ms",
  });
  const { milliseconds, lines } = measurePayroll(now);
  figures.push({
    what: `exact pay of 10,000 people, 12 periods, 4 components: ${lines} lines`,
    value: milliseconds,
    unit: "ms",
  });
  return figures;
}

function plainLoop(): void {
  let x = 1;
  for (let i = 0; i < 1e7; i++) x = (Math.imul(x, 1_664_525) + 1_013_904_223) | 0;
  if (x === 1) throw new Error("a full period in ten million steps");
}
