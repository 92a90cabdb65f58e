/** What git says of each scenario of the folder, for the list: the last commit, or that something is not committed. */
import { fetchHistory, type HistoryEntry, type ScenarioRow } from "../../lib/api.ts";

type GitState = { uncommitted: boolean; last: HistoryEntry | undefined };

class Versions {
  /** Why there is nothing to say; undefined while it is not known, or where there is. */
  why = $state<string>();
  #states = $state.raw<ReadonlyMap<string, GitState>>(new Map());
  #asked = 0;

  of(id: string): GitState | undefined {
    return this.#states.get(id);
  }

  /** Asks one scenario after the other; a later call takes the place of an earlier one. */
  async load(rows: readonly ScenarioRow[]): Promise<void> {
    const asked = ++this.#asked;
    for (const { id } of rows) {
      try {
        const { why, uncommitted, entries } = await fetchHistory(id, 1);
        if (asked !== this.#asked) return;
        if (why !== null && entries.length === 0 && !uncommitted) {
          this.why = why;
          return;
        }
        this.why = undefined;
        this.#states = new Map(this.#states).set(id, { uncommitted, last: entries[0] });
      } catch {
        return; // no server, or no git: the list does without
      }
    }
  }
}

export const versions = new Versions();
