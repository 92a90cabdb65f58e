/**
 * Changes of the scenarios folder, whoever made them: an editor, git, this server.
 *
 * Always    what a file is told by its hash; that something may have changed, by the system or once a second. A file that
 *           is gone or does not parse while others are at work is looked at again before that is told.
 */
import { type FSWatcher, watch } from "node:fs";
import { dirname, join } from "node:path";
import { parseStrict } from "#models";
import { isStirring } from "./calm.ts";
import type { Folder } from "./folder.ts";

export type Change = { id: string; change: "new" | "changed" | "gone"; etag: string | null };

export type Watch = {
  /** Calls `listener` with all that changed since it was last called; gives what ends that. */
  subscribe: (listener: (changes: readonly Change[]) => void) => () => void;
  /** The files there are, with their entity tags; null where a file cannot be read. */
  files: () => { id: string; etag: string | null }[];
};

/** Milliseconds: after a hint, between two looks without one, while others are at work, and at most for these. */
const pace = { hint: 50, look: 1000, again: 100, patience: 5000 };

type Seen = { etag: string | null; mark: string };

export function watchFolder(folder: Folder): Watch {
  const listeners = new Set<(changes: readonly Change[]) => void>();
  const hints = new Map<string, FSWatcher>();
  /** Since when a file is suspected to be in the writing. */
  const suspected = new Map<string, number>();
  let known = new Map<string, Seen>();
  let timer: NodeJS.Timeout | undefined;
  let due = Infinity;

  function look(): void {
    due = Infinity;
    const now = seenIn(folder);
    const changes = differences(known, now).filter((change) => !isSuspect(change));
    for (const { id, change } of changes) {
      suspected.delete(id);
      if (change === "gone") known.delete(id);
      else known.set(id, now.get(id)!);
    }
    for (const id of suspected.keys()) {
      if (known.get(id)?.mark === now.get(id)?.mark) suspected.delete(id); // as it was again
    }
    follow(now.keys());
    if (changes.length > 0) for (const listener of listeners) listener(changes);
    lookIn(suspected.size > 0 ? pace.again : pace.look);
  }

  function isSuspect({ id, change }: Change): boolean {
    const isBad = change === "gone" || !parses(folder, id);
    if (!isBad || !isStirring(folder.root, [`${id}.json`])) return false;
    const since = suspected.get(id) ?? performance.now();
    suspected.set(id, since);
    return performance.now() - since < pace.patience;
  }

  function lookIn(milliseconds: number): void {
    const at = performance.now() + milliseconds;
    if (listeners.size === 0 || at >= due) return;
    clearTimeout(timer);
    due = at;
    timer = setTimeout(look, milliseconds).unref();
  }

  /** Asks the system for hints about the folders that hold these files. Without them there is still the clock. */
  function follow(ids: Iterable<string>): void {
    const folders = new Set([folder.root, ...[...ids].map((id) => join(folder.root, dirname(id)))]);
    for (const path of hints.keys()) if (!folders.has(path)) drop(path);
    for (const path of folders) {
      if (hints.has(path)) continue;
      try {
        const hint = watch(path, { persistent: false }, () => lookIn(pace.hint));
        hint.on("error", () => drop(path));
        hints.set(path, hint);
      } catch {
        // more folders than the system watches, or gone
      }
    }
  }

  function drop(path: string): void {
    hints.get(path)?.close();
    hints.delete(path);
  }

  function subscribe(listener: (changes: readonly Change[]) => void): () => void {
    listeners.add(listener);
    if (listeners.size === 1) {
      known = seenIn(folder);
      follow(known.keys());
      lookIn(pace.look);
    }
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      clearTimeout(timer);
      due = Infinity;
      suspected.clear();
      for (const path of hints.keys()) drop(path);
    };
  }

  const files = () => [...seenIn(folder)].map(([id, { etag }]) => ({ id, etag }));
  return { subscribe, files };
}

function seenIn(folder: Folder): Map<string, Seen> {
  const seen = new Map<string, Seen>();
  for (const { id, misnamed } of folder.list()) {
    const content = misnamed ?? folder.read(id);
    if (!content) continue;
    const etag = "etag" in content ? content.etag : null;
    seen.set(id, { etag, mark: etag ?? ("message" in content ? content.message : "") });
  }
  return seen;
}

function differences(before: Map<string, Seen>, now: Map<string, Seen>): Change[] {
  const changes: Change[] = [];
  for (const [id, { etag, mark }] of now) {
    const then = before.get(id);
    if (!then) changes.push({ id, change: "new", etag });
    else if (then.mark !== mark) changes.push({ id, change: "changed", etag });
  }
  for (const id of before.keys()) {
    if (!now.has(id)) changes.push({ id, change: "gone", etag: null });
  }
  return changes;
}

function parses(folder: Folder, id: string): boolean {
  const content = folder.read(id);
  return (
    content !== undefined && "text" in content && parseStrict(content.text, "").value !== undefined
  );
}
