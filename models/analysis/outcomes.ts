/**
 * Outcomes of a scenario that hold themselves up: the one reported and every other equilibrium, with who moves how.
 *
 * Terms     stands out = the role whose effort differs most between the outcome and the one reported (for that one: from
 *           the first other); goes for it = it earns more there than where it gives up.
 * Not here  finding them (company/equilibrium.ts), their differences from a baseline (expectedDifference.ts).
 * Source    docs/model.md#equilibrium
 */
import { log } from "../math/index.ts";
import { inSentence } from "../words.ts";
import type { Comparison, Equilibrium, ExpectedDifference, ScenarioResult } from "./result.ts";

type Efforts = Record<string, Record<string, number>>;

export type Outcome = {
  /** The role whose effort differs most, and whether it goes for it or gives it up. */
  role: string;
  goesForIt: boolean;
  /** Its efforts there, by task; 1 at the status quo. */
  efforts: Record<string, number>;
  /** Its pay there, of one person, a year. */
  pay: number;
};

/** The outcome reported, then the others; none where there is one only. */
export function outcomesOf({ expected }: ScenarioResult): Outcome[] {
  const { efforts, equilibrium, steadyState } = expected;
  const here = { efforts, payOf: (role: string) => steadyState.roles[role]!.pay.mean };
  const there = equilibrium.others.map((other, k) => ({
    efforts: other,
    payOf: (role: string) => equilibrium.outcomes[k]!.roles[role]!.pay,
  }));
  const [first] = there;
  if (!first) return [];
  return [here, ...there].map((outcome) => {
    const beside = outcome === here ? first : here;
    const role = mostMoved(outcome.efforts, beside.efforts);
    return {
      role,
      goesForIt: outcome.payOf(role) > beside.payOf(role),
      efforts: outcome.efforts[role]!,
      pay: outcome.payOf(role),
    };
  });
}

type OtherDifference = ExpectedDifference["others"][number];

/** An outcome beside the baseline. */
export type OutcomeBeside = Omit<Outcome, "efforts"> & {
  /** The role's efforts over the baseline's, by task. */
  ratios: Record<string, number>;
  /** Change from the baseline in a steady year, at the middle assumptions. */
  totals: OtherDifference["totals"];
  people: OtherDifference["people"];
};

/** The outcomes of the i-th scenario beside the baseline, the one reported first; none where there is one only. */
export function outcomesBeside({ scenarios, expected }: Comparison, i: number): OutcomeBeside[] {
  const [base, result] = [scenarios[0]!, scenarios[i]!];
  const difference = expected.find(({ scenario }) => scenario === result.scenario.id);
  if (!difference) return [];
  const { totals, people, others } = difference;
  const reported = {
    totals: {
      bookings: totals["bookings"]!.runRate,
      pay: totals["pay"]!.runRate,
      contribution: totals["contribution"]!.runRate,
    },
    people,
  };
  return outcomesOf(result).map(({ efforts, ...outcome }, k) => {
    const before = base.expected.efforts[outcome.role];
    const ratios = Object.entries(efforts).map(([task, effort]) => [
      task,
      effort / (before?.[task] ?? 1),
    ]);
    const beside = [reported, ...others][k]!;
    return { ...outcome, ratios: Object.fromEntries(ratios), ...beside };
  });
}

function mostMoved(efforts: Efforts, beside: Efforts): string {
  const moves = Object.entries(efforts).map(([role, tasks]) => {
    const gaps = Object.entries(tasks).map(([task, effort]) => {
      return Math.abs(log(effort / beside[role]![task]!));
    });
    return { role, gap: Math.max(0, ...gaps) };
  });
  return moves.toSorted((a, b) => b.gap - a.gap)[0]!.role;
}

type Corner = Equilibrium["corners"][number];

/** Why an effort stands at a bound, in a sentence. */
export function cornerWords(
  { scenario, expected }: Pick<ScenarioResult, "scenario" | "expected">,
  corner: Corner,
): string {
  const { role, task, bound } = corner;
  const head = scenario.roles[role];
  const who = inSentence(head?.plural ?? role);
  const what = inSentence(head?.tasks[task] ?? task);
  if (bound === "high")
    return `So much of what ${who} earn hangs on ${what} that it rises to the most the model allows.`;
  if (bound === "low")
    return `Little is left that pays ${who} for ${what}, so it falls to the least the model allows.`;
  const value = expected.valueOfEffort[role]?.[task] ?? 0;
  return value < 0
    ? `More ${what} leaves ${who} worse off under this plan, so it falls to the least the model allows.`
    : `Nobody pays ${who} for ${what}, so it falls to the least the model allows.`;
}

/** How the response stands: known, switched off, or not found. */
export function responseState({
  response,
  expected,
}: Pick<ScenarioResult, "response" | "expected">): "on" | "off" | "none" {
  if (!response) return "off";
  return expected.equilibrium.status === "none" ? "none" : "on";
}
