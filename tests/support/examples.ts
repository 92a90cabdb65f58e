/** Plans with examples, tried on the small company of scenarios/published. */
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import {
  checkExamples,
  type ExampleOutcome,
  type JsonObject,
  type LoadedScenario,
  readScenario,
} from "#models";

const base = readFileSync(new URL("../../scenarios/published/base.json", import.meta.url), "utf8");

/** A child of that company, and children of the child: each a patch on the one before. */
export function scenarioWith(...patches: JsonObject[]): LoadedScenario {
  const files = new Map([["base", base]]);
  let parent = "base";
  for (const [i, patch] of patches.entries()) {
    const id = i === 0 ? "plan" : `child-${i}`;
    const head = { format: 1, name: id, extends: `${parent}.json` };
    files.set(id, JSON.stringify({ ...head, ...patch }, null, 1));
    parent = id;
  }
  const { loaded, problems } = readScenario(parent, (id) => files.get(id));
  expect(problems).toEqual([]);
  return loaded!;
}

export type Written = { [key: string]: unknown };

/** The company's representative on a plan of these parts. */
export function onPlan(plan: Written, more: Written = {}): JsonObject {
  const { roles = { rep: { plan: "rep" } }, ...rest } = more;
  return { roles, plans: { rep: plan }, ...rest } as JsonObject;
}

/** One component, paid on own bookings by the month where it says nothing else. */
export function onComponent(component: Written, more: Written = {}): JsonObject {
  const own = { measure: "bookings", scope: "individual", period: "month", ...component };
  return onPlan({ components: { own } }, more);
}

/** Outcomes of a plan's examples, without the words about them. */
export function figuresOf(...patches: JsonObject[]): string[] {
  return checkExamples(scenarioWith(...patches)).map(figureText);
}

/** An outcome in a line: "pays[0]: 2.00 holds", "pays: 750.00 fails with 570.00 (-180.00)". */
export function figureText({ path, expected, got, difference, verdict }: ExampleOutcome): string {
  const figure = path.replace(/^.*examples\[\d+\]\./, "");
  if (verdict === "holds") return `${figure}: ${got} holds`;
  return `${figure}: ${expected} ${verdict} with ${got} (${difference})`;
}
