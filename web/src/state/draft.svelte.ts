/**
 * A draft: edits over a scenario, as a merge patch with undo, kept in this browser.
 *
 * Terms     base = the scenario as its file says; parent = what it extends (a root is its own parent);
 *           step = what one undo takes back; gesture = moves that belong together, such as one drag.
 * Always    the draft loads: an edit that would not is refused with its problems and changes nothing.
 * Not here  what the edits do to pay and bookings (live.svelte.ts), saving to the file (saving.svelte.ts).
 */
import {
  sameValue,
  canonicalText,
  fieldAt,
  type JsonObject,
  type JsonValue,
  type LoadedScenario,
  patchScenario,
  type Problem,
  type Scenario,
  scenarioOf,
} from "#models";
import {
  dropDraft,
  editedId,
  keepBase,
  keepDraft,
  keptDraft,
  type KeptDraft,
} from "./draftStorage.ts";
import {
  type Difference,
  differencesBetween,
  type Path,
  patchBetween,
  valueAt,
  withValue,
} from "./patch.ts";

/** A scenario file as the server gives it. */
export type ScenarioFile = {
  id: string;
  etag: string;
  loaded: LoadedScenario;
  document: JsonObject;
};

/** One place and its new value; undefined removes it. */
export type Edit = readonly [path: Path, value: JsonValue | undefined];

/** A state of the draft; `on` is the version of the file its patch is over. */
type Snapshot = { patch: JsonObject; loaded: LoadedScenario; on: ScenarioFile };

export class Draft {
  #file = $state.raw<ScenarioFile>() as ScenarioFile;
  #now = $state.raw<Snapshot>() as Snapshot;
  #past = $state.raw<readonly Snapshot[]>([]);
  #future = $state.raw<readonly Snapshot[]>([]);
  #gesture: unknown;
  /** The version of the file whose scenario is kept beside the draft. */
  #baseKept: ScenarioFile | undefined;
  /** A kept draft that was made on another version of the file: to be kept or discarded first. */
  offered = $state.raw<KeptDraft>();
  /** Why the kept draft cannot be applied to the file as it is now. */
  problems = $state.raw<readonly Problem[]>([]);
  /** False once the browser has refused to keep the draft. */
  kept = $state(true);

  readonly differences: readonly Difference[] = $derived.by(() =>
    between(this.parent, this.scenario),
  );
  readonly edits: readonly Difference[] = $derived.by(() => between(this.base, this.scenario));

  constructor(file: ScenarioFile) {
    this.#file = file;
    this.#now = { patch: {}, loaded: file.loaded, on: file };
    const kept = keptDraft(file.id);
    if (kept && kept.etag === file.etag) this.#apply(kept.patch);
    else this.offered = kept;
  }

  /** The version of the file that the draft is over. */
  get file(): ScenarioFile {
    return this.#file;
  }

