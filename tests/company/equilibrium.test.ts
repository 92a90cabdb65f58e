/** Equilibrium: everybody answers the plan and each other; at the status quo every effort is 1. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type JsonObject, prepareJob, ProblemError, runBatch } from "#models";
import { evaluateAt, utilities } from "../../models/company/equilibrium.ts";
import type { Solved } from "../../models/company/solve.ts";
import { anyChange, anyCompany, calibrates } from "../support/companies.ts";
import {
  calm,
  chain,
  headOf,
  pair,
  patched,
  plainPeople,
  shipped,
  solo,
  solved,
} from "../support/scenarios.ts";
import { slopeOf } from "../support/integrate.ts";

/** The expected layer without what only says who it is. */
function expectedOf(loaded: ReturnType<typeof chain>) {
  return headOf(loaded).scenarios[0]!.expected;
}

describe("a child that changes nothing is its parent, bit for bit", () => {
  test("for any small company: expected layer and simulated years", () => {
    const law = fc.property(anyCompany, (root) => {
      fc.pre(calibrates(root));
      const scenarios = [chain(root), chain(root, {})];
      const prepared = prepareJob({ scenarios, runs: 4 }, { preview: true });
      const [parent, child] = prepared.head.scenarios;
      expect(JSON.stringify(child!.expected)).toBe(JSON.stringify(parent!.expected));
      for (const of of Object.values(child!.expected.efforts)) {
        for (const effort of Object.values(of)) expect(effort).toBe(1);
      }
      const { rows, mechanicalRows, histograms, sets } = runBatch(prepared, 0);
      for (const pairOf of [rows, mechanicalRows, histograms, sets])
        expect(pairOf[1]).toEqual(pairOf[0]);
    });
    fc.assert(law, { numRuns: 15 });
  }, 60_000);

  test("for the reference company", () => {
    const a = shipped("reference-a");
    const same = { id: "same", lineage: [a.lineage[0]!, a.lineage[0]!] };
    expect(JSON.stringify(expectedOf(same))).toBe(JSON.stringify(expectedOf(a)));
  });

  test("for a child of a child as well", () => {
    const parent = { plans: { seller: { components: { bookings: { weight: 0.8 } } } } };
    const [first, second] = [chain(pair, parent), chain(pair, parent, {})];
    expect(JSON.stringify(expectedOf(second))).toBe(JSON.stringify(expectedOf(first)));
  });
});

describe("switching the response off", () => {
  test("gives the mechanical result, bit for bit, for any change of any small company", () => {
    const law = fc.property(anyCompany, anyChange, (root, change) => {
      fc.pre(calibrates(root));
      const scenarios = [chain(root, change)];
      const quick = { preview: true };
      const responding = prepareJob({ scenarios, runs: 4 }, quick);
      const still = prepareJob({ scenarios, runs: 4, response: false }, quick);
      const { expected } = responding.head.scenarios[0]!;
      const off = still.head.scenarios[0]!.expected;
      expect(off.equilibrium.status).toBe("off");
      expect(off.steadyState).toEqual(expected.mechanical.steadyState);
      expect(off.firstYear).toEqual(expected.mechanical.firstYear);
      expect(runBatch(still, 0).rows).toEqual(runBatch(responding, 0).mechanicalRows);
    });
    fc.assert(law, { numRuns: 15 });
  }, 60_000);

  test("in the scenario does the same as in the job", () => {
    const change = { plans: { seller: { components: { bookings: { weight: 0.7 } } } } };
    const inFile = headOf(chain(pair, { ...change, behaviour: { response: false } })).scenarios[0]!;
    const inJob = prepareJob({ scenarios: [chain(pair, change)], response: false }).head
      .scenarios[0]!;
    expect(inFile.expected).toEqual(inJob.expected);
    expect([inFile.response, inJob.response]).toEqual([false, false]);
  });
});

