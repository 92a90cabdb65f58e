import fc from "fast-check";
import { expect, test } from "vitest";
import { certaintyOf, countOf, isEnough, isNoise, weakest } from "../../web/src/lib/certainty.ts";

test("the word follows the count at every edge", () => {
  const cases: [number, string, string, string][] = [
    [0, "down", "almost certain", "over 99"],
    [0.004, "down", "almost certain", "over 99"],
    [0.01, "down", "almost certain", "99"],
    [0.02, "down", "very likely", "98"],
    [0.05, "down", "very likely", "95"],
    [0.06, "down", "likely", "94"],
    [0.2, "down", "likely", "80"],
    [0.21, "down", "more likely than not", "79"],
    [0.4, "down", "more likely than not", "60"],
    [0.395, "down", "more likely than not", "61"],
    [0.41, "none", "too close to call", "59"],
    [0.5, "none", "too close to call", "50"],
    [0.59, "none", "too close to call", "59"],
    [0.6, "up", "more likely than not", "60"],
    [0.79, "up", "more likely than not", "79"],
    [0.8, "up", "likely", "80"],
    [0.94, "up", "likely", "94"],
    [0.95, "up", "very likely", "95"],
    [0.98, "up", "very likely", "98"],
    [0.99, "up", "almost certain", "99"],
    [0.994, "up", "almost certain", "99"],
    [0.996, "up", "almost certain", "over 99"],
    [1, "up", "almost certain", "over 99"],
  ];
  for (const [chance, direction, word, count] of cases) {
    expect(certaintyOf(chance)).toMatchObject({ direction, word, count });
  }
});

test("a chance between two counts is rounded before its word is chosen", () => {
  expect(certaintyOf(0.594).word).toBe("too close to call");
  expect(certaintyOf(0.596)).toMatchObject({ word: "more likely than not", count: "60" });
  expect(certaintyOf(0.9449).word).toBe("likely");
  expect(certaintyOf(0.9451)).toMatchObject({ word: "very likely", count: "95" });
});

test("too close to call still counts the more likely side", () => {
  expect(certaintyOf(0.43)).toMatchObject({ direction: "none", side: "down", count: "57" });
  expect(certaintyOf(0.57)).toMatchObject({ direction: "none", side: "up", count: "57" });
});

test("the counts of the two sides add to 100", () => {
  const law = fc.property(fc.double({ min: 0.005, max: 0.995, noNaN: true }), (chance) => {
    const counts = [countOf(chance), countOf(1 - chance)].map(Number);
    fc.pre(counts.every(Number.isFinite) && chance !== 0.5);
    expect(counts[0]! + counts[1]!).toBe(100);
  });
  fc.assert(law);
});

test("a quarter of the years is enough to speak", () => {
  expect([isEnough(0, 0), isEnough(249, 1000), isEnough(250, 1000)]).toEqual([false, false, true]);
});

test("within noise nothing is called higher or lower, whatever the chance", () => {
  expect(certaintyOf(0.97, true)).toMatchObject({ direction: "none", word: "too close to call" });
});

test("a count is a whole number of 100, or over 99, or under 1", () => {
  expect([0, 0.004, 0.005, 0.01, 0.94, 0.99, 0.994, 0.995, 1].map(countOf)).toEqual([
    "under 1",
    "under 1",
    "under 1",
    "1",
    "94",
    "99",
    "99",
    "over 99",
    "over 99",
  ]);
});

test("a chance and its mirror have the same word, the other way round", () => {
  const opposite = { up: "down", down: "up", none: "none" };
  const law = fc.property(fc.integer({ min: 0, max: 100 }), (years) => {
    const [there, back] = [certaintyOf(years / 100), certaintyOf((100 - years) / 100)];
    expect(back.word).toBe(there.word);
    expect(back.direction).toBe(opposite[there.direction]);
  });
  fc.assert(law);
});

test("noise is a mean below twice its error", () => {
  expect(isNoise(1.99, 1)).toBe(true);
  expect(isNoise(-1.99, 1)).toBe(true);
  expect(isNoise(2, 1)).toBe(false);
  expect(isNoise(0, 0)).toBe(false);
});

test("the weakest certainty speaks for a group", () => {
  const group = [certaintyOf(0.99), certaintyOf(0.91), certaintyOf(0.96)];
  expect(weakest(group).word).toBe("likely");
});
