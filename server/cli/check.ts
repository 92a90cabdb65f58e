import { checkExamples } from "#models";
import { type Command, exit } from "./command.ts";
import type { Io } from "./io.ts";
import { givenOrWhole, type Located } from "./locate.ts";
import { parse } from "./options.ts";
import { lineOf } from "./problems.ts";
import { type Checked, doesNotHold, reportOfCheck } from "./report/check.ts";

/** Runs the examples that plans bring with them, and holds what comes out against what they expect. */
export const command: Command = {
  usage: "check [FILE or FOLDER…] [--quiet] [--json]",
  help: [
    "Runs the examples of plans, pools and accounting, and shows what each expects beside what it gives. Of a folder,",
    "every scenario in it; without a file or folder, those in ./scenarios. What a document prints against its own rule",
    "(documentPrints) is told and does not fail. Exit code 1 when an example fails, 2 when a scenario does not load.",
    "",
    "  --quiet  only what does not hold, and the count",
    "  --json   every figure by file, as JSON",
  ].join("\n"),
  run: async (args, io) => {
    const { values, positionals } = parse(args, {
      json: { type: "boolean" },
      quiet: { type: "boolean" },
    });
    const located = givenOrWhole(positionals, io);
    const problems = new Set(located.flatMap((one) => one.problems.map(lineOf)));
    for (const line of problems) io.err(line);
    const checked = located.flatMap(checkedOf);
    if (values.json) io.out(JSON.stringify(checked, null, 2));
    else print(checked, values.quiet ?? false, io);
    if (problems.size > 0) return exit.unusable;
    return checked.some(fails) ? exit.found : exit.done;
  },
};

function checkedOf({ id, file, loaded, problems }: Located): Checked[] {
  if (!loaded || problems.length > 0) return [];
  const folder = file.endsWith(`${id}.json`) ? file.slice(0, -`${id}.json`.length) : "";
  const outcomes = checkExamples(loaded).map((outcome) =>
    outcome.file === undefined
      ? outcome
      : { ...outcome, file: outcome.file === `${id}.json` ? file : folder + outcome.file },
  );
  return [{ id, file, outcomes }];
}

function fails({ outcomes }: Checked): boolean {
  return outcomes.some(doesNotHold);
}

function print(checked: Checked[], quiet: boolean, io: Io): void {
  for (const line of reportOfCheck(checked, { width: io.width, quiet })) io.out(line);
}
