/**
 * Findings on a plan's own examples: what they expect and the plan does not give.
 *
 * Terms     printed amount = what a document prints where its own rule gives another (documentPrints).
 * Always    one finding an example, with its place.
 * Not here  the figures of examples one by one (statements/check.ts).
 * Source    docs/guide/findings.md
 */
import type { ExampleOutcome, ExampleVerdict } from "../../statements/check.ts";
import type { Found } from "./seen.ts";

/** Examples that the plan does not meet. */
export function failedExamples(outcomes: readonly ExampleOutcome[]): Found[] {
  const found = new Map<string, Found>();
  for (const outcome of outcomes) {
    const { verdict, example } = outcome;
    const key = `${verdict} ${example}`;
    if (verdict !== "holds" && !found.has(key))
      found.set(key, { ...findingOf[verdict](outcome), place: example });
  }
  return [...found.values()];
}

const findingOf: Record<
  Exclude<ExampleVerdict, "holds">,
  (outcome: ExampleOutcome) => Omit<Found, "place">
> = {
  fails: ({ place, title, given, expected, got, why }) => ({
    id: "example-fails",
    severity: "error",
    title: `${place}: an example does not compute`,
    message: `${title ?? given}: expected ${expected}, got ${got}. ${why}.`,
    remedy: "Correct the plan or the example, whichever is wrong.",
  }),
  inheritedNoLongerHolds: ({ place, title, given, expected, got, why }) => ({
    id: "example-inherited",
    severity: "error",
    title: `${place}: an inherited example no longer holds`,
    message: `${title ?? given}: expected ${expected}, got ${got}. ${why}.`,
    remedy: "State the example again for the changed plan, or remove it (null).",
  }),
  documentDiffers: ({ place, title, given, why }) => ({
    id: "document-differs",
    severity: "warning",
    title: `${place}: the document prints an amount that its own rule does not give`,
    message: `${title ?? given}: ${why}.`,
    remedy: "Ask which of the two is meant, and have the document corrected.",
  }),
};
