/**
 * The two layers describe one world: means over simulated years are those of the expected layer, within what chance
 * leaves open at fixed seeds. Bookings are known exactly, so what goes with them is taken out of the other means (a
 * control variate), which leaves chance a tenth of its room. Under deals luck the expected layer takes counting as
 * log-normal: that moves pay by up to 0.3% in the shipped companies, and by up to 1% where four people close eleven
 * deals a year each.
 */
import { describe, expect, test } from "vitest";
import type { ExpectedYear, JsonObject, LoadedScenario } from "#models";
import { expectedOf } from "../../models/analysis/expected.ts";
import { totalOrder } from "../../models/company/totals.ts";
import { payHistogram, simulateRows, simulator } from "../../models/simulation/batch.ts";
import { simulationPlan } from "../../models/simulation/plan.ts";
import { calm, chain, pair, patched, shipped, solved } from "../support/scenarios.ts";

type Mean = { mean: number; error: number };

/** First-year means of every total and of each role's pay, with their errors, beside their expectations. */
function meansOf(loaded: LoadedScenario, runs: number) {
  const one = solved(loaded);
  const expected: ExpectedYear = expectedOf(one, { preview: true, seed: 1 }).firstYear;
  const { layout, ...rest } = simulator(simulationPlan(one.space, one.solution.lnEfforts));
  const replications = Array.from({ length: runs }, (_, r) => r);
  const histogram = payHistogram(one.model.roles.length);
  const rows = simulateRows([{ layout, ...rest }], 3, replications, [histogram])[0]!;
  const column = (k: number) => replications.map((r) => rows[r * layout.size + k]!);

  const bookings = column(totalOrder.indexOf("bookings"));
  const plain = spreadOf(bookings, bookings);
  const given = (values: number[]): Mean => {
    const { mean, with: together, own } = spreadOf(values, bookings);
    if (plain.own === 0) return { mean, error: Math.sqrt(own / runs) };
    const slope = together / plain.own;
    return {
      mean: mean - slope * (plain.mean - expected.totals.bookings),
      error: Math.sqrt(Math.max(0, own - slope * together) / runs),
    };
  };
  return {
    expected,
    bookings: { mean: plain.mean, error: Math.sqrt(plain.own / runs) },
    totals: Object.fromEntries(totalOrder.map((key, k) => [key, given(column(k))])),
    roles: Object.fromEntries(
      one.model.roles.map(({ id }, r) => [
        id,
        {
          pay: given(column(layout.rolePay + r)),
          atQuota: spreadOf(column(layout.atQuota + r), bookings).mean,
        },
      ]),
    ),
  };
}

function meanOf(list: number[]): number {
  return list.reduce((sum, value) => sum + value, 0) / list.length;
}

/** Mean, variance, and covariance with another list. */
function spreadOf(values: number[], others: number[]) {
  const [mean, other] = [meanOf(values), meanOf(others)];
  const own = meanOf(values.map((value) => (value - mean) ** 2));
  return {
    mean,
    own,
    with: meanOf(values.map((value, i) => (value - mean) * (others[i]! - other))),
  };
}

function agree(got: Mean, exact: number, allowance: number, what: string): void {
  const off = Math.abs(got.mean - exact);
  expect(off, `${what}: ${got.mean} beside ${exact} ± ${got.error}`).toBeLessThan(
    3.5 * got.error + allowance,
  );
}

/** Totals that are sums of the year; a mean of ratios is not the ratio of means. */
const sums = totalOrder.filter((key) => key !== "ccos" && key !== "payOfBookings");
const withPay = new Set<string>(["variablePay", "pay", "onCosts", "contribution"]);

const quarterly: JsonObject = {
  plans: {
    marketer: {
      components: {
        mqls: { period: "quarter" },
        pipeline: {
          measure: "pipeline",
          scope: "joint",
          period: "half",
          target: "= statusQuo",
          weight: 0.5,
          curve: {
            kind: "marginal",
            tiers: [
              { from: 0.5, rate: 1 },
              { from: 1, rate: 2 },
            ],
            cap: 1.5,
          },
        },
      },
    },
    seller: {
      components: {
        bookings: { period: "quarter" },
        won: { measure: "won", scope: "individual", period: "year", rate: 500 },
        margin: {
          measure: "grossMargin",
          scope: "team",
          period: "month",
          targetPay: 6000,
          target: "= statusQuo",
        },
      },
    },
  },
  pools: {
    bonus: {
      measure: "bookings",
      scope: "joint",
      period: "quarter",
      funding: { shareOfExcess: 0.1, over: "= statusQuo" },
      members: ["marketer", "seller"],
      by: "targetVariable",
    },
  },
};

