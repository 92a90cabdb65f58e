/**
 * The few things a save asks of a disk, apart from how the machine does them.
 *
 * Always    each is one call of the system, so that a test can fail any one of them, or lose what was not yet synced.
 * Not here  the order that makes a save safe (save.ts).
 */
import { constants } from "node:fs";
import {
  access,
  link,
  lstat,
  mkdir,
  open,
  readdir,
  rename,
  unlink,
  type FileHandle,
} from "node:fs/promises";

export type DiskFile = {
  /** Writes from `offset` of the bytes on; how many it took, which may be fewer than there are. */
  write: (bytes: Uint8Array, offset: number) => Promise<number>;
  chmod: (mode: number) => Promise<void>;
  sync: () => Promise<void>;
  close: () => Promise<void>;
};

type DiskStat = {
  kind: "file" | "folder" | "other";
  /** Permission bits. */
  mode: number;
  /** When it was last written, in milliseconds since 1970. */
  written: number;
};

export type Disk = {
  /** What stands at the path itself, a link not followed; undefined where nothing does. */
  stat: (path: string) => Promise<DiskStat | undefined>;
  /** Bytes of a regular file; undefined where there is none. */
  read: (path: string) => Promise<Uint8Array | undefined>;
  /** Makes a file that only its owner may read; fails where one is. */
  create: (path: string) => Promise<DiskFile>;
  rename: (from: string, to: string) => Promise<void>;
  /** A second name for a file; fails where the name is taken. */
  link: (from: string, to: string) => Promise<void>;
  remove: (path: string) => Promise<void>;
  makeFolder: (path: string) => Promise<void>;
  /** Makes what was created, renamed and removed in a folder last. */
  syncFolder: (path: string) => Promise<void>;
  names: (folder: string) => Promise<string[]>;
  /** Fails, as a save would, where this process may not make files in a folder. */
  mayWrite: (folder: string) => Promise<void>;
};

/** Most bytes that are read of a file: twice the largest table that can stand in the folder. */
const most = 32 * 1024 * 1024;

// Windows has neither.
const safely = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** The machine's own disk. */
export const machineDisk: Disk = {
  stat: async (path) => {
    const stat = await orNothing(lstat(path));
    if (!stat) return undefined;
    const kind = stat.isFile() ? "file" : stat.isDirectory() ? "folder" : "other";
    return { kind, mode: stat.mode & 0o777, written: stat.mtimeMs };
  },
  read: async (path) => {
    const file = await orNothing(open(path, constants.O_RDONLY | safely));
    if (!file) return undefined;
    try {
      const stat = await file.stat();
      if (!stat.isFile() || stat.size > most) throw notAFile(path);
      return await file.readFile();
    } finally {
      await file.close();
    }
  },
  create: async (path) => fileOf(await open(path, "wx", 0o600)),
  rename,
  link,
  remove: unlink,
  makeFolder: async (path) => mkdir(path),
  syncFolder: async (path) => {
    if (process.platform === "win32") return; // has no such call; its file system keeps the order itself
    const folder = await open(path, "r");
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  },
  names: async (folder) => (await orNothing(readdir(folder))) ?? [],
  mayWrite: (folder) => access(folder, constants.W_OK | constants.X_OK),
};

function fileOf(file: FileHandle): DiskFile {
  return {
    write: async (bytes, offset) =>
      (await file.write(bytes, offset, bytes.length - offset)).bytesWritten,
    chmod: (mode) => file.chmod(mode),
    sync: () => file.sync(),
    close: () => file.close(),
  };
}

async function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}

function notAFile(path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${path} is not a regular file`), { code: "ELOOP" });
}
