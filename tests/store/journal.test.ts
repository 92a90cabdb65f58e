import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Disk, machineDisk } from "../../server/store/disk.ts";
import { etagOf } from "../../server/store/file.ts";
import { commit, finish, isLeft, type Step, type Work } from "../../server/store/journal.ts";
import { folderWith } from "../server/company.ts";
import { modelDisk, type ModelDisk, PowerLoss, randomFrom } from "./modelDisk.ts";

/** A rename that one child follows, and a table with it. */
const steps: Step[] = [
  { file: "new.json", before: null, after: "own" },
  { file: "emea/child.json", before: "extends old", after: "extends new" },
  { file: "old.json", before: "own", after: null },
  { move: "old.actuals.csv", to: "new.actuals.csv", etag: etagOf(Buffer.from("deals")) },
];

const seal: Work["seal"] = async (text) => `sealed ${text.length}`;
const workOn = (disk: Disk, root = "/plans"): Work => ({ disk, root, seal });
const noteOf = (of: unknown = steps, by: string | null = `sealed ${JSON.stringify(of).length}`) =>
  JSON.stringify({ steps: of, seal: by });
const note = "/plans/.tandem/unfinished";
const old = {
  "/plans/old.json": "own",
  "/plans/emea/child.json": "extends old",
  "/plans/old.actuals.csv": "deals",
};
const now = {
  "/plans/new.json": "own",
  "/plans/emea/child.json": "extends new",
  "/plans/new.actuals.csv": "deals",
};

async function start(): Promise<ModelDisk> {
  const disk = modelDisk("/plans");
  await disk.makeFolder("/plans/emea");
  await disk.makeFolder("/plans/.tandem");
  await disk.syncFolder("/plans");
  for (const [path, text] of Object.entries(old)) disk.put(path, text);
  return disk;
}

