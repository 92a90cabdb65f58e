import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addRunning,
  createRunning,
  meanOf,
  mergeRunning,
  type Running,
  standardErrorOf,
  varianceOf,
} from "../../models/math/index.ts";

function runningOf(values: readonly number[]): Running {
  const running = createRunning();
  for (const x of values) addRunning(running, x);
  return running;
}

const values = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), {
  minLength: 2,
  maxLength: 100,
});

test("2, 4, 4, 4, 5, 5, 7, 9: mean 5, sample variance 32/7", () => {
  const running = runningOf([2, 4, 4, 4, 5, 5, 7, 9]);
  expect(meanOf(running)).toBeCloseTo(5, 14);
  expect(varianceOf(running)).toBeCloseTo(32 / 7, 14);
  expect(standardErrorOf(running)).toBeCloseTo(Math.sqrt(32 / 7 / 8), 14);
});

test("of nothing there is no mean, of one number no variance", () => {
  expect(meanOf(createRunning())).toBeNaN();
  expect(varianceOf(createRunning())).toBeNaN();
  expect(standardErrorOf(createRunning())).toBeNaN();
  expect(meanOf(runningOf([3]))).toBe(3);
  expect(varianceOf(runningOf([3]))).toBeNaN();
  expect(varianceOf(runningOf([3, 3]))).toBe(0);
});

test("a small spread on a large number is not lost: 1e9 + 4, 7, 13, 16 has variance 30", () => {
  const running = runningOf([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]);
  expect(varianceOf(running)).toBeCloseTo(30, 9);
});

test("one pass gives what two passes give", () => {
  const law = fc.property(values, (list) => {
    const mean = list.reduce((a, b) => a + b, 0) / list.length;
    const spread = list.reduce((a, x) => a + (x - mean) ** 2, 0);
    const running = runningOf(list);
    expect(Math.abs(meanOf(running) - mean)).toBeLessThan(1e-8);
    expect(varianceOf(running)).toBeCloseTo(spread / (list.length - 1), 2);
  });
  fc.assert(law);
});

test("merging is adding, and the same merges give the same bits", () => {
  const law = fc.property(values, values, (first, second) => {
    const merged = runningOf(first);
    const from = runningOf(second);
    const before = { ...from };
    mergeRunning(merged, from);
    const all = runningOf([...first, ...second]);
    expect(merged.count).toBe(all.count);
    expect(Math.abs(meanOf(merged) - meanOf(all))).toBeLessThan(1e-8);
    expect(Math.abs(varianceOf(merged) - varianceOf(all))).toBeLessThanOrEqual(
      1e-12 * varianceOf(all) + 1e-6,
    );
    expect(from).toEqual(before);

    const again = runningOf(first);
    mergeRunning(again, runningOf(second));
    expect(again).toEqual(merged);
  });
  fc.assert(law);
});

test("merging nothing changes nothing, merging into nothing copies", () => {
  const running = runningOf([1, 2, 4]);
  const before = { ...running };
  mergeRunning(running, createRunning());
  expect(running).toEqual(before);
  const empty = createRunning();
  mergeRunning(empty, running);
  expect(empty).toEqual(running);
  addRunning(empty, 9);
  expect(running).toEqual(before);
});
