import { describe, expect, inject, test } from "vitest";
import type { Comparison, Job, Problem } from "#models";
import { EngineClient } from "../../web/src/engine/client.ts";
import type { FromWorker, ToWorker } from "../../web/src/engine/messages.ts";
import { parityCases } from "../support/parityCases.ts";
import { loaded } from "./scenarioFiles.ts";

type Told =
  | { event: "previewed" | "progressed"; comparison: Comparison; job: Job }
  | { event: "failed"; problems: readonly Problem[] }
  | { event: "crashed" };

function listening(start?: () => Worker) {
  const told: Told[] = [];
  const heard = new Set<() => void>();
  const tell = (what: Told) => {
    told.push(what);
    for (const wake of heard) wake();
  };
  const client = new EngineClient(
    {
      previewed: (result, job) => tell({ event: "previewed", comparison: result, job }),
      progressed: (result, job) => tell({ event: "progressed", comparison: result, job }),
      failed: (problems) => tell({ event: "failed", problems }),
      crashed: () => tell({ event: "crashed" }),
    },
    ...(start ? [start] : []),
  );
  async function until(wanted: (what: Told) => boolean): Promise<Told> {
    for (;;) {
      const found = told.find(wanted);
      if (found) return found;
      await new Promise<void>((resolve) => heard.add(resolve));
    }
  }
  return { client, told, until };
}

describe("the page's worker", () => {
  test.each(parityCases.map((one, i) => [...one, i] as const))(
    "gives the same bits as Node for %s and %s",
    async (baseline, scenario, runs, i) => {
      const { client, until } = listening();
      client.run({ scenarios: [loaded(baseline), loaded(scenario)], runs });
      const done = await until(
        (what) => what.event === "progressed" && what.comparison.done === runs,
      );
      client.close();
      const here = done.event === "progressed" ? done.comparison : undefined;
      const inNode = JSON.parse(inject("nodeComparisons")[i]!) as Comparison;
      expect(firstDifference(JSON.parse(JSON.stringify(here)), inNode)).toBeUndefined();
    },
    120_000,
  );

  test("gives the expected layer of a preview, and no simulated year", async () => {
    const { client, until } = listening();
    client.preview({ scenarios: [loaded("reference-a"), loaded("reference-b")] });
    const first = await until(({ event }) => event === "previewed");
    client.close();
    expect(first).toMatchObject({ comparison: { done: 0, differences: [], expected: [{}] } });
  }, 60_000);

  test("tells the faults of a scenario that cannot be computed", async () => {
    const broken = structuredClone(loaded("reference-a"));
    broken.lineage[0]!.scenario.roles["ae"]!.plan = "nobody";
    const { client, until } = listening();
    client.preview({ scenarios: [broken, broken] });
    const told = await until(({ event }) => event === "failed");
    client.close();
    expect(told).toMatchObject({ problems: [{ path: "roles.ae.plan" }, expect.anything()] });
  }, 60_000);
});

/** A thread that answers when told to, and remembers what it was asked. */
class Thread {
  readonly asked: ToWorker[] = [];
  terminated = false;
  onmessage: ((event: { data: FromWorker }) => void) | undefined;
  onerror: ((event: { message: string; preventDefault: () => void }) => void) | undefined;

  postMessage(message: ToWorker): void {
    this.asked.push(message);
  }
  answer(message: FromWorker): void {
    this.onmessage?.({ data: message });
  }
  crash(): void {
    this.onerror?.({ message: "out of memory", preventDefault: () => undefined });
  }
  terminate(): void {
    this.terminated = true;
  }
}

function withThreads() {
  const threads: Thread[] = [];
  const all = listening(() => {
    threads.push(new Thread());
    return threads.at(-1) as unknown as Worker;
  });
  return { ...all, threads };
}

function comparison(done: number): Comparison {
  return { done, runs: 30 } as Comparison;
}

describe("the engine's client", () => {
  const jobs = ["a", "b", "c", "d"].map((id): Job => ({ scenarios: [{ id, lineage: [] }] }));
  const [a, b, c, d] = jobs as [Job, Job, Job, Job];
  test("follows a preview under way by the latest one only", () => {
    const { client, told, threads } = withThreads();
    for (const job of [a, b, c, d]) client.preview(job);
    const [thread] = threads;
    expect(thread?.asked).toEqual([{ type: "preview", run: "1", job: a }]);

    thread?.answer({ type: "compared", run: "1", comparison: comparison(0) });
    expect(thread?.asked.slice(1)).toEqual([{ type: "preview", run: "2", job: d }]);
    thread?.answer({ type: "compared", run: "2", comparison: comparison(0) });
    expect(told.map((what) => "job" in what && what.job)).toEqual([a, d]);
    expect(thread?.asked).toHaveLength(2);
  });

  test("asks for one batch after the other, and looks at the last", () => {
    const { client, told, threads } = withThreads();
    client.run(a);
    const [thread] = threads;
    thread?.answer({ type: "prepared", run: "1", batches: 2 });
    thread?.answer({ type: "merged", run: "1", batch: 0 });
    thread?.answer({ type: "merged", run: "1", batch: 1 });
    expect(thread?.asked.map(({ type }) => type)).toEqual([
      "prepare",
      "look",
      "batch",
      "batch",
      "look",
    ]);
    thread?.answer({ type: "compared", run: "1", comparison: comparison(30) });
    expect(told).toEqual([{ event: "progressed", comparison: comparison(30), job: a }]);
    expect(thread?.asked.at(-1)).toEqual({ type: "forget", run: "1" });
  });

  test("gives up a run when a lever moves again, and drops what it still answers", () => {
    const { client, told, threads } = withThreads();
    client.run(a);
    const [runner] = threads;
    runner?.answer({ type: "prepared", run: "1", batches: 9 });
    client.preview(b);
    expect(runner?.asked.at(-1)).toEqual({ type: "forget", run: "1" });
    const before = runner?.asked.length;
    runner?.answer({ type: "merged", run: "1", batch: 0 });
    runner?.answer({ type: "compared", run: "1", comparison: comparison(15) });
    expect(told).toEqual([]);
    expect(runner?.asked).toHaveLength(before!);
  });

  test("says when a thread stops, and starts new ones afterwards", () => {
    const { client, told, threads } = withThreads();
    client.preview(a);
    client.run(a);
    threads[1]?.crash();
    expect(told).toEqual([{ event: "crashed" }]);
    expect(threads.map(({ terminated }) => terminated)).toEqual([true, true]);

    client.preview(b);
    expect(threads[2]?.asked).toEqual([expect.objectContaining({ type: "preview", job: b })]);
  });
});

/** Where two values part, with both: a whole comparison would not be read. */
function firstDifference(a: unknown, b: unknown, at = ""): string | undefined {
  if (Object.is(a, b)) return undefined;
  if (typeof a !== "object" || typeof b !== "object" || !a || !b)
    return `${at}: ${String(a)} and ${String(b)}`;
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const [here, there] = [a, b].map((value) => (value as Record<string, unknown>)[key]);
    const found = firstDifference(here, there, `${at}.${key}`);
    if (found) return found;
  }
  return undefined;
}
