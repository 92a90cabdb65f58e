/** Every form of payout curve by its own examples, by published pay rules, and by what holds for all of them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  compileCurve,
  type Curve,
  CurveInput,
  explainCurve,
  payoutShare,
  planKinds,
  pointsOf,
} from "#models";
import { attainment, writtenCurve, writtenCurves } from "../support/curves.ts";

function compiled(written: CurveInput): Curve {
  const curve = compileCurve("curve", pointsOf(written));
  if (Array.isArray(curve)) throw new Error(JSON.stringify(curve));
  return curve;
}

function pays(written: CurveInput, at: number): number {
  return payoutShare(compiled(written), at);
}

describe.each(planKinds.map((kind) => [kind.id, kind] as const))("the form %s", (id, kind) => {
  test("pays what its own examples say", () => {
    expect(kind.examples.length).toBeGreaterThan(1);
    for (const { spec, attainment: at, paysShare } of kind.examples) {
      expect(kind.schema.parse(spec)).toEqual(spec);
      expect(pays(spec, at), JSON.stringify(spec)).toBeCloseTo(paysShare, 12);
    }
  });

  test("is recognised as itself in a scenario, and says itself in a sentence", () => {
    const law = fc.property(writtenCurves[id]!, (written) => {
      expect(CurveInput.parse(written)).toEqual(written);
      expect(kind.schema.safeParse(written).success).toBe(true);
      expect(explainCurve(written)).toMatch(/^Pays .*\.$/);
      const others = planKinds.filter((other) => other.id !== id);
      expect(others.some((other) => other.schema.safeParse(written).success)).toBe(false);
    });
    fc.assert(law);
  });
});

test("every form of the registry is tried here", () => {
  expect(planKinds.map(({ id }) => id).toSorted()).toEqual(Object.keys(writtenCurves).toSorted());
});

test("every form compiles to rising attainments and finite shares", () => {
  const law = fc.property(writtenCurve, (written) => {
    const { x, left, y, slope } = compiled(written);
    for (let i = 0; i < x.length; i++) {
      if (i > 0) expect(x[i]!).toBeGreaterThan(x[i - 1]!);
      expect(Number.isFinite(left[i]! + y[i]! + slope[i]!)).toBe(true);
    }
  });
  fc.assert(law);
});

// 6% of the first 3,000, 8% of the next 5,000, 10% above 8,000; 9,000 pays 180 + 400 + 100. By units: a target of 1.
test("marginal tiers pay each rate on its own part only", () => {
  const written: CurveInput = {
    kind: "marginal",
    tiers: [
      { from: 0, rate: 0.06 },
      { from: 3000, rate: 0.08 },
      { from: 8000, rate: 0.1 },
    ],
  };
  expect(pays(written, 3000)).toBeCloseTo(180, 9);
  expect(pays(written, 8000)).toBeCloseTo(580, 9);
  expect(pays(written, 9000)).toBeCloseTo(680, 9);
});

function due(sold: number, at?: "upper" | "lower"): number {
  const tiers = [
    { from: 0, rate: 0.06 },
    { from: 1, rate: 0.08 },
    { from: 1.5, rate: 0.1 },
  ];
  return 100_000 * pays({ kind: "retroactive", tiers, ...(at ? { at } : {}) }, sold / 100_000);
}

// Quota 100,000: 6% below it, 8% from 100% to below 150%, 10% from there, each on everything.
describe("retroactive tiers pay the rate reached on everything", () => {
  test.each([
    [99_999, 5999.94],
    [100_000, 8000],
    [110_000, 8800],
    [150_000, 15_000],
    [160_000, 16_000],
  ])("%i sold pays %d", (sold, money) => expect(due(sold)).toBeCloseTo(money, 8));

  test("exactly on a bound the lower tier holds where the plan says so", () => {
    expect(due(100_000, "lower")).toBeCloseTo(6000, 8);
    expect(due(150_000, "lower")).toBeCloseTo(12_000, 8);
    expect(due(150_000.01, "lower")).toBeCloseTo(15_000.001, 6);
  });
});

// Threshold 70%, 10,000 at target, straight between, twice as steep above, at most 20,000.
test.each([
  [0.69, 0],
  [0.7, 0],
  [0.85, 5000],
  [1, 10_000],
  [1.2, 14_000],
  [1.5, 20_000],
  [1.6, 20_000],
])("threshold, target, accelerator and cap: %d of target pays %i", (at, money) => {
  const written: CurveInput = { kind: "threshold", threshold: 0.7, accelerator: 2, cap: 2 };
  expect(10_000 * pays(written, at)).toBeCloseTo(money, 8);
});

test("a cap in attainment pays nothing more above it", () => {
  const capped = fc.oneof(writtenCurves["marginal"]!, writtenCurves["retroactive"]!);
  const law = fc.property(capped, attainment, (written, more) => {
    const { cap } = written as { cap?: number };
    if (cap === undefined) return;
    expect(pays(written, cap + more)).toBeCloseTo(pays(written, cap), 12);
  });
  fc.assert(law);
});

test("a marginal plan pays the sum over its tiers of rate times the part inside", () => {
  const law = fc.property(writtenCurves["marginal"]!, attainment, (written, at) => {
    const { tiers, cap = Infinity } = written as {
      tiers: { from: number; rate: number }[];
      cap?: number;
    };
    let sum = 0;
    for (const [i, { from, rate }] of tiers.entries()) {
      const end = Math.min(tiers[i + 1]?.from ?? Infinity, cap);
      sum += rate * Math.max(0, Math.min(at, end) - from);
    }
    expect(pays(written, at)).toBeCloseTo(sum, 10);
  });
  fc.assert(law);
});

test("a retroactive plan pays the rate of the tier reached times everything", () => {
  const law = fc.property(writtenCurves["retroactive"]!, attainment, (written, at) => {
    const {
      tiers,
      cap = Infinity,
      ...rest
    } = written as {
      tiers: { from: number; rate: number }[];
      cap?: number;
      at?: string;
    };
    const counted = Math.min(at, cap);
    const onBound = tiers.some(({ from }) => from === counted) || counted === cap;
    if (onBound && (rest.at === "lower" || counted === cap)) return;
    const rate = tiers.findLast(({ from }) => from <= counted)?.rate ?? 0;
    expect(pays(written, at)).toBeCloseTo(rate * counted, 10);
  });
  fc.assert(law);
});
