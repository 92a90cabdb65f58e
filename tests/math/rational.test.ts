/** Exact numbers: read as written, compared exactly, rounded by each rule; a BigInt oracle for decimals. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  add,
  compare,
  divide,
  multiply,
  type Rational,
  rational,
  rounded,
  roundedTo,
  type RoundingMode,
  subtract,
  toDecimal,
  toNumber,
  toShortDecimal,
} from "../../models/math/rational.ts";

const cents = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
const same = (a: Rational, b: Rational) => compare(a, b) === 0;

test("a number is the decimal it shows", () => {
  expect(same(add(rational(0.1), rational(0.2)), rational(0.3))).toBe(true);
  expect(same(rational("1e-3"), rational("0.001"))).toBe(true);
  expect(same(rational(1e21), rational("1000000000000000000000"))).toBe(true);
  expect(same(rational("-12.50"), rational(-12.5))).toBe(true);
});

test.each(["", ".", "-", "1,5", "0x10", "NaN", "Infinity", "1e", " 1"])(
  "%j is no decimal",
  (text) => {
    expect(() => rational(text)).toThrow(/not a decimal number/);
  },
);

describe("rounding to whole numbers", () => {
  const rows: [string, RoundingMode, bigint][] = [
    ["2.5", "halfAwayFromZero", 3n],
    ["-2.5", "halfAwayFromZero", -3n],
    ["2.5", "halfEven", 2n],
    ["3.5", "halfEven", 4n],
    ["-2.5", "halfEven", -2n],
    ["2.0001", "awayFromZero", 3n],
    ["-2.0001", "awayFromZero", -3n],
    ["2", "awayFromZero", 2n],
    ["2.9999", "towardsZero", 2n],
    ["-2.9999", "towardsZero", -2n],
    ["2.4999", "halfAwayFromZero", 2n],
  ];
  test.each(rows)("%s, %s, is %s", (value, mode, whole) => {
    expect(rounded(rational(value), mode)).toBe(whole);
  });
});

// 1.005 × 100 is 100.49999999999999 in doubles; two thirds of 10,000 is 6,666.67 to the cent.
test("exact halves of a cent round as people do", () => {
  expect(toDecimal(rational("1.005"), 2)).toBe("1.01");
  expect(toDecimal(rational("-1.005"), 2)).toBe("-1.01");
  expect(toDecimal(divide(rational(20_000), rational(3)), 2)).toBe("6666.67");
  expect(toDecimal(rational("0.004"), 2)).toBe("0.00");
  expect(toDecimal(rational("-0.004"), 2)).toBe("0.00");
  expect(toShortDecimal(rational("0.07500"))).toBe("0.075");
  expect(toShortDecimal(rational("1200"))).toBe("1200");
});

test("an attainment of two thirds rounds to the whole per cent, up, down or nearest", () => {
  const twoThirds = divide(rational(2000), rational(3000));
  const step = rational(0.01);
  expect(toShortDecimal(roundedTo(twoThirds, step, "halfAwayFromZero"))).toBe("0.67");
  expect(toShortDecimal(roundedTo(twoThirds, step, "towardsZero"))).toBe("0.66");
});

test("decimals add, subtract and multiply as whole numbers of cents do", () => {
  const law = fc.property(cents, cents, (a, b) => {
    const [x, y] = [rational(`${a}e-2`), rational(`${b}e-2`)];
    expect(rounded(multiply(add(x, y), rational(100)), "towardsZero")).toBe(BigInt(a) + BigInt(b));
    expect(rounded(multiply(subtract(x, y), rational(100)), "towardsZero")).toBe(
      BigInt(a) - BigInt(b),
    );
    expect(rounded(multiply(multiply(x, y), rational(10_000)), "towardsZero")).toBe(
      BigInt(a) * BigInt(b),
    );
  });
  fc.assert(law);
});

test("a quotient times its divisor is the dividend again, however long the numbers grow", () => {
  const law = fc.property(
    fc.array(
      cents.filter((n) => n !== 0),
      { minLength: 1, maxLength: 30 },
    ),
    (list) => {
      let value = rational(1);
      for (const n of list) value = divide(value, rational(n));
      for (const n of list) value = multiply(value, rational(n));
      expect(same(value, rational(1))).toBe(true);
    },
  );
  fc.assert(law);
});

test("the double of a decimal is the one the language reads", () => {
  const law = fc.property(cents, fc.integer({ min: 0, max: 12 }), (n, places) => {
    expect(toNumber(rational(`${n}e-${places}`))).toBe(Number(`${n}e-${places}`));
  });
  fc.assert(law);
});
