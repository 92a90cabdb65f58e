/** Attribution: parts that add to the whole, dummies that get nothing, and a case worked by hand. */
import { describe, expect, test } from "vitest";
import { attribute, type Attribution, type JsonObject, scenarioOf } from "#models";
import { leversBetween, withLevers } from "../../models/analysis/levers.ts";
import { chain, patched, shipped, solo } from "../support/scenarios.ts";

const root = patched(solo, { plans: { seller: { components: { bookings: { rate: 0.1 } } } } });

function between(patch: JsonObject, base: JsonObject = root): Attribution {
  return attribute(chain(base), chain(base, patch));
}

function sums(attribution: Attribution): void {
  for (const [key, whole] of Object.entries(attribution.whole)) {
    for (const part of ["value", "mechanical", "response"] as const) {
      const sum = attribution.levers.reduce((all, { parts }) => all + parts[key]![part], 0);
      const size = Math.max(1, Math.abs(whole[part]));
      expect(Math.abs(sum - whole[part]) / size, `${key} ${part}`).toBeLessThan(1e-9);
    }
  }
}

// Nobody responds. Bookings B = 1 unit, pay = base + rate·B. Deal size ×1.5 and rate ×2 together: pay moves from r·B to
// 3·r·B, that is by 2rB. Alone: size +0.5rB, rate +1rB. Shapley: size (0.5 + (3 − 2))/2 = 0.75rB, rate (1 + (3 − 1.5))/2
// = 1.25rB.
test("two changes that multiply share what they make together, as worked by hand", () => {
  const base = patched(root, { behaviour: { response: false } });
  const { dealSize } = scenarioOf(chain(base)).funnel.segments["all"]!;
  const mean = (dealSize as { mean: number }).mean;
  const attribution = between(
    {
      funnel: { segments: { all: { dealSize: { ...dealSize, mean: mean * 1.5 } as JsonObject } } },
      plans: { seller: { components: { bookings: { rate: 0.2 } } } },
    },
    base,
  );
  const [size, rate] = ["funnel.segments.all.dealSize", "plans.seller.components.bookings"].map(
    (id) => attribution.levers.find((lever) => lever.id === id)!.parts,
  );
  const unit = attribution.whole["variablePay"]!.value / 2;
  expect(size!["variablePay"]!.value / unit).toBeCloseTo(0.75, 9);
  expect(rate!["variablePay"]!.value / unit).toBeCloseTo(1.25, 9);
  expect(rate!["bookings"]!.value).toBe(0);
  sums(attribution);
});

test("a change that moves nothing gets nothing, and no change at all has no parts", () => {
  const attribution = between({
    plans: { seller: { components: { bookings: { rate: 0.15, title: "Own bookings" } } } },
    costs: { contributionBasis: "bookings" },
  });
  const idle = attribution.levers.find(({ id }) => id === "costs")!;
  expect(
    Object.values(idle.parts).every(({ value, mechanical }) => value === 0 && mechanical === 0),
  ).toBe(true);
  expect(between({ name: "Other name" }).levers).toEqual([]);
});

test("what people do about a change is its response; with the response off it is nothing", () => {
  const responding = between({ plans: { seller: { components: { bookings: { rate: 0.15 } } } } });
  expect(responding.levers[0]!.parts["bookings"]!.mechanical).toBe(0);
  expect(responding.levers[0]!.parts["bookings"]!.response).toBeGreaterThan(0);
  sums(responding);
});

const bonus = (weight: number) => ({
  measure: "bookings",
  scope: "individual",
  period: "year",
  target: 1e5,
  weight,
});

const plan = (components: JsonObject): JsonObject => ({ plans: { seller: { components } } });

test("components that trade weight are one change, components that do not are several", () => {
  const base = patched(root, {
    roles: { seller: { targetVariable: 10_000 } },
    ...plan({ first: bonus(0.6), second: bonus(0.4) }),
  });
  const ids = (patch: JsonObject) =>
    leversBetween(scenarioOf(chain(base)), scenarioOf(chain(base, patch))).map(({ id }) => id);
  expect(ids(plan({ first: { weight: 0.3 }, second: { weight: 0.7 } }))).toEqual([
    "plans.seller.components",
  ]);
  expect(ids(plan({ first: { weight: 0.5 }, second: { weight: 0.9 } }))).toEqual([
    "plans.seller.components.first",
    "plans.seller.components.second",
  ]);
});

test("changes that hold only together are one change", () => {
  const attribution = between({
    parameters: { generous: 0.2 },
    plans: { seller: { components: { bookings: { rate: "= generous" } } } },
  });
  expect(attribution.levers.map(({ id }) => id)).toEqual([
    "plans.seller.components.bookings+parameters.generous",
  ]);
  sums(attribution);
});

describe("the shipped scenarios", () => {
  test.each([
    ["status-quo", "joint-bonus-pool"],
    ["reference-a", "reference-b"],
    ["shared-pipeline", "shared-pipeline-and-pool"],
  ])("the parts of %s to %s add to the whole", (base, other) => {
    const attribution = attribute(shipped(base), shipped(other));
    expect(attribution.levers.length).toBeGreaterThan(0);
    expect(attribution.orders).toBe(0);
    sums(attribution);
  });

  test("taking all changes gives the other scenario", () => {
    const [base, other] = ["status-quo", "shared-pipeline-practices"].map((id) =>
      scenarioOf(shipped(id)),
    );
    const {
      name,
      question,
      notes,
      extends: parent,
      ...rest
    } = withLevers(base!, other!, leversBetween(base!, other!));
    expect(rest).toEqual(
      (({ name: _n, question: _q, notes: _o, extends: _e, ...kept }) => kept)(other!),
    );
    expect([name, question, notes, parent]).toEqual([
      base!.name,
      base!.question,
      base!.notes,
      base!.extends,
    ]);
  });
});

const many = (rate: number): JsonObject => ({
  roles: Object.fromEntries(
    Array.from({ length: 9 }, (_, i) => [
      `seller${i}`,
      {
        team: "sales",
        plan: `plan${i}`,
        headcount: 1,
        basePay: 50_000,
        targetVariable: 1000,
        owns: false,
      },
    ]),
  ),
  plans: Object.fromEntries(
    Array.from({ length: 9 }, (_, i) => [
      `plan${i}`,
      {
        components: {
          own: { measure: "bookings", scope: "joint", period: "year", rate: rate * (i + 1) },
        },
      },
    ]),
  ),
});

// Nine rates of nine sellers' plans: one effect each, so that every order gives a lever the same.
test("above eight changes orders are sampled, each with its reverse, and the parts still add up", () => {
  const base = patched(root, many(0.001));
  const attribution = between({ plans: many(0.002)["plans"]! }, base);
  expect(attribution.levers).toHaveLength(9);
  expect(attribution.orders).toBe(128);
  sums(attribution);
  const first = attribution.levers[0]!.parts["pay.seller0"]!;
  expect(first.value).toBeCloseTo(attribution.whole["pay.seller0"]!.value, 6);
  expect(first.standardError).toBeLessThan(1e-6);
}, 60_000);

test("scenarios of different status quos are not taken apart", () => {
  expect(() => attribute(shipped("reference-a"), shipped("status-quo"))).toThrow(
    /different status quos/,
  );
});
