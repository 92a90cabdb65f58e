/** Times the engine in Node and in a real browser, from one bundle, and prints the figures side by side. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "vite";
import { launchBrowser } from "../support/browser.ts";
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
      .filter((name) => name.endsWith(".json") && name !== "scenario.schema.json")
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

function print(inNode: Figure[], inBrowser: Figure[] | string): void {
  const step = (figures: Figure[]) => figures[0]!.value / 1e7;
  const columns = (figures: Figure[], i: number) => {
    const { value, unit } = figures[i]!;
    const steps = (unit === "ns" ? value / 1e6 : value) / step(figures);
    return [rounded(value), i === 0 ? "" : steps.toPrecision(3)];
  };
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
