import { describe, expect, test } from "vitest";
import { commit, finish, type Step } from "../../server/store/journal.ts";
import { modelDisk, type ModelDisk, PowerLoss, randomFrom } from "./modelDisk.ts";

/** A rename that one child follows, and a table with it. */
const steps: Step[] = [
  { file: "new.json", before: null, after: "own" },
  { file: "emea/child.json", before: "extends old", after: "extends new" },
  { file: "old.json", before: "own", after: null },
  { move: "old.actuals.csv", to: "new.actuals.csv" },
];
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
  await commit(disk, "/plans", steps);
  expect(files(disk)).toEqual(now);
  return { from, to: disk.calls() };
}

describe("an edit of several files", () => {
  test("whichever call fails, happens whole or not at all, and is told as that", async () => {
    const { from, to } = await callsOfOne();
    for (let call = from; call < to; call++) {
      const disk = await start();
      disk.failAt(call, "EIO");
      const isDone = await commit(disk, "/plans", steps).then(
        () => true,
        () => false,
      );
      const left = files(disk);
      if (isDone) expect(left, `call ${call}`).toEqual(now);
      else expect(left, `call ${call}`).toEqual(old);
      await finish(disk, "/plans");
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
        const isDone = await commit(disk, "/plans", steps).then(
          () => true,
          (error: unknown) => expect(error).toBeInstanceOf(PowerLoss),
        );
        const found = disk.afterLoss(randomFrom(seed * 7919 + call));
        await finish(found, "/plans");
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
      await commit(disk, "/plans", steps).catch(() => undefined);
      disk.restart();
      await finish(disk, "/plans");
      const left = files(disk);
      expect([old, now], `call ${call}`).toContainEqual(left);
      for (let seed = 0; seed < 10; seed++) {
        const found = disk.afterLoss(randomFrom(seed * 31 + call));
        await finish(found, "/plans"); // the note may be there again
        if (left["/plans/new.json"] !== undefined) expect(files(found), `${call}`).toEqual(now);
      }
    }
  });

  test("does nothing where a file is not as it was thought to be", async () => {
    const disk = await start();
    disk.put("/plans/emea/child.json", "edited since");
    await expect(commit(disk, "/plans", steps)).rejects.toMatchObject({ kind: "stale" });
    expect(files(disk)).toEqual({ ...old, "/plans/emea/child.json": "edited since" });
  });

  test("that is finished later leaves alone what was edited since", async () => {
    const disk = await start();
    disk.put("/plans/.tandem/unfinished", JSON.stringify(steps));
    disk.put("/plans/emea/child.json", "edited since");
    await finish(disk, "/plans");
    expect(files(disk)).toEqual({ ...now, "/plans/emea/child.json": "edited since" });
    expect(disk.text("/plans/.tandem/unfinished")).toBeUndefined();
  });

  test("of which the note is not ours is let be", async () => {
    const disk = await start();
    disk.put("/plans/.tandem/unfinished", "{");
    await finish(disk, "/plans");
    expect(files(disk)).toEqual(old);
  });
});
