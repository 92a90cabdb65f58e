/**
 * The command line: which commands there are, help, and what happens when a command cannot go on.
 */
import { nearest, ProblemError } from "#models";
import { version } from "../version.ts";
import { type Command, exit, invocation } from "./command.ts";
import type { Io } from "./io.ts";
import { UsageError } from "./options.ts";
import { lineOf } from "./problems.ts";

type Listed = { summary: string; load: () => Promise<{ command: Command }> };

/** In the order of the work they do. Loaded when called, so that each starts quickly. */
const commands: Record<string, Listed> = {
  serve: { summary: "the app and its API in the browser", load: () => import("./serve.ts") },
  new: { summary: "a new scenario file", load: () => import("./new.ts") },
  import: { summary: "take in a scenario file", load: () => import("./import.ts") },
  export: { summary: "a scenario's file to keep or send", load: () => import("./export.ts") },
  fmt: { summary: "scenario files in canonical form", load: () => import("./fmt.ts") },
  validate: {
    summary: "problems of scenario files, with their place",
    load: () => import("./validate.ts"),
  },
  check: {
    summary: "the examples of plans, against what the plans pay",
    load: () => import("./check.ts"),
  },
  lint: {
    summary: "findings on plans: cliffs, hidden caps, windfalls, fairness, gaming",
    load: () => import("./lint.ts"),
  },
  run: { summary: "simulate one scenario", load: () => import("./run.ts") },
  compare: { summary: "a baseline against up to four others", load: () => import("./compare.ts") },
  diff: {
    summary: "what changed between two scenarios or since a revision, in words and money",
    load: () => import("./diff.ts"),
  },
  history: { summary: "who changed a scenario, when and how", load: () => import("./history.ts") },
  attribute: {
    summary: "what each change makes of a difference",
    load: () => import("./attribute.ts"),
  },
  score: { summary: "alignment of the two functions", load: () => import("./score.ts") },
  statement: {
    summary: "what people earn on actual deals, to the cent",
    load: () => import("./statement.ts"),
  },
  letter: {
    summary: "a role's pay plan in plain words, with worked examples",
    load: () => import("./letter.ts"),
  },
  accounting: {
    summary: "actual pay as it is booked: accruals, cash, capitalised commissions",
    load: () => import("./accounting.ts"),
  },
  lock: {
    summary: "results under lock: what they were, and whether they still are",
    load: () => import("./lock.ts"),
  },
  "git-setup": {
    summary: "git shows and merges scenarios by meaning here",
    load: () => import("./gitSetup.ts"),
  },
  resolve: { summary: "settle the conflicts of a merge", load: () => import("./resolve.ts") },
  "merge-driver": {
    summary: "merge a scenario file for git",
    load: () => import("./mergeDriver.ts"),
  },
  schema: { summary: "the JSON Schema of scenario files", load: () => import("./schema.ts") },
};

const usage = [
  `Usage: ${invocation} COMMAND …`,
  "",
  ...Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(14)}${summary}`),
  "",
  `${invocation} help COMMAND tells more.`,
  "A scenario is a path to a .json file, or an id in ./scenarios.",
].join("\n");

/** Runs one command line. Returns the exit code. */
export async function tandem(argv: string[], io: Io): Promise<number> {
  const [name, ...args] = argv;
  if (name === "help" && args[0] !== undefined) return tandem([args[0], "--help"], io);
  if (name === undefined || name === "-h" || name === "--help" || name === "help") {
    (name === undefined ? io.err : io.out)(usage);
    return name === undefined ? exit.unusable : exit.done;
  }
  if (name === "-v" || name === "--version") {
    io.out(version);
    return exit.done;
  }
  if (!Object.hasOwn(commands, name)) {
    const near = nearest(name, Object.keys(commands));
    io.err(
      `tandem: there is no command "${name}"${near ? `; did you mean ${near}?` : ""}\n\n${usage}`,
    );
    return exit.unusable;
  }
  const { command } = await commands[name]!.load();
  if (asksForHelp(args)) {
    io.out(`Usage: ${invocation} ${command.usage}\n\n${command.help}`);
    return exit.done;
  }
  return guarded(command, args, io);
}

async function guarded(command: Command, args: string[], io: Io): Promise<number> {
  try {
    return await command.run(args, io);
  } catch (error) {
    if (error instanceof UsageError)
      io.err(`tandem: ${error.message}\nUsage: ${invocation} ${command.usage}`);
    else if (error instanceof ProblemError)
      for (const problem of error.problems) io.err(lineOf(problem));
    else throw error;
    return exit.unusable;
  }
}

function asksForHelp(args: string[]): boolean {
  const end = args.indexOf("--");
  return args.slice(0, end < 0 ? undefined : end).some((arg) => arg === "-h" || arg === "--help");
}
