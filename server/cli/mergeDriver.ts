import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  canonicalText,
  sameValue,
  type JsonObject,
  mergeText,
  parseStrict,
  ProblemError,
} from "#models";
import { rootIn } from "../git/address.ts";
import { now, type Steps, topOf } from "../git/git.ts";
import {
  type Around,
  baseOf,
  mergeDocuments,
  mergedFolder,
  toldConflicts,
} from "../git/merging.ts";
import { commitOf, folderAt, partedAt } from "../git/revisions.ts";
import type { Fault } from "../fault.ts";
import { readText } from "../store/file.ts";
import { type Folder, openFolder } from "../store/folder.ts";
import { asSegment, isId } from "../store/names.ts";
import { type Command, exit } from "./command.ts";
import type { Io } from "./io.ts";
import { UsageError } from "./options.ts";
import { lineOf } from "./problems.ts";
import { reportOfConflicts } from "./report/conflicts.ts";

/** Merges two edits of a scenario file for git. Leaves ours where it cannot, and says so by its exit code. */
export const command: Command = {
  usage: "merge-driver BASE OURS THEIRS PATH",
  help: [
    "What git calls to merge a scenario file, once git-setup has told it to (%O %A %B %P). Merges by id, checks the whole,",
    "and writes the result into OURS. Exit code 1 with conflicts, which stand between marks in the file and are told in",
    "plan words; 2 where a file cannot be read, and OURS is left as it was.",
  ].join("\n"),
  run: async (args, io) => {
    // Git gives names as they are, also such as start with a dash.
    const positionals = args[0] === "--" ? args.slice(1) : args;
    if (positionals.length !== 4) throw new UsageError("git gives four files: %O %A %B %P");
    const [base = "", ours = "", theirs = "", path = ""] = positionals;
    const files = {
      base: resolve(io.cwd, base),
      ours: resolve(io.cwd, ours),
      theirs: resolve(io.cwd, theirs),
    };
    return mergeInto(files, path.replaceAll("\\", "/"), io);
  },
};

type Files = { base: string; ours: string; theirs: string };

function mergeInto(files: Files, path: string, io: Io): number {
  const documents = {
    base: baseIn(files.base),
    ours: sideIn(files.ours),
    theirs: sideIn(files.theirs),
  };
  const faults = (["ours", "theirs"] as const).flatMap((side) =>
    documents[side].problems.map((problem) => ({ ...problem, file: `${path} (${side})` })),
  );
  const [base, ours, theirs] = [documents.base, documents.ours.document, documents.theirs.document];
  if (!base) io.err(`${path}: what both sides started from cannot be read; ours is left as it was`);
  for (const problem of faults) io.err(lineOf(problem));
  if (!base || !ours || !theirs) {
    if (base) io.err(`${path}: not merged, ours is left as it was`);
    return exit.unusable;
  }
  const { around, label } = aroundOf(path, io.cwd);
  const merged = mergeDocuments({ base, ours, theirs }, around);
  const { merge } = merged;
  const text = mergeText(merge, { ours: "ours", theirs: label });
  if (merge.conflicts.length === 0 && !readsBack(text, merge.merged)) {
    io.err(`${path}: the merged file does not read back as what it says; ours is left as it was`);
    return exit.unusable;
  }
  replace(files.ours, text);
  if (merge.conflicts.length === 0) return exit.done;
  for (const line of reportOfConflicts(path, toldConflicts(merged, around))) io.err(line);
  return exit.found;
}

function baseIn(path: string): JsonObject | undefined {
  const content = readText(path, true);
  return content && "text" in content ? baseOf(content.text) : undefined;
}

function sideIn(path: string): { document: JsonObject | undefined; problems: Fault[] } {
  const content = readText(path, true);
  if (!content) throw new UsageError(`there is no file ${path}`);
  if ("code" in content) return { document: undefined, problems: [content] };
  const { value, problems } = parseStrict(content.text, "");
  return { document: value, problems };
}

function readsBack(text: string, document: JsonObject): boolean {
  const { value } = parseStrict(text, "");
  return value !== undefined && sameValue(value, document) && canonicalText(value) === text;
}

/** Puts a text in the place of a file at once, so that a driver cut off leaves the old one. */
function replace(path: string, text: string): void {
  const beside = `${path}.merged`;
  try {
    writeFileSync(beside, text);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw new UsageError(`${path} cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** What the file stands among, and the name of the other side, as far as git tells. */
function aroundOf(path: string, cwd: string): { around: Around; label: string } {
  const root = rootIn(path);
  const name = (root === "" ? path : path.slice(root.length + 1)).replace(/\.json$/, "");
  const id = isId(name) ? name : asSegment(name);
  const here = openFolder(join(cwd, root));
  try {
    const { folder, label } = now(cwd, foldersOf(root, here));
    return { around: { id, folder }, label };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { around: { id, folder: here }, label: "theirs" };
  }
}

function* foldersOf(root: string, here: Folder): Steps<{ folder: Folder; label: string }> {
  if ((yield* topOf()) === undefined) return { folder: here, label: "theirs" };
  const head = yield* commitOf("HEAD");
  const ours = yield* folderAt(head, root);
  const other = otherHead(head);
  if (!other) return { folder: ours, label: "theirs" };
  const theirs = yield* folderAt(other.commit, root);
  const parted = yield* partedAt(head, other.commit);
  const base = parted === undefined ? undefined : yield* folderAt(parted, root);
  const name = other.name.replaceAll(/[^\w./-]+/g, " ").trim();
  return { folder: mergedFolder(ours, base, theirs), label: name || "theirs" };
}

/** The commit that git merges, which it tells its helpers by a variable. */
function otherHead(head: string): { commit: string; name: string } | undefined {
  const heads = Object.entries(process.env).flatMap(([key, name]) => {
    const commit = /^GITHEAD_([0-9a-f]{40,64})$/.exec(key)?.[1];
    return commit !== undefined && commit !== head ? [{ commit, name: name ?? "" }] : [];
  });
  return heads.length === 1 ? heads[0] : undefined;
}
