/** What practices take and bring: bands, single practices and all together. */
import { describe, expect, test } from "vitest";
import {
  carriesMost,
  comparisonOf,
  createTally,
  effectRange,
  levelPlaces,
  netJob,
  netOf,
  netTogether,
  type PracticeNet,
  practiceNets,
  prepareJob,
  scenarioOf,
} from "#models";
import { chain, pair, shipped } from "../support/scenarios.ts";

const difference = (runRate: number) => ({
  totals: { contribution: { mean: 0, mechanical: 0, runRate } },
});

function banded(low: number, high: number): PracticeNet {
  return {
    cost: -1,
    effect: { mean: 0, low, high },
    net: { mean: -1, low: low - 1, high: high - 1 },
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
  expect(netTogether(all, [banded(-3, 6), banded(-4, 8)]).effect).toEqual({
    mean: 10,
    low: 5,
    high: 20,
  });
});

describe("the band of an effect", () => {
  test("is the stated or the default spread, nine of ten in it", () => {
    const { low, high, spread } = effectRange("feedback", { effect: { mean: 0.02, sd: 0.01 } })!;
    // The 95th percentile of a standard normal number is 1.644854.
    expect(low).toBeCloseTo(0.02 - 0.01644854, 8);
    expect(high).toBeCloseTo(0.02 + 0.01644854, 8);
    expect(spread).toBe("stated");
    expect(effectRange("feedback", {})!.low).toBeLessThan(0);
  });

  test("is that of the numbers that simulation draws: percentiles above 0 by ratios, and the stated form", () => {
    // p50 · (p90 ÷ p50)^(1.644854 ÷ 1.281552) = 0.01 · 2^1.283486; the lower side alike.
    const range = effectRange("feedback", { effect: { p10: 0.005, p50: 0.01, p90: 0.02 } })!;
    expect(range.high).toBeCloseTo(0.0243427, 6);
    expect(range.low).toBeCloseTo(0.004108, 6);
    // Mean 1 and sd 1: the logarithm has variance ln 2.
    const effect = { mean: 1, sd: 1, dist: "logNormal" } as const;
    const spread = Math.sqrt(Math.LN2);
    expect(effectRange("own", { effect })!.low).toBeCloseTo(
      Math.exp(-1.6448536 * spread - Math.LN2 / 2),
      6,
    );
  });

  test("runs from none to twice what is assumed where no spread is known", () => {
    expect(effectRange("jointMeeting", {})).toEqual({ low: 0, high: 0.06, spread: "doubled" });
    expect(effectRange("jointMeeting", { effect: "= a" })).toBeUndefined();
    expect(effectRange("ownPractice", {})).toBeUndefined();
  });
});

test("of the shipped practices the hours of rotation outweigh what it brings, by the engine", () => {
  const loaded = shipped("all-eight-practices");
  const job = netJob(loaded, "jobRotation");
  expect(scenarioOf(job.scenarios[1]!).alignment?.practices?.["jobRotation"]).toBeUndefined();
  const { head } = prepareJob(job, { preview: true });
  const { cost, effect, net } = netOf(comparisonOf(createTally(head)).expected)!;
  expect(cost).toBeLessThan(0);
  expect(effect.low).toBeLessThan(0);
  expect(effect.high).toBeGreaterThan(0);
  expect(net.mean).toBeCloseTo(cost + effect.mean, 6);
  expect(net.high).toBeLessThan(0);
});

function practices(...ids: string[]) {
  return {
    alignment: { practices: Object.fromEntries(ids.map((id) => [id, { adoption: 1 }])) },
  };
}

test("the effects that were thought to be above zero begin there, up to what is thought likely", () => {
  for (const [id, most] of [
    ["oneManager", 0.15],
    ["jointAssignments", 0.05],
  ] as const) {
    const { low, high } = effectRange(id, {})!;
    expect(low).toBeLessThanOrEqual(0);
    expect(Math.abs(low)).toBeLessThan(most / 8);
    expect(Math.abs(high / most - 1)).toBeLessThan(0.05);
  }
});

test("of the shipped practices most of the gain hangs on one manager, and its band begins at zero", () => {
  const { each, all } = practiceNets(shipped("all-eight-practices"))!;
  const part = Math.round((100 * each["oneManager"]!.effect.mean) / all!.effect.mean);
  expect(part).toBeGreaterThan(50);
  expect(carriesMost(each, all, () => "One manager over both")).toBe(
    `${part}% of the expected gain hangs on one assumption, one manager over both (survey: senior support goes with less conflict).`,
  );
  expect(carriesMost({ a: banded(0, 1), b: banded(0, 1) }, banded(0, 1), String)).toBe("");
  for (const { effect } of Object.values(each))
    expect(Math.round(effect.low / 1e4)).toBeLessThanOrEqual(1);
});

test("levels that differ in the third place alone are written with four", () => {
  expect(levelPlaces([0.4, 0.4012])).toBe(4);
  expect(levelPlaces([0.4, 0.42])).toBe(2);
  expect(levelPlaces([0.4, 0.4])).toBe(2);
});

describe("all practices of a scenario", () => {
  test("each is what its own job comes to, and all together add the hours of each", () => {
    const loaded = chain(pair, practices("defineRoles", "teamGoals"));
    const { each, all } = practiceNets(loaded)!;
    const { head } = prepareJob(netJob(loaded, "teamGoals"), { preview: true });
    expect(each["teamGoals"]).toEqual(netOf(comparisonOf(createTally(head)).expected));
    // Hours are lost one after the other: a little less together than one by one.
    const single = each["defineRoles"]!.cost + each["teamGoals"]!.cost;
    expect(all!.cost).toBeLessThan(0);
    expect(Math.abs(all!.cost / single - 1)).toBeLessThan(0.02);
  });

  test("with the response off hours cost what the work of the hours brings, and nobody answers", () => {
    const loaded = chain(pair, practices("teamGoals"));
    const [on, off] = [true, false].map((response) => practiceNets(loaded, { response })!);
    expect(off!.each["teamGoals"]!.cost).toBeLessThan(0);
    expect(off!.all!.net.mean).not.toBe(on!.all!.net.mean);
  });

  test("none without practices", () => {
    expect(practiceNets(chain(pair))).toBeUndefined();
  });
});
