/**
 * From what the schema finds to problems that people can act on: one plain sentence a fault.
 *
 * Always    a quantity or a curve with a fault gives one problem, not one for each form it might have had.
 * Not here  faults between parts (crossCheck.ts), the file and line of a problem (read.ts).
 */
import { z } from "zod";
import { planKinds } from "../plans/kinds/index.ts";
import { nearest, type Problem } from "../problem.ts";
import { grouped } from "../words.ts";
import { Scenario } from "./schema.ts";
import {
  bare,
  domainOf,
  isCurve,
  keysOf,
  metaOf,
  optionFor,
  type Shape,
  shapeAt,
  valueAt,
} from "./shape.ts";
import { isObject, pathOf, type Step } from "./text.ts";

type Issue = z.core.$ZodIssue;

/**
 * Names that earlier formats and other tools have for a field, by the title of the schema they stand in. Whoever renames
 * a field adds its old name here.
 */
const otherNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Component: {
    quota: "target",
    goal: "target",
    metric: "measure",
    share: "weight",
    commissionRate: "rate",
    payoutCurve: "curve",
    frequency: "period",
  },
  Role: {
    base: "basePay",
    salary: "basePay",
    variable: "targetVariable",
    variablePay: "targetVariable",
    count: "headcount",
    people: "headcount",
    function: "team",
  },
  Segment: {
    acv: "dealSize",
    margin: "grossMargin",
    term: "termMonths",
    channels: "sources",
    rates: "conversions",
  },
  Source: { stage: "entersAt", volume: "perMonth", inflow: "perMonth", budget: "spend" },
  Scenario: {
    parent: "extends",
    title: "name",
    description: "question",
    version: "format",
    segments: "funnel",
    people: "roles",
    params: "parameters",
    seed: "simulation",
  },
  Behaviour: { elasticity: "epsilon", baseline: "statusQuo" },
  Simulation: { replications: "runs", years: "runs" },
};

/** Fields that stand in another part than where they are looked for, by the title of the schema they were written in. */
const otherPlaces: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Retention: {
    turnover: 'it stands on the role, as in "roles": { "rep": { "turnover": 0.3 } }',
  },
  Behaviour: {
    turnover: 'it stands on the role, as in "roles": { "rep": { "turnover": 0.3 } }',
    nonPayStake: 'it stands on a task of a role; "stakeMultiple" multiplies all of them',
    ratchet: "it stands on a component of a plan",
    practices: 'they stand in "alignment", beside "behaviour"',
    level: 'it stands in "alignment", beside "behaviour"',
  },
  Role: {
    nonPayStake: 'it stands on a task, as in "tasks": { "selling": { "nonPayStake": 4000 } }',
  },
};

/** What is wrong with the form of a document, every fault once. */
export function shapeProblems(document: unknown): Problem[] {
  const result = Scenario.safeParse(document);
  if (result.success) return [];
  const found = result.error.issues.flatMap((issue) => explained(issue, [], document));
  const seen = new Set<string>();
  return found.filter(({ path, message }) => {
    const key = `${path}\n${message}`;
    return !seen.has(key) && seen.add(key);
  });
}

function explained(issue: Issue, before: readonly Step[], document: unknown): Problem[] {
  const steps = [...before, ...(issue.path as Step[])];
  if (issue.code === "invalid_key") return [badKey(issue, steps)];
  for (let depth = 1; depth <= steps.length; depth++) {
    const start = steps.slice(0, depth);
    const shape = shapeAt(start, document);
    const value = valueAt(start, document);
    const domain = shape && domainOf(shape);
    if (shape && domain && value !== undefined)
      return [quantityProblem(pathOf(start), value, shape)];
    const mixed = shape && isObject(value) ? mixedForms(pathOf(start), shape, value) : undefined;
    if (mixed) return [mixed];
  }
  const shape = shapeAt(steps, document);
  const value = valueAt(steps, document);
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => unknownKey([...steps, key], document));
  if (value === undefined) return [missing(steps, shape)];
  if (issue.code === "invalid_union") return unionProblems(issue, steps, document);
  return [{ code: "bad-shape", path: pathOf(steps), ...said(issue, value, shape) }];
}

function badKey(issue: z.core.$ZodIssueInvalidKey, steps: Step[]): Problem {
  const own = issue.issues[0]?.message;
  const message =
    own === undefined || own.startsWith("Invalid")
      ? "a parameter's name starts with a small letter and has letters and digits only"
      : own;
  return { code: "unknown-key", path: pathOf(steps), message, hint: "write it otherwise" };
}

