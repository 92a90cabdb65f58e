/** Expected values to 17 digits from arbitrary-precision arithmetic (mpmath); Math.* only as a second opinion. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { exp, expm1, log, log1p, logistic, logit, pow } from "../../models/math/index.ts";

/** Real numbers on a grid, so that cases spread over the range instead of crowding near zero. */
function between(low: number, high: number): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: 1_000_000 }).map((i) => low + ((high - low) * i) / 1_000_000);
}

const EPSILON = 2.220446049250313e-16;

function expectNear(got: number, expected: number, relative = EPSILON): void {
  expect(Math.abs(got - expected), `${got} for ${expected}`).toBeLessThanOrEqual(
    relative * Math.abs(expected) + 5e-324,
  );
}

test("exp, log, expm1, log1p and pow meet their published values to the last digit or the next", () => {
  expectNear(exp(1), 2.718281828459045);
  expectNear(exp(-1), 0.36787944117144233);
  expectNear(exp(0.5), 1.6487212707001282);
  expectNear(exp(10), 22026.465794806718);
  expectNear(exp(-20), 2.061153622438558e-9);
  expectNear(exp(700), 1.0142320547350045e304);
  expectNear(exp(-740), 4.2e-322);
  expectNear(log(2), 0.6931471805599453);
  expectNear(log(10), 2.302585092994046);
  expectNear(log(0.5), -0.6931471805599453);
  expectNear(log(1e-300), -690.7755278982137);
  expectNear(log(1.0000001), 9.999999505838704e-8);
  expectNear(log(5e-324), -744.4400719213812);
  expectNear(expm1(1e-10), 1.00000000005e-10);
  expectNear(expm1(-1e-5), -0.000009999950000166666);
  expectNear(expm1(0.3), 0.3498588075760031);
  expectNear(expm1(2), 6.38905609893065);
  expectNear(log1p(1e-10), 9.999999999500001e-11);
  expectNear(log1p(-1e-5), -0.000010000050000333337);
  expectNear(log1p(0.3), 0.26236426446749106);
  expectNear(log1p(-0.9), -2.302585092994046);
  expectNear(log1p(50), 3.9318256327243257);
  expectNear(logit(0.500000001), 3.999999886872274e-9, 2 * EPSILON);
  expectNear(pow(10, -3), 0.001);
  expectNear(pow(1.0001, 10000), 2.7181459268249255);
  expectNear(pow(0.3, 2.7), 0.038746045822494066);
  expectNear(pow(1.5, 1000), 1.2338405969061735e176);
  expectNear(pow(0.999999999, 1e10), 0.00004539994237546399);
});

test("the edges are exact", () => {
  expect(exp(0)).toBe(1);
  expect(exp(-0)).toBe(1);
  expect(log(1)).toBe(0);
  expect(expm1(0)).toBe(0);
  expect(log1p(0)).toBe(0);
  expect(exp(710)).toBe(Infinity);
  expect(exp(709.7827)).toBeLessThan(Infinity);
  expect(exp(-746)).toBe(0);
  expect(exp(-745)).toBe(5e-324);
  expect(exp(Infinity)).toBe(Infinity);
  expect(exp(-Infinity)).toBe(0);
  expect(exp(NaN)).toBeNaN();
  expect(log(0)).toBe(-Infinity);
  expect(log(-1)).toBeNaN();
  expect(log(Infinity)).toBe(Infinity);
  expect(log(NaN)).toBeNaN();
  expect(expm1(-100)).toBe(-1);
  expect(expm1(710)).toBe(Infinity);
  expect(expm1(NaN)).toBeNaN();
  expect(log1p(-1)).toBe(-Infinity);
  expect(log1p(-1.5)).toBeNaN();
  expect(log1p(Infinity)).toBe(Infinity);
  expect(logistic(0)).toBe(0.5);
  expect(logistic(-Infinity)).toBe(0);
  expect(logistic(Infinity)).toBe(1);
  expect(logit(0.5)).toBe(0);
  expect(logit(0)).toBe(-Infinity);
  expect(logit(1)).toBe(Infinity);
  expect(logit(1.1)).toBeNaN();
});

test("powers at the edges are those of the ECMAScript standard, but 1 to any power is 1", () => {
  const odd = [-Infinity, -3, -2.5, -1, -0.5, -0, 0, 0.5, 1, 2, 3, 1e300, Infinity, NaN];
  for (const base of odd) {
    for (const exponent of odd) {
      if (base === 1 || (base === -1 && Math.abs(exponent) === Infinity)) continue;
      const expected = Math.pow(base, exponent);
      const got = pow(base, exponent);
      if (Number.isFinite(expected) && expected !== 0) expectNear(got, expected);
      else expect(got, `${base} to the ${exponent}`).toBe(expected);
    }
  }
  for (const exponent of odd) expect(pow(1, exponent)).toBe(1);
  expect(pow(-2, 3)).toBe(-8);
  expect(pow(-2, 4)).toBe(16);
  expect(pow(10, 400)).toBe(Infinity);
  expect(pow(10, -400)).toBe(0);
  expect(pow(2, -1074)).toBe(5e-324);
  expect(pow(2e-323, 0.25)).toBe(2 ** -268); // 2e-323 is 2^-1072
});

test("a power of 0 is 1 and a power of 1 is the base itself, bit for bit", () => {
  const law = fc.property(fc.double({ noNaN: true }), (x) => {
    expect(pow(x, 0)).toBe(1);
    expect(pow(x, 1)).toBe(x);
    expect(pow(1, x)).toBe(1);
  });
  fc.assert(law);
});

test("whole powers of two are exact", () => {
  for (let k = -1074; k <= 1023; k++) {
    let expected = 1;
    for (let i = 0; i < Math.abs(k); i++) expected *= k > 0 ? 2 : 0.5;
    expect(pow(2, k)).toBe(expected);
  }
});

test("all agree with Math to two units in the last place", () => {
  const law = fc.property(
    between(-700, 700),
    between(1e-6, 50),
    between(-40, 40),
    (x, positive, y) => {
      expectNear(exp(x), Math.exp(x), 2 * EPSILON);
      expectNear(log(positive), Math.log(positive), 2 * EPSILON);
      expectNear(expm1(x / 100), Math.expm1(x / 100), 2 * EPSILON);
      expectNear(log1p(positive - 1), Math.log1p(positive - 1), 2 * EPSILON);
      expectNear(pow(positive, y), Math.pow(positive, y), 2 * EPSILON);
    },
  );
  fc.assert(law, { numRuns: 2000 });
});

test("exp and log never fall as their argument rises", () => {
  const law = fc.property(between(-30, 30), fc.integer({ min: 1, max: 1000 }), (x, steps) => {
    const more = x + steps * 1e-13;
    expect(exp(more)).toBeGreaterThanOrEqual(exp(x));
    expect(log(exp(more))).toBeGreaterThanOrEqual(log(exp(x)));
  });
  fc.assert(law);
});

test("logit undoes logistic, and the two tails mirror each other", () => {
  const law = fc.property(between(-30, 0), (x) => {
    expect(logit(logistic(x))).toBeCloseTo(x, 12);
    expect(logistic(x) + logistic(-x)).toBeCloseTo(1, 15);
  });
  fc.assert(law);
});
