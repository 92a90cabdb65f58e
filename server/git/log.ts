/**
 * Who changed a scenario, when and with which words: its file through renames, and the files it extends.
 *
 * Always    newest first; a commit once, with every file of the scenario that it touched.
 */
import { failed, type Steps } from "./git.ts";

export type LogEntry = {
  commit: string;
  /** Short hash, for people. */
  short: string;
  author: string;
  /** ISO date with its zone. */
  when: string;
  /** First line of the message. */
  message: string;
  /** The scenario's own file as it is called from this commit on, from the top; the parents' where only they changed. */
  path: string;
  /** True where the commit touched the scenario's own file, and not only one that it extends. */
  own: boolean;
  /** Name before a rename in this commit. */
  renamedFrom: string | undefined;
  /** Files of the scenario that the commit touched, from the top. */
  files: string[];
};

const format = "--format=%x01%H%x00%h%x00%an%x00%aI%x00%ct%x00%s";
const how = ["-z", "--no-color", "--no-ext-diff", "--no-textconv", "--no-show-signature"];

type Dated = LogEntry & { time: number; added: boolean };

/** In `cwd`, the top of a repository: at most `most` commits that touched the file at `path`, or one of `parents`. */
export function* logOf(
  cwd: string,
  path: string,
  { parents, most }: { parents: readonly string[]; most: number },
): Steps<LogEntry[]> {
  const count = `--max-count=${most}`;
  const listing = ["log", ...how, format, "--name-status", count];
  const own = yield { args: [...listing, "--follow", "-M", "HEAD", "--", path], cwd };
  if (own.code !== 0) {
    const head = yield { args: ["rev-parse", "--verify", "--quiet", "HEAD"], cwd };
    if (head.code !== 0 && head.err.trim() === "") return []; // no commit yet
    throw failed(own.err);
  }
  const found = new Map<string, Dated>();
  let called = path;
  for (const entry of entriesIn(own.out.toString())) {
    found.set(entry.commit, { ...entry, path: called, own: true });
    if (entry.renamedFrom !== undefined) called = entry.renamedFrom;
  }
  const names = new Set([path, ...[...found.values()].flatMap((one) => one.renamedFrom ?? [])]);
  const born = own.out.length > 0 ? yield* firstOf(cwd, found) : undefined;
  for (const parent of parents) {
    // One at a time: git follows the renames of one file only.
    const above = yield { args: [...listing, "--follow", "-M", "HEAD", "--", parent], cwd };
    for (const entry of above.code === 0 ? entriesIn(above.out.toString()) : []) {
      for (const file of [parent, ...entry.files, entry.renamedFrom]) if (file) names.add(file);
      const known = found.get(entry.commit);
      if (known) known.files.push(...entry.files);
      else if (!born?.has(entry.commit))
        found.set(entry.commit, { ...entry, path: "", own: false, renamedFrom: undefined });
    }
  }
  const listed = yield { args: ["rev-list", "--date-order", "HEAD", "--", ...names], cwd };
  // Many commits can be of one second, so their order is the history's, not the clock's.
  const order = new Map(
    listed.out
      .toString()
      .split("\n")
      .map((commit, i) => [commit, i]),
  );
  const rank = ({ commit }: Dated): number => order.get(commit) ?? order.size;
  const sorted = [...found.values()]
    .toSorted((a, b) => rank(a) - rank(b) || b.time - a.time)
    .slice(0, most);
  return withNames(sorted, path);
}

/** The commits before a file was there: what a parent was then is not the scenario's history. */
function* firstOf(cwd: string, found: ReadonlyMap<string, Dated>): Steps<ReadonlySet<string>> {
  const first = [...found.values()].findLast(({ added }) => added);
  if (!first) return new Set();
  const { out } = yield { args: ["rev-list", `${first.commit}^@`], cwd };
  return new Set(out.toString().split("\n"));
}

/** Gives commits that touched only parents the name that the scenario's own file had then. */
function withNames(entries: readonly Dated[], path: string): LogEntry[] {
  let called = path;
  return entries.map(({ time: _time, added: _added, ...entry }) => {
    const named = entry.own ? entry : { ...entry, path: called };
    called = entry.renamedFrom ?? named.path;
    return named;
  });
}

function entriesIn(listing: string): Dated[] {
  const entries: Dated[] = [];
  const words = listing.split("\0");
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word.startsWith("\u0001")) {
      const [short = "", author = "", when = "", time = "", message = ""] = words.slice(
        i + 1,
        i + 6,
      );
      const commit = word.slice(1);
      const entry = { commit, short, author, when, message, time: Number(time) };
      const none = { path: "", own: true, added: false, renamedFrom: undefined, files: [] };
      entries.push({ ...entry, ...none });
      i += 5;
      continue;
    }
    const status = word.replace(/^\n/, "");
    const entry = entries.at(-1);
    if (!entry || !/^[A-Z]\d*$/.test(status)) continue;
    const moved = /^[RC]/.test(status);
    if (status === "A") entry.added = true;
    if (moved) entry.renamedFrom = words[++i]!;
    entry.files.push(words[++i]!);
  }
  return entries;
}
