/**
 * Periods of a statement: "2027-03", "2027-Q1", "2027-H1", "2027".
 *
 * Terms     quarters are the calendar's own: of a year that starts in July, Q1 is July to September.
 */
import { longMonth, span } from "../../lib/format.ts";

export type Tab = {
  period: string;
  label: string;
  /** paid: all its months are told of; part: some are; open: none is, so nothing can be paid yet. */
  state: "paid" | "part" | "open";
};

/** Months of a period as the statement gives them: "July to September 2027", "July 2027". */
export function periodTitle(from: string, to: string): string {
  const months = monthsBetween(from, to) + 1;
  return months === 1 ? `${longMonth(from, 0)} ${from.slice(0, 4)}` : span(from, months);
}

/** Whole months from one to another: 0 for the same. */
function monthsBetween(from: string, to: string): number {
  return (year(to) - year(from)) * 12 + month(to) - month(from);
}

/** The first and last month of a period in a calendar that starts in `start`. */
export function monthsOf(period: string, start: string): { from: string; to: string } {
  const part = /^(\d{4})(?:-(?:Q([1-4])|H([12])|(\d{2})))?$/.exec(period);
  if (!part) return { from: start, to: start };
  const [, years, quarter, half, single] = part;
  if (single) return { from: period, to: period };
  const first = `${years}-${start.slice(5, 7)}`;
  const [skip, length] = quarter
    ? [(Number(quarter) - 1) * 3, 3]
    : half
      ? [(Number(half) - 1) * 6, 6]
      : [0, 12];
  return { from: plusMonths(first, skip), to: plusMonths(first, skip + length - 1) };
}

export function plusMonths(from: string, months: number): string {
  const index = year(from) * 12 + month(from) - 1 + months;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
}

/** The tabs of one year: its quarters, and the year. */
export function tabsOf(
  periods: readonly string[],
  yearId: string,
  { start, lastMonth }: { start: string; lastMonth: string | undefined },
): Tab[] {
  return periods
    .filter((period) => period === yearId || period.startsWith(`${yearId}-Q`))
    .toSorted((x, y) => Number(x === yearId) - Number(y === yearId) || (x < y ? -1 : 1))
    .map((period) => {
      const { from, to } = monthsOf(period, start);
      const state =
        lastMonth === undefined || lastMonth < from ? "open" : lastMonth < to ? "part" : "paid";
      return { period, label: period === yearId ? "Year" : period.slice(5), state };
    });
}

/** The period in focus where the address names none: the last quarter that is told of. */
export function firstPeriod(tabs: readonly Tab[]): string | undefined {
  const told = tabs.filter(({ state, label }) => state !== "open" && label !== "Year");
  return (told.at(-1) ?? tabs[0])?.period;
}

/** Ids of the years that periods lie in. */
export function yearsOf(periods: readonly string[]): string[] {
  return [...new Set(periods.map((period) => period.slice(0, 4)))].toSorted();
}

function year(at: string): number {
  return Number(at.slice(0, 4));
}

function month(at: string): number {
  return Number(at.slice(5, 7));
}
