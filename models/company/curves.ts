/** Compiled curves, one object for the same curve, so that tables of expected pay are shared. */
import { compileCurve, type Curve, type CurvePoints } from "../plans/curve.ts";
import type { Problem } from "../problem.ts";

export type CurveSite = {
  problems: Problem[];
  curves: Map<string, Curve>;
};

/** The curve of some points; undefined, with problems, where they make none. */
export function sharedCurve(path: string, points: CurvePoints, site: CurveSite): Curve | undefined {
  const key = JSON.stringify(points);
  const known = site.curves.get(key);
  if (known) return known;
  const compiled = compileCurve(path, points);
  if (Array.isArray(compiled)) {
    site.problems.push(...compiled);
    return undefined;
  }
  site.curves.set(key, compiled);
  return compiled;
}

/** A curve made of others, or the one made before that is the same. */
export function keptCurve(curve: Curve, { curves }: CurveSite): Curve {
  const { x, left, y, slope, upper, open } = curve;
  const key = JSON.stringify([[...x], [...left], [...y], [...slope], [...upper], open]);
  const known = curves.get(key);
  if (known) return known;
  curves.set(key, curve);
  return curve;
}
