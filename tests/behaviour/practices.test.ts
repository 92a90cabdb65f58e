/** Alignment practices: what they move, what they take in time, and how alignment goes from quarter to quarter. */
import { describe, expect, test } from "vitest";
import type { JsonObject } from "#models";
import {
  alignmentPath,
  nextAlignment,
  practiceDefaults,
  type PracticeInPlace,
  practicePush,
} from "../../models/behaviour/practices.ts";
import { chain, headOf, pair, patched, solved } from "../support/scenarios.ts";

const rates = { level: 0.4, floor: 0.3, decay: 0.08, gain: 0.1 };

// A' = A + Σg·(1 − A) − δ·(A − floor): 0.4 + 0.06 − 0.008 = 0.452. At rest 0.1·(1 − A) = 0.08·(A − 0.3): A = 0.124/0.18.
describe("alignment from quarter to quarter", () => {
  test("goes 0.4, 0.452, 0.49464, 0.529605 with practices that gain a tenth", () => {
    const path = alignmentPath(rates, 12);
    for (const [quarter, level] of [0.4, 0.452, 0.49464, 0.5296048].entries()) {
      for (let t = 3 * quarter; t < 3 * quarter + 3; t++) expect(path[t]).toBeCloseTo(level, 12);
    }
  });

  test("ends at 0.688889", () => {
    const path = alignmentPath(rates, 600);
    expect(path.at(-1)).toBeCloseTo(0.688889, 6);
    expect(path.at(-1)).toBeCloseTo(0.124 / 0.18, 12);
  });

  test("falls to the floor where nothing is done", () => {
    const path = alignmentPath({ ...rates, gain: 0 }, 600);
    expect(path.at(-1)).toBeCloseTo(0.3, 6);
    for (let t = 1; t < 600; t++) expect(path[t]!).toBeLessThanOrEqual(path[t - 1]!);
  });

  test("keeps within 0 and 1", () => {
    expect(nextAlignment(0.9, { floor: 0, decay: 0, gain: 3 })).toBe(1);
    expect(nextAlignment(0.1, { floor: 1, decay: 0, gain: 0 })).toBe(0.1);
    expect(nextAlignment(0.5, { floor: 0.9, decay: 3, gain: 0 })).toBe(1);
    expect(nextAlignment(0.5, { floor: 0, decay: 3, gain: 0 })).toBe(0);
  });
});

function inPlace(path: PracticeInPlace["path"], effect: number, adoption = 1): PracticeInPlace {
  const plain = { id: path, title: path, hours: 0, cost: 0, takesPart: () => true };
  return { ...plain, path, effect, adoption };
}

describe("what practices add up to", () => {
  // ln(1 + total) = ½·Σ ln(1 + effect·adoption): two of 2% and 3% make √(1.02·1.03) − 1 = 2.4988%.
  test("direct effects combine by half the sum of their logs, since they share causes", () => {
    for (const path of ["handOver", "effort", "quality"] as const) {
      const push = practicePush([inPlace(path, 0.02), inPlace(path, 0.03)], path);
      expect(Math.expm1(push)).toBeCloseTo(Math.sqrt(1.02 * 1.03) - 1, 12);
    }
  });

  test("alignment, care and help are plain sums", () => {
    for (const path of ["alignment", "care", "help"] as const) {
      expect(practicePush([inPlace(path, 0.02), inPlace(path, 0.03)], path)).toBeCloseTo(0.05, 12);
    }
  });

  test("half adopted, half the effect", () => {
    expect(practicePush([inPlace("alignment", 0.04, 0.5)], "alignment")).toBeCloseTo(0.02, 12);
    expect(practicePush([inPlace("effort", 0.04, 0.5)], "effort")).toBeCloseTo(
      Math.log(1.02) / 2,
      12,
    );
    expect(practicePush([inPlace("effort", 0.04, 0)], "effort")).toBe(0);
  });

  test("each path has its own practices, and a role its own", () => {
    const writers = { ...inPlace("effort", 0.02), takesPart: (role: string) => role === "writer" };
    expect(practicePush([writers], "quality")).toBe(0);
    expect(practicePush([writers], "effort", "seller")).toBe(0);
    expect(practicePush([writers], "effort", "writer")).toBeCloseTo(Math.log(1.02) / 2, 12);
  });
});

