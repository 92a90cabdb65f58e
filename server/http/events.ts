/**
 * A run as server-sent events: `snapshot` while it goes on, then `done` or `failed`, and the stream ends.
 *
 * Always    a client that reads slowly gets the newest state when it is ready, never a backlog; a quiet stream carries a
 *           comment now and then, so that a dead connection is noticed.
 */
import { Readable } from "node:stream";
import type { Run, RunState } from "../compute/engine.ts";
import { isOver } from "../compute/runs.ts";

export type Pace = {
  /** Least milliseconds between two snapshots. */
  between?: number;
  /** Milliseconds between two signs of life. */
  heartbeat?: number;
};

/** Sent back by a client that lost the connection after the end: then there is nothing more to say. */
export const lastEventId = "end";

export type EventStream = {
  stream: Readable;
  /** Ends it as it is. */
  end: () => void;
};

export function eventsOf(
  run: Run,
  view: (state: RunState) => unknown,
  { between = 100, heartbeat = 15_000 }: Pace = {},
): EventStream {
  let ended = false;
  let wanted = false;
  let news = true;
  let earliest = 0;
  let timer: NodeJS.Timeout | undefined;

  const stream = new Readable({
    highWaterMark: 1,
    read: () => {
      wanted = true;
      pump();
    },
    destroy: (error, done) => {
      ended = true;
      unwatch();
      clearTimeout(timer);
      clearInterval(beat);
      done(error);
    },
  });
  const unwatch = run.watch(() => {
    news = true;
    pump();
  });
  const beat = setInterval(() => {
    if (wanted && !ended) send(": still here\n\n");
  }, heartbeat);

  function pump(): void {
    if (!wanted || !news || ended) return;
    const wait = earliest - performance.now();
    clearTimeout(timer);
    if (wait > 0) timer = setTimeout(pump, wait);
    else tell();
  }

  function tell(): void {
    news = false;
    const began = performance.now();
    const state = run.state();
    const event = eventOf(state, JSON.stringify(view(state)));
    const now = performance.now();
    earliest = now + Math.max(between, 8 * (now - began)); // never more than a ninth of this thread
    send(event);
    if (isOver(state)) end();
  }

  function send(text: string): void {
    wanted = false;
    stream.push(text);
  }

  function end(): void {
    if (ended) return;
    ended = true;
    stream.push(null);
  }

  return { stream, end };
}

function eventOf(state: RunState, data: string): string {
  if (!isOver(state)) return `event: snapshot\ndata: ${data}\n\n`;
  const name = state.status === "done" ? "done" : "failed";
  return `event: ${name}\nid: ${lastEventId}\ndata: ${data}\n\n`;
}
