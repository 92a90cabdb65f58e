/**
 * Curves made of curves: what gates, caps, rounding and multipliers on the measure itself make of a payout curve.
 *
 * Formula   each is read at the knots of both curves, from either side; a product of two slopes is a parabola, given by
 *           chords that lie within 1e-6 of a share.
 * Always    exact but for such chords, and for rounded attainment, whose bounds move and whose straight pieces stay.
 * Not here  reading a curve (curve.ts, payout.ts), expected values (expectedPay.ts).
 * Source    docs/model.md#plans
 */
import type { RoundingMode } from "../math/index.ts";
import type { Curve } from "./curve.ts";

/** The curve through points of rising attainment, two at one attainment being a jump; `slope` beyond the last one. */
function curveOf(
  knots: { x: number; left: number; y: number; upper: boolean }[],
  slope: number,
): Curve {
  return {
    x: Float64Array.from(knots, ({ x }) => x),
    left: Float64Array.from(knots, ({ left }) => left),
    y: Float64Array.from(knots, ({ y }) => y),
    slope: Float64Array.from(knots, ({ x, y }, i) => {
      const next = knots[i + 1];
      return next ? (next.left - y) / (next.x - x) : slope;
    }),
    upper: Uint8Array.from(knots, ({ upper }) => (upper ? 1 : 0)),
    open: false,
  };
}

/** A curve that is one share everywhere. */
export function constantCurve(share: number): Curve {
  return curveOf([{ x: 0, left: share, y: share, upper: true }], 0);
}

/** A straight line through the origin. */
export function lineCurve(slope: number): Curve {
  return curveOf([{ x: 0, left: 0, y: 0, upper: true }], slope);
}

/** 1 from a bound on (`strict`: above it), 0 below; or the other way round. */
export function stepCurve(
  bound: number,
  { strict, open }: { strict: boolean; open: boolean },
): Curve {
  const [left, y] = open ? [0, 1] : [1, 0];
  return curveOf([{ x: bound, left, y, upper: !strict }], 0);
}

function knot(x: number, left: number, y: number) {
  return { x, left, y, upper: true };
}

/** By level: the part of it in force, over the measure that picks or blends the levels; the parts add to 1. */
export function levelCurves(at: readonly number[], linear: boolean): Curve[] {
  return at.map((here, i) => {
    const before = at[i - 1];
    const next = at[i + 1];
    const first = before === undefined;
    if (linear) {
      const knots = [
        ...(first ? [] : [knot(before, 0, 0)]),
        knot(here, 1, 1),
        ...(next === undefined ? [] : [knot(next, 0, 0)]),
      ];
      return curveOf(knots, 0);
    }
    if (first && next === undefined) return constantCurve(1);
    return curveOf(
      [...(first ? [] : [knot(here, 0, 1)]), ...(next === undefined ? [] : [knot(next, 1, 0)])],
      0,
    );
  });
}

function pieceAt({ x }: Curve, attainment: number): number {
  let i = x.length - 1;
  while (i >= 0 && attainment < x[i]!) i--;
  return i;
}

function above(curve: Curve, attainment: number): number {
  const i = pieceAt(curve, attainment);
  return i < 0 ? curve.left[0]! : curve.y[i]! + curve.slope[i]! * (attainment - curve.x[i]!);
}

function below(curve: Curve, attainment: number): number {
  const i = pieceAt(curve, attainment);
  if (i >= 0 && curve.x[i] === attainment) return curve.left[i]!;
  return above(curve, attainment);
}

function slopeAbove(curve: Curve, attainment: number): number {
  const i = pieceAt(curve, attainment);
  return i < 0 ? 0 : curve.slope[i]!;
}

/** False where the lower value of a jump holds at an attainment. */
function upperAt(curve: Curve, attainment: number): boolean {
  const i = pieceAt(curve, attainment);
  return i < 0 || curve.x[i] !== attainment || curve.upper[i] === 1;
}

/** The curve paying at most a share. */
export function atMost(curve: Curve, most: number): Curve {
  if (most === Infinity) return curve;
  const places = new Set<number>(curve.x);
  for (let i = 0; i < curve.x.length; i++) {
    const crossing = curve.x[i]! + (most - curve.y[i]!) / curve.slope[i]!;
    const end = curve.x[i + 1] ?? Infinity;
    if (crossing > curve.x[i]! && crossing < end) places.add(crossing);
  }
  const x = [...places].toSorted((a, b) => a - b);
  const last = x.at(-1)!;
  const end = above(curve, last);
  const slope = slopeAbove(curve, last);
  return {
    ...curveOf(
      x.map((at) => ({
        x: at,
        left: Math.min(below(curve, at), most),
        y: Math.min(above(curve, at), most),
        upper: upperAt(curve, at),
      })),
      end >= most && slope >= 0 ? 0 : slope,
    ),
    open: curve.open,
  };
}

