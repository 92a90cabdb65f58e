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

/** How a command is called: through npm's script where this one was, else by its name. */
export const invocation =
  process.env["npm_lifecycle_event"] === "tandem" ? "npm run tandem --" : "tandem";

/** Exit codes: it did its job · it found what it looks for · it was used wrongly or given something broken. */
export const exit = { done: 0, found: 1, unusable: 2 } as const;
