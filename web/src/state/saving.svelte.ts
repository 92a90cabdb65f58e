/**
 * Saving a draft into its file, and what to do when the file has become another one meanwhile.
 *
 * Terms     disk = the file as it is now, where that is not what the draft was made on.
 * Always    a save names the version it replaces, so that nothing unseen is written over; whatever happens, the edits stay
 *           in the draft; a file that changes while there are no edits is taken as it is.
 * Not here  how two versions are put together (savingConflict.ts), hearing of changes (changes.svelte.ts).
 */
import {
  editedChild,
  type JsonObject,
  mergePatch,
  mergeThree,
  type Problem,
  sameValue,
} from "#models";
import {
  ApiError,
  duplicateScenario,
  fetchScenario,
  saveScenario,
  type SaveContent,
  type ScenarioDocument,
  type ServerProblem,
  StaleError,
} from "../lib/api.ts";
import { changes } from "./changes.svelte.ts";
import { type Draft, type ScenarioFile, tree } from "./draft.svelte.ts";
import { keptBase } from "./draftStorage.ts";
import { forgetAnswers } from "./run.svelte.ts";
import type { Versions } from "./savingConflict.ts";

/** The file as it is now, where it is not the one the draft is over. */
export type Disk =
  | { kind: "changed"; file: ScenarioFile }
  | { kind: "gone" }
  | { kind: "unusable"; problems: readonly ServerProblem[] };

export class Saving {
  readonly draft: Draft;
  phase = $state<"idle" | "saving" | "saved" | "failed">("idle");
  /** Why the last save failed. */
  problems = $state.raw<readonly (ServerProblem | Problem)[]>([]);
  /** True where the failed save would go through if its problems were accepted. */
  acceptable = $state(false);
  disk = $state.raw<Disk>();
  /** True while the person looks at both versions. */
  choosing = $state(false);
  /** True where a save was asked for and waits for the server. */
  waiting = $state(false);
  /** Name of the commit that holds the file as it was last saved here. */
  committed = $state("");

  #note = $state("");
  #isLooking = false;
  #lookAgain = false;

