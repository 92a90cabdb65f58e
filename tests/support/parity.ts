/**
 * The comparisons that must come out alike in Node and in the page's worker: computed here before the browser tests
 * start, and handed to them as text, so that no stored figure can be out of date.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { type Comparison, type Job, type LoadedScenario, readScenario, runJob } from "#models";
import { parityCases } from "./parityCases.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** JSON of each comparison, in the order of the cases. */
    nodeComparisons: string[];
  }
}

export default function setup(project: TestProject): void {
  const comparisons = parityCases.map(([baseline, scenario, runs]) => {
    return JSON.stringify(finished({ scenarios: [loaded(baseline), loaded(scenario)], runs }));
  });
  project.provide("nodeComparisons", comparisons);
}

function finished(job: Job): Comparison {
  const steps = runJob(job);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

function loaded(id: string): LoadedScenario {
  const read = readScenario(id, textOf);
  if (!read.loaded) throw new Error(JSON.stringify(read.problems, null, 2));
  return read.loaded;
}

function textOf(id: string): string | undefined {
  try {
    return readFileSync(
      fileURLToPath(new URL(`../../scenarios/${id}.json`, import.meta.url)),
      "utf8",
    );
  } catch {
    return undefined;
  }
}
