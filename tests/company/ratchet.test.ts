/** A target that rises with what was achieved: effort answers a smaller slope, pay stays. */
import { describe, expect, test } from "vitest";
import { type JsonObject, readScenario } from "#models";
import { feltUnderRatchet } from "../../models/behaviour/ratchet.ts";
import evidence from "../evidence/closed-forms.json" with { type: "json" };
import { chain, headOf, patched, solo } from "../support/scenarios.ts";

test("b·r/(r + λ), as Weitzman 1980 has it", () => {
  // 0.1 · 0.1 / 0.6
  expect(0.1 * feltUnderRatchet(0.5, 0.1)).toBeCloseTo(0.016667, 6);
  expect(feltUnderRatchet(1, 0.25)).toBeCloseTo(0.2, 12);
  expect(feltUnderRatchet(0, 0)).toBe(1);
  expect(feltUnderRatchet(0.3, 0)).toBe(0);
  for (const { model, inputs, outputs } of evidence.tests) {
    const { b, lam, r, T } = inputs as unknown as Record<string, number>;
    if (model !== "weitzman" || T !== undefined) continue;
    const felt = (outputs as unknown as Record<string, number>)["b_eff"]!;
    expect(b! * feltUnderRatchet(lam!, r!)).toBeCloseTo(felt, 6);
  }
});

/** Solo with a target, as a ratchet needs one; ε 0.3, so s = 13/3; the inflow goes with the root of effort. */
const targeted = patched(solo, {
  plans: { seller: { components: { bookings: { target: "= statusQuo" } } } },
  behaviour: { epsilon: 0.3 },
});
const ratchet = (share: number): JsonObject => ({
  plans: { seller: { components: { bookings: { ratchet: share } } } },
});
const power = 1 / (13 / 3 - 0.5);

describe("one task paid in proportion", () => {
  // Felt b = b0·0.1/(0.1 + 0.3) = b0/4: x = (1/4)^(1/(s − η)).
  test("with a ratchet of 0.3: x = (1/4)^(1/(s − η))", () => {
    const { expected } = headOf(chain(targeted, ratchet(0.3))).scenarios[0]!;
    expect(expected.efforts["seller"]!["selling"]! / 0.25 ** power).toBeCloseTo(1, 9);
  });

  test("at a discount rate of 0.3 half of it is felt", () => {
    const child = { ...ratchet(0.3), behaviour: { discountRate: 0.3 } };
    const { expected } = headOf(chain(targeted, child)).scenarios[0]!;
    expect(expected.efforts["seller"]!["selling"]! / 0.5 ** power).toBeCloseTo(1, 9);
  });

  // It holds at the status quo too: dropping it there multiplies what is felt by 6.
  test("a child that drops the status quo's ratchet of 0.5: x = 6^(1/(s − η))", () => {
    const root = patched(targeted, ratchet(0.5));
    const { expected } = headOf(chain(root, ratchet(0))).scenarios[0]!;
    expect(expected.efforts["seller"]!["selling"]! / 6 ** power).toBeCloseTo(1, 9);
  });

  test("pay at the same efforts and its certainty equivalent do not change", () => {
    const before = headOf(chain(targeted)).scenarios[0]!.expected;
    const after = headOf(chain(targeted, ratchet(0.3))).scenarios[0]!.expected;
    expect(after.mechanical).toEqual(before.mechanical);
    const root = headOf(chain(patched(targeted, ratchet(0.3)))).scenarios[0]!.expected;
    expect(root.steadyState).toEqual(before.steadyState);
    expect(root.efforts["seller"]!["selling"]).toBe(1);
  });

  test("a ratchet of 0 is none, bit for bit", () => {
    const change = { plans: { seller: { components: { bookings: { rate: 0.13 } } } } };
    const none = headOf(chain(targeted, change)).scenarios[0]!.expected;
    const zero = headOf(chain(patched(targeted, ratchet(0)), change)).scenarios[0]!.expected;
    expect(JSON.stringify(zero)).toBe(JSON.stringify(none));
  });
});

test("without a target there is nothing to raise, and it is said", () => {
  const { loaded, problems } = readScenario("s", () => JSON.stringify(patched(solo, ratchet(0.2))));
  expect(loaded).toBeUndefined();
  expect(problems).toMatchObject([
    {
      path: "plans.seller.components.bookings.ratchet",
      message: '"ratchet" needs a "target"',
    },
  ]);
});
