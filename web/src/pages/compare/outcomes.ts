/** Outcomes of the scenario in focus that hold themselves up, each as a row under the four numbers. */
import { outcomesOf } from "#models";
import { capitalised, countInWords, wholeMoney } from "../../lib/format.ts";
import type { TotalKey, People, View } from "./view.ts";
import { effortWords } from "./words.ts";

export type OutcomeRow = {
  /** "Demand generation marketers go for it". */
  title: string;
  /** What they do there, and what they are paid. */
  text: string;
  /** Change against the baseline in a steady year, at the middle assumptions. */
  totals: Record<Exclude<TotalKey, "revenue">, number>;
  people: People;
};

/** One row an outcome, the one shown on the page first; none where there is one only. */
export function outcomeRows({ comparison, baseline, focus, currency }: View): OutcomeRow[] {
  const { scenario } = focus.result;
  const difference = comparison.expected.find((one) => one.scenario === scenario.id);
  const outcomes = outcomesOf(focus.result);
  if (!difference || outcomes.length === 0) return [];
  const { totals, people, others } = difference;
  const runRate = (key: TotalKey) => totals[key]!.runRate;
  const shown = {
    totals: {
      bookings: runRate("bookings"),
      pay: runRate("pay"),
      contribution: runRate("contribution"),
    },
    people,
  };
  return [shown, ...others].map((row, i) => {
    const { role, goesForIt, efforts, pay } = outcomes[i]!;
    const { plural, tasks } = scenario.roles[role]!;
    const before = baseline.result.expected.efforts[role];
    const changes = Object.entries(efforts).map(([task, effort]) => ({
      task,
      title: tasks[task] ?? task,
      ratio: effort / (before?.[task] ?? 1),
    }));
    const what = `${effortWords(changes)}; mean pay ${wholeMoney(pay, currency)} each`;
    return {
      title: `${plural} ${goesForIt ? "go for it" : "give it up"}`,
      text: i === 0 ? `${what}. Reached from today’s behaviour, and shown on this page` : what,
      ...row,
    };
  });
}

/** "Two outcomes hold themselves up". */
export function outcomesClaim(rows: readonly OutcomeRow[]): string {
  return `${capitalised(countInWords(rows.length))} outcomes hold themselves up: it depends on what people expect of each other`;
}
