/** Places of findings as parts of the form. */
import { describe, expect, test } from "vitest";
import { type Comparison, type Finding, scenarioOf } from "#models";
import { findingsOf } from "../../../web/src/pages/build/against.ts";
import { formPlaceOf } from "../../../web/src/pages/build/places.ts";
import { shipped } from "../../support/scenarios.ts";

const scenario = scenarioOf(shipped("lump-bonus-cliff"));

describe("the way to a finding's place", () => {
  test.each([
    [
      "plans.marketing.components.allOrNothing.curve",
      { section: { kind: "plan", id: "marketing" }, component: "allOrNothing" },
      "Marketing bonus · MQLs, all or nothing",
    ],
    [
      "plans.marketing.components.allOrNothing.examples[0]",
      { section: { kind: "plan", id: "marketing" }, component: "allOrNothing" },
      "Marketing bonus · MQLs, all or nothing",
    ],
    [
      "plans.marketing.adjustments.cap",
      { section: { kind: "plan", id: "marketing" }, component: undefined },
      "Marketing bonus",
    ],
    [
      "roles.demandGen.plan",
      { section: { kind: "plan", id: "marketing" }, component: undefined },
      "Marketing bonus",
    ],
    [
      "roles.demandGen.tasks.volume",
      { section: { kind: "rest" }, component: undefined },
      "All else",
    ],
  ])("%s", (place, way, words) => {
    expect(formPlaceOf(place, scenario)).toEqual({ ...way, words });
  });

  test.each(["expected.equilibrium", "economics.deployment", "extends", ""])(
    "%j is nowhere in the form",
    (place) => expect(formPlaceOf(place, scenario)).toBeUndefined(),
  );
});

const finding = (id: string, severity: Finding["severity"]): Finding => ({
  id,
  severity,
  place: "plans",
  title: id,
  message: "",
});

test("findings on examples are among those of the result, the gravest first", () => {
  const own = [finding("note", "info"), finding("cliff", "warning")];
  const comparison = { scenarios: [{}, { findings: own }] } as unknown as Comparison;
  const { open } = findingsOf({ comparison, run: undefined, slow: [] }, undefined, [
    finding("example-fails", "error"),
  ]);
  expect(open.map(({ id }) => id)).toEqual(["example-fails", "cliff", "note"]);
});
