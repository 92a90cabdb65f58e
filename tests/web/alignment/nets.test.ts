/** What practices take and bring: bands, single practices and all together, in numbers and words. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { prepareJob, readScenario, scenarioOf } from "#models";
import { comparisonOf, createTally } from "../../../models/analysis/tally.ts";
import {
  effectRange,
  jobOf,
  type Net,
  netOf,
  together,
} from "../../../web/src/pages/alignment/nets.ts";
import {
  openWords,
  pathClaim,
  practicesClaim,
  signWords,
  sumOf,
} from "../../../web/src/pages/alignment/words.ts";

const difference = (runRate: number) => ({
  totals: { contribution: { mean: 0, mechanical: 0, runRate } },
});

function banded(low: number, high: number): Net {
  return {
    cost: -1,
    effect: { mean: 0, low, high },
    net: { mean: -1, low: low - 1, high: high - 1 },
  };
}

function netting(mean: number, low: number, high: number): Net {
  return {
    cost: -2_000_000,
    effect: { mean: mean + 2_000_000, low: 0, high: 0 },
    net: { mean, low, high },
  };
}

test("cost is the practice at no effect, effect what it brings over that, net both", () => {
  // Against the scenario as written: without it +20, at no effect −30, at a low effect −80, at a high one +60.
  expect(netOf([20, -30, -80, 60].map(difference))).toEqual({
    cost: -50,
    effect: { mean: 30, low: -50, high: 90 },
    net: { mean: -20, low: -100, high: 40 },
  });
  expect(netOf([20, -30].map(difference))!.net).toEqual({ mean: -20, low: -20, high: -20 });
  expect(netOf([])).toBeUndefined();
});

test("deviations of single practices are squared and added", () => {
  const all = { ...banded(0, 0), effect: { mean: 10, low: 10, high: 10 } };
  // 3 and 4 down, 6 and 8 up.
  expect(together(all, [banded(-3, 6), banded(-4, 8)]).effect).toEqual({
    mean: 10,
    low: 5,
    high: 20,
  });
});

describe("the band of an effect", () => {
  test("is the stated or the default spread, nine of ten in it", () => {
    const { low, high, spread } = effectRange("feedback", { effect: { mean: 0.02, sd: 0.01 } })!;
    expect(low).toBeCloseTo(0.02 - 0.016449, 12);
    expect(high).toBeCloseTo(0.02 + 0.016449, 12);
    expect(spread).toBe("stated");
    expect(effectRange("feedback", {})!.low).toBeLessThan(0);
  });

  test("runs from none to twice what is assumed where no spread is known", () => {
    expect(effectRange("jointMeeting", {})).toEqual({ low: 0, high: 0.06, spread: "doubled" });
    expect(effectRange("jointMeeting", { effect: "= a" })).toBeUndefined();
    expect(effectRange("ownPractice", {})).toBeUndefined();
  });
});

test("of the shipped practices the hours of rotation outweigh what it brings, by the engine", () => {
  const { loaded } = readScenario("all-eight-practices", (name) =>
    readFileSync(new URL(`../../../scenarios/${name}.json`, import.meta.url), "utf8"),
  );
  const job = jobOf(loaded!, "jobRotation");
  expect(scenarioOf(job.scenarios[1]!).alignment?.practices?.["jobRotation"]).toBeUndefined();
  const { head } = prepareJob(job, { preview: true });
  const { cost, effect, net } = netOf(comparisonOf(createTally(head)).expected)!;
  expect(cost).toBeLessThan(0);
  expect(effect.low).toBeLessThan(0);
  expect(effect.high).toBeGreaterThan(0);
  expect(net.mean).toBeCloseTo(cost + effect.mean, 6);
  expect(net.high).toBeLessThan(0);
});

describe("in words", () => {
  test("hours come first and for certain, and outweigh the gain only where the band says so", () => {
    expect(practicesClaim(netting(-1e6, -2e6, -1), 8, "USD")).toBe(
      "Eight practices take $2.00m a year for certain and are expected to bring +$1.00m: the hours outweigh the gain",
    );
    expect(practicesClaim(netting(-1e6, -2e6, 1), 1, "USD")).toBe(
      "One practice takes $2.00m a year for certain and is expected to bring +$1.00m: at the middle the hours outweigh the gain, and that is not certain",
    );
    expect(practicesClaim(undefined, 0, "USD")).toBe("No practice is in place");
    expect(signWords({ mean: 1, low: -1, high: 2 })).toBe("the band includes zero");
  });

  test("missing answers are counted by function", () => {
    expect(openWords({ sales: 3, marketing: 0 })).toContain(
      "3 of 40 answers are missing: 3 by Sales.",
    );
    expect(openWords({ sales: 0, marketing: 0 })).toBe("");
    expect(sumOf({ a: 4, b: 5 }, ["a", "b"])).toBe(9);
    expect(sumOf({ a: 4 }, ["a", "b"])).toBeUndefined();
  });

  test("a path that stays is said to stay", () => {
    expect(pathClaim([0.4, 0.4])).toBe("Alignment stays at 0.40");
    expect(pathClaim([0.4, 0.43, 0.46])).toBe("Alignment rises from 0.40 to 0.46 over 3 quarters");
  });
});
