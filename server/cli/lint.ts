import { type Finding, lintScenario, ProblemError, severities } from "#models";
import { type Command, exit } from "./command.ts";
import type { Io } from "./io.ts";
import { givenOrWhole, type Located } from "./locate.ts";
import { parse, UsageError } from "./options.ts";
import { lineOf } from "./problems.ts";
import { type Linted, reportOfLint } from "./report/lint.ts";

/** Says what to know of plans before anybody is paid by them: findings, the gravest first. */
export const command: Command = {
  usage: "lint [FILE or FOLDER…] [--severity error|warning|info] [--json]",
  help: [
    "Looks over plans: cliffs, caps that are hidden, tiers that nobody reaches, windfalls, weights, quotas, fairness,",
    "examples that do not compute, and what the response of people says. Of a folder, every scenario in it; without a",
    "file or folder, those in ./scenarios. Nothing is simulated. Exit code 1 when there is an error or a warning, with",
    "--severity error only when there is an error; 2 when a scenario does not load. docs/guide/findings.md lists every",
    "finding.",
    "",
    "  --severity LEVEL   shows this level and graver ones; left out: all. A note is never a reason for exit code 1",
    "  --json             findings by file, as JSON",
  ].join("\n"),
  run: async (args, io) => {
    const { values, positionals } = parse(args, {
      json: { type: "boolean" },
      severity: { type: "string" },
    });
    const least = severityOf(values.severity);
    const linted = givenOrWhole(positionals, io).map(lintedOf);
    const problems = new Set(linted.flatMap((one) => one.problems));
    for (const line of problems) io.err(line);
    const shown = linted.flatMap(({ id, file, findings }): Linted[] =>
      findings ? [{ id, file, findings: findings.filter(atLeast(least)) }] : [],
    );
    if (values.json) io.out(JSON.stringify(shown, null, 2));
    else print(shown, io);
    if (problems.size > 0) return exit.unusable;
    const grave = linted.some(({ findings }) =>
      findings?.some(atLeast(least === "error" ? least : "warning")),
    );
    return grave ? exit.found : exit.done;
  },
};

type Severity = Finding["severity"];

function severityOf(given: string | undefined): Severity {
  const known = severities.find((one) => one === given);
  if (given !== undefined && !known)
    throw new UsageError(`--severity is one of ${severities.join(", ")}`);
  return known ?? "info";
}

function atLeast(least: Severity): (finding: Finding) => boolean {
  return ({ severity }) => severities.indexOf(severity) <= severities.indexOf(least);
}

function lintedOf({ id, file, loaded, problems }: Located) {
  if (!loaded || problems.length > 0) return { id, file, problems: problems.map(lineOf) };
  try {
    return { id, file, problems: [], findings: lintScenario(loaded) };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const own = `${id}.json`;
    const named = error.problems.map((problem) =>
      problem.file === undefined || problem.file === own ? { ...problem, file } : problem,
    );
    return { id, file, problems: named.map(lineOf) };
  }
}

function print(linted: readonly Linted[], io: Io): void {
  for (const line of reportOfLint(linted, io.width)) io.out(line);
}
