/**
 * What the page and its engine say to each other: the engine's protocol, with two differences.
 *
 * Terms     preview = the expected layer alone, solved quickly, for numbers that move while a lever is dragged;
 *           look = the comparison of a run as far as its batches are in.
 * Always    batches are merged where they are made: merging and looking would make the page stutter.
 */
import type { Comparison, FromEngine, Job, ToEngine } from "#models";

export type ToWorker =
  ToEngine | { type: "preview"; run: string; job: Job } | { type: "look"; run: string };

export type FromWorker =
  | { type: "prepared"; run: string; batches: number }
  | { type: "merged"; run: string; batch: number }
  | { type: "compared"; run: string; comparison: Comparison }
  | Extract<FromEngine, { type: "failed" }>;
