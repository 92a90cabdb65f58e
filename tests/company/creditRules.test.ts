/**
 * Rules of crediting, worked by hand: 30 deals of marketing and 15 of sales a year at 10,000, 450,000 in all, owned by four
 * sellers; two engineers and a lead own nothing.
 */
import { describe, expect, test } from "vitest";
import type { JsonObject } from "#models";
import { simulationPlan } from "../../models/simulation/plan.ts";
import { simulateYear, yearBuffers } from "../../models/simulation/year.ts";
import { chain, headOf, pair, patched, plainPeople, solved } from "../support/scenarios.ts";

const measured: JsonObject = {
  measure: "bookings",
  scope: "individual",
  period: "year",
  target: 1,
  targetPay: 1,
};
const other = { team: "sales", basePay: 1, targetVariable: 1000 };

const root = patched(pair, plainPeople, {
  roles: {
    seller: { ownLuck: 0 },
    engineer: { ...other, headcount: 2, plan: "engineer", owns: false },
    lead: { ...other, headcount: 1, plan: "lead", owns: false },
  },
  plans: {
    seller: { components: { bookings: null, one: measured } },
    marketer: { components: { mqls: null } },
    engineer: { components: {} },
    lead: { components: {} },
  },
});

function paying(...roles: string[]): JsonObject {
  return { plans: Object.fromEntries(roles.map((id) => [id, { components: { one: measured } }])) };
}

const everybody: JsonObject = { overlay: { engineer: 1 }, managers: 1 };

/** What the mean person of a role is credited with in a year. */
function credited(role: string, ...patches: JsonObject[]): number {
  const plan = role === "chief" ? "lead" : role;
  const scenario = patched(root, paying(plan), ...patches);
  const { roles } = headOf(chain(scenario)).scenarios[0]!.expected.steadyState;
  return roles[role]!.components["one"]!.attainment;
}

/** What everybody of each role is credited with in simulated years, over bookings. */
function drawn(years: number, ...patches: JsonObject[]) {
  const one = solved(chain(patched(root, ...patches)), { response: false });
  const plan = simulationPlan(one.space, one.solution.lnEfforts);
  const buffers = yearBuffers(plan);
  const sums = new Map<string, number[]>();
  let all = 0;
  for (let r = 0; r < years; r++) {
    simulateYear(plan, 1, r, buffers);
    all += sum([...buffers.year.bookings]);
    for (const [i, role] of plan.roles.entries()) {
      if (role.firstPerson < 0) continue;
      const own = Array.from({ length: role.seats }, (_, seat) => {
        const at = plan.personOwn[role.firstPerson + seat]!;
        return sum([...buffers.year.own.subarray(at, at + role.ownSize)]);
      });
      const before = sums.get(plan.model.roles[i]!.id) ?? own.map(() => 0);
      sums.set(
        plan.model.roles[i]!.id,
        own.map((x, k) => x + before[k]!),
      );
    }
  }
  return Object.fromEntries([...sums].map(([id, list]) => [id, list.map((x) => x / all)]));
}

const rules = (bookings: JsonObject): JsonObject => ({ crediting: { bookings } });

function sum(list: readonly number[]): number {
  return list.reduce((total, x) => total + x, 0);
}

/** Owners keep half from a day on. */
function dated(from: string): JsonObject {
  return { crediting: { late: { measure: "bookings", owner: 0.5, from } } };
}

function findings(...patches: JsonObject[]) {
  return headOf(chain(patched(root, ...patches))).scenarios[0]!.findings;
}

describe("without names", () => {
  test.each<[string, JsonObject, string, number]>([
    ["owners keep all of it by default", everybody, "seller", 450_000 / 4],
    ["a share for owners is what they keep", { ...everybody, owner: 0.6 }, "seller", 67_500],
    // Evenly: two engineers, each credited with half of everything.
    ["an overlay shares the whole evenly", everybody, "engineer", 225_000],
    [
      "an overlay of half shares half",
      { ...everybody, overlay: { engineer: 0.5 } },
      "engineer",
      112_500,
    ],
    ["a manager role is credited with the team's", everybody, "lead", 450_000],
    ["with its share of it", { ...everybody, managers: 0.2 }, "lead", 90_000],
  ])("%s", (_, rule, role, amount) => {
    expect(credited(role, rules(rule))).toBeCloseTo(amount, 6);
  });

  // 100% for owners, 100% for engineers together, 20% for the lead.
  test("drawn items credit the same, item by item", () => {
    const rule = rules({ overlay: { engineer: 1 }, managers: 0.2 });
    const shares = drawn(20, rule, paying("engineer", "lead"));
    expect(sum(shares["seller"]!)).toBeCloseTo(1, 9);
    expect(shares["engineer"]![0]).toBeCloseTo(0.5, 9);
    expect(shares["engineer"]![1]).toBeCloseTo(0.5, 9);
    expect(shares["lead"]![0]).toBeCloseTo(0.2, 9);
  });
});

