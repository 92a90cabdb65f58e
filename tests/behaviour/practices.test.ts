/** Alignment practices: what they move, what they take in time, and how alignment goes from quarter to quarter. */
import { describe, expect, test } from "vitest";
import { type JsonObject, prepareJob, runBatch, validateScenario } from "#models";
import {
  alignmentPath,
  meanStrength,
  nextAlignment,
  practiceDefaults,
  type PracticeInPlace,
  practicePush,
  strengthIn,
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
  const plain = {
    id: path,
    title: path,
    hours: 0,
    cost: 0,
    course: course(),
    takesPart: () => true,
  };
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

const year = { from: 0, to: 12 };

function course(rampMonths?: number, halfLifeMonths?: number) {
  return { rampMonths, halfLifeMonths };
}

describe("a practice over time", () => {
  test("has its whole effect all along where nothing is said", () => {
    expect(meanStrength(course(), year)).toBe(1);
    expect(meanStrength(course(0), year)).toBe(1);
  });

  // Months count at their middle: 1/12, 3/12, … 11/12 of the effect while it grows over six, a half in the mean; then all.
  test("grows evenly to its full effect: three quarters of it in a year's mean over six months", () => {
    expect(Array.from({ length: 7 }, (_, t) => 12 * strengthIn(course(6), t))).toEqual(
      [1, 3, 5, 7, 9, 11, 12].map((part) => expect.closeTo(part, 12)),
    );
    expect(meanStrength(course(6), year)).toBeCloseTo(0.75, 12);
    expect(meanStrength(course(24), year)).toBeCloseTo(0.25, 12);
  });

  // A geometric series: 2^(−1/12)·(1 − ¼)/(1 − 2^(−1/6)) twelfths.
  test("fades to a half in its half-life, and is gone at once where that is 0", () => {
    expect(strengthIn(course(undefined, 6), 5.5)).toBeCloseTo(0.5, 12);
    const sum = (2 ** (-1 / 12) * 0.75) / (1 - 2 ** (-1 / 6));
    expect(meanStrength(course(undefined, 6), year)).toBeCloseTo(sum / 12, 12);
    expect(meanStrength(course(undefined, 0), year)).toBe(0);
  });

  test("grows and fades at once: the product of both", () => {
    const both = strengthIn(course(6, 3), 2);
    expect(both).toBeCloseTo((2.5 / 6) * 2 ** (-2.5 / 3), 12);
  });

  // 0.4 + 0.05·0.6 − 0.08·0.1 = 0.422 after a quarter at half of the gain; then 0.1·0.578 − 0.08·0.122 more.
  test("gains alignment by its strength in each quarter", () => {
    const path = alignmentPath(
      rates,
      12,
      (t) => 0.1 * meanStrength(course(3), { from: t - 3, to: t }),
    );
    for (const [quarter, level] of [0.4, 0.422, 0.422 + 0.0578 - 0.00976].entries())
      expect(path[3 * quarter]).toBeCloseTo(level, 12);
  });
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

  // Growing over a year, half of 4% in the mean.
  test("a growing effect counts at its mean over the horizon, the hours in full", () => {
    const { model } = solved(chain(root, practice({ effect: 0.04, rampMonths: 12 })));
    for (const ln of model.lnMechanicalWork)
      expect(ln).toBeCloseTo(Math.log(1.02) / 2 + Math.log(0.99), 12);
  });

  test("a growing gain of alignment reaches the level of the company", () => {
    const { model } = solved(
      chain(root, {
        alignment: { practices: { jointMeeting: { effect: 0.1, hours: 0, rampMonths: 3 } } },
      }),
    );
    expect(model.alignment.path[3]).toBeCloseTo(0.422, 12);
    expect(model.alignment.path[6]).toBeCloseTo(0.47004, 12);
  });

  const faultsOf = (patch: JsonObject) =>
    validateScenario(chain(root, practice(patch))).map(({ code, path: at }) => [code, at]);

  test("an effect that takes all is refused, and one of half in place is not", () => {
    const fault = [["bad-number", "alignment.practices.standUp.effect"]];
    expect(faultsOf({ effect: -1 })).toEqual(fault);
    expect(faultsOf({ effect: "= 0 - 3", adoption: 0.5 })).toEqual(fault);
    expect(faultsOf({ effect: -1.5, adoption: 0.5 })).toEqual([]);
    expect(faultsOf({ effect: -1, path: "alignment" })).toEqual([]);
  });

  test("a draw that takes all is held where something is left", () => {
    const wide = practice({ effect: { mean: -0.9, sd: 2 }, path: "quality" });
    const prepared = prepareJob({ scenarios: [chain(root, wide)], runs: 64 });
    for (let batch = 0; batch < prepared.plan.batches; batch++)
      expect(runBatch(prepared, batch).rows[0]!.every(Number.isFinite)).toBe(true);
  });

  test("a practice that does nothing and takes no time changes nothing", () => {
    expect(totals(practice({ hours: 0 }))).toEqual(before);
  });
});

/** A profit pool that the marketers share. */
function poolOf(shareOfExcess: number): JsonObject {
  return {
    pools: {
      profit: {
        measure: "grossMargin",
        scope: "joint",
        period: "year",
        funding: { shareOfExcess, over: "= statusQuo" },
        members: ["marketer"],
        by: "equal",
      },
    },
  };
}

// Feedback of 3% on quality. Beside a profit bonus a fifth of it is left: 3%·(1 − 0.8·share of those paid on profit).
describe("feedback beside a profit bonus", () => {
  const feedback: JsonObject = { practices: { feedback: { effect: 0.03, hours: 0 } } };
  const onMargin: JsonObject = {
    plans: { seller: { components: { bookings: { measure: "grossMargin" } } } },
  };
  const effect = (...patches: JsonObject[]) => {
    const { alignment } = solved(chain(pair, patched({ alignment: feedback }, ...patches))).model;
    return [alignment.besideProfit, Math.expm1(2 * practicePush(alignment.practices, "quality"))];
  };

  test("is whole where nobody is paid on profit", () => {
    expect(effect()).toEqual([0, expect.closeTo(0.03, 12)]);
  });

  test("is 1.4% where four of six are, and a fifth, 0.6%, where only these take part", () => {
    expect(effect(onMargin)).toEqual([expect.closeTo(4 / 6, 12), expect.closeTo(0.014, 12)]);
    const sellers = { alignment: { practices: { feedback: { roles: ["seller"] } } } };
    expect(effect(onMargin, sellers)).toEqual([1, expect.closeTo(0.006, 12)]);
    const marketers = { alignment: { practices: { feedback: { roles: ["marketer"] } } } };
    expect(effect(onMargin, marketers)).toEqual([0, expect.closeTo(0.03, 12)]);
  });

  test("is weaker for those who share a profit pool, unless no money is in it", () => {
    expect(effect(poolOf(0.1))).toEqual([expect.closeTo(2 / 6, 12), expect.closeTo(0.022, 12)]);
    expect(effect(poolOf(0))[0]).toBe(0);
  });

  // 0.4 + 0.1·0.6 − 0.08·0.1 = 0.452 after a quarter in full; 0.4 + 0.02·0.6 − 0.008 = 0.404 with a fifth of it.
  test("is weakened where it raises alignment too", () => {
    const raises = { alignment: { practices: { feedback: { path: "alignment", effect: 0.1 } } } };
    const sellers = { alignment: { practices: { feedback: { roles: ["seller"] } } } };
    const level = (...patches: JsonObject[]) =>
      solved(chain(pair, patched({ alignment: feedback }, raises, sellers, ...patches))).model
        .alignment.path[3];
    expect(level()).toBeCloseTo(0.452, 12);
    expect(level(onMargin)).toBeCloseTo(0.404, 12);
  });

  test("a component of no weight on profit, and another practice, are let be", () => {
    for (const weight of [0, "= 0", "= headcount - headcount"]) {
      expect(
        effect(onMargin, { plans: { seller: { components: { bookings: { weight } } } } })[0],
      ).toBe(0);
    }
    const rotation = { alignment: { practices: { jobRotation: { effect: 0.03, hours: 0 } } } };
    const { alignment } = solved(chain(pair, patched(onMargin, rotation))).model;
    expect(Math.expm1(2 * practicePush(alignment.practices, "quality"))).toBeCloseTo(0.03, 12);
  });
});
