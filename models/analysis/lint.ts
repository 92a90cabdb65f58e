/**
 * Everything there is to find about one scenario without simulating a year: its result, its plans, and its examples.
 *
 * Always    the gravest first.
 * Source    docs/guide/findings.md
 */
import type { LoadedScenario } from "../scenario/schema.ts";
import { checkExamples } from "../statements/check.ts";
import { exampleFindings } from "./findings/index.ts";
import { prepareJob } from "./job.ts";
import type { Finding } from "./result.ts";

/** Severities of findings, the gravest first. */
export const severities = ["error", "warning", "info"] as const satisfies Finding["severity"][];

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
