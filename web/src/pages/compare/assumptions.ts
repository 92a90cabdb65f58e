/** What the intervals cover and what they do not, in words. */
import { numberSubject } from "#models";
import { capitalised, count, countInWords, listed } from "../../lib/format.ts";
import type { View } from "./view.ts";
import { fewUnsettledWords } from "./warnings.ts";

export function assumptionWords(view: View): string[] {
  const { uncertain, parameterSets, runs } = view.focus.result;
  const luck =
    "Luck is which leads come, which deals close and how large they are, the same for every scenario; it is there even when every assumption is right.";
  if (uncertain.length === 0) {
    return [
      luck,
      "This assumes the response is known: no number in this scenario is marked uncertain, so the intervals hold luck alone and the counts are surer than anyone can be. Give the assumptions ranges to see what we do not know.",
    ];
  }
  const about = [...new Set(uncertain.map(numberSubject))];
  return [
    luck,
    `What we do not know is ${count(uncertain.length)} ${uncertain.length === 1 ? "assumption" : "assumptions"} given as a range: ${listed(about)}. ${capitalised(countInWords(parameterSets))} sets of them share the ${count(runs)} years, and people’s efforts are solved again in each set. What the model leaves out is in no interval.`,
    "The mean over all and the figure at the middle assumptions are two readings of one change: the mean weighs every set of assumptions, and few sets in which people respond strongly carry much of it. The four numbers are the mean; the changes apart and the published evidence are at the middle.",
    ...[fewUnsettledWords(view.focus.result)].filter(Boolean),
  ];
}
