/** Drivers of a result from end to end, and the words for what is uncertain. */
import { describe, expect, test } from "vitest";
import {
  addRows,
  type Comparison,
  comparisonOf,
  createTally,
  Drivers,
  type JsonObject,
  prepareJob,
  runBatch,
  scenarioOf,
} from "#models";
import { numberSubject, numberTitle } from "../../models/analysis/numberTitle.ts";
import { chain, patched, shipped, solo } from "../support/scenarios.ts";

const raised = { plans: { seller: { components: { bookings: { rate: 0.15 } } } } };

/** The comparison of a company with one that pays half as much again, its batches done in some order. */
function compared(behaviour: JsonObject, order: "forth" | "back" = "forth"): Comparison {
  const root = patched(solo, { behaviour, simulation: { runs: 128 } });
  const prepared = prepareJob({ scenarios: [chain(root), chain(root, raised)] });
  const tally = createTally(prepared.head);
  const batches = Array.from({ length: prepared.plan.batches }, (_, i) => i);
  expect(comparisonOf(tally).differences).toEqual([]);
  for (const batch of order === "forth" ? batches : batches.toReversed())
    addRows(tally, runBatch(prepared, batch));
  return comparisonOf(tally);
}

const epsilon = { p10: 0.2, p50: 0.3, p90: 0.4 };

describe("from end to end", () => {
  test("one uncertain number is all that is not known", () => {
    const [difference] = compared({ epsilon }).differences;
    const { numbers, remainder, luck } = Drivers.parse(difference!.drivers);
    expect(numbers.map(({ path, shares }) => [path, shares])).toEqual([
      ["behaviour.epsilon", { bookings: 1, pay: 1, contribution: 1 }],
    ]);
    expect(remainder).toEqual({ bookings: 0, pay: 0, contribution: 0 });
    // Two years at each of 64 sets and no luck in this company: nothing of the spread is luck.
    expect(luck["bookings"]).toBeCloseTo(0, 9);
  });

  // With one task there is nothing for effort to move to, so how easily it moves cannot matter.
  test("a number that cannot matter has no share, beside one that has all but the remainder", () => {
    const { numbers, remainder } = compared({ epsilon, rho: { p10: 1.5, p50: 2, p90: 2.6 } })
      .differences[0]!.drivers!;
    expect(numbers.map(({ path }) => path)).toEqual(["behaviour.epsilon", "behaviour.rho"]);
    expect(numbers[0]!.shares["bookings"]).toBeGreaterThan(0.99);
    expect(numbers[1]!.shares["bookings"]).toBe(0);
    expect(numbers[0]!.shares["bookings"]! + remainder["bookings"]!).toBeCloseTo(1, 12);
  });

  test("without an uncertain number there are no shares", () => {
    expect(compared({ epsilon: 0.3 }).differences[0]!.drivers).toEqual({
      luck: {},
      numbers: [],
      remainder: {},
    });
  });

  test("a scenario that is its own status quo does not vary in the run rate", () => {
    const [base, other] = compared({ epsilon }).scenarios;
    expect(base!.simulated!.drivers!.remainder).toEqual({});
    expect(other!.simulated!.drivers!.numbers[0]!.shares["bookings"]).toBe(1);
  });

  test("batches in another order give the same bits", () => {
    const behaviour = { epsilon, stakeMultiple: { p10: 0.5, p50: 1, p90: 2 } };
    const [forth, back] = (["forth", "back"] as const).map((order) => compared(behaviour, order));
    expect(back!.differences[0]!.drivers).toEqual(forth!.differences[0]!.drivers);
  });
});

describe("words", () => {
  test.each([
    ["behaviour.epsilon", "How strongly effort answers pay (ε)"],
    ["parameters.qualityOnSql", "How far lead quality lifts MQL to SQL"],
    ["parameters.dilution", "How far lead volume and event volume move lead quality"],
    ["parameters.feedbackElasticity", "How far feedback to marketing moves lead quality"],
    ["alignment.practices.feedback.effect", "What it does: feedback"],
    ["funnel.segments.mid.conversions.mql.rate", "Rate · MQL to SQL · Mid-market"],
  ])("%s is %s", (path, title) => {
    expect(numberTitle(path, scenarioOf(shipped("status-quo")))).toBe(title);
  });

  test("numbers of one kind share a subject, and an unknown one is its path", () => {
    expect(numberSubject("behaviour.epsilon")).toBe("how strongly effort answers pay");
    expect(numberSubject("roles.a.tasks.b.effects.quality")).toBe(
      "how far a task moves the funnel",
    );
    expect(numberSubject("elsewhere")).toBe("elsewhere");
  });
});
