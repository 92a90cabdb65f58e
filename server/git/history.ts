/**
 * The history of the scenarios of one folder: who changed one and when, and what it said then.
 *
 * Always    what a commit says never changes, so it is read once; a folder outside a repository has no history, which is
 *           an answer and no fault; an uncommitted edit is the newest entry's successor, not an entry.
 * Not here  git itself (git.ts), the words of a difference (the engine).
 */
import { join } from "node:path";
import { type JsonObject, type Merge, parseStrict } from "#models";
import { fault, type Fault } from "../fault.ts";
import { type Folder, openFolder } from "../store/folder.ts";
import { createStore, type Store, type StoredScenario } from "../store/scenarios.ts";
import { later, now, pathIn, type Steps, topOf, topOrRefused } from "./git.ts";
import { type LogEntry, logOf } from "./log.ts";
import { baseOf, mergeDocuments } from "./merging.ts";
import { commitOf, folderAt, type Stages, stagesAt } from "./revisions.ts";
import {
  atRevision,
  changedScenarios,
  problemsAt,
  readAs,
  type ScenarioChange,
  type VersionFile,
  type Versions,
  versionsIn,
} from "./versions.ts";

export type HistoryEntry = Omit<LogEntry, "path" | "renamedFrom" | "files"> & {
  /** Id of the scenario from this commit on. */
  id: string;
  /** Id before a rename in this commit. */
  from: string | undefined;
  /** Ids of the scenario's files that the commit touched: its own, and those it extends. */
  touched: string[];
};

export type Log = {
  /** Why there is no history; undefined where there is. */
  why: string | undefined;
  /** True where the scenario, or a file it extends, is not as the last commit has it. */
  uncommitted: boolean;
  entries: HistoryEntry[];
};

/** A scenario at a revision: `commit` is what the revision meant when it was asked for. */
type AtCommit = { commit: string; stored: StoredScenario | undefined };

export type History = {
  log: (id: string, most: number) => Promise<Log>;
  find: (id: string, revision: string) => Promise<AtCommit>;
  /** The two sides of a file that is in conflict in git, merged as far as that goes; undefined where it is not. */
  sides: (id: string) => Promise<ConflictSides | undefined>;
  /** What changed in one scenario from a revision to another, or to what is there now; undefined where nothing did. */
  changes: (
    id: string,
    range: { from: string; to?: string | undefined },
  ) => Promise<ScenarioChange | undefined>;
};

/** Documents of a file in conflict: what both sides started from, and the merge of both by id. */
type ConflictSides = {
  base: JsonObject;
  ours: JsonObject;
  theirs: JsonObject;
  merge: Merge;
};

/** Revisions kept in memory. */
const MOST_KEPT = 8;

export function createHistory(root: string): History {
  const kept = new Map<string, { folder: Folder; store: Store }>();

  async function opened(
    revision: string,
  ): Promise<{ commit: string; folder: Folder; store: Store }> {
    const top = await later(root, topOrRefused());
    const commit = await later(root, commitOf(revision));
    let known = kept.get(commit);
    if (!known) {
      const folder = await later(root, folderAt(commit, pathIn(top, root) ?? ""));
      known = { folder, store: createStore(folder) };
    }
    kept.delete(commit);
    kept.set(commit, known); // the newest is last
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!);
    return { commit, ...known };
  }

  return {
    sides: async (id) => sidesIn(root, id, await later(root, stagesAt(join(root, `${id}.json`)))),
    log: (id, most) => later(root, logSteps(root, id, most)),
    find: async (id, revision) => {
      const { commit, store } = await opened(revision);
      const stored = store.find(id);
      if (!stored?.loaded)
        return {
          commit,
          stored: stored && { ...stored, problems: problemsAt(revision, stored.problems) },
        };
      return { commit, stored: { ...stored, loaded: atRevision(stored.loaded, revision) } };
    },
    changes: async (id, { from, to }) => {
      const before = (await opened(from)).folder;
      const after = to === undefined ? openFolder(root) : (await opened(to)).folder;
      const [change] = changedScenarios(versionsIn(before, from), versionsIn(after, to), {
        only: [id],
        money: false,
      });
      return change;
    },
  };
}

