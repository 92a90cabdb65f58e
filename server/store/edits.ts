/**
 * Edits of the scenarios folder: save, create, duplicate as a child, rename, delete, extract the difference, flatten.
 *
 * Always    what is written is canonical and parses strictly; a version the caller does not know is not written over; a
 *           save that brings problems, to the scenario or to those under it, needs to be asked for.
 * Not here  how a file gets safely onto the disk (save.ts, journal.ts), who may write (keeper.ts).
 */
import { join } from "node:path";
import {
  editedChild,
  extractDifference,
  flattened,
  type JsonObject,
  mergePatch,
  parseStrict,
  patchScenario,
  scenarioOf,
} from "#models";
import { fault, type Fault } from "../fault.ts";
import { isStirring } from "./calm.ts";
import type { Disk } from "./disk.ts";
import { familyIn, moved, movedSchema, referenceTo, statusQuoIn, withStatusQuo } from "./family.ts";
import { etagOf } from "./file.ts";
import { type Folder, tableKinds } from "./folder.ts";
import { type Step, tagAt, textAt } from "./journal.ts";
import type { Keeper } from "./keeper.ts";
import { createLanes } from "./lanes.ts";
import { asSegment, isId } from "./names.ts";
import { type Expected, makeFolders, NotSaved, removeFile, saveText, textToSave } from "./save.ts";
import { createStore, type Store, type StoredScenario } from "./scenarios.ts";

/** What a file is to say: its text, its document, or a patch over the scenario as it is now. */
export type Content = { text: string } | { document: JsonObject } | { patch: JsonObject };

type Guard = { expected: Expected; acceptProblems?: boolean | undefined };
type Tagged = { id: string; etag: string | undefined };

export type Edits = {
  /** Why nothing may be written; undefined where it may. */
  readOnly: () => Promise<Fault | undefined>;
  /** What became of an edit that was cut off, where a person should know. */
  notice: () => Fault | undefined;
  save: (id: string, content: Content, guard: Guard) => Promise<StoredScenario>;
  /** A new child of `from`, which changes no more than `patch` says. */
  duplicate: (asked: {
    from: string;
    id: string;
    name?: string | undefined;
    patch?: JsonObject | undefined;
  }) => Promise<StoredScenario>;
  /** Another id for a scenario; files that name it follow. */
  rename: (asked: { from: string; to: string; etag: string | undefined }) => Promise<{
    scenario: StoredScenario;
    followed: string[];
  }>;
  remove: (asked: Tagged) => Promise<void>;
  /** Makes a whole scenario a child of `parent` with its changes only. */
  extract: (asked: Tagged & { parent: string }) => Promise<StoredScenario>;
  /** Makes a child a whole scenario that extends nothing. */
  flatten: (asked: Tagged) => Promise<StoredScenario>;
  /** Text of a scenario as a file that extends nothing. */
  flat: (id: string) => string;
};

