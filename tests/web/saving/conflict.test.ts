import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type JsonObject, readScenario, scenarioOf } from "#models";
import { decided, putTogether } from "../../../web/src/state/savingConflict.ts";
import { withValue } from "../../../web/src/state/patch.ts";

const base = resolved("shared-pipeline");

function resolved(id: string): JsonObject {
  const { loaded } = readScenario(id, (file) =>
    readFileSync(new URL(`../../../scenarios/${file}.json`, import.meta.url), "utf8"),
  );
  return scenarioOf(loaded!) as unknown as JsonObject;
}

const weight = ["plans", "marketing", "components", "pipeline", "weight"];

test("what one side alone changed is kept, and told in a sentence", () => {
  const ours = withValue(base, ["alignment", "level"], 0.55);
  const theirs = withValue(base, ["name"], "Shared target");
  const together = putTogether({ base, ours, theirs });
  expect(together.clashes).toEqual([]);
  expect(together.oursAlone).toEqual([expect.stringMatching(/level.*55%/)]);
  expect(together.theirsAlone).toEqual([expect.stringContaining("Shared target")]);
  const whole = decided(together, new Map())!;
  expect(whole["name"]).toBe("Shared target");
  expect(whole["alignment"]).toMatchObject({ level: 0.55 });
});

test("what both changed alike is no question", () => {
  const both = withValue(base, weight, 0.4);
  const together = putTogether({ base, ours: both, theirs: both });
  expect(together.clashes).toEqual([]);
  expect(together.alike).toHaveLength(1);
});

test("what both changed is a question in plan words, and nothing is decided before it is answered", () => {
  const ours = withValue(withValue(base, weight, 0.4), ["name"], "Ours");
  const theirs = withValue(base, weight, 0.3);
  const together = putTogether({ base, ours, theirs });
  expect(together.clashes).toHaveLength(1);
  expect(together.clashes[0]).toMatchObject({
    path: "plans.marketing.components.pipeline.weight",
    place: "Marketing bonus · Marketing's pipeline",
    ours: [{ part: "weight", before: "50%", after: "40%" }],
    theirs: [{ part: "weight", before: "50%", after: "30%" }],
  });
  expect(decided(together, new Map())).toBeUndefined();
  const whole = decided(together, new Map([[together.clashes[0]!.path, "theirs"]]))!;
  expect(whole).toEqual({ ...theirs, name: "Ours" });
});

test("a change against a removal is a question, and the removal can be chosen", () => {
  const ours = withValue(base, weight, 0.4);
  const theirs = withValue(base, weight.slice(0, 4), undefined);
  const together = putTogether({ base, ours, theirs });
  expect(together.clashes).toHaveLength(1);
  const { path } = together.clashes[0]!;
  expect(decided(together, new Map([[path, "theirs"]]))).toEqual(theirs);
  expect(decided(together, new Map([[path, "ours"]]))).toEqual(ours);
});
