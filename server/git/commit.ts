/**
 * One scenario's file as a commit, with the person's own name.
 *
 * Terms     own = the scenario's file; staged = what git add has put aside for the next commit.
 * Formula   the confirmed bytes as a blob; a tree of the last commit and this blob, in an index of its own; a commit of it;
 *           the branch moved from the last commit to this one, or not at all.
 * Always    what is committed are the bytes that the caller has seen, whatever the file holds meanwhile; only the own file
 *           goes into the commit, and what else is staged stays staged; the name and the address are the person's own from
 *           git's settings and never guessed; nothing is committed in the middle of a merge or a rebase; no hook, signature
 *           program or filter is run, also not for other files; where it fails, the index is as it was.
 * Not here  writing the file (store/edits.ts), pushing, branches: that is git's.
 */
import { randomBytes } from "node:crypto";
import { existsSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { fault, type Fault } from "../fault.ts";
import { etagOf, type FileText } from "../store/file.ts";
import { openFolder } from "../store/folder.ts";
import { NotSaved } from "../store/save.ts";
import { answerOf, failed, firstLine, later, pathIn, refused, type Steps, topOf } from "./git.ts";
import { readAs } from "./versions.ts";

type CommitState = {
  /** Why nothing can be committed now; undefined where it can. */
  why: Fault | undefined;
  /** Whether the folder is in a repository at all. */
  repository: boolean;
  /** Undefined where HEAD is on no branch. */
  branch: string | undefined;
  /** "Avery Sample <avery@example.com>" */
  author: string | undefined;
  /** True where the file is not as the last commit has it. */
  open: boolean;
  /** Other files that are staged and stay so. */
  staged: number;
  /** Ids of the files it extends that are not as the last commit has them. */
  parents: string[];
};

type Committed = { commit: string; short: string; branch: string | undefined };

/** The message, and the entity tag of the file that the person means. */
type Asked = { message: string; etag: string };

export type Commits = {
  state: (id: string) => Promise<CommitState>;
  /** Throws ProblemError where it cannot be, NotSaved where the file is another one. */
  commit: (id: string, asked: Asked) => Promise<Committed>;
};

/** Commits of the scenarios of one folder, one at a time. */
export function createCommits(root: string): Commits {
  let last: Promise<unknown> = Promise.resolve();
  return {
    state: (id) => later(root, stateSteps(root, id)),
    commit: (id, asked) => {
      const mine = last.then(() => later(root, commitSteps(root, id, asked)));
      last = mine.catch(() => undefined); // told to whoever asked for it
      return mine;
    },
  };
}

const nowhere: CommitState = {
  why: undefined,
  repository: false,
  branch: undefined,
  author: undefined,
  open: false,
  staged: 0,
  parents: [],
};

function* stateSteps(root: string, id: string): Steps<CommitState> {
  return (yield* lookAt(root, id)).state;
}

/** A file of the working tree, as git would take it in. */
type Own = {
  top: string;
  /** From the top, with slashes. */
  path: string;
  /** Undefined where the file cannot be read. */
  content: FileText | undefined;
  /** Mode and blob in the last commit; undefined where it is in none. */
  committed: Entry | undefined;
  /** Undefined where git does not know the file. */
  staged: Entry | undefined;
  /** The last commit; "" where there is none. */
  head: string;
};

type Entry = { mode: string; hash: string };

function* lookAt(root: string, id: string): Steps<{ state: CommitState; own: Own | undefined }> {
  const top = yield* topOf();
  const path = top === undefined ? undefined : pathIn(top, resolve(root, `${id}.json`));
  if (top === undefined || path === undefined) {
    const said = "this folder is not in a git repository";
    const why = fault("bad-request", "", said, "git init makes it one");
    return { state: { ...nowhere, why }, own: undefined };
  }
  const symbolic = yield { args: ["symbolic-ref", "--quiet", "--short", "HEAD"], cwd: top };
  const branch = symbolic.code === 0 ? symbolic.out.toString().trim() : undefined;
  const author = yield* authorIn(top);
  const base = { ...nowhere, repository: true, branch, author };
  const ids = [id, ...parentsOf(root, id)];
  const paths = ids.map((one) => pathIn(top, resolve(root, `${one}.json`)) ?? "");
  const filter = yield* filterOf(top, path);
  if (filter !== undefined)
    return { state: { ...base, why: filtered(`${id}.json`, filter) }, own: undefined };

  const head = yield* headIn(top);
  const committed = yield* committedIn(top, head, paths);
  const staged = yield* stagedIn(top, path);
  const contents = ids.map((one) => textIn(root, one));
  const isOpen: boolean[] = [];
  for (const [i, content] of contents.entries()) {
    const then = committed.get(paths[i]!)?.hash;
    const now = content && (yield* blobOf(content, { top, path: paths[i]! }));
    isOpen.push(now !== then);
  }
  const own = { top, path, head, content: contents[0], committed: committed.get(path), staged };
  const isIgnored = staged === undefined && own.committed === undefined;
  const why =
    (yield* inTheMiddle(top)) ??
    (author === undefined ? nameless : undefined) ??
    (isIgnored && (yield* ignores(top, path)) ? ignored(`${id}.json`) : undefined) ??
    (yield* lookedPast(top, path));
  const state = {
    ...base,
    why,
    open: isOpen[0]!,
    staged: yield* othersStaged(top, head, path),
    parents: ids.filter((_, i) => i > 0 && isOpen[i]),
  };
  return { state, own };
}

function textIn(root: string, id: string): FileText | undefined {
  const content = openFolder(root).read(id);
  return content && "text" in content ? content : undefined;
}

/** The name of the program that a file goes through on its way into git; undefined where it goes through none. */
function* filterOf(cwd: string, path: string): Steps<string | undefined> {
  const out = yield* answerOf({ args: ["check-attr", "-z", "filter", "--", path], cwd });
  const [, , value = "unspecified"] = out.toString().split("\0");
  return ["unspecified", "unset"].includes(value) ? undefined : value;
}

function* headIn(cwd: string): Steps<string> {
  const { code, out, err } = yield { args: ["rev-parse", "--verify", "--quiet", "HEAD"], cwd };
  if (code !== 0 && err.trim() !== "") throw failed(err);
  return code === 0 ? out.toString().trim() : "";
}

function* committedIn(cwd: string, head: string, paths: string[]): Steps<Map<string, Entry>> {
  if (head === "") return new Map();
  const out = yield* answerOf({
    args: ["ls-tree", "-z", "--full-tree", head, "--", ...paths],
    cwd,
  });
  const listed = [...out.toString().matchAll(/(\d+) blob ([0-9a-f]+)\t([^\0]*)\0/g)];
  return new Map(listed.map(([, mode, hash, path]) => [path!, { mode: mode!, hash: hash! }]));
}

function* stagedIn(cwd: string, path: string): Steps<Entry | undefined> {
  const out = yield* answerOf({ args: ["ls-files", "--stage", "-z", "--", path], cwd });
  const [, mode, hash] = /^(\d+) ([0-9a-f]+) 0\t/.exec(out.toString()) ?? [];
  return mode === undefined ? undefined : { mode, hash: hash! };
}

/** The blob that git would keep a text as, line ends as its settings and attributes have them; kept where `keep`. */
function* blobOf(
  content: FileText,
  { top, path, keep = false }: { top: string; path: string; keep?: boolean },
): Steps<string | undefined> {
  if ((yield* filterOf(top, path)) !== undefined) return undefined; // a program of the repository, which is not run
  const call = { args: ["hash-object", ...(keep ? ["-w"] : []), "--stdin", `--path=${path}`] };
  const { code, out, err } = yield { ...call, input: bytesOf(content), cwd: top };
  if (code === 0) return out.toString().trim();
  if (/would be replaced by/.test(err)) throw refused(safeCrlf, safeCrlfHint);
  throw failed(err);
}

const safeCrlf = "git's setting core.safecrlf does not take the line ends of this file";
const safeCrlfHint = 'write "*.json text eol=lf" into .gitattributes, or set core.safecrlf to warn';

/** The bytes of a file, a byte order mark included. */
function bytesOf({ text, etag }: FileText): Uint8Array {
  const bytes = Buffer.from(text);
  return etagOf(bytes) === etag ? bytes : Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]);
}

