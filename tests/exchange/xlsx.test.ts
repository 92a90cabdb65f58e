import { describe, expect, test } from "vitest";
import readXlsx from "read-excel-file/node";
import writeXlsx from "write-excel-file/node";
import { type Statement, statementFor } from "#models";
import { sheetsOf, xlsxOf } from "../../server/exchange/xlsx.ts";
import { textCell } from "../../server/exchange/sheet.ts";
import { deal as dealOf, deskWith, payrollOf } from "../statements/desk.ts";
import { dealRows, payrollOn, shapes, type Shape } from "./plans.ts";
import { spreadsheet, workedOut } from "./spreadsheet.ts";

const asked = [
  ["s-1", "2027"],
  ["s-2", "2027"],
  ["s-1", "2027-Q2"],
  ["s-2", "2027-H1"],
] as const;

function statementsOn(shape: Shape, rows?: readonly string[]): Statement[] {
  const payroll = payrollOn(shape, rows);
  return asked.map(([person, period]) => statementFor(payroll, person, period, { oneMore: false }));
}

/** Amounts of the sheet Statement in its order: lines and totals. */
function amountsIn(sheet: readonly string[][]): { what: string; amount: number; stated: number }[] {
  const head = sheet.findIndex((row) => row[0] === "Participant");
  return sheet.slice(head + 1).map(([person, , period, line, , amount, stated]) => {
    return { what: `${person} ${period} ${line}`, amount: Number(amount), stated: Number(stated) };
  });
}

function statedAmounts(statements: readonly Statement[]): { what: string; amount: number }[] {
  return statements.flatMap(({ participant, period, lines, total }) => [
    ...lines.map(({ title, amount }) => ({
      what: `${participant.id} ${period} ${title}`,
      amount: Number(amount),
    })),
    { what: `${participant.id} ${period} Total`, amount: Number(total) },
  ]);
}

/** The workbook with another amount of a deal in the cells of its sheet Deals. */
function withDeal(statements: readonly Statement[], deal: string, amount: number) {
  const sheets = sheetsOf(statements);
  const deals = sheets.find(({ sheet }) => sheet === "Deals")!;
  const [titles, ...rows] = deals.data as { value?: unknown }[][];
  const place = (title: string) => titles!.findIndex((cell) => cell.value === title);
  for (const row of rows) {
    if (row[place("Deal")]!.value !== deal) continue;
    row[place("Amount")] = { ...row[place("Amount")], value: amount };
  }
  return writeXlsx(sheets).toBuffer();
}

function amountOf({ what, amount }: { what: string; amount: number }) {
  return { what, amount };
}

const names = Object.keys(shapes);
const fileOf = (name: string) => `plan${names.indexOf(name)}`;

