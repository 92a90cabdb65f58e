/** What every command of the command line is. */
import type { Io } from "./io.ts";

export type Command = {
  /** Name, arguments and options: what stands after `invocation`. */
  usage: string;
  /** Lines under the usage: options and what they do. */
  help: string;
  /** Does it; the exit code. */
  run: (args: string[], io: Io) => Promise<number>;
};

/** How a command is called from a clone of the project. */
export const invocation = "npm run tandem --";

/** Exit codes: it did its job · it found what it looks for · it was used wrongly or given something broken. */
export const exit = { done: 0, found: 1, unusable: 2 } as const;
