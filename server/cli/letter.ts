import { resolve } from "node:path";
import { nearest, planLetter, readFacts, scenarioOf } from "#models";
import { tableOf } from "../exchange/csv.ts";
import { letterHtml, letterMarkdown } from "../exchange/letter.ts";
import { fault } from "../fault.ts";
import { maxTableBytes, readText } from "../store/file.ts";
import { type Command, exit } from "./command.ts";
import { besideTables } from "./facts.ts";
import type { Io } from "./io.ts";
import { lineageFiles, locate, shown } from "./locate.ts";
import { parse, UsageError } from "./options.ts";
import { writeOut } from "./output.ts";
import { lineOf } from "./problems.ts";

/** What a role is paid on, in plain words, with worked examples. */
export const command: Command = {
  usage: "letter SCENARIO --role ROLE [--person ID] [--people FILE] [--html FILE | --md | --json]",
  help: [
    "The plan letter of a role, or of one person: what pay is on, targets, curve, conditions, and what 80%, 100% and",
    "120% pay, worked out by the engine that pays statements.",
    "",
    "  --role ROLE      id of the role (left out with --person: the person's)",
    "  --person ID      one person: their own pay, territory and part of the year",
    "  --people FILE    roster the person is in (left out: NAME.roster.csv, else the scenario's own people)",
    "  --html FILE      one page to print or send, which needs nothing else",
    "  --md             Markdown, which is printed anyway where nothing else is asked for",
    "  --json           the letter as data",
  ].join("\n"),
  run: async (args, io) => {
    const { values, positionals } = parse(args, {
      role: { type: "string" },
      person: { type: "string" },
      people: { type: "string" },
      html: { type: "string" },
      md: { type: "boolean" },
      json: { type: "boolean" },
    });
    if (positionals.length !== 1) throw new UsageError("letter takes one scenario");
    const located = locate(positionals[0]!, io.cwd);
    const { loaded, problems, file } = located;
    if (!loaded || problems.length > 0) return refused(problems, io);

    // The letter of a role is of nobody in it: it needs no roster.
    const roster =
      values.people ??
      (values.person === undefined ? undefined : besideTables(located, io.cwd).get("people"));
    const people =
      roster === undefined || roster === "none" ? undefined : rosterIn(roster, loaded, io);
    if (people === "refused") return exit.unusable;
    const { roles, people: written = {} } = scenarioOf(loaded);
    const own =
      people?.find(({ id }) => id === values.person)?.assignments.at(-1)?.role ??
      (values.person === undefined ? undefined : written[values.person]?.role);
    const role = values.role ?? own;
    if (role === undefined)
      throw new UsageError(
        values.person === undefined
          ? `letter needs --role: one of ${Object.keys(roles).join(", ")}`
          : `there is no person "${values.person}"; give --people FILE, or --role`,
      );
    if (!Object.hasOwn(roles, role)) {
      const near = nearest(role, Object.keys(roles));
      throw new UsageError(
        `there is no role "${role}"${near ? `; did you mean ${near}?` : `; it has ${Object.keys(roles).join(", ")}`}`,
      );
    }
    const made = planLetter(loaded, role, { person: values.person, people });
    if (!made.letter)
      return refused(
        made.problems.map((one) => ({ file, ...one })),
        io,
      );
    if (values.html !== undefined) {
      const read = [
        ...lineageFiles(located, io.cwd),
        ...(roster === undefined || roster === "none" ? [] : [roster]),
      ];
      writeOut(io, values.html, letterHtml(made.letter), { read });
    }
    if (values.json) io.out(JSON.stringify(made.letter, null, 2));
    else if (values.md || values.html === undefined) io.out(letterMarkdown(made.letter).trimEnd());
    return exit.done;
  },
};

function rosterIn(given: string, loaded: Parameters<typeof readFacts>[0], io: Io) {
  const content = readText(resolve(io.cwd, given), true, maxTableBytes);
  const file = shown(resolve(io.cwd, given), io.cwd);
  if (!content) throw new UsageError(`there is no file ${file}`);
  if ("code" in content) return refusedAs([{ ...content, file }], io);
  const read = tableOf(file, content.text);
  if (read.problems.length > 0) return refusedAs(read.problems, io);
  const { facts, problems } = readFacts(loaded, { people: read.table });
  return facts ? facts.people : refusedAs(problems, io);
}

type Faults = readonly Parameters<typeof lineOf>[0][];

function refusedAs(problems: Faults, io: Io): "refused" {
  refused(problems, io);
  return "refused";
}

function refused(problems: Faults, io: Io): number {
  const list = problems.length > 0 ? problems : [fault("bad-shape", "", "there is no letter")];
  for (const problem of list) io.err(lineOf(problem));
  return exit.unusable;
}
