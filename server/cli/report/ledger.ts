/** The books of a year as tables: by month, what is booked how and why, and the deals that are capitalised. */
import type { Ledger } from "#models";
import { exactAmount } from "../../exchange/amounts.ts";
import { type Column, table, wrap } from "../table.ts";
import { lay } from "./parts.ts";

const MOST_DEALS = 40;

export function reportOfLedger(ledger: Ledger, width: number): string[] {
  const { months, to, currency } = ledger;
  const after = months.filter(({ month }) => month > to);
  return [
    ...wrap(`Pay as it is booked, ${ledger.from} to ${to}, ${currency}`, width),
    ...lay([
      { title: "Earned, paid, owed", lines: owedLines(ledger, width) },
      { title: "Expense and capitalised cost", lines: expenseLines(ledger, width) },
      { title: "What is booked how", lines: ruleLines(ledger, width) },
      { title: "Deals", lines: dealLines(ledger, width) },
    ]),
    ...(after.length > 0
      ? ["", ...wrap(`The asset of ${to} is expensed until ${after.at(-1)!.month}.`, width)]
      : []),
  ];
}

function columns(...titles: string[]): Column[] {
  return titles.map((title) => ({ title }));
}

function within({ months, to }: Ledger): Ledger["months"] {
  return months.filter(({ month }) => month <= to);
}

function owedLines(ledger: Ledger, width: number): string[] {
  const rows = within(ledger).map(({ month, earned, cash, liability }) => [
    month,
    ...[earned, cash, liability].map(exactAmount),
  ]);
  return table(columns("", "Earned", "Cash", "Liability"), rows, width);
}

function expenseLines(ledger: Ledger, width: number): string[] {
  const rows = within(ledger).map((one) => [
    one.month,
    ...[
      one.capitalised,
      one.expensedAtOnce,
      one.amortised,
      one.writtenOff,
      one.expense,
      one.asset,
    ].map(exactAmount),
  ]);
  const head = ["", "Capitalised", "At once", "Amortised", "Written off", "Expense", "Asset"];
  return table(columns(...head), rows, width);
}

function ruleLines({ rules }: Ledger, width: number): string[] {
  return rules.flatMap(({ line, capitalised, why, amount, asset }) => {
    const how = capitalised ? `capitalised ${exactAmount(asset)} of` : "expensed";
    return wrap(`${line}: ${how} ${exactAmount(amount)}; ${why}.`, width, "  ");
  });
}

function dealLines({ deals }: Ledger, width: number): string[] {
  const shown = deals.slice(0, MOST_DEALS);
  const rows = shown.map(({ deal, month, cost, months, perMonth, assetAtEnd }) => [
    deal,
    month,
    exactAmount(cost),
    months === 0 ? "at once" : String(months),
    months === 0 ? "" : exactAmount(perMonth),
    months === 0 ? "" : exactAmount(assetAtEnd),
  ]);
  if (rows.length === 0) return [];
  const head = columns("", "Month", "Cost", "Months", "A month", "Asset left");
  const more = deals.length - shown.length;
  const why = [
    ...new Set(
      deals.map(
        (deal) => `${deal.months === 0 ? "At once" : `Over ${deal.months} months`}: ${deal.why}.`,
      ),
    ),
  ];
  return [
    ...table(head, rows, width),
    ...(more > 0 ? [`and ${more} more: --csv deals`] : []),
    ...why.flatMap((one) => wrap(one, width, "  ")),
  ];
}
