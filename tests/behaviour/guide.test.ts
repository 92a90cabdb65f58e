/** The guide to behaviour: every block of JSON in it loads as a child of the status quo, settles and runs, and every field is in it. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type JsonObject, practiceDefaults, prepareJob, runJob } from "#models";
import { Alignment, Behaviour } from "../../models/behaviour/schema.ts";
import { chain } from "../support/scenarios.ts";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const guide = read("docs/guide/behaviour.md");
const root = JSON.parse(read("scenarios/status-quo.json")) as JsonObject;
const blocks = [...guide.matchAll(/^```json\n([\s\S]*?)^```/gm)].map(
  ([, json]) => JSON.parse(json!) as JsonObject,
);

test.each(blocks.map((block, i) => [i + 1, block] as const))("block %i settles", (_, block) => {
  const { head } = prepareJob({ scenarios: [chain(root), chain(root, block)] });
  expect(head.scenarios[1]!.expected.equilibrium.status).toBe("converged");
});

test("all of them together run", () => {
  const steps = [...runJob({ scenarios: [chain(root), chain(root, ...blocks)], runs: 1 })];
  const { expected, simulated } = steps.at(-1)!.scenarios[1]!;
  expect(expected.retention).not.toBeNull();
  expect(expected.timing).not.toBeNull();
  expect(simulated).toBeDefined();
});

test("every practice and every field of alignment, retention and timing has its place", () => {
  for (const id of Object.keys(practiceDefaults)) expect(guide).toContain(`\`${id}\``);
  const { retention, timing } = Behaviour.shape;
  const parts = [retention.unwrap().shape, timing.unwrap().shape, Alignment.shape];
  const written = JSON.stringify(blocks);
  for (const field of parts.flatMap(Object.keys)) expect(written).toContain(`"${field}":`);
});
