import { describe, expect, test } from "vitest";
import { statementFor } from "#models";
import {
  amounts,
  deal,
  deskWith,
  lineOf,
  months,
  nodeOf,
  payrollOf,
  problemsOf,
  quarters,
} from "./desk.ts";

const own = { measure: "bookings", scope: "individual" };
const accelerated = {
  kind: "marginal",
  tiers: [
    { from: 0, rate: 1 },
    { from: 1, rate: 1.5 },
  ],
};

/** One deal in the middle of each quarter. */
function quarterly(...values: string[]) {
  return values.map((amount, q) =>
    deal(`d${q}`, `2027-${String(3 * q + 2).padStart(2, "0")}-15`, { amount }),
  );
}

const gated = (gate: object) =>
  deskWith({
    ae: {
      ...own,
      period: "quarter",
      target: 100_000,
      weight: 1,
      gates: { pipeline: { measure: "pipeline", target: 200_000, ...gate } },
    },
  });

const won = (amount: string) => deal("d1", "2027-02-10", { amount });

const open = (amount: string) => deal("d2", undefined, { created: "2027-03-31", amount });

const figure = (period: string, value: string, row: number) => ({
  participant: "ae-1",
  measure: "mbo",
  period,
  value,
  row,
});

describe("a component", () => {
  // 7.5% of quota, 11.25% above it, each quarter by itself on 200,000: 15,000 at quota;
  // 240,000: 15,000 + 40,000 × 0.1125 = 19,500.
  test("pays a rate with an accelerator, each quarter by itself", () => {
    const root = deskWith({
      ae: { ...own, period: "quarter", target: 200_000, rate: 0.075, curve: accelerated },
    });
    const payroll = payrollOf(root, { deals: quarterly("200000", "240000", "0", "200000.01") });
    expect(amounts(payroll, "ae", quarters)).toEqual(["15000.00", "19500.00", "0.00", "15000.00"]);
    expect(amounts(payroll, "ae", ["2027-01", "2027-03", "2027"])).toEqual([
      "0.00",
      "15000.00",
      "49500.00",
    ]);
  });

  const trueUp = {
    kind: "marginal",
    tiers: [
      { from: 0, rate: 1 },
      { from: 1, rate: 1.2 },
      { from: 1.25, rate: 1.4 },
    ],
  };

  // Rates 5, 6, 7% of an annual quota of 400,000; 50k, 75k, 200k, 150k:
  // 2,500; 3,750; 10,000; 475,000 in all: 20,000 + 75,000 × 0.06 = 24,500, less 16,250 is 8,250.
  test("to date, pays what is due so far less what was paid", () => {
    const root = deskWith({
      ae: {
        ...own,
        period: "quarter",
        accumulation: "yearToDate",
        target: 400_000,
        rate: 0.05,
        curve: trueUp,
      },
    });
    const payroll = payrollOf(root, { deals: quarterly("50000", "75000", "200000", "150000") });
    expect(amounts(payroll, "ae", quarters)).toEqual(["2500.00", "3750.00", "10000.00", "8250.00"]);
  });

  // The same with the target growing 100k a quarter: in the third 325k on 300k: 15,000 + 25,000 × 0.06 = 16,500 less 6,250.
  test("to date with a prorated target", () => {
    const root = deskWith({
      ae: {
        ...own,
        period: "quarter",
        accumulation: "yearToDate",
        prorate: true,
        target: 400_000,
        rate: 0.05,
        curve: trueUp,
      },
    });
    const payroll = payrollOf(root, { deals: quarterly("50000", "75000", "200000", "150000") });
    expect(amounts(payroll, "ae", quarters)).toEqual(["2500.00", "3750.00", "10250.00", "8000.00"]);
  });

  // Prorated, the first quarter attains 200k of 100k: 5,000 + 25,000 × 0.06 + 75,000 × 0.07 = 11,750. By the second it is
  // 200k of 200k, 10,000: 1,750 too much, which comes back, or does not.
  test("to date never takes back, unless the plan recovers", () => {
    const ae = {
      ...own,
      period: "quarter",
      accumulation: "yearToDate",
      prorate: true,
      target: 400_000,
      rate: 0.05,
      curve: trueUp,
    };
    const facts = { deals: quarterly("200000") };
    expect(amounts(payrollOf(deskWith({ ae }), facts), "ae", quarters)).toEqual([
      "11750.00",
      "0.00",
      "0.00",
      "0.00",
    ]);
    const recovering = payrollOf(deskWith({ ae: { ...ae, recover: true } }), facts);
    expect(amounts(recovering, "ae", quarters)).toEqual(["11750.00", "-1750.00", "0.00", "0.00"]);
    const line = lineOf(statementFor(recovering, "ae-1", "2027-Q2"), "ae");
    expect(nodeOf(line, "recover")).toMatchObject({ fired: true });
  });

  // 20/20/20/40 of half of 60,000: 6,000, 6,000, 6,000, 12,000 at target.
  test("quarter weights share out the year's target pay", () => {
    const root = deskWith({
      ae: {
        ...own,
        period: "quarter",
        target: 100_000,
        weight: 0.5,
        periodWeights: [0.2, 0.2, 0.2, 0.4],
      },
    });
    const payroll = payrollOf(root, { deals: quarterly("100000", "100000", "50000", "100000") });
    expect(amounts(payroll, "ae", quarters)).toEqual(["6000.00", "6000.00", "3000.00", "12000.00"]);
  });

  // 1% to 1,000, 2% to 3,000, 3% to 8,000, 5% to 20,000, each deal by itself: 2, 3, 20, 14, 30, 95; 164 together.
  test("reads each deal by itself", () => {
    const curve = {
      kind: "marginal",
      tiers: [
        { from: 0, rate: 0.01 },
        { from: 1000, rate: 0.02 },
        { from: 3000, rate: 0.03 },
        { from: 8000, to: 20_000, rate: 0.05 },
      ],
    };
    const root = deskWith({ ae: { ...own, period: "month", basis: "deal", rate: 1, curve } });
    const deals = ["200", "300", "1500", "1200", "2000", "4500"].map((amount, i) =>
      deal(`d${i}`, `2027-01-1${i}`, { amount }),
    );
    const payroll = payrollOf(root, { deals });
    const line = lineOf(statementFor(payroll, "ae-1", "2027-01"), "ae");
    expect(line.amount).toBe("164.00");
    expect(nodeOf(line, "credited").deals?.map(({ pays }) => pays)).toEqual([
      "2.00",
      "3.00",
      "20.00",
      "14.00",
      "30.00",
      "95.00",
    ]);
    expect(problemsOf(root, { deals: [deal("d1", "2027-01-10", { amount: "20000.01" })] })).toEqual(
      [
        "plans.seller.components.ae.curve: ae-1 in 2027-01: the plan says nothing above 20000, and 20000.01 is reached",
      ],
    );
  });

  // 10% of what counts: 5,000 is too small, 25,000 counts up to 20,000, the last lies after the window.
  test("drops small deals, clips large ones, and keeps to its window, both ends included", () => {
    const root = deskWith({
      spiff: {
        ...own,
        period: "quarter",
        rate: 0.1,
        dealAtLeast: 6000,
        dealAtMost: 20_000,
        window: { from: "2027-01-10", to: "2027-02-20" },
      },
    });
    const deals = [
      deal("d1", "2027-01-10", { amount: "6000" }),
      deal("d2", "2027-02-01", { amount: "5999.99" }),
      deal("d3", "2027-02-20", { amount: "25000" }),
      deal("d4", "2027-02-21", { amount: "10000" }),
      deal("d5", "2027-01-09", { amount: "10000" }),
    ];
    const line = lineOf(statementFor(payrollOf(root, { deals }), "ae-1", "2027-Q1"), "spiff");
    expect(line.amount).toBe("2600.00");
    const notes = nodeOf(line, "credited").deals!.map(
      ({ deal: id, credited, note }) => `${id} ${credited} ${note ?? ""}`,
    );
    expect(notes).toEqual([
      "d5 0.00 outside the window, 2027-01-10 to 2027-02-20",
      "d1 6000.00 ",
      "d2 0.00 smaller than the least deal that counts",
      "d3 20000.00 counts up to the most of one deal",
      "d4 0.00 outside the window, 2027-01-10 to 2027-02-20",
    ]);
  });

  // Credit stays whole: 100k of 100k is at quota. Pay is on 50k + 0.4 × 50k of 100k: 0.7 of 15,000.
  test("pays on the commissionable share, and counts the whole towards quota", () => {
    const root = deskWith({
      ae: {
        ...own,
        period: "quarter",
        target: 100_000,
        weight: 1,
        commissionable: { inbound: 0.4 },
      },
    });
    const deals = [
      deal("d1", "2027-01-10", { amount: "50000" }),
      deal("d2", "2027-02-10", { amount: "50000", source: "inbound" }),
    ];
    const line = lineOf(statementFor(payrollOf(root, { deals }), "ae-1", "2027-Q1"), "ae");
    expect([line.amount, line.attainment]).toEqual(["10500.00", "1"]);
    expect(nodeOf(line, "credited").deals?.map(({ pays }) => pays)).toEqual(["7500.00", "3000.00"]);
    expect(nodeOf(line, "commissionable")).toMatchObject({ value: "0.7", fired: true });
  });

  // 94.5% is 95% after rounding to per cents: 0.95 × 15,000.
  test("rounds attainment before the curve", () => {
    const root = deskWith({
      ae: { ...own, period: "quarter", target: 100_000, weight: 1, roundAttainment: { to: 0.01 } },
    });
    const payroll = payrollOf(root, { deals: quarterly("94500", "94499.99") });
    expect(amounts(payroll, "ae", quarters.slice(0, 2))).toEqual(["14250.00", "14100.00"]);
  });

  test("pays at most its most, exactly there too", () => {
    const root = deskWith({ ae: { ...own, period: "quarter", rate: 0.1, payAtMost: 1000 } });
    const payroll = payrollOf(root, { deals: quarterly("10000", "10000.10", "9999") });
    expect(amounts(payroll, "ae", quarters.slice(0, 3))).toEqual(["1000.00", "1000.00", "999.90"]);
    expect(nodeOf(lineOf(statementFor(payroll, "ae-1", "2027-Q2"), "ae"), "payAtMost").fired).toBe(
      true,
    );
    expect(nodeOf(lineOf(statementFor(payroll, "ae-1", "2027-Q1"), "ae"), "payAtMost").fired).toBe(
      false,
    );
  });
});

