/**
 * What practices take of people's time beside a baseline.
 *
 * Not here  what each practice takes and brings (practiceNets.ts).
 * Source    docs/model.md#alignment
 */
import { grouped } from "../words.ts";
import type { ScenarioResult } from "./result.ts";

/** Whether the hours of practices outweigh what the scenario gains beside them. */
export type HoursVerdict = { hours: number; value: number; outweigh: boolean };

/** What a scenario's practices take over the baseline's, and whether contribution would be higher but for that. */
export function hoursVerdict(
  base: ScenarioResult,
  other: ScenarioResult,
  contribution: number,
): HoursVerdict | undefined {
  const [before, after] = [base.expected.alignment, other.expected.alignment];
  const hours = after.practiceHours - before.practiceHours;
  const value = after.practiceHoursValue - before.practiceHoursValue;
  if (hours <= 0.5) return undefined;
  return { hours, value, outweigh: contribution < 0 && contribution + value > 0 };
}

/**
 * "Its practices take 26,400 hours a year …, and likely the hours outweigh the gain": `worth` is their money in words,
 * `word` how sure the change in contribution is.
 */
export function hoursWords(
  { hours, outweigh }: HoursVerdict,
  { worth, word }: { worth: string; word: string | undefined },
): string {
  const takes = `Its practices take ${grouped(hours)} hours a year for certain, worth ${worth} at loaded pay`;
  if (word === "too close to call")
    return `${takes}; whether the gain makes up for them is too close to call.`;
  if (!outweigh) return `${takes}; what they bring is not known well.`;
  return `${takes}, and ${word ? `${word} ` : ""}the hours outweigh the gain.`;
}
