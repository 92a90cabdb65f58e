/** The order in which a scenario's keys stand, as far as it moves results. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject, JsonValue } from "#models";
import { anyChange, anyCompany, calibrates } from "../support/companies.ts";
import { chain, headOf, pair, patched } from "../support/scenarios.ts";

function turned(value: JsonValue): JsonValue {
  if (Array.isArray(value) || typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, one]) => [key, turned(one)]),
  );
}

function totalsOf(root: JsonObject, change: JsonObject) {
  return headOf(chain(root, change)).scenarios[0]!.expected.steadyState.totals;
}

test("keys in another order give the same figures but for the last digits", () => {
  const law = fc.property(anyCompany, anyChange, (company, change) => {
    fc.pre(calibrates(company));
    const [one, other] = [company, turned(company) as JsonObject].map((root) =>
      totalsOf(root, change),
    );
    for (const key of Object.keys(one!) as (keyof typeof one)[])
      expect(Math.abs(one![key] - other![key])).toBeLessThanOrEqual(
        1e-9 * (1 + Math.abs(one![key])),
      );
  });
  fc.assert(law, { numRuns: 6 });
}, 120_000);

test("parameters, behaviour and plan fields in another order give the same figures to the bit", () => {
  const root = patched(pair, {
    parameters: { share: 0.5, more: "= 2 * share" },
    behaviour: { epsilon: 0.4, rho: 2, psi0: 0.1, psi1: 0.2 },
  });
  const other = Object.fromEntries(
    Object.entries(root).map(([key, value]) => [
      key,
      ["parameters", "behaviour", "plans"].includes(key) ? turned(value) : value,
    ]),
  );
  expect(totalsOf(other, {})).toEqual(totalsOf(root, {}));
});
