/**
 * Findings on curves, worked by hand on one seller with 60,000 of own bookings a year beside a target of 60,000, who is
 * paid 6,000 at target beside a base of 10,000: OTE 16,000, so that a note starts at 160 and a warning at 320.
 */
import { describe, expect, test } from "vitest";
import type { Finding, JsonObject } from "#models";
import { calm, chain, headOf, patched, plainPeople, solo } from "../../support/scenarios.ts";

const seller = patched(solo, calm, plainPeople, {
  behaviour: { response: false },
  simulation: { luck: "logNormal", runs: 64, seed: 3 },
  roles: { seller: { basePay: 10_000, tasks: { selling: { nonPayStake: 10_000 } } } },
});

/** Own luck of one person: attainment is log-normal with mean 1 and this log-sd. */
const luck = (ownLuck: number): JsonObject => ({ roles: { seller: { ownLuck } } });

const paying = (component: JsonObject, plan: JsonObject = {}): JsonObject => ({
  plans: {
    seller: {
      components: { bookings: { rate: null, weight: 1, target: 60_000, ...component } },
      ...plan,
    },
  },
});
const curve = (points: [number, number][], rest: JsonObject = {}) =>
  paying({ curve: { points, beyond: 1, ...rest } });

function found(...patches: JsonObject[]): Finding[] {
  return headOf(chain(patched(seller, ...patches))).scenarios[0]!.findings;
}
const one = (id: string, ...patches: JsonObject[]) =>
  found(...patches).find((finding) => finding.id === id);

test("a flat rate without a cap has no finding on its plan", () => {
  expect(found(luck(0.3), paying({})).map(({ id }) => id)).toEqual([]);
});

const leapOf = (share: number) =>
  curve([
    [0.8, 0],
    [0.81, share],
    [1, 1],
  ]);

const leapTo = (to: number) =>
  curve([
    [0.8, 0],
    [to, 0.325],
    [1, 1],
  ]);

describe("cliff", () => {
  // A jump of 10% of 6,000 is 600, above 320: warned of. One of 9.9% is none.
  test("a jump of a tenth of target pay is one, less is not", () => {
    const at = curve([
      [0, 0],
      [0.8, 0.7],
      [0.8, 0.8],
      [1, 1],
    ]);
    const below = curve([
      [0, 0],
      [0.8, 0.701],
      [0.8, 0.8],
      [1, 1],
    ]);
    expect(one("cliff", luck(0.3), at)).toMatchObject({
      severity: "warning",
      place: "plans.seller.components.bookings.curve",
      figure: expect.closeTo(600, 6),
    });
    expect(one("cliff", luck(0.3), below)).toBeUndefined();
  });

  // From 0 to 32.5% between 80 and 81%: 1,950 within one point. 0.0205 over 0.8205 is 2.498%, 0.021 over 0.821 is 2.558%: a slope.
  test("a rise between two rows that stand 2.5% apart is one, further apart is not", () => {
    expect(one("cliff", luck(0.3), leapTo(0.81))).toMatchObject({
      figure: expect.closeTo(1950, 6),
    });
    expect(one("cliff", luck(0.3), leapTo(0.81))!.title).toContain(
      "1,950 USD lie between 80% and 81%",
    );
    expect(one("cliff", luck(0.3), leapTo(0.8205))).toBeDefined();
    expect(one("cliff", luck(0.3), leapTo(0.821))).toBeUndefined();
  });

  // 24% between two rows is a slope of a table; 25% is a cliff.
  test("between rows it takes a quarter of target pay", () => {
    expect(one("cliff", luck(0.3), leapOf(0.25))).toBeDefined();
    expect(one("cliff", luck(0.3), leapOf(0.249))).toBeUndefined();
  });

  // 600 is 2% of an OTE of 30,000 and 1% of one of 60,000: a warning to 24,000 of base pay, a note to 54,000.
  test("what it weighs depends on pay", () => {
    const jump = curve([
      [0, 0],
      [0.8, 0.7],
      [0.8, 0.8],
      [1, 1],
    ]);
    const severityAt = (basePay: number) =>
      one("cliff", luck(0.3), jump, { roles: { seller: { basePay } } })?.severity;
    expect([23_999, 24_001, 53_999, 54_001].map(severityAt)).toEqual([
      "warning",
      "info",
      "info",
      undefined,
    ]);
  });

  // Log-normal with mean 1 and log-sd 0.3 around 0.8: Φ((ln(1/0.76) − 0.045)/0.3) − Φ((ln(1/0.84) − 0.045)/0.3) = Φ(0.7648) − Φ(0.4312) = 0.7778 − 0.6668.
  test("says how many periods end near it", () => {
    const jump = curve([
      [0, 0],
      [0.8, 0.7],
      [0.8, 0.8],
      [1, 1],
    ]);
    expect(one("cliff", luck(0.3), jump)!.message).toContain("11% of periods end within 5% of it");
    expect(one("cliff", luck(0), jump)!.message).toContain("Nothing says how many");
  });
});

