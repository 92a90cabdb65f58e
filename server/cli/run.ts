import { type Command, exit } from "./command.ts";
import { parse, UsageError } from "./options.ts";
import { reportOfRun } from "./report/run.ts";
import { runHelp, runOptions, simulate } from "./simulate.ts";

/** Simulates one scenario and prints what it comes to. */
export const command: Command = {
  usage: "run FILE [--runs N] [--seed N] [--no-response] [--workers N] [--json]",
  help: `Simulates one scenario: company, pay by role, effort, findings.\n\n${runHelp}`,
  run: async (args, io) => {
    const { values, positionals } = parse(args, runOptions);
    if (positionals.length !== 1) throw new UsageError("run takes one scenario");
    const outcome = await simulate(positionals, values, io);
    if (!outcome) return exit.unusable;
    const result = outcome.comparison.scenarios[0]!;
    if (values.json) io.out(JSON.stringify(result, null, 2));
    else
      for (const line of reportOfRun(result, { ...outcome, given: positionals, width: io.width }))
        io.out(line);
    return exit.done;
  },
};