export function createEdits(
  { store, folder, disk }: { store: Store; folder: Folder; disk: Disk },
  keeper: Keeper,
): Edits {
  const lanes = createLanes();
  const { root } = folder;
  const pathOf = (id: string): string => join(root, `${id}.json`);

  /** A scenario, once git is done with it; refused while git goes on. */
  async function calm(id: string): Promise<StoredScenario | undefined> {
    const stored = store.find(id) ?? (await store.findWhenCalm(id));
    if (!stored && isId(id) && isStirring(root, [])) throw gitAtWork();
    return stored;
  }

  async function mayWrite(): Promise<void> {
    const why = await keeper.readOnly();
    if (why) throw new NotSaved("readOnly", [why]);
    // A disk that failed while a rename was taken back left a note, which comes first.
    if (await keeper.isLeft()) await lanes.all(() => keeper.finish());
  }

  async function save(id: string, content: Content, guard: Guard): Promise<StoredScenario> {
    await mayWrite();
    if (!isId(id)) throw badId(id);
    const stored = guard.expected === "none" ? store.find(id) : await calm(id);
    if (guard.expected === "none" && stored) throw nameTaken(id);
    if (typeof guard.expected === "object") checkTag({ id, etag: guard.expected.etag }, stored);
    return write(id, documentFrom(id, content, stored), guard);
  }

  async function write(
    id: string,
    document: JsonObject,
    { expected, acceptProblems }: Guard,
  ): Promise<StoredScenario> {
    const text = textToSave(document);
    return lanes.one(id, async () => {
      // In its turn: until then a rename may have taken away what it extends.
      const problems = problemsAfter(id, text);
      if (problems.length > 0 && !acceptProblems) throw new NotSaved("unsound", problems);
      await makeFolders(disk, root, id.split("/").slice(0, -1));
      return written(id, text, await saveText(disk, pathOf(id), text, expected));
    });
  }

  /** A scenario as it was just saved, whatever git or an editor does to its file meanwhile. */
  function written(id: string, text: string, etag: string): StoredScenario {
    const stored = store.find(id);
    return stored?.etag === etag ? stored : { id, text, etag, ...store.readAs(id, text) };
  }

  function documentFrom(
    id: string,
    content: Content,
    stored: StoredScenario | undefined,
  ): JsonObject {
    if ("document" in content) return content.document;
    if ("text" in content) return parsed(content.text, id);
    if (!stored) throw missing(id);
    const loaded = soundOf(stored);
    const file = parsed(stored.text ?? "", id);
    const edited = patchScenario(loaded, content.patch);
    if (!edited.loaded) throw new NotSaved("unsound", edited.problems);
    if (typeof file.extends !== "string") return mergePatch(file, content.patch).value;
    const parent = parentOf(stored);
    const whole = scenarioOf(edited.loaded) as unknown as JsonObject;
    const { document, problems } = editedChild(file, whole, parent);
    if (problems.length > 0) throw new NotSaved("unsound", problems);
    return document;
  }

  /** The merged scenario that a child's file is a patch over. */
  function parentOf({ id, text }: StoredScenario): JsonObject {
    const names = familyIn(folder).parentOf(id);
    const parent = names === undefined ? undefined : store.find(names);
    if (!parent || text === undefined) throw missing(names ?? id);
    return scenarioOf(soundOf(parent)) as unknown as JsonObject;
  }

  /** Problems of a scenario with another text, and those it would bring to the ones under it. */
  function problemsAfter(id: string, text: string): Fault[] {
    const etag = etagOf(Buffer.from(text)); // as it will be, so that a saved draft is loaded already
    const inDraft: Folder = {
      ...folder,
      read: (other) => (other === id ? { text, etag, stamp: "" } : folder.read(other)),
    };
    const draft = createStore(inDraft, store.kept);
    const own = draft.find(id)!.problems;
    const brought = familyIn(folder)
      .allUnder(id)
      .flatMap((child) => {
        const before = new Set(store.find(child)?.problems.map(lineOf));
        return draft.find(child)?.problems.filter((problem) => !before.has(lineOf(problem))) ?? [];
      });
    const seen = new Set<string>();
    return [...own, ...brought].filter((problem) => {
      const line = lineOf(problem);
      return !seen.has(line) && seen.add(line);
    });
  }

  const duplicate: Edits["duplicate"] = async ({ from, id, name, patch }) => {
    await mayWrite();
    if (!isId(id)) throw badId(id);
    const parent = await calm(from);
    if (!parent) throw missing(from);
    const merged = scenarioOf(soundOf(parent));
    if (store.find(id)) throw nameTaken(id);
    const { $schema } = parsed(parent.text ?? "", from);
    const head = typeof $schema === "string" ? { $schema: movedSchema($schema, from, id) } : {};
    const document = {
      ...head,
      format: 1,
      name: name ?? `${merged.name} (copy)`,
      extends: referenceTo(id, from),
      ...patch,
    };
    return write(id, document, { expected: "none" });
  };

  const rename: Edits["rename"] = async ({ from, to, etag }) => {
    await mayWrite();
    if (!isId(to)) throw badId(to);
    return lanes.all(async () => {
      const listed = folder.list().find(({ id }) => id === from);
      if (!listed) throw missing(from);
      if (store.find(to) || (await disk.stat(pathOf(to)))) throw nameTaken(to);
      const follow = listed.misnamed
        ? { steps: [], followed: [] }
        : await following(from, to, etag);
      const steps =
        follow.steps.length > 0
          ? follow.steps
          : [await moving(`${from}.json`, `${to}.json`)].filter((step) => step !== undefined);
      await makeFolders(disk, root, to.split("/").slice(0, -1));
      await keeper.commit([...steps, ...(await tablesMoving(from, to))]);
      const [first] = follow.steps;
      const text = first && "file" in first ? first.after : null;
      const scenario = text === null ? found(to) : written(to, text, etagOf(Buffer.from(text)));
      return { scenario, followed: follow.followed };
    });
  };

  /** What a rename writes: the file under its new name, then all that name it; the old one goes last. */
  async function following(
    from: string,
    to: string,
    etag: string | undefined,
  ): Promise<{ steps: Step[]; followed: string[] }> {
    const stored = store.find(from);
    checkTag({ id: from, etag }, stored);
    const family = familyIn(folder);
    refuseUnclear(family.maybeChildrenOf(from).filter((id) => id !== from));
    const before = (await textAt(disk, pathOf(from)))!;
    const own = parseStrict(before, "").value;
    if (!own) return { steps: [], followed: [] };
    const turned = moved(own, [from, to], [from, to]);
    const after = turned === own ? before : textToSave(turned);
    const steps: Step[] = [{ file: `${to}.json`, before: null, after }];
    const followed = family.childrenOf(from);
    for (const child of followed) {
      const text = (await textAt(disk, pathOf(child)))!;
      const document = moved(parsed(text, child), [child, child], [from, to]);
      steps.push({ file: `${child}.json`, before: text, after: textToSave(document) });
    }
    steps.push({ file: `${from}.json`, before, after: null });
    return { steps, followed };
  }

  async function tablesMoving(from: string, to: string): Promise<Step[]> {
    const steps: Step[] = [];
    for (const kind of tableKinds) {
      const step = await moving(`${from}.${kind}.csv`, `${to}.${kind}.csv`);
      if (step) steps.push(step);
    }
    return steps;
  }

  /** A file under another name, its bytes as they are; undefined where there is none. */
  async function moving(move: string, to: string): Promise<Step | undefined> {
    const path = join(root, move);
    if ((await disk.stat(path))?.kind !== "file") return undefined;
    const etag = await tagAt(disk, path);
    return etag === undefined ? undefined : { move, to, etag };
  }

  const remove: Edits["remove"] = async ({ id, etag }) => {
    await mayWrite();
    await lanes.all(async () => {
      const stored = store.find(id);
      if (!stored) throw missing(id);
      checkTag({ id, etag }, stored);
      const family = familyIn(folder);
      const children = family.childrenOf(id);
      if (children.length > 0) throw stillNeeded(children);
      refuseUnclear(family.maybeChildrenOf(id).filter((other) => other !== id));
      await removeFile(disk, pathOf(id), { etag: stored.etag! });
    });
  };

  const extract: Edits["extract"] = async ({ id, etag, parent }) => {
    await mayWrite();
    const stored = store.find(id);
    checkTag({ id, etag }, stored);
    const above = store.find(parent);
    if (!above) throw missing(parent);
    if (parent === id || familyIn(folder).allUnder(id).includes(parent)) throw ownParent(parent);
    const file = parsed(stored!.text ?? "", id);
    const whole = { ...inPlaceOf(id, stored!) };
    if (file.$schema === undefined) delete whole.$schema;
    else whole.$schema = file.$schema;
    const { document, problems } = extractDifference(
      whole,
      inPlaceOf(id, above),
      referenceTo(id, parent),
    );
    if (problems.length > 0) throw new NotSaved("unsound", problems);
    return write(id, document, { expected: { etag: stored!.etag! } });
  };

  const flatten: Edits["flatten"] = async ({ id, etag }) => {
    await mayWrite();
    const stored = store.find(id);
    checkTag({ id, etag }, stored);
    return write(id, flatDocument(stored!), { expected: { etag: stored!.etag! } });
  };

  function flat(id: string): string {
    const stored = store.find(id);
    if (!stored) throw missing(id);
    return textToSave(flatDocument(stored));
  }

  function found(id: string): StoredScenario {
    const stored = store.find(id);
    if (!stored) throw isStirring(root, []) ? gitAtWork() : missing(id); // removed from outside since
    return stored;
  }

  const { readOnly, notice } = keeper;
  return { readOnly, notice, save, duplicate, rename, remove, extract, flatten, flat };
}

