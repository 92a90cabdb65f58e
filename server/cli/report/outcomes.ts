/** Where a plan has two equilibria or more: each as a row, who goes for it or gives up, and what it comes to. */
import { type Comparison, type Outcome, outcomesOf, type ScenarioResult } from "#models";
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
    ...doingLines(result, outcomes, width),
  ];
}

/** Outcomes of a scenario beside the baseline: differences, and people better and worse off. */
export function outcomeChangeLines(
  result: ScenarioResult,
  { expected }: Comparison,
  width: number,
): string[] {
  const outcomes = outcomesOf(result);
  const difference = expected.find(({ scenario }) => scenario === result.scenario.id);
  if (outcomes.length === 0 || !difference) return [];
  const { totals, people, others } = difference;
  const shown = {
    totals: {
      bookings: totals["bookings"]!.runRate,
      pay: totals["pay"]!.runRate,
      contribution: totals["contribution"]!.runRate,
    },
    people,
  };
  const all = [shown, ...others];
  const { headline } = moneyIn(result.scenario.currency);
  const scale = scaleOf(all.flatMap((one) => keys.map((key) => one.totals[key])));
  const rows = all.map((one, i) => [
    nameOf(result, outcomes[i]!, i),
    ...keys.map((key) => headline(one.totals[key], "difference", scale)),
    `${count(one.people.better)} better, ${count(one.people.worse)} worse`,
  ]);
  return [
    ...wrap("Change from the baseline in a year at full effect, at the middle assumptions:", width),
    ...table([...columns, { title: "People off" }], rows, width),
    ...doingLines(result, outcomes, width),
  ];
}

function nameOf({ scenario }: ScenarioResult, { role, goesForIt }: Outcome, i: number): string {
  const who = scenario.roles[role]?.plural ?? role;
  return `${i + 1} ${who} ${goesForIt ? "go for it" : "give it up"}`;
}

function doingLines(result: ScenarioResult, outcomes: readonly Outcome[], width: number): string[] {
  const { whole } = moneyIn(result.scenario.currency);
  return outcomes.flatMap(({ role, efforts, pay }, i) => {
    const moved = Object.entries(efforts)
      .filter(([, effort]) => Math.abs(effort - 1) >= 0.005)
      .map(([task, effort]) => `${taskName(result, role, task)} ${relative(effort - 1)}`);
    const shown = i === 0 ? " Reached from today's behaviour, and reported." : "";
    const doing = moved.length > 0 ? moved.join(", ") : "efforts as in the status quo";
    return wrap(`${i + 1} ${doing}; mean pay ${whole(pay, "level")} each.${shown}`, width, "  ");
  });
}
