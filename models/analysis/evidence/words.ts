/**
 * Evidence in plain sentences, the same on the page, in the terminal and in the documents.
 *
 * Always    what is from memory says "unverified"; minus is U+2212.
 */
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
  const unsized = topics.some((topic) => topic.found === null);
  const rest = unsized ? "; part of what changed has no published size" : "";
  return outside === "unknown"
    ? `Below what studies found, and not to be judged by it: ${here}, in studies ${studies}${rest}`
    : `Inside what studies found: ${here}, in studies ${studies}${rest}`;
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
