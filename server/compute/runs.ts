/**
 * Runs by id: what was asked for over HTTP, how far it is, and finished comparisons to answer the same question again.
 *
 * Always    bounded: so many waiting, so many kept. A job is known by its content, so a cached answer is the same bits.
 */
import { createHash, randomUUID } from "node:crypto";
import { ENGINE_VERSION, type Job } from "#models";
import type { Engine, Run, RunProgress, RunState } from "./engine.ts";

export type Runs = {
  /** The id of the run, or undefined when too many wait already. */
  start: (job: Job) => string | undefined;
  find: (id: string) => Run | undefined;
};

export type RunLimits = {
  /** Runs that may wait for their turn. */
  waiting?: number;
  /** Runs kept by id; the oldest that are over go first. */
  kept?: number;
  /** Finished comparisons kept to answer the same job at once. */
  cached?: number;
};

export function createRuns(engine: Engine, limits: RunLimits = {}): Runs {
  const { waiting = 8, kept = 64, cached = 16 } = limits;
  const byId = new Map<string, Run>();
  const answers = new Map<string, RunState>();

  function start(job: Job): string | undefined {
    const key = keyOf(job);
    const known = answers.get(key);
    if (!known && engine.waiting() >= waiting) return undefined;

    const run = known ? answered(known) : engine.start(job);
    if (!known) void run.finished.then((state) => remember(key, state));
    const id = randomUUID();
    byId.set(id, run);
    forgetOldest();
    return id;
  }

  function remember(key: string, state: RunState): void {
    if (state.status !== "done") return;
    answers.set(key, state);
    if (answers.size > cached) answers.delete(answers.keys().next().value!);
  }

  function forgetOldest(): void {
    for (const [id, run] of byId) {
      if (byId.size <= kept) return;
      if (isOver(run.progress())) byId.delete(id);
    }
  }

  return { start, find: (id) => byId.get(id) };
}

/** True once a run's state changes no more. */
export function isOver({ status }: RunProgress): boolean {
  return status !== "queued" && status !== "running";
}

function answered(state: RunState): Run {
  return {
    progress: () => state,
    state: () => state,
    watch: () => () => undefined,
    finished: Promise.resolve(state),
    cancel: () => undefined,
  };
}

/** What a job's result depends on, and nothing else. */
function keyOf({ scenarios, runs, seed, response }: Job): string {
  const content = JSON.stringify([ENGINE_VERSION, scenarios, runs, seed, response]);
  return createHash("sha256").update(content).digest("base64url");
}
