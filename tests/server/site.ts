/** The web server over a folder of scenarios, for tests through inject: real store, real engine, no socket. */
import { afterAll, onTestFinished } from "vitest";
import type { FastifyInstance } from "fastify";
import { createEngine, type Engine } from "../../server/compute/engine.ts";
import { createRuns, type RunLimits } from "../../server/compute/runs.ts";
import { type AppOptions, buildApp } from "../../server/http/app.ts";
import { type Disk, machineDisk } from "../../server/store/disk.ts";
import { createEdits } from "../../server/store/edits.ts";
import { openFolder } from "../../server/store/folder.ts";
import { keepFolder } from "../../server/store/keeper.ts";
import { createStore } from "../../server/store/scenarios.ts";
import { watchFolder } from "../../server/store/watch.ts";

type Setting = Partial<AppOptions> & { limits?: RunLimits; engine?: Engine; disk?: Disk };

export async function siteOver(
  root: string,
  { limits, engine = sharedEngine(), disk = machineDisk, ...options }: Setting = {},
): Promise<FastifyInstance> {
  const folder = openFolder(root);
  const store = createStore(folder);
  const keeper = keepFolder(disk, root, async () => "sealed");
  const app = await buildApp({
    store,
    edits: createEdits({ store, folder, disk }, keeper),
    watch: watchFolder(folder),
    runs: createRuns(engine, limits),
    access: undefined,
    version: "1.2.3",
    ...options,
  });
  onTestFinished(async () => {
    await app.close();
    await keeper.release();
  });
  return app;
}

let shared: Engine | undefined;

/** One for all tests of a file: threads take a while to start from sources. */
function sharedEngine(): Engine {
  return (shared ??= createEngine({ threads: 2 }));
}

afterAll(() => shared?.close());

/** Waits until a run is over, by polling, and gives its last state. */
export async function overOf(app: FastifyInstance, id: string) {
  for (;;) {
    const run = (await app.inject(`/api/runs/${id}`)).json();
    if (run.status !== "queued" && run.status !== "running") return run;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
