/**
 * What each change makes of a difference, worked out in a thread of its own; the newest question wins.
 *
 * Always    an answer of this visit is kept, so that going back shows it at once; what was stopped starts again only
 *           when it is asked to.
 */
import { type Attribution, hashScenario, type LoadedScenario, type Problem } from "#models";
import type { FromWorker, ToWorker } from "../engine/messages.ts";

/** Two scenarios to tell apart. */
export type AttributionAsk = { base: LoadedScenario; other: LoadedScenario };

export class AttributionRun {
  attribution = $state.raw<Attribution>();
  asked = $state.raw<AttributionAsk>();
  phase = $state<"idle" | "asking" | "done" | "refused" | "stopped" | "crashed">("idle");
  done = $state(0);
  total = $state(0);
  problems = $state.raw<readonly Problem[]>([]);

  #worker: Worker | undefined;

  ask(asked: AttributionAsk): void {
    this.#end();
    this.asked = asked;
    this.attribution = answers.get(keyOf(asked));
    this.phase = this.attribution ? "done" : "asking";
    if (this.attribution) return;
    this.done = this.total = 0;
    this.problems = [];
    const worker = new Worker(new URL("../engine/worker.ts", import.meta.url), { type: "module" });
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#hear(data, asked);
    worker.onerror = (event) => {
      event.preventDefault();
      this.phase = "crashed";
      this.#end();
    };
    worker.postMessage({ type: "attribute", run: "attribution", ...asked } satisfies ToWorker);
  }

  /** Gives up; what was asked can be asked again. */
  stop(): void {
    this.#end();
    this.phase = "stopped";
  }

  again(): void {
    if (this.asked) this.ask(this.asked);
  }

  close(): void {
    this.#end();
    this.attribution = this.asked = undefined;
    this.phase = "idle";
  }

  #hear(message: FromWorker, asked: AttributionAsk): void {
    if (message.type === "attributing") {
      this.done = message.done;
      this.total = message.total;
      return;
    }
    if (message.type === "attributed") {
      this.attribution = message.attribution;
      this.phase = "done";
      remember(keyOf(asked), message.attribution);
    } else if (message.type === "failed") {
      this.problems = message.problems;
      this.phase = "refused";
    }
    this.#end();
  }

  #end(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
  }
}

const answers = new Map<string, Attribution>();
const MOST_ANSWERS = 8;

function keyOf({ base, other }: AttributionAsk): string {
  return [base, other].map((one) => `${one.id} ${hashScenario(one)}`).join(" ");
}

function remember(key: string, attribution: Attribution): void {
  answers.set(key, attribution);
  if (answers.size > MOST_ANSWERS) answers.delete(answers.keys().next().value!);
}
