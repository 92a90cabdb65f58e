import { expect, test } from "vitest";
import { csvOf, shown } from "../../web/src/lib/table.ts";
import { labelledTicks, scaleAround, ticksOf } from "../../web/src/lib/scale.ts";

test("a file holds full numbers with a decimal point, and quotes what needs it", () => {
  const table = {
    caption: "",
    columns: [{ label: "Role" }, { label: "Change, a year", format: () => "+$1.62m" }],
    rows: [
      ['AE, "mid"', -1_620_000.25],
      ["none", null],
    ],
  };
  expect(csvOf(table)).toBe('Role,"Change, a year"\r\n"AE, ""mid""",-1620000.25\r\nnone,\r\n');
});

test("text that a spreadsheet would run is made harmless, numbers stay numbers", () => {
  const rows = [
    ["=1+1", -5],
    ["+x", 1],
    ["-x", 1],
    ["@x", 1],
    ["\tx", 1],
  ] as const;
  const csv = csvOf({ caption: "", columns: [{ label: "a" }, { label: "b" }], rows });
  expect(csv.split("\r\n").slice(1, 6)).toEqual(["'=1+1,-5", "'+x,1", "'-x,1", "'@x,1", "'\tx,1"]);
});

test("an exact amount written as text stays a number, below zero too", () => {
  const rows = [["-1250.00"], ["-5"], ["-1.2.3"], ["-1+2"]] as const;
  const csv = csvOf({ caption: "", columns: [{ label: "a" }], rows });
  expect(csv.split("\r\n").slice(1, 5)).toEqual(["-1250.00", "-5", "'-1.2.3", "'-1+2"]);
});

test("a missing cell is shown as none", () => {
  expect(shown([null], 0, { label: "" })).toBe("none");
  expect(shown([], 0, { label: "" })).toBe("none");
  expect(shown(["a", 2], 1, { label: "", format: (value, row) => `${value} of ${row[0]}` })).toBe(
    "2 of a",
  );
});

test("a scale holds every value and zero, its ticks are round and hold zero", () => {
  const scale = scaleAround([-5_900_000, 3_100_000]);
  expect(scale.at(0)).toBeGreaterThan(scale.at(-5_900_000));
  expect(scale.at(-5_900_000)).toBeGreaterThanOrEqual(0);
  expect(scale.at(3_100_000)).toBeLessThanOrEqual(100);
  expect(ticksOf(scale, 3)).toEqual([-5_000_000, -2_500_000, 0, 2_500_000]);
  expect(labelledTicks(scale, [-5_000_000, -2_500_000, 0, 2_500_000])).toEqual([
    -5_000_000, 0, 2_500_000,
  ]);
});

test("a scale of nothing but zeros still has a width", () => {
  const scale = scaleAround([0, 0]);
  expect(Number.isFinite(scale.at(0))).toBe(true);
  expect(ticksOf(scale)).toContain(0);
});
