/** A small company for the tests of the shells: quick to simulate, with a child, in a folder of its own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished, vi } from "vitest";

// Threads start from sources here, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const curve = {
  points: [
    [0.79, 0],
    [0.8, 0.5],
    [1, 1],
    [1.5, 1.5],
  ],
  beyond: 0,
};

export const today = {
  format: 1,
  name: "Today",
  question: "What do we get today?",
  currency: "USD",
  calendar: { start: "2027-01", months: 12 },
  funnel: {
    stages: ["lead", "mql", "sql", "opportunity", "won"],
    segments: {
      all: {
        dealSize: { mean: 40_000, cv: 0.7 },
        grossMargin: 0.8,
        sources: {
          inbound: { team: "marketing", entersAt: "lead", perMonth: 300 },
          outbound: { team: "sales", entersAt: "opportunity", perMonth: 10 },
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
      title: "Marketer",
      team: "marketing",
      headcount: 3,
      basePay: 100_000,
      targetVariable: 10_000,
      plan: "marketer",
      tasks: { volume: {}, quality: {} },
    },
    ae: {
      title: "Account executive",
      team: "sales",
      headcount: 4,
      basePay: 80_000,
      targetVariable: 80_000,
      plan: "ae",
      tasks: { followUp: { private: true }, selling: { private: true } },
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
          curve,
        },
      },
    },
    ae: {
      components: {
        bookings: {
          measure: "bookings",
          scope: "individual",
          period: "year",
          target: "= statusQuo",
          weight: 1,
          curve: {
            points: [
              [0, 0],
              [1, 1],
            ],
            beyond: 1.5,
          },
        },
      },
    },
  },
  behaviour: {
    epsilon: { p10: 0.1, p50: 0.3, p90: 0.6 },
    risk: "meanVariance",
    riskAversion: 0.0000125,
  },
  simulation: { runs: 100, seed: 42, parameterSets: 4, luck: "logNormal" },
};

export const shared = {
  format: 1,
  name: "Shared pipeline",
  question: "What if both teams ride on the joint pipeline?",
  extends: "today.json",
  plans: {
    marketer: {
      components: {
        mqls: null,
        pipeline: {
          measure: "pipeline",
          scope: "joint",
          period: "year",
          target: "= statusQuo",
          weight: 1,
          curve,
        },
      },
    },
  },
};

/** What broken.json holds: a share above 1, on a line of its own. */
export const broken = `{
  "format": 1,
  "name": "Broken",
  "extends": "today.json",
  "funnel": { "segments": { "all": {
    "grossMargin": 8
  } } }
}
`;

/** A folder that goes away with the test, with these files; what is not text is written as JSON. */
export function folderWith(files: Record<string, unknown>): string {
  const folder = mkdtempSync(join(tmpdir(), "tandem-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) write(join(folder, name), content);
  return folder;
}

export function write(path: string, content: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  const isText = typeof content === "string" || content instanceof Uint8Array;
  writeFileSync(path, isText ? content : JSON.stringify(content, null, 2));
}

export const company = { "today.json": today, "shared.json": shared };
