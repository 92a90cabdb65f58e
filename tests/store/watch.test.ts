import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { openFolder } from "../../server/store/folder.ts";
import { type Change, watchFolder } from "../../server/store/watch.ts";
import { company, folderWith, today, write } from "../server/company.ts";

function followed(folder: string): Change[] {
  const heard: Change[] = [];
  onTestFinished(watchFolder(openFolder(folder)).subscribe((changes) => heard.push(...changes)));
  return heard;
}

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 150 && !holds(); i++) await pause(20);
  expect(holds()).toBe(true);
}

describe("what changes outside", () => {
  test("is told by id: changed, new, gone, in folders too", async () => {
    const folder = folderWith({ ...company, "emea/today.json": today });
    const heard = followed(folder);
    write(join(folder, "today.json"), { ...today, name: "Tomorrow" });
    write(join(folder, "emea/next.json"), today);
    mkdirSync(join(folder, "apac"));
    write(join(folder, "apac/today.json"), today);
    rmSync(join(folder, "shared.json"));
    await until(() => heard.length >= 4);
    const told = heard.map(({ id, change }) => `${change} ${id}`).toSorted();
    expect(told).toEqual(["changed today", "gone shared", "new apac/today", "new emea/next"]);
    expect(heard.find(({ id }) => id === "today")!.etag).toMatch(/^"[\w-]{43}"$/);
  });

  test("is told once, and not where the text is the same again", async () => {
    const folder = folderWith(company);
    const heard = followed(folder);
    write(join(folder, "today.json"), today);
    await pause(1300);
    expect(heard).toEqual([]);
    write(join(folder, "next.json"), { ...today, name: "Next" });
    renameSync(join(folder, "next.json"), join(folder, "today.json"));
    await until(() => heard.length > 0);
    await pause(1200);
    expect(heard.filter(({ id }) => id === "today")).toHaveLength(1);
  });

  test("is not called gone or bad while it is being written", async () => {
    const folder = folderWith(company);
    execFileSync("git", ["init", "-q", folder]);
    const heard = followed(folder);
    const lock = join(folder, ".git/index.lock");
    writeFileSync(lock, "");
    rmSync(join(folder, "shared.json"));
    writeFileSync(join(folder, "today.json"), '{ "format": 1, ');
    await pause(1500);
    expect(heard).toEqual([]);
    write(join(folder, "shared.json"), company["shared.json"]);
    write(join(folder, "today.json"), { ...today, name: "Pulled" });
    rmSync(lock);
    await until(() => heard.length > 0);
    expect(heard.map(({ id, change }) => `${change} ${id}`)).toEqual(["changed today"]);
  });

  test("that stays bad is told in the end", async () => {
    const folder = folderWith(company);
    const heard = followed(folder);
    writeFileSync(join(folder, "today.json"), "<<<<<<< ours\n");
    await until(() => heard.length > 0);
    expect(heard).toMatchObject([{ id: "today", change: "changed" }]);
  });
});
