/**
 * The kernel of simulated years against the exact one: the same pay to half a cent a line, and no bound that one engine
 * meets and the other misses. Inputs are decimals as people write them, many of them exactly on a bound.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileCurve } from "../../models/plans/curve.ts";
import { exactPay, exactRule } from "../../models/plans/exactPay.ts";
import {
  type CurveInput,
  pointsOf,
  surfaceOf,
  surfaceRows,
} from "../../models/plans/kinds/index.ts";
import { attained, meets, payOf, plainTerms, type Rule } from "../../models/plans/payout.ts";
import type { Component } from "../../models/plans/schema.ts";
import { rational, toNumber } from "../../models/math/index.ts";
import { writtenCurve } from "../support/curves.ts";

function curveOf(points: Parameters<typeof compileCurve>[1]) {
  const compiled = compileCurve("curve", points);
  if (Array.isArray(compiled)) throw new Error(JSON.stringify(compiled));
  return compiled;
}

function limit(input: unknown): number {
  return typeof input === "number" ? input : Infinity;
}

function floatRule(component: Component): Rule {
  const curve = component.curve!;
  const surface = surfaceOf(curve);
  const rows = surface && surfaceRows(surface);
  const round = component.roundAttainment;
  return {
    curve: curveOf(pointsOf(curve)),
    across: surface && {
      linear: surface.between === "linear",
      at: Float64Array.from(rows!, ({ at }) => at),
      rows: rows!.map(({ points }) => curveOf(points)),
    },
    deal: component.basis === "deal",
    round: round && { to: round.to, mode: round.mode ?? "halfAwayFromZero" },
    payAtMost: limit(component.payAtMost),
    payPerDealAtMost: limit(component.payPerDealAtMost),
  };
}

function written(rest: Partial<Component> & { curve: CurveInput }): Component {
  return { measure: "bookings", scope: "individual", period: "quarter", targetPay: 1, ...rest };
}

const cents = (min: number, max: number) =>
  fc.integer({ min: min * 100, max: max * 100 }).map((i) => i / 100);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const component = fc
  .record({
    curve: writtenCurve,
    basis: fc.constantFrom("deal" as const, undefined),
    roundAttainment: optional(
      fc.record({
        to: fc.constantFrom(0.01, 0.05, 0.001, 0.1),
        mode: fc.constantFrom(
          ...(["halfAwayFromZero", "halfEven", "awayFromZero", "towardsZero"] as const),
        ),
      }),
    ),
    payAtMost: optional(cents(100, 50_000)),
    payPerDealAtMost: optional(cents(50, 20_000)),
  })
  .map((rest): Component => {
    const stated = Object.entries(rest).filter(([, value]) => value !== undefined);
    return { ...written({ curve: rest.curve }), ...Object.fromEntries(stated) };
  });

/** A target in cents, and an attainment of a whole or a twentieth of a per cent of it: often on a knot, and in decimals. */
const inputs = fc.record({
  target: fc.oneof(
    cents(1, 2_000_000),
    fc.integer({ min: 1, max: 4000 }).map((i) => i * 250),
  ),
  twentieths: fc.oneof(
    fc.integer({ min: 0, max: 70 }).map((i) => i * 100),
    fc.integer({ min: 0, max: 7000 }),
  ),
  scale: cents(0, 100_000),
  across: fc.integer({ min: 0, max: 60 }).map((i) => i / 20),
  gateShare: optional(fc.constantFrom(0, 0.25, 0.5, 1)),
  factors: fc.array(
    fc.integer({ min: 0, max: 300 }).map((i) => i / 100),
    { maxLength: 3 },
  ),
});

describe("the two kernels", { timeout: 60_000 }, () => {
  test("pay the same to half a cent, whatever the component", () => {
    const law = fc.property(component, inputs, (one, given) => {
      // In exact cents of the target: a bound at a twentieth per cent of it is met exactly.
      const credited = rational(given.target);
      const exactCredited = { n: credited.n * BigInt(given.twentieths), d: credited.d * 2000n };
      const exact = exactPay(exactRule(one), {
        credited: exactCredited,
        target: rational(given.target),
        scale: rational(given.scale),
        across: rational(given.across),
        gateShare: given.gateShare === undefined ? null : rational(given.gateShare),
        factors: given.factors.map(rational),
      });
      if ("refused" in exact) return;
      const terms = {
        ...plainTerms(),
        target: given.target,
        scale: given.scale,
        across: given.across,
        gateShare: given.gateShare ?? Infinity,
        factor: given.factors.reduce((product, factor) => product * factor, 1),
      };
      const got = payOf(floatRule(one), toNumber(exactCredited), terms);
      expect(Math.abs(got - toNumber(exact.pay))).toBeLessThan(0.005);
    });
    fc.assert(law, { numRuns: 6000, seed: 7 });
  });

  test("meet the same bounds where deals in cents add up to exactly a part of the target", () => {
    const parts = fc.array(fc.integer({ min: 1, max: 5_000_000 }), { minLength: 1, maxLength: 40 });
    const law = fc.property(parts, fc.integer({ min: 1, max: 60 }), (deals, k) => {
      const total = deals.reduce((sum, deal) => sum + deal, 0);
      // The bound k/20 of the target, in cents, is exactly what the deals add up to.
      const target = (total * 20) / k / 100;
      const credited = deals.reduce((sum, deal) => sum + deal / 100, 0);
      const steps = written({ curve: { kind: "stepped", rows: [{ from: k / 20, share: 1 }] } });
      const terms = { ...plainTerms(), target, scale: 1000 };
      expect(payOf(floatRule(steps), credited, terms)).toBe(1000);
      expect(payOf(floatRule(steps), credited - 0.01, terms)).toBe(0);
      const above = written({ curve: { kind: "stepped", rows: [{ above: k / 20, share: 1 }] } });
      expect(payOf(floatRule(above), credited, terms)).toBe(0);
      expect(payOf(floatRule(above), credited + 0.01, terms)).toBe(1000);
      expect(meets(credited / target, k / 20, false)).toBe(true);
      expect(meets(credited / target, k / 20, true)).toBe(false);
    });
    fc.assert(law, { numRuns: 3000, seed: 7 });
  });
});

// Decimals whose halves no double holds: 0.985 ÷ 0.01, 1.005 ÷ 0.01, 0.615 ÷ 0.01.
test.each([
  ["halfAwayFromZero", 0.985, 0.99],
  ["halfAwayFromZero", 1.005, 1.01],
  ["halfAwayFromZero", 0.615, 0.62],
  ["halfEven", 0.985, 0.98],
  ["halfEven", 0.995, 1],
  ["awayFromZero", 0.98, 0.98],
  ["awayFromZero", 0.9801, 0.99],
  ["towardsZero", 0.99, 0.99],
  ["towardsZero", 0.9899, 0.98],
] as const)("rounds %s: %d is %d", (mode, credited, to) => {
  const rule = floatRule(written({ curve: { kind: "flat" }, roundAttainment: { to: 0.01, mode } }));
  expect(attained(rule, credited, 1)).toBeCloseTo(to, 12);
});
