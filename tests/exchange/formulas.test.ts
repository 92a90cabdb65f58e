import { expect, test } from "vitest";
import { attained, knotNumber, roundedTo } from "../../server/exchange/formulas.ts";
import {
  decimalDifference,
  decimalLeast,
  decimalProduct,
  decimalSum,
  isZero,
} from "../../server/exchange/decimals.ts";

// Not every spreadsheet takes 0.39999999999999997 for 0.4 when it compares: both sides are rounded to twelve decimals.
test("attainments and knots meet at twelve decimals", () => {
  expect(attained("F2", "G2")).toBe("ROUND(F2/G2,12)");
  expect(knotNumber("0.333333333333333")).toBe(0.333333333333);
});

test("money is rounded to nine decimals before the one rounding that counts", () => {
  expect(roundedTo("A1", { places: 2, mode: "halfAwayFromZero" })).toBe("ROUND(ROUND(A1,9),2)");
  expect(roundedTo("A1", { places: 0, mode: "towardsZero" })).toBe("ROUNDDOWN(ROUND(A1,9),0)");
});

test("decimal texts add and multiply exactly", () => {
  expect(decimalSum(["0.1", "0.2", "-0.3"])).toBe("0");
  expect(decimalSum([])).toBe("0");
  expect(decimalDifference("1", "1.000000000000001")).toBe("-0.000000000000001");
  expect(decimalProduct(["33333.33", "0.7"])).toBe("23333.331");
  expect(decimalProduct(["-2", "0.5"])).toBe("-1");
  expect(decimalLeast("10", "9.99")).toBe("9.99");
  expect([isZero("-0.00"), isZero("0.001")]).toEqual([true, false]);
});
