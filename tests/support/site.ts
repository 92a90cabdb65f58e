/** Builds the app and serves it on a free port of this machine while the end-to-end tests run. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { buildIfStale } from "../../server/cli/fresh.js";

declare module "vitest" {
  interface ProvidedContext {
    /** Address to open first; without a link's token, since every test comes as a browser of its own. */
    site: string;
  }
}

const root = fileURLToPath(new URL("../../", import.meta.url));

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await buildIfStale();
  const folder = await mkdtemp(join(tmpdir(), "tandem-e2e-"));
  await cp(join(root, "scenarios"), join(folder, "scenarios"), { recursive: true });

  const launch = join(root, "server/cli/launch.js");
  const args = [launch, "serve", "--no-token", "--port", String(await freePort())];
  const stdio = ["ignore", "pipe", "inherit"] as const;
  const server = spawn(process.execPath, args, { cwd: folder, stdio: [...stdio] });
  const ended = once(server, "exit");
  project.provide("site", await firstAddress(server));

  return async () => {
    server.kill();
    await ended;
    await rm(folder, { recursive: true });
  };
}

/** What the server prints when it is ready. */
async function firstAddress(server: ChildProcess): Promise<string> {
  let printed = "";
  for await (const text of server.stdout ?? []) {
    printed += text;
    const [address] = /http:\/\/\S+(?=\s)/.exec(printed) ?? [];
    if (address) return address;
  }
  throw new Error(`The server ended before it was ready. It printed: ${printed}`);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}
