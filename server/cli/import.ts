import { existsSync, statSync } from "node:fs";
import { basename, extname, join, resolve } from "node:path";
import { parseStrict } from "#models";
import { machineDisk } from "../store/disk.ts";
import { createEdits } from "../store/edits.ts";
import { readText } from "../store/file.ts";
import { openFolder } from "../store/folder.ts";
import { unkept } from "../store/keeper.ts";
import { asSegment } from "../store/names.ts";
import { NotSaved } from "../store/save.ts";
import { createStore } from "../store/scenarios.ts";
import { type Command, exit } from "./command.ts";
import { folderName, shown } from "./locate.ts";
import { parse, UsageError } from "./options.ts";
import { lineOf } from "./problems.ts";

/** Takes a scenario file into ./scenarios. */
export const command: Command = {
  usage: "import FILE [--as ID]",
  help: [
    "Takes a scenario file into ./scenarios in canonical form, once it is checked there, beside the scenarios it extends.",
    "A scenario that is there is never written over. What cannot be read, or has problems, is not taken in.",
    "",
    "  --as ID   its id in the folder (left out: the file's name)",
  ].join("\n"),
  run: async (args, io) => {
    const { values, positionals } = parse(args, {
      as: { type: "string" },
      json: { type: "boolean" },
    });
    const [given] = positionals;
    if (positionals.length !== 1 || given === undefined)
      throw new UsageError("import takes one file");
    const path = resolve(io.cwd, given);
    const kind = extname(path);
    if (kind !== ".json")
      throw new UsageError(`${given} is no .json file; scenarios are imported so far`);
    const root = join(io.cwd, folderName);
    if (!existsSync(root) || !statSync(root).isDirectory()) {
      throw new UsageError(`there is no folder ${folderName} here to import into`);
    }

    const content = readText(path, true);
    if (!content) throw new UsageError(`there is no file ${given}`);
    const file = shown(path, io.cwd);
    const id = values.as ?? asSegment(basename(path, kind));
    const parsed = "text" in content ? parseStrict(content.text, file) : { problems: [content] };
    if (!("value" in parsed) || !parsed.value) {
      for (const problem of parsed.problems) io.err(lineOf({ ...problem, file }));
      return exit.unusable;
    }
    const folder = openFolder(root);
    const edits = createEdits({ store: createStore(folder), folder, disk: machineDisk }, unkept);
    try {
      await edits.save(id, { document: parsed.value }, { expected: "none" });
    } catch (error) {
      if (!(error instanceof NotSaved)) throw error;
      for (const problem of error.faults) io.err(lineOf(problem));
      return exit.unusable;
    }
    const made = `${folderName}/${id}.json`;
    io.out(values.json ? JSON.stringify({ id, file: made }) : `${made} is written.`);
    return exit.done;
  },
};