/** The files of the folder, those of the server itself left aside. */
function files(disk: ModelDisk): Record<string, string | undefined> {
  const own = disk.paths().filter((path) => !/\/\.[^/]+$|\.tandem\//.test(path));
  return Object.fromEntries(own.map((path) => [path, disk.text(path)]));
}

async function callsOfOne(): Promise<{ from: number; to: number }> {
  const disk = await start();
  const from = disk.calls();
  await commit(workOn(disk), steps);
  expect(files(disk)).toEqual(now);
  return { from, to: disk.calls() };
}

describe("an edit of several files", () => {
  test("whichever call fails, happens whole or not at all, and is told as that", async () => {
    const { from, to } = await callsOfOne();
    for (let call = from; call < to; call++) {
      const disk = await start();
      disk.failAt(call, "EIO");
      const isDone = await commit(workOn(disk), steps).then(
        () => true,
        () => false,
      );
      const left = files(disk);
      if (isDone) expect(left, `call ${call}`).toEqual(now);
      else expect(left, `call ${call}`).toEqual(old);
      await finish(workOn(disk));
      expect([old, now], `call ${call}`).toContainEqual(files(disk));
    }
  });

  test("wherever power is lost, is whole or undone after the next start, and done once that was said", async () => {
    const { from, to } = await callsOfOne();
    const seen = new Set<string>();
    for (let call = from; call <= to; call++) {
      for (let seed = 0; seed < 15; seed++) {
        const disk = await start();
        disk.failAt(call, "power");
        const isDone = await commit(workOn(disk), steps).then(
          () => true,
          (error: unknown) => expect(error).toBeInstanceOf(PowerLoss),
        );
        const found = disk.afterLoss(randomFrom(seed * 7919 + call));
        await finish(workOn(found));
        const left = files(found);
        expect(isDone === true ? [now] : [old, now], `call ${call}, seed ${seed}`).toContainEqual(
          left,
        );
        seen.add(JSON.stringify(left));
      }
    }
    expect(seen.size).toBe(2);
  });

  test("that a killed process left half done lasts once it is finished", async () => {
    const { from, to } = await callsOfOne();
    for (let call = from; call < to; call++) {
      const disk = await start();
      disk.failAt(call, "power");
      await commit(workOn(disk), steps).catch(() => undefined);
      disk.restart();
      await finish(workOn(disk));
      const left = files(disk);
      expect([old, now], `call ${call}`).toContainEqual(left);
      for (let seed = 0; seed < 10; seed++) {
        const found = disk.afterLoss(randomFrom(seed * 31 + call));
        await finish(workOn(found)); // the note may be there again
        if (left["/plans/new.json"] !== undefined) expect(files(found), `${call}`).toEqual(now);
      }
    }
  });

  test("does nothing where a file is not as it was thought to be", async () => {
    const disk = await start();
    disk.put("/plans/emea/child.json", "edited since");
    await expect(commit(workOn(disk), steps)).rejects.toMatchObject({ kind: "stale" });
    expect(files(disk)).toEqual({ ...old, "/plans/emea/child.json": "edited since" });
  });

  test.each([
    ["a child", "/plans/emea/child.json", "emea/child.json"],
    ["the file itself", "/plans/old.json", "old.json"],
    ["the new name", "/plans/new.json", "new.json"],
    ["the table", "/plans/old.actuals.csv", "new.actuals.csv"],
  ])(
    "never writes over %s that an editor saves meanwhile, and takes the rest back",
    async (_, path, name) => {
      const { from, to } = await callsOfOne();
      const ways = new Set<string>();
      for (let call = from; call < to; call++) {
        const disk = await start();
        const { sync } = { sync: disk.syncFolder };
        let isDone = false;
        disk.syncFolder = async (folder) => {
          if (!isDone && disk.calls() >= call) {
            isDone = true;
            disk.put(path, "by hand");
          }
          return sync(folder);
        };
        const error = await commit(workOn(disk), steps).then(
          () => undefined,
          (thrown: Error) => thrown,
        );
        const left = files(disk);
        if (isDone) expect(left[path], `call ${call}`).toBe("by hand");
        ways.add(error ? "taken back" : "done");
        if (!error) continue;
        expect(error).toMatchObject({ kind: "stale" });
        expect(error.message, `call ${call}`).toContain(name);
        const rest = { ...old, [path]: "by hand" };
        expect(left, `call ${call}`).toEqual(rest);
        expect(disk.text(note)).toBeUndefined();
      }
      expect(ways).toContain("taken back");
    },
  );

  test("that is finished later is taken back where one of its files was edited since", async () => {
    for (let done = 1; done < steps.length; done++) {
      const disk = await start();
      disk.put(note, noteOf());
      disk.put("/plans/new.json", "own");
      if (done > 2) await disk.remove("/plans/old.json");
      disk.put("/plans/emea/child.json", "edited since");
      const { told } = await finish(workOn(disk));
      expect(files(disk)).toEqual({ ...old, "/plans/emea/child.json": "edited since" });
      expect(told?.message).toContain("it was taken back, since emea/child.json had changed");
      expect(disk.text(note)).toBeUndefined();
    }
  });

  test("of which nothing is left to be seen is dropped, and told", async () => {
    const disk = await start();
    disk.put(note, noteOf());
    const { told } = await finish(workOn(disk));
    expect(files(disk)).toEqual(old);
    expect(told?.message).toContain("nothing of it was done");
    expect(disk.text(note)).toBeUndefined();
  });

  test("that was done, and its files edited since, is over", async () => {
    const disk = await start();
    await commit(workOn(disk), steps);
    disk.put(note, noteOf());
    disk.put("/plans/new.json", "edited since");
    expect(await finish(workOn(disk))).toEqual({});
    expect(files(disk)).toEqual({ ...now, "/plans/new.json": "edited since" });
  });

  test("is not finished by another while it is under way", async () => {
    const disk = await start();
    const { rename } = disk;
    const seen: unknown[] = [];
    disk.rename = async (from, to) => {
      seen.push(await finish(workOn(disk)), await isLeft(workOn(disk)));
      return rename(from, to);
    };
    await commit(workOn(disk), steps);
    expect(files(disk)).toEqual(now);
    expect(seen).toEqual(seen.map((_, i) => (i % 2 === 0 ? {} : false)));
    expect(seen.length).toBeGreaterThan(0);
  });

  test.each([
    ["no note at all", "{"],
    ["without a seal", noteOf(steps, null)],
    ["with another's seal", noteOf(steps, "forged")],
    ["of an older form", JSON.stringify(steps)],
    ...[
      { file: "../evil.json", before: null, after: "x" },
      { file: "/etc/evil.json", before: null, after: "x" },
      { file: ".bashrc", before: null, after: "x" },
      { file: ".git/config.json", before: null, after: "x" },
      { file: "results.lock.json", before: null, after: "x" },
      { file: "a/b/c/d.json", before: null, after: "x" },
      { move: "old.json", to: "../stolen.json", etag: '"x"' },
      { move: "../victim.json", to: "new.json", etag: '"x"' },
      { move: "old.json", to: "run.sh", etag: '"x"' },
      { move: ".env.json", to: "new.json", etag: '"x"' },
    ].map((step): [string, string] => [`${JSON.stringify(step)}, sealed`, noteOf([step])]),
  ])("of which the note is not ours is let be and said: %s", async (_, text) => {
    const disk = await start();
    disk.put(note, text);
    disk.put("/victim.json", "secret");
    const { why } = await finish(workOn(disk));
    expect(why?.message).toContain(".tandem/unfinished");
    expect(files(disk)).toEqual({ ...old, "/victim.json": "secret" });
    expect(disk.text(note)).toBe(text);
  });

  test("goes through no link in the place of a folder", async () => {
    const elsewhere = folderWith({ "a.json": "theirs" });
    const root = folderWith({});
    mkdirSync(join(root, ".tandem"));
    symlinkSync(elsewhere, join(root, "link"));
    const step = { file: "link/a.json", before: "theirs", after: "ours" };
    await expect(commit(workOn(machineDisk, root), [step])).rejects.toMatchObject({
      kind: "inTheWay",
    });
    expect(readFileSync(join(elsewhere, "a.json"), "utf8")).toBe("theirs");
  });
});