function parsed(text: string, id: string): JsonObject {
  const { value, problems } = parseStrict(text, `${id}.json`);
  if (!value) throw new NotSaved("unsound", problems);
  return value;
}

/** A scenario that loads; else its problems. */
function soundOf({ loaded, problems }: StoredScenario) {
  if (loaded) return loaded;
  throw new NotSaved("unsound", problems);
}

/** A merged scenario as it would be written in the file of `id`. */
function inPlaceOf(id: string, stored: StoredScenario): JsonObject {
  const loaded = soundOf(stored);
  const merged = scenarioOf(loaded) as unknown as JsonObject;
  if (statusQuoIn(merged) === undefined) return merged;
  return withStatusQuo(merged, referenceTo(id, loaded.lineage[0]!.id));
}

/** A scenario as a file that extends nothing. */
function flatDocument(stored: StoredScenario): JsonObject {
  const loaded = soundOf(stored);
  const merged = { ...(scenarioOf(loaded) as unknown as JsonObject) };
  const { $schema } = parsed(stored.text ?? "", stored.id);
  if ($schema === undefined) delete merged.$schema;
  else merged.$schema = $schema;
  const statusQuo = loaded.lineage[0]!.id;
  return flattened(merged, statusQuo === stored.id ? undefined : referenceTo(stored.id, statusQuo));
}

