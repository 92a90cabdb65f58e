import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { nearest, parseStrict } from "#models";
import { createEdits } from "../store/edits.ts";
import { machineDisk } from "../store/disk.ts";
import { openFolder } from "../store/folder.ts";
import { unkept } from "../store/keeper.ts";
import { NotSaved } from "../store/save.ts";
import { createStore } from "../store/scenarios.ts";
import { type Command, exit } from "./command.ts";
import { folderName } from "./locate.ts";
import { parse, UsageError } from "./options.ts";
import { lineOf } from "./problems.ts";

/** Prints a scenario of ./scenarios as a file to keep or send. */
export const command: Command = {
  usage: "export ID [--flat]",
  help: [
    "Prints the file of a scenario in ./scenarios.",
    "",
    "  --flat   with all it inherits, so that it extends nothing",
  ].join("\n"),
  run: async (args, io) => {
    const { values, positionals } = parse(args, {
      flat: { type: "boolean" },
      json: { type: "boolean" }, // it is JSON in any case
    });
    const [given] = positionals;
    if (positionals.length !== 1 || given === undefined)
      throw new UsageError("export takes one id");
    const root = join(io.cwd, folderName);
    if (!existsSync(root) || !statSync(root).isDirectory()) {
      throw new UsageError(`there is no folder ${folderName} here`);
    }
    const id = given.replace(/^scenarios\//, "").replace(/\.json$/, "");
    const folder = openFolder(root);
    const store = createStore(folder);
    const stored = store.find(id);
    if (!stored) {
      const near = nearest(id, store.ids());
      throw new UsageError(`there is no scenario "${id}"${near ? `; did you mean ${near}?` : ""}`);
    }
    const text = values.flat ? flat() : stored.text;
    if (text === undefined) {
      for (const problem of stored.problems) io.err(lineOf(problem));
      return exit.unusable;
    }
    io.out(text.replace(/\n$/, ""));
    if (values.flat) tellStatusQuo(text);
    return exit.done;

    function flat(): string | undefined {
      const edits = createEdits({ store, folder, disk: machineDisk }, unkept);
      try {
        return edits.flat(id);
      } catch (error) {
        if (error instanceof NotSaved) return undefined;
        throw error;
      }
    }

    function tellStatusQuo(document: string): void {
      const behaviour = parseStrict(document, "").value?.behaviour as
        { statusQuo?: string } | undefined;
      if (behaviour?.statusQuo === undefined) return;
      io.err(`It is calibrated on ${behaviour.statusQuo}: send that along, beside it.`);
    }
  },
};
