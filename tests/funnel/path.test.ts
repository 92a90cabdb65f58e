/** Months: the way from the status quo's opening pipeline to the steady year of a plan. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "#models";
import type { Solved } from "../../models/company/solve.ts";
import { handOverPush } from "../../models/company/year.ts";
import { evaluatePath, monthPath, steadySeason } from "../../models/funnel/path.ts";
import { movedRate } from "../../models/funnel/flow.ts";
import { chain, headOf, pair, patched, solo, solved } from "../support/scenarios.ts";

/** Mean entries by month of a flow to a stage, opening and fresh together, at the efforts a solution stands at. */
function monthsOf({ model, space }: Solved, flow: number, stage: number): number[] {
  const { funnel } = model;
  const path = monthPath(funnel);
  const opening = { attempts: model.attempts, handOverPush: handOverPush(model) };
  evaluatePath(funnel, space.flows, opening, path);
  const at = (flow * funnel.stages.length + stage) * funnel.months;
  return Array.from(
    { length: funnel.months },
    (_, t) => path.opening[at + t]! + path.fresh[at + t]!,
  );
}

const season = [0.5, 1, 1.5, 1, 1, 1, 0.5, 0.5, 1.5, 1, 1, 1.5];
const lag = fc.record({
  months: fc.integer({ min: 0, max: 80 }).map((i) => i / 10),
  shape: fc.constantFrom("fixed", "geometric", "gamma"),
});
const spend = fc.constantFrom<JsonObject | undefined>(
  undefined,
  { perMonth: 5000 },
  { perMonth: 5000, reference: 4000 },
  { perMonth: 5000, saturation: { half: 3000, carryover: 0.6 } },
);

test("where nothing changes the months are those of the steady year, from the first on", () => {
  const law = fc.property(
    fc.tuple(lag, lag, lag, lag),
    fc.option(fc.constant(season), { nil: undefined }),
    spend,
    fc.record({ start: fc.integer({ min: 1, max: 12 }), months: fc.constantFrom(12, 24) }),
    (lags, seasonal, paid, calendar) => {
      const stages = ["lead", "mql", "sql", "opportunity"];
      const conversions = Object.fromEntries(stages.map((stage, s) => [stage, { lag: lags[s]! }]));
      const root = patched(pair, {
        calendar: {
          start: `2027-${String(calendar.start).padStart(2, "0")}`,
          months: calendar.months,
        },
        funnel: {
          segments: {
            all: {
              conversions,
              sources: { inbound: paid ? { spend: paid } : {} },
              ...(seasonal ? { season: seasonal } : {}),
            },
          },
        },
      });
      for (const loaded of [chain(root), chain(root, {})]) {
        const one = solved(loaded);
        const { funnel, seasons } = one.model;
        for (const flow of [0, 1]) {
          for (let s = funnel.flows[flow]!.entry; s < 5; s++) {
            const yearly = one.space.flows.entries[flow * 5 + s]!;
            for (const [t, entries] of monthsOf(one, flow, s).entries()) {
              const factor = seasons[flow]![s * 12 + ((funnel.firstMonth + t) % 12)]!;
              expect(entries).toBeCloseTo((yearly / 12) * factor, 6);
            }
          }
        }
      }
    },
  );
  fc.assert(law, { numRuns: 25 });
});

// Only proportions count: twelve factors of mean 1. With a lag of two months the third stage sees the year two later.
test("seasons travel down the funnel with the lags, and add nothing to the year", () => {
  const { model } = solved(
    chain(
      patched(pair, {
        funnel: {
          segments: {
            all: {
              season: season.map((factor) => 7 * factor),
              conversions: { lead: { lag: { months: 2 } } },
            },
          },
        },
      }),
    ),
  );
  const factors = steadySeason(model.funnel.flows[0]!, 5);
  for (let month = 0; month < 12; month++) {
    expect(factors[month]).toBeCloseTo(season[month]!, 12);
    expect(factors[12 + ((month + 2) % 12)]).toBeCloseTo(season[month]!, 12);
  }
  const year = factors.slice(48, 60).reduce((sum, factor) => sum + factor, 0);
  expect(year).toBeCloseTo(12, 12);
});

