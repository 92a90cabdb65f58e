/**
 * What to measure next: the shares of what is not known about a figure that uncertain numbers make.
 *
 * Terms     rest = numbers beyond the first six or too small to name, added up; remainder = in combination or not
 *           attributable.
 * Not here  the shares (drivers.ts).
 */
import type { Drivers } from "./result.ts";

/** One number with the error of its share, or a sum, which has none and is not named. */
export type ShareRow = { title: string; share: number; error: number | null; named: boolean };

const MOST_NAMED = 6;
/** Smaller shares round to nothing. */
const LEAST = 0.005;

/** Shares of one total, the largest first, then the rest and the remainder; empty where the total does not vary. */
export function measureNext({ numbers, remainder }: Drivers, key: string): ShareRow[] {
  const left = remainder[key];
  if (left === undefined) return [];
  const sorted = numbers
    .map(({ title, shares, errors }) => ({
      title,
      share: shares[key] ?? 0,
      error: errors[key] ?? 0,
      named: true,
    }))
    .toSorted((a, b) => b.share - a.share);
  const named = sorted.filter(({ share }) => share >= LEAST).slice(0, MOST_NAMED);
  const others = sorted.slice(named.length);
  const share = others.reduce((sum, one) => sum + one.share, 0);
  const title = others.length === 1 ? others[0]!.title : `${others.length} others`;
  return [
    ...named,
    ...(share >= LEAST ? [{ title, share, error: null, named: false }] : []),
    { title: "In combination, or not attributable", share: left, error: null, named: false },
  ];
}
