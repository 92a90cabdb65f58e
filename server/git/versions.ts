/**
 * All scenarios of a folder at one time, and what changed from one time to another.
 *
 * Terms     versions = the scenarios of a folder now or at a revision; new, deleted, renamed = of their files: a file
 *           that is gone and one that came are one renamed where most of what they say is the same.
 * Always    a file that does not load is told with its problems and hides no other; what is formatted otherwise, or has
 *           its keys in another order, has not changed.
 * Not here  where a folder comes from (store/folder.ts, revisions.ts), the words (the engine).
 */
import {
  type DeltaSetting,
  sameValue,
  type JsonObject,
  type JsonValue,
  type LoadedScenario,
  parseStrict,
  type PlanDelta,
  planDelta,
  readScenario,
  resolveReference,
  scenarioOf,
} from "#models";
import type { Fault } from "../fault.ts";
import type { Folder } from "../store/folder.ts";

export type VersionFile = {
  id: string;
  text: string;
  loaded: LoadedScenario | undefined;
  /** The files it is made of, root first, as far as they can be read. */
  chain: { id: string; document: JsonObject }[];
  /** Every text it was read from, by id. */
  texts: ReadonlyMap<string, string | undefined>;
  problems: Fault[];
};

export type Versions = {
  /** The revision they are of, in the words it was asked for; undefined for what is there now. */
  revision: string | undefined;
  ids: () => string[];
  find: (id: string) => VersionFile | undefined;
};

/** The scenarios of a folder, each read once. */
export function versionsIn(folder: Folder, revision?: string): Versions {
  const known = new Map<string, VersionFile | undefined>();
  return {
    revision,
    ids: () => folder.list().flatMap(({ id, misnamed }) => (misnamed ? [] : [id])),
    find: (id) => {
      if (known.has(id)) return known.get(id);
      const content = folder.read(id);
      const file =
        content && ("code" in content ? unread(id, content) : readAs(id, content.text, folder));
      known.set(id, file);
      return file;
    },
  };
}

function unread(id: string, problem: Fault): VersionFile {
  const problems = [{ ...problem, file: `${id}.json` }];
  return { id, text: "", loaded: undefined, chain: [], texts: new Map(), problems };
}

/** A text as the scenario `id` of a folder. */
export function readAs(id: string, text: string, folder: Folder): VersionFile {
  const texts = new Map<string, string | undefined>([[id, text]]);
  const textOf = (other: string): string | undefined => {
    if (!texts.has(other)) {
      const content = folder.read(other);
      texts.set(other, content && "text" in content ? content.text : undefined);
    }
    return texts.get(other);
  };
  const { loaded, problems } = readScenario(id, textOf);
  return { id, text, loaded, chain: chainOf(id, textOf), texts, problems };
}

function chainOf(id: string, textOf: (id: string) => string | undefined): VersionFile["chain"] {
  const chain: VersionFile["chain"] = [];
  for (let next: string | undefined = id; next !== undefined && chain.length < 25;) {
    const document: JsonObject | undefined = parseStrict(textOf(next) ?? "", "").value;
    if (!document) break;
    chain.unshift({ id: next, document });
    const parent: unknown = document.extends;
    const found: ReturnType<typeof resolveReference> | undefined =
      typeof parent === "string" ? resolveReference(next, parent) : undefined;
    next =
      found && "id" in found && !chain.some((file) => file.id === found.id) ? found.id : undefined;
  }
  return chain;
}

/** A scenario that says which revision it is of, so that it is not taken for the one of today beside it. */
export function atRevision(loaded: LoadedScenario, revision: string): LoadedScenario {
  const id = `${loaded.id}@${revision}`;
  const { scenario } = loaded.lineage.at(-1)!;
  const own = { id, scenario: { ...scenario, name: `${scenario.name} (${revision})` } };
  return { ...loaded, id, lineage: [...loaded.lineage.slice(0, -1), own] };
}

