/**
 * Waiting while files are being written by others: git replaces a file by removing it and writing it anew, an editor may
 * write it in pieces.
 *
 * Always    a good file is never waited for; a bad one is called bad once nothing moves any more, or in the end.
 */
import { existsSync, lstatSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** A file younger than this may still be in the writing. */
const young = 300;
const step = 40;
const longest = 1500;

/** What `look` gives, as soon as it is good, or nothing is at work on these files of the folder any more. */
export async function whenCalm<T>(
  root: string,
  look: () => T,
  badFiles: (seen: T) => readonly string[],
): Promise<T> {
  const until = performance.now() + longest;
  for (;;) {
    const seen = look();
    const bad = badFiles(seen);
    if (bad.length === 0 || performance.now() > until || !isStirring(root, bad)) return seen;
    await pause(step);
  }
}

/** Whether git is at work in the folder, or one of these files was written just now. */
export function isStirring(root: string, files: readonly string[]): boolean {
  return isGitBusy(root) || files.some((file) => isYoung(join(root, file)));
}

function isYoung(path: string): boolean {
  try {
    const age = Date.now() - lstatSync(path).mtimeMs;
    return age >= 0 && age < young;
  } catch {
    return false;
  }
}

/** Git holds this lock from before it touches the first file until after the last. */
function isGitBusy(root: string): boolean {
  const folder = gitFolderOf(root);
  return folder !== undefined && existsSync(join(folder, "index.lock"));
}

/** Whether a folder is in a working tree of git, without asking git. */
export function isInRepository(root: string): boolean {
  return gitFolderOf(root) !== undefined;
}

/** Git's own folder for a working tree, which may lie elsewhere. */
function gitFolderOf(root: string): string | undefined {
  for (let folder = root; ; folder = dirname(folder)) {
    const path = join(folder, ".git");
    try {
      if (statSync(path).isDirectory()) return path;
      const [, elsewhere] = /^gitdir: (.+)$/m.exec(readFileSync(path, "utf8")) ?? [];
      return elsewhere === undefined ? undefined : resolve(folder, elsewhere);
    } catch {
      if (dirname(folder) === folder) return undefined;
    }
  }
}