const retroactive = (rate: number) =>
  paying({
    curve: {
      kind: "retroactive",
      tiers: [
        { from: 0, rate: 1 },
        { from: 1, rate },
      ],
    },
  });

describe("retroactive jump", () => {
  // 8 points more on everything at 100%: 0.2 × 6,000 = 1,200 for what was sold before.
  test("is what reaching the tier pays for what is below it", () => {
    expect(one("retroactive-jump", luck(0.3), retroactive(1.2))).toMatchObject({
      severity: "warning",
      figure: expect.closeTo(1200, 6),
    });
    expect(one("retroactive-jump", luck(0.3), retroactive(1.09))).toBeUndefined();
    expect(one("cliff", luck(0.3), retroactive(1.2))).toBeUndefined();
  });

  // Rates of 6 and 8% of sales at the target of 60,000: 4,800 there, of which 1,200 is for reaching it: a quarter.
  test("is held against what the plan pays at target, whatever its rates", () => {
    const own = {
      rate: 1,
      target: 60_000,
      curve: {
        kind: "retroactive",
        tiers: [
          { from: 0, rate: 0.06 },
          { from: 1, rate: 0.08 },
        ],
      },
    };
    const rates = { plans: { seller: { components: { bookings: own } } } };
    expect(one("retroactive-jump", luck(0.3), rates)).toMatchObject({
      figure: expect.closeTo(1200, 6),
      message: expect.stringContaining("That is 25% of what the period pays at target"),
    });
  });
});

describe("pay that falls", () => {
  // From 100% at 1 to 90% at 1.2: 600 lost; a flat stretch loses nothing.
  test("is money lost by doing better", () => {
    expect(
      one(
        "pay-falls",
        luck(0.3),
        luck(0.3),
        curve([
          [0, 0],
          [1, 1],
          [1.2, 0.9],
        ]),
      ),
    ).toMatchObject({
      severity: "warning",
      figure: expect.closeTo(600, 6),
    });
    expect(
      one(
        "pay-falls",
        luck(0.3),
        luck(0.3),
        curve([
          [0, 0],
          [1, 1],
          [1, 0.95],
        ]),
      )!.figure,
    ).toBeCloseTo(300, 6);
    expect(
      one(
        "pay-falls",
        luck(0.3),
        luck(0.3),
        curve([
          [0, 0],
          [1, 1],
          [1.2, 1],
        ]),
      ),
    ).toBeUndefined();
  });
});

const flatFrom = (start: number) =>
  curve([
    [0, 0],
    [start, 0.9],
    [1, 0.9],
    [1.1, 1],
  ]);

const threshold = (start: number) => paying({ curve: { kind: "threshold", threshold: start } });

