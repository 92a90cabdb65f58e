/** Pay of simulated years, worked by hand: without luck a year is its mean, and pay is what the plan document says. */
import { describe, expect, test } from "vitest";
import type { JsonObject } from "#models";
import { totalOrder } from "../../models/company/totals.ts";
import {
  monthlyOrder,
  payHistogram,
  simulateRows,
  simulator,
} from "../../models/simulation/batch.ts";
import { PAY_BINS } from "../../models/simulation/pay.ts";
import { simulationPlan } from "../../models/simulation/plan.ts";
import { chain, headOf, pair, patched, solo, solved } from "../support/scenarios.ts";

/** Rows of some simulated years, at the old behaviour. */
function years(scenario: JsonObject, runs = 1) {
  const one = solved(chain(scenario), { response: false });
  const simulated = simulator(simulationPlan(one.space, one.solution.lnEfforts));
  const histogram = payHistogram(one.model.roles.length);
  const replications = Array.from({ length: runs }, (_, r) => r);
  const rows = simulateRows([simulated], 1, replications, [histogram])[0]!;
  return { rows, histogram, layout: simulated.layout };
}

/** Pay of the company by month of one year without luck. */
function payByMonth(scenario: JsonObject): number[] {
  const { rows, layout } = years(scenario);
  const from = layout.months + monthlyOrder.indexOf("pay") * layout.horizon;
  return [...rows.subarray(from, from + layout.horizon)];
}

// 475,000 of bookings a year, by quarters 50,000, 75,000, 200,000 and 150,000, the months of a quarter alike.
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

/** 5% of the target, 6% from 100% of it and 7% from 125%, each on the part in its tier. */
function commission(component: JsonObject): JsonObject {
  const tiers = [
    { from: 0, rate: 1 },
    { from: 1, rate: 1.2 },
    { from: 1.25, rate: 1.4 },
  ];
  const bookings = {
    rate: 0.05,
    period: "quarter",
    curve: { kind: "marginal", tiers },
    ...component,
  };
  return patched(company, { plans: { seller: { components: { bookings } } } });
}

describe("an annual quota of 400,000 at 5, 6 and 7 per cent", () => {
  test.each<[string, JsonObject, number[]]>([
    [
      "year to date, less what was paid",
      { target: 400_000, accumulation: "yearToDate" },
      [2500, 3750, 10_000, 8250],
    ],
    [
      "the same with the target growing by 100,000 a quarter",
      { target: 400_000, accumulation: "yearToDate", prorate: true },
      [2500, 3750, 10_250, 8000],
    ],
    ["each quarter on its own quota of 100,000", { target: 100_000 }, [2500, 3750, 11_750, 8250]],
  ])("pays %s, at the end of each quarter", (_, component, pays) => {
    const months = payByMonth(commission(component));
    for (const [t, pay] of months.entries()) {
      expect(pay).toBeCloseTo(t % 3 === 2 ? pays[(t - 2) / 3]! : 0, 6);
    }
  });
});

// A prorated target of 475,000: quarters end at 42%, 53%, 91% and 100% of the target so far. The bonus of 10,000 a year
// pays from 50% of it: nothing; half a year's part for 53%; three quarters' for 91%; all of it.
test("year to date on a prorated target pays the part of the year that has passed", () => {
  const months = payByMonth(
    patched(company, {
      plans: {
        seller: {
          components: {
            bookings: {
              rate: null,
              targetPay: 10_000,
              target: 475_000,
              period: "quarter",
              accumulation: "yearToDate",
              prorate: true,
              curve: { kind: "lump", from: 0.5 },
            },
          },
        },
      },
    }),
  );
  const got = [2, 5, 8, 11].map((t) => months[t]!);
  for (const [q, pay] of [0, 5000, 2500, 2500].entries()) expect(got[q]).toBeCloseTo(pay, 6);
});

// In months of an even year: attainment so far is 3/3, then 3/6 …: what was paid early is not taken back.
test("year to date never takes back what it has paid", () => {
  const early = patched(company, {
    funnel: { segments: { all: { season: [3, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 3] } } },
    plans: {
      seller: {
        components: {
          bookings: {
            rate: null,
            targetPay: 10_000,
            target: 475_000,
            period: "quarter",
            accumulation: "yearToDate",
            prorate: true,
            curve: {
              points: [
                [0, 0],
                [1, 1],
              ],
              beyond: 2,
            },
          },
        },
      },
    },
  });
  // First quarter: 75% of the year's, three times the target so far: 1 + 2·2 = 5 quarters' pay. Then 1.5, 1 and 1 times
  // the target so far are worth 4, 3 and 4 quarters' pay: less than was paid.
  const months = payByMonth(early);
  expect([2, 5, 8, 11].map((t) => Math.round(months[t]!))).toEqual([12_500, 0, 0, 0]);
});

test("a second year starts afresh", () => {
  const two = patched(commission({ target: 400_000, accumulation: "yearToDate" }), {
    calendar: { months: 24 },
  });
  const months = payByMonth(two);
  for (let t = 0; t < 12; t++) expect(months[t + 12]).toBeCloseTo(months[t]!, 6);
});

