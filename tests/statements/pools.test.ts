import { describe, expect, test } from "vitest";
import { type JsonObject, type Participant, statementFor } from "#models";
import { ONE, rational, ZERO } from "../../models/math/index.ts";
import { shareOut } from "../../models/statements/money.ts";
import { amounts, deal, deskWith, lineOf, nodeOf, payrollOf, quarters } from "./desk.ts";

function person(
  id: string,
  role = "seller",
  rest: Partial<Participant["assignments"][number]> = {},
): Participant {
  return { id, name: id, leave: [], assignments: [{ role, ...rest }] };
}
const three = ["ae-1", "ae-2", "ae-3"].map((id) => person(id));

function pooled(pool: JsonObject) {
  return deskWith(
    {},
    {
      pools: {
        bonus: {
          measure: "bookings",
          scope: "joint",
          period: "quarter",
          members: ["seller"],
          by: "equal",
          ...pool,
        },
      },
    },
  );
}

const excess = (rest: JsonObject = {}) => ({
  funding: { shareOfExcess: 0.1, over: 100_000, ...rest },
});
const won = (q: number, amount: string) =>
  deal(`d${q}`, `2027-${String(3 * q - 1).padStart(2, "0")}-15`, { amount });

const cappedPay = (amount: string) =>
  amounts(
    payrollOf(pooled({ ...excess(), cap: 300 }), { people: three, deals: [won(1, amount)] }),
    "bonus",
    ["2027-Q1"],
  )[0];
expect(cappedPay("100000")).toBe("0.00");

const adjusted = (adjustments: JsonObject, ae: JsonObject = {}) =>
  deskWith(
    { ae: { measure: "bookings", scope: "individual", period: "month", rate: 0.1, ...ae } },
    { plans: { seller: { adjustments } } },
  );
const monthly = ["27500", "30000", "15000", "23750", "30000", "27500"].map((amount, i) =>
  deal(`d${i}`, `2027-0${i + 1}-10`, { amount }),
);

describe("a pool", () => {
  // 10% of 1,000 above 100,000 is 100.00; a third is 33.33, and one cent goes to the first.
  test("shares out to the cent, what is left over to the first in order", () => {
    const payroll = payrollOf(pooled(excess()), { people: three, deals: [won(1, "101000")] });
    expect(three.map(({ id }) => amounts(payroll, "bonus", ["2027-Q1"], id)[0])).toEqual([
      "33.34",
      "33.33",
      "33.33",
    ]);
  });

  test("pays nothing at its level, and at most its cap", () => {
    expect(cappedPay("103000")).toBe("100.00");
    expect(cappedPay("103000.10")).toBe("100.00");
  });

  // 40,000 a year at target, 10,000 a quarter; 120% on a straight curve.
  test("may be funded by a curve", () => {
    const root = pooled({
      funding: {
        amount: 40_000,
        target: 100_000,
        curve: {
          points: [
            [0, 0],
            [2, 2],
          ],
        },
      },
    });
    expect(
      amounts(payrollOf(root, { people: three.slice(0, 2), deals: [won(1, "120000")] }), "bonus", [
        "2027-Q1",
      ]),
    ).toEqual(["6000.00"]);
  });

  // 1,000; 20% kept back; 2,000 of loss in the second quarter at 50% is 1,000: 200 of reserve, 800 owing; the third makes
  // 1,500, bears 800, keeps 140 of 700; the fourth makes 500, keeps 100 and pays out 240.
  test("keeps a reserve that bears losses, the rest being borne by later funds", () => {
    const root = pooled({ ...excess({ shareOfShortfall: 0.5 }), reserve: 0.2 });
    const payroll = payrollOf(root, {
      people: three.slice(0, 1),
      deals: [won(1, "110000"), won(2, "98000"), won(3, "115000"), won(4, "105000")],
    });
    expect(amounts(payroll, "bonus", quarters)).toEqual(["800.00", "0.00", "560.00", "640.00"]);
    const node = nodeOf(lineOf(statementFor(payroll, "ae-1", "2027-Q2"), "bonus"), "loss");
    expect(node).toMatchObject({ value: "-1000.00", fired: true });
    expect(node.how).toContain("800.00 is still to be borne");
  });

  // 1,000 by 1:3 of salary, by 2:1 of points, by own bookings, and by half a quarter's presence.
  test("shares by salary, target variable, points, contribution, and the time present", () => {
    const people = [
      person("ae-1", "seller", { basePay: "30000", targetVariable: "10000" }),
      person("ae-2", "seller", { basePay: "90000", targetVariable: "10000" }),
      person("mk-1", "marketer", { basePay: "0", targetVariable: "0" }),
    ];
    const deals = [won(1, "44000"), { ...won(1, "66000"), id: "x", owner: "ae-2" }];
    const pay = (pool: JsonObject, list = people) => {
      const payroll = payrollOf(pooled({ ...excess(), ...pool }), { people: list, deals });
      return list.map(({ id }) => amounts(payroll, "bonus", ["2027-Q1"], id)[0]);
    };
    const both = ["seller", "marketer"];
    expect(pay({ by: "salary", members: both })).toEqual(["250.00", "750.00", "0.00"]);
    expect(pay({ by: "targetVariable", members: both })).toEqual(["500.00", "500.00", "0.00"]);
    expect(pay({ by: "points", members: both, points: { seller: 2, marketer: 1 } })).toEqual([
      "400.00",
      "400.00",
      "200.00",
    ]);
    expect(pay({ by: "contribution", members: both })).toEqual(["400.00", "600.00", "0.00"]);
    const half = [person("ae-1"), person("ae-2", "seller", { start: "2027-02-15" })];
    expect(pay({}, half)).toEqual(["666.67", "333.33"]);
  });

  // Four places in the role, one of them named: a quarter each.
  test("without a roster, people nobody names have their share too", () => {
    const payroll = payrollOf(pooled(excess()), { deals: [won(1, "110000")] });
    expect(amounts(payroll, "bonus", ["2027-Q1"])).toEqual(["250.00"]);
  });
});