describe("dead zone", () => {
  // Log-sd 0.3: below a threshold t end Φ((ln t + 0.045)/0.3). A quarter at ln t = −0.6745 × 0.3 − 0.045 = −0.24735, t = 0.78087;
  // half at t = exp(−0.045) = 0.956.
  test("a quarter of periods on a flat stretch is a note, half a warning", () => {
    expect(one("dead-zone", luck(0.3), threshold(0.7808))).toBeUndefined();
    expect(one("dead-zone", luck(0.3), threshold(0.7809))).toMatchObject({
      severity: "info",
      figure: expect.closeTo(0.25, 3),
    });
    expect(one("dead-zone", luck(0.3), threshold(0.955))!.severity).toBe("info");
    expect(one("dead-zone", luck(0.3), threshold(0.957))!.severity).toBe("warning");
  });

  // Between 0.9 and 1.0 the stretch is 10% of its end wide, from 0.905 on it is not. 20% of periods at log-sd 0.1 are there? Φ(0.05)=.52 − Φ(−1.0036)=.158: 36%.
  test("a stretch narrower than a tenth is none", () => {
    expect(one("dead-zone", luck(0.1), flatFrom(0.9))!.figure).toBeCloseTo(0.362, 3);
    expect(one("dead-zone", luck(0.1), flatFrom(0.905))).toBeUndefined();
  });

  // Pay from 1.9 on: 98.6% of periods are below, so that it is a threshold out of reach and said once.
  test("a threshold that hardly anybody reaches is told as that alone", () => {
    const late = curve([
      [1.9, 0],
      [2, 1],
    ]);
    expect(one("dead-zone", luck(0.3), late)).toBeUndefined();
    expect(one("threshold-out-of-reach", luck(0.3), late)).toBeDefined();
  });
});

const matrix = (shares: number[][], rest: JsonObject = {}) =>
  paying({
    curve: {
      kind: "matrix",
      across: { measure: "winRate", scope: "individual", target: 0.5 },
      rows: [0.9, 1],
      columns: [0.9, 1, 1.1],
      shares,
      between: "step",
      ...rest,
    },
  });

const lastRate = (rate: number) =>
  paying({
    curve: {
      kind: "marginal",
      tiers: [
        { from: 0, rate: 1 },
        { from: 1.2, rate },
      ],
    },
  });

const table = (rest: JsonObject) =>
  paying({
    curve: {
      points: [
        [0, 0],
        [1, 1],
        [1.5, 2],
      ],
      ...rest,
    },
  });

describe("hidden cap", () => {
  // Above 1.5 at log-sd 0.3 end Φ((ln(1/1.5) − 0.045)/0.3) = Φ(−1.5016) = 6.7% of periods.
  test("a table that ends while it rises is one, unless it says so", () => {
    expect(one("hidden-cap", luck(0.3), table({}))).toMatchObject({
      severity: "warning",
      figure: 1.5,
    });
    expect(one("hidden-cap", luck(0.3), table({}))!.message).toContain("6.7% of periods");
    expect(one("hidden-cap", luck(0.3), table({ beyond: 0 }))).toBeUndefined();
    // At log-sd 0.15: Φ(−2.778) = 0.3%, fewer than one in a hundred.
    expect(one("hidden-cap", luck(0.15), table({}))!.severity).toBe("info");
  });

  test("a table whose last two rows pay the same shows its cap", () => {
    const shown = paying({
      curve: {
        points: [
          [0, 0],
          [1, 1],
          [1.2, 1],
        ],
      },
    });
    expect(one("hidden-cap", luck(0.3), shown)).toBeUndefined();
  });

  test("a last tier that pays nothing is one", () => {
    expect(one("hidden-cap", luck(0.3), lastRate(0))).toMatchObject({
      severity: "warning",
      place: "plans.seller.components.bookings.curve.tiers[1].rate",
      figure: 1.2,
    });
    expect(one("hidden-cap", luck(0.3), lastRate(0.01))).toBeUndefined();
  });

  // 9,000 a year is one and a half times 6,000: at 150% of target.
  test("a most on pay above which the curve goes on is one", () => {
    expect(one("hidden-cap", luck(0.3), paying({ payAtMost: 9000 }))).toMatchObject({
      place: "plans.seller.components.bookings.payAtMost",
      figure: expect.closeTo(1.5, 9),
    });
  });

  // Twice target pay is reached at 150% where the rate above target is 2: 1 + 2 × 0.5.
  test("a cap among the adjustments is one while the curves go on", () => {
    const cap = { adjustments: { most: { kind: "cap", per: "year", shareOfTarget: 2 } } };
    const open = paying(
      {
        curve: {
          points: [
            [0, 0],
            [1, 1],
          ],
          beyond: 2,
        },
      },
      cap,
    );
    const shut = paying(
      {
        curve: {
          points: [
            [0, 0],
            [1, 1],
            [1.4, 1.8],
          ],
          beyond: 0,
        },
      },
      cap,
    );
    expect(one("hidden-cap", luck(0.3), open)).toMatchObject({
      place: "plans.seller.adjustments.most",
      figure: expect.closeTo(1.5, 9),
      title: expect.stringContaining("stops at 150% of target"),
    });
    expect(one("hidden-cap", luck(0.3), shut)).toBeUndefined();
  });

  test("one cell that does not rise with its neighbours is a cap", () => {
    expect(
      one(
        "cap-in-cell",
        matrix([
          [0.4, 0.8, 1.2],
          [0.5, 1, 1],
        ]),
      ),
    ).toMatchObject({
      severity: "warning",
      place: "plans.seller.components.bookings.curve.shares[1][2]",
      figure: 1,
    });
    expect(
      one(
        "cap-in-cell",
        matrix([
          [0.4, 0.8, 1.2],
          [0.5, 1, 1.01],
        ]),
      ),
    ).toBeUndefined();
    // Both rows end there: the whole table is capped, and shows it.
    expect(
      one(
        "cap-in-cell",
        matrix([
          [0.4, 0.8, 0.8],
          [0.5, 1, 1],
        ]),
      ),
    ).toBeUndefined();
  });

  test("a cell above the table's own cap is never paid as printed", () => {
    const shares = [
      [0.4, 0.8, 1.2],
      [0.5, 1, 1.5],
    ];
    expect(one("hidden-cap", matrix(shares, { cap: 1.4 }))).toMatchObject({
      place: "plans.seller.components.bookings.curve.cap",
      title: expect.stringContaining("the table says 150%, the cap pays 140%"),
    });
    expect(one("hidden-cap", matrix(shares, { cap: 1.5 }))).toBeUndefined();
  });
});

