/**
 * One worker thread: holds prepared jobs and does one piece of work at a time.
 *
 * Always    a thread that ends, or does not answer in time, is reported once, with the piece it had.
 * Not here  which piece comes next (engine.ts), what the thread does with it (worker.ts).
 */
import { Worker } from "node:worker_threads";
import type { Job } from "#models";
import type { FromThread, Piece, ToThread } from "./messages.ts";

export type Thread = {
  /** What it is doing. */
  piece: () => Piece | undefined;
  /** Whether it has prepared that run. */
  holds: (run: string) => boolean;
  /** Whether it ever answered. */
  hasWorked: () => boolean;
  give: (piece: Piece, job: Job) => void;
  forget: (run: string) => void;
  onMessage: (listener: (message: FromThread, piece: Piece | undefined) => void) => void;
  onDeath: (listener: (piece: Piece | undefined) => void) => void;
  end: () => Promise<unknown>;
};

export function startThread({ script, patience }: { script: URL; patience: number }): Thread {
  const worker = new Worker(script, { name: "tandem engine" });
  const prepared = new Set<string>();
  let piece: Piece | undefined;
  let timer: NodeJS.Timeout | undefined;
  let answered = false;
  let dead = false;
  let told: ((message: FromThread, piece: Piece | undefined) => void) | undefined;
  let died: ((piece: Piece | undefined) => void) | undefined;

  worker.on("message", (message: FromThread) => {
    const done = piece;
    piece = undefined;
    answered = true;
    clearTimeout(timer);
    if (message.type === "prepared") prepared.add(message.run);
    told?.(message, done);
  });
  worker.on("error", () => die()); // an exception, a script that does not load, out of memory
  worker.on("messageerror", () => die());
  worker.on("exit", () => die());

  function die(): void {
    if (dead) return;
    dead = true;
    clearTimeout(timer);
    died?.(piece);
  }

  function post(message: ToThread): void {
    if (!dead) worker.postMessage(message);
  }

  return {
    piece: () => piece,
    holds: (run) => prepared.has(run),
    hasWorked: () => answered,
    give: (next, job) => {
      piece = next;
      timer = setTimeout(() => void worker.terminate(), patience);
      post(messageFor(next, job));
    },
    forget: (run) => {
      if (prepared.delete(run)) post({ type: "forget", run });
    },
    onMessage: (listener) => (told = listener),
    onDeath: (listener) => (died = listener),
    end: () => {
      dead = true;
      clearTimeout(timer);
      return worker.terminate();
    },
  };
}

function messageFor({ run, what }: Piece, job: Job): ToThread {
  if (what === "prepare") return { type: "prepare", run, job };
  return what === "head" ? { type: "head", run } : { type: "batch", run, batch: what };
}
