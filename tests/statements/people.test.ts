import { describe, expect, test } from "vitest";
import {
  type JsonObject,
  type Participant,
  payrollPeople,
  payrollPeriods,
  scenarioOf,
  statementFor,
} from "#models";
import { namedPeople } from "../../models/company/people.ts";
import { targetPart } from "../../models/simulation/staff.ts";
import { chain, patched } from "../support/scenarios.ts";
import {
  amounts,
  deal,
  deskWith,
  lineOf,
  nodeOf,
  payrollOf,
  problemsOf,
  quarters,
} from "./desk.ts";

const own = { measure: "bookings", scope: "individual" };
const quota = deskWith({ ae: { ...own, period: "quarter", target: 90_000, weight: 1 } });

function seller(rest: Partial<Participant> & { start?: string; end?: string } = {}): Participant {
  const { start, end, ...others } = rest;
  return {
    id: "ae-1",
    name: "Avery Sample",
    leave: [],
    assignments: [{ role: "seller", start, end }],
    ...others,
  };
}

const q1 = (payroll: Parameters<typeof statementFor>[0], person = "ae-1") =>
  lineOf(statementFor(payroll, person, "2027-Q1"), "ae");

const target = (person: Participant) =>
  nodeOf(q1(payrollOf(quota, { people: [person], deals: [] })), "target").value;

const paidWhen = (eligibility: JsonObject, end: string, lagMonths = 0) =>
  q1(
    payrollOf(
      deskWith(
        { ae: { ...own, period: "quarter", rate: 0.1, payment: { on: "booking", lagMonths } } },
        { plans: { seller: { eligibility } } },
      ),
      { people: [seller({ end })], deals: [deal("d1", "2027-03-01")] },
    ),
  ).amount;

const rule = (bookings: object, components: object = {}) =>
  deskWith(
    { ae: { ...own, period: "quarter", rate: 0.1 }, ...components },
    {
      crediting: { bookings: { ...bookings } },
      roles: {
        engineer: {
          team: "sales",
          headcount: 2,
          basePay: 1000,
          targetVariable: 1000,
          plan: "seller",
          owns: false,
        },
        lead: {
          team: "sales",
          headcount: 2,
          basePay: 1000,
          targetVariable: 1000,
          plan: "seller",
          owns: false,
        },
      },
    },
  );

function member(id: string, role: string, rest: Partial<Participant> = {}): Participant {
  return { id, name: id, leave: [], assignments: [{ role }], ...rest };
}

const creditedBy = (root: Parameters<typeof payrollOf>[0], line: string, id: string) =>
  amounts(
    payrollOf(root, {
      people: [member("ae-1", "seller"), member("mk-1", "marketer")],
      deals: [deal("d1", "2027-02-01"), deal("d2", "2027-02-02", { source: "inbound" })],
    }),
    line,
    ["2027-Q1"],
    id,
  )[0];

