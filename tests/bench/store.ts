/** Times saving and reading through the API, and counts what kills and losses of power do; prints the figures. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { JsonObject } from "#models";
import { createEngine } from "../../server/compute/engine.ts";
import { createRuns } from "../../server/compute/runs.ts";
import { template } from "../../server/cli/template.ts";
import { buildApp } from "../../server/http/app.ts";
import { listen } from "../../server/http/listen.ts";
import { machineDisk } from "../../server/store/disk.ts";
import { createEdits } from "../../server/store/edits.ts";
import { openFolder } from "../../server/store/folder.ts";
import { keepFolder } from "../../server/store/keeper.ts";
import { saveText } from "../../server/store/save.ts";
import { createStore, readAhead } from "../../server/store/scenarios.ts";
import { watchFolder } from "../../server/store/watch.ts";
import { killSaves } from "../store/kills.ts";
import { modelDisk, randomFrom } from "../store/modelDisk.ts";

const root = mkdtempSync(join(tmpdir(), "tandem-bench-"));
const say = (line: string) => void process.stdout.write(`${line}\n`);

try {
  for (let i = 0; i < 12; i++) {
    writeFileSync(join(root, `plan-${i}.json`), JSON.stringify({ ...template, name: `Plan ${i}` }));
  }
  const { url, close } = await served();
  say(`${availableParallelism()} cores, Node ${process.version}`);
  const [first, ...early] = await paced(60, 100, (i) => save(url, i, note(i)));
  say(
    `first save of a new server ${first!.toFixed(0)} ms; the next 59, at 10 a second: ${summary(early)}`,
  );
  const noted = await paced(500, 20, (i) => save(url, i, note(i)));
  say(`saves of a note, 50 a second for 10 s: ${summary(noted)}`);
  const priced = await paced(500, 20, (i) => save(url, i, quota(i)));
  say(`saves of a number, 50 a second for 10 s: ${summary(priced)}`);
  say(`reads, 500 a second for 6 s: ${summary(await paced(3000, 2, (i) => read(url, i)))}`);
  say(`three editors x 200 increments: ${await increments(url)}`);
  await close();
  const folder = mkdtempSync(join(tmpdir(), "tandem-kills-"));
  const { kills, confirmed, torn, lost, strays } = await killSaves(folder, 100);
  rmSync(folder, { recursive: true });
  say(
    `${kills} kills: ${torn} torn, ${lost} of ${confirmed} confirmed saves lost, ${strays} strays`,
  );
  say(await powerLosses(200));
} finally {
  rmSync(root, { recursive: true, force: true });
}

async function served() {
  const folder = openFolder(root);
  const store = createStore(folder);
  const keeper = keepFolder(machineDisk, root);
  const engine = createEngine({ threads: 1 });
  const app = await buildApp({
    store,
    edits: createEdits({ store, folder, disk: machineDisk }, keeper),
    watch: watchFolder(folder),
    runs: createRuns(engine),
    access: undefined,
    version: "bench",
  });
  const listening = await listen(app, { port: 0 });
  await readAhead(store); // as the server does when it starts
  const close = async () => {
    await Promise.all([listening.close(), engine.close()]);
    await keeper.release();
  };
  return { url: listening.url, close };
}

/** Starts `count` requests, one every `gap` milliseconds however long they take; milliseconds each took. */
async function paced(
  count: number,
  gap: number,
  request: (i: number) => Promise<void>,
): Promise<number[]> {
  const took: Promise<number>[] = [];
  const began = performance.now();
  for (let i = 0; i < count; i++) {
    const wait = began + i * gap - performance.now();
    if (wait > 1) await pause(wait);
    const from = performance.now();
    took.push(request(i).then(() => performance.now() - from));
  }
  return Promise.all(took);
}

async function read(url: string, i: number): Promise<void> {
  const response = await fetch(`${url}/api/scenarios/plan-${i % 12}`);
  if (!response.ok) throw new Error(`a read was answered with ${response.status}`);
  await response.text();
}

function note(i: number): object {
  return { notes: String(i) };
}

/** A change that the engine must look at anew. */
function quota(i: number): object {
  const roles = template.roles as JsonObject;
  const [id, role] = Object.entries(roles)[0] as [string, JsonObject];
  return { roles: { ...roles, [id]: { ...role, headcount: 10 + (i % 400) } } };
}

async function save(url: string, i: number, change: object): Promise<void> {
  const address = `${url}/api/scenarios/plan-${i % 12}`;
  const { headers } = await fetch(address, { method: "HEAD" });
  const response = await fetch(address, {
    method: "PUT",
    headers: { "content-type": "application/json", "if-match": headers.get("etag")! },
    body: JSON.stringify({ document: { ...template, ...change } }),
  });
  if (response.status !== 200 && response.status !== 412) {
    throw new Error(`a save was answered with ${response.status}`);
  }
  await response.text();
}

async function increments(url: string): Promise<string> {
  const address = `${url}/api/scenarios/count`;
  const put = (document: object, headers: Record<string, string>) =>
    fetch(address, {
      method: "PUT",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ document }),
    });
  await put({ ...template, notes: "0" }, { "if-none-match": "*" });
  let refused = 0;
  async function editor(): Promise<void> {
    for (let done = 0; done < 200;) {
      const seen = await fetch(address);
      const { text } = (await seen.json()) as { text: string };
      const document = JSON.parse(text) as { notes: string };
      document.notes = String(Number(document.notes) + 1);
      const { status } = await put(document, { "if-match": seen.headers.get("etag")! });
      if (status === 200) done += 1;
      else refused += 1;
    }
  }
  await Promise.all([editor(), editor(), editor()]);
  const { text } = (await (await fetch(address)).json()) as { text: string };
  return `${(JSON.parse(text) as { notes: string }).notes}, after ${refused} refusals`;
}

async function powerLosses(seeds: number): Promise<string> {
  const path = "/plans/a.json";
  let [losses, mixed, lost] = [0, 0, 0];
  for (let call = 0; call < 20; call++) {
    for (let seed = 0; seed < seeds; seed++) {
      const disk = modelDisk("/plans");
      disk.put(path, "old");
      disk.failAt(call, "power");
      const isDone = await saveText(disk, path, "the new text", "any").then(
        () => true,
        () => false,
      );
      const found = disk.afterLoss(randomFrom(seed * 977 + call)).text(path);
      losses += 1;
      if (found !== "old" && found !== "the new text") mixed += 1;
      if (isDone && found !== "the new text") lost += 1;
    }
  }
  return `${losses} losses of power: ${mixed} mixed files, ${lost} confirmed saves lost`;
}

function summary(took: number[]): string {
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(1);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, most ${at(1)} ms`;
}
