/**
 * A request to run or compare, as a job for the engine.
 *
 * Always    every fault of every scenario named is told at once, by the scenario's id and the path in its file; a job
 *           that is made has none.
 */
import { z } from "zod";
import {
  type Job,
  type JsonValue,
  type LoadedScenario,
  nearest,
  patchScenario,
  validateScenario,
  scenarioOf,
} from "#models";
import { type Fault, fault } from "../fault.ts";
import { type History, notThen, versionOf } from "../git/history.ts";
import { isId } from "../store/names.ts";
import type { Store, StoredScenario } from "../store/scenarios.ts";
import { Refusal } from "./plugins/faults.ts";

/** A document of any shape, or a patch of one: it came as JSON, and what it means is for the engine to say. */
export const Document = z
  .record(z.string(), z.unknown() as z.ZodType<JsonValue>)
  .meta({ id: "Document" });

const Id = z.string().min(1).max(200);
const Wanted = z.union([
  Id.meta({ description: "Id of a scenario; `id@revision` is what it was at a revision of git" }),
  z.strictObject({
    id: Id,
    patch: Document.meta({ description: "A merge patch over it: a draft that is in no file." }),
  }),
]);
type Wanted = z.infer<typeof Wanted>;

/** Years that one request may ask for; a scenario that asks for more gets these. */
const MOST_RUNS = 100_000;

export const ToRun = z
  .strictObject({
    scenarios: z.array(Wanted).min(1).max(5).meta({ description: "The first is the baseline." }),
    runs: z.int().min(1).max(MOST_RUNS).optional().meta({ description: "Simulated years." }),
    seed: z.int().min(0).max(4_294_967_295).optional(),
    response: z.boolean().optional().meta({ description: "False: every effort stays as it is." }),
  })
  .meta({ id: "ToRun" });

/** Scenarios at revisions, by the `id@revision` they were asked for. */
type AtRevisions = ReadonlyMap<string, StoredScenario>;

/** Reads what a request asks for at revisions of git. */
export async function versionsFor(
  { scenarios }: z.infer<typeof ToRun>,
  history: History | undefined,
): Promise<AtRevisions> {
  const found = new Map<string, StoredScenario>();
  for (const wanted of scenarios) {
    const given = typeof wanted === "string" ? wanted : wanted.id;
    const version = versionOf(given);
    if (!version || !isId(version.id) || !history) continue;
    const { stored } = await history.find(version.id, version.revision);
    if (!stored) throw new Refusal(422, [notThen(version.id, version.revision)]);
    found.set(given, stored);
  }
  return found;
}

export function jobOf(
  store: Store,
  { scenarios, ...options }: z.infer<typeof ToRun>,
  versions: AtRevisions = new Map(),
): Job {
  const faults: Fault[] = [];
  const loaded = scenarios.map((wanted) => {
    const found = resolve(store, wanted, versions);
    faults.push(...found.faults);
    return found.loaded;
  });
  if (faults.length > 0) throw new Refusal(422, faults);
  const found = loaded.filter((scenario) => scenario !== undefined);
  const runs = options.runs ?? scenarioOf(found[0]!).simulation?.runs;
  return { ...options, scenarios: found, runs: runs && Math.min(runs, MOST_RUNS) };
}

type Resolved = { loaded?: LoadedScenario | undefined; faults: Fault[] };

function resolve(store: Store, wanted: Wanted, versions: AtRevisions): Resolved {
  const id = typeof wanted === "string" ? wanted : wanted.id;
  const stored = versions.get(id) ?? store.find(id);
  if (!stored) return { faults: [unknownScenario(store, id)] };
  if (!stored.loaded || stored.problems.length > 0) return { faults: stored.problems };
  if (typeof wanted === "string") return { loaded: stored.loaded, faults: [] };

  const { loaded, problems } = patchScenario(stored.loaded, wanted.patch);
  const all = problems.length > 0 || !loaded ? problems : validateScenario(loaded);
  const faults = all.map((problem) => {
    return { ...problem, message: `${problem.message} (in the draft of "${id}")` };
  });
  return { loaded, faults };
}

/** No scenario has this id: which one was meant, or which file would have to be there. */
export function unknownScenario(store: Store, id: string): Fault {
  const near = nearest(id, store.ids());
  const hint = near
    ? `did you mean "${near}"?`
    : `there is no file ${id}.json in the scenarios folder`;
  return fault("not-found", "", `there is no scenario called "${id}"`, hint);
}
