/** Who leaves and what it costs, where a scenario states retention: by role, and beside the baseline in words. */
import type { ScenarioResult } from "#models";
import { fixed, moneyIn, relative } from "../format.ts";
import { table, wrap } from "../table.ts";
import { rolesByTeam } from "./parts.ts";

/** One scenario's turnover as a table; nothing where it states no retention. */
export function turnoverLines(result: ScenarioResult): string[] {
  const { retention } = result.expected;
  if (!retention) return [];
  const { whole } = moneyIn(result.scenario.currency);
  const rows = rolesByTeam([result]).flatMap(([, roles]) =>
    roles.map(({ id, title }) => {
      const { leavers, statusQuoLeavers, capacity, cost } = retention[id]!;
      return [
        title,
        people(leavers),
        people(statusQuoLeavers),
        relative(capacity - 1),
        whole(cost, "level"),
      ];
    }),
  );
  const titles = ["", "Leave a year", "As at the status quo", "Capacity", "Cost a year"];
  return table(
    titles.map((title) => ({ title })),
    rows,
  );
}

/** People a year: fewer are not worth a line. */
const LEAST = 0.05;

/** What changes in who leaves, role by role in words, and in all in money; nothing where no retention is stated. */
export function turnoverChangeLines(
  base: ScenarioResult,
  other: ScenarioResult,
  width: number,
): string[] {
  const { retention } = other.expected;
  if (!retention) return [];
  const before = base.expected.retention;
  const said = Object.entries(other.scenario.roles).flatMap(([id, { plural }]) => {
    const { leavers, statusQuoLeavers } = retention[id]!;
    const from = before?.[id]?.leavers ?? statusQuoLeavers;
    return Math.abs(leavers - from) < LEAST
      ? []
      : [
          `${people(leavers)} ${inSentence(plural)}${plural.includes(",") ? "," : ""} a year would leave instead of ${people(from)}.`,
        ];
  });
  if (said.length === 0) return ["About as many people would leave as before."];
  const cost =
    other.expected.steadyState.totals.attrition - base.expected.steadyState.totals.attrition;
  const money = before
    ? [`Attrition ${moneyIn(base.scenario.currency).headline(cost, "difference")} a year.`]
    : [];
  return [...said, ...money].flatMap((line) => wrap(line, width, "  "));
}

/** People with a decimal, with two below one. */
function people(count: number): string {
  return fixed(count, count < 1 ? 2 : 1);
}

function inSentence(plural: string): string {
  return /^[A-Z][a-z]/.test(plural) ? plural.charAt(0).toLowerCase() + plural.slice(1) : plural;
}
