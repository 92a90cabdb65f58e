/** Examples and statements pay the same: two ways to one figure, on random plans and results. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkExamples, type JsonObject, type MeasureFact } from "#models";
import { chain } from "../support/scenarios.ts";
import { risingCurve } from "../support/curves.ts";
import { amounts, deal, deskWith, payrollOf, quarters } from "./desk.ts";

const service: JsonObject = { measures: { service: { kind: "score", expected: 1 } } };
const own: JsonObject = { measure: "bookings", scope: "individual", period: "quarter" };

type Tried = { component: JsonObject; booked: readonly number[]; scores: readonly number[] };

/** What examples make of each quarter, refusals included. */
function byExamples({ component, booked, scores }: Tried): string[] {
  const asked = { ...(component.gates as object), ...(component.multipliers as object) };
  const given = Object.hasOwn(asked, "service")
    ? { periods: [...booked], with: { service: [...scores] } }
    : { periods: [...booked] };
  const examples = [{ given, pays: booked.map(() => 0) }];
  const root = deskWith({ ae: { ...component, examples } }, service);
  return checkExamples(chain(root)).map(({ got }) => got.replaceAll(",", ""));
}

/** What a statement pays for the same, one deal a quarter; undefined where it refuses what is reached. */
function byStatements({ component, booked, scores }: Tried): (string | undefined)[] | undefined {
  const measures = scores.map((score, q): MeasureFact => ({
    participant: "ae-1",
    measure: "service",
    period: quarters[q]!,
    value: String(score),
    row: q + 2,
  }));
  const deals = booked.map((amount, q) =>
    deal(`d${q}`, `2027-${["02", "05", "08", "11"][q]}-10`, { amount: String(amount) }),
  );
  const people = [{ id: "ae-1", name: "ae-1", leave: [], assignments: [{ role: "seller" }] }];
  try {
    return amounts(
      payrollOf(deskWith({ ae: component }, service), { people, deals, measures }),
      "ae",
      quarters,
    );
  } catch (error) {
    if (String(error).includes("the plan says nothing above")) return undefined;
    throw error;
  }
}

const weighted: JsonObject = {
  ...own,
  accumulation: "yearToDate",
  prorate: true,
  target: 400_000,
  targetPay: 40_000,
  periodWeights: [0.1, 0.2, 0.3, 0.4],
  curve: { kind: "threshold", threshold: 0.6, accelerator: 2 },
};

describe("to date", () => {
  // Targets so far are 40,000, 120,000, 240,000 and 400,000, their pay a tenth of them. 50,000 is 125%: 150% of 4,000.
  // 125,000 is 104.1667%: 108.3333% of 12,000 is 13,000, less 6,000. 325,000 is 135.4167%: 170.8333% of 24,000 is
  // 41,000, less 13,000. 475,000 is 118.75%: 137.5% of 40,000 is 55,000, less 41,000.
  test("target and pay grow by the period weights, in examples as in statements", () => {
    const tried = { component: weighted, booked: [50_000, 75_000, 200_000, 150_000], scores: [] };
    const pays = ["6000.00", "7000.00", "28000.00", "14000.00"];
    expect(byStatements(tried)).toEqual(pays);
    expect(byExamples(tried)).toEqual(pays);
  });

  // A tenth of 0.05 a quarter: 0.005 so far rounds to 0.01, 0.01 leaves 0.00, 0.015 is 0.02, 0.02 leaves 0.00.
  test("pay so far is rounded, then what was paid is taken off", () => {
    const rate = { ...own, accumulation: "yearToDate", rate: 0.1 };
    const tried = { component: rate, booked: [0.05, 0.05, 0.05, 0.05], scores: [] };
    const pays = ["0.01", "0.00", "0.01", "0.00"];
    expect(byStatements(tried)).toEqual(pays);
    expect(byExamples(tried)).toEqual(pays);
  });

  // Half-even, 10% of 0.05, 0.10, 0.15 so far: 0.005 to 0.00, 0.01, 0.015 to 0.02; a rest of 0.005 each would stay 0.
  test("the year's amounts add up to its rounded pay by any rounding", () => {
    const plan = { plans: { seller: { rounding: { mode: "halfEven" } } } };
    const rate = { ...own, accumulation: "yearToDate", rate: 0.1 };
    const deals = ["02", "05", "08"].map((month, i) =>
      deal(`d${i}`, `2027-${month}-10`, { amount: "0.05" }),
    );
    const payroll = payrollOf(deskWith({ ae: rate }, plan), { deals });
    expect(amounts(payroll, "ae", quarters)).toEqual(["0.00", "0.01", "0.01", "0.00"]);
  });
});

