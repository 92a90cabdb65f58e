import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addToSketch,
  createSketch,
  mergeSketch,
  type Sketch,
  sketchQuantile,
  sketchShareAbove,
} from "../../models/math/index.ts";

function sketchOf(values: readonly number[]): Sketch {
  const sketch = createSketch();
  for (const x of values) addToSketch(sketch, x);
  return sketch;
}

/** Money of any size: cents to trillions, gains, losses and nothing. */
const money = fc
  .tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.integer({ min: -5, max: 9 }))
  .map(([digits, power]) => digits * 10 ** power);
const values = fc.array(money, { minLength: 1, maxLength: 200 });

test("a quantile is within 0.5% of the value of that rank", () => {
  const law = fc.property(values, fc.integer({ min: 1, max: 999 }), (list, permille) => {
    const sorted = list.toSorted((a, b) => a - b);
    const p = permille / 1000;
    const exact = sorted[Math.ceil(p * sorted.length) - 1]!;
    const got = sketchQuantile(sketchOf(list), p);
    expect(Math.abs(got - exact)).toBeLessThanOrEqual(0.005 * Math.abs(exact) + 1e-6);
  });
  fc.assert(law, { numRuns: 1000 });
});

test("no bin is wider than 0.5% of its value: two values that far apart are told apart", () => {
  for (let i = 0; i < 4000; i++) {
    const x = 1e-5 * 1.0123 ** i;
    if (x > 9e14) break;
    const sketch = sketchOf([x, x * 1.005, x * 1.005]);
    expect(sketchQuantile(sketch, 1 / 3)).toBeLessThan(x * 1.005 * (1 - 1e-9));
  }
});

test("the same values in any order and any grouping make the same sketch, to the last byte", () => {
  const law = fc.property(values, values, fc.nat(), (first, second, turn) => {
    const all = [...first, ...second];
    const at = turn % all.length;
    const turned = [...all.slice(at), ...all.slice(0, at)].toReversed();
    const merged = sketchOf(first);
    mergeSketch(merged, sketchOf(second));
    const other = sketchOf(second);
    mergeSketch(other, sketchOf(first));
    const expected = JSON.stringify(sketchOf(all));
    expect(JSON.stringify(sketchOf(turned))).toBe(expected);
    expect(JSON.stringify(merged)).toBe(expected);
    expect(JSON.stringify(other)).toBe(expected);
  });
  fc.assert(law);
});

test("merging leaves the other sketch as it was, and merging nothing changes nothing", () => {
  const from = sketchOf([1, 2, 3]);
  const before = JSON.stringify(from);
  const into = sketchOf([5]);
  mergeSketch(into, from);
  addToSketch(into, 2);
  expect(JSON.stringify(from)).toBe(before);
  mergeSketch(from, createSketch());
  expect(JSON.stringify(from)).toBe(before);
});

test("a sketch survives JSON and structured clone", () => {
  const sketch = sketchOf([-5, 0, 3, 1e9]);
  expect(JSON.parse(JSON.stringify(sketch))).toEqual(sketch);
  expect(structuredClone(sketch)).toEqual(sketch);
  expect(JSON.parse(JSON.stringify(createSketch()))).toEqual(createSketch());
});

test("lowest and highest are exact, and so is a sketch of one value", () => {
  const sketch = sketchOf([123.456, -7.89, 1e12 / 3]);
  expect(sketchQuantile(sketch, 0)).toBe(-7.89);
  expect(sketchQuantile(sketch, 1)).toBe(1e12 / 3);
  expect(sketchQuantile(sketchOf([98.7]), 0.3)).toBe(98.7);
  expect(sketchQuantile(sketchOf([0, 0, 0]), 0.5)).toBe(0);
  expect(sketchQuantile(createSketch(), 0.5)).toBeNaN();
  expect(sketchQuantile(sketch, 1.1)).toBeNaN();
});

test("the share above 0 is exact: of -2, -1, 0, 0 and 1 it is one fifth", () => {
  const sketch = sketchOf([-2, -1, 0, 0, 1]);
  expect(sketchShareAbove(sketch, 0)).toBe(0.2);
  expect(sketchShareAbove(sketch, -1e-9)).toBe(0.6);
  expect(sketchShareAbove(sketch, -0.5)).toBe(0.6);
  expect(sketchShareAbove(sketch, -1.5)).toBe(0.8);
  expect(sketchShareAbove(sketch, -3)).toBe(1);
  expect(sketchShareAbove(sketch, 0.5)).toBe(0.2);
  expect(sketchShareAbove(sketch, 1)).toBe(0);
  expect(sketchShareAbove(createSketch(), 0)).toBeNaN();
});

test("the share above a value off by 0.5% either way encloses the exact share", () => {
  const law = fc.property(values, money, (list, x) => {
    const sketch = sketchOf(list);
    const slack = 0.005 * Math.abs(x) + 2e-6;
    const most = list.filter((value) => value > x - slack).length / list.length;
    const least = list.filter((value) => value > x + slack).length / list.length;
    expect(sketchShareAbove(sketch, x)).toBeLessThanOrEqual(most + 1e-12);
    expect(sketchShareAbove(sketch, x)).toBeGreaterThanOrEqual(least - 1e-12);
  });
  fc.assert(law, { numRuns: 1000 });
});

test("quantiles never fall as the share rises", () => {
  const law = fc.property(values, fc.nat(1000), fc.nat(1000), (list, a, b) => {
    const sketch = sketchOf(list);
    const [low, high] = [Math.min(a, b) / 1000, Math.max(a, b) / 1000];
    expect(sketchQuantile(sketch, high)).toBeGreaterThanOrEqual(sketchQuantile(sketch, low));
  });
  fc.assert(law);
});

test("beyond 1e15 only the extremes are known, below 1e-6 a value is 0, and no infinity gets in", () => {
  const sketch = sketchOf([3e17, 9e-7]);
  expect(sketchQuantile(sketch, 1)).toBe(3e17);
  expect(sketchQuantile(sketch, 0.25)).toBe(9e-7);
  expect(sketchShareAbove(sketch, 1)).toBe(0.5);
  expect(() => addToSketch(sketch, Infinity)).toThrow("finite numbers, not Infinity");
  expect(() => addToSketch(sketch, NaN)).toThrow(RangeError);
});

test("a million values of pay take a few thousand numbers", () => {
  const sketch = createSketch();
  for (let i = 1; i <= 1_000_000; i++) addToSketch(sketch, 20_000 + ((i * 7919) % 480_000));
  expect(sketch.positive.counts.length).toBeLessThan(1000);
  expect(sketchQuantile(sketch, 0.5) / 260_000).toBeCloseTo(1, 2);
});
