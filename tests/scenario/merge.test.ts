/** Three-way merge: laws over random edits, and each kind of conflict by hand. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "#models";
import { mergeText, mergeThree, resolved } from "../../models/scenario/merge.ts";
import { parseStrict, sameValue } from "../../models/scenario/text.ts";

const component = (change: JsonObject = {}): JsonObject => ({
  measure: "bookings",
  scope: "individual",
  period: "year",
  target: 100,
  weight: 0.5,
  curve: {
    points: [
      [0, 0],
      [1, 1],
    ],
    beyond: 1.5,
  },
  ...change,
});
const plan = (components: JsonObject): JsonObject => ({
  format: 1,
  name: "Plan",
  plans: { ae: { components } },
});
const at = (document: JsonObject, ...steps: string[]): JsonValue | undefined =>
  steps.reduce<JsonValue | undefined>(
    (value, step) => (value as JsonObject | undefined)?.[step],
    document,
  );

describe("two edits of one file", () => {
  const base = plan({ bookings: component(), pipeline: component({ measure: "pipeline" }) });

  test("of different fields of one component both hold", () => {
    const ours = plan({
      bookings: component({ weight: 0.6 }),
      pipeline: component({ measure: "pipeline" }),
    });
    const theirs = plan({
      bookings: component({ target: 120 }),
      pipeline: component({ measure: "pipeline" }),
    });
    const { merged, conflicts } = mergeThree(base, ours, theirs);
    expect(conflicts).toEqual([]);
    expect(at(merged, "plans", "ae", "components", "bookings")).toEqual(
      component({ weight: 0.6, target: 120 }),
    );
  });

  test("that add two components keep both, and one removed by one side is gone", () => {
    const ours = plan({ bookings: component(), ours: component() });
    const theirs = plan({
      bookings: component(),
      pipeline: component({ measure: "pipeline" }),
      theirs: component(),
    });
    const { merged, conflicts } = mergeThree(base, ours, theirs);
    expect(conflicts).toEqual([]);
    expect(Object.keys(at(merged, "plans", "ae", "components") as JsonObject).toSorted()).toEqual([
      "bookings",
      "ours",
      "theirs",
    ]);
  });

  test("that make the same change merge without a word", () => {
    const both = plan({
      bookings: component({ weight: 0.7 }),
      pipeline: component({ measure: "pipeline" }),
    });
    expect(mergeThree(base, both, structuredClone(both))).toEqual({ merged: both, conflicts: [] });
  });

  test("of one number in two ways are a conflict at that number, with all three values", () => {
    const ours = plan({
      bookings: component({ weight: 0.6 }),
      pipeline: component({ measure: "pipeline" }),
    });
    const theirs = plan({
      bookings: component({ weight: 0.4 }),
      pipeline: component({ measure: "pipeline" }),
    });
    expect(mergeThree(base, ours, theirs).conflicts).toMatchObject([
      {
        path: "plans.ae.components.bookings.weight",
        kind: "bothChanged",
        base: 0.5,
        ours: 0.6,
        theirs: 0.4,
      },
    ]);
  });

  test("a curve is one value: two edits of it are a conflict, never a mixture", () => {
    const curve = (points: number[][]) => component({ curve: { points, beyond: 1.5 } });
    const ours = plan({
      bookings: curve([
        [0, 0],
        [1, 1.1],
      ]),
      pipeline: component({ measure: "pipeline" }),
    });
    const theirs = plan({
      bookings: curve([
        [0.5, 0],
        [1, 1],
      ]),
      pipeline: component({ measure: "pipeline" }),
    });
    const { conflicts } = mergeThree(base, ours, theirs);
    expect(conflicts.map(({ path }) => path)).toEqual(["plans.ae.components.bookings.curve"]);
  });

  test("an edit against a removal is a conflict, and the edit stays in the file", () => {
    const ours = plan({ pipeline: component({ measure: "pipeline" }) });
    const theirs = plan({
      bookings: component({ target: 120 }),
      pipeline: component({ measure: "pipeline" }),
    });
    for (const [a, b] of [
      [ours, theirs],
      [theirs, ours],
    ] as const) {
      const { merged, conflicts } = mergeThree(base, a, b);
      expect(conflicts).toMatchObject([
        { path: "plans.ae.components.bookings", kind: "changedAndRemoved" },
      ]);
      expect(at(merged, "plans", "ae", "components", "bookings")).toEqual(
        component({ target: 120 }),
      );
    }
  });

  const draw = (adjustment: JsonObject): JsonObject => ({
    ...base,
    plans: { ae: { components: {}, adjustments: { first: adjustment } } },
  });

  test("an adjustment whose kind one side changed is not mixed with the other side's edit of it", () => {
    const { conflicts } = mergeThree(
      draw({ kind: "draw", amount: 2000, recoverable: true }),
      draw({ kind: "guarantee", amount: 2000 }),
      draw({ kind: "draw", amount: 2500, recoverable: true }),
    );
    expect(conflicts.map(({ path }) => path)).toEqual(["plans.ae.adjustments.first"]);
  });

  test("a conflict marks its lines, and no reader takes the file for a scenario", () => {
    const ours = plan({
      bookings: component({ weight: 0.6 }),
      pipeline: component({ measure: "pipeline" }),
    });
    const theirs = plan({
      bookings: component({ weight: 0.4 }),
      pipeline: component({ measure: "pipeline" }),
    });
    const text = mergeText(mergeThree(base, ours, theirs), { ours: "main", theirs: "proposal" });
    expect(text).toContain(
      [
        "<<<<<<< main",
        '          "weight": 0.6,',
        "=======",
        '          "weight": 0.4,',
        ">>>>>>> proposal",
      ].join("\n"),
    );
    expect(text.match(/"weight": 0.5/g)).toHaveLength(1);
    const { problems } = parseStrict(text, "plan.json");
    expect(problems[0]!.message).toMatch(/merge/);
  });

  test("each choice at a conflict gives that side's value", () => {
    const ours = plan({
      bookings: component({ weight: 0.6 }),
      pipeline: component({ measure: "pipeline" }),
    });
    const theirs = plan({
      bookings: component({ weight: 0.4 }),
      pipeline: component({ measure: "pipeline" }),
    });
    const merge = mergeThree(base, ours, theirs);
    expect(resolved(merge, () => "ours")).toEqual(ours);
    expect(resolved(merge, () => "theirs")).toEqual(theirs);
    expect(resolved(merge, () => "base")).toEqual(base);
  });
});

// ---- laws

const key = fc.constantFrom("alpha", "beta", "gamma", "delta", "kind");
const leaf = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.constantFrom("a", "b"),
  fc.constant([1, 2]),
  fc.constant(null),
);
const { node } = fc.letrec<{ node: JsonObject }>((tie) => ({
  node: fc.dictionary(key, fc.oneof({ depthSize: "small", maxDepth: 3 }, leaf, tie("node")), {
    maxKeys: 4,
  }) as fc.Arbitrary<JsonObject>,
}));

function leaves(value: JsonValue, path = ""): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return [`${path}=${JSON.stringify(value)}`];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, `${path}.${name}`));
}

function reversed(value: JsonValue): JsonValue {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, inner]) => [name, reversed(inner)]),
  );
}

test("with one side unchanged the result is the other side", () => {
  const law = fc.property(node, node, (base, side) => {
    for (const merge of [mergeThree(base, base, side), mergeThree(base, side, base)]) {
      expect(merge.conflicts).toEqual([]);
      expect(sameValue(merge.merged, side)).toBe(true);
    }
    expect(mergeThree(base, side, side).conflicts).toEqual([]);
  });
  fc.assert(law, { numRuns: 500 });
});

test("swapping the sides swaps the labels of conflicts and nothing else", () => {
  const law = fc.property(node, node, node, (base, ours, theirs) => {
    const [there, back] = [mergeThree(base, ours, theirs), mergeThree(base, theirs, ours)];
    const bySide = ({ path, ours: a, theirs: b, base: c }: (typeof there.conflicts)[number]) =>
      JSON.stringify([path, a ?? "none", b ?? "none", c ?? "none"]);
    const swapped = back.conflicts.map((one) =>
      bySide({ ...one, ours: one.theirs, theirs: one.ours }),
    );
    expect(there.conflicts.map(bySide).toSorted()).toEqual(swapped.toSorted());
    expect(
      sameValue(
        resolved(there, () => "ours"),
        resolved(back, () => "theirs"),
      ),
    ).toBe(true);
  });
  fc.assert(law, { numRuns: 500 });
});

test("the order of keys does not count", () => {
  const law = fc.property(node, node, node, (base, ours, theirs) => {
    const one = mergeThree(base, ours, theirs);
    const other = mergeThree(reversed(base) as JsonObject, ours, reversed(theirs) as JsonObject);
    expect(sameValue(one.merged, other.merged)).toBe(true);
    expect(one.conflicts.map(({ path }) => path).toSorted()).toEqual(
      other.conflicts.map(({ path }) => path).toSorted(),
    );
  });
  fc.assert(law, { numRuns: 500 });
});

test("whatever a side added or changed is in the result or in a conflict", () => {
  const law = fc.property(node, node, node, (base, ours, theirs) => {
    const { merged, conflicts } = mergeThree(base, ours, theirs);
    const known = new Set(leaves(base));
    const kept = new Set([
      ...leaves(merged),
      ...conflicts.flatMap(({ path, ours: a, theirs: b }) =>
        [a, b].flatMap((value) => (value === undefined ? [] : leaves(value, `.${path}`))),
      ),
    ]);
    for (const side of [ours, theirs])
      for (const one of leaves(side)) if (!known.has(one)) expect(kept).toContain(one);
  });
  fc.assert(law, { numRuns: 500 });
});
