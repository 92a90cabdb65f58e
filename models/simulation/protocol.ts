/**
 * Messages between a shell (page, server, CLI) and an engine in a thread. Plain data only.
 *
 * Terms     job = scenarios to run or compare with their options; head = the expected layer of a job; batch = a fixed
 *           set of replications under one parameter set, numbered from 0; rows = what a batch's years came to.
 * Always    every message carries its run id, so that a shell can drop what comes late; a batch depends on the job and
 *           its number alone, so that any thread may do it; rows are merged in the order of their numbers.
 * Source    docs/model.md#simulation
 */
import type { ChangedTopic } from "../analysis/evidence/changes.ts";
import type { ScenarioResult } from "../analysis/result.ts";
import type { SetLayout } from "../company/solve.ts";
import type { Problem } from "../problem.ts";
import type { LoadedScenario } from "../scenario/schema.ts";
import type { BatchPlan } from "./batch.ts";

/** What to compute. The first scenario is the baseline. Options left out come from the baseline. */
export type Job = {
  scenarios: LoadedScenario[];
  runs?: number | undefined;
  seed?: number | undefined;
  /** False: every effort stays at 1. */
  response?: boolean | undefined;
};

/** People of one role as the merger counts them. */
export type RolePeople = {
  id: string;
  team: "marketing" | "sales";
  headcount: number;
  ote: number;
  /** First of its minds in a set row, with the places of its skill points. */
  firstMind: number;
  points: number[];
  weights: number[];
  /** Place of each person on the role's scale of skill. */
  places: number[];
  /** By person: the id of a named one, and their place among seats counted at their own skill, or −1. */
  named: { id: string | null; own: number }[];
};

/** What a merger must know of one scenario's rows. */
export type ScenarioLayout = {
  horizon: number;
  people: RolePeople[];
  /** Titles of its uncertain numbers, by path. */
  uncertain: Record<string, string>;
  /** Places of efforts in a set row, by role and task. */
  slots: { role: string; task: string; slot: number }[];
  set: SetLayout;
  /** The set row at the means of the uncertain numbers. */
  means: Float64Array;
  /** The same at each other equilibrium. */
  others: Float64Array[];
};

/** The expected layer of a job's scenarios, with all that is needed to merge batches into a comparison. */
export type JobHead = {
  scenarios: ScenarioResult[];
  /** By scenario: the topics of published studies that its difference from the baseline touches. */
  changed: ChangedTopic[][];
  /** What each scenario assumes otherwise than the baseline, in words. */
  assumed: string[][];
  layout: BatchLayout;
};

/** Sizes of a job's batches and the meaning of their columns. */
export type BatchLayout = BatchPlan & {
  seed: number;
  /** Sets the uncertain numbers are drawn for; `sets` are simulated. */
  parameterSets: number;
  scenarios: ScenarioLayout[];
};

/** Rows of one batch: for each scenario the same luck, once with and once without the response. */
export type BatchRows = {
  batch: number;
  set: number;
  /** Replications in this batch. */
  years: number;
  /** One block of years × columns for each scenario. */
  rows: Float64Array[];
  /** The same on the old behaviour; one and the same array where efforts do not move. */
  mechanicalRows: Float64Array[];
  /** Counts of person-years by role and pay bin, for each scenario. */
  histograms: Uint32Array[];
  /** Steady-state figures of the batch's parameter set, for each scenario. */
  sets: Float64Array[];
};

export type ToEngine =
  | { type: "prepare"; run: string; job: Job }
  | { type: "batch"; run: string; batch: number }
  | { type: "forget"; run: string };

export type FromEngine =
  | { type: "prepared"; run: string; head: JobHead }
  | { type: "rows"; run: string; rows: BatchRows }
  | { type: "failed"; run: string; problems: readonly Problem[] };
