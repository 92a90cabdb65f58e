/**
 * Where one person alone would rather stand: for roles of one task, utility compared on a grid.
 *
 * Why       at a cliff the first-order condition has several solutions, and some are worst choices or leaps away from
 *           the best; the search for other equilibria starts from the best one too.
 * Formula   a person's own effort x moves each of their measures by (x/x0)^(s·E), all else held.
 *           What a ratchet takes on the way is left out of utility: Σ of the slopes it takes, along the grid.
 * Source    docs/model.md#equilibrium
 */
import { sideCurves } from "../behaviour/conditionedPay.ts";
import { evaluatePayRisk, type Payout } from "../behaviour/payRisk.ts";
import { effortCost, LEAST_EFFORT, MOST_EFFORT } from "../behaviour/response.ts";
import { exp, log } from "../math/index.ts";
import type { Curve } from "../plans/curve.ts";
import { largestJump } from "../plans/expectedPay.ts";
import type { Calibration, Workspace } from "./equilibrium.ts";
import { feltShare, feltSlope, type Mind } from "./minds.ts";

const STEPS = 60;
/** Where slopes are summed over the grid, which a jump must not fall between. */
const FINE_STEPS = 600;
/** Least gain that counts, over OTE. */
const NOTICEABLE = 1e-6;

/**
 * Log efforts at which every person of a one-task role under a cliff stands at their own best, or undefined where
 * nobody would move. The workspace stands at `lnEfforts`, and does so afterwards.
 */
export function bestDeviation(
  space: Workspace,
  calibration: Calibration,
  lnEfforts: Float64Array,
): Float64Array | undefined {
  const start = Float64Array.from(lnEfforts);
  let moved = false;
  for (const mind of space.minds) {
    const { tasks, ote } = space.model.roles[mind.role]!;
    if (tasks.length !== 1 || !mind.payouts.some(jumps)) continue;
    const from = lnEfforts[mind.first]!;
    const choices = choicesOf(space, calibration, { mind, from });
    const here = choices.find(({ to }) => to === from)!.utility;
    let best = here;
    for (const { to, utility } of choices) {
      if (utility <= best) continue;
      best = utility;
      start[mind.first] = to;
    }
    if (best > here + NOTICEABLE * ote) moved = true;
    else start[mind.first] = from;
  }
  return moved ? start : undefined;
}

/** True where a payout, or what it hangs on, jumps. */
function jumps({ curve, on }: Payout): boolean {
  return on
    ? on.branches.some((branch) => isHigh(branch.curve)) ||
        on.sides.some((_, s) => sideCurves(on, s).some(isHigh))
    : isHigh(curve);
}

function isHigh(curve: Curve): boolean {
  return largestJump(curve) > 0;
}

/** Log efforts a person may choose, where they stand among them, with what each is worth to them from there. */
function choicesOf(
  space: Workspace,
  calibration: Calibration,
  { mind, from }: { mind: Mind; from: number },
): { to: number; utility: number }[] {
  const { components } = space.model.roles[mind.role]!;
  const steps = components.some(({ numbers }) => numbers.ratchet) ? FINE_STEPS : STEPS;
  const grid = Array.from(
    { length: steps + 1 },
    (_, i) => log(LEAST_EFFORT) + (i / steps) * log(MOST_EFFORT / LEAST_EFFORT),
  );
  let ratcheted = 0;
  let before = { to: from, taken: 0 };
  return [...grid, from]
    .toSorted((a, b) => a - b)
    .map((to, i) => {
      const { utility, taken } = standingAt(space, calibration, { mind, from, to });
      if (i > 0) ratcheted += ((taken + before.taken) / 2) * (to - before.to);
      before = { to, taken };
      return { to, utility: utility - ratcheted };
    });
}

/**
 * One person of a one-task role at another effort than the rest of the role: utility, base left out, and the part of its
 * slope in the log effort that a ratchet takes.
 */
function standingAt(
  space: Workspace,
  calibration: Calibration,
  { mind, from, to }: { mind: Mind; from: number; to: number },
): { utility: number; taken: number } {
  const { model } = space;
  const role = model.roles[mind.role]!;
  const task = role.tasks[0]!;
  const felt = feltShare(space, mind, 0);
  const moved = mind.payouts.flatMap(({ component, individual, mass, on }) => [
    { line: component, individual, mass },
    ...(on?.sides ?? []),
  ]);
  const masses = moved.map(({ mass }) => Float64Array.from(mass));
  for (const { line, individual, mass } of moved) {
    const own = individual && task.private ? 1 : felt;
    const elasticity = space.measured[mind.role]![line]!.year.elasticity[task.slot]!;
    const factor = exp(own * elasticity * (to - from));
    for (let mask = 0; mask < mass.length; mask++) mass[mask] = mass[mask]! * factor;
  }
  evaluatePayRisk(mind.risk, "worth", mind.worth);
  const { certainty } = mind.worth;
  let taken = 0;
  for (const [c, line] of role.lines.entries()) {
    const own = line.individual && task.private ? 1 : felt;
    const elasticity = space.measured[mind.role]![c]!.year.elasticity[task.slot]!;
    taken += own * elasticity * (mind.worth.slope[c]! - feltSlope(model, mind, c));
  }
  for (const [i, { mass }] of moved.entries()) mass.set(masses[i]!);
  evaluatePayRisk(mind.risk, "worth", mind.worth);
  const values = calibration.values.subarray(mind.first, mind.first + 1);
  const cost = effortCost(Float64Array.of(to), values, model.behaviour);
  return { utility: certainty + task.stake * to - cost, taken };
}
