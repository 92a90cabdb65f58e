import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compilePayroll, type JsonObject, statementFor } from "#models";
import { ledgerOf } from "../../models/analysis/accounting.ts";
import { chain } from "../support/scenarios.ts";
import { amounts, deal, deskWith, factsOf, lineOf, nodeOf, payrollOf } from "./desk.ts";

const own = { measure: "bookings", scope: "individual" };
const full = { kind: "clawback", method: "full", withinMonths: 12 };

function plan(component: JsonObject, adjustments: JsonObject, ...rest: JsonObject[]) {
  return deskWith(
    { pay: { ...own, ...component } },
    { plans: { seller: { adjustments } } },
    ...rest,
  );
}

/** A tenth of bookings by the month. */
const tenth = { period: "month", rate: 0.1 };

describe("a clawback", () => {
  // Earns 20,000 in February, cancelled in April: all of it comes back, whatever is guaranteed, and whether or not a draw
  // of long ago has ended.
  test("comes after floors, which give nothing of it back", () => {
    for (const floor of [
      { kind: "draw", amount: 1000, recoverable: false, months: 6 },
      { kind: "draw", amount: 1000, recoverable: true, months: 6 },
      { kind: "guarantee", amount: 1000, per: "month", months: 6 },
    ]) {
      const payroll = payrollOf(plan(tenth, { back: full, floor }), {
        people: [
          {
            id: "ae-1",
            name: "Sample",
            leave: [],
            assignments: [{ role: "seller", start: "2025-01-01" }],
          },
        ],
        deals: [deal("d1", "2027-02-01", { amount: "200000", cancelled: "2027-04-10" })],
      });
      expect(amounts(payroll, "back", ["2027-04", "2027"])).toEqual(["-20000.00", "-20000.00"]);
      expect(amounts(payroll, "floor", ["2027"])).toEqual(["0.00"]);
    }
  });

  // 30,000 for a deal of 300,000, of which a cap of 20,000 a quarter leaves 20,000.
  test("takes back what caps left, and accounting capitalises it", () => {
    const cap = { kind: "cap", per: "quarter", amount: 20_000 };
    const long = { funnel: { segments: { all: { termMonths: 24 } } } };
    const root = plan(tenth, { cap, back: full }, long);
    const deals = [deal("d1", "2027-05-01", { amount: "300000", cancelled: "2027-08-20" })];
    const payroll = payrollOf(root, { deals });
    expect(amounts(payroll, "back", ["2027"])).toEqual(["-20000.00"]);
    expect(ledgerOf(payroll).deals.map(({ cost }) => cost)).toEqual(["20000.00"]);
    const line = lineOf(statementFor(payroll, "ae-1", "2027-05", { oneMore: false }), "pay");
    expect(nodeOf(line, "credited").deals).toMatchObject([{ pays: "30000.00", kept: "20000.00" }]);
  });

  // A cap of 15,000 a month: the first deal's 10,000 are paid whole, of the second's 10,000 are 5,000.
  test("of several deals a cap cuts the last ones", () => {
    const cap = { kind: "cap", per: "month", amount: 15_000 };
    const back = (...cancelled: string[]) =>
      amounts(
        payrollOf(plan(tenth, { cap, back: full }), {
          deals: [
            deal("d1", "2027-02-20", { amount: "100000" }),
            deal("d2", "2027-02-10", { amount: "100000" }),
          ].map((one) => (cancelled.includes(one.id) ? { ...one, cancelled: "2027-03-01" } : one)),
        }),
        "back",
        ["2027"],
      )[0];
    expect([back("d1"), back("d2"), back("d1", "d2")]).toEqual([
      "-5000.00",
      "-10000.00",
      "-15000.00",
    ]);
  });
});

