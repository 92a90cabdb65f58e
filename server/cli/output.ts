/**
 * Files that commands write what they were asked for to.
 *
 * Always    a file that is read is never written over, whatever name or link it is reached by; a file is there whole or
 *           as it was before.
 */
import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Io } from "./io.ts";
import { UsageError } from "./options.ts";

/** Refuses files to write that are read, or named twice. */
export function checkOutputs(
  { cwd }: Pick<Io, "cwd">,
  paths: readonly (string | undefined)[],
  read: readonly string[],
): void {
  const taken = new Set(read.map((one) => sameness(resolve(cwd, one))));
  const written = new Set<string>();
  for (const path of paths) {
    if (path === undefined) continue;
    const same = sameness(resolve(cwd, path));
    if (taken.has(same))
      throw new UsageError(`${path} is one of the files that are read; name another one`);
    if (written.has(same)) throw new UsageError(`${path} is named twice; name another file`);
    written.add(same);
  }
}

/** Writes a file that was asked for, and says so. */
export function writeOut(
  io: Pick<Io, "cwd" | "err">,
  path: string,
  content: string | Uint8Array,
  { read }: { read: readonly string[] },
): void {
  checkOutputs(io, [path], read);
  const given = resolve(io.cwd, path);
  try {
    const known = statSync(given, { throwIfNoEntry: false });
    // A pipe or a terminal takes what is written; nothing can take its place.
    if (known && !known.isFile()) writeFileSync(given, content);
    else {
      const place = known ? realpathSync(given) : given;
      const beside = join(dirname(place), `.${basename(place)}.${process.pid}.part`);
      try {
        writeFileSync(beside, content, { flag: "wx", mode: known ? known.mode & 0o777 : 0o666 });
        renameSync(beside, place);
      } catch (error) {
        rmSync(beside, { force: true });
        throw error;
      }
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`${given} cannot be written (${code})`);
  }
  io.err(`${path} is written`);
}

/** The same text for every name of one file. */
function sameness(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
  if (stat) return `${stat.dev} ${stat.ino}`;
  try {
    return join(realpathSync(dirname(path)), basename(path));
  } catch {
    return path;
  }
}
