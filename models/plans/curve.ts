/**
 * Payout curve: the one primitive. How attainment becomes a share of target pay.
 *
 * Terms     attainment = measure ÷ target; knot = attainment where the curve bends or jumps;
 *           share = pay ÷ the component's target pay.
 * Formula   piecewise linear with jumps: share(a) = y[i] + slope[i]·(a − x[i]) on [x[i], x[i+1]).
 * Always    every plan form compiles to this; below the first knot the curve is constant.
 * Not here  forms (kinds/), expected payout under luck (expectedPay.ts), rounding of money (statements).
 * Source    docs/model.md#payout-curve
 */
import {
  add,
  compare,
  divide,
  multiply,
  type Rational,
  rational,
  subtract,
  toNumber,
  ZERO,
} from "../math/index.ts";
import type { Problem } from "../problem.ts";

export type CurvePoint = readonly [attainment: number, share: number];

/** A curve as points in rising attainment, two at one attainment being a jump. */
export type CurvePoints = {
  points: readonly CurvePoint[];
  /** Slope above the last point; "error" where the plan says nothing there. Default 0. */
  beyond?: number | "error" | undefined;
  /** Which value holds exactly at a jump. Default "upper". */
  at?: "upper" | "lower" | undefined;
  /** Attainments whose lower value holds exactly there, whatever `at` says. */
  lowerAt?: readonly number[] | undefined;
};

/** The same in exact numbers, as kinds produce it. */
export type ExactPoints = {
  points: readonly (readonly [attainment: Rational, share: Rational])[];
  beyond?: Rational | "error" | undefined;
  at?: "upper" | "lower" | undefined;
  lowerAt?: readonly number[] | undefined;
};

export type Curve = {
  /** Attainments of the knots, strictly rising. */
  x: Float64Array;
  /** Share just below each knot. */
  left: Float64Array;
  /** Share from each knot on. */
  y: Float64Array;
  /** Slope from each knot to the next; the last one holds to infinity. */
  slope: Float64Array;
  /** 1 where the upper value of a jump holds exactly at the knot. */
  upper: Uint8Array;
  /** True where the plan says nothing above the last knot. */
  open: boolean;
};

/** A curve in exact numbers, for statements; the same fields as `Curve`. */
export type ExactCurve = {
  x: readonly Rational[];
  left: readonly Rational[];
  y: readonly Rational[];
  slope: readonly Rational[];
  upper: readonly boolean[];
  open: boolean;
};

/** Exact points as plain numbers, each the nearest. */
export function plainPoints({ points, beyond, at, lowerAt }: ExactPoints): CurvePoints {
  return {
    points: points.map(([attainment, share]) => [toNumber(attainment), toNumber(share)]),
    beyond: beyond === undefined || beyond === "error" ? beyond : toNumber(beyond),
    at,
    ...(lowerAt === undefined ? {} : { lowerAt }),
  };
}

/** The compiled curve, or the faults of its points (none, not rising, three at one place, not finite). */
export function compileCurve(path: string, source: CurvePoints): Curve | Problem[] {
  const problems = pointProblems(path, source.points);
  if (problems.length > 0) return problems;

  const x: number[] = [];
  const left: number[] = [];
  const y: number[] = [];
  for (const [attainment, share] of source.points) {
    if (x.length > 0 && attainment === x.at(-1)) {
      y[y.length - 1] = share;
    } else {
      x.push(attainment);
      left.push(share);
      y.push(share);
    }
  }
  const beyond = source.beyond === undefined || source.beyond === "error" ? 0 : source.beyond;
  const slope = x.map((from, i) =>
    i === x.length - 1 ? beyond : (left[i + 1]! - y[i]!) / (x[i + 1]! - from),
  );
  return {
    x: Float64Array.from(x),
    left: Float64Array.from(left),
    y: Float64Array.from(y),
    slope: Float64Array.from(slope),
    upper: Uint8Array.from(x, (knot) => (holdsUpper(source, knot) ? 1 : 0)),
    open: source.beyond === "error",
  };
}

function holdsUpper({ at, lowerAt }: Pick<CurvePoints, "at" | "lowerAt">, knot: number): boolean {
  return at !== "lower" && !(lowerAt?.includes(knot) ?? false);
}

