/**
 * Finding on a comparison: the hours that practices take, which are certain where their effects are not.
 *
 * Source    docs/model.md#alignment
 */
import { grouped } from "../../words.ts";
import { hoursVerdict } from "../practiceHours.ts";
import type { Compared } from "./betterOff.ts";
import { type Found, money } from "./seen.ts";

/** What practices take over the baseline's. */
export function practiceTime({ base, here, difference }: Compared): Found[] {
  const contribution = difference.totals["contribution"]!.runRate;
  const taken = hoursVerdict(base, here, contribution);
  if (!taken || taken.value <= 0) return [];
  return [
    {
      id: "practice-time",
      severity: contribution < 0 ? "warning" : "info",
      place: "alignment.practices",
      title: "Practices take time",
      message: `${grouped(taken.hours)} hours a year, worth ${money(here.scenario, taken.value)} at loaded pay; the time is certain, the effects are not.`,
      remedy: "Keep the practices that earn their hours, and hold the others to fewer.",
      figure: taken.value,
    },
  ];
}
