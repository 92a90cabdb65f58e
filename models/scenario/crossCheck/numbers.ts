/** Formulas and uncertain numbers that cannot be read, and parameters that need each other. */
import type { Problem } from "../../problem.ts";
import { type Domain, isFormula, isUncertain } from "../../terms.ts";
import { compileFormula, isCompiled, isReserved } from "../formula.ts";
import { circle, uncertainProblem, unknownInFormula } from "../numbers.ts";
import { Scenario } from "../schema.ts";
import { bare, domainOf, inside, type Shape } from "../shape.ts";
import { type JsonObject, pathOf, type Step } from "../text.ts";
import { fault, objectIn } from "./site.ts";

type Quantity = { steps: Step[]; value: unknown; domain: Domain };

function* quantitiesIn(value: unknown, shape: Shape, steps: Step[]): Generator<Quantity> {
  const domain = domainOf(bare(shape));
  if (domain) {
    yield { steps, value, domain };
  } else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      const step = Array.isArray(value) ? Number(key) : key;
      const innerShape = inside(shape, step, value);
      if (innerShape) yield* quantitiesIn(inner, innerShape, [...steps, step]);
    }
  }
}

/** Formulas and uncertain numbers with a fault of their own. */
export function quantities(document: JsonObject): Problem[] {
  const problems: Problem[] = [];
  for (const { steps, value, domain } of quantitiesIn(document, Scenario, [])) {
    const path = pathOf(steps);
    if (isFormula(value)) {
      const compiled = compileFormula(value);
      if (!isCompiled(compiled)) problems.push({ ...compiled, path });
    } else if (isUncertain(value) && isPlain(value)) {
      const problem = uncertainProblem(path, value, domain);
      if (problem) problems.push(problem);
    }
  }
  return problems;
}

function isPlain(value: object): boolean {
  const keys = "mean" in value ? ["mean", "sd"] : ["p10", "p50", "p90"];
  return keys.every((key) => typeof (value as Record<string, unknown>)[key] === "number");
}

/** Parameters with reserved or unknown names, or in circles. */
export function parameterCircles(document: JsonObject): Problem[] {
  const parameters = objectIn(document, "parameters") ?? {};
  const needs = new Map<string, string[]>();
  const problems: Problem[] = [];
  for (const [name, input] of Object.entries(parameters)) {
    const path = pathOf(["parameters", name]);
    if (isReserved(name))
      problems.push(
        fault(
          path,
          `"${name}" has a meaning of its own in formulas`,
          "choose another name for the parameter",
        ),
      );
    const compiled = isFormula(input) ? compileFormula(input) : undefined;
    const names = compiled && isCompiled(compiled) ? compiled.names : [];
    needs.set(name, names);
    for (const other of names) {
      if (!Object.hasOwn(parameters, other))
        problems.push(unknownInFormula(path, other, Object.keys(parameters)));
    }
  }
  if (needs.size > MOST_PARAMETERS) {
    const message = `there are ${needs.size} parameters, and at most ${MOST_PARAMETERS} are read`;
    return [fault("parameters", message, "write numbers where a parameter is used once")];
  }
  return [...problems, ...circlesIn(needs)];
}

/** Bounds how deep formulas of parameters can go into each other. */
const MOST_PARAMETERS = 500;

/** One problem for each circle, at the member of it that is written first. */
export function circlesIn(
  needs: ReadonlyMap<string, string[]>,
  problem: (members: string[]) => Problem = (members) =>
    circle(pathOf(["parameters", members[0]!]), members),
): Problem[] {
  const problems: Problem[] = [];
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (name: string): void => {
    const at = trail.indexOf(name);
    if (at >= 0) problems.push(problem([...trail.slice(at), name]));
    if (at >= 0 || done.has(name)) return;
    trail.push(name);
    for (const other of needs.get(name) ?? []) visit(other);
    trail.pop();
    done.add(name);
  };
  for (const name of needs.keys()) visit(name);
  return problems;
}