describe("part of a period", () => {
  // From 15 February 45 of 90 days: target 45,000, target pay 7,500; 45,000 is at target.
  test("shrinks target and target pay by days", () => {
    const facts = {
      people: [seller({ start: "2027-02-15" })],
      deals: [deal("d1", "2027-03-01", { amount: "45000" })],
    };
    const line = q1(payrollOf(quota, facts));
    expect([line.amount, line.attainment]).toEqual(["7500.00", "1"]);
    expect(nodeOf(line, "target")).toMatchObject({
      value: "45000",
      how: "90,000 as stated × 50% of the time present",
    });
  });

  // A month counts where its 15th is present: from the 15th two of three, from the 16th one.
  test("shrinks them by whole months, or not at all", () => {
    const by = (proration: string, start: string) =>
      q1(
        payrollOf(
          deskWith(
            { ae: { ...own, period: "quarter", target: 90_000, weight: 1 } },
            { plans: { seller: { proration } } },
          ),
          { people: [seller({ start })], deals: [deal("d1", "2027-03-01", { amount: "30000" })] },
        ),
      ).amount;
    expect(by("months", "2027-02-15")).toBe("5000.00");
    // 30,000 of 30,000: 5,000 of target pay again, on a third of the target.
    expect(by("months", "2027-02-16")).toBe("5000.00");
    expect(
      nodeOf(
        q1(payrollOf(quota, { people: [seller({ start: "2027-03-31" })], deals: [] })),
        "target",
      ).value,
    ).toBe("1000");
    expect(by("none", "2027-03-01")).toBe("5000.00");
  });

  // Unpaid for 45 days of 90; base pay for the quarter is 15,000 less 1–14 January... by days of each month.
  test("unpaid leave counts as not employed", () => {
    const leave = [{ from: "2027-01-01", to: "2027-02-14" }];
    const payroll = payrollOf(quota, {
      people: [seller({ leave })],
      deals: [deal("d1", "2027-03-01", { amount: "45000" })],
    });
    expect(q1(payroll).amount).toBe("7500.00");
    // 0 + 5,000 × 14 / 28 + 5,000
    expect(lineOf(statementFor(payroll, "ae-1", "2027-Q1"), "base").amount).toBe("7500.00");
    expect(statementFor(payroll, "ae-1", "2027-Q1").notes).toEqual([
      "On unpaid leave for 45 days of the period.",
    ]);
  });

  test("somebody there all the time is not prorated, and the first and last day are", () => {
    expect(target(seller())).toBe("90000");
    expect(target(seller({ start: "2027-01-01", end: "2027-03-31" }))).toBe("90000");
    expect(target(seller({ start: "2027-01-02" }))).toBe("89000");
    expect(target(seller({ end: "2027-03-30" }))).toBe("89000");
  });

  // The team's target stays 90,000; the pay at target is half: 7,500 at 100%.
  test("a shared target stays whole, its target pay shrinks", () => {
    const root = deskWith({
      ae: { measure: "bookings", scope: "team", period: "quarter", target: 90_000, weight: 1 },
    });
    const payroll = payrollOf(root, {
      people: [seller({ start: "2027-02-15" })],
      deals: [deal("d1", "2027-03-01", { amount: "90000" })],
    });
    expect([q1(payroll).amount, q1(payroll).attainment]).toEqual(["7500.00", "1"]);
  });

  // Months at 0, 50% and 100% of a whole quarter's target: half of it.
  test("a ramp asks for part of the target by month since the start", () => {
    const root = deskWith(
      { ae: { ...own, period: "quarter", target: 90_000, weight: 1 } },
      { plans: { seller: { ramp: [0, 0.5] } } },
    );
    const payroll = payrollOf(root, {
      people: [seller({ start: "2027-04-01" })],
      deals: [deal("d1", "2027-05-01", { amount: "45000" })],
    });
    const line = lineOf(statementFor(payroll, "ae-1", "2027-Q2"), "ae");
    // (30 × 0 + 31 × 0.5 + 30 × 1) / 91 = 0.5
    expect([line.amount, line.attainment]).toEqual(["15000.00", "1"]);
  });

  test("a territory moves the person's own target", () => {
    expect(target(seller({ assignments: [{ role: "seller", territory: "1.2" }] }))).toBe("108000");
  });
});

