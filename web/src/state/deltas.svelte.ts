/** The expected money of changes between two versions, worked out in a thread of its own; the newest question wins. */
import type { LoadedScenario, PlanDelta } from "#models";
import type { FromWorker, ToWorker } from "../engine/messages.ts";

export class Deltas {
  delta = $state.raw<PlanDelta>();
  /** True while it is worked out. */
  asking = $state(false);

  #worker: Worker | undefined;

  ask(before: LoadedScenario, after: LoadedScenario): void {
    this.close();
    this.asking = true;
    const worker = new Worker(new URL("../engine/worker.ts", import.meta.url), { type: "module" });
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.type === "delta") this.delta = data.delta;
      this.#end();
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.#end();
    };
    worker.postMessage({ type: "delta", run: "delta", before, after } satisfies ToWorker);
  }

  close(): void {
    this.delta = undefined;
    this.#end();
  }

  #end(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.asking = false;
  }
}
