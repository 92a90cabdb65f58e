import { describe, expect, test } from "vitest";
import {
  exactAmount,
  exactChange,
  exactDifference,
  exactMoney,
  exactPercent,
} from "../../../web/src/lib/exact.ts";

describe("an amount of a statement", () => {
  test.each([
    ["38358.20", "38,358.20"],
    ["-184.20", "\u2212184.20"],
    ["-0.00", "0.00"],
    ["999", "999"],
    ["1000", "1,000"],
    ["123456789012345678.91", "123,456,789,012,345,678.91"],
  ])("%s is read as %s", (decimal, read) => {
    expect(exactAmount(decimal)).toBe(read);
  });

  test.each([
    ["5400.00", "+5,400.00"],
    ["-260.00", "\u2212260.00"],
    ["0.00", "0.00"],
  ])("as a difference, %s is %s", (decimal, read) => {
    expect(exactChange(decimal)).toBe(read);
  });

  test.each([
    ["23100", "23,100.00"],
    ["-5.5", "\u22125.50"],
    ["16931.2479", "16,931.2479"],
    ["16931.24795", "16,931.2480"],
    ["52657636.6453125", "52,657,636.65"],
  ])("of a step, %s is read as %s", (decimal, read) => {
    expect(exactMoney(decimal, 2)).toBe(read);
  });

  test.each([
    ["63607.50", "61340.55", "2266.95"],
    ["0.1", "0.3", "-0.2"],
    ["1", "0.01", "0.99"],
    ["0.00", "0.00", "0.00"],
  ])("%s less %s is %s", (a, b, difference) => {
    expect(exactDifference(a, b)).toBe(difference);
  });
});

test.each([
  ["0.8257", "82.57%"],
  ["1", "100.00%"],
  ["1.04686999", "104.687%"],
  ["0.09", "9.00%"],
  ["0.99999999", "100.00%"],
  ["-0.05", "\u22125.00%"],
  ["12.5", "1,250.00%"],
])("a share of %s is %s", (share, read) => {
  expect(exactPercent(share)).toBe(read);
});
