/**
 * Is dist/ built from the sources as they are now? If not, build it.
 * Plain JavaScript, since it runs before anything is built. Nothing is written to standard output.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const dist = join(root, "dist");
const stamp = join(dist, "built-from");
const sources = ["models", "server", "web", "package-lock.json", "vite.config.ts"];

/** Builds unless the build is fresh. Two at once build once: the second waits for the first. */
export async function buildIfStale() {
  const lock = join(dist, ".building");
  mkdirSync(dist, { recursive: true });
  while (!isFresh()) {
    if (!take(lock)) {
      await pause(50);
      continue;
    }
    try {
      if (!isFresh()) build();
    } finally {
      rmSync(lock, { force: true });
    }
  }
}

/** Hash of the names and bytes of all sources. */
export function fingerprint() {
  const hash = createHash("sha256");
  for (const file of sources.flatMap((name) => filesIn(name))) {
    hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest("hex");
}

/** Says what the build in dist/ was made from; none while it is being made. */
export function setStamp(/** @type {string | undefined} */ made) {
  rmSync(stamp, { force: true });
  if (made) writeFileSync(stamp, made);
}

function isFresh() {
  return textOf(stamp) === fingerprint();
}

function build() {
  const vite = join(root, "node_modules/vite/bin/vite.js");
  const args = [vite, "build", "--logLevel", "warn"];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new Error("The build failed: what is wrong is written above.");
}

/** @returns {boolean} whether the lock is now ours; one left by a process that is gone is removed */
function take(/** @type {string} */ lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    const owner = Number(textOf(lock));
    if (owner && !isAlive(owner)) rmSync(lock, { force: true });
    return false;
  }
}

function isAlive(/** @type {number} */ pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** @returns {string[]} all but what tools leave in dot-folders */
function filesIn(/** @type {string} */ name) {
  if (!statSync(join(root, name)).isDirectory()) return [name];
  const entries = readdirSync(join(root, name)).filter((entry) => !entry.startsWith("."));
  return entries.toSorted().flatMap((entry) => filesIn(`${name}/${entry}`));
}

function textOf(/** @type {string} */ file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
