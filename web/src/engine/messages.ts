/**
 * What the page and its engine say to each other: the engine's protocol, with two differences.
 *
 * Terms     preview = the expected layer alone, solved quickly, for numbers that move while a lever is dragged;
 *           look = the comparison of a run as far as its batches are in.
 * Always    batches are merged where they are made: merging and looking would make the page stutter.
 */
import type {
  Attribution,
  Comparison,
  ExampleOutcome,
  FromEngine,
  Job,
  LoadedScenario,
  PlanDelta,
  ToEngine,
} from "#models";
import type { PayrollAnswer, PayrollAsk } from "./payroll.ts";

export type ToWorker =
  | ToEngine
  | { type: "preview"; run: string; job: Job }
  | { type: "look"; run: string }
  | { type: "check"; run: string; scenario: LoadedScenario }
  | { type: "payroll"; run: string; ask: PayrollAsk }
  | { type: "delta"; run: string; before: LoadedScenario; after: LoadedScenario }
  | { type: "attribute"; run: string; base: LoadedScenario; other: LoadedScenario };

export type FromWorker =
  | { type: "prepared"; run: string; batches: number }
  | { type: "merged"; run: string; batch: number }
  | { type: "compared"; run: string; comparison: Comparison }
  | { type: "checked"; run: string; outcomes: readonly ExampleOutcome[] }
  | { type: "payroll"; run: string; answer: PayrollAnswer }
  | { type: "delta"; run: string; delta: PlanDelta }
  | { type: "attributing"; run: string; done: number; total: number }
  | { type: "attributed"; run: string; attribution: Attribution }
  | Extract<FromEngine, { type: "failed" }>;