  constructor(draft: Draft) {
    this.draft = draft;
    if (this.#offered) this.disk = { kind: "changed", file: draft.file };
  }

  /** What happened quietly, as long as it is so: not beside edits, or another version on the disk. */
  get note(): string {
    return this.draft.edited || this.disk ? "" : this.#note;
  }

  /** What both versions started from, and what each says; undefined where there are no two. */
  get versions(): Versions | undefined {
    if (this.disk?.kind !== "changed") return undefined;
    const { draft } = this;
    const theirs = tree(this.disk.file.loaded.lineage.at(-1)!.scenario);
    return this.#offered
      ? { ...this.#offered, theirs }
      : { base: tree(draft.base), ours: tree(draft.scenario), theirs };
  }

  /** A draft kept from an earlier visit, where the file has changed since and what it was is known. */
  get #offered(): { base: JsonObject; ours: JsonObject } | undefined {
    const { offered, file } = this.draft;
    const base = offered && keptBase(file.id, offered.etag);
    return base && { base, ours: mergePatch(base, offered.patch).value };
  }

  /** Saves the edits over the version they were made on. */
  async save(acceptProblems = false): Promise<void> {
    const { draft } = this;
    if (this.phase === "saving" || !draft.edited) return;
    if (!changes.online) {
      this.waiting = true;
      return;
    }
    if (this.disk) {
      this.choosing = this.disk.kind === "changed";
      return;
    }
    const content = { patch: draft.patch };
    await this.#send({ content, etag: draft.file.etag, acceptProblems });
  }

  /** Writes the draft as a new file under its own id: after the file was removed. */
  async saveAnew(acceptProblems = false): Promise<void> {
    await this.#send({ content: this.#whole(), etag: null, acceptProblems });
  }

  /** Makes a child of the file with the edits, and drops them here; the new id, or undefined where it failed. */
  async saveAs(id: string, name: string): Promise<string | undefined> {
    const { draft } = this;
    this.#begin();
    try {
      await duplicateScenario({ from: draft.file.id, id, name, patch: draft.patch });
      draft.discard();
      this.phase = "idle";
      return id;
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  /** Goes on with what was chosen of both versions, and saves it. Problems: nothing changed. */
  async settle(whole: JsonObject): Promise<readonly Problem[]> {
    if (this.disk?.kind !== "changed") return [];
    const problems = this.draft.rebase(this.disk.file, whole, false);
    if (problems.length > 0) return problems;
    this.disk = undefined;
    this.choosing = false;
    if (this.draft.edited) await this.save();
    else this.#note = "As on the disk";
    return [];
  }

  /** Takes the file as it is now and drops the edits; returns what brings these back, as edits of the file as it is now. */
  takeDisk(): (() => void) | undefined {
    const { disk, draft, versions } = this;
    if (disk?.kind !== "changed" || !versions) return undefined;
    draft.rebase(disk.file, tree(disk.file.loaded.lineage.at(-1)!.scenario), false);
    this.disk = undefined;
    this.choosing = false;
    this.phase = "idle";
    this.#note = "As on the disk";
    return () => {
      const { merged } = mergeThree(versions.base, versions.ours, versions.theirs);
      draft.rebase(draft.file, merged, true);
      this.#note = "";
    };
  }

  /** Looks at the file: after it, or one that it extends, has changed. */
  async look(): Promise<void> {
    this.#lookAgain = this.phase === "saving" || this.#isLooking;
    if (this.#lookAgain) return;
    this.#isLooking = true;
    try {
      this.#see(await fetchScenario(this.draft.file.id));
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) this.disk = { kind: "gone" };
    } finally {
      this.#isLooking = false;
      if (this.#lookAgain) void this.look();
    }
  }

  /** To be told when the server answers again. */
  back(): void {
    if (!this.waiting) return;
    this.waiting = false;
    void this.save();
  }

  #see(document: ScenarioDocument): void {
    const file = fileOf(document);
    const { draft } = this;
    if (!file) {
      this.disk = { kind: "unusable", problems: document.problems };
      return;
    }
    const now = tree(file.loaded.lineage.at(-1)!.scenario);
    const isSame = sameValue(now, tree(draft.base)) && sameLineage(file, draft.file);
    if (isSame && file.etag === draft.file.etag) {
      if (!draft.offered) this.disk = undefined;
    } else if (!draft.edited && !draft.offered) {
      draft.rebase(file, now, false);
      this.disk = undefined;
      this.phase = "idle";
      this.committed = "";
      this.#note = "Changed on the disk: shown as it is now";
    } else if (isSame && !draft.offered) {
      // The same in other words: layout, or the order of keys.
      draft.rebase(file, tree(draft.scenario), true);
    } else {
      this.#note = "";
      this.disk = { kind: "changed", file };
    }
  }

  async #send({
    content,
    etag,
    acceptProblems,
  }: {
    content: SaveContent;
    etag: string | null;
    acceptProblems: boolean;
  }): Promise<void> {
    const { draft } = this;
    this.#begin();
    try {
      const document = await saveScenario(draft.file.id, content, { etag, acceptProblems });
      const file = fileOf(document);
      forgetAnswers();
      // Edits made while it was on its way are edits of the new version.
      if (file) draft.rebase(file, tree(draft.scenario), true);
      else this.disk = { kind: "unusable", problems: document.problems };
      if (file) this.disk = undefined;
      this.phase = "saved";
    } catch (error) {
      if (error instanceof StaleError) await this.#meet();
      else this.#fail(error);
    }
    if (this.#lookAgain) void this.look();
  }

  /** The file is another one than was thought: both are shown. */
  async #meet(): Promise<void> {
    this.phase = "idle";
    await this.look();
    this.choosing = this.disk?.kind === "changed";
  }

  #begin(): void {
    this.phase = "saving";
    this.problems = [];
    this.acceptable = false;
    this.committed = "";
    this.#note = "";
  }

  #fail(error: unknown): void {
    const isSilent = !(error instanceof ApiError) || error.status === 0;
    if (isSilent) {
      this.phase = "idle";
      this.waiting = true;
      changes.retry();
      return;
    }
    this.phase = "failed";
    this.problems = error.problems;
    this.acceptable = error.status === 422;
  }

  /** The draft as the whole text of its file. */
  #whole(): SaveContent {
    const { file, patch, parent, scenario, isRoot } = this.draft;
    if (isRoot) return { document: mergePatch(file.document, patch).value };
    return { document: editedChild(file.document, tree(scenario), tree(parent)).document };
  }
}

/** A scenario of the server as a file to draft on; undefined where it does not load. */
export function fileOf(document: ScenarioDocument): ScenarioFile | undefined {
  const { id, etag, text, lineage } = document;
  if (lineage.length === 0 || text === null || etag === null) return undefined;
  return { id, etag, loaded: { id, lineage }, document: JSON.parse(text) as JsonObject };
}

function sameLineage(one: ScenarioFile, other: ScenarioFile): boolean {
  const [a, b] = [one, other].map(({ loaded }) => loaded.lineage);
  return (
    a!.length === b!.length &&
    a!.every(({ id, scenario }, i) => {
      return id === b![i]!.id && sameValue(tree(scenario), tree(b![i]!.scenario));
    })
  );
}
