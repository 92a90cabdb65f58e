import { expect, test } from "vitest";
import type { ScenarioRow } from "../../web/src/lib/api.ts";
import { firstComparison } from "../../web/src/pages/compare/start.ts";
import { sharedNames, treeOf } from "../../web/src/pages/scenarios/tree.ts";

function row(id: string, statusQuo: string | null, broken = false): ScenarioRow {
  const problems = broken ? [{ code: "crashed", path: "", message: "broken" }] : [];
  const parent = statusQuo === id ? null : statusQuo;
  return { id, name: id, parent, statusQuo, problems } as unknown as ScenarioRow;
}
const rows = [
  row("reference-a", "reference-a"),
  row("status-quo", "status-quo"),
  row("mql", "status-quo"),
  row("shared-pipeline", "status-quo"),
  row("wrong", null, true),
];
const compared = (...ids: string[]) => ids.map((id) => ({ id, slot: "b" as const }));
const first = (named: string[], last: string[] = []) =>
  firstComparison(rows, compared(...named), compared(...last)).map(({ id }) => id);

test("a scenario named alone is compared with its status quo, a status quo with a first question", () => {
  expect(first(["mql"])).toEqual(["status-quo", "mql"]);
  expect(first(["status-quo"])).toEqual(["status-quo", "shared-pipeline"]);
});

test("nothing broken or missing is chosen: the last comparison only while all of it is sound", () => {
  expect(first(["wrong"], ["status-quo", "mql"])).toEqual(["status-quo", "mql"]);
  expect(first([], ["status-quo", "wrong"])).toEqual(["status-quo", "shared-pipeline"]);
  expect(first([], ["status-quo", "gone"])).toEqual(["status-quo", "shared-pipeline"]);
  expect(firstComparison([])).toEqual([]);
});

test("a name that several scenarios have is known", () => {
  const twin = { ...row("copy", "status-quo"), name: "mql" };
  expect([...sharedNames(treeOf([...rows, twin]).sound)]).toEqual(["mql"]);
});

test("subfolders come after the folder's own scenarios, each with its families; the largest family is first", () => {
  const { groups, sound } = treeOf([
    row("evidence/after", "evidence/before"),
    row("evidence/before", "evidence/before"),
    ...rows,
    row("published/child", "status-quo"),
  ]);
  expect(groups.map(({ folder, tree }) => [folder, tree.map(({ row: { id } }) => id)])).toEqual([
    ["", ["status-quo", "mql", "shared-pipeline", "reference-a"]],
    ["evidence", ["evidence/before", "evidence/after"]],
    ["published", ["published/child"]],
  ]);
  expect(sound.map(({ depth }) => depth)).toEqual([0, 1, 1, 0, 0, 1, 0]);
});
