/**
 * Crediting in a small company, worked by hand. A year: 1,200 leads, 600 MQLs, 240 SQLs, 120 opportunities and 30 deals
 * of marketing; 60 opportunities and 15 deals of sales; 10,000 a deal. Two SDRs own from SQL on, four sellers and two
 * others from opportunity on.
 */
import { describe, expect, test } from "vitest";
import type { JsonObject } from "#models";
import { chain, headOf, pair, patched, plainPeople } from "../support/scenarios.ts";

const root = patched(pair, plainPeople, {
  roles: {
    sdr: {
      team: "sales",
      headcount: 2,
      basePay: 1,
      targetVariable: 1000,
      plan: "sdr",
      owns: "sql",
      tasks: { followUp: {} },
    },
    other: {
      team: "sales",
      headcount: 2,
      basePay: 1,
      targetVariable: 1000,
      plan: "other",
      sources: ["outbound"],
      tasks: { selling: {} },
    },
  },
  plans: { sdr: { components: {} }, other: { components: {} } },
});

/** Mean of what a component of a role measures in a year, with a target of 1. */
function credited(role: string, component: JsonObject): number {
  const one = { period: "year", target: 1, targetPay: 1, ...component };
  const loaded = chain(patched(root, { plans: { [role]: { components: { one } } } }));
  const { components } = headOf(loaded).scenarios[0]!.expected.steadyState.roles[role]!;
  return components["one"]!.attainment;
}

describe.each<[string, JsonObject, number]>([
  // Marketing: its own sources up to the pipeline.
  ["marketer", { measure: "lead", scope: "team" }, 1200],
  ["marketer", { measure: "mql", scope: "team" }, 600],
  ["marketer", { measure: "opportunity", scope: "team" }, 120],
  ["marketer", { measure: "pipeline", scope: "team" }, 1_200_000],
  ["marketer", { measure: "pipeline", scope: "role" }, 1_200_000],
  // Sales: its own sources, and marketing's from where sales takes over.
  ["seller", { measure: "sql", scope: "team" }, 240],
  ["seller", { measure: "opportunity", scope: "team" }, 180],
  ["seller", { measure: "bookings", scope: "team" }, 450_000],
  ["seller", { measure: "mql", scope: "team" }, 0],
  // Both teams: each item once.
  ["marketer", { measure: "bookings", scope: "joint" }, 450_000],
  ["seller", { measure: "opportunity", scope: "joint" }, 180],
  ["seller", { measure: "mql", scope: "joint" }, 600],
  ["seller", { measure: "bookings", scope: "company" }, 450_000],
  // By source.
  ["marketer", { measure: "bookings", scope: "joint", sourcedBy: "marketing" }, 300_000],
  ["seller", { measure: "bookings", scope: "team", sourcedBy: "sales" }, 150_000],
  ["seller", { measure: "bookings", scope: "team", sourcedBy: "outbound" }, 150_000],
  ["seller", { measure: "pipeline", scope: "joint", sourcedBy: "inbound" }, 1_200_000],
  // The SDRs own from SQL on, alone at their stage.
  ["sdr", { measure: "sql", scope: "role" }, 240],
  ["sdr", { measure: "sql", scope: "individual" }, 120],
  ["sdr", { measure: "bookings", scope: "individual" }, 225_000],
  // Four sellers share marketing's deals, and six people sales' own: 30 deals, and four sixths of 15.
  ["seller", { measure: "bookings", scope: "role" }, 400_000],
  ["seller", { measure: "bookings", scope: "individual" }, 100_000],
  ["other", { measure: "bookings", scope: "role" }, 50_000],
  ["other", { measure: "bookings", scope: "individual" }, 25_000],
  ["other", { measure: "bookings", scope: "team" }, 450_000],
  // Other measures.
  ["seller", { measure: "grossMargin", scope: "team" }, 360_000],
  ["seller", { measure: "winRate", scope: "team" }, 0.25],
  ["marketer", { measure: "leadQuality", scope: "team" }, 1],
  ["seller", { measure: "expansion", scope: "team" }, 0],
])("%s's %j", (role, component, amount) => {
  test(`is ${amount}`, () => expect(credited(role, component)).toBeCloseTo(amount, 6));
});

test("what people of owner roles are credited with adds up to each item once", () => {
  const won = { measure: "won", scope: "role" };
  expect(credited("seller", won) + credited("other", won)).toBeCloseTo(45, 9);
});

function componentsOf(scenario: JsonObject) {
  return headOf(chain(scenario)).scenarios[0]!.expected.steadyState.roles["seller"]!.components;
}

test("a role of two segments is credited with both, unless a component names one", () => {
  const all = ((root["funnel"] as JsonObject)["segments"] as JsonObject)["all"] as JsonObject;
  const two = patched(root, {
    funnel: { segments: { large: { ...all, dealSize: { mean: 30_000 } } } },
  });
  const target = { period: "year", target: 1, targetPay: 1 };
  const components: JsonObject = {
    both: { measure: "bookings", scope: "role", ...target },
    one: { measure: "bookings", scope: "role", segments: ["large"], ...target },
    team: { measure: "bookings", scope: "team", ...target },
  };
  const narrowed = patched(two, {
    roles: { seller: { segments: ["large"] } },
    plans: { seller: { components } },
  });
  // 1.8 million in all; of the large segment 45 deals, less the others' share of sales' own.
  expect(componentsOf(narrowed)["both"]!.attainment).toBeCloseTo(40 * 30_000, 6);
  expect(componentsOf(narrowed)["one"]!.attainment).toBeCloseTo(40 * 30_000, 6);
  expect(componentsOf(narrowed)["team"]!.attainment).toBeCloseTo(1_800_000, 6);
  const wide = patched(two, { plans: { seller: { components } } });
  expect(componentsOf(wide)["both"]!.attainment).toBeCloseTo(40 * 40_000, 6);
  expect(componentsOf(wide)["one"]!.attainment).toBeCloseTo(40 * 30_000, 6);
});
