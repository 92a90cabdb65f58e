/**
 * One scenario's file as a commit, with the person's own name.
 *
 * Terms     own = the scenario's file; staged = what git add has put aside for the next commit.
 * Always    only the own file goes into the commit, and what else is staged stays staged; the name and the address are the
 *           person's own from git's settings and never guessed; nothing is committed in the middle of a merge or a rebase;
 *           no hook, signature program or filter is run; where it fails, the index is as it was.
 * Not here  writing the file (store/edits.ts), pushing, branches: that is git's.
 */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fault, type Fault } from "../fault.ts";
import { openFolder } from "../store/folder.ts";
import { NotSaved } from "../store/save.ts";
import { later, pathIn, refused, type Steps, topOf } from "./git.ts";
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
  const top = yield* topOf();
  const path = top === undefined ? undefined : pathIn(top, resolve(root, `${id}.json`));
  if (top === undefined || path === undefined) {
    const said = "this folder is not in a git repository";
    return { ...nowhere, why: fault("bad-request", "", said, "git init makes it one") };
  }
  const head = yield { args: ["symbolic-ref", "--quiet", "--short", "HEAD"], cwd: top };
  const branch = head.code === 0 ? head.out.toString().trim() : undefined;
  const author = yield* authorIn(top);
  const base = { ...nowhere, repository: true, branch, author };
  const filter = yield { args: ["check-attr", "-z", "filter", "--", path], cwd: top };
  const [, , value = "unspecified"] = filter.out.toString().split("\0");
  if (!["unspecified", "unset"].includes(value))
    return { ...base, why: filtered(`${id}.json`, value) };
  const others = parentsOf(root, id).map((one) => ({
    id: one,
    path: pathIn(top, resolve(root, `${one}.json`)) ?? "",
  }));
  const said = yield {
    args: [
      "status",
      "--porcelain=v1",
      "-z",
      "--ignored",
      "--untracked-files=all",
      "--no-renames",
    ].concat(["--", path, ...others.map((one) => one.path)]),
    cwd: top,
  };
  const states = new Map(
    said.out
      .toString()
      .split("\0")
      .map((line) => [line.slice(3), line.slice(0, 2)]),
  );
  const staging = yield { args: ["diff", "--cached", "--name-only", "-z", ...quiet], cwd: top };
  const staged = staging.out
    .toString()
    .split("\0")
    .filter((one) => one !== "" && one !== path).length;
  const own = states.get(path);
  const why =
    (yield* inTheMiddle(top)) ??
    (author === undefined ? nameless : undefined) ??
    (own === "!!" ? ignored(`${id}.json`) : undefined);
  return {
    ...base,
    why,
    open: own !== undefined && own !== "!!",
    staged,
    parents: others.filter((one) => states.has(one.path)).map((one) => one.id),
  };
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
] as const;

function* inTheMiddle(cwd: string): Steps<Fault | undefined> {
  const args = ["rev-parse", ...notes.flatMap(([note]) => ["--git-path", note])];
  const { out } = yield { args, cwd };
  const paths = out.toString().trim().split(/\r?\n/);
  const found = notes.find((_, i) => existsSync(resolve(cwd, paths[i]!)));
  if (found) {
    const said = `the repository is in the middle of ${found[1]}, which takes all files in one commit`;
    return fault("bad-request", "", said, `finish it first: ${found[2]}`);
  }
  const unmerged = yield { args: ["ls-files", "--unmerged", "-z"], cwd };
  if (unmerged.out.length === 0) return undefined;
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
  const { why, open, branch } = yield* stateSteps(root, id);
  if (why) throw refused(why.message, why.hint ?? "");
  const content = openFolder(root).read(id);
  if (!content || "code" in content || content.etag !== etag) {
    const hint = "look at it, then commit";
    throw new NotSaved("stale", [
      fault("conflict", "", "the file has changed since it was read", hint),
    ]);
  }
  if (!open) throw refused(`${id}.json is as the last commit has it`, "there is nothing to commit");
  const top = (yield* topOf())!;
  const path = pathIn(top, resolve(root, `${id}.json`))!;
  const known = yield { args: ["ls-files", "-z", "--", path], cwd: top };
  const isNew = known.out.length === 0;
  if (isNew) yield* done({ args: ["add", "--intent-to-add", "--", path], cwd: top });
  const settings = [
    "user.useConfigOnly=true",
    "commit.gpgSign=false",
    "gc.auto=0",
    "maintenance.auto=false",
  ];
  try {
    yield* done({
      args: [
        ...settings.flatMap((setting) => ["-c", setting]),
        "commit",
        "--quiet",
        "--cleanup=whitespace",
        "--no-verify",
        "--file=-",
        "--only",
        "--",
        path,
      ],
      input: message,
      cwd: top,
    });
  } catch (error) {
    if (isNew) yield { args: ["rm", "--cached", "--force", "--quiet", "--", path], cwd: top };
    throw error;
  }
  const { out } = yield { args: ["log", "-1", "--no-show-signature", "--format=%H %h"], cwd: top };
  const [commit = "", short = ""] = out.toString().trim().split(" ");
  return { commit, short, branch };
}

/** A step that must succeed; else what git said. */
function* done(call: { args: string[]; input?: string; cwd: string }): Steps<void> {
  const { code, out, err } = yield call;
  if (code === 0) return;
  if (/\.lock'?: File exists/.test(err))
    throw refused("another git is at work in this repository", "try again in a moment");
  const said = `${err}\n${out.toString()}`.trim().split("\n")[0] ?? "";
  throw refused(`git did not commit: ${said}`, "nothing was committed; the file is saved");
}
