/**
 * The page's side of its payrolls: one question, one promise, in a thread of their own.
 *
 * Always    answers come in the order of the questions; a thread that stops rejects all that is open, and the next
 *           question starts a new one, which knows no roll any more.
 */
import { ProblemError } from "#models";
import type { FromWorker, ToWorker } from "./messages.ts";
import type { PayrollAnswer, PayrollAsk } from "./payroll.ts";

/** The answer to a question. */
type AnswerTo<A extends PayrollAsk> = Extract<PayrollAnswer, { what: A["what"] }>;

type Open = { resolve: (answer: PayrollAnswer) => void; reject: (reason: Error) => void };

/** The thread that pays has stopped. */
export class PayrollStopped extends Error {
  override readonly name = "PayrollStopped";
}

export class PayrollClient {
  readonly #startWorker: () => Worker;
  #worker: Worker | undefined;
  #asked = 0;
  #open = new Map<string, Open>();

  constructor(start: () => Worker = startWorker) {
    this.#startWorker = start;
  }

  ask<A extends PayrollAsk>(ask: A): Promise<AnswerTo<A>> {
    this.#worker ??= this.#started();
    this.#asked += 1;
    const run = String(this.#asked);
    const message: ToWorker = { type: "payroll", run, ask };
    const answered = new Promise<PayrollAnswer>((resolve, reject) => {
      this.#open.set(run, { resolve, reject });
    });
    this.#worker.postMessage(message);
    return answered as Promise<AnswerTo<A>>;
  }

  close(): void {
    this.#stop(new PayrollStopped("the page was left"));
  }

  #started(): Worker {
    const worker = this.#startWorker();
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#hear(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#stop(new PayrollStopped(event.message));
    };
    return worker;
  }

  #hear(message: FromWorker): void {
    const open = this.#open.get(message.run);
    if (!open) return;
    this.#open.delete(message.run);
    if (message.type === "payroll") open.resolve(message.answer);
    else if (message.type === "failed") open.reject(new ProblemError(message.problems));
  }

  #stop(reason: Error): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    for (const { reject } of this.#open.values()) reject(reason);
    this.#open.clear();
  }
}

function startWorker(): Worker {
  return new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
}
