/** A role's pay by component: what each pays in the scenario in focus, less what it paid at the baseline. */
import type { View } from "./view.ts";

export type ComponentChange = { title: string; change: number };

/** Largest first; components that change by less than a money unit are left out. */
export function componentChanges({ baseline, focus }: View, role: string): ComponentChange[] {
  const before = baseline.result.expected.firstYear.roles[role]?.components ?? {};
  const after = focus.result.expected.firstYear.roles[role]?.components ?? {};
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((id) => ({
      title: (after[id] ?? before[id])!.title,
      change: (after[id]?.pay ?? 0) - (before[id]?.pay ?? 0),
    }))
    .filter(({ change }) => Math.abs(change) >= 1)
    .toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change));
}
