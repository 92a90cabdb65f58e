/** Results under lock: what they hold, and what a later run is told of them. */
import { describe, expect, test } from "vitest";
import {
  hashScenario,
  type LockedScenario,
  lockedScenario,
  lockText,
  movedSince,
  readScenario,
  ResultsLock,
  runJob,
} from "#models";
import { shipped } from "../support/scenarios.ts";
import { hashes, textOf } from "./lockCase.ts";

test.each(Object.entries(hashes))(
  "the content of %s has the hash that another program gives it",
  (id, hash) => {
    expect(hashScenario(readScenario(id, textOf).loaded!)).toBe(hash);
  },
);

function locked(runs = 8): LockedScenario {
  const steps = runJob({ scenarios: [shipped("reference-a")], runs, seed: 7 });
  let step = steps.next();
  while (!step.done) step = steps.next();
  return lockedScenario(step.value.scenarios[0]!);
}
const once = locked();

test("the same run is locked as the same text, whoever writes it", () => {
  const text = lockText("0.1.0", { b: locked(), a: once });
  expect(text).toBe(lockText("0.1.0", { a: once, b: once }));
  expect(Object.keys(ResultsLock.parse(JSON.parse(text)).scenarios)).toEqual(["a", "b"]);
});

test("headline money is kept to the cent", () => {
  // 6 × 110,000 and 10 × 80,000 of base pay are part of it.
  expect(once.expected["pay"]! - once.expected["variablePay"]!).toBeCloseTo(1_460_000, 2);
  expect(once).toMatchObject({ seed: 7, runs: 8, parameterSets: 1 });
  for (const value of Object.values(once.pay)) expect(Math.round(value * 100) / 100).toBe(value);
});

describe("what moved", () => {
  test("is nothing for the same run", () => expect(movedSince(once, locked())).toEqual([]));

  test("is named with both figures", () => {
    const now = {
      ...once,
      expected: { ...once.expected, bookings: 1 },
      pay: { ...once.pay, ae: 2 },
      digest: "x",
    };
    expect(movedSince(once, now)).toEqual([
      { what: "expected bookings", before: once.expected["bookings"], after: 1 },
      { what: "expected pay of one ae", before: once.pay["ae"], after: 2 },
    ]);
  });

  test("begins with the reason", () => {
    const now = { ...once, content: "x", seed: 8 };
    expect(movedSince(once, now).map(({ what }) => what)).toEqual([
      "the scenario itself, or what it is calibrated on",
      "seed",
    ]);
  });

  test("may be less than a cent, and is found all the same", () => {
    expect(movedSince(once, { ...once, digest: "x" }).map(({ what }) => what)).toEqual([
      "figures by less than is shown here",
    ]);
  });
});