const lagged: JsonObject = {
  funnel: {
    segments: {
      all: {
        season: [0.5, 1, 1.5, 1, 1, 1, 0.5, 0.5, 1.5, 1, 1, 1.5],
        termMonths: 12,
        renewalRate: 0.7,
        conversions: {
          lead: { lag: { months: 0.5 } },
          mql: { lag: { months: 1, shape: "geometric" } },
          opportunity: { lag: { months: 3, shape: "gamma" } },
        },
      },
    },
  },
};

function winRate(scope: string): JsonObject {
  const curve = { kind: "threshold", threshold: 0.8, accelerator: 3, cap: 2 };
  return {
    measure: "winRate",
    scope,
    period: "year",
    target: "= statusQuo",
    targetPay: 20_000,
    curve,
  };
}

const companies: Record<string, [scenario: JsonObject, change: JsonObject]> = {
  "a year at once": [pair, {}],
  "quarters, halves and months": [patched(pair, quarterly), {}],
  "lags, seasons and contracts": [patched(pair, lagged), {}],
  "more leads through the transition": [
    patched(pair, lagged, quarterly),
    { funnel: { segments: { all: { sources: { inbound: { perMonth: 180 } } } } } },
  ],
  "more sellers and an SDR who owns from SQL on": [
    patched(pair, {
      roles: {
        sdr: {
          team: "sales",
          headcount: 3,
          basePay: 30_000,
          targetVariable: 15_000,
          plan: "sdr",
          owns: "sql",
          ownLuck: 0.25,
          tasks: { followUp: { private: true } },
        },
      },
      plans: {
        sdr: {
          components: {
            sqls: {
              measure: "sql",
              scope: "individual",
              period: "quarter",
              target: "= statusQuo",
              weight: 1,
              curve: { kind: "threshold", threshold: 0.5, accelerator: 1.5, cap: 2 },
            },
          },
        },
      },
    }),
    { roles: { seller: { headcount: 6 } } },
  ],
  "people of different skill": [
    patched(pair, { roles: { seller: { skillLogSd: 0.3, headcount: 12 } } }),
    {},
  ],
  "no luck but that of counting": [
    patched(pair, calm, { roles: { seller: { ownLuck: null } } }),
    {},
  ],
  "everything won and nothing lost": [
    patched(pair, calm, {
      funnel: {
        segments: {
          all: { conversions: { lead: { rate: 1 }, sql: { rate: 1 }, opportunity: { rate: 1 } } },
        },
      },
    }),
    {},
  ],
  "two stages between pipeline and deal": [
    patched(pair, lagged, {
      funnel: {
        pipelineStage: "sql",
        segments: { all: { sources: { outbound: { entersAt: "sql" } } } },
      },
    }),
    {},
  ],
  "paid by steps on win rates": [
    patched(pair, {
      plans: {
        seller: {
          components: {
            team: winRate("team"),
            own: winRate("individual"),
          },
        },
      },
    }),
    {},
  ],
  "paid on contracts, ratios and expansion": [
    patched(pair, lagged, {
      funnel: { segments: { all: { sources: { outbound: { expansion: true } } } } },
      plans: {
        seller: {
          components: {
            renewals: {
              measure: "renewals",
              scope: "team",
              period: "year",
              target: "= statusQuo",
              targetPay: 9000,
            },
            revenue: {
              measure: "revenue",
              scope: "individual",
              period: "year",
              target: "= statusQuo",
              targetPay: 9000,
            },
            winRate: {
              measure: "winRate",
              scope: "team",
              period: "year",
              target: "= statusQuo",
              targetPay: 9000,
            },
            expansion: {
              measure: "expansion",
              scope: "joint",
              period: "year",
              target: "= statusQuo",
              targetPay: 9000,
            },
          },
        },
        marketer: {
          components: {
            leadQuality: {
              measure: "leadQuality",
              scope: "team",
              period: "year",
              target: "= statusQuo",
              targetPay: 9000,
            },
          },
        },
      },
    }),
    {},
  ],
};

/** Many small deals of ten sellers, so that counting and sharing are close to log-normal, and one component of theirs. */
function seller(component: JsonObject, more: JsonObject = {}): [JsonObject, JsonObject] {
  const sources = { inbound: { perMonth: 5000 }, outbound: { perMonth: 250 } };
  const many = { dealSize: { mean: 500, cv: 0.5 }, sources };
  const bookings = {
    weight: null,
    targetPay: 40_000,
    period: "quarter",
    curve: { kind: "threshold", threshold: 0.5, accelerator: 2, cap: 3 },
    ...component,
  };
  return [
    patched(pair, { roles: { seller: { headcount: 10 } }, funnel: { segments: { all: many } } }),
    { plans: { seller: { components: { bookings } } }, ...more },
  ];
}

const pipeline: JsonObject = { measure: "pipeline", scope: "joint", target: "= statusQuo" };
const half = { otherwise: { shareAtMost: 0.5 } };
const rising = {
  points: [
    [0.8, 0.7],
    [1.2, 1.4],
  ],
};

