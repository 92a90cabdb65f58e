/**
 * Deals moved over the end of a paid period under the focused scenario, in words and by role, where it states timing
 * games.
 *
 * Always    expected in a steady year, at the middle assumptions; only roles that move half a deal a year or more.
 */
import type { ScenarioResult } from "#models";
import { count, shortMoney, shortMoneyChange } from "../../lib/format.ts";
import type { View } from "./view.ts";

/** Deals a year: fewer are not worth a row. */
const LEAST = 0.5;
/** Share of the price given by which it must differ to be said. */
const LIKE = 0.005;

type TimingRow = {
  role: string;
  pulledForward: number;
  heldBack: number;
  discount: number;
  lost: number;
};
export type TimingWords = { rows: TimingRow[]; sum: string };

/** Rows by role, most money first, and what they come to; undefined where no timing games are stated. */
export function timingWords({ baseline, focus, currency }: View): TimingWords | undefined {
  const rows = timingRows(focus.result);
  if (!rows) return undefined;
  if (rows.length === 0) return { rows, sum: "Nobody gains by moving a deal." };
  const sumOf = (key: "pulledForward" | "heldBack" | "lost") =>
    rows.reduce((sum, row) => sum + row[key], 0);
  const before = baseline.result.expected;
  const { discounts } = focus.result.expected.steadyState.totals;
  const change = discounts - before.steadyState.totals.discounts;
  const alike = Math.abs(change) < LIKE * discounts;
  const beside = before.timing
    ? alike
      ? "about as much as at the baseline"
      : `${shortMoneyChange(change, currency)} against the baseline`
    : "the baseline states no timing games, so all of it counts in the difference";
  const given = `${shortMoney(discounts, currency)} of price is given away a year; ${beside}.`;
  const [early, late] = [deals(sumOf("pulledForward")), count(sumOf("heldBack"))];
  return { rows, sum: `${early} a year would close early and ${late} late. ${given}` };
}

function timingRows({ expected, scenario }: ScenarioResult): TimingRow[] | undefined {
  if (!expected.timing) return undefined;
  return Object.entries(expected.timing)
    .map(([id, played]) => ({ role: scenario.roles[id]?.plural ?? id, ...played }))
    .filter(({ pulledForward, heldBack }) => pulledForward + heldBack >= LEAST)
    .toSorted((a, b) => b.lost - a.lost);
}

function deals(value: number): string {
  const number = count(value);
  return `${number} ${number === "1" ? "deal" : "deals"}`;
}
