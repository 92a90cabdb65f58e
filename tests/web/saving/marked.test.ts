import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type JsonObject, mergeThree, readScenario, scenarioOf } from "#models";
import { gitTogether, markedIn, parentIn, sidesTogether } from "../../../web/src/state/marked.ts";
import { decided } from "../../../web/src/state/savingConflict.ts";

const text = textOf("shared-pipeline");
const parent = scenarioOf(readScenario("status-quo", textOf).loaded!) as unknown as JsonObject;

function textOf(id: string): string {
  return readFileSync(new URL(`../../../scenarios/${id}.json`, import.meta.url), "utf8");
}

function marked(ours: string, theirs: string): string {
  const marks = `<<<<<<< HEAD\n${ours}=======\n${theirs}>>>>>>> proposal\n  "extends"`;
  return text.replace('  "extends"', marks);
}

test("both sides of a merge are a choice in plan words", () => {
  const sides = markedIn(
    marked('  "alignment": { "level": 0.4 },\n', '  "alignment": { "level": 0.6 },\n'),
  )!;
  expect(sides.labels).toEqual({ ours: "HEAD", theirs: "proposal" });
  expect(parentIn("shared-pipeline", sides.ours)).toBe("status-quo");
  const together = sidesTogether(sides, { ours: parent, theirs: parent });
  expect(together.clashes).toMatchObject([
    {
      path: "alignment.level",
      ours: [{ part: "level", after: "40%" }],
      theirs: [{ part: "level", after: "60%" }],
    },
  ]);
  expect(decided(together, new Map())).toBeUndefined();
  const whole = decided(together, new Map([["alignment.level", "theirs"]]))!;
  expect(whole["alignment"]).toEqual({ level: 0.6 });
});

test("what only one side has is a choice too", () => {
  const sides = markedIn(marked("", '  "alignment": { "level": 0.6 },\n'))!;
  const together = sidesTogether(sides, { ours: parent, theirs: parent });
  expect(together.clashes.map(({ path }) => path)).toEqual(["alignment"]);
  expect(decided(together, new Map([["alignment", "ours"]]))).toEqual(JSON.parse(text));
});

test("a text without marks, or with marks through a value, has no sides", () => {
  expect(markedIn(text)).toBeUndefined();
  expect(markedIn('{\n<<<<<<< a\n"name": {\n=======\n>>>>>>> b\n}')).toBeUndefined();
});

test("with what both started from, only a place that both changed is a choice", () => {
  const base = JSON.parse(text) as JsonObject;
  const ours: JsonObject = { ...base, alignment: { level: 0.4 } };
  const theirs: JsonObject = { ...base, alignment: { level: 0.6 }, name: "Shared target" };
  const { merged, conflicts } = mergeThree({ ...base, alignment: { level: 0.5 } }, ours, theirs);
  const sides = { base: { ...base, alignment: { level: 0.5 } }, ours, theirs, merged, conflicts };
  const together = gitTogether(sides, { base: parent, ours: parent, theirs: parent });
  expect(together.clashes).toMatchObject([
    {
      path: "alignment.level",
      ours: [{ part: "level", before: "50%", after: "40%" }],
      theirs: [{ part: "level", before: "50%", after: "60%" }],
    },
  ]);
  expect(together.oursAlone).toEqual([]);
  expect(together.theirsAlone).toEqual([expect.stringContaining("Shared target")]);
  const whole = decided(together, new Map([["alignment.level", "theirs"]]))!;
  expect(whole).toMatchObject({ name: "Shared target", alignment: { level: 0.6 } });
});
