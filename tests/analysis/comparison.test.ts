/** What holds for every comparison, of whatever companies and plans. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Comparison,
  Comparison as Shape,
  createKept,
  type ExpectedYear,
  type Fan,
  type Job,
  type LoadedScenario,
  prepareJob,
  runBatch,
  runJob,
  type Spread,
} from "#models";
import { addRows, comparisonOf, createTally } from "../../models/analysis/tally.ts";
import { anyChange, anyCompany, calibrates } from "../support/companies.ts";
import { chain, headOf, pair, patched, shipped } from "../support/scenarios.ts";

/** A comparison by a quick head: no search for other equilibria. */
function compared(job: Job): Comparison {
  const prepared = prepareJob(job, { preview: true });
  const tally = createTally(prepared.head);
  for (let batch = 0; batch < prepared.plan.batches; batch++)
    addRows(tally, runBatch(prepared, batch));
  return comparisonOf(tally);
}

/** Places of numbers that are none. */
function notFinite(value: unknown, at = ""): string[] {
  if (typeof value === "number") return Number.isFinite(value) ? [] : [at];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => notFinite(inner, `${at}.${key}`));
}

function rising(...values: number[]): void {
  for (const [i, value] of values.entries()) {
    const before = values[i - 1] ?? -Infinity;
    expect(value).toBeGreaterThanOrEqual(before - 1e-9 * Math.abs(before));
  }
}

function spreadOk({ mean, sd, p5, p10, p25, p50, p75, p90, p95 }: Spread): void {
  rising(p5, p10, p25, p50, p75, p90, p95);
  expect(sd).toBeGreaterThanOrEqual(0);
  expect(Number.isFinite(mean)).toBe(true);
}

function fanOk({ p5, p25, p75, p95 }: Fan): void {
  for (const [t, low] of p5.entries()) rising(low, p25[t]!, p75[t]!, p95[t]!);
}

function isShare(value: number): void {
  expect(value).toBeGreaterThanOrEqual(0);
  expect(value).toBeLessThanOrEqual(1);
}

function sumOfYear(list: number[]): number {
  return list.slice(0, 12).reduce((sum, month) => sum + month, 0);
}

function near(got: number, whole: number): void {
  expect(Math.abs(got - whole)).toBeLessThanOrEqual(1e-9 * Math.abs(whole) + 1e-6);
}

/** Months, components and roles are parts of the year's totals. */
function addsUp({ totals, months, roles }: ExpectedYear, headcounts: Record<string, number>): void {
  near(sumOfYear(months.bookings), totals.bookings);
  near(sumOfYear(months.revenue), totals.revenue);
  near(sumOfYear(months.pay), totals.pay);
  let pay = 0;
  for (const [id, role] of Object.entries(roles)) {
    const parts = Object.values(role.components).reduce((sum, one) => sum + one.pay, 0);
    near(role.basePay + parts, role.pay.mean);
    pay += headcounts[id]! * role.pay.mean;
  }
  near(pay, totals.pay);
  near(totals.basePay + totals.variablePay, totals.pay);
  const { grossMargin, onCosts, spend, practices, contribution } = totals;
  near(grossMargin - totals.pay - onCosts - spend - practices, contribution);
}