function missing(steps: Step[], shape: Shape | undefined): Problem {
  const key = String(steps.at(-1));
  const { title, description } = shape ? metaOf(shape) : {};
  const about = [title, description].filter(Boolean).join(": ");
  return {
    code: "bad-shape",
    path: pathOf(steps),
    message: `"${key}" is missing`,
    hint:
      about === ""
        ? `write "${key}": ${shape ? wanted(shape) : "its value"}`
        : `${about}${about.endsWith(".") ? "" : "."} It is ${shape ? wanted(shape) : "needed"}`,
  };
}

function unknownKey(steps: Step[], document: unknown): Problem {
  const key = String(steps.at(-1));
  const path = pathOf(steps);
  const holder = steps.slice(0, -1);
  const shape = shapeAt(holder, document);
  const value = valueAt(holder, document);
  const title = shape ? metaOf(shape).title : undefined;
  const place = title ? `in "${title}"` : "here";
  const known = (shape ? keysOf(shape, value) : undefined) ?? [];
  const renamed = title && Object.hasOwn(otherNames, title) ? otherNames[title]![key] : undefined;
  if (renamed) {
    return {
      code: "renamed-key",
      path,
      message: `"${key}" is called "${renamed}" in this format`,
      hint: `write "${renamed}"`,
    };
  }
  const elsewhere =
    title && Object.hasOwn(otherPlaces, title) ? otherPlaces[title]![key] : undefined;
  if (elsewhere)
    return {
      code: "unknown-key",
      path,
      message: `"${key}" is not known ${place}`,
      hint: elsewhere,
    };
  const free = known.filter((name) => !isObject(value) || !Object.hasOwn(value, name));
  const near = nearest(key, free) ?? nearest(key, known);
  return {
    code: "unknown-key",
    path,
    message: `"${key}" is not known ${place}`,
    hint: near
      ? `did you mean "${near}"?`
      : known.length > 0
        ? `known here: ${known.join(", ")}`
        : "delete it",
  };
}

function unionProblems(
  issue: z.core.$ZodIssueInvalidUnion,
  steps: Step[],
  document: unknown,
): Problem[] {
  const path = pathOf(steps);
  const shape = shapeAt(steps, document);
  const value = valueAt(steps, document);
  if (!shape) return [{ code: "bad-shape", path, message: issue.message }];
  const union = bare(shape);
  if (!(union instanceof z.ZodUnion))
    return [{ code: "bad-shape", path, message: `must be ${wanted(shape)}` }];
  if (isCurve(shape)) {
    const problem = curveProblem(path, value);
    if (problem) return [problem];
  }
  const option = optionFor(union, value);
  const index = union.options.findIndex((candidate) => bare(candidate) === option);
  const issues = issue.errors[index];
  if (isObject(value) && issues && issues.length > 0) {
    return issues.flatMap((inner) => explained(inner, steps, document));
  }
  return [
    {
      code: "bad-shape",
      path,
      ...withHint(`must be ${wanted(shape)}, not ${shown(value)}`, hintOf(shape)),
    },
  ];
}

/** The problem of an object with keys of more than one form, where no `kind` says which is meant. */
function mixedForms(path: string, shape: Shape, value: object): Problem | undefined {
  const union = bare(shape);
  if (!(union instanceof z.ZodUnion)) return undefined;
  const forms = union.options.map(bare).filter((option) => option instanceof z.ZodObject);
  if (forms.some((form) => form.shape["kind"] !== undefined)) return undefined;
  const keys = forms.map((form) => Object.keys(form.shape));
  const known = Object.keys(value).filter((key) => keys.some((form) => form.includes(key)));
  if (known.length === 0 || keys.some((form) => known.every((key) => form.includes(key)))) {
    return undefined;
  }
  return {
    code: "bad-shape",
    path,
    message: `${listed(known, "and")} do not go together`,
    hint: `give either ${keys.map((form) => listed(form, "and")).join(", or ")}; a child file removes its parent's with null`,
  };
}

