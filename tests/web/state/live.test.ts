import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Comparison, Job, LoadedScenario } from "#models";
import { findingsOf, meanOf, moneyOf } from "../../../web/src/pages/build/against.ts";
import type { EngineEvents } from "../../../web/src/engine/client.ts";
import { Live } from "../../../web/src/state/live.svelte.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const saved: LoadedScenario = {
  id: "b",
  lineage: [{ id: "a" }, { id: "b" }] as LoadedScenario["lineage"],
};
const edited: LoadedScenario = { ...saved };

/** A comparison with the expected layer's mean of bookings and, once years are in, theirs. */
function comparison(
  expected: number,
  done = 0,
  simulated = 0,
  findings: readonly string[] = [],
): Comparison {
  const scenario = {
    scenario: { currency: "USD" },
    findings: findings.map((id) => ({ id, place: "plans.a", severity: "warning" })),
  };
  const difference = { totals: { bookings: { mean: simulated } }, roles: {} };
  return {
    done,
    runs: 1000,
    scenarios: [scenario, scenario],
    expected: [{ totals: { bookings: { mean: expected } }, roles: {} }],
    differences: done > 0 ? [difference] : [],
  } as unknown as Comparison;
}

/** A live result with an engine that is told what to answer, and remembers what it was asked. */
function living() {
  const asked: [what: "preview" | "run", job: Job][] = [];
  let events: EngineEvents | undefined;
  const live = new Live(saved, (given) => {
    events = given;
    return {
      preview: (job) => void asked.push(["preview", job]),
      run: (job) => void asked.push(["run", job]),
      close: () => undefined,
    };
  });
  const last = () => asked.at(-1)![1];
  return { live, asked, last, events: events! };
}

test("a preview is asked for at once, a run only when nothing has moved for a while", () => {
  const { live, asked } = living();
  live.follow(saved);
  live.follow(edited);
  vi.advanceTimersByTime(300);
  live.follow({ ...edited });
  expect(asked.map(([what]) => what)).toEqual(["preview", "preview", "preview", "preview"]);
  vi.advanceTimersByTime(399);
  expect(asked).toHaveLength(4);
  vi.advanceTimersByTime(1);
  expect(asked.at(-1)).toEqual(["run", asked[3]![1]]);
});

test("of a finished run the mean is that of its simulated years", () => {
  const { live, last, events } = living();
  live.follow(saved);
  events.previewed(comparison(100), last());
  expect(meanOf(live.now!, "bookings")).toBe(100);
  events.progressed(comparison(100, 1000, 130), last());
  expect(meanOf(live.now!, "bookings")).toBe(130);
});

test("after an edit the mean moves by what the expected layer moves, and what it was stays", () => {
  const { live, last, events } = living();
  live.follow(saved);
  events.progressed(comparison(100, 1000, 130), last());
  live.follow(edited);
  events.previewed(comparison(90), last());
  expect(meanOf(live.now!, "bookings")).toBe(120);
  expect(moneyOf(live.before!, "bookings")).toBe("+$130");
  expect(live.bandsFresh).toBe(false);
});

test("what only a run finds stays while a lever moves, and goes with a run that has it no more", () => {
  const { live, last, events } = living();
  const open = () => findingsOf(live.now!, live.before, []).open.map(({ id }) => id);
  const settled = () => findingsOf(live.now!, live.before, []).settled.map(({ id }) => id);
  live.follow(saved);
  events.previewed(comparison(100, 0, 0, ["cliff"]), last());
  events.progressed(comparison(100, 1000, 130, ["cliff", "pull-forward"]), last());
  expect(open()).toEqual(["cliff", "pull-forward"]);
  live.follow(edited);
  events.previewed(comparison(90), last());
  expect(open()).toEqual(["pull-forward"]);
  expect(settled()).toEqual(["cliff"]);
  events.progressed(comparison(90), last());
  expect(open()).toEqual([]);
  expect(settled()).toEqual(["cliff", "pull-forward"]);
});

test("what it was is known once the file as saved has all its years, made up for after the edit's own", () => {
  const { live, asked, last, events } = living();
  live.follow(saved);
  const savedJob = last();
  events.progressed(comparison(100, 760, 300), savedJob);
  expect(live.before).toBeUndefined();
  live.follow(edited);
  const editedJob = last();
  events.progressed(comparison(90, 760, 115), editedJob);
  expect(live.before?.run).toBeUndefined();
  events.progressed(comparison(90, 1000, 120), editedJob);
  expect(asked.at(-1)).toEqual(["run", savedJob]);
  events.progressed(comparison(100, 500, 200), savedJob);
  expect(live.before?.run).toBeUndefined();
  events.progressed(comparison(100, 1000, 130), savedJob);
  expect(moneyOf(live.before!, "bookings")).toBe("+$130");
  expect(meanOf(live.now!, "bookings")).toBe(120);
  expect(live.years).toEqual({ done: 1000, runs: 1000 });
});

test("a few years are counted, and their bands not shown", () => {
  const { live, last, events } = living();
  live.follow(saved);
  events.progressed(comparison(100, 64, 500), last());
  expect(live.years).toEqual({ done: 64, runs: 1000 });
  expect(live.bands).toBeUndefined();
  expect(meanOf(live.now!, "bookings")).toBe(100);
  events.progressed(comparison(100, 256, 120), last());
  expect(live.bandsFresh).toBe(true);
});

test("an answer that is late marks the figures as old, until it is there", () => {
  const { live, last, events } = living();
  live.follow(edited);
  expect(live.late).toBe(false);
  vi.advanceTimersByTime(600);
  expect(live.late).toBe(true);
  events.previewed(comparison(1), last());
  expect([live.late, live.figuresFresh]).toEqual([false, true]);
});

test("answers that trail a moving lever are not late", () => {
  const { live, last, events } = living();
  for (let move = 0; move < 4; move++) {
    live.follow({ ...edited });
    const before = last();
    live.follow({ ...edited });
    vi.advanceTimersByTime(350);
    events.previewed(comparison(move), before);
    expect([live.late, live.figuresFresh]).toEqual([false, false]);
  }
});

test("faults keep the last good figures, and go when the scenario is sound again", () => {
  const { live, last, events } = living();
  live.follow(edited);
  events.previewed(comparison(1), last());
  live.follow({ ...edited });
  events.failed([{ code: "bad-number", path: "plans.ae", message: "too much" }], last());
  expect(live.problems).toHaveLength(1);
  expect(meanOf(live.now!, "bookings")).toBe(1);
  live.follow({ ...edited });
  events.previewed(comparison(2), last());
  expect(live.problems).toEqual([]);
});

test("after a crash nothing is asked until it is restarted, then the scenario as it stands", () => {
  const { live, asked, last, events } = living();
  live.follow(edited);
  events.crashed("out of memory");
  const before = asked.length;
  const newest = { ...edited };
  live.follow(newest);
  vi.advanceTimersByTime(1000);
  expect([live.crashed, asked.length]).toEqual([true, before]);
  live.restart();
  expect(live.crashed).toBe(false);
  expect(last().scenarios[1]).toBe(newest);
});
