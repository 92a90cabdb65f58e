import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { machineDisk } from "../../server/store/disk.ts";
import { etagOf } from "../../server/store/file.ts";
import { NotSaved, saveText, sweep, textToSave } from "../../server/store/save.ts";
import { folderWith } from "../server/company.ts";
import { killSaves } from "./kills.ts";
import { modelDisk, PowerLoss, randomFrom } from "./modelDisk.ts";

const path = "/plans/a.json";
const [before, after] = ["the old text, which is longer\n", "the new text\n"];
const tag = { etag: etagOf(Buffer.from(before)) };

function diskWithOld() {
  const disk = modelDisk("/plans");
  disk.put(path, before, 0o640);
  return disk;
}

/** Calls of one save without a fault. */
async function callsOf(expected: Parameters<typeof saveText>[3]): Promise<number> {
  const disk = expected === "none" ? modelDisk("/plans") : diskWithOld();
  await saveText(disk, path, after, expected);
  return disk.calls();
}

describe("whichever call of the disk fails", () => {
  test.each(["ENOSPC", "EIO", "EACCES", "EROFS"])(
    "with %s, the file is old or new",
    async (code) => {
      const calls = await callsOf(tag);
      expect(calls).toBeGreaterThan(8);
      for (let call = 0; call < calls; call++) {
        const disk = diskWithOld();
        disk.failAt(call, code);
        const error = await saveText(disk, path, after, tag).then(
          () => undefined,
          (thrown: unknown) => thrown as NotSaved,
        );
        expect(error, `call ${call}`).toBeInstanceOf(NotSaved);
        const isLast = call === calls - 1; // the folder's sync: written, not confirmed
        expect(disk.text(path), `call ${call}`).toBe(isLast ? after : before);
        expect(disk.paths(), `call ${call}`).toEqual([path]);
        const [said] = error!.faults;
        expect(said!.message).toMatch(isLast ? /did not confirm/ : /nothing was saved/);
        expect(said!.hint).toBeTruthy();
      }
    },
  );

  test("a new file is there whole or not at all", async () => {
    const calls = await callsOf("none");
    let saved = 0;
    for (let call = 0; call < calls; call++) {
      const disk = modelDisk("/plans");
      disk.failAt(call, "EIO");
      await saveText(disk, path, after, "none").then(
        () => saved++,
        () => undefined,
      );
      expect([undefined, after], `call ${call}`).toContain(disk.text(path));
    }
    expect(saved).toBe(1); // only the temporary second name stays, for the next start
  });

  test.each([
    ["ENOSPC", "the disk is full", "full"],
    ["EROFS", "the disk is read-only", "readOnly"],
    ["EACCES", "this account may not write there", "readOnly"],
    ["EIO", "the disk failed", "disk"],
  ])("%s is told in words", async (code, words, kind) => {
    const disk = diskWithOld();
    disk.failAt(2, code);
    await expect(saveText(disk, path, after, tag)).rejects.toMatchObject({
      kind,
      faults: [{ message: expect.stringContaining(words) }],
    });
  });
});

describe("when power is lost", () => {
  test("during a save, the file is the old one or the new one", async () => {
    const calls = await callsOf(tag);
    const seen = new Set<string | undefined>();
    for (let call = 0; call < calls; call++) {
      for (let seed = 0; seed < 60; seed++) {
        const disk = diskWithOld();
        disk.failAt(call, "power");
        await expect(saveText(disk, path, after, tag)).rejects.toBeInstanceOf(PowerLoss);
        const found = disk.afterLoss(randomFrom(seed * 977 + call)).text(path);
        expect([before, after], `call ${call}, seed ${seed}`).toContain(found);
        seen.add(found);
      }
    }
    expect(seen.size).toBe(2);
  });

  test.each([["over an old file", tag] as const, ["of a new file", "none"] as const])(
    "after a save %s was said to be done, it is there",
    async (_, expected) => {
      for (let seed = 0; seed < 300; seed++) {
        const disk = expected === "none" ? modelDisk("/plans") : diskWithOld();
        await saveText(disk, path, after, expected);
        expect(disk.afterLoss(randomFrom(seed)).text(path), `seed ${seed}`).toBe(after);
      }
    },
  );
});