// 30,000 a year at a target of 600,000, prorated: 120,000 of 150,000 in the first quarter pays 0.8 × 7,500 = 6,000;
// 300,000 of 300,000 by the second pays 15,000 less these 6,000.
describe("to date", () => {
  const toDate = {
    period: "quarter",
    accumulation: "yearToDate",
    prorate: true,
    target: 600_000,
    targetPay: 30_000,
    curve: {
      points: [
        [0.5, 0],
        [0.5, 0.5],
        [1, 1],
        [1.5, 2],
      ],
    },
  };
  const back = (...cancelled: string[]) =>
    amounts(
      payrollOf(plan(toDate, { back: full }), {
        deals: [
          deal("d1", "2027-02-01", { amount: "120000" }),
          deal("d2", "2027-04-01", { amount: "180000" }),
        ].map((one) => (cancelled.includes(one.id) ? { ...one, cancelled: "2027-07-15" } : one)),
      }),
      "back",
      ["2027"],
    )[0];

  test("a deal is taken back as it was paid, quarter by quarter", () => {
    expect([back("d1"), back("d2"), back("d1", "d2")]).toEqual([
      "-6000.00",
      "-9000.00",
      "-15000.00",
    ]);
  });
});

const cents = (text: string) => BigInt(text.replace(".", ""));

test("deals of a line add up to the line, and what is taken back of all is what was paid", () => {
  const component = fc.constantFrom<JsonObject>(
    { period: "quarter", target: 40_000, rate: 0.1 },
    { period: "month", target: 20_000, rate: 0.1, payAtMost: 1500 },
    { period: "quarter", accumulation: "yearToDate", target: 200_000, targetPay: 20_000 },
    {
      period: "quarter",
      accumulation: "yearToDate",
      prorate: true,
      recover: true,
      target: 200_000,
      targetPay: 20_000,
    },
  );
  const curve = fc.constantFrom<JsonObject>(
    {},
    {
      curve: {
        points: [
          [0.5, 0],
          [0.5, 0.5],
          [1, 1],
          [1.5, 2],
        ] as unknown as JsonObject[],
      },
    },
  );
  const list = fc.array(
    fc.record({
      month: fc.integer({ min: 1, max: 11 }),
      amount: fc.integer({ min: 1, max: 90_000 }),
    }),
    { minLength: 1, maxLength: 8 },
  );
  const cap = fc.option(fc.integer({ min: 500, max: 9000 }), { nil: undefined });
  fc.assert(
    fc.property(component, curve, list, cap, (first, shape, deals, most) => {
      const adjustments: JsonObject = { back: full };
      if (most !== undefined) adjustments["cap"] = { kind: "cap", per: "quarter", amount: most };
      const { payroll } = compilePayroll(
        chain(plan({ ...first, ...shape }, adjustments)),
        factsOf({
          deals: deals.map(({ month, amount }, i) =>
            deal(`d${i}`, `2027-${String(month).padStart(2, "0")}-05`, {
              amount: String(amount),
              cancelled: "2027-12-20",
            }),
          ),
        }),
      );
      let paid = 0n;
      const each = first["period"] === "month" ? 1 : 3;
      for (let to = each; to <= 12; to += each) {
        const period = each === 1 ? `2027-${String(to).padStart(2, "0")}` : `2027-Q${to / 3}`;
        const line = lineOf(statementFor(payroll!, "ae-1", period, { oneMore: false }), "pay");
        const pays = (nodeOf(line, "credited").deals ?? []).map((one) => cents(one.pays!));
        expect(pays.reduce((sum, one) => sum + one, 0n)).toBe(cents(line.amount));
        paid += cents(line.amount);
      }
      if (most !== undefined) paid += cents(amounts(payroll!, "cap", ["2027"])[0]!);
      // A year to date that recovers takes back of the line what a cap had cut already, so pay in all may be below 0.
      if (first["recover"] && most !== undefined) return;
      expect(-cents(amounts(payroll!, "back", ["2027"])[0]!)).toBe(paid);
    }),
    { numRuns: 60 },
  );
});

