/**
 * Equilibrium: efforts at which every role answers the plan, the funnel that these efforts make, and each other.
 *
 * Terms     effort vector = log efforts of every mind (role at a skill point), task by task, and after them, where
 *           retention is on, the log turnover of every role over its own at the status quo; calibration = values of effort
 *           at the status quo.
 * Formula   fixed point in logs, mixed over the last steps (Anderson 1965, depth 3); where a step grows, the mixing is
 *           dropped and the plain step's weight halved; settled below 1e-10.
 * Always    all-ones is the start whose solution is reported, so that a scenario that changes nothing stays at 1 exactly;
 *           all zeros is the old behaviour, turnover included, and a vector with anything else in it has moved.
 * Not here  the response of one person (behaviour/response.ts), what pay is worth (behaviour/payRisk.ts).
 * Source    docs/model.md#equilibrium
 */
import { type CertainPayCache, type Detail, evaluatePayRisk, MASKS } from "../behaviour/payRisk.ts";
import { practicePush } from "../behaviour/practices.ts";
import {
  effortCost,
  LEAST_EFFORT,
  LEAST_VALUE,
  MOST_EFFORT,
  respond,
} from "../behaviour/response.ts";
import { lnTurnover } from "../behaviour/retention.ts";
import { evaluateFlows, type SteadyFlows, steadyFlows } from "../funnel/flow.ts";
import { evaluatePath, monthPath } from "../funnel/path.ts";
import { createMixer, exp, forget, log, mix, philox4x32, uniform01 } from "../math/index.ts";
import { type Problem, ProblemError } from "../problem.ts";
import { type CompiledScenario, type Model, pushOf } from "./compile.ts";
import { bestDeviation } from "./deviation.ts";
import { lnCapacityMoved } from "./turnover.ts";
import { contractsOf, handOverPush } from "./year.ts";
import {
  type Line,
  measuredOf,
  type Measured,
  measureFirstYear,
  measureSteady,
} from "./measured.ts";
import {
  compileMinds,
  feltShare,
  feltSlope,
  meanEfforts,
  type Mind,
  mindsByRole,
  relativeMeasures,
  setMasses,
} from "./minds.ts";

const SETTLED = 1e-10;
const MOST_STEPS = 500;
const TURNS = 24;

/** Room to evaluate a model at efforts; everything in it is overwritten by `evaluateAt`. */
export type Workspace = {
  model: Model;
  cache: CertainPayCache;
  flows: SteadyFlows;
  lnWork: Float64Array;
  measured: Measured[][];
  minds: Mind[];
  /** Minds by role. */
  mindsOf: Mind[][];
  /** Mean effort by role and task. */
  mean: Float64Array[];
  /** Place of the log turnovers by role, after the log efforts; −1 where retention is off. */
  turnover: number;
  /** Value of effort, in the order of the effort vector. */
  values: Float64Array;
  efforts: Float64Array;
};

/** A workspace for a model; tables of certain pay are kept in `cache`. */
export function workspace(model: Model, cache: CertainPayCache): Workspace {
  const flows = steadyFlows(model.funnel, model.slots);
  const lnWork = Float64Array.from(model.lnMechanicalWork);
  evaluateFlows(model.funnel, model.effects, { lnWork, push: pushOf(model) }, flows);
  const measured = measuredOf(model);
  measureSteady(model, flows, measured);
  const minds = compileMinds(model, measured, {
    cache,
    alike: model.behaviour.horizon === "steadyState",
  });
  const efforts = minds.reduce((sum, mind) => sum + model.roles[mind.role]!.tasks.length, 0);
  const size = efforts + (model.retention ? model.roles.length : 0);
  return {
    model,
    cache,
    flows,
    lnWork,
    measured,
    minds,
    mindsOf: mindsByRole(model, minds),
    mean: model.roles.map((role) => new Float64Array(role.tasks.length)),
    turnover: model.retention ? efforts : -1,
    values: new Float64Array(size),
    efforts: new Float64Array(size).fill(1),
  };
}

