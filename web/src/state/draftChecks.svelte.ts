/**
 * The examples of a draft, run again after every edit in a thread of their own.
 *
 * Always    the newest scenario wins; outcomes stay until there are newer ones; a scenario without examples starts no
 *           thread.
 * Not here  what an example says and when it holds (the engine).
 */
import { type ExampleOutcome, type LoadedScenario, type Scenario, scenarioOf } from "#models";
import type { FromWorker, ToWorker } from "../engine/messages.ts";

/** Milliseconds without an edit after which examples are run. */
const pause = 150;

export class ExampleChecks {
  outcomes = $state.raw<readonly ExampleOutcome[]>([]);
  /** True while the outcomes are of an earlier scenario. */
  late = $state(true);

  #worker: Worker | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  follow(loaded: LoadedScenario): void {
    clearTimeout(this.#timer);
    this.late = true;
    if (!hasExamples(scenarioOf(loaded))) {
      this.outcomes = [];
      return;
    }
    this.#timer = setTimeout(() => this.#ask(loaded), pause);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  #ask(scenario: LoadedScenario): void {
    this.#worker ??= this.#started();
    this.#asked += 1;
    const ask: ToWorker = { type: "check", run: String(this.#asked), scenario };
    this.#worker.postMessage(ask);
  }

  #started(): Worker {
    const worker = new Worker(new URL("../engine/worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.run !== String(this.#asked)) return;
      if (data.type === "checked") this.outcomes = data.outcomes;
      this.late = data.type !== "checked";
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.close();
    };
    return worker;
  }
}

function hasExamples({ plans, pools = {}, accounting }: Scenario): boolean {
  const holders = [
    ...Object.values(plans).flatMap((plan) => [plan, ...Object.values(plan.components)]),
    ...Object.values(pools),
    accounting,
  ];
  return holders.some((holder) => (holder?.examples?.length ?? 0) > 0);
}
