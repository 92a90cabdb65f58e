/** Real repositories in folders of their own, without a network and without anybody's settings. */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { run, type Said } from "../cli/terminal.ts";

const shipped = fileURLToPath(new URL("../../scenarios/", import.meta.url));
const main = fileURLToPath(new URL("../../server/cli/main.ts", import.meta.url));

/** How git calls the command line of these sources. */
export const ownCommand = `'${process.execPath}' --import '${import.meta.resolve("tsx")}' '${main}'`;

/** A document as JSON gives it, for edits of any kind. */
export type Parsed = ReturnType<typeof JSON.parse>;

export type Repository = {
  root: string;
  git: (...args: string[]) => { code: number; out: string };
  tandem: (...argv: string[]) => Promise<Said>;
  read: (path: string) => string;
  write: (path: string, text: string) => void;
  document: (id: string) => Parsed;
  /** Changes a scenario's file and commits it. */
  edit: (id: string, change: (document: Parsed) => void, message?: string) => void;
  commit: (message: string) => void;
};

/** A repository on the branch `main` with these shipped scenarios in its first commit. */
export function repository(...ids: string[]): Repository {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "tandem-git-")));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const env = {
    PATH: process.env["PATH"],
    HOME: root,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_TERMINAL_PROMPT: "0",
  };
  const git: Repository["git"] = (...args) => {
    const who = ["-c", "user.name=Avery Sample", "-c", "user.email=avery@example.com"];
    const setting = { cwd: root, env, encoding: "utf8" as const };
    const { status, stdout, stderr } = spawnSync("git", [...who, ...args], setting);
    return { code: status ?? -1, out: `${stdout}${stderr}` };
  };
  const path = (name: string): string => join(root, name);
  const one: Repository = {
    root,
    git,
    tandem: (...argv) => run(root, ...argv),
    read: (name) => readFileSync(path(name), "utf8"),
    write: (name, text) => {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), text);
    },
    document: (id) => JSON.parse(one.read(`scenarios/${id}.json`)),
    edit: (id, change, message = `edit ${id}`) => {
      const document = one.document(id);
      change(document);
      one.write(`scenarios/${id}.json`, `${JSON.stringify(document, null, 2)}\n`);
      one.commit(message);
    },
    commit: (message) => {
      git("add", "--all");
      git("commit", "--quiet", "-m", message);
    },
  };
  git("init", "--quiet", "--initial-branch=main");
  mkdirSync(path("scenarios"));
  for (const id of ids) cpSync(join(shipped, `${id}.json`), path(`scenarios/${id}.json`));
  one.commit("First scenarios");
  return one;
}

/** The same with the merge driver installed and committed. */
export async function withDriver(...ids: string[]): Promise<Repository> {
  const one = repository(...ids);
  await one.tandem("git-setup", "--command", ownCommand);
  one.commit("Merge scenarios by id");
  return one;
}

/** Two edits of one file on two branches, and what git says when they are merged into `main`. */
export function mergeOf(
  one: Repository,
  id: string,
  { ours, theirs }: { ours: (document: Parsed) => void; theirs: (document: Parsed) => void },
): { code: number; out: string } {
  one.git("checkout", "--quiet", "-b", "proposal");
  one.edit(id, theirs, "their edit");
  one.git("checkout", "--quiet", "main");
  one.edit(id, ours, "our edit");
  return one.git("merge", "--no-edit", "proposal");
}
