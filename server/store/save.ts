/**
 * Saving a file so that it is the old one or the new one at any moment, and the new one once that is said.
 *
 * Formula   a temporary file in the same folder, written whole and synced; then renamed over the old one, and the folder
 *           synced. A new file is linked to its name instead, which fails where the name is taken.
 * Always    on any error the old file stands and the temporary one is removed; the permission bits of a file stay, a new
 *           one may be read by its owner only; what is not the version the caller knows is not written over.
 * Not here  one save of a file at a time (lanes.ts), what the text says (edits.ts).
 */
import { randomBytes } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { canonicalText, sameValue, type JsonObject, parseStrict } from "#models";
import { fault, type Fault } from "../fault.ts";
import type { Disk, DiskFile } from "./disk.ts";
import { etagOf } from "./file.ts";
import { depth, isSegment } from "./names.ts";
import { isAlive } from "./processes.ts";

/** Why something was not done: which kind of answer that asks for, and what to tell the person. */
export class NotSaved extends Error {
  readonly kind:
    | "missing" // there is no such scenario
    | "stale" // it is not the version the caller knows
    | "exists" // the name is taken
    | "needed" // other files name it
    | "inTheWay" // something else stands where a file or folder is to be
    | "atWork" // git, or another edit, is at work on it
    | "readOnly"
    | "unsound" // it does not parse, or has problems
    | "full"
    | "disk";
  readonly faults: readonly Fault[];
  constructor(kind: NotSaved["kind"], faults: readonly Fault[]) {
    super(faults.map(({ message }) => message).join("\n"));
    this.name = "NotSaved";
    this.kind = kind;
    this.faults = faults;
  }
}

/** The entity tag of the version that is to be replaced; or that there must be none; or that any will do. */
export type Expected = { etag: string } | "none" | "any";

/** Canonical text of a document, read back and compared: what is saved is what was meant. */
export function textToSave(document: JsonObject): string {
  const text = canonicalText(document);
  const back = parseStrict(text, "");
  if (!back.value || !sameValue(back.value, document)) {
    throw new NotSaved("unsound", back.problems.length > 0 ? back.problems : [notTheSame]);
  }
  return text;
}

const notTheSame = fault("bad-text", "", "the scenario cannot be written as JSON without a change");

/** Saves a file's text; its entity tag. When this returns, the text is on the disk. */
export async function saveText(
  disk: Disk,
  path: string,
  text: string,
  expected: Expected,
): Promise<string> {
  const bytes = Buffer.from(text);
  const folder = dirname(path);
  const temporary = join(folder, temporaryName(basename(path)));
  let renamed = false;
  try {
    const mode = await checked(disk, path, expected);
    await fill(disk, temporary, bytes, mode);
    await checked(disk, path, expected); // another program may have written meanwhile
    if (expected === "none") await named(disk, temporary, path);
    else await disk.rename(temporary, path);
    renamed = true;
    await disk.syncFolder(folder);
  } catch (error) {
    if (!renamed) await disk.remove(temporary).catch(() => undefined); // gone, or swept at the next start
    throw notSaved(error, renamed);
  }
  return etagOf(bytes);
}

/** Removes a file for good. */
export async function removeFile(disk: Disk, path: string, expected: Expected): Promise<void> {
  let removed = false;
  try {
    await checked(disk, path, expected);
    await disk.remove(path);
    removed = true;
    await disk.syncFolder(dirname(path));
  } catch (error) {
    throw notSaved(error, removed);
  }
}

/** Makes the folders below `root` that a path inside it needs, and refuses links in their place. */
export async function makeFolders(disk: Disk, root: string, segments: string[]): Promise<void> {
  let folder = root;
  try {
    for (const segment of segments) {
      const inner = join(folder, segment);
      const stat = await disk.stat(inner);
      if (stat && stat.kind !== "folder") throw new NotSaved("inTheWay", [notAFolder(segment)]);
      if (!stat) {
        await disk.makeFolder(inner);
        await disk.syncFolder(folder);
      }
      folder = inner;
    }
  } catch (error) {
    throw notSaved(error, false);
  }
}

/** Removes what saves left behind that were cut off; those of processes that live are let be for ten minutes. */
export async function sweep(disk: Disk, root: string, now: number): Promise<void> {
  await sweepFolder(disk, root, depth, now);
}

