/**
 * Slots: a scenario's letter and hue, the same on every page and export of one comparison.
 *
 * Always    A is the baseline; a scenario keeps its slot when another one leaves.
 */
export const slots = ["a", "b", "c", "d", "e"] as const;
export type Slot = (typeof slots)[number];

/** One baseline and up to four others. */
export const MOST_SCENARIOS = slots.length;

/** The letter shown on a key tile. */
export function letterOf(slot: Slot): string {
  return slot.toUpperCase();
}

/** Slots for scenarios in order: those kept from before, else the first that is free. The first is always A. */
export function assignSlots(
  ids: readonly string[],
  kept: ReadonlyMap<string, Slot> = new Map(),
): Map<string, Slot> {
  const assigned = new Map<string, Slot>();
  const [baseline, ...others] = ids;
  if (baseline === undefined) return assigned;
  assigned.set(baseline, "a");

  const taken = new Set<Slot>(["a"]);
  for (const id of others) {
    const slot = kept.get(id);
    if (slot === undefined || taken.has(slot)) continue;
    assigned.set(id, slot);
    taken.add(slot);
  }
  for (const id of others) {
    if (assigned.has(id)) continue;
    const free = slots.find((slot) => !taken.has(slot));
    if (free === undefined) continue;
    assigned.set(id, free);
    taken.add(free);
  }
  return new Map(ids.flatMap((id) => (assigned.has(id) ? [[id, assigned.get(id)!]] : [])));
}
