/** Retention: who leaves when a plan makes people better or worse off, and what it costs. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  attritionCost,
  leaversOfPlace,
  lnCapacityBetween,
  lnTurnover,
  turnoverMoved,
} from "../../models/behaviour/retention.ts";

const terms = { ote: 100_000, sensitivity: 2 };
const usual = { hazard: 0.3, vacancyYears: 2 / 12, rampYears: 2 / 12 };

function hazardAt(gain: number): number {
  return turnoverMoved(usual, lnTurnover(gain, terms)).hazard;
}

/** Capacity over the usual, with changes to the usual turnover. */
function capacity(change: object): number {
  return Math.exp(lnCapacityBetween({ ...usual, ...change }, usual));
}

describe("how many leave", () => {
  test("as many as at the status quo, to the bit, where nobody is better or worse off", () => {
    expect(Object.is(lnTurnover(0, terms), 0)).toBe(true);
    expect(turnoverMoved(usual, lnTurnover(0, terms))).toEqual(usual);
    expect(Object.is(lnTurnover(5000, { ...terms, sensitivity: 0 }), 0)).toBe(true);
  });

  // 0.3·e^(−2·½) = 0.3/e = 0.110364 for half of OTE more, 0.3·e = 0.815485 for half of it less.
  test("0.3 a year becomes 0.110364 for half of OTE more, and 0.815485 for half of it less", () => {
    expect(hazardAt(50_000)).toBeCloseTo(0.110364, 6);
    expect(hazardAt(-50_000)).toBeCloseTo(0.815485, 6);
  });

  test("a twentieth at the least and twenty times as many at the most", () => {
    expect(hazardAt(1e9)).toBeCloseTo(0.015, 12);
    expect(hazardAt(-1e9)).toBeCloseTo(6, 10);
  });

  test("never more for more utility", () => {
    const money = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const law = fc.property(money, money, (gain, more) => {
      const [low, high] = [Math.min(gain, more), Math.max(gain, more)];
      expect(lnTurnover(high, terms)).toBeLessThanOrEqual(lnTurnover(low, terms));
    });
    fc.assert(law);
  });
});

describe("what it does to capacity", () => {
  test("nothing where turnover is the same", () => {
    expect(Object.is(lnCapacityBetween(usual, { ...usual }), 0)).toBe(true);
  });

  // L = 4 months: (1 + 0.3/3)/(1 + 0.15/3) = 1.1/1.05 where half as many leave; 1.1 where nobody does; and
  // (1 + 0.3/3)/(1 + 0.3/4) where the ramp takes one month instead of two.
  test("1.1/1.05 where half as many leave, 1.1 where nobody does, 1.1/1.075 with a month less ramp", () => {
    expect(capacity({ hazard: 0.15 })).toBeCloseTo(1.1 / 1.05, 12);
    expect(capacity({ hazard: 0 })).toBeCloseTo(1.1, 12);
    expect(capacity({ rampYears: 1 / 12 })).toBeCloseTo(1.1 / 1.075, 12);
  });

  test("nothing where neither an empty place nor a ramp takes time", () => {
    const still = { ...usual, vacancyYears: 0, rampYears: 0 };
    expect(lnCapacityBetween({ ...still, hazard: 0.9 }, still)).toBe(0);
  });
});

describe("what it costs", () => {
  const pay = { places: 10, ote: 100_000, replacementCost: 0.5, payOfPlace: 60_000 };

  test("nothing at the turnover of before, to the bit", () => {
    expect(Object.is(attritionCost({ now: { ...usual }, before: usual }, pay), 0)).toBe(true);
  });

  // Of a place 0.3/1.05 = 2/7 leave a year and it is empty 1/21 of it; at twice the hazard 0.6/1.1 = 6/11 and 1/11.
  test("replacing more leavers, less the pay of places that stand empty longer", () => {
    const now = { ...usual, hazard: 0.6 };
    const cost = 10 * (6 / 11 - 2 / 7) * 50_000 - 10 * (1 / 11 - 1 / 21) * 60_000;
    expect(attritionCost({ now, before: usual }, pay)).toBeCloseTo(cost, 8);
  });

  test("saved where nobody leaves any more: replacing, less pay that was saved before", () => {
    const now = { ...usual, hazard: 0 };
    const cost = -10 * (2 / 7) * 50_000 + 10 * (1 / 21) * 60_000;
    expect(attritionCost({ now, before: usual }, pay)).toBeCloseTo(cost, 8);
  });

  // Six a year of each filled place, each empty for three years: 6/19 leave, and 18/19 of the year is empty.
  test("no place saves more than its pay, and what is filled is what capacity is left with", () => {
    const none = { ...usual, hazard: 0, rampYears: 0 };
    const now = { hazard: 6, vacancyYears: 3, rampYears: 0 };
    const free = { ...pay, replacementCost: 0 };
    expect(leaversOfPlace(now)).toBeCloseTo(6 / 19, 12);
    expect(attritionCost({ now, before: none }, free)).toBeCloseTo((-600_000 * 18) / 19, 6);
    const filled = Math.exp(lnCapacityBetween(now, none));
    expect(1 - leaversOfPlace(now) * now.vacancyYears).toBeCloseTo(filled, 12);
  });
});
