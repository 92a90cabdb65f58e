/**
 * An edit of several files at once: all of it happens, or none, also when the machine stops in the middle.
 *
 * Formula   what is to be done is written down first (`.tandem/unfinished`), then done step by step, each as safely as a
 *           save; the note is removed last. A step that fails takes back those before it. A note that is found at the
 *           start is carried out, or taken back where someone has changed one of its files since.
 * Always    each step finds its file exactly as the note says, and else leaves it; a note counts only with the seal of
 *           whoever wrote it and with names of scenarios inside the folder, reached through no link; one that is being
 *           worked on is left to whoever works on it.
 */
import { dirname, join } from "node:path";
import { z } from "zod";
import { fault, type Fault } from "../fault.ts";
import type { Disk } from "./disk.ts";
import { etagOf } from "./file.ts";
import { tableKinds } from "./folder.ts";
import { depth, isId, isOtherFile, isScenarioFile, isSegment } from "./names.ts";
import { makeFolders, NotSaved, notSaved, removeFile, saveText } from "./save.ts";
import type { Seal } from "./seal.ts";

const Step = z.union([
  z.strictObject({
    /** Path inside the folder, with slashes. */
    file: z.string().refine(isScenarioPath),
    /** Null where there is no file before, or after. */
    before: z.string().nullable(),
    after: z.string().nullable(),
  }),
  z.strictObject({
    move: z.string().refine(isMovable),
    to: z.string().refine((path) => isScenarioPath(path) || isTablePath(path)),
    /** Of the bytes that move. */
    etag: z.string(),
  }),
]);
export type Step = z.infer<typeof Step>;

const Note = z.strictObject({
  steps: z.array(Step),
  /** Who wrote it, as only they can tell; null where they cannot. */
  seal: z.string().nullable(),
});

export const ownFolder = ".tandem";
const noteName = "unfinished";

const noteIn = (root: string): string => join(root, ownFolder, noteName);

function isScenarioPath(path: string): boolean {
  return path.endsWith(".json") && isId(path.slice(0, -".json".length)) && !isOther(path);
}

function isOther(path: string): boolean {
  return isOtherFile(path.split("/").at(-1)!);
}

function isTablePath(path: string): boolean {
  const kind = tableKinds.find((one) => path.endsWith(`.${one}.csv`));
  return kind !== undefined && isId(path.slice(0, -`.${kind}.csv`.length));
}

/** What may be called anew: also a file that is misnamed, in a folder that is not. */
function isMovable(path: string): boolean {
  const segments = path.split("/");
  const name = segments.pop()!;
  const isTable = tableKinds.some((kind) => name.endsWith(`.${kind}.csv`));
  const isOne = isScenarioFile(name) || (isTable && !name.startsWith("."));
  return segments.length < depth && segments.every(isSegment) && isOne && !/[\\\0]/.test(name);
}

/** Notes this process is at work on. */
const inWork = new Set<string>();

export type Work = { disk: Disk; root: string; seal: Seal };

/** Whether a note stands there that nobody in this process is at work on. */
export async function isLeft({ disk, root }: Work): Promise<boolean> {
  return !inWork.has(noteIn(root)) && (await disk.stat(noteIn(root))) !== undefined;
}

/** Carries out all steps or none. What they start from must still be so. */
export async function commit(work: Work, steps: readonly Step[]): Promise<void> {
  const { disk, root } = work;
  const note = noteIn(root);
  if (inWork.has(note)) throw atWork();
  inWork.add(note);
  try {
    for (const step of steps) {
      if ((await standing(work, step)) !== "before")
        throw changed([nameOf(step)], "nothing was done");
    }
    await writeNote(work, note, steps);
    await carryOutAll(work, steps, note);
    await removeFile(disk, note, "any").catch(() => undefined); // all is done; doing it again does nothing
  } catch (error) {
    throw notSaved(error, false);
  } finally {
    inWork.delete(note);
  }
}

async function writeNote({ disk, root, seal }: Work, note: string, steps: readonly Step[]) {
  await makeFolders(disk, root, [ownFolder]);
  const content = { steps, seal: (await seal(JSON.stringify(steps))) ?? null };
  await saveText(disk, note, JSON.stringify(content), "any");
}

async function carryOutAll(work: Work, steps: readonly Step[], note: string): Promise<void> {
  let begun = 0;
  try {
    for (const step of steps) {
      begun += 1;
      await carryOut(work, step);
    }
  } catch (error) {
    const left = await takeBack(work, steps.slice(0, begun)); // where that fails, the note stays
    await removeFile(work.disk, note, "any");
    if (!(error instanceof NotSaved) || error.kind !== "stale") throw error;
    const names = [...new Set([nameOf(steps[begun - 1]!), ...left])];
    throw changed(names, "the rest of this edit was taken back");
  }
}

export type Finished = {
  /** Why nothing can be finished: the note is someone else's. */
  why?: Fault;
  /** What a person should know of an edit that was cut off. */
  told?: Fault;
};

/** Puts in order what was cut off: all of it is done, or none. */
export async function finish(work: Work): Promise<Finished> {
  const { disk, root } = work;
  const note = noteIn(root);
  if (inWork.has(note)) return {};
  const stat = await disk.stat(note);
  if (!stat) return {};
  const steps = stat.kind === "file" ? await stepsIn(work, note) : undefined;
  if (!steps) return { why: foreign };
  inWork.add(note);
  try {
    const told = await settle(work, steps);
    await removeFile(disk, note, "any");
    return told ? { told } : {};
  } finally {
    inWork.delete(note);
  }
}

