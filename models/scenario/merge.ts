/**
 * Three-way merge of a scenario file: two edits of one file, told apart by what they started from.
 *
 * Terms     base, ours, theirs = the file before, and after each edit; conflict = a place that both changed, each in a
 *           way of its own; whole = a curve, an uncertain number or a list, which is one value.
 * Formula   key by key: a value that one side alone changed is that side's; changed alike by both, it is theirs and
 *           ours; an object with `kind` whose kind one side changed is one value.
 * Always    with one side unchanged the result is the other side; no place is lost; the order of keys does not count;
 *           swapping the sides swaps the labels of conflicts and nothing else.
 * Not here  whether the merged file is a scenario (read.ts), git (shells).
 */
import { Scenario } from "./schema.ts";
import { canonicalText, canonicalValue } from "./canonical.ts";
import { inside, isWhole, type Shape } from "./shape.ts";
import {
  isObject,
  type JsonObject,
  type JsonValue,
  pathOf,
  sameValue,
  type Step,
  withValue,
} from "./text.ts";

export type Conflict = {
  steps: readonly Step[];
  path: string;
  /** Both changed it, one changed what the other removed, both added it, or one side's change rules out the other's. */
  kind: "bothChanged" | "changedAndRemoved" | "bothAdded" | "noUnion";
  /** Undefined where the side has nothing there. */
  base: JsonValue | undefined;
  ours: JsonValue | undefined;
  theirs: JsonValue | undefined;
};

export type Merge = {
  /** Every place of both sides; at a conflict ours, or theirs where ours has nothing. */
  merged: JsonObject;
  conflicts: Conflict[];
};

type Sides = {
  base: JsonValue | undefined;
  ours: JsonValue | undefined;
  theirs: JsonValue | undefined;
};

/** Merges two edits of one document. */
export function mergeThree(base: JsonObject, ours: JsonObject, theirs: JsonObject): Merge {
  const conflicts: Conflict[] = [];
  const merged = mergedObject({ base, ours, theirs }, { shape: Scenario, steps: [], conflicts });
  return { merged, conflicts };
}

type Spot = { shape: Shape | undefined; steps: readonly Step[]; conflicts: Conflict[] };

function mergedObject(
  sides: { base: JsonValue | undefined; ours: JsonObject; theirs: JsonObject },
  { shape, steps, conflicts }: Spot,
): JsonObject {
  const { ours, theirs } = sides;
  const base = isObject(sides.base) ? sides.base : {};
  const result: JsonObject = {};
  for (const key of keysInOrder(base, ours, theirs)) {
    const own = {
      base: valueUnder(base, key),
      ours: valueUnder(ours, key),
      theirs: valueUnder(theirs, key),
    };
    const value = mergedValue(own, {
      shape: shape && inside(shape, key, own.ours === undefined ? theirs : ours),
      steps: [...steps, key],
      conflicts,
    });
    if (value !== undefined) result[key] = value;
  }
  return result;
}

function valueUnder(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function mergedValue(sides: Sides, spot: Spot): JsonValue | undefined {
  const { base, ours, theirs } = sides;
  if (sameValue(ours, theirs)) return ours;
  if (sameValue(base, ours)) return theirs;
  if (sameValue(base, theirs)) return ours;
  if (isObject(ours) && isObject(theirs) && !isOne(sides, spot.shape))
    return mergedObject({ base, ours, theirs }, spot);
  spot.conflicts.push({
    steps: spot.steps,
    path: pathOf([...spot.steps]),
    kind:
      base === undefined
        ? "bothAdded"
        : ours === undefined || theirs === undefined
          ? "changedAndRemoved"
          : "bothChanged",
    base,
    ours,
    theirs,
  });
  return ours ?? theirs;
}

/** True where two objects are values that are never mixed: whole ones, and those of different kinds. */
function isOne({ base, ours, theirs }: Sides, shape: Shape | undefined): boolean {
  if (shape && isWhole(shape)) return true;
  const kinds = [base, ours, theirs].filter(isObject).map((object) => valueUnder(object, "kind"));
  return kinds.some((kind) => kind !== kinds[0]);
}

/** The keys of both sides and the base: ours in our order, each of theirs after the one it follows in theirs. */
function keysInOrder(base: JsonObject, ours: JsonObject, theirs: JsonObject): string[] {
  const keys = Object.keys(ours);
  for (const other of [Object.keys(theirs), Object.keys(base)]) {
    for (const [i, key] of other.entries()) {
      if (keys.includes(key)) continue;
      const before = other.slice(0, i).findLast((one) => keys.includes(one));
      keys.splice(before === undefined ? 0 : keys.indexOf(before) + 1, 0, key);
    }
  }
  return keys;
}

/** The document with one choice made at each conflict. */
export function resolved(
  { merged, conflicts }: Merge,
  choose: (conflict: Conflict) => "ours" | "theirs" | "base",
): JsonObject {
  let document = merged;
  for (const conflict of conflicts)
    document = withValue(document, conflict.steps, conflict[choose(conflict)]);
  return document;
}

/** Names of the two sides, as the marks of a conflict show them. */
export type Labels = { ours: string; theirs: string };

/**
 * The canonical text of a merge. At each conflict both sides stand between marks, so that the file is read by nobody as
 * a finished scenario.
 */
export function mergeText(merge: Merge, labels: Labels): string {
  if (merge.conflicts.length === 0) return canonicalText(merge.merged);
  let document = merge.merged;
  for (const [i, { steps }] of merge.conflicts.entries())
    document = withValue(document, steps, placeOf(i));
  const lines = canonicalText(document).split("\n");
  return lines.flatMap((line) => markedLines(line, merge.conflicts, labels)).join("\n");
}

/** Text that stands in for the i-th conflict: so long that it has a line of its own. */
function placeOf(i: number): string {
  return `conflict ${i} `.padEnd(120, "·");
}

function markedLines(line: string, conflicts: readonly Conflict[], labels: Labels): string[] {
  const found = /^(\s*)("(?:[^"\\]|\\.)*": )"conflict (\d+) ·*"(,?)$/.exec(line);
  if (!found) return [line];
  const [, indent = "", label = "", number, comma = ""] = found;
  const { ours, theirs } = conflicts[Number(number)]!;
  const side = (value: JsonValue | undefined): string[] =>
    value === undefined ? [] : `${canonicalValue(value, indent, label)}${comma}`.split("\n");
  return [
    `<<<<<<< ${labels.ours}`,
    ...side(ours),
    "=======",
    ...side(theirs),
    `>>>>>>> ${labels.theirs}`,
  ];
}
