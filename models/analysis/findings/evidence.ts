/**
 * Finding on a comparison: a result that lies outside anything that studies of its kind of change found.
 *
 * Source    docs/evidence.md
 */
import { inSentence } from "../../words.ts";
import type { Evidence } from "../evidence/result.ts";
import { percentChange, rangeWords } from "../evidence/words.ts";
import type { Found } from "./seen.ts";

/** The model's result outside the published range of what changed, and nothing elsewhere. */
export function outsideEvidence({ outside, found, bookings, topics }: Evidence): Found[] {
  if ((outside !== "above" && outside !== "below") || !found) return [];
  const spoken = topics.filter((topic) => topic.found !== null && topic.outcome === "bookings");
  const titles = spoken.map(({ title }, i) => (i === 0 ? title : inSentence(title))).join(" and ");
  const others = topics.filter((topic) => !spoken.includes(topic));
  const more =
    others.length > 0
      ? ` What else changed has no published size: ${others.map(({ title }) => inSentence(title)).join("; ")}.`
      : "";
  return [
    {
      id: "outside-evidence",
      severity: "warning",
      place: "expected.steadyState.totals.bookings",
      title: "Outside anything that studies found",
      message: `${titles}: ${found.low === 0 && found.high === 0 ? "studies found no effect" : `studies found ${rangeWords(found)} of sales or output`}; this is ${percentChange(bookings)} at full effect.${more}`,
      remedy: "Read it as what the assumptions imply, and check the parameters that drive it.",
      figure: bookings,
    },
  ];
}
