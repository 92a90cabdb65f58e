/**
 * The folder as it changes: what the server tells of files that are new, changed or gone, and whether it answers at all.
 *
 * Always    a tab nobody looks at listens to nothing, since a browser has few connections to one server; when it is
 *           looked at again, or the connection is back, it hears of every file that differs from what it knew.
 * Not here  what a page makes of a change (saving.svelte.ts, the pages).
 */
import { fetchFolder, type FileChange, type FolderView } from "../lib/api.ts";
import { folder } from "./folder.svelte.ts";
import { forgetAnswers } from "./run.svelte.ts";

type Listener = (ids: ReadonlySet<string>) => void;
type Tagged = { id: string; etag: string | null };

/** Milliseconds until the server is asked again after it did not answer. */
const RETRY = 3_000;

class Changes {
  /** False once the server did not answer. */
  online = $state(true);
  /** The folder and whether it can be written; undefined until it was asked. */
  folder = $state.raw<FolderView>();

  #tags = new Map<string, string | null>();
  #isFirst = true;
  #source: EventSource | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #listeners = new Set<Listener>();

  /** Begins to listen, for as long as the page is open. */
  start(): void {
    document.addEventListener("visibilitychange", () => this.#follow());
    addEventListener("online", () => this.#follow());
    addEventListener("offline", () => this.#lost());
    this.#follow();
  }

  /** Tells of files that differ from what was known; returns what ends it. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Asks the server now, and hears whether it answers. */
  retry(): void {
    this.#follow();
  }

  #follow(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = undefined;
    if (document.hidden) return;
    const source = new EventSource("/api/changes");
    this.#source = source;
    source.addEventListener("folder", (event: MessageEvent<string>) => {
      this.online = true;
      void this.#askFolder();
      this.#hearAll(JSON.parse(event.data) as Tagged[]);
    });
    source.addEventListener("changes", (event: MessageEvent<string>) => {
      this.#hear(JSON.parse(event.data) as FileChange[]);
    });
    source.addEventListener("access", (event: MessageEvent<string>) => {
      const now = JSON.parse(event.data) as Pick<FolderView, "readOnly" | "hint">;
      if (this.folder) this.folder = { ...this.folder, ...now };
    });
    source.addEventListener("error", () => this.#lost());
  }

  /** No answer, or one that is none: asked in words, which tell the one from the other. */
  #lost(): void {
    this.#source?.close();
    this.#source = undefined;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#follow(), RETRY);
    void this.#askFolder();
  }

  async #askFolder(): Promise<void> {
    try {
      this.folder = await fetchFolder();
      this.online = navigator.onLine || isLocal();
    } catch (error) {
      const { status } = error as { status?: number };
      this.online = status !== undefined && status !== 0;
    }
  }

  #hearAll(files: readonly Tagged[]): void {
    const now = new Map(files.map(({ id, etag }) => [id, etag]));
    const ids = new Set(
      [...now.keys(), ...this.#tags.keys()].filter((id) => now.get(id) !== this.#tags.get(id)),
    );
    this.#tags = now;
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    if (!isFirst) this.#tell(ids);
  }

  #hear(changes: readonly FileChange[]): void {
    for (const { id, change, etag } of changes) {
      if (change === "gone") this.#tags.delete(id);
      else this.#tags.set(id, etag);
    }
    this.#tell(new Set(changes.map(({ id }) => id)));
  }

  #tell(ids: ReadonlySet<string>): void {
    if (ids.size === 0) return;
    forgetAnswers();
    if (folder.rows) void folder.load();
    for (const listener of this.#listeners) listener(ids);
  }
}

export const changes = new Changes();

/** A server on this machine answers without a network. */
function isLocal(): boolean {
  return /^(localhost|127\.|\[::1\])/.test(location.hostname);
}
