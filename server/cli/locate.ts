/**
 * From what stands on the command line to a scenario: a path to a .json file anywhere, an id in ./scenarios, or either
 * of them at a revision of git, `HEAD~3:scenarios/x.json`.
 *
 * Always    `extends` is looked up in the nearest folder called `scenarios` above the file, else in the file's own; never
 *           outside it. Problems name files as the caller would.
 */
import { existsSync, statSync } from "node:fs";
import { basename, dirname, extname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { type LoadedScenario, ProblemError } from "#models";
import { fault, type Fault } from "../fault.ts";
import { addressOf, readAddress } from "../git/address.ts";
import { now } from "../git/git.ts";
import { commitOf } from "../git/revisions.ts";
import { atRevision } from "../git/versions.ts";
import { readText } from "../store/file.ts";
import { asSegment, isId, isOtherFile } from "../store/names.ts";
import { type Folder, openFolder } from "../store/folder.ts";
import { createStore } from "../store/scenarios.ts";
import type { Io } from "./io.ts";
import { UsageError } from "./options.ts";

export type Located = {
  id: string;
  /** As the caller would write it. */
  file: string;
  loaded: LoadedScenario | undefined;
  problems: Fault[];
};

export const folderName = "scenarios";

/** A scenario's text, with the folder it stands in. */
export type Opened = {
  id: string;
  /** As the caller would write it. */
  file: string;
  text: string;
  folder: Folder;
  /** The revision it was read from; undefined for what is there now. */
  revision: string | undefined;
};

/** The text that `given` means, or why it means none. */
export function open(given: string, cwd: string): Opened | (Fault & { id: string; file: string }) {
  const address = addressOf(given, cwd);
  if (address) {
    const read = readAddress(address, cwd);
    if ("code" in read) return { ...read, id: given, file: given };
    return { ...read, revision: address.revision };
  }
  const wrong = noScenario(given, cwd);
  if (wrong) return { ...wrong, id: given };
  const path = pathOf(given, cwd);
  const root = rootOf(path);
  const id = idOf(root, path);
  const file = shown(path, cwd);
  const content = readText(path, true);
  if (!content) {
    const hint = isRevision(given, cwd)
      ? `a revision takes a path behind it: ${given}:${folderName}/x.json`
      : "give the path of a .json file, or an id in ./scenarios";
    return { ...fault("not-found", "", "there is no such scenario", hint), id, file };
  }
  if ("code" in content) return { ...content, id, file };
  return { id, file, text: content.text, folder: openFolder(root), revision: undefined };
}

function isRevision(given: string, cwd: string): boolean {
  try {
    return now(cwd, commitOf(given)) !== "";
  } catch (error) {
    if (error instanceof ProblemError) return false; // not one, or no git to ask
    throw error;
  }
}

/** The scenario that `given` means. A file that does not load is there, with its problems. */
export function locate(given: string, cwd: string): Located {
  const opened = open(given, cwd);
  if ("code" in opened) {
    const { id, ...problem } = opened;
    return { id, file: problem.file, loaded: undefined, problems: [problem] };
  }
  const { id, file, text, folder, revision } = opened;
  const { loaded, problems } = createStore(folder).readAs(id, text);
  const own = `${id}.json`;
  return {
    id,
    file,
    loaded: loaded && revision !== undefined ? atRevision(loaded, revision) : loaded,
    problems: problems.map((problem) =>
      problem.file === own
        ? { ...problem, file }
        : revision === undefined
          ? named(problem, folder.root, cwd)
          : { ...problem, file: `${file.slice(0, -own.length)}${problem.file ?? own}` },
    ),
  };
}

/** The scenario's own file and those of its parents. */
export function lineageFiles({ id, file, loaded }: Located, cwd: string): string[] {
  const path = resolve(cwd, file);
  const own = `${id}.json`;
  if (!path.replaceAll("\\", "/").endsWith(`/${own}`)) return [path];
  const root = path.slice(0, -own.length);
  const parents = (loaded?.lineage ?? []).map((one) => resolve(root, `${one.id}.json`));
  return [path, ...parents.filter((one) => one !== path)];
}

/** Why what is given can be no scenario, whatever the file says. */
function noScenario(given: string, cwd: string): (Fault & { file: string }) | undefined {
  const folder = folderOf(given, cwd);
  if (folder !== undefined) {
    const hint = "give one .json file in it";
    return { ...fault("not-found", "", "this is a folder", hint), file: shown(folder, cwd) };
  }
  const path = pathOf(given, cwd);
  if (existsSync(path)) {
    if (!isOtherFile(basename(path))) return undefined;
    return { ...fault("not-found", "", "this is not a scenario"), file: shown(path, cwd) };
  }
  const asPath = resolve(cwd, given);
  const ending = extname(given);
  if (!existsSync(asPath) && (ending === "" || ending === ".json")) return undefined;
  const hint = "a scenario is a .json file, or an id in ./scenarios";
  return { ...fault("not-found", "", "does not end with .json", hint), file: shown(asPath, cwd) };
}

/** The folder that `given` means, from here or in ./scenarios; undefined where it means none, or a file. */
export function folderOf(given: string, cwd: string): string | undefined {
  if (isFile(pathOf(given, cwd))) return undefined;
  const tried = [resolve(cwd, given), join(cwd, folderName, given)];
  return tried.find((path) => existsSync(path) && statSync(path).isDirectory());
}

function isFile(path: string): boolean {
  return existsSync(path) && !statSync(path).isDirectory();
}

/** A folder of scenarios that a folder is or is in, and how the ids in it begin. */
export function placeOf(folder: string): { root: string; prefix: string } {
  const above = rootOf(join(folder, "any.json"));
  const within = relative(above, folder).replaceAll(sep, "/");
  const root = within === "" || isId(within) ? above : folder;
  return { root, prefix: root === folder ? "" : `${within}/` };
}

/** All scenarios of a folder, broken ones with their problems. One inside a scenarios folder is read as part of it. */
function locateAll(folder: string, cwd: string): Located[] {
  const { root, prefix } = placeOf(folder);
  return createStore(openFolder(root))
    .all()
    .filter(({ id }) => id.startsWith(prefix))
    .map(({ id, loaded, problems }) => ({
      id,
      file: shown(join(root, `${id}.json`), cwd),
      loaded,
      problems: problems.map((problem) => named(problem, root, cwd)),
    }));
}

/** The scenarios that words of the command line name, files or folders; without any, those in ./scenarios. */
export function givenOrWhole(given: readonly string[], io: Io): Located[] {
  return given.length > 0 ? given.flatMap((one) => found(one, io)) : whole(io);
}

/** What one word of the command line names: a scenario, those of a folder, or a file that is there for another purpose. */
function found(given: string, io: Io): Located[] {
  if (isOtherFile(basename(given))) {
    io.err(`${given} is not a scenario: skipped`);
    return [];
  }
  const folder = folderOf(given, io.cwd);
  if (folder === undefined) return [locate(given, io.cwd)];
  const inside = locateAll(folder, io.cwd);
  if (inside.length === 0) throw new UsageError(`there is no scenario in the folder ${given}`);
  return inside;
}

function whole({ cwd }: Io): Located[] {
  const root = join(cwd, folderName);
  if (!existsSync(root))
    throw new UsageError(`there is no folder ${folderName} here; name the files to check`);
  return locateAll(root, cwd);
}

/** The file that `given` means, there or not. */
export function pathOf(given: string, cwd: string): string {
  const asPath = resolve(cwd, given);
  const withEnding = given.endsWith(".json") ? given : `${given}.json`;
  const inFolder = join(cwd, folderName, withEnding);
  const tried = given.endsWith(".json") ? [asPath, inFolder] : [inFolder, `${asPath}.json`];
  return tried.find((path) => existsSync(path)) ?? tried[0]!;
}

/** Id of a file in a folder; one that cannot be an id because of how its file is called, the nearest that can. */
export function idOf(root: string, path: string): string {
  const id = relative(root, path)
    .replace(/\.json$/, "")
    .replaceAll(sep, "/");
  return isId(id) ? id : id.split("/").map(asSegment).join("/");
}

/** The nearest folder called `scenarios` the file is in, within reach of an id; else the file's own. */
export function rootOf(path: string): string {
  const own = dirname(path);
  const near = [own, dirname(own), dirname(dirname(own))];
  return near.find((folder) => basename(folder) === folderName) ?? own;
}

function named(problem: Fault, root: string, cwd: string): Fault {
  return problem.file ? { ...problem, file: shown(join(root, problem.file), cwd) } : problem;
}

/** A path from here where it is below, else from the top. */
export function shown(path: string, cwd: string): string {
  const below = relative(cwd, path);
  return below === "" || below.startsWith("..") || isAbsolute(below) ? path : below;
}
