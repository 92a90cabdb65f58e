/**
 * Problem: one fault in an input, as plain data, so that it crosses workers, HTTP and the CLI unchanged.
 *
 * Always    a problem says where (path, and file, line, column where a text is known), what is wrong and what to do.
 * Not here  finding the line of a path (scenario/position.ts), faults of a plan's design (analysis/findings.ts).
 */
import { z } from "zod";

export const ProblemCode = z.enum([
  "bad-text",
  "bad-shape",
  "unknown-key",
  "renamed-key",
  "unknown-name",
  "bad-formula",
  "bad-number",
  "bad-curve",
  "bad-inheritance",
  "bad-format",
  "no-equilibrium",
  "not-calibrated",
  "not-found",
  "too-large",
  "bad-request",
]);
export type ProblemCode = z.infer<typeof ProblemCode>;

export const Problem = z.strictObject({
  code: ProblemCode,
  path: z.string().meta({ description: "Where, as in plans.ae.components.bookings.weight." }),
  message: z.string().meta({ description: "What is wrong." }),
  hint: z.string().optional().meta({ description: "What to do about it." }),
  file: z.string().optional().meta({ description: "File the fault is written in." }),
  line: z.int().optional().meta({ description: "Line, from 1." }),
  column: z.int().optional().meta({ description: "Column, from 1." }),
});
export type Problem = z.infer<typeof Problem>;

/** A computation that cannot go on because its input has faults; carries all of them. */
export class ProblemError extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map((problem) => `${problem.path}: ${problem.message}`).join("\n"));
    this.name = "ProblemError";
    this.problems = problems;
  }
}

/** A problem for a name that is not among the known ones, with the nearest known name as its hint. */
export function unknownName(path: string, kind: string, name: string, known: string[]): Problem {
  const near = nearest(name, known);
  const hint = near ? `did you mean "${near}"?` : `use one of: ${known.join(", ")}`;
  return { code: "unknown-name", path, message: `there is no ${kind} called "${name}"`, hint };
}

/** The known name closest to `name` by edit distance, or undefined when none is close. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  // Of a name of two letters, two others make another name.
  const most = name.length < 3 ? 1 : Math.max(2, Math.floor(name.length / 3));
  let bestDistance = most + 1;
  for (const candidate of known) {
    if (Math.abs(name.length - candidate.length) >= bestDistance) continue;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(row[j - 1]! + 1, previous[j]! + 1, substitution));
    }
    previous = row;
  }
  return previous[b.length]!;
}
