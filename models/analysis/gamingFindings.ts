/**
 * Findings on what a plan invites, with money: deals moved over a period's end, volume for quality, a lowered bar, deals
 * split or bundled, a ratchet, teams pulled apart, and shared pay that hardly anybody feels.
 *
 * Always    each is the deviation of all the people of one role, with what it earns one of them and costs the company in
 *           a steady year; nothing is said below a noticeable size. A plan of one rate gives none.
 * Not here  what people are expected to do (expected.ts), other findings on plans (planFindings.ts).
 * Source    docs/model.md#gaming
 */
import { evaluateAt } from "../company/equilibrium.ts";
import type { Solved } from "../company/solve.ts";
import { freeRiders, opposedTasks, volumeOverQuality } from "./findings/efforts.ts";
import { movedDeals } from "./findings/moved.ts";
import { ratchets } from "./findings/ratchets.ts";
import { splitDeals } from "./findings/splitting.ts";
import type { Finding } from "./result.ts";

/** Findings on what the plans of a solved scenario invite. Leaves the workspace at the solution, means included. */
export function gamingFindings(solved: Solved): Finding[] {
  evaluateAt(solved.space, solved.solution.lnEfforts, "means");
  return [
    ...movedDeals(solved),
    ...volumeOverQuality(solved),
    ...opposedTasks(solved),
    ...splitDeals(solved),
    ...ratchets(solved),
    ...freeRiders(solved),
  ].map((finding) => ({ ...finding, scenario: solved.model.id }));
}
