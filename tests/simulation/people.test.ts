/**
 * Named people, worked by hand: four sellers at 50,000 base and 50,000 at target, 60 deals of 10,000 a year of which half
 * fall into each half-year; without luck a year is its mean.
 */
import { describe, expect, test } from "vitest";
import { type JsonObject, prepareJob } from "#models";
import { expectedDifference } from "../../models/analysis/expectedDifference.ts";
import { quotasOf } from "../../models/company/quotas.ts";
import { totalOrder } from "../../models/company/totals.ts";
import {
  monthlyOrder,
  payHistogram,
  simulateRows,
  simulator,
} from "../../models/simulation/batch.ts";
import { simulationPlan } from "../../models/simulation/plan.ts";
import { simulateYear, yearBuffers } from "../../models/simulation/year.ts";
import { calm, chain, headOf, pair, patched, solved } from "../support/scenarios.ts";

/** Sellers on their own bookings against 150,000 a year, paid 0 to 1 in a straight line and on. */
const bookings: JsonObject = {
  measure: "bookings",
  scope: "individual",
  period: "quarter",
  target: 37_500,
  weight: 1,
  curve: {
    points: [
      [0, 0],
      [1, 1],
    ],
    beyond: 1,
  },
};

const root = patched(pair, calm, {
  funnel: { segments: { all: { sources: { outbound: { perMonth: 10 } } } } },
  roles: { seller: { ownLuck: 0 } },
  plans: { seller: { components: { bookings } } },
  simulation: { luck: "logNormal" },
});

function withPeople(people: JsonObject, ...patches: JsonObject[]): JsonObject {
  return patched(root, { people }, ...patches);
}

function planOf(scenario: JsonObject) {
  const one = solved(chain(scenario), { response: false });
  return simulationPlan(one.space, one.solution.lnEfforts);
}

/** One simulated year: totals and months of pay of the company. */
function yearOf(scenario: JsonObject) {
  const one = simulator(planOf(scenario));
  const histogram = payHistogram(one.plan.roles.length);
  const row = simulateRows([one], 1, [0], [histogram])[0]!;
  const from = one.layout.months + monthlyOrder.indexOf("pay") * one.layout.horizon;
  return {
    total: (key: (typeof totalOrder)[number]) => row[totalOrder.indexOf(key)]!,
    months: [...row.subarray(from, from + one.layout.horizon)],
    rolePay: (r: number) => row[one.layout.rolePay + r]!,
  };
}

function expectedTotals(scenario: JsonObject) {
  return headOf(chain(scenario)).scenarios[0]!.expected.firstYear.totals;
}

describe("somebody who is named and differs in nothing", () => {
  const named = withPeople({ avery: { role: "seller" } });

  test("changes nothing that is expected", () => {
    const without = headOf(chain(root)).scenarios[0]!.expected;
    expect(headOf(chain(named)).scenarios[0]!.expected).toEqual(without);
  });

  test("changes nobody else's luck", () => {
    const lucky = { roles: { seller: { ownLuck: 0.3 } }, simulation: { luck: "deals" } };
    const [before, after] = [root, named].map((scenario) => {
      const plan = planOf(patched(scenario, lucky));
      const buffers = yearBuffers(plan);
      simulateYear(plan, 1, 0, buffers);
      return { keys: plan.personKeys, luck: buffers.year.ownLuck };
    });
    // Four seats, of which the name takes the second.
    for (const seat of [0, 2, 3]) {
      expect(after!.keys[seat]).toBe(before!.keys[seat]);
      expect(after!.luck[seat]).toBe(before!.luck[seat]);
    }
    expect(after!.keys[1]).not.toBe(before!.keys[1]);
  });
});

