/**
 * Everything there is to find about one scenario without simulating a year: its result, its plans, and its examples.
 *
 * Terms     printed amount = what a document prints where its own rule gives another (documentPrints).
 * Always    the gravest first; one finding an example, with its place.
 * Not here  findings on a comparison (analysis/findings.ts), the figures of examples one by one (check.ts).
 * Source    docs/guide/findings.md
 */
import { prepareJob } from "../analysis/job.ts";
import type { Finding } from "../analysis/result.ts";
import type { LoadedScenario } from "../scenario/schema.ts";
import { checkExamples, type ExampleOutcome, type ExampleVerdict } from "./check.ts";

const severities: readonly Finding["severity"][] = ["error", "warning", "info"];

/** Findings on a scenario, the gravest first. Throws ProblemError where it cannot be computed. */
export function lintScenario(loaded: LoadedScenario): Finding[] {
  const { head } = prepareJob({ scenarios: [loaded] });
  return worstFirst([
    ...head.scenarios[0]!.findings,
    ...exampleFindings(checkExamples(loaded), loaded.id),
  ]);
}

/** Findings in the order of their severity, as they came within one. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  return severities.flatMap((severity) => findings.filter((one) => one.severity === severity));
}

/** Findings on the outcomes of a scenario's examples: what they expect and the plan does not give, one an example. */
export function exampleFindings(outcomes: readonly ExampleOutcome[], scenario: string): Finding[] {
  const found = new Map<string, Finding>();
  for (const outcome of outcomes) {
    const { verdict, example } = outcome;
    const key = `${verdict} ${example}`;
    if (verdict !== "holds" && !found.has(key))
      found.set(key, { ...findingOf[verdict](outcome), place: example, scenario });
  }
  return [...found.values()];
}

type Said = Omit<Finding, "place" | "scenario">;

const findingOf: Record<Exclude<ExampleVerdict, "holds">, (outcome: ExampleOutcome) => Said> = {
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