  /** The scenario as its file says. */
  get base(): Scenario {
    return scenarioOf(this.#file.loaded);
  }

  get isRoot(): boolean {
    return this.#file.document["extends"] === undefined;
  }

  /** What the file extends; of a root, the root as its file says. */
  get parent(): Scenario {
    return this.isRoot ? this.base : this.#file.loaded.lineage.at(-2)!.scenario;
  }

  get patch(): JsonObject {
    return this.#now.patch;
  }

  /** The scenario with the edits, and its lineage. */
  get loaded(): LoadedScenario {
    return this.#now.loaded;
  }

  get scenario(): Scenario {
    return scenarioOf(this.#now.loaded);
  }

  get edited(): boolean {
    return this.edits.length > 0;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** Makes edits as one step; those of one gesture become one step together. Problems: nothing changed. */
  change(edits: readonly Edit[], gesture?: unknown): readonly Problem[] {
    let document = tree(this.scenario);
    for (const [path, value] of edits) {
      document =
        value === undefined ? this.#without(document, path) : withValue(document, path, value);
    }
    return this.#step(patchBetween(tree(this.base), document), gesture);
  }

  set(path: Path, value: JsonValue, gesture?: unknown): readonly Problem[] {
    return this.change([[path, value]], gesture);
  }

  remove(path: Path): readonly Problem[] {
    return this.change([[path, undefined]]);
  }

  /** Takes a place back: to what the file says where the draft changed it, else to what the parent says. */
  revert(path: Path): readonly Problem[] {
    const [here, saved] = [valueAt(tree(this.scenario), path), valueAt(tree(this.base), path)];
    const back = sameValue(here, saved) ? valueAt(tree(this.parent), path) : saved;
    return this.change([[path, back]]);
  }

  /** A document without a place, and without the groups round it that are then empty and were not there before. */
  #without(document: JsonObject, path: Path): JsonObject {
    const next = withValue(document, path, undefined);
    const holder = path.slice(0, -1);
    const held = valueAt(next, holder);
    const isEmpty = typeof held === "object" && held !== null && Object.keys(held).length === 0;
    const isOurs = holder.length > 0 && valueAt(tree(this.base), holder) === undefined;
    if (!isEmpty || !isOurs || !fieldAt(holder, document)?.optional) return next;
    return this.#without(next, holder);
  }

  undo(): void {
    const before = this.#past.at(-1);
    if (!before) return;
    this.#future = [...this.#future, this.#now];
    this.#past = this.#past.slice(0, -1);
    this.#become(this.#overFile(before));
  }

  redo(): void {
    const next = this.#future.at(-1);
    if (!next) return;
    this.#past = [...this.#past, this.#now];
    this.#future = this.#future.slice(0, -1);
    this.#become(this.#overFile(next));
  }

  /**
   * Goes on from another version of the file, with `says` as what the scenario says in the draft. Steps can be undone
   * across it where the version is the draft's own. Problems: nothing changed.
   */
  rebase(file: ScenarioFile, says: JsonObject, isOwn: boolean): readonly Problem[] {
    const next = over(file, says);
    if ("problems" in next) return next.problems;
    this.#file = file;
    if (!isOwn) this.#past = this.#future = [];
    this.offered = undefined;
    this.problems = [];
    this.#become(next);
    return [];
  }

  /** A step of an earlier version of the file, as one of the present version. */
  #overFile(snapshot: Snapshot): Snapshot {
    if (snapshot.on === this.#file) return snapshot;
    const next = over(this.#file, tree(scenarioOf(snapshot.loaded)));
    return "problems" in next ? this.#now : next;
  }

  /** Works the offered draft into the file as it is now. */
  keepOffered(): void {
    if (!this.offered) return;
    this.#apply(this.offered.patch);
    if (this.problems.length === 0) this.offered = undefined;
  }

  discardOffered(): void {
    this.offered = undefined;
    this.problems = [];
    dropDraft(this.file.id);
  }

  /** Drops every edit, as one step that can be undone. */
  discard(): void {
    this.#step({});
  }

  /**
   * The draft as a file, in canonical form: a child of the scenario with the edits alone, which stands beside it under a
   * name of its own, so that nothing is overwritten. Without edits, the file as it is.
   */
  download(): { filename: string; text: string } {
    const name = this.file.id.split("/").at(-1)!;
    if (!this.edited) return { filename: `${name}.json`, text: canonicalText(this.file.document) };
    const { format, name: title } = this.base;
    const head = { format, name: `${title} (edited)`, extends: `${name}.json` };
    return { filename: `${editedId(name)}.json`, text: canonicalText({ ...head, ...this.patch }) };
  }

  #apply(patch: JsonObject): void {
    const { loaded, problems } = patchScenario(this.file.loaded, patch);
    this.problems = problems;
    if (loaded) this.#become({ patch, loaded, on: this.#file });
  }

  #step(patch: JsonObject, gesture?: unknown): readonly Problem[] {
    if (sameValue(patch, this.patch)) return [];
    const { loaded, problems } = patchScenario(this.file.loaded, patch);
    if (!loaded) return problems;

    const goesOn = gesture !== undefined && gesture === this.#gesture;
    if (!goesOn) this.#past = [...this.#past, this.#now];
    this.#future = [];
    this.#become({ patch, loaded, on: this.#file });
    this.#gesture = gesture;
    return [];
  }

  #become(snapshot: Snapshot): void {
    this.#now = snapshot;
    this.#gesture = undefined;
    const { id, etag } = this.file;
    if (Object.keys(snapshot.patch).length === 0) {
      dropDraft(id);
      this.#baseKept = undefined;
      return;
    }
    if (this.#baseKept !== this.#file) keepBase(id, etag, tree(this.base));
    this.#baseKept = this.#file;
    this.kept = keepDraft(id, { etag, patch: snapshot.patch });
  }
}

/** What a scenario says as a draft over a file, or why it cannot be one. */
function over(file: ScenarioFile, says: JsonObject): Snapshot | { problems: Problem[] } {
  const patch = patchBetween(tree(scenarioOf(file.loaded)), says);
  if (Object.keys(patch).length === 0) return { patch, loaded: file.loaded, on: file };
  const { loaded, problems } = patchScenario(file.loaded, patch);
  return loaded ? { patch, loaded, on: file } : { problems };
}

/** A scenario as plain JSON. */
export function tree(scenario: Scenario): JsonObject {
  return scenario as unknown as JsonObject;
}

/** Differences of two scenarios; pools and practices one by one also where there were none. */
function between(before: Scenario, after: Scenario): Difference[] {
  return differencesBetween(whole(before), whole(after));
}

function whole(scenario: Scenario): JsonObject {
  const { pools = {}, alignment = {} } = scenario;
  return tree({
    ...scenario,
    pools,
    alignment: { ...alignment, practices: alignment.practices ?? {} },
  });
}
