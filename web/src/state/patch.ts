/**
 * Edits as a JSON merge patch over a scenario: reading and setting one place at a time, and the patch they come to.
 *
 * Terms     path = keys and places in lists from the top of the scenario; null in a patch = removed; whole value = a list, curve or uncertain number, always replaced in one piece.
 * Always    arguments are not changed; a patch is as small as it can be: what is as in the base leaves no trace.
 * Not here  applying a patch (the engine does, with the file format's rules).
 */
import { isReplacedWhole, type JsonObject, type JsonValue, sameValue } from "#models";

export type Path = readonly string[];

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A list, a curve or an uncertain number: replaced whole, never merged. */
function isWhole(value: JsonValue | undefined): boolean {
  if (!isObject(value)) return true;
  return ["kind", "points", "mean", "p50"].some((key) => Object.hasOwn(value, key));
}

/** What stands at a path, in lists too; undefined where there is nothing. */
export function valueAt(tree: JsonValue | undefined, path: Path): JsonValue | undefined {
  let value = tree;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as JsonObject)[key];
  }
  return value;
}

/** The tree with a value at a path; undefined takes it out. Objects on the way are made, lists are not. */
export function withValue(tree: JsonObject, path: Path, value: JsonValue | undefined): JsonObject {
  return written(tree, path, value) as JsonObject;
}

function written(
  tree: JsonValue | undefined,
  [key, ...rest]: Path,
  value: JsonValue | undefined,
): JsonValue | undefined {
  if (key === undefined) return value;
  if (Array.isArray(tree)) {
    const inner = written(tree[Number(key)], rest, value);
    return inner === undefined
      ? tree.toSpliced(Number(key), 1)
      : tree.toSpliced(Number(key), 1, inner);
  }
  const object = isObject(tree) ? tree : {};
  const inner = written(object[key], rest, value);
  if (inner !== undefined) return { ...object, [key]: inner };
  const { [key]: _, ...others } = object;
  return others;
}

/** The least patch that makes one scenario of another, by the rules of inheritance. */
export function patchBetween(before: JsonObject, after: JsonObject): JsonObject {
  return patchAt(before, after, { path: [], document: after });
}

type Spot = { path: Path; document: JsonObject };

function patchAt(before: JsonObject, after: JsonObject, { path, document }: Spot): JsonObject {
  const patch: JsonObject = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const spot = { path: [...path, key], document };
    const change = changeBetween(before[key], after[key], spot);
    if (change !== undefined) patch[key] = change;
  }
  return patch;
}

function changeBetween(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  spot: Spot,
): JsonValue | undefined {
  if (sameValue(before, after)) return undefined;
  if (after === undefined) return null;
  if (!isObject(before) || !isObject(after) || after["kind"] !== before["kind"]) return after;
  return isReplacedWhole(spot.path, spot.document) ? after : patchAt(before, after, spot);
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
