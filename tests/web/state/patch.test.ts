import fc from "fast-check";
import { expect, test } from "vitest";
import { sameValue, type JsonObject, type JsonValue, mergePatch } from "#models";
import {
  differencesBetween,
  patchBetween,
  valueAt,
  withValue,
} from "../../../web/src/state/patch.ts";

/** Documents of few keys, so that they meet: numbers, lists and objects, two deep. */
const key = fc.constantFrom("a", "b", "c");
const leaf: fc.Arbitrary<JsonValue> = fc.oneof(fc.nat(3), fc.array(fc.nat(3), { maxLength: 2 }));
const inner = fc.dictionary(key, leaf, { maxKeys: 3 });
const document = fc.dictionary(key, fc.oneof(leaf, inner), { maxKeys: 3 });
const path = fc.array(key, { minLength: 1, maxLength: 2 });

function applied(under: JsonObject, patch: JsonObject): JsonObject {
  const { value, problems } = mergePatch(under, patch);
  expect(problems).toEqual([]);
  return value;
}

test("the patch between two documents makes one of the other", () => {
  fc.assert(
    fc.property(document, document, (before, after) => {
      expect(applied(before, patchBetween(before, after))).toEqual(after);
    }),
  );
});

test("two documents that say the same differ in nothing", () => {
  fc.assert(
    fc.property(document, (one) => {
      const turned = Object.fromEntries(Object.entries(one).toReversed());
      expect(patchBetween(one, turned)).toEqual({});
      expect(differencesBetween(one, turned)).toEqual([]);
    }),
  );
});

test("a value set is there, and taken out again leaves nothing of it", () => {
  fc.assert(
    fc.property(document, path, leaf, (base, at, value) => {
      const above = valueAt(base, at.slice(0, -1));
      fc.pre(at.length === 1 || (typeof above === "object" && !Array.isArray(above)));
      const there = withValue(base, at, value);
      expect(valueAt(there, at)).toEqual(value);
      expect(valueAt(withValue(there, at, undefined), at)).toBeUndefined();
      expect(patchBetween(base, withValue(there, at, valueAt(base, at)))).toEqual({});
    }),
  );
});

test("a place in a list is set and taken out where it stands", () => {
  const base = { tiers: [{ rate: 1 }, { rate: 2 }] };
  expect(withValue(base, ["tiers", "1", "rate"], 3)).toEqual({ tiers: [{ rate: 1 }, { rate: 3 }] });
  expect(withValue(base, ["tiers", "0"], undefined)).toEqual({ tiers: [{ rate: 2 }] });
  expect(withValue(base, ["tiers", "2"], { rate: 4 })).toEqual({
    tiers: [{ rate: 1 }, { rate: 2 }, { rate: 4 }],
  });
});

test("a curve, and a thing of another kind, are written whole; a thing of the same kind by its keys", () => {
  const draw = { kind: "draw", amount: 10, recoverable: true, months: 3 };
  const { months: _, ...always } = draw;
  const flat = { kind: "flat" };
  const points = { points: [[0, 1]] };
  expect(patchBetween(plans(draw, flat), plans(always, points))).toEqual({
    plans: {
      ae: {
        components: { own: { curve: points } },
        adjustments: { one: { months: null } },
      },
    },
  });
  const holdback = { kind: "holdback", share: 0.1, releasedAfterMonths: 3 };
  expect(patchBetween(plans(draw, flat), plans(holdback, flat))).toEqual({
    plans: { ae: { adjustments: { one: holdback } } },
  });
});

test("an uncertain number and a curve differ as one value each", () => {
  const before = { a: { mean: 1, sd: 2 }, b: { points: [[0, 0]], beyond: 1 } };
  const after = { a: { mean: 2, sd: 3 }, b: { points: [[0, 1]], beyond: 2 } };
  expect(differencesBetween(before, after).map((difference) => difference.path)).toEqual([
    ["a"],
    ["b"],
  ]);
  expect(sameValue(before.a, { sd: 2, mean: 1 })).toBe(true);
});

function plans(adjustment: JsonObject, curve: JsonObject): JsonObject {
  return {
    plans: { ae: { components: { own: { curve } }, adjustments: { one: adjustment } } },
  };
}
