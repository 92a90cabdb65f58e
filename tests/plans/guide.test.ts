/** The guide to plans: every block of JSON in it loads, and pays what its examples say; every form of plan is in it. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { adjustmentKinds, checkExamples, type JsonObject, planKinds } from "#models";
import { onComponent, onPlan, scenarioWith, type Written } from "../support/examples.ts";

const guide = readFileSync(new URL("../../docs/guide/plans.md", import.meta.url), "utf8");
const blocks = [...guide.matchAll(/^#+ ([^\n]+)|^```json\n([\s\S]*?)^```/gm)].reduce<{
  heading: string;
  found: [string, Written][];
}>(
  ({ heading, found }, [, title, json]) =>
    json === undefined
      ? { heading: title!, found }
      : { heading, found: [...found, [`${found.length + 1}, ${heading}`, JSON.parse(json)]] },
  { heading: "", found: [] },
).found;

/** A block as a patch on the small company: a whole part of a scenario, a pool, a plan or a component. */
function patchOf(block: Written): JsonObject {
  if ("plans" in block) return { roles: { rep: { plan: "rep" } }, ...(block as JsonObject) };
  if ("funding" in block) return onPlan({ components: {} }, { pools: { own: block } });
  return "components" in block ? onPlan(block) : onComponent(block);
}

describe("the guide to plans", () => {
  test("has its blocks", () => expect(blocks.length).toBeGreaterThan(25));

  test.each(blocks)("block %s", (_, block) => {
    const outcomes = checkExamples(scenarioWith(patchOf(block)));
    const stated = JSON.stringify(block).includes('"examples"');
    expect(outcomes.length > 0).toBe(stated);
    const printed = JSON.stringify(block).includes('"documentPrints"');
    const broken = outcomes.filter(({ verdict }) => verdict !== "holds");
    expect(broken.map(({ verdict }) => verdict)).toEqual(printed ? ["documentDiffers"] : []);
  });

  test("shows every form of curve and every adjustment", () => {
    const shown = JSON.stringify(blocks);
    for (const { id } of [...planKinds, ...adjustmentKinds])
      if (id !== "points" && id !== "flat") expect(shown, id).toContain(`"kind":"${id}"`);
    expect(shown).toContain('"points"');
    expect(guide).toContain("`flat`");
  });

  test("shows every form of example", () => {
    const forms = [
      "attainment",
      "attainments",
      "measure",
      "measures",
      "deals",
      "periods",
      "paid",
      "fund",
      "capitalised",
    ];
    for (const form of forms) expect(guide).toContain(`\`${form}\``);
  });
});
