/**
 * Days, months and periods of a payroll, by counting alone.
 *
 * Terms     month = index from the calendar's first month, from 0; day number = days since 1970-01-01.
 * Always    periods are counted from the calendar's start: "2027-Q1" is the first quarter of the year that starts in 2027.
 */
import type { Scenario } from "../scenario/schema.ts";

export type PayCalendar = {
  /** Months since year 0 of the first month. */
  first: number;
  months: number;
  /** Day number of the first day of each month, and of the day after the last. */
  starts: readonly number[];
};

export type Span = { from: number; to: number };

const START = /^(\d{4})-(\d\d)(?:-(\d\d))?$/;

/** The calendar of a scenario. */
export function payCalendar({ calendar }: Scenario): PayCalendar {
  const first = monthCount(calendar.start);
  const months = calendar.months ?? 12;
  const starts = Array.from({ length: months + 1 }, (_, i) => firstDay(first + i));
  return { first, months, starts };
}

function monthCount(text: string): number {
  return Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1;
}

function firstDay(month: number): number {
  return civil(Math.floor(month / 12), (month % 12) + 1, 1);
}

/** Days since 1970-01-01, by the proleptic Gregorian calendar. */
function civil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468
  );
}

/** Day number of a day, or of the first or last day of a month. */
export function dayNumber(text: string, side: "first" | "last" = "first"): number {
  const [, year, month, day] = START.exec(text) ?? [];
  if (year === undefined) throw new RangeError(`${text} is not a day`);
  if (day !== undefined) return civil(Number(year), Number(month), Number(day));
  const at = monthCount(text);
  return side === "first" ? firstDay(at) : firstDay(at + 1) - 1;
}

/** The days of stretches that may overlap, each day once: stretches apart, in order. */
export function unionOf(stretches: readonly Span[]): Span[] {
  const apart: Span[] = [];
  for (const { from, to } of stretches.toSorted((a, b) => a.from - b.from)) {
    const before = apart.at(-1);
    if (before && from <= before.to + 1) before.to = Math.max(before.to, to);
    else if (from <= to) apart.push({ from, to });
  }
  return apart;
}

/** Index of the month a day falls in; below 0 or beyond the calendar's months where it lies outside. */
export function monthIndex(calendar: PayCalendar, day: string): number {
  return monthCount(day) - calendar.first;
}

/** "2027-03"; also for months outside the calendar. */
export function monthLabel({ first }: PayCalendar, index: number): string {
  const month = first + index;
  const year = String(Math.floor(month / 12)).padStart(4, "0");
  return `${year}-${String((month % 12) + 1).padStart(2, "0")}`;
}

/** Day number of the last day of a month, also outside the calendar. */
export function lastDay({ first }: PayCalendar, index: number): number {
  return firstDay(first + index + 1) - 1;
}

/** The last day of a month: "2027-03-31". */
export function lastDate(calendar: PayCalendar, index: number): string {
  const days = lastDay(calendar, index) - firstDay(calendar.first + index) + 1;
  return `${monthLabel(calendar, index)}-${String(days).padStart(2, "0")}`;
}

/** Whole months from one day to a later one. */
export function wholeMonths(from: string, to: string): number {
  const months = monthCount(to) - monthCount(from);
  return to.slice(8, 10) < from.slice(8, 10) ? months - 1 : months;
}

/** The day so many months after another; the month's last one where it has none of that date. */
export function monthsLater(day: string, months: number): number {
  const at = monthCount(day) + months;
  return Math.min(firstDay(at) + Number(day.slice(8, 10) || "1") - 1, firstDay(at + 1) - 1);
}

/** Every period of the calendar: months, quarters, halves and years. */
export function periodLabels(calendar: PayCalendar): string[] {
  const { months } = calendar;
  const labels = Array.from({ length: months }, (_, i) => monthLabel(calendar, i));
  for (const [letter, each] of [
    ["Q", 3],
    ["H", 6],
  ] as const) {
    for (let i = 0; i < months / each; i++) {
      const year = yearLabel(calendar, Math.floor((i * each) / 12));
      labels.push(`${year}-${letter}${(i % (12 / each)) + 1}`);
    }
  }
  for (let i = 0; i < months / 12; i++) labels.push(yearLabel(calendar, i));
  return labels;
}

function yearLabel({ first }: PayCalendar, year: number): string {
  return String(Math.floor(first / 12) + year).padStart(4, "0");
}

const PERIOD = /^(\d{4})(?:-(\d\d)|-Q([1-4])|-H([12]))?$/;

const RANGE = /^(\d{4}-\d\d)\.\.(\d{4}-\d\d)$/;

/** Months of "2027-03", "2027-Q1", "2027-H1", "2027" or "2027-01..2027-09"; undefined outside the calendar. */
export function spanOf(calendar: PayCalendar, period: string): Span | undefined {
  const range = RANGE.exec(period);
  if (range) {
    const [from, to] = [spanOf(calendar, range[1]!), spanOf(calendar, range[2]!)];
    return from && to && from.from <= to.to ? { from: from.from, to: to.to } : undefined;
  }
  const match = PERIOD.exec(period);
  if (!match) return undefined;
  const [, year, month, quarter, half] = match;
  const start = (Number(year) - Math.floor(calendar.first / 12)) * 12;
  const span =
    month !== undefined
      ? both(monthCount(period) - calendar.first)
      : quarter !== undefined
        ? stretch(start + (Number(quarter) - 1) * 3, 3)
        : half !== undefined
          ? stretch(start + (Number(half) - 1) * 6, 6)
          : stretch(start, 12);
  const inside = span.from >= 0 && span.to < calendar.months;
  const real = month === undefined || (Number(month) >= 1 && Number(month) <= 12);
  return inside && real ? span : undefined;
}

function both(month: number): Span {
  return { from: month, to: month };
}

function stretch(start: number, months: number): Span {
  return { from: start, to: start + months - 1 };
}
