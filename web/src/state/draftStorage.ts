/**
 * Drafts kept in the browser: one for each scenario, with the version of the file it was made on.
 *
 * Always    what cannot be read back as a draft counts as none; a browser that keeps nothing is no fault.
 */
import type { JsonObject } from "#models";
import { keep, readKept } from "./kept.ts";

export type KeptDraft = {
  /** Version of the file the edits were made on. */
  etag: string;
  /** Merge patch over the scenario. */
  patch: JsonObject;
};

/** The scenario as the file said it when the draft was begun: what a later version of the file is told apart from. */
export function keepBase(id: string, etag: string, base: JsonObject): void {
  keep(baseKeyOf(id), { etag, base });
}

/** The scenario that a kept draft was made on; undefined where it is not known. */
export function keptBase(id: string, etag: string): JsonObject | undefined {
  const kept = readKept(baseKeyOf(id)) as { etag?: unknown; base?: JsonObject } | null;
  return kept?.etag === etag && typeof kept.base === "object" ? kept.base : undefined;
}

/** The draft kept for a scenario, if there is one. */
export function keptDraft(id: string): KeptDraft | undefined {
  const kept = readKept(keyOf(id));
  return isDraft(kept) ? kept : undefined;
}

/** Keeps a draft; false where the browser refuses. */
export function keepDraft(id: string, { etag, patch }: KeptDraft): boolean {
  keep(keyOf(id), { etag, patch });
  return keptDraft(id) !== undefined;
}

export function dropDraft(id: string): void {
  keep(keyOf(id), undefined);
  keep(baseKeyOf(id), undefined);
}

/** The id a scenario's draft has as a file of its own, beside the scenario it edits. */
export function editedId(id: string): string {
  return `${id}-edited`;
}

function keyOf(id: string): string {
  return `draft.${id}`;
}

function baseKeyOf(id: string): string {
  return `draft-base.${id}`;
}

function isDraft(kept: unknown): kept is KeptDraft {
  if (typeof kept !== "object" || kept === null) return false;
  const { etag, patch } = kept as Record<string, unknown>;
  return (
    typeof etag === "string" && typeof patch === "object" && patch !== null && !Array.isArray(patch)
  );
}
