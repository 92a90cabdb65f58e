/**
 * One plan of each shape with deals that meet its edges, for what is written of statements.
 *
 * Always    every plan pays the two sellers of one small company; the deals are the same CSV but for what a shape needs.
 */
import {
  compilePayroll,
  type FactTables,
  type JsonObject,
  type LoadedScenario,
  type Payroll,
  readFacts,
} from "#models";
import { tableOf } from "../../server/exchange/csv.ts";
import { chain, pair, patched } from "../support/scenarios.ts";

const tiers = {
  kind: "marginal",
  tiers: [
    { from: 0, rate: 1 },
    { from: 1, rate: 1.5 },
  ],
};
const quarterly = {
  measure: "bookings",
  scope: "individual",
  period: "quarter",
  target: 100_000,
  weight: 1,
};
const monthly = { ...quarterly, period: "month", target: 400_000, accumulation: "yearToDate" };

export type Shape = {
  component: JsonObject;
  /** Of the plan beside its component. */
  plan?: JsonObject;
  scenario?: JsonObject;
  /** Whether a changed deal changes only what the sheet works out. */
  follows?: false;
};

/** Plans by what is special about them. */
export const shapes: Record<string, Shape> = {
  tiers: { component: { ...quarterly, curve: tiers } },
  "tier that begins above its bound": {
    component: {
      ...quarterly,
      curve: {
        kind: "retroactive",
        tiers: [
          { from: 0, rate: 0.75 },
          { above: 1, rate: 1.1 },
        ],
      },
    },
  },
  "tier that begins on its bound": {
    component: {
      ...quarterly,
      curve: {
        kind: "retroactive",
        tiers: [
          { from: 0, rate: 0.75 },
          { from: 1, rate: 1.1 },
        ],
      },
    },
  },
  steps: {
    component: {
      ...quarterly,
      curve: {
        kind: "stepped",
        rows: [
          { from: 0.7, share: 0.35 },
          { from: 1, share: 1.07 },
          { from: 1.15, share: 1.31 },
        ],
      },
    },
  },
  "thirds that do not end": {
    component: {
      ...quarterly,
      target: 90_000,
      curve: {
        points: [
          [0, 0],
          [1 / 3, 0.1],
          [1, 0.9],
          [1, 1],
          [1.3, 1.7],
        ],
        beyond: 0.7,
      },
    },
  },
  matrix: {
    component: {
      ...quarterly,
      curve: {
        kind: "matrix",
        across: { measure: "nps", scope: "individual", target: 40 },
        rows: [0.9, 1.1],
        columns: [0.5, 1, 1.5],
        shares: [
          [0.2, 0.8, 1],
          [0.3, 1, 1.6],
        ],
        between: "linear",
      },
    },
  },
  "year to date": { component: { ...monthly, curve: tiers } },
  "year to date, prorated, recovered": {
    component: {
      ...monthly,
      prorate: true,
      recover: true,
      curve: { kind: "threshold", threshold: 0.5, accelerator: 2, cap: 2 },
    },
  },
  "gate shut": {
    component: {
      ...quarterly,
      curve: tiers,
      gates: { happy: { measure: "nps", valueAtLeast: 60, otherwise: { shareAtMost: 0.4 } } },
    },
  },
  "gate shut, nothing instead": {
    component: {
      ...quarterly,
      curve: tiers,
      gates: { happy: { measure: "nps", valueAtLeast: 60 } },
    },
  },
  "factor of another measure": {
    component: {
      ...quarterly,
      curve: tiers,
      multipliers: {
        happy: {
          measure: "nps",
          target: 40,
          curve: {
            points: [
              [0, 0.7],
              [1, 1],
              [1.5, 1.15],
            ],
          },
        },
      },
    },
  },
  "attainment rounded to whole per cents": {
    component: { ...quarterly, target: 97_000, roundAttainment: { to: 0.01 }, curve: tiers },
  },
  "attainment rounded down": {
    component: {
      ...quarterly,
      target: 97_000,
      roundAttainment: { to: 0.05, mode: "towardsZero" },
      curve: tiers,
    },
  },
  "deal by deal": {
    component: {
      measure: "bookings",
      scope: "individual",
      period: "quarter",
      basis: "deal",
      rate: 1,
      payPerDealAtMost: 3100.55,
      curve: {
        points: [
          [0, 0],
          [25_000, 1250],
          [60_000, 4750],
        ],
        beyond: 0.08,
      },
    },
  },
  "windfall cap and least deal": {
    component: { ...quarterly, dealAtMost: 40_000, dealAtLeast: 5000, curve: tiers },
  },
  "window of a SPIFF": {
    component: {
      ...quarterly,
      window: { from: "2027-02-01", to: "2027-02-28" },
      rate: 0.021,
      target: undefined,
      weight: undefined,
      curve: { kind: "flat" },
    } as unknown as JsonObject,
  },
  "deal by deal, paid on cash": {
    component: {
      measure: "bookings",
      scope: "individual",
      period: "month",
      basis: "deal",
      rate: 1,
      curve: {
        points: [
          [0, 0],
          [25_000, 1250],
          [60_000, 4750],
        ],
        beyond: 0.08,
      },
    },
    plan: { payment: { on: "cash" } },
  },
  "most pay": { component: { ...quarterly, curve: tiers, payAtMost: 13_333.33 } },
  "rate over the measure itself": {
    component: {
      measure: "bookings",
      scope: "individual",
      period: "month",
      rate: 0.0375,
      curve: { kind: "flat" },
    },
  },
  "halves to even": {
    component: { ...quarterly, curve: tiers },
    plan: { rounding: { mode: "halfEven" } },
  },
  "whole units, rounded up": {
    component: { ...quarterly, curve: tiers },
    plan: { rounding: { places: 0, mode: "awayFromZero" } },
  },
  "each deal rounded": {
    component: { ...quarterly, curve: tiers },
    plan: { rounding: { each: "deal" } },
    follows: false,
  },
  "unequal quarters": {
    component: { ...quarterly, curve: tiers, periodWeights: [0.2, 0.2, 0.2, 0.4] },
  },
  "halves of a cent to even": {
    component: {
      measure: "bookings",
      scope: "individual",
      period: "month",
      rate: 0.00001,
      curve: { kind: "flat" },
    },
    plan: { rounding: { mode: "halfEven" } },
  },
  "to date, so far to even": {
    component: {
      measure: "bookings",
      scope: "individual",
      period: "month",
      accumulation: "yearToDate",
      rate: 0.00001,
      curve: { kind: "flat" },
    },
    plan: { rounding: { mode: "halfEven" } },
  },
  "to date, by unequal quarters": {
    component: {
      ...quarterly,
      accumulation: "yearToDate",
      prorate: true,
      recover: true,
      target: 400_000,
      curve: tiers,
      periodWeights: [0.1, 0.2, 0.3, 0.4],
    },
  },
  "whole already, rounded up": {
    component: {
      measure: "bookings",
      scope: "individual",
      period: "month",
      rate: 0.07,
      curve: { kind: "flat" },
    },
    plan: { rounding: { places: 0, mode: "awayFromZero" } },
  },
  "a jump met exactly by cents": {
    component: {
      ...quarterly,
      target: 58_333.3275, // 70% of 33,333.33 is 40% of it, and a little less in binary fractions
      window: { from: "2027-04-01", to: "2027-04-30" },
      curve: {
        points: [
          [0, 0],
          [0.4, 0.2],
          [0.4, 0.5],
          [1, 1],
        ],
        beyond: 0,
      },
    },
  },
  "year to date, prorated, nothing taken back": {
    component: { ...monthly, prorate: true, curve: tiers },
  },
  yen: {
    component: { ...quarterly, curve: tiers },
    scenario: { currency: "JPY", currencies: { EUR: { "2027-01": 160.5 } } },
  },
};

