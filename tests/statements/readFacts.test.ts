import { describe, expect, test } from "vitest";
import { type FactTables, readFacts } from "#models";
import type { Problem } from "#models";
import { tableOf } from "../../server/exchange/csv.ts";
import { chain, pair, patched, solo } from "../support/scenarios.ts";

/** Marketing and sales, two sources of one segment, euros beside dollars, at most the whole deal credited. */
const company = chain(
  patched(pair, {
    currencies: { EUR: { "2027-01": 1.1 } },
    measures: { nps: { title: "NPS", kind: "score", expected: 40 } },
  }),
);

const texts = {
  deals: "deals.csv",
  people: "roster.csv",
  measures: "measures.csv",
  exceptions: "exceptions.csv",
} as const;
type Texts = Partial<Record<keyof typeof texts, string>>;

function read(given: Texts, loaded = company) {
  const tables: FactTables = {};
  for (const [kind, text] of Object.entries(given)) {
    const key = kind as keyof typeof texts;
    const { table, problems } = tableOf(texts[key], text);
    expect(problems).toEqual([]);
    tables[key] = table;
  }
  return readFacts(loaded, tables);
}

const roster =
  "id,role,name,start\nae-01,seller,Avery Sample,2025-03-01\nae-02,seller,Blake Sample,2026-01-01\n";
const header = "id,owner,segment,source,created,won,amount";
const sound = "D-1,ae-01,all,inbound,2027-01-10,2027-02-20,40000";

const place = ({ file, line, column, path, message, hint }: Problem) =>
  `${file}:${line}:${column} ${path}: ${message}${hint ? ` (${hint})` : ""}`;

/** Problems of one deal row under a sound roster. */
function faultsOf(row: string, extra = "", loaded = company): string[] {
  const { facts, problems } = read(
    { deals: `${header}${extra}\n${row}\n`, people: roster },
    loaded,
  );
  expect(facts === undefined).toBe(problems.length > 0);
  return problems.map(place);
}

function warningsOfSplit(split: string) {
  return read({ deals: `${header},split\n${sound},${split}\n`, people: roster }).warnings.map(
    place,
  );
}

function readPeople(text: string) {
  return read({ people: text });
}

function movedAfter(end: string) {
  return readPeople(
    `id,role,name,start,end\na,marketer,A,2026-01-01,${end}\na,seller,A,2027-07-01,\n`,
  );
}

function onLeave(text: string) {
  return readPeople(`id,role,name,start,leave\na,seller,A,2026-01-01,${text}\n`);
}

function managerFaults(rows: string) {
  return readPeople(`id,role,name,start,manager\n${rows}\n`).problems.map(({ message }) => message);
}

function readMeasure(row: string) {
  return read({ measures: `participant,measure,period,value\n${row}\n`, people: roster });
}

test("sound tables are facts, as written, with the line each stands on", () => {
  const { facts, problems, warnings } = read({
    deals: `${header},currency,split,paid\n${sound},EUR,ae-01:0.6;ae-02:0.4,2027-03-01\n`,
    people: `${roster.trimEnd()}\n`,
    measures:
      "participant,measure,period,value\nmarketing,mql,2027-Q1,312\nae-01,nps,2027-03,-4.5\n",
    exceptions: "participant,month,amount,reason\nae-01,2027-03,-150.25,Paid twice in 2026\n",
  });
  expect([problems, warnings]).toEqual([[], []]);
  expect(facts!.deals).toEqual([
    {
      id: "D-1",
      owner: "ae-01",
      segment: "all",
      source: "inbound",
      created: "2027-01-10",
      won: "2027-02-20",
      amount: "40000",
      currency: "EUR",
      paid: "2027-03-01",
      split: [
        { person: "ae-01", share: "0.6" },
        { person: "ae-02", share: "0.4" },
      ],
      row: 2,
    },
  ]);
  expect(facts!.people![0]).toMatchObject({ id: "ae-01", name: "Avery Sample", row: 2 });
  expect(facts!.measures[1]).toEqual({
    participant: "ae-01",
    measure: "nps",
    period: "2027-03",
    value: "-4.5",
    row: 3,
  });
  expect(facts!.exceptions[0]!.amount).toBe("-150.25");
});

