import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Deal,
  type JsonObject,
  type Participant,
  payLines,
  payrollPeriods,
  statementFor,
} from "#models";
import { multiply, rational, type RoundingMode } from "../../models/math/index.ts";
import { minorUnits, moneyText, runningUnits, shareOut } from "../../models/statements/money.ts";
import { risingCurve, writtenCurve } from "../support/curves.ts";
import { amounts, deal, deskWith, lineOf, nodeOf, payrollOf, variablePay } from "./desk.ts";

const two = (n: number) => String(n).padStart(2, "0");
const own = { measure: "bookings", scope: "individual" };

/** Deals of two sellers over the year, some split, some cancelled. */
const someDeals: fc.Arbitrary<Deal[]> = fc
  .array(
    fc.record({
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 28 }),
      cents: fc.integer({ min: 1, max: 9_000_000 }),
      owner: fc.constantFrom("ae-1", "ae-2"),
      source: fc.constantFrom("outbound", "inbound"),
      split: fc.option(fc.integer({ min: 1, max: 99 }), { nil: undefined }),
      cancelled: fc.boolean(),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((list) =>
    list.map(({ month, day, cents, owner, source, split, cancelled }, i) =>
      deal(`d${i}`, `2027-${two(month)}-${two(day)}`, {
        owner,
        source,
        amount: moneyText(BigInt(cents), 2),
        ...(split === undefined
          ? {}
          : {
              split: [
                { person: "ae-1", share: `0.${two(split)}` },
                { person: "ae-2", share: moneyText(BigInt(100 - split), 2) },
              ],
            }),
        ...(cancelled ? { cancelled: "2027-12-15" } : {}),
      }),
    ),
  );

const period = fc.constantFrom("month", "quarter", "half", "year");
const component: fc.Arbitrary<JsonObject> = fc
  .record({
    measure: fc.constantFrom("bookings", "pipeline", "grossMargin"),
    scope: fc.constantFrom("individual", "team", "joint"),
    period,
    target: fc.constantFrom(20_000, 33_333.33, 100_000),
    size: fc.constantFrom<JsonObject>({ weight: 0.37 }, { targetPay: 10_001 }, { rate: 0.0733 }),
    curve: risingCurve,
    toDate: fc.constantFrom<JsonObject>(
      {},
      { accumulation: "yearToDate" },
      { accumulation: "yearToDate", prorate: true, recover: true },
    ),
    rest: fc.constantFrom<JsonObject>(
      {},
      { dealAtMost: 40_000 },
      { payAtMost: 3000 },
      { commissionable: { inbound: 0.5 } },
    ),
  })
  .map(
    ({ size, toDate, rest, ...one }) =>
      ({ ...one, ...size, ...toDate, ...rest }) as unknown as JsonObject,
  );

const adjustments: fc.Arbitrary<JsonObject> = fc.subarray([0, 1, 2, 3]).map((chosen) => {
  const all: [string, JsonObject][] = [
    ["back", { kind: "clawback", method: "proRata" }],
    ["hold", { kind: "holdback", share: 0.1, releasedAfterMonths: 3 }],
    ["draw", { kind: "draw", amount: 1000, recoverable: true }],
    ["cap", { kind: "cap", per: "quarter", amount: 9000 }],
  ];
  return Object.fromEntries(chosen.map((i) => all[i]!));
});

const anyPlan = fc.record({ first: component, second: component, adjustments });
const pool = {
  pools: {
    bonus: {
      measure: "bookings",
      scope: "joint",
      period: "quarter",
      funding: { shareOfExcess: 0.01, over: 30_000 },
      members: ["seller"],
      by: "equal",
    },
  },
};
const people: Participant[] = ["ae-1", "ae-2"].map((id) => ({
  id,
  name: id,
  leave: [],
  assignments: [{ role: "seller" }],
}));

/** A desk on a plan, or undefined where it refuses what is reached. */
function paid(
  plan: { first: JsonObject; second: JsonObject; adjustments: JsonObject },
  deals: Deal[],
  who = people,
) {
  const root = deskWith(
    { first: plan.first, second: plan.second },
    { plans: { seller: { adjustments: plan.adjustments } } },
    pool,
  );
  try {
    return payrollOf(root, { people: who, deals });
  } catch (error) {
    if (String(error).includes("the plan says nothing above")) return undefined;
    throw error;
  }
}

const halfCents = (exact: { n: bigint; d: bigint }) =>
  minorUnits(exact, { places: 2, mode: "halfAwayFromZero" }, 2);

const cents = (text: string) => BigInt(text.replace(".", ""));

const paidFrom = (start: string) => {
  const root = deskWith({
    ae: {
      measure: "bookings",
      scope: "joint",
      period: "year",
      target: 10_000,
      targetPay: 36_500,
    },
  });
  const payroll = payrollOf(root, {
    people: [{ ...people[0]!, assignments: [{ role: "seller", start }] }],
    deals: [deal("d1", "2027-12-31")],
  });
  return amounts(payroll, "ae", ["2027"])[0];
};

describe("by any plan", { timeout: 60_000 }, () => {
  test("lines add up to the total, months to quarters and the year, cash to what is earned", () => {
    const law = fc.property(anyPlan, someDeals, (plan, deals) => {
      const payroll = paid(plan, deals);
      if (!payroll) return;
      for (const { id } of people) {
        const totals = new Map(
          payrollPeriods(payroll).map((one) => {
            const { lines, total, cash, variable } = statementFor(payroll, id, one, {
              oneMore: false,
            });
            const sum = lines.reduce((all, { amount }) => all + cents(amount), 0n);
            expect(sum).toBe(cents(total));
            expect(Object.values(cash).reduce((all, amount) => all + cents(amount), 0n)).toBe(sum);
            const base = lines.find(({ kind }) => kind === "base")!;
            expect(cents(variable) + cents(base.amount)).toBe(sum);
            return [one, cents(total)];
          }),
        );
        const of = (list: string[]) => list.reduce((all, one) => all + totals.get(one)!, 0n);
        expect(of(["2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4"])).toBe(totals.get("2027"));
        expect(of(["2027-H1", "2027-H2"])).toBe(totals.get("2027"));
        expect(of(["2027-04", "2027-05", "2027-06"])).toBe(totals.get("2027-Q2"));
      }
    });
    fc.assert(law, { numRuns: 25 });
  });

  test("light lines are the statements' lines", () => {
    const law = fc.property(anyPlan, someDeals, (plan, deals) => {
      const payroll = paid(plan, deals);
      if (!payroll) return;
      const sums = new Map<string, bigint>();
      for (const { participant, line, amount } of payLines(payroll)) {
        const key = `${participant} ${line}`;
        sums.set(key, (sums.get(key) ?? 0n) + amount);
      }
      for (const { id } of people)
        for (const { id: line, amount } of statementFor(payroll, id, "2027", { oneMore: false })
          .lines)
          expect(sums.get(`${id} ${line}`) ?? 0n).toBe(cents(amount));
    });
    fc.assert(law, { numRuns: 25 });
  });

  test("the order of the file's rows changes nothing", () => {
    const law = fc.property(anyPlan, someDeals, (plan, deals) => {
      const [one, other] = [paid(plan, deals), paid(plan, deals.toReversed())];
      if (!one || !other) return;
      expect(variablePay(other)).toEqual(variablePay(one));
    });
    fc.assert(law, { numRuns: 25 });
  });

  test("two assignments in a row to the same role at the same pay are one", () => {
    const law = fc.property(
      anyPlan,
      someDeals,
      fc.integer({ min: 1, max: 12 }),
      (plan, deals, month) => {
        const cut = people.map((person) => ({
          ...person,
          assignments: [
            { role: "seller", end: `2027-${two(month)}-13` },
            { role: "seller", start: `2027-${two(month)}-14` },
          ],
        }));
        const [one, other] = [paid(plan, deals), paid(plan, deals, cut)];
        if (!one || !other) return;
        expect(variablePay(other)).toEqual(variablePay(one));
      },
    );
    fc.assert(law, { numRuns: 25 });
  });

  test("the deals of a line add up to what it pays beyond what nothing pays", () => {
    const alone = writtenCurve.filter(({ kind }) => kind !== "matrix");
    const law = fc.property(alone, someDeals, (curve, deals) => {
      const first = {
        ...own,
        period: "quarter",
        target: 40_000,
        weight: 1,
        curve,
      } as unknown as JsonObject;
      const plan = { first, second: first, adjustments: {} };
      const [payroll, none] = [paid(plan, deals), paid(plan, [])];
      if (!payroll || !none) return;
      for (const quarter of ["2027-Q1", "2027-Q3"]) {
        const of = (one: typeof payroll) =>
          lineOf(statementFor(one, "ae-1", quarter, { oneMore: false }), "first");
        const listed = nodeOf(of(payroll), "credited").deals ?? [];
        const sum = listed.reduce((all, { pays }) => all + cents(pays!), 0n);
        const apart = sum + cents(of(none).amount) - cents(of(payroll).amount);
        // Rounded on the running total from nothing: a cent apart at most where nothing pays a part of one.
        expect(apart >= -1n && apart <= 1n).toBe(true);
      }
    });
    fc.assert(law, { numRuns: 25 });
  });
});

describe("crediting and prorating", { timeout: 60_000 }, () => {
  test("a split conserves the credit to the last digit", () => {
    const law = fc.property(someDeals, (deals) => {
      const payroll = paid(
        {
          first: { ...own, period: "year", rate: 1 },
          second: { measure: "bookings", scope: "joint", period: "year", rate: 1 },
          adjustments: {},
        },
        deals,
      )!;
      const credited = (person: string, line: string) => {
        const node = nodeOf(
          lineOf(statementFor(payroll, person, "2027", { oneMore: false }), line),
          "credited",
        );
        return rational(node.value!);
      };
      const both = ["ae-1", "ae-2"].map(
        (id) => Number(credited(id, "first").n) / Number(credited(id, "first").d),
      );
      const all = credited("ae-1", "second");
      expect(both[0]! + both[1]!).toBeCloseTo(Number(all.n) / Number(all.d), 9);
    });
    fc.assert(law, { numRuns: 25 });
  });

  // Paid over the year, to the cent, is the curve at the year's total: what one payment at the year's end would be.
  test("to date, the year pays what its total pays", () => {
    const law = fc.property(
      risingCurve,
      someDeals,
      fc.constantFrom("month", "quarter", "half"),
      (curve, deals, every) => {
        const toDate = {
          ...own,
          period: every,
          accumulation: "yearToDate",
          target: 50_000,
          weight: 1,
          curve,
        } as unknown as JsonObject;
        const atEnd = {
          ...own,
          period: "year",
          target: 50_000,
          weight: 1,
          curve,
        } as unknown as JsonObject;
        const payroll = paid({ first: toDate, second: atEnd, adjustments: {} }, deals);
        if (!payroll) return;
        const [one] = amounts(payroll, "first", ["2027"]);
        expect(one).toBe(amounts(payroll, "second", ["2027"])[0]);
      },
    );
    fc.assert(law, { numRuns: 30 });
  });

  test("more days present never pay less at target, all of them pay the whole", () => {
    // 365 days: a day is 100.
    expect(["2027-01-01", "2027-01-02", "2027-07-01", "2027-12-31"].map(paidFrom)).toEqual([
      "36500.00",
      "36400.00",
      "18400.00",
      "100.00",
    ]);
  });
});

describe("rounding", () => {
  test("a hundred thousand products round as whole numbers say they do", () => {
    const modes: RoundingMode[] = ["halfAwayFromZero", "halfEven", "awayFromZero", "towardsZero"];
    let seed = 12_345n;
    const next = (below: bigint) => {
      seed = (seed * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) % (1n << 64n);
      return (seed >> 16n) % below;
    };
    for (let i = 0; i < 100_000; i++) {
      const amount = next(10_000_000n) - 2_000_000n;
      const rate = next(20_000n) * 5n;
      const mode = modes[i % 4]!;
      // amount in cents × rate in 1/100,000: cents and a rest of so many hundred-thousandths.
      const product = amount * rate;
      const size = product < 0n ? -product : product;
      const [whole, rest] = [size / 100_000n, size % 100_000n];
      const up = {
        halfAwayFromZero: rest >= 50_000n,
        halfEven: rest > 50_000n || (rest === 50_000n && whole % 2n === 1n),
        awayFromZero: rest > 0n,
        towardsZero: false,
      }[mode];
      const expected = (up ? whole + 1n : whole) * (product < 0n ? -1n : 1n);
      const exact = multiply(
        rational(moneyText(amount, 2)),
        rational(`0.${String(rate).padStart(5, "0")}`),
      );
      if (minorUnits(exact, { places: 2, mode }, 2) !== expected)
        throw new Error(`${amount} × ${rate} by ${mode} is not ${expected}`);
    }
  });

  test("shares and running parts add up to the whole, each within a unit of its own", () => {
    const weights = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 9 });
    const law = fc.property(weights, fc.integer({ min: -100_000, max: 100_000 }), (list, total) => {
      const whole = list.reduce((sum, one) => sum + one, 0);
      const shares = shareOut(
        BigInt(total),
        list.map((one) => rational(one)),
      );
      if (whole > 0) expect(shares.reduce((sum, one) => sum + one, 0n)).toBe(BigInt(total));
      for (const [i, share] of shares.entries())
        if (whole > 0)
          expect(Math.abs(Number(share) - (total * list[i]!) / whole)).toBeLessThan(1 + 1e-9);
      const thirds = list.map((one) => ({ n: BigInt(one), d: 3n }));
      const parts = runningUnits(thirds, halfCents);
      expect(parts.reduce((sum, one) => sum + one, 0n)).toBe(
        halfCents({ n: BigInt(whole), d: 3n }),
      );
    });
    fc.assert(law, { numRuns: 1000 });
  });
});
