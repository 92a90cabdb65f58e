/**
 * Messages between the coordinator and a worker thread.
 *
 * Always    each names its run, so that what comes late from a run given up is dropped; a thread answers every message
 *           but "forget" with one of its own. A bug comes back as a failure without problems.
 */
import type { BatchRows, Job, JobHead, Problem } from "#models";

export type ToThread =
  | { type: "prepare"; run: string; job: Job }
  | { type: "head"; run: string }
  | { type: "batch"; run: string; batch: number }
  | { type: "forget"; run: string };

export type FromThread =
  | { type: "prepared"; run: string; plan: Plan }
  | { type: "head"; run: string; head: JobHead }
  | { type: "rows"; run: string; rows: BatchRows }
  | { type: "failed"; run: string; problems: readonly Problem[] };

/** How a job's years fall into batches: batch b is of parameter set b modulo `sets`. */
export type Plan = { runs: number; sets: number; batches: number; seed: number };

/** What a thread does at one time: prepare a job, solve its expected layer, simulate one of its batches. */
export type Piece = { run: string; what: "prepare" | "head" | number };
