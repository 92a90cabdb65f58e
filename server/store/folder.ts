/**
 * The scenarios folder: which files are in it, and their texts. Read only.
 *
 * Always    what is not a regular file in a regular folder is not there; one bad file never hides the others; a text
 *           is read again as soon as its file may have changed.
 * Not here  what a text says (scenarios.ts).
 */
import { lstatSync, readdirSync, type BigIntStats } from "node:fs";
import { join } from "node:path";
import { fault, type Fault } from "../fault.ts";
import { type FileText, maxTableBytes, readText, stampOf } from "./file.ts";
import { asSegment, depth, isId, isScenarioFile, isSegment } from "./names.ts";

export type Folder = {
  root: string;
  /** Ids in the folder, sorted; with each file that is misnamed, the fault of its name. */
  list: () => { id: string; misnamed?: Fault }[];
  /** Text of a scenario; a fault where its file cannot be used; undefined where there is none. */
  read: (id: string) => FileText | Fault | undefined;
  /** Text of the table that stands beside a scenario under its name: `ID.KIND.csv`. */
  readBeside: (id: string, kind: TableKind) => FileText | Fault | undefined;
};

/** What is told of a year beside a scenario: its deals, its people, its stated measures, its exceptions. */
export const tableKinds = ["actuals", "roster", "measures", "exceptions"] as const;
export type TableKind = (typeof tableKinds)[number];

/**
 * Nanoseconds: a file younger than this can change without showing it. Clocks of whole seconds are two seconds coarse at
 * worst; one that tells parts of a millisecond ticks every ten milliseconds or faster.
 */
const settled = { coarse: 2_000_000_000n, fine: 100_000_000n };

export function openFolder(root: string): Folder {
  const cache = new Map<string, { stamp: string; content: FileText | Fault | undefined }>();

  function read(id: string): FileText | Fault | undefined {
    const path = join(root, `${id}.json`);
    const stat = isId(id) && inFolders(root, id) ? statOf(path) : undefined;
    if (!stat) {
      cache.delete(id);
      return undefined;
    }
    const stamp = stampOf(stat);
    const known = cache.get(id);
    if (known?.stamp === stamp && isSettled(stat)) return known.content;
    const content = readText(path);
    cache.set(id, { stamp, content });
    return content;
  }

  function readBeside(id: string, kind: TableKind): FileText | Fault | undefined {
    if (!isId(id) || !inFolders(root, id)) return undefined;
    return readText(join(root, `${id}.${kind}.csv`), false, maxTableBytes);
  }

  return { root, list: () => filesIn(root, []), read, readBeside };
}

function filesIn(root: string, segments: string[]): { id: string; misnamed?: Fault }[] {
  const found: { id: string; misnamed?: Fault }[] = [];
  for (const entry of entriesOf(join(root, ...segments))) {
    const { name } = entry;
    if (entry.isDirectory()) {
      const deeper = isSegment(name) && segments.length + 1 < depth;
      if (deeper) found.push(...filesIn(root, [...segments, name]));
    } else if (entry.isFile() && isScenarioFile(name)) {
      const own = name.slice(0, -".json".length);
      const id = [...segments, own].join("/");
      found.push(isSegment(own) ? { id } : { id, misnamed: misnamed(own) });
    }
  }
  return found.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function misnamed(name: string): Fault {
  const message = `a scenario cannot be called "${name}": small letters, digits and hyphens only`;
  return fault("bad-request", "", message, `rename the file to ${asSegment(name)}.json`);
}

function entriesOf(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Whether all folders on the way are folders and not links to some. */
function inFolders(root: string, id: string): boolean {
  const folders = id.split("/").slice(0, -1);
  return folders.every((_, i) => statOf(join(root, ...folders.slice(0, i + 1)))?.isDirectory());
}

function statOf(path: string): BigIntStats | undefined {
  try {
    return lstatSync(path, { bigint: true });
  } catch {
    return undefined;
  }
}

/** Told by the time of the last change to the file or its name, which no program can set. */
function isSettled({ mtimeNs, ctimeNs }: BigIntStats): boolean {
  const isFine = ctimeNs % 1_000_000n !== 0n;
  const age = BigInt(Date.now()) * 1_000_000n - (isFine ? ctimeNs : mtimeNs);
  return age > (isFine ? settled.fine : settled.coarse);
}
