/** Times the engine in Node and in a real browser, from one bundle, and prints the figures side by side. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "vite";
import type { createEngine as createEngineOf } from "../../server/compute/engine.ts";
import { launchBrowser } from "../support/browser.ts";
import { shipped } from "../support/scenarios.ts";
import type { Figure, measure, Texts } from "./measures.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "tandem-bench-"));

try {
  const bundle = await bundled();
  const texts = scenarioTexts();
  const module = (await import(pathToFileURL(bundle).href)) as { measure: typeof measure };
  const inNode = module.measure(texts, () => performance.now());
  const inBrowser = await measuredInBrowser(bundle, texts);
  print(inNode, inBrowser);
  process.stdout.write(`\n${await measuredInThreads()}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function bundled(): Promise<string> {
  await build({
    configFile: false,
    logLevel: "error",
    root: here("."),
    resolve: { alias: { "#models": here("../../models/index.ts") } },
    build: {
      outDir: folder,
      lib: { entry: here("./measures.ts"), formats: ["es"], fileName: () => "bench.mjs" },
    },
  });
  return join(folder, "bench.mjs");
}

function scenarioTexts(): Texts {
  const scenarios = here("../../scenarios/");
  return Object.fromEntries(
    readdirSync(scenarios)
      .filter((name) => /^[^.]+\.json$/.test(name))
      .map((name) => [name.slice(0, -5), readFileSync(join(scenarios, name), "utf8")]),
  );
}

async function measuredInBrowser(bundle: string, texts: Texts): Promise<Figure[] | string> {
  let browser;
  try {
    browser = await launchBrowser();
  } catch (error) {
    return `not measured in a browser: ${error instanceof Error ? error.message : String(error)}`;
  }
  try {
    const page = await browser.newPage();
    const source = readFileSync(bundle, "utf8")
      .replace(/export\s*\{\s*(\w+) as measure\s*\};?/, "globalThis.measure = $1;")
      .replace(/export\s*\{\s*measure\s*\};?/, "globalThis.measure = measure;");
    await page.addScriptTag({ content: source, type: "module" });
    await page.waitForFunction(() => "measure" in globalThis);
    return await page.evaluate((files) => {
      const run = (globalThis as unknown as { measure: typeof measure }).measure;
      return run(files, () => performance.now());
    }, texts);
  } finally {
    await browser.close();
  }
}

/** The whole job on worker threads as the server runs it, from its built parts: what a person waits for. */
async function measuredInThreads(): Promise<string> {
  await build({
    configFile: false,
    logLevel: "error",
    root: here("."),
    resolve: { alias: { "#models": here("../../models/index.ts") } },
    ssr: { noExternal: true },
    build: {
      outDir: folder,
      emptyOutDir: false,
      ssr: true,
      rolldownOptions: {
        input: {
          engine: here("../../server/compute/engine.ts"),
          worker: here("../../server/compute/worker.ts"),
        },
        output: { entryFileNames: "[name].mjs", chunkFileNames: "[name].mjs" },
      },
    },
  });
  const { createEngine } = (await import(pathToFileURL(join(folder, "engine.mjs")).href)) as {
    createEngine: typeof createEngineOf;
  };
  const threads = availableParallelism();
  const engine = createEngine({ threads, script: pathToFileURL(join(folder, "worker.mjs")) });
  const scenarios = ["status-quo", "shared-pipeline"].map((id) => shipped(id));
  const rounds: number[] = [];
  for (let round = 0; round < 4; round++) {
    const from = performance.now();
    const { status } = await engine.start({ scenarios, runs: 1000 }).finished;
    if (status !== "done") throw new Error(`a run on worker threads ended as ${status}`);
    if (round > 0) rounds.push(performance.now() - from);
  }
  await engine.close();
  const median = rounds.toSorted((a, b) => a - b)[1]!;
  return `the same job on ${threads} worker threads, expected layer included: ${rounded(median)} ms`;
}

/** A figure, and how many steps of the plain loop it takes. */
function columns(figures: Figure[], i: number): string[] {
  const { value, unit } = figures[i]!;
  const steps = (unit === "ns" ? value / 1e6 : value) / (figures[0]!.value / 1e7);
  return [rounded(value), i === 0 ? "" : steps.toPrecision(3)];
}

function print(inNode: Figure[], inBrowser: Figure[] | string): void {
  const lines = inNode.map(({ what, unit }, i) => [
    `${what}, ${unit}`,
    ...columns(inNode, i),
    ...(typeof inBrowser === "string" ? [] : columns(inBrowser, i)),
  ]);
  const heads = ["", `Node ${process.versions.node}`, "in plain steps"];
  const all = [
    typeof inBrowser === "string" ? heads : [...heads, "browser", "in plain steps"],
    ...lines,
  ];
  const widths = all[0]!.map((_, c) => Math.max(...all.map((line) => line[c]!.length)));
  for (const line of all) {
    const cells = line.map((cell, c) =>
      c === 0 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!),
    );
    process.stdout.write(`${cells.join("  ").trimEnd()}\n`);
  }
  if (typeof inBrowser === "string") process.stdout.write(`\n${inBrowser}\n`);
}

function rounded(value: number): string {
  return value < 10 ? value.toFixed(2) : value < 1000 ? value.toFixed(1) : value.toFixed(0);
}
