/**
 * A file with the marks of an unfinished merge, as two versions to choose from place by place.
 *
 * Always    without git every difference of the two sides is a choice: what they started from is not known, so nothing
 *           is taken for granted; with it, what one side alone changed is kept; the words come from the engine where both sides make a scenario, else from the file.
 * Not here  reading the marks and the words (the engine).
 */
import {
  type Conflict,
  type JsonObject,
  type JsonValue,
  mergePatch,
  type PlanChange,
  parseStrict,
  pathOf,
  resolveReference,
  sidesOfMarked,
} from "#models";
import type { ConflictSides } from "../lib/api.ts";
import { differencesBetween } from "./patch.ts";
import {
  type Clash,
  putTogether,
  type SideWords,
  type Together,
  wordsBetween,
} from "./savingConflict.ts";

export type Marked = {
  ours: JsonObject;
  theirs: JsonObject;
  labels: { ours: string; theirs: string };
};

/** The two documents between the marks of a text; undefined where they cannot be read as such. */
export function markedIn(text: string): Marked | undefined {
  const sides = sidesOfMarked(text);
  if (!sides) return undefined;
  const [ours, theirs] = [sides.ours, sides.theirs].map((side) => parseStrict(side, "").value);
  return ours && theirs ? { ours, theirs, labels: sides.labels } : undefined;
}

/** The id of the scenario that a document starts from. */
export function parentIn(id: string, document: JsonObject): string | undefined {
  if (typeof document.extends !== "string") return undefined;
  const found = resolveReference(id, document.extends);
  return "id" in found ? found.id : undefined;
}

/** Both sides with a choice at every place where they differ; `parents` are the scenarios that they start from. */
export function sidesTogether(
  { ours, theirs }: Marked,
  parents: { ours: JsonObject | undefined; theirs: JsonObject | undefined },
): Together {
  const changes = wordsBetween(
    mergePatch(parents.ours ?? {}, ours).value,
    mergePatch(parents.theirs ?? {}, theirs).value,
  );
  const clashes = differencesBetween(ours, theirs).map(({ path, before, after }): Clash => {
    const conflict: Conflict = {
      steps: path,
      path: pathOf([...path]),
      kind: "bothChanged",
      base: undefined,
      ours: before,
      theirs: after,
    };
    const own = changes.filter((change) => meet(change.path, path));
    return {
      conflict,
      path: conflict.path,
      place: own[0]?.place ?? conflict.path,
      ours: sideOf(own, "before", before),
      theirs: sideOf(own, "after", after),
    };
  });
  const conflicts = clashes.map(({ conflict }) => conflict);
  return { merge: { merged: ours, conflicts }, clashes, oursAlone: [], theirsAlone: [], alike: [] };
}

/**
 * A file in conflict in git, put together from what both sides started from: a choice only where both changed a place.
 * `parents` are the scenarios that the three documents start from.
 */
export function gitTogether(
  { base, ours, theirs, merged, conflicts }: ConflictSides,
  parents: Record<"base" | "ours" | "theirs", JsonObject | undefined>,
): Together {
  const versions = {
    base: mergePatch(parents.base ?? {}, base).value,
    ours: mergePatch(parents.ours ?? {}, ours).value,
    theirs: mergePatch(parents.theirs ?? {}, theirs).value,
  };
  return putTogether(versions, { merged, conflicts });
}

function sideOf(
  changes: readonly PlanChange[],
  key: "before" | "after",
  value: JsonValue | undefined,
): SideWords[] {
  const told = changes.filter((change) => change[key] !== "set" && change[key] !== "");
  if (told.length === 0) {
    return [
      { part: "", before: "", after: value === undefined ? "not there" : JSON.stringify(value) },
    ];
  }
  return told.map((change) => ({
    part: change.part,
    before: "",
    after: change[key] === "none" ? "not there" : change[key],
  }));
}

function meet(one: readonly string[], other: readonly string[]): boolean {
  const shared = Math.min(one.length, other.length);
  return one.slice(0, shared).every((step, i) => step === other[i]);
}
