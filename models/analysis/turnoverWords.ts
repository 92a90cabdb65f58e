/**
 * Who would leave under a scenario beside its baseline, in words, where it states retention.
 *
 * Always    expected in a steady year, at the middle assumptions; only roles that lose a twentieth of a person more or
 *           less.
 * Not here  turnover itself (company/turnover.ts); how money is written (the shells).
 */
import { inSentence } from "../words.ts";
import type { ScenarioResult } from "./result.ts";

/** People a year: fewer are not worth a line. */
const LEAST = 0.05;

/** A sentence by role, and what they come to. */
export type TurnoverWords = { lines: string[]; sum: string };

/** Roles by how much moves, most people first; undefined where the scenario states no retention. */
export function turnoverWords(
  base: ScenarioResult,
  other: ScenarioResult,
  money: (change: number) => string,
): TurnoverWords | undefined {
  const { retention, steadyState } = other.expected;
  if (!retention) return undefined;
  const before = base.expected;
  const roles = Object.entries(other.scenario.roles).map(([id, { plural }]) => {
    const { leavers, statusQuoLeavers } = retention[id]!;
    return { plural, leavers, from: before.retention?.[id]?.leavers ?? statusQuoLeavers };
  });
  const moved = roles
    .filter(({ leavers, from }) => Math.abs(leavers - from) >= LEAST)
    .toSorted((a, b) => Math.abs(b.leavers - b.from) - Math.abs(a.leavers - a.from));
  const all = roles.reduce((sum, { leavers }) => sum + leavers, 0);
  const allBefore = roles.reduce((sum, { from }) => sum + from, 0);
  const cost = steadyState.totals.attrition - before.steadyState.totals.attrition;
  const costs = ` What turnover costs: ${money(cost)} a year.`;
  return {
    lines: moved.map(({ plural, leavers, from }) => {
      const who = inSentence(plural) + (plural.includes(",") ? "," : "");
      return `${people(leavers)} ${who} a year would leave instead of ${people(from)}.`;
    }),
    sum:
      moved.length === 0
        ? `About as many people would leave as at the baseline: ${people(all)} a year.`
        : `In all ${people(all)} people a year instead of ${people(allBefore)}.${costs}`,
  };
}

/** People with a decimal, with two below one. */
function people(count: number): string {
  return count.toFixed(count < 1 ? 2 : 1);
}