/** Everything that no comparison may break. */
function check(comparison: Comparison): void {
  expect(notFinite(comparison)).toEqual([]);
  for (const { scenario, expected, simulated } of comparison.scenarios) {
    const heads = Object.entries(scenario.roles).map(([id, role]) => [id, role.headcount] as const);
    for (const year of [
      expected.firstYear,
      expected.steadyState,
      ...Object.values(expected.mechanical),
    ]) {
      addsUp(year, Object.fromEntries(heads));
      for (const { pay, shareAtQuota, basePay, certaintyEquivalent } of Object.values(year.roles)) {
        spreadOk(pay);
        expect(pay.mean).toBeGreaterThanOrEqual(basePay - 1e-6);
        expect(certaintyEquivalent).toBeLessThanOrEqual(pay.mean + 1e-6 * pay.mean);
        if (shareAtQuota !== null) isShare(shareAtQuota);
      }
    }
    // In a transition this year's deals may come from last year's opportunities.
    isShare(expected.steadyState.funnel.winRate);
    for (const spread of Object.values(simulated!.totals)) spreadOk(spread);
    for (const fan of Object.values(simulated!.months)) fanOk(fan);
    for (const { pay, meanPay, histogram, shareAtQuota } of Object.values(simulated!.roles)) {
      spreadOk(pay);
      spreadOk(meanPay);
      expect(histogram.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
      if (shareAtQuota !== null) isShare(shareAtQuota);
    }
  }
  for (const { totals, months, roles, teams, people } of comparison.differences) {
    const pays = [...Object.values(roles), ...Object.values(teams)].map(({ pay }) => pay);
    for (const { both, luck, parameters, probabilityHigher } of [
      ...Object.values(totals),
      ...pays,
    ]) {
      for (const range of [both, luck, parameters]) if (range) rising(range.p5, range.p95);
      isShare(probabilityHigher);
    }
    for (const { both, luck } of Object.values(months)) {
      fanOk(both);
      if (luck) fanOk(luck);
    }
    isShare(people.probabilityMoreBetter);
    expect(people.better + people.same + people.worse).toBe(people.headcount);
  }
}

test("no number is ever lost, intervals are in order and shares are shares, for any company and change", () => {
  const law = fc.property(anyCompany, anyChange, (root, change) => {
    fc.pre(calibrates(root));
    check(compared({ scenarios: [chain(root), chain(root, change)], runs: 6 }));
  });
  fc.assert(law, { numRuns: 25 });
}, 120_000);

test("a comparison is plain data of the published shape", () => {
  const change = { plans: { seller: { components: { bookings: { weight: 0.8 } } } } };
  const steps = [...runJob({ scenarios: [chain(pair), chain(pair, change)], runs: 20 })];
  for (const step of steps) {
    expect(Shape.safeParse(step).error).toBeUndefined();
    expect(JSON.parse(JSON.stringify(step))).toEqual(step);
  }
});

describe("a year of nothing", () => {
  const nobody = patched(pair, {
    funnel: {
      segments: { all: { sources: { inbound: { perMonth: 0 }, outbound: { perMonth: 0 } } } },
    },
    plans: {
      marketer: { components: { mqls: { target: 100 } } },
      seller: { components: { bookings: { target: 1000 } } },
    },
  });

  test.each(["deals", "logNormal"])("has figures all the same, under %s luck", (luck) => {
    const comparison = compared({
      scenarios: [chain(patched(nobody, { simulation: { luck } }), {})],
      runs: 5,
    });
    check(comparison);
    const { totals } = comparison.scenarios[0]!.expected.steadyState;
    expect(totals).toMatchObject({ bookings: 0, revenue: 0, ccos: 0, payOfBookings: 0 });
    expect(totals.variablePay).toBeCloseTo(0, 9);
  });
});

function withOutbound(perMonth: number): LoadedScenario {
  return chain(pair, { funnel: { segments: { all: { sources: { outbound: { perMonth } } } } } });
}

test("three scenarios are each compared with the first", () => {
  const comparison = compared({
    scenarios: [chain(pair), withOutbound(6), withOutbound(10)],
    runs: 40,
  });
  const [six, ten] = comparison.differences;
  expect(ten!.totals["bookings"]!.mean).toBeGreaterThan(six!.totals["bookings"]!.mean);
  expect(comparison.expected).toHaveLength(2);
});

test.each(["bookings", "revenue"])(
  "the quarters of a year add up to it, contribution on %s included",
  (contributionBasis) => {
    const root = patched(pair, {
      costs: { employerOnCosts: 0.2, contributionBasis },
      funnel: { segments: { all: { termMonths: 12, renewalRate: 0.7 } } },
    });
    const change = {
      funnel: { segments: { all: { sources: { inbound: { spend: { perMonth: 500 } } } } } },
      plans: { seller: { components: { bookings: { weight: 0.8 } } } },
    };
    const { differences } = compared({ scenarios: [chain(root), chain(root, change)], runs: 30 });
    const { quarters, totals } = differences[0]!;
    for (const key of ["bookings", "revenue", "pay", "contribution"] as const) {
      const sum = quarters[key].reduce((all, one) => all + one, 0);
      expect(sum / totals[key]!.mean, key).toBeCloseTo(1, 9);
    }
  },
);

test("the longer of two horizons is compared over the shorter", () => {
  const long = patched(pair, { calendar: { months: 24 } });
  const { differences } = compared({ scenarios: [chain(pair), chain(long)], runs: 5 });
  expect(differences[0]!.months.bookings.both.mean).toHaveLength(12);
  expect(differences[0]!.totals["bookings"]!.mean).toBeCloseTo(0, 9);
});

test("a preview that keeps what earlier ones computed gives what a fresh one gives", () => {
  const edits = [0.9, 0.7, 0.9].map((weight) =>
    chain(pair, { plans: { seller: { components: { bookings: { weight } } } } }),
  );
  const kept = createKept();
  for (const edit of edits) {
    const job = { scenarios: [chain(pair), edit] };
    const [again, fresh] = [{ kept }, {}].map((keeping) => {
      return prepareJob(job, { preview: true, ...keeping }).head.scenarios;
    });
    expect(JSON.stringify(again)).toBe(JSON.stringify(fresh));
  }
});

describe("who is better off", () => {
  test("more pay for the same work makes everybody richer and better off", () => {
    const richer = {
      roles: { seller: { targetVariable: 52_000 } },
      behaviour: { response: false },
    };
    const { expected } = compared({ scenarios: [chain(pair), chain(pair, richer)], runs: 2 });
    expect(expected[0]!.roles["seller"]!.people).toMatchObject({
      better: 4,
      richer: 4,
      headcount: 4,
    });
    expect(expected[0]!.roles["marketer"]!.people).toMatchObject({ same: 2, richer: 0, poorer: 0 });
  });

  // Half of what hung on the own result becomes base pay: less to be had on average, and next to no risk.
  test("less risk can make people better off though they earn less", () => {
    const risky = patched(pair, {
      roles: { seller: { ownLuck: 0.8 } },
      behaviour: { riskAversion: 6e-5, response: false },
      simulation: { luck: "logNormal" },
    });
    const safer = {
      roles: { seller: { basePay: 74_000 } },
      plans: { seller: { components: { bookings: { weight: 0.5 } } } },
    };
    const { expected, scenarios } = compared({
      scenarios: [chain(risky), chain(risky, safer)],
      runs: 2,
    });
    expect(expected[0]!.roles["seller"]!.people).toMatchObject({ better: 4, poorer: 4 });
    expect(scenarios[1]!.findings.map(({ id }) => id)).toContain("poorer-better-off");
  });
});

test("a plan with half of sales' pay pooled is warned of, and so is one outside published evidence", () => {
  const { scenarios } = compared({
    scenarios: [shipped("reference-a"), shipped("reference-b")],
    runs: 2,
  });
  expect(scenarios[1]!.findings.map(({ id }) => id)).not.toContain("outside-evidence");
  const pooled = {
    plans: {
      seller: {
        components: {
          bookings: { weight: 0.1 },
          joint: {
            measure: "bookings",
            scope: "joint",
            period: "year",
            target: "= statusQuo",
            weight: 0.9,
          },
        },
      },
    },
  };
  const halved = compared({ scenarios: [chain(pair), chain(pair, pooled)], runs: 2 });
  const effect = halved.expected[0]!.totals["bookings"]!.runRate / 450_000;
  expect(effect).toBeLessThan(-0.005);
  expect(halved.scenarios[1]!.findings.map(({ id }) => id)).toContain("outside-evidence");
});

test("with nothing uncertain a run says that it takes the response as known", () => {
  expect(headOf(chain(pair)).scenarios[0]!.findings.map(({ id }) => id)).toContain(
    "response-known",
  );
  const uncertain = patched(pair, { behaviour: { epsilon: { p10: 0.1, p50: 0.3, p90: 0.6 } } });
  const { findings, uncertain: paths } = headOf(chain(uncertain)).scenarios[0]!;
  expect(findings.map(({ id }) => id)).not.toContain("response-known");
  expect(paths).toEqual(["behaviour.epsilon"]);
});
