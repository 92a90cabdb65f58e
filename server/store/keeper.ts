/**
 * Who may write in a scenarios folder: one server at a time, and nobody where the folder cannot be written.
 *
 * Always    the lock of a process that is gone is taken over; why nothing may be written is asked anew each time, so a
 *           second server goes on when the first has ended.
 * Not here  editors and git, which write without asking: what a file is when it is saved tells (save.ts).
 */
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { fault, type Fault } from "../fault.ts";
import type { Disk } from "./disk.ts";
import { commit, finish, isLeft, ownFolder, type Step, type Work } from "./journal.ts";
import { bornOf, isAlive } from "./processes.ts";
import { makeFolders, NotSaved, notSaved, saveText, sweep } from "./save.ts";
import { machineSeal, type Seal } from "./seal.ts";

export type Keeper = {
  /** Why nothing may be written here; undefined where it may. */
  readOnly: () => Promise<Fault | undefined>;
  /** Whether an edit of several files was cut off in this process, which nobody is at work on. */
  isLeft: () => Promise<boolean>;
  /** Puts that in order, or says why it cannot be; while nothing else is edited. */
  finish: () => Promise<void>;
  /** Edits several files, all or none. */
  commit: (steps: readonly Step[]) => Promise<void>;
  /** What happened to an edit that was cut off, where a person should know. */
  notice: () => Fault | undefined;
  /** Lets another server write. */
  release: () => Promise<void>;
};

/** For a command beside a server: it saves as an editor does, guarded by the versions of files alone. */
export const unkept: Keeper = {
  readOnly: () => Promise.resolve(undefined),
  isLeft: () => Promise.resolve(false),
  finish: () => Promise.resolve(),
  commit: () => Promise.reject(new NotSaved("readOnly", [onlyKept])),
  notice: () => undefined,
  release: () => Promise.resolve(),
};

const onlyKept = fault("refused", "", "several files are edited by a server only", "use the app");

const Owner = z.strictObject({ pid: z.int(), host: z.string(), born: z.string() });
type Owner = z.infer<typeof Owner>;

/** Keeps a folder for this process, as far as it can. */
export function keepFolder(disk: Disk, root: string, seal: Seal = machineSeal): Keeper {
  const work: Work = { disk, root, seal };
  const lock = join(root, ownFolder, "lock");
  const mine = JSON.stringify(ownerHere());
  let asked: Promise<Fault | undefined> | undefined;
  let isHeld = false;
  let isReady = false;
  let told: Fault | undefined;

  /** All who ask at once are told the same. */
  function readOnly(): Promise<Fault | undefined> {
    asked ??= why().finally(() => (asked = undefined));
    return asked;
  }

  async function why(): Promise<Fault | undefined> {
    try {
      await disk.mayWrite(root);
      const held = await hold();
      if (held) return held;
      if (isReady) return undefined;
      await sweep(disk, root, Date.now());
      await finishLeft(); // once, before the first edit: later, a note may be of one that is under way
      isReady = true;
      return undefined;
    } catch (error) {
      return unwritable(notSaved(error, false).faults[0]!);
    }
  }

  async function finishLeft(): Promise<void> {
    const finished = await finish(work);
    if (finished.why) throw new NotSaved("readOnly", [finished.why]);
    told = finished.told ?? told;
  }

  /** Takes the lock, or says who has it. */
  async function hold(): Promise<Fault | undefined> {
    if (isHeld && (await textOf(disk, lock)) === mine) return undefined;
    isHeld = false;
    isReady = false;
    await makeFolders(disk, root, [ownFolder]);
    await ignoreByGit();
    for (let round = 0; round < 3; round++) {
      try {
        await saveText(disk, lock, mine, "none");
        isHeld = true;
        return undefined;
      } catch (error) {
        if (!(error instanceof NotSaved) || error.kind !== "exists") throw error;
      }
      const text = await textOf(disk, lock);
      if (text !== undefined && !isGone(text)) return heldBy(text);
      await putAside(text);
    }
    return heldBy(await textOf(disk, lock));
  }

  /** Removes the lock of a process that is gone, unless another has just taken it over. */
  async function putAside(judged: string | undefined): Promise<void> {
    const aside = join(root, ownFolder, `gone-${process.pid}`);
    try {
      await disk.rename(lock, aside);
    } catch {
      return; // someone else did
    }
    if ((await textOf(disk, aside)) !== judged) await disk.link(aside, lock).catch(() => undefined);
    await disk.remove(aside);
  }

  /** Git reads ignore files wherever they lie: this folder never shows as a change. */
  async function ignoreByGit(): Promise<void> {
    const path = join(root, ownFolder, ".gitignore");
    if (!(await disk.stat(path))) await saveText(disk, path, "*\n", "any");
  }

  async function release(): Promise<void> {
    await asked;
    if ((await textOf(disk, lock).catch(() => undefined)) === mine) {
      await disk.remove(lock).catch(() => undefined); // a lock of a process that is gone counts for nothing
    }
    isHeld = false;
    isReady = false;
  }

  return {
    readOnly,
    isLeft: () => isLeft(work),
    finish: finishLeft,
    commit: (steps) => commit(work, steps),
    notice: () => told,
    release,
  };
}

function heldBy(text: string | undefined): Fault {
  const owner = text === undefined ? undefined : ownerIn(text);
  const who = owner ? `process ${owner.pid} on ${owner.host}` : "another one";
  const hint = `use that one, or stop it; if it is long gone, remove ${ownFolder}/lock in the folder`;
  return fault("refused", "", `read-only: a server already edits this folder (${who})`, hint);
}

function unwritable({ message, hint }: Fault): Fault {
  const why = message.replace(/^nothing was saved, the file is as it was: /, "");
  return fault("refused", "", `read-only: ${why}`, hint);
}

let count = 0;

/** This process and this keeper in it: two in one process are two. */
function ownerHere(): Owner {
  count += 1;
  return { pid: process.pid, host: hostname(), born: `${bornOf(process.pid)} ${count}` };
}

/** Whether the process that took a lock runs no more. Of another machine that cannot be told. */
function isGone(text: string): boolean {
  const owner = ownerIn(text);
  if (!owner) return true;
  if (owner.host !== hostname()) return false;
  return !isAlive(owner.pid) || !owner.born.startsWith(`${bornOf(owner.pid)} `);
}

function ownerIn(text: string): Owner | undefined {
  try {
    return Owner.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function textOf(disk: Disk, path: string): Promise<string | undefined> {
  const bytes = await disk.read(path);
  return bytes && new TextDecoder().decode(bytes);
}
