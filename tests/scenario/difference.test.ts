import { sameValue } from "../../models/scenario/text.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { editedChild, extractDifference, flattened } from "../../models/scenario/difference.ts";
import { mergePatch } from "../../models/scenario/inherit.ts";
import type { JsonObject, JsonValue } from "../../models/scenario/text.ts";

const leaf = fc.constantFrom<JsonValue>(1, 0, "x", true, [1, 2], []);
const key = fc.constantFrom("a", "b", "c", "d");
const document = fc.letrec<{ object: JsonObject }>((tie) => ({
  object: fc.dictionary(key, fc.oneof({ maxDepth: 3 }, leaf, tie("object")), { maxKeys: 4 }),
})).object;

function extracted(whole: JsonObject, parent: JsonObject): JsonObject {
  const { document: child, problems } = extractDifference(whole, parent, "parent.json");
  expect(problems).toEqual([]);
  return child;
}

describe("the difference of a copy", () => {
  test("is what was changed, added and removed, and nothing else", () => {
    const parent = {
      format: 1,
      name: "Today",
      roles: { ae: { headcount: 4, title: "AE" }, se: {} },
    };
    const whole = {
      format: 1,
      name: "Copy",
      roles: { ae: { title: "AE", headcount: 5 } },
      notes: "n",
    };
    expect(extracted(whole, parent)).toEqual({
      format: 1,
      extends: "parent.json",
      name: "Copy",
      roles: { ae: { headcount: 5 }, se: null },
      notes: "n",
    });
  });

  test("of an unchanged copy is its head alone, whatever the order of keys", () => {
    const parent = { format: 1, extends: "older.json", a: { b: 1, c: 2 } };
    const copy = { a: { c: 2, b: 1 }, format: 1, $schema: "./scenario.schema.json" };
    expect(extracted(copy, parent)).toEqual({
      format: 1,
      $schema: "./scenario.schema.json",
      extends: "parent.json",
    });
  });

  test("brings the parent back to the copy", () => {
    const law = fc.property(document, document, (parent, whole) => {
      const { extends: _, ...patch } = extracted(whole, parent);
      const { value, problems } = mergePatch(parent, patch);
      expect(problems).toEqual([]);
      expect(value).toEqual(whole);
    });
    fc.assert(law);
  });

  test("holds an uncertain number and a curve whole", () => {
    const parent = {
      roles: { ae: { headcount: { p10: 3, p50: 4, p90: 6 } } },
      plans: {
        ae: {
          components: {
            own: {
              curve: {
                points: [
                  [0, 0],
                  [1, 1],
                ],
                beyond: 0,
              },
            },
          },
        },
      },
    };
    const whole = {
      roles: { ae: { headcount: { p10: 3, p50: 5, p90: 6 } } },
      plans: {
        ae: {
          components: {
            own: {
              curve: {
                points: [
                  [0, 0],
                  [1, 1],
                ],
                beyond: 1,
              },
            },
          },
        },
      },
    };
    const child = extracted(whole, parent);
    expect(child.roles).toEqual(whole.roles);
    expect(child.plans).toEqual(whole.plans);
    expect(mergePatch(parent, child).value).toMatchObject(whole);
  });

  test("names a new kind and all that goes with it", () => {
    const parent = { a: { kind: "one", x: 1, y: 2 } };
    const whole = { a: { kind: "two", x: 1 } };
    expect(extracted(whole, parent)).toEqual({ extends: "parent.json", ...whole });
  });

  test("cannot say that a kind is gone, and says so", () => {
    const { problems } = extractDifference({ a: { x: 1 } }, { a: { kind: "one", x: 1 } }, "p.json");
    expect(problems).toMatchObject([{ code: "bad-inheritance", path: "a.kind" }]);
  });
});

describe("an edited child", () => {
  test("comes to what it was edited to, and keeps what its file still holds", () => {
    const law = fc.property(document, document, document, (parent, file, whole) => {
      const { document: edited, problems } = editedChild(
        { ...file, extends: "p.json" },
        whole,
        parent,
      );
      expect(problems).toEqual([]);
      const { extends: _, ...patch } = edited;
      expect(mergePatch(parent, patch)).toEqual({ value: whole, problems: [] });
      for (const [name, value] of Object.entries(file)) {
        const isOne = typeof value !== "object" || Array.isArray(value);
        if (isOne && sameValue(value, whole[name])) expect(patch[name]).toEqual(value);
      }
    });
    fc.assert(law);
  });
});

describe("a flat scenario", () => {
  test("extends nothing and names the status quo it was calibrated on", () => {
    const merged = { format: 1, extends: "today.json", behaviour: { response: 0.5 } };
    expect(flattened(merged, "today.json")).toEqual({
      format: 1,
      behaviour: { response: 0.5, statusQuo: "today.json" },
    });
  });

  test("that is its own status quo names none", () => {
    const merged = { format: 1, behaviour: { statusQuo: "self.json" } };
    expect(flattened(merged, undefined)).toEqual({ format: 1 });
  });
});
