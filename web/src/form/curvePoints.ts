/**
 * Editing the points of a payout curve.
 *
 * Terms     point = [attainment, share of target pay]; two at one attainment are a jump, lower value first.
 * Always    attainment never falls from point to point, and no more than two points share one; arguments are not
 *           changed.
 */
import { tidy } from "./amount.ts";

export type Point = readonly [attainment: number, share: number];

/** The least distance kept from a jump, which has its two points already. */
const gap = 0.001;

/** The points with one moved, as far as its neighbours let it. */
export function movePoint(
  points: readonly Point[],
  index: number,
  [attainment, share]: Point,
): Point[] {
  const low = roomBelow(points, index);
  const high = roomAbove(points, index);
  const held = Math.min(Math.max(attainment, low), high);
  return points.map((point, i) => (i === index ? [tidy(held), tidy(Math.max(0, share))] : point));
}

/** The points without one; the last one stays. */
export function removePoint(points: readonly Point[], index: number): Point[] {
  return points.length === 1 ? [...points] : points.filter((_, i) => i !== index);
}

/** The points with one more, half way to the next, or a tenth beyond the last; and where it is. */
export function addPoint(
  points: readonly Point[],
  after: number,
): { points: Point[]; index: number } {
  const [x, y] = points[after] ?? [0, 0];
  const next = points[after + 1];
  const point: Point = next
    ? [tidy(round(between(x, next[0]))), tidy(round((y + next[1]) / 2))]
    : [tidy(x + 0.1), y];
  if (next && next[0] - x < 2 * gap) return addPoint(points, after + 1);
  return { points: points.toSpliced(after + 1, 0, point), index: after + 1 };
}

/** The points with one put in at an attainment, on the line that is there. */
export function insertAt(
  points: readonly Point[],
  attainment: number,
  share: number,
): { points: Point[]; index: number } {
  const index = points.findIndex(([x]) => x > attainment);
  const at = index === -1 ? points.length : index;
  return { points: points.toSpliced(at, 0, [tidy(attainment), tidy(share)]), index: at };
}

function roomBelow(points: readonly Point[], index: number): number {
  const before = points[index - 1]?.[0];
  if (before === undefined) return 0;
  return points[index - 2]?.[0] === before ? before + gap : before;
}

function roomAbove(points: readonly Point[], index: number): number {
  const after = points[index + 1]?.[0];
  if (after === undefined) return Infinity;
  return points[index + 2]?.[0] === after ? after - gap : after;
}

function between(a: number, b: number): number {
  return a + (b - a) / 2;
}

/** To a tenth of a per cent. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
