/**
 * The git program, asked in a way that a folder's own configuration cannot turn against its reader.
 *
 * Terms     steps = questions to git, one after the other, as a generator: the same steps are driven at once (the
 *           command line) or without waiting (the server).
 * Always    fixed arguments without a shell; no hook, monitor, pager, prompt, signature check or network; a time-out and
 *           a cap on what is read; a variable of a surrounding git does not reach it.
 * Not here  what is asked (revisions.ts, log.ts), the format of git's object store (git knows it).
 */
import { execFile, spawnSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { type Problem, ProblemError } from "#models";

type GitCall = {
  args: readonly string[];
  input?: string | Uint8Array;
  /** Folder it is asked in, where that is another than the steps'. */
  cwd?: string;
  /** Most bytes of its answer. */
  most?: number;
  /** Another index than the repository's. */
  index?: string;
  /** Settings that count before the repository's own. */
  settings?: readonly (readonly [key: string, value: string])[];
};

type GitAnswer = { code: number; out: Buffer; err: string; cwd: string };

/** Questions to git that end in a T. */
export type Steps<T> = Generator<GitCall, T, GitAnswer>;

const harmless = [
  "--no-pager",
  "--no-optional-locks",
  "--literal-pathspecs",
  ...[
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.quotePath=false",
    "log.showSignature=false",
    "i18n.commitEncoding=UTF-8",
    "i18n.logOutputEncoding=UTF-8",
    "core.splitIndex=false",
    "protocol.allow=never",
  ].flatMap((setting) => ["-c", setting]),
];

const patience = 20_000;
const mostBytes = 16 * 1024 * 1024;

/** Runs steps in a folder and waits for each. */
export function now<T>(cwd: string, steps: Steps<T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next(askNow(cwd, step.value));
  return step.value;
}

/** Runs steps in a folder without holding up anything else. */
export async function later<T>(cwd: string, steps: Steps<T>): Promise<T> {
  let step = steps.next();
  while (!step.done) step = steps.next(await askLater(cwd, step.value)); // one needs the other's answer
  return step.value;
}

function settingsFor(given: string, { most = mostBytes, cwd = given, index, settings }: GitCall) {
  const env = environment();
  if (index !== undefined) env["GIT_INDEX_FILE"] = index;
  if (settings) {
    // Not as arguments: a name that a repository chose may hold an equals sign.
    env["GIT_CONFIG_COUNT"] = String(settings.length);
    for (const [i, [key, value]] of settings.entries()) {
      env[`GIT_CONFIG_KEY_${i}`] = key;
      env[`GIT_CONFIG_VALUE_${i}`] = value;
    }
  }
  return { cwd, env, timeout: patience, maxBuffer: most, windowsHide: true };
}

function askNow(cwd: string, call: GitCall): GitAnswer {
  const settings = { ...settingsFor(cwd, call), input: call.input ?? "" };
  const { status, stdout, stderr, error } = spawnSync("git", [...harmless, ...call.args], settings);
  if (error) throw notRun(error, cwd);
  return { code: status ?? 1, out: stdout, err: stderr.toString(), cwd: settings.cwd };
}

function askLater(cwd: string, call: GitCall): Promise<GitAnswer> {
  const settings = { ...settingsFor(cwd, call), encoding: "buffer" as const };
  return new Promise((resolve, reject) => {
    const child = execFile("git", [...harmless, ...call.args], settings, (error, out, err) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === "number") resolve({ code, out, err: err.toString(), cwd: settings.cwd });
      else reject(notRun(error!, cwd));
    });
    child.stdin?.on("error", () => undefined); // it ended before it read everything; its answer tells
    child.stdin?.end(call.input ?? "");
  });
}

/** Everything but what git would take from a git around this process, and nothing it could ask a person with. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !name.startsWith("GIT_") || keptNames.has(name),
  );
  return {
    ...Object.fromEntries(own),
    LC_ALL: "C",
    GIT_TERMINAL_PROMPT: "0",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "none",
  };
}

/** Where a person's own settings are, which name authors. */
const keptNames: ReadonlySet<string> = new Set([
  "GIT_CONFIG_GLOBAL",
  "GIT_CONFIG_SYSTEM",
  "GIT_CONFIG_NOSYSTEM",
  "GIT_CEILING_DIRECTORIES",
]);

