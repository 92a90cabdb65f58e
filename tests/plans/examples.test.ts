/**
 * Plans as documents write them, each with figures worked by hand: what forms of curve, bases, accumulations, gates,
 * multipliers, adjustments and pools come to in examples.
 */
import { describe, expect, test } from "vitest";
import { checkExamples, type JsonObject } from "#models";
import {
  figureText,
  onComponent,
  onPlan,
  scenarioWith,
  type Written,
} from "../support/examples.ts";

/** Fails with the figures that do not hold; returns how many were tried. */
function allHold(patch: JsonObject): void {
  const outcomes = checkExamples(scenarioWith(patch));
  expect(outcomes.length).toBeGreaterThan(0);
  const broken = outcomes.filter(({ verdict }) => verdict !== "holds");
  expect(broken.map((one) => `${figureText(one)}: ${one.why}`)).toEqual([]);
}

type Case = [title: string, component: Written, more?: Written];

function cases(list: Case[]): void {
  test.each(list)("%s", (_, component, more) => allHold(onComponent(component, more)));
}

const marginal = (tiers: object[], more: object = {}) => ({ kind: "marginal", tiers, ...more });

describe("curves", () => {
  cases([
    [
      "a rate on everything",
      { rate: 0.075, examples: [{ given: { measure: [0, 33333.33] }, pays: [0, 2500] }] },
    ],
    [
      // 2,499.99975 is 2,500.00; 1,234.565 × 10% is 123.4565.
      "cents are rounded half away from zero",
      {
        rate: 0.1,
        examples: [{ given: { measure: [0.05, 0.15, 1234.565] }, pays: [0.01, 0.02, 123.46] }],
      },
    ],
    [
      "a decelerator: less below target than above",
      {
        rate: 0.1,
        target: 1000,
        curve: marginal([
          { from: 0, rate: 0.5 },
          { from: 0.8, rate: 1 },
          { from: 1.2, rate: 0.25 },
        ]),
        // 40% + 40% + 5% of 100 at 140%.
        examples: [{ given: { attainment: [0.8, 1, 1.4] }, pays: [40, 60, 85] }],
      },
    ],
    [
      "bounds that belong to the tier below",
      {
        rate: 1,
        curve: {
          kind: "retroactive",
          tiers: [
            { from: 0, rate: 0.05 },
            { above: 10000, rate: 0.06 },
          ],
        },
        examples: [{ given: { measure: [10000, 10000.01] }, pays: [500, 600] }],
      },
    ],
    [
      "bands with both bounds",
      {
        rate: 1,
        curve: marginal([
          { from: 0, to: 50, rate: 2 },
          { from: 50, to: 80, rate: 3 },
          { from: 80, to: 100, rate: 4 },
        ]),
        examples: [
          { given: { measure: [50, 80, 100] }, pays: [100, 190, 270] },
          { given: { measure: 101 }, refused: true },
        ],
      },
    ],
    [
      "a stepped table of points of a score, for lump sums",
      {
        measure: "score",
        targetPay: 4800,
        curve: {
          kind: "stepped",
          rows: [
            { from: 3, share: 0.5 },
            { from: 4, share: 1 },
            { above: 4.5, share: 1.5 },
          ],
        },
        examples: [{ given: { measure: [2.9, 3, 4, 4.5, 4.51] }, pays: [0, 200, 400, 400, 600] }],
      },
      { measures: { score: { kind: "score", expected: 4 } } },
    ],
    [
      "a bounty for each new customer from the third",
      {
        measure: "won",
        rate: 500,
        curve: marginal([{ from: 2, rate: 1 }]),
        examples: [
          { given: { measure: [2, 3, 5] }, pays: [0, 500, 1500] },
          { given: { deals: [9000, 8000], before: 1 }, pays: [0, 500], credited: [2, 3] },
        ],
      },
    ],
    [
      "most pay of a period",
      {
        rate: 0.1,
        payAtMost: 800,
        examples: [{ given: { measure: [8000, 9000] }, pays: [800, 800] }],
      },
    ],
    [
      "a cap on attainment",
      {
        weight: 1,
        target: 1000,
        curve: marginal([{ from: 0, rate: 1 }], { cap: 1.5 }),
        examples: [{ given: { attainment: [1.5, 3] }, paysShare: [1.5, 1.5], pays: [7500, 7500] }],
      },
    ],
    [
      "attainment is rounded down to whole per cents before the lookup",
      {
        weight: 1,
        target: 3,
        roundAttainment: { to: 0.01, mode: "towardsZero" },
        curve: { kind: "stepped", rows: [{ from: 0.67, share: 1 }] },
        examples: [{ given: { measure: [2, 2.02] }, attains: [0.66, 0.67], paysShare: [0, 1] }],
      },
    ],
    [
      "and half up",
      {
        weight: 1,
        target: 3,
        roundAttainment: { to: 0.01 },
        curve: { kind: "stepped", rows: [{ from: 0.67, share: 1 }] },
        examples: [{ given: { measure: 2 }, attains: 0.67, paysShare: 1 }],
      },
    ],
    [
      "pay of a share of base salary",
      {
        period: "year",
        target: 1000,
        targetPay: "= 0.05 * basePay",
        examples: [{ given: { attainment: 1 }, pays: 3000 }],
      },
    ],
    [
      "a target that parameters make",
      {
        period: "quarter",
        target: "= plan / 4",
        rate: 0.1,
        curve: { kind: "lump", from: 1 },
        examples: [{ given: { measure: [24999.99, 25000] }, pays: [0, 2500] }],
      },
      { parameters: { plan: 100000 } },
    ],
    [
      "a currency without cents",
      { rate: 0.1, examples: [{ given: { measure: [14, 15] }, pays: [1, 2] }] },
      { currency: "JPY" },
    ],
  ]);
});

