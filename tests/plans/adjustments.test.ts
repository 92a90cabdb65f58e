import { describe, expect, test } from "vitest";
import { adjustmentKinds } from "#models";
import {
  add,
  compare,
  divide,
  multiply,
  type Rational,
  rational,
  roundedTo,
  subtract,
  toNumber,
  ZERO,
} from "../../models/math/index.ts";
import type {
  AdjustedMonth,
  AdjustmentKind,
  Arithmetic,
} from "../../models/plans/adjustments/adjustment.ts";

const cent = rational(0.01);
const exact: Arithmetic<Rational> = {
  zero: ZERO,
  of: (plain) => rational(plain),
  add,
  subtract,
  part: (a, numerator, denominator) =>
    roundedTo(
      divide(multiply(a, rational(numerator)), rational(denominator)),
      cent,
      "halfAwayFromZero",
    ),
  compare,
};
const doubles: Arithmetic<number> = {
  zero: 0,
  of: (plain) => plain,
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  part: (a, numerator, denominator) => (a * numerator) / denominator,
  compare: (a, b) => a - b,
};

function monthsOf<N>(
  example: AdjustmentKind["examples"][number],
  { of }: Arithmetic<N>,
): AdjustedMonth<N>[] {
  return example.earned.map((earned, month) => ({
    month,
    earned: of(earned),
    employed: 1,
    tenure: month,
    targetVariable: of(0),
    cancelled: (example.cancelled ?? [])
      .filter((one) => one.month === month)
      .map((one, i) => ({ ...one, paid: of(one.paid), deal: `d${i}` })),
  }));
}

function read(key: string, input: unknown): number {
  if (typeof input === "number") return input;
  throw new Error(`${key} is no plain number`);
}

for (const kind of adjustmentKinds as readonly AdjustmentKind[]) {
  describe(kind.title, () => {
    for (const [i, example] of kind.examples.entries()) {
      test(`example ${i + 1}: ${kind.explain(example.spec)}`, () => {
        const adjust = kind.compile(example.spec, read);
        const inCents = adjust(monthsOf(example, exact), exact);
        const paid = inCents.map(({ change }, month) => example.earned[month]! + toNumber(change));
        expect(paid.map((money) => Math.round(money * 100) / 100)).toEqual(example.pays);
        if (example.balance)
          expect(inCents.map(({ balance }) => toNumber(balance))).toEqual(example.balance);
        const fast = adjust(monthsOf(example, doubles), doubles);
        for (const [month, { change }] of fast.entries())
          expect(change).toBeCloseTo(toNumber(inCents[month]!.change), 2);
      });
    }

    test("says why in every month, also where nothing happens", () => {
      const [example] = kind.examples;
      const adjust = kind.compile(example!.spec, read);
      for (const { why } of adjust(monthsOf(example!, exact), exact)) expect(why).not.toBe("");
    });
  });
}
