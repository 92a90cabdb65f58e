/** Contracts: how bookings become revenue over their term, and renew at its end. */
import { describe, expect, test } from "vitest";
import type { JsonObject } from "#models";
import { contractMonths } from "../../models/funnel/path.ts";
import { chain, headOf, patched, solo } from "../support/scenarios.ts";

function monthsOf(
  term: { months: number; renewalRate: number },
  bookings: number[],
  history: number[],
) {
  const out = {
    renewals: new Float64Array(bookings.length),
    revenue: new Float64Array(bookings.length),
  };
  contractMonths(term, Float64Array.from(bookings), Float64Array.from(history), out);
  return { renewals: [...out.renewals], revenue: [...out.revenue] };
}

// Contracts of three months, half renewed. Signed before the start, oldest first: 120, 60, 90.
//   month     0            1            2            3
//   booked    30           0            60           12
//   renewed   120/2 = 60   60/2 = 30    90/2 = 45    (30 + 60)/2 = 45
//   signed    90           30           105          57
//   revenue   a third of the last three months' contracts: 240/3, 210/3, 225/3, 192/3
test("contracts of three months, half of them renewed, month by month", () => {
  const got = monthsOf({ months: 3, renewalRate: 0.5 }, [30, 0, 60, 12], [120, 60, 90]);
  expect(got.renewals).toEqual([60, 30, 45, 45]);
  for (const [t, revenue] of [80, 70, 75, 64].entries())
    expect(got.revenue[t]).toBeCloseTo(revenue, 12);
});

test("without a term revenue is there with the booking, and nothing is left to renew", () => {
  const got = monthsOf({ months: 0, renewalRate: 0.5 }, [30, 0, 60], []);
  expect(got).toEqual({ renewals: [0, 0, 0], revenue: [30, 0, 60] });
});

test("a steady book gives the same revenue every month: bookings over one less the renewal rate", () => {
  const value = 100 / (1 - 0.8);
  const history = Array.from({ length: 12 }, () => value);
  const got = monthsOf(
    { months: 12, renewalRate: 0.8 },
    Array.from({ length: 24 }, () => 100),
    history,
  );
  for (const revenue of got.revenue) expect(revenue).toBeCloseTo(500, 9);
  for (const renewed of got.renewals) expect(renewed).toBeCloseTo(400, 9);
});

function segment(patch: JsonObject): JsonObject {
  return { funnel: { segments: { all: patch } } };
}

function paidOn(measure: string): JsonObject {
  return { measure, scope: "team", period: "quarter", target: "= statusQuo", targetPay: 1000 };
}

describe("a company of yearly contracts, four in five renewed", () => {
  const root = patched(solo, segment({ termMonths: 12, renewalRate: 0.8 }), {
    behaviour: { response: false },
  });
  const of = (...patches: JsonObject[]) => headOf(chain(root, ...patches)).scenarios[0]!.expected;

  // 60,000 a year booked; in the steady year as much is signed as 60,000/(1 − 0.8).
  test("stands on the steady book of its status quo", () => {
    const { firstYear, steadyState } = of();
    expect(firstYear.totals.revenue).toBeCloseTo(300_000, 6);
    expect(firstYear.funnel.renewals).toBeCloseTo(240_000, 6);
    expect(steadyState.totals.revenue).toBeCloseTo(300_000, 6);
    expect(steadyState.funnel.renewals).toBeCloseTo(240_000, 6);
  });

  // A twelfth of 5,000 more each month: 1/12, 2/12 … of the year's extra 60,000 as revenue of the first year's months.
  test("books twice as much and sees it in revenue bit by bit", () => {
    const { firstYear, steadyState } = of(segment({ sources: { own: { perMonth: 20 } } }));
    expect(firstYear.totals.bookings).toBeCloseTo(120_000, 6);
    for (const [t, revenue] of firstYear.months.revenue.entries()) {
      expect(revenue).toBeCloseTo(25_000 + (5000 * (t + 1)) / 12, 6);
    }
    expect(steadyState.totals.revenue).toBeCloseTo(600_000, 6);
  });

  // Contracts worth 120,000 a year are running: 10,000 a month, of which 8,000 renew, and 5,000 are booked.
  test("starts from the value of the contracts it states", () => {
    const { firstYear } = headOf(chain(patched(root, segment({ openingAnnualValue: 120_000 }))))
      .scenarios[0]!.expected;
    for (const [t, revenue] of firstYear.months.revenue.entries()) {
      expect(revenue).toBeCloseTo(10_000 + (3000 * (t + 1)) / 12, 6);
    }
    expect(firstYear.funnel.renewals).toBeCloseTo(96_000, 6);
  });

  test("has its revenue steady in every month of a season, whatever the term", () => {
    const season = [0.5, 1, 1.5, 1, 1, 1, 0.5, 0.5, 1.5, 1, 1, 1.5];
    for (const termMonths of [12, 24, 36]) {
      const { firstYear, steadyState } = headOf(
        chain(patched(root, segment({ termMonths, season }), { calendar: { months: 24 } })),
      ).scenarios[0]!.expected;
      for (const revenue of firstYear.months.revenue) {
        expect(revenue).toBeCloseTo(steadyState.totals.revenue / 12, 6);
      }
    }
  });

  test("comes round every year in a season, however short the term", () => {
    const season = [0.5, 1, 1.5, 1, 1, 1, 0.5, 0.5, 1.5, 1, 1, 1.5];
    for (const termMonths of [1, 3, 5, 6, 18]) {
      const { firstYear, steadyState } = headOf(
        chain(patched(root, segment({ termMonths, season }), { calendar: { months: 36 } })),
      ).scenarios[0]!.expected;
      const { revenue } = firstYear.months;
      expect(firstYear.totals.revenue).toBeCloseTo(steadyState.totals.revenue, 6);
      for (let t = 12; t < 36; t++) expect(revenue[t]).toBeCloseTo(revenue[t - 12]!, 6);
    }
  });

  test("renewals and revenue are measures that can be paid on, in the state the book is in", () => {
    const paid = patched(root, {
      plans: {
        seller: {
          components: { renewed: paidOn("renewals"), recognised: paidOn("revenue") },
        },
      },
    });
    const { components } = headOf(chain(paid)).scenarios[0]!.expected.firstYear.roles["seller"]!;
    expect(components["renewed"]!.target).toBeCloseTo(60_000, 6);
    expect(components["renewed"]!.pay).toBeCloseTo(1000, 6);
    expect(components["recognised"]!.target).toBeCloseTo(75_000, 6);
    expect(components["recognised"]!.pay).toBeCloseTo(1000, 6);
  });
});

test("without a term nothing renews, in the steady year as in the first", () => {
  const root = patched(solo, {
    funnel: { segments: { all: { termMonths: 0, renewalRate: 0.5 } } },
  });
  const { firstYear, steadyState } = headOf(chain(root)).scenarios[0]!.expected;
  expect(firstYear.funnel.renewals).toBe(0);
  expect(steadyState.funnel.renewals).toBe(0);
  expect(steadyState.totals.revenue).toBeCloseTo(60_000, 6);
});
