import { randomBytes } from "node:crypto";
import {
  existsSync,
  lstatSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { now, pathIn, refused, type Steps, topOrRefused } from "../git/git.ts";
import { type Command, exit } from "./command.ts";
import { wanted } from "./diff.ts";
import { quoted } from "./format.ts";
import { parse, UsageError } from "./options.ts";

/** Tells git to show and merge the scenario files of this repository by meaning; takes that back. */
export const command: Command = {
  usage: "git-setup [--undo] [--command COMMAND]",
  help: [
    "In this repository, lets git show differences of scenario files in canonical form, and merge them by id with the",
    "whole checked (merge-driver). Writes two sections of the repository's own configuration, and lines of",
    ".gitattributes, which belong into a commit so that they hold for everyone who has run this. Does nothing twice.",
    "",
    "  --undo              takes out what it wrote, and nothing else",
    "  --command COMMAND   how git is to call tandem (left out: this installation)",
  ].join("\n"),
  run: async (args, io) => {
    const { values, positionals } = parse(args, {
      undo: { type: "boolean" },
      command: { type: "string" },
    });
    if (positionals.length > 0) throw new UsageError("git-setup takes no files");
    if (values.command !== undefined && /\p{Cc}/u.test(values.command))
      throw new UsageError("--command is one line without control characters");
    const { root } = wanted([], io.cwd);
    const top = now(io.cwd, topOrRefused());
    const folder = pathIn(top, root);
    if (folder === undefined)
      throw new UsageError("the scenarios folder is not in this repository");
    const attributes = join(top, ".gitattributes");
    refuseLink(attributes); // before anything is written
    const said = values.undo
      ? [...now(io.cwd, undoSettings()), ...undoAttributes(attributes)]
      : [
          ...now(io.cwd, setSettings(values.command ?? ownCommand())),
          ...setAttributes(attributes, folder),
        ];
    for (const line of said.length > 0 ? said : ["nothing to do: it is so already"]) io.out(line);
    return exit.done;
  },
};

/** This installation, as a shell reads it. */
function ownCommand(): string {
  const places = ["./launch.js", "../../server/cli/launch.js"]; // from the sources, and from dist/server/
  const launch = places
    .map((place) => fileURLToPath(new URL(place, import.meta.url)))
    .find((path) => existsSync(path));
  if (!launch) throw refused("this installation is incomplete", "give --command");
  return [process.execPath, realpathSync(launch)]
    .map((word) => quoted(word.replaceAll("\\", "/")))
    .join(" ");
}

function settingsOf(call: string): [string, string][] {
  return [
    ["diff.tandem.textconv", `${call} diff --textconv`],
    ["diff.tandem.cachetextconv", "true"],
    ["merge.tandem.name", "scenarios by id, checked as a whole"],
    // Git takes a percent sign there for one of its own words.
    ["merge.tandem.driver", `${call.replaceAll("%", "%%")} merge-driver %O %A %B %P`],
  ];
}

function* setSettings(call: string): Steps<string[]> {
  const said: string[] = [];
  for (const [key, value] of settingsOf(call)) {
    const before = yield* settingOf(key);
    if (before === value) continue;
    const { code, err } = yield { args: ["config", "--local", "--replace-all", key, value] };
    if (code !== 0)
      throw refused(
        `git does not take the setting ${key}: ${err.trim()}`,
        "is its configuration writable?",
      );
    said.push(
      before === undefined
        ? `git config: ${key} = ${value}`
        : `git config: ${key} = ${value} (it was ${before})`,
    );
  }
  return said;
}

function* settingOf(key: string): Steps<string | undefined> {
  const { code, out } = yield { args: ["config", "--local", "--get", key] };
  return code === 0 ? out.toString().replace(/\r?\n$/, "") : undefined;
}

function* undoSettings(): Steps<string[]> {
  const said: string[] = [];
  for (const section of ["diff.tandem", "merge.tandem"]) {
    const { code } = yield { args: ["config", "--local", "--remove-section", section] };
    if (code === 0) said.push(`git config: section ${section} taken out`);
  }
  return said;
}

// ---- .gitattributes

const begin =
  "# tandem git-setup: scenarios are shown and merged by meaning, until git-setup --undo";
const beginAfterCut = `${begin} …`; // the file ended within a line, to which undo goes back
const end = "# tandem git-setup: end";

function linesFor(folder: string): string[] {
  const inside = folder === "" ? "" : `/${folder.replaceAll(/[[\]*?\\]/g, String.raw`\$&`)}`;
  const files = (name: string): string => {
    const pattern = `${inside}/**/${name}`;
    return /[\s"#!]/.test(pattern) ? JSON.stringify(pattern) : pattern;
  };
  return [
    `${files("*.json")} diff=tandem merge=tandem`,
    `${files("scenario.schema.json")} !diff !merge`,
    `${files("results.lock.json")} !diff !merge`,
  ];
}

const block = new RegExp(`(\n?)(${begin}( …)?)\n[^]*?${end}\n`);

function setAttributes(path: string, folder: string): string[] {
  const before = existsSync(path) ? readFileSync(path, "utf8") : "";
  const found = block.exec(before);
  const cut = found ? found[3] !== undefined : before !== "" && !before.endsWith("\n");
  const text = `${cut ? `\n${beginAfterCut}` : begin}\n${linesFor(folder).join("\n")}\n${end}\n`;
  const after = found
    ? `${before.slice(0, found.index)}${cut ? "" : found[1]}${text}${before.slice(found.index + found[0].length)}`
    : before + text;
  if (after === before) return [];
  write(path, after);
  return [`.gitattributes: ${linesFor(folder).join(", ")}`];
}

function undoAttributes(path: string): string[] {
  const before = existsSync(path) ? readFileSync(path, "utf8") : "";
  const found = block.exec(before);
  if (!found) return [];
  const joint = found[3] === undefined ? found[1]! : "";
  const after = before.slice(0, found.index) + joint + before.slice(found.index + found[0].length);
  if (after === "") rmSync(path);
  else write(path, after);
  return [after === "" ? ".gitattributes: removed" : ".gitattributes: lines taken out"];
}

function refuseLink(path: string): void {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat || stat.isFile()) return;
  throw refused(
    `${path} is a link or no regular file, which is not written through`,
    "put a regular file in its place: git does not follow a link there either",
  );
}

/** Puts a text in the place of a file at once. */
function write(path: string, text: string): void {
  refuseLink(path);
  const mode = lstatSync(path, { throwIfNoEntry: false })?.mode ?? 0o666;
  const beside = `${path}.${randomBytes(6).toString("hex")}.tandem-tmp`;
  try {
    writeFileSync(beside, text, { flag: "wx", mode: mode & 0o777 });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw new UsageError(`${path} cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
}
