import { describe, expect, onTestFinished, test, vi } from "vitest";
import { setTimeout as pause } from "node:timers/promises";
import type { Run, RunState } from "../../server/compute/engine.ts";
import { eventsOf, type Pace } from "../../server/http/events.ts";

/** A run moved by hand. */
function runByHand() {
  const listeners = new Set<() => void>();
  let state: RunState = {
    status: "running",
    done: 0,
    runs: 1000,
    comparison: undefined,
    problems: [],
  };
  const run: Run = {
    progress: () => state,
    state: () => state,
    watch: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    finished: new Promise(() => undefined),
    cancel: () => undefined,
  };
  const move = (next: Partial<RunState>): void => {
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  };
  return { run, move, listeners };
}

function follow(run: Run, pace: Pace) {
  const { stream, end } = eventsOf(run, ({ done }) => done, pace);
  onTestFinished(() => void stream.destroy());
  return { stream, end };
}

describe("events of a run", () => {
  test("come no faster than their pace, the newest state each time", async () => {
    const { run, move } = runByHand();
    const { stream } = follow(run, { between: 50 });
    let text = "";
    stream.on("data", (data) => (text += data));
    for (let done = 1; done <= 30; done++) {
      move({ done });
      await pause(5);
    }
    move({ done: 1000, status: "done" });
    while (!stream.readableEnded) await pause(5);
    const told = [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => Number(data));
    expect(told.length).toBeLessThan(12);
    expect(told.at(-1)).toBe(1000);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  });

  test("are one, the newest, for a client that was not reading", async () => {
    const { run, move } = runByHand();
    const { stream } = follow(run, { between: 0 });
    stream.read(0); // asks, and does not take
    for (let done = 1; done <= 500; done++) move({ done });
    await pause(20);
    move({ done: 1000, status: "done" });
    let text = "";
    for await (const data of stream) text += data;
    expect(text.match(/^event: snapshot$/gm)!.length).toBeLessThanOrEqual(2);
    expect(text).toMatch(/event: done\nid: end\ndata: 1000\n\n$/);
  });

  test("are a sign of life when nothing happens", async () => {
    const { run } = runByHand();
    const { stream } = follow(run, { heartbeat: 10 });
    let text = "";
    stream.on("data", (data) => (text += data));
    await pause(100);
    expect(text.match(/^: still here$/gm)!.length).toBeGreaterThanOrEqual(2);
  });

  test("stop when the client leaves, and leave nothing behind", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    onTestFinished(() => void vi.useRealTimers());
    const { run, move, listeners } = runByHand();
    const { stream } = follow(run, { between: 0 });
    stream.resume();
    await pause(10);
    stream.destroy();
    await pause(10);
    expect(listeners.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
    expect(() => move({ done: 1 })).not.toThrow();
  });

  test("end when they are told to, though the run goes on", async () => {
    const { run, move } = runByHand();
    const { stream, end } = follow(run, { between: 0 });
    const read = stream.toArray();
    await pause(10);
    end();
    move({ done: 1 });
    expect((await read).join("")).toMatch(/^event: snapshot/);
  });
});
