/** What the intervals cover and what they do not, in words. */
import { capitalised, count, countInWords, listed } from "../../lib/format.ts";
import type { View } from "./view.ts";

/** What a path of an uncertain number is about; the longest start that fits. */
const subjects: [RegExp, string][] = [
  [/^behaviour\.epsilon$/, "how strongly effort answers pay"],
  [/^behaviour\.rho$/, "how easily effort moves between tasks"],
  [/^behaviour\.(psi|lambda)/, "how much people feel for the others in a shared target"],
  [/^behaviour\.(stakeMultiple|riskAversion)$|nonPayStake/, "what people care for beside pay"],
  [/^alignment\./, "what alignment practices do"],
  [/effects\./, "how far a task moves the funnel"],
  [/\.quality$/, "how far lead quality carries"],
  [/^uncertainty\./, "how much luck there is"],
  [/^(funnel|parameters)\./, "rates and sizes of the funnel"],
];

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
  const about = [...new Set(uncertain.map(subjectOf))];
  return [
    luck,
    `What we do not know is ${count(uncertain.length)} ${uncertain.length === 1 ? "assumption" : "assumptions"} given as a range: ${listed(about)}. ${capitalised(countInWords(parameterSets))} sets of them share the ${count(runs)} years, and people’s efforts are solved again in each set. What the model leaves out is in no interval.`,
  ];
}

function subjectOf(path: string): string {
  return subjects.find(([pattern]) => pattern.test(path))?.[1] ?? path;
}
