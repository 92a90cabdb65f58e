import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Component,
  exactDeals,
  exactPay,
  exactRule,
  payoutShare,
  compileCurve,
  pointsOf,
  surfaceOf,
} from "#models";
import {
  add,
  rational,
  type Rational,
  toDecimal,
  toNumber,
  ZERO,
} from "../../models/math/index.ts";
import { writtenCurve } from "../support/curves.ts";

const own: Component = { measure: "bookings", scope: "individual", period: "quarter" };
const tiers: Component["curve"] = {
  kind: "marginal",
  tiers: [
    { from: 0, rate: 1 },
    { from: 1, rate: 1.5 },
  ],
};

function pays(component: Partial<Component>, given: Record<string, number | null>): string {
  const { credited = 0, target = null, scale = 1, across, gateShare } = given;
  const paid = exactPay(exactRule({ ...own, ...component }), {
    credited: rational(credited!),
    target: target === null ? null : rational(target),
    scale: rational(scale!),
    across: across === undefined ? undefined : rational(across!),
    gateShare: gateShare === undefined || gateShare === null ? null : rational(gateShare),
  });
  return "refused" in paid ? "refused" : toDecimal(paid.pay, 4);
}

const bounded = (above: boolean) => ({
  kind: "retroactive" as const,
  tiers: [{ from: 0, rate: 0.06 }, above ? { above: 1, rate: 0.08 } : { from: 1, rate: 0.08 }],
});

const table = (between: "step" | "linear"): Component["curve"] => ({
  kind: "matrix",
  across: { measure: "pipeline" },
  rows: [0.9, 1],
  columns: [0.9, 1],
  shares: [
    [0.4, 0.8],
    [0.5, 1],
  ],
  between,
});

function dealsPay(
  component: Partial<Component>,
  amounts: number[],
  given: { target?: number; scale?: number; before?: number } = {},
) {
  const paid = exactDeals(exactRule({ ...own, ...component }), {
    deals: amounts.map((amount) => ({ credited: rational(amount) })),
    target: given.target === undefined ? null : rational(given.target),
    scale: rational(given.scale ?? 1),
    before: rational(given.before ?? 0),
  });
  if ("refused" in paid) return "refused";
  return paid.parts.map((part) => toDecimal(part, 2));
}

describe("pay of a period", () => {
  // 240,000 of 200,000 is 120%: 100% at 1 and 20% at 1.5 is 130% of 15,000.
  test("an accelerator pays on the part above target", () => {
    expect(pays({ curve: tiers }, { credited: 240_000, target: 200_000, scale: 15_000 })).toBe(
      "19500.0000",
    );
  });

  // 6% of the first 3,000, 8% of the next 5,000, 10% above: 180 + 400 + 100.
  test("without a target the curve is over the measure itself", () => {
    const curve: Component["curve"] = {
      kind: "marginal",
      tiers: [
        { from: 0, rate: 0.06 },
        { from: 3000, rate: 0.08 },
        { from: 8000, rate: 0.1 },
      ],
    };
    expect(pays({ curve }, { credited: 9000 })).toBe("680.0000");
  });

  test("exactly at a bound the side that is written holds", () => {
    const given = { credited: 100_000, target: 100_000, scale: 100_000 };
    expect(pays({ curve: bounded(false) }, given)).toBe("8000.0000");
    expect(pays({ curve: bounded(true) }, given)).toBe("6000.0000");
  });

  // 0.1 + 0.2 is exactly 0.3 here, and not in doubles.
  test("a bound is met exactly by decimals that doubles miss", () => {
    const curve: Component["curve"] = { kind: "lump", from: 0.3 };
    const credited = add(rational(0.1), rational(0.2));
    const paid = exactPay(exactRule({ ...own, curve }), {
      credited,
      target: rational(1),
      scale: rational(500),
    });
    expect("refused" in paid ? paid : toDecimal(paid.pay, 2)).toBe("500.00");
  });

  // 0.9449 rounds to 0.94, 0.945 to 0.95: halves away from zero.
  test("attainment is rounded before the curve is read", () => {
    const round = { roundAttainment: { to: 0.01 } };
    expect(pays(round, { credited: 9449, target: 10_000, scale: 1000 })).toBe("940.0000");
    expect(pays(round, { credited: 9450, target: 10_000, scale: 1000 })).toBe("950.0000");
    const even = { roundAttainment: { to: 0.01, mode: "halfEven" as const } };
    expect(pays(even, { credited: 9450, target: 10_000, scale: 1000 })).toBe("940.0000");
  });

  test("a shut gate pays nothing, or at most its share", () => {
    const given = { credited: 130, target: 100, scale: 1000 };
    expect(pays({}, { ...given, gateShare: 0 })).toBe("0.0000");
    expect(pays({}, { ...given, gateShare: 1 })).toBe("1000.0000");
    expect(pays({}, { ...given, credited: 40, gateShare: 1 })).toBe("400.0000");
  });

  test("pay is at most the most, exactly there too", () => {
    expect(pays({ payAtMost: 1200 }, { credited: 120, target: 100, scale: 1000 })).toBe(
      "1200.0000",
    );
    expect(pays({ payAtMost: 1200 }, { credited: 121, target: 100, scale: 1000 })).toBe(
      "1200.0000",
    );
  });

  test("above the end of a curve that says nothing there pay is refused", () => {
    const curve: Component["curve"] = {
      points: [
        [0, 0],
        [1, 1],
      ],
      beyond: "error",
    };
    expect(pays({ curve }, { credited: 100, target: 100, scale: 10 })).toBe("10.0000");
    expect(pays({ curve }, { credited: 100.01, target: 100, scale: 10 })).toBe("refused");
  });

  // Rows 90% and 100%: at 95% the linear table is half-way, (0.8 + 1) / 2.
  test("a table reads its second measure, clamped to its rows", () => {
    const given = { credited: 1, target: 1, scale: 100 };
    expect(pays({ curve: table("linear") }, { ...given, across: 0.95 })).toBe("90.0000");
    expect(pays({ curve: table("step") }, { ...given, across: 0.95 })).toBe("80.0000");
    expect(pays({ curve: table("linear") }, { ...given, across: 3 })).toBe("100.0000");
    expect(pays({ curve: table("linear") }, { ...given, across: 0 })).toBe("80.0000");
    expect(pays({ curve: table("step") }, { ...given, across: 1 })).toBe("100.0000");
  });

  test("a formula without its value is a mistake of the caller", () => {
    expect(() => exactRule({ ...own, payAtMost: "= 3 * 4" })).toThrow("payAtMost");
    expect(exactRule({ ...own, payAtMost: "= 3 * 4" }, { payAtMost: 12 }).payAtMost).toEqual(
      rational(12),
    );
  });
});

