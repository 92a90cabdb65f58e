/**
 * Neighbours that have a solution on paper, each put to the engine as a scenario. How efforts are counted: the engine's
 * effort is 1 at the status quo, so an effort e of the paper is e over its value under the status quo's plan.
 */
import fc from "fast-check";
import jstat from "jstat";
import { describe, expect, test } from "vitest";
import { type JsonObject, prepareJob } from "#models";
import evidence from "../evidence/closed-forms.json" with { type: "json" };
import { chain, headOf, patched, plainPeople, solo } from "../support/scenarios.ts";

const tolerance = 2e-6;

function figures(model: string, at = 0): Record<string, number> {
  const { inputs, outputs } = evidence.tests.filter((one) => one.model === model)[at]!;
  return { ...inputs, ...outputs } as unknown as Record<string, number>;
}

function near(got: number, expected: number, within = tolerance): void {
  expect(Math.abs(got / expected - 1), `${got} beside ${expected}`).toBeLessThan(within);
}

/** ε that makes the cost of effort a power s. */
function elasticity(s: number): number {
  return 1 / (s - 1);
}

/** The expected layer of a child beside its parent. */
function child(root: JsonObject, patch: JsonObject) {
  const [before, after] = headOf(chain(root), chain(root, patch)).scenarios;
  return { before: before!.expected, after: after!.expected };
}

function hundredths(min: number, max: number): fc.Arbitrary<number> {
  return fc.integer({ min, max }).map((i) => i / 100);
}

// Pay b·Y with Y = Y0·x^η: V = dPay/dln x = η·b·Y0·x^η. With one task the response is x^s = V/V0 = (b/b0)·x^η.
test("one task paid b times its own measure, which goes with x^η: x = (b/b0)^(1/(s − η))", () => {
  const law = fc.property(
    hundredths(10, 90),
    hundredths(10, 60),
    hundredths(80, 130),
    fc.integer({ min: 1, max: 5 }),
    (eta, epsilon, ratio, headcount) => {
      const root = patched(solo, {
        roles: { seller: { headcount, tasks: { selling: { effects: { "inflow.own": eta } } } } },
        behaviour: { epsilon },
      });
      const { before, after } = child(root, rateOf(0.1 * ratio));
      const s = 1 + 1 / epsilon;
      near(after.efforts["seller"]!["selling"]!, ratio ** (1 / (s - eta)), 1e-9);
      const measure = after.steadyState.totals.bookings / before.steadyState.totals.bookings;
      near(measure, ratio ** (eta / (s - eta)), 1e-9);
    },
  );
  fc.assert(law, { numRuns: 30 });
});

function rateOf(rate: number): JsonObject {
  return { plans: { seller: { components: { bookings: { rate } } } } };
}

// The response of one task to its own effort is ln x → (η/s)·ln x + what pay says: a step shrinks by η/s.
test("one person's effort feeds on itself by η/s", () => {
  const { equilibrium } = headOf(chain(patched(solo, { behaviour: { epsilon: 0.25 } })))
    .scenarios[0]!.expected;
  near(equilibrium.spectralRadius!, 0.5 / 5, 1e-6);
});

/** n partners with one common task on which the output of all depends in proportion; s = 2. */
function partners(n: number, behaviour: JsonObject = {}): JsonObject {
  return patched(solo, {
    roles: {
      seller: {
        headcount: n,
        tasks: { selling: { private: false, effects: { "inflow.own": 1 } } },
      },
    },
    plans: { seller: { components: { bookings: { scope: "joint", rate: 1 } } } },
    behaviour: { epsilon: elasticity(2), rho: 2, ...behaviour },
  });
}

// Output Y = Y0·x. Each is paid all of it at the status quo: V0 = Y0/n, one's own share of the output's movement, and
// effort is first best. Paid Y/n each: V = Y0·x/n², so x² = V/V0 = x/n. Cost C = (V0/2)·x². Welfare is Y − n·C:
// Y0·(x − x²/2), at 1/n over that at 1: (2n − 1)/n². The engine's utility counts cost from that of the status quo, V0/2.
test.each([0, 1])("equal partners free-ride on each other (Holmström 1982), case %i", (at) => {
  const { n, a, a_fb: best, ratio } = figures("team_equal_share", at);
  const { before, after } = child(partners(n!), rateOf(1 / n!));
  near(after.efforts["seller"]!["selling"]!, a! / best!);

  const welfare = (expected: typeof after) => {
    const { pay, utility } = expected.steadyState.roles["seller"]!;
    const atRest = expected.statusQuoValueOfEffort["seller"]!["selling"]! / 2;
    return expected.steadyState.totals.bookings - n! * (pay.mean - utility + atRest);
  };
  near(welfare(after) / welfare(before), ratio!);
});

