/**
 * Why people are better or worse off than their pay alone says: what risk and effort are worth to them.
 *
 * Terms     better (worse) off = expected utility a year above (below) another scenario's by more than `UNCHANGED` of OTE.
 * Formula   change in utility = change in mean pay + change in (certainty equivalent − mean pay) + the rest, which is effort
 *           and the stakes apart from pay; steady year, at the middle assumptions.
 * Not here  how many are better off (expectedDifference.ts).
 * Source    docs/model.md#better-off
 */
import { capitalised, grouped, inSentence, listed } from "../words.ts";
import type { People, ScenarioResult } from "./result.ts";

/** Share of on-target earnings below which a change in utility counts as none. */
export const UNCHANGED = 0.0025;

/** What less risk and less effort are worth to one person of a role, money a year; undefined where one lacks the role. */
export function riskAndEffort(
  base: ScenarioResult,
  other: ScenarioResult,
  role: string,
): { risk: number; effort: number } | undefined {
  const before = base.expected.steadyState.roles[role];
  const after = other.expected.steadyState.roles[role];
  if (!before || !after) return undefined;
  const certainty = after.certaintyEquivalent - before.certaintyEquivalent;
  return {
    risk: certainty - (after.pay.mean - before.pay.mean),
    effort: after.utilityGain - before.utilityGain - certainty,
  };
}

/** "less risk and less effort are": what a gain beside pay comes from, the larger first; empty where it is neither. */
export function besidePay({ risk, effort }: { risk: number; effort: number }): string {
  const most = Math.max(risk, effort);
  const parts = [
    { words: "less risk", worth: risk },
    { words: "less effort", worth: effort },
  ]
    .filter(({ worth }) => worth > 0 && worth >= most / 10)
    .toSorted((a, b) => b.worth - a.worth)
    .map(({ words }) => words);
  if (parts.length === 0) return "";
  return `${parts.join(" and ")} ${parts.length > 1 ? "are" : "is"}`;
}

/** A role beside the baseline's: pay and utility of one person, a year, and how its people fare. */
export type RoleBeside = {
  plural: string;
  ote: number;
  pay: number;
  /** True where the change in pay is too close to call. */
  close: boolean;
  utility: number;
  people: Pick<People, "better" | "worse" | "headcount">;
  beside: { risk: number; effort: number };
};

/** True where a role is paid less for certain, and most of those whom it moves are better off. */
export function isPoorerBetter({ pay, close, utility, ote, people }: RoleBeside): boolean {
  return !close && pay < 0 && utility > UNCHANGED * ote && people.better > people.worse;
}

/** "Sellers are paid less on average, and 8 of 9 are better off all the same: …"; empty where no role is. */
export function poorerBetterWords(all: readonly RoleBeside[]): string {
  const roles = all.filter(isPoorerBetter);
  if (roles.length === 0) return "";
  const sum = (of: (role: RoleBeside) => number) =>
    roles.reduce((whole, role) => whole + of(role), 0);
  const heads = sum(({ people }) => people.headcount);
  const mean = (part: "risk" | "effort") =>
    sum(({ people, beside }) => people.headcount * beside[part]) / heads;
  const gaining = Math.round(sum(({ people }) => people.better));
  const everybody = Math.round(heads);
  const why = besidePay({ risk: mean("risk"), effort: mean("effort") });
  const most = gaining >= everybody ? "all" : `${grouped(gaining)} of ${grouped(everybody)}`;
  const who = together(roles.map(({ plural }) => plural));
  return `${capitalised(who)} are paid less on average, and ${most} are better off all the same${why ? `: ${why} worth more to them than the pay they lose` : ""}.`;
}

/** Names in a list; those that part after a comma share what stands before it. */
function together(plurals: readonly string[]): string {
  const stem = plurals[0]?.split(", ")[0];
  const parts = plurals.map((plural) => plural.split(", "));
  if (plurals.length > 1 && parts.every((part) => part.length === 2 && part[0] === stem))
    return `${stem}, ${listed(parts.map((part) => part[1]!))}`;
  return listed(plurals.map((plural, i) => (i > 0 ? inSentence(plural) : plural)));
}
