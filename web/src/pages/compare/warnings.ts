/** What stands above the numbers of a scenario because it changes how they are to be read. */
import type { ScenarioResult } from "#models";

export type Warning = { title: string; text: string };

export function warningsOf({ expected, response, findings }: ScenarioResult): Warning[] {
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
      text: "Only the formula alone is shown: where people would end up is not known. The response half has no result.",
    });
  }
  if (others.length > 0) {
    warnings.push({
      title: "It depends on what people expect of each other",
      text: `There ${others.length === 1 ? "is another equilibrium" : `are ${others.length} other equilibria`} beside the one shown: with the same plan people may also settle elsewhere. Efforts of the others are in the findings.`,
    });
  }
  for (const { id, severity, title, message } of findings) {
    if (severity !== "info" && /evidence/i.test(id)) warnings.push({ title, text: message });
  }
  return warnings;
}
