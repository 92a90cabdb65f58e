/** What every command of the command line is. */
import type { Io } from "./io.ts";

export type Command = {
  usage: string;
  /** Lines under the usage: options and what they do. */
  help: string;
  /** Does it; the exit code. */
  run: (args: string[], io: Io) => Promise<number>;
};

/** Exit codes: it did its job · it found what it looks for · it was used wrongly or given something broken. */
export const exit = { done: 0, found: 1, unusable: 2 } as const;