/** Three deals of 0.14 at a tenth, under a rounding. */
const tenths = (rounding: object | undefined, pays: number) =>
  onPlan({
    ...(rounding ? { rounding } : {}),
    components: {
      own: {
        measure: "bookings",
        scope: "individual",
        period: "month",
        rate: 0.1,
        examples: [{ given: { deals: [0.14, 0.14, 0.14] }, pays }],
      },
    },
  });

describe("deals", () => {
  cases([
    [
      "a table on each deal, the rate reached on all of it",
      {
        basis: "deal",
        rate: 1,
        curve: {
          kind: "retroactive",
          tiers: [
            { from: 0, rate: 0.02 },
            { from: 5000, rate: 0.03 },
          ],
        },
        examples: [
          { given: { deals: [4999, 5000] }, pays: [99.98, 150] },
          { given: { deals: [4999, 5000] }, pays: 249.98 },
        ],
      },
    ],
    [
      "most pay for one deal",
      {
        basis: "deal",
        rate: 0.1,
        payPerDealAtMost: 500,
        examples: [{ given: { deals: [4000, 6000] }, pays: [400, 500] }],
      },
    ],
    [
      "most of one deal that counts, and the least deal",
      {
        rate: 0.1,
        dealAtMost: 5000,
        dealAtLeast: 100,
        examples: [
          { given: { deals: [99, 100, 8000] }, pays: [0, 10, 500], credited: [0, 100, 5100] },
        ],
      },
    ],
    [
      // The first takes 400 at 10% and 600 at 20%.
      "deals in turn across a tier",
      {
        rate: 1,
        curve: marginal([
          { from: 0, rate: 0.1 },
          { from: 1000, rate: 0.2 },
        ]),
        examples: [{ given: { deals: [1000, 500], before: 600 }, pays: [160, 100] }],
      },
    ],
    [
      "split credit above the whole, with an overlay",
      {
        rate: 0.1,
        examples: [
          {
            given: {
              deals: [
                { amount: 1000, credit: { seller: 0.7, other: 0.3, engineer: 1 } },
                { amount: 500, credit: { seller: 1 } },
              ],
            },
            paysTo: { seller: 120, other: 30, engineer: 100 },
          },
        ],
      },
    ],
    [
      "a rate of one source",
      {
        sourcedBy: "oem",
        rate: 0.05,
        examples: [
          {
            given: {
              deals: [
                { amount: 1000, source: "oem" },
                { amount: 1000, source: "outbound" },
              ],
            },
            pays: [50, 0],
          },
        ],
      },
    ],
    [
      "half commission on one source, whole credit towards target",
      {
        weight: 1,
        target: 10000,
        commissionable: { oem: 0.5 },
        // 60,000 a year is 5,000 a month; 10,000 of credit, of which 8,000 is paid on.
        examples: [
          {
            given: { deals: [{ amount: 4000, source: "oem" }, 6000] },
            pays: 4000,
            attains: [0.4, 1],
          },
        ],
      },
    ],
    [
      "a SPIFF within its window",
      {
        measure: "won",
        rate: 250,
        window: { from: "2027-04-01", to: "2027-06-30" },
        examples: [
          {
            given: {
              deals: [
                { amount: 1, won: "2027-03-31" },
                { amount: 1, won: "2027-04-01" },
                { amount: 1, won: "2027-06-30" },
                { amount: 1, won: "2027-07-01" },
              ],
            },
            pays: [0, 250, 250, 0],
          },
        ],
      },
    ],
    [
      "split cents add up: a third of 100 three times",
      {
        rate: 1,
        target: 3,
        curve: { kind: "flat" },
        examples: [{ given: { deals: [1, 1, 1] }, pays: [1, 1, 1] }],
      },
    ],
  ]);

  test("money is rounded deal by deal where the plan says so", () => {
    allHold(tenths(undefined, 0.04)); // 0.042
    allHold(tenths({ each: "deal" }, 0.03)); // 0.014 three times
    allHold(tenths({ places: 0, mode: "awayFromZero" }, 1));
  });
});