describe("amounts that are no plain decimals say what is wrong and how to write them", () => {
  test.each([
    ["$40000", "has a currency sign", "write 40000"],
    ["€1", "has a currency sign", "write 1"],
    ["40000 USD", "has a currency sign", "write 40000"],
    ['"40,000"', "has a thousands separator", "write 40000"],
    ['"1,234,567.50"', "has a thousands separator", "write 1234567.50"],
    ["1 234.50", "has a thousands separator", "write 1234.50"],
    ["1'234.50", "has a thousands separator", "write 1234.50"],
    ['"1234,50"', "has a decimal comma", "write 1234.50"],
    ['"1.234,50"', "has a decimal comma", "write 1234.50"],
    ["12%", "has a percent sign", "write 0.12"],
    ["-500", "is below 0", "a day in the column cancelled"],
    ["(500)", "is below 0", "brackets"],
    ["−500", "is below 0", "0 or more"],
    ["NaN", "is not a number", "write 1234.50"],
    ["#REF!", "is not a number", "write 1234.50"],
    ["Infinity", "is not a number", "write 1234.50"],
    ["4e4", "is written with an exponent", "(write 40000)"],
    ["1.5e5", "is written with an exponent", "(write 150000)"],
    ["1234567890123456", "too large a number", "whole units"],
    ["40k", "has letters in it", "(write 40000)"],
    ["1.25M", "has letters in it", "(write 1250000)"],
  ])("%s", (amount, message, hint) => {
    const [said, ...rest] = faultsOf(`D-1,ae-01,all,inbound,2027-01-10,2027-02-20,${amount}`);
    expect(rest).toEqual([]);
    expect(said).toMatch(/^deals\.csv:2:7 row 2, amount: /);
    expect(said).toContain(message);
    expect(said).toContain(hint);
  });

  test("a dot of thousands cannot be told from a decimal point, and is read as one", () => {
    expect(faultsOf("D-1,ae-01,all,inbound,2027-01-10,2027-02-20,1.234")).toEqual([]);
  });
});

