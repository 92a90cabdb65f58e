/** Timing games of a company: what is moved, what it gives away, and when nothing is. */
import { describe, expect, test } from "vitest";
import { type JsonObject, prepareJob } from "#models";
import { gamesOf } from "../../models/company/timing.ts";
import { chain, headOf, patched, solo, solved, uneven } from "../support/scenarios.ts";

const larkin: JsonObject = { behaviour: { timing: { preset: "larkin" } } };
const steenburgh: JsonObject = { behaviour: { timing: { preset: "steenburgh" } } };

// Half a quarter is at hand. At the end of the first quarter the rate is 0.16 and the next one's 0.08: the seller would
// give up to half the price, and moves 7.5 deals for 7.5 × (160 − 80) = 600. At the end of the fourth 7.5 deals wait for
// the first: 600 again. Given 0.8 of the acceptable discount: 7.5 × 1,000 × 0.5 × 0.8 = 3,000.
describe("a quarter that pays twice as much, without luck", () => {
  const root = patched(uneven, {
    behaviour: { timing: { weeks: 6.5, patience: 1, discountPassed: 0.8 } },
  });

  test("pulls half a quarter's deals into it, and holds as many for it", () => {
    const games = gamesOf(solved(chain(root)).space, {
      weeks: 6.5,
      patience: 1,
      discountPassed: 0.8,
    });
    const { pulledForward, heldBack, price, acceptable, gainForward, gainBack } =
      games.get("seller")!;
    expect(pulledForward).toBeCloseTo(7.5, 9);
    expect(heldBack).toBeCloseTo(7.5, 9);
    expect(price).toBeCloseTo(7500, 6);
    expect(acceptable).toBeCloseTo(3750, 6);
    expect(gainForward).toBeCloseTo(600, 6);
    expect(gainBack).toBeCloseTo(600, 6);
  });

  test("costs the company the discounts, in every reading but that of the old behaviour", () => {
    const { expected } = headOf(chain(root)).scenarios[0]!;
    const without = headOf(chain(uneven)).scenarios[0]!.expected;
    expect(expected.timing!["seller"]!.discount).toBeCloseTo(0.4, 9);
    expect(expected.timing!["seller"]!.lost).toBeCloseTo(3000, 6);
    for (const year of [expected.steadyState, expected.firstYear])
      expect(year.totals.discounts).toBeCloseTo(3000, 6);
    expect(expected.steadyState.totals.contribution).toBeCloseTo(
      without.steadyState.totals.contribution - 3000,
      6,
    );
    expect(expected.steadyState.totals.pay).toBe(without.steadyState.totals.pay);
    expect(expected.mechanical.steadyState.totals.discounts).toBe(0);
    expect(expected.mechanical).toEqual(without.mechanical);
    expect(without.timing).toBeNull();
  });

  test("with the response off nobody plays", () => {
    const { expected } = prepareJob({ scenarios: [chain(root)], response: false }).head
      .scenarios[0]!;
    expect(expected.timing).toBeNull();
    expect(expected.steadyState.totals.discounts).toBe(0);
  });
});

/**
 * A made-up seller of enterprise software of the kind that Larkin (2014) describes: twenty people, four deals of 100,000
 * a quarter each, and a commission that rises within the quarter from 2% to 25%, as published.
 */
const software = patched(solo, {
  funnel: {
    segments: {
      all: { dealSize: { mean: 100_000, cv: 0.7 }, sources: { own: { perMonth: 160 / 3 } } },
    },
  },
  roles: {
    seller: {
      headcount: 20,
      basePay: 80_000,
      targetVariable: 80_000,
      ownLuck: 0.5,
      skillLogSd: 0.3,
      tasks: { selling: { nonPayStake: 1000 } },
    },
  },
  plans: {
    seller: {
      components: {
        bookings: {
          period: "quarter",
          target: 400_000,
          rate: 0.02,
          curve: {
            kind: "marginal",
            tiers: [
              { from: 0, rate: 1 },
              { from: 0.5, rate: 2.5 },
              { from: 1, rate: 5 },
              { from: 1.5, rate: 7.5 },
              { from: 2, rate: 10 },
              { from: 2.5, rate: 12.5 },
            ],
          },
        },
      },
    },
  },
  simulation: { luck: "deals" },
});

/** Price given away under a preset, over bookings. */
function lost(preset: JsonObject): number {
  const { timing, steadyState } = headOf(chain(patched(software, preset))).scenarios[0]!.expected;
  return timing!["seller"]!.lost / steadyState.totals.bookings;
}

describe("two readings of the evidence", () => {
  // Larkin 2014: 6% to 8% of revenue.
  test("larkin: a steep accelerator costs 6 to 8% of revenue", () => {
    const share = lost(larkin);
    expect(share).toBeGreaterThan(0.06);
    expect(share).toBeLessThan(0.08);
  });

  test("steenburgh: hardly anything, on the same plan", () => {
    const share = lost(steenburgh);
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(0.001);
  });
});

test("on a constant rate nothing moves, whatever the luck, skill and patience", () => {
  const flat = patched(software, {
    plans: { seller: { components: { bookings: { curve: null } } } },
    behaviour: { timing: { preset: "larkin", patience: 0.8 } },
  });
  const seller = headOf(chain(flat)).scenarios[0]!.expected.timing!["seller"]!;
  expect(seller).toEqual({ pulledForward: 0, heldBack: 0, discount: 0, lost: 0 });
});

test("numbers beside a preset take its place", () => {
  const half = patched(software, {
    behaviour: { timing: { preset: "larkin", discountPassed: 0.4 } },
  });
  const whole = patched(software, larkin);
  const [a, b] = [half, whole].map(
    (root) => headOf(chain(root)).scenarios[0]!.expected.timing!["seller"]!,
  );
  expect(a!.lost / b!.lost).toBeCloseTo(0.5, 9);
});
