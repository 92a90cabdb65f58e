import { expect, test } from "vitest";
import { referenceRows } from "./referenceCase.ts";
import { holds } from "./rows.ts";

test("the engine gives every figure of the reference case within its stated tolerance", () => {
  const rows = referenceRows();
  expect(rows.length).toBeGreaterThan(70);
  expect(rows.filter((row) => !holds(row))).toEqual([]);
});

test("a figure a little off is a miss", () => {
  const row = { what: "", expected: 100, got: 100.02, tolerance: 0.0001, relative: true };
  expect(holds(row)).toBe(false);
  expect(holds({ ...row, got: 100.009 })).toBe(true);
  expect(holds({ ...row, expected: 0.5, got: 0.50011, tolerance: 1e-4, relative: false })).toBe(
    false,
  );
});