describe("a position that stays open all year", () => {
  const open = withPeople({ seat: { role: "seller", open: true } });
  const three = patched(root, { roles: { seller: { headcount: 3 } } });

  // 3 × 50,000 of the sellers and 2 × 60,000 of the marketers.
  test("costs no base pay", () => {
    expect(expectedTotals(open).basePay).toBeCloseTo(270_000, 6);
    expect(yearOf(open).total("basePay")).toBeCloseTo(270_000, 6);
  });

  test("costs what a company with one seat less does, expected and simulated", () => {
    for (const key of totalOrder) {
      expect(expectedTotals(open)[key]).toBeCloseTo(expectedTotals(three)[key], 6);
      expect(yearOf(open).total(key)).toBeCloseTo(yearOf(three).total(key), 6);
    }
  });

  // In the status quo the others own what it would: 600,000 over three, against 150,000 each, is 133%.
  test("leaves its items to the others", () => {
    const { sellers } = attained(open);
    expect(sellers).toBeCloseTo(600_000 / 3 / 150_000, 9);
    expect(yearOf(open).total("variablePay")).toBeCloseTo(50_000 * 4 + 6000 * 2, 4);
  });

  // A child that opens it has three quarters of the sellers' work: win rate elasticity .34 and so on, so less is booked.
  test("lowers what a child of a full company books", () => {
    const child = chain(root, { people: { seat: { role: "seller", open: true } } });
    const less = headOf(child).scenarios[0]!.expected.mechanical.steadyState.totals.bookings;
    const alike = headOf(chain(root, { roles: { seller: { headcount: 3 } } })).scenarios[0]!;
    expect(less).toBeLessThan(600_000 * 0.95);
    expect(less).toBeCloseTo(alike.expected.mechanical.steadyState.totals.bookings, 6);
  });
});

function attained(scenario: JsonObject) {
  const { roles } = headOf(chain(scenario)).scenarios[0]!.expected.firstYear;
  return { sellers: roles["seller"]!.components["bookings"]!.attainment };
}

describe("territories", () => {
  const uneven = withPeople({
    avery: { role: "seller", territory: 1.5 },
    sample: { role: "seller", territory: 0.5 },
  });

  test("that average 1 keep the team's quotas, attainment and pay", () => {
    const quotas = quotasOf(planOf(uneven).model)[0]!;
    expect(quotas.quotas).toBeCloseTo(4 * 150_000, 6);
    expect(quotas.people.map(({ quota }) => quota)).toEqual([225_000, 75_000]);
    expect(attained(uneven).sellers).toBeCloseTo(attained(root).sellers, 12);
    for (const key of totalOrder)
      expect(yearOf(uneven).total(key)).toBeCloseTo(yearOf(root).total(key), 4);
  });

  // Targets of 5 × 150,000 on a market of 600,000.
  test("that do not average 1 move targets, and not what there is to sell", () => {
    const large = withPeople({ avery: { role: "seller", territory: 2 } });
    expect(attained(large).sellers).toBeCloseTo(600_000 / 750_000, 9);
    expect(yearOf(large).total("variablePay")).toBeCloseTo(0.8 * 200_000 + 12_000, 4);
  });

  // 600,000 by 1.5 : 0.5 : 1 : 1.
  test("share out the market", () => {
    const plan = planOf(uneven);
    const { staff } = plan.roles[1]!;
    const parts = [0, 1, 2, 3].map((seat) => staff!.part[seat * 12]!);
    expect(parts).toEqual([0.25, 0.375, 0.125, 0.25]);
  });
});

