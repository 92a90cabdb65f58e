/**
 * What the live panel shows: the scenario against its status quo, read from the results there are.
 *
 * Terms     mean = difference from the status quo in the first year, over luck and what we do not know.
 * Formula   until its own years are in, a scenario's mean is estimated: its expected layer, moved by what simulated years
 *           differed from theirs in the last run. Of the run's own scenario that is the simulated mean, so
 *           that pages agree, and nothing leaps when a lever is touched.
 */
import {
  type Comparison,
  type Difference,
  type Finding,
  type ScenarioResult,
  worstFirst,
} from "#models";
import { certaintyOf, isNoise } from "../../lib/certainty.ts";
import { percentChange, shortMoneyChange } from "../../lib/format.ts";
import { findingKey, type Reading } from "../../state/live.svelte.ts";

export const measures = [
  { key: "bookings", label: "Bookings", short: "Bookings" },
  { key: "pay", label: "Total pay", short: "Pay" },
  { key: "contribution", label: "Contribution", short: "Contribution" },
] as const;
export type MeasureKey = (typeof measures)[number]["key"];

/** Said of figures until enough simulated years are in. */
export const PROVISIONAL = "Provisional, at the middle assumptions";

/** Results of the scenario itself. */
export function scenarioIn(comparison: Comparison): ScenarioResult {
  return comparison.scenarios[1]!;
}

/** Mean difference in a company total. */
export function meanOf({ comparison, run }: Reading, key: MeasureKey): number {
  const simulated = run?.differences[0]?.totals[key]?.mean;
  const expected = expectedTotal(comparison, key);
  return run && simulated !== undefined
    ? expected + (simulated - expectedTotal(run, key))
    : expected;
}

function expectedTotal(comparison: Comparison, key: MeasureKey): number {
  return comparison.expected[0]?.totals[key]?.mean ?? 0;
}

/** The mean as the panel prints it. */
export function moneyOf(reading: Reading, key: MeasureKey): string {
  const { currency } = scenarioIn(reading.comparison).scenario;
  return shortMoneyChange(meanOf(reading, key), currency);
}

/** The same over the status quo's level: "+2.7%". */
export function relativeOf(reading: Reading, key: MeasureKey): string | undefined {
  const { expected, simulated } = (reading.run ?? reading.comparison).scenarios[0]!;
  const level = simulated?.totals[key]?.mean ?? expected.firstYear.totals[key];
  return level === 0 ? undefined : percentChange(meanOf(reading, key) / level);
}

export function peopleIn({ comparison }: Reading) {
  const { better = 0, same = 0, worse = 0, headcount = 0 } = comparison.expected[0]?.people ?? {};
  return { better, same, worse, headcount };
}

export function bandOf(
  comparison: Comparison | undefined,
  key: MeasureKey,
): Difference | undefined {
  return comparison?.differences[0]?.totals[key];
}

export type Chance = { words: string; noise: boolean; certainty: string };

/** "higher in 94 of 100 years". */
export function chanceOf(band: Difference): Chance {
  const { mean, both, standardError, probabilityHigher } = band;
  if (mean === 0 && both.p5 === 0 && both.p95 === 0) {
    return { words: "no difference in any year", noise: true, certainty: "unchanged" };
  }
  const noise = isNoise(mean, standardError);
  const { direction, count, word } = certaintyOf(probabilityHigher, noise);
  if (noise) return { words: "within noise", noise: true, certainty: word };
  const way = direction === "down" ? "lower" : "higher";
  return { words: `${way} in ${count} of 100 years`, noise: direction === "none", certainty: word };
}

/** "was +$1.62m", or "was the same" where the two read alike. */
export function wasOf(now: string, before: string): string {
  return now === before ? "was the same" : `was ${before}`;
}

export type RolePay = { id: string; title: string; change: number; before: number | undefined };

/** Change in one person's pay of each role, with what it was before the edits. */
export function payByRole(now: Reading, before: Reading | undefined): RolePay[] {
  return Object.entries(scenarioIn(now.comparison).scenario.roles).flatMap(([id, { title }]) => {
    const change = payOf(now, id);
    return change === undefined ? [] : [{ id, title, change, before: before && payOf(before, id) }];
  });
}

function payOf({ comparison, run }: Reading, role: string): number | undefined {
  const expected = comparison.expected[0]?.roles[role]?.pay;
  const simulated = run?.differences[0]?.roles[role]?.pay.mean;
  const then = run?.expected[0]?.roles[role]?.pay;
  const known = expected !== undefined && simulated !== undefined && then !== undefined;
  return known ? expected + (simulated - then) : expected;
}

/**
 * Findings now with those on examples, the gravest first, and those the edits have done away with: what only a run finds
 * stays as it was while a lever moves.
 */
export function findingsOf(
  now: Reading,
  before: Reading | undefined,
  examples: readonly Finding[],
): { open: Finding[]; settled: Finding[] } {
  const own = scenarioIn(now.comparison).findings;
  const known = new Set(own.map(findingKey));
  const kept = now.slow.filter((finding) => !known.has(findingKey(finding)));
  const open = worstFirst([...own, ...kept, ...examples]);
  const still = new Set(open.map(findingKey));
  const earlier = before ? scenarioIn(before.comparison).findings : [];
  const settled = earlier.filter(
    (finding) => finding.severity !== "info" && !still.has(findingKey(finding)),
  );
  return { open, settled };
}

type Line = { severity: "info" | "warning" | "error"; title: string; message: string };

/** What is known of the equilibrium, in a line. */
export function equilibriumOf({ expected: { equilibrium } }: ScenarioResult): Line {
  const { status, starts, others, corners } = equilibrium;
  if (status === "off") {
    return {
      severity: "info",
      title: "People’s response is switched off",
      message: "Every effort stays as it is today.",
    };
  }
  if (status === "none") {
    return {
      severity: "error",
      title: "No equilibrium was found",
      message: "The figures are the formula on the old behaviour.",
    };
  }
  if (others.length > 0) {
    return {
      severity: "warning",
      title: `${others.length + 1} equilibria`,
      message:
        "The outcome depends on what people expect of each other. Shown is the one reached from today’s behaviour.",
    };
  }
  if (corners.length > 0) {
    return {
      severity: "warning",
      title: "Some effort is at its bound",
      message: "A task is worth doing not at all, or without limit.",
    };
  }
  const title =
    starts > 1 ? `One equilibrium from ${starts} starts` : "Settles from today’s behaviour";
  return { severity: "info", title, message: "" };
}
