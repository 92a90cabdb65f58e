/** Components that say too much or too little, or name what is not there; their gates, multipliers and matrices. */
import type { Problem } from "../../problem.ts";
import { measures, monthsIn, type Period } from "../../terms.ts";
import { type JsonObject, pathOf } from "../text.ts";
import { exampleProblems } from "./examples.ts";
import { dealProblems } from "./deals.ts";
import { averages } from "./measures.ts";
import { measureNames, targetProblems } from "./questions.ts";
import { scopeProblems } from "./scopes.ts";
import { type Entry, entries, fault, objectIn, type Site, word } from "./site.ts";

/** Every fault of the plans, for the roles that are paid by them. */
export function planProblems(site: Site): Problem[] {
  const problems: Problem[] = [];
  const payees = new Map<string, Entry[]>();
  for (const entry of entries(site.document, "roles")) {
    const plan = word(entry[1].plan);
    payees.set(plan, [...(payees.get(plan) ?? []), entry]);
  }
  for (const [planId, plan] of entries(site.document, "plans")) {
    for (const [id, component] of entries(plan, "components")) {
      const path = pathOf(["plans", planId, "components", id]);
      problems.push(
        ...measureNames(path, component, site),
        ...componentProblems(path, component),
        ...dealProblems(path, component, site),
        ...questionProblems(path, component, { plan, site }),
        ...exampleProblems(path, component, { kind: "component", plan, site }),
      );
      for (const [role, payee] of payees.get(planId) ?? [])
        problems.push(...scopeProblems(path, component, { role, payee, site }));
    }
    problems.push(...exampleProblems(pathOf(["plans", planId]), plan, { kind: "plan" }));
  }
  return problems;
}

const scales = ["weight", "targetPay", "rate"] as const;

function componentProblems(path: string, component: JsonObject): Problem[] {
  const problems: Problem[] = [];
  const stated = scales.filter((key) => component[key] !== undefined);
  const has = (key: string) => component[key] !== undefined;
  if (stated.length === 0) {
    problems.push(
      fault(
        path,
        'has none of "weight", "targetPay" and "rate"',
        "give exactly one: a share of the target variable, money a year, or pay per unit of the measure",
      ),
    );
  }
  if (stated.length > 1) {
    const [keep, ...rest] = stated;
    problems.push(
      fault(
        `${path}.${rest.at(-1)}`,
        `has ${stated.map((key) => `"${key}"`).join(" and ")}; a component has exactly one of them`,
        `keep one; a child file removes its parent's with "${keep}": null`,
      ),
    );
  }
  const yearToDate = component.accumulation === "yearToDate";
  if (has("prorate") && !yearToDate) {
    problems.push(
      fault(
        `${path}.prorate`,
        '"prorate" needs "accumulation": "yearToDate"',
        "the target of a single period is not prorated",
      ),
    );
  }
  if (has("recover") && !yearToDate) {
    problems.push(
      fault(
        `${path}.recover`,
        '"recover" needs "accumulation": "yearToDate"',
        "a single period pays nothing that a later one could take back",
      ),
    );
  }
  if (has("ratchet") && !has("target")) {
    problems.push(
      fault(
        `${path}.ratchet`,
        '"ratchet" needs a "target"',
        "a ratchet raises next year's target by a share of what is achieved this year; a component without a target has none",
      ),
    );
  }
  if (stated.length > 0) problems.push(...targetlessProblems(path, component));
  problems.push(...periodWeightProblems(path, component));
  return problems;
}

/** Attainment that a curve over money can hardly mean: money is counted in whole units. */
const LEAST_MONEY = 10;

/** A component without a target: its curve must be over the measure itself. */
function targetlessProblems(path: string, component: JsonObject): Problem[] {
  if (component.target !== undefined) return [];
  const missing = (hint: string) => [fault(`${path}.target`, '"target" is missing', hint)];
  const curve = objectIn(component, "curve");
  if (!curve) {
    return component.rate === undefined
      ? missing('a number for one period, or "= statusQuo"; only a rate can go without')
      : [];
  }
  if (curve.kind === "threshold" || curve.kind === "flat") {
    return curve.kind === "flat" && component.rate !== undefined
      ? []
      : missing(`a ${curve.kind} curve is over attainment: measure over target`);
  }
  const measure = word(component.measure);
  const money =
    Object.hasOwn(measures, measure) && measures[measure as keyof typeof measures].kind === "money";
  const highest = money ? highestOf(curve) : undefined;
  if (highest === undefined || highest <= 0 || highest > LEAST_MONEY) return [];
  return missing(
    `a number for one period, or "= statusQuo"; without one the curve is over ${measure} itself, and ends at ${highest}`,
  );
}

