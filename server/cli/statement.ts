import {
  nearest,
  type Payroll,
  type PayrollPerson,
  payrollPeople,
  payrollPeriods,
  type Statement,
  statementFor,
} from "#models";
import { csvOf } from "../exchange/csv.ts";
import { htmlParts } from "../exchange/html.ts";
import { statementColumns, statementRows } from "../exchange/statementRows.ts";
import { xlsxOf } from "../exchange/xlsx.ts";
import type { Fault } from "../fault.ts";
import { type Command, exit } from "./command.ts";
import { factHelp, factOptions, payrollOf } from "./facts.ts";
import type { Io } from "./io.ts";
import { parse, UsageError } from "./options.ts";
import { checkOutputs, writeOut } from "./output.ts";
import { payTable } from "./payTable.ts";
import { lineOf } from "./problems.ts";
import { reportOfPay, reportOfStatement } from "./report/statement.ts";

/** What people earn on actual deals, with the reason for every cent. */
export const command: Command = {
  usage:
    "statement SCENARIO [--deals FILE] [--people FILE] [--measures FILE] [--exceptions FILE] [--participant ID] [--period 2027-Q1] [--one-more AMOUNT] [--brief] [--json | --csv] [--xlsx FILE] [--html FILE]",
  help: [
    "What each person earns on what was really sold: one statement with the reason for every cent, or everybody's",
    "totals. An input file with a fault pays nothing: all its faults are told, each with row and column. Exit code 2.",
    "",
    factHelp,
    "  --participant ID    one person's statement (left out: everybody's totals)",
    "  --period PERIOD     2027-03, 2027-Q1, 2027-H1, 2027 or 2027-01..2027-09 (left out: the first year)",
    "  --one-more AMOUNT   what one more deal of this size would pay (left out: of the mean size)",
    "  --brief             each line with what made it, without single deals and rules that did not fire",
    "  --json              the statements as JSON",
    "  --csv               their lines as CSV",
    "  --xlsx FILE         a workbook with live formulas: change a deal, and the pay follows",
    "  --html FILE         one page to print or send, which needs nothing else",
  ].join("\n"),
  run: async (args, io) => {
    const { values, positionals } = parse(args, {
      ...factOptions,
      participant: { type: "string" },
      period: { type: "string" },
      "one-more": { type: "string" },
      brief: { type: "boolean" },
      json: { type: "boolean" },
      csv: { type: "boolean" },
      xlsx: { type: "string" },
      html: { type: "string" },
    });
    if (positionals.length !== 1) throw new UsageError("statement takes one scenario");
    if (values.json && values.csv) throw new UsageError("give either --json or --csv");
    const oneMore = amountOf(values["one-more"]);
    if (oneMore !== undefined && values.participant === undefined)
      throw new UsageError("--one-more needs --participant ID");

    const { payroll, files, problems, warnings } = payrollOf(positionals[0]!, values, io);
    for (const warning of warnings) io.err(`warning  ${lineOf(warning)}`);
    if (!payroll) return refused(problems, warnings, { json: values.json === true, io });

    const asked = {
      payroll,
      people: chosen(payroll, values.participant),
      period: periodOf(payroll, values.period),
      one: values.participant !== undefined,
      oneMore,
      brief: values.brief === true,
    };
    checkOutputs(io, [values.xlsx, values.html], files);
    if (values.xlsx !== undefined)
      writeOut(io, values.xlsx, await workbookOf(asked), { read: files });
    if (values.html !== undefined) {
      const title = asked.one ? undefined : `Statements, ${asked.period}`;
      const parts = htmlParts(statementsOf(asked), { title, roleTitles: titlesOf(payroll) });
      writeOut(io, values.html, [...parts].join(""), { read: files });
    }
    if (values.json) printJson(asked, io);
    else if (values.csv) printCsv(asked, io);
    else if (values.xlsx === undefined && values.html === undefined) print(asked, io);
    return exit.done;
  },
};

type Asked = {
  payroll: Payroll;
  people: readonly PayrollPerson[];
  period: string;
  /** One person's, by name. */
  one: boolean;
  oneMore: string | undefined;
  brief: boolean;
};

