/**
 * A whole scenario as a child of another, and a child as a whole scenario.
 *
 * Terms     head = $schema, format and extends: of the file, not of what it says.
 * Formula   extracted: the least patch with mergePatch(parent, patch) = whole, head aside; flat: the merged scenario.
 * Always    arguments are not changed; what is equal in both leaves no trace in a patch.
 * Not here  merging (inherit.ts); which file is meant by a reference (read.ts).
 */
import type { Problem } from "../problem.ts";
import { Scenario } from "./schema.ts";
import { inside, isWhole, type Shape } from "./shape.ts";
import { sameValue, isObject, type JsonObject, type JsonValue, pathOf, type Step } from "./text.ts";

const head: ReadonlySet<string> = new Set(["$schema", "format", "extends"]);

/** The file of a child that comes to `whole` over the merged scenario of its parent, which it names as `reference`. */
export function extractDifference(
  whole: JsonObject,
  parent: JsonObject,
  reference: string,
): { document: JsonObject; problems: Problem[] } {
  const problems: Problem[] = [];
  const kept = Object.entries(whole).filter(([key]) => head.has(key) && key !== "extends");
  const patch = patchBetween(contentOf(parent), contentOf(whole), {
    shape: Scenario,
    steps: [],
    problems,
  });
  return { document: { ...Object.fromEntries(kept), extends: reference, ...patch }, problems };
}

/**
 * A child's file after an edit of what it comes to: the difference, and what the file said before and still holds, also
 * where the parent says the same.
 */
export function editedChild(
  file: JsonObject,
  whole: JsonObject,
  parent: JsonObject,
): { document: JsonObject; problems: Problem[] } {
  const reference = file.extends as string;
  const { document, problems } = extractDifference(whole, parent, reference);
  const headOfFile = Object.entries(file).filter(([key]) => head.has(key));
  const kept = withPins(contentOf(document), contentOf(file), whole);
  return { document: { ...Object.fromEntries(headOfFile), ...kept }, problems };
}

/** The patch with what `pins` holds and `whole` still says. */
function withPins(patch: JsonObject, pins: JsonObject, whole: JsonObject): JsonObject {
  const result = { ...patch };
  for (const [key, pin] of Object.entries(pins)) {
    if (!Object.hasOwn(whole, key)) continue;
    const value = whole[key];
    const own = Object.hasOwn(result, key) ? result[key] : undefined;
    if (own === undefined && sameValue(pin, value)) result[key] = pin;
    else if (isObject(pin) && isObject(value) && (own === undefined || isObject(own))) {
      const inner = withPins(own ?? {}, pin, value);
      if (own !== undefined || Object.keys(inner).length > 0) result[key] = inner;
    }
  }
  return result;
}

/** A merged scenario as a file that extends nothing, calibrated on the status quo it names; left out, on itself. */
export function flattened(merged: JsonObject, statusQuo: string | undefined): JsonObject {
  const { extends: _, ...whole } = merged;
  const { statusQuo: __, ...behaviour } = isObject(whole.behaviour) ? whole.behaviour : {};
  if (statusQuo !== undefined) whole.behaviour = { ...behaviour, statusQuo };
  else if (Object.keys(behaviour).length > 0) whole.behaviour = behaviour;
  else delete whole.behaviour;
  return whole;
}

function contentOf(document: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(document).filter(([key]) => !head.has(key)));
}

type Spot = { shape: Shape | undefined; steps: readonly Step[]; problems: Problem[] };

function patchBetween(before: JsonObject, after: JsonObject, spot: Spot): JsonObject {
  const patch: JsonObject = {};
  for (const key of Object.keys(before)) if (!Object.hasOwn(after, key)) patch[key] = null;
  for (const [key, value] of Object.entries(after)) {
    const then = Object.hasOwn(before, key) ? before[key] : undefined;
    if (sameValue(then, value)) continue;
    patch[key] = changeBetween(then, value, {
      shape: spot.shape && inside(spot.shape, key, after),
      steps: [...spot.steps, key],
      problems: spot.problems,
    });
  }
  return patch;
}

function changeBetween(then: JsonValue | undefined, now: JsonValue, spot: Spot): JsonValue {
  if (!isObject(then) || !isObject(now) || (spot.shape && isWhole(spot.shape))) return now;
  if (then.kind === now.kind) return patchBetween(then, now, spot);
  // A patch that names a new kind replaces the object whole; one cannot say that there is none any more.
  if (now.kind === undefined) spot.problems.push(kindLost(spot.steps));
  return now;
}

function kindLost(steps: readonly Step[]): Problem {
  return {
    code: "bad-inheritance",
    path: pathOf([...steps, "kind"]),
    message: "the parent has a kind here and this scenario has none, which no child can say",
    hint: "name the kind, or extend another scenario",
  };
}
