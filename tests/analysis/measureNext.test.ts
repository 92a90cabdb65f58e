/** What to measure next: which numbers are named, and what is added up. */
import { expect, test } from "vitest";
import { type Drivers, measureNext } from "#models";

function drivers(...shares: number[]): Drivers {
  return {
    luck: {},
    numbers: shares.map((share, i) => ({
      path: `p${i}`,
      title: `Number ${i}`,
      shares: { pay: share },
      errors: { pay: 0.01 },
    })),
    remainder: { pay: 0.1 },
  };
}

test("six are named, the largest first; the others are added up, and what cannot be told apart comes last", () => {
  const rows = measureNext(drivers(0.05, 0.3, 0.2, 0.1, 0.08, 0.07, 0.06, 0.04), "pay");
  expect(rows.map(({ title }) => title)).toEqual([
    "Number 1",
    "Number 2",
    "Number 3",
    "Number 4",
    "Number 5",
    "Number 6",
    "2 others",
    "In combination, or not attributable",
  ]);
  expect(rows[6]!.share).toBeCloseTo(0.09, 12);
  expect(rows[6]).toMatchObject({ error: null, named: false });
  expect(rows.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
});

test("what rounds to nothing is not named, and one that is left keeps its name", () => {
  expect(measureNext(drivers(0.898, 0.002), "pay").map(({ title }) => title)).toEqual([
    "Number 0",
    "In combination, or not attributable",
  ]);
  const seven = measureNext(drivers(0.3, 0.2, 0.1, 0.1, 0.08, 0.07, 0.05), "pay");
  expect(seven[6]).toMatchObject({ title: "Number 6", share: 0.05, named: false });
  expect(measureNext(drivers(1), "bookings")).toEqual([]);
});