/** Sets flows, measures, minds and values of effort to those at the log efforts. Writes into the workspace. */
export function evaluateAt(
  space: Workspace,
  lnEfforts: Float64Array,
  detail: Detail = "worth",
): void {
  const { model } = space;
  for (let i = 0; i < lnEfforts.length; i++)
    space.efforts[i] = lnEfforts[i] === 0 ? 1 : exp(lnEfforts[i]!);
  for (const [r, role] of model.roles.entries()) {
    const mean = space.mean[r]!;
    meanEfforts(role, space.mindsOf[r]!, space.efforts, mean);
    const places = space.turnover < 0 ? 0 : lnCapacityMoved(role, lnEfforts[space.turnover + r]!);
    for (const [k, task] of role.tasks.entries()) {
      const ln = mean[k] === 1 ? 0 : log(mean[k]!);
      space.lnWork[task.slot] = model.lnMechanicalWork[task.slot]! + ln + places;
    }
  }
  evaluateFlows(
    model.funnel,
    model.effects,
    { lnWork: space.lnWork, push: pushOf(model) },
    space.flows,
  );
  if (model.behaviour.horizon === "steadyState") measureSteady(model, space.flows, space.measured);
  else measureTransition(space);
  for (const [r, role] of model.roles.entries()) {
    const minds = space.mindsOf[r]!;
    const measured = space.measured[r]!;
    const relatives = relativeMeasures(role, minds, {
      efforts: space.efforts,
      mean: space.mean[r]!,
      measured,
    });
    for (const [i, mind] of minds.entries()) {
      setMasses(mind, role, measured, relatives[i]!);
      evaluatePayRisk(mind.risk, detail, mind.worth);
    }
  }
  setValues(space);
}

function setValues(space: Workspace): void {
  const { model } = space;
  for (const mind of space.minds) {
    const role = model.roles[mind.role]!;
    const measured = space.measured[mind.role]!;
    const psiX = model.behaviour.psiX + practicePush(model.alignment.practices, "care", role.id);
    for (const [k, task] of role.tasks.entries()) {
      const felt = feltShare(space, mind, k);
      let value = task.stake;
      for (const [c, line] of role.lines.entries()) {
        const own = line.individual && task.private ? 1 : felt;
        value += own * measured[c]!.year.elasticity[task.slot]! * feltSlope(model, mind, c);
      }
      if (psiX > 0) value += psiX * careForOthers(space, mind.role, task.slot);
      space.values[mind.first + k] = value;
    }
  }
}

/** What a role's task does for the pay of the other function's people, a head of one's own. */
function careForOthers(space: Workspace, r: number, slot: number): number {
  const { model } = space;
  const own = model.roles[r]!;
  let care = 0;
  for (const [o, other] of model.roles.entries()) {
    if (other.team === own.team) continue;
    for (const mind of space.mindsOf[o]!) {
      for (const c of other.lines.keys()) {
        const slope =
          mind.weight * feltSlope(model, mind, c) * space.measured[o]![c]!.year.elasticity[slot]!;
        care += (other.headcount / own.headcount) * slope;
      }
    }
  }
  return care;
}

/** A line's measure over all its payouts, from their attainments. */
function measuredTotal({ mass }: Measured, { spans }: Line): number {
  let total = 0;
  for (const [i, attainment] of mass.entries())
    total += attainment * spans[Math.floor(i / MASKS)]!.target;
  return total;
}

