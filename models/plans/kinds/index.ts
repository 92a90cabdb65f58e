/**
 * The registry of curve forms. Adding a form: one file beside this one, one line in `planKinds`.
 *
 * Always    nothing outside a form's file names it; schema, reference and tests read this list.
 */
import { z } from "zod";
import type { CurvePoints } from "../curve.ts";
import { flatForm } from "./flat.ts";
import type { PlanKind } from "./kind.ts";
import { lumpForm } from "./lump.ts";
import { marginalForm } from "./marginal.ts";
import { pointsForm } from "./points.ts";
import { retroactiveForm } from "./retroactive.ts";
import { thresholdForm } from "./threshold.ts";

/** Every form of payout curve, in the order people should meet them. */
export const planKinds = [
  pointsForm,
  flatForm,
  marginalForm,
  retroactiveForm,
  thresholdForm,
  lumpForm,
] as const;

export const CurveInput = z.union(planKinds.map((kind) => kind.schema)).meta({
  id: "Curve",
  title: "Payout curve",
  description: "How attainment becomes a share of target pay.",
});
export type CurveInput = z.infer<typeof CurveInput>;

/** The form a written curve has; a curve without `kind` is a table of points. */
function kindOf(curve: CurveInput): PlanKind {
  return planKinds.find(({ id }) => id === (curve.kind ?? "points"))!;
}

/** A written curve as points with jumps. */
export function pointsOf(curve: CurveInput): CurvePoints {
  return kindOf(curve).compile(curve);
}

/** A written curve in a sentence. */
export function explainCurve(curve: CurveInput): string {
  return kindOf(curve).explain(curve);
}
