/**
 * Fault: a problem as the server tells it. The engine's problems, and those only a server has, in one shape.
 *
 * Always    plain data, so that it crosses threads, HTTP and the command line unchanged; never the text of a bug.
 */
import { z } from "zod";
import { Problem, ProblemError } from "#models";

export const Fault = Problem.extend({
  code: z.enum([
    ...Problem.shape.code.options,
    "refused", // the request may not be made from there, or in that form
    "busy", // full; try again later
    "conflict", // another version, a taken name, children that would be orphaned
    "not-saved", // the disk did not take it
    "crashed", // a calculation or the server stopped; not the caller's doing
  ]),
}).meta({ id: "Fault", title: "Problem" });
export type Fault = z.infer<typeof Fault>;

/** A fault of code `code` at `path`, with what to do about it where there is something to do. */
export function fault(code: Fault["code"], path: string, message: string, hint?: string): Fault {
  return { code, path, message, ...(hint ? { hint } : {}) };
}

/** What was thrown, as faults: all of an input's problems, or one plain sentence about a crash. */
export function faultsOf(thrown: unknown): Fault[] {
  if (thrown instanceof ProblemError) return [...thrown.problems];
  return [fault("crashed", "", `the calculation stopped (${nameOf(thrown)})`, "try again")];
}

/** A bug's name and place. Its message only where the language wrote it: others may hold what was worked on. */
export function traceOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return nameOf(thrown);
  const says = thrown instanceof TypeError || thrown instanceof ReferenceError;
  const frames = thrown.stack?.split("\n").filter((line) => /^\s+at /.test(line)) ?? [];
  return [says ? `${thrown.name}: ${thrown.message}` : nameOf(thrown), ...frames].join("\n");
}

function nameOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.name : typeof thrown;
}