function* ignores(cwd: string, path: string): Steps<boolean> {
  const listed = ["ls-files", "--others", "--ignored", "--exclude-standard", "-z", "--", path];
  return (yield* answerOf({ args: listed, cwd })).length > 0;
}

/** Git can be told to take no notice of what happens to a file. */
function* lookedPast(cwd: string, path: string): Steps<Fault | undefined> {
  const tag = (yield* answerOf({ args: ["ls-files", "-v", "-z", "--", path], cwd })).toString()[0];
  if (tag === undefined || !/[a-zS]/.test(tag)) return undefined;
  const [name, undo] =
    tag === "h"
      ? ["assume-unchanged", "--no-assume-unchanged"]
      : ["skip-worktree", "--no-skip-worktree"];
  const said = `git is told to look past changes of this file (${name})`;
  return fault("bad-request", "", said, `git update-index ${undo} ${path}, then try again`);
}

function* othersStaged(cwd: string, head: string, path: string): Steps<number> {
  const out =
    head === ""
      ? yield* answerOf({ args: ["ls-files", "-z"], cwd })
      : yield* answerOf({
          args: ["diff-index", "--cached", "--name-only", "-z", ...quiet, head],
          cwd,
        });
  return out
    .toString()
    .split("\0")
    .filter((one) => one !== "" && one !== path).length;
}

