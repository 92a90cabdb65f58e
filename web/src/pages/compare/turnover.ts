/**
 * Who would leave under the focused scenario, in words, where it states retention.
 *
 * Always    expected in a steady year, at the middle assumptions; only roles that lose a twentieth of a person more or less.
 */
import { count, lowerFirst, shortMoneyChange } from "../../lib/format.ts";
import type { View } from "./view.ts";

/** People a year: fewer are not worth a line. */
const LEAST = 0.05;

export type TurnoverWords = { lines: string[]; sum: string };

/** Lines by role, most people first, and what it comes to in all; undefined where retention is off. */
export function turnoverWords({ baseline, focus, currency }: View): TurnoverWords | undefined {
  const { retention, steadyState } = focus.result.expected;
  if (!retention) return undefined;
  const before = baseline.result.expected;
  const roles = Object.entries(focus.result.scenario.roles).map(([id, { plural }]) => {
    const { leavers, statusQuoLeavers } = retention[id]!;
    return { plural, leavers, from: before.retention?.[id]?.leavers ?? statusQuoLeavers };
  });
  const moved = roles
    .filter(({ leavers, from }) => Math.abs(leavers - from) >= LEAST)
    .toSorted((a, b) => Math.abs(b.leavers - b.from) - Math.abs(a.leavers - a.from));
  const all = roles.reduce((sum, { leavers }) => sum + leavers, 0);
  const allBefore = roles.reduce((sum, { from }) => sum + from, 0);
  const cost = steadyState.totals.attrition - before.steadyState.totals.attrition;
  const money = before.retention
    ? ` What turnover costs: ${shortMoneyChange(cost, currency)} a year.`
    : "";
  return {
    lines: moved.map(({ plural, leavers, from }) => {
      const who = lowerFirst(plural) + (plural.includes(",") ? "," : "");
      return `${people(leavers)} ${who} a year would leave instead of ${people(from)}.`;
    }),
    sum:
      moved.length === 0
        ? `About as many people would leave as at the baseline: ${people(all)} a year.`
        : `In all ${people(all)} people a year instead of ${people(allBefore)}.${money}`,
  };
}

/** People with a decimal, with two below one. */
function people(value: number): string {
  return count(value, value < 1 ? 2 : 1);
}