describe("moves, eligibility and leaving", () => {
  const two = deskWith(
    { ae: { ...own, period: "quarter", target: 90_000, weight: 1 } },
    {
      roles: {
        senior: {
          team: "sales",
          headcount: 2,
          basePay: 90_000,
          targetVariable: 120_000,
          plan: "senior",
          tasks: { selling: {} },
        },
      },
      plans: {
        senior: { components: { ae: { ...own, period: "quarter", target: 180_000, weight: 1 } } },
      },
    },
  );
  const moved = seller({
    assignments: [
      { role: "seller", end: "2027-02-14" },
      { role: "senior", start: "2027-02-15" },
    ],
  });

  // Half the quarter in each role: 45,000 of 45,000 pays 7,500; 45,000 of 90,000 pays half of 15,000.
  test("each plan pays its part of a period with a move", () => {
    const payroll = payrollOf(two, {
      people: [moved],
      deals: [
        deal("d1", "2027-02-14", { amount: "45000" }),
        deal("d2", "2027-02-15", { amount: "45000" }),
      ],
    });
    const statement = statementFor(payroll, "ae-1", "2027-Q1");
    expect(lineOf(statement, "seller.ae")).toMatchObject({
      amount: "7500.00",
      of: { plan: "seller", id: "ae" },
    });
    expect(lineOf(statement, "ae").amount).toBe("7500.00");
    // 10,000 a year less... base: January 5,000; February 14/28 each of 5,000 and 7,500; March 7,500.
    expect(lineOf(statement, "base").amount).toBe("18750.00");
    expect(statement.participant).toMatchObject({ role: "senior", roles: ["seller", "senior"] });
    expect(statement.notes[0]).toContain("Moved");
  });

  test("an assignment without an end lasts until the next one starts", () => {
    const open = {
      ...moved,
      assignments: [{ role: "seller" }, { role: "senior", start: "2027-02-15" }],
    };
    const deals = [deal("d1", "2027-02-14", { amount: "45000" })];
    const pay = (person: Participant) =>
      lineOf(
        statementFor(payrollOf(two, { people: [person], deals }), "ae-1", "2027-Q1"),
        "seller.ae",
      ).amount;
    expect(pay(open)).toBe(pay(moved));
  });

  // After two months from 15 January paid from 15 March: 17 of 90 days; the deal before does not count.
  test("before eligibility nothing counts, neither deals nor days", () => {
    const root = deskWith(
      { ae: { ...own, period: "quarter", target: 90_000, weight: 1 } },
      { plans: { seller: { eligibility: { afterMonths: 2 } } } },
    );
    const facts = {
      people: [seller({ start: "2027-01-15" })],
      deals: [
        deal("d1", "2027-03-14", { amount: "50000" }),
        deal("d2", "2027-03-15", { amount: "17000" }),
      ],
    };
    const line = q1(payrollOf(root, facts));
    expect(nodeOf(line, "target").value).toBe("17000");
    expect(nodeOf(line, "credited").value).toBe("17000");
    const stated = payrollOf(quota, {
      ...facts,
      people: [seller({ start: "2027-01-15", eligibleFrom: "2027-03-15" })],
    });
    expect(nodeOf(q1(stated), "target").value).toBe("17000");
  });

  // Leaves on 30 March, a day before the quarter's pay date; with a month's lag the last day of April matters.
  test("what falls due after leaving is not paid where the plan asks for employment", () => {
    expect(paidWhen({ employedOnPayDate: true }, "2027-03-30")).toBe("0.00");
    expect(paidWhen({ employedOnPayDate: true }, "2027-03-31")).toBe("1000.00");
    expect(paidWhen({ employedOnPayDate: true }, "2027-04-29", 1)).toBe("0.00");
    expect(paidWhen({ employedOnPayDate: true }, "2027-04-30", 1)).toBe("1000.00");
    expect(paidWhen({}, "2027-03-30")).toBe("1000.00");
  });

  test("on cash a deal counts when it is paid, also after its owner left", () => {
    const root = deskWith({
      ae: { ...own, period: "month", rate: 0.1, payment: { on: "cash", lagMonths: 1 } },
    });
    const payroll = payrollOf(root, {
      people: [seller({ end: "2027-03-31" })],
      deals: [deal("d1", "2027-03-20", { paid: "2027-05-02" }), deal("d2", "2027-03-21")],
    });
    expect(amounts(payroll, "ae", ["2027-03", "2027-04", "2027-05"])).toEqual([
      "0.00",
      undefined,
      "1000.00",
    ]);
    expect(statementFor(payroll, "ae-1", "2027-05").cash).toEqual({ "2027-06": "1000.00" });
  });

  test("an exception is paid with its month and says why", () => {
    const exceptions = [
      {
        participant: "ae-1",
        month: "2027-02",
        amount: "-250.00",
        reason: "Advance of 2026",
        row: 2,
      },
    ];
    const statement = statementFor(
      payrollOf(quota, { people: [seller()], exceptions }),
      "ae-1",
      "2027-02",
    );
    expect(lineOf(statement, "exception-2")).toMatchObject({
      amount: "-250.00",
      how: "Advance of 2026",
    });
    expect(statement.total).toBe("4750.00");
    expect(
      problemsOf(quota, {
        people: [seller()],
        exceptions: [{ ...exceptions[0]!, month: "2028-01" }],
      })[0],
    ).toContain("outside the calendar");
  });

  // 60,000 / 12 is 5,000; of 80,000 a year 6,666.67, .66, .67: the year is whole.
  test("twelve months of base pay are the year's to the cent", () => {
    const person = seller({ assignments: [{ role: "seller", basePay: "80000" }] });
    const payroll = payrollOf(quota, { people: [person] });
    expect(amounts(payroll, "base", ["2027-01", "2027-02", "2027-03", "2027"])).toEqual([
      "6666.67",
      "6666.66",
      "6666.67",
      "80000.00",
    ]);
  });
});