const quiet = ["--no-ext-diff", "--no-textconv", "--no-renames", "--ignore-submodules"];

/** The person as git's settings name them; a machine's own name for them is no answer. */
function* authorIn(cwd: string): Steps<string | undefined> {
  const strictly = ["-c", "user.useConfigOnly=true", "var"];
  const [author, committer] = [
    yield { args: [...strictly, "GIT_AUTHOR_IDENT"], cwd },
    yield { args: [...strictly, "GIT_COMMITTER_IDENT"], cwd },
  ];
  if (author.code !== 0 || committer.code !== 0) return undefined;
  return author.out.toString().replace(/ \d+ [+-]\d+\s*$/, "");
}

const nameless = fault(
  "bad-request",
  "",
  "git does not know who you are, and a commit carries a name",
  'git config --global user.name "…" and git config --global user.email "…", then try again',
);

function ignored(file: string): Fault {
  return fault("bad-request", "", `git ignores ${file}`, "take it out of .gitignore first");
}

function filtered(file: string, filter: string): Fault {
  const said = `${file} goes through the filter "${filter}" of this repository, which is not run from here`;
  return fault("bad-request", "", said, "commit it with git");
}

/** What git is in the middle of, as each of its notes says. */
const notes = [
  ["MERGE_HEAD", "a merge", "git merge --continue, or git merge --abort"],
  ["rebase-merge", "a rebase", "git rebase --continue, or git rebase --abort"],
  ["rebase-apply", "a rebase", "git rebase --continue, or git rebase --abort"],
  ["CHERRY_PICK_HEAD", "a cherry-pick", "git cherry-pick --continue, or --abort"],
  ["REVERT_HEAD", "a revert", "git revert --continue, or --abort"],
  ["sequencer", "a series of picks or reverts", "git cherry-pick --continue, or --abort"],
  ["BISECT_LOG", "a bisect", "git bisect reset"],
] as const;

function* inTheMiddle(cwd: string): Steps<Fault | undefined> {
  const args = ["rev-parse", ...notes.flatMap(([note]) => ["--git-path", note])];
  const out = yield* answerOf({ args, cwd });
  const paths = out.toString().trim().split(/\r?\n/);
  const found = notes.find((_, i) => existsSync(resolve(cwd, paths[i]!)));
  if (found) {
    const said = `the repository is in the middle of ${found[1]}`;
    return fault("bad-request", "", said, `finish it first: ${found[2]}`);
  }
  const unmerged = yield* answerOf({ args: ["ls-files", "--unmerged", "-z"], cwd });
  if (unmerged.length === 0) return undefined;
  const hint = "settle them first: git status names them";
  return fault("bad-request", "", "files of this repository are in conflict", hint);
}

function parentsOf(root: string, id: string): string[] {
  const folder = openFolder(root);
  const content = folder.read(id);
  if (!content || "code" in content) return [];
  return [...readAs(id, content.text, folder).texts.keys()].filter((one) => one !== id);
}

