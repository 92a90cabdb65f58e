/**
 * Inheritance: a child file is a patch on its parent (JSON Merge Patch, RFC 7396) with three additions.
 *
 * Formula   an object merges key by key, null removes, anything else replaces. Additions: curves, quantities and lists
 *           are values, replaced whole; an object whose patch changes its `kind` is replaced whole; null for a key the
 *           parent lacks is a problem.
 * Always    {} changes nothing; neither parent nor patch is changed.
 * Not here  finding the parent (read.ts), whether the result is a scenario (issues.ts, crossCheck.ts).
 */
import { nearest, type Problem } from "../problem.ts";
import { Scenario } from "./schema.ts";
import { inside, isWhole, type Shape } from "./shape.ts";
import {
  forbiddenKeys,
  isObject,
  type JsonObject,
  type JsonValue,
  pathOf,
  type Step,
} from "./text.ts";

/** The parent with the patch applied, and what is wrong with the patch. */
export function mergePatch(
  parent: JsonObject,
  patch: JsonObject,
): { value: JsonObject; problems: Problem[] } {
  const problems: Problem[] = [];
  const value = merged(parent, patch, { shape: Scenario, steps: [], problems });
  return { value, problems };
}

type Spot = { shape: Shape | undefined; steps: Step[]; problems: Problem[] };

function merged(
  parent: JsonObject,
  patch: JsonObject,
  { shape, steps, problems }: Spot,
): JsonObject {
  const result: JsonObject = { ...parent };
  for (const [key, change] of Object.entries(patch)) {
    const spot = { shape: shape && inside(shape, key, patch), steps: [...steps, key], problems };
    if (forbiddenKeys.has(key)) {
      problems.push({
        code: "bad-inheritance",
        path: pathOf(spot.steps),
        message: `"${key}" cannot be a key`,
        hint: "use another name",
      });
    } else if (change === null) {
      if (!Object.hasOwn(parent, key)) problems.push(nothingToRemove(key, spot.steps, parent));
      delete result[key];
    } else {
      result[key] = changed(Object.hasOwn(parent, key) ? parent[key] : undefined, change, spot);
    }
  }
  return result;
}

function changed(before: JsonValue | undefined, change: JsonValue, spot: Spot): JsonValue {
  if (!isObject(change) || (spot.shape && isWhole(spot.shape))) return change;
  const from = isObject(before) && !changesKind(before, change) ? before : {};
  return merged(from, change, spot);
}

function changesKind(before: JsonObject, change: JsonObject): boolean {
  return Object.hasOwn(change, "kind") && change.kind !== before.kind;
}

function nothingToRemove(key: string, steps: Step[], parent: JsonObject): Problem {
  const near = nearest(key, Object.keys(parent));
  const known = Object.keys(parent);
  const list =
    known.length > 0 ? `the parent has ${known.join(", ")}` : "the parent has nothing here";
  return {
    code: "bad-inheritance",
    path: pathOf(steps),
    message: `nothing called "${key}" to remove`,
    hint: near ? `did you mean "${near}"?` : list,
  };
}
