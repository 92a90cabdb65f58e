/**
 * Merging two edits of a scenario file: by id, then checked as a whole, told in plan words.
 *
 * Terms     around = the folder as it will be when all its files are merged, for what the file extends.
 * Always    a union that does not hold although each side does is a conflict; a fault that a side has alone is that
 *           side's, and no conflict.
 * Not here  the merge by id and its laws (the engine), who calls (cli/mergeDriver.ts, cli/resolve.ts).
 */
import {
  agreed,
  canonicalText,
  type Conflict,
  isObject,
  type JsonObject,
  type JsonValue,
  type LoadedScenario,
  type Merge,
  mergeThree,
  parseStrict,
  planDiff,
  readScenario,
  resolved,
  sameValue,
  scenarioOf,
  sidesOfMarked,
  withClash,
} from "#models";
import type { Fault } from "../fault.ts";
import type { Folder } from "../store/folder.ts";
import { createStore } from "../store/scenarios.ts";

/** Where a file stands: its id, and the files it may extend. */
export type Around = { id: string; folder: Folder };

export type Merged = {
  merge: Merge;
  /** What both sides started from, where that is known. */
  base?: JsonObject | undefined;
  /** Why the union of the two sides does not hold. */
  union: Fault[];
};

type Documents = { base: JsonObject; ours: JsonObject; theirs: JsonObject };

/** Merges two edits that can be read. */
export function mergeDocuments(documents: Documents, around: Around): Merged {
  const { base, ours, theirs } = documents;
  const merge = mergeThree(base, ours, theirs);
  if (merge.conflicts.length > 0) return { merge, base, union: [] };
  const known = [ours, theirs].flatMap((side) => problemsOf(side, around).map(keyOf));
  const brought = (document: JsonObject): Fault[] =>
    problemsOf(document, around).filter((problem) => !known.includes(keyOf(problem)));
  const union = brought(merge.merged);
  if (union.length === 0) return { merge, base, union };
  return { base, merge: withClash(documents, merge, (one) => brought(one).length === 0), union };
}

function keyOf({ file, path, message }: Fault): string {
  return `${file} ${path} ${message}`;
}

/** What is wrong with a document in its place. */
export function problemsOf(document: JsonObject, { id, folder }: Around): Fault[] {
  return createStore(folder).readAs(id, canonicalText(document)).problems;
}

/** What two edits started from: its document; of a base that is itself an unfinished merge, what its sides agree in. */
export function baseOf(text: string): JsonObject | undefined {
  if (text.trim() === "") return {};
  const sides = sidesOfMarked(text);
  if (!sides) return parseStrict(text, "").value;
  const [ours, theirs] = [sides.ours, sides.theirs].map((side) => parseStrict(side, "").value);
  return ours && theirs ? agreed(ours, theirs) : undefined;
}

/** A folder whose files are merged one by one, where that goes by itself; ours where it does not. */
export function mergedFolder(ours: Folder, base: Folder | undefined, theirs: Folder): Folder {
  return {
    ...ours,
    read: (id) => {
      const own = ours.read(id);
      const other = theirs.read(id);
      const from = base?.read(id);
      const [a, b, c] = [own, other, from].map((one) =>
        one && "text" in one ? one.text : undefined,
      );
      if (a === b || b === c) return own;
      if (a === c) return other;
      if (a === undefined || b === undefined) return own ?? other;
      const [one, two] = [a, b].map((text) => parseStrict(text, "").value);
      const start = baseOf(c ?? "");
      if (!one || !two || !start) return own;
      const { merged, conflicts } = mergeThree(start, one, two);
      if (conflicts.length > 0) return own;
      return { text: canonicalText(merged), etag: "merged", stamp: "merged" };
    },
  };
}

export type ConflictTold = {
  path: string;
  /** What the conflict is. */
  what: string;
  ours: string[];
  theirs: string[];
};

/** The conflicts of a merge in plan words, where its sides load; in those of the file where they do not. */
export function toldConflicts({ merge, base, union }: Merged, around: Around): ConflictTold[] {
  return merge.conflicts.map((conflict) => ({
    path: conflict.path,
    what: whatOf(conflict, union),
    ours: sideWords(conflict, "ours", { merge, base, around }),
    theirs: sideWords(conflict, "theirs", { merge, base, around }),
  }));
}

function whatOf({ kind, ours, theirs }: Conflict, union: readonly Fault[]): string {
  switch (kind) {
    case "bothChanged":
      if (ours === null) return "ours removed it, theirs changed it"; // so a child removes what it inherits
      if (theirs === null) return "ours changed it, theirs removed it";
      return "both sides changed it, each in its own way";
    case "bothAdded":
      if (ours === undefined) return "theirs has it, ours does not";
      if (theirs === undefined) return "ours has it, theirs does not";
      return "both sides have it, and not alike";
    case "changedAndRemoved":
      return ours === undefined
        ? "ours removed it, theirs changed it"
        : "ours changed it, theirs removed it";
    case "noUnion":
      return `each side fits alone, and not both together: ${union[0]?.message ?? "the whole does not hold"}`;
    default:
      return kind satisfies never;
  }
}

type Setting = { merge: Merge; base: JsonObject | undefined; around: Around };

function sideWords(
  conflict: Conflict,
  side: "ours" | "theirs",
  { merge, base, around }: Setting,
): string[] {
  const renamed = base && renamedWords(conflict, side, { merge, base, around });
  if (renamed !== undefined) return [renamed];
  const chosen = resolved(merge, () => side);
  const before = loadedOf(
    resolved({ merged: chosen, conflicts: [conflict] }, () => "base"),
    around,
  );
  const after = loadedOf(chosen, around);
  if (!before || !after) return [valueWords(conflict[side])];
  const says = planDiff(scenarioOf(before), scenarioOf(after)).map((change) => change.says);
  if (says.length > 0) return says;
  return [conflict.base === undefined ? "does not have it" : "leaves it as it was"];
}

/** "renamed it rep · 23 people": of a thing that a side has under another id, word for word; undefined of any other. */
function renamedWords(
  { steps, base: was, ...sides }: Conflict,
  side: "ours" | "theirs",
  { merge, base, around }: Setting & { base: JsonObject },
): string | undefined {
  if (was === undefined || !isObject(was) || sides[side] !== undefined) return undefined;
  const above = (document: JsonObject): JsonObject => {
    let value: JsonValue | undefined = document;
    for (const step of steps.slice(0, -1)) value = isObject(value) ? value[step] : undefined;
    return isObject(value) ? value : {};
  };
  const before = above(base);
  const name = Object.entries(above(merge.merged)).find(
    ([key, value]) => !Object.hasOwn(before, key) && sameValue(value, was),
  )?.[0];
  if (name === undefined) return undefined;
  const loaded = steps[0] === "plans" ? loadedOf(base, around) : undefined;
  const people = Object.values(loaded ? scenarioOf(loaded).roles : {})
    .filter(({ plan }) => plan === steps[1])
    .reduce((sum, { headcount }) => sum + Number(headcount), 0);
  const counted = people > 0 ? ` · ${people === 1 ? "1 person" : `${people} people`}` : "";
  return `renamed it ${name}${counted}`;
}

function loadedOf(document: JsonObject, { id, folder }: Around): LoadedScenario | undefined {
  const textOf = (other: string): string | undefined => {
    if (other === id) return canonicalText(document);
    const content = folder.read(other);
    return content && "text" in content ? content.text : undefined;
  };
  return readScenario(id, textOf).loaded;
}

const LONGEST = 100;

function valueWords(value: JsonValue | undefined): string {
  if (value === undefined) return "does not have it";
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