export type ScenarioChange = {
  /** Repaired: it did not load before, so there is nothing to tell it apart from. */
  kind: "new" | "deleted" | "renamed" | "changed" | "broken" | "repaired";
  /** Its id afterwards; of a deleted one, the last it had. */
  id: string;
  /** Its id before, where that was another. */
  from: string | undefined;
  name: string;
  currency: string | undefined;
  /** What a new one is told apart from: the scenario it extends. */
  parent: string | undefined;
  /** Ids of the scenarios it extends, where that changed; a renaming of the parent only where the parent is not told. */
  extends: { from: string | undefined; to: string | undefined; renamed: boolean } | undefined;
  delta: PlanDelta | undefined;
  problems: Fault[];
};

type Pair = { before: VersionFile | undefined; after: VersionFile | undefined };

/** Every scenario that differs between two times, by id; of `only` where it is given. */
export function changedScenarios(
  before: Versions,
  after: Versions,
  { only, ...setting }: DeltaSetting & { only?: readonly string[] | undefined },
): ScenarioChange[] {
  const pairs = pairsOf(before, after);
  const renamed = new Map(
    pairs.flatMap((pair) => (pair.before && pair.after ? [[pair.before.id, pair.after.id]] : [])),
  );
  return pairs
    .filter(
      (pair) =>
        !only ||
        [pair.before?.id, pair.after?.id].some((id) => id !== undefined && only.includes(id)),
    )
    .flatMap((pair) => changeOf(pair, { setting, renamed, before, after, only }));
}

type Context = {
  setting: DeltaSetting;
  renamed: ReadonlyMap<string, string>;
  before: Versions;
  after: Versions;
  only: readonly string[] | undefined;
};

function changeOf(pair: Pair, context: Context): ScenarioChange[] {
  const { before, after } = pair;
  const file = (after ?? before)!;
  const base: ScenarioChange = {
    kind: "changed",
    id: file.id,
    from: before && after && before.id !== after.id ? before.id : undefined,
    name: nameOf(file),
    currency: file.loaded && scenarioOf(file.loaded).currency,
    parent: undefined,
    extends: undefined,
    delta: undefined,
    problems: [],
  };
  if (!after) return [{ ...base, kind: "deleted" }];
  if (after.problems.length > 0 || !after.loaded)
    return alike(pair)
      ? []
      : [{ ...base, kind: "broken", problems: problemsAt(context.after.revision, after.problems) }];
  if (!before) return [created(base, after, context)];
  if (before.problems.length > 0 || !before.loaded)
    return [
      {
        ...base,
        kind: "repaired",
        problems: problemsAt(context.before.revision ?? "the version before", before.problems),
      },
    ];
  if (base.from === undefined && alike(pair)) return [];
  const change = changeBetween(pair, context);
  const nothing =
    change.delta!.changes.length === 0 && !change.delta!.statusQuoMoved && !change.extends;
  if (base.from !== undefined) return [{ ...base, ...change, kind: "renamed" }];
  return nothing ? [] : [{ ...base, ...change }];
}

/** Problems of a revision, which are not to be looked for in the file of today. */
export function problemsAt(revision: string | undefined, problems: readonly Fault[]): Fault[] {
  if (revision === undefined) return [...problems];
  return problems.map((problem) => ({
    ...problem,
    message: `at ${revision}: ${problem.message}`,
    hint: problem.hint?.startsWith("tandem resolve ") ? undefined : problem.hint,
  }));
}

function alike({ before, after }: Pair): boolean {
  if (!before || !after || before.texts.size !== after.texts.size) return false;
  return [...after.texts].every(
    ([id, text]) => before.texts.has(id) && before.texts.get(id) === text,
  );
}

