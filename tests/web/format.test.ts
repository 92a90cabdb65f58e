import { expect, test } from "vitest";
import {
  bareChange,
  bareTick,
  capitalised,
  count,
  countChange,
  countInWords,
  listed,
  longMonth,
  multiple,
  percent,
  percentChange,
  pointsChange,
  shortMoney,
  shortMoneyChange,
  shortMonth,
  span,
  tickMoney,
  unitFor,
  wholeMoney,
  wholeMoneyChange,
} from "../../web/src/lib/format.ts";

test("headline money keeps about three figures with k, m and bn", () => {
  const cases: [number, string][] = [
    [0, "$0"],
    [950, "$950"],
    [9_999, "$9,999"],
    [9_999.5, "$10.0k"],
    [52_100, "$52.1k"],
    [99_949, "$99.9k"],
    [99_950, "$0.10m"],
    [140_000, "$0.14m"],
    [61_400_000, "$61.40m"],
    [614_200_000, "$614m"],
    [999_600_000, "$1.00bn"],
    [61_400_000_000, "$61.40bn"],
    [614_000_000_000, "$614bn"],
    [2_500_000_000_000, "$2,500bn"],
  ];
  for (const [value, text] of cases) expect(shortMoney(value, "USD")).toBe(text);
});

test("a change has its sign, with a true minus; a level has none; zero never has one", () => {
  expect(shortMoneyChange(1_620_000, "USD")).toBe("+$1.62m");
  expect(shortMoneyChange(-3_060_000, "USD")).toBe("−$3.06m");
  expect(shortMoneyChange(0, "USD")).toBe("$0");
  expect(wholeMoney(158_900, "USD")).toBe("$158,900");
  expect(wholeMoney(-410, "USD")).toBe("−$410");
  expect(wholeMoneyChange(2_920, "USD")).toBe("+$2,920");
  expect(wholeMoneyChange(-410.4, "USD")).toBe("−$410");
  expect(percentChange(0)).toBe("0.0%");
  expect(countChange(0)).toBe("0");
});

test("what rounds to zero is zero, without a sign", () => {
  expect(wholeMoneyChange(0.4, "USD")).toBe("$0");
  expect(wholeMoneyChange(-0.4, "USD")).toBe("$0");
  expect(percentChange(0.0004)).toBe("0.0%");
  expect(percentChange(-0.0004)).toBe("0.0%");
  expect(percent(-0.0004)).toBe("0.0%");
  expect(shortMoneyChange(-4_000, "USD", unitFor([3_060_000]))).toBe("$0.00m");
  expect(bareChange(-0.001, unitFor([1]))).toBe("0");
});

test("one unit for a column keeps its decimals in line", () => {
  const unit = unitFor([1_620_000, -61_400_000]);
  expect([1_620_000, -61_400_000].map((value) => shortMoneyChange(value, "USD", unit))).toEqual([
    "+$1.62m",
    "−$61.40m",
  ]);
});

test("currencies stand as their own: symbol, letters with a space, no decimals for yen", () => {
  expect(shortMoneyChange(1_620_000, "EUR")).toBe("+€1.62m");
  expect(shortMoneyChange(-1_620_000, "CHF")).toBe("−CHF\u00a01.62m");
  expect(wholeMoney(16_200_000, "JPY")).toBe("¥16,200,000");
  expect(wholeMoneyChange(-1_234.56, "JPY")).toBe("−¥1,235");
  expect(shortMoney(6_140_000_000, "JPY")).toBe("¥6.14bn");
  expect(wholeMoney(1_234.567, "KWD")).toBe("KWD\u00a01,235");
});

test("rates are per cent with one decimal, their differences are points", () => {
  expect(percent(0.264)).toBe("26.4%");
  expect(percentChange(0.026384)).toBe("+2.6%");
  expect(percentChange(-0.05)).toBe("−5.0%");
  expect(percentChange(12)).toBe("+1,200.0%");
  expect(pointsChange(0.014)).toBe("+1.4 points");
  expect(pointsChange(-0.01)).toBe("−1.0 point");
  expect(pointsChange(0)).toBe("0.0 points");
  expect(multiple(1.5)).toBe("1.5×");
});

test("ticks have no more decimals than they need", () => {
  const unit = unitFor([3_060_000]);
  expect([-2_500_000, 0, 5_000_000].map((value) => tickMoney(value, "USD", unit))).toEqual([
    "−$2.5m",
    "0",
    "+$5m",
  ]);
  expect(bareTick(2_000_000, unit, true)).toBe("+2");
  expect(bareTick(5_500_000, unit, false)).toBe("5.5");
});

test("counts are grouped; small ones can be words", () => {
  expect(count(1_000)).toBe("1,000");
  expect(count(11.4)).toBe("11");
  expect([0, 1, 11.4, 12, 13].map(countInWords)).toEqual(["no", "one", "eleven", "twelve", "13"]);
  expect(capitalised("eleven people")).toBe("Eleven people");
});

test("lists read as English", () => {
  expect(listed([])).toBe("");
  expect(listed(["Sales"])).toBe("Sales");
  expect(listed(["Sales", "Marketing"])).toBe("Sales and Marketing");
  expect(listed(["the company", "Sales", "Marketing"])).toBe("the company, Sales and Marketing");
});

test("months and spans follow the calendar over the turn of the year", () => {
  expect(shortMonth("2027-01", 0)).toBe("Jan");
  expect(longMonth("2027-07", 6)).toBe("January");
  expect(span("2027-01", 12)).toBe("January to December 2027");
  expect(span("2027-07", 12)).toBe("July 2027 to June 2028");
  expect(span("2027-01", 24)).toBe("January 2027 to December 2028");
});

test("what is not a number is said to be none, never NaN", () => {
  expect(wholeMoneyChange(Number.NaN, "USD")).not.toContain("NaN");
  expect(percentChange(Number.POSITIVE_INFINITY)).not.toContain("Infinity");
});
