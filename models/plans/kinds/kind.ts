/**
 * What a form of payout curve must say of itself. One file a form, one line in the registry (index.ts).
 *
 * Always    a form compiles to points with jumps, says itself in a sentence and brings worked examples.
 */
import type { z } from "zod";
import type { CurvePoints } from "../curve.ts";

export type PlanKind<S extends z.ZodType = z.ZodType> = {
  id: string;
  title: string;
  schema: S;
  /** The form as points, in share of target pay over attainment. */
  compile: (spec: z.infer<S>) => CurvePoints;
  /** The form in a sentence, for people. */
  explain: (spec: z.infer<S>) => string;
  /** Worked by hand: what the form pays at some attainments. */
  examples: { spec: z.infer<S>; attainment: number; paysShare: number }[];
};

/** A form of curve, typed by its schema. */
export function planKind<S extends z.ZodType>(kind: PlanKind<S>): PlanKind<S> {
  return kind;
}

/** A share as people read it: 0.5 is "50%". */
export function percent(share: number): string {
  return `${Number((share * 100).toFixed(4))}%`;
}
