/**
 * What a new plan, component or pool starts from: neutral, and likely to load at once.
 *
 * Not here  starts of single fields (the engine's fields).
 */
import type { JsonObject, Scenario } from "#models";
import { tidy } from "../../form/amount.ts";
import { sumOf } from "../../form/weights.ts";
import { type PlanInWords, rolesOf } from "./words.ts";

/**
 * Components to try for a plan, the most fitting first, in proportion to attainment: of the weight that is left; in a plan
 * that pays by rates or by amounts, of no money until some is stated.
 */
export function newComponents(plan: PlanInWords, scenario: Scenario): JsonObject[] {
  const components = Object.values(scenario.plans[plan.id]?.components ?? {});
  const taken = sumOf(components.map(({ weight }) => (typeof weight === "number" ? weight : 0)));
  const used = new Set(components.map(({ measure, scope }) => `${measure} ${scope}`));
  const start = {
    period: components[0]?.period ?? "quarter",
    target: "= statusQuo",
    ...(components.length > 0 && components.every(({ weight }) => weight === undefined)
      ? { targetPay: 0 }
      : { weight: tidy(Math.max(0, 1 - taken)) }),
    curve: {
      points: [
        [0, 0],
        [1, 1],
      ],
      beyond: 1,
    },
  };
  const all = ["individual", "team", "joint", "company"].flatMap((scope) =>
    ["bookings", "pipeline"].map((measure) => ({ measure, scope, ...start })),
  );
  return [
    ...all.filter(({ measure, scope }) => !used.has(`${measure} ${scope}`)),
    ...all.filter(({ measure, scope }) => used.has(`${measure} ${scope}`)),
  ];
}

/** A plan nobody is on yet. */
export function newPlan(): JsonObject {
  const [component] = newComponents({ id: "", title: "", roles: [], people: 0 }, {
    plans: {},
  } as Scenario);
  // The status quo has no mean for people who are not there yet.
  return { title: "New plan", components: { bookings: { ...component!, target: 250_000 } } };
}

/** A pool of everyone, funded by joint bookings above what the status quo brings. */
export function newPool(scenario: Scenario): JsonObject {
  return {
    title: "Joint bonus pool",
    measure: "bookings",
    scope: "joint",
    period: "quarter",
    funding: { shareOfExcess: 0.05, over: "= statusQuo" },
    members: rolesOf(scenario).map(({ id }) => id),
    by: "targetVariable",
  };
}
