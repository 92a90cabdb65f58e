import { join } from "node:path";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { type Job, readScenario, runJob } from "#models";
import { createEngine, type Engine, type ThreadOptions } from "../../server/compute/engine.ts";
import { company, folderWith, today } from "./company.ts";

function jobOf(options: Omit<Job, "scenarios"> = {}, files: Record<string, object> = company): Job {
  const textOf = (id: string) => JSON.stringify(files[`${id}.json`]);
  const scenarios = ["today", "shared"].map((id) => {
    const { loaded, problems } = readScenario(id, textOf);
    if (!loaded) throw new Error(JSON.stringify(problems));
    return loaded;
  });
  return { scenarios, ...options };
}

function engineFor(options: ThreadOptions): Engine {
  const engine = createEngine(options);
  onTestFinished(() => engine.close());
  return engine;
}

const shared = createEngine({ threads: 2 });
afterAll(() => shared.close());

describe("the same bits", () => {
  test(
    "come from 1, 2, 3 and 7 threads, and from one loop without any",
    { timeout: 240_000 },
    async () => {
      const job = jobOf({ runs: 200, seed: 3 });
      const steps = runJob(job);
      let step = steps.next();
      while (!step.done) step = steps.next();
      const expected = JSON.stringify(step.value);

      for (const threads of [1, 2, 3, 7]) {
        const engine = createEngine({ threads });
        const state = await engine.start(job).finished;
        await engine.close();
        expect(state.status).toBe("done");
        expect(JSON.stringify(state.comparison) === expected, `${threads} threads`).toBe(true);
      }
    },
  );

  test("come whatever else the engine does at the same time", async () => {
    const jobs = [
      jobOf({ runs: 64, seed: 1 }),
      jobOf({ runs: 64, seed: 2 }),
      jobOf({ runs: 64, seed: 1 }),
    ];
    const [one, two, again] = await Promise.all(jobs.map((job) => shared.start(job).finished));
    expect(one!.comparison).toEqual(again!.comparison);
    expect(one!.comparison).not.toEqual(two!.comparison);
  });
});

