/** Kills a process again and again while it saves, and counts what that did to its files. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { machineDisk } from "../../server/store/disk.ts";
import { sweep } from "../../server/store/save.ts";
import { fillerOf } from "./saver.ts";

export type Kills = {
  kills: number;
  confirmed: number;
  torn: number;
  lost: number;
  strays: number;
};

/** Kills `kills` processes that save in `folder`, each a little later than the one before. */
export async function killSaves(folder: string, kills: number): Promise<Kills> {
  const built = mkdtempSync(join(tmpdir(), "tandem-saver-"));
  const figures = { kills, confirmed: 0, torn: 0, lost: 0, strays: 0 };
  try {
    const saver = await bundle(built);
    for (let kill = 0; kill < kills; kill++) {
      const last = await killOne(saver, folder, 5 + ((kill * 13) % 60));
      for (const [name, value] of last) {
        figures.confirmed += value.count;
        const found = valueIn(join(folder, name));
        if (found === undefined) figures.torn += 1;
        else if (found < value.last) figures.lost += 1;
      }
      await sweep(machineDisk, folder, Date.now());
      figures.strays += readdirSync(folder).filter((name) => name.startsWith(".")).length;
    }
  } finally {
    rmSync(built, { recursive: true, force: true });
  }
  return figures;
}

/** Starts a saver, kills it `after` milliseconds from its first save; what it had confirmed, by file. */
async function killOne(saver: string, folder: string, after: number) {
  const child = spawn(process.execPath, [saver, folder], { stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  child.stdout.on("data", (data) => (printed += data));
  await once(child.stdout, "data");
  await pause(after);
  child.kill("SIGKILL");
  await once(child, "close");
  const last = new Map<string, { last: number; count: number }>();
  for (const line of printed.split("\n").slice(0, -1)) {
    const [name = "", value] = line.split(" ");
    last.set(name, { last: Number(value), count: (last.get(name)?.count ?? 0) + 1 });
  }
  return last;
}

/** The number a file holds; undefined where it is not whole. */
function valueIn(path: string): number | undefined {
  try {
    const { value, filler } = JSON.parse(readFileSync(path, "utf8"));
    return filler === fillerOf(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** One file that starts at once. */
async function bundle(into: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: "error",
    root: here("."),
    resolve: { alias: { "#models": here("../../models/index.ts") } },
    ssr: { noExternal: true },
    build: {
      outDir: into,
      ssr: here("saver.ts"),
      rolldownOptions: { output: { entryFileNames: "saver.mjs" } },
    },
  });
  return join(into, "saver.mjs");
}
