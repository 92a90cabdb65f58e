import { join, relative, resolve, sep } from "node:path";
import { canonicalText, type DeltaSetting, parseStrict, scenarioOf } from "#models";
import { differencePage } from "../exchange/differencePage.ts";
import { rangeOf } from "../git/address.ts";
import { now, pathIn, type Steps, topOrRefused } from "../git/git.ts";
import { beforeRecord, commitOf, folderAt } from "../git/revisions.ts";
import {
  changedScenarios,
  deltaBetween,
  readAs,
  type ScenarioChange,
  versionsIn,
} from "../git/versions.ts";
import { readText } from "../store/file.ts";
import { type Folder, openFolder } from "../store/folder.ts";
import { type Command, exit } from "./command.ts";
import { type Io, startProgress } from "./io.ts";
import { folderName, idOf, open, pathOf, rootOf, shown } from "./locate.ts";
import { parse, UsageError } from "./options.ts";
import { writeOut } from "./output.ts";
import { lineOf } from "./problems.ts";
import { markdownOfDiff, reportOfDiff, toldChanges } from "./report/diff.ts";

/** Says what changed between two scenarios, or in all of them since a revision, in words and expected money. */
export const command: Command = {
  usage:
    "diff A B | diff --git REV[..REV] [FILE…] [--no-money] [--json | --md | --html FILE] [--exit-code]",
  help: [
    "Says what changed between two scenarios, a sentence for each change, with the people it concerns and what it adds",
    "to the expected pay of the first year. Either may be at a revision of git: HEAD~3:scenarios/x.json.",
    "",
    "  --git REV        every scenario that changed since a revision; REV..REV between two; files to look at only those",
    "  --no-money       the words alone, at once",
    "  --json           every change with its path, its money and the file it comes through, as JSON",
    "  --md             Markdown, for a pull request",
    "  --html FILE      one page of HTML",
    "  --exit-code      exit code 1 where something changed",
    "",
    "Nothing is printed where only the layout or the order of keys differs. A figure is the change's part of the whole",
    "difference (see attribute); ± is 1.96 standard errors of that figure, and stands where orders had to be sampled.",
  ].join("\n"),
  run: async (args, io) => {
    if (args[0] === "--textconv") return canonical(args.slice(args[1] === "--" ? 2 : 1), io); // names as git gives them
    const { values, positionals } = parse(args, {
      git: { type: "string" },
      "no-money": { type: "boolean" },
      json: { type: "boolean" },
      md: { type: "boolean" },
      html: { type: "string" },
      "exit-code": { type: "boolean" },
      textconv: { type: "boolean" },
    });
    if (values.textconv) return canonical(positionals, io);
    const progress = startProgress(io);
    const setting: DeltaSetting = {
      money: !values["no-money"],
      onProgress: (done, total) => progress.tell(`${done} of ${total} sets of changes solved`),
    };
    const found =
      values.git === undefined
        ? betweenFiles(positionals, setting, io)
        : sinceRevision(values.git, positionals, { setting, io });
    progress.end();
    if (!found) return exit.unusable;
    print(found, values, io);
    if (found.changes.some(({ kind }) => kind === "broken")) return exit.unusable;
    return values["exit-code"] && found.changes.length > 0 ? exit.found : exit.done;
  },
};

type Found = {
  title: string;
  changes: ScenarioChange[];
  place: (id: string) => string;
  /** Files that were read, which are not written over. */
  read: string[];
};

type Shape = { json?: boolean | undefined; md?: boolean | undefined; html?: string | undefined };

function print({ title, changes, place, read }: Found, { json, md, html }: Shape, io: Io): void {
  const told = toldChanges(changes, place);
  if (html !== undefined) writeOut(io, html, differencePage(told, title), { read });
  if (json)
    io.out(
      JSON.stringify(
        changes.map((change) => ({ file: place(change.id), ...change })),
        null,
        2,
      ),
    );
  else if (md) for (const line of markdownOfDiff(told, title)) io.out(line);
  else if (html === undefined) for (const line of reportOfDiff(told)) io.out(line);
}

/** The canonical text of a file, for git to show differences of; one that does not parse as it stands. */
function canonical(given: string[], io: Io): number {
  const content = given.length === 1 ? readText(resolve(io.cwd, given[0]!), true) : undefined;
  if (!content || "code" in content) return exit.unusable;
  const { value } = parseStrict(content.text, "");
  io.out((value ? canonicalText(value) : content.text).replace(/\n$/, ""));
  return exit.done;
}

