/** The shipped scenarios as the page gets them: text from the folder, read by the engine. */
import { type JsonObject, type LoadedScenario, readScenario } from "#models";
import type { ScenarioFile } from "../../web/src/state/draft.svelte.ts";

const texts = import.meta.glob<string>("../../scenarios/*.json", {
  query: "?raw",
  import: "default",
  eager: true,
});

function textOf(id: string): string | undefined {
  return texts[`../../scenarios/${id}.json`];
}

export function loaded(id: string, more: Record<string, string> = {}): LoadedScenario {
  const read = readScenario(id, (name) => more[name] ?? textOf(name));
  if (!read.loaded) throw new Error(JSON.stringify(read.problems, null, 2));
  return read.loaded;
}

export function scenarioFile(id: string, etag = "first"): ScenarioFile {
  const document = JSON.parse(textOf(id)!) as JsonObject;
  return { id, etag, loaded: loaded(id), document };
}
