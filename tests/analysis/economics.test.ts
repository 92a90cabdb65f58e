/** Economics of plans, worked by hand on one seller, or a few, whose year has little or no luck. */
import { describe, expect, test } from "vitest";
import { type JsonObject, prepareJob, runJob, type ScenarioResult } from "#models";
import { publishedMix } from "../../models/analysis/publishedPay.ts";
import { calm, chain, headOf, patched, plainPeople, solo } from "../support/scenarios.ts";

/** 60,000 of own bookings a year beside a target of 60,000; 6,000 at target, twice the rate above; no luck. */
const seller = patched(solo, calm, plainPeople, {
  behaviour: { response: false },
  simulation: { luck: "logNormal", runs: 400, seed: 3 },
  costs: { employerOnCosts: 0.2 },
  roles: { seller: { basePay: 10_000 } },
  plans: {
    seller: {
      components: {
        bookings: {
          rate: null,
          weight: 1,
          target: 60_000,
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

const economicsOf = (scenario: JsonObject) => headOf(chain(scenario)).scenarios[0]!.economics!;

function simulated(scenario: JsonObject): ScenarioResult {
  const steps = runJob({ scenarios: [chain(scenario)] });
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value.scenarios[0]!;
  }
}

describe("what compensation costs at any result", () => {
  // Below target 6,000 × attainment: 4,800 and 5,400. Above it 6,000 × (1 + 2 × 0.1) = 7,200 and 6,000 × 1.4 = 8,400.
  test("pay at 80 to 120% of the plan, with base and on-costs", () => {
    const { costOfCompensation: points, companyPlan } = economicsOf(seller);
    expect(companyPlan).toEqual({ bookings: expect.closeTo(60_000, 6), from: "statusQuo" });
    const variable = points.map(({ variablePay }) => Math.round(variablePay * 100) / 100);
    expect(variable).toEqual([4800, 5400, 6000, 7200, 8400]);
    // 10,000 + 4,800 = 14,800; a fifth on top 2,960; over 48,000 of bookings 0.308333.
    expect(points[0]!.pay).toBeCloseTo(14_800, 6);
    expect(points[0]!.onCosts).toBeCloseTo(2960, 6);
    expect(points[0]!.payOfBookings).toBeCloseTo(0.308_333, 6);
  });

  // A plan of 50,000: 120% of it is 60,000, where pay is 6,000.
  test("the plan is the scenario's where it states one", () => {
    const { costOfCompensation, companyPlan } = economicsOf(
      patched(seller, { companyPlan: 50_000 }),
    );
    expect(companyPlan).toEqual({ bookings: 50_000, from: "stated" });
    expect(costOfCompensation[4]!.bookings).toBe(60_000);
    expect(costOfCompensation[4]!.variablePay).toBeCloseTo(6000, 6);
  });

  test("an average does not scale", () => {
    const { costOfCompensation } = economicsOf(
      patched(seller, {
        roles: { seller: { tasks: { selling: { nonPayStake: 100 } } } },
        ...bookings({ measure: "winRate", target: 0.5 }),
      }),
    );
    for (const { variablePay } of costOfCompensation) expect(variablePay).toBeCloseTo(6000, 6);
  });

  // A tenth of what is above 60,000 goes to the pool: nothing up to the plan, 600 at 110%, 1,200 at 120%.
  test("pools are shown apart, inside variable pay", () => {
    const { costOfCompensation } = economicsOf(
      patched(seller, {
        pools: {
          bonus: {
            measure: "bookings",
            scope: "joint",
            period: "year",
            funding: { shareOfExcess: 0.1, over: 60_000 },
            members: ["seller"],
            by: "equal",
          },
        },
      }),
    );
    const pools = costOfCompensation.map((point) => Math.round(point.pools * 100) / 100);
    expect(pools).toEqual([0, 0, 0, 600, 1200]);
    expect(costOfCompensation[4]!.variablePay).toBeCloseTo(8400 + 1200, 6);
  });
});

/** The same seller with log-normal own luck of log-sd 0.4, and pay that rises straight. */
const lucky = patched(seller, {
  roles: { seller: { ownLuck: 0.4 } },
  plans: { seller: { components: { bookings: { curve: { kind: "flat" } } } } },
});

describe("how far pay and attainment reach", () => {
  // P(attainment ≥ 1) = Φ((ln 1 − 0.08) ÷ 0.4) = 0.420740 (published-evidence 3.3). The other bounds a alike:
  // Φ(−(ln a + 0.08) ÷ 0.4): a 0.5 Φ(1.532868) = 0.937346, a 0.8 Φ(0.357859) = 0.639775,
  // a 1.2 Φ(−0.655804) = 0.255975, a 1.5 Φ(−1.213663) = 0.112437.
  const above = [0.937346, 0.639775, 0.42074, 0.255975, 0.112437];
  const bands = [...above, 0].map((share, i) => (i === 0 ? 1 : above[i - 1]!) - share);

  test("bands of attainment in closed form", () => {
    const { attainment } = economicsOf(lucky).roles["seller"]!;
    expect(attainment!.component).toBe("bookings");
    for (const [i, share] of bands.entries()) expect(attainment!.bands[i]).toBeCloseTo(share, 5);
  });

  // P90 of attainment: e^(0.4 × 1.281552 − 0.08) = 1.541292, so 9,247.75 of variable pay and 19,247.75 in all.
  test("leverage: pay at P90 over pay at target", () => {
    const { leverage } = economicsOf(lucky).roles["seller"]!;
    expect(leverage.variable).toBeCloseTo(1.5413, 2);
    expect(leverage.total).toBeCloseTo(19_247.75 / 16_000, 2);
  });

  test("slopes below and above target, and the most that a curve pays", () => {
    const { curves } = economicsOf(seller).roles["seller"]!;
    expect(curves["bookings"]).toEqual({ slopeBelow: 1, slopeAbove: 2, most: null });
    const curve = {
      points: [
        [0, 0],
        [1, 1],
        [1.5, 1.75],
      ],
    };
    const capped = patched(seller, { plans: { seller: { components: { bookings: { curve } } } } });
    expect(economicsOf(capped).roles["seller"]!.curves["bookings"]).toEqual({
      slopeBelow: 1,
      slopeAbove: 1.5,
      most: 1.75,
    });
  });

  test("simulated years give the same bands and leverage, up to their luck", () => {
    const years = patched(lucky, { simulation: { runs: 4000 } });
    const { economics } = simulated(years).simulated!;
    const { attainment, leverage } = economics!.roles["seller"]!;
    // Standard error of a share of 4,000 years is at most 0.0079.
    for (const [i, share] of bands.entries())
      expect(Math.abs(attainment![i]! - share)).toBeLessThan(0.03);
    expect(attainment!.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(leverage.variable).toBeCloseTo(1.54, 1);
  });

  test("a preview leaves economics out", () => {
    const { head } = prepareJob({ scenarios: [chain(seller)] }, { preview: true });
    expect(head.scenarios[0]!.economics).toBeNull();
  });
});

const budget = (counts: string, amount: number) =>
  patched(lucky, {
    roles: { seller: { ownLuck: 0 } },
    uncertainty: { shocks: { lead: 0, quality: 0, close: 0.12 } },
    budget: { amount, counts },
    simulation: { runs: 4000 },
  });

describe("the budget line", () => {
  // Without own luck, with closing luck of log-sd 0.12: variable pay is 6,000 × L, L log-normal with mean 1.
  // P(L > 1) = Φ(−0.06) = 0.476078; P80 = e^(0.12 × 0.841621 − 0.0072) = 1.098329, so 6,589.97;
  // P90 = e^(0.12 × 1.281552 − 0.0072) = 1.157875, so 6,947.25.
  test("mean, percentiles and the probability of exceeding it, expected", () => {
    const { expected } = economicsOf(budget("variablePay", 6000)).budget!;
    expect(expected.mean).toBeCloseTo(6000, 0);
    expect(Math.abs(expected.exceeds - 0.476)).toBeLessThan(0.01);
    expect(Math.abs(expected.p80 - 6590)).toBeLessThan(30);
    expect(Math.abs(expected.p90 - 6947)).toBeLessThan(40);
  });

  // Base pay of 10,000 and a fifth of on-costs: (10,000 + 6,947.25) × 1.2 = 20,336.70; 19,200 is exceeded where L > 1.
  test("simulated, with base and on-costs", () => {
    const { economics } = simulated(budget("payWithOnCosts", 19_200)).simulated!;
    expect(Math.abs(economics!.budget!.exceeds - 0.476)).toBeLessThan(0.025);
    expect(Math.abs(economics!.budget!.p90 - 20_336.7)).toBeLessThan(100);
  });

  // The same pay where the company's bookings reach their plan, else nothing: at most 6,000 where L is at most 1, so
  // 6,000 is exceeded where L > 1, in 0.476078 of years; P80 and P90 are those above, and the mean is that of L above 1,
  // 6,000 × Φ(0.06) = 3,143.5.
  test("pay that a gate stops is no pay", () => {
    const gates = {
      plan: { measure: "bookings", scope: "joint", attainmentAtLeast: 1, target: 60_000 },
    };
    const gated = patched(budget("variablePay", 6000), bookings({ gates }));
    const { expected } = economicsOf(gated).budget!;
    expect(Math.abs(expected.exceeds - 0.476)).toBeLessThan(0.02);
    expect(Math.abs(expected.mean - 3143.5)).toBeLessThan(40);
    expect(Math.abs(expected.p80 - 6590)).toBeLessThan(60);
  });

  // Individual luck of ten people: the sd of the sum of ten years of log-sd 0.4 is 600 × √(e^0.16 − 1) × √10 = 790.4,
  // an eighth of it by itself: P90 of 6,000 is some 6,000 + 1.28 × 790 = 7,013.
  test("own luck of many people is part of the spread, though most of it evens out", () => {
    const many = patched(lucky, {
      roles: { seller: { headcount: 10, targetVariable: 600 } },
      plans: { seller: { components: { bookings: { target: 6000 } } } },
      uncertainty: { shocks: { lead: 0, quality: 0, close: 0.01 } },
      budget: { amount: 6000, counts: "variablePay" },
      simulation: { runs: 4000 },
    });
    const result = simulated(many);
    const { expected } = result.economics!.budget!;
    expect(Math.abs(expected.p90 - 7013)).toBeLessThan(100);
    expect(Math.abs(result.simulated!.economics!.budget!.p90 - 7013)).toBeLessThan(150);
  });
});

describe("quotas deployed", () => {
  // Whole quotas of 120,000, a tenth of it a month. s-1: territory 1.2, 144,000. s-2: open until April, half a quota in
  // April and May: of 365 days (30 + 31) ÷ 2 + 214 = 244.5, so 80,383.56. s-3 and the fourth, anonymous: 120,000 each.
  // In all 464,383.56.
  const team = patched(seller, {
    companyPlan: 400_000,
    roles: { seller: { headcount: 4 } },
    plans: { seller: { ramp: [0.5, 0.5], components: { bookings: { target: 120_000 } } } },
    people: {
      "s-1": { role: "seller", territory: 1.2, manager: "s-3" },
      "s-2": { role: "seller", open: true, start: "2027-04", manager: "s-3" },
      "s-3": { role: "seller" },
    },
  });

  test("territories, open positions and ramps count", () => {
    const { roles, teams } = economicsOf(team).deployment;
    expect(roles["seller"]).toEqual({
      people: 4,
      open: 1,
      whole: 504_000,
      quotas: expect.closeTo(464_383.56, 2),
      overlay: false,
    });
    expect(teams.sales!.ofPlan).toBeCloseTo(1.160_959, 6);
    expect(teams.sales!.overAssignment).toBeCloseTo(0.160_959, 6);
  });

  test("at the bookings expected, pay costs what the expected year pays", () => {
    const here = headOf(chain(patched(team, { companyPlan: null }))).scenarios[0]!;
    const { totals } = here.expected.mechanical.steadyState;
    const atPlan = here.economics!.costOfCompensation[2]!;
    expect(atPlan.bookings).toBeCloseTo(totals.bookings, 4);
    expect(atPlan.variablePay).toBeCloseTo(totals.variablePay, 4);
    expect(atPlan.basePay).toBeCloseTo(totals.basePay, 4);
  });

  // Under s-3: 144,000 + 80,383.56 = 224,383.56 beside an own quota of 120,000: 86.99% more.
  test("quotas roll up to managers", () => {
    expect(economicsOf(team).deployment.managers).toEqual([
      {
        manager: "s-3",
        reports: 2,
        quotas: expect.closeTo(224_383.56, 2),
        quota: 120_000,
        overAssignment: expect.closeTo(0.869_863, 6),
      },
    ]);
  });

  // From 16 January 350 of 365 days: 120,000 × 350 ÷ 365 = 115,068.49; by months the
  // 16th is past the 15th, so January does not count: 110,000; without proration 120,000.
  test.each([
    ["days", 115_068.49],
    ["months", 110_000],
    ["none", 120_000],
  ])("a part month is prorated by %s", (proration, own) => {
    const late = patched(team, {
      plans: { seller: { ramp: null, proration } },
      people: { "s-2": { start: "2027-01-16" } },
    });
    const { roles } = economicsOf(late).deployment;
    expect(roles["seller"]!.quotas).toBeCloseTo(144_000 + own + 240_000, 2);
  });
});

describe("published ranges", () => {
  test.each([
    ["aeMid", "Account executive", "account executive"],
    ["aeEnterprise", "Account executive, enterprise", "enterprise AE"],
    ["sdr", "Sales development representative", "sales development"],
    ["accountManager", "Account manager", "account manager"],
    ["csm", "Customer success manager", "customer success manager"],
  ])("%s is read as one", (id, title, role) => {
    expect(publishedMix(id, title)?.role).toBe(role);
  });

  test("none is made up for a role without one", () => {
    expect(publishedMix("demandGen", "Demand generation")).toBeNull();
    expect(publishedMix("maestro", "Engineer")).toBeNull();
  });
});

const bookings = (component: JsonObject): JsonObject => ({
  plans: { seller: { components: { bookings: component } } },
});

const points = (list: number[][], beyond = 0) => bookings({ curve: { points: list, beyond } });

describe("findings on plans", () => {
  const straight = [
    [0, 0],
    [1, 1],
  ];
  const sound = patched(lucky, points(straight, 1.5), { companyPlan: 60_000 });
  const found = (id: string, ...patches: JsonObject[]) =>
    headOf(chain(patched(sound, ...patches))).scenarios[0]!.findings.find((one) => one.id === id);

  test("a sound plan has none", () => {
    expect(headOf(chain(sound)).scenarios[0]!.findings).toEqual([]);
  });

  // 25.5975% of years end at 120% or more, as above.
  test("a cap that many reach", () => {
    const finding = found("cap-reached", points([...straight, [1.2, 1.2]]));
    expect(finding?.figure).toBeCloseTo(0.255975, 5);
    expect(finding?.place).toBe("plans.seller.components.bookings.curve");
    expect(finding?.title).toContain("26% of periods");
    // Φ(−(ln 2 + 0.08) ÷ 0.4) = 2.7%: hardly anybody.
    expect(found("cap-reached", points([...straight, [2, 2]]))).toBeUndefined();
  });

  // Φ(−(ln 2.5 + 0.08) ÷ 0.4) = Φ(−2.490727) = 0.006374.
  test("a threshold nobody reaches", () => {
    const finding = found(
      "threshold-out-of-reach",
      points([
        [2.5, 0],
        [2.5, 1],
      ]),
    );
    expect(finding?.figure).toBeCloseTo(0.006374, 5);
    expect(
      found(
        "threshold-out-of-reach",
        points([
          [0.5, 0],
          [1, 1],
        ]),
      ),
    ).toBeUndefined();
  });

  test("weights that do not add to 1", () => {
    expect(found("weights", bookings({ weight: 0.9 }))?.figure).toBeCloseTo(0.9, 12);
  });

  test("more than three components", () => {
    const more = { measure: "bookings", scope: "team", period: "year", target: 60_000 };
    const components = Object.fromEntries(
      ["a", "b", "c"].map((id) => [id, { ...more, weight: 0.1 }]),
    );
    const four = { plans: { seller: { components } } };
    expect(found("many-components", four)?.figure).toBe(4);
    expect(found("many-components", four, { plans: { seller: { components: { c: null } } } })).toBe(
      undefined,
    );
  });

  test("pay without a bound at a steep rate, unless something bounds it", () => {
    expect(found("unbounded-pay", points(straight, 2.5))?.figure).toBe(2.5);
    expect(found("unbounded-pay", points(straight, 2.5), bookings({ payAtMost: 9000 }))).toBe(
      undefined,
    );
    const adjustments = { most: { kind: "cap", per: "year", amount: 9000 } };
    expect(
      found("unbounded-pay", points(straight, 2.5), { plans: { seller: { adjustments } } }),
    ).toBe(undefined);
  });

  // 10,000 of 16,000 is 62.5% base; published for account executives: 50 to 60%.
  test("a pay mix beside what is published, for a role that has a range", () => {
    const roles = { seller: { title: "Account executive" } };
    expect(found("pay-mix", { roles })?.figure).toBeCloseTo(0.625, 12);
    expect(found("pay-mix", { roles: { seller: { title: "Keeper" } } })).toBeUndefined();
  });

  // 200,000 ÷ 16,000 = 12.5 times OTE; guides print 3 to 8.
  test("a quota far from target pay", () => {
    expect(found("quota-over-ote", bookings({ target: 200_000 }))?.figure).toBe(12.5);
  });

  test("quotas below the company plan, and far above it", () => {
    expect(found("quotas-below-plan", { companyPlan: 80_000 })?.figure).toBeCloseTo(-0.25, 12);
    expect(found("quotas-far-above-plan", { companyPlan: 40_000 })?.figure).toBeCloseTo(0.5, 12);
  });

  test("a budget that is often exceeded", () => {
    const shocks = { lead: 0, quality: 0, close: 0.12 };
    const line = (amount: number) => ({ uncertainty: { shocks }, budget: { amount } });
    // Pay is 10,000 and 6,000 on average, and has twice the slope above target: more than 15,000 in most years.
    expect(found("budget", line(15_000))?.severity).toBe("warning");
    expect(found("budget", line(30_000))).toBeUndefined();
  });
});
