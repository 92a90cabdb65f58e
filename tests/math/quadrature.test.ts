/** Nodes and weights from Abramowitz & Stegun, tables 25.4 and 25.10 (there for weight exp(-x^2): z = x sqrt 2). */
import fc from "fast-check";
import { expect, test } from "vitest";
import { gaussHermite, gaussLegendre } from "../../models/math/index.ts";

function sum(
  rule: { nodes: Float64Array; weights: Float64Array },
  f: (x: number) => number,
): number {
  let total = 0;
  for (const [i, x] of rule.nodes.entries()) total += rule.weights[i]! * f(x);
  return total;
}

function expectAll(got: Float64Array, expected: number[], digits: number): void {
  expect(got.length).toBe(expected.length);
  for (const [i, x] of expected.entries()) expect(got[i]).toBeCloseTo(x, digits);
}

test("Legendre rules are those of the tables", () => {
  const two = gaussLegendre(2);
  expectAll(two.nodes, [-0.5773502691896257, 0.5773502691896257], 15);
  expectAll(two.weights, [1, 1], 15);
  const five = gaussLegendre(5);
  expectAll(
    five.nodes,
    [-0.906179845938664, -0.538469310105683, 0, 0.538469310105683, 0.906179845938664],
    14,
  );
  expectAll(
    five.weights,
    [0.236926885056189, 0.478628670499366, 0.568888888888889, 0.478628670499366, 0.236926885056189],
    14,
  );
  expectAll(gaussLegendre(1).nodes, [0], 15);
  expectAll(gaussLegendre(1).weights, [2], 15);
});

test("Hermite rules are those of the tables, for the standard normal", () => {
  const three = gaussHermite(3);
  expectAll(three.nodes, [-1.7320508075688772, 0, 1.7320508075688772], 15);
  expectAll(three.weights, [1 / 6, 2 / 3, 1 / 6], 15);
  const five = gaussHermite(5);
  const far = 2.020182870456086 * Math.SQRT2;
  const near = 0.958572464613819 * Math.SQRT2;
  expectAll(five.nodes, [-far, -near, 0, near, far], 13);
  const root = Math.sqrt(Math.PI);
  const weights = [
    0.01995324205905, 0.3936193231522, 0.9453087204829, 0.3936193231522, 0.01995324205905,
  ];
  expectAll(
    five.weights,
    weights.map((w) => w / root),
    12,
  );
});

test("n points integrate powers up to 2n - 1 exactly", () => {
  for (const n of [1, 2, 3, 7, 16, 31, 64]) {
    for (let power = 0; power < Math.min(2 * n, 24); power++) {
      const expected = power % 2 === 1 ? 0 : 2 / (power + 1);
      expect(sum(gaussLegendre(n), (x) => x ** power)).toBeCloseTo(expected, 13);

      // Moments of the standard normal: 1, 1, 3, 15, 105 ... (double factorials).
      let moment = power % 2 === 1 ? 0 : 1;
      for (let k = power - 1; k > 1; k -= 2) moment *= k;
      const size = Math.max(
        1,
        sum(gaussHermite(n), (x) => Math.abs(x) ** power),
      );
      expect((sum(gaussHermite(n), (x) => x ** power) - moment) / size).toBeCloseTo(0, 12);
    }
  }
});

test("the mean of a log-normal comes out of 32 points", () => {
  const law = fc.property(fc.integer({ min: 1, max: 100 }), (percent) => {
    const sd = percent / 100;
    const mean = sum(gaussHermite(32), (x) => Math.exp(sd * x - (sd * sd) / 2));
    expect(mean).toBeCloseTo(1, 12);
  });
  fc.assert(law);
});

test("nodes rise, mirror each other, weights are positive and sum to the mass", () => {
  for (const [rule, mass] of [
    [gaussLegendre(1024), 2],
    [gaussLegendre(101), 2],
    [gaussHermite(256), 1],
    [gaussHermite(33), 1],
  ] as const) {
    const n = rule.nodes.length;
    for (let i = 0; i < n; i++) {
      expect(rule.nodes[i]! + rule.nodes[n - 1 - i]!).toBe(0);
      expect(rule.weights[i]!).toBe(rule.weights[n - 1 - i]!);
      expect(rule.weights[i]!).toBeGreaterThan(0);
      if (i > 0) expect(rule.nodes[i]!).toBeGreaterThan(rule.nodes[i - 1]!);
    }
    expect(sum(rule, () => 1)).toBeCloseTo(mass, 12);
  }
});

test("a rule is made once, and an impossible size is named", () => {
  expect(gaussHermite(12)).toBe(gaussHermite(12));
  expect(() => gaussLegendre(0)).toThrow("1 to 1024 points, not 0");
  expect(() => gaussHermite(257)).toThrow("1 to 256 points, not 257");
  expect(() => gaussHermite(2.5)).toThrow(RangeError);
});
