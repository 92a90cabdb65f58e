/**
 * Every form of pay in a simulated year and in the expected layer, worked by hand: without luck a year is its mean, so
 * that both say what the plan document says.
 */
import { describe, expect, test } from "vitest";
import type { JsonObject } from "#models";
import { expectedOf } from "../../models/analysis/expected.ts";
import {
  monthlyOrder,
  payHistogram,
  simulateRows,
  simulator,
} from "../../models/simulation/batch.ts";
import { simulationPlan } from "../../models/simulation/plan.ts";
import { chain, patched, solo, solved } from "../support/scenarios.ts";

// 475,000 of bookings a year, by quarters 50,000, 75,000, 200,000 and 150,000, the months of a quarter alike; twice as
// many opportunities as deals, so 950,000 of pipeline.
const quarters = [50, 75, 200, 150];
const company = patched(solo, {
  roles: { seller: { tasks: { selling: { nonPayStake: 1 } } } },
  funnel: {
    segments: {
      all: {
        season: quarters.flatMap((size) => [size, size, size]),
        sources: { own: { perMonth: 475 / 12 / 0.5 } },
      },
    },
  },
});

/** A component without what is null in it. */
function written(component: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(component).filter(([, value]) => value !== null));
}

/** Pay at the end of each quarter, and what is expected of the year, of a component and what else the scenario says. */
function paid(component: JsonObject, more: JsonObject = {}) {
  const bookings = {
    rate: null,
    targetPay: 40_000,
    target: 100_000,
    period: "quarter",
    ...component,
  };
  const patch = { ...written(bookings), rate: bookings.rate };
  const scenario = patched(
    company,
    { plans: { seller: { components: { bookings: patch } } } },
    more,
  );
  const one = solved(chain(scenario), { response: false });
  const expected = expectedOf(one, { preview: true, seed: 1 }).firstYear;
  const simulated = simulator(simulationPlan(one.space, one.solution.lnEfforts));
  const { layout } = simulated;
  const histogram = payHistogram(one.model.roles.length);
  const row = simulateRows([simulated], 1, [0], [histogram])[0]!;
  const from = layout.months + monthlyOrder.indexOf("pay") * layout.horizon;
  const months = [...row.subarray(from, from + layout.horizon)];
  return {
    quarters: [0, 1, 2, 3].map((q) => months[3 * q]! + months[3 * q + 1]! + months[3 * q + 2]!),
    year: row[layout.rolePay]!,
    expected: expected.roles["seller"]!.pay.mean,
    months: expected.months.pay,
  };
}

function expectPay(got: ReturnType<typeof paid>, pays: number[], digits = 4): void {
  for (const [q, pay] of pays.entries())
    expect(got.quarters[q], `quarter ${q}`).toBeCloseTo(pay, 4);
  const year = pays.reduce((sum, pay) => sum + pay, 0);
  expect(got.year).toBeCloseTo(year, 4);
  expect(got.expected / year, "expected").toBeCloseTo(1, digits);
}

const joint = { measure: "pipeline", scope: "joint" };

