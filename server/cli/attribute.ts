import { attribute } from "#models";
import { type Command, exit } from "./command.ts";
import { startProgress } from "./io.ts";
import { locate } from "./locate.ts";
import { parse, UsageError, wholeNumber } from "./options.ts";
import { lineOf } from "./problems.ts";
import { reportOfAttribution } from "./report/attribution.ts";

/** Takes the difference of two scenarios apart into what each change makes. */
export const command: Command = {
  usage: "attribute BASE OTHER [--seed N] [--json]",
  help: [
    "Says how much each change between two scenarios of one status quo makes of their difference in bookings, pay",
    "and contribution: its Shapley value, told apart into what the formula does and what people's response adds.",
    "The parts add to the whole. Exact for up to eight changes; above that orders are sampled, with their error.",
    "",
    "  --seed N   start of the sampled orders (left out: 1)",
    "  --json     every figure of every change, also each role's pay, as JSON",
  ].join("\n"),
  run: async (args, io) => {
    const { values, positionals } = parse(args, {
      seed: { type: "string" },
      json: { type: "boolean" },
    });
    if (positionals.length !== 2)
      throw new UsageError("attribute takes two scenarios, the one to start from first");
    const seed = wholeNumber("seed", values.seed, { from: 0, to: 4_294_967_295 }) ?? 1;
    const located = positionals.map((one) => locate(one, io.cwd));
    for (const problem of located.flatMap(({ problems }) => problems)) io.err(lineOf(problem));
    const [base, other] = located.map(({ loaded }) => loaded);
    if (!base || !other) return exit.unusable;

    const progress = startProgress(io);
    const attribution = attribute(base, other, {
      seed,
      onProgress: (done, total) => progress.tell(`${done} of ${total} sets of changes solved`),
    });
    progress.end();
    if (values.json) io.out(JSON.stringify(attribution, null, 2));
    else
      for (const line of reportOfAttribution(attribution, { base, other }, io.width)) io.out(line);
    return exit.done;
  },
};
