/**
 * Findings of scenarios compared, the same one once.
 *
 * Always    two are the same where id, severity, place and title agree, figures in the title aside; what is shown is the
 *           one of the scenario preferred, else of the first that has it.
 * Source    docs/guide/findings.md
 */
import type { Finding } from "../result.ts";

/** A finding with the scenarios, by their place in the comparison, that it holds for. */
export type MergedFinding = {
  finding: Finding;
  of: number[];
  /** The scenario whose figures are shown, where those of others differ; else null. */
  figuresOf: number | null;
};

/** The findings of every scenario, merged; `preferred` is the scenario whose words are shown where it has them. */
export function mergedFindings(
  scenarios: readonly { findings: readonly Finding[] }[],
  preferred = 0,
): MergedFinding[] {
  const merged = new Map<string, MergedFinding>();
  for (const [i, { findings }] of scenarios.entries()) {
    const before = new Map<string, number>();
    for (const finding of findings) {
      const { id, severity, place, title } = finding;
      const alike = [id, severity, place, title.replace(/[\d.,\u2212]+/g, "#")].join("\n");
      const turn = before.get(alike) ?? 0;
      before.set(alike, turn + 1);
      const known = merged.get(`${alike}\n${turn}`);
      if (!known) {
        merged.set(`${alike}\n${turn}`, { finding, of: [i], figuresOf: null });
        continue;
      }
      const differ = known.finding.message !== finding.message || known.finding.title !== title;
      if (differ) known.figuresOf = i === preferred ? i : (known.figuresOf ?? known.of[0]!);
      if (i === preferred) known.finding = finding;
      known.of.push(i);
    }
  }
  return [...merged.values()];
}
