/**
 * What the Alignment page says in words, from templates over the assessment and over what practices take and bring.
 *
 * Always    hours are certain and said first, what the model makes of them is not; an effect is said with its band, and as not known where that holds zero.
 */
import {
  type AssessmentResult,
  type Band,
  courseWords,
  effectRange,
  levelPlaces,
  practiceDefaults,
  type PracticeNet,
  type Scenario,
  suggestedCourse,
} from "#models";
import {
  capitalised,
  count,
  countInWords,
  shortMoney,
  shortMoneyChange,
  type Unit,
} from "../../lib/format.ts";
import { middleOf } from "../build/words.ts";
import type { Given, Side } from "./answers.svelte.ts";

/** "Defined, 51 of 100: Marketing sees less of it than Sales, by 12". */
export function scoreClaim({ score, stage, weaker, gap }: AssessmentResult): string {
  const head = `${capitalised(stage)}, ${score} of 100`;
  if (!weaker) return `${head}: both functions see the same`;
  const [lower, higher] = weaker === "sales" ? ["Sales", "Marketing"] : ["Marketing", "Sales"];
  return `${head}: ${lower} sees less of it than ${higher}, by ${gap}`;
}

/** "3 of 20 answered by Sales, 20 of 20 by Marketing"; what is left in words. */
export function openWords(open: Readonly<Record<Side, number>>): string {
  const parts = (["sales", "marketing"] as const).flatMap((side) =>
    open[side] > 0 ? [`${count(open[side])} by ${side === "sales" ? "Sales" : "Marketing"}`] : [],
  );
  const all = open.sales + open.marketing;
  if (all === 0) return "";
  return `${count(all)} of 40 answers are missing: ${parts.join(", ")}. The level stays as it is until all are given.`;
}

/** Sum of a function's answers, once all are given. */
export function sumOf(given: Given[Side], statements: readonly string[]): number | undefined {
  const answers = statements.map((id) => given[id]);
  return answers.includes(undefined)
    ? undefined
    : answers.reduce<number>((sum, answer) => sum + answer!, 0);
}

/** What all practices of a scenario take a year. */
export type Taken = {
  hours: number;
  cash: number;
  timeCost?: "output" | "money" | undefined;
};

/** The finding over all practices: what is certain, what is expected, which outweighs. */
export function practicesClaim(
  all: PracticeNet | undefined,
  practices: number,
  currency: string,
  { hours, cash, timeCost = "output" }: Taken,
): string {
  if (practices === 0) return "No practice is in place";
  const many =
    practices === 1 ? "One practice" : `${capitalised(countInWords(practices))} practices`;
  if (!all) return `${many} in place`;
  const brings = shortMoneyChange(all.effect.mean, currency);
  const takes = [
    hours > 0 ? `${count(hours)} hours` : "",
    cash > 0 ? `${shortMoney(cash, currency)} in cash` : "",
  ].filter(Boolean);
  const lost = shortMoney(Math.abs(all.cost + cash), currency);
  const valued =
    timeCost === "money" ? `hours charged at ${lost}` : `lost work the model values at ${lost}`;
  const certain = `${takes.join(" and ") || "nothing"} a year for certain${hours > 0 ? `, ${valued},` : ""}`;
  const head = `${many} take ${certain} and are expected to bring ${brings}`;
  const said = practices === 1 ? head.replace(" take ", " takes ").replace(" are ", " is ") : head;
  if (all.net.high < 0) return `${said}: the hours outweigh the gain`;
  if (all.net.low > 0) return `${said}: the gain outweighs the hours`;
  return all.net.mean < 0
    ? `${said}: at the middle the hours outweigh the gain, and that is not certain`
    : `${said}: at the middle the gain outweighs the hours, and that is not certain`;
}

/** "−$0.19m to +$0.28m". */
export function bandWords({ low, high }: Band, currency: string, unit: Unit): string {
  return `${shortMoneyChange(low, currency, unit)} to ${shortMoneyChange(high, currency, unit)}`;
}

/** "includes zero" where the sign is not known. */
export function signWords({ low, high }: Band): string {
  if (low === 0 && high > 0) return "the band begins at zero";
  if (low <= 0 && high >= 0) return "the band includes zero";
  return low > 0 ? "above zero throughout" : "below zero throughout";
}

type Practice = NonNullable<NonNullable<Scenario["alignment"]>["practices"]>[string];

const paths = {
  handOver: "the hand-over from MQL to SQL",
  care: "how much each function cares for the other’s pay",
  effort: "everybody’s effort",
  alignment: "the level of alignment, by quarter",
  help: "what enablement and feedback do",
  quality: "the quality of leads",
};

/** What a practice rests on: its path, its evidence line, and how it is thought to grow and fade. */
export function restsOn(id: string, practice: Practice): string {
  const known = practiceDefaults[id];
  const path = practice.path ?? known?.path;
  const acts = path ? `Acts on ${paths[path]}.` : "";
  const evidence = known ? `${known.evidence}.` : "A practice of your own: its effect is yours.";
  const stated = practice.rampMonths !== undefined || practice.halfLifeMonths !== undefined;
  const course = known
    ? ` Suggested${stated ? "" : ", not applied"}: ${suggestedCourse(known)}.`
    : "";
  const range = effectRange(id, practice);
  const spread =
    range?.spread === "doubled"
      ? " Its effect has no known spread: the band runs from none to twice what is assumed."
      : range === undefined && typeof practice.effect === "string"
        ? " Its effect is a formula and has no band."
        : "";
  return `${acts} ${evidence}${course}${spread}`.trim();
}

/** "Adopted by half": how far a practice is in place, where not in full. */
export function adoptionWords(practice: Practice): string {
  const adoption = middleOf(practice.adoption ?? 1);
  if (adoption === undefined) return "adoption by a formula";
  const { rampMonths, halfLifeMonths } = practice;
  const course = courseWords({
    rampMonths: rampMonths === undefined ? undefined : middleOf(rampMonths),
    halfLifeMonths: halfLifeMonths === undefined ? undefined : middleOf(halfLifeMonths),
  });
  if (adoption === 1) return course;
  const place = `${count(adoption * 100)}% in place`;
  return course === "in full" ? place : `${place}, ${course}`;
}

/** "A stays at 0.40" or "A moves from 0.40 to 0.53 in 8 quarters". */
export function pathClaim(quarters: readonly number[]): string {
  const [first, last] = [quarters[0] ?? 0, quarters.at(-1) ?? 0];
  const places = levelPlaces(quarters);
  if (places === 2 && Math.abs(last - first) < 0.005)
    return `Alignment stays at ${count(first, 2)}`;
  const way = last > first ? "rises" : "falls";
  return `Alignment ${way} from ${count(first, places)} to ${count(last, places)} over ${quarters.length} quarters`;
}