/** The highest place a curve names, or undefined where it names none. */
function highestOf(curve: JsonObject): number | undefined {
  const places = [
    ...listIn(curve, "points").map((point) => (Array.isArray(point) ? point[0] : undefined)),
    ...listIn(curve, "columns"),
    ...[...listIn(curve, "tiers"), ...listIn(curve, "rows")].flatMap((row) => {
      const { from, above, to } = (row ?? {}) as JsonObject;
      return [from, above, to];
    }),
    curve.kind === "lump" ? curve.from : undefined,
  ].filter((place) => typeof place === "number");
  return places.length === 0 ? undefined : Math.max(...places);
}

function listIn(value: JsonObject, key: string): readonly unknown[] {
  const list = value[key];
  return Array.isArray(list) && !(value.kind === "matrix" && key === "rows") ? list : [];
}

/** Gates, multipliers and the second side of a matrix. */
function questionProblems(
  path: string,
  component: JsonObject,
  { plan, site }: { plan: JsonObject; site: Site },
): Problem[] {
  const problems: Problem[] = [];
  for (const [id, gate] of entries(component, "gates")) {
    const here = `${path}.${pathOf(["gates", id])}`;
    const byValue = gate.valueAtLeast !== undefined || gate.valueAbove !== undefined;
    problems.push(...measureNames(here, gate, site));
    if (!byValue) problems.push(...targetProblems(here, gate, { component, plan, site }));
    if (gate.orYearToDate === true && averages(word(gate.measure), site))
      problems.push(
        fault(
          `${here}.orYearToDate`,
          `${word(gate.measure)} is an average, so it cannot be added up over the year`,
          "leave it out",
        ),
      );
  }
  for (const [id, multiplier] of entries(component, "multipliers")) {
    const here = `${path}.${pathOf(["multipliers", id])}`;
    problems.push(
      ...measureNames(here, multiplier, site),
      ...targetProblems(here, multiplier, { component, plan, site }),
    );
    if (objectIn(multiplier, "curve")?.kind === "matrix")
      problems.push(
        fault(`${here}.curve`, "a factor is of one measure, not of two", "write two multipliers"),
      );
    if (Object.hasOwn(objectIn(component, "gates") ?? {}, id) || id === "across")
      problems.push(
        fault(here, `"${id}" is the id of something else in the component`, "choose another id"),
      );
  }
  if (Object.hasOwn(objectIn(component, "gates") ?? {}, "across"))
    problems.push(
      fault(
        `${path}.gates.across`,
        '"across" stands for the side of a matrix',
        "choose another id",
      ),
    );
  const curve = objectIn(component, "curve");
  const across = curve?.kind === "matrix" ? objectIn(curve, "across") : undefined;
  if (across) {
    const here = `${path}.curve.across`;
    problems.push(
      ...measureNames(here, across, site),
      ...targetProblems(here, across, { component, plan, site }),
    );
  }
  return problems;
}

function periodWeightProblems(path: string, { periodWeights, period }: JsonObject): Problem[] {
  if (!Array.isArray(periodWeights) || !Object.hasOwn(monthsIn, word(period))) return [];
  const count = 12 / monthsIn[period as Period];
  if (periodWeights.length !== count) {
    return [
      fault(
        `${path}.periodWeights`,
        `has ${periodWeights.length} weights, and a year has ${count} periods of a ${word(period)}`,
        "give one weight for each period",
      ),
    ];
  }
  const sum = periodWeights.reduce<number>((total, weight) => total + Number(weight), 0);
  if (Math.abs(sum - 1) <= 1e-9 || Number.isNaN(sum)) return [];
  return [
    fault(
      `${path}.periodWeights`,
      `the weights add to ${Number(sum.toPrecision(12))}, not to 1`,
      "as in [0.2, 0.2, 0.2, 0.4]",
    ),
  ];
}