describe.skipIf(!spreadsheet)("a spreadsheet works out", () => {
  const before = Object.fromEntries(names.map((name) => [name, statementsOn(shapes[name]!)]));
  // One deal of the first seller grows over every bound, and a small one of the second shrinks.
  const changes = [
    { deal: "D-2", month: "2027-02", amount: 57_321.17 },
    { deal: "D-3", month: "2027-04", amount: 41_000.01 },
    { deal: "D-9", month: "2027-06", amount: 7_000 },
  ] as const;
  const changed = (name: string, { deal, amount }: (typeof changes)[number]) =>
    statementsOn(
      shapes[name]!,
      dealRows.map((row) =>
        row.startsWith(`${deal},`) ? row.replace(/,\d+(\.\d+)?(?=,,)/, `,${amount}`) : row,
      ),
    );
  let sheets: ReturnType<typeof workedOut>;

  test("every workbook", { timeout: 300_000 }, async () => {
    const files: Record<string, Uint8Array> = {};
    for (const name of names) {
      files[fileOf(name)] = await xlsxOf(before[name]!);
      if (shapes[name]!.follows === false) continue;
      for (const { deal, amount } of changes)
        files[`${fileOf(name)}x${deal.slice(2)}`] = await withDeal(before[name]!, deal, amount);
    }
    sheets = workedOut(files);
    expect(Object.keys(sheets).toSorted()).toEqual(Object.keys(files).toSorted());
  });

  test.each(names)("the statement's cents: %s", (name) => {
    const worked = amountsIn(sheets[fileOf(name)]!["Statement"]!);
    expect(worked.map(amountOf)).toEqual(statedAmounts(before[name]!));
    expect(worked.every(({ amount, stated }) => amount === stated)).toBe(true);
    const paid = before[name]!.some(({ variable }) => Number(variable) > 0);
    expect(paid).toBe(name !== "gate shut, nothing instead");
  });

  test.each(names.filter((name) => shapes[name]!.follows !== false))(
    "what the engine pays for a changed deal: %s",
    (name) => {
      let moved = 0;
      for (const change of changes) {
        const statements = changed(name, change);
        const worked = amountsIn(sheets[`${fileOf(name)}x${change.deal.slice(2)}`]!["Statement"]!);
        // What was paid in earlier periods stays paid: a statement that begins later has it as a number.
        const later = statements.filter(({ from }) => from > change.month);
        const compared = (what: string) =>
          !later.some(({ participant, period }) => what.startsWith(`${participant.id} ${period} `));
        expect(worked.map(amountOf).filter(({ what }) => compared(what))).toEqual(
          statedAmounts(statements).filter(({ what }) => compared(what)),
        );
        moved += worked.filter(({ amount, stated }) => amount !== stated).length;
      }
      expect(moved > 0).toBe(name !== "gate shut, nothing instead");
    },
  );

  test("nothing is left as a number that the plan's formula gives", () => {
    for (const name of names) {
      const notes = sheets[fileOf(name)]!["Calculations"]!.map((row) => row.at(-1)!);
      const stated = notes.filter((note) => note.startsWith("as stated"));
      expect([name, stated.length > 0]).toEqual([name, shapes[name]!.follows === false]);
    }
  });
});

test("text cells that would start a formula are written with an apostrophe", async () => {
  const statements = statementsOn(shapes["tiers"]!);
  const [sheet] = await readXlsx(await xlsxOf(statements));
  const texts = sheet!.data.flat().filter((cell) => typeof cell === "string");
  expect(texts).toContain("'=Blake+Sample");
  expect(texts.filter((text) => /^[=+\-@\t]/.test(text))).toEqual([]);
});

test("amounts of components are formulas, and other lines numbers", () => {
  const [lines] = sheetsOf(statementsOn(shapes["tiers"]!));
  const cells = lines!.data
    .slice(4)
    .map((row) => [row[3], row[5]] as { value: unknown; type: unknown }[]);
  const kinds = new Map(cells.map(([line, amount]) => [line!.value, amount!.type]));
  expect(kinds.get("Own")).toBe("Formula");
  expect(kinds.get("Base pay")).toBe(Number);
  expect(kinds.get("Total")).toBe("Formula");
});

test("a line of deals that is not paid, as its person has left, is a number", () => {
  const leaver = deskWith(
    {
      ae: {
        measure: "bookings",
        scope: "individual",
        period: "month",
        basis: "deal",
        rate: 1,
        curve: { kind: "marginal", tiers: [{ from: 0, rate: 0.1 }] },
      },
    },
    {
      plans: {
        seller: {
          payment: { on: "booking", lagMonths: 3 },
          eligibility: { employedOnPayDate: true },
        },
      },
    },
  );
  const person = {
    id: "ae-1",
    name: "Avery Sample",
    leave: [],
    assignments: [{ role: "seller", start: "2026-01-01", end: "2027-04-15" }],
  };
  const payroll = payrollOf(leaver, { people: [person], deals: [dealOf("d1", "2027-03-10")] });
  const statement = statementFor(payroll, "ae-1", "2027-03", { oneMore: false });
  const sheet = sheetsOf([statement]).find((one) => one.sheet === "Calculations")!;
  const rows = sheet.data as ({ value: unknown; type: unknown } | null)[][];
  const amount = rows[0]!.findIndex((cell) => cell?.value === "Amount, rounded");
  expect(rows[1]![amount]).toMatchObject({ value: 0, type: Number });
});

test("a text longer than a cell can hold ends in an ellipsis", () => {
  const { value } = textCell("x".repeat(40_000)) as { value: string };
  expect([value.length, value.at(-1)]).toEqual([32_767, "…"]);
});
