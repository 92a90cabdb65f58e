/**
 * A scenario compiled, calibrated and solved under one parameter set.
 *
 * Source    docs/model.md#equilibrium
 */
import type { CertainPayCache } from "../behaviour/payRisk.ts";
import type { LoadedScenario } from "../scenario/schema.ts";
import { type CompiledScenario, compileScenario, type CurveCache, type Model } from "./compile.ts";
import {
  type Calibration,
  calibrate,
  evaluateAt,
  lnTurnovers,
  type Solution,
  solveFrom,
  utilities,
  type Workspace,
  workspace,
} from "./equilibrium.ts";
import { ownSkilled, ownWorth } from "./ownPay.ts";
import type { Losses } from "./losses.ts";
import { headsPaid } from "./paidHeads.ts";
import { fillTotals, fixedCosts, totalOrder } from "./totals.ts";
import { discountsGiven, type Games, gamesOf } from "./timing.ts";
import { attritionOf } from "./turnover.ts";

export type SolveSetting = {
  /** Parameter set, or null for the means. */
  set: number | null;
  parameterSets: number;
  seed: number;
  /** False keeps every effort at 1. */
  response: boolean;
  /** Shared over everything one job compiles. */
  curves: CurveCache;
  cache: CertainPayCache;
};

export type Solved = {
  compiled: CompiledScenario;
  model: Model;
  space: Workspace;
  calibration: Calibration;
  solution: Solution;
  /** At the solution, and on the old behaviour. */
  losses: { response: Losses; mechanical: Losses };
  /** Timing games at the solution, by role; undefined where none are played. */
  timing: ReadonlyMap<string, Games> | undefined;
};

/** True where people's answer to the plan changes anything: an effort, or when deals close. */
export function answers({ solution, losses }: Solved): boolean {
  return solution.lnEfforts.some((ln) => ln !== 0) || losses.response.discounts !== 0;
}

/** Losses at log efforts, where people leave as often as they would there, beside discounts given. */
export function lossesAt(space: Workspace, lnEfforts: Float64Array, discounts: number): Losses {
  return { attrition: attritionOf(space.model, lnTurnovers(space, lnEfforts)), discounts };
}

/** The scenario at its equilibrium; its workspace stands at the solution, means included. Throws ProblemError. */
export function solve(loaded: LoadedScenario, setting: SolveSetting): Solved {
  trim(setting.cache);
  const compiled = compileScenario(loaded, setting);
  if (!setting.response) compiled.model.behaviour.response = false;
  const spaces = compiled.lineage.map((model) => workspace(model, setting.cache));
  const space = spaces.at(-1)!;
  const calibration = calibrate(compiled, space, spaces);
  const solution = solveFrom(space, calibration, new Float64Array(space.values.length));
  const settled =
    solution.status === "none" ? new Float64Array(space.values.length) : solution.lnEfforts;
  evaluateAt(space, settled, "means");
  const timing = playedIn(space, solution.status);
  return {
    compiled,
    model: compiled.model,
    space,
    calibration,
    solution: { ...solution, lnEfforts: settled },
    losses: {
      response: lossesAt(space, settled, discountsGiven(compiled.model, timing)),
      mechanical: lossesAt(space, new Float64Array(settled.length), 0),
    },
    timing,
  };
}

/** Timing games where the scenario has them and people answer; the workspace stands at the solution. */
function playedIn(space: Workspace, status: Solution["status"]): Solved["timing"] {
  const terms = space.model.behaviour.timing;
  return terms && status !== "off" && status !== "none" ? gamesOf(space, terms) : undefined;
}

/** Tables kept between solutions; where every set needs its own, keeping all would fill the memory. */
const MOST_TABLES = 400;

function trim(cache: CertainPayCache): void {
  let tables = 0;
  for (const ofCurve of cache.values()) tables += ofCurve.size;
  if (tables > MOST_TABLES) cache.clear();
}

