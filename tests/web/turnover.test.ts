/** Who would leave, in the words of the Compare page and of the command line. */
import { expect, test } from "vitest";
import { type Comparison, type JsonObject, runJob } from "#models";
import { turnoverChangeLines, turnoverLines } from "../../server/cli/report/turnover.ts";
import { assignSlots } from "../../web/src/lib/slots.ts";
import { turnoverWords } from "../../web/src/pages/compare/turnover.ts";
import { type View, viewOf } from "../../web/src/pages/compare/view.ts";
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
// 25,000 more of an OTE of 100,000: 4 · 0.3 · e^(−½) = 0.728 sellers leave instead of 1.2. At an OTE of 125,000 they cost
// 45,490 instead of 60,000.
const raise: JsonObject = { roles: { seller: { basePay: 75_000 } } };

function compared(base: JsonObject, child: JsonObject): Comparison {
  const scenarios = [chain(base), chain(base, child)];
  return [...runJob({ scenarios, runs: 4 })].at(-1)!;
}

function view(comparison: Comparison): View {
  const slots = assignSlots(comparison.scenarios.map(({ scenario }) => scenario.id));
  return viewOf(comparison, (id) => slots.get(id)!, undefined, "done")!;
}

test("a raise keeps people: by role in words, and what it comes to", () => {
  const comparison = compared(root, raise);
  const [base, other] = comparison.scenarios;
  expect(turnoverWords(view(comparison))).toEqual({
    lines: ["0.73 sellers, field, a year would leave instead of 1.2."],
    sum: "In all 1.0 people a year instead of 1.5. What turnover costs: −$14.5k a year.",
  });
  expect(turnoverChangeLines(base!, other!, 100)).toEqual([
    "0.73 sellers, field, a year would leave instead of 1.2.",
    "Attrition −$14.5k a year.",
  ]);
});

test("a run shows leavers, the status quo's, capacity and cost by role", () => {
  const [base] = compared(root, raise).scenarios;
  const lines = turnoverLines(base!).map((line) => line.trim().split(/ {2,}/));
  expect(lines.slice(-2)).toEqual([
    ["marketer", "0.30", "0.30", "0.0%", "$9,900"],
    ["seller", "1.2", "1.2", "0.0%", "$60,000"],
  ]);
});

test("as many as before where nobody is better or worse off", () => {
  const comparison = compared(root, {});
  expect(turnoverWords(view(comparison))).toEqual({
    lines: [],
    sum: "About as many people would leave as at the baseline: 1.5 a year.",
  });
  expect(turnoverChangeLines(comparison.scenarios[0]!, comparison.scenarios[1]!, 100)).toEqual([
    "About as many people would leave as before.",
  ]);
});

test("beside a baseline without retention, the status quo's turnover and no money", () => {
  const comparison = compared(off, patched(raise, on));
  expect(turnoverWords(view(comparison))!.sum).toBe("In all 1.0 people a year instead of 1.5.");
});

test("nothing is said where the scenario states no retention", () => {
  const comparison = compared(off, raise);
  expect(turnoverWords(view(comparison))).toBeUndefined();
  expect(turnoverLines(comparison.scenarios[1]!)).toEqual([]);
  expect(turnoverChangeLines(comparison.scenarios[0]!, comparison.scenarios[1]!, 100)).toEqual([]);
});
