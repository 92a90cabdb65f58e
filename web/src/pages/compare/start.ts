/** What is compared when nobody has said: the status quo and the first question asked of it. */
import type { ScenarioRow } from "../../lib/api.ts";
import { assignSlots } from "../../lib/slots.ts";
import type { Compared } from "../../state/comparing.svelte.ts";

export function firstComparison(rows: readonly ScenarioRow[]): Compared[] {
  const sound = rows.filter(({ problems }) => problems.length === 0);
  const roots = sound.filter(({ parent }) => parent === null);
  const children = (id: string) => sound.filter(({ parent }) => parent === id);
  const baseline =
    roots.find(({ id }) => id === "status-quo") ??
    roots.toSorted((a, b) => children(b.id).length - children(a.id).length)[0];
  if (!baseline) return [];
  const others = children(baseline.id);
  const second = others.find(({ id }) => id.startsWith("shared-pipeline")) ?? others[0];
  const ids = second ? [baseline.id, second.id] : [baseline.id];
  const slots = assignSlots(ids);
  return ids.map((id) => ({ id, slot: slots.get(id)! }));
}