function* commitSteps(root: string, id: string, { message, etag }: Asked): Steps<Committed> {
  const { state, own } = yield* lookAt(root, id);
  if (state.why) throw refused(state.why.message, state.why.hint ?? "");
  const { content, top, path, head } = own!;
  if (content?.etag !== etag) {
    const hint = "look at it, then commit";
    throw new NotSaved("stale", [
      fault("conflict", "", "the file has changed since it was read", hint),
    ]);
  }
  if (!state.open)
    throw refused(`${id}.json is as the last commit has it`, "there is nothing to commit");
  const hash = yield* blobOf(content, { top, path, keep: true });
  if (hash === undefined)
    throw refused(`${id}.json goes through a filter now`, "commit it with git");
  const mode = (own!.committed ?? own!.staged)?.mode ?? "100644";
  const entry = { mode: mode.startsWith("100") ? mode : "100644", hash };
  const tree = yield* treeWith(own!, entry);
  const commit = yield* commitObject(tree, { message, top, head });
  // First the index, then the branch: cut off between them, the file is staged, which loses nothing.
  yield* setEntry(own!, entry);
  const words = message.trim().split("\n")[0]!.slice(0, 200);
  const log = `${head === "" ? "commit (initial)" : "commit"}: ${words}`;
  const moved = yield { args: ["update-ref", "-m", log, "HEAD", commit, head], cwd: top };
  if (moved.code !== 0) {
    yield* setEntry(own!, own!.staged);
    throw notCommitted(moved.err);
  }
  const short = yield { args: ["rev-parse", "--short", commit], cwd: top };
  return { commit, short: short.out.toString().trim() || commit.slice(0, 7), branch: state.branch };
}

/** The last commit's files with this one in its place, made in an index of its own. */
function* treeWith({ top, path, head }: Own, { mode, hash }: Entry): Steps<string> {
  const name = `tandem-index-${process.pid}-${randomBytes(6).toString("hex")}`;
  const where = yield* answerOf({ args: ["rev-parse", "--git-path", name], cwd: top });
  const index = resolve(top, where.toString().replace(/\r?\n$/, ""));
  try {
    yield* done({ args: ["read-tree", head === "" ? "--empty" : head], cwd: top, index });
    const info = `${mode},${hash},${path}`;
    yield* done({ args: ["update-index", "--add", "--cacheinfo", info], cwd: top, index });
    return (yield* done({ args: ["write-tree"], cwd: top, index })).trim();
  } finally {
    for (const one of [index, `${index}.lock`]) rmSync(one, { force: true });
  }
}

function* commitObject(
  tree: string,
  { message, top, head }: { message: string; top: string; head: string },
): Steps<string> {
  const input = yield* done({ args: ["stripspace"], input: message, cwd: top });
  const parent = head === "" ? [] : ["-p", head];
  const args = ["-c", "user.useConfigOnly=true", "commit-tree", "--no-gpg-sign", ...parent];
  return (yield* done({ args: [...args, "-F", "-", tree], input, cwd: top })).trim();
}

/** Brings the repository's index to an entry of the file; undefined: git does not know the file. */
function* setEntry({ top, path }: Own, entry: Entry | undefined): Steps<void> {
  const change = entry
    ? ["--add", "--cacheinfo", `${entry.mode},${entry.hash},${path}`]
    : ["--force-remove", "--", path];
  // Git compares files that were staged within the last moment again, through their filters.
  const settings = yield* withoutFilters(top);
  yield* done({ args: ["update-index", ...change], cwd: top, settings });
}

/** Settings under which no filter of a repository is run. */
function* withoutFilters(cwd: string): Steps<[string, string][]> {
  const args = ["config", "-z", "--name-only", "--get-regexp", String.raw`^filter\.`];
  const { out } = yield { args, cwd }; // fails where there is none
  const keys = out
    .toString()
    .split("\0")
    .filter((key) => key !== "");
  const names = new Set(keys.map((key) => key.slice(0, key.lastIndexOf("."))));
  return [...names].flatMap((name): [string, string][] => [
    [`${name}.clean`, ""],
    [`${name}.smudge`, ""],
    [`${name}.process`, ""],
    [`${name}.required`, "false"],
  ]);
}

/** A step that must succeed; else what git said. */
function* done(call: {
  args: string[];
  input?: string;
  cwd: string;
  index?: string;
  settings?: [string, string][];
}): Steps<string> {
  const { code, out, err } = yield call;
  if (code !== 0) throw notCommitted(err);
  return out.toString();
}

function notCommitted(err: string): Error {
  if (/\.lock'?: File exists/.test(err))
    return refused("another git is at work in this repository", "try again in a moment");
  if (/but expected|reference already exists/.test(err))
    return refused(
      "another commit was made meanwhile; this one was not",
      "look at it, then commit",
    );
  const said = firstLine(err);
  return refused(`git did not commit: ${said}`, "nothing was committed; the file is saved");
}