test("the eight practices take the hours the sources give", () => {
  const hours = Object.fromEntries(
    Object.entries(practiceDefaults).map(([id, known]) => [id, known.hours]),
  );
  expect(hours).toEqual({
    defineRoles: 8,
    oneManager: 0,
    teamGoals: 6,
    jointMeeting: 46,
    teamBuilding: 16,
    jointAssignments: 40,
    jobRotation: 80,
    feedback: 24,
  });
  // All eight together: 220 hours of 1,800, an eighth of everybody's time.
  const all = Object.values(hours).reduce((sum, each) => sum + each, 0);
  expect(all / 1800).toBeCloseTo(0.122, 3);
});

/** A practice that takes 18 hours and does nothing, with changes; people keep to their old behaviour. */
function practice(patch: JsonObject): JsonObject {
  return {
    alignment: { practices: { standUp: { path: "effort", effect: 0, hours: 18, ...patch } } },
    behaviour: { response: false },
  };
}

// Six people, two at an OTE of 66,000 and four at 100,000, give 18 hours each: 1% of 1,800.
describe("practices in a company", () => {
  const root = patched(pair, { costs: { employerOnCosts: 0.2 } });
  const totals = (...patches: JsonObject[]) =>
    headOf(chain(root, patched({}, ...patches))).scenarios[0]!.expected.steadyState.totals;
  const before = totals({ behaviour: { response: false } });
  const value = (18 / 1800) * 1.25 * (2 * 66_000 + 4 * 100_000);

  test("hours come out of everybody's work, and cost no money then", () => {
    const { model } = solved(chain(root, practice({})));
    for (const ln of model.lnMechanicalWork) expect(ln).toBeCloseTo(Math.log(0.99), 12);
    const after = totals(practice({}));
    expect(after.practices).toBe(0);
    expect(after.bookings).toBeLessThan(before.bookings);
  });

  test("or are charged as money, and cost no work then: never both", () => {
    const after = totals(practice({}), { alignment: { timeCost: "money" } });
    expect(after.practices).toBeCloseTo(value, 6);
    expect(after.bookings).toBe(before.bookings);
    expect(after.contribution).toBeCloseTo(before.contribution - value, 6);
  });

  test("their hours and what these are worth are shown either way", () => {
    for (const timeCost of ["output", "money"]) {
      const one = headOf(chain(root, patched(practice({}), { alignment: { timeCost } })));
      const { practiceHours, practiceHoursValue } = one.scenarios[0]!.expected.alignment;
      expect(practiceHours).toBeCloseTo(6 * 18, 9);
      expect(practiceHoursValue).toBeCloseTo(value, 6);
    }
  });

  test("only those who take part give their time", () => {
    const { model } = solved(chain(root, practice({ roles: ["marketer"], adoption: 0.5 })));
    const work = model.roles.map(({ tasks }) => model.lnMechanicalWork[tasks[0]!.slot]!);
    expect(work[0]).toBeCloseTo(Math.log(1 - 9 / 1800), 12);
    expect(work[1]).toBe(0);
  });

  test("cash for providers is paid in proportion to adoption", () => {
    expect(totals(practice({ cost: 5000, adoption: 0.5 })).practices).toBeCloseTo(2500, 9);
  });

  test("an effect on effort is work done by everybody who takes part", () => {
    const { model } = solved(chain(root, practice({ effect: 0.04, hours: 0 })));
    for (const ln of model.lnMechanicalWork) expect(ln).toBeCloseTo(Math.log(1.04) / 2, 12);
  });

  test("a practice that does nothing and takes no time changes nothing", () => {
    expect(totals(practice({ hours: 0 }))).toEqual(before);
  });
});
