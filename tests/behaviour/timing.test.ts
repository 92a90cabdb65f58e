/** Which deals are moved over the end of a period, and for how much. */
import { describe, expect, test } from "vitest";
import { bestBack, bestForward, type Landing, type Move } from "../../models/behaviour/timing.ts";
import { compileCurve, type Curve } from "../../models/plans/curve.ts";
import evidence from "../evidence/closed-forms.json" with { type: "json" };

function curve(points: [number, number][], beyond = 0): Curve {
  const compiled = compileCurve("curve", { points, beyond });
  if (Array.isArray(compiled)) throw new Error(JSON.stringify(compiled));
  return compiled;
}

function best(move: (landing: Landing, out: Move[]) => void, landing: Landing, most = 3): Move {
  const out: Move[] = Array.from({ length: most + 1 }, () => ({ deals: 0, gain: 0, discount: 0 }));
  move(landing, out);
  return out[most]!;
}

const linear = curve([[0, 0]], 1);
const accelerated = curve(
  [
    [0, 0],
    [1, 1],
  ],
  3,
);
/** All of it from target on. */
const lump = curve([
  [0, 0],
  [1, 0],
  [1, 1],
]);
const capped = curve([
  [0, 0],
  [1, 1],
]);

describe("forward", () => {
  // Above target a tenth of target pays 0.3; the next period pays 0.2 for it: three deals gain 3 × 0.1, and the seller
  // is as well off at 1 − 0.2/0.3 of the price.
  test("all deals at hand where the rate is above the next period's", () => {
    const move = best(bestForward, {
      curve: accelerated,
      attainment: 1.2,
      deal: 0.1,
      next: 0.2,
      patience: 1,
    });
    expect(move.deals).toBe(3);
    expect(move.gain).toBeCloseTo(0.3, 12);
    expect(move.discount).toBeCloseTo(1 / 3, 12);
  });

  // The largest discount of the paper: d = 1 − ρ·r_lo/r_hi.
  test("at the largest discount that pays: a patience of 0.9 counts the next period as 0.18", () => {
    const move = best(bestForward, {
      curve: accelerated,
      attainment: 1.2,
      deal: 0.1,
      next: 0.2,
      patience: 0.9,
    });
    expect(move.discount).toBeCloseTo(0.4, 12);
    for (const { model, inputs, outputs } of evidence.tests) {
      if (model !== "max_discount") continue;
      const { r_hi: high, r_lo: low, rho } = inputs as unknown as Record<string, number>;
      const paid = curve([[0, 0]], high);
      const { discount } = best(
        bestForward,
        { curve: paid, attainment: 1, deal: 1, next: low!, patience: rho! },
        1,
      );
      expect(discount).toBeCloseTo((outputs as unknown as Record<string, number>)["d"]!, 6);
    }
  });

  // From 0.85 two deals of 0.1 cross the lump: 1 for what the next period pays 0.2; a third would add nothing.
  test("just as many as cross a lump", () => {
    const move = best(bestForward, {
      curve: lump,
      attainment: 0.85,
      deal: 0.1,
      next: 0.1,
      patience: 1,
    });
    expect(move.deals).toBe(2);
    expect(move.gain).toBeCloseTo(0.8, 12);
    expect(move.discount).toBeCloseTo(0.8, 12);
    expect(
      best(bestForward, { curve: lump, attainment: 0.85, deal: 0.1, next: 0.1, patience: 1 }, 1)
        .deals,
    ).toBe(0);
  });
});

describe("back", () => {
  // At 1.15, capped at 1: one deal loses nothing, two lose 0.05, three 0.15; each gains 0.08.
  test("what the cap pays nothing for, and a little more", () => {
    const move = best(bestBack, {
      curve: capped,
      attainment: 1.15,
      deal: 0.1,
      next: 0.08,
      patience: 1,
    });
    expect(move.deals).toBe(2);
    expect(move.gain).toBeCloseTo(0.11, 12);
    expect(move.discount).toBe(0);
  });

  test("never more than there is", () => {
    expect(
      best(bestBack, { curve: lump, attainment: 0.15, deal: 0.1, next: 0.1, patience: 1 }).deals,
    ).toBe(1);
  });
});

test.each([1, 0.5])("on a constant rate nothing moves, at a patience of %d", (patience) => {
  for (const attainment of [0.2, 0.7, 1, 1.9]) {
    const landing = { curve: linear, attainment, deal: 0.1, next: 0.1, patience };
    expect(best(bestForward, landing).deals).toBe(0);
    expect(best(bestBack, landing).deals).toBe(0);
  }
});
