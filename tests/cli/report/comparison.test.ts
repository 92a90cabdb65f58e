/** What the report of a comparison shows of losses and of too few years. */
import { expect, test } from "vitest";
import { type JsonObject, runJob } from "#models";
import { reportOfComparison } from "../../../server/cli/report/comparison.ts";
import { chain, pair, patched } from "../../support/scenarios.ts";

const raise: JsonObject = { roles: { seller: { basePay: 70_000 } } };
const uncertain = patched(pair, { behaviour: { epsilon: { p10: 0.2, p50: 0.3, p90: 0.4 } } });

function report(root: JsonObject, runs: number): string {
  const scenarios = [chain(root), chain(root, raise)];
  const comparison = [...runJob({ scenarios, runs })].at(-1)!;
  return reportOfComparison(comparison, { given: ["a", "b"], milliseconds: 1, width: 120 }).join(
    "\n",
  );
}

test("attrition is a row where people leave more or less often, and none where it is 0", () => {
  const on = patched(uncertain, { behaviour: { retention: {} } });
  expect(report(on, 128)).toMatch(/^\s*Attrition\s+0?.*\u2212/m);
  expect(report(uncertain, 128)).not.toMatch(/Attrition|Discounts given/);
});

test("one year a set says that luck is not told apart", () => {
  expect(report(uncertain, 64)).toContain("too few years");
  expect(report(uncertain, 128)).not.toContain("too few years");
});
