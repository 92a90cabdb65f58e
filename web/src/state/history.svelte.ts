/**
 * An earlier version on its way into Build, as an edit of the file as it is now.
 *
 * Always    it is one step of the draft, so that undo brings back what was there; nothing is saved by it.
 */
import type { JsonObject } from "#models";
import type { Draft } from "./draft.svelte.ts";
import { tree } from "./draft.svelte.ts";

export type Restored = { id: string; whole: JsonObject; from: string };

let waiting: Restored | undefined;

/** Leaves a version for Build to take up when it opens the scenario. */
export function restoreInBuild(restored: Restored): void {
  waiting = restored;
}

/** Takes up a version that was left for this draft; what to say about it, or nothing where none was. */
export function takeRestored(draft: Draft): string | undefined {
  const restored = waiting;
  if (!restored || restored.id !== draft.file.id) return undefined;
  waiting = undefined;
  const problems = draft.change([[[], asEdit(restored.whole, tree(draft.base))]]);
  if (problems.length > 0) {
    return `The version of ${restored.from} does not fit the file as it is now: ${problems[0]!.message}`;
  }
  return draft.edited
    ? `Restored from ${restored.from} as a new edit. Nothing is saved yet.`
    : `The file says the same as it did at ${restored.from}.`;
}

/** What a version says, over what the file starts from now: its parent and status quo cannot be changed by an edit. */
function asEdit(then: JsonObject, now: JsonObject): JsonObject {
  const heads = ["$schema", "format", "extends"];
  const head = Object.entries(now).filter(([key]) => heads.includes(key));
  const body = Object.entries(then).filter(([key]) => !heads.includes(key));
  const whole: JsonObject = Object.fromEntries([...head, ...body]);
  const statusQuo = statusQuoOf(now.behaviour);
  if (statusQuo === statusQuoOf(then.behaviour)) return whole;
  const { statusQuo: _, ...behaviour } = (whole.behaviour ?? {}) as JsonObject;
  whole.behaviour = statusQuo === undefined ? behaviour : { ...behaviour, statusQuo };
  return whole;
}

function statusQuoOf(behaviour: JsonObject[string] | undefined): JsonObject[string] | undefined {
  return (behaviour as JsonObject | undefined)?.statusQuo;
}
