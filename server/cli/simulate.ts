/** Runs a job for a command: options, scenarios, threads, progress. */
import { availableParallelism } from "node:os";
import type { Comparison, Job, LoadedScenario } from "#models";
import { createEngine } from "../compute/engine.ts";
import { several, fixed } from "./format.ts";
import { startProgress, type Io } from "./io.ts";
import { locate } from "./locate.ts";
import { wholeNumber } from "./options.ts";
import { lineOf } from "./problems.ts";

/** Options of every command that simulates. */
export const runOptions = {
  runs: { type: "string" },
  seed: { type: "string" },
  "no-response": { type: "boolean" },
  workers: { type: "string" },
  json: { type: "boolean" },
} as const;

export const runHelp = [
  "  --runs N        simulated years (left out: the scenario's, or 1,000)",
  "  --seed N        start of the luck; the same seed gives the same numbers (left out: the scenario's)",
  "  --no-response   keep everyone's effort as it is: the formula alone",
  "  --workers N     threads (left out: one for each core); the numbers do not depend on it",
  "  --json          the whole result as JSON",
].join("\n");

export type RunValues = {
  runs?: string | undefined;
  seed?: string | undefined;
  "no-response"?: boolean | undefined;
  workers?: string | undefined;
  json?: boolean | undefined;
};

export type Outcome = {
  comparison: Comparison;
  /** What was simulated. */
  scenarios: LoadedScenario[];
  milliseconds: number;
};

/** Simulates the scenarios given; undefined where that cannot be done, which is then said. */
export async function simulate(
  given: string[],
  values: RunValues,
  io: Io,
): Promise<Outcome | undefined> {
  const runs = wholeNumber("runs", values.runs, { from: 1, to: 1_000_000 });
  const seed = wholeNumber("seed", values.seed, { from: 0, to: 4_294_967_295 });
  const threads = wholeNumber("workers", values.workers, { from: 1, to: 256 });

  const located = given.map((one) => locate(one, io.cwd));
  const problems = located.flatMap((one) => one.problems);
  for (const problem of problems) io.err(lineOf(problem));
  const scenarios = located.flatMap(({ loaded }) => loaded ?? []);
  if (problems.length > 0 || scenarios.length < given.length) return undefined;

  const response = values["no-response"] ? false : undefined;
  return compute({ scenarios, runs, seed, response }, threads ?? availableParallelism(), io);
}

async function compute(job: Job, threads: number, io: Io): Promise<Outcome | undefined> {
  const began = performance.now();
  const progress = startProgress(io);
  const engine = createEngine({ threads });
  try {
    const run = engine.start(job);
    const timer = setInterval(() => {
      const { done, runs } = run.progress();
      progress.tell(
        done === 0
          ? "solving the response to pay …"
          : `${fixed(done, 0)} of ${several(runs, "simulated year")}`,
      );
    }, 100);
    const state = await run.finished;
    clearInterval(timer);
    progress.end();
    for (const problem of state.problems) io.err(lineOf(problem));
    if (state.status !== "done" || !state.comparison) return undefined;
    const { comparison } = state;
    const milliseconds = performance.now() - began;
    return { comparison, scenarios: job.scenarios, milliseconds };
  } finally {
    await engine.close();
  }
}
