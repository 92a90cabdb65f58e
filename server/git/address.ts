/**
 * A scenario at a revision as a person writes it, `HEAD~3:scenarios/x.json`, and two revisions, `main..proposal`.
 *
 * Always    a path is taken as git does, from the top of the repository, else from here, else as an id in ./scenarios;
 *           a file that is called like an address is that file.
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { posix } from "node:path";
import { ProblemError } from "#models";
import { fault, type Fault } from "../fault.ts";
import type { Folder } from "../store/folder.ts";
import { isId } from "../store/names.ts";
import { answerOf, now, pathIn, type Steps, topOrRefused } from "./git.ts";
import { commitOf, folderAt, revisionFault, textAt } from "./revisions.ts";

const folderName = "scenarios";

type Address = { revision: string; path: string };

/** The revision and path that a word names; undefined where it names no revision. */
export function addressOf(given: string, cwd: string): Address | undefined {
  const colon = given.indexOf(":");
  if (colon < 0 || /^[A-Za-z]:[\\/]/.test(given) || existsSync(resolve(cwd, given)))
    return undefined;
  return { revision: given.slice(0, colon), path: given.slice(colon + 1) };
}

export type Range = { from: string; to: string };

/** The two revisions that `main..proposal` names; without a last one, HEAD as in git. */
export function rangeOf(given: string, cwd: string): Range | undefined {
  const found = /^([^:]*[^:/.])\.\.(?:([^:/.\s][^:]*))?$/.exec(given);
  if (!found || existsSync(resolve(cwd, given))) return undefined;
  return { from: found[1]!, to: found[2] ?? "HEAD" };
}

/** A scenario's text at a revision, with the folder it stands in. */
export type AtRevision = { id: string; file: string; text: string; folder: Folder };

/** What stands at an address, or why nothing does. */
export function readAddress({ revision, path }: Address, cwd: string): AtRevision | Fault {
  const wrong = revisionFault(revision);
  if (wrong) return wrong;
  try {
    return now(cwd, readSteps({ revision, path }, cwd));
  } catch (error) {
    if (error instanceof ProblemError) return error.problems[0]!;
    throw error;
  }
}

function* readSteps({ revision, path }: Address, cwd: string): Steps<AtRevision | Fault> {
  const top = yield* topOrRefused();
  const commit = yield* commitOf(revision);
  const withEnding = path.endsWith(".json") ? path : `${path}.json`;
  const tried = [
    posix.normalize(withEnding),
    pathIn(top, resolve(cwd, withEnding)),
    pathIn(top, join(cwd, folderName, withEnding)),
  ].filter((one) => one !== undefined && !one.startsWith("../") && !one.startsWith("/"));
  const out = yield* answerOf({
    args: ["ls-tree", "-z", "--name-only", "--full-tree", commit, "--", ...(tried as string[])],
  });
  const there = new Set(out.toString().split("\0"));
  const found = tried.find((one) => there.has(one!));
  if (found === undefined) {
    const hint = "a path from the top of the repository, or an id in ./scenarios";
    return fault("not-found", "", `there was no scenario ${path} at ${revision}`, hint);
  }
  const root = rootIn(found);
  const id = (root === "" ? found : found.slice(root.length + 1)).replace(/\.json$/, "");
  if (!isId(id)) {
    const hint = "a scenario's file is called by small letters, digits and hyphens";
    return fault("bad-request", "", `${found} cannot be a scenario's file`, hint);
  }
  const folder = yield* folderAt(commit, root);
  const content = folder.read(id);
  if (!content) return fault("not-found", "", "this is not a regular file");
  if ("code" in content) return content;
  return { id, file: `${revision}:${found}`, text: content.text, folder };
}

/**
 * A file that stood beside scenarios at a revision, by its name from the top; undefined where there was none.
 * `most` caps its bytes.
 */
export function fileAt(
  { revision, path }: Address,
  { cwd, most }: { cwd: string; most: number },
): string | Fault | undefined {
  if (revisionFault(revision)) return undefined;
  return now(cwd, fileSteps({ revision, path }, most));
}

function* fileSteps({ revision, path }: Address, most: number): Steps<string | Fault | undefined> {
  const commit = yield* commitOf(revision);
  const listing = yield* answerOf({
    args: ["ls-tree", "-l", "-z", "--full-tree", commit, "--", path],
  });
  const found = /^100(?:644|755) blob ([0-9a-f]+) +(\d+)\t/.exec(listing.toString());
  if (!found) return undefined;
  if (Number(found[2]) > most)
    return fault("too-large", "", `the file is larger than ${most / 1024 / 1024} MiB`);
  return yield* textAt(found[1]!, most);
}

/** The nearest folder called `scenarios` that a file is in, within reach of an id; else the file's own. */
export function rootIn(path: string): string {
  const own = posix.dirname(path);
  const near = [own, posix.dirname(own), posix.dirname(posix.dirname(own))];
  const root = near.find((folder) => posix.basename(folder) === folderName) ?? own;
  return root === "." ? "" : root;
}