/**
 * Steady-year figures of a solved scenario, as one row of numbers; its layout is `setLayout`. Wants the workspace at the
 * solution, means included, as `solve` leaves it, and leaves it at the old behaviour.
 */
export function setRow(solved: Solved): Float64Array {
  const { model, space, calibration, solution, losses } = solved;
  const layout = setLayout(model, space);
  const row = new Float64Array(layout.size);
  steadyTotals(space, losses.response, row.subarray(layout.totals));
  row[layout.unsettled] = solution.status === "none" ? 1 : 0;
  const utility = utilities(space, calibration, solution.lnEfforts);
  for (const [m, mind] of space.minds.entries()) {
    row[layout.utility + m] = utility[m]!;
    row[layout.pay + m] = model.roles[mind.role]!.basePay + mind.worth.mean;
  }
  const known = new Map<string, ReturnType<typeof ownWorth>>();
  for (const own of ownSkilled(model)) {
    const key = `${own.role} ${own.skill}`;
    const mind = space.minds.indexOf(space.mindsOf[own.role]![0]!);
    const worth = known.get(key) ?? ownWorth(space, own, utility[mind]!);
    known.set(key, worth);
    row[layout.own + 2 * own.at] = worth.utility;
    row[layout.own + 2 * own.at + 1] = worth.pay;
  }
  for (const [r, role] of model.roles.entries()) {
    for (const [k, task] of role.tasks.entries())
      row[layout.efforts + task.slot] = space.mean[r]![k]!;
  }
  if (answers(solved)) {
    evaluateAt(space, new Float64Array(space.values.length), "means");
    steadyTotals(space, losses.mechanical, row.subarray(layout.mechanicalTotals));
  } else {
    row.copyWithin(layout.mechanicalTotals, layout.totals, layout.totals + totalOrder.length);
  }
  return row;
}

export type SetLayout = {
  totals: number;
  mechanicalTotals: number;
  utility: number;
  pay: number;
  efforts: number;
  /** Utility and pay of each seat that is counted at its own skill. */
  own: number;
  /** 1 where no equilibrium was found, and the row is that of the old behaviour. */
  unsettled: number;
  size: number;
};

/** Where the parts of a set row start. */
export function setLayout(model: Model, space: Workspace): SetLayout {
  let size = 0;
  const next = (length: number) => (size += length) - length;
  return {
    totals: next(totalOrder.length),
    mechanicalTotals: next(totalOrder.length),
    utility: next(space.minds.length),
    pay: next(space.minds.length),
    efforts: next(model.slots),
    own: next(2 * ownSkilled(model).length),
    unsettled: next(1),
    size,
  };
}

/** Fills the start of `out` with the totals of the steady year a workspace stands at. */
export function steadyTotals(space: Workspace, losses: Losses, out: Float64Array): void {
  const { model, flows } = space;
  const { funnel } = model;
  const won = funnel.stages.length - 1;
  let bookings = 0;
  let revenue = 0;
  let margin = 0;
  let revenueMargin = 0;
  for (const [a, flow] of funnel.flows.entries()) {
    const segment = funnel.segments[flow.segment]!;
    const booked = flows.entries[a * funnel.stages.length + won]! * segment.dealMean;
    const recognised =
      segment.termMonths === 0 ? booked : booked / (1 - flows.renewalRate[flow.segment]!);
    bookings += booked;
    margin += booked * segment.grossMargin;
    revenue += recognised;
    revenueMargin += recognised * segment.grossMargin;
  }
  fillTotals(
    fixedCosts(model, losses),
    { bookings, revenue, margin, revenueMargin, variablePay: variablePay(space) },
    out,
    0,
  );
}

/** Mean variable pay of everybody in the year a workspace stands at, money. */
export function variablePay(space: Workspace): number {
  let total = 0;
  for (const mind of space.minds)
    total += headsPaid(space.model.roles[mind.role]!, mind) * mind.weight * mind.worth.mean;
  return total;
}