describe("crediting", () => {
  const people = [
    member("ae-1", "seller", { group: "north", manager: "boss" }),
    member("ae-2", "seller", { group: "south", manager: "boss" }),
    member("se-1", "engineer", { group: "north" }),
    member("se-2", "engineer", { group: "south" }),
    member("boss", "lead", { manager: "top" }),
    member("top", "lead"),
  ];
  const pay = (root: Parameters<typeof payrollOf>[0], deals = [deal("d1", "2027-02-01")]) => {
    const payroll = payrollOf(root, { people, deals });
    return Object.fromEntries(
      people.map(({ id }) => [id, amounts(payroll, "ae", ["2027-Q1"], id)[0]]),
    );
  };

  test("the owner alone without a rule", () => {
    const root = deskWith({ ae: { ...own, period: "quarter", rate: 0.1 } });
    expect(
      amounts(payrollOf(root, { deals: [deal("d1", "2027-02-01")] }), "ae", ["2027-Q1"]),
    ).toEqual(["1000.00"]);
  });

  test("owner, overlay in the owner's group, and managers up the line", () => {
    expect(pay(rule({ overlay: { engineer: 0.5 }, managers: 0.2 }))).toEqual({
      "ae-1": "1000.00",
      "ae-2": "0.00",
      "se-1": "500.00",
      "se-2": "0.00",
      boss: "200.00",
      top: "200.00",
    });
  });

  // Nobody is of the owner's group: the two engineers without one share 10,000 × 1 evenly, at 10%.
  test("overlay people without a group share the credit evenly", () => {
    const loose = people.map((one) => ({ ...one, group: undefined }));
    const payroll = payrollOf(rule({ overlay: { engineer: 1 }, managers: 0.2 }), {
      people: loose,
      deals: [deal("d1", "2027-02-01")],
    });
    const of = (id: string) => amounts(payroll, "ae", ["2027-Q1"], id)[0];
    expect([of("ae-1"), of("se-1"), of("se-2")]).toEqual(["1000.00", "500.00", "500.00"]);
  });

  // 60/40 of 10,000 at 10%.
  test("a split shares the credit, and everything that hangs on it", () => {
    const split = [
      { person: "ae-1", share: "0.6" },
      { person: "ae-2", share: "0.4" },
    ];
    expect(
      pay(rule({ overlay: { engineer: 1 }, managers: 0.5 }), [deal("d1", "2027-02-01", { split })]),
    ).toEqual({
      "ae-1": "600.00",
      "ae-2": "400.00",
      "se-1": "600.00",
      "se-2": "400.00",
      boss: "500.00",
      top: "500.00",
    });
  });

  test("a rule holds from its first to its last day", () => {
    const root = deskWith(
      { ae: { ...own, period: "quarter", rate: 0.1 } },
      { crediting: { bookings: { owner: 0.5, from: "2027-02-01", to: "2027-02-28" } } },
    );
    const of = (day: string) =>
      amounts(payrollOf(root, { deals: [deal("d1", day)] }), "ae", ["2027-Q1"])[0];
    expect([of("2027-01-31"), of("2027-02-01"), of("2027-02-28"), of("2027-03-01")]).toEqual([
      "1000.00",
      "500.00",
      "500.00",
      "1000.00",
    ]);
  });

  test("more credit than a rule allows is a problem; without a limit it is said", () => {
    const split = [
      { person: "ae-1", share: "0.7" },
      { person: "ae-2", share: "0.6" },
    ];
    const deals = [deal("d7", "2027-02-01", { split })];
    expect(problemsOf(rule({ managers: 1, atMost: 1 }), { people, deals })).toEqual([
      `deals[7].split: the owners of "d7" are credited with 130% of its bookings together, and 100% is the most`,
    ]);
    const line = lineOf(
      statementFor(payrollOf(rule({ managers: 1 }), { people, deals }), "ae-1", "2027-Q1"),
      "ae",
    );
    expect(nodeOf(line, "credited").deals?.[0]?.note).toBe("split; the owners' shares add to 130%");
  });

  // Marketing's sources: marketing is credited up to the pipeline, sales with what it takes over; joint once.
  test("teams by default, and as a rule shares between sourcing and closing", () => {
    const components = {
      team: { measure: "bookings", scope: "team", period: "quarter", rate: 0.01 },
      joint: { measure: "bookings", scope: "joint", period: "quarter", rate: 0.01 },
    };
    const plan = {
      plans: {
        marketer: {
          components: {
            pipe: { measure: "pipeline", scope: "team", period: "quarter", rate: 0.01 },
            book: {
              measure: "bookings",
              scope: "joint",
              sourcedBy: "marketing",
              period: "quarter",
              rate: 0.01,
            },
          },
        },
      },
      roles: { marketer: { plan: "marketer" } },
    };
    const plain = deskWith(components, plan);
    expect(creditedBy(plain, "team", "ae-1")).toBe("200.00");
    expect(creditedBy(plain, "joint", "ae-1")).toBe("200.00");
    expect(creditedBy(plain, "pipe", "mk-1")).toBe("100.00");
    expect(creditedBy(plain, "book", "mk-1")).toBe("100.00");
    const shared = deskWith(components, plan, {
      crediting: { bookings: { sourcingTeam: 0.4, closingTeam: 0.6 } },
    });
    // Its own deal whole, marketing's at 60%.
    expect(creditedBy(shared, "team", "ae-1")).toBe("160.00");
    expect(creditedBy(shared, "joint", "ae-1")).toBe("200.00");
  });
});

