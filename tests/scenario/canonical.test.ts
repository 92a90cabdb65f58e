import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalText, hashScenario } from "../../models/scenario/canonical.ts";
import { patchScenario, readScenario } from "../../models/scenario/read.ts";
import type { LoadedScenario } from "../../models/scenario/schema.ts";
import { type JsonObject, type JsonValue, parseStrict } from "../../models/scenario/text.ts";

const fileOf = (id: string) =>
  readFileSync(new URL(`../../scenarios/${id}.json`, import.meta.url), "utf8");

function read(text: string): JsonObject {
  const { value, problems } = parseStrict(text, "a.json");
  expect(problems).toEqual([]);
  return value!;
}

/** Documents with some keys the schema knows, in any order, and long and short values. */
const document = fc.letrec<{ value: JsonValue; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom<JsonValue>("= 2 * ote", "x".repeat(90), 'é😀\n\t"\\', true, null, 0, -1.5e-7),
    fc.array(tie("value"), { maxLength: 5 }),
    tie("object"),
  ),
  object: fc.dictionary(
    fc.oneof(
      fc.constantFrom(
        "plans",
        "roles",
        "components",
        "weight",
        "measure",
        "curve",
        "kind",
        "points",
        "name",
        "format",
        "funnel",
        "segments",
        "dealSize",
        "mean",
        "sd",
        "team",
      ),
      fc.stringMatching(/^[a-z][a-z0-9-]{0,40}$/),
    ),
    tie("value"),
    { maxKeys: 6 },
  ),
})).object;

describe("layout", () => {
  test("the reference scenarios stand in canonical form", () => {
    for (const id of ["reference-a", "reference-b"])
      expect(canonicalText(read(fileOf(id)))).toBe(fileOf(id));
  });

  test("keys come in the schema's order, ids as written, unknown keys last", () => {
    const text = canonicalText({
      plans: { b: { components: {}, title: "B" }, a: { components: {} } },
      strange: 1,
      name: "N",
      extends: "p.json",
      format: 1,
    });
    expect(text).toBe(
      [
        "{",
        '  "format": 1,',
        '  "name": "N",',
        '  "extends": "p.json",',
        '  "plans": { "b": { "title": "B", "components": {} }, "a": { "components": {} } },',
        '  "strange": 1',
        "}",
        "",
      ].join("\n"),
    );
  });

  test("a curve's and an uncertain number's keys have an order too", () => {
    expect(
      canonicalText({
        plans: {
          a: { components: { b: { curve: { cap: 2, threshold: 0.5, kind: "threshold" } } } },
        },
      }),
    ).toContain('{ "kind": "threshold", "threshold": 0.5, "cap": 2 }');
    expect(canonicalText({ behaviour: { epsilon: { p90: 0.6, p10: 0.1, p50: 0.3 } } })).toContain(
      '{ "p10": 0.1, "p50": 0.3, "p90": 0.6 }',
    );
  });

  test("what fits into 100 columns stands on one line, one column more does not", () => {
    // `  "costs": { "x": "` is 19 columns and `" }` 3 more.
    expect(canonicalText({ costs: { x: "y".repeat(78) } })).toBe(
      `{\n  "costs": { "x": "${"y".repeat(78)}" }\n}\n`,
    );
    expect(canonicalText({ costs: { x: "y".repeat(79) } })).toBe(
      `{\n  "costs": {\n    "x": "${"y".repeat(79)}"\n  }\n}\n`,
    );
    // A comma counts.
    expect(canonicalText({ costs: { x: "y".repeat(78) }, zzz: 1 })).toContain('"costs": {\n');
    expect(canonicalText({ costs: { x: "y".repeat(77) }, zzz: 1 })).toContain('"costs": { "x"');
  });

  test("an empty list at the end of a line counts too", () => {
    // 2 + `"costs": ` 9 + `{ "x": "` 8 + n + `", "z": [] }` 12 = 31 + n columns.
    expect(canonicalText({ costs: { x: "y".repeat(69), z: [] } }).split("\n")).toHaveLength(4);
    expect(canonicalText({ costs: { x: "y".repeat(70), z: [] } }).split("\n")).toHaveLength(7);
  });

  test("empty objects and lists, and an empty document", () => {
    expect(canonicalText({})).toBe("{}\n");
    expect(canonicalText({ a: {}, b: [] })).toBe('{\n  "a": {},\n  "b": []\n}\n');
  });

  test("formatting changes no meaning, and twice changes nothing more", () => {
    const law = fc.property(document, (value) => {
      const text = canonicalText(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalText(JSON.parse(text) as JsonObject)).toBe(text);
      expect(text.endsWith("}\n")).toBe(true);
    });
    fc.assert(law, { numRuns: 200 });
  });

  test("no line that could be broken is longer than 100 columns", () => {
    const law = fc.property(document, (value) => {
      for (const line of canonicalText(value).split("\n")) {
        if (line.length > 100) expect(line).toMatch(/^ *("[^"]*": )?("(\\.|[^"\\])*"|[^ ]+),?$/);
      }
    });
    fc.assert(law);
  });
});

const load = (id: string, textOf = fileOf): LoadedScenario => {
  const { loaded, problems } = readScenario(id, textOf);
  expect(problems).toEqual([]);
  return loaded!;
};

describe("hash", () => {
  const a = load("reference-a");
  const b = load("reference-b");

  test("it is 64 hexadecimal digits and tells scenarios apart", () => {
    expect(hashScenario(a)).toMatch(/^[0-9a-f]{64}$/);
    expect(hashScenario(a)).not.toBe(hashScenario(b));
  });

  test("words and the order of keys do not move it, numbers do", () => {
    const reworded = fileOf("reference-a")
      .replace("Reference A: separate targets", "Another name")
      .replace('"format": 1,', '"format": 1, "notes": "n",');
    const swapped = JSON.stringify(
      Object.fromEntries(
        Object.entries(JSON.parse(fileOf("reference-a")) as JsonObject).toReversed(),
      ),
    );
    const changed = fileOf("reference-a").replace("40000", "40001");
    expect(hashScenario(load("reference-a", () => reworded))).toBe(hashScenario(a));
    expect(hashScenario(load("reference-a", () => swapped))).toBe(hashScenario(a));
    expect(hashScenario(load("reference-a", () => changed))).not.toBe(hashScenario(a));
  });

  test("a child's hash moves with its parent", () => {
    expect(
      hashScenario(load("reference-b", (id) => fileOf(id).replace("110000", "110001"))),
    ).not.toBe(hashScenario(b));
  });

  test("a draft that changes nothing has its scenario's hash", () => {
    expect(hashScenario(patchScenario(a, {}).loaded!)).toBe(hashScenario(a));
    expect(hashScenario(patchScenario(b, {}).loaded!)).toBe(hashScenario(b));
    expect(hashScenario(patchScenario(b, { alignment: { level: 0.5 } }).loaded!)).not.toBe(
      hashScenario(b),
    );
  });
});
