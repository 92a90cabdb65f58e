/** The finding that a result lies outside anything that studies of its kind of change found. */
import type { Finding } from "../result.ts";
import type { Evidence } from "./result.ts";
import { rangeWords, sharePoints } from "./words.ts";

/** A warning where the model's result lies outside the published range of what changed, and nothing elsewhere. */
export function outsideEvidence({
  outside,
  found,
  bookings,
  topics,
}: Evidence): Omit<Finding, "scenario">[] {
  if ((outside !== "above" && outside !== "below") || !found) return [];
  const spoken = topics.filter((topic) => topic.found !== null && topic.outcome === "bookings");
  const titles = spoken.map(({ title }, i) => (i === 0 ? title : lowered(title))).join(" and ");
  const others = topics.length - spoken.length;
  const more =
    others > 0
      ? ` What else changed has no published size: ${topics
          .filter((topic) => !spoken.includes(topic))
          .map(({ title }) => lowered(title))
          .join("; ")}.`
      : "";
  return [
    {
      id: "outside-evidence",
      severity: "warning",
      place: "expected.steadyState.totals.bookings",
      title: "Outside anything that studies found",
      message: `${titles}: ${found.low === 0 && found.high === 0 ? "studies found no effect" : `studies found ${rangeWords(found)} of sales or output`}; this is ${sharePoints(bookings)} at full effect.${more}`,
      remedy: "Read it as what the assumptions imply, and check the parameters that drive it.",
      figure: bookings,
    },
  ];
}

function lowered(title: string): string {
  return title.charAt(0).toLowerCase() + title.slice(1);
}