describe("currencies", () => {
  const root = deskWith(
    { ae: { ...own, period: "month", target: 10_000, weight: 1 } },
    { currencies: { EUR: { "2027-01": 1.1, "2027-02-15": 1.2 } } },
  );

  test("a deal converts at the rate in force on its day", () => {
    const payroll = payrollOf(root, {
      deals: [
        deal("d1", "2027-02-14", { currency: "EUR", amount: "1000" }),
        deal("d2", "2027-02-15", { currency: "EUR", amount: "1000" }),
      ],
    });
    const node = nodeOf(lineOf(statementFor(payroll, "ae-1", "2027-02"), "ae"), "credited");
    expect(node.value).toBe("2300");
    expect(node.deals?.[0]).toMatchObject({ amount: "1100.00", note: "converted from EUR" });
    expect(problemsOf(root, { deals: [deal("d3", "2027-02-15", { currency: "GBP" })] })).toEqual([
      "deals[3].currency: there is no rate for GBP on 2027-02-15, the day it was won",
    ]);
  });

  // 12,000 EUR a year is 1,000 a month; at 1.2 it is 1,200 at target, 3,600 EUR base is 300 × 1.2 = 360 a month.
  test("a salary in another currency converts at the month's last day, and the total back", () => {
    const people = [
      seller({
        assignments: [
          { role: "seller", basePay: "3600", targetVariable: "12000", salaryCurrency: "EUR" },
        ],
      }),
    ];
    const statement = statementFor(
      payrollOf(root, { people, deals: [deal("d1", "2027-02-20")] }),
      "ae-1",
      "2027-02",
    );
    expect(statement.lines.map(({ amount }) => amount)).toEqual(["360.00", "1200.00"]);
    expect(statement.paidIn).toEqual({ currency: "EUR", total: "1300.00", rate: "1.2" });
  });

  test("money has the currency's places", () => {
    const yen = deskWith({ ae: { ...own, period: "month", rate: 0.1 } }, { currency: "JPY" });
    expect(
      amounts(payrollOf(yen, { deals: [deal("d1", "2027-01-10", { amount: "12345" })] }), "ae", [
        "2027-01",
      ]),
    ).toEqual(["1235"]);
    const dinar = deskWith({ ae: { ...own, period: "month", rate: 0.1 } }, { currency: "KWD" });
    expect(
      amounts(payrollOf(dinar, { deals: [deal("d1", "2027-01-10", { amount: "12.345" })] }), "ae", [
        "2027-01",
      ]),
    ).toEqual(["1.235"]);
  });

  // 3 × 0.125: each rounds to 0.13, together 0.375 to 0.38; even halves give 0.12 and 0.38.
  test("money rounds by line or by deal, by the plan's mode and places", () => {
    const deals = ["1", "2", "3"].map((i) => deal(`d${i}`, `2027-01-1${i}`, { amount: "1.25" }));
    const pay = (rounding: JsonObject) =>
      amounts(
        payrollOf(
          deskWith(
            { ae: { ...own, period: "month", rate: 0.1 } },
            { plans: { seller: { rounding } } },
          ),
          { deals },
        ),
        "ae",
        ["2027-01"],
      )[0];
    expect(pay({})).toBe("0.38");
    expect(pay({ each: "deal" })).toBe("0.39");
    expect(pay({ each: "deal", mode: "halfEven" })).toBe("0.36");
    expect(pay({ mode: "towardsZero" })).toBe("0.37");
    expect(pay({ places: 3 })).toBe("0.375");
    expect(pay({ places: 0, mode: "awayFromZero" })).toBe("1.00");
  });
});

