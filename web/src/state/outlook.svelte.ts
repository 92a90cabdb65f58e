/**
 * Expected results of the scenarios in the folder, for their list: asked for in the background, a few at a time, and
 * kept until a file changes.
 */
import type { ScenarioResult } from "#models";
import { cancelRun, followRun, startRun, type ScenarioRow } from "../lib/api.ts";
import { MOST_SCENARIOS } from "../lib/slots.ts";

class Outlook {
  #results = $state.raw<ReadonlyMap<string, ScenarioResult>>(new Map());
  #tags = new Map<string, string>();
  #leave: AbortController | undefined;

  /** True while results are on their way. */
  asking = $state(true);

  of(id: string): ScenarioResult | undefined {
    return this.#results.get(id);
  }

  /** Asks for what is not known yet, one group after the other; a later call takes the place of an earlier one. */
  async load(rows: readonly ScenarioRow[]): Promise<void> {
    this.leave();
    const leave = new AbortController();
    this.#leave = leave;
    const wanted = rows.filter((row) => row.problems.length === 0 && !this.#isKnown(row));
    this.asking = true;
    for (const group of groups(wanted)) {
      if (leave.signal.aborted) return;
      await this.#ask(group, leave.signal).catch(() => undefined);
      for (const row of rows) if (group.includes(row.id)) this.#tags.set(row.id, tagOf(row));
    }
    this.asking = false;
  }

  leave(): void {
    this.#leave?.abort();
  }

  async #ask(group: readonly string[], signal: AbortSignal): Promise<void> {
    const id = await startRun({ scenarios: [...group], runs: 1 }, signal);
    const done = new AbortController();
    const either = AbortSignal.any([signal, done.signal]);
    await followRun(
      id,
      ({ comparison }) => {
        if (!comparison) return;
        const results = new Map(this.#results);
        for (const result of comparison.scenarios) results.set(result.scenario.id, result);
        this.#results = results;
        done.abort();
      },
      either,
    );
    cancelRun(id);
  }

  #isKnown(row: ScenarioRow): boolean {
    return this.#results.has(row.id) && this.#tags.get(row.id) === tagOf(row);
  }
}

export const outlook = new Outlook();

/** Each group is a status quo with up to four scenarios of its family: their findings are against it. */
function groups(rows: readonly ScenarioRow[]): string[][] {
  const byRoot = new Map<string, string[]>();
  for (const { id, statusQuo } of rows) {
    const root = statusQuo ?? id;
    const others = byRoot.get(root) ?? [];
    byRoot.set(root, id === root ? others : [...others, id]);
  }
  const size = MOST_SCENARIOS - 1;
  return [...byRoot].flatMap(([root, others]) =>
    Array.from({ length: Math.max(1, Math.ceil(others.length / size)) }, (_, i) => [
      root,
      ...others.slice(i * size, (i + 1) * size),
    ]),
  );
}

function tagOf(row: ScenarioRow): string {
  return row.etag ?? "";
}