describe("a start in the middle of the year", () => {
  const july = withPeople({ avery: { role: "seller", open: true, start: "2027-07" } });

  // 2 × 5,000 + 3 × 4,166.67 until June, a seat more from July.
  test("is paid from then on", () => {
    const { months } = yearOf(july);
    expect(months[0]).toBeCloseTo(120_000 / 12 + 150_000 / 12, 6);
    expect(months[7]).toBeCloseTo(120_000 / 12 + 200_000 / 12, 6);
    expect(expectedTotals(july).basePay).toBeCloseTo(120_000 + 175_000, 6);
  });

  // Until June three share 300,000: 100,000 each, against 75,000: 133%; then four, at 100%. Three quarters of 50,000 in
  // the first half are 3 × 25,000 × 4/3, in the second 4 × 25,000.
  test("shares out later items alone, on part of the target", () => {
    expect(yearOf(july).total("variablePay")).toBeCloseTo(100_000 + 100_000 + 12_000, 4);
  });

  // Mean capacity 3.5: 600,000 ÷ 3.5 ÷ 150,000. Linear pay is the same whatever the split.
  test("counts in the mean as half a person", () => {
    expect(attained(july).sellers).toBeCloseTo(600_000 / 3.5 / 150_000, 9);
    expect(expectedTotals(july).variablePay).toBeCloseTo(212_000, 4);
  });

  // 50,000 over 150,000 on every dollar, whoever closes it.
  test("is paid on what is drawn, deal by deal, and nothing is paid twice", () => {
    const drawn = patched(july, {
      roles: { marketer: { targetVariable: 0 } },
      simulation: { luck: "deals" },
    });
    const year = yearOf(drawn);
    expect(year.total("bookings")).toBeGreaterThan(300_000);
    expect(year.total("variablePay")).toBeCloseTo(year.total("bookings") / 3, 4);
  });

  // A fifth of the target in July, three fifths in August, then all: (0.2 + 0.6 + 1) / 3 of 37,500 by days 31, 31, 30.
  test("ramps up", () => {
    const ramped = patched(july, { plans: { seller: { ramp: [0.2, 0.6] } } });
    const { people } = quotasOf(planOf(ramped).model)[0]!;
    const quarter = (0.2 * 31 + 0.6 * 31 + 30) / 92;
    expect(people[0]!.quota).toBeCloseTo(37_500 * (quarter + 1), 6);
    const { staff } = planOf(ramped).roles[1]!;
    // Seat 1 in July: a fifth against three whole people.
    expect(staff!.part[12 + 6]).toBeCloseTo(0.2 / 3.2, 12);
    expect(staff!.part[12 + 5]).toBe(0);
  });
});

test("items of somebody who leaves go to those who stay, and none is lost", () => {
  const leaving = withPeople(
    { avery: { role: "seller", end: "2027-06-30" } },
    {
      funnel: { segments: { all: { conversions: { opportunity: { lag: { months: 3 } } } } } },
      simulation: { luck: "deals" },
    },
  );
  const plan = planOf(leaving);
  const buffers = yearBuffers(plan);
  for (let r = 0; r < 20; r++) {
    simulateYear(plan, 1, r, buffers);
    const { own, bookings: booked } = buffers.year;
    const credited = own.reduce((sum, one) => sum + one, 0);
    expect(credited).toBeCloseTo(
      booked.reduce((sum, one) => sum + one, 0),
      4,
    );
    // Quarters three and four of seat 1.
    expect([...own.subarray(6, 8)]).toEqual([0, 0]);
  }
});

test("who must be employed on the pay date forfeits the quarter in which they leave", () => {
  const people = { avery: { role: "seller", end: "2027-08-15" } };
  const paid = (eligibility: JsonObject) =>
    yearOf(withPeople(people, { plans: { seller: { eligibility } } })).total("variablePay");
  // July and August to the 15th: two months of 50,000, of which in July a quarter is Avery's and in August 15 of 31 days
  // against three whole people; the rest counts for the others. Money per unit of bookings is 50,000 / 150,000.
  const own = 50_000 * (1 / 4 + 15 / 31 / (3 + 15 / 31));
  expect(paid({}) - paid({ employedOnPayDate: true })).toBeCloseTo(own / 3, 4);
});

