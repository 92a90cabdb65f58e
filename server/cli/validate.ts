import { type Command, exit } from "./command.ts";
import { several } from "./format.ts";
import type { Io } from "./io.ts";
import { givenOrWhole, type Located } from "./locate.ts";
import { parse } from "./options.ts";
import { lineOf } from "./problems.ts";

/** Finds what is wrong with scenario files: all of it, each with its place. */
export const command: Command = {
  usage: "validate [FILE or FOLDER…] [--json]",
  help: [
    "Reads each file with all it extends, and says what is wrong: file:line:column, path, message, hint.",
    "Of a folder, every scenario in it; without a file or folder, those in ./scenarios. Exit code 1 when there is a",
    "problem.",
    "",
    "  --json   the problems by file, as JSON",
  ].join("\n"),
  run: async (args, io) => {
    const { values, positionals } = parse(args, { json: { type: "boolean" } });
    const located = givenOrWhole(positionals, io);
    if (values.json) io.out(JSON.stringify(located.map(asJson), null, 2));
    else print(located, io);
    return located.some(({ problems }) => problems.length > 0) ? exit.found : exit.done;
  },
};

function asJson({ id, file, problems }: Located) {
  return { id, file, problems };
}

function print(located: Located[], io: Io): void {
  const lines = new Set(located.flatMap(({ problems }) => problems.map(lineOf))); // a parent's fault once
  for (const line of lines) io.out(line);
  const broken = located.filter(({ problems }) => problems.length > 0);
  const checked = several(located.length, "scenario");
  if (broken.length === 0) io.out(`${checked} checked, no problem`);
  else
    io.out(`\n${checked} checked, ${several(lines.size, "problem")} in ${broken.length} of them`);
}
