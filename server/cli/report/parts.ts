/** Parts that both reports share: what a reader needs to check the figures, and to get them again. */
import type { Comparison, Finding, ScenarioResult } from "#models";
import { invocation } from "../command.ts";
import { count, duration, fixed, percent, quoted, several } from "../format.ts";
import { table, wrap } from "../table.ts";

export type Frame = {
  /** Scenarios as they stood on the command line. */
  given: readonly string[];
  milliseconds: number;
  width: number;
};

export type Section = { title: string; lines: string[] };

/** Sections with their titles, an empty line between. */
export function lay(sections: readonly Section[]): string[] {
  return sections.flatMap(({ title, lines }) => (lines.length === 0 ? [] : ["", title, ...lines]));
}

/** Name of a role's task as people read it. */
export function taskName(result: ScenarioResult, role: string, task: string): string {
  return result.scenario.roles[role]?.tasks[task] ?? task;
}

/** Roles of both scenarios by team, in the order of the file: ids and names. */
export function rolesByTeam(
  results: readonly ScenarioResult[],
): [string, { id: string; title: string }[]][] {
  const roles = new Map<string, { id: string; title: string; team: string }>();
  for (const { scenario } of results) {
    for (const [id, { title, team }] of Object.entries(scenario.roles))
      roles.set(id, { id, title, team });
  }
  const all = [...roles.values()];
  return [
    ["Marketing", all.filter(({ team }) => team === "marketing")],
    ["Sales", all.filter(({ team }) => team === "sales")],
  ];
}

const severities = { error: "Error", warning: "Warning", info: "Note" } as const;

/** Findings, the gravest first: severity, what, where, what to do. */
export function findingLines(findings: readonly Finding[], width: number): string[] {
  const order = Object.keys(severities);
  const sorted = findings.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  return sorted.flatMap(({ severity, title, message, place, remedy }) => {
    const said = [`${severities[severity]}: ${title}.`, message, remedy, place && `[${place}]`];
    return wrap(said.filter(Boolean).join(" "), width, "  ");
  });
}

/** What is to be said of how the response was found, where there is something to say. */
export function responseLines(result: ScenarioResult, width: number): string[] {
  const { equilibrium, efforts } = result.expected;
  const lines: string[] = [];
  if (!result.response)
    lines.push("The response is switched off: everyone's effort stays as it is.");
  if (equilibrium.status === "none") {
    lines.push(
      "No balance of efforts was found: only the formula-alone figures hold, the response does not.",
    );
  }
  if (equilibrium.others.length > 0) {
    const more = several(equilibrium.others.length, "other balance", "other balances");
    lines.push(
      `There is ${more} of efforts: the outcome depends on what people expect of each other.`,
    );
    for (const other of equilibrium.others)
      lines.push(`  there: ${movedTasks(result, other, efforts)}`);
  }
  for (const { role, task, bound } of equilibrium.corners) {
    const why = {
      low: "falls to its lower bound",
      high: "rises to its upper bound",
      punished: "is punished by the plan",
    };
    lines.push(
      `${result.scenario.roles[role]?.title ?? role}: ${taskName(result, role, task)} ${why[bound]}.`,
    );
  }
  return lines.flatMap((line) => wrap(line, width, "  "));
}

type Efforts = Record<string, Record<string, number>>;

function movedTasks(result: ScenarioResult, other: Efforts, here: Efforts): string {
  const moved = Object.entries(other).flatMap(([role, tasks]) =>
    Object.entries(tasks).flatMap(([task, effort]) => {
      const own = here[role]?.[task];
      if (own === undefined || Math.abs(effort / own - 1) < 0.005) return [];
      const who = result.scenario.roles[role]?.title ?? role;
      return [`${who} ${taskName(result, role, task)} ${fixed(effort, 2)} for ${fixed(own, 2)}`];
    }),
  );
  return moved.join(", ");
}

/** A year's way through the funnel, by stage. */
export function funnelLines(
  results: readonly ScenarioResult[],
  letters: readonly string[],
): string[] {
  const stages = [
    ...new Set(results.flatMap((result) => Object.keys(result.expected.steadyState.funnel.stages))),
  ];
  const columns = [
    { title: "" },
    ...stages.map((title) => ({ title })),
    { title: "win rate" },
    { title: "quality" },
  ];
  const rows = results.map(({ scenario, expected }, i) => {
    const { funnel } = expected.steadyState;
    const name = letters[i] ? `${letters[i]}  ${scenario.name}` : "Entries a year";
    const entries = stages.map((stage) => count(Math.round(funnel.stages[stage]?.total ?? 0)));
    return [name, ...entries, percent(funnel.winRate), fixed(funnel.leadQuality, 3)];
  });
  return table(columns, rows);
}

/** How the figures were made, and the command that makes them again. */
export function footLines(command: string, result: ScenarioResult, frame: Frame): string[] {
  const { runs, seed, parameterSets, engine, response } = result;
  const sets = parameterSets > 1 ? ` under ${several(parameterSets, "parameter set")}` : "";
  const made = `${several(runs, "simulated year")}${sets} in ${duration(frame.milliseconds)}, engine ${engine}`;
  const off = response ? "" : " --no-response";
  const given = frame.given.map(quoted).join(" ");
  return [made, `Again: ${invocation} ${command} ${given} --runs ${runs} --seed ${seed}${off}`];
}

/** What an interval holds, in words. */
export function intervalWords(comparison: Pick<Comparison, "scenarios">): string {
  const known = comparison.scenarios.every(({ uncertain }) => uncertain.length === 0);
  if (known)
    return "P5 to P95 over luck alone: no number is uncertain here, so the response is taken as known.";
  return "P5 to P95 over luck and what we do not know together.";
}