// At 50,000 of 40,000 in the year's first quarter the gate is open at 125%; of a year's 400,000 ÷ 4 it would be shut.
test("a gate on the own measure is held against what has grown by the period weights", () => {
  const gates = { ready: { measure: "bookings", attainmentAtLeast: 1.2 } };
  const tried = { component: { ...weighted, gates }, booked: [50_000], scores: [] };
  expect(byStatements(tried)!.at(0)).toBe("6000.00");
  expect(byExamples(tried)).toEqual(["6000.00"]);
});

// 30,000 misses 40,000 in the second quarter, and 90,000 so far meets twice that: 5% of 30,000. In the third, 110,000 so
// far misses three times 40,000.
test("a value that the year so far must meet grows with its periods", () => {
  const gates = { enough: { measure: "bookings", valueAtLeast: 40_000, orYearToDate: true } };
  const component = { ...own, rate: 0.05, gates };
  const tried = { component, booked: [60_000, 30_000, 20_000], scores: [] };
  const pays = ["3000.00", "1500.00", "0.00"];
  expect(byStatements(tried)!.slice(0, 3)).toEqual(pays);
  expect(byExamples(tried)).toEqual(pays);
});

const tenths = (min: number, max: number) => fc.integer({ min, max }).map((i) => i / 10);

const gate: fc.Arbitrary<JsonObject> = fc
  .record({
    bound: fc.oneof(
      fc
        .constantFrom("attainmentAtLeast", "attainmentAbove")
        .chain((key) => tenths(3, 14).map((value): JsonObject => ({ [key]: value }))),
      fc
        .constantFrom("valueAtLeast", "valueAbove")
        .chain((key) =>
          fc.integer({ min: 1, max: 14 }).map((i): JsonObject => ({ [key]: i * 10_000 })),
        ),
    ),
    target: fc.constantFrom<JsonObject>({}, { target: 50_000 }),
    orYearToDate: fc.boolean(),
    otherwise: fc.constantFrom<JsonObject>({}, { otherwise: { shareAtMost: 0.5 } }),
  })
  .map(({ bound, target, orYearToDate, otherwise }) => ({
    measure: "bookings",
    orYearToDate,
    ...bound,
    ...target,
    ...otherwise,
  }));

const factor: fc.Arbitrary<JsonObject> = fc.constantFrom<JsonObject>(
  {},
  {
    volume: {
      measure: "bookings",
      curve: {
        points: [
          [0.5, 0.8],
          [1.5, 1.2],
        ],
        beyond: 0,
      },
    },
  },
  {
    service: {
      measure: "service",
      accumulation: "period",
      target: 1,
      curve: {
        points: [
          [0.5, 0.5],
          [1.5, 1.25],
        ],
      },
    },
  },
);

const tried: fc.Arbitrary<Tried> = fc.record({
  component: fc
    .record({
      size: fc.constantFrom<JsonObject>({ weight: 0.37 }, { targetPay: 10_001 }, { rate: 0.0733 }),
      target: fc.constantFrom(100_000, 133_333.33),
      curve: risingCurve,
      toDate: fc.constantFrom<JsonObject>(
        {},
        { accumulation: "yearToDate" },
        { accumulation: "yearToDate", recover: true },
        { accumulation: "yearToDate", prorate: true },
        { accumulation: "yearToDate", prorate: true, recover: true },
      ),
      weights: fc.constantFrom<JsonObject>({}, { periodWeights: [0.1, 0.2, 0.3, 0.4] }),
      most: fc.constantFrom<JsonObject>({}, { payAtMost: 4000 }),
      round: fc.constantFrom<JsonObject>({}, { roundAttainment: { to: 0.05 } }),
      gates: fc.array(gate, { maxLength: 2 }),
      multipliers: factor,
    })
    .map(({ size, target, curve, toDate, weights, most, round, gates, multipliers }) => ({
      ...own,
      ...size,
      target,
      curve: curve as unknown as JsonObject,
      ...toDate,
      ...weights,
      ...most,
      ...round,
      gates: Object.fromEntries(gates.map((one, i) => [`g${i}`, one])),
      multipliers,
    })),
  booked: fc.array(
    fc.integer({ min: 0, max: 20_000_000 }).map((cents) => cents / 100),
    {
      minLength: 4,
      maxLength: 4,
    },
  ),
  scores: fc.array(tenths(3, 16), { minLength: 4, maxLength: 4 }),
});

test("examples pay what statements pay, on any plan", { timeout: 120_000 }, () => {
  const law = fc.property(tried, (one) => {
    const statements = byStatements(one);
    const examples = byExamples(one);
    if (statements) expect(examples).toEqual(statements);
    else expect(examples).toContain("refused");
  });
  fc.assert(law, { numRuns: 150 });
});
