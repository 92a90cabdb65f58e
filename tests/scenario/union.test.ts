/** Two edits that fit line by line and not in meaning. */
import { expect, test } from "vitest";
import { type JsonObject, mergeThree, resolved } from "#models";
import { placesOf, withClash } from "../../models/scenario/union.ts";

const base: JsonObject = {
  name: "Base",
  parameters: { stretch: 1.1, spare: 2 },
  roles: { ae: { headcount: 10 }, sdr: { headcount: 5 } },
};
/** Takes out a parameter, and edits a role. */
const ours: JsonObject = {
  name: "Base",
  parameters: { spare: 2 },
  roles: { ae: { headcount: 12 }, sdr: { headcount: 5 } },
};
/** Uses that parameter, and edits the other role. */
const theirs: JsonObject = {
  name: "= stretch",
  parameters: { stretch: 1.1, spare: 2 },
  roles: { ae: { headcount: 10 }, sdr: { headcount: 6 } },
};
const holds = (document: JsonObject): boolean =>
  document.name !== "= stretch" || (document.parameters as JsonObject).stretch !== undefined;

test("the places of a side are what it alone changed, as small as they can be told", () => {
  const documents = { base, ours, theirs };
  expect(placesOf(documents, "ours").map(({ path }) => path)).toEqual([
    "parameters.stretch",
    "roles.ae.headcount",
  ]);
  expect(placesOf(documents, "theirs").map(({ path }) => path)).toEqual([
    "name",
    "roles.sdr.headcount",
  ]);
});

test("the two places that rule each other out are the conflict, and no others", () => {
  const merge = withClash({ base, ours, theirs }, mergeThree(base, ours, theirs), holds);
  expect(merge.conflicts.map(({ path, kind }) => [path, kind])).toEqual([
    ["name", "noUnion"],
    ["parameters.stretch", "noUnion"],
  ]);
  for (const side of ["ours", "theirs"] as const) {
    const chosen = resolved(merge, () => side);
    expect(holds(chosen)).toBe(true);
    expect(chosen.roles).toEqual({ ae: { headcount: 12 }, sdr: { headcount: 6 } });
  }
});

test("swapping the sides swaps the labels", () => {
  const one = withClash({ base, ours, theirs }, mergeThree(base, ours, theirs), holds);
  const other = withClash(
    { base, ours: theirs, theirs: ours },
    mergeThree(base, theirs, ours),
    holds,
  );
  expect(other.conflicts.map((c) => ({ ...c, ours: c.theirs, theirs: c.ours }))).toEqual(
    one.conflicts,
  );
});
