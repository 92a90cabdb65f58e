/** Differences in plan language: what an analyst reads in a review, line by line. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type JsonObject, type JsonValue, scenarioOf } from "#models";
import { planDiff } from "../../models/scenario/planDiff.ts";
import { chain, patched, shipped, solo } from "../support/scenarios.ts";

const team = patched(solo, {
  roles: { seller: { title: "Account executive", headcount: 23, targetVariable: 10_000 } },
  plans: {
    seller: {
      components: {
        bookings: {
          target: 5000,
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
});

function says(patch: JsonObject, base: JsonObject = team): string[] {
  const named = { name: "Solo", ...patch };
  const changes = planDiff(
    scenarioOf(chain(patched(base, { name: "Solo" }))),
    scenarioOf(chain(base, named)),
  );
  return changes.map((change) => change.says);
}

const component = (patch: JsonValue): JsonObject => ({
  plans: { seller: { components: { bookings: patch } } },
});

test("an accelerator is told by its name, with the people paid by it", () => {
  const tiers = [
    { from: 0, rate: 1 },
    { from: 1, rate: 1.75 },
  ];
  expect(says(component({ curve: { kind: "marginal", tiers } }))).toEqual([
    "Account executive · Bookings: accelerator above 100% 1.5× → 1.75× · 23 people",
  ]);
});

test("a tier that comes and a cap that comes are told apart", () => {
  const tiers = [
    { from: 0, rate: 1 },
    { from: 1, rate: 1.5 },
    { from: 1.5, rate: 2 },
  ];
  expect(says(component({ curve: { kind: "marginal", tiers, cap: 2.5 } }))).toEqual([
    "Account executive · Bookings: accelerator above 150% new, 2× · 23 people",
    "Account executive · Bookings: cap new, 250% · 23 people",
  ]);
});

test("another form of curve is told by both sentences", () => {
  expect(says(component({ curve: { kind: "lump", from: 1 } }))).toEqual([
    "Account executive · Bookings: payout curve Pays 1× from 0%, 1.5× from 100%, each on the part inside its tier. → Pays all of target pay from 100% on, nothing below. · 23 people",
  ]);
});

test.each<[string, JsonObject, string]>([
  [
    "target variable",
    { roles: { seller: { targetVariable: 12_500 } } },
    "Account executive: target variable pay 10,000 USD → 12,500 USD · 23 people",
  ],
  [
    "headcount",
    { roles: { seller: { headcount: 1 } } },
    "Account executive: headcount 23 → 1 · 1 person",
  ],
  [
    "a gate",
    component({ gates: { floor: { measure: "bookings", attainmentAtLeast: 0.5, target: 100 } } }),
    "Account executive · Bookings: gates, floor new · 23 people",
  ],
  [
    "a draw",
    {
      plans: {
        seller: { adjustments: { advance: { kind: "draw", amount: 2000, recoverable: true } } },
      },
    },
    "Account executive: adjustments, advance new · 23 people",
  ],
  [
    "a practice",
    { alignment: { practices: { jointMeeting: { adoption: 0.5 } } } },
    "Weekly joint meeting: new, 50% adopted",
  ],
  ["a name", { name: "Other" }, "Scenario: name Solo → Other"],
])("%s in words", (_, patch, line) => {
  expect(says(patch)).toEqual([line]);
});

function shuffled(value: JsonValue): JsonValue {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, shuffled(inner)]),
  );
}

describe("no difference", () => {
  test("is told of keys in another order", () => {
    for (const id of ["status-quo", "shared-pipeline-practices", "reference-b"]) {
      const scenario = scenarioOf(shipped(id));
      expect(
        planDiff(
          scenario,
          shuffled(scenario as unknown as JsonValue) as unknown as typeof scenario,
        ),
      ).toEqual([]);
    }
  });
});

test("every number that differs is told, once", () => {
  const law = fc.property(
    fc.integer({ min: 1, max: 1000 }),
    fc.integer({ min: 1, max: 99 }),
    (target, percent) => {
      const lines = says(component({ target, rate: null, weight: percent / 100 }));
      expect(
        lines.some((line) => line.includes(`target 5,000 → ${target < 1000 ? target : "1,000"} `)),
      ).toBe(true);
      expect(lines.some((line) => line.includes(`weight new, ${percent}%`))).toBe(true);
      expect(lines.some((line) => line.includes("rate removed"))).toBe(true);
      expect(lines).toHaveLength(3);
    },
  );
  fc.assert(law, { numRuns: 30 });
});