describe("gates and multipliers", () => {
  // Pipeline of the quarter is 100,000 won and created in it and what is open: 160,000 is exactly 80%.
  test("a gate opens exactly at its bound, and above it where that is asked", () => {
    const facts = { deals: [won("100000"), open("60000")] };
    const pay = (gate: object) => amounts(payrollOf(gated(gate), facts), "ae", ["2027-Q1"])[0];
    expect(pay({ attainmentAtLeast: 0.8 })).toBe("15000.00");
    expect(pay({ attainmentAbove: 0.8 })).toBe("0.00");
    expect(pay({ valueAtLeast: 160_000 })).toBe("15000.00");
    expect(pay({ valueAbove: 160_000 })).toBe("0.00");
    expect(pay({ attainmentAtLeast: 0.81, otherwise: { shareAtMost: 0.5 } })).toBe("7500.00");
  });

  test("a gate that is open and one that is shut say by what", () => {
    const facts = { deals: [won("100000"), open("60000")] };
    const node = (bound: number) =>
      nodeOf(
        lineOf(
          statementFor(payrollOf(gated({ attainmentAtLeast: bound }), facts), "ae-1", "2027-Q1"),
          "ae",
        ),
        "gate",
      );
    expect(node(0.8)).toMatchObject({
      fired: false,
      how: "open: asks for at least 80%; own pipeline created, 2027-01 to 2027-03: 160,000 ÷ 200,000 = 80%",
    });
    expect(node(0.9)).toMatchObject({ fired: true });
    expect(node(0.9).how).toMatch(/^shut, so it pays nothing: asks for at least 90%/);
  });

  // Second quarter 60%, so far (100 + 60) / 200 = 80%.
  test("a gate may open by the year to date", () => {
    const gate = { measure: "bookings", attainmentAtLeast: 0.8, orYearToDate: true };
    const root = deskWith({
      ae: { ...own, period: "quarter", target: 100_000, weight: 1, gates: { hurdle: gate } },
    });
    const payroll = payrollOf(root, { deals: quarterly("100000", "60000", "60000") });
    expect(amounts(payroll, "ae", quarters.slice(0, 3))).toEqual(["15000.00", "9000.00", "0.00"]);
    const node = nodeOf(lineOf(statementFor(payroll, "ae-1", "2027-Q2"), "ae"), "gate");
    expect(node.how).toMatch(/^open by the year to date/);
  });

  // 120% pays 18,000; a team score of 0.9 gives the factor 0.9.
  test("a multiplier reads a stated score, and pay at most holds after it", () => {
    const component = {
      ...own,
      period: "quarter",
      target: 100_000,
      weight: 1,
      multipliers: {
        service: {
          measure: "service",
          scope: "team",
          target: 1,
          curve: {
            points: [
              [0, 0],
              [1, 1],
            ],
          },
        },
      },
    };
    const scores = { measures: { service: { kind: "score", expected: 1 } } };
    const root = deskWith({ ae: component }, scores);
    const facts = {
      deals: quarterly("120000"),
      measures: [
        { participant: "sales", measure: "service", period: "2027-Q1", value: "0.9", row: 2 },
      ],
    };
    expect(amounts(payrollOf(root, facts), "ae", ["2027-Q1"])).toEqual(["16200.00"]);
    const capped = deskWith({ ae: { ...component, payAtMost: 16_000 } }, scores);
    expect(amounts(payrollOf(capped, facts), "ae", ["2027-Q1"])).toEqual(["16000.00"]);
    expect(problemsOf(root, { deals: quarterly("120000") })[0]).toContain(
      "there is no figure for service",
    );
  });

  // At 95% of pipeline the linear table is half-way between its rows: (0.8 + 1) / 2 of 15,000.
  test("a table reads its second measure", () => {
    const root = deskWith({
      ae: {
        ...own,
        period: "quarter",
        target: 100_000,
        weight: 1,
        curve: {
          kind: "matrix",
          across: { measure: "pipeline", target: 200_000 },
          rows: [0.9, 1],
          columns: [0.9, 1],
          shares: [
            [0.4, 0.8],
            [0.5, 1],
          ],
          between: "linear",
        },
      },
    });
    const payroll = payrollOf(root, { deals: [won("100000"), open("90000")] });
    const line = lineOf(statementFor(payroll, "ae-1", "2027-Q1"), "ae");
    expect(line.amount).toBe("13500.00");
    expect(line.calculations?.[0]?.curve.at(-1)).toMatchObject({ attainment: "1", share: "0.9" });
  });
});

