/**
 * A job from end to end: its expected layer, its batches, and the same in one thread.
 *
 * Always    pure and synchronous; the head and every batch depend on the job alone.
 * Not here  threads (the shells), merging (tally.ts).
 * Source    docs/model.md#simulation
 */
import {
  type CompiledScenario,
  compileScenario,
  type Model,
  type ModelRole,
} from "../company/compile.ts";
import { ownSkilled } from "../company/ownPay.ts";
import { calibrate, evaluateAt, workspace } from "../company/equilibrium.ts";
import { isThere, seated, skillPlaces } from "../company/people.ts";
import {
  answers,
  lossesAt,
  setLayout,
  setRow,
  solve,
  type Solved,
  type SolveSetting,
} from "../company/solve.ts";
import type { Problem } from "../problem.ts";
import { ProblemError } from "../problem.ts";
import { hashScenario } from "../scenario/canonical.ts";
import { type LoadedScenario, type Scenario, scenarioOf } from "../scenario/schema.ts";
import {
  batchAt,
  type BatchPlan,
  batchPlan,
  payHistogram,
  simulateRows,
  simulator,
} from "../simulation/batch.ts";
import { sameDraws, type SimulationPlan, simulationPlan } from "../simulation/plan.ts";
import type {
  BatchRows,
  Job,
  JobHead,
  RolePeople,
  ScenarioLayout,
} from "../simulation/protocol.ts";
import { economicsOf } from "./economics.ts";
import { assumptionsBetween } from "./findings/assumptions.ts";
import { changedTopics } from "./evidence/changes.ts";
import { expectedOf, type Search, searchOthers } from "./expected.ts";
import { gamingFindings, planFindings, resultFindings } from "./findings/index.ts";
import { numberTitle } from "./numberTitle.ts";
import type { Comparison, RoleHead, ScenarioResult } from "./result.ts";
import { addRows, comparisonOf, createTally } from "./tally.ts";

/** Version of the engine: changes whenever a result moves. */
export const ENGINE_VERSION = "0.1.0";

export type PreparedJob = {
  job: Job;
  plan: BatchPlan;
  seed: number;
  uncertain: string[];
  /** The expected layer, computed when first asked for. */
  readonly head: JobHead;
  /** Solved parameter sets, kept while their batches are being done: one entry a scenario. */
  sets: Map<number, SolvedSet[]>;
  setting: Omit<SolveSetting, "set">;
};

/** What the years of one scenario under one parameter set need: plans to simulate, and the set's steady figures. */
type SolvedSet = { responding: SimulationPlan; mechanical: SimulationPlan; row: Float64Array };

const DEFAULT_RUNS = 1000;
const DEFAULT_SETS = 64;
const KEPT_SETS = 64;

/** What one job leaves for the next: heads of scenarios already solved, curves, and tables of certain pay. */
export type Kept = {
  heads: Map<string, { result: ScenarioResult; layout: ScenarioLayout }>;
  curves: SolveSetting["curves"];
  cache: SolveSetting["cache"];
};

/** Nothing kept yet. Hand it to every preview of one page, so that what an edit leaves alone is not solved again. */
export function createKept(): Kept {
  return { heads: new Map(), curves: new Map(), cache: new Map() };
}

const MOST_KEPT = 64;

/** Forgets everything when more is kept than a session of editing needs. */
function tidy(kept: Kept): void {
  if (kept.curves.size > MOST_KEPT) {
    kept.curves.clear();
    kept.cache.clear();
  }
  if (kept.heads.size > MOST_KEPT) kept.heads.clear();
}

export type Preparation = {
  /** A quick head: no search for other equilibria, rougher percentiles. */
  preview?: boolean;
  kept?: Kept;
};

