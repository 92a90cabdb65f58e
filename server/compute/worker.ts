/** The engine in a worker thread: prepares jobs, solves their expected layer, simulates the batches it is given. */
import { parentPort } from "node:worker_threads";
import { type BatchRows, type PreparedJob, prepareJob, ProblemError, runBatch } from "#models";
import { traceOf } from "../fault.ts";
import type { FromThread, ToThread } from "./messages.ts";

const prepared = new Map<string, PreparedJob>();

parentPort!.on("message", (message: ToThread) => {
  const answer = answerTo(message);
  if (!answer) return;
  parentPort!.postMessage(answer, answer.type === "rows" ? buffersOf(answer.rows) : []);
});

function answerTo(message: ToThread): FromThread | undefined {
  const { run } = message;
  try {
    switch (message.type) {
      case "prepare": {
        const job = prepareJob(message.job);
        prepared.set(run, job);
        return { type: "prepared", run, plan: { ...job.plan, seed: job.seed } };
      }
      case "head":
        return { type: "head", run, head: prepared.get(run)!.head };
      case "batch":
        return { type: "rows", run, rows: runBatch(prepared.get(run)!, message.batch) };
      case "forget":
        prepared.delete(run);
        return undefined;
      default:
        return message satisfies never;
    }
  } catch (error) {
    if (error instanceof ProblemError) return { type: "failed", run, problems: error.problems };
    console.error(traceOf(error));
    return { type: "failed", run, problems: [] };
  }
}

/** The memory of a batch's rows, handed over rather than copied. */
function buffersOf({ rows, mechanicalRows, histograms }: BatchRows): ArrayBuffer[] {
  const arrays = [...rows, ...mechanicalRows, ...histograms];
  return [...new Set(arrays.map((array) => array.buffer as ArrayBuffer))];
}
