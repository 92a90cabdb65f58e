import { practiceNets } from "#models";
import { type Command, exit } from "./command.ts";
import { parse, UsageError } from "./options.ts";
import { reportOfRun } from "./report/run.ts";
import { runHelp, runOptions, simulate } from "./simulate.ts";

const practicesHelp =
  "  --practices     what each practice takes and brings, solved without it and at other effects; some seconds";

/** Simulates one scenario and prints what it comes to. */
export const command: Command = {
  usage: "run FILE [--runs N] [--seed N] [--no-response] [--workers N] [--practices] [--json]",
  help: `Simulates one scenario: company, pay by role, effort, findings.\n\n${runHelp}\n${practicesHelp}`,
  run: async (args, io) => {
    const { values, positionals } = parse(args, { ...runOptions, practices: { type: "boolean" } });
    if (positionals.length !== 1) throw new UsageError("run takes one scenario");
    if (values.practices && values.json)
      throw new UsageError("--practices is a table: leave out --json");
    const outcome = await simulate(positionals, values, io);
    if (!outcome) return exit.unusable;
    const result = outcome.comparison.scenarios[0]!;
    if (values.json) io.out(JSON.stringify(result, null, 2));
    else {
      const nets = values.practices
        ? practiceNets(outcome.scenarios[0]!, { response: !values["no-response"] })
        : undefined;
      const frame = { ...outcome, given: positionals, width: io.width };
      for (const line of reportOfRun(result, frame, nets)) io.out(line);
    }
    return exit.done;
  },
};