describe("one fault of a deal each", () => {
  test.each([
    ["D-1,,all,inbound,2027-01-10,2027-02-20,40000", "2:2 row 2, owner: the deal has no owner"],
    [
      "D-1,ae-1,all,inbound,2027-01-10,2027-02-20,40000",
      '2:2 row 2, owner: there is no person "ae-1" in the roster (did you mean "ae-01"?)',
    ],
    [
      "D-1,ae-01,al,inbound,2027-01-10,2027-02-20,40000",
      '2:3 row 2, segment: there is no segment "al" (did you mean "all"?)',
    ],
    [
      "D-1,ae-01,all,inbond,2027-01-10,2027-02-20,40000",
      '2:4 row 2, source: the segment "all" has no source "inbond" (did you mean "inbound"?)',
    ],
    [
      "D-1,ae-01,all,inbound,10/01/2027,2027-02-20,40000",
      '2:5 row 2, created: "10/01/2027" is not a day',
    ],
    [
      "D-1,ae-01,all,inbound,2027-01-10,20.02.2027,40000",
      '2:6 row 2, won: "20.02.2027" is not a day as in 2027-03-31 (write 2027-02-20)',
    ],
    [
      "D-1,ae-01,all,inbound,2027-01-10T08:00,2027-02-20,40000",
      "(write 2027-01-10, without the time)",
    ],
    [
      "D-1,ae-01,all,inbound,2027-01-10,2027-02-29,40000",
      "2:6 row 2, won: there is no day 2027-02-29",
    ],
    [
      "D-1,ae-01,all,inbound,2027-13-10,2027-12-20,40000",
      "2:5 row 2, created: there is no day 2027-13-10",
    ],
    [
      "D-1,ae-01,all,inbound,2026-01-10,2026-12-31,40000",
      "2:6 row 2, won: 2026-12-31 lies outside the calendar (the calendar is 2027-01-01 to 2027-12-31",
    ],
    [
      "D-1,ae-01,all,inbound,2027-01-10,2028-01-01,40000",
      "2:6 row 2, won: 2028-01-01 lies outside the calendar",
    ],
    [
      "D-1,ae-01,all,inbound,2028-01-10,,40000",
      "2:5 row 2, created: 2028-01-10 lies outside the calendar",
    ],
    [
      "D-1,ae-01,all,inbound,2027-03-10,2027-03-09,40000",
      "2:6 row 2, won: won on 2027-03-09, before it was created on 2027-03-10",
    ],
    [",ae-01,all,inbound,2027-01-10,2027-02-20,40000", "2:1 row 2, id: id is empty"],
    ["D-1,ae-01,all,inbound,2027-01-10,2027-02-20,", "2:7 row 2, amount: amount is empty"],
    [
      "D-1,ae-01,all,inbound,2027-01-10,2027-02-20",
      "2:undefined row 2: the row has 6 cells, the header 7",
    ],
    [
      "D-1,ae-01,all,inbound,2027-01-10,2027-02-20,40,000",
      "2:undefined row 2: the row has 8 cells, the header 7",
    ],
  ])("%s", (row, said) => {
    const faults = faultsOf(row);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(said);
  });

  test.each([
    [",currency", "GBP", '2:8 row 2, currency: there is no exchange rate for "GBP"'],
    [",currency", "eur", "three capital letters: USD, EUR"],
    [",margin", "25", '2:8 row 2, margin: "25" is more than 1'],
    [",termMonths", "1.5", '2:8 row 2, termMonths: "1.5" is not a whole number'],
    [
      ",cancelled",
      "2027-02-19",
      "2:8 row 2, cancelled: cancelled on 2027-02-19, before it was won on 2027-02-20",
    ],
    [",paid", "2026-02-19", "2:8 row 2, paid: 2026-02-19 lies outside the calendar"],
    [
      ",split",
      "ae-01=0.6",
      '2:8 row 2, split: "ae-01=0.6" is no person with a share (write ae-01:0.6;ae-02:0.4)',
    ],
    [",split", "ae-01:60%;ae-02:40%", "a share is 0 to 1: write 0.6 for 60%"],
    [",split", "ae-01:55%;ae-02:45%", "a share is 0 to 1: write 0.55 for 55%"],
    [
      ",split",
      "ae-01:60;ae-02:40",
      '"60" is more than the whole deal (a share is 0 to 1: write 0.6 for 60%)',
    ],
    [",split", "ae-01:0.6;ae-09:0.4", '2:8 row 2, split: there is no person "ae-09" in the roster'],
    [",split", "ae-01:0.6;ae-01:0.4", '"ae-01" is in the split twice'],
    [",split", ";", "the split names nobody"],
  ])("%s %s", (column, cell, said) => {
    const faults = faultsOf(`${sound},${cell}`, column);
    expect(faults.join("\n")).toContain(said);
  });

  test("a deal that was never won can be neither paid nor cancelled", () => {
    const row = "D-1,ae-01,all,inbound,2027-01-10,,40000,2027-03-01,2027-04-01";
    expect(faultsOf(row, ",paid,cancelled")).toEqual([
      "deals.csv:2:8 row 2, paid: paid on 2027-03-01, but never won (fill in won, or empty paid)",
      "deals.csv:2:9 row 2, cancelled: cancelled on 2027-04-01, but never won (fill in won, or empty cancelled)",
    ]);
  });

  test("a deal id that is there twice is told with the first row", () => {
    const { problems } = read({ deals: `${header}\n${sound}\n${sound}\n`, people: roster });
    expect(problems.map(place)).toEqual([
      'deals.csv:3:1 row 3, id: the deal "D-1" is there twice, first in row 2 (each deal has an id of its own; owners who share a deal stand in its split)',
    ]);
  });
});