describe("with names", () => {
  // Sellers 1 and 2 of four are in the west and report to the lead; one engineer is in the west.
  const people: JsonObject = {
    people: {
      avery: { role: "seller", group: "west", manager: "boss" },
      sample: { role: "seller", group: "west", manager: "boss" },
      boss: { role: "lead" },
      helper: { role: "engineer", group: "west" },
    },
  };

  // The west's half for the one, the rest's half for the other: each 225,000.
  test("an overlay is credited in its group, and the others with the rest", () => {
    expect(credited("engineer", rules(everybody), people)).toBeCloseTo(225_000, 6);
    const both = {
      people: {
        helper: null,
        two: { role: "engineer", group: "west" },
        one: { role: "engineer", group: "west" },
      },
    };
    // Both in the west: each with the whole of the west's half; nobody with the rest.
    expect(credited("engineer", rules(everybody), people, both)).toBeCloseTo(225_000, 6);
  });

  test("credit rolls up to those whom owners report to, and no further", () => {
    expect(credited("lead", rules(everybody), people)).toBeCloseTo(225_000, 6);
  });

  test("rolls up through two levels", () => {
    const above = {
      roles: { chief: { ...other, headcount: 1, plan: "lead", owns: false } },
      people: { boss: { manager: "top" }, top: { role: "chief" } },
    };
    expect(credited("chief", rules(everybody), people, above)).toBeCloseTo(225_000, 6);
  });

  test("drawn items follow groups and managers", () => {
    const shares = drawn(40, rules(everybody), people, paying("engineer", "lead"));
    const west = shares["seller"]![1]! + shares["seller"]![2]!;
    expect(shares["lead"]![0]).toBeCloseTo(west, 9);
    // Seat 0 of the two engineers is the named one.
    expect(shares["engineer"]![0]).toBeCloseTo(west, 9);
    expect(shares["engineer"]![1]).toBeCloseTo(1 - west, 9);
    // Four alike: half, give or take what some 1,800 deals leave to chance.
    expect(Math.abs(west - 0.5)).toBeLessThan(0.06);
  });
});

describe("teams", () => {
  // Marketing sources 300,000 of 450,000 and is credited with nothing of bookings by default.
  test("the sourcing team is credited with its share", () => {
    const team = { plans: { marketer: { components: { one: { ...measured, scope: "team" } } } } };
    const scenario = patched(root, team, rules({ sourcingTeam: 0.3 }));
    const { roles } = headOf(chain(scenario)).scenarios[0]!.expected.steadyState;
    expect(roles["marketer"]!.components["one"]!.attainment).toBeCloseTo(90_000, 6);
  });

  const scope = { plans: { seller: { components: { one: { scope: "team" } } } } };
  test("the closing team is credited with its share of the other's items, and its own whole", () => {
    expect(credited("seller", rules({ closingTeam: 0.7 }), scope)).toBeCloseTo(
      150_000 + 210_000,
      6,
    );
    expect(credited("seller", rules({ owner: 1 }), scope)).toBeCloseTo(450_000, 6);
    // Both stated: 0.3 + 0.5 of its own 150,000 and 0.5 of the other's 300,000.
    const both = rules({ sourcingTeam: 0.3, closingTeam: 0.5 });
    expect(credited("seller", both, scope)).toBeCloseTo(270_000, 6);
  });
});

describe("rules with dates", () => {
  test("count in means when they hold for most of the year", () => {
    expect(credited("seller", dated("2027-06-01"))).toBeCloseTo(56_250, 6);
    expect(credited("seller", dated("2027-09-01"))).toBeCloseTo(112_500, 6);
  });

  // Deals close when they come: a quarter of the year at half.
  test("count in simulated years by month", () => {
    const shares = drawn(60, dated("2027-10-01"))["seller"]!;
    expect(Math.abs(sum(shares) - (0.75 + 0.25 / 2))).toBeLessThan(0.02);
  });
});

test("rules that credit the default change nothing", () => {
  const rule = rules({ owner: 1 });
  const before = headOf(chain(root)).scenarios[0]!.expected;
  expect(headOf(chain(patched(root, rule))).scenarios[0]!.expected).toEqual(before);
});

describe("a finding", () => {
  // The owner's 100%, the engineers' 100% together and the lead's 20%. Everybody is paid 1 for a dollar against a target of
  // 1: the engineers 450,000 together, the lead 90,000.
  test("says what credit above the whole costs", () => {
    const rule = rules({ overlay: { engineer: 1 }, managers: 0.2 });
    const found = findings(rule, paying("engineer", "lead")).find(
      ({ id }) => id === "credit-above-whole",
    );
    expect(found?.figure).toBeCloseTo(2.2, 9);
    expect(found?.message).toContain("540,000 USD");
  });

  test("is silent where nobody is credited twice", () => {
    expect(findings(rules({ owner: 1 })).some(({ id }) => id === "credit-above-whole")).toBe(false);
  });

  test("says that expected figures go by the usual rule", () => {
    const late = { crediting: { late: { measure: "bookings", owner: 0.5, from: "2027-09-01" } } };
    const found = findings(late).find(({ id }) => id === "credit-changes");
    expect(found?.message).toContain("the default");
  });
});
