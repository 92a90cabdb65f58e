import { dirname, relative } from "node:path";
import {
  agreed,
  type Conflict,
  type JsonObject,
  type Merge,
  mergeText,
  mergeThree,
  nearest,
  parseStrict,
  placesOf,
  ProblemError,
  resolved,
  sidesOfMarked,
} from "#models";
import type { Fault } from "../fault.ts";
import { now } from "../git/git.ts";
import {
  type Around,
  baseOf,
  mergeDocuments,
  type Merged,
  problemsOf,
  toldConflicts,
} from "../git/merging.ts";
import { type Stages, stagesAt } from "../git/revisions.ts";
import { machineDisk } from "../store/disk.ts";
import { readText } from "../store/file.ts";
import { openFolder } from "../store/folder.ts";
import { NotSaved, saveText, textToSave } from "../store/save.ts";
import { type Command, exit } from "./command.ts";
import { quoted, several } from "./format.ts";
import type { Io } from "./io.ts";
import { idOf, pathOf, rootOf, shown } from "./locate.ts";
import { parse, UsageError } from "./options.ts";
import { lineOf } from "./problems.ts";
import { reportOfConflicts } from "./report/conflicts.ts";

type Choice = "ours" | "theirs" | "base";

/** Settles the conflicts of a scenario file that a merge left between marks. */
export const command: Command = {
  usage: "resolve FILE [--ours | --theirs] [--path PLACE=ours|theirs|base …]",
  help: [
    "Without a choice, lists the conflicts of a file in plan words. With choices, writes the file when every conflict is",
    "settled and the whole holds; else the settled ones, with marks around the rest. Also reads the marks of git's own",
    "line by line merge, and merges by id what fits by meaning. Exit code 1 while a conflict is left.",
    "",
    "  --ours, --theirs   that side at every conflict without a choice of its own",
    "  --path PLACE=SIDE  one side at one place; may be given several times",
  ].join("\n"),
  run: async (args, io) => {
    const { values, positionals } = parse(args, {
      ours: { type: "boolean" },
      theirs: { type: "boolean" },
      path: { type: "string", multiple: true },
    });
    if (positionals.length !== 1) throw new UsageError("resolve takes one file");
    if (values.ours && values.theirs) throw new UsageError("choose --ours or --theirs, not both");
    const rest = values.ours ? "ours" : values.theirs ? "theirs" : undefined;
    const found = unfinished(positionals[0]!, io);
    if (!found) return exit.unusable;
    const choices = choicesOf(values.path ?? [], found.merge);
    if (rest === undefined && choices.size === 0 && found.merge.conflicts.length > 0) {
      const told = toldConflicts(found, found.around);
      for (const line of reportOfConflicts(found.file, told)) io.out(line);
      return exit.found;
    }
    return settle(found, (conflict) => choices.get(conflict.path) ?? rest, io);
  },
};

type Unfinished = Merged & {
  around: Around;
  path: string;
  file: string;
  etag: string;
  theirs: string;
};

/** A file with marks, as a merge by id; undefined where it is none, which is then said. */
function unfinished(given: string, io: Io): Unfinished | undefined {
  const path = pathOf(given, io.cwd);
  const file = shown(path, io.cwd);
  const content = readText(path);
  if (!content || "code" in content) {
    io.err(content ? lineOf({ ...content, file }) : `${file}  there is no such file`);
    return undefined;
  }
  const root = rootOf(path);
  const around = { id: idOf(root, path), folder: openFolder(root) };
  const stages = stagesOf(path);
  const sides = sidesOfMarked(content.text);
  const removed = removedBy(stages);
  if (removed !== undefined) {
    const [keep, drop] = ["add", "rm"].map(
      (word) => `git ${word} ${quoted(relative(io.cwd, path))}`,
    );
    io.err(`${file}  ${removed} (keep the file with ${keep}, or remove it with ${drop})`);
    return undefined;
  }
  if (!sides) {
    io.err(`${file}  has no conflict between marks (resolve settles what a merge left)`);
    return undefined;
  }
  const marked = [sides.ours, sides.theirs].map((text) => parseStrict(text, "").value);
  const staged = [stages.ours, stages.theirs].map((text) => parseStrict(text ?? "", "").value);
  const readable = marked.every(Boolean);
  const [ours, theirs] = readable ? marked : staged;
  if (!ours || !theirs) {
    const hint = "take the marks out by hand, or one side whole with git checkout --ours";
    io.err(`${file}  neither side can be read as it stands between the marks (${hint})`);
    return undefined;
  }
  if (!readable)
    io.err(`${file}  the marks cut through values: both sides are read from git instead`);
  const base = stages.base === undefined ? undefined : baseOf(stages.base);
  const merged = base
    ? mergeDocuments({ base, ours, theirs }, around)
    : { merge: differences(ours, theirs), union: [] };
  return { ...merged, around, path, file, etag: content.etag, theirs: sides.labels.theirs };
}