test("what closes before somebody is eligible counts for nobody, and earns no target", () => {
  const people = { avery: { role: "seller", start: "2027-01" } };
  const paid = (eligibility: JsonObject) =>
    yearOf(withPeople(people, { plans: { seller: { eligibility } } })).total("variablePay");
  // Three months of a quarter of 50,000, a third of each dollar.
  expect(paid({}) - paid({ afterMonths: 3 })).toBeCloseTo((3 * 12_500) / 3, 4);
});

test("drawn items that close before somebody is eligible are theirs, and count for nobody", () => {
  const deals = {
    simulation: { luck: "deals" },
    plans: { seller: { eligibility: { afterMonths: 3 } } },
  };
  const plan = planOf(withPeople({ avery: { role: "seller", start: "2027-01" } }, deals));
  const buffers = yearBuffers(plan);
  let missing = 0;
  for (let r = 0; r < 10; r++) {
    simulateYear(plan, 1, r, buffers);
    const { own, bookings: booked } = buffers.year;
    missing += booked.reduce((sum, one) => sum + one, 0) - own.reduce((sum, one) => sum + one, 0);
    // Four quarters a seat: the first of seat 1.
    expect(own[4]).toBe(0);
    expect(own[5]).toBeGreaterThan(0);
  }
  // A quarter of the year, of which a quarter is Avery's: 37,500 a year in the mean.
  expect(missing / 10).toBeGreaterThan(20_000);
  expect(missing / 10).toBeLessThan(60_000);
});

describe("salaries in another currency", () => {
  const paid = withPeople(
    { avery: { role: "seller", salaryCurrency: "EUR", basePay: 40_000, targetVariable: 30_000 } },
    { currencies: { EUR: { "2026-01": 1.1, "2027-07": 1.2 } } },
  );

  // Half a year at 1.1 and half at 1.2.
  test("cost what they do at each month's rate", () => {
    const { months, total } = yearOf(paid);
    expect(months[0]).toBeCloseTo(10_000 + 12_500 + (40_000 / 12) * 1.1, 6);
    expect(total("basePay")).toBeCloseTo(120_000 + 150_000 + 46_000, 6);
    expect(expectedTotals(paid).basePay).toBeCloseTo(120_000 + 150_000 + 46_000, 6);
    // Three at 50,000 and 100%, one at 30,000 × 1.15.
    expect(total("variablePay")).toBeCloseTo(12_000 + 150_000 + 34_500, 4);
    expect(expectedTotals(paid).variablePay).toBeCloseTo(12_000 + 150_000 + 34_500, 4);
  });
});

test("more skill books more", () => {
  const skilled = withPeople({ avery: { role: "seller", skill: 2 } });
  const { staff } = planOf(skilled).roles[1]!;
  expect([0, 1, 2, 3].map((seat) => staff!.part[seat * 12]!)).toEqual([0.2, 0.4, 0.2, 0.2]);
});

describe("who is better off", () => {
  // From 100% on every dollar pays half as much again. At 2 of a sum of 5 the person stands at 4 × 2 / 5 = 160% of quota, the
  // others at 80%; all of skill 1 stand at 100%, and gain nothing.
  const people = { avery: { role: "seller", skill: 2 } };
  const gains: JsonObject = {
    plans: {
      seller: {
        components: {
          bookings: {
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
  };
  const still = { behaviour: { response: false } };

  function counted(...patches: JsonObject[]) {
    const base = patched(root, still, ...patches);
    const [before, after] = [chain(base), chain(base, gains)];
    const head = prepareJob({ scenarios: [before, after] }).head;
    return expectedDifference(head, 1).roles["seller"]!.people;
  }

  test("counts a person at their own skill", () => {
    expect(counted({ people })).toMatchObject({ richer: 1, poorer: 0, headcount: 4 });
    expect(counted()).toMatchObject({ richer: 0, poorer: 0, headcount: 4 });
  });

  test("leaves out a position that stays open", () => {
    const open = { people: { seat: { role: "seller", open: true } } };
    expect(counted(open).headcount).toBe(3);
  });
});
