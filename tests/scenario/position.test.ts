import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { locator, positionOf, stepsOf } from "../../models/scenario/position.ts";
import { pathOf, type JsonValue } from "../../models/scenario/text.ts";

const text = readFileSync(new URL("../../scenarios/reference-b.json", import.meta.url), "utf8");

function lineOf(path: string): string {
  const { line, column } = positionOf(text, path);
  return text.split("\n")[line - 1]!.slice(column - 1);
}

test("a path leads to its value", () => {
  expect(lineOf("plans.ae.components.pipeline.weight")).toBe("0.1,");
  expect(lineOf("plans.marketer.components.pipeline.curve.points[1]")).toBe(
    '[0.8, 0.5], [1, 1], [1.5, 1.5]], "beyond": 0 }',
  );
  expect(lineOf("plans.marketer.components.pipeline.curve.points[2][1]")).toBe(
    '1], [1.5, 1.5]], "beyond": 0 }',
  );
  expect(lineOf("format")).toBe("1,");
});

test("objects, and what null removes, are pointed at by their key", () => {
  expect(lineOf("plans.ae.components.bookings")).toBe('"bookings": { "weight": 0.9 },');
  expect(lineOf("plans.marketer.components.mqls")).toBe('"mqls": null,');
});

test("what is not written leads to its nearest ancestor", () => {
  expect(lineOf("plans.ae.components.bookings.target")).toBe('"bookings": { "weight": 0.9 },');
  expect(lineOf("roles.ae.basePay")).toBe("{");
  expect(locator(text).at("plans.ae.title")).toMatchObject({ depth: 2, exact: false });
});

test("keys with points in them are found, the longest first", () => {
  const effects = '{ "effects": { "quality": 1, "quality.inbound": 2, "rate.sql.all": 3 } }';
  expect(positionOf(effects, "effects.quality")).toEqual({ line: 1, column: 27 });
  expect(positionOf(effects, "effects.quality.inbound")).toEqual({ line: 1, column: 49 });
  expect(positionOf(effects, "effects.rate.sql.all")).toEqual({ line: 1, column: 68 });
});

test("a written path has its steps back", () => {
  expect(stepsOf('a.b-c.points[1][0]["x y"].z')).toEqual(["a", "b-c", "points", 1, 0, "x y", "z"]);
});

test("every value of any document is found at its path", () => {
  const anyKey = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,5}$|^[ä"\\ ]{1,3}$/);
  const value = fc.letrec<{ value: JsonValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.integer(),
      fc.constantFrom<JsonValue>("}", 'a"]', true, null),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(anyKey, tie("value"), { maxKeys: 3 }),
    ),
  })).value;
  const law = fc.property(
    fc.dictionary(anyKey, value, { minKeys: 1, maxKeys: 3 }),
    fc.constantFrom("", "\t"),
    (document, space) => {
      const source = JSON.stringify(document, null, space);
      const { at } = locator(source);
      const starts = [0, ...[...source.matchAll(/\n/g)].map(({ index }) => index + 1)];
      const check = (inner: JsonValue, steps: (string | number)[]): void => {
        const found = at(pathOf(steps));
        expect(found.exact).toBe(true);
        const rest = source.slice(starts[found.line - 1]! + found.column - 1);
        const byKey = inner === null || (typeof inner === "object" && !Array.isArray(inner));
        const key =
          typeof steps.at(-1) === "string" && byKey ? `${JSON.stringify(steps.at(-1))}:` : "";
        expect(
          rest.replace(/\s/g, "").startsWith((key + JSON.stringify(inner)).replace(/\s/g, "")),
        ).toBe(true);
        if (typeof inner !== "object" || inner === null) return;
        for (const [step, next] of Object.entries(inner))
          check(next, [...steps, Array.isArray(inner) ? Number(step) : step]);
      };
      for (const [step, inner] of Object.entries(document)) check(inner, [step]);
    },
  );
  fc.assert(law);
});

test("a text that is no JSON still has places", () => {
  expect(positionOf('{ "a": { "b": [1, ', "a.b[1]")).toMatchObject({ line: 1 });
  expect(positionOf("", "a.b")).toEqual({ line: 1, column: 1 });
  expect(positionOf("hello", "a")).toEqual({ line: 1, column: 1 });
});