describe("periods", () => {
  const tiers = marginal([
    { from: 0, rate: 0.05 },
    { from: 1, rate: 0.1 },
  ]);
  cases([
    [
      "weights of quarters",
      {
        period: "quarter",
        weight: 1,
        target: 100,
        periodWeights: [0.2, 0.2, 0.2, 0.4],
        examples: [
          { given: { periods: [100, 50, 100, 100] }, pays: [12000, 6000, 12000, 24000] },
          { given: { attainment: 1, period: 4 }, pays: 24000 },
          { given: { attainment: 1 }, pays: 12000 },
        ],
      },
    ],
    [
      "the year to date never takes back",
      {
        period: "quarter",
        accumulation: "yearToDate",
        prorate: true,
        target: 400,
        rate: 1,
        curve: tiers,
        // Due so far: 5 + 10 = 15 of 200 against 100; then 200 against 200: 10, less 15.
        examples: [{ given: { periods: [200, 0, 100, 100] }, pays: [15, 0, 0, 5] }],
      },
    ],
    [
      "or does, where it recovers",
      {
        period: "quarter",
        accumulation: "yearToDate",
        prorate: true,
        recover: true,
        target: 400,
        rate: 1,
        curve: tiers,
        examples: [
          { given: { periods: [200, 0, 100, 100] }, pays: [15, -5, 5, 5], attains: [2, 1, 1, 1] },
        ],
      },
    ],
    [
      "the year to date in a stated quarter",
      {
        period: "quarter",
        accumulation: "yearToDate",
        prorate: true,
        target: 400,
        weight: 1,
        examples: [
          { given: { measure: 100, period: 2 }, paysShare: 0.5, pays: 15000 },
          { given: { measure: 400 }, paysShare: 1, pays: 60000 },
        ],
      },
    ],
    [
      "a hurdle that the year to date may meet",
      {
        period: "quarter",
        weight: 1,
        target: 100,
        gates: { hurdle: { measure: "bookings", attainmentAtLeast: 0.7, orYearToDate: true } },
        // The year so far: 60%, 75%, 70%, 68.75%.
        examples: [{ given: { periods: [60, 90, 60, 65] }, pays: [0, 13500, 9000, 0] }],
      },
    ],
    [
      "without the year to date each quarter stands alone",
      {
        period: "quarter",
        weight: 1,
        target: 100,
        gates: { hurdle: { measure: "bookings", attainmentAtLeast: 0.7 } },
        examples: [{ given: { periods: [60, 90, 60, 70] }, pays: [0, 13500, 0, 10500] }],
      },
    ],
    [
      "halves of a year",
      {
        period: "half",
        weight: 0.5,
        target: 10,
        examples: [{ given: { periods: [10, 5] }, pays: [15000, 7500] }],
      },
    ],
  ]);
});

