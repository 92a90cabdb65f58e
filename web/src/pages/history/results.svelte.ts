/** What each revision came to, for the log: asked for in the background, a few at a time, and kept for the visit. */
import { cancelRun, followRun, type HistoryEntry, startRun } from "../../lib/api.ts";
import { shortMoney } from "../../lib/format.ts";
import { MOST_SCENARIOS } from "../../lib/slots.ts";

const MOST_REVISIONS = 30;

const known = new Map<string, string>();

export class Results {
  #words = $state.raw<ReadonlyMap<string, string>>(new Map(known));
  #leave: AbortController | undefined;

  /** "Bookings $61.4m · pay $12.1m", at the middle of all assumptions. */
  of(commit: string): string | undefined {
    return this.#words.get(commit);
  }

  load(entries: readonly HistoryEntry[]): void {
    this.leave();
    this.#leave = new AbortController();
    const wanted = entries.slice(0, MOST_REVISIONS).filter(({ commit }) => !known.has(commit));
    void this.#askAll(wanted, this.#leave.signal);
  }

  leave(): void {
    this.#leave?.abort();
  }

  async #askAll(entries: readonly HistoryEntry[], signal: AbortSignal): Promise<void> {
    for (let i = 0; i < entries.length && !signal.aborted; i += MOST_SCENARIOS) {
      const group = entries.slice(i, i + MOST_SCENARIOS);
      await this.#ask(group, signal).catch(() => undefined); // one that does not load: no figure
    }
  }

  async #ask(group: readonly HistoryEntry[], signal: AbortSignal): Promise<void> {
    const scenarios = group.map(({ id, short }) => `${id}@${short}`);
    const run = await startRun({ scenarios, runs: 1 }, signal);
    const done = new AbortController();
    await followRun(
      run,
      ({ comparison }) => {
        if (!comparison) return;
        for (const { scenario, expected } of comparison.scenarios) {
          const entry = group.find(({ id, short }) => scenario.id === `${id}@${short}`);
          const { bookings, pay } = expected.firstYear.totals;
          const words = `Bookings ${shortMoney(bookings, scenario.currency)} · pay ${shortMoney(pay, scenario.currency)}`;
          if (entry) known.set(entry.commit, words);
        }
        this.#words = new Map(known);
        done.abort();
      },
      AbortSignal.any([signal, done.signal]),
    );
    cancelRun(run);
  }
}