/** The curve where a gate on the same measure shuts below a bound, paying there at most a share. */
export function gated(
  curve: Curve,
  { bound, strict, shareAtMost }: { bound: number; strict: boolean; shareAtMost: number },
): Curve {
  const shut = shareAtMost === 0 ? constantCurve(0) : atMost(curve, shareAtMost);
  const x = [
    ...new Set([...shut.x].filter((at) => at < bound)),
    bound,
    ...[...curve.x].filter((at) => at > bound),
  ];
  const last = x.at(-1)!;
  return {
    ...curveOf(
      x.map((at) => ({
        x: at,
        left: at <= bound ? below(shut, at) : below(curve, at),
        y: at < bound ? above(shut, at) : above(curve, at),
        upper: at === bound ? !strict : upperAt(curve, at),
      })),
      slopeAbove(curve, last),
    ),
    open: curve.open,
  };
}

/** The curve over a measure that is `ratio` times another one, as a curve over that other one. */
export function stretched(curve: Curve, ratio: number): Curve {
  if (ratio === 1) return curve;
  return {
    ...curve,
    x: curve.x.map((at) => at / ratio),
    slope: curve.slope.map((slope) => slope * ratio),
  };
}

const CHORD = 1e-6;
const MOST_CHORDS = 256;
/** Attainments past the last knot up to which a product of two slopes is followed. */
const FAR = 4;

/** Two curves over one attainment, multiplied. */
export function product(one: Curve, other: Curve): Curve {
  const knots = [...new Set([...one.x, ...other.x])].toSorted((a, b) => a - b);
  const x: number[] = [];
  for (const [i, from] of knots.entries()) {
    x.push(from);
    const bend = Math.abs(slopeAbove(one, from) * slopeAbove(other, from));
    if (bend === 0) continue;
    const length = (knots[i + 1] ?? from + FAR * Math.max(1, from)) - from;
    const chords = Math.min(MOST_CHORDS, Math.ceil(length * Math.sqrt(bend / (4 * CHORD))));
    for (let c = 1; c < chords; c++) x.push(from + (length * c) / chords);
    if (i === knots.length - 1) x.push(from + length);
  }
  const last = x.at(-1)!;
  return {
    ...curveOf(
      x.map((at) => ({
        x: at,
        left: below(one, at) * below(other, at),
        y: above(one, at) * above(other, at),
        upper: upperAt(one, at) && upperAt(other, at),
      })),
      slopeAbove(one, last) * above(other, last) + above(one, last) * slopeAbove(other, last),
    ),
    open: one.open,
  };
}

/** Two curves over one attainment, added. */
export function total(one: Curve, other: Curve): Curve {
  const x = [...new Set([...one.x, ...other.x])].toSorted((a, b) => a - b);
  const last = x.at(-1)!;
  return curveOf(
    x.map((at) => ({
      x: at,
      left: below(one, at) + below(other, at),
      y: above(one, at) + above(other, at),
      upper: upperAt(one, at) && upperAt(other, at),
    })),
    slopeAbove(one, last) + slopeAbove(other, last),
  );
}

/** The curve read at a rounded attainment: jumps stand where rounding reaches them, straight pieces as they do on average. */
export function readRounded(curve: Curve, { to, mode }: { to: number; mode: RoundingMode }): Curve {
  const early = mode === "awayFromZero" ? to : mode === "towardsZero" ? 0 : to / 2;
  const shift = mode === "awayFromZero" ? to / 2 : mode === "towardsZero" ? -to / 2 : 0;
  const steps = 1e9;
  const knots = [...curve.x].map((x, i) => {
    const jump = curve.y[i] !== curve.left[i];
    const step = Math.ceil(Math.round((x / to) * steps) / steps) * to;
    const at = jump ? step - early : x - shift;
    return { x: at, i, jump };
  });
  const kept = knots.filter(({ x }, i) => knots.slice(i + 1).every((later) => later.x > x));
  const line = (i: number, at: number) =>
    i < 0 ? curve.left[0]! : curve.y[i]! + curve.slope[i]! * (at + shift - curve.x[i]!);
  return {
    ...curveOf(
      kept.map(({ x, i, jump }) => ({
        x,
        left: line(jump ? i - 1 : i, x),
        y: line(i, x),
        upper: !jump || (mode !== "awayFromZero" && curve.upper[i] === 1),
      })),
      curve.slope.at(-1)!,
    ),
    open: curve.open,
  };
}