/** A company paid by a plan of one shape. */
function shaped({ component, plan = {}, scenario = {} }: Shape): LoadedScenario {
  const clean = JSON.parse(JSON.stringify(component)) as JsonObject;
  const currencies = { EUR: { "2027-01": 1.0915 } };
  const root = patched(
    pair,
    { currencies, measures: { nps: { title: "NPS", kind: "score", expected: 40 } } },
    {
      roles: { seller: { targetVariable: 47_001 } },
      plans: { seller: { components: { bookings: null } } },
    },
    { plans: { seller: { components: { own: { title: "Own", ...clean } }, ...plan } } },
    scenario,
  );
  return chain(root);
}

const people = [
  "id,role,name,start,end",
  "s-1,seller,Avery Sample,2026-01-01,",
  "s-2,seller,=Blake+Sample,2027-02-15,",
];

/** Deals: one quarter exactly on target, splits, cents, another currency, small and large ones. */
export const dealRows = [
  "D-1,s-1,all,inbound,2026-11-02,2027-01-15,62500,,",
  "D-2,s-1,all,outbound,2026-12-02,2027-02-26,37500,,",
  "D-3,s-1,all,inbound,2027-01-05,2027-04-09,33333.33,,s-1:0.7;s-2:0.3",
  "D-4,s-1,all,outbound,2027-02-05,2027-05-20,98765.43,,",
  "D-5,s-1,all,inbound,2027-02-05,2027-07-20,20000,EUR,",
  "D-6,s-1,all,inbound,2027-03-05,2027-08-02,4999.99,,",
  "D-7,s-1,all,outbound,2027-03-05,2027-10-11,140000,,",
  "D-8,s-2,all,outbound,2027-02-16,2027-03-30,51000.5,,",
  "D-9,s-2,all,inbound,2027-02-16,2027-06-30,12345.67,,",
];

function table(file: string, lines: readonly string[]) {
  return tableOf(file, lines.join("\n")).table;
}

/** Customers pay on the first of the month after. */
function paidAfter(won: string): string {
  const [year, month] = won.split("-").map(Number);
  const next = year! * 12 + month!;
  return `${Math.floor(next / 12)}-${String((next % 12) + 1).padStart(2, "0")}-01`;
}

function factsOf(rows: readonly string[]): FactTables {
  return {
    deals: table("deals.csv", [
      "id,owner,segment,source,created,won,amount,currency,split,paid",
      ...rows.map((row) => `${row},${paidAfter(row.split(",")[5]!)}`),
    ]),
    people: table("roster.csv", people),
    measures: table("measures.csv", [
      "participant,measure,period,value",
      "s-1,nps,2027,42",
      "s-2,nps,2027-Q1,38",
      "s-2,nps,2027-Q2,45",
      "s-2,nps,2027-Q3,31",
      "s-2,nps,2027-Q4,40",
    ]),
  };
}

/** The payroll of a shape on deals. */
export function payrollOn(shape: Shape, rows: readonly string[] = dealRows): Payroll {
  const loaded = shaped(shape);
  const read = readFacts(loaded, factsOf(rows));
  if (!read.facts) throw new Error(JSON.stringify(read.problems, null, 2));
  const { payroll, problems } = compilePayroll(loaded, read.facts);
  if (!payroll) throw new Error(JSON.stringify(problems, null, 2));
  return payroll;
}