// f = v·Σe shared equally, cost c·e²/2, pressure γ·(mean − e): e = (v/N + γ)/c, first best v/c. As above x = e over the
// first best, and the others' stake is felt by ψ: V = (1/N + ψ(1 − 1/N))·Y/N, so ψ(1 − 1/N) stands for γ/v.
test("peer pressure brings equal partners to v/N + γ (Kandel and Lazear 1992)", () => {
  const { v, N, c, e, gamma_fb: enough } = figures("kandel_lazear");
  const first = v! / c!;
  const effortAt = (gamma: number) => {
    const psi0 = gamma / v! / (1 - 1 / N!);
    const { after } = child(partners(N!), { ...rateOf(1 / N!), behaviour: { psi0 } });
    return after.efforts["seller"]!["selling"]! * first;
  };
  near(effortAt(0), e!, 3e-6); // the figure has six digits
  near(effortAt(enough!), first, 3e-6);
  near(effortAt(0.25), (v! / N! + 0.25) / c!);
  near(effortAt(0.5), (v! / N! + 0.5) / c!);
});

function source(perMonth: number): JsonObject {
  return { team: "sales", entersAt: "opportunity", perMonth };
}

function paidOn(sourcedBy: string, rate: number): JsonObject {
  return { measure: "bookings", sourcedBy, scope: "individual", period: "year", rate };
}

// Output of task k is in proportion to e_k and pays β_k a unit; costs c_k·e_k²/2 add up: β_k = c_k·e_k, whatever the
// other task pays. With ρ = s = 2 the engine's cost is Σ V0_k·x_k²/2, so x_k = β_k over the status quo's.
test("two separable tasks: each effort goes with its own rate, e_k = β_k/c_k", () => {
  const root = patched(solo, {
    funnel: { segments: { all: { sources: { own: null, first: source(10), second: source(3) } } } },
    roles: {
      seller: {
        tasks: {
          selling: { effects: { "inflow.own": null, "inflow.first": 1 } },
          hunting: { private: true, effects: { "inflow.second": 1 }, nonPayStake: 0 },
        },
      },
    },
    plans: {
      seller: {
        components: { bookings: null, first: paidOn("first", 0.1), second: paidOn("second", 0.2) },
      },
    },
    behaviour: { epsilon: elasticity(2), rho: 2 },
  });
  const { after } = child(root, {
    plans: { seller: { components: { first: { rate: 0.13 }, second: { rate: 0.15 } } } },
  });
  near(after.efforts["seller"]!["selling"]!, 0.13 / 0.1, 1e-9);
  near(after.efforts["seller"]!["hunting"]!, 0.15 / 0.2, 1e-9);
});

function worker(team: string, plan: string, effect: number): JsonObject {
  const tasks = { work: { effects: { "inflow.own": effect }, nonPayStake: 0 } };
  return { team, plan, headcount: 1, basePay: 0, targetVariable: 1, tasks };
}

function paidOfAll(rate: number): JsonObject {
  return { components: { output: { measure: "bookings", scope: "joint", period: "year", rate } } };
}

// R = A·m^am·e^as, pay bm·R and bs·R, costs cm·m²/2 and cs·e²/2; Nash: cm·m² = bm·am·R, cs·e² = bs·as·R. The first
// plan of the evidence is the status quo, the second the child: m, e and R are compared by their ratios.
test("two roles whose output multiplies settle at the Nash equilibrium", () => {
  const from = figures("cobb_nash", 0);
  const to = figures("cobb_nash", 1);
  const root: JsonObject = {
    ...solo,
    roles: {
      marketer: worker("marketing", "marketer", from["am"]!),
      seller: worker("sales", "seller", from["as_"]!),
    },
    plans: { marketer: paidOfAll(from["bm"]!), seller: paidOfAll(from["bs"]!) },
    behaviour: {
      ...(plainPeople["behaviour"] as JsonObject),
      epsilon: elasticity(2),
      rho: 2,
    },
  };
  const { before, after } = child(root, {
    plans: { marketer: paidOfAll(to["bm"]!), seller: paidOfAll(to["bs"]!) },
  });
  near(after.efforts["marketer"]!["work"]!, to["m"]! / from["m"]!);
  near(after.efforts["seller"]!["work"]!, to["e"]! / from["e"]!);
  // Either effort answers the output, which both make: they feed on each other by (0.3 + 0.5)/s.
  near(after.equilibrium.spectralRadius!, (from["am"]! + from["as_"]!) / 2, 1e-6);
  const { bookings } = after.steadyState.totals;
  near(bookings / before.steadyState.totals.bookings, to["R"]! / from["R"]!);
});