// With one person a role, what a person feels of a measure is all of it; with one source, all of a measure meets the
// same shocks and moves as one. Then the value of effort is the slope of utility.
test("at an equilibrium nobody gains by a little more or less of any task", () => {
  const alone = patched(pair, {
    funnel: { segments: { all: { sources: { outbound: null } } } },
    roles: { marketer: { headcount: 1 }, seller: { headcount: 1 } },
    behaviour: { epsilon: 0.3 },
  });
  const changes: JsonObject[] = [
    { plans: { seller: { components: { bookings: { weight: 0.8 } } } } },
    {
      plans: {
        marketer: {
          components: {
            mqls: null,
            joint: {
              measure: "bookings",
              scope: "joint",
              period: "quarter",
              target: "= statusQuo",
              weight: 1.5,
            },
          },
        },
      },
    },
    {
      behaviour: { risk: "meanVariance", riskAversion: 1e-5 },
      roles: { seller: { targetVariable: 80_000 } },
    },
  ];
  for (const change of changes) {
    const one = solved(chain(alone, change));
    const { space, calibration, solution } = one;
    expect(solution.status).toBe("converged");
    for (const [k, effort] of solution.lnEfforts.entries()) {
      const mind = space.minds.findLastIndex(({ first }) => first <= k);
      const utility = (ln: number) => {
        const moved = solution.lnEfforts.slice();
        moved[k] = ln;
        evaluateAt(space, moved);
        return utilities(space, calibration, moved)[mind]!;
      };
      expect(Math.abs(slopeOf(utility, effort, 1e-3) / calibration.values[k]!)).toBeLessThan(1e-5);
    }
  }
});

// Four sellers share a joint measure that pays each b of it. V is what one of them feels of its movement: a quarter, and
// ψ of the other three quarters.
describe("what one person feels of a measure of all", () => {
  const joint = patched(solo, {
    roles: { seller: { headcount: 4 } },
    plans: { seller: { components: { bookings: { scope: "joint", rate: 0.1 } } } },
  });
  const worth = 0.5 * 0.1 * 60_000;
  const valueOf = (...patches: JsonObject[]) =>
    expectedOf(chain(patched(joint, ...patches))).valueOfEffort["seller"]!["selling"]!;

  test("is 1/n of it", () => expect(valueOf()).toBeCloseTo(worth / 4, 8));

  test("and by peer pressure ψ0 + ψ1·A a part of the rest", () => {
    const pressure = { behaviour: { psi0: 0.05, psi1: 0.2 }, alignment: { level: 0.6 } };
    expect(valueOf(pressure)).toBeCloseTo(worth * (0.25 + 0.17 * 0.75), 8);
  });

  test("all of it where the measure is one's own and the task moves one's own items", () => {
    const own = { plans: { seller: { components: { bookings: { scope: "individual" } } } } };
    expect(valueOf(own)).toBeCloseTo(0.5 * 0.1 * 15_000, 8);
    const helping = { roles: { seller: { tasks: { selling: { private: false } } } } };
    expect(valueOf(own, helping)).toBeCloseTo((0.5 * 0.1 * 15_000) / 4, 8);
  });

  test("on top of the non-pay stake, 5% of base pay over the role's tasks unless stated", () => {
    const base = {
      roles: { seller: { basePay: 40_000, tasks: { selling: { nonPayStake: null } } } },
    };
    expect(valueOf(base)).toBeCloseTo(worth / 4 + 2000, 8);
    expect(valueOf(base, { behaviour: { stakeMultiple: 3 } })).toBeCloseTo(worth / 4 + 6000, 8);
    const two = { roles: { seller: { tasks: { idling: { effects: { "inflow.own": 0 } } } } } };
    expect(valueOf(base, two)).toBeCloseTo(worth / 4 + 1000, 8);
  });

  // Two marketers paid nothing variable, four sellers paid 0.1 of joint bookings each: 4/2 of what moves their pay.
  test("care for the other function adds ψx of what one's task does for their pay", () => {
    const marketer: JsonObject = {
      team: "marketing",
      headcount: 2,
      basePay: 1000,
      targetVariable: 0,
      tasks: { helping: { effects: { "rate.opportunity": 0.2 }, nonPayStake: 100 } },
    };
    const expected = expectedOf(
      chain(patched(joint, { roles: { marketer }, behaviour: { psiX: 0.1 } })),
    );
    const theirs = 0.2 * 0.1 * 60_000;
    expect(expected.valueOfEffort["marketer"]!["helping"]).toBeCloseTo(100 + 0.1 * 2 * theirs, 8);
    expect(expected.valueOfEffort["seller"]!["selling"]).toBeCloseTo(worth / 4, 8);
  });
});

/** A seller with much luck who minds risk a great deal. */
function fearful(risk: string): JsonObject {
  return patched(solo, {
    roles: { seller: { ownLuck: 0.5, tasks: { selling: { nonPayStake: 20_000 } } } },
    behaviour: { risk, riskAversion: 1e-4 },
  });
}