describe("sharing out", () => {
  test("gives the largest remainders first, ties in order, and adds up below 0 too", () => {
    expect(shareOut(100n, [rational(1), rational(1), rational(1)])).toEqual([34n, 33n, 33n]);
    expect(shareOut(10n, [rational(1.5), rational(2.6), rational(5.9)])).toEqual([1n, 3n, 6n]);
    expect(shareOut(-100n, [ONE, ONE, ONE]).reduce((sum, one) => sum + one, 0n)).toBe(-100n);
    expect(shareOut(5n, [ZERO, ZERO])).toEqual([0n, 0n]);
  });
});

describe("adjustments on a statement", () => {
  const first = ["2027-01", "2027-02", "2027-03", "2027-04", "2027-05", "2027-06"];

  // 2,750, 3,000, 1,500, 2,375, 3,000, 2,750 against a draw of 2,000: 500 advanced, 375 and 125 taken back.
  test("a recoverable draw is owed and taken back", () => {
    const payroll = payrollOf(
      adjusted({ draw: { kind: "draw", amount: 2000, recoverable: true } }),
      { deals: monthly },
    );
    expect(amounts(payroll, "draw", first)).toEqual([
      "0.00",
      "0.00",
      "500.00",
      "-375.00",
      "-125.00",
      "0.00",
    ]);
    const balances = first.map(
      (month) => lineOf(statementFor(payroll, "ae-1", month), "draw").balance,
    );
    expect(balances).toEqual(["0.00", "0.00", "500.00", "125.00", "0.00", "0.00"]);
  });

  // 10,000 of a 12-month contract, cancelled after 4 whole months: 8/12 of it comes back.
  test("a clawback takes back what was paid for the deal, in the month of cancellation", () => {
    const payroll = payrollOf(adjusted({ back: { kind: "clawback", method: "proRata" } }), {
      deals: [deal("d1", "2027-01-15", { amount: "100000", cancelled: "2027-05-15" })],
    });
    expect(amounts(payroll, "back", ["2027-01", "2027-04", "2027-05"])).toEqual([
      "0.00",
      "0.00",
      "-6666.67",
    ]);
    expect(
      nodeOf(lineOf(statementFor(payroll, "ae-1", "2027-05"), "back"), "cancelled"),
    ).toMatchObject({
      label: "d1",
      how: "of 2027-01-15, row 1: 10,000.00 was paid for it; cancelled after 4 whole months; 8 of 12 months left, so × 8/12",
      value: "-6666.67",
    });
    // A day less than five months is four whole ones; a day less than four is three: 9/12.
    const at = (cancelled: string) =>
      amounts(
        payrollOf(adjusted({ back: { kind: "clawback", method: "proRata" } }), {
          deals: [deal("d1", "2027-01-15", { amount: "100000", cancelled })],
        }),
        "back",
        ["2027"],
      )[0];
    expect([at("2027-06-14"), at("2027-05-14")]).toEqual(["-6666.67", "-7500.00"]);
  });

  // At 150% of 10,000 a month with 1.5× above: d1 pays 1,000; d2, 5,000 more at 1.5×, 750.
  test("a deal's part of an accelerated line is what it added", () => {
    const curve = {
      kind: "marginal",
      tiers: [
        { from: 0, rate: 1 },
        { from: 1, rate: 1.5 },
      ],
    };
    const root = adjusted(
      { back: { kind: "clawback", method: "full", withinMonths: 12 } },
      { target: 10_000, curve },
    );
    const deals = [
      deal("d1", "2027-01-10"),
      deal("d2", "2027-01-20", { amount: "5000", cancelled: "2027-03-01" }),
    ];
    expect(amounts(payrollOf(root, { deals }), "back", ["2027-03"])).toEqual(["-750.00"]);
  });

  test("a cancelled deal that nothing says the term of is a problem where it would be taken back", () => {
    const root = adjusted({ back: { kind: "clawback", method: "full" } });
    expect(() =>
      payrollOf(root, {
        deals: [deal("d9", "2027-01-15", { termMonths: 0, cancelled: "2027-02-01" })],
      }),
    ).toThrow("nothing says how long its term was");
  });

  // Cap first (2,500 of 3,000), then 20% held back for two months.
  test("adjustments follow one another, and pay out what they held back", () => {
    const payroll = payrollOf(
      adjusted({
        hold: { kind: "holdback", share: 0.2, releasedAfterMonths: 2 },
        cap: { kind: "cap", per: "month", amount: 2500 },
      }),
      { deals: [deal("d1", "2027-01-10", { amount: "30000" })] },
    );
    const winter = ["2027-01", "2027-02", "2027-03"];
    expect(amounts(payroll, "cap", winter)).toEqual(["-500.00", "0.00", "0.00"]);
    expect(amounts(payroll, "hold", winter)).toEqual(["-500.00", "0.00", "500.00"]);
    expect(statementFor(payroll, "ae-1", "2027-Q1").variable).toBe("2500.00");
  });

  // A guarantee of 3,100 for the first month, 17 of 31 days employed: 1,700 less 400.
  test("a guarantee shrinks with the part of a month employed", () => {
    const payroll = payrollOf(adjusted({ floor: { kind: "guarantee", amount: 3100, months: 1 } }), {
      people: [person("ae-1", "seller", { start: "2027-01-15" })],
      deals: [deal("d1", "2027-01-20", { amount: "4000" })],
    });
    expect(amounts(payroll, "floor", ["2027-01", "2027-02"])).toEqual(["1300.00", "0.00"]);
  });

  test("a rule that did nothing is there with why", () => {
    const payroll = payrollOf(adjusted({ cap: { kind: "cap", per: "quarter", amount: 2500 } }), {
      deals: [],
    });
    const [one] = payroll.books.roster.keys();
    expect(one).toBeUndefined();
    const paid = payrollOf(adjusted({ cap: { kind: "cap", per: "quarter", amount: 2500 } }), {
      deals: [deal("d1", "2027-01-10")],
    });
    const line = lineOf(statementFor(paid, "ae-1", "2027-Q1"), "cap");
    expect(line.trace.map(({ how, fired }) => [how, fired])).toEqual([
      ["pay of the quarter is not above the cap; 1000.00 before it", false],
      ["pay of the quarter is not above the cap; 0.00 before it", false],
      ["pay of the quarter is not above the cap; 0.00 before it", false],
    ]);
  });
});
