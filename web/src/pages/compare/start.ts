/** What is compared when the address does not say: what was asked last, else the status quo and a first question. */
import type { ScenarioRow } from "../../lib/api.ts";
import { assignSlots } from "../../lib/slots.ts";
import type { Compared } from "../../state/comparing.svelte.ts";

/**
 * Sound scenarios only. `named` is what the address names, too little for a comparison: one scenario is compared with
 * its status quo. `last` is the last comparison.
 */
export function firstComparison(
  rows: readonly ScenarioRow[],
  named: readonly Compared[] = [],
  last: readonly Compared[] = [],
): Compared[] {
  const sound = rows.filter(({ problems }) => problems.length === 0);
  const isSound = ({ id }: Compared) => sound.some((row) => row.id === id);
  const one = sound.find(({ id }) => id === named[0]?.id);
  if (one) return withSlots(pairOf(sound, one));
  if (last.length > 1 && last.every(isSound)) return [...last];

  const children = (id: string) => sound.filter(({ parent }) => parent === id);
  const roots = sound.filter(({ parent }) => parent === null);
  const baseline =
    roots.find(({ id }) => id === "status-quo") ??
    roots.toSorted((a, b) => children(b.id).length - children(a.id).length)[0];
  return baseline ? withSlots(pairOf(sound, baseline)) : [];
}

/** A scenario after its status quo; a status quo with the first question asked of it. */
function pairOf(sound: readonly ScenarioRow[], { id, statusQuo }: ScenarioRow): string[] {
  if (statusQuo !== null && statusQuo !== id && sound.some((row) => row.id === statusQuo)) {
    return [statusQuo, id];
  }
  const others = sound.filter(({ parent }) => parent === id);
  const second = others.find((row) => row.id.startsWith("shared-pipeline")) ?? others[0];
  return second ? [id, second.id] : [id];
}

function withSlots(ids: readonly string[]): Compared[] {
  const slots = assignSlots(ids);
  return ids.map((id) => ({ id, slot: slots.get(id)! }));
}
