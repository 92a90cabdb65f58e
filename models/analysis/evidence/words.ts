/**
 * Evidence in plain sentences, the same on the page, in the terminal and in the documents.
 *
 * Always    what is from memory says "unverified"; minus is U+2212.
 */
import { inSentence } from "../../words.ts";
import { agreements, type ExperimentRecord, experimentsOn } from "./experiments.ts";
import { type Size, type Study } from "./studies.ts";
import type { Evidence, EvidenceTopic } from "./result.ts";

/** "+3%", "−14%", "0". */
export function percentChange(share: number): string {
  const text = String(Number(Math.abs(share * 100).toFixed(1)));
  return text === "0" ? "0" : `${share < 0 ? "\u2212" : "+"}${text}%`;
}

/** "0 to +6%", "+8% to +9%", or "no effect" of a range that is nothing. */
export function rangeWords({ low, high }: { low: number; high: number }): string {
  if (low === 0 && high === 0) return "no effect";
  return low === high ? percentChange(low) : `${percentChange(low)} to ${percentChange(high)}`;
}

/**
 * Where the model's result lies against what studies found, in a sentence without a full stop; `response` is whether
 * people respond in it.
 */
export function evidenceClaim(
  { topics, found, outside, bookings }: Evidence,
  response: boolean,
): string {
  if (!response) return "Studies saw people respond, which is switched off here";
  if (topics.length === 0) return "No published study bears on what differs here";
  if (!found) return "No study prints a size for what changed here";
  // The mean over what is not known is another figure of the same comparison.
  const here = `bookings ${percentChange(bookings)} at full effect and the middle assumptions`;
  const studies = rangeWords(found);
  if (outside === "above" || outside === "below")
    return `Outside anything found: ${here}, where studies found ${studies}`;
  const onBookings = topics.filter(({ outcome }) => outcome === "bookings");
  const without = onBookings.filter(isUnsized);
  if (without.length > 0) {
    const sized = onBookings.filter((topic) => !isUnsized(topic)).map(({ title }) => title);
    const part = 2 * without.length >= onBookings.length ? "most" : "part";
    return `No size exists for ${part} of it: ${here}; for ${sized.map(inSentence).join(" and ")} alone studies found ${studies}`;
  }
  const unsized = topics.some((topic) => topic.found === null);
  const rest = unsized ? "; part of what changed has no published size" : "";
  return outside === "unknown"
    ? `Below what studies found, and not to be judged by it: ${here}, in studies ${studies}${rest}`
    : `Inside what studies found: ${here}, in studies ${studies}${rest}`;
}

/** True of a topic on bookings for which no study prints a size. */
export function isUnsized({ found, outcome }: Pick<EvidenceTopic, "found" | "outcome">): boolean {
  return found === null && outcome === "bookings";
}

/** What the model made of the published experiments of a topic, a sentence each. */
export function testedWords({ topic }: Pick<EvidenceTopic, "topic">): string[] {
  return experimentsOn(topic).map(
    ({ what, source, verdict }) => `Our own test, ${inSentence(what)} (${source}): ${verdict}`,
  );
}

/** What has to be known before "almost certain" is read, in a sentence; "" where there is nothing of the kind. */
export function cautionWords({ topics, outside }: Evidence, response: boolean): string {
  if (!response) return "";
  const tested = [...new Set(topics.flatMap(({ topic }) => experimentsOn(topic)))];
  const worst = tested.toSorted((a, b) => badness(b) - badness(a))[0];
  const read = "so read “almost certain” as: under these assumptions.";
  if (worst?.agreement === "wrongDirection") {
    const alike = tested.filter(({ topics: of }) => of.some((one) => worst.topics.includes(one)));
    const one = alike.length === 1 ? "the one published experiment" : "one published experiment";
    return `In ${one} of this kind that the model was tried on (${inSentence(worst.what)}, ${worst.source}) it had the wrong direction, ${read}`;
  }
  if (outside !== "above" && outside !== "below") return "";
  return `The result lies outside what studies of such changes found, ${read}`;
}

function badness({ agreement }: ExperimentRecord): number {
  return agreements.indexOf(agreement);
}

const outcomes: Record<EvidenceTopic["outcome"], string> = {
  bookings: "bookings",
  leadQuality: "lead quality",
  discounts: "bookings lost to discounts",
};

/** "Studies found 0 to +6% of sales or output, centre +2.5%". */
export function foundWords({ found, centre }: Pick<EvidenceTopic, "found" | "centre">): string {
  if (!found) return "No study prints a size";
  if (found.low === 0 && found.high === 0) return "Studies found no effect";
  const middle = centre === null ? "" : `, centre about ${percentChange(centre)}`;
  return `Studies found ${rangeWords(found)} of sales or output${middle}`;
}

/** "bookings +1.3%". */
export function modelWords({ outcome, model }: EvidenceTopic): string {
  return `${outcomes[outcome]} ${percentChange(model)}`;
}

/** What a study printed: "+3%; +6% in big towns", "none found", "no size printed". */
export function sizeWords({ sizes, none }: Study): string {
  if (sizes.length > 0) return sizes.map(oneSize).join("; ");
  return none ? "none found" : "no size printed";
}

function oneSize({ value, of, among, recalled }: Size): string {
  const plain = `${value < 0 ? "\u2212" : ""}${Math.abs(value).toFixed(2).replace(/^0/, "")}`;
  const figure =
    of === "standard deviations"
      ? `${plain} standard deviations`
      : of === "correlation"
        ? `correlation ${plain}`
        : `${percentChange(value)}${of === "sales" ? "" : ` of ${of}`}`;
  return `${figure}${among ? ` (${among})` : ""}${recalled ? ", unverified" : ""}`;
}