describe("a save", () => {
  test("keeps the permission bits of a file; a new one is its owner's alone", async () => {
    const folder = folderWith({ "a.json": before });
    chmodSync(join(folder, "a.json"), 0o664);
    await saveText(machineDisk, join(folder, "a.json"), after, "any");
    await saveText(machineDisk, join(folder, "b.json"), after, "none");
    expect(statSync(join(folder, "a.json")).mode & 0o777).toBe(0o664);
    expect(statSync(join(folder, "b.json")).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).toSorted()).toEqual(["a.json", "b.json"]);
  });

  test("writes over no other version, no taken name, and follows no link", async () => {
    const folder = folderWith({ "a.json": before, "target.json": before });
    symlinkSync(join(folder, "target.json"), join(folder, "link.json"));
    const saved = (name: string, expected: Parameters<typeof saveText>[3]) =>
      saveText(machineDisk, join(folder, name), after, expected);
    await expect(saved("a.json", { etag: '"other"' })).rejects.toMatchObject({ kind: "stale" });
    await expect(saved("a.json", "none")).rejects.toMatchObject({ kind: "exists" });
    await expect(saved("gone.json", tag)).rejects.toMatchObject({ kind: "stale" });
    await expect(saved("link.json", "any")).rejects.toMatchObject({ kind: "inTheWay" });
    expect(readFileSync(join(folder, "target.json"), "utf8")).toBe(before);
    expect(readdirSync(folder)).toHaveLength(3);
  });

  test("notices an edit from outside that came while it was under way", async () => {
    const disk = diskWithOld();
    const { create } = disk;
    disk.create = async (name) => {
      disk.put(path, "typed in an editor\n");
      return create(name);
    };
    await expect(saveText(disk, path, after, tag)).rejects.toMatchObject({ kind: "stale" });
    expect(disk.text(path)).toBe("typed in an editor\n");
    expect(disk.paths()).toEqual([path]);
  });

  test("refuses what would not be read back as it was meant", () => {
    expect(textToSave({ format: 1, name: "a" })).toBe('{\n  "format": 1,\n  "name": "a"\n}\n');
    expect(() => textToSave({ name: "half \uD800" })).toThrow(NotSaved);
    expect(() => textToSave({ constructor: 1 })).toThrow(NotSaved);
  });
});

const name = (pid: number) => `.a.json.${pid}-0123456789ab.tandem-tmp`;

test("a start sweeps what cut-off saves left, and nothing else", async () => {
  const dead = 2 ** 22 + 1; // above the largest number a process can have
  const folder = folderWith({
    [name(dead)]: "{",
    [`emea/${name(dead)}`]: "{",
    [name(process.pid)]: "{",
    [`other/.tandem/${name(dead)}`]: "{",
    ".a.json.swp": "an editor's",
    "a.json": "{}",
    "notes.tandem-tmp": "mine",
  });
  mkdirSync(join(folder, `.b.json.${dead}-0123456789ab.tandem-tmp`));
  await sweep(machineDisk, folder, Date.now());
  expect(readdirSync(folder).toSorted()).toEqual(
    [
      name(process.pid),
      ".a.json.swp",
      `.b.json.${dead}-0123456789ab.tandem-tmp`,
      "a.json",
      "emea",
      "notes.tandem-tmp",
      "other",
    ].toSorted(),
  );
  expect(readdirSync(join(folder, "emea"))).toEqual([]);
  await sweep(machineDisk, folder, Date.now() + 601_000);
  expect(readdirSync(folder)).not.toContain(name(process.pid));
});

test("a process killed while it saves leaves whole files, and every save it had confirmed", async () => {
  const figures = await killSaves(folderWith({}), 20);
  expect(figures).toMatchObject({ torn: 0, lost: 0, strays: 0 });
  expect(figures.confirmed).toBeGreaterThan(20);
});
