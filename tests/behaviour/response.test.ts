/** The response of one person: efforts that answer the value of effort, and what they cost. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  costPower,
  effortCost,
  LEAST_EFFORT,
  MOST_EFFORT,
  respond,
} from "../../models/behaviour/response.ts";
import { slopeOf } from "../support/integrate.ts";

const money = fc.integer({ min: 100, max: 20_000 });
const parameters = fc
  .record({
    epsilon: fc.integer({ min: 5, max: 60 }).map((i) => i / 100),
    part: fc.integer({ min: 5, max: 100 }).map((i) => i / 100),
  })
  // Between 1 (all effort to the best-paid task) and s (tasks apart).
  .map(({ epsilon, part }) => ({ epsilon, rho: 1 + part / epsilon }));
const tasks = fc
  .integer({ min: 1, max: 4 })
  .chain((n) =>
    fc.tuple(
      fc.array(money, { minLength: n, maxLength: n }),
      fc.array(fc.integer({ min: 80, max: 125 }), { minLength: n, maxLength: n }),
    ),
  );

function responseTo(
  values: number[],
  before: number[],
  given: { epsilon: number; rho: number },
): number[] {
  const out = new Float64Array(values.length);
  respond(Float64Array.from(values), Float64Array.from(before), given, out);
  return [...out].map(Math.exp);
}

test("what is worth as much as at the status quo is done as much, exactly", () => {
  const law = fc.property(tasks, parameters, ([before], given) => {
    for (const effort of responseTo(before, before, given)) expect(effort).toBe(1);
  });
  fc.assert(law);
});

test("efforts answer the value of effort: its value is what a little more of it costs", () => {
  const law = fc.property(tasks, parameters, ([before, percent], given) => {
    const values = before.map((value, k) => value * (percent[k]! / 100));
    const efforts = responseTo(values, before, given);
    if (efforts.some((x) => x <= LEAST_EFFORT * 1.01 || x >= MOST_EFFORT * 0.99)) return;
    for (const [k, value] of values.entries()) {
      const cost = (ln: number) => {
        const moved = Float64Array.from(efforts, Math.log);
        moved[k] = ln;
        return effortCost(moved, Float64Array.from(before), given);
      };
      expect(slopeOf(cost, Math.log(efforts[k]!)) / value).toBeCloseTo(1, 6);
    }
  });
  fc.assert(law);
});

test("the closed form: overall effort by ε, its division by ρ", () => {
  // Values double in all: T/T0 = 2. With ε = 1, s = 2, overall effort is √2. One task's value is three times what it
  // was, the other's what it was: relative to the whole 3/2 and 1/2, to the power 1/ρ = 1/4.
  const [first, second] = responseTo([3000, 1000], [1000, 1000], { epsilon: 1, rho: 4 });
  expect(first).toBeCloseTo(Math.SQRT2 * 1.5 ** 0.25, 12);
  expect(second).toBeCloseTo(Math.SQRT2 * 0.5 ** 0.25, 12);
});

test("a task of its own answers with the elasticity ε/(1 + ε) to its value", () => {
  for (const epsilon of [0.05, 0.3, 0.6]) {
    const [effort] = responseTo([1300], [1000], { epsilon, rho: 2 });
    expect(effort).toBeCloseTo(1.3 ** (epsilon / (1 + epsilon)), 12);
    expect(costPower(epsilon)).toBeCloseTo((1 + epsilon) / epsilon, 12);
  }
});

test("where ρ = s tasks are apart: one answers its own value alone", () => {
  const epsilon = 0.25;
  const given = { epsilon, rho: costPower(epsilon) };
  const [alone] = responseTo([700, 1000], [1000, 1000], given);
  const [beside] = responseTo([700, 5000], [1000, 1000], given);
  expect(alone).toBeCloseTo(0.7 ** (1 / given.rho), 12);
  expect(beside).toBeCloseTo(alone!, 12);
});

describe("effort keeps within its bounds", () => {
  test("a task that pay punishes falls to the least effort, and the rest still adds up", () => {
    const [punished, other] = responseTo([-500, 1000], [1000, 1000], { epsilon: 0.3, rho: 2 });
    expect(punished).toBeCloseTo(LEAST_EFFORT, 12);
    expect(other).toBeGreaterThan(0.9);
  });

  test("nobody does more than five times as much, nor less than a twentieth", () => {
    const law = fc.property(
      fc.array(fc.integer({ min: -100_000, max: 1_000_000 }), { minLength: 2, maxLength: 2 }),
      parameters,
      (values, given) => {
        for (const effort of responseTo(values, [100, 100], given)) {
          expect(effort).toBeGreaterThanOrEqual(LEAST_EFFORT * (1 - 1e-12));
          expect(effort).toBeLessThanOrEqual(MOST_EFFORT * (1 + 1e-12));
        }
      },
    );
    fc.assert(law);
  });
});

describe("what effort costs", () => {
  test("at the status quo it is T0/s", () => {
    const law = fc.property(tasks, parameters, ([before], given) => {
      const total = before.reduce((sum, value) => sum + value, 0);
      const cost = effortCost(new Float64Array(before.length), Float64Array.from(before), given);
      expect(cost / (total / costPower(given.epsilon))).toBeCloseTo(1, 12);
    });
    fc.assert(law);
  });

  test("all efforts k times as high cost k to the power s as much", () => {
    const given = { epsilon: 0.5, rho: 2 };
    const before = Float64Array.of(1000, 3000);
    const twice = effortCost(Float64Array.of(Math.LN2, Math.LN2), before, given);
    expect(twice / effortCost(new Float64Array(2), before, given)).toBeCloseTo(2 ** 3, 10);
  });

  test("somebody without tasks bears none", () => {
    expect(effortCost(new Float64Array(0), new Float64Array(0), { epsilon: 0.3, rho: 2 })).toBe(0);
  });
});
