/**
 * Two edits of one scenario, this browser's and the disk's, put together by field and told in plan words.
 *
 * Terms     base = what both started from; clash = a place that both changed, each in a way of its own: to be chosen.
 * Always    what one side alone changed is kept; nothing is chosen for the person; no place is lost.
 * Not here  the merge and the words (the engine), reading and saving (saving.svelte.ts).
 */
import {
  type Conflict,
  type JsonObject,
  type Merge,
  mergeThree,
  type PlanChange,
  planDiff,
  resolved,
  type Scenario,
} from "#models";

export type Versions = { base: JsonObject; ours: JsonObject; theirs: JsonObject };
export type Side = "ours" | "theirs";

/** What a side makes of a place: "target pay", "1.75×", and what it was before. */
export type SideWords = { part: string; before: string; after: string };

export type Clash = {
  conflict: Conflict;
  /** Path in the file, which tells clashes apart. */
  path: string;
  place: string;
  ours: SideWords[];
  theirs: SideWords[];
};

export type Together = {
  merge: Merge;
  clashes: Clash[];
  /** Sentences on what one side alone changed, and on what both changed alike. */
  oursAlone: string[];
  theirsAlone: string[];
  alike: string[];
};

/** Puts two edits together as far as that goes without a choice; `merge` where that is known already. */
export function putTogether(
  { base, ours, theirs }: Versions,
  merge: Merge = mergeThree(base, ours, theirs),
): Together {
  const [mine, other] = [ours, theirs].map((side) => wordsBetween(base, side));
  const clashes = merge.conflicts.map((conflict) => clashOf(conflict, mine!, other!));
  const isFree = ({ path }: PlanChange) => !merge.conflicts.some(({ steps }) => meet(path, steps));
  const [free, otherFree] = [mine!, other!].map((changes) =>
    changes.filter(isFree).map(({ says }) => says),
  );
  return {
    merge,
    clashes,
    oursAlone: free!.filter((says) => !otherFree!.includes(says)),
    theirsAlone: otherFree!.filter((says) => !free!.includes(says)),
    alike: free!.filter((says) => otherFree!.includes(says)),
  };
}

/** The scenario with every clash decided; undefined while one is not. */
export function decided(
  { merge }: Together,
  choices: ReadonlyMap<string, Side>,
): JsonObject | undefined {
  if (merge.conflicts.some(({ path }) => !choices.has(path))) return undefined;
  return resolved(merge, ({ path }) => choices.get(path)!);
}

function clashOf(
  conflict: Conflict,
  ours: readonly PlanChange[],
  theirs: readonly PlanChange[],
): Clash {
  const [mine, other] = [ours, theirs].map((changes) =>
    changes.filter(({ path }) => meet(path, conflict.steps)),
  );
  const place = (mine![0] ?? other![0])?.place ?? conflict.path;
  return {
    conflict,
    path: conflict.path,
    place,
    ours: wordsOf(mine!, conflict.ours),
    theirs: wordsOf(other!, conflict.theirs),
  };
}

function wordsOf(changes: readonly PlanChange[], value: Conflict["ours"]): SideWords[] {
  if (changes.length > 0) {
    return changes.map(({ part, before, after }) => ({ part, before, after: said(after) }));
  }
  const after = value === undefined || value === null ? "removed" : JSON.stringify(value);
  return [{ part: "", before: "", after }];
}

function said(after: string): string {
  return after === "none" ? "removed" : after === "set" ? "changed" : after || "reworded";
}

/** True where one path leads to the other, or on from it. */
function meet(one: readonly string[], other: readonly (string | number)[]): boolean {
  const shared = Math.min(one.length, other.length);
  return one.slice(0, shared).every((step, i) => step === String(other[i]));
}

/** What changed from one document to another; nothing where one of them is no whole scenario. */
export function wordsBetween(before: JsonObject, after: JsonObject): PlanChange[] {
  try {
    return planDiff(before as unknown as Scenario, after as unknown as Scenario);
  } catch {
    return []; // its own words are shown
  }
}
