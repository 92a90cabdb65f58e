import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileCurve } from "#models";
import { isAmbiguous, readAmount, type Unit, writeAmount } from "../../../web/src/form/amount.ts";
import {
  addPoint,
  insertAt,
  movePoint,
  type Point,
  removePoint,
} from "../../../web/src/form/curvePoints.ts";
import { targetOf, writeTarget } from "../../../web/src/form/target.ts";
import { addingToOne, moveHandle, sumOf } from "../../../web/src/form/weights.ts";

const thousandths = (max: number) => fc.integer({ min: 0, max: max * 1000 }).map((n) => n / 1000);
const point = fc.tuple(thousandths(3), thousandths(3)) as fc.Arbitrary<Point>;
/** Rising attainments, jumps of two points among them. */
const curve = fc
  .array(fc.tuple(point, fc.boolean()), { minLength: 1, maxLength: 5 })
  .map((list): Point[] => {
    const distinct = new Map(list.map((one) => [one[0][0], one]));
    return [...distinct.values()]
      .toSorted(([[a]], [[b]]) => a - b)
      .flatMap(([[x, y], jumps]): Point[] =>
        jumps
          ? [
              [x, y],
              [x, y + 0.5],
            ]
          : [[x, y]],
      );
  });

function holds(points: readonly Point[]): boolean {
  return !Array.isArray(compileCurve("curve", { points }));
}

describe("the points of a curve", () => {
  test("compile whatever point is moved wherever", () => {
    fc.assert(
      fc.property(curve, fc.nat(), point, (points, at, to) => {
        expect(holds(movePoint(points, at % points.length, to))).toBe(true);
      }),
    );
  });

  test("compile after a point is added, put in or taken out, and are one more or one fewer", () => {
    fc.assert(
      fc.property(curve, fc.nat(), (points, at) => {
        const index = at % points.length;
        const added = addPoint(points, index).points;
        expect(holds(added)).toBe(true);
        expect(added).toHaveLength(points.length + 1);
        const removed = removePoint(points, index);
        expect(holds(removed)).toBe(true);
        expect(removed).toHaveLength(Math.max(1, points.length - 1));
      }),
    );
  });

  test("take a new point where it lies on the line of attainment", () => {
    const points: Point[] = [
      [0.5, 0],
      [1, 1],
    ];
    expect(insertAt(points, 0.8, 0.6)).toEqual({
      points: [
        [0.5, 0],
        [0.8, 0.6],
        [1, 1],
      ],
      index: 1,
    });
    expect(insertAt(points, 1.2, 1).index).toBe(2);
  });

  test("stop at their neighbours", () => {
    const points: Point[] = [
      [0.8, 0.5],
      [1, 1],
      [1.5, 1.5],
    ];
    expect(movePoint(points, 1, [2, 1])[1]).toEqual([1.5, 1]);
    expect(movePoint(points, 1, [0.1, -1])[1]).toEqual([0.8, 0]);
  });
});

describe("weights", () => {
  const weights = fc.array(thousandths(1), { minLength: 2, maxLength: 5 });

  test("keep their sum, and stay at or above 0, wherever a handle is moved", () => {
    fc.assert(
      fc.property(weights, fc.nat(), fc.integer({ min: -2000, max: 2000 }), (list, at, by) => {
        const moved = moveHandle(list, at % (list.length - 1), by / 1000);
        expect(sumOf(moved)).toBeCloseTo(sumOf(list), 9);
        expect(Math.min(...moved)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test("scaled add to 1 exactly", () => {
    fc.assert(
      fc.property(weights, (list) => {
        expect(sumOf(addingToOne(list))).toBe(1);
      }),
    );
  });
});

describe("a number in a field", () => {
  test("is read back as it was written", () => {
    const units: Unit[] = ["percent", "times", "money", "count"];
    fc.assert(
      fc.property(thousandths(50), fc.constantFrom(...units), (value, unit) => {
        const read = readAmount(writeAmount(value, unit), unit)!;
        const shown = unit === "money" || unit === "count" ? 0.005 : unit === "times" ? 0.00005 : 0;
        expect(Math.abs(read - value)).toBeLessThan(shown + 1e-9);
      }),
    );
  });

  test.each([
    ["50", "percent", 0.5],
    ["12.5 %", "percent", 0.125],
    ["$1,200", "money", 1200],
    ["1.2k", "money", 1200],
    ["3m", "money", 3_000_000],
    ["\u22122", "count", -2],
    ["1.05×", "times", 1.05],
    [".5", "times", 0.5],
  ] as const)("%j is a number in %s", (text, unit, value) => {
    expect(readAmount(text, unit)).toBe(value);
  });

  test.each(["", "half", "1e5", "1.2.3", "= 2", "NaN"])("%j is none", (text) => {
    expect(readAmount(text, "money")).toBeUndefined();
  });
});

describe("a target", () => {
  test.each([
    ["= statusQuo", 1],
    ["= 1.1 * statusQuo", 1.1],
    ["=statusQuo*0.95", 0.95],
  ])("%j is a multiple of the status quo", (written, multiple) => {
    expect(targetOf(written)).toEqual({ basis: "statusQuo", multiple });
  });

  test("that is another formula stays as it is written", () => {
    const written = "= quotaMultiple * statusQuo";
    expect(targetOf(written)).toEqual({ basis: "other", text: written });
    expect(writeTarget(targetOf(written))).toBe(written);
  });

  test("is written back as it was read", () => {
    fc.assert(
      fc.property(thousandths(3), (multiple) => {
        const target = { basis: "statusQuo", multiple } as const;
        expect(targetOf(writeTarget(target))).toEqual(target);
      }),
    );
  });
});

test("a share typed as a number below one is asked about, with its sign it is not", () => {
  expect(
    ["0.55", ".5", "0.55%", "55", "1", "0"].map((text) => isAmbiguous(text, "percent")),
  ).toEqual([true, true, false, false, false, false]);
  expect(isAmbiguous("0.55", "times")).toBe(false);
});
