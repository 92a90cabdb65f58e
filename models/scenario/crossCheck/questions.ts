/** Measures that are asked for: by a component, a pool, a gate, a multiplier or the second side of a matrix. */
import type { Problem } from "../../problem.ts";
import type { JsonObject } from "../text.ts";
import { fault, namedThing, namedThings, objectIn, type Site, word } from "./site.ts";

/** Measures, teams, sources and segments that do not exist. */
export function measureNames(path: string, paid: JsonObject, site: Site): Problem[] {
  const { sources } = site;
  return [
    ...namedThing(`${path}.measure`, "measure", paid.measure, site.measures),
    ...namedThing(
      `${path}.sourcedBy`,
      "team or source",
      paid.sourcedBy,
      sources && ["marketing", "sales", ...sources.keys()],
    ),
    ...namedThings(`${path}.segments`, "segment", paid.segments, site.segments),
  ];
}

/** A question whose target is left out, and which no component of the plan gives. */
export function targetProblems(
  path: string,
  question: JsonObject,
  { component, plan, site }: { component: JsonObject; plan: JsonObject; site: Site },
): Problem[] {
  const { measure, sourcedBy, target, scope = component.scope } = question;
  if (target !== undefined || typeof measure !== "string") return [];
  if (!(site.measures?.includes(measure) ?? false)) return [];
  const components = Object.values(objectIn(plan, "components") ?? {}) as JsonObject[];
  const found = components.some(
    (other) =>
      other.measure === measure &&
      other.scope === scope &&
      other.sourcedBy === sourcedBy &&
      other.target !== undefined,
  );
  if (found) return [];
  return [
    fault(
      `${path}.target`,
      '"target" is missing',
      `no component of the plan has a target for ${measure} at ${word(scope)} scope; a target of 1 reads the measure itself`,
    ),
  ];
}
