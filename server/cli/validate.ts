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
  const faulty = located.filter(({ problems }) => problems.length > 0);
  const checked = several(located.length, "scenario");
  if (faulty.length === 0) return io.out(`${checked} checked, no problem`);
  const waiting = faulty.filter(waits);
  const broken = faulty.length - waiting.length;
  const files = new Set(waiting.flatMap(({ problems }) => problems.map(({ file }) => file)));
  const parts = [
    `${several(lines.size, "problem")}${broken > 0 ? ` in ${broken} of them` : ""}`,
    ...(waiting.length > 0
      ? [
          `${waiting.length} ${waiting.length === 1 ? "waits" : "wait"} for ${[...files].join(", ")}`,
        ]
      : []),
  ];
  io.out(`\n${checked} checked, ${parts.join("; ")}`);
}

/** True where nothing is wrong with the file itself, only with others that it needs. */
function waits({ file, problems }: Located): boolean {
  return problems.every((problem) => problem.file !== undefined && problem.file !== file);
}
