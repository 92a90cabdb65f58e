/**
 * The engine in a thread of the page's own: one answer to each message, in order.
 *
 * Always    it does nothing unasked, so that a newer request waits for one batch at most.
 */
import {
  addRows,
  attribute,
  checkExamples,
  comparisonOf,
  createKept,
  createTally,
  planDelta,
  prepareJob,
  type PreparedJob,
  ProblemError,
  runBatch,
  type Tally,
} from "#models";
import type { FromWorker, ToWorker } from "./messages.ts";
import { answerPayroll } from "./payroll.ts";

/** What one edit leaves alone need not be solved again for the next. */
const kept = createKept();
/** Sampled where there are too many changes to try all orders: half a minute at most, with the error printed. */
const ORDERS = 32;

const runs = new Map<string, { prepared: PreparedJob; tally: Tally }>();

addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  try {
    const answer = answerTo(data);
    if (answer) postMessage(answer);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error; // a crash: the page hears of it by its error event
    const failed: FromWorker = { type: "failed", run: data.run, problems: error.problems };
    postMessage(failed);
  }
});

function answerTo(message: ToWorker): FromWorker | undefined {
  const { run } = message;
  const known = runs.get(run);
  switch (message.type) {
    case "preview": {
      const { head } = prepareJob(message.job, { preview: true, kept });
      return { type: "compared", run, comparison: comparisonOf(createTally(head)) };
    }
    case "prepare": {
      const prepared = prepareJob(message.job, { kept });
      const { head } = prepared;
      runs.set(run, { prepared, tally: createTally(head) });
      return { type: "prepared", run, batches: head.layout.batches };
    }
    case "batch": {
      if (!known) return undefined;
      const { batch } = message;
      addRows(known.tally, runBatch(known.prepared, batch));
      return { type: "merged", run, batch };
    }
    case "look":
      return known && { type: "compared", run, comparison: comparisonOf(known.tally) };
    case "check":
      return { type: "checked", run, outcomes: checkExamples(message.scenario) };
    case "payroll":
      return { type: "payroll", run, answer: answerPayroll(message.ask) };
    case "delta": {
      const [before, after] = [message.before, message.after].map((loaded) => ({
        loaded,
        chain: [],
      }));
      return { type: "delta", run, delta: planDelta(before!, after!) };
    }
    case "attribute": {
      const onProgress = (done: number, total: number) =>
        postMessage({ type: "attributing", run, done, total } satisfies FromWorker);
      const { base, other } = message;
      return {
        type: "attributed",
        run,
        attribution: attribute(base, other, { orders: ORDERS, onProgress }),
      };
    }
    case "forget":
      runs.delete(run);
      return undefined;
    default:
      return message satisfies never;
  }
}