async function sweepFolder(disk: Disk, folder: string, left: number, now: number): Promise<void> {
  for (const name of await disk.names(folder).catch(() => [])) {
    const path = join(folder, name);
    const owner = ownerOf(name);
    if (owner !== undefined) {
      const stat = await disk.stat(path);
      const isLeft = stat?.kind === "file" && (!isAlive(owner) || now - stat.written > 600_000);
      if (isLeft) await disk.remove(path).catch(() => undefined);
    } else if (left > 1 && (isSegment(name) || name === ".tandem")) {
      const stat = await disk.stat(path);
      if (stat?.kind === "folder") await sweepFolder(disk, path, left - 1, now);
    }
  }
}

const ending = ".tandem-tmp";

function temporaryName(name: string): string {
  return `.${name.slice(0, 120)}.${process.pid}-${randomBytes(6).toString("hex")}${ending}`;
}

/** The process that made a temporary file; undefined for any other file. */
function ownerOf(name: string): number | undefined {
  const found = /^\..+\.(\d+)-[0-9a-f]{12}\.tandem-tmp$/.exec(name);
  return found ? Number(found[1]) : undefined;
}

/** The permission bits of the file that is to be replaced, when it is the one the caller knows. */
async function checked(disk: Disk, path: string, expected: Expected): Promise<number | undefined> {
  const stat = await disk.stat(path);
  if (stat && stat.kind !== "file") throw new NotSaved("inTheWay", [notAFile]);
  if (expected === "none" && stat) throw taken();
  if (typeof expected === "object") {
    const bytes = await disk.read(path);
    if (!bytes || etagOf(bytes) !== expected.etag) throw stale();
  }
  return stat?.mode;
}

async function fill(
  disk: Disk,
  path: string,
  bytes: Uint8Array,
  mode: number | undefined,
): Promise<void> {
  const file: DiskFile = await disk.create(path);
  try {
    if (mode !== undefined) await file.chmod(mode);
    for (let done = 0; done < bytes.length;) {
      const took = await file.write(bytes, done);
      if (took === 0) throw Object.assign(new Error("nothing was written"), { code: "ENOSPC" });
      done += took;
    }
    await file.sync();
  } catch (error) {
    await file.close().catch(() => undefined);
    throw error;
  }
  await file.close();
}

/** Gives a finished file a name that must be free. */
async function named(disk: Disk, temporary: string, path: string): Promise<void> {
  try {
    await disk.link(temporary, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") throw taken();
    // File systems without second names: the name was free a moment ago.
    if (code !== "EPERM" && code !== "ENOTSUP" && code !== "ENOSYS") throw error;
    return disk.rename(temporary, path);
  }
  await disk.remove(temporary).catch(() => undefined); // swept at the next start
}

function stale(): NotSaved {
  const hint = "compare both, then save over the newer version or take it";
  return new NotSaved("stale", [
    fault("conflict", "", "the file has changed since it was read", hint),
  ]);
}

function taken(): NotSaved {
  const said = fault("conflict", "", "there is a scenario of this name", "choose another name");
  return new NotSaved("exists", [said]);
}

const notAFile = fault(
  "not-saved",
  "",
  "this is a link or no regular file, which is not replaced",
  "put a regular file in its place, or choose another name",
);

function notAFolder(name: string): Fault {
  const hint = "put a real folder in its place, or choose a name in another one";
  return fault("not-saved", "", `"${name}" is a link or no folder`, hint);
}

/** An error of the disk as what to tell the person; a bug is thrown on. */
export function notSaved(error: unknown, done: boolean): NotSaved {
  if (error instanceof NotSaved) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error; // a bug, which is not the disk's
  if (done) {
    const said = "it is written, but the disk did not confirm that it will last";
    return new NotSaved("disk", [fault("not-saved", "", `${said} (${code})`, "save it again")]);
  }
  const { why, hint, kind } = words(code);
  const said = fault("not-saved", "", `nothing was saved, the file is as it was: ${why}`, hint);
  return new NotSaved(kind, [said]);
}

/** What an error of the system means to a person. */
function words(code: string): { why: string; hint: string; kind: NotSaved["kind"] } {
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return { why: "the disk is full", hint: "free some space, then save again", kind: "full" };
    case "EACCES":
    case "EPERM":
      return { why: "this account may not write there", hint: folderHint, kind: "readOnly" };
    case "EROFS":
      return { why: "the disk is read-only", hint: "save a copy elsewhere", kind: "readOnly" };
    case "EIO":
      return {
        why: "the disk failed",
        hint: "save a copy elsewhere and check the disk",
        kind: "disk",
      };
    case "ENOENT":
      return { why: "its folder is gone", hint: "bring the folder back", kind: "disk" };
    default:
      return { why: `the system refused (${code})`, hint: "try again", kind: "disk" };
  }
}

const folderHint = "ask for write permission to the scenarios folder, or save a copy elsewhere";
