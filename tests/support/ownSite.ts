/** The app with a folder of its own, for tests that write into it; in a git repository where asked for. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

export type OwnSite = {
  origin: string;
  /** Path of a scenario's file. */
  pathOf: (id: string) => string;
  read: (id: string) => string;
  write: (id: string, text: string) => void;
  /** Replaces a text that stands in a file, once. */
  edit: (id: string, from: string, to: string) => void;
  git: (...args: string[]) => string;
  /** Stops the server; a call of `start` goes on with the same folder and port. */
  stop: () => Promise<void>;
  start: () => Promise<void>;
  remove: () => Promise<void>;
};

/** Serves a copy of some shipped scenarios. */
export async function ownSite({ git = false, args = ["--no-token"] } = {}): Promise<OwnSite> {
  const folder = mkdtempSync(join(tmpdir(), "tandem-own-"));
  const copied = ["status-quo", "shared-pipeline", "joint-bonus-pool"].map((id) => `${id}.json`);
  for (const file of [...copied, "scenario.schema.json"]) {
    cpSync(join(root, "scenarios", file), join(folder, "scenarios", file));
  }
  const run = (...words: string[]): string => {
    const who = ["-c", "user.name=Sample", "-c", "user.email=sample@example.org"];
    return execFileSync("git", [...who, ...words], { cwd: folder, encoding: "utf8" });
  };
  if (git) {
    run("init", "-q", "-b", "main");
    run("add", ".");
    run("commit", "-q", "-m", "First plans");
  }

  let port = "0";
  let server: ReturnType<typeof spawn> | undefined;
  const site: OwnSite = {
    origin: "",
    pathOf: (id) => join(folder, "scenarios", `${id}.json`),
    read: (id) => readFileSync(site.pathOf(id), "utf8"),
    write: (id, text) => writeFileSync(site.pathOf(id), text),
    edit: (id, from, to) => {
      const text = site.read(id);
      if (!text.includes(from)) throw new Error(`${id} does not say ${from}`);
      site.write(id, text.replace(from, to));
    },
    git: run,
    stop: async () => {
      if (!server || server.exitCode !== null) return;
      const ended = once(server, "exit");
      server.kill();
      await ended;
    },
    start: async () => {
      const launch = join(root, "server/cli/launch.js");
      server = spawn(
        process.execPath,
        [launch, "serve", "--port", port, "--workers", "1", ...args],
        {
          cwd: folder,
          stdio: ["ignore", "pipe", "ignore"],
        },
      );
      for await (const line of createInterface(server.stdout!)) {
        const [address] = /http:\/\/\S+/.exec(line) ?? [];
        if (!address) continue;
        site.origin = address;
        ({ port } = new URL(address));
        return;
      }
      throw new Error("the server ended before it was ready");
    },
    remove: async () => {
      await site.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await site.start();
  return site;
}
