/**
 * Deals, roster, measures and exceptions for a command: the files named on the command line, else those that stand
 * beside the scenario, or beside its nearest ancestor that has any.
 *
 * Always    which file was taken for what is said on the stream about results; every fault of every file at once.
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  compilePayroll,
  type FactTables,
  type LoadedScenario,
  type Payroll,
  placeProblems,
  readFacts,
} from "#models";
import { tableOf } from "../exchange/csv.ts";
import { fault, type Fault } from "../fault.ts";
import { addressOf, fileAt } from "../git/address.ts";
import { now, topOrRefused } from "../git/git.ts";
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
  const then = tablesThen(located, io.cwd);
  const beside = then.size > 0 ? new Map<string, string>() : besideTables(located, io.cwd);
  const revision = addressOf(located.file, io.cwd)?.revision;
  const ofToday =
    revision === undefined ? "" : `, as it is now: none stood beside it at ${revision}`;
  for (const { key } of besides) {
    const named = values[key];
    if (named === "none") continue;
    const kept = named === undefined ? then.get(key) : undefined;
    if (kept) {
      io.err(`${key} from ${kept.file}`);
      take(key, kept.file, kept.content);
      continue;
    }
    const path = named === undefined ? beside.get(key) : resolve(io.cwd, named);
    if (path === undefined) continue;
    const file = shown(path, io.cwd);
    const content = readText(path, true, maxTableBytes);
    if (!content) {
      problems.push({ ...fault("not-found", `--${key}`, "there is no such file"), file });
      continue;
    }
    files.push(path);
    if (named === undefined) io.err(`${key} from ${file}${ofToday}`);
    take(key, file, "code" in content ? content : content.text);
  }
  return { tables, problems, files };

  function take(key: keyof FactTables, file: string, content: string | Fault): void {
    if (typeof content !== "string") {
      problems.push({ ...content, file });
      return;
    }
    const read = tableOf(file, content);
    problems.push(...read.problems);
    tables[key] = read.table;
  }
}

type Then = { file: string; content: string | Fault };

/** The tables that stood beside a scenario of a revision at that revision, or beside its nearest parent with any. */
function tablesThen({ id, file, loaded }: Located, cwd: string): Map<string, Then> {
  const address = addressOf(file, cwd);
  if (!address) return new Map();
  const { revision, path } = address;
  const home = path.slice(0, -`${id}.json`.length);
  for (const one of [id, ...parentsOf(loaded!)]) {
    const found = besides.flatMap(({ key, ending }): [string, Then][] => {
      const table = `${home}${one}.${ending}.csv`;
      const content = fileAt({ revision, path: table }, { cwd, most: maxTableBytes });
      return content === undefined ? [] : [[key, { file: `${revision}:${table}`, content }]];
    });
    if (found.length > 0) return new Map(found);
  }
  return new Map();
}

/** The tables that stand beside a scenario; where there are none, the whole set beside its nearest parent with any. */
export function besideTables({ id, file, loaded }: Located, cwd: string): Map<string, string> {
  const address = addressOf(file, cwd);
  const path = address ? nowOf(address.path, cwd) : resolve(cwd, file);
  const own = `${id}.json`;
  const inFolder = path.replaceAll("\\", "/").endsWith(`/${own}`);
  const stems = inFolder
    ? [id, ...parentsOf(loaded!)].map((one) => path.slice(0, -own.length) + one)
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

function parentsOf({ lineage }: LoadedScenario): string[] {
  return lineage
    .slice(0, -1)
    .map((one) => one.id)
    .toReversed();
}

/** Where a file of a repository is on this machine. */
function nowOf(path: string, cwd: string): string {
  return join(now(cwd, topOrRefused()), path);
}

function base({ id }: Located): string {
  return id.split("/").at(-1)!;
}