test("credit of more than the rule allows is a fault; exactly as much is none", () => {
  const strict = chain(patched(pair, { crediting: { bookings: { atMost: 1 } } }));
  const over = faultsOf(`${sound},ae-01:0.6;ae-02:0.5`, ",split", strict);
  expect(over).toHaveLength(1);
  expect(over[0]).toContain("credited with 110% of bookings together, and 100% is the most");
  expect(faultsOf(`${sound},ae-01:0.6;ae-02:0.4`, ",split", strict)).toEqual([]);
});

test("credit of more or less than the whole deal is a warning where nothing forbids it", () => {
  expect(warningsOfSplit("ae-01:1;ae-02:0.5")[0]).toContain(
    "150%: more than the whole deal is credited",
  );
  expect(warningsOfSplit("ae-01:0.5;ae-02:0.4")[0]).toContain(
    "90%: the rest is credited to nobody",
  );
  expect(warningsOfSplit("ae-02:1")[0]).toContain('the owner "ae-01" is not in the split');
});

test("all faults of a file come at once, in their order", () => {
  const { facts, problems } = read({
    deals: `${header}\nD-1,nobody,all,inbound,2027-01-10,2027-02-20,$5\nD-2,ae-01,all,inbound,2027-01-10,2027-02-30,10\n`,
    people: roster,
  });
  expect(facts).toBeUndefined();
  expect(problems.map(({ line, column }) => [line, column])).toEqual([
    [2, 7],
    [2, 2],
    [3, 6],
  ]);
});

test("line breaks inside quotes count as lines", () => {
  const { problems } = read({
    deals: `${header}\n"D\r\n1",ae-01,all,inbound,2027-01-10,2027-02-20,1\n\nD-2,ae-01,all,inbound,2027-01-10,2027-02-20,x\n`,
    people: roster,
  });
  expect(problems.map(({ line }) => line)).toEqual([5]);
});

describe("the header", () => {
  test("a missing column is a fault that names the mistyped one", () => {
    const { problems } = read({
      deals: `${header.replace("amount", "amout")}\n${sound}\n`,
      people: roster,
    });
    expect(problems.map(({ path, message, hint }) => [path, message, hint])).toEqual([
      ["header, amount", 'there is no column "amount"', 'is "amout" meant? rename it'],
    ]);
  });

  test("an unknown column is a warning with the nearest name, and nothing else changes", () => {
    const { facts, warnings } = read({
      deals: `${header},curency\n${sound},EUR\n`,
      people: roster,
    });
    expect(facts!.deals).toHaveLength(1);
    expect(warnings.map(place)).toEqual([
      'deals.csv:1:8 header, curency: the column "curency" is not read (did you mean "currency"?)',
    ]);
  });

  test("a column that is there twice is a fault", () => {
    const { problems } = read({ deals: `${header},amount\n${sound},1\n`, people: roster });
    expect(problems.map(({ message }) => message)).toEqual(['the column "amount" is there twice']);
  });

  test("an empty file is a fault", () => {
    expect(read({ deals: "" }).problems.map(({ message }) => message)).toEqual([
      "the file is empty",
    ]);
  });
});

