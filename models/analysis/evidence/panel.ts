/**
 * Evidence beside a comparison: the studies that bear on what changed, what the model takes for granted, and whether its
 * result lies outside anything found.
 *
 * Formula   range of a comparison = sum over topics of the hull of zero and their printed sizes; above it is outside;
 *           below it too where every topic has a printed size, since hours and moved effort cost output as well; inside
 *           only where no topic on bookings lacks one.
 * Always    what the studies found and what the model gives are both changes of the whole company at full effect.
 * Source    docs/evidence.md
 */
import type { ScenarioResult } from "../result.ts";
import type { ChangedTopic } from "./changes.ts";
import type { Evidence, EvidenceTopic } from "./result.ts";
import { isUnsized } from "./words.ts";
import { publishedRange, type Topic, topics } from "./topics.ts";

/** Difference from a published range that is still inside it, in shares. */
const TOLERANCE = 0.005;

type Side = Pick<ScenarioResult, "expected">;

/** The evidence that bears on a comparison of two results between which these topics changed. */
export function evidenceFor(changed: readonly ChangedTopic[], base: Side, other: Side): Evidence {
  const outcomes = outcomesOf(base, other);
  const found = changed.map(({ topic: id, roles }): EvidenceTopic => {
    const { title, outcome, studies, centre, assumes, unknown }: Topic = topics[id];
    return {
      topic: id,
      title,
      roles,
      outcome,
      found: publishedRange(id),
      centre: centre ?? null,
      studies: [...studies],
      model: outcomes[outcome],
      assumes: [...assumes],
      unknown: [...unknown],
    };
  });
  const range = totalRange(found);
  return {
    bookings: outcomes.bookings,
    found: range,
    outside: range ? placeOf(outcomes.bookings, range, found) : "unknown",
    topics: found,
  };
}

function outcomesOf(base: Side, other: Side): Record<Topic["outcome"], number> {
  const { totals: was, funnel: before } = base.expected.steadyState;
  const { totals: is, funnel: after } = other.expected.steadyState;
  return {
    bookings: shareOf(is.bookings - was.bookings, was.bookings),
    leadQuality: shareOf(after.leadQuality - before.leadQuality, before.leadQuality),
    discounts: shareOf(was.discounts - is.discounts, was.bookings),
  };
}

function shareOf(value: number, level: number): number {
  return level === 0 ? 0 : value / level;
}

function totalRange(found: readonly EvidenceTopic[]): { low: number; high: number } | null {
  const printed = found.flatMap(({ found: range, outcome }) =>
    range && outcome === "bookings" ? [range] : [],
  );
  if (printed.length === 0) return null;
  return {
    low: printed.reduce((sum, { low }) => sum + Math.min(low, 0), 0),
    high: printed.reduce((sum, { high }) => sum + Math.max(high, 0), 0),
  };
}

function placeOf(
  bookings: number,
  { low, high }: { low: number; high: number },
  found: readonly EvidenceTopic[],
): Evidence["outside"] {
  if (bookings > high + TOLERANCE) return "above";
  if (bookings >= low - TOLERANCE) return found.some(isUnsized) ? "unknown" : "no";
  return found.every((one) => one.found !== null) ? "below" : "unknown";
}
