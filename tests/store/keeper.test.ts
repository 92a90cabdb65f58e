import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { machineDisk } from "../../server/store/disk.ts";
import { keepFolder } from "../../server/store/keeper.ts";
import { machineSeal } from "../../server/store/seal.ts";
import { isAlive } from "../../server/store/processes.ts";
import { folderWith, write } from "../server/company.ts";
import { modelDisk } from "./modelDisk.ts";

const lockIn = (folder: string) => join(folder, ".tandem/lock");

describe("a folder", () => {
  test("is edited by one server; the second says why not, and goes on when the first has ended", async () => {
    const folder = folderWith({});
    const [first, second] = [keepFolder(machineDisk, folder), keepFolder(machineDisk, folder)];
    expect(await first.readOnly()).toBeUndefined();
    const why = await second.readOnly();
    expect(why).toMatchObject({
      code: "refused",
      message: `read-only: a server already edits this folder (process ${process.pid} on ${hostname()})`,
    });
    await second.release();
    expect(await first.readOnly()).toBeUndefined();
    await first.release();
    expect(existsSync(lockIn(folder))).toBe(false);
    expect(await second.readOnly()).toBeUndefined();
  });

  test("whose server was killed is taken over", async () => {
    const child = spawn(process.execPath, ["-e", ""]);
    await once(child, "exit");
    const lock = { pid: child.pid, host: hostname(), born: "unknown 1" };
    const folder = folderWith({ ".tandem/lock": JSON.stringify(lock) });
    const keepers = Array.from({ length: 5 }, () => keepFolder(machineDisk, folder));
    const told = await Promise.all(keepers.map((keeper) => keeper.readOnly()));
    expect(told.filter((why) => why === undefined)).toHaveLength(1);
  });

  test.runIf(process.platform === "linux")(
    "whose server was killed, and whose parent has not noticed, is taken over",
    async () => {
      // A shell that starts a child, kills it, and never asks for it.
      const shell = spawn("sh", ["-c", "sleep 30 & echo $!; kill -9 $!; exec sleep 30"]);
      onTestFinished(() => void shell.kill("SIGKILL"));
      const [printed] = await once(shell.stdout, "data");
      await pause(200);
      const lock = { pid: Number(String(printed)), host: hostname(), born: "unknown 1" };
      const folder = folderWith({ ".tandem/lock": JSON.stringify(lock) });
      expect(isAlive(lock.pid)).toBe(false);
      expect(await keepFolder(machineDisk, folder).readOnly()).toBeUndefined();
    },
  );

  test("whose server's number now belongs to another program is taken over", async () => {
    const lock = { pid: process.pid, host: hostname(), born: "an earlier start/1 1" };
    const folder = folderWith({ ".tandem/lock": JSON.stringify(lock) });
    expect(await keepFolder(machineDisk, folder).readOnly()).toBeUndefined();
  });

  test("that a server on another machine edits is not taken over", async () => {
    const lock = { pid: 1, host: "elsewhere", born: "unknown 1" };
    const folder = folderWith({ ".tandem/lock": JSON.stringify(lock) });
    const why = await keepFolder(machineDisk, folder).readOnly();
    expect(why?.message).toContain("process 1 on elsewhere");
    expect(why?.hint).toContain("remove .tandem/lock");
  });

  test("whose lock was removed from outside is locked again before the next save", async () => {
    const folder = folderWith({});
    const keeper = keepFolder(machineDisk, folder);
    await keeper.readOnly();
    rmSync(join(folder, ".tandem"), { recursive: true });
    expect(await keeper.readOnly()).toBeUndefined();
    expect(readFileSync(lockIn(folder), "utf8")).toContain(`"pid":${process.pid}`);
  });

  test("that cannot be written is read-only, in words", async () => {
    for (const [code, words] of [
      ["EROFS", "the disk is read-only"],
      ["EACCES", "this account may not write there"],
    ] as const) {
      const disk = modelDisk("/plans");
      disk.makeFolder = async () => {
        throw Object.assign(new Error(code), { code });
      };
      const why = await keepFolder(disk, "/plans").readOnly();
      expect(why?.message).toBe(`read-only: ${words}`);
    }
  });

  test("whose permissions are taken away while it is kept is read-only, until they are back", async () => {
    const disk = modelDisk("/plans");
    const keeper = keepFolder(disk, "/plans");
    expect(await keeper.readOnly()).toBeUndefined();
    const { mayWrite } = disk;
    disk.mayWrite = async () => {
      throw Object.assign(new Error("EACCES"), { code: "EACCES" });
    };
    expect((await keeper.readOnly())?.message).toBe("read-only: this account may not write there");
    disk.mayWrite = mayWrite;
    expect(await keeper.readOnly()).toBeUndefined();
  });

  test("shows nothing of the server's own files to git", async () => {
    const folder = folderWith({});
    execFileSync("git", ["init", "-q", folder]);
    await keepFolder(machineDisk, folder).readOnly();
    expect(existsSync(lockIn(folder))).toBe(true);
    const status = execFileSync("git", ["-C", folder, "status", "--porcelain"], {
      encoding: "utf8",
    });
    expect(status).toBe("");
  });

  test("in which a rename of this account was cut off is put in order first", async () => {
    const steps = [
      { file: "new.json", before: null, after: "own" },
      { file: "old.json", before: "own", after: null },
    ];
    vi.stubEnv("XDG_STATE_HOME", folderWith({}));
    onTestFinished(() => void vi.unstubAllEnvs());
    const seal = await machineSeal(JSON.stringify(steps));
    const folder = folderWith({ "old.json": "own" });
    write(join(folder, ".tandem/unfinished"), JSON.stringify({ steps, seal }));
    writeFileSync(join(folder, "new.json"), "own");
    expect(await keepFolder(machineDisk, folder).readOnly()).toBeUndefined();
    expect(existsSync(join(folder, "old.json"))).toBe(false);
    expect(readFileSync(join(folder, "new.json"), "utf8")).toBe("own");

    vi.stubEnv("XDG_STATE_HOME", folderWith({})); // another account's
    const second = folderWith({ "old.json": "own", ".tandem/unfinished": { steps, seal } });
    const why = await keepFolder(machineDisk, second).readOnly();
    expect(why?.message).toMatch(/^read-only: \.tandem\/unfinished says that a rename was cut off/);
    expect(readFileSync(join(second, "old.json"), "utf8")).toBe("own");
    expect(existsSync(join(second, "new.json"))).toBe(false);
  });

  test("keeps to what was asked once: a note that comes later is not carried out while it is read", async () => {
    const folder = folderWith({ "old.json": "own" });
    const keeper = keepFolder(machineDisk, folder, async () => "ours");
    expect(await keeper.readOnly()).toBeUndefined();
    const steps = [{ file: "old.json", before: "own", after: null }];
    write(join(folder, ".tandem/unfinished"), JSON.stringify({ steps, seal: "ours" }));
    expect(await keeper.readOnly()).toBeUndefined();
    expect(existsSync(join(folder, "old.json"))).toBe(true);
  });
});
