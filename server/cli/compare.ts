import type { Comparison } from "#models";
import { type Range, rangeOf } from "../git/address.ts";
import { now, pathIn, type Steps, topOrRefused } from "../git/git.ts";
import { commitOf, folderAt } from "../git/revisions.ts";
import { changedScenarios, versionsIn } from "../git/versions.ts";
import type { Folder } from "../store/folder.ts";
import { type Command, exit } from "./command.ts";
import { sayBeforeRecord, wanted } from "./diff.ts";
import type { Io } from "./io.ts";
import { parse, UsageError } from "./options.ts";
import { overviewOfVersions, reportOfComparison } from "./report/comparison.ts";
import { type Outcome, runHelp, runOptions, type RunValues, simulate } from "./simulate.ts";

/** Compares scenarios with the first of them, under the same luck. */
export const command: Command = {
  usage:
    "compare A B [C D E] | compare REV..REV [FILE…] [--runs N] [--seed N] [--no-response] [--workers N] [--json]",
  help: [
    "Compares up to four scenarios with a baseline, which comes first. All meet the same luck, so differences are",
    "paired; what the formula does and what people's response adds are told apart.",
    "",
    "A scenario may be at a revision of git: compare HEAD~3:scenarios/x.json scenarios/x.json. Two revisions,",
    "compare main..proposal, compare each scenario that differs between them, or the files named, with itself.",
    "",
    runHelp,
  ].join("\n"),
  run: async (args, io) => {
    const { values, positionals } = parse(args, runOptions);
    const range = positionals[0] === undefined ? undefined : rangeOf(positionals[0], io.cwd);
    if (range) return compareVersions({ range, files: positionals.slice(1) }, values, io);
    if (positionals.length < 2 || positionals.length > 5) {
      throw new UsageError("compare takes two to five scenarios, the baseline first");
    }
    const comparison = await told(positionals, values, io);
    if (!comparison) return exit.unusable;
    if (values.json) io.out(JSON.stringify(comparison, null, 2));
    return exit.done;
  },
};

/** Compares and prints the report, unless JSON is asked for; undefined where that cannot be done, which is then said. */
async function told(given: string[], values: RunValues, io: Io): Promise<Comparison | undefined> {
  const outcome = await simulate(given, values, io);
  if (!outcome) return undefined;
  if (!values.json) print(outcome, given, io);
  return outcome.comparison;
}

function print(outcome: Outcome, given: string[], io: Io): void {
  const report = reportOfComparison(outcome.comparison, { ...outcome, given, width: io.width });
  for (const line of report) io.out(line);
}

/** Each scenario that says something else at another revision, compared with itself; all of them at a glance first. */
async function compareVersions(
  { range, files }: { range: Range; files: string[] },
  values: RunValues,
  io: Io,
): Promise<number> {
  const { from, to } = range;
  const { root, only } = wanted(files, io.cwd);
  const top = now(io.cwd, topOrRefused());
  const folder = pathIn(top, root) ?? "";
  const read = (revision: string) =>
    versionsIn(now(io.cwd, folderAtRevision(revision, folder)), revision);
  const changes = changedScenarios(read(from), read(to), { only, money: false });
  sayBeforeRecord([from, to], io);
  const pathOf = (id: string): string => [folder, `${id}.json`].filter(Boolean).join("/");
  const found: { file: string; given: string[]; outcome: Outcome }[] = [];
  let failed = false;
  for (const { kind, id, from: before = id } of changes) {
    if (kind === "changed" || kind === "renamed") {
      const given = [`${from}:${pathOf(before)}`, `${to}:${pathOf(id)}`];
      const outcome = await simulate(given, values, io);
      if (outcome) found.push({ file: pathOf(id), given, outcome });
      else failed = true;
    } else io.err(`${pathOf(id)}: ${alone[kind]}, so there is nothing to compare it with`);
  }
  if (changes.length === 0) io.err(`No scenario differs between ${from} and ${to}.`);
  const comparisons = found.map(({ outcome }) => outcome.comparison);
  if (values.json) io.out(JSON.stringify(comparisons, null, 2));
  else {
    if (found.length > 1) {
      const compared = found.map(({ file, outcome }) => ({ file, comparison: outcome.comparison }));
      for (const line of overviewOfVersions(compared, `From ${from} to ${to}`, io.width))
        io.out(line);
    }
    for (const [i, { outcome, given }] of found.entries()) {
      if (i > 0 || found.length > 1) io.out("");
      print(outcome, given, io);
    }
  }
  return failed ? exit.unusable : exit.done;
}

const alone = {
  new: "is new",
  deleted: "was deleted",
  broken: "does not load at the second of the two",
  repaired: "did not load at the first of the two",
};

function* folderAtRevision(revision: string, folder: string): Steps<Folder> {
  return yield* folderAt(yield* commitOf(revision), folder);
}
