/** Findings of all scenarios compared, put together. */
import { type Finding, mergedFindings } from "#models";
import { letterOf, type Slot } from "../../lib/slots.ts";
import type { View } from "./view.ts";

export type SharedFinding = {
  finding: Pick<Finding, "id" | "severity" | "place" | "title" | "message" | "remedy">;
  slots: Slot[];
};

const ranks = { error: 0, warning: 1, info: 2 };

/** The same finding of several scenarios once; errors first, then what concerns the scenario in focus. */
export function findingsOf(view: View): SharedFinding[] {
  const results = view.columns.map(({ result }) => result);
  const focus = view.columns.findIndex(({ slot }) => slot === view.focus.slot);
  const found = mergedFindings(results, focus).map(({ finding, of, figuresOf }): SharedFinding => {
    const { id, severity, place, title, message, remedy } = finding;
    const whose =
      figuresOf === null ? "" : ` Figures of ${letterOf(view.columns[figuresOf]!.slot)}.`;
    return {
      finding: { id, severity, place, title, message: `${message}${whose}`, remedy },
      slots: of.map((i) => view.columns[i]!.slot),
    };
  });
  const inFocus = ({ slots }: SharedFinding) => (slots.includes(view.focus.slot) ? 0 : 1);
  return found.toSorted(
    (a, b) => ranks[a.finding.severity] - ranks[b.finding.severity] || inFocus(a) - inFocus(b),
  );
}
