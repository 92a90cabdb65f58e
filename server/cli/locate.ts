/**
 * From what stands on the command line to a scenario: a path to a .json file anywhere, or an id in ./scenarios.
 *
 * Always    `extends` is looked up in the nearest folder called `scenarios` above the file, else in the file's own; never
 *           outside it. Problems name files as the caller would.
 */
import { existsSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import type { LoadedScenario } from "#models";
import { fault, type Fault } from "../fault.ts";
import { readText } from "../store/file.ts";
import { asSegment, isId } from "../store/names.ts";
import { openFolder } from "../store/folder.ts";
import { createStore } from "../store/scenarios.ts";

export type Located = {
  id: string;
  /** As the caller would write it. */
  file: string;
  loaded: LoadedScenario | undefined;
  problems: Fault[];
};

export const folderName = "scenarios";

/** The scenario that `given` means. A file that does not load is there, with its problems. */
export function locate(given: string, cwd: string): Located {
  const path = pathOf(given, cwd);
  const root = rootOf(path);
  const id = idOf(root, path);
  const file = shown(path, cwd);
  const content = readText(path, true);
  if (!content) {
    const hint = "give the path of a .json file, or an id in ./scenarios";
    const missing = fault("not-found", "", "there is no such scenario", hint);
    return { id, file, loaded: undefined, problems: [{ ...missing, file }] };
  }
  if ("code" in content) return { id, file, loaded: undefined, problems: [{ ...content, file }] };
  const { loaded, problems } = createStore(openFolder(root)).readAs(id, content.text);
  const own = `${id}.json`;
  return {
    id,
    file,
    loaded,
    problems: problems.map((problem) =>
      problem.file === own ? { ...problem, file } : named(problem, root, cwd),
    ),
  };
}

/** All scenarios of a folder, broken ones with their problems. */
export function locateAll(root: string, cwd: string): Located[] {
  return createStore(openFolder(root))
    .all()
    .map(({ id, loaded, problems }) => ({
      id,
      file: shown(join(root, `${id}.json`), cwd),
      loaded,
      problems: problems.map((problem) => named(problem, root, cwd)),
    }));
}

/** The file that `given` means, there or not. */
export function pathOf(given: string, cwd: string): string {
  const asPath = resolve(cwd, given);
  const withEnding = given.endsWith(".json") ? given : `${given}.json`;
  const inFolder = join(cwd, folderName, withEnding);
  const tried = given.endsWith(".json") ? [asPath, inFolder] : [inFolder, `${asPath}.json`];
  return tried.find((path) => existsSync(path)) ?? tried[0]!;
}

/** Id of a file; one that cannot be an id because of how its file is called, the nearest that can. */
function idOf(root: string, path: string): string {
  const id = relative(root, path)
    .replace(/\.json$/, "")
    .replaceAll(sep, "/");
  return isId(id) ? id : id.split("/").map(asSegment).join("/");
}

/** The nearest folder called `scenarios` the file is in, within reach of an id; else the file's own. */
function rootOf(path: string): string {
  const own = dirname(path);
  const near = [own, dirname(own), dirname(dirname(own))];
  return near.find((folder) => basename(folder) === folderName) ?? own;
}

function named(problem: Fault, root: string, cwd: string): Fault {
  return problem.file ? { ...problem, file: shown(join(root, problem.file), cwd) } : problem;
}

/** A path from here where it is below, else from the top. */
function shown(path: string, cwd: string): string {
  const below = relative(cwd, path);
  return below.startsWith("..") || isAbsolute(below) ? path : below;
}