describe("gates, multipliers and matrices", () => {
  const pipeline = { measure: "pipeline", scope: "joint", target: 1000 };
  cases([
    [
      "a gate on another measure, at target where an example does not say",
      {
        weight: 1,
        target: 100,
        gates: { pipeline: { ...pipeline, attainmentAbove: 0.9 } },
        examples: [
          { given: { attainment: 1 }, paysShare: 1 },
          { given: { attainment: [1, 1], with: { pipeline: [0.9, 0.91] } }, paysShare: [0, 1] },
        ],
      },
    ],
    [
      "a cap while a gate is shut, the lower of two",
      {
        weight: 1,
        target: 100,
        gates: {
          one: { ...pipeline, attainmentAtLeast: 1, otherwise: { shareAtMost: 1 } },
          last: {
            measure: "renewals",
            target: 1,
            attainmentAtLeast: 1,
            otherwise: { shareAtMost: 2 },
          },
          two: { measure: "margin", target: 1, valueAtLeast: 0.6, otherwise: { shareAtMost: 0.8 } },
        },
        examples: [
          { given: { attainment: 1.5, with: { one: 1, two: 0.6 } }, paysShare: 1.5 },
          { given: { attainment: 1.5, with: { one: 0.9, two: 0.6 } }, paysShare: 1 },
          { given: { attainment: 1.5, with: { one: 0.9, two: 0.5 } }, paysShare: 0.8 },
          { given: { attainment: 0.5, with: { one: 0.9, two: 0.5 } }, paysShare: 0.5 },
          { given: { attainment: 3, with: { one: 0.9, last: 0.9 } }, paysShare: 1 },
        ],
      },
      { measures: { margin: { kind: "score", expected: 0.7 } } },
    ],
    [
      "a gate on the quarter's own value",
      {
        rate: 0.1,
        gates: { floor: { measure: "bookings", valueAtLeast: 1000 } },
        examples: [{ given: { measure: [999, 1000] }, pays: [0, 100] }],
      },
    ],
    [
      "factors multiply after the curve, and the most pay comes last",
      {
        weight: 1,
        target: 100,
        payAtMost: 6000,
        multipliers: {
          quality: {
            ...pipeline,
            curve: {
              points: [
                [0.8, 0.5],
                [1, 1],
                [1.2, 1.5],
              ],
            },
          },
          renewals: {
            measure: "renewals",
            target: 1,
            curve: {
              kind: "stepped",
              rows: [
                { from: 0, share: 0.9 },
                { from: 1, share: 1.1 },
              ],
            },
          },
        },
        examples: [
          {
            given: { attainment: 1, with: { quality: 0.9, renewals: 1 } },
            paysShare: 0.825,
            pays: 4125,
          },
          { given: { attainment: 1, with: { quality: 1.2, renewals: 0.99 } }, pays: 6000 },
        ],
      },
    ],
    [
      "a factor of the component's own measure",
      {
        rate: 0.1,
        target: 1000,
        multipliers: {
          own: {
            measure: "bookings",
            curve: {
              points: [
                [0.5, 0.5],
                [1, 1],
              ],
            },
          },
        },
        examples: [{ given: { measure: [500, 750, 2000] }, pays: [25, 56.25, 200] }],
      },
    ],
    [
      "a matrix in steps, and blended",
      {
        weight: 1,
        target: 100,
        curve: {
          kind: "matrix",
          across: pipeline,
          rows: [0.8, 1],
          columns: [0.8, 1],
          shares: [
            [0.4, 0.8],
            [0.6, 1],
          ],
          between: "linear",
        },
        examples: [
          { given: { attainment: 0.9, with: { across: 0.9 } }, paysShare: 0.7 },
          { given: { attainment: 1.5 }, paysShare: 1 },
          { given: { attainment: 0.79, with: { across: 2 } }, paysShare: 0 },
        ],
      },
    ],
  ]);
});

const part = (weight: number) => ({
  measure: "bookings",
  scope: "individual",
  period: "quarter",
  target: 100,
  weight,
});

