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
}

/** The id a scenario's draft has as a file of its own, beside the scenario it edits. */
export function editedId(id: string): string {
  return `${id}-edited`;
}

function keyOf(id: string): string {
  return `draft.${id}`;
}

function isDraft(kept: unknown): kept is KeptDraft {
  if (typeof kept !== "object" || kept === null) return false;
  const { etag, patch } = kept as Record<string, unknown>;
  return (
    typeof etag === "string" && typeof patch === "object" && patch !== null && !Array.isArray(patch)
  );
}