/** The problem of a curve that no form fits, or undefined where its form is known. */
function curveProblem(path: string, value: unknown): Problem | undefined {
  const kinds = planKinds.map(({ id }) => id);
  const example =
    'as in { "points": [[0, 0], [1, 1]], "beyond": 1.5 } or { "kind": "threshold", "threshold": 0.5 }';
  if (!isObject(value))
    return { code: "bad-curve", path, message: "must be a payout curve", hint: example };
  if (value.kind === undefined || kinds.includes(value.kind as string)) {
    if (value.kind === undefined && value.points === undefined) {
      return {
        code: "bad-curve",
        path,
        message: 'a curve needs "points" or a "kind"',
        hint: `kinds are ${kinds.join(", ")}; ${example}`,
      };
    }
    return undefined;
  }
  const near = typeof value.kind === "string" ? nearest(value.kind, kinds) : undefined;
  return {
    code: "bad-curve",
    path: `${path}.kind`,
    message: `there is no curve of the kind ${shown(value.kind)}`,
    hint: near ? `did you mean "${near}"?` : `kinds are ${kinds.join(", ")}`,
  };
}

const forms =
  'a number, a formula like "= 2 * ote", or an uncertain number like { "mean": 0.3, "sd": 0.1 }';

/** The one sentence about a quantity that is none. */
function quantityProblem(path: string, value: unknown, shape: Shape): Problem {
  const domain = domainOf(shape)!;
  const about = hintOf(shape) ?? "write the number";
  const fault = (message: string, hint: string): Problem => ({
    code: "bad-number",
    path,
    message,
    hint,
  });
  if (typeof value === "number") {
    const bounds =
      domain === "share" ? "from 0 to 1" : domain === "positive" ? "0 or above" : "finite";
    const percent = domain === "share" && value > 1 && value <= 100;
    return fault(
      `must be ${bounds}, not ${value}`,
      percent
        ? `shares are fractions: ${value}% is ${Number((value / 100).toPrecision(12))}`
        : about,
    );
  }
  if (typeof value === "string") {
    const number = Number(value.replace(/[,_\s]/g, ""));
    if (value.trim() !== "" && Number.isFinite(number))
      return fault(`must be ${forms}`, `write ${number} without quotes`);
    if (/^\s*[0-9.]+\s*%\s*$/.test(value))
      return fault(`must be ${forms}`, "shares are fractions: 12% is 0.12");
    const meant = /^\s*\p{Sc}?\s*(\d+(?:\.\d+)?)\s*([km])\s*$/iu.exec(value);
    if (meant) {
      const times = meant[2]!.toLowerCase() === "k" ? 1000 : 1_000_000;
      return fault(`must be ${forms}`, `write ${Number(meant[1]) * times}, without quotes`);
    }
    if (value.startsWith("="))
      return fault("the formula is longer than 2,000 characters", "split it into parameters");
    return fault(
      `must be ${forms}`,
      `a formula starts with an equals sign: "= ${value.trim().slice(0, 40)}"`,
    );
  }
  if (isObject(value)) return uncertainShape(path, value);
  const hint =
    value === null ? "leave the key out; null removes something of a parent file" : about;
  return fault(`must be ${forms}`, hint);
}

function uncertainShape(path: string, value: Record<string, unknown>): Problem {
  const fault = (message: string, hint: string): Problem => ({
    code: "bad-number",
    path,
    message,
    hint,
  });
  const whole =
    "an uncertain number is { mean, sd } or { p10, p50, p90 }, and replaces its parent's whole";
  const byQuantile = ["p10", "p50", "p90"].some((key) => key in value);
  const needed = byQuantile ? ["p10", "p50", "p90"] : ["mean", "sd"];
  const allowed = byQuantile ? needed : [...needed, "dist"];
  const strange = Object.keys(value).filter((key) => !allowed.includes(key));
  const lacking = needed.filter((key) => !(key in value));
  if (strange.length > 0) {
    const near = nearest(strange[0]!, allowed);
    const known = near && !(near in value) ? `did you mean "${near}"? ` : "";
    return fault(`"${strange[0]}" is not known in an uncertain number`, `${known}${whole}`);
  }
  if (lacking.length > 0)
    return fault(`an uncertain number without "${lacking.join('" and "')}"`, whole);
  if (typeof value["sd"] === "number" && value["sd"] < 0)
    return fault(`a standard deviation of ${value["sd"]} is below 0`, whole);
  const odd = needed.find((key) => typeof value[key] !== "number");
  if (odd)
    return fault(
      `"${odd}" of an uncertain number must be a plain number`,
      "a formula cannot stand inside it",
    );
  return fault(
    `"dist" must be normal, logNormal or beta, not ${shown(value["dist"])}`,
    "or leave it out",
  );
}

