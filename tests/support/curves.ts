/** Payout curves at random: written forms of every kind, and bare points with jumps. */
import fc from "fast-check";
import type { CurveInput, CurvePoint, CurvePoints } from "#models";

function without<T extends object>(written: T): T {
  return Object.fromEntries(
    Object.entries(written).filter(([, value]) => value !== undefined),
  ) as T;
}

const hundredths = (min: number, max: number) => fc.integer({ min, max }).map((i) => i / 100);

/** Rising attainments from 0 to about 3. */
const attainments = (minLength: number, maxLength: number) =>
  fc
    .uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength, maxLength })
    .map((list) => list.toSorted((a, b) => a - b).map((i) => i / 20));

/** Points in rising attainment, some of them jumps up or down; slopes beyond of either sign. */
export const curvePoints = fc
  .record({
    x: attainments(1, 6),
    shares: fc.array(hundredths(0, 300), { minLength: 12, maxLength: 12 }),
    jumps: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
    beyond: fc.option(hundredths(-50, 300), { nil: undefined }),
    at: fc.constantFrom("upper", "lower", undefined),
  })
  .map(({ x, shares, jumps, beyond, at }): CurvePoints & { beyond: number | undefined } => {
    const points = x.flatMap((attainment, i): CurvePoint[] => {
      const [lower, upper] = [shares[2 * i]!, shares[2 * i + 1]!];
      return jumps[i]
        ? [
            [attainment, lower],
            [attainment, upper],
          ]
        : [[attainment, lower]];
    });
    return { points, beyond, at };
  });

/** The same, never falling. */
export const risingPoints: fc.Arbitrary<CurvePoints> = curvePoints.map((curve) => {
  const shares = curve.points.map(([, share]) => share).toSorted((a, b) => a - b);
  const points = curve.points.map(([attainment], i): CurvePoint => [attainment, shares[i]!]);
  return {
    ...curve,
    points,
    beyond: curve.beyond === undefined ? undefined : Math.abs(curve.beyond),
  };
});

const tiers = fc
  .tuple(attainments(1, 4), fc.array(hundredths(0, 300), { minLength: 4, maxLength: 4 }))
  .map(([from, rates]) => from.map((start, i) => ({ from: start, rate: rates[i]! })));
const cap = fc.option(hundredths(100, 400), { nil: undefined });

/** Tiers whose bounds belong to either side, the last one open or closed. */
const boundedTiers = fc
  .record({
    list: tiers,
    above: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    named: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    length: fc.option(hundredths(5, 100), { nil: undefined }),
  })
  .map(({ list, above, named, length }) =>
    list.map(({ from, rate }, i) => {
      const next = list[i + 1]?.from;
      const last = length === undefined ? undefined : from + length;
      const to = next === undefined ? last : named[i] ? next : undefined;
      return without({ ...(above[i] ? { above: from } : { from }), to, rate });
    }),
  );

/** A curve of each form as a scenario writes it, by the form's id. */
export const writtenCurves = {
  points: curvePoints.map(({ points, beyond, at }) =>
    without({ points: points.map(([a, b]): [number, number] => [a, b]), beyond, at }),
  ),
  flat: fc.constant({ kind: "flat" as const }),
  marginal: fc
    .record({ tiers: boundedTiers, cap })
    .map((rest) => without({ kind: "marginal" as const, ...rest })),
  retroactive: fc
    .record({ tiers: boundedTiers, cap, at: fc.constantFrom("upper", "lower", undefined) })
    .map((rest) => without({ kind: "retroactive" as const, ...rest })),
  stepped: fc
    .record({ list: tiers, above: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }) })
    .map(({ list, above }) => ({
      kind: "stepped" as const,
      rows: list.map(({ from, rate: share }, i) =>
        above[i] ? { above: from, share } : { from, share },
      ),
    })),
  matrix: fc
    .record({
      rows: attainments(1, 4),
      columns: attainments(1, 4),
      shares: fc.array(hundredths(0, 300), { minLength: 16, maxLength: 16 }),
      between: fc.constantFrom("step", "linear"),
      below: fc.option(hundredths(0, 100), { nil: undefined }),
      cap: fc.option(hundredths(100, 300), { nil: undefined }),
    })
    .map(({ rows, columns, shares, ...rest }) =>
      without({
        kind: "matrix" as const,
        across: { measure: "pipeline" },
        rows,
        columns,
        shares: rows.map((_, r) => shares.slice(4 * r, 4 * r + columns.length)),
        ...rest,
      }),
    ),
  threshold: fc
    .record({
      threshold: hundredths(0, 95),
      atThreshold: fc.option(hundredths(0, 90), { nil: undefined }),
      accelerator: fc.option(hundredths(10, 300), { nil: undefined }),
      cap: fc.option(hundredths(100, 300), { nil: undefined }),
    })
    .map((rest) => without({ kind: "threshold" as const, ...rest })),
  lump: hundredths(1, 200).map((from) => ({ kind: "lump" as const, from })),
} as Record<string, fc.Arbitrary<CurveInput>>;

/** A curve of any form. */
export const writtenCurve: fc.Arbitrary<CurveInput> = fc.oneof(...Object.values(writtenCurves));

/** A curve of any form that never pays less for more. */
export const risingCurve: fc.Arbitrary<CurveInput> = fc.oneof(
  risingPoints.map(({ points, beyond = 0, at = "upper" }) => ({
    points: points.map(([a, b]): [number, number] => [a, b]),
    beyond,
    at,
  })),
  fc.record({ tiers, cap }).map(({ tiers: list, cap: most }) => {
    const rates = list.map(({ rate }) => rate).toSorted((a, b) => a - b);
    const rising = list.map(({ from }, i) => ({ from, rate: rates[i]! }));
    return without({ kind: "retroactive" as const, tiers: rising, cap: most });
  }),
  ...["flat", "threshold", "lump"].map((kind) => writtenCurves[kind]!),
  fc.record({ tiers, cap }).map((rest) => without({ kind: "marginal" as const, ...rest })),
  tiers.map((list) => {
    const shares = list.map(({ rate }) => rate).toSorted((a, b) => a - b);
    const rows = list.map(({ from }, i) => ({ from, share: shares[i]! }));
    return { kind: "stepped" as const, rows };
  }),
);

/** Attainment from nothing to three and a half times target, often exactly on a twentieth, where knots are. */
export const attainment = fc.oneof(
  fc.integer({ min: 0, max: 70 }).map((i) => i / 20),
  fc.integer({ min: 0, max: 3500 }).map((i) => i / 1000),
);
