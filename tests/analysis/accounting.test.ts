/** Amortisation and the books of a year, worked by hand. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  accountingOf,
  amortise,
  type Deal,
  type JsonObject,
  scenarioOf,
  type Statement,
  type StatementLine,
} from "#models";
import { add, rational, toDecimal, toNumber, ZERO } from "../../models/math/rational.ts";
import { benefits, treatmentOf } from "../../models/analysis/contractCosts.ts";
import { chain, patched, solo } from "../support/scenarios.ts";

const texts = (amount: string, months: number, places = 2) => {
  const { expense, left } = amortise(rational(amount), months, places);
  return {
    expense: expense.map((one) => toDecimal(one, places)),
    left: left.map((one) => toDecimal(one, places)),
  };
};

describe("straight line", () => {
  // 15,000 ÷ 36 = 416.666…, so 416.67; 35 × 416.67 = 14,583.45, which leaves 416.55 for the last month.
  // After 12 months 15,000 − 12 × 416.67 = 9,999.96 is left, after 24 months 4,999.92.
  test("15,000 over 36 months", () => {
    const { expense, left } = texts("15000", 36);
    expect(expense).toEqual([...Array.from({ length: 35 }, () => "416.67"), "416.55"]);
    expect([left[0], left[12], left[24], left[36]]).toEqual([
      "15000.00",
      "9999.96",
      "4999.92",
      "0.00",
    ]);
  });

  // 0.20 ÷ 36 = 0.0055…, rounded 0.01: twenty months of a cent and nothing after, rather than 0.36 and −0.15 back.
  test("a few cents are never amortised beyond what there is", () => {
    const { expense } = texts("0.20", 36);
    expect(expense.filter((one) => one === "0.01")).toHaveLength(20);
    expect(expense.filter((one) => one === "0.00")).toHaveLength(16);
  });

  // 100 ÷ 3 = 33.33…: yen have no places: 33, 33, 34.
  test("in whole units where the currency has none", () => {
    expect(texts("100", 3, 0).expense).toEqual(["33", "33", "34"]);
  });

  test("what is taken back is spread alike", () => {
    expect(texts("-100", 3).expense).toEqual(["-33.33", "-33.33", "-33.34"]);
  });

  test("the months add up to the amount, and no month goes the other way", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 1, max: 120 }), (c, n) => {
        const amount = { n: BigInt(c), d: 100n };
        const { expense, left } = amortise(amount, n, 2);
        expect(toNumber(expense.reduce(add, ZERO))).toBe(c / 100);
        expect(left).toHaveLength(n + 1);
        for (const one of expense) expect(toNumber(one) * Math.sign(c)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

/** Sellers paid a tenth of own bookings by the month; contracts of `termMonths`, renewed at `renewalRate`. */
function company(segment: JsonObject, ...patches: JsonObject[]) {
  return scenarioOf(chain(patched(solo, { funnel: { segments: { all: segment } } }, ...patches)));
}

const deal = (id: string, won: string, more: Partial<Deal> = {}): Deal => ({
  id,
  owner: "s-1",
  segment: "all",
  source: "own",
  created: won,
  won,
  amount: "1000",
  row: 2,
  ...more,
});

/** A line that pays for deals: amounts by deal id and day. */
function commission(
  amount: string,
  ...deals: [id: string, date: string, pays: string, kept?: string][]
) {
  return line("bookings", "component", amount, {
    trace: [
      {
        rule: "curve",
        label: "Curve",
        how: "",
        fired: true,
        deals: deals.map(([id, date, pays, kept]) => ({
          deal: id,
          date,
          amount: "0",
          credit: "1",
          credited: "0",
          pays,
          ...(kept === undefined ? {} : { kept }),
        })),
      },
    ],
  });
}

function line(
  id: string,
  kind: StatementLine["kind"],
  amount: string,
  more: Partial<StatementLine> = {},
): StatementLine {
  return { id, kind, title: id, how: "", amount, trace: [], ...more };
}

function statement(month: string, lines: StatementLine[], cash: Record<string, string>): Statement {
  const total = toDecimal(lines.map(({ amount }) => rational(amount)).reduce(add, ZERO), 2);
  return {
    participant: { id: "s-1", name: "Sample", role: "seller", roles: ["seller"], plan: "seller" },
    period: month,
    from: month,
    to: month,
    currency: "USD",
    lines,
    total,
    variable: total,
    cash,
    notes: [],
  };
}

const pick = <T extends object, K extends keyof T>(rows: readonly T[], ...keys: K[]) =>
  rows.map((row) => keys.map((key) => row[key]));

