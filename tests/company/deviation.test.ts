/** Where one person alone would rather stand at a cliff. */
import { expect, test } from "vitest";
import type { JsonObject } from "#models";
import { bestDeviation } from "../../models/company/deviation.ts";
import { chain, patched, solo, solved } from "../support/scenarios.ts";

/** Solo with a lump at 1.2 of the status quo's result and little luck; a person who does not mind risk. */
function cliff(lump: number, ratchet: number): JsonObject {
  const curve = {
    points: [
      [0, 0],
      [1.2, 1.2],
      [1.2, 1.2 + lump],
      [3, 3 + lump],
    ],
  };
  return patched(solo, {
    roles: { seller: { ownLuck: 0.02 } },
    plans: {
      seller: {
        components: {
          bookings: { rate: null, target: "= statusQuo", targetPay: 6000, curve, ratchet },
        },
      },
    },
    behaviour: { epsilon: 0.3, riskAversion: 0, discountRate: 0.1 },
  });
}

/** Efforts a person would choose alone, who stands at the status quo. */
function chosen(root: JsonObject, ...children: JsonObject[]): Float64Array | undefined {
  const { space, calibration, solution } = solved(chain(root, ...children), { response: false });
  return bestDeviation(space, calibration, solution.lnEfforts);
}

const paying = (targetPay: number): JsonObject => ({
  plans: { seller: { components: { bookings: { targetPay, ratchet: 0 } } } },
});

// r/(r + λ) = ½: half of all pay is felt, and effort was calibrated on that half. The lump is reached at x = 1.2² = 1.44,
// safely at 1.53, which costs 692·(1.53^4.33 − 1) ≈ 3,670 at full pay and brings 1,416 + 0.93·6,000·lump: from 0.4 on.
test("under a ratchet as large as the discount rate people leap as at half the pay", () => {
  for (const lump of [0.1, 0.2, 0.6, 1]) {
    const half = chosen(patched(cliff(lump, 0), paying(3000)));
    const under = chosen(cliff(lump, 0.1));
    expect([half !== undefined, under !== undefined]).toEqual([lump > 0.4, lump > 0.4]);
    // A step of the grid: ln 100 / 60.
    if (half && under) expect(Math.abs(under[0]! - half[0]!)).toBeLessThan(0.077);
  }
});

// A quarter of 1,200 + 6,000 is less than the 2,670 that x = 1.44 costs.
test("what a child's ratchet takes is missed: from a quarter of the pay nobody leaps", () => {
  const quarter: JsonObject = { plans: { seller: { components: { bookings: { ratchet: 0.3 } } } } };
  const without = chosen(cliff(1, 0));
  expect(Math.exp(without![0]!)).toBeGreaterThan(1.4);
  const under = chosen(cliff(1, 0), quarter);
  expect(under === undefined || Math.exp(under[0]!) < 1).toBe(true);
});