function refused(
  problems: readonly Fault[],
  warnings: readonly Fault[],
  { json, io }: { json: boolean; io: Io },
): number {
  if (json) io.out(JSON.stringify({ problems, warnings }, null, 2));
  for (const problem of problems) io.err(lineOf(problem));
  return exit.unusable;
}

function amountOf(text: string | undefined): string | undefined {
  if (text === undefined || /^\d{1,15}(\.\d{1,6})?$/.test(text)) return text;
  throw new UsageError(`--one-more is an amount as in 40000 or 1234.50, not "${text}"`);
}

function chosen(payroll: Payroll, participant: string | undefined): PayrollPerson[] {
  const people = payrollPeople(payroll);
  if (participant === undefined) return people;
  const found = people.find(({ id }) => id === participant);
  if (found) return [found];
  const named = people.find(({ name }) => name === participant)?.id;
  const near =
    named ??
    nearest(
      participant,
      people.map(({ id }) => id),
    );
  const hint = near === undefined ? "" : `; did you mean ${near}?`;
  throw new UsageError(`there is no participant "${participant}"${hint}`);
}

function periodOf(payroll: Payroll, period: string | undefined): string {
  const periods = payrollPeriods(payroll);
  if (period === undefined) return periods.find((one) => /^\d{4}$/.test(one))!;
  const [from = "", to = "", ...more] = period.split("..");
  const isRange = more.length === 0 && from <= to && /-\d\d$/.test(from) && /-\d\d$/.test(to);
  if (periods.includes(period) || (isRange && periods.includes(from) && periods.includes(to)))
    return period;
  const near = nearest(period, periods);
  throw new UsageError(
    `--period is ${periods[0]!} to ${periods.at(-1)!} as 2027-03, 2027-Q1, 2027-H1, 2027 or 2027-01..2027-09, not "${period}"${near ? `; did you mean ${near}?` : ""}`,
  );
}

function* statementsOf({ payroll, people, period, one, oneMore }: Asked): Generator<Statement> {
  const more = one ? (oneMore === undefined ? {} : { oneMore }) : { oneMore: false as const };
  for (const { id } of people) yield statementFor(payroll, id, period, more);
}

/** A JSON array in pieces, so that very many statements need no more memory than one. */
function printJson(asked: Asked, io: Io): void {
  if (asked.one) {
    for (const statement of statementsOf(asked)) io.out(JSON.stringify(statement, null, 2));
    return;
  }
  let left = asked.people.length;
  io.out("[");
  for (const statement of statementsOf(asked)) {
    left -= 1;
    io.out(JSON.stringify(statement) + (left > 0 ? "," : ""));
  }
  io.out("]");
}

function printCsv(asked: Asked, io: Io): void {
  io.out(csvOf(statementColumns, []));
  for (const statement of statementsOf(asked)) {
    const [first, ...rest] = statementRows(statement);
    if (first) io.out(csvOf(first, rest));
  }
}

function print(asked: Asked, io: Io): void {
  const { payroll, people, period, brief } = asked;
  if (!asked.one) {
    for (const line of reportOfPay(payTable(payroll, people, period), io.width)) io.out(line);
    return;
  }
  const frame = { width: io.width, roleTitles: titlesOf(payroll), brief };
  for (const statement of statementsOf(asked))
    for (const line of reportOfStatement(statement, frame)) io.out(line);
}

function titlesOf({ scenario }: Payroll): Record<string, string> {
  return Object.fromEntries(
    Object.entries(scenario.roles).map(([id, role]) => [id, role.title ?? id]),
  );
}

const MOST_STATEMENTS = 2000;

function workbookOf(asked: Asked): Promise<Uint8Array> {
  if (asked.people.length > MOST_STATEMENTS)
    throw new UsageError(
      `a workbook holds ${MOST_STATEMENTS} statements at most, and there are ${asked.people.length}; use --csv, or --participant ID`,
    );
  return xlsxOf([...statementsOf(asked)]);
}
