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

function firstChanges(
  kind: string,
  spec: object,
  months: Partial<AdjustedMonth<Rational>>[],
): number[] {
  const found = (adjustmentKinds as readonly AdjustmentKind[]).find(({ id }) => id === kind)!;
  const adjust = found.compile({ kind, ...spec }, read);
  const whole = months.map((one, month) => ({
    month,
    earned: exact.zero,
    employed: 1,
    tenure: month,
    targetVariable: exact.zero,
    cancelled: [],
    ...one,
  }));
  return adjust(whole, exact).map(({ change }) => toNumber(change));
}

const capped = (target: number, share: number) =>
  firstChanges("cap", { per: "month", shareOfTarget: share }, [
    { earned: exact.of(20_000), targetVariable: exact.of(target) },
  ]);

// 10,000 × 3 ÷ 12 is 2,500; 100,000 × 2 ÷ 12 is 16,666.67: rounded once, at the end.
test("a cap by share of target is rounded once", () => {
  expect(capped(10_000, 3)).toEqual([-17_500]);
  expect(capped(100_000, 2)).toEqual([-3333.33]);
});

// 1,000.05 × 5 ÷ 30 is 166.675, half a cent exactly; six whole months are all of a half-year's 6,000.
test("a part of a month is counted in days, exactly", () => {
  const days = [{ employed: 5, of: 30 }];
  expect(firstChanges("guarantee", { amount: 1000.05 }, days)).toEqual([166.68]);
  const half = Array.from({ length: 6 }, () => ({}));
  expect(firstChanges("guarantee", { amount: 6000, per: "half" }, half).at(-1)).toBe(6000);
  // 1/31 and 2/28 of 868 a month: 28 and 62, together 90 of a quarter's 2,604.
  const mixed = [{ employed: 1, of: 31 }, { employed: 2, of: 28 }, { employed: 0 }];
  expect(firstChanges("guarantee", { amount: 2604, per: "quarter" }, mixed).at(-1)).toBe(90);
});
