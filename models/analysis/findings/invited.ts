/**
 * What findings on gaming look at: a solved scenario, and what it comes to where the people of one role work otherwise.
 *
 * Terms     deviation = all the people of one role do the same thing; its money = what it earns one of them and what it
 *           costs the company when all do, a steady year; noticeable = large enough beside OTE or bookings to be said.
 * Always    what the plan invites, not what the model expects: computed whether or not timing games are on.
 * Source    docs/model.md#gaming
 */
import { evaluateAt, type Workspace } from "../../company/equilibrium.ts";
import { headsPaid } from "../../company/paidHeads.ts";
import { type Solved, steadyTotals } from "../../company/solve.ts";
import { totalOrder } from "../../company/totals.ts";

/** Least that is said: a payee's gain over OTE, and the company's loss over bookings. */
export const NOTICEABLE = { ofOte: 0.01, ofBookings: 0.001 };

/** True of a cost that is large enough to be said; of none, and where nothing is booked, it never is. */
export function isCostly(cost: number, { bookings }: Year): boolean {
  return bookings > 0 && cost >= NOTICEABLE.ofBookings * bookings;
}

/** A steady year of the company: bookings, contribution, and variable pay of everybody by role. */
export type Year = { bookings: number; contribution: number; pay: Float64Array };

/** The year a workspace stands at, means included. */
export function yearOf({ losses }: Solved, space: Workspace): Year {
  const row = new Float64Array(totalOrder.length);
  steadyTotals(space, losses.response, row);
  const pay = new Float64Array(space.model.roles.length);
  for (const mind of space.minds) {
    const people = headsPaid(space.model.roles[mind.role]!, mind);
    pay[mind.role] = pay[mind.role]! + people * mind.weight * mind.worth.mean;
  }
  return {
    bookings: row[totalOrder.indexOf("bookings")]!,
    contribution: row[totalOrder.indexOf("contribution")]!,
    pay,
  };
}

/** The year in which the people of a role add `shift` to the log effort of each of their tasks; restores the workspace. */
export function yearShifted(solved: Solved, r: number, shift: readonly number[]): Year {
  const { space, solution } = solved;
  const ln = Float64Array.from(solution.lnEfforts);
  for (const mind of space.mindsOf[r]!)
    for (const [k, by] of shift.entries()) ln[mind.first + k] = ln[mind.first + k]! + by;
  evaluateAt(space, ln, "means");
  const year = yearOf(solved, space);
  evaluateAt(space, solution.lnEfforts, "means");
  return year;
}

/** What a log point more of a component's result pays one person of a role, the mean over skills. */
export function meanSlope({ space }: Solved, r: number, c: number): number {
  return space.mindsOf[r]!.reduce((sum, mind) => sum + mind.weight * mind.worth.slope[c]!, 0);
}
