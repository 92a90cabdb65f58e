/** Who leaves and what it costs, where a scenario states retention: by role, and beside the baseline in words. */
import { type ScenarioResult, turnoverWords } from "#models";
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
  const titles = ["", "Leave a year", "As at the status quo", "Capacity", "Cost beyond it"];
  return table(
    titles.map((title) => ({ title })),
    rows,
  );
}

/** What changes in who leaves, role by role in words, and in all; nothing where no retention is stated. */
export function turnoverChangeLines(
  base: ScenarioResult,
  other: ScenarioResult,
  width: number,
): string[] {
  const { headline } = moneyIn(base.scenario.currency);
  const words = turnoverWords(base, other, (change) => headline(change, "difference"));
  return words ? [...words.lines, words.sum].flatMap((line) => wrap(line, width, "  ")) : [];
}

/** People with a decimal, with two below one. */
function people(count: number): string {
  return fixed(count, count < 1 ? 2 : 1);
}
