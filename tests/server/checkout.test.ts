/** A folder that is a git working tree, with branches changed under a server that is asked all the time. */
import { execFile, execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { machineDisk } from "../../server/store/disk.ts";
import { openFolder } from "../../server/store/folder.ts";
import { watchFolder } from "../../server/store/watch.ts";
import { company, folderWith, shared, today, write } from "./company.ts";
import { siteOver } from "./site.ts";

const many = Array.from({ length: 24 }, (_, i) => `plan-${i}`);

function repository() {
  const top = folderWith({});
  const git = (...args: string[]) =>
    execFileSync(
      "git",
      ["-C", top, "-c", "user.name=Sample", "-c", "user.email=s@example", ...args],
      {
        stdio: "pipe",
      },
    );
  const folder = join(top, "scenarios");
  mkdirSync(folder);
  git("init", "-q", "-b", "main");
  const branch = (name: string): void => {
    for (const [file, document] of Object.entries(company)) {
      write(join(folder, file), { ...document, notes: name });
    }
    for (const id of many) write(join(folder, `${id}.json`), { ...shared, name: `${id} ${name}` });
    git("add", "-A");
    git("commit", "-qm", name);
  };
  branch("main");
  git("checkout", "-qb", "proposal");
  write(join(folder, "extra.json"), { ...today, name: "Extra" });
  branch("proposal");
  // Beside the requests, not between them.
  const checkOut = (branchName: string) =>
    promisify(execFile)("git", ["-C", top, "checkout", "-q", branchName]);
  return { folder, checkOut };
}

test("a checkout under load fails no request, shows no half file, and is right within 2 s", async () => {
  const { folder, checkOut } = repository();
  const app = await siteOver(folder, { disk: machineDisk });
  const told = new Map<string, string | null>();
  onTestFinished(
    watchFolder(openFolder(folder)).subscribe((changes) => {
      for (const { id, etag } of changes) told.set(id, etag);
    }),
  );
  const statuses = new Map<number, number>();
  const bad: string[] = [];
  const over = new AbortController();
  async function reader(first: number): Promise<void> {
    for (let i = first; !over.signal.aborted; i++) {
      const response = await app.inject(`/api/scenarios/${many[i % many.length]}`);
      statuses.set(response.statusCode, (statuses.get(response.statusCode) ?? 0) + 1);
      const { problems, text } = response.json();
      if (response.statusCode !== 200 || problems.length > 0) bad.push(text);
      await pause(2);
    }
  }
  const readers = [reader(0), reader(8), reader(16)];
  for (const branch of ["main", "proposal", "main"]) {
    await pause(200);
    const done = checkOut(branch);
    let since: number | undefined;
    void done.then(() => (since = performance.now()));
    for (;;) {
      const rows: { id: string; name: string; etag: string }[] = (
        await app.inject("/api/scenarios")
      ).json();
      const names = rows.filter(({ id }) => id.startsWith("plan-")).map(({ name }) => name);
      const isRight =
        names.length === many.length &&
        names.every((name) => name.endsWith(` ${branch}`)) &&
        rows.some(({ id }) => id === "extra") === (branch === "proposal") &&
        rows.every(({ id, etag }) => !many.includes(id) || told.get(id) === etag);
      if (isRight) break;
      if (since !== undefined) expect(performance.now() - since).toBeLessThan(2000);
      await pause(20);
    }
    await done;
  }
  over.abort();
  await Promise.all(readers);
  expect([...statuses.keys()]).toEqual([200]);
  expect(bad).toEqual([]);
});