function betweenFiles(given: string[], setting: DeltaSetting, io: Io): Found | undefined {
  if (given.length !== 2)
    throw new UsageError("diff takes two scenarios, the earlier one first; or --git REV");
  const opened = given.map((one) => open(one, io.cwd));
  const files = opened.map((one) => {
    if ("code" in one) {
      io.err(lineOf(one));
      return undefined;
    }
    const read = readAs(one.id, one.text, one.folder);
    const home = one.file.slice(0, -`${one.id}.json`.length);
    for (const problem of read.problems) io.err(lineOf({ ...problem, file: home + problem.file }));
    return { ...read, file: one.file };
  });
  const [before, after] = files;
  if (!before?.loaded || !after?.loaded) return undefined;
  const found = deltaBetween(before, after, setting);
  const sameFile = before.id === after.id;
  const changes = sameFile
    ? found.changes
    : found.changes.map((change) => ({ ...change, through: undefined }));
  const { name, currency } = scenarioOf(after.loaded);
  const title = `From ${before.file} to ${after.file}`;
  const home = after.file.slice(0, -`${after.id}.json`.length);
  const place = (id: string): string =>
    id === after.id ? `${before.file} → ${after.file}` : `${home}${id}.json`;
  const nothing = changes.length === 0 && !found.statusQuoMoved;
  const change: ScenarioChange = {
    kind: "changed",
    id: after.id,
    from: sameFile ? undefined : before.id,
    name,
    currency,
    parent: undefined,
    extends: undefined,
    delta: { ...found, changes },
    problems: [],
  };
  const read = files.map((one) => resolve(io.cwd, one!.file));
  return { title, changes: nothing ? [] : [change], place, read };
}

type Setting = { setting: DeltaSetting; io: Io };

function sinceRevision(given: string, files: string[], { setting, io }: Setting): Found {
  const range = rangeOf(given, io.cwd);
  const { root, only } = wanted(files, io.cwd);
  const revisions = range ?? { from: given, to: undefined };
  const [before, after] = now(io.cwd, foldersOf(revisions, root));
  sayBeforeRecord([revisions.from, revisions.to], io);
  const home = shown(root, io.cwd);
  const changes = changedScenarios(
    versionsIn(before, revisions.from),
    versionsIn(after, revisions.to),
    { ...setting, only },
  );
  const title = range
    ? `What changes from ${range.from} to ${range.to}`
    : `What changed since ${given}`;
  return {
    title,
    changes,
    read: openFolder(root)
      .list()
      .map(({ id }) => join(root, `${id}.json`)),
    place: (id) => `${home === "" ? "" : `${home.replaceAll(sep, "/")}/`}${id}.json`,
  };
}

/** Says which revisions lie before what git remembers of their branches. */
export function sayBeforeRecord(revisions: readonly (string | undefined)[], io: Io): void {
  for (const name of revisions) {
    const words = name === undefined ? undefined : now(io.cwd, beforeRecord(name));
    if (words !== undefined) io.err(`${name}: ${words}`);
  }
}

function* foldersOf(
  { from, to }: { from: string; to?: string | undefined },
  root: string,
): Steps<[Folder, Folder]> {
  const top = yield* topOrRefused();
  const path = pathIn(top, root);
  if (path === undefined) throw new UsageError(`${root} is not in this repository`);
  const before = yield* folderAt(yield* commitOf(from), path);
  if (to === undefined) return [before, openFolder(root)];
  return [before, yield* folderAt(yield* commitOf(to), path)];
}

/** The folder that files stand in, and their ids; without files, ./scenarios, or the one we are in. */
export function wanted(files: string[], cwd: string): { root: string; only: string[] | undefined } {
  if (files.length === 0) {
    const here = rootOf(join(cwd, "any.json"));
    const inside = here !== cwd || cwd.endsWith(sep + folderName);
    return { root: inside ? here : join(cwd, folderName), only: undefined };
  }
  const paths = files.map((file) => pathOf(file, cwd));
  const root = rootOf(paths[0]!);
  const stray = paths.findIndex((path) => relative(root, path).startsWith(".."));
  if (stray >= 0) throw new UsageError(`${files[stray]} is not in the folder ${shown(root, cwd)}`);
  return { root, only: paths.map((path) => idOf(root, path)) };
}