/** Measures and elasticities of the first year, transition included; elasticities by central differences. */
function measureTransition(space: Workspace): void {
  const { model, flows } = space;
  const path = monthPath(model.funnel);
  const opening = { attempts: model.attempts, handOverPush: handOverPush(model) };
  const at = (lnWork: Float64Array): Measured[][] => {
    const moved = steadyFlows(model.funnel, model.slots);
    evaluateFlows(model.funnel, model.effects, { lnWork, push: pushOf(model) }, moved);
    evaluatePath(model.funnel, moved, opening, path);
    const measured = measuredOf(model);
    measureFirstYear(
      model,
      path,
      { flows: moved, contracts: contractsOf(model, path, moved) },
      measured,
    );
    return measured;
  };
  evaluatePath(model.funnel, flows, opening, path);
  measureFirstYear(
    model,
    path,
    { flows, contracts: contractsOf(model, path, flows) },
    space.measured,
  );
  const step = 1e-4;
  for (let j = 0; j < model.slots; j++) {
    const up = Float64Array.from(space.lnWork);
    const down = Float64Array.from(space.lnWork);
    up[j] = up[j]! + step;
    down[j] = down[j]! - step;
    const above = at(up);
    const below = at(down);
    for (const [r, role] of model.roles.entries()) {
      for (const [c, line] of role.lines.entries()) {
        const high = measuredTotal(above[r]![c]!, line);
        const low = measuredTotal(below[r]![c]!, line);
        space.measured[r]![c]!.year.elasticity[j] =
          high > 0 && low > 0 ? log(high / low) / (2 * step) : 0;
      }
    }
  }
}

/** The status quo's values of effort, in the order of a model's effort vector. */
export type Calibration = {
  values: Float64Array;
  /** Utility of each mind of the model at the status quo, money; NaN for roles it lacks. */
  utility: Float64Array;
  notCalibrated: string[];
};

/**
 * Values of effort at x = 1 for every mind and task of the scenario, from the first model of its lineage that has them.
 * Throws ProblemError where the status quo gives a task no value.
 */
export function calibrate(
  compiled: CompiledScenario,
  space: Workspace,
  spaces: Workspace[],
): Calibration {
  const problems: Problem[] = [];
  const values = new Float64Array(space.values.length);
  const utility = new Float64Array(space.minds.length).fill(Number.NaN);
  const notCalibrated = new Set<string>();
  for (const one of spaces) evaluateAt(one, new Float64Array(one.values.length));
  for (const [m, mind] of space.minds.entries()) {
    const role = compiled.model.roles[mind.role]!;
    const point = space.mindsOf[mind.role]!.indexOf(mind);
    for (const [k, task] of role.tasks.entries()) {
      const found = spaces.findIndex(
        (one) => valueIn(one, role.id, { task: task.id, point }) !== undefined,
      );
      const value = valueIn(spaces[found]!, role.id, { task: task.id, point })!;
      if (found > 0) notCalibrated.add(`${role.id}.${task.id}`);
      if (!(value > 0)) {
        problems.push({
          code: "not-calibrated",
          path: `roles.${role.id}.tasks.${task.id}.nonPayStake`,
          message: `nobody gains by ${task.title.toLowerCase()} at the status quo, so its effort cannot be calibrated`,
          hint: "give the task a non-pay stake: what people would miss if they let it slide, in money a year",
        });
      }
      values[mind.first + k] = Math.max(value, LEAST_VALUE);
    }
    const home = spaces[0]!;
    const r = home.model.roles.findIndex(({ id }) => id === role.id);
    const before = r < 0 ? undefined : home.mindsOf[r]![point];
    if (r < 0) notCalibrated.add(role.id);
    if (before) utility[m] = home.model.roles[r]!.basePay + before.worth.certainty;
  }
  if (problems.length > 0) throw new ProblemError(problems);
  return { values, utility, notCalibrated: [...notCalibrated].toSorted() };
}

function valueIn(
  space: Workspace,
  roleId: string,
  { task, point }: { task: string; point: number },
): number | undefined {
  const r = space.model.roles.findIndex(({ id }) => id === roleId);
  if (r < 0) return undefined;
  const k = space.model.roles[r]!.tasks.findIndex(({ id }) => id === task);
  const mind = space.mindsOf[r]![point];
  return k < 0 || !mind ? undefined : space.values[mind.first + k]!;
}

export type Solution = {
  status: "converged" | "corner" | "none" | "off";
  lnEfforts: Float64Array;
  iterations: number;
  residual: number;
};

