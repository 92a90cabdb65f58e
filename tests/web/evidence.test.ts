/** The Evidence section: rows, marks and table of a comparison's published evidence. */
import { expect, test } from "vitest";
import { comparisonOf, createTally, evidenceClaim, prepareJob } from "#models";
import {
  evidenceOf,
  evidenceTable,
  takenForGranted,
  topicRows,
} from "../../web/src/pages/compare/evidence.ts";
import { viewOf } from "../../web/src/pages/compare/view.ts";
import { shipped } from "../support/scenarios.ts";

const head = prepareJob(
  { scenarios: [shipped("reference-a"), shipped("reference-b")] },
  { preview: true },
).head;
const view = viewOf(comparisonOf(createTally(head)), () => "b", undefined, "running")!;
const evidence = evidenceOf(view)!;
const rows = topicRows(view, evidence);

test("a topic is a row with its studies; one without a printed share has words and no mark", () => {
  expect(rows.map(({ topic }) => topic.topic)).toEqual(["teamBonus", "volumeToQuality"]);
  const [friebel, tournament, stores] = rows[0]!.studies;
  expect(friebel!.marks.map(({ at }) => at)).toEqual([0.03, 0.06, 0.05]);
  expect(tournament).toMatchObject({ size: "none found", marks: [{ at: 0 }] });
  expect(stores).toMatchObject({ size: "no size printed", marks: [] });
  for (const { scale, topic } of rows) {
    expect(scale.at(topic.model)).toBeGreaterThan(0);
    expect(scale.at(topic.model)).toBeLessThan(100);
  }
});

test("before years are in there is no range of what we do not know", () => {
  expect(rows.every(({ range }) => range === undefined)).toBe(true);
});

test("the table has every study and the comparison itself, and the claim says where it lies", () => {
  const table = evidenceTable(view, rows);
  const studies = rows.reduce((sum, one) => sum + one.studies.length, 0);
  expect(table.rows.length).toBe(studies + rows.length);
  expect(evidenceClaim(evidence, true)).toMatch(/^Inside what studies found/);
  const { unknown } = takenForGranted(evidence);
  expect(unknown.join(" ")).toContain("No field study has measured");
});
