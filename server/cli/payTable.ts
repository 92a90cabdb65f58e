/** Everybody's pay by the parts of a period, added up in minor units. */
import { monthLabel, moneyText, payLines, type Payroll, type PayrollPerson, spanOf } from "#models";
import { monthsInWords } from "../exchange/amounts.ts";
import type { PayTable } from "./report/statement.ts";

/** The table of these people; a year by quarters, a half or quarter by months. */
export function payTable(
  payroll: Payroll,
  people: readonly PayrollPerson[],
  period: string,
): PayTable {
  const { calendar } = payroll.books;
  const span = spanOf(calendar, period)!;
  const months = Array.from({ length: span.to - span.from + 1 }, (_, i) =>
    monthLabel(calendar, span.from + i),
  );
  const each = months.length === 12 ? 3 : 1;
  const parts = months.length === 1 ? [] : chunks(months, each);
  const sums = new Map<string, { byMonth: Map<string, bigint>; variable: bigint }>();
  for (const { participant, month, kind, amount } of payLines(payroll)) {
    if (!months.includes(month)) continue;
    const own = sums.get(participant) ?? { byMonth: new Map<string, bigint>(), variable: 0n };
    own.byMonth.set(month, (own.byMonth.get(month) ?? 0n) + amount);
    if (kind !== "base") own.variable += amount;
    sums.set(participant, own);
  }
  const columns = [...parts, months];
  const totals = columns.map(() => 0n);
  let variable = 0n;
  const rows = people.map(({ id, name, roleTitle }) => {
    const own = sums.get(id);
    variable += own?.variable ?? 0n;
    const amounts = columns.map((part, i) => {
      const amount = part.reduce((sum, month) => sum + (own?.byMonth.get(month) ?? 0n), 0n);
      totals[i] = totals[i]! + amount;
      return moneyText(amount, payroll.places);
    });
    return {
      id,
      name,
      role: roleTitle,
      amounts,
      variable: moneyText(own?.variable ?? 0n, payroll.places),
    };
  });
  return {
    title: `Pay, ${monthsInWords(months[0]!, months.at(-1)!)}`,
    currency: payroll.scenario.currency,
    parts: [
      ...parts.map((part, i) =>
        each === 3 ? `Q${i + 1}` : monthsInWords(part[0]!, part[0]!).slice(0, 3),
      ),
      "Total",
    ],
    people: rows,
    totals: {
      amounts: totals.map((total) => moneyText(total, payroll.places)),
      variable: moneyText(variable, payroll.places),
    },
  };
}

function chunks(list: readonly string[], size: number): string[][] {
  return Array.from({ length: list.length / size }, (_, i) => list.slice(i * size, (i + 1) * size));
}