describe("a plan's adjustments", () => {
  const commission = {
    own: { measure: "bookings", scope: "individual", period: "month", rate: 0.1 },
  };
  const adjusted = (adjustments: object, ...examples: object[]): JsonObject =>
    onPlan({ components: commission, adjustments, examples }, { parameters: { share: 0.01 } });

  test("a draw by the quarter", () => {
    allHold(
      adjusted(
        { draw: { kind: "draw", amount: 6000, per: "quarter", recoverable: true } },
        {
          given: { periods: [5000, 7000, 6500, 6000], each: "quarter" },
          pays: [6000, 6000, 6500, 6000],
          owed: [1000, 0, 0, 0],
        },
      ),
    );
  });

  test("a guarantee of a share of on-target earnings", () => {
    // 1% of 60,000 and 60,000.
    allHold(
      adjusted(
        { floor: { kind: "guarantee", amount: "= share * ote" } },
        { given: { periods: [100, 1300] }, pays: [1200, 1300] },
      ),
    );
  });

  test("a holdback and what is held after each month", () => {
    allHold(
      adjusted(
        { kept: { kind: "holdback", share: 0.1, releasedAfterMonths: 2 } },
        {
          given: { periods: [1000, 2000, 0, 0] },
          pays: [900, 1800, 100, 200],
          owed: [100, 300, 200, 0],
        },
      ),
    );
  });

  test("a cap of the year's pay at twice target, then a guarantee by the month", () => {
    allHold(
      adjusted(
        {
          cap: { kind: "cap", per: "quarter", shareOfTarget: 2 },
          floor: { kind: "guarantee", amount: 1000, months: 2 },
        },
        // Target pay is 15,000 a quarter, so 30,000 at most; months below 1,000 are made up in the first two.
        { given: { periods: [500, 2000, 40000] }, pays: [1000, 2000, 27500] },
      ),
    );
  });

  test("a clawback, whole within its months and not after", () => {
    allHold(
      adjusted(
        { back: { kind: "clawback", method: "full", withinMonths: 3 } },
        {
          given: { paid: [100, 250.5], cancelledAfterMonths: 2, termMonths: 12 },
          pays: [-100, -250.5],
        },
        { given: { paid: 100, cancelledAfterMonths: 3, termMonths: 12 }, pays: 0 },
      ),
    );
  });

  test("components of one period together, by attainment and by measure", () => {
    allHold(
      onPlan({
        components: { one: part(0.75), two: part(0.25) },
        examples: [
          // 11,250 × 0.9 + 3,750 × 1.2
          { given: { attainments: { one: 0.9, two: 1.2 } }, pays: 14625 },
          { given: { measures: { one: 90, two: 120 } }, pays: 14625 },
        ],
      }),
    );
  });
});

describe("pools and accounting", () => {
  const pool = {
    measure: "bookings",
    scope: "joint",
    period: "quarter",
    members: ["rep"],
    by: "equal",
  };
  const pooled = (parts: object): JsonObject =>
    onPlan({ components: {} }, { pools: { joint: { ...pool, ...parts } } });

  test("a pool is shared out to the cent, the cents left over to the largest remainders", () => {
    allHold(
      pooled({
        funding: { shareOfExcess: 0.05, over: 100 },
        examples: [
          {
            given: { fund: 100, among: { a: 1, b: 1, c: 1 } },
            paysTo: { a: 33.34, b: 33.33, c: 33.33 },
          },
          // 100 by 6, 3 and 2 of 11: 54.545…, 27.272…, 18.181…; the cent goes to the largest rest, .545 of a cent.
          {
            given: { fund: 100, among: { a: 6, b: 3, c: 2 } },
            paysTo: { a: 54.55, b: 27.27, c: 18.18 },
          },
        ],
      }),
    );
  });

  test("what funds it, up to its cap", () => {
    allHold(
      pooled({
        cap: 40,
        funding: { shareOfExcess: 0.05, over: 100 },
        examples: [{ given: { measure: [99, 300, 2000] }, pays: [0, 10, 40] }],
      }),
    );
    allHold(
      pooled({
        funding: { amount: 400, target: 100, curve: { kind: "threshold", threshold: 0.5 } },
        examples: [{ given: { measure: [50, 75, 100] }, pays: [0, 50, 100] }],
      }),
    );
  });

  test("a pool whose members all have 0 cannot be shared", () => {
    const [outcome] = checkExamples(
      scenarioWith(
        pooled({
          funding: { shareOfExcess: 0.05, over: 100 },
          examples: [{ given: { fund: 100, among: { a: 0 } }, paysTo: { a: 100 } }],
        }),
      ),
    );
    expect(outcome).toMatchObject({ verdict: "fails", got: "cannot be run" });
  });

  test("capitalised commission by month, and what is left", () => {
    allHold(
      onPlan(
        { components: {} },
        {
          accounting: {
            // 100 ÷ 3 is 33.333…
            examples: [
              {
                given: { capitalised: 100, months: 3 },
                pays: [33.33, 33.33, 33.34],
                assetAfter: { 0: 100, 1: 66.67, 3: 0 },
              },
            ],
          },
        },
      ),
    );
  });
});
