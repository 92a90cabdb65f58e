import { describe, expect, test } from "vitest";
import {
  certainty,
  count,
  duration,
  fixed,
  moneyIn,
  ofHundred,
  percent,
  points,
  relative,
  scaleOf,
  several,
  signed,
} from "../../server/cli/format.ts";

describe("money in headlines", () => {
  const { headline } = moneyIn("USD");

  test.each([
    [61_404_000, "level", "$61.40m"],
    [137_000, "difference", "+$137k"],
    [1_620_000, "difference", "+$1.62m"],
    [-1_620_000, "difference", "−$1.62m"],
    [-1_620_000, "level", "−$1.62m"],
    [61_404, "level", "$61.4k"],
    [9464, "level", "$9,464"],
    [2_500_000_000, "level", "$2.50bn"],
    [0, "level", "0"],
    [0, "difference", "0"],
    [-0, "difference", "0"],
    [0.3, "difference", "0"],
  ] as const)("%d as a %s is %s", (amount, sign, text) => {
    expect(headline(amount, sign)).toBe(text);
  });

  test("shares a scale down a column; what would not show in it has its own", () => {
    const scale = scaleOf([61_404_000, 1_620_000, 140_000, 320]);
    expect(headline(61_404_000, "level", scale)).toBe("$61.40m");
    expect(headline(140_000, "difference", scale)).toBe("+$0.14m");
    expect(headline(320, "difference", scale)).toBe("+$320");
  });

  test("shows two figures of the smallest in a column of thousands", () => {
    const scale = scaleOf([278_000, -6400]);
    expect(headline(278_000, "difference", scale)).toBe("+$278.0k");
    expect(headline(-6400, "difference", scale)).toBe("−$6.4k");
  });

  test("is in the scenario's currency", () => {
    expect(moneyIn("EUR").headline(1_620_000, "difference")).toBe("+€1.62m");
    expect(moneyIn("JPY").whole(158_900, "level")).toBe("¥158,900");
    expect(moneyIn("CHF").whole(-158_900, "difference")).toBe("−CHF\u00A0158,900");
  });
});

test("people's pay is in whole units", () => {
  const { whole } = moneyIn("USD");
  expect(whole(158_900.4, "level")).toBe("$158,900");
  expect(whole(2920, "difference")).toBe("+$2,920");
  expect(whole(-2920, "difference")).toBe("−$2,920");
  expect(whole(-0.4, "difference")).toBe("0");
});

test("rates are in per cent, their differences in points, relative changes signed", () => {
  expect(percent(0.1423)).toBe("14.2%");
  expect(points(0.0143)).toBe("+1.4 points");
  expect(points(-0.0143)).toBe("−1.4 points");
  expect(points(0)).toBe("0.0 points");
  expect(relative(0.026)).toBe("+2.6%");
  expect(relative(-0.026)).toBe("−2.6%");
  expect(relative(null)).toBe("");
});

test("numbers are grouped, and signed where they are differences", () => {
  expect(fixed(12_345.678, 1)).toBe("12,345.7");
  expect(fixed(-1, 0)).toBe("−1");
  expect(signed(1.5, 1)).toBe("+1.5");
  expect(signed(-0.01, 1)).toBe("0.0");
  expect(count(84)).toBe("84");
  expect(count(4.5)).toBe("4.5");
});

test("chances are whole years of 100", () => {
  expect([0, 0.004, 0.005, 0.5, 0.944, 0.995, 0.996, 1].map(ofHundred)).toEqual([
    "under 1",
    "under 1",
    "under 1",
    "50",
    "94",
    "over 99",
    "over 99",
    "over 99",
  ]);
});

test("a chance and its opposite add up to 100 years, by the count of the more likely side", () => {
  // 39.5 and 60.5 of 100: the more likely side is 61, which leaves 39.
  expect([0.395, 0.605].map(ofHundred)).toEqual(["39", "61"]);
  for (let years = 6; years <= 994; years++) {
    const both = [years, 1000 - years].map((one) => Number(ofHundred(one / 1000)));
    expect(both[0]! + both[1]!, `${years} of 1000`).toBe(100);
  }
});

describe("certainty words", () => {
  const clear = { mean: 100, standardError: 1 };

  test.each([
    [1, "over 99 higher: almost certain"],
    [0.99, "99 higher: almost certain"],
    [0.98, "98 higher: very likely"],
    [0.95, "95 higher: very likely"],
    [0.94, "94 higher: likely"],
    [0.8, "80 higher: likely"],
    [0.79, "79 higher: more likely than not"],
    [0.6, "60 higher: more likely than not"],
    [0.59, "59 higher: too close to call"],
    [0.41, "59 lower: too close to call"],
    [0.4, "60 lower: more likely than not"],
    [0.06, "94 lower: likely"],
    [0.01, "99 lower: almost certain"],
    [0, "over 99 lower: almost certain"],
  ])("of a difference above 0 in a share of %d of years: %s", (probabilityHigher, words) => {
    expect(certainty({ ...clear, probabilityHigher })).toBe(words);
  });

  test("are withheld within the noise of the computation", () => {
    expect(certainty({ mean: 1.9, standardError: 1, probabilityHigher: 0.94 })).toBe(
      "94 higher: too close to call",
    );
    expect(certainty({ mean: 2, standardError: 1, probabilityHigher: 0.94 })).toBe(
      "94 higher: likely",
    );
  });

  test("of no difference at all are just that", () => {
    expect(certainty({ mean: 0, standardError: 0, probabilityHigher: 0.5 })).toBe("no difference");
  });
});

test("time and amounts are said as people say them", () => {
  expect(duration(812)).toBe("0.8 s");
  expect(duration(125_000)).toBe("2 min 5 s");
  expect(several(1, "problem")).toBe("1 problem");
  expect(several(0, "problem")).toBe("0 problems");
  expect(several(1200, "simulated year")).toBe("1,200 simulated years");
});
