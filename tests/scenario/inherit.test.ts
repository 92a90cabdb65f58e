import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mergePatch } from "../../models/scenario/inherit.ts";
import type { JsonObject, JsonValue } from "../../models/scenario/text.ts";

function merged(parent: JsonObject, patch: JsonObject): JsonObject {
  const { value, problems } = mergePatch(parent, patch);
  expect(problems).toEqual([]);
  return value;
}

const leaf = fc.constantFrom<JsonValue>(1, "x", true, [1, 2]);
const key = fc.constantFrom("a", "b", "c", "kind");
const tree = (values: fc.Arbitrary<JsonValue>) =>
  fc.letrec<{ object: JsonObject }>((tie) => ({
    object: fc.dictionary(
      key,
      fc.oneof({ maxDepth: 3, withCrossShrink: true }, values, tie("object")),
      { maxKeys: 3 },
    ),
  })).object;
const document = tree(leaf);
const patches = tree(fc.oneof(leaf, fc.constant(null)));

describe("RFC 7396", () => {
  // The examples of its appendix A that start from objects, without removals of what is not there.
  test.each<[JsonObject, JsonObject, JsonObject]>([
    [{ a: "b" }, { a: "c" }, { a: "c" }],
    [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    [{ a: "b" }, { a: null }, {}],
    [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
    [{ a: ["b"] }, { a: "c" }, { a: "c" }],
    [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
    [{ a: { b: "c" } }, { a: { b: "d" } }, { a: { b: "d" } }],
    [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  ])("%j patched with %j is %j", (parent, patch, expected) => {
    expect(merged(parent, patch)).toEqual(expected);
  });

  test("an empty patch changes nothing", () => {
    const law = fc.property(document, (parent) => {
      expect(merged(parent, {})).toEqual(parent);
    });
    fc.assert(law);
  });

  test("a patch that removes nothing is itself on nothing, and itself on itself", () => {
    const law = fc.property(document, (patch) => {
      expect(merged({}, patch)).toEqual(patch);
      expect(merged(patch, patch)).toEqual(patch);
    });
    fc.assert(law);
  });

  test("patching twice gives what patching once does", () => {
    const law = fc.property(document, patches, (parent, patch) => {
      const once = mergePatch(parent, patch).value;
      expect(mergePatch(once, patch).value).toEqual(once);
    });
    fc.assert(law);
  });

  test("no null is left, and neither parent nor patch is changed", () => {
    const law = fc.property(document, patches, (parent, patch) => {
      const before = JSON.stringify([parent, patch]);
      expect(JSON.stringify(mergePatch(parent, patch).value)).not.toContain("null");
      expect(JSON.stringify([parent, patch])).toBe(before);
    });
    fc.assert(law);
  });
});

/** A scenario's document with one component, or with one thing at another place. */
function component(fields: JsonObject): JsonObject {
  return { plans: { ae: { components: { bookings: fields } } } };
}

function segmentOf(dealSize: JsonValue): JsonObject {
  return { funnel: { segments: { all: { dealSize } } } };
}

function funnelOf(stages: JsonValue): JsonObject {
  return { funnel: { stages } };
}

describe("values that are replaced whole", () => {
  test("a curve loses what the patch does not say", () => {
    const parent = component({
      weight: 1,
      curve: {
        points: [
          [0, 0],
          [1, 1],
        ],
        beyond: 1.5,
        at: "lower",
      },
    });
    const child = component({
      curve: {
        points: [
          [0, 0],
          [2, 2],
        ],
      },
    });
    expect(merged(parent, child)).toEqual(
      component({
        weight: 1,
        curve: {
          points: [
            [0, 0],
            [2, 2],
          ],
        },
      }),
    );
  });

  test("a curve of the same kind is replaced too", () => {
    const parent = component({ curve: { kind: "threshold", threshold: 0.5, cap: 2 } });
    const child = component({ curve: { kind: "threshold", threshold: 0.7 } });
    expect(merged(parent, child)).toEqual(
      component({ curve: { kind: "threshold", threshold: 0.7 } }),
    );
  });

  test("an uncertain number, a formula and a plain number replace each other", () => {
    const forms: JsonValue[] = [
      { mean: 0.3, sd: 0.1 },
      { p10: 0.1, p50: 0.3, p90: 0.6 },
      "= 2 * x",
      0.4,
      { mean: 0.3, sd: 0.1, dist: "beta" },
    ];
    for (const before of forms) {
      for (const after of forms) {
        expect(
          merged({ behaviour: { epsilon: before } }, { behaviour: { epsilon: after } }),
        ).toEqual({ behaviour: { epsilon: after } });
      }
    }
    // Half a number does not borrow the other half.
    expect(
      merged(
        { behaviour: { epsilon: { mean: 0.3, sd: 0.1 } } },
        { behaviour: { epsilon: { mean: 0.4 } } },
      ),
    ).toEqual({
      behaviour: { epsilon: { mean: 0.4 } },
    });
  });

  test("a deal size is a mean and a spread of deals, not an uncertain number: it merges", () => {
    expect(merged(segmentOf({ mean: 40000, cv: 0.7 }), segmentOf({ mean: 50000 }))).toEqual(
      segmentOf({ mean: 50000, cv: 0.7 }),
    );
    // Its mean is a quantity.
    expect(
      merged(segmentOf({ mean: { mean: 40000, sd: 10 } }), segmentOf({ mean: { mean: 50000 } })),
    ).toEqual(segmentOf({ mean: { mean: 50000 } }));
  });

  test("lists are replaced", () => {
    expect(merged(funnelOf(["lead", "mql", "won"]), funnelOf(["lead", "won"]))).toEqual(
      funnelOf(["lead", "won"]),
    );
    expect(
      merged(component({ periodWeights: [0.2, 0.2, 0.2, 0.4] }), component({ periodWeights: [1] })),
    ).toEqual(component({ periodWeights: [1] }));
  });

  test("an object whose kind changes is replaced, one whose kind stays is merged", () => {
    expect(merged({ x: { kind: "a", one: 1 } }, { x: { kind: "b", two: 2 } })).toEqual({
      x: { kind: "b", two: 2 },
    });
    expect(merged({ x: { one: 1 } }, { x: { kind: "b" } })).toEqual({ x: { kind: "b" } });
    expect(merged({ x: { kind: "a", one: 1 } }, { x: { kind: "a", two: 2 } })).toEqual({
      x: { kind: "a", one: 1, two: 2 },
    });
    expect(merged({ x: { kind: "a", one: 1 } }, { x: { two: 2 } })).toEqual({
      x: { kind: "a", one: 1, two: 2 },
    });
  });
});

describe("removing", () => {
  test("what is not there cannot be removed, at any depth", () => {
    const { value, problems } = mergePatch(component({ weight: 1 }), component({ wieght: null }));
    expect(value).toEqual(component({ weight: 1 }));
    expect(problems).toEqual([
      {
        code: "bad-inheritance",
        path: "plans.ae.components.bookings.wieght",
        message: 'nothing called "wieght" to remove',
        hint: 'did you mean "weight"?',
      },
    ]);
  });

  test("every removal that misses is told, also in a new object", () => {
    const { problems } = mergePatch({ a: 1 }, { x: null, y: { z: null } });
    expect(problems.map(({ path }) => path)).toEqual(["x", "y.z"]);
  });

  test("removing and restating one key leaves the other scale alone", () => {
    const child = component({ weight: null, targetPay: 50000 });
    expect(merged(component({ measure: "bookings", weight: 1 }), child)).toEqual(
      component({ measure: "bookings", targetPay: 50000 }),
    );
  });
});

test("a key that reaches into objects is refused and goes nowhere", () => {
  const patch = JSON.parse(
    '{ "__proto__": { "polluted": true }, "roles": { "constructor": { "prototype": 1 } } }',
  ) as JsonObject;
  const { value, problems } = mergePatch({ roles: {} }, patch);
  expect(problems.map(({ path }) => path)).toEqual(['["__proto__"]', "roles.constructor"]);
  expect(JSON.stringify(value)).toBe('{"roles":{}}');
  expect("polluted" in {}).toBe(false);
});