/** The exact curve of points without faults (as `compileCurve` finds them). */
export function exactCurve(source: ExactPoints): ExactCurve {
  const x: Rational[] = [];
  const left: Rational[] = [];
  const y: Rational[] = [];
  for (const [attainment, share] of source.points) {
    if (x.length > 0 && compare(attainment, x.at(-1)!) === 0) {
      y[y.length - 1] = share;
    } else {
      x.push(attainment);
      left.push(share);
      y.push(share);
    }
  }
  const beyond = source.beyond === undefined || source.beyond === "error" ? ZERO : source.beyond;
  return {
    x,
    left,
    y,
    slope: x.map((from, i) =>
      i === x.length - 1
        ? beyond
        : divide(subtract(left[i + 1]!, y[i]!), subtract(x[i + 1]!, from)),
    ),
    upper: x.map((knot) => holdsUpper(source, toNumber(knot))),
    open: source.beyond === "error",
  };
}

/** Share of target pay at an exact attainment. */
export function exactShare(curve: ExactCurve, attainment: Rational): Rational {
  const { x, y, left, slope, upper } = curve;
  if (compare(attainment, x[0]!) < 0) return left[0]!;
  let i = x.length - 1;
  while (compare(attainment, x[i]!) < 0) i--;
  if (!upper[i] && compare(attainment, x[i]!) === 0) return left[i]!;
  return add(y[i]!, multiply(slope[i]!, subtract(attainment, x[i]!)));
}

/** Plain points as exact ones: each number is the decimal it shows. */
export function exactPoints({ points, beyond, at, lowerAt }: CurvePoints): ExactPoints {
  return {
    points: points.map(([attainment, share]) => [rational(attainment), rational(share)]),
    beyond: beyond === undefined || beyond === "error" ? beyond : rational(beyond),
    at,
    lowerAt,
  };
}

function pointProblems(path: string, points: readonly CurvePoint[]): Problem[] {
  const fault = (index: number, message: string, hint: string): Problem => {
    return { code: "bad-curve", path: `${path}.points[${index}]`, message, hint };
  };
  if (points.length === 0)
    return [
      {
        code: "bad-curve",
        path,
        message: "the curve has no point",
        hint: "give at least one [attainment, share]",
      },
    ];
  const problems: Problem[] = [];
  for (const [i, [attainment, share]] of points.entries()) {
    if (!Number.isFinite(attainment) || !Number.isFinite(share)) {
      problems.push(fault(i, "the point is not finite", "write plain numbers"));
    }
    const before = points[i - 1];
    if (before && attainment < before[0]) {
      problems.push(
        fault(
          i,
          `attainment falls from ${before[0]} to ${attainment}`,
          "sort the points by attainment",
        ),
      );
    }
    if (points[i - 2]?.[0] === attainment) {
      problems.push(
        fault(
          i,
          `three points stand at attainment ${attainment}`,
          "a jump has two: the lower and the upper value",
        ),
      );
    }
  }
  return problems;
}

/** Share of target pay at an attainment. */
export function payoutShare(curve: Curve, attainment: number): number {
  const { x, y, left, slope } = curve;
  if (attainment < x[0]!) return left[0]!;
  let i = x.length - 1;
  while (attainment < x[i]!) i--;
  if (attainment === x[i]! && curve.upper[i] === 0) return left[i]!;
  return y[i]! + slope[i]! * (attainment - x[i]!);
}

/** Attainment from which a curve pays anything, or undefined where it never does. */
export function paysFrom({ x, left, y, slope }: Curve): number | undefined {
  if (left[0]! > 0) return 0;
  const first = y.findIndex((share, i) => share > 0 || slope[i]! > 0);
  return first < 0 ? undefined : Math.max(0, x[first]!);
}

/** Most that a curve pays, or null where it rises without end. */
export function mostOf({ left, y, slope }: Curve): number | null {
  if (slope.at(-1)! > 0) return null;
  let most = left[0]!;
  for (const [i, share] of y.entries()) most = Math.max(most, share, left[i]!);
  return most;
}

/** The same points paying at most `cap` (a share of target pay); the payout must not fall above the place it bites. */
export function cappedPoints(source: CurvePoints, cap: number): CurvePoints {
  const kept: CurvePoint[] = [];
  for (const [attainment, share] of source.points) {
    const before = kept.at(-1);
    if (share <= cap) {
      kept.push([attainment, share]);
      continue;
    }
    if (before && before[1] < cap && before[0] < attainment) {
      kept.push([
        before[0] + ((cap - before[1]) / (share - before[1])) * (attainment - before[0]),
        cap,
      ]);
    } else {
      kept.push([attainment, cap]);
    }
    return { ...source, points: kept, beyond: 0 };
  }
  const last = kept.at(-1);
  const slope = typeof source.beyond === "number" ? source.beyond : 0;
  if (last && slope > 0 && last[1] === cap) return { ...source, beyond: 0 };
  if (last && slope > 0)
    return { ...source, points: [...kept, [last[0] + (cap - last[1]) / slope, cap]], beyond: 0 };
  return source;
}
