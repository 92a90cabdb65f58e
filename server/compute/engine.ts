/**
 * Engine: whatever simulates jobs. Here the worker threads of this machine; others may follow behind the same two types.
 *
 * Terms     job, head, batch, rows: see the engine's protocol; state = the newest of a run, not a log of it.
 * Always    nothing is simulated on the thread that asks; results are the same bits for any number of threads.
 * Not here  threads (thread.ts), merging (run.ts), runs by id and their cache (runs.ts).
 */
import { availableParallelism } from "node:os";
import type { Comparison, Job } from "#models";
import { fault, type Fault } from "../fault.ts";
import { createWork, type Work } from "./work.ts";
import { startThread, type Thread } from "./thread.ts";

export type RunStatus = "queued" | "running" | "done" | "failed" | "cancelled";

export type RunState = {
  status: RunStatus;
  /** Simulated years merged so far, of those asked for (0 until that is known). */
  done: number;
  runs: number;
  /** What is known so far; undefined until the expected layer is there. */
  comparison: Comparison | undefined;
  problems: readonly Fault[];
};

export type RunProgress = Pick<RunState, "status" | "done" | "runs">;

export type Run = {
  /** How far it is, at no cost. */
  progress: () => RunProgress;
  /** The newest state. Merging what came in since the last look happens here. */
  state: () => RunState;
  /** Calls `listener` on every change until the returned function is called. */
  watch: (listener: () => void) => () => void;
  /** The last state, once there is one. */
  finished: Promise<RunState>;
  cancel: () => void;
};

export type Engine = {
  start: (job: Job) => Run;
  /** Runs that wait for their turn. */
  waiting: () => number;
  /** Cancels all runs and ends all threads. */
  close: () => Promise<void>;
};

export type ThreadOptions = {
  /** Left out: one for each core. */
  threads?: number | undefined;
  /** Runs worked on at once; the others wait in order. */
  atOnce?: number;
  /** Milliseconds after which a thread that does not answer is given up. */
  patience?: number;
  /** Milliseconds a thread may go on with a cancelled run before it is replaced. */
  grace?: number;
  script?: URL;
};

/** In dist/ a neighbour of this name is the built worker; in the sources it is a boot file for worker.ts. */
const ownScript = new URL("./worker.js", import.meta.url);

/** An engine on worker threads, all started now so that the first run finds them warm. */
export function createEngine(options: ThreadOptions = {}): Engine {
  const { atOnce = 2, patience = 120_000, grace = 150, script = ownScript } = options;
  const size = Math.max(1, Math.floor(options.threads ?? availableParallelism()));
  const threads: Thread[] = [];
  const active: Work[] = [];
  const queue: Work[] = [];
  let closed = false;

  fill();

  function start(job: Job): Run {
    const work = createWork(job, () => leave(work));
    if (closed) work.fail([fault("busy", "", "the server is closing")]);
    else queue.push(work);
    fill();
    assign();
    return work.run;
  }

  function fill(): void {
    if (closed) return;
    for (let missing = size - threads.length; missing > 0; missing--) threads.push(launch());
  }

  /** Gives every idle thread its next piece: of the run that has the fewest threads, the oldest first. */
  function assign(): void {
    while (active.length < atOnce && queue.length > 0) active.push(beginNext());
    for (const thread of threads) {
      if (thread.piece()) continue;
      const byThreads = active.toSorted((a, b) => busyWith(a) - busyWith(b));
      for (const work of byThreads) {
        const piece = work.take(thread);
        if (!piece) continue;
        thread.give(piece, work.job);
        break;
      }
    }
  }

  function beginNext(): Work {
    const work = queue.shift()!;
    work.begin();
    return work;
  }

  function busyWith(work: Work): number {
    return threads.filter((thread) => thread.piece()?.run === work.id).length;
  }

  /** A run has ended: its place is free, and threads still at it have a moment to finish. */
  function leave(work: Work): void {
    for (const list of [active, queue]) {
      const at = list.indexOf(work);
      if (at >= 0) list.splice(at, 1);
    }
    for (const thread of threads) {
      if (thread.piece()?.run === work.id) setTimeout(giveUp, grace, thread, work);
      else thread.forget(work.id);
    }
    assign();
  }

  function giveUp(thread: Thread, work: Work): void {
    if (thread.piece()?.run === work.id) replace(thread);
  }

  function launch(): Thread {
    const thread = startThread({ script, patience });
    thread.onMessage((message, piece) => {
      const work = active.find(({ id }) => id === message.run);
      if (work) work.receive(message, piece);
      else thread.forget(message.run);
      assign();
    });
    thread.onDeath((piece) => {
      const work = active.find(({ id }) => id === piece?.run);
      if (work && piece) work.lost(piece);
      replace(thread);
    });
    return thread;
  }

  /** Another thread for one that is gone. One that never worked is not replaced before there is work again. */
  function replace(thread: Thread): void {
    const at = threads.indexOf(thread);
    if (at < 0 || closed) return;
    threads.splice(at, 1);
    thread.end().catch(() => undefined);
    if (thread.hasWorked() || active.length > 0) fill();
    assign();
  }

  async function close(): Promise<void> {
    closed = true;
    for (const work of [...active, ...queue]) work.run.cancel();
    await Promise.all(threads.map((thread) => thread.end()));
  }

  return { start, waiting: () => queue.length, close };
}