describe("paid 10,000 a quarter for 100,000, at 50, 75, 200 and 150% of it", () => {
  test.each<[string, JsonObject, number[], JsonObject?]>([
    ["flat", {}, [5000, 7500, 20_000, 15_000]],
    // Pipeline is twice the bookings: 100,000, 150,000, 400,000, 300,000.
    [
      "where joint pipeline is at least 140,000",
      { gates: { pipe: { ...joint, attainmentAtLeast: 1, target: 140_000 } } },
      [0, 7500, 20_000, 15_000],
    ],
    [
      "else at most half of target pay",
      {
        gates: {
          pipe: { ...joint, attainmentAbove: 1, target: 160_000, otherwise: { shareAtMost: 0.5 } },
        },
      },
      [5000, 5000, 20_000, 15_000],
    ],
    [
      "where the pipeline itself is above 120,000",
      { gates: { pipe: { ...joint, valueAbove: 120_000 } } },
      [0, 7500, 20_000, 15_000],
    ],
    // Own attainment: the gate is a part of the curve.
    [
      "from 60% of the own target",
      { gates: { own: { measure: "bookings", attainmentAtLeast: 0.6 } } },
      [0, 7500, 20_000, 15_000],
    ],
    // The year so far: 50, 62.5, 108, 119%.
    [
      "where the quarter or the year so far is at target",
      {
        target: 90_000,
        gates: { own: { measure: "bookings", attainmentAtLeast: 1.1, orYearToDate: true } },
      },
      [0, 0, 10_000 * (200 / 90), 10_000 * (150 / 90)],
    ],
    [
      "times a factor of the pipeline: 0.8 at 100,000 to 1.2 at 300,000, held outside",
      {
        multipliers: {
          pipe: {
            ...joint,
            target: 200_000,
            curve: {
              points: [
                [0.5, 0.8],
                [1.5, 1.2],
              ],
            },
          },
        },
      },
      [4000, 6750, 24_000, 18_000],
    ],
    [
      "times a factor of the own attainment",
      {
        multipliers: {
          own: {
            measure: "bookings",
            curve: {
              points: [
                [0.6, 0.5],
                [0.6, 1],
                [1.8, 1],
                [1.8, 1.5],
              ],
            },
          },
        },
      },
      [2500, 7500, 30_000, 15_000],
    ],
    [
      "by a stepped table over pipeline",
      { curve: matrix("step") },
      // Pipeline is at 50, 75, 200 and 150% of 200,000: the first row for two quarters, then the second.
      [3000, 3000, 15_000, 15_000],
    ],
    [
      "by a blended table over pipeline",
      { curve: matrix("linear") },
      // First row: 0.3 + 0.05 · 0.6. Then a tenth of the way from 0.3 + 0.3 · 0.6 to 0.5 + 0.3 · 1.
      [3300, 5120, 15_000, 15_000],
    ],
    ["at most 12,000 a quarter", { payAtMost: 12_000 }, [5000, 7500, 12_000, 12_000]],
    [
      "on attainment rounded up to whole halves",
      {
        target: 105_000,
        roundAttainment: { to: 0.5, mode: "awayFromZero" },
        curve: { kind: "stepped", rows: [{ from: 1, share: 1 }] },
      },
      [0, 10_000, 10_000, 10_000],
    ],
    [
      "on half of what this source brings",
      { commissionable: { own: 0.5 } },
      [2500, 3750, 10_000, 7500],
    ],
    [
      "for what falls into April to the middle of September",
      { window: { from: "2027-04-01", to: "2027-09-15" } },
      [0, 7500, 10_000 * (2 * (2 / 3) + 1 / 3), 0],
    ],
    [
      "on bookings and a tenth of pipeline together",
      { measure: "mix" },
      [6000, 9000, 24_000, 18_000],
      { measures: { mix: { kind: "sum", of: { bookings: 1, pipeline: 0.1 } } } },
    ],
    [
      "on a score of 0.9",
      { measure: "csat", target: 1 },
      [9000, 9000, 9000, 9000],
      { measures: { csat: { kind: "score", expected: 0.9 } } },
    ],
    [
      "on four meetings a month of ten a quarter",
      { measure: "meetings", target: 10 },
      [12_000, 12_000, 12_000, 12_000],
      { measures: { meetings: { kind: "score", adds: true, expected: 4 } } },
    ],
  ])("pays %s", (_, component, pays, more = {}) => {
    expectPay(paid(component, more), pays);
  });
});

function matrix(between: string): JsonObject {
  return {
    kind: "matrix",
    across: { ...joint, target: 200_000 },
    rows: [0.7, 1.2],
    columns: [0.45, 1.45],
    shares: [
      [0.3, 0.9],
      [0.5, 1.5],
    ],
    between,
  };
}

describe("single deals of 1,000 each", () => {
  test.each<[string, JsonObject, number[]]>([
    ["counts 800 of each", { dealAtMost: 800 }, [4000, 6000, 16_000, 12_000]],
    ["counts none below 1,001", { dealAtLeast: 1001 }, [0, 0, 0, 0]],
    ["counts all from 1,000", { dealAtLeast: 1000 }, [5000, 7500, 20_000, 15_000]],
    // 5% of 500 and 10% above: 75 a deal, at most 60.
    ["reads the curve deal by deal", deal({}), [50 * 75, 75 * 75, 200 * 75, 150 * 75]],
    ["at most 60 a deal", deal({ payPerDealAtMost: 60 }), [50 * 60, 75 * 60, 200 * 60, 150 * 60]],
  ])("%s", (_, component, pays) => {
    const got = paid(component);
    for (const [q, pay] of pays.entries()) expect(got.quarters[q]).toBeCloseTo(pay, 4);
    expect(got.expected).toBeCloseTo(
      pays.reduce((sum, pay) => sum + pay, 0),
      4,
    );
  });

  test("are counted one by one under deals luck, for one person and for a team", () => {
    for (const scope of ["individual", "team", "joint"]) {
      const one = solved(
        chain(
          patched(company, {
            plans: {
              seller: {
                components: { bookings: { ...written(deal({})), scope, rate: 0.05 } },
              },
            },
            simulation: { luck: "deals" },
          }),
        ),
        { response: false },
      );
      const simulated = simulator(simulationPlan(one.space, one.solution.lnEfforts));
      const histogram = payHistogram(1);
      const row = simulateRows([simulated], 1, [3], [histogram])[0]!;
      const deals = row[0]! / 1000;
      expect(Number.isInteger(deals) && deals > 300).toBe(true);
      expect(row[simulated.layout.rolePay]).toBeCloseTo(75 * deals, 6);
    }
  });
});

function deal(more: JsonObject): JsonObject {
  return {
    targetPay: null,
    rate: 0.05,
    target: 500,
    basis: "deal",
    curve: {
      kind: "marginal",
      tiers: [
        { from: 0, rate: 1 },
        { from: 1, rate: 2 },
      ],
    },
    ...more,
  };
}