// Bonus J from target K on; the measure is log-normal with mean m = m0·x and log-sd σ. V = J·φ(d2)/σ + ι with
// d2 = (ln(m/K) − σ²/2)/σ, and x solves x² = V/V0 (s = 2). With m0 = 1.2·K, σ = 0.1 and ι = J/20 there are three roots:
// 1, where people go for it; sqrt(ι/V0), where they give up and the bonus is out of reach; and one between them from
// which both sides lead away.
describe("a lump bonus with little noise", () => {
  const bonus = 10_000;
  const stake = bonus / 20;
  const sigma = 0.1;
  const root = patched(solo, {
    roles: { seller: { tasks: { selling: { effects: { "inflow.own": 1 }, nonPayStake: stake } } } },
    plans: {
      seller: {
        components: {
          bookings: {
            rate: null,
            targetPay: bonus,
            target: 50_000,
            curve: { kind: "lump", from: 1 },
          },
        },
      },
    },
    uncertainty: { shocks: { close: sigma } },
    behaviour: { epsilon: elasticity(2), rho: 2 },
  });

  function value(x: number): number {
    const d2 = (Math.log((60_000 * x) / 50_000) - sigma ** 2 / 2) / sigma;
    return (bonus * jstat.normal.pdf(d2, 0, 1)) / sigma + stake;
  }

  function gap(x: number): number {
    return Math.sign(value(x) / value(1) - x ** 2);
  }

  function rootBetween(low: number, high: number): number {
    const start = gap(low);
    let [a, b] = [low, high];
    for (let step = 0; step < 60; step++) {
      const middle = (a + b) / 2;
      if (gap(middle) === start) a = middle;
      else b = middle;
    }
    return (a + b) / 2;
  }

  test("people give up or go for it, and nothing between lasts", () => {
    const givenUp = rootBetween(0.1, 0.4);
    const between = rootBetween(0.5, 0.9);
    expect(givenUp).toBeCloseTo(Math.sqrt(stake / value(1)), 9);
    expect(between).toBeGreaterThan(givenUp);

    const { efforts, equilibrium } = headOf(chain(root)).scenarios[0]!.expected;
    expect(efforts["seller"]!["selling"]).toBe(1);
    expect(equilibrium.others).toHaveLength(1);
    near(equilibrium.others[0]!["seller"]!["selling"]!, givenUp);
  });

  test("the same outcomes are found from whatever random starts", () => {
    for (let seed = 0; seed < 20; seed++) {
      const { head } = prepareJob({ scenarios: [chain(root)], seed });
      expect(head.scenarios[0]!.expected.equilibrium.others).toHaveLength(1);
    }
  });

  test("a reader is told that the outcome depends on beliefs", () => {
    const { findings } = headOf(chain(root)).scenarios[0]!;
    expect(findings.map(({ id }) => id)).toContain("several-equilibria");
  });
});

// Pay 10% to 800,000 and 15% above, on a log-normal measure: as a rate of 10% over a curve of slope 1, then 1.5.
test("expected payout of a piecewise-linear curve under log-normal luck, and its slope", () => {
  const { E, dlnE, sig } = figures("plan_expect_lognormal");
  const root = patched(solo, {
    funnel: {
      segments: { all: { sources: { own: { perMonth: 740_000 / 12 / 0.5 / 1000 } } } },
    },
    roles: {
      seller: { ownLuck: sig!, tasks: { selling: { effects: { "inflow.own": 1 } } } },
    },
    plans: {
      seller: {
        components: {
          bookings: {
            target: 800_000,
            curve: {
              points: [
                [0, 0],
                [1, 1],
              ],
              beyond: 1.5,
            },
          },
        },
      },
    },
  });
  const { steadyState, valueOfEffort } = headOf(chain(root)).scenarios[0]!.expected;
  near(steadyState.roles["seller"]!.pay.mean, E!, 1e-9);
  near(valueOfEffort["seller"]!["selling"]!, dlnE!, 1e-9);
});
