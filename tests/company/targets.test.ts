/** Targets, money by period and pools, each worked by hand on one seller with 60,000 of bookings a year. */
import { describe, expect, test } from "vitest";
import { type JsonObject, validateScenario } from "#models";
import { chain, headOf, patched, plainPeople, solo, solved } from "../support/scenarios.ts";

const season = [0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3];

/** The seller's component with changes; 4,000 a year at the status quo's bookings if they do not say how much. */
function paid(component: JsonObject, ...patches: JsonObject[]) {
  const money = "weight" in component || "rate" in component ? {} : { targetPay: 4000 };
  const bookings = { rate: null, target: "= statusQuo", ...money, ...component };
  const root = patched(solo, { plans: { seller: { components: { bookings } } } }, ...patches);
  return solved(chain(root)).model.roles[0]!.components[0]!;
}

const seasonal: JsonObject = { funnel: { segments: { all: { season } } } };

// Factors of mean 1 over the year: 5,000 a month times them. The first quarter has one month of three, the last five.
describe("a target of the status quo", () => {
  test("is a quarter's part of the year, by its season", () => {
    const { target, scale } = paid({ period: "quarter" }, seasonal);
    expect([...target].map(Math.round)).toEqual([5000, 15_000, 15_000, 25_000]);
    expect([...scale]).toEqual([1000, 1000, 1000, 1000]);
  });

  test("follows the calendar: a year that starts in October has the last quarter first", () => {
    const october: JsonObject = { calendar: { start: "2027-10" } };
    const { target } = paid({ period: "quarter" }, seasonal, october);
    expect([...target].map(Math.round)).toEqual([25_000, 5000, 15_000, 15_000]);
  });

  test("is the whole year's where the component runs year to date", () => {
    const { target, scale } = paid({ period: "quarter", accumulation: "yearToDate" }, seasonal);
    expect([...target].map(Math.round)).toEqual([60_000]);
    expect([...scale]).toEqual([4000]);
  });

  test("is one person's where the scope is individual, the role's elsewhere", () => {
    const five: JsonObject = { roles: { seller: { headcount: 5 } } };
    expect(paid({ period: "half" }, five).target[0]).toBeCloseTo(6000, 9);
    expect(paid({ period: "half", scope: "role" }, five).target[0]).toBeCloseTo(30_000, 9);
  });

  test("of a ratio is the same in every period", () => {
    const stake: JsonObject = { roles: { seller: { tasks: { selling: { nonPayStake: 1 } } } } };
    const { target } = paid({ period: "quarter", measure: "winRate" }, seasonal, stake);
    expect([...target]).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  test("can be scaled, and stays the status quo's when the child sells more", () => {
    const bookings = { rate: null, targetPay: 4000, target: "= 1.1 * statusQuo" };
    const root = patched(solo, { plans: { seller: { components: { bookings } } } });
    const more = { funnel: { segments: { all: { sources: { own: { perMonth: 15 } } } } } };
    const { model } = solved(chain(root, more));
    expect(model.roles[0]!.components[0]!.target[0]).toBeCloseTo(66_000, 9);
  });

  test("of nothing is a fault: attainment would have no meaning", () => {
    const bookings = {
      rate: null,
      targetPay: 4000,
      measure: "expansion",
      scope: "team",
      target: "= statusQuo",
    };
    const root = patched(solo, { plans: { seller: { components: { bookings } } } });
    expect(validateScenario(chain(root))).toMatchObject([
      { code: "bad-number", path: "plans.seller.components.bookings.target" },
    ]);
  });
});

describe("money by period", () => {
  test("a year's target pay is cut into equal parts, or by period weights", () => {
    expect([...paid({ period: "half" }).scale]).toEqual([2000, 2000]);
    const periodWeights = [0.1, 0.2, 0.3, 0.4];
    expect([...paid({ period: "quarter", periodWeights }).scale]).toEqual([400, 800, 1200, 1600]);
  });

  test("a weight is a share of the role's target variable", () => {
    const { scale, targetPay } = paid({ period: "quarter", weight: 0.6 });
    expect(targetPay).toBeCloseTo(3600, 9);
    expect(scale[0]).toBeCloseTo(900, 9);
  });

  test("a rate is paid on the measure whatever the target, and is not cut", () => {
    const { scale, target } = paid({ period: "quarter", rate: 0.1, target: 12_000 });
    expect(target[0]).toBe(12_000);
    expect(scale[0]).toBeCloseTo(1200, 9);
  });

  // Quarters of 5,000, 15,000, 15,000 and 25,000 on a target of 15,000, weights of a tenth to four tenths of 4,000.
  test("expected pay adds over the periods, each on its own target", () => {
    const bookings = {
      rate: null,
      targetPay: 4000,
      period: "quarter",
      target: 15_000,
      periodWeights: [0.1, 0.2, 0.3, 0.4],
    };
    const root = patched(solo, seasonal, { plans: { seller: { components: { bookings } } } });
    const { roles, months } = headOf(chain(root)).scenarios[0]!.expected.steadyState;
    expect(roles["seller"]!.pay.mean).toBeCloseTo(400 / 3 + 800 + 1200 + 1600 * (5 / 3), 6);
    for (const [t, pay] of [
      [1, 0],
      [2, 400 / 3],
      [5, 800],
      [8, 1200],
      [11, 8000 / 3],
    ] as const) {
      expect(months.pay[t]).toBeCloseTo(pay, 6);
    }
  });
});

function member(headcount: number, targetVariable: number): JsonObject {
  const tasks = { selling: { effects: { "inflow.own": 0.1 }, nonPayStake: 1 } };
  return { team: "sales", headcount, basePay: 1000, targetVariable, tasks };
}

// Two roles: three people at 10,000 of target variable, one at 30,000. The pool takes a tenth of what the year's 60,000
// of bookings have over 40,000: 2,000 in all.
describe("a pool", () => {
  const root = patched(solo, {
    roles: { seller: null, few: member(3, 10_000), one: member(1, 30_000) },
    plans: { seller: null },
    pools: {
      bonus: {
        measure: "bookings",
        scope: "joint",
        period: "year",
        funding: { shareOfExcess: 0.1, over: 40_000 },
        members: ["few", "one"],
        by: "equal",
      },
    },
  });

  function paysEach(...patches: JsonObject[]): number[] {
    const { roles } = headOf(chain(patched(root, plainPeople, ...patches))).scenarios[0]!.expected
      .steadyState;
    return ["few", "one"].map((id) => roles[id]!.pay.mean - 1000);
  }

  test("is shared equally by head, or by target variable", () => {
    for (const pay of paysEach()) expect(pay).toBeCloseTo(500, 9);
    const [few, one] = paysEach({ pools: { bonus: { by: "targetVariable" } } });
    expect(few).toBeCloseTo(2000 / 6, 9);
    expect(one).toBeCloseTo(1000, 9);
  });

  test("pays its parts out in full, whoever is in it", () => {
    const [few] = paysEach({ pools: { bonus: { members: ["few"] } } });
    expect(3 * few!).toBeCloseTo(2000, 9);
  });

  test("pays at most its cap, in each period", () => {
    const capped: JsonObject = { pools: { bonus: { cap: 1200 } } };
    expect(paysEach(capped)[0]).toBeCloseTo(300, 9);
    const quarters: JsonObject = {
      pools: { bonus: { period: "quarter", funding: { shareOfExcess: 0.1, over: 10_000 } } },
    };
    // Quarters of 5,000, 15,000, 15,000, 25,000 leave 0, 500, 500 and 1,500; at most 600 each: 1,600.
    expect(paysEach(seasonal, quarters)[0]).toBeCloseTo(2500 / 4, 9);
    expect(paysEach(seasonal, quarters, { pools: { bonus: { cap: 600 } } })[0]).toBeCloseTo(400, 9);
  });

  test("can be funded by a curve of its own", () => {
    const funding = {
      shareOfExcess: null,
      over: null,
      amount: 3000,
      target: 50_000,
      curve: { kind: "lump", from: 1 },
    };
    expect(paysEach({ pools: { bonus: { funding } } })[0]).toBeCloseTo(750, 9);
    const missed = { ...funding, target: 70_000 };
    expect(paysEach({ pools: { bonus: { funding: missed } } })[0]).toBe(0);
  });

  test("a cap exactly at the upper value of its curve's jump is no fault", () => {
    const curve = {
      points: [
        [1, 0],
        [1, 1],
      ],
      beyond: 1,
    };
    const funding = { shareOfExcess: null, over: null, amount: 3000, target: 50_000, curve };
    expect(paysEach({ pools: { bonus: { funding, cap: 3000 } } })[0]).toBeCloseTo(750, 9);
  });
});