function sidesIn(root: string, id: string, stages: Stages): ConflictSides | undefined {
  const [ours, theirs] = [stages.ours, stages.theirs].map(
    (text) => parseStrict(text ?? "", "").value,
  );
  if (!ours || !theirs) return undefined; // removed on one side, or not in conflict
  const base = baseOf(stages.base ?? "");
  if (!base) return undefined;
  const { merge } = mergeDocuments({ base, ours, theirs }, { id, folder: openFolder(root) });
  return { base, ours, theirs, merge };
}

/** The same for the command line, which waits. */
export function logNow(root: string, id: string, most: number): Log {
  return now(root, logSteps(root, id, most));
}

function* logSteps(root: string, id: string, most: number): Steps<Log> {
  const top = yield* topOf();
  if (top === undefined)
    return { why: "this folder is not in a git repository", uncommitted: false, entries: [] };
  const folder = pathIn(top, root);
  if (folder === undefined)
    return { why: "this folder is not in the repository", uncommitted: false, entries: [] };
  const prefix = folder === "" ? "" : `${folder}/`;
  const pathOf = (one: string): string => `${prefix}${one}.json`;
  const idOf = (path: string): string =>
    (path.startsWith(prefix) ? path.slice(prefix.length) : path).replace(/\.json$/, "");

  const content = openFolder(root).read(id);
  const here =
    content && "text" in content ? readAs(id, content.text, openFolder(root)) : undefined;
  const parents = [...(here?.texts.keys() ?? [])].filter((one) => one !== id);
  const entries = yield* logOf(top, pathOf(id), { parents: parents.map(pathOf), most });
  const uncommitted = yield* isUncommitted(here, folder);
  return {
    why: entries.length === 0 && !here ? "there is no such scenario in any commit" : undefined,
    uncommitted,
    entries: entries.map(({ path, renamedFrom, files, ...entry }) => ({
      ...entry,
      id: idOf(path),
      from: renamedFrom === undefined ? undefined : idOf(renamedFrom),
      touched: [...new Set(files.map(idOf))],
    })),
  };
}

function* isUncommitted(here: VersionFile | undefined, folder: string): Steps<boolean> {
  if (!here) return false;
  const { code, out } = yield { args: ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"] };
  if (code !== 0) return true; // no commit yet
  const head = yield* folderAt(out.toString().trim(), folder);
  return [...here.texts].some(([id, text]) => {
    const content = head.read(id);
    return (content && "text" in content ? content.text : undefined) !== text;
  });
}

/** The scenarios before and after a commit. */
export function versionsAround(
  root: string,
  commit: string,
): { before: Versions; after: Versions } {
  return now(root, around(root, commit));
}

function* around(root: string, commit: string): Steps<{ before: Versions; after: Versions }> {
  const top = yield* topOrRefused();
  const folder = pathIn(top, root) ?? "";
  const after = versionsIn(yield* folderAt(commit, folder), commit.slice(0, 9));
  const { code, out } = yield { args: ["rev-parse", "--verify", "--quiet", `${commit}^`] };
  const before = code === 0 ? yield* folderAt(out.toString().trim(), folder) : noFolder(root);
  return { before: versionsIn(before), after };
}

function noFolder(root: string): Folder {
  return { root, list: () => [], read: () => undefined, readBeside: () => undefined };
}

/** An id and the revision it is asked at, of `id@revision`; undefined where it is asked as it is now. */
export function versionOf(given: string): { id: string; revision: string } | undefined {
  const at = given.indexOf("@");
  return at < 0 ? undefined : { id: given.slice(0, at), revision: given.slice(at + 1) };
}

/** That a scenario was not there at a revision. */
export function notThen(id: string, revision: string): Fault {
  return fault("not-found", "", `there was no scenario called "${id}" at ${revision}`);
}

/** The scenarios of a folder as they are now. */
export function versionsNow(root: string): Versions {
  return versionsIn(openFolder(root));
}
