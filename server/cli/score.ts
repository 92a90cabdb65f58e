import {
  areaTitles,
  assess,
  type AssessmentResult,
  assessmentStatements,
  scenarioOf,
  scoreOf,
  scoreWords,
  stageOf,
} from "#models";
import { type Command, exit } from "./command.ts";
import { fixed } from "./format.ts";
import { locate } from "./locate.ts";
import { parse, UsageError } from "./options.ts";
import { lineOf } from "./problems.ts";
import { table, wrap } from "./table.ts";

/** Scores the alignment of Sales and Marketing. */
export const command: Command = {
  usage: "score SCENARIO [--json] | score --statements",
  help: [
    "Sums the twenty answers of each function in a scenario's alignment.assessment, names the stage, and shows the gap",
    "and where the two see things differently. The lower score sets the level of alignment.",
    "",
    "  --statements   the twenty statements with their ids, to be answered 1 (does not hold) to 5 (holds fully)",
    "  --json         the scores as JSON",
  ].join("\n"),
  run: async (args, io) => {
    const { values, positionals } = parse(args, {
      statements: { type: "boolean" },
      json: { type: "boolean" },
    });
    if (values.statements) {
      for (const line of values.json
        ? [JSON.stringify(assessmentStatements, null, 2)]
        : statements(io.width))
        io.out(line);
      return exit.done;
    }
    const [given, ...more] = positionals;
    if (given === undefined || more.length > 0) throw new UsageError("score takes one scenario");
    const { loaded, problems } = locate(given, io.cwd);
    for (const problem of problems) io.err(lineOf(problem));
    if (!loaded) return exit.unusable;
    const { assessment, level = 0.4 } = scenarioOf(loaded).alignment ?? {};
    if (!assessment) {
      const stands =
        typeof level === "number"
          ? `its level of ${level} stands for a score of ${fixed(scoreOf(level), 0)}: ${stageOf(scoreOf(level)).stage}`
          : "its level is not a plain number";
      io.err(`${given} has no assessment; ${stands}. See score --statements.`);
      return exit.unusable;
    }
    const result = assess(assessment);
    if (values.json) io.out(JSON.stringify(result, null, 2));
    else for (const line of report(result, io.width)) io.out(line);
    return exit.done;
  },
};

function statements(width: number): string[] {
  return Object.entries(areaTitles).flatMap(([area, title]) => [
    title,
    ...assessmentStatements
      .filter(({ about }) => about === area)
      .flatMap(({ id, says }) =>
        wrap(`${id.padEnd(18)}${says}`, width, " ".repeat(20)).map((line) => `  ${line}`),
      ),
  ]);
}

function report(result: AssessmentResult, width: number): string[] {
  const words = scoreWords(result);
  const rows = result.areas.map((area) => [
    areaTitles[area.area],
    fixed(area.sales, 1),
    fixed(area.marketing, 1),
  ]);
  const apart = result.disagreements.flatMap((one) =>
    wrap(`Sales ${one.sales}, Marketing ${one.marketing}: ${one.says}`, width, "  "),
  );
  return [
    ...wrap(words.stage, width),
    ...wrap(`${words.gap} Alignment A = ${fixed(result.level, 4)}.`, width),
    "",
    ...table(
      [{ title: "Mean answer, 1 to 5", align: "left" }, { title: "Sales" }, { title: "Marketing" }],
      rows,
    ),
    ...(apart.length > 0
      ? ["", "Where they see it differently by two steps or more", ...apart]
      : []),
  ];
}
