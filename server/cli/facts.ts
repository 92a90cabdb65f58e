/**
 * Deals, roster, measures and exceptions for a command: the files named on the command line, else those that stand
 * beside the scenario, or beside its nearest ancestor that has any.
 *
 * Always    which file was taken for what is said on the stream about results; every fault of every file at once.
 */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { compilePayroll, type FactTables, type Payroll, placeProblems, readFacts } from "#models";
import { tableOf } from "../exchange/csv.ts";
import { fault, type Fault } from "../fault.ts";
import { maxTableBytes, readText } from "../store/file.ts";
import type { Io } from "./io.ts";
import { lineageFiles, locate, type Located, shown } from "./locate.ts";

/** Options of every command that pays on facts. */
export const factOptions = {
  deals: { type: "string" },
  people: { type: "string" },
  measures: { type: "string" },
  exceptions: { type: "string" },
} as const;

export const factHelp = [
  "  --deals FILE        what was sold (left out: NAME.actuals.csv beside the scenario)",
  "  --people FILE       who is paid, in which role (left out: NAME.roster.csv, else the scenario's people)",
  "  --measures FILE     what no deal tells: leads, renewals, scores (left out: NAME.measures.csv)",
  "  --exceptions FILE   money paid outside the plan, with its reason (left out: NAME.exceptions.csv)",
  "  Any of them may be none: what stands beside the scenario is then not read.",
].join("\n");

export type FactValues = { [K in keyof typeof factOptions]?: string | undefined };

const besides = [
  { key: "deals", ending: "actuals" },
  { key: "people", ending: "roster" },
  { key: "measures", ending: "measures" },
  { key: "exceptions", ending: "exceptions" },
] as const;

export type PaidFacts = {
  payroll: Payroll | undefined;
  /** Files that were read, with the scenario's and its parents'. */
  files: string[];
  problems: Fault[];
  warnings: Fault[];
};

/** The payroll of a scenario on its facts, or everything that is wrong with them. */
export function payrollOf(given: string, values: FactValues, io: Io): PaidFacts {
  const located = locate(given, io.cwd);
  const { loaded } = located;
  if (!loaded || located.problems.length > 0)
    return { payroll: undefined, files: [], problems: located.problems, warnings: [] };
  const { tables, files, problems } = readTables(located, values, io);
  const none = { payroll: undefined, files, warnings: [] };
  if (problems.length > 0) return { ...none, problems };
  if (!tables.deals && !tables.measures) {
    const hint = `give --deals FILE, or put ${base(located)}.actuals.csv beside the scenario`;
    return { ...none, problems: [fault("not-found", "", "there is nothing to pay on", hint)] };
  }
  const read = readFacts(loaded, tables);
  if (!read.facts) return { ...none, problems: read.problems, warnings: read.warnings };
  const compiled = compilePayroll(loaded, read.facts);
  const placed = placeProblems(compiled.problems, tables).map((problem) =>
    problem.file ? problem : { ...problem, file: located.file },
  );
  const warnings = [...read.warnings, ...placeProblems(compiled.warnings ?? [], tables)];
  return { payroll: compiled.payroll, files, problems: placed, warnings };
}

/** Tables named on the command line, and beside them those that stand with the scenario; "none" names nothing. */
function readTables(located: Located, values: FactValues, io: Io) {
  const tables: FactTables = {};
  const problems: Fault[] = [];
  const files = lineageFiles(located, io.cwd);
  const beside = besideTables(located, io.cwd);
  for (const { key } of besides) {
    const named = values[key];
    if (named === "none") continue;
    const path = named === undefined ? beside.get(key) : resolve(io.cwd, named);
    if (path === undefined) continue;
    const file = shown(path, io.cwd);
    const content = readText(path, true, maxTableBytes);
    if (!content) {
      problems.push({ ...fault("not-found", `--${key}`, "there is no such file"), file });
      continue;
    }
    files.push(path);
    if (named === undefined) io.err(`${key} from ${file}`);
    if ("code" in content) problems.push({ ...content, file });
    else {
      const read = tableOf(file, content.text);
      problems.push(...read.problems);
      tables[key] = read.table;
    }
  }
  return { tables, problems, files };
}

/** The tables that stand beside a scenario; where there are none, the whole set beside its nearest parent with any. */
export function besideTables({ id, file, loaded }: Located, cwd: string): Map<string, string> {
  const path = resolve(cwd, file);
  const own = `${id}.json`;
  const inFolder = path.replaceAll("\\", "/").endsWith(`/${own}`);
  const stems = inFolder
    ? loaded!.lineage.map((one) => path.slice(0, -own.length) + one.id).toReversed()
    : [path.replace(/\.json$/, "")];
  for (const stem of stems) {
    const found = besides.flatMap(({ key, ending }) => {
      const table = `${stem}.${ending}.csv`;
      return existsSync(table) ? [[key, table] as const] : [];
    });
    if (found.length > 0) return new Map(found);
  }
  return new Map();
}

function base({ id }: Located): string {
  return id.split("/").at(-1)!;
}
