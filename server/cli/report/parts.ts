/** Parts that both reports share: what a reader needs to check the figures, and to get them again. */
import { type Comparison, cornerWords, type Finding, type ScenarioResult } from "#models";
import { invocation } from "../command.ts";
import { count, duration, fixed, moneyIn, percent, quoted, several } from "../format.ts";
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
  const { equilibrium } = result.expected;
  const lines: string[] = [];
  if (!result.response)
    lines.push("The response is switched off: everyone's effort stays as it is.");
  if (equilibrium.status === "none") {
    lines.push(
      "No equilibrium was found: only the formula-alone figures hold, the response does not.",
    );
  }
  const unsettled = result.simulated?.unsettledSets ?? 0;
  if (unsettled > 0) {
    lines.push(
      `In ${unsettled} of ${several(result.parameterSets, "parameter set")} efforts do not settle; their years hold the formula alone.`,
    );
  }
  if (equilibrium.others.length > 0) {
    const more = several(equilibrium.others.length, "other equilibrium", "other equilibria");
    lines.push(`There is ${more}: the outcome depends on what people expect of each other.`);
  }
  lines.push(...timingLines(result));
  for (const corner of equilibrium.corners) lines.push(cornerWords(result, corner));
  return lines.flatMap((line) => wrap(line, width, "  "));
}

/** Deals moved over the end of a period, where timing games are on. */
function timingLines({ scenario, expected }: ScenarioResult): string[] {
  if (!expected.timing) return [];
  const { whole } = moneyIn(scenario.currency);
  const played = Object.entries(expected.timing).flatMap(
    ([id, { pulledForward, heldBack, discount, lost }]) => {
      if (pulledForward + heldBack < 0.5) return [];
      const title = scenario.roles[id]?.title ?? id;
      const early = `${count(Math.round(pulledForward))} deals a year closed early at ${percent(discount)} off (${whole(lost, "level")})`;
      return [`${title}: ${early}, ${count(Math.round(heldBack))} held back.`];
    },
  );
  return played.length > 0 ? played : ["Timing games are on, and nobody gains by moving a deal."];
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
