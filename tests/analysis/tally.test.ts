/** Merging years into intervals: constructed years whose answer is known. */
import { describe, expect, test } from "vitest";
import { type BatchRows, type Comparison, type JobHead, prepareJob, runJob } from "#models";
import { intervalOf } from "../../models/analysis/levels.ts";
import { addRows, comparisonOf, createTally } from "../../models/analysis/tally.ts";
import { totalOrder } from "../../models/company/totals.ts";
import { payHistogram, rowLayout } from "../../models/simulation/batch.ts";
import { chain, pair, patched } from "../support/scenarios.ts";

const years = 16;

/** The head of a comparison of a company with itself, under four parameter sets of sixteen years each. */
function headOfFour(): JobHead {
  const uncertain = patched(pair, {
    behaviour: { epsilon: { p10: 0.2, p50: 0.3, p90: 0.4 } },
    simulation: { parameterSets: 4, runs: 4 * years },
  });
  const { head } = prepareJob(
    { scenarios: [chain(uncertain), chain(uncertain, {})] },
    { preview: true },
  );
  expect(head.layout).toMatchObject({ sets: 4, batches: 4, chunk: years });
  return head;
}

type Effects = {
  /** Difference in bookings that each parameter set makes. */
  parameters: number[];
  /** Difference that the luck of a year makes, by year. */
  luck: (year: number) => number;
};

/** A comparison of years that differ in bookings as told; without the response they differ by 10. */
function compared({ parameters, luck }: Effects): Comparison {
  const head = headOfFour();
  const tally = createTally(head);
  const { size } = rowLayout(12, 2);
  const histogram = payHistogram(2).fill(1);
  for (const [set, effect] of parameters.entries()) {
    const base = new Float64Array(years * size);
    const here = new Float64Array(years * size);
    const mechanical = new Float64Array(years * size);
    for (let y = 0; y < years; y++) {
      base[y * size] = 1000;
      here[y * size] = 1000 + effect + luck(y);
      mechanical[y * size] = 1010;
    }
    const steady = new Float64Array(head.layout.scenarios[0]!.set.size);
    const moved = steady.slice();
    moved[head.layout.scenarios[0]!.set.totals] = 2 * effect;
    const rows: BatchRows = {
      batch: set,
      set,
      years,
      rows: [base, here],
      mechanicalRows: [base, mechanical],
      histograms: [histogram, histogram],
      sets: [steady, moved],
    };
    addRows(tally, rows);
  }
  return comparisonOf(tally);
}

const even = (size: number) => (year: number) => (year % 2 === 0 ? size : -size);

// Sets at −150, −50, 50, 150, luck of ±20 in turn. A batch's mean is its set's; luck is what is left, times √(16/15).
// Variance of luck, sum of squares 64·20²·16/15 over 63: 433.44. Of the sets' means 16,667, of which luck makes 433.44/16.
describe("years that differ by parameters and by luck", () => {
  const { differences } = compared({ parameters: [-150, -50, 50, 150], luck: even(20) });
  const bookings = differences[0]!.totals["bookings"]!;
  const luckVariance = (64 * 400 * (16 / 15)) / 63;

  test("have the mean of all", () => {
    expect(bookings.mean).toBeCloseTo(0, 9);
    expect(bookings.relative).toBeCloseTo(0, 12);
    expect(bookings.standardError).toBeCloseTo(Math.sqrt(luckVariance / 64), 9);
  });

  test("luck alone spreads them by the luck, whatever the set", () => {
    const reach = 20 * Math.sqrt(16 / 15);
    expect(Math.abs(bookings.luck!.p95 / reach - 1)).toBeLessThan(0.005);
    expect(Math.abs(bookings.luck!.p5 / -reach - 1)).toBeLessThan(0.005);
  });

  test("what is not known spreads them by the sets' means, less what luck makes of these", () => {
    const between = (2 * 150 ** 2 + 2 * 50 ** 2) / 3;
    const keep = Math.sqrt(1 - luckVariance / 16 / between);
    // Between the first and the second of four, 15% of the way: −135.
    expect(bookings.parameters!.p5).toBeCloseTo(-135 * keep, 6);
    expect(bookings.parameters!.p95).toBeCloseTo(135 * keep, 6);
  });

  test("both together reach from the worst set's bad years to the best one's good ones", () => {
    expect(Math.abs(bookings.both.p5 / -170 - 1)).toBeLessThan(0.005);
    expect(Math.abs(bookings.both.p95 / 170 - 1)).toBeLessThan(0.005);
  });

  test("they are as often higher as lower", () => expect(bookings.probabilityHigher).toBe(0.5));

  test("the plan alone and the response to it add up to the mean", () => {
    expect(bookings.mechanical).toBeCloseTo(10, 12);
    expect(bookings.response).toBeCloseTo(-10, 9);
  });

  test("the run rate comes from the sets' steady years", () => {
    expect(bookings.runRate.mean).toBeCloseTo(0, 9);
    expect(bookings.runRate.p5).toBeCloseTo(-270, 9);
    expect(bookings.runRate.p95).toBeCloseTo(270, 9);
  });
});

