/** Spend: how a source's inflow answers it, at once or with what carries over. */
import { describe, expect, test } from "vitest";
import type { JsonObject } from "#models";
import { chain, pair, patched, solved } from "../support/scenarios.ts";

function withSpend(spend: JsonObject): JsonObject {
  return { funnel: { segments: { all: { sources: { inbound: { spend } } } } } };
}

/** Marketing's source of a scenario whose status quo spends `before`. */
function inbound(before: JsonObject, after: JsonObject = {}) {
  return solved(chain(patched(pair, withSpend(before)), withSpend(after))).model.funnel.flows[0]!;
}

const stated = 1200;

test("inflow is as stated at the status quo's spend, and moves as a power of it", () => {
  expect(inbound({ perMonth: 1000 }).inflow).toBe(stated);
  expect(inbound({ perMonth: 1000 }, { perMonth: 2000 }).inflow).toBeCloseTo(stated * 2 ** 0.24, 8);
  const { inflow } = inbound({ perMonth: 1000, elasticity: 0.12 }, { perMonth: 500 });
  expect(inflow).toBeCloseTo(stated * 0.5 ** 0.12, 8);
});

test("a stated reference is where the inflow is as stated", () => {
  const { inflow } = inbound({ perMonth: 3000, reference: 1000 });
  expect(inflow).toBeCloseTo(stated * 3 ** 0.24, 8);
});

test("a year's spend is twelve months of it", () => {
  expect(inbound({ perMonth: 1000 }, { perMonth: 2000 }).spendPerYear).toBe(24_000);
});

// Hill, slope 1, half at 1,000: 1,000 gives 1/2 and 3,000 gives 3/4 of all there is to get.
describe("saturation", () => {
  const before: JsonObject = { perMonth: 1000, saturation: { half: 1000, slope: 1 } };

  test("three times the spend brings half as much again", () => {
    const flow = inbound(before, { perMonth: 3000 });
    expect(flow.inflow).toBeCloseTo(1.5 * stated, 8);
    expect([...flow.spendPath]).toEqual(Array.from({ length: 12 }, () => 1));
  });

  // With half carried over, spend as felt is 2,000, 2,500, 2,750 … on its way from 1,000 to 3,000.
  test("what carries over brings it in month by month", () => {
    const slow: JsonObject = { perMonth: 1000, saturation: { half: 1000, carryover: 0.5 } };
    const flow = inbound(slow, { perMonth: 3000 });
    expect(flow.inflow).toBeCloseTo(1.5 * stated, 8);
    for (const [t, felt] of [2000, 2500, 2750, 2875].entries()) {
      const share = felt / (felt + 1000);
      expect(flow.spendPath[t]! * flow.inflow).toBeCloseTo((share / 0.5) * stated, 8);
    }
  });

  test("no spend and no change brings what was stated", () => {
    const flow = inbound({ perMonth: 0, saturation: { half: 1000 } });
    expect(flow.inflow).toBe(stated);
    expect([...flow.spendPath]).toEqual(Array.from({ length: 12 }, () => 1));
  });
});
