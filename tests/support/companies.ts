/** Small companies at random, and changes to their plans: all of them valid scenarios. */
import fc from "fast-check";
import { type JsonObject, validateScenario } from "#models";
import { risingCurve } from "./curves.ts";
import { chain, patched } from "./scenarios.ts";

const share = (min = 0, max = 100) => fc.integer({ min, max }).map((i) => i / 100);
const period = fc.constantFrom("month", "quarter", "half", "year");
const season = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 12, maxLength: 12 });

const lag = fc.record({
  months: fc.constantFrom(0, 0.5, 1, 3, 7.25),
  shape: fc.constantFrom("fixed", "geometric", "gamma"),
});

/** Rates from never to always. */
const rate = fc.oneof(share(), fc.constantFrom(0, 1));
const conversion = fc.record({ rate, quality: share(0, 60), lag }, { requiredKeys: ["rate"] });

const inflow = fc.constantFrom(0, 0.3, 4, 60);

const segment = fc.record(
  {
    dealSize: fc.record({ mean: fc.constantFrom(1, 5000, 40_000), cv: fc.constantFrom(0, 0.7) }),
    grossMargin: share(1),
    termMonths: fc.constantFrom(0, 1, 5, 12, 24),
    renewalRate: share(0, 95),
    season,
    sources: fc.record({
      inbound: fc.record({
        team: fc.constant("marketing"),
        entersAt: fc.constant("lead"),
        perMonth: inflow,
      }),
      outbound: fc.record({
        team: fc.constant("sales"),
        entersAt: fc.constantFrom("mql", "opportunity"),
        perMonth: inflow,
        expansion: fc.boolean(),
      }),
    }),
    conversions: fc.record({ lead: conversion, mql: conversion, opportunity: conversion }),
  },
  { requiredKeys: ["dealSize", "grossMargin", "sources", "conversions"] },
) as fc.Arbitrary<JsonObject>;

const headcount = fc.constantFrom(1, 2, 5);

function component(measures: readonly string[], scope: string): fc.Arbitrary<JsonObject> {
  return fc
    .record({
      measure: fc.constantFrom(...measures),
      period,
      curve: risingCurve,
      size: fc.constantFrom<JsonObject>({ targetPay: 6000 }, { weight: 0.5 }),
      // Of any size beside what the status quo reaches, which may be nothing.
      target: fc.constantFrom(
        "= max(statusQuo, 1)",
        "= 0.7 * max(statusQuo, 0.5)",
        "= 1.3 * statusQuo + 1",
      ),
      accumulation: fc.constantFrom<JsonObject>(
        {},
        { accumulation: "yearToDate" },
        { accumulation: "yearToDate", prorate: true },
      ),
    })
    .map(({ size, accumulation, curve, ...rest }) => {
      // An average cannot be added up over the year.
      const adds = rest.measure !== "winRate" && rest.measure !== "leadQuality";
      const over = adds ? accumulation : {};
      return { ...rest, ...size, ...over, scope, curve } as unknown as JsonObject;
    });
}

const shared = [
  "opportunity",
  "bookings",
  "pipeline",
  "revenue",
  "renewals",
  "winRate",
  "leadQuality",
];
const owned = ["opportunity", "won", "bookings", "pipeline", "grossMargin", "winRate"];

/** Components of one plan: one to three of them. */
function plan(parts: Record<string, fc.Arbitrary<JsonObject>>): fc.Arbitrary<JsonObject> {
  const [first] = Object.keys(parts);
  return fc.record(parts, { requiredKeys: [first!] }).map((components) => ({ components }));
}

const plans = fc.record({
  marketer: plan({
    leads: component(["lead", "mql", "pipeline", "leadQuality"], "team"),
    joint: component(shared, "joint"),
  }),
  seller: plan({
    own: component(owned, "individual"),
    team: component(shared, "team"),
    joint: component(shared, "joint"),
  }),
}) as fc.Arbitrary<JsonObject>;

