/**
 * A disk in memory that can fail any one call, and can lose power: what was not synced is then lost, torn or kept, and a
 * name that was made, changed or removed without a sync of its folder is old or new, each by itself.
 */
import { dirname, join } from "node:path";
import type { Disk, DiskFile } from "../../server/store/disk.ts";

type Node = { now: Uint8Array; safe: Uint8Array; mode: number; isFolder: boolean };
/** One atomic change of names: undefined takes the name away. */
type Renaming = { sets: [path: string, node: Node | undefined][]; folder: string };

export class PowerLoss extends Error {}

export type ModelDisk = Disk & {
  /** Calls so far. */
  calls: () => number;
  /** Makes call number `call` fail, from 0; by a code of the system, or by power loss. */
  failAt: (call: number, how: string) => void;
  /** Goes on after the process, not the power, was gone. */
  restart: () => void;
  /** Text of a file as the running system sees it. */
  text: (path: string) => string | undefined;
  paths: () => string[];
  put: (path: string, text: string, mode?: number) => void;
  /** The disk as it is found after power was lost now, by one of the ways that could come out. */
  afterLoss: (random: () => number) => ModelDisk;
};

const folderNode = (): Node => ({
  now: new Uint8Array(),
  safe: new Uint8Array(),
  mode: 0o755,
  isFolder: true,
});

export function modelDisk(root: string, start = new Map<string, Node>()): ModelDisk {
  const names = new Map<string, Node>([[root, folderNode()], ...start]);
  const safeNames = new Map(names);
  let pending: Renaming[] = [];
  let count = 0;
  let failing: { call: number; how: string } | undefined;
  let isOff = false;

  async function step(): Promise<void> {
    if (isOff) throw new PowerLoss();
    const call = count++;
    if (failing?.call !== call) return;
    if (failing.how === "power") {
      isOff = true;
      throw new PowerLoss();
    }
    throw coded(failing.how);
  }

  function rename(sets: Renaming["sets"], folder: string): void {
    for (const [path, node] of sets) {
      if (node) names.set(path, node);
      else names.delete(path);
    }
    pending.push({ sets, folder });
  }

  function there(path: string): Node {
    const node = names.get(path);
    if (!node) throw coded("ENOENT");
    return node;
  }

  const disk: ModelDisk = {
    calls: () => count,
    failAt: (call, how) => (failing = { call, how }),
    restart: () => {
      isOff = false;
      failing = undefined;
    },
    text: (path) => {
      const node = names.get(path);
      return node && Buffer.from(node.now).toString();
    },
    paths: () => [...names].flatMap(([path, { isFolder }]) => (isFolder ? [] : [path])),
    put: (path, text, mode = 0o644) => {
      const bytes = Buffer.from(text);
      const node = { now: bytes, safe: bytes, mode, isFolder: false };
      for (const map of [names, safeNames]) map.set(path, node);
    },
    stat: async (path) => {
      await step();
      const node = names.get(path);
      return node && { kind: node.isFolder ? "folder" : "file", mode: node.mode, written: 0 };
    },
    read: async (path) => {
      await step();
      return names.get(path)?.now;
    },
    create: async (path) => {
      await step();
      if (names.has(path)) throw coded("EEXIST");
      if (!names.get(dirname(path))?.isFolder) throw coded("ENOENT");
      const node = { now: new Uint8Array(), safe: new Uint8Array(), mode: 0o600, isFolder: false };
      rename([[path, node]], dirname(path));
      return fileOf(node, step);
    },
    rename: async (from, to) => {
      await step();
      const node = there(from);
      rename(
        [
          [to, node],
          [from, undefined],
        ],
        dirname(to),
      );
    },
    link: async (from, to) => {
      await step();
      if (names.has(to)) throw coded("EEXIST");
      rename([[to, there(from)]], dirname(to));
    },
    remove: async (path) => {
      await step();
      there(path);
      rename([[path, undefined]], dirname(path));
    },
    makeFolder: async (path) => {
      await step();
      if (names.has(path)) throw coded("EEXIST");
      rename([[path, folderNode()]], dirname(path));
    },
    syncFolder: async (path) => {
      await step();
      const [done, left] = [[], []] as [Renaming[], Renaming[]];
      for (const one of pending) (one.folder === path ? done : left).push(one);
      for (const { sets } of done) apply(safeNames, sets);
      pending = left;
    },
    names: async (folder) => {
      await step();
      return [...names.keys()]
        .filter((path) => path !== folder && dirname(path) === folder)
        .map((path) => path.slice(join(folder, "/").length));
    },
    mayWrite: () => step(),
    afterLoss: (random) => {
      const found = new Map(safeNames);
      for (const { sets } of pending) if (random() < 0.5) apply(found, sets);
      const nodes = new Map<Node, Node>();
      for (const [path, node] of found) {
        const kept = nodes.get(node) ?? survivor(node, random);
        nodes.set(node, kept);
        found.set(path, kept);
      }
      return modelDisk(root, found);
    },
  };
  return disk;
}

function apply(names: Map<string, Node>, sets: Renaming["sets"]): void {
  for (const [path, node] of sets) {
    if (node) names.set(path, node);
    else names.delete(path);
  }
}

/** What is found of a file: what was synced; or, where more was written, any part of that, or nothing but zeros. */
function survivor(node: Node, random: () => number): Node {
  if (Buffer.compare(node.now, node.safe) === 0) return node;
  const how = Math.floor(random() * 4);
  const torn = node.now.slice(0, Math.floor(random() * node.now.length));
  const now = [node.safe, node.now, torn, new Uint8Array(node.now.length)][how]!;
  return { ...node, now, safe: now };
}

function fileOf(node: Node, step: () => Promise<void>): DiskFile {
  return {
    // Takes half of what is left, as a system may.
    write: async (bytes, offset) => {
      await step();
      const took = Math.ceil((bytes.length - offset) / 2);
      node.now = Buffer.concat([node.now, bytes.subarray(offset, offset + took)]);
      return took;
    },
    chmod: async (mode) => {
      await step();
      node.mode = mode;
    },
    sync: async () => {
      await step();
      node.safe = node.now;
    },
    close: step,
  };
}

function coded(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** Numbers from 0 to 1, the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