async function settle(work: Work, steps: readonly Step[]): Promise<Fault | undefined> {
  const states: Standing[] = [];
  for (const step of steps) states.push(await standing(work, step));
  const others = steps.filter((_, i) => states[i] === "other").map(nameOf);
  if (!states.includes("after")) return cutOff("nothing of it was done", others);
  if (others.length === 0) {
    for (const step of steps) await carryOut(work, step);
    return undefined;
  }
  if (!states.includes("before")) return undefined; // it was done, and its files were edited since
  const left = await takeBack(work, steps);
  return cutOff("it was taken back", [...new Set([...others, ...left])]);
}

function cutOff(what: string, names: readonly string[]): Fault {
  const since =
    names.length > 0 ? `, since ${names.join(", ")} had changed and is left as it is` : "";
  const said = `a rename was cut off when the server stopped: ${what}${since}`;
  return fault("conflict", "", said, "look at the files it named, then repeat it");
}

const foreign = fault(
  "refused",
  "",
  `${ownFolder}/${noteName} says that a rename was cut off, without the seal of this account on this machine; it was not carried out`,
  `start the server where it was begun, or remove ${ownFolder}/${noteName}: the files then stay as they are`,
);

/** The steps of a note, where it is one this account has written on this machine. */
async function stepsIn({ disk, seal }: Work, note: string): Promise<Step[] | undefined> {
  const bytes = await disk.read(note);
  const read = Note.safeParse(jsonIn(bytes));
  if (!read.success || read.data.seal === null) return undefined;
  const { steps } = read.data;
  return (await seal(JSON.stringify(steps))) === read.data.seal ? steps : undefined;
}

function jsonIn(bytes: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

type Standing = "before" | "after" | "other";

/** Whether a step is still to be done, is done, or finds something else. */
async function standing({ disk, root }: Work, step: Step): Promise<Standing> {
  await expectFolders(disk, root, nameOf(step));
  if ("move" in step) {
    await expectFolders(disk, root, step.move);
    const [source, target] = [
      await tagAt(disk, join(root, step.move)),
      await tagAt(disk, join(root, step.to)),
    ];
    if (source === step.etag && target === undefined) return "before";
    return source === undefined && target === step.etag ? "after" : "other";
  }
  const now = await textAt(disk, join(root, step.file));
  if (now === step.before) return "before";
  return now === step.after ? "after" : "other";
}

/** Does a step that is not done yet, and sees to it that one which is done lasts. */
async function carryOut(work: Work, step: Step): Promise<void> {
  const { disk, root } = work;
  const state = await standing(work, step);
  if (state === "other") throw changed([nameOf(step)], "nothing was done");
  if ("move" in step) {
    const [from, to] = [join(root, step.move), join(root, step.to)];
    if (state === "before") {
      await makeFolders(disk, root, foldersOf(step.to));
      await disk.rename(from, to);
    }
    await lasting(disk, to);
    return lasting(disk, from);
  }
  const path = join(root, step.file);
  if (state === "after") return lasting(disk, path);
  const expected = step.before === null ? "none" : { etag: etagOf(Buffer.from(step.before)) };
  if (step.after === null) return removeFile(disk, path, expected);
  await makeFolders(disk, root, foldersOf(step.file));
  try {
    await saveText(disk, path, step.after, expected);
  } catch (error) {
    const isTaken = error instanceof NotSaved && error.kind === "exists";
    throw isTaken ? changed([step.file], "nothing was done") : error;
  }
}

/** What is done may be there and not last yet. */
async function lasting(disk: Disk, path: string): Promise<void> {
  try {
    await disk.syncFolder(dirname(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error; // no folder, nothing in it
  }
}

/** Undoes the steps that are still as they were done, last first; the names of files that are not. */
async function takeBack(work: Work, steps: readonly Step[]): Promise<string[]> {
  const left: string[] = [];
  for (const step of steps.toReversed()) {
    const state = await standing(work, step);
    if (state === "other") left.push(nameOf(step));
    if (state !== "other") await carryOut(work, reverse(step)); // one not done is only made to last
  }
  return left;
}

function reverse(step: Step): Step {
  if ("move" in step) return { move: step.to, to: step.move, etag: step.etag };
  return { file: step.file, before: step.after, after: step.before };
}

function nameOf(step: Step): string {
  return "move" in step ? step.to : step.file;
}

function foldersOf(path: string): string[] {
  return path.split("/").slice(0, -1);
}

/** A path may lead through folders that are not there yet, and through no link. */
async function expectFolders(disk: Disk, root: string, path: string): Promise<void> {
  let folder = root;
  for (const segment of foldersOf(path)) {
    folder = join(folder, segment);
    const stat = await disk.stat(folder);
    if (!stat) return;
    if (stat.kind !== "folder") return makeFolders(disk, root, foldersOf(path)); // which says so
  }
}

function changed(names: readonly string[], what: string): NotSaved {
  const said = `${names.join(", ")} changed meanwhile, or the name is taken; ${what}`;
  const hint = "look again, then repeat it";
  return new NotSaved("stale", [{ ...fault("conflict", "", said, hint), file: names[0]! }]);
}

function atWork(): NotSaved {
  const said = "another rename is under way in this folder";
  return new NotSaved("atWork", [fault("conflict", "", said, "try again in a moment")]);
}

/** Text of a file as it is, a byte order mark included; null where there is none. */
export async function textAt(disk: Disk, path: string): Promise<string | null> {
  const bytes = await disk.read(path);
  return bytes ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes) : null;
}

/** Entity tag of a file; undefined where there is none. */
export async function tagAt(disk: Disk, path: string): Promise<string | undefined> {
  const bytes = await disk.read(path);
  return bytes && etagOf(bytes);
}