describe("the books of a year", () => {
  // January: base 500 and 300 for deal d (24 months, renewals commensurate): 800 earned, all paid in February.
  // 300 ÷ 24 = 12.50 a month from January; cancelled in April: January to March are amortised, 37.50, and 262.50 goes.
  // February: base 500, 600 earned of which 100 for deal e on a term of 12 months: expensed at once by the expedient.
  const scenario = company(
    { termMonths: 24 },
    {
      accounting: { renewalCommensurate: true },
      funnel: { segments: { all: { renewalRate: 0.5 } } },
    },
  );
  const ledger = accountingOf({
    scenario,
    statements: [
      statement(
        "2027-01",
        [line("base", "base", "500.00"), commission("300.00", ["d", "2027-01-20", "300.00"])],
        { "2027-02": "800.00" },
      ),
      statement(
        "2027-02",
        [line("base", "base", "500.00"), commission("100.00", ["e", "2027-02-03", "100.00"])],
        { "2027-02": "500.00", "2027-03": "100.00" },
      ),
    ],
    deals: [
      deal("d", "2027-01-20", { cancelled: "2027-04-15" }),
      deal("e", "2027-02-03", { termMonths: 12 }),
    ],
  });

  test("earned, cash and the liability between", () => {
    expect(pick(ledger.months, "month", "earned", "cash", "liability")).toEqual([
      ["2027-01", "800.00", "0.00", "800.00"],
      ["2027-02", "600.00", "1300.00", "100.00"],
      ["2027-03", "0.00", "100.00", "0.00"],
      ["2027-04", "0.00", "0.00", "0.00"],
    ]);
  });

  test("capitalised, amortised, written off when the deal is cancelled", () => {
    expect(
      pick(ledger.months, "capitalised", "expensedAtOnce", "amortised", "writtenOff", "asset"),
    ).toEqual([
      ["300.00", "500.00", "12.50", "0.00", "287.50"],
      ["0.00", "600.00", "12.50", "0.00", "275.00"],
      ["0.00", "0.00", "12.50", "0.00", "262.50"],
      ["0.00", "0.00", "0.00", "262.50", "0.00"],
    ]);
    expect(ledger.months.map(({ expense }) => expense)).toEqual([
      "512.50",
      "612.50",
      "12.50",
      "262.50",
    ]);
  });

  test("each deal with what is expensed at once, and why", () => {
    expect(pick(ledger.deals, "deal", "capitalised", "months", "perMonth", "writtenOff")).toEqual([
      ["d", "300.00", 24, "12.50", "262.50"],
      ["e", "0.00", 0, "0.00", "0.00"],
    ]);
    expect(ledger.deals[1]!.why).toMatch(/practical expedient.*12 months/);
    expect(pick(ledger.rules, "line", "capitalised", "amount", "asset")).toEqual([
      ["base", false, "1000.00", "0.00"],
      ["seller.bookings", true, "400.00", "300.00"],
    ]);
  });
});

// A quarter pays 100.00 for three deals won in January, January and March: 33.33, 33.34 and 33.33; January accrues 66.67 although the quarter is paid in March.
test("a quarter's commission is earned in the months of its deals, to the cent", () => {
  const quarter = {
    ...statement("2027-03", [], { "2027-03": "100.00" }),
    lines: [
      commission(
        "100.00",
        ["a", "2027-01-05", "33.33"],
        ["b", "2027-01-25", "33.34"],
        ["c", "2027-03-01", "33.33"],
      ),
    ],
    from: "2027-01",
    total: "100.00",
  };
  const deals = ["a", "b", "c"].map((id) => deal(id, id === "c" ? "2027-03-01" : "2027-01-05"));
  const { months } = accountingOf({ scenario: company({}), statements: [quarter], deals });
  expect(pick(months, "month", "earned", "liability")).toEqual([
    ["2027-01", "66.67", "66.67"],
    ["2027-02", "0.00", "66.67"],
    ["2027-03", "33.33", "0.00"],
  ]);
});

const day = (id: string) => (id === "a" ? "2027-01-05" : "2027-02-05");

// Year to date: the first deal's 100.00 were paid in January; with the second the year pays 250.00, so February pays
// 150.00, all of it for the second deal.
test("of a year to date, what was paid before is the first deals'", () => {
  const { deals } = accountingOf({
    scenario: company({ termMonths: 24 }),
    statements: [
      statement("2027-01", [commission("100.00", ["a", day("a"), "100.00"])], {}),
      statement(
        "2027-02",
        [commission("150.00", ["a", day("a"), "0.00"], ["b", day("b"), "150.00"])],
        {},
      ),
    ],
    deals: ["a", "b"].map((id) => deal(id, day(id))),
  });
  expect(pick(deals, "deal", "month", "cost")).toEqual([
    ["a", "2027-01", "100.00"],
    ["b", "2027-02", "150.00"],
  ]);
});

