/**
 * Work: one run as the coordinator sees it. Hands out its pieces, merges what comes back, says how far it is.
 *
 * Terms     set = parameter set: its batches go to the thread that solved it first, where that thread asks in time.
 * Always    rows are merged in the order of their batches, whoever did them and whenever they come; a piece lost with
 *           its thread is given out once more, then the run fails and names it.
 * Not here  threads (engine.ts, thread.ts); the merging itself (the engine's tally).
 */
import { randomUUID } from "node:crypto";
import {
  addRows,
  type BatchRows,
  comparisonOf,
  createTally,
  type Comparison,
  type Job,
  type Tally,
} from "#models";
import { fault, faultsOf, type Fault } from "../fault.ts";
import type { Run, RunProgress, RunState, RunStatus } from "./engine.ts";
import type { FromThread, Piece, Plan } from "./messages.ts";

/** A thread, as far as work must know it. */
type Holder = { holds: (run: string) => boolean };

export type Work = {
  id: string;
  job: Job;
  run: Run;
  begin: () => void;
  /** The next piece for a thread, or undefined when there is none for it now. */
  take: (thread: Holder) => Piece | undefined;
  receive: (message: FromThread, piece: Piece | undefined) => void;
  /** The thread that had this piece is gone. */
  lost: (piece: Piece) => void;
  fail: (problems: Fault[]) => void;
};

export function createWork(job: Job, onEnd: () => void): Work {
  const id = randomUUID();
  const listeners = new Set<() => void>();
  const deaths = new Map<Piece["what"], number>();
  const solvers = new Map<number, Holder>();
  const early: BatchRows[] = [];
  let status: RunStatus = "queued";
  let problems: readonly Fault[] = [];
  let plan: Plan | undefined;
  let headGiven = false;
  let left: number[] = [];
  let tally: Tally | undefined;
  let merged = 0;
  let years = 0;
  let comparison: Comparison | undefined;
  let settle: (state: RunState) => void;
  const finished = new Promise<RunState>((resolve) => (settle = resolve));

  const isOver = (): boolean => status !== "queued" && status !== "running";

  function progress(): RunProgress {
    return { status, done: years, runs: plan?.runs ?? 0 };
  }

  function state(): RunState {
    if (tally && !comparison) comparison = comparisonOf(tally);
    return { ...progress(), done: comparison?.done ?? 0, comparison, problems };
  }

  function changed(): void {
    for (const listener of listeners) listener();
  }

  function finish(how: RunStatus, why: readonly Fault[] = []): void {
    if (isOver()) return;
    status = how;
    problems = why;
    settle(state());
    tally = undefined;
    changed();
    listeners.clear();
    onEnd();
  }

  function take(thread: Holder): Piece | undefined {
    if (plan && headGiven && left.length === 0) return undefined;
    if (!thread.holds(id)) return { run: id, what: "prepare" };
    if (!headGiven) {
      headGiven = true;
      return { run: id, what: "head" };
    }
    const { sets } = plan!;
    const own = left.findIndex((batch) => (solvers.get(batch % sets) ?? thread) === thread);
    const [batch] = left.splice(Math.max(0, own), 1);
    solvers.set(batch! % sets, thread);
    return { run: id, what: batch! };
  }

  function receive(message: FromThread, piece: Piece | undefined): void {
    try {
      accept(message, piece);
    } catch (error) {
      finish("failed", faultsOf(error));
    }
  }

  function accept(message: FromThread, piece: Piece | undefined): void {
    switch (message.type) {
      case "prepared":
        if (plan) return;
        plan = message.plan;
        left = Array.from({ length: plan.batches }, (_, batch) => batch);
        return;
      case "head":
        tally = createTally(message.head);
        changed(); // the expected layer alone
        for (const rows of early.splice(0)) merge(rows);
        ended();
        return;
      case "rows":
        if (!tally) early.push(message.rows);
        else {
          merge(message.rows);
          ended();
        }
        return;
      case "failed":
        finish("failed", message.problems.length > 0 ? message.problems : [crashOf(piece)]);
        return;
      default:
        message satisfies never;
    }
  }

  function merge(rows: BatchRows): void {
    addRows(tally!, rows);
    comparison = undefined;
    merged += 1;
    years += rows.years;
  }

  function ended(): void {
    if (merged === plan!.batches) finish("done");
    else changed();
  }

  function lost({ run, what }: Piece): void {
    const times = (deaths.get(what) ?? 0) + 1;
    deaths.set(what, times);
    if (times > 1) finish("failed", [crashOf({ run, what })]);
    else if (what === "head") headGiven = false;
    else if (what !== "prepare") left.unshift(what);
  }

  function crashOf(piece: Piece | undefined): Fault {
    const hint = "try again; if it stops at the same place, it is a fault of the engine";
    const inBatch = typeof piece?.what === "number";
    const place = inBatch
      ? `in batch ${piece.what} of seed ${plan?.seed}`
      : "while it was being prepared";
    return fault("crashed", "", `the calculation stopped ${place}`, hint);
  }

  const run: Run = {
    progress,
    state,
    watch: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    finished,
    cancel: () => finish("cancelled"),
  };

  return {
    id,
    job,
    run,
    begin: () => {
      if (isOver()) return;
      status = "running";
      changed();
    },
    take,
    receive,
    lost,
    fail: (why) => finish("failed", why),
  };
}