describe("the roster", () => {
  const columns = "id,role,name,start,end";

  test("two rows of one person that follow one another are a move", () => {
    const { facts, problems, warnings } = readPeople(
      `${columns}\nae-01,seller,Avery Sample,2027-07-01,\nae-01,marketer,Avery Sample,2025-01,2027-06-30\n`,
    );
    expect([problems, warnings]).toEqual([[], []]);
    expect(facts!.people).toHaveLength(1);
    expect(
      facts!.people![0]!.assignments.map(({ role, start, end }) => [role, start, end]),
    ).toEqual([
      ["marketer", "2025-01-01", "2027-06-30"],
      ["seller", "2027-07-01", undefined],
    ]);
  });

  test("two roles on one day are a fault, a gap between them a warning", () => {
    expect(movedAfter("2027-07-01").problems.map(place)[0]).toContain(
      'row 3, start: "a" is in two places at once on 2027-07-01',
    );
    expect(movedAfter("2027-06-30").problems).toEqual([]);
    expect(movedAfter("2027-06-29").warnings.map(place)[0]).toContain(
      '"a" is nowhere from the day after 2027-06-29 until 2027-07-01',
    );
  });

  test.each([
    ["a,seler,A,2026-01-01,", 'row 2, role: there is no role "seler" (did you mean "seller"?)'],
    ["a,seller,A,2028-01-01,", "row 2, start: 2028-01-01 lies outside the calendar"],
    [
      "a,seller,A,2027-05-01,2027-04-30",
      "row 2, end: leaves on 2027-04-30, before coming on 2027-05-01",
    ],
    ["a,seller,A,,", "row 2, start: start is empty"],
    ["a,seller,,2027-01-01,", "row 2, name: name is empty"],
    ["a,seller,A,2027-02-30,", "row 2, start: there is no day 2027-02-30"],
  ])("%s", (row, said) => {
    const { problems } = readPeople(`${columns}\n${row}\n`);
    expect(problems.map(place).join("\n")).toContain(said);
    expect(problems).toHaveLength(1);
  });

  test("leave is days from and to, several parted by semicolons", () => {
    expect(onLeave("2027-03-01/2027-03-31;2027-08-02/2027-08-02").facts!.people![0]!.leave).toEqual(
      [
        { from: "2027-03-01", to: "2027-03-31" },
        { from: "2027-08-02", to: "2027-08-02" },
      ],
    );
    expect(onLeave("2027-03-31/2027-03-01").problems[0]!.message).toContain(
      "ends on 2027-03-01, before it starts",
    );
    expect(onLeave("2027-03-01").problems[0]!.message).toContain("no stretch of days");
    expect(onLeave("2026-03-01/2026-03-31").warnings[0]!.message).toContain("outside the calendar");
  });

  test("a manager is somebody else of the roster, and nobody is above themselves", () => {
    expect(managerFaults("a,seller,A,2026-01-01,b")).toEqual([
      'there is no person "b" in the roster',
    ]);
    expect(managerFaults("a,seller,A,2026-01-01,a")).toEqual(['"a" is their own manager']);
    expect(
      managerFaults("a,seller,A,2026-01-01,b\nb,seller,B,2026-01-01,c\nc,seller,C,2026-01-01,b"),
    ).toEqual(["people who manage each other: b → c → b"]);
    expect(managerFaults("a,seller,A,2026-01-01,b\nb,seller,B,2026-01-01,")).toEqual([]);
  });

  test("a deal whose owner is not there on the day it was won, or does not work its segment, is a warning", () => {
    const late = read({
      deals: `${header}\n${sound}\n`,
      people: "id,role,name,start\nae-01,seller,A,2027-02-21\n",
    });
    expect(late.problems).toEqual([]);
    expect(late.warnings.map(place)).toEqual([
      'deals.csv:2:2 row 2, owner: "ae-01" is in no role on 2027-02-20: the deal pays them nothing',
    ]);
  });
});

describe("without a roster", () => {
  test("owners nobody knows are of the only role that owns deals", () => {
    expect(read({ deals: `${header}\n${sound}\n` }).facts!.people).toBeUndefined();
  });

  test("they are a fault where two roles own deals", () => {
    const role = { team: "sales", headcount: 1, basePay: 1, targetVariable: 1, owns: "won" };
    const two = chain(patched(pair, { roles: { hunter: role } }));
    const { problems } = read({ deals: `${header}\n${sound}\n` }, two);
    expect(problems.map(place)).toEqual([
      'deals.csv:2:2 row 2, owner: there is no person "ae-01" (give a roster that says which role they are in)',
    ]);
  });
});

