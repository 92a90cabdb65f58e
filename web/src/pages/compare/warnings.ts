/** What stands above the numbers of a scenario because it changes how they are to be read. */
import type { ScenarioResult } from "#models";

/** Findings that say that the difference is not the plan's alone. */
const assumed: ReadonlySet<string> = new Set(["timing-on-one-side", "assumes-otherwise"]);

/** Share of the sets of assumptions without an equilibrium above which the numbers are to be read otherwise. */
const SOME = 0.1;

export type Warning = { title: string; text: string };

export function warningsOf(result: ScenarioResult): Warning[] {
  const { expected, response, findings, simulated, parameterSets } = result;
  const unsettled = simulated?.unsettledSets ?? 0;
  const { status, others } = expected.equilibrium;
  const warnings: Warning[] = [];
  if (!response) {
    warnings.push({
      title: "People’s response is switched off",
      text: "Every number is the new formula on the old behaviour.",
    });
  } else if (status === "none") {
    warnings.push({
      title: "No equilibrium was found",
      text: `Where people would end up is not known: only the formula alone holds. ${unsettledWords(unsettled, parameterSets)}`.trim(),
    });
  } else if (unsettled > SOME * parameterSets) {
    warnings.push({
      title: "No equilibrium under some assumptions",
      text: unsettledWords(unsettled, parameterSets),
    });
  }
  if (others.length > 0) {
    warnings.push({
      title: "It depends on what people expect of each other",
      text: `There ${others.length === 1 ? "is another equilibrium" : `are ${others.length} other equilibria`} beside the one shown: with the same plan people may also settle elsewhere. ${others.length === 1 ? "Both" : "All"} are under the four numbers.`,
    });
  }
  for (const { id, severity, title, message } of findings) {
    if ((severity !== "info" && /evidence/i.test(id)) || assumed.has(id))
      warnings.push({ title, text: message });
  }
  return warnings;
}

/** Sets of assumptions without an equilibrium, too few for a warning above the numbers; empty for none. */
export function fewUnsettledWords(result: ScenarioResult): string {
  const { expected, response, simulated, parameterSets } = result;
  const unsettled = simulated?.unsettledSets ?? 0;
  if (!response || expected.equilibrium.status === "none" || unsettled > SOME * parameterSets)
    return "";
  return unsettledWords(unsettled, parameterSets);
}

/** Years of sets without an equilibrium are of the old behaviour; the others hold a response. */
function unsettledWords(unsettled: number, sets: number): string {
  if (unsettled === 0) return "";
  return `In ${unsettled} of ${sets} sets of assumptions efforts do not settle; their years hold the formula alone.`;
}
