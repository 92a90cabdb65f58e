/**
 * Outcomes of a scenario that hold themselves up: the one reported and every other equilibrium, with who moves how.
 *
 * Terms     stands out = the role whose effort differs most between the outcome and the one reported (for that one: from
 *           the first other); goes for it = it earns more there than where it gives up.
 * Not here  finding them (company/equilibrium.ts), money against a baseline (expectedDifference.ts).
 * Source    docs/model.md#equilibrium
 */
import { log } from "../math/index.ts";
import type { Equilibrium, ScenarioResult } from "./result.ts";

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
export function cornerWords({ scenario, expected }: ScenarioResult, corner: Corner): string {
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

/** A title inside a sentence; "SDR" and "MQLs" stay. */
function inSentence(title: string): string {
  return /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

/** How the response stands: known, switched off, or not found. */
export function responseState({
  response,
  expected,
}: Pick<ScenarioResult, "response" | "expected">): "on" | "off" | "none" {
  if (!response) return "off";
  return expected.equilibrium.status === "none" ? "none" : "on";
}