test("luck alone leaves nothing that is not known", () => {
  const { differences } = compared({ parameters: [5, 5, 5, 5], luck: even(20) });
  const bookings = differences[0]!.totals["bookings"]!;
  expect(bookings.mean).toBeCloseTo(5, 9);
  expect(bookings.relative).toBeCloseTo(0.005, 12);
  expect(bookings.parameters!.p5).toBeCloseTo(5, 9);
  expect(bookings.parameters!.p95).toBeCloseTo(5, 9);
});

test("parameters alone leave nothing to luck, and no simulation error", () => {
  const { differences } = compared({ parameters: [100, 200, 300, 400], luck: () => 0 });
  const bookings = differences[0]!.totals["bookings"]!;
  expect(bookings.luck!.p5).toBeCloseTo(250, 6);
  expect(bookings.luck!.p95).toBeCloseTo(250, 6);
  expect(bookings.standardError).toBe(0);
  expect(bookings.parameters!.p5).toBeCloseTo(115, 9);
  expect(bookings.parameters!.p95).toBeCloseTo(385, 9);
  expect(bookings.probabilityHigher).toBe(1);
});

test("years that do not differ count half for either side", () => {
  const { differences } = compared({ parameters: [0, 0, 0, 10], luck: () => 0 });
  expect(differences[0]!.totals["bookings"]!.probabilityHigher).toBe((3 * 0.5 + 1) / 4);
});

test("what does not move at all is certain not to", () => {
  const { differences } = compared({ parameters: [1, 2, 3, 4], luck: even(1) });
  for (const key of totalOrder.filter((one) => one !== "bookings")) {
    const { mean, both, luck, parameters, probabilityHigher, relative } =
      differences[0]!.totals[key]!;
    const none = { p5: 0, p95: 0 };
    expect({ mean, both, luck, parameters, probabilityHigher, relative }, key).toEqual({
      mean: 0,
      both: none,
      luck: none,
      parameters: none,
      probabilityHigher: 0.5,
      relative: null,
    });
  }
});

test("the levels of each scenario are those of its years", () => {
  const { scenarios } = compared({ parameters: [-150, -50, 50, 150], luck: even(20) });
  const { bookings } = scenarios[1]!.simulated!.totals;
  expect(bookings!.mean).toBeCloseTo(1000, 9);
  // Of 64 years eight each at ±170 and ±130, ±70 and ±30 from 1,000.
  const squares = (8 * 2 * (170 ** 2 + 130 ** 2 + 70 ** 2 + 30 ** 2)) / 63;
  expect(bookings!.sd).toBeCloseTo(Math.sqrt(squares), 9);
  expect(Math.abs(bookings!.p5 / 830 - 1)).toBeLessThan(0.005);
  expect(scenarios[1]!.simulated!.standardErrors["bookings"]).toBeCloseTo(
    Math.sqrt(squares / 64),
    9,
  );
  expect(scenarios[0]!.simulated!.totals["bookings"]).toMatchObject({ mean: 1000, sd: 0 });
});

test("an interval of a few numbers lies straight between neighbours", () => {
  expect(intervalOf([3])).toEqual({ p5: 3, p95: 3 });
  expect(intervalOf([0, 100])).toEqual({ p5: 5, p95: 95 });
  const { p5, p95 } = intervalOf([...Array(101).keys()].toReversed());
  expect(p5).toBeCloseTo(5, 12);
  expect(p95).toBeCloseTo(95, 12);
});

test("one year a set tells luck from nothing, and neither is given", () => {
  const uncertain = patched(pair, { behaviour: { epsilon: { p10: 0.2, p50: 0.3, p90: 0.4 } } });
  const child = { plans: { seller: { components: { bookings: { weight: 0.8 } } } } };
  const scenarios = [chain(uncertain), chain(uncertain, child)];
  const last = [...runJob({ scenarios, runs: 64 })].at(-1)!;
  expect(last.runs).toBe(64);
  const { totals, months } = last.differences[0]!;
  expect(totals["bookings"]).toMatchObject({ luck: null, parameters: null });
  expect(totals["pay"]!.both.p95).toBeGreaterThan(totals["pay"]!.both.p5);
  expect(months.bookings.luck).toBeNull();
});
