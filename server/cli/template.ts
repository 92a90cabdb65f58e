/**
 * The scenario `tandem new` starts from: a small company that sells software, with rates and cycle as in published
 * benchmarks (docs/model.md#funnel). Every figure is there to be replaced by one's own.
 */
import type { JsonObject } from "#models";

export const template: JsonObject = {
  format: 1,
  name: "New scenario",
  question: "What do we get today?",
  notes: "Rates, cycle and deal size are benchmark figures, not yours: replace them.",
  currency: "USD",
  calendar: { start: "2027-01", months: 12 },
  funnel: {
    stages: ["lead", "mql", "sql", "opportunity", "won"],
    segments: {
      all: {
        dealSize: { mean: 40_000, cv: 0.7 },
        grossMargin: 0.8,
        termMonths: 12,
        renewalRate: 0.85,
        sources: {
          inbound: {
            team: "marketing",
            entersAt: "lead",
            perMonth: 500,
            spend: { perMonth: 40_000 },
          },
          outbound: { team: "sales", entersAt: "opportunity", perMonth: 15 },
        },
        conversions: {
          lead: { rate: 0.3, lag: { months: 0.5 } },
          mql: { rate: 0.25, quality: 0.6, lag: { months: 0.5 } },
          sql: { rate: 0.6, quality: 0.2, lag: { months: 0.5 } },
          opportunity: { rate: 0.22, quality: 0.3, lag: { months: 2.5, shape: "gamma" } },
        },
      },
    },
  },
  roles: {
    marketer: {
      title: "Marketer",
      team: "marketing",
      headcount: 4,
      basePay: 95_000,
      targetVariable: 10_000,
      plan: "marketer",
      tasks: { volume: {}, quality: {}, enablement: {} },
    },
    ae: {
      title: "Account executive",
      team: "sales",
      headcount: 6,
      basePay: 80_000,
      targetVariable: 80_000,
      plan: "ae",
      tasks: { followUp: { private: true }, selling: { private: true }, feedback: {} },
    },
  },
  plans: {
    marketer: {
      components: {
        mqls: {
          title: "MQLs",
          measure: "mql",
          scope: "team",
          period: "quarter",
          target: "= statusQuo",
          weight: 1,
          curve: { kind: "threshold", threshold: 0.7, atThreshold: 0.5, accelerator: 1, cap: 1.5 },
        },
      },
    },
    ae: {
      components: {
        bookings: {
          title: "Own bookings",
          measure: "bookings",
          scope: "individual",
          period: "year",
          target: "= statusQuo",
          weight: 1,
          curve: {
            kind: "marginal",
            tiers: [
              { from: 0, rate: 1 },
              { from: 1, rate: 1.5 },
            ],
          },
        },
      },
    },
  },
};
