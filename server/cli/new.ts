import { existsSync, mkdirSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { canonicalText, type JsonObject } from "#models";
import { machineDisk } from "../store/disk.ts";
import { asSegment, isSegment } from "../store/names.ts";
import { NotSaved, saveText } from "../store/save.ts";
import { type Command, exit, invocation } from "./command.ts";
import { quoted } from "./format.ts";
import type { Io } from "./io.ts";
import { folderName, locate, pathOf } from "./locate.ts";
import { parse, UsageError } from "./options.ts";
import { lineOf } from "./problems.ts";
import { template } from "./template.ts";

/** Writes a new scenario file: a small company to start from, or a child of another scenario. */
export const command: Command = {
  usage: "new NAME [--extends FILE] [--out FILE]",
  help: [
    "Writes a scenario file that is ready to run: a small company, or one that changes nothing in its parent yet.",
    "A file that is there is never written over.",
    "",
    "  --extends FILE   the scenario it starts from; only what differs is then written in the new file",
    "  --out FILE       where to (left out: NAME.json beside the parent, or in ./scenarios)",
  ].join("\n"),
  run: async (args, io) => {
    const { values, positionals } = parse(args, {
      extends: { type: "string" },
      out: { type: "string" },
      json: { type: "boolean" },
    });
    const [name] = positionals;
    if (positionals.length !== 1 || !name?.trim()) throw new UsageError("new takes one name");
    if (values.out === undefined && isPath(name)) {
      throw new UsageError(`"${name}" is a path, not a name; --out FILE says where to write`);
    }

    const parent = values.extends === undefined ? undefined : pathOf(values.extends, io.cwd);
    if (parent && !isSound(values.extends!, io)) return exit.unusable;
    const folder = parent ? dirname(parent) : join(io.cwd, folderName);
    const path = values.out ? resolve(io.cwd, values.out) : join(folder, `${asSegment(name)}.json`);
    if (!path.endsWith(".json")) throw new UsageError("--out names a file that ends in .json");

    await create(path, canonicalText(contentOf(name, path, parent)));
    const { file, problems } = locate(path, io.cwd);
    for (const problem of problems) io.err(lineOf(problem));
    io.out(values.json ? JSON.stringify({ file }) : `${file} is written. ${nextSteps(file)}`);
    return problems.length > 0 ? exit.unusable : exit.done;
  },
};

function isPath(name: string): boolean {
  return /[/\\]|^\.+$|\.json$/.test(name);
}

function nextSteps(file: string): string {
  return `Next: edit it, then ${invocation} validate ${quoted(file)}`;
}

function isSound(given: string, io: Io): boolean {
  const { problems } = locate(given, io.cwd);
  for (const problem of problems) io.err(lineOf(problem));
  return problems.length === 0;
}

function contentOf(name: string, path: string, parent: string | undefined): JsonObject {
  const schema = ["scenario.schema.json", "../scenario.schema.json", "../../scenario.schema.json"];
  const near = schema.find((place) => existsSync(join(dirname(path), place)));
  const head = near ? { $schema: near.startsWith(".") ? near : `./${near}` } : {};
  const title = isSegment(name) ? sentence(name) : name;
  if (!parent) return { ...head, ...template, name: title };
  const from = relative(dirname(path), parent).replaceAll(sep, "/");
  return { ...head, format: 1, name: title, question: "What does this change?", extends: from };
}

function sentence(id: string): string {
  const words = id.replaceAll("-", " ");
  return words[0]!.toUpperCase() + words.slice(1);
}

/** Creates the file with all its text, or leaves nothing. */
async function create(path: string, text: string): Promise<void> {
  try {
    mkdirSync(dirname(path), { recursive: true });
    await saveText(machineDisk, path, text, "none");
  } catch (error) {
    if (error instanceof NotSaved) throw new UsageError(whyNot(path, error));
    throw new UsageError(`${path} cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
}

function whyNot(path: string, { kind, faults: [first] }: NotSaved): string {
  if (kind === "exists") return `${path} is there already; choose another name`;
  return `${path} cannot be written: ${first!.message}`;
}