// 1,000 for one deal and a cap that takes 400: 600 is the cost, and 600 ÷ 24 = 25.00 a month the expense.
test("what a cap cuts is no asset; a holdback and a recoverable draw only move money", () => {
  const scenario = company(
    { termMonths: 24 },
    {
      plans: {
        seller: {
          adjustments: {
            most: { kind: "cap", per: "month", amount: 600 },
            kept: { kind: "holdback", share: 0.5, releasedAfterMonths: 1 },
            advance: { kind: "draw", amount: 10, recoverable: true },
          },
        },
      },
    },
  );
  const { months, deals } = accountingOf({
    scenario,
    statements: [
      statement(
        "2027-01",
        [
          commission("1000.00", ["d", "2027-01-20", "1000.00", "600.00"]),
          line("most", "adjustment", "-400.00"),
          line("kept", "adjustment", "-300.00"),
        ],
        { "2027-01": "300.00" },
      ),
      statement(
        "2027-02",
        [line("kept", "adjustment", "300.00"), line("advance", "adjustment", "10.00")],
        { "2027-02": "310.00" },
      ),
    ],
    deals: [deal("d", "2027-01-20")],
  });
  expect(pick(deals, "cost", "capitalised", "perMonth")).toEqual([["600.00", "600.00", "25.00"]]);
  expect(pick(months.slice(0, 2), "earned", "cash", "liability", "expense")).toEqual([
    ["600.00", "300.00", "300.00", "25.00"],
    ["0.00", "310.00", "-10.00", "25.00"],
  ]);
});

test("a manager's part of a deal is expensed, unless the component is named", () => {
  const own = [commission("50.00", ["d", "2027-01-20", "50.00"])];
  const ofManager = { ...statement("2027-01", own, {}), participant: manager };
  const deals = [deal("d", "2027-01-20")];
  const terms = { termMonths: 24 };
  const by = (scenario: ReturnType<typeof company>) =>
    accountingOf({ scenario, statements: [ofManager], deals }).months[0]!.capitalised;
  expect(by(company(terms))).toBe("0.00");
  expect(by(company(terms, { accounting: { capitalise: ["bookings"] } }))).toBe("50.00");
});

const manager = {
  id: "m-1",
  name: "Sample",
  role: "seller",
  roles: ["seller"],
  plan: "seller",
};

const lifeOf = (segment: JsonObject, accounting?: JsonObject, more?: Partial<Deal>) => {
  const scenario = company(segment, accounting ? { accounting } : {});
  const { months: found, capitalised } = benefits(scenario)(deal("d", "2027-01-01", more));
  return [found, capitalised];
};

describe("how long a contract earns", () => {
  test.each([
    // 12 ÷ (1 − 0.75) = 48 months that a customer stays.
    ["expected renewals count", { termMonths: 12, renewalRate: 0.75 }, undefined, [48, true]],
    // 12 ÷ (1 − 0.95) = 240 months, held at 60.
    ["at most 60 months", { termMonths: 12, renewalRate: 0.95 }, undefined, [60, true]],
    [
      "the term alone where renewals earn commission alike",
      { termMonths: 24, renewalRate: 0.75 },
      { renewalCommensurate: true },
      [24, true],
    ],
    ["a year is expensed at once", { termMonths: 12 }, undefined, [12, false]],
    ["unless the expedient is not used", { termMonths: 12 }, { expedient: false }, [12, true]],
    ["stated months hold", { termMonths: 12 }, { benefitMonths: 36 }, [36, true]],
    ["a sale without a term has no later benefit", {}, { expedient: false }, [0, false]],
  ] as [string, JsonObject, JsonObject | undefined, unknown][])("%s", (_, segment, rule, found) => {
    expect(lifeOf(segment, rule)).toEqual(found);
  });

  test("a deal's own term comes first", () => {
    expect(lifeOf({ termMonths: 12 }, undefined, { termMonths: 36 })).toEqual([36, true]);
  });
});

const treatment = (component: JsonObject) =>
  treatmentOf(
    company({}, { plans: { seller: { components: { bookings: component } } } }),
    "seller",
    "bookings",
  );

const gate = (measure: string) => ({
  gates: { floor: { measure, valueAtLeast: 1 } },
});

describe("which pay is a cost of a contract", () => {
  test("commission on own bookings is", () => {
    expect(treatment({}).capitalised).toBe(true);
  });

  test("pay on opportunities is not: they are created without a contract", () => {
    expect(treatment({ measure: "opportunity" })).toEqual({
      capitalised: false,
      why: "opportunity is earned whether or not a contract is won",
    });
  });

  test("pay on a team's bookings is not", () => {
    expect(treatment({ scope: "team" }).capitalised).toBe(false);
  });

  test("with a gate on pipeline it is not, with one on won deals it is", () => {
    expect(treatment(gate("pipeline")).why).toBe("it also depends on pipeline");
    expect(treatment(gate("won")).capitalised).toBe(true);
  });
});