describe("floors and corners", () => {
  const quitting: JsonObject = {
    plans: { seller: { components: { bookings: { rate: null, targetPay: 0, target: 60_000 } } } },
  };

  test("a task that pays nothing any more falls to the least effort, and a finding says so", () => {
    const { scenarios } = headOf(chain(solo, quitting));
    const { efforts, equilibrium } = scenarios[0]!.expected;
    expect(efforts["seller"]!["selling"]).toBeCloseTo(0.05, 9);
    expect(equilibrium.status).toBe("corner");
    expect(equilibrium.corners).toEqual([{ role: "seller", task: "selling", bound: "punished" }]);
    expect(scenarios[0]!.findings.map(({ id }) => id)).toContain("punished-task");
  });

  test("a stake apart from pay keeps people working at zero commission", () => {
    const staked = patched(solo, {
      roles: { seller: { tasks: { selling: { nonPayStake: 1000 } } } },
    });
    const { efforts, equilibrium } = expectedOf(chain(staked, quitting));
    // V falls from 3,000 + 1,000 to 1,000: a quarter to the power 1/s = 0.3/1.3.
    expect(efforts["seller"]!["selling"]).toBeCloseTo(0.25 ** (0.3 / 1.3), 9);
    expect(equilibrium.corners).toEqual([]);
  });

  test("a task paid beyond measure stops at five times the effort", () => {
    const rich = { plans: { seller: { components: { bookings: { rate: 1e5 } } } } };
    const { efforts, equilibrium } = expectedOf(chain(solo, rich));
    expect(efforts["seller"]!["selling"]).toBeCloseTo(5, 9);
    expect(equilibrium.corners).toEqual([{ role: "seller", task: "selling", bound: "high" }]);
  });

  // Two tasks, one paid and one not, no stake in either: all effort goes where the pay is.
  test("work that nothing pays any more collapses when only other work is paid", () => {
    const both = patched(solo, {
      roles: {
        seller: { tasks: { caring: { effects: { "rate.opportunity": 0.2 }, nonPayStake: 0 } } },
      },
    });
    const byCount = {
      plans: {
        seller: { components: { bookings: { measure: "opportunity", rate: 1000 } } },
      },
    };
    const { efforts, equilibrium } = expectedOf(chain(both, byCount));
    expect(efforts["seller"]!["caring"]).toBeCloseTo(0.05, 9);
    expect(efforts["seller"]!["selling"]!).toBeGreaterThan(1);
    expect(equilibrium.corners).toEqual([{ role: "seller", task: "caring", bound: "punished" }]);
  });

  // Mean less a high price of variance: with a steep accelerator more sales are worth less than nothing.
  test("under mean and variance an accelerator can punish selling; under constant aversion it cannot", () => {
    const steep = {
      plans: {
        seller: {
          components: {
            bookings: {
              rate: null,
              targetPay: 60_000,
              target: 60_000,
              curve: {
                points: [
                  [0, 0],
                  [1, 1],
                ],
                beyond: 4,
              },
            },
          },
        },
      },
    };
    const { valueOfEffort, equilibrium } = expectedOf(chain(fearful("meanVariance"), steep));
    expect(valueOfEffort["seller"]!["selling"]).toBeLessThan(0);
    expect(equilibrium.corners).toMatchObject([{ bound: "punished" }]);
    expect(
      expectedOf(chain(fearful("cara"), steep)).valueOfEffort["seller"]!["selling"],
    ).toBeGreaterThan(20_000);
  });
});

function paidByWins(rate: number): JsonObject {
  return { components: { wins: { measure: "won", scope: "team", period: "year", rate } } };
}

describe("calibration", () => {
  test("asks for a non-pay stake where nobody gains by a task at the status quo", () => {
    const unpaid = patched(solo, {
      roles: { seller: { tasks: { caring: { effects: { quality: 0.1 }, nonPayStake: 0 } } } },
    });
    expect(() => headOf(chain(unpaid))).toThrow(ProblemError);
    try {
      headOf(chain(unpaid));
    } catch (error) {
      expect((error as ProblemError).problems).toMatchObject([
        {
          code: "not-calibrated",
          path: "roles.seller.tasks.caring.nonPayStake",
          hint: expect.stringContaining("non-pay stake") as string,
        },
      ]);
    }
  });

  test("of a role the status quo lacks is its first scenario, and the result says so", () => {
    const coach: JsonObject = {
      team: "sales",
      headcount: 2,
      basePay: 1000,
      targetVariable: 1000,
      plan: "coach",
      owns: false,
      tasks: { coaching: { effects: { "rate.opportunity": 0.05 } } },
    };
    const first = { roles: { coach }, plans: { coach: paidByWins(10) } };
    const second = { plans: { coach: paidByWins(20) } };
    const [added, raised] = headOf(chain(solo, first), chain(solo, first, second)).scenarios;
    expect(added!.expected.efforts["coach"]!["coaching"]).toBe(1);
    expect(added!.expected.notCalibrated).toEqual(["coach", "coach.coaching"]);
    expect(raised!.expected.efforts["coach"]!["coaching"]!).toBeGreaterThan(1);
  });
});