/** A job ready for its batches. Throws ProblemError with every fault of its scenarios. */
export function prepareJob(
  job: Job,
  { preview = false, kept = createKept() }: Preparation = {},
): PreparedJob {
  tidy(kept);
  const simulation = scenarioOf(job.scenarios[0]!).simulation ?? {};
  const seed = job.seed ?? simulation.seed ?? 1;
  const parameterSets = simulation.parameterSets ?? DEFAULT_SETS;
  const setting = {
    parameterSets,
    seed,
    response: job.response ?? true,
    curves: kept.curves,
    cache: kept.cache,
  };
  const compiled = compileAll(job.scenarios, { ...setting, set: null });
  const uncertain = [...new Set(compiled.flatMap((one) => one.uncertain))].toSorted();
  const plan = batchPlan(
    job.runs ?? simulation.runs ?? DEFAULT_RUNS,
    uncertain.length > 0 ? parameterSets : 1,
  );
  let head: JobHead | undefined;
  return {
    job,
    plan,
    seed,
    uncertain,
    sets: new Map(),
    setting,
    get head() {
      head ??= headOf(this, compiled, { preview, kept });
      return head;
    },
  };
}

/** The faults that only compiling and calibrating find: unknown names, bad formulas, numbers out of range. */
export function validateScenario(loaded: LoadedScenario): Problem[] {
  try {
    const compiled = compileScenario(loaded, {
      set: null,
      parameterSets: DEFAULT_SETS,
      seed: 1,
      curves: new Map(),
    });
    const cache = new Map();
    const spaces = compiled.lineage.map((model) => workspace(model, cache));
    calibrate(compiled, spaces.at(-1)!, spaces);
    return [];
  } catch (error) {
    if (error instanceof ProblemError) return [...error.problems];
    throw error;
  }
}

/** Scenarios that cannot be told apart by money, or have nobody in common, are not compared. */
function pairProblems(scenarios: LoadedScenario[]): Problem[] {
  const [base, ...others] = scenarios.map((loaded) => ({ id: loaded.id, ...scenarioOf(loaded) }));
  return others.flatMap(({ id, currency, roles }): Problem[] => {
    const fault = (path: string, message: string, hint: string): Problem => ({
      code: "bad-request",
      file: `${id}.json`,
      path,
      message,
      hint,
    });
    if (currency !== base!.currency) {
      const message = `${id} is in ${currency} and the baseline ${base!.id} in ${base!.currency}`;
      return [fault("currency", message, "compare scenarios of one currency")];
    }
    if (Object.keys(roles).some((role) => base!.roles[role] !== undefined)) return [];
    const message = `${id} and the baseline ${base!.id} have no role in common: they are different companies`;
    return [
      fault("roles", message, "compare scenarios of one company, children of one status quo"),
    ];
  });
}

type CompileAll = Parameters<typeof compileScenario>[1];

function compileAll(scenarios: LoadedScenario[], setting: CompileAll): CompiledScenario[] {
  const problems: Problem[] = [];
  const compiled: CompiledScenario[] = [];
  for (const loaded of scenarios) {
    try {
      compiled.push(compileScenario(loaded, setting));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(
        ...error.problems.map((problem) => ({ file: `${loaded.id}.json`, ...problem })),
      );
    }
  }
  problems.push(...pairProblems(scenarios));
  if (problems.length > 0) throw new ProblemError(problems);
  return compiled;
}

