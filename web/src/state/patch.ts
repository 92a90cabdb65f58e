/**
 * Edits as a JSON merge patch over a scenario: reading, setting and taking back one place at a time.
 *
 * Terms     path = keys from the top of the scenario; an ancestor's absence in a patch means "as it was";
 *           null = removed; whole value = a list, curve or uncertain number, always replaced in one piece.
 * Always    arguments are not changed; a patch is as small as it can be: setting a place to what the base has
 *           there leaves no trace.
 * Not here  applying a patch (the engine does, with the file format's rules).
 */
import type { JsonValue, JsonObject } from "#models";

export type Path = readonly string[];

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A list, a curve or an uncertain number: replaced whole, never merged. */
function isWhole(value: JsonValue | undefined): boolean {
  if (!isObject(value)) return true;
  return ["kind", "points", "mean", "p50"].some((key) => Object.hasOwn(value, key));
}

/** What stands at a path; undefined where there is nothing. */
export function valueAt(tree: JsonValue | undefined, path: Path): JsonValue | undefined {
  let value = tree;
  for (const key of path) {
    if (!isObject(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

/** The patch with a place set to a value, over a base. */
export function patchSet(
  base: JsonObject,
  patch: JsonObject,
  path: Path,
  value: JsonValue,
): JsonObject {
  if (sameValue(valueAt(base, path), value)) return patchDrop(base, patch, path);
  return writeAt(patch, path, value);
}

/** The patch with a place removed, over a base. */
export function patchRemove(base: JsonObject, patch: JsonObject, path: Path): JsonObject {
  if (valueAt(base, path) === undefined) return patchDrop(base, patch, path);
  return writeAt(patch, path, null);
}

/** The patch with its say on a place taken back, and with it every object that then says nothing. */
export function patchDrop(base: JsonObject, patch: JsonObject, path: Path): JsonObject {
  const [key, ...rest] = path;
  if (key === undefined || !Object.hasOwn(patch, key)) return patch;
  const { [key]: inner, ...others } = patch;
  if (rest.length === 0) return others;
  if (!isObject(inner)) return patch;
  const below = valueAt(base, [key]);
  const dropped = patchDrop(isObject(below) ? below : {}, inner, rest);
  return Object.keys(dropped).length === 0 ? others : { ...patch, [key]: dropped };
}

function writeAt(patch: JsonObject, path: Path, value: JsonValue): JsonObject {
  const [key, ...rest] = path;
  if (key === undefined) return patch;
  if (rest.length === 0) return { ...patch, [key]: value };
  const inner = patch[key];
  return { ...patch, [key]: writeAt(isObject(inner) ? inner : {}, rest, value) };
}

/** The least patch that makes one tree of another. */
export function patchBetween(before: JsonObject, after: JsonObject): JsonObject {
  const patch: JsonObject = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const change = changeBetween(before[key], after[key]);
    if (change !== undefined) patch[key] = change;
  }
  return patch;
}

function changeBetween(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
): JsonValue | undefined {
  if (sameValue(before, after)) return undefined;
  if (after === undefined) return null;
  if (!isObject(before) || !isObject(after) || isWhole(before) || isWhole(after)) return after;
  return patchBetween(before, after);
}

/** One value that differs between two scenarios; undefined where it is missing. */
export type Difference = {
  path: Path;
  before: JsonValue | undefined;
  after: JsonValue | undefined;
};

/** The values that differ; a thing added or removed counts as one. */
export function differencesBetween(
  before: JsonObject,
  after: JsonObject,
  at: Path = [],
): Difference[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap(
    (key): Difference[] => {
      const path = [...at, key];
      const [a, b] = [before[key], after[key]];
      if (sameValue(a, b)) return [];
      const deeper = isObject(a) && isObject(b) && !isWhole(a) && !isWhole(b);
      return deeper ? differencesBetween(a, b, path) : [{ path, before: a, after: b }];
    },
  );
}

/** True where two values say the same, whatever the order of keys. */
export function sameValue(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => sameValue(item, b[i]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]))
  );
}