describe("who is there", () => {
  test("without a roster the owners of deals are in the only role that owns them", () => {
    const payroll = payrollOf(quota, { deals: [deal("d1", "2027-01-10", { owner: "zoe" })] });
    expect(payrollPeople(payroll).map(({ id, role, team }) => [id, role, team])).toEqual([
      ["zoe", "seller", "sales"],
    ]);
    expect(payrollPeriods(payroll)).toHaveLength(12 + 4 + 2 + 1);
  });

  test("an open position is paid nothing before somebody starts", () => {
    const people = {
      "ae-8": { role: "seller", open: true },
      "ae-9": { role: "seller", open: true, start: "2027-04" },
    };
    const payroll = payrollOf({ ...quota, people }, {});
    expect(payrollPeople(payroll).map(({ id }) => id)).toEqual(["ae-9"]);
    expect(amounts(payroll, "base", quarters, "ae-9")).toEqual([
      undefined,
      "15000.00",
      "15000.00",
      "15000.00",
    ]);
  });

  test("all faults of the facts are told at once, each with its row", () => {
    expect(
      problemsOf(quota, {
        people: [seller(), seller({ id: "ae-2", manager: "nobody" })],
        deals: [
          deal("d1", "2027-01-10", { owner: "stranger", row: 2 }),
          deal("d2", "2027-01-10", { segment: "none", row: 3 }),
          deal("d3", "2027-01-10", { source: "none", row: 4 }),
          deal("d2", "2027-01-10", { row: 5 }),
          deal("d4", "2027-01-10", { owner: "", row: 6 }),
        ],
      }).map((text) => text.split(":")[0]),
    ).toEqual([
      "people.ae-2.manager",
      "deals[2].owner",
      "deals[3].segment",
      "deals[4].source",
      "deals[5].id",
      "deals[6].owner",
    ]);
  });

  test("a deal won when its owner was not there does not count, and the statement says so", () => {
    const payroll = payrollOf(quota, {
      people: [seller({ end: "2027-02-10" })],
      deals: [deal("d1", "2027-02-10"), deal("d2", "2027-02-11")],
    });
    const { lines, notes } = statementFor(payroll, "ae-1", "2027-Q1");
    expect(
      nodeOf(
        lines.find(({ id }) => id === "ae")!,
        "credited",
      ).value,
    ).toBe("10000");
    expect(notes.at(-1)).toBe(
      "The deal d2 (row 2) was won on 2027-02-11, when Avery Sample was not in a role or not yet eligible: it does not count.",
    );
  });

  test("targets of gates may be formulas", () => {
    const root = deskWith(
      {
        ae: {
          ...own,
          period: "quarter",
          rate: 0.1,
          gates: { g: { measure: "pipeline", target: "= 3 * step", attainmentAtLeast: 1 } },
          multipliers: {
            m: {
              measure: "pipeline",
              target: "= 2 * step",
              curve: {
                points: [
                  [0, 0],
                  [2, 2],
                ],
              },
            },
          },
        },
      },
      { parameters: { step: 5000 } },
    );
    // 15,000 created is exactly 3 steps, and 150% of 2.
    const pay = (amount: string) =>
      amounts(payrollOf(root, { deals: [deal("d1", "2027-01-10", { amount })] }), "ae", [
        "2027-Q1",
      ]);
    expect(pay("15000")).toEqual(["2250.00"]);
    expect(pay("14999.99")).toEqual(["0.00"]);
  });

  test("one more deal is worked out with the deal really there", () => {
    const payroll = payrollOf(quota, { deals: [deal("d1", "2027-01-10", { amount: "90000" })] });
    // The plan has no accelerator and no cap: 10,000 ÷ 90,000 × 15,000.
    expect(statementFor(payroll, "ae-1", "2027-Q1").oneMore).toEqual({
      amount: "10000.00",
      pays: "1666.67",
      says: "One more deal of 10,000 on 2027-03-31 would pay 1,666.67.",
    });
    expect(statementFor(payroll, "ae-1", "2027-01", { oneMore: "9000" }).oneMore?.pays).toBe(
      "1500.00",
    );
    expect(statementFor(payroll, "ae-1", "2027-01", { oneMore: false }).oneMore).toBeUndefined();
  });
});

const employedIn = (leave: { from: string; to: string }[]) =>
  namedPeople(
    scenarioOf(chain(patched(quota, { people: { "ae-1": { role: "seller", leave } } }))),
    "seller",
    { basePay: 60_000, targetVariable: 60_000 },
  )[0]!.employed;