describe("a run", () => {
  test("has the expected layer before any year is simulated, then ever more years", async () => {
    const run = shared.start(jobOf({ runs: 500 }));
    expect(run.state()).toMatchObject({ status: "running", done: 0, comparison: undefined });
    const seen: number[] = [];
    run.watch(() => {
      const { done, comparison } = run.state();
      seen.push(done);
      expect(comparison?.done ?? 0).toBe(done);
    });
    const last = await run.finished;
    expect(last).toMatchObject({ status: "done", done: 500, runs: 500 });
    expect(seen[0]).toBe(0);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  test("of a scenario that cannot be solved fails with its problems", async () => {
    const { epsilon: _epsilon, ...behaviour } = {
      ...today.behaviour,
      riskAversion: "= nothingOfThatName",
    };
    const files = { ...company, "today.json": { ...today, behaviour } };
    const state = await shared.start(jobOf({}, files)).finished;
    expect(state.status).toBe("failed");
    expect(state.problems[0]).toMatchObject({
      message: expect.stringContaining("nothingOfThatName"),
    });
  });

  test("is cancelled within 300 ms, and its threads go on with the next", async () => {
    await shared.start(jobOf({ runs: 16 })).finished; // warm
    const long = shared.start(jobOf({ runs: 100_000 }));
    await new Promise((resolve) => setTimeout(resolve, 200));
    const began = performance.now();
    long.cancel();
    const state = await long.finished;
    expect(performance.now() - began).toBeLessThan(300);
    expect(state.status).toBe("cancelled");
    expect((await shared.start(jobOf({ runs: 16 })).finished).status).toBe("done");
  });

  test("waits its turn when enough are under way, and can be cancelled while it waits", async () => {
    const engine = engineFor({ threads: 1, atOnce: 1 });
    const first = engine.start(jobOf({ runs: 100_000 }));
    const second = engine.start(jobOf({ runs: 16 }));
    const third = engine.start(jobOf({ runs: 16 }));
    expect([first, second, third].map((run) => run.progress().status)).toEqual([
      "running",
      "queued",
      "queued",
    ]);
    expect(engine.waiting()).toBe(2);
    second.cancel();
    expect(engine.waiting()).toBe(1);
    first.cancel();
    expect((await third.finished).status).toBe("done");
  });

  test("under way when the engine closes is cancelled", async () => {
    const engine = createEngine({ threads: 1 });
    const run = engine.start(jobOf({ runs: 100_000 }));
    await engine.close();
    expect((await run.finished).status).toBe("cancelled");
    expect((await engine.start(jobOf()).finished).status).toBe("failed");
  });
});

const plain = async (): Promise<string> => {
  const { comparison } = await shared.start(jobOf({ runs: 64 })).finished;
  return JSON.stringify(comparison);
};

/** Threads take the environment of the moment they start. */
const faulty = (fault: { batch: number | "prepare"; how: string; times: number }): URL => {
  const mark = join(folderWith({}), "mark");
  process.env["TANDEM_TEST_FAULT"] = JSON.stringify({ ...fault, mark });
  return new URL("faulty.js", import.meta.url);
};

describe("a thread that", () => {
  test.each(["exit", "throw"])(
    "dies once in a batch (%s) is replaced, and no bit differs",
    async (how) => {
      const engine = engineFor({ threads: 2, script: faulty({ batch: 1, how, times: 1 }) });
      const state = await engine.start(jobOf({ runs: 64 })).finished;
      expect(state.status).toBe("done");
      expect(JSON.stringify(state.comparison)).toBe(await plain());
    },
  );

  test("hangs in a batch is replaced", async () => {
    const script = faulty({ batch: 1, how: "hang", times: 1 });
    const engine = engineFor({ threads: 2, script, patience: 10_000 });
    const state = await engine.start(jobOf({ runs: 64 })).finished;
    expect(state.status).toBe("done");
    expect(JSON.stringify(state.comparison)).toBe(await plain());
  });

  test("dies twice in the same batch fails the run, with the batch and the seed", async () => {
    const engine = engineFor({ threads: 2, script: faulty({ batch: 2, how: "exit", times: 9 }) });
    const state = await engine.start(jobOf({ runs: 64, seed: 5 })).finished;
    expect(state.status).toBe("failed");
    expect(state.problems[0]).toMatchObject({
      code: "crashed",
      message: "the calculation stopped in batch 2 of seed 5",
    });
  });

  test("dies while preparing is replaced once", async () => {
    const once = engineFor({
      threads: 1,
      script: faulty({ batch: "prepare", how: "exit", times: 1 }),
    });
    expect((await once.start(jobOf({ runs: 16 })).finished).status).toBe("done");
    const always = engineFor({
      threads: 1,
      script: faulty({ batch: "prepare", how: "exit", times: 9 }),
    });
    const state = await always.start(jobOf({ runs: 16 })).finished;
    expect(state.problems[0]!.message).toContain("while it was being prepared");
  });

  test("cannot start fails the run, and is not started for ever", async () => {
    const engine = engineFor({ threads: 2, script: new URL("missing.js", import.meta.url) });
    const state = await engine.start(jobOf()).finished;
    expect(state).toMatchObject({ status: "failed", problems: [{ code: "crashed" }] });
  });

  test("is at a cancelled run is given up when it does not come back", async () => {
    const script = faulty({ batch: 0, how: "hang", times: 1 });
    const engine = engineFor({ threads: 1, script });
    const stuck = engine.start(jobOf({ runs: 64 }));
    await new Promise<void>((resolve) => {
      stuck.watch(() => {
        if (stuck.state().comparison) resolve();
      });
    });
    stuck.cancel();
    expect((await engine.start(jobOf({ runs: 16 })).finished).status).toBe("done");
  });
});
