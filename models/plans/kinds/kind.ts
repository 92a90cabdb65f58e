/**
 * What a form of payout curve must say of itself. One file a form, one line in the registry (index.ts).
 *
 * Terms     surface = curves for several levels of a second measure, the nearest below held ("step") or blended
 *           ("linear") between two levels.
 * Always    a form compiles to points with jumps in exact numbers, says itself in a sentence and brings worked examples.
 */
import type { z } from "zod";
import type { Rational } from "../../math/index.ts";
import type { ExactPoints } from "../curve.ts";
import type { MeasureQuestion } from "../question.ts";

export type Surface = {
  /** The second measure. */
  across: MeasureQuestion;
  between: "step" | "linear";
  /** Curves by attainment of the second measure, rising; below the first one and above the last one these hold. */
  rows: readonly { at: Rational; points: ExactPoints }[];
};

export type PlanKind<S extends z.ZodType = z.ZodType> = {
  id: string;
  title: string;
  schema: S;
  /** The form as points, in share of target pay over attainment; or as a surface over a second measure. */
  compile: (spec: z.infer<S>) => ExactPoints | Surface;
  /** The form in a sentence, for people. */
  explain: (spec: z.infer<S>) => string;
  /** What people call its parts, with their values in words: what two of a form differ in. */
  parts: (spec: z.infer<S>) => Record<string, string>;
  /** Worked by hand: what the form pays at some attainments. */
  examples: { spec: z.infer<S>; attainment: number; across?: number; paysShare: number }[];
};

/** A form of curve, typed by its schema. */
export function planKind<S extends z.ZodType>(kind: PlanKind<S>): PlanKind<S> {
  return kind;
}

/** A rate or slope as people read it: "1.5×". */
export function times(rate: number): string {
  return `${Number(rate.toFixed(6))}×`;
}

/** A share as people read it: 0.5 is "50%". */
export function percent(share: number): string {
  return `${Number((share * 100).toFixed(4))}%`;
}
