/**
 * One comparison being calculated on the server: started, followed, cancelled; results as they come.
 *
 * Terms     stale = what is shown answers an earlier question than the one asked last.
 * Always    an answer that comes late, for a question no longer asked, is dropped; the last good numbers stay until
 *           there are newer ones; a run nobody looks at any more is cancelled.
 */
import type { Comparison } from "#models";
import {
  ApiError,
  cancelRun,
  followRun,
  startRun,
  type RunRequest,
  type RunView,
  type ServerProblem,
} from "../lib/api.ts";

export type RunPhase = "idle" | "starting" | "running" | "done" | "failed" | "stopped" | "offline";

export class ComparisonRun {
  phase = $state<RunPhase>("idle");
  /** The newest numbers. */
  comparison = $state.raw<Comparison | undefined>();
  /** True while `comparison` answers an earlier question. */
  stale = $state(false);
  /** True when `comparison` has all its simulated years. */
  complete = $state(false);
  done = $state(0);
  runs = $state(0);
  problems = $state.raw<readonly ServerProblem[]>([]);
  /** True once the present question has been open for a second. */
  slow = $state(false);

  #asked: string | undefined;
  #request: RunRequest | undefined;
  #id: string | undefined;
  #leave: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Asks for a comparison; the same question twice is asked once. */
  ask(request: RunRequest): void {
    const question = JSON.stringify(request);
    if (question === this.#asked) return;
    this.#drop();
    this.#asked = question;
    this.#request = request;
    const known = answers.get(question);
    if (known) this.#show(known);
    else void this.#start(request, question);
  }

  retry(): void {
    const request = this.#request;
    this.#asked = undefined;
    if (request) this.ask(request);
  }

  /** Asks again what was asked last: a file that it is about has changed. */
  renew(): void {
    forgetAnswers();
    this.retry();
  }

  /** Stops the calculation; numbers so far stay. */
  stop(): void {
    this.#drop();
    this.phase = "stopped";
  }

  /** Leaves: nothing is shown any more. */
  leave(): void {
    this.#drop();
    this.#asked = undefined;
  }

  async #start(request: RunRequest, question: string): Promise<void> {
    const leave = new AbortController();
    this.#leave = leave;
    this.phase = "starting";
    this.stale = this.comparison !== undefined;
    this.done = 0;
    this.problems = [];
    this.slow = false;
    this.#timer = setTimeout(() => (this.slow = true), 1_000);
    try {
      this.#id = await startRun(request, leave.signal);
      await followRun(this.#id, (view) => this.#hear(view, question, leave.signal), leave.signal);
    } catch (error) {
      if (!leave.signal.aborted) this.#fail(error);
    }
  }

  #hear(view: RunView, question: string, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.done = view.done;
    this.runs = view.runs;
    if (view.comparison) {
      this.comparison = view.comparison;
      this.complete = view.status === "done";
      this.stale = false;
    }
    if (view.status === "queued" || view.status === "running") {
      this.phase = view.comparison ? "running" : "starting";
      return;
    }
    this.#id = undefined;
    clearTimeout(this.#timer);
    this.slow = false;
    this.problems = view.problems;
    this.phase = view.status === "done" ? "done" : view.status === "failed" ? "failed" : "stopped";
    if (view.status === "done" && view.comparison) remember(question, view.comparison);
  }

  #show(comparison: Comparison): void {
    this.comparison = comparison;
    this.complete = true;
    this.stale = false;
    this.done = comparison.done;
    this.runs = comparison.runs;
    this.problems = [];
    this.phase = "done";
  }

  #fail(error: unknown): void {
    const offline = !(error instanceof ApiError) || error.status === 0;
    this.problems = error instanceof ApiError ? error.problems : [];
    this.phase = offline ? "offline" : "failed";
    this.slow = false;
    clearTimeout(this.#timer);
  }

  #drop(): void {
    this.#leave?.abort();
    clearTimeout(this.#timer);
    this.slow = false;
    if (this.#id) cancelRun(this.#id);
    this.#id = undefined;
  }
}

/** Finished comparisons of this visit, so that going back shows them at once. */
const answers = new Map<string, Comparison>();
const MOST_ANSWERS = 8;

/** Answers of before are no answers any more: a file has changed. */
export function forgetAnswers(): void {
  answers.clear();
}

function remember(question: string, comparison: Comparison): void {
  answers.set(question, comparison);
  if (answers.size > MOST_ANSWERS) answers.delete(answers.keys().next().value!);
}
