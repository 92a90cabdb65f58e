/** A payroll of 10,000 people, 12 periods and 4 components, as the benchmark times it. */
import { compilePayroll, type Facts, payLines, readScenario } from "#models";

const PEOPLE = 10_000;
const DEALS_EACH = 24;

const tiers = {
  kind: "marginal",
  tiers: [
    { from: 0, rate: 1 },
    { from: 1, rate: 1.5 },
    { from: 1.5, rate: 2 },
  ],
};

/** Four monthly components: own bookings to date, each deal, the team's pipeline, and the joint bookings with a gate. */
const scenario = {
  format: 1,
  name: "Large payroll",
  currency: "USD",
  calendar: { start: "2027-01" },
  funnel: {
    stages: ["opportunity", "won"],
    segments: {
      all: {
        dealSize: { mean: 12_000 },
        grossMargin: 0.8,
        sources: { own: { team: "sales", entersAt: "opportunity", perMonth: 80_000 } },
        conversions: { opportunity: { rate: 0.25 } },
      },
    },
  },
  roles: {
    seller: {
      team: "sales",
      headcount: PEOPLE,
      basePay: 60_000,
      targetVariable: 60_000,
      plan: "seller",
      tasks: { selling: {} },
    },
  },
  plans: {
    seller: {
      components: {
        bookings: {
          measure: "bookings",
          scope: "individual",
          period: "month",
          accumulation: "yearToDate",
          target: 288_000,
          weight: 0.6,
          curve: tiers,
        },
        large: {
          measure: "bookings",
          scope: "individual",
          period: "month",
          basis: "deal",
          rate: 0.01,
          dealAtLeast: 10_000,
        },
        pipeline: {
          measure: "pipeline",
          scope: "team",
          period: "month",
          target: 240_000_000,
          weight: 0.2,
          curve: tiers,
        },
        joint: {
          measure: "bookings",
          scope: "joint",
          period: "month",
          target: 240_000_000,
          weight: 0.1,
          curve: { kind: "threshold", threshold: 0.5, accelerator: 2, cap: 1.5 },
          gates: { own: { measure: "bookings", scope: "individual", attainmentAtLeast: 0.5 } },
        },
      },
    },
  },
  simulation: { luck: "logNormal" },
};

function two(n: number): string {
  return String(n).padStart(2, "0");
}

function facts(): Facts {
  const people = Array.from({ length: PEOPLE }, (_, i) => ({
    id: `p${i}`,
    name: `Sample ${i}`,
    leave: [],
    assignments: [{ role: "seller" }],
  }));
  const deals = Array.from({ length: PEOPLE * DEALS_EACH }, (_, i) => {
    const day = `2027-${two((i % 12) + 1)}-${two((i % 28) + 1)}`;
    return {
      id: `d${i}`,
      owner: `p${Math.floor(i / DEALS_EACH)}`,
      segment: "all",
      source: "own",
      created: day,
      won: day,
      amount: `${5000 + ((i * 7919) % 14_000)}.${two((i * 31) % 100)}`,
      row: i + 2,
    };
  });
  return { people, deals, measures: [], exceptions: [] };
}

/** Compiles the payroll and works out every line; the time of both, the lines, and their sum in cents. */
export function measurePayroll(now: () => number): {
  milliseconds: number;
  lines: number;
  cents: bigint;
} {
  const { loaded, problems: faults } = readScenario("large", () => JSON.stringify(scenario));
  if (!loaded) throw new Error(JSON.stringify(faults));
  const given = facts();
  const from = now();
  const { payroll, problems } = compilePayroll(loaded, given);
  if (!payroll) throw new Error(JSON.stringify(problems.slice(0, 5)));
  let lines = 0;
  let cents = 0n;
  for (const { amount } of payLines(payroll)) {
    lines++;
    cents += amount;
  }
  return { milliseconds: now() - from, lines, cents };
}