const whole = (parts: readonly Rational[]) => parts.reduce((sum, part) => add(sum, part), ZERO);

describe("pay of deals", () => {
  // 1% to 1,000, 2% to 3,000, 3% to 8,000: each by itself.
  test("read deal by deal, each goes through the tiers by itself", () => {
    const curve: Component["curve"] = {
      kind: "marginal",
      tiers: [
        { from: 0, rate: 0.01 },
        { from: 1000, rate: 0.02 },
        { from: 3000, to: 20_000, rate: 0.03 },
      ],
    };
    expect(dealsPay({ basis: "deal", curve }, [200, 1500, 4500])).toEqual([
      "2.00",
      "20.00",
      "95.00",
    ]);
    expect(dealsPay({ basis: "deal", curve }, [200, 20_001])).toBe("refused");
  });

  test("the most for one deal cuts each of them", () => {
    expect(dealsPay({ basis: "deal", payPerDealAtMost: 100 }, [99, 100, 101])).toEqual([
      "99.00",
      "100.00",
      "100.00",
    ]);
  });

  // 6,260 below 268,752 at 10% of 1, 3,740 above at 15%: 626 + 561.
  test("a deal that crosses a bound is paid on both sides of it", () => {
    const curve: Component["curve"] = {
      kind: "marginal",
      tiers: [
        { from: 0, rate: 0.1 },
        { from: 0.6, rate: 0.15 },
      ],
    };
    expect(
      dealsPay({ curve }, [10_000], { target: 447_920, scale: 447_920, before: 262_492 }),
    ).toEqual(["1187.00"]);
  });

  // Half of the second deal earns pay, quota credit is whole: (100 + 50) / 200 of 200.
  test("a commissionable share is taken off pay, not off attainment", () => {
    const paid = exactDeals(exactRule(own), {
      deals: [
        { credited: rational(100) },
        { credited: rational(100), commissionable: rational(0.5) },
      ],
      target: null,
      scale: rational(1),
    });
    expect("refused" in paid ? paid : paid.parts.map((part) => toNumber(part))).toEqual([100, 50]);
  });

  const amount = fc.integer({ min: 0, max: 300 }).map((cents) => rational(cents / 100));

  test("the parts of deals add up to what the period pays, by any curve", () => {
    const law = fc.property(writtenCurve, fc.array(amount, { maxLength: 6 }), (curve, deals) => {
      const rule = exactRule({ ...own, curve });
      const terms = { target: rational(1.25), scale: rational(1000) };
      const paid = exactDeals(rule, { ...terms, deals: deals.map((credited) => ({ credited })) });
      const one = exactPay(rule, { ...terms, credited: whole(deals) });
      const none = exactPay(rule, { ...terms, credited: ZERO });
      if ("refused" in paid || "refused" in one || "refused" in none) return;
      expect(toNumber(add(whole(paid.parts), none.pay))).toBeCloseTo(toNumber(one.pay), 9);
      expect(paid.pay.n * one.pay.d).toBe(one.pay.n * paid.pay.d);
    });
    fc.assert(law, { numRuns: 2000 });
  });

  test("exact and fast curves agree, and never on another tier", () => {
    const law = fc.property(
      writtenCurve,
      fc.integer({ min: 0, max: 400 }),
      (written, hundredths) => {
        if (surfaceOf(written)) return;
        const fast = compileCurve("", pointsOf(written));
        const at = hundredths / 100;
        const exact = exactPay(exactRule({ ...own, curve: written }), {
          credited: rational(at),
          target: null,
          scale: rational(1),
        });
        if (Array.isArray(fast) || "refused" in exact) return;
        expect(toNumber(exact.share)).toBeCloseTo(payoutShare(fast, at), 9);
      },
    );
    fc.assert(law, { numRuns: 3000 });
  });
});
