/** Reading both sides of a file that a merge left unfinished. */
import { describe, expect, test } from "vitest";
import { canonicalText, type JsonObject, mergeText, mergeThree, parseStrict } from "#models";
import { agreed, sidesOfMarked } from "../../models/scenario/marks.ts";

const labels = { ours: "ours", theirs: "proposal" };

function sides(text: string) {
  const found = sidesOfMarked(text);
  if (!found) return undefined;
  return [found.ours, found.theirs].map((side) => parseStrict(side, "").value);
}

test.each<[string, JsonObject, JsonObject, JsonObject]>([
  ["a value", { name: "a" }, { name: "b" }, { name: "c" }],
  ["a removal of the last key", { format: 1, name: "a" }, { format: 1 }, { format: 1, name: "c" }],
  [
    "a removal of the first key",
    { name: "a", notes: "n" },
    { name: "b", notes: "n" },
    { notes: "n" },
  ],
  [
    "a removal of the only key",
    { parameters: { x: 1 } },
    { parameters: {} },
    { parameters: { x: 2 } },
  ],
])("%s between marks reads as each side wrote it", (_, base, ours, theirs) => {
  const text = mergeText(mergeThree(base, ours, theirs), labels);
  expect(text).toContain(">>>>>>> proposal");
  expect(sides(text)).toEqual([ours, theirs]);
});

test("a base between the marks, and line ends of another system, are passed over", () => {
  const text = [
    "{",
    "<<<<<<< HEAD",
    '"name": "a"',
    "||||||| 1234",
    '"name": "o"',
    "=======",
    '"name": "b"',
    ">>>>>>> x",
    "}",
  ];
  expect(sides(text.join("\r\n"))).toEqual([{ name: "a" }, { name: "b" }]);
});

describe("no unfinished merge", () => {
  test.each([
    ["no marks", canonicalText({ name: "a" })],
    ["an opening mark alone", '{\n<<<<<<< ours\n"name": "a"\n}'],
    ["marks out of order", "{\n=======\n<<<<<<< ours\n>>>>>>> theirs\n}"],
    ["a text that looks like one", '{ "name": "<<<<<<< ours" }'],
  ])("%s", (_, text) => expect(sidesOfMarked(text)).toBeUndefined());
});

test("two documents agree in what both say", () => {
  const one = { a: 1, b: { c: 2, d: 3 }, e: [1] };
  expect(agreed(one, { e: [1], b: { c: 2, d: 4 }, f: 5 })).toEqual({ b: { c: 2 }, e: [1] });
});
