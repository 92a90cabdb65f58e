/**
 * Changes of the folder as server-sent events: `folder` with all files first, then `changes` as they come, and `access`
 * when the folder can no longer be written, or can again.
 *
 * Always    a client that reads slowly gets each file's newest state once; one that lost the connection hears of all files
 *           again; a quiet stream carries a comment now and then.
 */
import { Readable } from "node:stream";
import type { Fault } from "../fault.ts";
import type { Change, Watch } from "../store/watch.ts";
import type { Writable } from "../store/writable.ts";
import type { EventStream } from "./events.ts";

export function changesOf(
  { watch, writable }: { watch: Watch; writable: Writable },
  heartbeat = 15_000,
): EventStream {
  const pending = new Map<string, Change>();
  let isWanted = false;
  let hasEnded = false;
  let first: string | undefined;
  let access: { why: Fault | undefined } | undefined;

  const unsubscribe = watch.subscribe((changes) => {
    for (const change of changes) pending.set(change.id, joined(pending.get(change.id), change));
    pump();
  });
  const unfollow = writable.subscribe((why) => {
    access = { why };
    pump();
  });
  first = eventOf("folder", watch.files());

  const stream = new Readable({
    highWaterMark: 1,
    read: () => {
      isWanted = true;
      pump();
    },
    destroy: (error, done) => {
      hasEnded = true;
      unsubscribe();
      unfollow();
      clearInterval(beat);
      done(error);
    },
  });
  const beat = setInterval(() => {
    if (isWanted && !hasEnded) send(": still here\n\n");
  }, heartbeat).unref();

  function pump(): void {
    if (!isWanted || hasEnded) return;
    if (first !== undefined) {
      const text = first;
      first = undefined;
      send(text);
    } else if (access) {
      const { why } = access;
      access = undefined;
      send(eventOf("access", { readOnly: why?.message ?? null, hint: why?.hint ?? null }));
    } else if (pending.size > 0) {
      const changes = [...pending.values()];
      pending.clear();
      send(eventOf("changes", changes));
    }
  }

  function send(text: string): void {
    isWanted = false;
    stream.push(text);
  }

  function end(): void {
    if (hasEnded) return;
    hasEnded = true;
    stream.push(null);
  }

  return { stream, end };
}

/** Two changes of one file that were not told apart. */
function joined(before: Change | undefined, now: Change): Change {
  return before?.change === "new" && now.change === "changed" ? { ...now, change: "new" } : now;
}

function eventOf(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