/** Message and hint of an issue that is not of a union. */
function said(
  issue: Issue,
  value: unknown,
  shape: Shape | undefined,
): { message: string; hint?: string } {
  const own =
    issue.message.startsWith("Invalid") || issue.message.startsWith("Too")
      ? undefined
      : issue.message;
  const want = shape ? wanted(shape) : undefined;
  const hint = shape ? hintOf(shape) : undefined;
  switch (issue.code) {
    case "invalid_type": {
      const removed =
        value === null
          ? "leave the key out; null removes something of a parent file"
          : (asChoice(value, shape) ?? hint);
      return withHint(
        want && value !== null
          ? `must be ${want}, not ${shown(value)}`
          : `must be ${want ?? issue.expected}`,
        removed,
      );
    }
    case "invalid_value": {
      const values = issue.values.map(String);
      const near = typeof value === "string" ? nearest(value, values) : undefined;
      return withHint(
        `must be ${listed(values)}, not ${shown(value)}`,
        near ? `did you mean "${near}"?` : hint,
      );
    }
    case "invalid_format":
      return withHint(own ?? `${shown(value)} is not written as it should be`, hint);
    case "too_small":
      return withHint(own ?? sizeMessage(value, Number(issue.minimum), "least"), hint);
    case "too_big":
      return withHint(own ?? sizeMessage(value, Number(issue.maximum), "most"), hint);
    case "not_multiple_of":
      return withHint(`must be a multiple of ${issue.divisor}, not ${shown(value)}`, hint);
    case "custom":
    case "invalid_key":
    case "invalid_element":
    case "invalid_union":
    case "unrecognized_keys":
      return withHint(own ?? issue.message, hint);
    default:
      return issue satisfies never;
  }
}

/** The object that is meant where one of its choices stands alone: { "preset": "larkin" }. */
function asChoice(value: unknown, shape: Shape | undefined): string | undefined {
  const inner = shape && bare(shape);
  if (!(inner instanceof z.ZodObject) || typeof value !== "string") return undefined;
  const field = Object.entries(inner.shape as Record<string, Shape>).find(([, one]) => {
    const choice = bare(one);
    return choice instanceof z.ZodEnum && choice.options.map(String).includes(value);
  });
  return field && `write { "${field[0]}": "${value}" }`;
}

function sizeMessage(value: unknown, bound: number, which: "least" | "most"): string {
  const limit = grouped(bound);
  if (typeof value === "number") return `must be at ${which} ${limit}, not ${value}`;
  if (typeof value === "string")
    return value === ""
      ? "must not be empty"
      : `must have at ${which} ${limit} characters, and has ${grouped(value.length)}`;
  const count = Array.isArray(value) ? value.length : 0;
  return `must have at ${which} ${limit} elements, and has ${count}`;
}

function withHint(message: string, hint: string | undefined): { message: string; hint?: string } {
  return hint === undefined ? { message } : { message, hint };
}

function hintOf(shape: Shape): string | undefined {
  const { title, description } = metaOf(shape);
  if (!description)
    return bare(shape) instanceof z.ZodTuple ? "write a pair, as in [1, 1]" : undefined;
  return title ? `${title}: ${description}` : description;
}

/** What a shape accepts, as people say it after "must be". */
function wanted(shape: Shape): string {
  const inner = bare(shape);
  if (domainOf(inner)) return forms;
  if (isCurve(inner)) return "a payout curve";
  if (inner instanceof z.ZodNumber)
    return inner.format?.includes("int") ? "a whole number" : "a number";
  if (inner instanceof z.ZodBoolean) return "true or false";
  if (inner instanceof z.ZodEnum) return listed(inner.options.map(String));
  if (inner instanceof z.ZodLiteral)
    return listed([...inner.values].map((value) => JSON.stringify(value)));
  if (inner instanceof z.ZodArray) return `a list, as in [ … ]`;
  if (inner instanceof z.ZodTuple) return "a pair like [1, 1]";
  if (inner instanceof z.ZodObject)
    return `an object with ${listed(Object.keys(inner.shape), "and")}`;
  if (inner instanceof z.ZodRecord) return "an object of named things, as in { … }";
  if (inner instanceof z.ZodUnion)
    return [...new Set((inner.options as Shape[]).map(wanted))].join(", or ");
  return "a text in double quotes";
}

function listed(values: string[], join = "or"): string {
  const shownValues = values.slice(0, 12);
  if (shownValues.length < 2) return shownValues.join("");
  return `${shownValues.slice(0, -1).join(", ")} ${join} ${shownValues.at(-1)}`;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
