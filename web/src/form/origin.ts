/** Where a value comes from, in the words under its field. */
export type Origin = {
  /** inherited: as in the parent; here: the file says otherwise; changed: the draft says otherwise. */
  kind: "inherited" | "here" | "changed";
  words: string;
  canRevert: boolean;
};

export type Said = { here: unknown; saved: unknown; parent: unknown; isRoot: boolean };

/** The origin of a value, given what it was in words. */
export function originOf(
  { here, saved, parent, isRoot }: Said,
  inWords: (value: unknown) => string,
): Origin {
  if (!same(here, saved)) {
    const words = saved === undefined ? "Added in this draft" : `Was ${inWords(saved)}`;
    return { kind: "changed", words, canRevert: saved !== undefined };
  }
  if (isRoot) return { kind: "inherited", words: "As in the file", canRevert: false };
  if (same(here, parent)) return { kind: "inherited", words: "From the parent", canRevert: false };
  if (parent === undefined) return { kind: "here", words: "New here", canRevert: false };
  return { kind: "here", words: `Parent: ${inWords(parent)}`, canRevert: true };
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
