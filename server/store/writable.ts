/**
 * Whether the folder may be written, as that changes while the server runs: a folder that is mounted read-only, or its
 * permissions taken away; a second server that ends.
 *
 * Always    asked for as long as somebody listens, and told only where it is another answer than before.
 */
import type { Fault } from "../fault.ts";

export type Writable = {
  /** Calls `listener` with why nothing may be written, or undefined where it may again; gives what ends that. */
  subscribe: (listener: (why: Fault | undefined) => void) => () => void;
};

export function watchWritable(readOnly: () => Promise<Fault | undefined>, every = 1000): Writable {
  const listeners = new Set<(why: Fault | undefined) => void>();
  let told: string | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    const why = await readOnly();
    const now = `${why?.message ?? ""} ${why?.hint ?? ""}`;
    if (told !== undefined && told !== now) for (const listener of listeners) listener(why);
    told = now;
  }

  function again(): void {
    timer = setTimeout(() => {
      // A bug met here is met by the next save too, which tells of it.
      void look()
        .catch(() => undefined)
        .then(() => {
          if (listeners.size > 0) again();
        });
    }, every).unref();
  }

  function subscribe(listener: (why: Fault | undefined) => void): () => void {
    listeners.add(listener);
    if (listeners.size === 1) {
      told = undefined;
      void look().catch(() => undefined);
      again();
    }
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) clearTimeout(timer);
    };
  }

  return { subscribe };
}
