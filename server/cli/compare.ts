import { type Command, exit } from "./command.ts";
import { parse, UsageError } from "./options.ts";
import { reportOfComparison } from "./report/comparison.ts";
import { runHelp, runOptions, simulate } from "./simulate.ts";

/** Compares scenarios with the first of them, under the same luck. */
export const command: Command = {
  usage: "compare A B [C D E] [--runs N] [--seed N] [--no-response] [--workers N] [--json]",
  help: [
    "Compares up to four scenarios with a baseline, which comes first. All meet the same luck, so differences are",
    "paired; what the formula does and what people's response adds are told apart.",
    "",
    runHelp,
  ].join("\n"),
  run: async (args, io) => {
    const { values, positionals } = parse(args, runOptions);
    if (positionals.length < 2 || positionals.length > 5) {
      throw new UsageError("compare takes two to five scenarios, the baseline first");
    }
    const outcome = await simulate(positionals, values, io);
    if (!outcome) return exit.unusable;
    const { comparison } = outcome;
    if (values.json) io.out(JSON.stringify(comparison, null, 2));
    else
      for (const line of reportOfComparison(comparison, {
        ...outcome,
        given: positionals,
        width: io.width,
      }))
        io.out(line);
    return exit.done;
  },
};
