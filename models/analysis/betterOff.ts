/**
 * Why people are better or worse off than their pay alone says: what risk and effort are worth to them.
 *
 * Formula   change in utility = change in mean pay + change in (certainty equivalent − mean pay) + the rest, which is effort
 *           and the stakes apart from pay; steady year, at the middle assumptions.
 * Not here  how many are better off (expectedDifference.ts).
 * Source    docs/model.md#better-off
 */
import type { ScenarioResult } from "./result.ts";

/** What less risk and less effort are worth to one person of a role, money a year; undefined where one lacks the role. */
export function riskAndEffort(
  base: ScenarioResult,
  other: ScenarioResult,
  role: string,
): { risk: number; effort: number } | undefined {
  const before = base.expected.steadyState.roles[role];
  const after = other.expected.steadyState.roles[role];
  if (!before || !after) return undefined;
  const certainty = after.certaintyEquivalent - before.certaintyEquivalent;
  return {
    risk: certainty - (after.pay.mean - before.pay.mean),
    effort: after.utilityGain - before.utilityGain - certainty,
  };
}

/** "less risk and less effort are": what a gain beside pay comes from, the larger first; empty where it is neither. */
export function besidePay({ risk, effort }: { risk: number; effort: number }): string {
  const most = Math.max(risk, effort);
  const parts = [
    { words: "less risk", worth: risk },
    { words: "less effort", worth: effort },
  ]
    .filter(({ worth }) => worth > 0 && worth >= most / 10)
    .toSorted((a, b) => b.worth - a.worth)
    .map(({ words }) => words);
  if (parts.length === 0) return "";
  return `${parts.join(" and ")} ${parts.length > 1 ? "are" : "is"}`;
}

/** Whether the hours of practices outweigh what the scenario gains beside them. */
export type HoursVerdict = { hours: number; value: number; outweigh: boolean };

/** What a scenario's practices take over the baseline's, and whether contribution would be higher but for that. */
export function hoursVerdict(
  base: ScenarioResult,
  other: ScenarioResult,
  contribution: number,
): HoursVerdict | undefined {
  const [before, after] = [base.expected.alignment, other.expected.alignment];
  const hours = after.practiceHours - before.practiceHours;
  const value = after.practiceHoursValue - before.practiceHoursValue;
  if (hours <= 0.5) return undefined;
  return { hours, value, outweigh: contribution < 0 && contribution + value > 0 };
}
