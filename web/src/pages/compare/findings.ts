/** Findings of all scenarios compared, put together. */
import type { Finding } from "#models";
import type { Slot } from "../../lib/slots.ts";
import type { View } from "./view.ts";

export type SharedFinding = {
  finding: Pick<Finding, "id" | "severity" | "place" | "title" | "message" | "remedy">;
  slots: Slot[];
};

const ranks = { error: 0, warning: 1, info: 2 };

/** The same finding of several scenarios once; errors first, then what concerns the scenario in focus. */
export function findingsOf(view: View): SharedFinding[] {
  const found = new Map<string, SharedFinding>();
  for (const { slot, result } of view.columns) {
    for (const finding of result.findings) {
      const { id, severity, place, title, message, remedy } = finding;
      const key = JSON.stringify([id, severity, place, title, message]);
      const known = found.get(key);
      if (known) known.slots.push(slot);
      else
        found.set(key, { finding: { id, severity, place, title, message, remedy }, slots: [slot] });
    }
  }
  const inFocus = ({ slots }: SharedFinding) => (slots.includes(view.focus.slot) ? 0 : 1);
  return [...found.values()].toSorted(
    (a, b) => ranks[a.finding.severity] - ranks[b.finding.severity] || inFocus(a) - inFocus(b),
  );
}
