/** Outcomes of the scenario in focus that hold themselves up, each as a row under the four numbers. */
import { effortWords, type OutcomeBeside, outcomesBeside } from "#models";
import { capitalised, countInWords, wholeMoney } from "../../lib/format.ts";
import type { View } from "./view.ts";

export type OutcomeRow = Pick<OutcomeBeside, "totals" | "people"> & {
  /** "Demand generation marketers go for it". */
  title: string;
  /** What they do there, and what they are paid. */
  text: string;
};

/** One row an outcome, the one shown on the page first; none where there is one only. */
export function outcomeRows({ comparison, focus, currency }: View): OutcomeRow[] {
  const { roles } = focus.result.scenario;
  return outcomesBeside(comparison, comparison.scenarios.indexOf(focus.result)).map(
    ({ role, goesForIt, ratios, pay, totals, people }, i) => {
      const { plural, tasks } = roles[role]!;
      const changes = Object.entries(ratios).map(([task, ratio]) => ({
        task,
        title: tasks[task] ?? task,
        ratio,
      }));
      const what = `${effortWords(changes)}; mean pay ${wholeMoney(pay, currency)} each`;
      return {
        title: `${plural} ${goesForIt ? "go for it" : "give it up"}`,
        text: i === 0 ? `${what}. Reached from today’s behaviour, and shown on this page` : what,
        totals,
        people,
      };
    },
  );
}

/** "Two outcomes hold themselves up". */
export function outcomesClaim(rows: readonly OutcomeRow[]): string {
  return `${capitalised(countInWords(rows.length))} outcomes hold themselves up: it depends on what people expect of each other`;
}
