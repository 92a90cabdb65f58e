/**
 * The union of two edits that fit line by line and not in meaning: which places make it so.
 *
 * Terms     place = an element, or a value of one, that one side alone changed; clash = places of a side that, set back to
 *           what they were, leave a scenario that holds.
 * Always    a clash loses nothing: it is told as conflicts, whose two sides are what each side says there; swapping the
 *           sides swaps the labels.
 * Not here  what holds (the caller says), places that both changed (merge.ts).
 */
import { type Conflict, type Merge, resolved } from "./merge.ts";
import { Scenario } from "./schema.ts";
import { inside, isWhole, type Shape } from "./shape.ts";
import { sameValue, isObject, type JsonObject, type JsonValue, pathOf, type Step } from "./text.ts";

type Documents = { base: JsonObject; ours: JsonObject; theirs: JsonObject };

/** Places that one side changed and the other left alone, as conflicts that nobody has seen yet. */
export function placesOf({ base, ours, theirs }: Documents, side: "ours" | "theirs"): Conflict[] {
  const places: Conflict[] = [];
  const other = side === "ours" ? "theirs" : "ours";
  const visit = (
    at: Pick<Conflict, "base" | "ours" | "theirs">,
    steps: Step[],
    shape: Shape | undefined,
  ) => {
    const own = at[side];
    if (sameValue(at.base, own) || sameValue(at.ours, at.theirs)) return;
    const objects = isObject(own) && isObject(at[other]) && !(shape && isWhole(shape));
    const kinds = [at.base, at.ours, at.theirs].filter(isObject).map((value) => value["kind"]);
    if (objects && kinds.every((kind) => kind === kinds[0])) {
      const parts = [at.base, at.ours, at.theirs].map((value) => (isObject(value) ? value : {}));
      for (const key of new Set(parts.flatMap((part) => Object.keys(part)))) {
        const [was, mine, yours] = parts.map((part) => valueUnder(part, key));
        const form = shape && inside(shape, key, mine === undefined ? parts[2]! : parts[1]!);
        visit({ base: was, ours: mine, theirs: yours }, [...steps, key], form);
      }
      return;
    }
    if (!sameValue(at.base, at[other])) return; // both changed it: a conflict already
    places.push({ steps, path: pathOf(steps), kind: "noUnion", ...at });
  };
  visit({ base, ours, theirs }, [], Scenario);
  return places;
}

function valueUnder(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/**
 * The merge with conflicts at the places that keep its union from holding: of each side the fewest that can be found one
 * by one, so that either side alone is one choice away.
 */
export function withClash(
  documents: Documents,
  merge: Merge,
  holds: (document: JsonObject) => boolean,
): Merge {
  const clash = (["ours", "theirs"] as const).flatMap((side) => {
    const other = side === "ours" ? "theirs" : "ours";
    const without = (some: readonly Conflict[]): boolean =>
      holds(resolved({ merged: merge.merged, conflicts: [...some] }, () => other));
    return fewest(placesOf(documents, side), without);
  });
  const conflicts = clash.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return { ...merge, conflicts: [...merge.conflicts, ...conflicts] };
}

function fewest(
  places: readonly Conflict[],
  without: (some: readonly Conflict[]) => boolean,
): readonly Conflict[] {
  const one = places.find((place) => without([place]));
  if (one) return [one];
  let some = places;
  for (const place of places) {
    const fewer = some.filter((kept) => kept !== place);
    if (fewer.length > 0 && without(fewer)) some = fewer;
  }
  return some;
}
