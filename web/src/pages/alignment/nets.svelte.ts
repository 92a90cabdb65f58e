/**
 * Costs and effects of practices as they follow the draft: one quick question to the engine after another.
 *
 * Always    what is shown of an earlier draft stays, marked as old, until there is better.
 * Not here  which questions, and what the answers come to (practiceNets.ts in the engine).
 */
import {
  type Comparison,
  type Job,
  type LoadedScenario,
  netJob,
  netJobOfAll,
  netTogether,
  type PracticeNet,
  type Problem,
  responseState,
  type ScenarioResult,
  scenarioOf,
  settledNet,
} from "#models";
import { EngineClient, type EngineEvents } from "../../engine/client.ts";

type Asked = { id: string; job: Job };
type Engine = Pick<EngineClient, "preview" | "close">;

/** All practices together, among the questions. */
const ALL = "";
/** Milliseconds without an edit after which practices are asked for. */
const pause = 300;

export class Nets {
  /** The scenario's own result. */
  result = $state.raw<ScenarioResult>();
  problems = $state.raw<readonly Problem[]>([]);
  crashed = $state(false);
  /** True once every practice of the draft as it stands is in. */
  fresh = $state(false);

  #found = $state.raw<Readonly<Record<string, PracticeNet>>>({});
  #ids = $state.raw<readonly string[]>([]);
  #queue: Asked[] = [];
  #loaded: LoadedScenario | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #engine: Engine;

  constructor(engine: (events: EngineEvents) => Engine = (events) => new EngineClient(events)) {
    this.#engine = engine({
      previewed: (comparison, job) => this.#answered(comparison, job),
      progressed: () => undefined,
      failed: (problems, job) => this.#failed(problems, job),
      crashed: () => (this.crashed = true),
    });
  }

  /** Of each practice in the draft that is known so far. */
  get each(): Readonly<Record<string, PracticeNet>> {
    const known = this.#ids.flatMap((id) => (this.#found[id] ? [[id, this.#found[id]]] : []));
    return Object.fromEntries(known) as Record<string, PracticeNet>;
  }

  /** All practices together, once each is known. */
  get all(): PracticeNet | undefined {
    const each = Object.values(this.each);
    const all = this.#found[ALL];
    return all && each.length > 0 && each.length === this.#ids.length
      ? netTogether(all, each)
      : undefined;
  }

  /** False where efforts do not settle, so that what practices bring is not known. */
  get settles(): boolean {
    return !this.result || responseState(this.result) !== "none";
  }

  follow(loaded: LoadedScenario): void {
    clearTimeout(this.#timer);
    this.fresh = false;
    this.#loaded = loaded;
    if (this.crashed) return;
    this.#timer = setTimeout(() => this.#begin(loaded), this.result ? pause : 0);
  }

  restart(): void {
    this.crashed = false;
    if (this.#loaded) this.follow(this.#loaded);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#engine.close();
  }

  #begin(loaded: LoadedScenario): void {
    const ids = Object.keys(scenarioOf(loaded).alignment?.practices ?? {});
    this.#ids = ids;
    this.#queue = [
      { id: ALL, job: netJobOfAll(loaded) },
      ...ids.map((id) => ({ id, job: netJob(loaded, id) })),
    ];
    this.#next();
  }

  #next(): void {
    const [first] = this.#queue;
    if (first) this.#engine.preview(first.job);
    else this.fresh = true;
  }

  #answered(comparison: Comparison, job: Job): void {
    const [asked] = this.#queue;
    if (!asked || asked.job !== job) return;
    this.problems = [];
    this.result = comparison.scenarios[0]!;
    const net = settledNet(comparison);
    const { [asked.id]: _, ...others } = this.#found;
    this.#found = net ? { ...others, [asked.id]: net } : others;
    this.#queue = this.#queue.slice(1);
    this.#next();
  }

  #failed(problems: readonly Problem[], job: Job): void {
    if (this.#queue[0]?.job !== job) return;
    this.problems = problems;
    this.#queue = [];
  }
}
