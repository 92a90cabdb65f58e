/** Who would leave, in words that the Compare page and the command line share. */
import { expect, test } from "vitest";
import {
  type Comparison,
  type JsonObject,
  runJob,
  type TurnoverWords,
  turnoverWords,
} from "#models";
import { turnoverChangeLines, turnoverLines } from "../../server/cli/report/turnover.ts";
import { shortMoneyChange } from "../../web/src/lib/format.ts";
import { chain, pair, patched } from "../support/scenarios.ts";

// Neither what they care for beside pay nor how they mind risk moves with base pay here.
const stakes = { nonPayStake: 500 };
const named: JsonObject = {
  roles: {
    marketer: { plural: "Marketers" },
    seller: {
      plural: "Sellers, field",
      tasks: { followUp: stakes, selling: stakes, feedback: stakes },
    },
  },
  behaviour: { riskAversion: 1e-5 },
};
const on: JsonObject = { behaviour: { retention: { vacancyMonths: 0, rampMonths: 0 } } };
const off = patched(pair, named);
const root = patched(off, on);
// 25,000 more of an OTE of 100,000: 4 · 0.3 · e^(−½) = 0.728 sellers leave instead of 1.2. 0.472 fewer at half of an OTE
// of 125,000 save 29,510.
const raise: JsonObject = { roles: { seller: { basePay: 75_000 } } };

function compared(base: JsonObject, child: JsonObject): Comparison {
  const scenarios = [chain(base), chain(base, child)];
  return [...runJob({ scenarios, runs: 4 })].at(-1)!;
}

/** As on the page. */
function words({ scenarios: [base, other] }: Comparison): TurnoverWords | undefined {
  return turnoverWords(base!, other!, (change) => shortMoneyChange(change, "USD"));
}

test("a raise keeps people: by role in words, and what it comes to", () => {
  const comparison = compared(root, raise);
  const [base, other] = comparison.scenarios;
  expect(words(comparison)).toEqual({
    lines: ["0.73 sellers, field, a year would leave instead of 1.2."],
    sum: "In all 1.0 people a year instead of 1.5. What turnover costs: −$29.5k a year.",
  });
  expect(turnoverChangeLines(base!, other!, 100)).toEqual([
    "0.73 sellers, field, a year would leave instead of 1.2.",
    "In all 1.0 people a year instead of 1.5. What turnover costs: −$29.5k a year.",
  ]);
});

test("a run shows leavers, the status quo's, capacity and cost by role", () => {
  const [base] = compared(root, raise).scenarios;
  const lines = turnoverLines(base!).map((line) => line.trim().split(/ {2,}/));
  expect(lines.slice(-2)).toEqual([
    ["marketer", "0.30", "0.30", "0.0%", "0"],
    ["seller", "1.2", "1.2", "0.0%", "0"],
  ]);
});

test("as many as before where nobody is better or worse off", () => {
  const comparison = compared(root, {});
  expect(words(comparison)).toEqual({
    lines: [],
    sum: "About as many people would leave as at the baseline: 1.5 a year.",
  });
  expect(turnoverChangeLines(comparison.scenarios[0]!, comparison.scenarios[1]!, 100)).toEqual([
    "About as many people would leave as at the baseline: 1.5 a year.",
  ]);
});

test("beside a baseline without retention, the status quo's turnover and its cost", () => {
  const comparison = compared(off, patched(raise, on));
  expect(words(comparison)!.sum).toBe(
    "In all 1.0 people a year instead of 1.5. What turnover costs: −$29.5k a year.",
  );
});

test("nothing is said where the scenario states no retention", () => {
  const comparison = compared(off, raise);
  expect(words(comparison)).toBeUndefined();
  expect(turnoverLines(comparison.scenarios[1]!)).toEqual([]);
  expect(turnoverChangeLines(comparison.scenarios[0]!, comparison.scenarios[1]!, 100)).toEqual([]);
});