function notRun(error: Error & { code?: unknown; killed?: boolean }, cwd: string): Error {
  const { code } = error;
  if (code === "ENOENT" && existsSync(cwd))
    return refused("git is not installed on this machine", "versions need the git program");
  if (code === "ENOENT") return refused(`there is no folder ${cwd}`, "name one that is there");
  if (code === "ENOBUFS" || code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER")
    return refused("git has more to say than is read at once", "ask for fewer revisions or files");
  if (code === "ETIMEDOUT" || error.killed)
    return refused(`git did not answer within ${patience / 1000} seconds`, "try again");
  return error;
}

/** That git was asked in vain: what to tell the person. */
export function refused(message: string, hint: string, code: Problem["code"] = "bad-request") {
  return new ProblemError([{ code, path: "", message, hint }]);
}

/** What git answers, where it must; else its first line, passed on. */
export function* answerOf(call: GitCall): Steps<Buffer> {
  const { code, out, err } = yield call;
  if (code !== 0) throw failed(err);
  return out;
}

/** That git failed, in its own words. */
export function failed(err: string): ProblemError {
  if (/\.lock'?: File exists/.test(err))
    return refused("another git is at work in this repository", "try again in a moment");
  const said = firstLine(err);
  if (/lazy fetch|promisor|could not fetch/i.test(err)) return refused(`git: ${said}`, fetchHint);
  return refused(`git: ${said}`, "git status and git fsck tell more");
}

/** What to do where git has not, or cannot read, what a commit holds. */
export const fetchHint =
  "git fetch --refetch gets older contents, and git fsck tells what is damaged";

/** The line of git's that says what is wrong. */
export function firstLine(err: string): string {
  const lines = err.split("\n").map((line) => line.trim());
  const line = lines.find((one) => /^(fatal|error):/.test(one)) ?? lines.find((one) => one !== "");
  return line?.replace(/^(fatal|error): /, "") ?? "it failed and did not say why";
}

/** Where a repository's files are; undefined where a folder is in none. */
export function* topOf(): Steps<string | undefined> {
  const { code, out, err, cwd } = yield { args: ["rev-parse", "--show-toplevel"] };
  const top = out.toString().replace(/\r?\n$/, "");
  if (code === 0 && top !== "") return top;
  if (err.includes("dubious ownership"))
    throw refused(
      "this repository belongs to another account, so git does not read it",
      "trust it with git's setting safe.directory, if you do",
    );
  if (code === 0 || /must be run in a work tree/.test(err)) return undefined;
  if (!/not a git repository \(or any /.test(err)) throw failed(err);
  if (holdsObjects(cwd))
    throw refused(
      "there is a .git here, but git does not take it for a repository",
      "look at .git/HEAD, which names the branch; git status tells more",
    );
  return undefined;
}

/** Whether there is a repository, sound or not. */
function holdsObjects(cwd: string): boolean {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git", "objects"))) return true;
    if (dirname(folder) === folder) return false;
  }
}

/** The same, or that there is no repository, said as a problem. */
export function* topOrRefused(): Steps<string> {
  const top = yield* topOf();
  if (top !== undefined) return top;
  throw refused(
    "this folder is not in a git repository, so there are no earlier versions",
    "git init makes it one",
    "not-found",
  );
}

/** A path of this machine as git names it from the top, with slashes; undefined where it is not below. */
export function pathIn(top: string, path: string): string | undefined {
  const below = relative(real(top), real(path)).replaceAll(sep, "/");
  return below === ".." || below.startsWith("../") || /^([A-Za-z]:|\/)/.test(below)
    ? undefined
    : below;
}

/** A path without links in the folders that are there. */
function real(path: string): string {
  for (let folder = path; ;) {
    if (existsSync(folder)) return realpathSync(folder) + path.slice(folder.length);
    const cut = Math.max(folder.lastIndexOf("/"), folder.lastIndexOf(sep));
    if (cut <= 0) return path;
    folder = folder.slice(0, cut);
  }
}
