import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cappedPoints, compileCurve, type Curve, type CurvePoints, payoutShare } from "#models";
import { attainment, curvePoints, risingPoints } from "../support/curves.ts";

function compiled(points: CurvePoints): Curve {
  const curve = compileCurve("curve", points);
  if (Array.isArray(curve)) throw new Error(JSON.stringify(curve));
  return curve;
}

/** A bonus curve with a cliff at 80%, straight to target, steeper above, and a jump at 150%. */
const cliffs: CurvePoints = {
  points: [
    [0.8, 0],
    [0.8, 0.5],
    [1, 1],
    [1.5, 2],
    [1.5, 2.5],
  ],
  beyond: 0.5,
};

describe("exactly on a knot", () => {
  test.each<["upper" | "lower" | undefined, number, number]>([
    [undefined, 0.8, 0.5],
    ["upper", 0.8, 0.5],
    ["lower", 0.8, 0],
    ["upper", 1, 1],
    ["lower", 1, 1],
    ["upper", 1.5, 2.5],
    ["lower", 1.5, 2],
  ])("read %s, %d of target pays %d of target pay", (at, attained, share) => {
    expect(payoutShare(compiled({ ...cliffs, at }), attained)).toBe(share);
  });

  test("the next number below and above reads on its own side", () => {
    for (const at of ["upper", "lower"] as const) {
      const curve = compiled({ ...cliffs, at });
      expect(payoutShare(curve, 0.8 - 2 ** -53)).toBe(0);
      expect(payoutShare(curve, 0.8 + 2 ** -53)).toBeCloseTo(0.5, 12);
      expect(payoutShare(curve, 1.5 - 2 ** -52)).toBeCloseTo(2, 12);
      expect(payoutShare(curve, 1.5 + 2 ** -52)).toBeCloseTo(2.5, 12);
    }
  });
});

test("between knots the payout is straight, below the first it is level, above the last it has the slope beyond", () => {
  const curve = compiled(cliffs);
  expect(payoutShare(curve, 0)).toBe(0);
  expect(payoutShare(curve, 0.79)).toBe(0);
  expect(payoutShare(curve, 0.9)).toBeCloseTo(0.75, 12);
  expect(payoutShare(curve, 1.25)).toBeCloseTo(1.5, 12);
  expect(payoutShare(curve, 2.5)).toBeCloseTo(3, 12);
  expect(payoutShare(compiled({ points: [[0.5, 0.2]] }), 0.1)).toBe(0.2);
  expect(payoutShare(compiled({ points: [[0.5, 0.2]] }), 9)).toBe(0.2);
});

test("a plan that says nothing above its last point is marked open, and is level there", () => {
  const curve = compiled({
    points: [
      [0, 0],
      [1, 1],
    ],
    beyond: "error",
  });
  expect(curve.open).toBe(true);
  expect(payoutShare(curve, 2)).toBe(1);
  expect(compiled({ points: [[0, 0]], beyond: 1 }).open).toBe(false);
});

test("a compiled curve passes through its written points", () => {
  const law = fc.property(curvePoints, (written) => {
    const curve = compiled(written);
    for (const [i, [at, share]] of written.points.entries()) {
      const below = written.points[i - 1]?.[0] === at;
      const above = written.points[i + 1]?.[0] === at;
      if (above && written.at !== "lower") continue;
      if (below && written.at === "lower") continue;
      expect(payoutShare(curve, at)).toBe(share);
    }
  });
  fc.assert(law);
});

test("between written points the payout is the straight line between them", () => {
  const law = fc.property(curvePoints, fc.integer({ min: 1, max: 99 }), (written, percent) => {
    const curve = compiled(written);
    for (const [i, [to, high]] of written.points.entries()) {
      const before = written.points[i - 1];
      if (!before || before[0] === to) continue;
      const at = before[0] + (to - before[0]) * (percent / 100);
      const straight = before[1] + (high - before[1]) * (percent / 100);
      expect(payoutShare(curve, at)).toBeCloseTo(straight, 9);
    }
  });
  fc.assert(law);
});

test("a payout is continuous but at its written jumps", () => {
  const law = fc.property(curvePoints, attainment, (written, at) => {
    const jumps = new Set(
      written.points.filter(([x], i) => written.points[i - 1]?.[0] === x).map(([x]) => x),
    );
    if (jumps.has(at)) return;
    const curve = compiled(written);
    const steepest = Math.max(...curve.slope.map(Math.abs));
    for (const near of [at - 1e-9, at + 1e-9]) {
      const moved = Math.abs(payoutShare(curve, near) - payoutShare(curve, at));
      expect(moved).toBeLessThanOrEqual(steepest * 1.1e-9 + 1e-12);
    }
  });
  fc.assert(law);
});