function tenPeople(team: string, tasks: JsonObject): JsonObject {
  return { team, headcount: 10, basePay: 1000, targetVariable: 0, tasks };
}

// 100 leads a month, half become deals two months later. A task of the seller moves that rate; lead quality moves it
// too, and is the marketer's. The first two months' leavers came in before the first month.
describe("a funnel of two stages with a lag of two months", () => {
  const root: JsonObject = {
    ...solo,
    funnel: {
      stages: ["lead", "won"],
      segments: {
        all: {
          dealSize: { mean: 1000 },
          grossMargin: 0.8,
          sources: { inbound: { team: "marketing", entersAt: "lead", perMonth: 100 } },
          conversions: { lead: { rate: 0.5, quality: 1, lag: { months: 2 } } },
        },
      },
    },
    roles: {
      marketer: tenPeople("marketing", { writing: { effects: { quality: 1 } } }),
      seller: tenPeople("sales", { selling: { effects: { "rate.lead": 1 } } }),
    },
    plans: {},
    behaviour: { response: false },
  };

  /** Deals by month when a role has twice its people: work of 2. */
  function dealsWith(patch: JsonObject): number[] {
    return monthsOf(solved(chain(root, patch)), 0, 1);
  }

  const pushed = 100 * movedRate(0.5, Math.log(2));

  test("effort acts on everything that leaves the stage, from the first month on", () => {
    const deals = dealsWith({ roles: { seller: { headcount: 20 } } });
    for (const won of deals) expect(won).toBeCloseTo(pushed, 9);
  });

  test("quality stays with the items it was made with", () => {
    const deals = dealsWith({ roles: { marketer: { headcount: 20 } } });
    expect(deals.slice(0, 2)).toEqual([50, 50]);
    for (const won of deals.slice(2)) expect(won).toBeCloseTo(pushed, 9);
  });

  test("more leads become more deals when the lag has passed", () => {
    const more = { funnel: { segments: { all: { sources: { inbound: { perMonth: 160 } } } } } };
    expect(dealsWith(more)).toEqual([50, 50, ...Array.from({ length: 10 }, () => 80)]);
  });

  test("a source the status quo lacks starts with an empty pipeline", () => {
    const fair = { team: "marketing", entersAt: "lead", perMonth: 10 };
    const one = solved(chain(root, { funnel: { segments: { all: { sources: { fair } } } } }));
    expect(monthsOf(one, 1, 1)).toEqual([0, 0, ...Array.from({ length: 10 }, () => 5)]);
  });

  // By quarters A' = A + 0.1·(1 − A) − 0.08·(A − 0.3): 0.4, 0.452, …; u out of the hand-over stage is λ·(A − 0.4).
  test("alignment moves the hand-over quarter by quarter, on what leaves it then", () => {
    const deals = dealsWith({
      alignment: {
        level: 0.4,
        practices: { meeting: { path: "alignment", effect: 0.1, hours: 0 } },
      },
      behaviour: { lambdaA: 0.2 },
    });
    for (const [quarter, level] of [0.4, 0.452, 0.49464, 0.5296048].entries()) {
      for (const won of deals.slice(3 * quarter, 3 * quarter + 3)) {
        expect(won).toBeCloseTo(100 * movedRate(0.5, 0.2 * (level - 0.4)), 9);
      }
    }
  });
});

test("a plan shows in bookings only as fast as the cycle lets it", () => {
  const lagged = patched(pair, {
    behaviour: { response: false },
    funnel: { segments: { all: { conversions: { opportunity: { lag: { months: 6 } } } } } },
  });
  const more = { funnel: { segments: { all: { sources: { outbound: { perMonth: 10 } } } } } };
  const { firstYear, steadyState } = headOf(chain(lagged, more)).scenarios[0]!.expected;
  const { bookings } = firstYear.months;
  const before = 450_000 / 12;
  for (const month of bookings.slice(0, 6)) expect(month).toBeCloseTo(before, 6);
  for (const month of bookings.slice(6)) expect(month).toBeCloseTo(before + 12_500, 6);
  expect(steadyState.totals.bookings).toBeCloseTo(600_000, 6);
  expect(firstYear.totals.bookings).toBeCloseTo(450_000 + 6 * 12_500, 6);
});