/** Fills `next` with everybody's response to `current`. */
function respondTo(
  space: Workspace,
  calibration: Calibration,
  current: Float64Array,
  next: Float64Array,
): void {
  evaluateAt(space, current);
  for (const mind of space.minds) {
    const { tasks } = space.model.roles[mind.role]!;
    if (tasks.length === 0) continue;
    const from = mind.first;
    const to = from + tasks.length;
    respond(
      space.values.subarray(from, to),
      calibration.values.subarray(from, to),
      space.model.behaviour,
      next.subarray(from, to),
    );
  }
  if (space.turnover >= 0) fillTurnover(space, calibration, current, next);
}

/** Fills the end of `next` with the turnover that answers everybody's utility at `current`. */
function fillTurnover(
  space: Workspace,
  calibration: Calibration,
  current: Float64Array,
  next: Float64Array,
): void {
  const { model } = space;
  const gains = new Float64Array(model.roles.length);
  const utility = utilities(space, calibration, current);
  for (const [m, mind] of space.minds.entries()) {
    const before = calibration.utility[m]!;
    if (Number.isNaN(before)) continue;
    gains[mind.role] = gains[mind.role]! + mind.weight * (utility[m]! - before);
  }
  const { sensitivity } = model.retention!;
  for (const [r, role] of model.roles.entries()) {
    const { ote } = role.turnover!;
    next[space.turnover + r] = lnTurnover(gains[r]!, { ote, sensitivity });
  }
}

/** Log turnovers by role in an effort vector; empty where retention is off. */
export function lnTurnovers(space: Workspace, lnEfforts: Float64Array): Float64Array {
  return space.turnover < 0 ? new Float64Array(0) : lnEfforts.subarray(space.turnover);
}

/** The equilibrium reached from `start` (log efforts; all zeros is all-ones). */
export function solveFrom(
  space: Workspace,
  calibration: Calibration,
  start: Float64Array,
): Solution {
  const size = start.length;
  const current = Float64Array.from(start);
  const next = new Float64Array(size);
  if (!space.model.behaviour.response || size === 0) {
    evaluateAt(space, new Float64Array(size));
    return { status: "off", lnEfforts: new Float64Array(size), iterations: 0, residual: 0 };
  }
  const mixer = createMixer(size);
  let weight = 1;
  let before = Infinity;
  for (let step = 1; step <= MOST_STEPS; step++) {
    respondTo(space, calibration, current, next);
    let residual = 0;
    for (let i = 0; i < size; i++) residual = Math.max(residual, Math.abs(next[i]! - current[i]!));
    if (residual < SETTLED) {
      return {
        status: cornersIn(space).length > 0 ? "corner" : "converged",
        lnEfforts: current,
        iterations: step,
        residual,
      };
    }
    if (residual > before) {
      weight = Math.max(weight / 2, 0.02);
      forget(mixer);
    }
    before = residual;
    if (weight === 1) mix(mixer, current, next);
    else
      for (let i = 0; i < size; i++) current[i] = current[i]! + weight * (next[i]! - current[i]!);
  }
  return { status: "none", lnEfforts: current, iterations: MOST_STEPS, residual: before };
}

export type Corner = { role: string; task: string; bound: "low" | "high" | "punished" };

/** Tasks at a bound of effort, or whose effort the plan punishes, in a workspace at its solution. */
export function cornersIn(space: Workspace): Corner[] {
  const corners = new Map<string, Corner>();
  for (const mind of space.minds) {
    const role = space.model.roles[mind.role]!;
    for (const [k, task] of role.tasks.entries()) {
      const effort = space.efforts[mind.first + k]!;
      const value = space.values[mind.first + k]!;
      const bound =
        value <= LEAST_VALUE
          ? "punished"
          : effort <= LEAST_EFFORT * 1.000001
            ? "low"
            : effort >= MOST_EFFORT * 0.999999
              ? "high"
              : undefined;
      if (bound) corners.set(`${role.id}.${task.id}`, { role: role.id, task: task.id, bound });
    }
  }
  return [...corners.values()];
}

/**
 * Every other stable equilibrium found from starts far from the status quo, and from where people would rather stand
 * alone, as log efforts; apart by over half a per cent.
 */