describe("the year to date", () => {
  // A year's 400,000 for 40,000, twice the pay above: so far 50, 125, 325, 475 of 400.
  const yearly: JsonObject = { target: 400_000, accumulation: "yearToDate" };
  test("recovers what later quarters do not bear out", () => {
    const prorated = {
      ...yearly,
      prorate: true,
      recover: true,
      curve: { kind: "stepped", rows: [{ from: 1, share: 1 }] },
    };
    const early = {
      funnel: { segments: { all: { season: [9, 9, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1] } } },
    };
    // 475,000 at 27 : 3 : 3 : 3: 356,250 of 100,000, then 395,833 of 200,000, 435,417 of 300,000, 475,000 of 400,000.
    expect(paid(prorated, early).quarters.map(Math.round)).toEqual([
      10_000, 10_000, 10_000, 10_000,
    ]);
    const higher = { ...prorated, target: 440_000 };
    // Of 110,000, 220,000, 330,000 and 440,000 all are reached; of 500,000 the last is not: 30,000 are taken back.
    expect(paid(higher, early).quarters.map(Math.round)).toEqual([10_000, 10_000, 10_000, 10_000]);
    const missed = { ...prorated, target: 500_000 };
    expect(paid(missed, early).quarters.map(Math.round)).toEqual([10_000, 10_000, 10_000, -30_000]);
    expect(paid({ ...missed, recover: null }, early).quarters.map(Math.round)).toEqual([
      10_000, 10_000, 10_000, 0,
    ]);
  });
});

function adjusted(adjustments: JsonObject): JsonObject {
  return { plans: { seller: { adjustments } } };
}

describe("adjustments, month by month", () => {
  test.each<[string, JsonObject, number[]]>([
    [
      "a cap of 12,000 a quarter",
      { cap: { kind: "cap", per: "quarter", amount: 12_000 } },
      [5000, 7500, 12_000, 12_000],
    ],
    [
      "a guarantee of 6,000 a quarter",
      { floor: { kind: "guarantee", per: "quarter", amount: 6000 } },
      [6000, 7500, 20_000, 15_000],
    ],
    [
      "a recoverable draw of 10,000 a quarter",
      { draw: { kind: "draw", per: "quarter", amount: 10_000, recoverable: true } },
      // 5,000 and 2,500 are owed, and come off the third quarter's 20,000.
      [10_000, 10_000, 12_500, 15_000],
    ],
    [
      "a fifth held back for three months",
      { held: { kind: "holdback", share: 0.2, releasedAfterMonths: 3 } },
      [4000, 1000 + 6000, 1500 + 16_000, 4000 + 12_000],
    ],
  ])("%s", (_, adjustments, pays) => {
    const got = paid({}, adjusted(adjustments));
    for (const [q, pay] of pays.entries()) expect(got.quarters[q]).toBeCloseTo(pay, 4);
    expect(got.year).toBeCloseTo(
      pays.reduce((sum, pay) => sum + pay, 0),
      4,
    );
    // The expected layer knows pay before adjustments.
    expect(got.expected).toBeCloseTo(47_500, 4);
  });
});

test("a lag moves cash and not what was earned", () => {
  const got = paid({ payment: { on: "booking", lagMonths: 2 } });
  expect(got.quarters.map(Math.round)).toEqual([0, 5000, 7500, 20_000]);
  expect(got.year).toBeCloseTo(47_500, 4);
  expect([4, 7, 10].map((t) => Math.round(got.months[t]!))).toEqual([5000, 7500, 20_000]);
});

function pool(more: JsonObject, funding: JsonObject): number[] {
  return paid(
    { targetPay: 0.001 },
    {
      pools: {
        bonus: {
          measure: "bookings",
          scope: "company",
          period: "quarter",
          funding: { shareOfExcess: 0.1, over: 100_000, ...funding },
          members: ["seller"],
          by: "salary",
          ...more,
        },
      },
    },
  ).quarters.map(Math.round);
}

describe("a pool of a tenth of bookings above 100,000 a quarter", () => {
  test.each<[string, JsonObject, JsonObject, number[]]>([
    ["pays as it is funded", {}, {}, [0, 0, 10_000, 5000]],
    ["keeps a quarter back to the year's end", { reserve: 0.25 }, {}, [0, 0, 7500, 3750 + 3750]],
    // Short by 50,000 and 25,000: 1,500 is owed, and borne by the third quarter's funding.
    ["bears losses from later funding", {}, { shareOfShortfall: 0.02 }, [0, 0, 8500, 5000]],
    ["goes by own bookings", { by: "contribution" }, {}, [0, 0, 10_000, 5000]],
    ["goes by points", { by: "points", points: { seller: 3 } }, {}, [0, 0, 10_000, 5000]],
  ])("%s", (_, more, funding, pays) => {
    expect(pool(more, funding)).toEqual(pays);
  });
});