describe("what is measured", () => {
  test("pipeline counts when it is created, bookings when won, won deals as one each", () => {
    const root = deskWith({
      pipe: { measure: "pipeline", scope: "individual", period: "month", rate: 0.01 },
      book: { ...own, period: "month", rate: 0.1 },
      count: { measure: "won", scope: "individual", period: "month", rate: 50 },
      opps: { measure: "opportunity", scope: "individual", period: "month", rate: 5 },
      margin: { measure: "grossMargin", scope: "individual", period: "month", rate: 0.1 },
    });
    const payroll = payrollOf(root, {
      deals: [
        deal("d1", "2027-02-10", { created: "2027-01-05" }),
        deal("d2", "2027-02-28", { created: "2026-12-31", margin: "0.5" }),
      ],
    });
    const two = ["2027-01", "2027-02"];
    expect(amounts(payroll, "pipe", two)).toEqual(["100.00", "0.00"]);
    expect(amounts(payroll, "book", two)).toEqual(["0.00", "2000.00"]);
    expect(amounts(payroll, "count", two)).toEqual(["0.00", "100.00"]);
    expect(amounts(payroll, "opps", two)).toEqual(["5.00", "0.00"]);
    // 10,000 × 0.8 of the segment, 10,000 × 0.5 of the deal itself.
    expect(amounts(payroll, "margin", two)).toEqual(["0.00", "1300.00"]);
  });

  // 12,000 over 12 months from February: 1,000 a month.
  test("revenue is spread over the term from the month of the deal", () => {
    const root = deskWith({
      revenue: { measure: "revenue", scope: "company", period: "month", rate: 0.01 },
    });
    const payroll = payrollOf(root, { deals: [deal("d1", "2027-02-10", { amount: "12000" })] });
    expect(amounts(payroll, "revenue", months)).toEqual([
      "0.00",
      ...Array.from({ length: 11 }, () => "10.00"),
    ]);
  });

  test("a sum of measures weighs its parts", () => {
    const root = deskWith(
      { mix: { measure: "mix", scope: "individual", period: "month", rate: 0.1 } },
      { measures: { mix: { kind: "sum", of: { bookings: 1, pipeline: 0.5 } } } },
    );
    const payroll = payrollOf(root, {
      deals: [deal("d1", "2027-02-10", { created: "2027-01-05" })],
    });
    expect(amounts(payroll, "mix", ["2027-01", "2027-02"])).toEqual(["500.00", "1000.00"]);
  });

  // MBO: 8 points of 10 pay 80% of 3,000 a quarter.
  test("scores that add up come from stated figures alone", () => {
    const root = deskWith(
      {
        mbo: {
          measure: "mbo",
          scope: "individual",
          period: "quarter",
          target: 10,
          targetPay: 12_000,
        },
      },
      { measures: { mbo: { kind: "score", adds: true, expected: 10 } } },
    );
    const payroll = payrollOf(root, {
      deals: [deal("d1", "2027-02-10")],
      measures: [figure("2027-01", "3", 2), figure("2027-03", "5", 3), figure("2027-Q2", "10", 4)],
    });
    expect(amounts(payroll, "mbo", quarters)).toEqual(["2400.00", "3000.00", "0.00", "0.00"]);
  });
});