/** Two sides of which nobody knows what they started from: every place in which they differ is a conflict. */
function differences(ours: JsonObject, theirs: JsonObject): Merge {
  const documents = { base: agreed(ours, theirs), ours, theirs };
  const { merged, conflicts } = mergeThree(documents.base, ours, theirs);
  const oneSided = [...placesOf(documents, "ours"), ...placesOf(documents, "theirs")];
  const added = oneSided.map((place) => ({ ...place, kind: "bothAdded" as const }));
  return { merged, conflicts: [...conflicts, ...added] };
}

/** The three versions of a file that git keeps while a merge is unfinished. */
function stagesOf(path: string): Stages {
  try {
    return now(dirname(path), stagesAt(path));
  } catch (error) {
    if (error instanceof ProblemError) return {}; // no git: the marks tell enough
    throw error;
  }
}

/** That one side removed the whole file and the other changed it; undefined where that is not so. */
function removedBy({ base, ours, theirs }: Stages): string | undefined {
  if (base === undefined || (ours === undefined) === (theirs === undefined)) return undefined;
  return ours === undefined
    ? "ours removed this file, theirs changed it"
    : "ours changed this file, theirs removed it";
}

function choicesOf(given: readonly string[], { conflicts }: Merge): Map<string, Choice> {
  const known = conflicts.map(({ path }) => path);
  return new Map(
    given.map((text) => {
      const [, place = "", side = ""] = /^(.*)=(ours|theirs|base)$/.exec(text) ?? [];
      if (side === "")
        throw new UsageError(`--path is PLACE=ours, =theirs or =base, not "${text}"`);
      if (known.includes(place)) return [place, side as Choice];
      const near = nearest(place, known);
      const hint = near ? `; did you mean ${near}?` : "";
      const places = known.length > 0 ? `; the conflicts are at ${known.join(", ")}` : "";
      throw new UsageError(`there is no conflict at ${place}${hint}${places}`);
    }),
  );
}

async function settle(
  found: Unfinished,
  choose: (conflict: Conflict) => Choice | undefined,
  io: Io,
): Promise<number> {
  const { merge, around, file } = found;
  const left = merge.conflicts.filter((conflict) => choose(conflict) === undefined);
  const settled = merge.conflicts.filter((conflict) => choose(conflict) !== undefined);
  const merged = resolved({ ...merge, conflicts: settled }, (conflict) => choose(conflict)!);
  if (left.length > 0) {
    const rest = { merged, conflicts: left };
    if (!(await written(found, mergeText(rest, { ours: "ours", theirs: found.theirs }), io)))
      return exit.unusable;
    const told = toldConflicts({ merge: rest, base: found.base, union: found.union }, around);
    io.out(`${file}: ${settled.length} settled, ${left.length} left`);
    for (const line of reportOfConflicts(file, told)) io.out(line);
    return exit.found;
  }
  const isOwn = (problem: Fault): boolean =>
    (problem.file ?? `${around.id}.json`) === `${around.id}.json`;
  const problems = problemsOf(merged, around);
  const own = problems.filter(isOwn);
  for (const problem of problems) io.err(lineOf(isOwn(problem) ? { ...problem, file } : problem));
  if (own.length > 0) {
    io.err(`${file}  is left as it was: chosen so, it would not hold`);
    return exit.found;
  }
  if (!(await written(found, textToSave(merged), io))) return exit.unusable;
  const what =
    merge.conflicts.length === 0
      ? "both edits fit by meaning"
      : `${several(merge.conflicts.length, "conflict")} settled`;
  io.out(
    `${file}: ${what}. When the rest is done: git add ${quoted(relative(io.cwd, found.path))}`,
  );
  return exit.done;
}

async function written({ path, etag, file }: Unfinished, text: string, io: Io): Promise<boolean> {
  try {
    await saveText(machineDisk, path, text, { etag });
    return true;
  } catch (error) {
    if (!(error instanceof NotSaved)) throw error;
    for (const problem of error.faults) io.err(lineOf({ ...problem, file }));
    return false;
  }
}
