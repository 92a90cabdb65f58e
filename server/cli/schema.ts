import { scenarioJsonSchema } from "#models";
import { type Command, exit } from "./command.ts";
import { parse, UsageError } from "./options.ts";
import { writeOut } from "./output.ts";

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
    else writeOut(io, values.write, `${text}\n`, { read: [] });
    return exit.done;
  },
};