describe("a cap", () => {
  const cap = fc.integer({ min: 0, max: 350 }).map((i) => i / 100);

  test("is never passed, and below it nothing changes", () => {
    const law = fc.property(risingPoints, cap, attainment, (written, most, at) => {
      const share = payoutShare(compiled(cappedPoints(written, most)), at);
      expect(share).toBeLessThanOrEqual(most + 1e-12);
      expect(share).toBeCloseTo(Math.min(payoutShare(compiled(written), at), most), 9);
    });
    fc.assert(law, { numRuns: 1000 });
  });

  test("at the upper value of the last jump ends the curve there", () => {
    const curve = compiled(
      cappedPoints(
        {
          points: [
            [1, 0],
            [1, 2],
          ],
          beyond: 1,
        },
        2,
      ),
    );
    for (const [at, share] of [
      [0.9, 0],
      [1, 2],
      [5, 2],
    ])
      expect(payoutShare(curve, at!)).toBe(share);
  });

  test("below the lowest payout is what is always paid", () => {
    const written: CurvePoints = {
      points: [
        [0.5, 0.4],
        [1, 1],
      ],
      beyond: 1,
    };
    const curve = compiled(cappedPoints(written, 0.3));
    for (const at of [0, 0.5, 1, 3]) expect(payoutShare(curve, at)).toBe(0.3);
  });

  test("inside a jump cuts the jump, and reads on the same side of it", () => {
    const written: CurvePoints = {
      points: [
        [0, 0],
        [1, 0.2],
        [1, 1],
      ],
      beyond: 1,
    };
    const upper = compiled(cappedPoints(written, 0.5));
    expect(payoutShare(upper, 1)).toBe(0.5);
    expect(payoutShare(upper, 0.999)).toBeLessThan(0.2);
    expect(payoutShare(compiled(cappedPoints({ ...written, at: "lower" }, 0.5)), 1)).toBe(0.2);
  });

  test("on the slope beyond the last point ends it there", () => {
    const curve = compiled(
      cappedPoints(
        {
          points: [
            [0, 0],
            [1, 1],
          ],
          beyond: 0.5,
        },
        1.5,
      ),
    );
    expect(payoutShare(curve, 1.9)).toBeCloseTo(1.45, 12);
    expect(payoutShare(curve, 2)).toBe(1.5);
    expect(payoutShare(curve, 9)).toBe(1.5);
  });
});

function faults(points: CurvePoints["points"]) {
  const curve = compileCurve("plans.ae.components.bookings.curve", { points });
  return Array.isArray(curve) ? curve : [];
}

describe("faults of points", () => {
  test("no point at all", () => {
    const path = "plans.ae.components.bookings.curve";
    expect(faults([])).toMatchObject([
      { code: "bad-curve", path, message: expect.stringMatching("no point") as string },
    ]);
  });

  test.each<[string, CurvePoints["points"], number, RegExp]>([
    [
      "falling attainment",
      [
        [0, 0],
        [1, 1],
        [0.9, 2],
      ],
      2,
      /falls from 1 to 0\.9/,
    ],
    [
      "three at one place",
      [
        [0, 0],
        [1, 1],
        [1, 2],
        [1, 3],
      ],
      3,
      /three points/,
    ],
    [
      "not finite",
      [
        [0, 0],
        [Number.NaN, 1],
      ],
      1,
      /not finite/,
    ],
    [
      "infinite share",
      [
        [0, 0],
        [1, Infinity],
      ],
      1,
      /not finite/,
    ],
  ])("%s is a fault at its point, with what to do", (_, points, at, message) => {
    const found = faults(points);
    expect(found).toHaveLength(1);
    expect(found[0]!.path).toBe(`plans.ae.components.bookings.curve.points[${at}]`);
    expect(found[0]!.message).toMatch(message);
    expect(found[0]!.hint).toBeTruthy();
  });

  test("all faults are told at once", () => {
    expect(
      faults([
        [1, 1],
        [0.5, Infinity],
        [0.2, 0],
      ]).map(({ path }) => path.at(-2)),
    ).toEqual(["1", "1", "2"]);
  });
});