const forms: Record<string, [JsonObject, JsonObject]> = {
  "a curve alone": seller({}),
  "a gate on the joint pipeline": seller({
    gates: { pipe: { ...pipeline, attainmentAtLeast: 1 } },
  }),
  "a gate on a person's own pipeline": seller({
    gates: { pipe: { ...pipeline, scope: "individual", attainmentAtLeast: 0.9, ...half } },
  }),
  "a gate on the own attainment": seller({
    gates: { own: { measure: "bookings", attainmentAtLeast: 0.9, ...half } },
  }),
  "a factor of the team's bookings": seller({
    multipliers: {
      team: { measure: "bookings", scope: "team", target: "= statusQuo", curve: rising },
    },
  }),
  "a factor of the own attainment": seller({
    multipliers: { own: { measure: "bookings", curve: rising } },
  }),
  "a table over pipeline": seller({
    curve: {
      kind: "matrix",
      across: pipeline,
      rows: [0.8, 1.1],
      columns: [0.8, 1, 1.2],
      shares: [
        [0.4, 0.8, 1.2],
        [0.5, 1, 1.5],
      ],
      between: "linear",
    },
  }),
  "half of what outbound brings, at most 14,000 a quarter": seller({
    commissionable: { outbound: 0.5 },
    payAtMost: 14_000,
  }),
  "attainment rounded up to tenths": seller({
    roundAttainment: { to: 0.1, mode: "awayFromZero" },
  }),
  "deals clipped at 700 from 200 on": seller({ dealAtMost: 700, dealAtLeast: 200 }),
  "a curve read deal by deal for the team": seller({
    scope: "team",
    basis: "deal",
    target: 500,
    targetPay: 40,
    payPerDealAtMost: 15,
  }),
  "a weighted sum": seller(
    { measure: "mix" },
    { measures: { mix: { kind: "sum", of: { bookings: 1, pipeline: 0.1, won: 50 } } } },
  ),
  "a window": seller({
    period: "month",
    target: 5000,
    curve: { kind: "flat" },
    window: { from: "2027-02-01", to: "2027-04-15" },
  }),
};

describe.each(["logNormal", "deals"] as const)(
  "plans of every form under %s luck",
  { timeout: 60_000 },
  (luck) => {
    const allowance = luck === "logNormal" ? 0.0005 : 0.006;
    const runs = luck === "logNormal" ? 1000 : 100;
    test.each(Object.entries(forms))("%s", (_, [scenario, change]) => {
      const got = meansOf(chain(patched(scenario, { simulation: { luck } }), change), runs);
      for (const [id, { pay }] of Object.entries(got.roles)) {
        const exact = got.expected.roles[id]!.pay.mean;
        agree(pay, exact, allowance * exact, id);
      }
    });
  },
);

describe.each(["logNormal", "deals"] as const)("under %s luck", (luck) => {
  const allowance = luck === "logNormal" ? 1e-6 : 0.01;

  describe.each(Object.entries(companies))("%s", (_, [scenario, change]) => {
    const got = meansOf(chain(patched(scenario, { simulation: { luck } }), change), 2000);
    const { totals } = got.expected;

    test("bookings agree with their expectation", () => {
      agree(got.bookings, totals.bookings, 1e-6 * totals.bookings, "bookings");
    });

    test("so does every other sum of the year", () => {
      for (const key of sums) {
        const room = withPay.has(key) ? allowance * totals.pay : 1e-6 * Math.abs(totals[key]);
        agree(got.totals[key]!, totals[key], room + 1e-9, key);
      }
    });

    test("and what a person of each role is paid", () => {
      for (const [id, { pay }] of Object.entries(got.roles)) {
        const exact = got.expected.roles[id]!.pay.mean;
        agree(pay, exact, allowance * exact, id);
      }
    });

    test("and the share of people at quota, closely", () => {
      for (const [id, { atQuota }] of Object.entries(got.roles)) {
        const { shareAtQuota, pay } = got.expected.roles[id]!;
        if (shareAtQuota === null || pay.sd === 0) continue;
        expect(Math.abs(atQuota - shareAtQuota)).toBeLessThan(0.06);
      }
    });
  });
});

describe.each(["status-quo", "shared-pipeline-and-pool"])("in the shipped %s", (id) => {
  const got = meansOf(shipped(id), 400);

  test("the layers agree on pay to 0.3%, and on the rest within chance", () => {
    const { totals, roles } = got.expected;
    agree(got.bookings, totals.bookings, 0, "bookings");
    for (const key of sums) {
      const room = withPay.has(key) ? 0.003 * totals.pay : 1e-4 * Math.abs(totals[key]);
      agree(got.totals[key]!, totals[key], room + 1e-9, key);
    }
    for (const [role, { pay }] of Object.entries(got.roles)) {
      const exact = roles[role]!.pay.mean;
      agree(pay, exact, 0.003 * exact, role);
    }
  });
});
