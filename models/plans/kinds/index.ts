/**
 * The registry of curve forms. Adding a form: one file beside this one, one line in `planKinds`.
 *
 * Always    nothing outside a form's file names it; schema, reference and tests read this list.
 */
import { z } from "zod";
import { compare, rational, toNumber } from "../../math/index.ts";
import { type CurvePoints, type ExactPoints, plainPoints } from "../curve.ts";
import { flatForm } from "./flat.ts";
import type { PlanKind, Surface } from "./kind.ts";
import { lumpForm } from "./lump.ts";
import { marginalForm } from "./marginal.ts";
import { matrixForm } from "./matrix.ts";
import { pointsForm } from "./points.ts";
import { retroactiveForm } from "./retroactive.ts";
import { steppedForm } from "./stepped.ts";
import { thresholdForm } from "./threshold.ts";

/** Every form of payout curve, in the order people should meet them. */
export const planKinds = [
  pointsForm,
  flatForm,
  marginalForm,
  retroactiveForm,
  steppedForm,
  thresholdForm,
  lumpForm,
  matrixForm,
] as const;

export const CurveInput = z.union(planKinds.map((kind) => kind.schema)).meta({
  id: "Curve",
  title: "Payout curve",
  description: "How attainment becomes a share of target pay.",
});
export type CurveInput = z.infer<typeof CurveInput>;

const proportional: CurveInput = { kind: "flat" };

/** The curve of a component: in proportion to attainment where it states none. */
export function curveOf({ curve }: { curve?: CurveInput | undefined }): CurveInput {
  return curve ?? proportional;
}

/** The form a written curve has; a curve without `kind` is a table of points. */
function kindOf(curve: CurveInput): PlanKind {
  return planKinds.find(({ id }) => id === (curve.kind ?? "points"))!;
}

/** The surface a written curve is, or undefined where one measure decides. */
export function surfaceOf(curve: CurveInput): Surface | undefined {
  const compiled = kindOf(curve).compile(curve);
  return "rows" in compiled ? compiled : undefined;
}

/** A written curve in exact points; of a surface, the row in force with the second measure at target. */
export function exactPointsOf(curve: CurveInput): ExactPoints {
  const compiled = kindOf(curve).compile(curve);
  if (!("rows" in compiled)) return compiled;
  const one = rational(1);
  return (compiled.rows.findLast(({ at }) => compare(at, one) <= 0) ?? compiled.rows[0]!).points;
}

/** A written curve as points with jumps; of a surface, the row in force with the second measure at target. */
export function pointsOf(curve: CurveInput): CurvePoints {
  return plainPoints(exactPointsOf(curve));
}

/** The rows of a surface as points, by attainment of the second measure. */
export function surfaceRows({ rows }: Surface): { at: number; points: CurvePoints }[] {
  return rows.map(({ at, points }) => ({ at: toNumber(at), points: plainPoints(points) }));
}

/** A written curve in a sentence. */
export function explainCurve(curve: CurveInput): string {
  return kindOf(curve).explain(curve);
}

/** The parts of a written curve by what people call them, with their values in words. */
export function curveParts(curve: CurveInput): Record<string, string> {
  return kindOf(curve).parts(curve);
}