function checkTag({ id, etag }: Tagged, stored: StoredScenario | undefined): void {
  if (!stored) {
    const hint = "save it as new to bring it back";
    throw new NotSaved("stale", [fault("conflict", "", `"${id}" has been removed`, hint)]);
  }
  if (stored.etag === undefined) throw new NotSaved("unsound", stored.problems);
  if (stored.etag === etag) return;
  const hint = "compare both, then save over the newer version or take it";
  throw new NotSaved("stale", [
    fault("conflict", "", "the file has changed since it was read", hint),
  ]);
}

function missing(id: string): NotSaved {
  return new NotSaved("missing", [fault("not-found", "", `there is no scenario called "${id}"`)]);
}

function gitAtWork(): NotSaved {
  const said = "git is at work in this folder, and the file is not there now";
  return new NotSaved("atWork", [fault("conflict", "", said, "try again in a moment")]);
}

function nameTaken(id: string): NotSaved {
  const said = `there is a scenario called "${id}"`;
  return new NotSaved("exists", [fault("conflict", "", said, "choose another name")]);
}

function badId(id: string): NotSaved {
  const said = `a scenario cannot be called "${id}": small letters, digits and hyphens, in at most two folders`;
  const near = id.split("/").slice(-3).map(asSegment).join("/");
  return new NotSaved("unsound", [fault("bad-request", "id", said, `call it ${near}`)]);
}

function ownParent(parent: string): NotSaved {
  const said = `"${parent}" depends on this scenario and cannot be its parent`;
  return new NotSaved("unsound", [fault("bad-inheritance", "parent", said)]);
}

function stillNeeded(children: string[]): NotSaved {
  const said = `other scenarios start from it: ${children.join(", ")}`;
  const hint = "flatten these, let them extend another one, or delete them first";
  return new NotSaved("needed", [fault("conflict", "", said, hint)]);
}

/** A file that cannot be read may start from the scenario: it must be put in order first. */
function refuseUnclear(ids: string[]): void {
  if (ids.length === 0) return;
  const said = `files that cannot be read may start from it: ${ids.join(", ")}`;
  throw new NotSaved("needed", [fault("conflict", "", said, "correct them first")]);
}

function lineOf({ file, path, message }: Fault): string {
  return `${file}\n${path}\n${message}`;
}
