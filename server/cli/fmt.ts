import { existsSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseStrict } from "#models";
import { fault, type Fault } from "../fault.ts";
import { machineDisk } from "../store/disk.ts";
import { etagOf, readText } from "../store/file.ts";
import { openFolder } from "../store/folder.ts";
import { isOtherFile } from "../store/names.ts";
import { NotSaved, saveText, textToSave } from "../store/save.ts";
import { type Command, exit } from "./command.ts";
import { several } from "./format.ts";
import type { Io } from "./io.ts";
import { folderName, folderOf, pathOf, shown } from "./locate.ts";
import { parse, UsageError } from "./options.ts";
import { lineOf } from "./problems.ts";

type Outcome = { file: string; is: "canonical" | "changed" } | { file: string; problems: Fault[] };

/** Writes scenario files in canonical form, or says which are not. */
export const command: Command = {
  usage: "fmt [--check] [FILE or FOLDER…]",
  help: [
    "Writes scenario files as the app saves them: keys in the schema's order, short values on one line. What a file",
    "means does not change. Of a folder, every scenario in it; without a file or folder, those in ./scenarios. A file",
    "that cannot be read is left as it is, and its problems are told with exit code 2.",
    "",
    "  --check   write nothing; exit code 1 and the names of the files that are not in canonical form",
  ].join("\n"),
  run: async (args, io) => {
    const { values, positionals } = parse(args, {
      check: { type: "boolean" },
      json: { type: "boolean" },
    });
    const outcomes: Outcome[] = [];
    for (const path of pathsFrom(positionals, io)) {
      outcomes.push(await format(path, shown(path, io.cwd), values.check === true));
    }
    if (values.json) io.out(JSON.stringify(outcomes, null, 2));
    else print(outcomes, io, values.check === true);
    if (outcomes.some((outcome) => "problems" in outcome)) return exit.unusable;
    const found = outcomes.some((outcome) => "is" in outcome && outcome.is === "changed");
    return values.check && found ? exit.found : exit.done;
  },
};

function pathsFrom(given: readonly string[], io: Io): string[] {
  if (given.length > 0) return given.flatMap((one) => pathsOf(one, io));
  if (!existsSync(join(io.cwd, folderName))) {
    throw new UsageError(`there is no folder ${folderName} here; name the files to format`);
  }
  return inFolder(join(io.cwd, folderName));
}

function pathsOf(given: string, io: Io): string[] {
  const folder = folderOf(given, io.cwd);
  if (folder !== undefined) return inFolder(folder);
  if (isOtherFile(basename(given))) {
    io.err(`${given} is not a scenario: skipped`);
    return [];
  }
  const asPath = resolve(io.cwd, given);
  return [existsSync(asPath) && statSync(asPath).isFile() ? asPath : pathOf(given, io.cwd)];
}

function inFolder(folder: string): string[] {
  return openFolder(folder)
    .list()
    .map(({ id }) => join(folder, `${id}.json`));
}

async function format(path: string, file: string, isCheck: boolean): Promise<Outcome> {
  const content = readText(path);
  if (!content) {
    return { file, problems: [{ ...fault("not-found", "", "there is no such file"), file }] };
  }
  if ("code" in content) return { file, problems: [{ ...content, file }] };
  const { value, problems } = parseStrict(content.text, file);
  if (!value) return { file, problems };
  try {
    const text = textToSave(value);
    // By the bytes: a byte order mark is no part of the text and goes.
    if (etagOf(Buffer.from(text)) === content.etag) return { file, is: "canonical" };
    if (!isCheck) await saveText(machineDisk, path, text, { etag: content.etag });
    return { file, is: "changed" };
  } catch (error) {
    if (!(error instanceof NotSaved)) throw error;
    return { file, problems: error.faults.map((one) => ({ ...one, file })) };
  }
}

function print(outcomes: Outcome[], io: Io, isCheck: boolean): void {
  const problems = outcomes.flatMap((outcome) => ("problems" in outcome ? outcome.problems : []));
  for (const problem of problems) io.err(lineOf(problem));
  const changed = outcomes.filter((outcome) => "is" in outcome && outcome.is === "changed");
  for (const { file } of changed) io.out(file);
  const done = isCheck ? "not in canonical form" : "written in canonical form";
  io.err(`${several(outcomes.length, "scenario")} read, ${changed.length} ${done}`);
}
