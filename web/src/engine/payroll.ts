/**
 * Payrolls in the page's thread: who is there, what each earns, and the plan letter; kept by their name, so that a
 * question is a name and a few words.
 *
 * Terms     roll = the people a scenario pays, and the periods it pays them for; tables = CSV files of what happened.
 * Always    faults of the facts are data of the roll, and then nothing is paid; a roll is compiled once.
 */
import {
  type Calculation,
  compilePayroll,
  type Facts,
  type FactTables,
  type LoadedScenario,
  type Payroll,
  payrollPeople,
  payrollPeriods,
  placeProblems,
  type PlanLetter,
  planLetter,
  type Participant,
  type Problem,
  readFacts,
  scenarioOf,
  type Statement,
  statementFor,
} from "#models";
import { csvTable } from "../lib/csvTable.ts";

/** What a file of facts is about, as the engine names its tables. */
export type FactsKind = "deals" | "people" | "measures" | "exceptions";
export type FactsFile = { kind: FactsKind; file: string; text: string };

export type RollPerson = {
  id: string;
  name: string;
  role: string;
  since?: string | undefined;
  manager?: string | undefined;
  group?: string | undefined;
};

export type Roll = {
  people: readonly RollPerson[];
  /** Periods a statement may be for: months, quarters, halves, years. */
  periods: readonly string[];
  /** The last month anything is known of: "2027-09"; undefined where nothing is. */
  lastMonth: string | undefined;
  /** Deals among the facts. */
  deals: number;
  problems: readonly Problem[];
  warnings: readonly Problem[];
};

export type PayrollAsk =
  | { what: "open"; roll: string; scenario: LoadedScenario; files: readonly FactsFile[] }
  | { what: "attained"; roll: string; people: readonly string[]; period: string }
  | { what: "statement"; roll: string; person: string; period: string; oneMore?: string | true }
  | {
      what: "letter";
      scenario: LoadedScenario;
      role: string;
      person?: string | undefined;
      files: readonly FactsFile[];
    };

export type PayrollAnswer =
  | { what: "open"; roll: Roll }
  | { what: "attained"; of: Record<string, string | null> }
  | { what: "statement"; statement: Statement | undefined }
  | { what: "letter"; letter?: PlanLetter; problems: readonly Problem[] };

type Kept = { payroll: Payroll; lastMonth: string | undefined };
const rolls = new Map<string, Kept>();
/** Two scenarios, and two more for a way back. */
const MOST_ROLLS = 4;

export function answerPayroll(ask: PayrollAsk): PayrollAnswer {
  switch (ask.what) {
    case "open":
      return { what: "open", roll: open(ask) };
    case "attained":
      return { what: "attained", of: attained(ask) };
    case "statement": {
      const kept = rolls.get(ask.roll);
      const { person, period, oneMore = false } = ask;
      if (!kept || !payrollPeriods(kept.payroll).includes(period))
        return { what: "statement", statement: undefined };
      const statement = statementFor(
        kept.payroll,
        person,
        soFarOf(kept, period),
        oneMore === true ? {} : { oneMore },
      );
      return { what: "statement", statement: { ...statement, period } };
    }
    case "letter": {
      const { role, person, files } = ask;
      const people = factsOf(ask.scenario, files).facts?.people;
      return { what: "letter", ...planLetter(ask.scenario, role, { person, people }) };
    }
    default:
      return ask satisfies never;
  }
}

/** Of a year that is told of in part, its quarters that are: base pay of later months is not paid yet. */
function soFarOf({ payroll, lastMonth }: Kept, period: string): string {
  if (!/^\d{4}$/.test(period) || lastMonth === undefined) return period;
  const months = payrollPeriods(payroll)
    .filter((one) => /-\d\d$/.test(one))
    .toSorted();
  const first = (Number(period) - Number(months[0]!.slice(0, 4))) * 12;
  const known = months.indexOf(lastMonth) - first + 1;
  if (known <= 0 || known > 9) return period;
  return `${months[first]!}..${months[first + Math.ceil(known / 3) * 3 - 1]!}`;
}

function tablesOf(files: readonly FactsFile[]): FactTables {
  return Object.fromEntries(files.map(({ kind, file, text }) => [kind, csvTable(file, text)]));
}

function factsOf(scenario: LoadedScenario, files: readonly FactsFile[]) {
  return readFacts(scenario, tablesOf(files));
}