export function otherEquilibria(
  space: Workspace,
  calibration: Calibration,
  found: Solution,
  seed: number,
): { starts: number; others: Float64Array[] } {
  evaluateAt(space, found.lnEfforts);
  const deviation = bestDeviation(space, calibration, found.lnEfforts);
  const starts = [...startingPoints(space, seed), ...(deviation ? [deviation] : [])];
  const others: Float64Array[] = [];
  for (const start of starts) {
    const solution = solveFrom(space, calibration, start);
    if (solution.status === "none") continue;
    const known = [found.lnEfforts, ...others];
    if (!known.every((other) => farApart(other, solution.lnEfforts))) continue;
    if (spectralRadius(space, calibration, solution.lnEfforts) < 1) others.push(solution.lnEfforts);
  }
  return { starts: starts.length + 1, others };
}

function farApart(a: Float64Array, b: Float64Array): boolean {
  for (let i = 0; i < a.length; i++) if (Math.abs(a[i]! - b[i]!) > 0.005) return true;
  return false;
}

/** Eight log-uniform starts in [0.4, 2.5], one that gives up (0.1) and one that goes for it (3). */
function startingPoints({ values, turnover }: Workspace, seed: number): Float64Array[] {
  const size = values.length;
  const efforts = turnover < 0 ? size : turnover;
  const low = log(0.4);
  const high = log(2.5);
  const words = new Uint32Array(4);
  const random = Array.from({ length: 8 }, (_, i) => {
    const start = new Float64Array(size);
    for (let k = 0; k < efforts; k++) {
      philox4x32(words, seed, 0, i, k, 0, START_PURPOSE);
      start[k] = low + (high - low) * uniform01(words[0]!);
    }
    return start;
  });
  const all = (effort: number) => new Float64Array(size).fill(log(effort), 0, efforts);
  return [...random, all(0.1), all(3)];
}

const START_PURPOSE = 0x57a7;

/**
 * Largest eigenvalue of the response at a solution, in size: power iteration over central differences, as the geometric
 * mean of its last steps, which settles where two eigenvalues of one size take turns.
 */
export function spectralRadius(
  space: Workspace,
  calibration: Calibration,
  lnEfforts: Float64Array,
): number {
  const size = lnEfforts.length;
  if (size === 0) return 0;
  const step = 1e-4;
  let direction = Float64Array.from({ length: size }, (_, i) => 1 + (i % 3) / 10);
  let lnRadius = 0;
  const up = new Float64Array(size);
  const down = new Float64Array(size);
  for (let turn = 0; turn < TURNS; turn++) {
    const length = Math.sqrt(direction.reduce((sum, x) => sum + x * x, 0));
    if (length === 0) return 0;
    direction = direction.map((x) => x / length);
    respondTo(
      space,
      calibration,
      lnEfforts.map((x, i) => x + step * direction[i]!),
      up,
    );
    respondTo(
      space,
      calibration,
      lnEfforts.map((x, i) => x - step * direction[i]!),
      down,
    );
    direction = direction.map((_, i) => (up[i]! - down[i]!) / (2 * step));
    const growth = Math.sqrt(direction.reduce((sum, x) => sum + x * x, 0));
    if (growth === 0) return 0;
    if (turn >= TURNS / 2) lnRadius += log(growth) / (TURNS / 2);
  }
  evaluateAt(space, lnEfforts);
  return exp(lnRadius);
}

/** Utility of each mind at the workspace's efforts: CE + Σ ι·ln x − (C(x) − C(1)), money, base included. */
export function utilities(
  space: Workspace,
  calibration: Calibration,
  lnEfforts: Float64Array,
): Float64Array {
  const { model } = space;
  return Float64Array.from(space.minds, (mind) => {
    const role = model.roles[mind.role]!;
    const own = lnEfforts.subarray(mind.first, mind.first + role.tasks.length);
    const values = calibration.values.subarray(mind.first, mind.first + role.tasks.length);
    let stake = 0;
    for (const [k, task] of role.tasks.entries()) stake += task.stake * own[k]!;
    const atRest = effortCost(new Float64Array(own.length), values, model.behaviour);
    const cost = effortCost(own, values, model.behaviour) - atRest;
    return role.basePay + mind.worth.certainty + stake - cost;
  });
}
