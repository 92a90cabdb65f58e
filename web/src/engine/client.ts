/**
 * The page's side of its engine: previews while a lever moves, a full run once it rests. Each has a thread of its own,
 * so that a preview never waits for a run.
 *
 * Always    the newest request wins: a preview under way is followed by the latest one only, and a preview or a new run
 *           ends the run before it; answers of a run that was given up are dropped.
 * Not here  when to preview and when to run (state/live.svelte.ts).
 */
import type { Comparison, Job, Problem } from "#models";
import type { FromWorker, ToWorker } from "./messages.ts";

export type EngineEvents = {
  /** The expected layer of a job, quickly solved. */
  previewed: (comparison: Comparison, job: Job) => void;
  /** A run so far; `done` counts its simulated years. */
  progressed: (comparison: Comparison, job: Job) => void;
  /** The job has faults. */
  failed: (problems: readonly Problem[], job: Job) => void;
  /** A thread has stopped; `restart` starts anew. */
  crashed: (message: string) => void;
};

type Preview = { id: string; job: Job };
type Run = { id: string; job: Job; batches: number; lookedAt: number };

/** Milliseconds between two looks at a run under way. */
const pace = 200;

export class EngineClient {
  readonly #events: EngineEvents;
  readonly #startWorker: () => Worker;
  #previewer: Worker | undefined;
  #runner: Worker | undefined;
  #ids = 0;
  #preview: Preview | undefined;
  #nextPreview: Job | undefined;
  #run: Run | undefined;

  constructor(events: EngineEvents, start: () => Worker = startWorker) {
    this.#events = events;
    this.#startWorker = start;
  }

  /** Asks for the expected layer of a job. */
  preview(job: Job): void {
    this.cancel();
    if (this.#preview) this.#nextPreview = job;
    else this.#startPreview(job);
  }

  /** Runs a job in full, batch by batch. */
  run(job: Job): void {
    this.cancel();
    this.#run = { id: this.#newId(), job, batches: 0, lookedAt: 0 };
    this.#toRunner({ type: "prepare", run: this.#run.id, job });
  }

  /** Ends the run under way: its thread finishes the batch it is at, and no more. */
  cancel(): void {
    if (!this.#run) return;
    this.#toRunner({ type: "forget", run: this.#run.id });
    this.#run = undefined;
  }

  /** Stops both threads; the next request starts new ones. */
  close(): void {
    this.#previewer?.terminate();
    this.#runner?.terminate();
    this.#previewer = this.#runner = undefined;
    this.#preview = this.#nextPreview = this.#run = undefined;
  }

  #startPreview(job: Job): void {
    this.#preview = { id: this.#newId(), job };
    this.#previewer ??= this.#started((message) => this.#hearPreview(message));
    this.#previewer.postMessage({ type: "preview", run: this.#preview.id, job } satisfies ToWorker);
  }

  #toRunner(message: ToWorker): void {
    this.#runner ??= this.#started((answer) => this.#hearRun(answer));
    this.#runner.postMessage(message);
  }

  #started(hear: (message: FromWorker) => void): Worker {
    const worker = this.#startWorker();
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => hear(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.close();
      this.#events.crashed(event.message);
    };
    return worker;
  }

  #hearPreview(message: FromWorker): void {
    if (this.#preview?.id !== message.run) return;
    const { job } = this.#preview;
    const next = this.#nextPreview;
    this.#preview = this.#nextPreview = undefined;
    if (next) this.#startPreview(next);
    if (message.type === "compared") this.#events.previewed(message.comparison, job);
    else if (message.type === "failed") this.#events.failed(message.problems, job);
  }

  #hearRun(message: FromWorker): void {
    const run = this.#run;
    if (!run || run.id !== message.run) return;
    switch (message.type) {
      case "prepared":
        run.batches = message.batches;
        this.#look(run);
        this.#ask(run, 0);
        break;
      case "merged":
        this.#goOn(run, message.batch + 1);
        break;
      case "compared":
        if (message.comparison.done === message.comparison.runs) this.cancel();
        this.#events.progressed(message.comparison, run.job);
        break;
      case "failed":
        this.#run = undefined;
        this.#events.failed(message.problems, run.job);
        break;
      case "checked":
      case "payroll":
      case "delta":
      case "attributing":
      case "attributed":
        break; // asked by others, of threads of their own
      default:
        message satisfies never;
    }
  }

  #goOn(run: Run, batch: number): void {
    const isLast = batch === run.batches;
    if (isLast || performance.now() - run.lookedAt > pace) this.#look(run);
    if (!isLast) this.#ask(run, batch);
  }

  #ask(run: Run, batch: number): void {
    this.#toRunner({ type: "batch", run: run.id, batch });
  }

  #look(run: Run): void {
    run.lookedAt = performance.now();
    this.#toRunner({ type: "look", run: run.id });
  }

  #newId(): string {
    this.#ids += 1;
    return String(this.#ids);
  }
}

function startWorker(): Worker {
  return new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
}