const figure = (participant: string, period: string, row: number) => ({
  participant,
  measure: "meetings",
  period,
  value: "22",
  row,
});

describe("what is not there", () => {
  const meetings = {
    measures: { meetings: { title: "Meetings", kind: "score", adds: true, expected: 18 } },
  };
  const root = deskWith(
    { met: { measure: "meetings", scope: "individual", period: "month", rate: 45 } },
    meetings,
  );
  const people = ["ae-1", "ae-2"].map((id) => ({
    id,
    name: id,
    leave: [],
    assignments: [{ role: "seller" }],
  }));
  test("a figure for longer than the component pays is a fault", () => {
    const { problems } = compilePayroll(
      chain(root),
      factsOf({ people, measures: [figure("ae-1", "2027-Q1", 4)] }),
    );
    expect(problems).toMatchObject([
      {
        path: "measures[4].period",
        message:
          "meetings of ae-1 is stated for 2027-Q1, but plans.seller.met pays by month: state each month",
      },
    ]);
  });

  // The last month that anybody states is March: ae-2 lacks January and March, and April is nobody's yet.
  test("a missing figure is a warning, up to the last month anybody states", () => {
    const { problems, warnings } = compilePayroll(
      chain(root),
      factsOf({
        people,
        measures: [
          figure("ae-1", "2027-01", 2),
          figure("ae-1", "2027-02", 3),
          figure("ae-1", "2027-03", 4),
          figure("ae-2", "2027-02", 5),
        ],
      }),
    );
    expect(problems).toEqual([]);
    expect(warnings?.map(({ message }) => message)).toEqual([
      "there is no figure for meetings of ae-2 in 2027-01, 2027-03: it counts 0",
    ]);
  });

  test("a plan on cash says which deals wait for the customer's money", () => {
    const onCash = plan(tenth, {}, { plans: { seller: { payment: { on: "cash" } } } });
    const facts = factsOf({
      deals: [
        deal("d1", "2027-01-10", { amount: "80000" }),
        deal("d2", "2027-01-20", { amount: "40000" }),
        deal("d3", "2027-01-25", { paid: "2027-02-01" }),
      ],
    });
    const { payroll, warnings } = compilePayroll(chain(onCash), facts);
    expect(warnings?.map(({ message }) => message)).toEqual([
      "ae-1: 2 deals won, not paid yet: d1, d2, 120,000",
    ]);
    const january = lineOf(statementFor(payroll!, "ae-1", "2027-01", { oneMore: false }), "pay");
    expect(nodeOf(january, "unpaid")).toMatchObject({
      fired: false,
      how: "3 deals won, not paid yet: d1, d2, d3, 130,000: the plan pays when the customer has paid",
    });
  });

  // 3,200 for a deal of 32,000, of which a tenth is held back beyond the year.
  test("one more deal says what is held back of it", () => {
    const hold = { kind: "holdback", share: 0.1, releasedAfterMonths: 3 };
    const payroll = payrollOf(plan(tenth, { hold }), { deals: [deal("d1", "2027-01-10")] });
    const { oneMore } = statementFor(payroll, "ae-1", "2027-12", { oneMore: "32000" });
    expect(oneMore).toMatchObject({ pays: "3200.00" });
    expect(oneMore?.says).toContain("2,880 of it by 2027-12");
  });

  test("a plain rate is said in units and money", () => {
    const line = lineOf(
      statementFor(
        payrollOf(plan({ period: "month", rate: 0.003 }, {}), {
          deals: [deal("d1", "2027-01-10", { amount: "152400" })],
        }),
        "ae-1",
        "2027-01",
        { oneMore: false },
      ),
      "pay",
    );
    expect(nodeOf(line, "pay").how).toBe("152,400 × 0.003");
    expect(line.trace.map(({ how }) => how).join(" ")).not.toContain("%");
  });
});