describe("stated measures and exceptions", () => {
  test.each([
    ["ae-1,nps,2027,1", 'row 2, participant: there is no person, role or team "ae-1"'],
    ["ae-01,nsp,2027,1", 'row 2, measure: there is no measure "nsp" (did you mean "nps"?)'],
    ["ae-01,nps,2028,1", "row 2, period: 2028 lies outside the calendar"],
    ["ae-01,nps,Q1,1", 'row 2, period: "Q1" is no period'],
    ["ae-01,nps,2027-13,1", 'row 2, period: "2027-13" is no period'],
    ['ae-01,nps,2027,"1,5"', 'row 2, value: "1,5" has a decimal comma (write 1.5)'],
    ["ae-01,nps,2027,", "row 2, value: value is empty"],
    [
      "company,mql,2027-Q1,5\ncompany,mql,2027-02,5",
      'row 3, period: mql of "company" is stated for 2027-Q1 in row 2 already (2027-02 and 2027-Q1 overlap',
    ],
    [
      "company,nps,2027,5\ncompany,nps,2027,5",
      'row 3, period: nps of "company" is stated for 2027 in row 2 already (delete one',
    ],
  ])("%s", (row, said) => {
    expect(readMeasure(row).problems.map(place).join("\n")).toContain(said);
  });

  test("an average may be stated for a month and for its quarter", () => {
    expect(readMeasure("ae-01,nps,2027-01,5\nae-01,nps,2027-Q1,6").problems).toEqual([]);
  });

  test.each([
    ["ae-01,2027-03,100,", "row 2, reason: reason is empty"],
    ["ae-01,March,100,Late", 'row 2, month: "March" is no month (write 2027-03)'],
    ["ae-01,2026-12,100,Late", "row 2, month: 2026-12 lies outside the calendar"],
    ["ae-07,2027-03,100,Late", 'row 2, participant: there is no person "ae-07"'],
    ["ae-01,2027-03,$100,Late", 'row 2, amount: "$100" has a currency sign'],
  ])("%s", (row, said) => {
    const { problems } = read({
      exceptions: `participant,month,amount,reason\n${row}\n`,
      people: roster,
    });
    expect(problems.map(place).join("\n")).toContain(said);
  });
});

test("of very many faults the first 200 are told and the rest counted", () => {
  const rows = Array.from(
    { length: 100_000 },
    (_, i) => `D-${i},x,all,inbound,2027-01-10,2027-02-20,$1`,
  );
  const { problems } = read({ deals: `${header}\n${rows.join("\n")}\n`, people: roster });
  expect(problems).toHaveLength(201);
  expect(problems.at(-1)!.message).toBe("199800 more problems not shown");
});

test("a company of one role takes any owner", () => {
  const { facts } = read(
    { deals: `${header}\nD-1,kit,all,own,2027-01-10,2027-02-20,1\n` },
    chain(solo),
  );
  expect(facts!.deals).toHaveLength(1);
});

test("a rate is asked for on the days a deal counts, and the day is said", () => {
  const early = "D-1,ae-01,all,inbound,2026-12-10,2027-02-20,40000,EUR";
  expect(faultsOf(early, ",currency")).toEqual([]);
});

test("an owner in a role that owns nothing is a doubt", () => {
  const loaded = chain(patched(pair, { roles: { marketer: { owns: false } } }));
  const people = "id,role,name,start\nmk-01,marketer,Avery Sample,2025-03-01\n";
  const deals = `${header}\nD-1,mk-01,all,inbound,2027-01-10,2027-02-20,40000\n`;
  expect(read({ deals, people }, loaded).warnings.map(place)).toEqual([
    'deals.csv:2:2 row 2, owner: "mk-01" is "marketer" on 2027-02-20, a role that owns nothing (owns is false): the deal pays them all the same (is another owner meant?)',
  ]);
});

test("a name is guessed only where it is near", () => {
  const deals = `${header}\nD-1,zz,all,inbound,2027-01-10,2027-02-20,40000\n`;
  const people = "id,role,name,start\ng1,seller,Avery Sample,2025-03-01\n";
  expect(read({ deals, people }).problems[0]!.hint).toBe("use one of: g1");
});

test("a measure is for one period, not a stretch of months", () => {
  expect(readMeasure("company,nps,2027-01..2027-02,5").problems[0]!.message).toBe(
    '"2027-01..2027-02" is no period',
  );
});