function open({ roll, scenario, files }: Extract<PayrollAsk, { what: "open" }>): Roll {
  const { facts, problems, warnings } = factsOf(scenario, files);
  const people = facts?.people ?? [];
  const none = { periods: [], lastMonth: undefined, deals: 0, warnings };
  const written = writtenPeople(scenario);
  if (!facts) return { ...none, people: written, problems };
  if (facts.deals.length === 0 && facts.measures.length === 0)
    return { ...none, people: people.length > 0 ? people.map(rosterPerson) : written, problems };
  const compiled = compilePayroll(scenario, facts);
  if (!compiled.payroll) {
    const all = people.length > 0 ? people.map(rosterPerson) : written;
    return { ...none, people: all, problems: placeProblems(compiled.problems, tablesOf(files)) };
  }
  const { payroll } = compiled;
  const lastMonth = lastMonthOf(facts, payrollPeriods(payroll));
  rolls.set(roll, { payroll, lastMonth });
  if (rolls.size > MOST_ROLLS) rolls.delete(rolls.keys().next().value!);
  const since = new Map(people.map(({ id, assignments }) => [id, assignments[0]?.start]));
  const from = new Map(written.map((person) => [person.id, person.since]));
  return {
    people: payrollPeople(payroll).map(({ id, name, role, manager, group }) => {
      return {
        id,
        name,
        role,
        manager,
        group,
        since: (since.get(id) ?? from.get(id))?.slice(0, 7),
      };
    }),
    periods: payrollPeriods(payroll),
    lastMonth,
    deals: facts.deals.length,
    problems: [],
    warnings: [...warnings, ...placeProblems(compiled.warnings ?? [], tablesOf(files))],
  };
}

/** The people that the scenario itself names. */
function writtenPeople(scenario: LoadedScenario): RollPerson[] {
  return Object.entries(scenarioOf(scenario).people ?? {}).map(
    ([id, { name = id, role, start, manager, group }]) => {
      return { id, name, role, since: start?.slice(0, 7), manager, group };
    },
  );
}

function rosterPerson({ id, name, assignments, manager, group }: Participant): RollPerson {
  const [first] = assignments;
  const role = assignments.at(-1)?.role ?? "";
  return { id, name, role, since: first?.start?.slice(0, 7), manager, group };
}

/** The last month of the calendar that a deal is won in; where there is none, that a measure is told for. */
function lastMonthOf(facts: Facts, periods: readonly string[]): string | undefined {
  const months = new Set(periods.filter((period) => /-\d\d$/.test(period)));
  const last = (list: readonly (string | undefined)[]) =>
    list.reduce((latest: string | undefined, month) => {
      const later = month !== undefined && months.has(month) && month > (latest ?? "");
      return later ? month : latest;
    }, undefined);
  const won = last(facts.deals.map((deal) => deal.won?.slice(0, 7)));
  if (won !== undefined) return won;
  const told = facts.measures.map(({ period }) => period);
  const sorted = [...months].toSorted();
  if (told.some((period) => /^\d{4}$/.test(period))) return sorted.at(-1);
  return last(told.flatMap((period) => lastOf(period, sorted)));
}

/** The last month of a quarter or half, by the calendar's own count. */
function lastOf(period: string, months: readonly string[]): string[] {
  const match = /^(\d{4})-([QH])(\d)$/.exec(period);
  if (!match) return [period];
  const each = match[2] === "Q" ? 3 : 6;
  const year = (Number(match[1]) - Number(months[0]?.slice(0, 4))) * 12;
  const month = months[year + Number(match[3]) * each - 1];
  return month === undefined ? [] : [month];
}

/** How far each person is with their first target, of the part of it that falls in the months that are told of. */
function attained({
  roll,
  people,
  period,
}: Extract<PayrollAsk, { what: "attained" }>): Record<string, string | null> {
  const kept = rolls.get(roll);
  if (!kept) return {};
  return Object.fromEntries(
    people.map((id) => {
      const statement = statementFor(kept.payroll, id, period, { oneMore: false });
      const line = statement.lines.find(({ attainment, calculations }) => {
        return attainment !== undefined && attainment !== null && calculations;
      });
      return [
        id,
        line?.calculations ? soFar(line.calculations, statement.from, kept.lastMonth) : null,
      ];
    }),
  );
}

/** For a drawing beside the exact figures: in doubles. */
function soFar(
  calculations: readonly Calculation[],
  start: string,
  lastMonth: string | undefined,
): string | null {
  if (lastMonth === undefined) return null;
  let credited = 0;
  let target = 0;
  for (const one of calculations) {
    // The year to date counts from the start of the year, each period by itself.
    const known = monthsFrom(one.from, lastMonth);
    if (known <= 0) continue;
    const months = monthsFrom(one.from, one.to);
    if (one.paidBefore !== undefined) {
      credited = Number(one.credited);
      const year = Number(calculations.at(-1)!.target);
      target = (year * Math.min(12, monthsFrom(start, lastMonth))) / 12;
      continue;
    }
    credited += Number(one.credited);
    target += Number(one.target) * Math.min(1, known / months);
  }
  return target > 0 ? String(credited / target) : null;
}

/** Months from one to another, both counted. */
function monthsFrom(from: string, to: string): number {
  return monthIndex(to) - monthIndex(from) + 1;
}

function monthIndex(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));
}
