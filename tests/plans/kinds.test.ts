/** Every form of payout curve by its own examples, by published pay rules, and by what holds for all of them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  compileCurve,
  type Curve,
  CurveInput,
  type CurvePoints,
  explainCurve,
  payoutShare,
  planKinds,
  pointsOf,
  surfaceOf,
  surfaceRows,
} from "#models";
import { attainment, writtenCurve, writtenCurves } from "../support/curves.ts";

function compiledPoints(points: CurvePoints): Curve {
  const curve = compileCurve("curve", points);
  if (Array.isArray(curve)) throw new Error(JSON.stringify(curve));
  return curve;
}

function compiled(written: CurveInput): Curve {
  return compiledPoints(pointsOf(written));
}

/** Share at an attainment; of a matrix, by the rows about the attainment of its second measure. */
function pays(written: CurveInput, at: number, across = 1): number {
  const surface = surfaceOf(written);
  if (!surface) return payoutShare(compiled(written), at);
  const rows = surfaceRows(surface).map(({ at: level, points }) => ({
    level,
    share: payoutShare(compiledPoints(points), at),
  }));
  const below = rows.findLast(({ level }) => level <= across) ?? rows[0]!;
  const above = rows.find(({ level }) => level > across);
  if (surface.between === "step" || !above || below.level > across) return below.share;
  const part = (across - below.level) / (above.level - below.level);
  return below.share + part * (above.share - below.share);
}

describe.each(planKinds.map((kind) => [kind.id, kind] as const))("the form %s", (id, kind) => {
  test("pays what its own examples say", () => {
    expect(kind.examples.length).toBeGreaterThan(1);
    for (const { spec, attainment: at, across, paysShare } of kind.examples) {
      expect(kind.schema.parse(spec)).toEqual(spec);
      expect(pays(spec, at, across), JSON.stringify(spec)).toBeCloseTo(paysShare, 12);
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

type Tiers = {
  tiers: { from?: number; above?: number; to?: number; rate: number }[];
  cap?: number;
};

/** Where each tier starts and ends, whether its start belongs to it, and where the plan ends. */
function boundsOf({ tiers, cap = Infinity }: Tiers) {
  const starts = tiers.map(({ from, above }) => from ?? above!);
  const end = tiers.at(-1)!.to ?? Infinity;
  return tiers.map(({ above, rate }, i) => ({
    start: starts[i]!,
    end: Math.min(starts[i + 1] ?? end, cap),
    included: above === undefined,
    rate,
  }));
}

test("a marginal plan pays the sum over its tiers of rate times the part inside", () => {
  const law = fc.property(writtenCurves["marginal"]!, attainment, (written, at) => {
    let sum = 0;
    for (const { start, end, rate } of boundsOf(written as Tiers))
      sum += rate * Math.max(0, Math.min(at, end) - start);
    expect(pays(written, at)).toBeCloseTo(sum, 10);
  });
  fc.assert(law);
});

test("a retroactive plan pays the rate of the tier reached times everything", () => {
  const law = fc.property(writtenCurves["retroactive"]!, attainment, (written, at) => {
    const tiers = written as Tiers & { at?: string };
    const end = Math.min(tiers.cap ?? Infinity, tiers.tiers.at(-1)!.to ?? Infinity);
    if (at === end) return;
    const counted = Math.min(at, end);
    const reached = boundsOf(tiers).findLast(({ start, included }) =>
      counted === start ? included && tiers.at !== "lower" : counted > start,
    );
    expect(pays(written, at)).toBeCloseTo((reached?.rate ?? 0) * counted, 10);
  });
  fc.assert(law);
});

test("a stepped table pays the share of the row reached", () => {
  const law = fc.property(writtenCurves["stepped"]!, attainment, (written, at) => {
    const { rows } = written as { rows: { from?: number; above?: number; share: number }[] };
    const reached = rows.findLast(({ from, above }) =>
      from === undefined ? at > above! : at >= from,
    );
    expect(pays(written, at)).toBe(reached?.share ?? 0);
  });
  fc.assert(law);
});

describe("above the last tier's end", () => {
  const closed: CurveInput[] = [
    { kind: "marginal", tiers: [{ from: 0, to: 2, rate: 0.5 }] },
    { kind: "retroactive", tiers: [{ from: 0, to: 2, rate: 0.5 }] },
  ];
  test.each(closed)("$kind tiers say nothing", (written) => {
    expect(compiled(written).open).toBe(true);
    expect(pays(written, 2)).toBe(1);
  });
  test.each(closed)("$kind tiers with a cap below it pay the cap", (written) => {
    const capped = { ...written, cap: 1 } as CurveInput;
    expect(compiled(capped).open).toBe(false);
    expect(pays(capped, 3)).toBe(0.5);
  });
});

test.each([
  [
    {
      kind: "marginal",
      tiers: [
        { from: 0, to: 1, rate: 1 },
        { from: 2, rate: 2 },
      ],
    },
  ],
  [
    {
      kind: "marginal",
      tiers: [
        { from: 0, to: 3, rate: 1 },
        { from: 2, rate: 2 },
      ],
    },
  ],
  [{ kind: "retroactive", tiers: [{ from: 0, above: 0, rate: 1 }] }],
  [{ kind: "retroactive", tiers: [{ rate: 1 }] }],
  [
    {
      kind: "stepped",
      rows: [
        { from: 1, share: 1 },
        { above: 1, share: 2 },
      ],
    },
  ],
  [
    {
      kind: "matrix",
      across: { measure: "mql" },
      rows: [1],
      columns: [1, 2],
      shares: [[1]],
      between: "step",
    },
  ],
])("gaps, overlaps and half-stated rows are refused: %j", (written) => {
  expect(CurveInput.safeParse(written).success).toBe(false);
});

function cappedMatrix(between: "step" | "linear"): CurveInput {
  return {
    kind: "matrix",
    across: { measure: "grossMargin" },
    rows: [0.8, 1],
    columns: [0.9, 1.1],
    shares: [
      [0.6, 0.8],
      [0.8, 1.2],
    ],
    between,
    below: 0.1,
    cap: 1.1,
  };
}

// A bonus of 60% to 120% of target by revenue (columns) and margin (rows), at most 110%.
describe("a matrix with a cap", () => {
  test.each([
    ["step", 0.899, 1, 0.1],
    ["step", 1.0999, 1, 0.8],
    ["step", 1.1, 1, 1.1],
    ["step", 1.1, 0.999, 0.8],
    ["step", 1.1, 0.5, 0.8],
    ["step", 9, 9, 1.1],
    ["linear", 1, 0.8, 0.7],
    ["linear", 1, 1, 0.95],
    // Half way between the rows: (0.7 + 0.95) ÷ 2.
    ["linear", 1, 0.9, 0.825],
    ["linear", 1, 0.7, 0.7],
    ["linear", 1, 3, 0.95],
  ] as const)("%s, %d by %d pays %d", (between, at, across, share) => {
    expect(pays(cappedMatrix(between), at, across)).toBeCloseTo(share, 12);
  });
});
