/**
 * Two scenarios and the hashes of their content, which were worked out by another program: the merged documents of the
 * lineage without name, question, notes, format and extends, as JSON with sorted keys, in a JSON list of such texts.
 */
const root = {
  format: 1,
  name: "Reference A: separate targets",
  question: "What do we get today, with marketing paid on MQLs and sales on its own bookings?",
  currency: "USD",
  calendar: { start: "2027-01", months: 12, fiscalYearStart: 1 },
  funnel: {
    stages: ["lead", "mql", "sql", "opportunity", "won"],
    segments: {
      all: {
        dealSize: { mean: 40000, cv: 0.7 },
        grossMargin: 0.8,
        termMonths: 0,
        renewalRate: 0,
        sources: {
          inbound: {
            team: "marketing",
            entersAt: "lead",
            perMonth: 1000,
            spend: { perMonth: "= 1000000 / 12", elasticity: 0 },
          },
          outbound: {
            team: "sales",
            entersAt: "opportunity",
            perMonth: 25,
            conversions: { opportunity: { rate: 0.22, quality: 0 } },
          },
        },
        conversions: {
          lead: { rate: 0.3 },
          mql: { rate: 0.25, quality: 0.6 },
          sql: { rate: 0.6, quality: 0.2 },
          opportunity: { rate: 0.22, quality: 0.3 },
        },
      },
    },
  },
  roles: {
    marketer: {
      team: "marketing",
      headcount: 6,
      basePay: 110000,
      targetVariable: 11000,
      plan: "marketer",
      tasks: {
        volume: { effects: { "inflow.inbound": 0.35, quality: -0.15 }, nonPayStake: 2500 },
        quality: { effects: { quality: 0.3 }, nonPayStake: 2200 },
        enablement: { effects: { "rate.opportunity": 0.08 }, nonPayStake: 800 },
      },
    },
    ae: {
      team: "sales",
      headcount: 10,
      basePay: 80000,
      targetVariable: 80000,
      plan: "ae",
      tasks: {
        followUp: { private: true, effects: { "rate.mql": 0.25 }, nonPayStake: 1200 },
        selling: {
          private: true,
          effects: { "rate.opportunity": 0.34, "inflow.outbound": 0.15 },
          nonPayStake: 2000,
        },
        feedback: { effects: { quality: 0.1 }, nonPayStake: 800 },
      },
      ownLuck: 0.4,
      title: "Account executive, Zürich 𝄞",
    },
  },
  plans: {
    marketer: {
      components: {
        mqls: {
          measure: "mql",
          scope: "team",
          period: "year",
          target: "= statusQuo",
          weight: 1,
          curve: {
            points: [
              [0.79, 0],
              [0.8, 0.5],
              [1, 1],
              [1.5, 1.5],
            ],
            beyond: 0,
          },
        },
      },
    },
    ae: {
      components: {
        bookings: {
          measure: "bookings",
          scope: "individual",
          period: "year",
          target: 800000,
          weight: 1,
          curve: {
            points: [
              [0, 0],
              [1, 1],
            ],
            beyond: 1.5,
          },
          examples: [{ given: { attainment: 1.2 }, paysShare: 1.3 }],
        },
      },
    },
  },
  alignment: { level: 0.4 },
  behaviour: { epsilon: 0.3 },
  uncertainty: { shocks: { lead: 0.12, quality: 0.1, close: 0.12 } },
  simulation: { runs: 1000, seed: 42, luck: "logNormal" },
  notes: "Ä hash of “content” — € 𝄞",
};
const child = {
  format: 1,
  name: "Child",
  extends: "lock-root.json",
  roles: { ae: { headcount: 11 } },
};

const texts: Record<string, string> = {
  "lock-root": JSON.stringify(root),
  "lock-child": JSON.stringify(child),
};

/** Text of one of the two. */
export function textOf(id: string): string | undefined {
  return texts[id];
}

export const hashes = {
  "lock-root": "60f75c98fd61c88de93f4f32d4a6979a978d40d8dbbada3fb523f9738f72632c",
  "lock-child": "bfe2d5de6365bba0375a43f495f4fff064f93953c1fac7f1e6478d4d2666384c",
};