const pool: fc.Arbitrary<JsonObject> = fc
  .record({
    measure: fc.constantFrom("bookings", "pipeline"),
    scope: fc.constant("joint"),
    period,
    funding: fc.record({
      shareOfExcess: share(0, 20),
      over: fc.constantFrom("= max(statusQuo, 1)", 100_000),
    }),
    by: fc.constantFrom("equal", "targetVariable"),
    cap: fc.option(fc.constantFrom(0, 5000), { nil: undefined }),
  })
  .map(({ cap, ...rest }) => ({
    ...rest,
    ...(cap === undefined ? {} : { cap }),
    members: ["marketer", "seller"],
  }));

/** Enough to work for whatever the plan pays: some of these pay nothing. */
const stake: JsonObject = { nonPayStake: 20_000 };

/** Two roles on one segment, with whatever luck, season, lags, terms and plans; extremes included. */
export const anyCompany: fc.Arbitrary<JsonObject> = fc
  .record({
    segment,
    plans,
    pool: fc.option(pool, { nil: undefined }),
    marketers: headcount,
    sellers: headcount,
    ownLuck: fc.option(fc.constantFrom(0, 0.4), { nil: undefined }),
    skillLogSd: fc.constantFrom(0, 0.3),
    shocks: fc.constantFrom<JsonObject>({}, { lead: 0, quality: 0, close: 0 }, { close: 0.5 }),
    luck: fc.constantFrom("deals", "logNormal"),
    risk: fc.constantFrom("cara", "meanVariance"),
    months: fc.constantFrom(12, 24),
    start: fc.constantFrom("2027-01", "2027-10"),
    seed: fc.nat({ max: 1000 }),
  })
  .map((given): JsonObject => ({
    format: 1,
    name: "Any",
    currency: "USD",
    calendar: { start: given.start, months: given.months },
    funnel: { stages: ["lead", "mql", "opportunity", "won"], segments: { all: given.segment } },
    roles: {
      marketer: {
        team: "marketing",
        headcount: given.marketers,
        basePay: 60_000,
        targetVariable: 12_000,
        plan: "marketer",
        tasks: { volume: stake, quality: stake, enablement: stake },
      },
      seller: {
        team: "sales",
        headcount: given.sellers,
        basePay: 60_000,
        targetVariable: 60_000,
        plan: "seller",
        tasks: { followUp: stake, selling: stake, feedback: stake },
        skillLogSd: given.skillLogSd,
        ...(given.ownLuck === undefined ? {} : { ownLuck: given.ownLuck }),
      },
    },
    plans: given.plans,
    ...(given.pool ? { pools: { bonus: given.pool } } : {}),
    behaviour: { risk: given.risk, riskAversion: given.risk === "cara" ? 2e-6 : 1e-9 },
    uncertainty: { shocks: given.shocks },
    simulation: { runs: 8, seed: given.seed, luck: given.luck },
  }));

/** A change of plan, people or alignment that fits any of these companies. */
export const anyChange: fc.Arbitrary<JsonObject> = fc
  .tuple(
    fc.option(
      fc.record({
        seller: plan({ extra: component(owned, "individual") }),
      }) as fc.Arbitrary<JsonObject>,
      { nil: undefined },
    ),
    fc.constantFrom<JsonObject>(
      {},
      { roles: { seller: { headcount: 3 } } },
      { roles: { marketer: { targetVariable: 30_000 } } },
      { alignment: { level: 0.8 }, behaviour: { lambdaA: 0.1 } },
      { alignment: { practices: { jointMeeting: { adoption: 1 }, teamGoals: { adoption: 0.5 } } } },
    ),
  )
  .map(([extra, rest]) => patched({}, rest, extra ? { plans: extra } : {}));

/** False for the rare company in which a cliff next to what is reached punishes work, which is refused. */
export function calibrates(root: JsonObject): boolean {
  return validateScenario(chain(root)).every(({ code }) => code !== "not-calibrated");
}
