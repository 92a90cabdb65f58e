/**
 * Small companies to test with: a chain of documents in memory, read as files are, so that every one is a valid scenario.
 *
 * Terms     solo = one seller, one source, one task, no luck: what can be worked out on paper;
 *           pair = marketing and sales on one funnel with all stages, lags, seasons and luck left out.
 */
import { readFileSync } from "node:fs";
import {
  type JsonObject,
  type JobHead,
  type LoadedScenario,
  prepareJob,
  readScenario,
} from "#models";
import { mergePatch } from "../../models/scenario/inherit.ts";
import { solve, type Solved, type SolveSetting } from "../../models/company/solve.ts";

/** A document with patches on it, as a child file would have them. */
export function patched(document: JsonObject, ...patches: JsonObject[]): JsonObject {
  return patches.reduce((whole, patch) => {
    const { value, problems } = mergePatch(whole, patch);
    if (problems.length > 0) throw new Error(JSON.stringify(problems, null, 2));
    return value;
  }, document);
}

/** A root document and its children, each extending the one before: the last of them, ready for the engine. */
export function chain(root: JsonObject, ...children: JsonObject[]): LoadedScenario {
  const last = children.length;
  const read = readScenario(`s${last}`, (id) => {
    const at = Number(id.slice(1));
    if (at === 0) return JSON.stringify(root);
    const child = children[at - 1];
    const head = { format: 1, name: `Child ${at}`, extends: `s${at - 1}.json` };
    return child && JSON.stringify({ ...head, ...child });
  });
  if (!read.loaded) throw new Error(JSON.stringify(read.problems, null, 2));
  return read.loaded;
}

/** A shipped scenario. */
export function shipped(id: string): LoadedScenario {
  const read = readScenario(id, shippedText);
  if (!read.loaded) throw new Error(JSON.stringify(read.problems, null, 2));
  return read.loaded;
}

/** The folder of the shipped scenarios. */
const scenarioFolder = new URL("../../scenarios/", import.meta.url);

function shippedText(id: string): string | undefined {
  try {
    return readFileSync(new URL(`${id}.json`, scenarioFolder), "utf8");
  } catch {
    return undefined;
  }
}

/** A scenario solved on its own, at the means of its uncertain numbers unless a set is asked for. */
export function solved(loaded: LoadedScenario, setting: Partial<SolveSetting> = {}): Solved {
  return solve(loaded, {
    set: null,
    parameterSets: 64,
    seed: 1,
    response: true,
    curves: new Map(),
    cache: new Map(),
    ...setting,
  });
}

/** The expected layer of one or more scenarios, as a run and a comparison report it. */
export function headOf(...scenarios: LoadedScenario[]): JobHead {
  return prepareJob({ scenarios }).head;
}

/** No shared shocks. */
export const calm: JsonObject = { uncertainty: { shocks: { lead: 0, quality: 0, close: 0 } } };

/** People who care for the mean of their pay alone, and for nothing but pay. */
export const plainPeople: JsonObject = {
  behaviour: { psi0: 0, psi1: 0, risk: "meanVariance", riskAversion: 0 },
};

/**
 * One seller with one task on one source: opportunities 10 a month, half of them won, 1,000 each: 60,000 a year. Paid
 * a tenth of own bookings; the inflow moves with effort to the power 0.5. No luck, no base pay, nothing but pay counts.
 */
export const solo: JsonObject = {
  format: 1,
  name: "Solo",
  currency: "USD",
  calendar: { start: "2027-01" },
  funnel: {
    stages: ["opportunity", "won"],
    segments: {
      all: {
        dealSize: { mean: 1000 },
        grossMargin: 0.8,
        sources: { own: { team: "sales", entersAt: "opportunity", perMonth: 10 } },
        conversions: { opportunity: { rate: 0.5 } },
      },
    },
  },
  roles: {
    seller: {
      team: "sales",
      headcount: 1,
      basePay: 0,
      targetVariable: 6000,
      plan: "seller",
      ownLuck: 0,
      tasks: { selling: { private: true, effects: { "inflow.own": 0.5 }, nonPayStake: 0 } },
    },
  },
  plans: {
    seller: {
      components: {
        bookings: { measure: "bookings", scope: "individual", period: "year", rate: 0.1 },
      },
    },
  },
  ...calm,
  ...plainPeople,
  simulation: { runs: 64, seed: 7, luck: "logNormal" },
};

/**
 * Two marketers and four sellers: 100 leads a month through 0.5, 0.4, 0.5 and 0.25 with quality 0.6, 0.2 and 0.3, and
 * 5 opportunities a month that sales finds itself. 30 + 15 deals of 10,000 a year.
 */
export const pair: JsonObject = {
  format: 1,
  name: "Pair",
  currency: "USD",
  calendar: { start: "2027-01" },
  funnel: {
    stages: ["lead", "mql", "sql", "opportunity", "won"],
    segments: {
      all: {
        dealSize: { mean: 10000, cv: 0.5 },
        grossMargin: 0.8,
        sources: {
          inbound: { team: "marketing", entersAt: "lead", perMonth: 100 },
          outbound: { team: "sales", entersAt: "opportunity", perMonth: 5 },
        },
        conversions: {
          lead: { rate: 0.5 },
          mql: { rate: 0.4, quality: 0.6 },
          sql: { rate: 0.5, quality: 0.2 },
          opportunity: { rate: 0.25, quality: 0.3 },
        },
      },
    },
  },
  roles: {
    marketer: {
      team: "marketing",
      headcount: 2,
      basePay: 60000,
      targetVariable: 6000,
      plan: "marketer",
      tasks: { volume: {}, quality: {}, enablement: {} },
    },
    seller: {
      team: "sales",
      headcount: 4,
      basePay: 50000,
      targetVariable: 50000,
      plan: "seller",
      ownLuck: 0.3,
      tasks: { followUp: {}, selling: {}, feedback: {} },
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
          curve: { kind: "threshold", threshold: 0.5, accelerator: 1, cap: 1.5 },
        },
      },
    },
    seller: {
      components: {
        bookings: {
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
  behaviour: { risk: "cara" },
  simulation: { runs: 64, seed: 7, luck: "deals" },
};

/** Solo paid by the quarter: 15 deals of 1,000 each; the first quarter pays twice as much a share as the others. */
export const uneven = patched(solo, {
  plans: {
    seller: {
      components: {
        bookings: {
          period: "quarter",
          rate: null,
          target: 15_000,
          targetPay: 6000,
          periodWeights: [0.4, 0.2, 0.2, 0.2],
        },
      },
    },
  },
});
