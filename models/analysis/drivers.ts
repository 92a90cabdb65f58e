/**
 * What makes a result uncertain: luck against what we do not know, and of the latter each uncertain number's share.
 *
 * Terms     drivers = the uncertain numbers of a figure; luck share = the part of the first year's variance that is there
 *           at fixed parameters.
 * Formula   luck = variance within parameter sets ÷ (that + variance of the sets' means, less what luck spreads them).
 *           Shares are of the run rate over parameter sets, which no luck touches (varianceShares.ts).
 * Always    depends on the job alone.
 * Source    docs/model.md#sensitivity
 */
import {
  addRunning,
  createRunning,
  hash32,
  latinHypercube,
  normalQuantile,
  type Running,
  varianceOf,
} from "../math/index.ts";
import type { Drivers } from "./result.ts";
import { varianceShares } from "./varianceShares.ts";

/** Totals whose uncertainty is told apart. */
export const driven = ["bookings", "pay", "contribution"] as const;

/** One figure: run-rate values and first years, each by parameter set. */
export type Driven = { steady: number[]; years: readonly Running[] };

export type Draws = {
  seed: number;
  /** Sets the numbers are drawn for; those that are in may be fewer. */
  parameterSets: number;
  /** Titles of the uncertain numbers, by path. */
  titles: ReadonlyMap<string, string>;
};

/** The drivers of figures, the largest of contribution first. */
export function driversOf(figures: Record<(typeof driven)[number], Driven>, draws: Draws): Drivers {
  const paths = [...draws.titles.keys()];
  const luck: Drivers["luck"] = {};
  const remainder: Drivers["remainder"] = {};
  const numbers = paths.map((path): Drivers["numbers"][number] => ({
    path,
    title: draws.titles.get(path)!,
    shares: {},
    errors: {},
  }));
  if (paths.length === 0) return { luck, numbers, remainder };
  const scores = paths.map((path) => scoresOf(path, figures.bookings.steady.length, draws));
  for (const key of driven) {
    const { steady, years } = figures[key];
    const share = luckShare(years);
    if (share !== undefined) luck[key] = share;
    const found = varianceShares(scores, steady);
    if (!found) continue;
    remainder[key] = found.remainder;
    for (const [j, number] of numbers.entries()) {
      number.shares[key] = found.shares[j]!;
      number.errors[key] = found.errors[j]!;
    }
  }
  return { luck, numbers: numbers.toSorted((a, b) => weight(b) - weight(a)), remainder };
}

function scoresOf(path: string, sets: number, { parameterSets, seed }: Draws): Float64Array {
  return latinHypercube(parameterSets, hash32(path), seed).slice(0, sets).map(normalQuantile);
}

/** Luck's share of the variance over years; undefined where a set has one year only, or nothing varies. */
function luckShare(sets: readonly Running[]): number | undefined {
  const between = createRunning();
  let within = 0;
  let free = 0;
  let perYear = 0;
  for (const set of sets) {
    addRunning(between, set.mean);
    within += set.spread;
    free += set.count - 1;
    perYear += 1 / set.count / sets.length;
  }
  if (free <= 0 || sets.length < 2) return undefined;
  const luck = within / free;
  const unknown = Math.max(0, varianceOf(between) - luck * perYear);
  return luck + unknown > 0 ? luck / (luck + unknown) : undefined;
}

/** By which numbers are ordered. */
function weight({ shares }: Drivers["numbers"][number]): number {
  return shares["contribution"] ?? shares["bookings"] ?? shares["pay"] ?? 0;
}
