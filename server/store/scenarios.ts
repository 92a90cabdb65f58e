/**
 * Scenarios by id: text, entity tag, what it loads to, and what is wrong with it.
 *
 * Always    a file that does not load is there with its problems; a load is kept as long as none of the files it was
 *           made from changes.
 */
import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import {
  type LoadedScenario,
  ProblemError,
  readScenario,
  validateScenario,
  type Problem,
} from "#models";
import { type Fault, faultsOf } from "../fault.ts";
import { whenCalm } from "./calm.ts";
import type { FileText } from "./file.ts";
import { type Folder, type TableKind, tableKinds } from "./folder.ts";
import { isId } from "./names.ts";

export type StoredScenario = {
  id: string;
  /** Undefined where the file cannot be read. */
  text: string | undefined;
  etag: string | undefined;
  loaded: LoadedScenario | undefined;
  problems: Fault[];
};

/** A table beside a scenario, or beside the nearest ancestor that has one; no text where it cannot be used. */
type StoredTable = {
  kind: TableKind;
  file: string;
  text: string | undefined;
  problems: Fault[];
};

export type Store = {
  /** Path of the folder. */
  root: string;
  kept: Kept;
  /** Ids of the files that can be opened. */
  ids: () => string[];
  all: () => StoredScenario[];
  find: (id: string) => StoredScenario | undefined;
  /** As `all` and `find`, once git or an editor is done with a file that is missing or bad. */
  allWhenCalm: () => Promise<StoredScenario[]>;
  findWhenCalm: (id: string) => Promise<StoredScenario | undefined>;
  /** Reads `text` as the scenario `id`, beside the files that are there. */
  readAs: (id: string, text: string) => { loaded: LoadedScenario | undefined; problems: Fault[] };
  /** The tables of a scenario that loads, else those of its nearest ancestor with any; undefined where there is no such scenario. */
  tables: (id: string) => StoredTable[] | undefined;
};

/** What was loaded, by id, with the entity tags of all files it was made from. */
export type Kept = Map<string, { made: StoredScenario; from: Map<string, string> }>;

/** Two stores that share what they kept load nothing twice: what is right for neither is loaded anew. */
export function createStore(folder: Folder, kept: Kept = new Map()): Store {
  function find(id: string): StoredScenario | undefined {
    const content = folder.read(id);
    if (!content) {
      kept.delete(id);
      return undefined;
    }
    const known = kept.get(id);
    if (known && [...known.from].every(([file, tag]) => tagOf(folder.read(file)) === tag)) {
      return known.made;
    }
    const from = new Map([[id, tagOf(content)]]);
    const made = "code" in content ? unread(id, content) : read(id, content, from);
    kept.set(id, { made, from });
    return made;
  }

  function read(id: string, { text, etag }: FileText, from: Map<string, string>): StoredScenario {
    try {
      return { id, text, etag, ...load(id, text, from) };
    } catch (error) {
      // A bug met by one file must not hide the others.
      const problems = faultsOf(error).map((problem) => ({ ...problem, file: `${id}.json` }));
      return { id, text, etag, loaded: undefined, problems };
    }
  }

  function load(id: string, text: string, from: Map<string, string>) {
    const unusable: Fault[] = [];
    const result = readScenario(id, (other) => {
      if (other === id) return text;
      const content = folder.read(other);
      from.set(other, tagOf(content));
      if (content && "code" in content) unusable.push({ ...content, file: `${other}.json` });
      return content && "text" in content ? content.text : undefined;
    });
    const problems = [...unusable, ...result.problems];
    const { loaded } = result;
    if (!loaded || problems.length > 0) return { loaded: undefined, problems };
    return { loaded, problems: [...compiling(loaded)] };
  }

  function all(): StoredScenario[] {
    return folder.list().flatMap(({ id, misnamed }) => {
      if (misnamed) return [unread(id, misnamed)];
      const made = find(id);
      return made ? [made] : []; // gone since it was listed
    });
  }

  /** Files that were there a moment ago, or have something wrong with them. */
  function missingOrBad(seen: readonly StoredScenario[]): string[] {
    const there = new Set(seen.map(({ id }) => id));
    const missing = [...kept.keys()].filter((id) => !there.has(id));
    return [...missing.map((id) => `${id}.json`), ...seen.flatMap(badFiles)];
  }

  const allWhenCalm = () => whenCalm(folder.root, all, missingOrBad);

  const findWhenCalm = (id: string) =>
    whenCalm(
      folder.root,
      () => find(id),
      (seen) => (seen ? badFiles(seen) : isId(id) ? [`${id}.json`] : []),
    );

  const ids = (): string[] => folder.list().flatMap(({ id, misnamed }) => (misnamed ? [] : [id]));

  function tables(id: string): StoredTable[] | undefined {
    const stored = find(id);
    if (!stored) return undefined;
    const family = stored.loaded?.lineage.map((scenario) => scenario.id).toReversed() ?? [id];
    // The tables of one scenario belong together: those of two would tell of two different years.
    for (const one of family) {
      const found = tableKinds.flatMap((kind): StoredTable[] => {
        const content = folder.readBeside(one, kind);
        if (!content) return [];
        const file = `${one}.${kind}.csv`;
        if ("text" in content) return [{ kind, file, text: content.text, problems: [] }];
        return [{ kind, file, text: undefined, problems: [{ ...content, file }] }];
      });
      if (found.length > 0) return found;
    }
    return [];
  }

  const readAs: Store["readAs"] = (id, text) => load(id, text, new Map());
  return { root: folder.root, kept, ids, all, find, allWhenCalm, findWhenCalm, readAs, tables };
}

/** Files in which something is wrong that shows in a scenario. */
function badFiles({ id, problems }: StoredScenario): string[] {
  return problems.map(({ file }) => file ?? `${id}.json`);
}

/** What only compiling finds. */
function compiling(loaded: LoadedScenario): readonly Problem[] {
  const key = contentOf(loaded);
  const known = compiled.get(key);
  if (known) return known;
  const problems = problemsOf(loaded);
  if (compiled.size >= mostCompiled) compiled.clear();
  compiled.set(key, problems);
  return problems;
}

/** What compiling said of contents it has seen: a note, or a save of another file, compiles nothing again. */
const compiled = new Map<string, readonly Problem[]>();
const mostCompiled = 2000;

function problemsOf(loaded: LoadedScenario): readonly Problem[] {
  try {
    return validateScenario(loaded);
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
}

/** Hash of all that compiling reads: names, questions and notes are words to it. */
function contentOf({ lineage }: LoadedScenario): string {
  const read = lineage.map(({ id, scenario }) => [
    id,
    { ...scenario, name: undefined, question: undefined, notes: undefined },
  ]);
  return createHash("sha256").update(JSON.stringify(read)).digest("base64url");
}

/** Reads all scenarios one by one between requests, so that the first list and the first save are there at once. */
export async function readAhead(store: Store): Promise<void> {
  for (const id of store.ids()) {
    store.find(id);
    await setImmediate();
  }
}

function unread(id: string, problem: Fault): StoredScenario {
  const problems = [{ ...problem, file: `${id}.json` }];
  return { id, text: undefined, etag: undefined, loaded: undefined, problems };
}

function tagOf(content: FileText | Fault | undefined): string {
  if (!content) return "none";
  return "etag" in content ? content.etag : `fault: ${content.message}`;
}
