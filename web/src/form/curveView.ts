/** What of a payout curve is in the picture, and where its line runs. */
import { tidy, type Unit } from "./amount.ts";
import type { Point } from "./curvePoints.ts";
import { type Landing, nineOfTen } from "./landing.ts";

export type Drawn = { points: readonly Point[]; beyond: number | "error" };

export type View = { x: readonly [number, number]; y: readonly [number, number] };

/** What the two axes are in: attainment and shares, or a measure itself and what it is paid on. */
export type Axes = { x: Unit; y: Unit };

export const attainmentAxes: Axes = { x: "percent", y: "percent" };

/** A view of curves over the measure itself: from 0 to a tenth beyond the last point, with round ends. */
export function viewOfMeasure(curves: readonly Drawn[]): View {
  const points = curves.flatMap((curve) => curve.points);
  const end = roundUp(Math.max(...points.map(([x]) => x), 0.1) * 1.15);
  const shares = curves.flatMap((curve) => [
    ...curve.points.map(([, y]) => y),
    shareAtEnd(curve, end),
  ]);
  return { x: [0, end], y: [Math.min(0, ...shares), roundUp(Math.max(...shares, 0.1))] };
}

/** A view that holds some curves whole, the target, and where attainment lands; its ends are round. */
export function viewOf(curves: readonly Drawn[], landing?: Landing): View {
  const points = curves.flatMap((curve) => curve.points);
  const landed = landing ? nineOfTen(landing) : [1, 1];
  const xs = [...points.map(([x]) => x), ...landed, 1];
  const low = Math.min(...xs);
  const x = [Math.max(0, down(low - 0.1, 0.1)), up(Math.max(...xs) + 0.1, 0.1)] as const;
  const shares = curves.flatMap((curve) => [
    ...curve.points.map(([, y]) => y),
    shareAtEnd(curve, x[1]),
  ]);
  return { x, y: [Math.min(0, down(Math.min(...shares), 0.5)), up(Math.max(1, ...shares), 0.5)] };
}

/** The line of a curve inside a view, from edge to edge. */
export function lineOf({ points, beyond }: Drawn, { x }: View): Point[] {
  const [first, last] = [points[0]!, points.at(-1)!];
  const line: Point[] = [[Math.min(x[0], first[0]), first[1]], ...points];
  if (beyond !== "error" && last[0] < x[1]) line.push([x[1], last[1] + beyond * (x[1] - last[0])]);
  return line;
}

/** Round values inside a range, about as many as wanted. */
export function ticksBetween([low, high]: readonly [number, number], wanted: number): number[] {
  const rough = (high - low) / wanted;
  const step = roundUp(Math.max(rough, 0.1));
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first) + 1 }, (_, i) => (first + i) * step);
}

function shareAtEnd({ points, beyond }: Drawn, end: number): number {
  const [x, y] = points.at(-1)!;
  return beyond === "error" ? y : y + beyond * Math.max(0, end - x);
}

/** The least of 1, 2 and 5 times a power of ten that is not below a value. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const times = [1, 2, 5, 10].find((size) => size * power >= value * (1 - 1e-9))!;
  return tidy(times * power);
}

function down(value: number, step: number): number {
  return Math.floor(value / step + 1e-9) * step;
}

function up(value: number, step: number): number {
  return Math.ceil(value / step - 1e-9) * step;
}