function headOf(
  prepared: PreparedJob,
  compiled: CompiledScenario[],
  { preview, kept }: Required<Preparation>,
): JobHead {
  const { job, plan, seed, uncertain } = prepared;
  const { parameterSets } = prepared.setting;
  const layouts: ScenarioLayout[] = [];
  const scenarios = job.scenarios.map((loaded, i): ScenarioResult => {
    const { name, question } = scenarioOf(loaded);
    const key = [
      loaded.id,
      name,
      question,
      hashScenario(loaded),
      seed,
      plan.runs,
      plan.sets,
      prepared.setting.response,
      preview,
    ].join(" ");
    const known = kept.heads.get(key);
    if (known) {
      layouts.push(known.layout);
      return known.result;
    }
    const solved = solve(loaded, { ...prepared.setting, set: null });
    const searched = searchOthers(solved, { preview, seed });
    const expected = expectedOf(solved, { preview, seed }, searched);
    const economics = preview ? null : economicsOf(solved, expected);
    const layout = layoutOf(solved, searched, scenarioOf(loaded));
    refuseNonFinite(loaded.id, "expected", expected);
    refuseNonFinite(loaded.id, "economics", economics);
    layouts.push(layout);
    const result: ScenarioResult = {
      scenario: scenarioHead(loaded, solved),
      engine: ENGINE_VERSION,
      seed,
      runs: plan.runs,
      parameterSets: plan.sets,
      response: prepared.setting.response && solved.model.behaviour.response,
      uncertain: uncertain.filter((path) => compiled[i]!.uncertain.includes(path)),
      expected,
      economics,
      simulated: null,
      findings: [],
    };
    const complete = {
      ...result,
      findings: [
        ...resultFindings(result),
        ...planFindings(solved.model, result),
        ...(preview ? [] : gamingFindings(solved)),
      ],
    };
    kept.heads.set(key, { result: complete, layout });
    return complete;
  });
  const changed = compiled.map(({ model }) => changedTopics(compiled[0]!.model, model));
  const assumed = job.scenarios.map((loaded) =>
    assumptionsBetween(scenarioOf(job.scenarios[0]!), scenarioOf(loaded)),
  );
  return {
    scenarios,
    changed,
    assumed,
    layout: { ...plan, seed, parameterSets, scenarios: layouts },
  };
}

/** Throws where a result is not a number that can be written: some input is beyond all scale. */
function refuseNonFinite(id: string, path: string, value: unknown): void {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new ProblemError([
      {
        code: "bad-number",
        file: `${id}.json`,
        path,
        message: "this result comes out as no number at all",
        hint: "look for a number that is far too large or small: money, luck, shocks or risk aversion",
      },
    ]);
  }
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value)) refuseNonFinite(id, `${path}.${key}`, part);
}

function scenarioHead(loaded: LoadedScenario, { model }: Solved): ScenarioResult["scenario"] {
  const scenario: Scenario = scenarioOf(loaded);
  const roles: Record<string, RoleHead> = {};
  for (const role of model.roles) {
    roles[role.id] = {
      title: role.title,
      plural: role.plural,
      team: role.team,
      headcount: role.headcount,
      ote: role.ote,
      tasks: Object.fromEntries(role.tasks.map((task) => [task.id, task.title])),
    };
  }
  return {
    id: loaded.id,
    name: scenario.name,
    question: scenario.question ?? "",
    currency: scenario.currency,
    hash: hashScenario(loaded),
    start: scenario.calendar.start,
    months: model.funnel.months,
    statusQuo: loaded.lineage[0]!.id,
    statusQuoHash: hashScenario({ ...loaded, lineage: loaded.lineage.slice(0, 1) }),
    roles,
  };
}

function layoutOf(solved: Solved, searched: Search, scenario: Scenario): ScenarioLayout {
  const { compiled, model, space } = solved;
  return {
    horizon: model.funnel.months,
    people: model.roles.map((role, r) => ({
      named: namedSeats(model, role),
      id: role.id,
      team: role.team,
      headcount: role.headcount,
      ote: role.ote,
      firstMind: space.minds.indexOf(space.mindsOf[r]![0]!),
      points: role.points.map(({ z }) => z),
      weights: role.points.map(({ weight }) => weight),
      places: Array.from(skillPlaces(role)).filter((_, i) => isThere(seated(role)[i])),
    })),
    slots: model.roles.flatMap((role) =>
      role.tasks.map((task) => ({ role: role.id, task: task.id, slot: task.slot })),
    ),
    uncertain: Object.fromEntries(
      compiled.uncertain.map((path) => [path, numberTitle(path, scenario)]),
    ),
    set: setLayout(model, space),
    means: setRow(solved),
    others: searched.others.map((lnEfforts) => rowAt(solved, lnEfforts)),
  };
}