describe("leave stated more than once", () => {
  const march = { from: "2027-03-01", to: "2027-03-31" };

  test("is away once", () => {
    // 60,000 a year without March: eleven twelfths, 55,000.00. Stated on both rows of a move on 1 July it is the same.
    const moved: Participant = seller({
      leave: [march, march],
      assignments: [
        { role: "seller", start: "2026-01-01", end: "2027-06-30" },
        { role: "seller", start: "2027-07-01" },
      ],
    });
    for (const person of [seller({ leave: [march] }), moved]) {
      const payroll = payrollOf(deskWith({}), { people: [person], deals: [] });
      expect(amounts(payroll, "base", ["2027", "2027-03"])).toEqual(["55000.00", undefined]);
    }
  });

  test("counts each day of overlapping stretches once", () => {
    // Quota 90,000 × (90 − 20 days) / 90: 1 to 15 and 10 to 20 March are 20 days.
    const leave = [
      { from: "2027-03-10", to: "2027-03-20" },
      { from: "2027-03-01", to: "2027-03-15" },
    ];
    expect(target(seller({ leave }))).toBe("70000");
  });

  test("is away once in a simulation as well", () => {
    expect([...employedIn([march, march])]).toEqual([...employedIn([march])]);
  });
});

describe("salaries in two currencies", () => {
  const two: Participant = seller({
    assignments: [
      {
        role: "seller",
        start: "2026-01-01",
        end: "2027-06-30",
        targetVariable: "60000",
        salaryCurrency: "EUR",
      },
      { role: "seller", start: "2027-07-01", targetVariable: "120000", salaryCurrency: "USD" },
    ],
  });
  const rates = { currencies: { EUR: { "2026-01": 2 } } };
  const year = deskWith({ ae: { ...own, period: "year", target: 10_000, weight: 1 } }, rates);
  const facts = { people: [two], deals: [deal("d1", "2027-03-10")] };

  test("each stretch is worth what its own currency is", () => {
    // 60,000 EUR are 120,000 in the first half, 120,000 USD in the second: 120,000 a year, at 100%.
    expect(amounts(payrollOf(year, facts), "ae", ["2027"])).toEqual(["120000.00"]);
  });

  test("a quarter is paid in the currency of its own stretch", () => {
    const payroll = payrollOf(year, facts);
    const paidIn = (period: string) => statementFor(payroll, "ae-1", period).paidIn?.currency;
    expect(paidIn("2027-Q1")).toBe("EUR");
    expect(paidIn("2027-Q3")).toBeUndefined();
  });

  test("a cap on the target variable is in the money of its month", () => {
    // Twice a twelfth of 60,000 EUR at 2 = 20,000.00 in March; of 120,000 USD in August the same.
    const capped = deskWith({ ae: { ...own, period: "month", rate: 1 } }, rates, {
      plans: { seller: { adjustments: { top: { kind: "cap", per: "month", shareOfTarget: 2 } } } },
    });
    const deals = ["2027-03-10", "2027-08-10"].map((won, i) =>
      deal(`d${i + 1}`, won, { amount: "100000" }),
    );
    expect(
      amounts(payrollOf(capped, { people: [two], deals }), "top", ["2027-03", "2027-08"]),
    ).toEqual(["-80000.00", "-80000.00"]);
  });
});

describe("a ramp of nothing", () => {
  const plan = { plans: { seller: { ramp: [0, 0.5] } } };
  const seven: Participant = seller({ start: "2027-03-01" });
  const paid = (component: JsonObject, month: string) =>
    amounts(
      payrollOf(deskWith({ ae: { ...own, ...component } }, plan), {
        people: [seven],
        deals: [deal("d1", "2027-03-10"), deal("d2", "2027-04-10"), deal("d3", "2027-05-10")],
      }),
      "ae",
      [month],
    )[0];

  test("over a whole period asks for the whole target", () => {
    // 10,000 of 10,000 in March: a twelfth of 12,000. Of 5,000 in April twice that. Of 10,000 in May the twelfth again.
    const monthly = { period: "month", target: 10_000, targetPay: 12_000 };
    expect(["2027-03", "2027-04", "2027-05"].map((one) => paid(monthly, one))).toEqual([
      "1000.00",
      "2000.00",
      "1000.00",
    ]);
    // A rate of 0.1 of what is credited stays that.
    expect(paid({ period: "month", target: 10_000, rate: 0.1 }, "2027-03")).toBe("1000.00");
  });

  test("for part of a period counts as nothing in its mean", () => {
    // April to June of a start on 1 April: (30 × 0 + 31 × 0.5 + 30 × 1) ÷ 91 of 91,000 are 45,500.
    const person = seller({ start: "2027-04-01" });
    const quarterly = deskWith(
      { ae: { ...own, period: "quarter", target: 91_000, weight: 1 } },
      plan,
    );
    const payroll = payrollOf(quarterly, { people: [person], deals: [] });
    const line = lineOf(statementFor(payroll, "ae-1", "2027-Q2"), "ae");
    expect(nodeOf(line, "target").value).toBe("45500");
  });

  test("asks for the whole target in a simulation as well", () => {
    const { scenario } = chain(
      patched(quota, plan, { people: { "ae-1": { role: "seller", start: "2027-03-01" } } }),
    ).lineage[0]!;
    const [person] = namedPeople(scenario, "seller", { basePay: 60_000, targetVariable: 60_000 });
    const staff = { seats: [person] } as unknown as Parameters<typeof targetPart>[0];
    const part = (month: number) => targetPart(staff, 0, { from: month, to: month + 1 });
    expect([part(2), part(3), part(4)]).toEqual([1, 0.5, 1]);
  });
});

