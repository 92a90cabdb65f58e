/** The last comparison looked at: where "Compare" leads, and the slots scenarios keep on other pages. */
import { href } from "../router.svelte.ts";
import { assignSlots, slots, type Slot } from "../lib/slots.ts";
import { keep, readKept } from "./kept.ts";

export type Compared = { id: string; slot: Slot };

const KEY = "compared";

class Comparing {
  #list = $state.raw<readonly Compared[]>(listFrom(readKept(KEY)));

  /** Baseline first. */
  get list(): readonly Compared[] {
    return this.#list;
  }

  /** Id of the first scenario beside the baseline, as it is now: where Build and History lead. */
  get focused(): string | undefined {
    return this.#list[1] && withoutRevision(this.#list[1].id);
  }

  /** To be told by the Compare page. */
  remember(list: readonly Compared[]): void {
    this.#list = list;
    keep(KEY, list);
  }

  /** The slot of a scenario in the last comparison, else B; its baseline keeps A. */
  slotOf(id: string): Slot {
    return this.#list.find((compared) => compared.id === id)?.slot ?? "b";
  }
}

export const comparing = new Comparing();

/** The scenario of `id@revision`, which is what it was at a revision of git. */
export function withoutRevision(id: string): string {
  return id.split("@", 1)[0]!;
}

/** Address of a comparison: baseline first, slots only where they are not simply in order; `draft` is the id of one. */
export function compareHref(
  list: readonly Compared[],
  focus?: Slot,
  runs?: string,
  draft?: string,
): string {
  const usual = assignSlots(list.map(({ id }) => id));
  const inOrder = list.every(({ id, slot }) => usual.get(id) === slot);
  return href("/compare", {
    scenarios: list.map(({ id }) => id).join(","),
    slots: inOrder ? undefined : list.map(({ slot }) => slot).join(""),
    focus: focus && focus !== list[1]?.slot ? focus : undefined,
    runs,
    draft: list.some(({ id }) => id === draft) ? draft : undefined,
  });
}

/** The comparison an address names; slots it does not give, or gives twice, are assigned. */
export function comparedIn(query: Readonly<Record<string, string | undefined>>): Compared[] {
  const ids = [...new Set((query["scenarios"] ?? "").split(",").filter(Boolean))].slice(
    0,
    slots.length,
  );
  const letters = query["slots"] ?? "";
  const given = new Map(
    ids.flatMap((id, i) => {
      const slot = slots.find((known) => known === letters.charAt(i));
      return slot ? [[id, slot] as const] : [];
    }),
  );
  const assigned = assignSlots(ids, given);
  return ids.map((id) => ({ id, slot: assigned.get(id)! }));
}

function listFrom(kept: unknown): Compared[] {
  if (!Array.isArray(kept)) return [];
  const ids = kept.flatMap((entry: unknown) => {
    const id = (entry as { id?: unknown } | null)?.id;
    return typeof id === "string" ? [{ id, slot: (entry as Compared).slot }] : [];
  });
  const assigned = assignSlots(
    ids.map(({ id }) => id),
    new Map(ids.filter(({ slot }) => slots.includes(slot)).map(({ id, slot }) => [id, slot])),
  );
  return ids.flatMap(({ id }) => (assigned.has(id) ? [{ id, slot: assigned.get(id)! }] : []));
}
