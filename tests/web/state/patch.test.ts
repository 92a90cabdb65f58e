import fc from "fast-check";
import { expect, test } from "vitest";
import { type JsonObject, type JsonValue, mergePatch } from "#models";
import {
  differencesBetween,
  patchBetween,
  patchDrop,
  patchRemove,
  patchSet,
  sameValue,
  valueAt,
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

test("a value set is there, and dropped again leaves the patch as it was", () => {
  fc.assert(
    fc.property(document, path, leaf, (base, at, value) => {
      const above = valueAt(base, at.slice(0, -1));
      fc.pre(at.length === 1 || (typeof above === "object" && !Array.isArray(above)));
      const patch = patchSet(base, {}, at, value);
      expect(valueAt(applied(base, patch), at)).toEqual(value);
      expect(patchDrop(base, patch, at)).toEqual({});
    }),
  );
});

test("a value removed is gone, whether the base had it or the patch brought it", () => {
  fc.assert(
    fc.property(document, key, leaf, (base, at, value) => {
      for (const patch of [{}, patchSet(base, {}, [at], value)]) {
        expect(applied(base, patchRemove(base, patch, [at]))).not.toHaveProperty(at);
      }
    }),
  );
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
