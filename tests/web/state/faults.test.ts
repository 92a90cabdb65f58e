import { afterEach, expect, test } from "vitest";
import type { ScenarioRow } from "../../../web/src/lib/api.ts";
import { filesToMend, hintOf, placeOf, waitsFor } from "../../../web/src/state/faults.ts";
import { folder } from "../../../web/src/state/folder.svelte.ts";

const merge = {
  code: "bad-text",
  path: "",
  file: "base.json",
  line: 3,
  column: 1,
  message: "base.json is in the middle of a merge",
  hint: "tandem resolve base.json",
};

afterEach(() => (folder.rows = undefined));

test("a file whose faults are all in another one waits for that; one with a fault of its own does not", () => {
  const own = { code: "unknown-key", path: "x", message: "there is no x" };
  expect(waitsFor({ file: "child.json", problems: [merge, merge] })).toEqual(["base.json"]);
  expect(waitsFor({ file: "base.json", problems: [merge] })).toEqual([]);
  expect(waitsFor({ file: "child.json", problems: [merge, own] })).toEqual([]);
  expect(waitsFor({ file: "child.json", problems: [] })).toEqual([]);
});

test("a page leads to the files that are broken now, not to those of an earlier version", () => {
  const then = { ...merge, message: `at HEAD~1: ${merge.message}` };
  expect(filesToMend([merge, merge, then])).toEqual(["base"]);
  expect(filesToMend([then])).toEqual([]);
  const shape = { code: "bad-shape", path: "x", message: "no", file: "emea/a.json" };
  expect(filesToMend([shape])).toEqual([]);
  folder.rows = [{ id: "emea/a", problems: [shape] } as unknown as ScenarioRow];
  expect(filesToMend([shape])).toEqual(["emea/a"]);
});

test("a command is no hint of a page, and a place is written as an editor reads it", () => {
  expect([hintOf(merge), hintOf({ ...merge, hint: "write 0.6" })]).toEqual([
    undefined,
    "write 0.6",
  ]);
  expect(placeOf(merge)).toBe("base.json:3:1");
  expect(placeOf({ path: "body.runs", message: "" })).toBe("");
});
