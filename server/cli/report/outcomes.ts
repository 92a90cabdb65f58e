/** Where a plan has two equilibria or more: each as a row, who goes for it or gives up, and what it comes to. */
import { type Comparison, outcomesBeside, outcomesOf, type ScenarioResult } from "#models";
import { count, moneyIn, relative, scaleOf } from "../format.ts";
import { table, wrap } from "../table.ts";
import { taskName } from "./parts.ts";

const keys = ["bookings", "pay", "contribution"] as const;
const columns = ["", "Bookings", "Total pay", "Contribution"].map((title) => ({ title }));

/** Outcomes of one scenario with their levels; nothing where there is one only. */
export function outcomeLines(result: ScenarioResult, width: number): string[] {
  const outcomes = outcomesOf(result);
  if (outcomes.length === 0) return [];
  const { steadyState, equilibrium } = result.expected;
  const totals = [steadyState.totals, ...equilibrium.outcomes.map((one) => one.totals)];
  const { headline } = moneyIn(result.scenario.currency);
  const scale = scaleOf(totals.flatMap((one) => keys.map((key) => one[key])));
  const rows = totals.map((one, i) => [
    nameOf(result, outcomes[i]!, i),
    ...keys.map((key) => headline(one[key], "level", scale)),
  ]);
  return [
    ...wrap("A year at full effect, at the middle assumptions:", width),
    ...table(columns, rows, width),
    ...outcomes.flatMap(({ efforts, ...one }, i) =>
      doingLines(
        result,
        { ...one, ratios: efforts, same: "efforts as in the status quo", i },
        width,
      ),
    ),
  ];
}

/** Outcomes of the i-th scenario beside the baseline: differences, and people better and worse off. */
export function outcomeChangeLines(comparison: Comparison, i: number, width: number): string[] {
  const result = comparison.scenarios[i]!;
  const outcomes = outcomesBeside(comparison, i);
  if (outcomes.length === 0) return [];
  const { headline } = moneyIn(result.scenario.currency);
  const scale = scaleOf(outcomes.flatMap(({ totals }) => keys.map((key) => totals[key])));
  const rows = outcomes.map((one, k) => [
    nameOf(result, one, k),
    ...keys.map((key) => headline(one.totals[key], "difference", scale)),
    `${count(one.people.better)} better, ${count(one.people.worse)} worse`,
  ]);
  return [
    ...wrap("Change from the baseline in a year at full effect, at the middle assumptions:", width),
    ...table([...columns, { title: "People off" }], rows, width),
    ...outcomes.flatMap((one, k) =>
      doingLines(result, { ...one, same: "efforts as at the baseline", i: k }, width),
    ),
  ];
}

type Named = { role: string; goesForIt: boolean };

function nameOf({ scenario }: ScenarioResult, { role, goesForIt }: Named, i: number): string {
  const who = scenario.roles[role]?.plural ?? role;
  return `${i + 1} ${who} ${goesForIt ? "go for it" : "give it up"}`;
}

type Doing = { role: string; ratios: Record<string, number>; pay: number; same: string; i: number };

function doingLines(
  result: ScenarioResult,
  { role, ratios, pay, same, i }: Doing,
  width: number,
): string[] {
  const { whole } = moneyIn(result.scenario.currency);
  const moved = Object.entries(ratios)
    .filter(([, ratio]) => Math.abs(ratio - 1) >= 0.005)
    .map(([task, ratio]) => `${taskName(result, role, task)} ${relative(ratio - 1)}`);
  const shown = i === 0 ? " Reached from today's behaviour, and reported." : "";
  const doing = moved.length > 0 ? moved.join(", ") : same;
  return wrap(`${i + 1} ${doing}; mean pay ${whole(pay, "level")} each.${shown}`, width, "  ");
}