function changeBetween(
  { before, after }: { before: VersionFile | undefined; after: VersionFile | undefined },
  { setting, renamed, only }: Pick<Context, "setting" | "renamed" | "only">,
): Pick<ScenarioChange, "delta" | "extends"> {
  const [was, is] = [before!.chain.at(-2)?.id, after!.chain.at(-2)?.id];
  const isRenamed = was !== undefined && renamed.get(was) === is;
  const moved = was !== is && (!isRenamed || (only !== undefined && !only.includes(is!)));
  return {
    delta: deltaBetween(before!, after!, setting),
    extends: moved ? { from: was, to: is, renamed: isRenamed } : undefined,
  };
}

/** What changed between two files that load. */
export function deltaBetween(
  before: VersionFile,
  after: VersionFile,
  setting: DeltaSetting,
): PlanDelta {
  return planDelta(
    { loaded: before.loaded!, chain: before.chain },
    { loaded: after.loaded!, chain: after.chain },
    setting,
  );
}

function created(
  base: ScenarioChange,
  after: VersionFile,
  { setting, after: all }: Context,
): ScenarioChange {
  const parent = after.chain.at(-2)?.id;
  const above = parent === undefined ? undefined : all.find(parent);
  if (!above?.loaded) return { ...base, kind: "new" };
  return { ...base, kind: "new", parent, delta: deltaBetween(above, after, setting) };
}

function nameOf({ id, loaded }: VersionFile): string {
  return loaded ? scenarioOf(loaded).name : id;
}

function pairsOf(before: Versions, after: Versions): Pair[] {
  const [was, is] = [before.ids(), after.ids()];
  const gone = was.filter((id) => !is.includes(id)).flatMap((id) => before.find(id) ?? []);
  const came = is.filter((id) => !was.includes(id)).flatMap((id) => after.find(id) ?? []);
  const moves = movesOf(gone, came);
  const pairs: Pair[] = is.map((id) => ({
    before: moves.get(id) ?? before.find(id),
    after: after.find(id),
  }));
  const moved = new Set([...moves.values()].map(({ id }) => id));
  for (const file of gone) if (!moved.has(file.id)) pairs.push({ before: file, after: undefined });
  const idOf = (pair: Pair): string => (pair.after ?? pair.before)!.id;
  // A parent before its children, so that what they inherit is read before they are.
  const lineOf = (pair: Pair): string =>
    [...(pair.after ?? pair.before)!.chain.slice(0, -1).map(({ id }) => id), idOf(pair)].join("\0");
  return pairs.toSorted((a, b) => (lineOf(a) < lineOf(b) ? -1 : 1));
}

/** Half of what two files say must be the same for one to be the other under a new name. */
const MOST_ALIKE = 0.5;

function movesOf(gone: VersionFile[], came: VersionFile[]): Map<string, VersionFile> {
  const found = gone
    .flatMap((before) => came.map((after) => ({ before, after, share: shareAlike(before, after) })))
    .filter(({ share }) => share >= MOST_ALIKE)
    .toSorted((a, b) => b.share - a.share);
  const moves = new Map<string, VersionFile>();
  const taken = new Set<string>();
  for (const { before, after } of found) {
    if (moves.has(after.id) || taken.has(before.id)) continue;
    moves.set(after.id, before);
    taken.add(before.id);
  }
  return moves;
}

function shareAlike(before: VersionFile, after: VersionFile): number {
  const [was, is] = [before, after].map(({ chain }) => chain.at(-1)?.document);
  if (!was || !is) return before.text === after.text ? 1 : 0;
  if (sameValue(was, is)) return 1;
  const [one, other] = [new Set(leavesOf(was)), new Set(leavesOf(is))];
  const shared = [...one].filter((leaf) => other.has(leaf)).length;
  return shared / Math.max(1, one.size + other.size - shared);
}

function leavesOf(document: JsonObject): string[] {
  const { extends: _extends, $schema: _schema, ...rest } = document;
  const found: string[] = [];
  const visit = (value: JsonValue, path: string): void => {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      found.push(`${path} ${JSON.stringify(value)}`);
    else for (const [key, inner] of Object.entries(value)) visit(inner, `${path}.${key}`);
  };
  visit(rest, "");
  return found;
}
