import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import {
  ENGINE_VERSION,
  type Job,
  type LockedScenario,
  lockedScenario,
  lockText,
  type Moved,
  movedSince,
  parseStrict,
  ResultsLock,
  type ScenarioResult,
} from "#models";
import { createEngine, type Engine } from "../compute/engine.ts";
import { fault, type Fault } from "../fault.ts";
import { machineDisk } from "../store/disk.ts";
import { readText } from "../store/file.ts";
import { NotSaved, saveText } from "../store/save.ts";
import { type Command, exit } from "./command.ts";
import { wanted } from "./diff.ts";
import { fixed, several, signed } from "./format.ts";
import { type Io, startProgress } from "./io.ts";
import {
  folderName,
  folderOf,
  givenOrWhole,
  type Located,
  pathOf,
  placeOf,
  rootOf,
  shown,
} from "./locate.ts";
import { parse, UsageError, wholeNumber } from "./options.ts";
import { lineOf } from "./problems.ts";

const lockName = "results.lock.json";

/** Puts the results of scenarios under lock, and says later whether they still come out the same. */
export const command: Command = {
  usage: "lock [FILE…] [--check] [--runs N] [--workers N] [--json]",
  help: [
    `Runs scenarios and writes what they give into ${folderName}/${lockName}: a hash of the scenario with all it is`,
    "calibrated on, the engine's version, seed, simulated years, and the headline results. Without a file, of every",
    "scenario in ./scenarios and the folders in it; of a folder, of those in it, and entries of scenarios that are gone",
    "from it are taken out; of files, their entries alone. The lock of a folder inside ./scenarios is the same one.",
    "",
    "  --check       run again with the locked seed and years, write nothing, and say what moved and by how much; exit",
    "                code 1 when anything did",
    "  --runs N      simulated years (left out: the scenario's, or 1,000)",
    "  --workers N   threads (left out: one for each core); the numbers do not depend on it",
    "  --json        what moved, or what was locked, as JSON",
  ].join("\n"),
  run: async (args, io) => {
    const { values, positionals } = parse(args, {
      check: { type: "boolean" },
      runs: { type: "string" },
      workers: { type: "string" },
      json: { type: "boolean" },
    });
    const runs = wholeNumber("runs", values.runs, { from: 1, to: 1_000_000 });
    const threads = wholeNumber("workers", values.workers, { from: 1, to: 256 });
    if (values.check && runs !== undefined)
      throw new UsageError("--check runs as many years as are locked, so it takes no --runs");
    const located = givenOrWhole(positionals, io);
    const problems = new Set(located.flatMap((one) => one.problems.map(lineOf)));
    for (const line of problems) io.err(line);
    if (problems.size > 0) return exit.unusable;

    const { root, whole } = scopeOf(positionals, io.cwd);
    const path = join(root, lockName);
    const known = readLock(path, shown(path, io.cwd), io);
    if (!known) return exit.unusable;
    const given: Given = { located, known, whole, threads, io };
    return values.check
      ? check(given, shown(path, io.cwd), values.json ?? false)
      : write(given, path, { runs, json: values.json ?? false });
  },
};

type Scope = {
  root: string;
  /** Whether an id is one of those asked for, so that its entry goes where its scenario is gone. */
  whole: (id: string) => boolean;
};

/** The one folder whose lock is meant, and which of its ids: all, those of the folders named, or single ones. */
function scopeOf(given: string[], cwd: string): Scope {
  if (given.length === 0) return { root: wanted([], cwd).root, whole: () => true };
  const places = given.map((one) => {
    const folder = folderOf(one, cwd);
    if (folder !== undefined) return placeOf(folder);
    return { root: rootOf(pathOf(one, cwd)), prefix: undefined };
  });
  const { root } = places[0]!;
  const stray = places.findIndex((place) => place.root !== root);
  if (stray >= 0)
    throw new UsageError(`${given[stray]} is not in the folder ${shown(root, cwd)}; lock it apart`);
  const prefixes = places.flatMap(({ prefix }) => prefix ?? []);
  return { root, whole: (id) => prefixes.some((prefix) => id.startsWith(prefix)) };
}

type Known = { lock: ResultsLock | undefined; etag: string | undefined };

/** The lock as it stands; without one, none; undefined where it cannot be read, which is then said. */
function readLock(path: string, file: string, io: Io): Known | undefined {
  if (!existsSync(path)) return { lock: undefined, etag: undefined };
  const content = readText(path);
  const faults: Fault[] = [];
  if (content && "text" in content) {
    const { value, problems } = parseStrict(content.text, file);
    const parsed = ResultsLock.safeParse(value);
    if (parsed.success) return { lock: parsed.data, etag: content.etag };
    const hint = "after a merge, remove the file and lock again";
    faults.push(...problems);
    if (value) faults.push({ ...fault("bad-shape", "", "this is no lock of results", hint), file });
  } else if (content) faults.push({ ...content, file });
  for (const problem of faults) io.err(lineOf(problem));
  return undefined;
}

type Given = {
  located: Located[];
  known: Known;
  whole: Scope["whole"];
  threads: number | undefined;
  io: Io;
};