const secondTier = (from: number, rest: JsonObject = {}) =>
  paying({
    curve: {
      kind: "marginal",
      tiers: [
        { from: 0, rate: 1 },
        { from, rate: 1.5 },
      ],
      ...rest,
    },
  });

describe("unreachable tier", () => {
  test("a tier from the cap on is never paid", () => {
    expect(one("unreachable-tier", secondTier(1.5, { cap: 1.5 }))).toMatchObject({
      severity: "warning",
      place: "plans.seller.components.bookings.curve.tiers[1]",
      figure: 1.5,
    });
    expect(one("unreachable-tier", secondTier(1.49, { cap: 1.5 }))).toBeUndefined();
  });

  // One in a thousand at log-sd 0.3: ln a = 3.0902 × 0.3 − 0.045 = 0.88207, a = 2.4159.
  test("a tier that fewer than one period in a thousand reaches is noted", () => {
    expect(one("unreachable-tier", luck(0.3), secondTier(2.415))).toBeUndefined();
    expect(one("unreachable-tier", luck(0.3), secondTier(2.417))!.severity).toBe("info");
  });
});

// cv 0.5: sd = √ln 1.25 = 0.472381; P99 of a deal of mean 20,000 is 20,000 · exp(2.326348 × 0.472381 − 0.111572) = 53,681.
// Over 60,000 that is 0.89469 of the target: 0.89469 · 6,000 = 5,368 at the flat rate, half of an OTE of 10,736.
const dealsOf = (basePay: number): JsonObject => ({
  funnel: {
    segments: {
      all: { dealSize: { mean: 20_000, cv: 0.5 }, sources: { own: { perMonth: 0.5 } } },
    },
  },
  roles: { seller: { basePay } },
});

describe("windfall", () => {
  test("one deal in a hundred that pays more than half of a year's target pay", () => {
    expect(one("windfall", dealsOf(4700), paying({}))!.figure).toBeCloseTo(5368.1 / 10_700, 4);
    expect(one("windfall", dealsOf(4770), paying({}))).toBeUndefined();
  });

  test("a limit on what one deal counts bounds it", () => {
    expect(one("windfall", dealsOf(4700), paying({ dealAtMost: 40_000 }))).toBeUndefined();
  });
});