describe("work is effort times people", () => {
  const root = patched(pair, calm, plainPeople);
  const bookings = (patch: JsonObject) => {
    const { expected } = headOf(chain(root, patch, { behaviour: { response: false } }))
      .scenarios[0]!;
    return expected.steadyState.totals.bookings / 450_000;
  };

  test("half as many people more move the funnel like half as much effort more, at the old behaviour", () => {
    const grown = solved(chain(root, { roles: { seller: { headcount: 6 } } }));
    const { model } = grown;
    const sellers = model.roles[1]!.tasks.map(({ slot }) => model.lnMechanicalWork[slot]!);
    for (const ln of sellers) expect(ln).toBeCloseTo(Math.log(1.5), 12);
    expect(model.lnMechanicalWork[model.roles[0]!.tasks[0]!.slot]).toBe(0);
    expect(bookings({ roles: { seller: { headcount: 6 } } })).toBeGreaterThan(1.1);
  });

  test("one person's own result is the role's over the people it then has", () => {
    const { model, space } = solved(
      chain(root, { roles: { seller: { headcount: 6 } } }),
    ) satisfies Solved;
    const role = model.roles.findIndex(({ id }) => id === "seller");
    const { mass, year } = space.measured[role]![0]!;
    const attainment = mass.reduce((sum, part) => sum + part, 0);
    expect(attainment * model.roles[role]!.components[0]!.target[0]!).toBeCloseTo(
      year.total / 6,
      6,
    );
  });
});

describe("people of different skill", () => {
  const spread = patched(pair, { roles: { seller: { skillLogSd: 0.4 } } });

  test("add up to their role: at the status quo and away from it", () => {
    const cheaper = {
      plans: { seller: { components: { bookings: { weight: 0.6, target: 150_000 } } } },
    };
    for (const loaded of [chain(spread), chain(spread, cheaper)]) {
      const { model, space } = solved(loaded);
      const role = model.roles.findIndex(({ id }) => id === "seller");
      const minds = space.mindsOf[role]!;
      expect(minds).toHaveLength(3);
      const people = minds.reduce((sum, { weight }) => sum + weight, 0);
      expect(people).toBeCloseTo(1, 12);
      const ofPeople = minds.reduce((sum, { weight, payouts }) => {
        return sum + weight * payouts[0]!.mass.reduce((total, part) => total + part, 0);
      }, 0);
      const ofRole = space.measured[role]![0]!.mass.reduce((sum, part) => sum + part, 0);
      expect(ofPeople / ofRole).toBeCloseTo(1, 12);
    }
  });

  test("face different slopes: those far below an accelerator answer it least", () => {
    const kinked = patched(spread, {
      roles: { seller: { ownLuck: 0.1 } },
      plans: {
        seller: {
          components: {
            bookings: { curve: { kind: "threshold", threshold: 0.5, accelerator: 0.2 } },
          },
        },
      },
    });
    const steeper = {
      plans: {
        seller: {
          components: {
            bookings: { curve: { kind: "threshold", threshold: 0.5, accelerator: 4 } },
          },
        },
      },
    };
    const { model, space, solution } = solved(chain(kinked, steeper));
    const role = model.roles.findIndex(({ id }) => id === "seller");
    const selling = model.roles[role]!.tasks.findIndex(({ id }) => id === "selling");
    const efforts = space.mindsOf[role]!.map(({ first }) => solution.lnEfforts[first + selling]!);
    expect(efforts[0]!).toBeLessThan(efforts[1]!);
    expect(efforts[1]!).toBeLessThan(efforts[2]!);
  });
});

test("solved over the first year, the value of lead work is what the cycle leaves of it", () => {
  // Six months of sales cycle: half of a year's extra leads are won within the year.
  const lagged = patched(pair, calm, plainPeople, {
    funnel: { segments: { all: { conversions: { opportunity: { lag: { months: 6 } } } } } },
    roles: {
      marketer: { tasks: { volume: { nonPayStake: 0, effects: { "inflow.inbound": 0.35 } } } },
    },
    plans: {
      marketer: {
        components: {
          mqls: null,
          joint: {
            measure: "bookings",
            scope: "joint",
            period: "year",
            target: "= statusQuo",
            weight: 1,
          },
        },
      },
    },
  });
  const value = (horizon: string) =>
    expectedOf(chain(patched(lagged, { behaviour: { horizon } }))).valueOfEffort["marketer"]![
      "volume"
    ]!;
  expect(value("firstYear") / value("steadyState")).toBeCloseTo(0.5, 6);
});
