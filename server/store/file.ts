/**
 * Reading one file that may be anything: a link, a pipe, endless, not text.
 *
 * Always    never follows a link at the end of the path, never waits for a writer, reads at most one byte over the cap.
 */
import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync, type BigIntStats } from "node:fs";
import { fault, type Fault } from "../fault.ts";

/** Most bytes of a scenario file. */
const maxBytes = 2 * 1024 * 1024;

export type FileText = { text: string; etag: string; stamp: string };

const { O_RDONLY } = constants;
// Windows has neither.
const safely = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Most bytes of a table of deals or people. */
export const maxTableBytes = 16 * 1024 * 1024;

/** The file's text; a fault where it is there but cannot be used; undefined where it is not there. */
export function readText(
  path: string,
  followLink = false,
  most = maxBytes,
): FileText | Fault | undefined {
  let file: number;
  try {
    file = openSync(path, O_RDONLY | (followLink ? safely & ~(constants.O_NOFOLLOW ?? 0) : safely));
  } catch (error) {
    return notOpened(error);
  }
  try {
    const stat = fstatSync(file, { bigint: true });
    if (!stat.isFile()) return fault("bad-text", "", "this is not a regular file");
    const bytes = readUpTo(file, most + 1);
    if (bytes.length > most) {
      return fault("too-large", "", `the file is larger than ${most / 1024 / 1024} MiB`);
    }
    return decode(bytes, stampOf(stat));
  } catch {
    return fault("bad-text", "", "the file cannot be read");
  } finally {
    closeSync(file);
  }
}

/** Hash of a file's bytes, as an entity tag. */
export function etagOf(bytes: Uint8Array): string {
  return `"${createHash("sha256").update(bytes).digest("base64url")}"`;
}

/** What changes whenever a file does, short of tricks with the clock. */
export function stampOf({ mtimeNs, ctimeNs, size, ino }: BigIntStats): string {
  return `${mtimeNs} ${ctimeNs} ${size} ${ino}`;
}

function notOpened(error: unknown): Fault | undefined {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "ENOTDIR") return undefined;
  if (code === "ELOOP") return fault("bad-text", "", "this is a link, which is not followed");
  if (code === "ENXIO") return fault("bad-text", "", "this is not a regular file");
  return fault("bad-text", "", `the file cannot be opened (${code})`);
}

function readUpTo(file: number, most: number): Buffer {
  const chunks: Buffer[] = [];
  let length = 0;
  while (length < most) {
    const chunk = Buffer.allocUnsafe(Math.min(most - length, 65_536));
    const read = readSync(file, chunk, 0, chunk.length, null);
    if (read === 0) break;
    chunks.push(chunk.subarray(0, read));
    length += read;
  }
  return Buffer.concat(chunks);
}

/** First bytes of a workbook: a ZIP archive, or the older format. */
const workbooks = ["504b0304", "d0cf11e0"];

function decode(bytes: Uint8Array, stamp: string): FileText | Fault {
  if (workbooks.includes(Buffer.from(bytes.subarray(0, 4)).toString("hex")))
    return fault(
      "bad-text",
      "",
      "this is an Excel file or another archive",
      "save it as CSV UTF-8",
    );
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes); // drops a byte order mark
    return { text, etag: etagOf(bytes), stamp };
  } catch {
    return fault("bad-text", "", "the file is not UTF-8 text", "save it as UTF-8");
  }
}