const lineOfManagers = (count: number, top?: string) =>
  Array.from({ length: count }, (_, i) =>
    seller({ id: `p-${i}`, manager: i + 1 < count ? `p-${i + 1}` : top }),
  );

test("a line of managers is at most fifty long, and a circle is told once", () => {
  expect(problemsOf(quota, { people: lineOfManagers(51), deals: [] })).toEqual([]);
  expect(problemsOf(quota, { people: lineOfManagers(5000), deals: [] })).toEqual([
    'people.p-0.manager: there are 4999 managers above "p-0", one above the other',
  ]);
  expect(problemsOf(quota, { people: lineOfManagers(3, "p-1"), deals: [] })).toEqual([
    "people.p-1.manager: people who manage each other: p-1 → p-2 → p-1",
  ]);
});

test("a year's gate in a monthly component asks for the exact part of the year so far", () => {
  // Seven twelfths of 12,000 are 7,000: met by exactly that, to the cent.
  const gated = deskWith({
    ae: {
      ...own,
      period: "month",
      rate: 0.1,
      gates: {
        g: { measure: "bookings", period: "year", valueAtLeast: 12_000, orYearToDate: true },
      },
    },
  });
  const pays = (amount: string) =>
    amounts(
      payrollOf(gated, { people: [seller()], deals: [deal("d1", "2027-07-10", { amount })] }),
      "ae",
      ["2027-07"],
    );
  expect(pays("7000")).toEqual(["700.00"]);
  expect(pays("6999.99")).toEqual(["0.00"]);
});

test("the money of a pool that nobody can be given is told", () => {
  // A tenth of what 20,000 is above 10,000.
  const pool = {
    measure: "bookings",
    scope: "joint",
    period: "quarter",
    members: ["seller"],
    by: "points",
    points: { seller: 0 },
    funding: { shareOfExcess: 0.1, over: 10_000 },
  };
  const payroll = payrollOf(deskWith({}, { pools: { p: pool } }), {
    people: [seller()],
    deals: [deal("d1", "2027-01-10", { amount: "20000" })],
  });
  expect(statementFor(payroll, "ae-1", "2027-Q1", { oneMore: false }).notes).toEqual([
    expect.stringContaining("1000.00 is paid to nobody"),
  ]);
  expect(statementFor(payroll, "ae-1", "2027-Q2", { oneMore: false }).notes).toEqual([]);
});

const held = (eligibility: JsonObject) =>
  deskWith(
    { ae: { ...own, period: "month", rate: 0.1 } },
    {
      plans: {
        seller: {
          eligibility,
          adjustments: { h: { kind: "holdback", share: 0.5, releasedAfterMonths: 6 } },
        },
      },
    },
  );

test("what falls due after leaving is not paid, money held back included", () => {
  // Half of 1,000 is held back in March and due in September; who leaves in April is not there then.
  const facts = { people: [seller({ end: "2027-04-30" })], deals: [deal("d1", "2027-03-10")] };
  const months = ["2027-03", "2027-09"];
  expect(amounts(payrollOf(held({}), facts), "h", months)).toEqual(["-500.00", "500.00"]);
  expect(amounts(payrollOf(held({ employedOnPayDate: true }), facts), "h", months)).toEqual([
    "-500.00",
    "0.00",
  ]);
});

test("a month that there is not is no period", () => {
  const payroll = payrollOf(deskWith({}), { people: [seller()], deals: [] });
  for (const period of ["2027-00", "2028-00", "2027-13"])
    expect(() => statementFor(payroll, "ae-1", period)).toThrow();
});
