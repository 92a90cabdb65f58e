/** The status quo is the calibration point, whatever it already does; and what practices and care do beyond it. */
import { expect, test } from "vitest";
import { type JsonObject, type LoadedScenario, patchScenario, prepareJob } from "#models";
import { shipped } from "../support/scenarios.ts";

const root = shipped("reference-a");

function patched(patch: JsonObject): LoadedScenario {
  const { loaded, problems } = patchScenario(root, patch);
  expect(problems).toEqual([]);
  return loaded!;
}

/** The same change as a root of its own. */
function asRoot(patch: JsonObject): LoadedScenario {
  return { id: root.id, lineage: [patched(patch).lineage.at(-1)!] };
}

function expectedOf(loaded: LoadedScenario) {
  return prepareJob({ scenarios: [loaded] }, { preview: true }).head.scenarios[0]!.expected;
}

test("a status quo with practices still books what its rates say: 12,000 leads × .0099 and 300 × .22, at 40,000", () => {
  const practices = { jointMeeting: {}, jobRotation: {}, defineRoles: {} };
  const { steadyState, efforts } = expectedOf(asRoot({ alignment: { practices } }));
  // 12,000 × .3 × .25 × .6 × .22 = 118.8 and 300 × .22 = 66; (118.8 + 66) × 40,000 = 7,392,000.
  expect(steadyState.totals.bookings).toBeCloseTo(7_392_000, 4);
  expect(efforts["ae"]!["selling"]).toBe(1);
});

test("a practice in place at an adoption of 0 changes nothing", () => {
  const idle = expectedOf(patched({ alignment: { practices: { defineRoles: { adoption: 0 } } } }));
  const { steadyState } = expectedOf(root);
  expect(idle.steadyState.totals).toEqual(steadyState.totals);
  expect(idle.alignment.level).toBe(0.4);
});

test("one manager over both makes marketing care for sales' pay just as psiX does", () => {
  const manager = { oneManager: { effect: 0.05, hours: 0 } };
  const byPractice = expectedOf(patched({ alignment: { practices: manager } }));
  const byParameter = expectedOf(patched({ behaviour: { psiX: 0.05 } }));
  expect(byPractice.efforts["marketer"]!["quality"]).toBeGreaterThan(1.05);
  expect(byPractice.efforts).toEqual(byParameter.efforts);
});

test("hours cost work: 180 of 1,800 hours leave nine tenths of it", () => {
  const practices = { jointMeeting: { hours: 180, effect: 0 } };
  const { mechanical } = expectedOf(patched({ alignment: { practices } }));
  // Leads go with work to the power .35: 1,000 a month × .9^.35.
  expect(mechanical.steadyState.funnel.stages["lead"]!.total).toBeCloseTo(12_000 * 0.9 ** 0.35, 6);
});

test("a task that is added without pay or effect makes nobody better or worse off", () => {
  const tasks = { tidying: { effects: { quality: 0 }, nonPayStake: 4000 } };
  const { steadyState } = expectedOf(patched({ roles: { ae: { tasks } } }));
  expect(steadyState.roles["ae"]!.utilityGain).toBeCloseTo(0, 6);
});

test("the more particular of two effects holds, in whatever order they stand", () => {
  const effects = { "quality.inbound": 0.3, quality: 0.1 };
  const turned = { quality: 0.1, "quality.inbound": 0.3 };
  expect(qualityEffect(effects)).toBe(qualityEffect(turned));
});

/** Elasticity of bookings in the marketers' quality task, with its effects as stated. */
function qualityEffect(effects: JsonObject): number | undefined {
  const stated = asRoot({ roles: { marketer: { tasks: { quality: { effects } } } } });
  return expectedOf(stated).elasticities["bookings"]!["marketer"]!["quality"];
}
