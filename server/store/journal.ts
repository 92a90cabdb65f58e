/**
 * An edit of several files at once: all of it happens, or none, also when the machine stops in the middle.
 *
 * Formula   what is to be done is written down first (`.tandem/unfinished`), then done step by step, each as safely as a
 *           save; the note is removed last. A step that fails takes back those before it. A note that is found at the
 *           start is carried out.
 * Always    a file that someone has changed since is left as it is; what was half done is never half done for good.
 */
import { dirname, join } from "node:path";
import { z } from "zod";
import type { Disk } from "./disk.ts";
import { etagOf } from "./file.ts";
import { makeFolders, NotSaved, removeFile, saveText } from "./save.ts";

const Step = z.union([
  z.strictObject({
    /** Path inside the folder, with slashes. */
    file: z.string(),
    /** Null where there is no file before, or after. */
    before: z.string().nullable(),
    after: z.string().nullable(),
  }),
  z.strictObject({ move: z.string(), to: z.string() }),
]);
export type Step = z.infer<typeof Step>;

export const ownFolder = ".tandem";
const noteName = "unfinished";

/** Carries out all steps or none. What they start from must still be so. */
export async function commit(disk: Disk, root: string, steps: readonly Step[]): Promise<void> {
  for (const step of steps) await expectStart(disk, root, step);
  const note = join(root, ownFolder, noteName);
  await makeFolders(disk, root, [ownFolder]);
  await saveText(disk, note, JSON.stringify(steps), "any");
  const done: Step[] = [];
  try {
    for (const step of steps) {
      done.push(step);
      await carryOut(disk, root, step);
    }
  } catch (error) {
    for (const step of done.toReversed()) await carryOut(disk, root, reverse(step)); // else the note stays
    await removeFile(disk, note, "any");
    throw error;
  }
  await removeFile(disk, note, "any").catch(() => undefined); // all is done; doing it again does nothing
}

/** Finishes what was cut off. */
export async function finish(disk: Disk, root: string): Promise<void> {
  const note = join(root, ownFolder, noteName);
  const bytes = await disk.read(note);
  if (!bytes) return;
  for (const step of stepsIn(bytes)) {
    if (await isSafe(disk, root, step)) await carryOut(disk, root, step);
  }
  await removeFile(disk, note, "any");
}

function stepsIn(bytes: Uint8Array): Step[] {
  try {
    return z.array(Step).parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return []; // not ours
  }
}

/** Does a step that is not done yet. */
async function carryOut(disk: Disk, root: string, step: Step): Promise<void> {
  if ("move" in step) return move(disk, join(root, step.move), join(root, step.to));
  const path = join(root, step.file);
  const now = await textAt(disk, path);
  if (now === step.after) return disk.syncFolder(dirname(path)); // it may be there and not last yet
  if (step.after === null) {
    await removeFile(disk, path, "any");
    return;
  }
  await makeFolders(disk, root, step.file.split("/").slice(0, -1));
  const expected = now === null ? "none" : { etag: etagOf(Buffer.from(now)) };
  await saveText(disk, path, step.after, expected);
}

async function move(disk: Disk, from: string, to: string): Promise<void> {
  const [source, target] = [await disk.stat(from), await disk.stat(to)];
  if (source && !target) await disk.rename(from, to);
  await disk.syncFolder(dirname(to));
  await disk.syncFolder(dirname(from));
}

function reverse(step: Step): Step {
  if ("move" in step) return { move: step.to, to: step.move };
  return { file: step.file, before: step.after, after: step.before };
}

async function expectStart(disk: Disk, root: string, step: Step): Promise<void> {
  const moved = "move" in step;
  if (!moved && (await textAt(disk, join(root, step.file))) === step.before) return;
  if (moved && !(await disk.stat(join(root, step.to)))) return;
  const said = "a file has changed meanwhile, or the new name is taken; nothing was done";
  const file = moved ? step.to : step.file;
  throw new NotSaved("stale", [
    { code: "conflict", path: "", message: said, hint: "look again, then repeat it", file },
  ]);
}

/** Whether a step of an earlier start still finds its file as it was then, before or after it. */
async function isSafe(disk: Disk, root: string, step: Step): Promise<boolean> {
  if ("move" in step) return true;
  const now = await textAt(disk, join(root, step.file));
  return now === step.before || now === step.after;
}

/** Text of a file as it is, a byte order mark included; null where there is none. */
export async function textAt(disk: Disk, path: string): Promise<string | null> {
  const bytes = await disk.read(path);
  return bytes ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes) : null;
}
