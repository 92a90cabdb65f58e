/** Change against the baseline by quarter of the first year. */
import { bareChange, unitFor } from "../../lib/format.ts";
import type { Table } from "../../lib/table.ts";
import { nameOf, unitWords } from "./tables.ts";
import { differenceOf, type View } from "./view.ts";

export type QuarterRow = { label: string; quarters: number[]; year: number };

/** From simulated years; before these the expected months, which know no contribution by month. */
export function quartersOf(view: View): QuarterRow[] {
  const simulated = view.settled ? differenceOf(view, view.focus.result)?.quarters : undefined;
  const rows = simulated
    ? [
        { label: "Bookings", quarters: simulated.bookings.slice(0, 4) },
        { label: "Revenue", quarters: simulated.revenue.slice(0, 4) },
        { label: "Pay", quarters: simulated.pay.slice(0, 4) },
        { label: "Contribution", quarters: simulated.contribution.slice(0, 4) },
      ]
    : (["bookings", "revenue", "pay"] as const).map((key) => ({
        label: { bookings: "Bookings", revenue: "Revenue", pay: "Pay" }[key],
        quarters: byQuarter(
          view.focus.result.expected.firstYear.months[key],
          view.baseline.result.expected.firstYear.months[key],
        ),
      }));
  return rows.map((row) => ({ ...row, year: row.quarters.reduce((sum, value) => sum + value, 0) }));
}

export function quartersTable(view: View): Table {
  const rows = quartersOf(view);
  const unit = unitFor(rows.flatMap(({ quarters, year }) => [...quarters, year]));
  const format = (value: number) => bareChange(value, unit);
  return {
    caption: `Change by quarter, ${nameOf(view.focus)}, ${unitWords(unit, view.currency)}`,
    columns: [
      { label: "Measure" },
      ...(rows[0]?.quarters ?? []).map((_, i) => ({ label: `Q${i + 1}`, format })),
      { label: "Year", format },
    ],
    rows: rows.map(({ label, quarters, year }) => [label, ...quarters, year]),
  };
}

function byQuarter(focus: readonly number[], baseline: readonly number[]): number[] {
  return [0, 1, 2, 3].map((quarter) => {
    const months = [0, 1, 2].map((month) => quarter * 3 + month);
    return months.reduce((sum, i) => sum + (focus[i] ?? 0) - (baseline[i] ?? 0), 0);
  });
}