async function write(
  { located, known, whole, threads, io }: Given,
  path: string,
  { runs, json }: { runs: number | undefined; json: boolean },
): Promise<number> {
  const jobs = located.map(({ id, loaded }) => ({ id, job: { scenarios: [loaded!], runs } }));
  const results = await runAll(jobs, threads, io);
  if (!results) return exit.unusable;
  const kept = Object.entries(known.lock?.scenarios ?? {}).filter(([id]) => !whole(id));
  const scenarios = { ...Object.fromEntries(kept), ...results };
  const text = lockText(ENGINE_VERSION, scenarios);
  try {
    await saveText(
      machineDisk,
      path,
      text,
      known.etag === undefined ? "none" : { etag: known.etag },
    );
  } catch (error) {
    if (!(error instanceof NotSaved)) throw error;
    for (const problem of error.faults) io.err(lineOf({ ...problem, file: shown(path, io.cwd) }));
    return exit.unusable;
  }
  if (json) io.out(JSON.stringify(results, null, 2));
  else
    io.out(
      `${several(Object.keys(results).length, "scenario")} locked in ${shown(path, io.cwd)}, engine ${ENGINE_VERSION}`,
    );
  return exit.done;
}

type Verdict = { id: string; file: string; moved: Moved[]; missing?: "lock" | "scenario" };

async function check(
  { located, known, whole, threads, io }: Given,
  file: string,
  json: boolean,
): Promise<number> {
  const { lock } = known;
  if (!lock) {
    io.err(`there is no ${file}; lock writes it`);
    return exit.unusable;
  }
  const jobs = located.flatMap(({ id, loaded }) => {
    const locked = lock.scenarios[id];
    return locked
      ? [{ id, job: { scenarios: [loaded!], runs: locked.runs, seed: locked.seed } }]
      : [];
  });
  const results = await runAll(jobs, threads, io);
  if (!results) return exit.unusable;
  const verdicts = located.flatMap(({ id, file: own }): Verdict[] => {
    const [locked, now] = [lock.scenarios[id], results[id]];
    if (!locked || !now) return [{ id, file: own, moved: [], missing: "lock" }];
    const moved = movedSince(locked, now);
    return moved.length > 0 ? [{ id, file: own, moved }] : [];
  });
  const here = new Set(located.map(({ id }) => id));
  const gone = Object.keys(lock.scenarios).filter((id) => whole(id) && !here.has(id));
  for (const id of gone)
    verdicts.push({ id, file: join(dirname(file), `${id}.json`), moved: [], missing: "scenario" });
  const engine = lock.engine === ENGINE_VERSION ? undefined : lock.engine;
  if (json)
    io.out(
      JSON.stringify({ engine: { locked: lock.engine, now: ENGINE_VERSION }, verdicts }, null, 2),
    );
  else report({ verdicts, engine, checked: jobs.length }, io);
  return verdicts.length > 0 || engine !== undefined ? exit.found : exit.done;
}

function report(
  {
    verdicts,
    engine,
    checked,
  }: { verdicts: Verdict[]; engine: string | undefined; checked: number },
  io: Io,
): void {
  if (engine !== undefined)
    io.out(`The engine is ${ENGINE_VERSION}, and these results were locked with ${engine}.`);
  for (const { file, moved, missing } of verdicts) {
    if (missing === "lock") io.out(`${file}: is not locked`);
    else if (missing === "scenario") io.out(`${file}: is locked, and there is no such scenario`);
    else {
      io.out(`${file}: moved`);
      for (const one of moved) io.out(`  ${movedWords(one)}`);
    }
  }
  if (verdicts.length === 0)
    io.out(
      `${several(checked, "scenario")} checked, ${engine === undefined ? "nothing moved" : "no figure moved"}`,
    );
}

/** "expected bookings 8,000,000 → 8,123,456 (+123,456, +1.5%)" */
function movedWords({ what, before, after }: Moved): string {
  if (before === undefined && after === undefined) return what;
  if (before === undefined) return `${what} is new: ${figure(after!)}`;
  if (after === undefined) return `${what} is gone, was ${figure(before)}`;
  if (what.endsWith(" CCOS")) return shareWords(what, 100 * before, 100 * after);
  const share = before === 0 ? "" : `, ${signed((100 * (after - before)) / Math.abs(before), 2)}%`;
  return `${what} ${figure(before)} → ${figure(after)} (${signed(after - before, decimalsOf(after - before))}${share})`;
}

/** A share of revenue, which the pages show in percent too. */
function shareWords(what: string, before: number, after: number): string {
  const places = Math.abs(after - before) >= 0.01 ? 2 : 6;
  const [was, is] = [before, after].map((value) => `${fixed(value, places)}%`);
  return `${what} ${was} → ${is} (${signed(after - before, places)} points)`;
}

function figure(value: number): string {
  return fixed(value, decimalsOf(value));
}

function decimalsOf(value: number): number {
  const size = Math.abs(value);
  return size >= 1000 || Number.isInteger(value) ? 0 : size >= 1 ? 2 : 6;
}

/** Runs jobs one after the other on one set of threads; undefined where one fails, which is then said. */
async function runAll(
  jobs: readonly { id: string; job: Job }[],
  threads: number | undefined,
  io: Io,
): Promise<Record<string, LockedScenario> | undefined> {
  if (jobs.length === 0) return {};
  const progress = startProgress(io);
  const engine = createEngine({ threads: threads ?? availableParallelism() });
  const results: Record<string, LockedScenario> = {};
  try {
    for (const [i, { id, job }] of jobs.entries()) {
      progress.tell(`${id}, ${i + 1} of ${jobs.length}`);
      const result = await resultOf(engine, job, io);
      if (!result) return undefined;
      results[id] = lockedScenario(result);
    }
    return results;
  } finally {
    progress.end();
    await engine.close();
  }
}

async function resultOf(engine: Engine, job: Job, io: Io): Promise<ScenarioResult | undefined> {
  const { status, comparison, problems } = await engine.start(job).finished;
  for (const problem of problems) io.err(lineOf(problem));
  return status === "done" ? comparison?.scenarios[0] : undefined;
}
