import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { scenarioJsonSchema } from "#models";
import { type Command, exit } from "./command.ts";
import { parse, UsageError } from "./options.ts";

/** Prints the JSON Schema that editors use for help and checks. */
export const command: Command = {
  usage: "schema [--write FILE]",
  help: [
    "Prints the JSON Schema of scenario files. Editors that find it as $schema check and complete them.",
    "",
    "  --write FILE   into a file, as in scenarios/scenario.schema.json",
  ].join("\n"),
  run: async (args, io) => {
    const { values, positionals } = parse(args, {
      write: { type: "string" },
      json: { type: "boolean" },
    });
    if (positionals.length > 0)
      throw new UsageError("schema takes no file; --write FILE says where to put it");
    const text = JSON.stringify(scenarioJsonSchema(), null, 2);
    if (values.write === undefined) io.out(text);
    else write(resolve(io.cwd, values.write), text);
    return exit.done;
  },
};

function write(path: string, text: string): void {
  try {
    writeFileSync(path, `${text}\n`);
  } catch (error) {
    throw new UsageError(`${path} cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
}
