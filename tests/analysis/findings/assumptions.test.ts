/** Findings on a comparison whose sides assume different things. */
import { describe, expect, test } from "vitest";
import {
  comparisonOf,
  createTally,
  type Finding,
  type JsonObject,
  prepareJob,
  scenarioOf,
} from "#models";
import { assumptionsBetween } from "../../../models/analysis/findings/assumptions.ts";
import { warningsOf } from "../../../web/src/pages/compare/warnings.ts";
import { chain, pair, patched, shipped } from "../../support/scenarios.ts";

const timing: JsonObject = { behaviour: { timing: {} } };

function compared(base: JsonObject, child: JsonObject) {
  const { head } = prepareJob({ scenarios: [chain(base, {}), chain(base, child)] });
  return comparisonOf(createTally(head)).scenarios[1]!;
}

function only(findings: Finding[], id: string): Finding[] {
  return findings.filter((one) => one.id === id);
}

function between(child: JsonObject, base: JsonObject = {}): string[] {
  const root = patched(pair, base);
  return assumptionsBetween(scenarioOf(chain(root)), scenarioOf(chain(root, child)));
}

describe("timing games on one side", () => {
  const statusQuo = scenarioOf(shipped("status-quo")) as unknown as JsonObject;

  test("are a warning with their money, under the answer too", () => {
    const here = compared(statusQuo, timing);
    const lost = here.expected.steadyState.totals.discounts;
    expect(lost).toBeGreaterThan(1000);
    const [found] = only(here.findings, "timing-on-one-side");
    const said = String(Math.round(lost)).replaceAll(/\B(?=(\d{3})+$)/g, ",");
    expect(found).toMatchObject({ severity: "warning", figure: lost });
    expect(found!.title).toBe(`Timing games are counted in ${here.scenario.name} only`);
    expect(found!.message).toBe(
      `${said} USD of discounts a year is that assumption, not the plan.`,
    );
    expect(warningsOf(here).map(({ title }) => title)).toContain(found!.title);
    expect(only(here.findings, "assumes-otherwise")).toEqual([]);
  });

  test("are nothing where both count them or neither", () => {
    for (const both of [statusQuo, patched(statusQuo, timing)])
      expect(only(compared(both, {}).findings, "timing-on-one-side")).toEqual([]);
  });
});

describe("other assumptions on one side", () => {
  test("are told in words, and left-out shocks by their defaults", () => {
    expect(between({ uncertainty: { shocks: { close: 0.05 } } })).toEqual([
      "calmer closing (shocks of 5%, not 12%)",
    ]);
    expect(between({ uncertainty: { shocks: { lead: 0.3 } } })).toEqual([
      "rougher lead flow (shocks of 30%, not 12%)",
    ]);
    expect(between({ behaviour: { epsilon: 0.5 } }, { behaviour: { epsilon: 0.3 } })).toEqual([
      "elasticity of effort 0.5, not 0.3",
    ]);
  });

  test("plans, people and money are none", () => {
    expect(between({ roles: { seller: { basePay: 60_000, headcount: 5 } } })).toEqual([]);
    expect(between({ behaviour: { timing: {} } })).toEqual([]);
  });

  test("are one note, under the answer too", () => {
    const here = compared(pair, {
      uncertainty: { shocks: { close: 0.05 } },
      behaviour: { risk: "meanVariance" },
    });
    const found = only(here.findings, "assumes-otherwise");
    expect(found).toHaveLength(1);
    expect(found[0]!.severity).toBe("info");
    expect(found[0]!.message).toContain("calmer closing (shocks of 5%, not 12%)");
    expect(found[0]!.message).toContain("attitude to risk meanVariance, not cara");
    expect(warningsOf(here).map(({ title }) => title)).toContain(found[0]!.title);
  });
});