/** The set row of a solved scenario at another of its equilibria. */
function rowAt(solved: Solved, lnEfforts: Float64Array): Float64Array {
  evaluateAt(solved.space, lnEfforts, "means");
  const { discounts } = solved.losses.response;
  const losses = { ...solved.losses, response: lossesAt(solved.space, lnEfforts, discounts) };
  return setRow({ ...solved, losses, solution: { ...solved.solution, lnEfforts } });
}

/** Who sits in each seat that is not open all through the calendar. */
function namedSeats(model: Model, role: ModelRole): RolePeople["named"] {
  const r = model.roles.indexOf(role);
  const first = ownSkilled(model).find((own) => own.role === r)?.at ?? -1;
  return seated(role).flatMap((person, seat) =>
    isThere(person) ? [{ id: person?.id ?? null, own: first < 0 ? -1 : first + seat }] : [],
  );
}

/** Simulates one batch: the same years in every scenario, with the response and on the old behaviour. */
export function runBatch(prepared: PreparedJob, batch: number): BatchRows {
  const { set, replications } = batchAt(prepared.plan, batch);
  const result: BatchRows = {
    batch,
    set,
    years: replications.length,
    rows: [],
    mechanicalRows: [],
    histograms: [],
    sets: [],
  };
  const solved = solvedSet(prepared, set);
  const plans = [
    ...new Set(solved.flatMap(({ responding, mechanical }) => [responding, mechanical])),
  ];
  const rows = new Map<SimulationPlan, Float64Array>();
  const histograms = new Map(plans.map((plan) => [plan, payHistogram(plan.roles.length)]));
  for (const group of alikeDraws(plans)) {
    const found = simulateRows(
      group.map(simulator),
      prepared.seed,
      replications,
      group.map((plan) => histograms.get(plan)!),
    );
    for (const [k, plan] of group.entries()) rows.set(plan, found[k]!);
  }
  for (const { responding, mechanical, row } of solved) {
    result.rows.push(rows.get(responding)!);
    result.mechanicalRows.push(rows.get(mechanical)!);
    result.histograms.push(histograms.get(responding)!);
    result.sets.push(row);
  }
  return result;
}

/** Plans in groups that draw the same years: a plan on the old behaviour often differs from another in pay alone. */
function alikeDraws(plans: SimulationPlan[]): SimulationPlan[][] {
  const groups: SimulationPlan[][] = [];
  for (const plan of plans) {
    const known = groups.find(([first]) => sameDraws(first!, plan));
    if (known) known.push(plan);
    else groups.push([plan]);
  }
  return groups;
}

function solvedSet(prepared: PreparedJob, set: number): SolvedSet[] {
  const known = prepared.sets.get(set);
  if (known) return known;
  const solved = prepared.job.scenarios.map((loaded): SolvedSet => {
    const one = solve(loaded, {
      ...prepared.setting,
      set: prepared.plan.sets === 1 ? null : set,
    });
    const { space, solution, losses } = one;
    const row = setRow(one);
    refuseNonFinite(loaded.id, `parameterSets[${set}]`, Array.from(row));
    const responding = simulationPlan(space, solution.lnEfforts, losses.response);
    const moved = answers(one);
    const mechanical = moved
      ? simulationPlan(space, new Float64Array(solution.lnEfforts.length), losses.mechanical)
      : responding;
    return { responding, mechanical, row };
  });
  if (prepared.sets.size >= KEPT_SETS) prepared.sets.delete(prepared.sets.keys().next().value!);
  prepared.sets.set(set, solved);
  return solved;
}

/** Runs a job in this thread; yields the comparison so far after the head and after each batch. */
export function* runJob(job: Job): Generator<Comparison, Comparison> {
  const prepared = prepareJob(job);
  const tally = createTally(prepared.head);
  yield comparisonOf(tally);
  for (let batch = 0; batch < prepared.plan.batches; batch++) {
    addRows(tally, runBatch(prepared, batch));
    if (batch < prepared.plan.batches - 1) yield comparisonOf(tally);
  }
  return comparisonOf(tally);
}
