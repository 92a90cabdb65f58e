import { describe, expect, test } from "vitest";
import type { Statement } from "#models";
import { quantileDots, shareBelowTarget, stacked } from "../../../web/src/charts/quantiles.ts";
import { firstPeriod, monthsOf, tabsOf } from "../../../web/src/pages/people/periods.ts";
import {
  allKeys,
  firstOpen,
  inMonths,
  rowsOf,
  tableOf,
  valueOf,
} from "../../../web/src/pages/people/trace.ts";
import { kindOfFile } from "../../../web/src/state/peopleFiles.ts";

const statement: Statement = {
  participant: { id: "ae-01", name: "Avery Sample", role: "ae", roles: ["ae"] },
  period: "2027-Q1",
  from: "2027-01",
  to: "2027-03",
  currency: "USD",
  lines: [
    {
      id: "base",
      kind: "base",
      title: "Base pay",
      how: "of 3 months",
      amount: "20000.00",
      trace: [
        { rule: "base", label: "2027-01", how: "", value: "6666.67", unit: "money", fired: true },
      ],
    },
    {
      id: "bookings",
      kind: "component",
      title: "Own bookings",
      how: "monthly, 2027-01 to 2027-03",
      amount: "184.20",
      trace: [
        {
          rule: "period",
          label: "2027-03",
          how: "",
          value: "184.2",
          unit: "money",
          fired: true,
          children: [
            {
              rule: "credited",
              label: "Credited",
              how: "one deal",
              value: "2302.5",
              unit: "money",
              fired: true,
              deals: [
                {
                  deal: "D-1",
                  date: "2027-03-04",
                  amount: "4605.00",
                  credit: "0.5",
                  credited: "2302.50",
                  row: 7,
                },
              ],
            },
            { rule: "cap", label: "Cap", how: "not in this plan", fired: false },
          ],
        },
      ],
    },
  ],
  total: "20184.20",
  variable: "184.20",
  cash: {},
  notes: [],
};

describe("the rows of a statement", () => {
  test("are its lines, and what is open under them", () => {
    expect(rowsOf(statement, new Set()).map(({ label }) => label)).toEqual([
      "Base pay",
      "Own bookings",
    ]);
    const rows = rowsOf(statement, new Set(allKeys(statement)));
    expect(rows.map(({ label, level }) => `${level} ${label}`)).toEqual([
      "0 Base pay",
      "1 January",
      "0 Own bookings",
      "1 March",
      "2 Credited",
      "3 D-1",
      "2 Cap",
    ]);
  });

  test("have a period's amount in the column of amounts, and a step's in its own", () => {
    const rows = rowsOf(statement, new Set(allKeys(statement)));
    const march = rows.find(({ label }) => label === "March");
    expect([march!.step, march!.amount]).toEqual([undefined, "184.20"]);
    const credited = rows.find(({ label }) => label === "Credited");
    expect([credited!.step, credited!.amount]).toEqual(["2,302.50", undefined]);
    const deal = rows.find(({ label }) => label === "D-1");
    expect(deal!.how).toBe("2027-03-04, 4,605.00 × 50%, row 7");
    expect(rows.find(({ label }) => label === "Cap")!.fired).toBe(false);
  });

  test("open at first to the last part of what the plan pays first", () => {
    expect(firstOpen(statement)).toEqual(["component bookings", "component bookings/0"]);
  });

  test("are saved with plain figures, and the total last", () => {
    const { rows } = tableOf(statement);
    expect(rows.at(-1)).toEqual(["ae-01", "2027-Q1", "Total", "", "", null, "20184.20", "USD"]);
    expect(rows.find((row) => row[3] === "Credited")![5]).toBe("2302.50");
  });
});

test.each([
  ["7 deals, 2027-07 to 2027-09", "7 deals, July to September"],
  ["on 2027-07-04", "on 2027-07-04"],
  ["D-2027-07", "D-2027-07"],
])("%s is read as %s", (text, read) => {
  expect(inMonths(text)).toBe(read);
});

test.each([
  ["0.8257", "share", "82.57%"],
  ["1.5", "factor", "1.5×"],
  ["not stated", "money", "not stated"],
] as const)("a step of %s as a %s is %s", (value, unit, read) => {
  expect(valueOf({ value, unit })).toBe(read);
});

describe("periods", () => {
  const periods = ["2027-01", "2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4", "2027-H1", "2027"];

  test("are paid, partly told of, or open", () => {
    const tabs = tabsOf(periods, "2027", { start: "2027-01", lastMonth: "2027-08" });
    expect(tabs.map(({ label, state }) => `${label} ${state}`)).toEqual([
      "Q1 paid",
      "Q2 paid",
      "Q3 part",
      "Q4 open",
      "Year part",
    ]);
    expect(firstPeriod(tabs)).toBe("2027-Q3");
  });

  test("count from the calendar's first month", () => {
    expect(monthsOf("2027-Q3", "2027-07")).toEqual({ from: "2028-01", to: "2028-03" });
    expect(monthsOf("2027", "2027-07")).toEqual({ from: "2027-07", to: "2028-06" });
  });
});

describe("a simulated year as dots", () => {
  test("has fifty, at the middle of each fiftieth", () => {
    // All years between 1 and 1.05 of a target pay of 100: evenly spread there.
    const histogram = Array.from({ length: 100 }, (_, bin) => (bin === 20 ? 1 : 0));
    const dots = quantileDots(histogram, 100);
    expect(dots).toHaveLength(50);
    expect(dots[0]).toBeCloseTo(100.05, 9);
    expect(dots[49]).toBeCloseTo(104.95, 9);
    expect(shareBelowTarget(histogram)).toBe(0);
  });

  test("counts the years below target pay", () => {
    const histogram = Array.from({ length: 100 }, (_, bin) =>
      bin === 19 ? 0.6 : bin === 20 ? 0.4 : 0,
    );
    expect(shareBelowTarget(histogram)).toBeCloseTo(0.6, 12);
    expect(quantileDots(histogram, 100).filter((pay) => pay < 100)).toHaveLength(30);
  });

  test("stacks dots of one column from the ground up", () => {
    const { dots, highest } = stacked([1, 1.4, 2.1], Math.floor);
    expect(dots.map(({ level }) => level)).toEqual([0, 1, 0]);
    expect(highest).toBe(2);
  });
});

test.each([
  ["id,owner,won", "x.csv", "deals"],
  ["id;role;name", "x.csv", "people"],
  ["participant,measure,period,value", "x.csv", "measures"],
  ["participant,month,amount,reason", "x.csv", "exceptions"],
  ["something", "the-roster.csv", "people"],
] as const)("a table of %s in %s is taken for %s", (header, name, kind) => {
  expect(kindOfFile(name, `${header}\n`)).toBe(kind);
});
