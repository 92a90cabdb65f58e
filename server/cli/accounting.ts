import { csvOf } from "../exchange/csv.ts";
import { type Ledger, ledgerOf } from "#models";
import { type Command, exit } from "./command.ts";
import { factHelp, factOptions, payrollOf } from "./facts.ts";
import { parse, UsageError } from "./options.ts";
import { lineOf } from "./problems.ts";
import { reportOfLedger } from "./report/ledger.ts";

/** Books a year's actual pay: cost, cash and liability by month, and commissions spread over what contracts earn. */
export const command: Command = {
  usage:
    "accounting SCENARIO [--deals FILE] [--people FILE] [--measures FILE] [--exceptions FILE] [--json | --csv months|deals]",
  help: [
    "Books actual pay by month: what it cost when earned, cash when paid, the liability between, and what is capitalised",
    "and amortised of commissions on contracts won (ASC 340-40, IFRS 15), with what is expensed at once and why.",
    "",
    factHelp,
    "  --json              months, deals and rules as JSON",
    "  --csv months|deals  one of the two as CSV",
  ].join("\n"),
  run: async (args, io) => {
    const { values, positionals } = parse(args, {
      ...factOptions,
      json: { type: "boolean" },
      csv: { type: "string" },
    });
    if (positionals.length !== 1) throw new UsageError("accounting takes one scenario");
    const part = values.csv;
    if (part !== undefined && part !== "months" && part !== "deals")
      throw new UsageError(`--csv is months or deals, not "${part}"`);
    const { payroll, problems, warnings } = payrollOf(positionals[0]!, values, io);
    for (const warning of warnings) io.err(`warning  ${lineOf(warning)}`);
    for (const problem of problems) io.err(lineOf(problem));
    if (!payroll) return exit.unusable;

    const ledger = ledgerOf(payroll);
    if (values.json) io.out(JSON.stringify(ledger, null, 2));
    else if (part) io.out(csvOf(...columnsOf(ledger[part])).trimEnd());
    else for (const line of reportOfLedger(ledger, io.width)) io.out(line);
    return exit.done;
  },
};

function columnsOf(rows: Ledger["months"] | Ledger["deals"]): [string[], string[][]] {
  const header = Object.keys(rows[0] ?? {});
  return [header, rows.map((row) => Object.values(row).map((cell) => String(cell ?? "")))];
}
