/**
 * A worker thread that goes wrong where the environment says: in batch 3, by exit, throw or hang, so many times, counted
 * in the file `mark`. Everything else is the engine's own worker.
 */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import { register } from "tsx/esm/api";

const { batch, how, times, mark } = JSON.parse(process.env["TANDEM_TEST_FAULT"] ?? "{}");
const port = /** @type {import("node:worker_threads").MessagePort} */ (parentPort);

/** @param {{ type: string, batch?: number }} message */
function goWrong(message) {
  const piece = message.type === "batch" ? String(message.batch) : message.type;
  const before = existsSync(mark) ? readFileSync(mark, "utf8").length : 0;
  if (piece !== String(batch) || before >= times) return;
  appendFileSync(mark, "x");
  if (how === "exit") process.exit(1);
  if (how === "throw") throw new Error("thrown by the test");
  if (how === "hang") for (;;);
}

// Listening starts with the worker's own listener: what comes before it waits.
const listen = port.on.bind(port);
Object.assign(port, {
  on: (/** @type {"message"} */ event, /** @type {(message: any) => void} */ listener) =>
    listen(event, (message) => {
      goWrong(message);
      listener(message);
    }),
});

register();
await import("../../server/compute/worker.ts");