test("base pay comes in twelfths beside it", () => {
  const based = patched(commission({ target: 100_000 }), {
    roles: { seller: { basePay: 12_000 } },
  });
  const months = payByMonth(based);
  expect(months[0]).toBeCloseTo(1000, 9);
  expect(months[2]).toBeCloseTo(3500, 9);
});

test("period weights put a year's money where they say", () => {
  const bookings = {
    rate: null,
    targetPay: 10_000,
    target: 100_000,
    period: "quarter",
    periodWeights: [0.2, 0.2, 0.2, 0.4],
  };
  const months = payByMonth(patched(company, { plans: { seller: { components: { bookings } } } }));
  // Half, three quarters, twice and one and a half times the target.
  const pays = [1000, 1500, 4000, 6000];
  for (const [q, pay] of pays.entries()) expect(months[3 * q + 2]).toBeCloseTo(pay, 6);
});

// Targets so far 40,000, 120,000, 240,000 and 400,000, and a tenth of them in pay. 50,000 is 125%: 150% of 4,000.
// 125,000 is 104.1667%: 108.3333% of 12,000, less 6,000. 325,000: 170.8333% of 24,000, less 13,000. 475,000: 55,000 − 41,000.
test("to date, target and pay grow by the period weights where they are prorated", () => {
  const bookings = {
    rate: null,
    targetPay: 40_000,
    target: 400_000,
    period: "quarter",
    accumulation: "yearToDate",
    prorate: true,
    periodWeights: [0.1, 0.2, 0.3, 0.4],
    curve: { kind: "threshold", threshold: 0.6, accelerator: 2 },
  };
  const months = payByMonth(patched(company, { plans: { seller: { components: { bookings } } } }));
  const pays = [6000, 7000, 28_000, 14_000];
  for (const [q, pay] of pays.entries()) expect(months[3 * q + 2]).toBeCloseTo(pay, 6);
});

test("a pool pays its members its fund of each period, at most its cap", () => {
  const pooled = patched(company, {
    plans: { seller: { components: { bookings: { rate: 0 } } } },
    roles: { seller: { headcount: 4 } },
    pools: {
      bonus: {
        measure: "bookings",
        scope: "joint",
        period: "quarter",
        funding: { shareOfExcess: 0.1, over: 60_000 },
        cap: 10_000,
        members: ["seller"],
        by: "equal",
      },
    },
  });
  const months = payByMonth(pooled);
  for (const [q, pay] of [0, 1500, 10_000, 9000].entries())
    expect(months[3 * q + 2]).toBeCloseTo(pay, 6);
});

describe("a simulated year's row", () => {
  const { rows, layout, histogram } = years(patched(pair, { simulation: { luck: "deals" } }), 200);

  test("has months that add up to its totals", () => {
    const sums = [0, 1, 5];
    for (let r = 0; r < 200; r++) {
      const row = rows.subarray(r * layout.size, (r + 1) * layout.size);
      for (const [m, total] of sums.entries()) {
        const from = layout.months + m * layout.horizon;
        const sum = row.slice(from, from + 12).reduce((all, month) => all + month, 0);
        expect(sum).toBeCloseTo(row[total]!, 5);
      }
      const [
        bookings,
        revenue,
        margin,
        base,
        variable,
        pay,
        onCosts,
        spend,
        practices,
        attrition,
        discounts,
        contribution,
      ] = row;
      expect(margin).toBeCloseTo(0.8 * bookings!, 6);
      expect(revenue).toBeCloseTo(bookings!, 6);
      expect(pay).toBeCloseTo(base! + variable!, 6);
      expect([attrition, discounts]).toEqual([0, 0]);
      expect(contribution).toBeCloseTo(margin! - pay! - onCosts! - spend! - practices!, 6);
    }
  });

  test("has roles whose people's pay adds up to the company's", () => {
    for (let r = 0; r < 200; r++) {
      const row = rows.subarray(r * layout.size, (r + 1) * layout.size);
      expect(2 * row[layout.rolePay]! + 4 * row[layout.rolePay + 1]!).toBeCloseTo(row[5]!, 5);
      expect([0, 0.25, 0.5, 0.75, 1]).toContain(row[layout.atQuota + 1]);
      expect(row[layout.atQuota]).toBe(0);
    }
  });

  test("counts every person's year once in the histogram of pay", () => {
    const [marketers, sellers] = [0, 1].map((role) =>
      histogram
        .slice(role * PAY_BINS, (role + 1) * PAY_BINS)
        .reduce((sum, count) => sum + count, 0),
    );
    expect([marketers, sellers]).toEqual([400, 800]);
  });
});

test("without luck a simulated year is the expected first year", () => {
  const scenario = commission({ target: 100_000 });
  const { rows, layout } = years(scenario);
  const { firstYear } = headOf(chain(scenario)).scenarios[0]!.expected;
  const { bookings, variablePay, contribution } = firstYear.totals;
  expect(rows[0]).toBeCloseTo(bookings, 6);
  expect(rows[4]).toBeCloseTo(variablePay, 6);
  expect(rows[totalOrder.indexOf("contribution")]).toBeCloseTo(contribution, 6);
  expect(rows[layout.atQuota]).toBe(1);
});
