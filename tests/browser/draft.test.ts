import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { type JsonValue, scenarioOf } from "#models";
import { Draft, type Edit } from "../../web/src/state/draft.svelte.ts";
import { keptDraft } from "../../web/src/state/draftStorage.ts";
import { loaded, scenarioFile } from "./scenarioFiles.ts";

beforeEach(() => localStorage.clear());

const child = "shared-pipeline";
const root = "status-quo";
const curve: JsonValue = {
  points: [
    [0.5, 0],
    [1, 1],
    [1.4, 1.6],
  ],
  beyond: 0.5,
};
const share = fc.integer({ min: 0, max: 100 }).map((hundredths) => hundredths / 100);
const weight = ["plans", "aeMid", "components", "bookings", "weight"];

/** Edits a person can make on either scenario, some of them twice at the same place. */
const edit: fc.Arbitrary<Edit> = fc.oneof(
  share.map((value): Edit => [weight, value]),
  share.map((value): Edit => [["alignment", "level"], value]),
  share.map((value): Edit => [["roles", "sdr", "targetVariable"], 20_000 + 10_000 * value]),
  share.map((value): Edit => [
    ["plans", "accountManager", "components", "renewals", "target"],
    `= ${0.5 + value} * statusQuo`,
  ]),
  fc.constant<Edit>([["plans", "aeEnterprise", "components", "bookings", "curve"], curve]),
  fc.constant<Edit>([["plans", "accountManager", "components", "renewals"], undefined]),
  fc.constant<Edit>([["alignment", "practices", "teamGoals"], { adoption: 1 }]),
  fc.constant<Edit>([["alignment", "practices", "teamGoals"], undefined]),
);
const edits = fc.array(edit, { minLength: 1, maxLength: 6 });

function law(property: fc.IProperty<[readonly Edit[]] | [Edit[]]>) {
  fc.assert(property, { numRuns: 25 });
}

function made(id: string, list: readonly Edit[]): Draft {
  localStorage.clear();
  const draft = new Draft(scenarioFile(id));
  for (const one of list) draft.change([one]);
  return draft;
}

describe.each([child, root])("a draft of %s", (id) => {
  test("undone to its beginning says nothing and is the file again", () => {
    law(
      fc.property(edits, (list) => {
        const draft = made(id, list);
        while (draft.canUndo) draft.undo();
        expect(draft.patch).toEqual({});
        expect(draft.scenario).toEqual(scenarioOf(loaded(id)));
        expect(keptDraft(id)).toBeUndefined();
      }),
    );
  });

  test("redone after being undone is what it was", () => {
    law(
      fc.property(edits, (list) => {
        const draft = made(id, list);
        const { patch, scenario } = draft;
        while (draft.canUndo) draft.undo();
        while (draft.canRedo) draft.redo();
        expect(draft.patch).toEqual(patch);
        expect(draft.scenario).toEqual(scenario);
      }),
    );
  });

  test("is there again when the page is opened anew", () => {
    law(
      fc.property(edits, (list) => {
        const { scenario } = made(id, list);
        expect(new Draft(scenarioFile(id)).scenario).toEqual(scenario);
      }),
    );
  });

  test("downloaded and put into the folder reads as the same scenario", () => {
    law(
      fc.property(edits, (list) => {
        const draft = made(id, list);
        const { filename, text } = draft.download();
        const name = filename.replace(/\.json$/, "");
        const {
          name: _,
          extends: __,
          $schema: ___,
          ...read
        } = scenarioOf(loaded(name, { [name]: text }));
        expect(draft.scenario).toMatchObject(read);
        const { name: _1, extends: _2, $schema: _3, ...here } = draft.scenario;
        expect(read).toEqual(here);
      }),
    );
  });
});

test("a value put back to what the file says is no edit", () => {
  const draft = made(child, [[weight, 0.5]]);
  expect(draft.edits).toHaveLength(1);
  draft.set(weight, 0.9);
  expect(draft.edited).toBe(false);
  expect(draft.patch).toEqual({});
});

test("the moves of one drag are one step to undo, those of the next are another", () => {
  const draft = new Draft(scenarioFile(child));
  const [first, second] = [{}, {}];
  for (const value of [0.89, 0.88, 0.87]) draft.set(weight, value, first);
  for (const value of [0.86, 0.85]) draft.set(weight, value, second);
  draft.undo();
  expect(draft.patch).toMatchObject({
    plans: { aeMid: { components: { bookings: { weight: 0.87 } } } },
  });
  draft.undo();
  expect(draft.patch).toEqual({});
  expect(draft.canUndo).toBe(false);
});

test("an edit that would not load is refused with its place, and changes nothing", () => {
  const draft = new Draft(scenarioFile(child));
  const problems = draft.set(weight, "half");
  expect(problems.map(({ path }) => path)).toContain(weight.join("."));
  expect(draft.patch).toEqual({});
  expect(draft.canUndo).toBe(false);
});

test("reverting goes back to the file first, then to the parent", () => {
  const draft = made(child, [[weight, 0.5]]);
  draft.revert(weight);
  expect(draft.scenario.plans["aeMid"]?.components["bookings"]?.weight).toBe(0.9);
  draft.revert(weight);
  expect(draft.scenario.plans["aeMid"]?.components["bookings"]?.weight).toBe(1);
});

test("a component that the file takes out can be brought back, and the downloaded child brings it back", () => {
  const draft = new Draft(scenarioFile(child));
  const mqls = draft.parent.plans["marketing"]!.components["mqls"] as unknown as JsonValue;
  draft.set(["plans", "marketing", "components", "mqls"], mqls);
  const written = JSON.parse(draft.download().text) as typeof draft.scenario;
  expect(written).toMatchObject({ extends: `${child}.json` });
  expect(written.plans["marketing"]?.components["mqls"]).toEqual(mqls);
});

test("a draft is downloaded as a child of what it edits, with the edits alone", () => {
  const draft = made(root, [[["alignment", "level"], 0.6]]);
  const { filename, text } = draft.download();
  expect(filename).toBe("status-quo-edited.json");
  expect(JSON.parse(text)).toEqual({
    format: 1,
    name: "Status quo (edited)",
    extends: "status-quo.json",
    alignment: { level: 0.6 },
  });
});

test("a draft made on another version of the file waits to be kept or discarded", () => {
  made(child, [[weight, 0.5]]);
  const later = new Draft(scenarioFile(child, "second"));
  expect(later.edited).toBe(false);
  expect(later.offered?.patch).toMatchObject({ plans: { aeMid: {} } });

  later.keepOffered();
  expect(later.offered).toBeUndefined();
  expect(later.edits).toHaveLength(1);
  expect(keptDraft(child)?.etag).toBe("second");
});

test("a draft made on another version of the file can be discarded", () => {
  made(child, [[weight, 0.5]]);
  const later = new Draft(scenarioFile(child, "second"));
  later.discardOffered();
  expect(later.offered).toBeUndefined();
  expect(keptDraft(child)).toBeUndefined();
});

test("what is kept and is no draft counts as none", () => {
  localStorage.setItem(`tandem.draft.${child}`, '{"etag":"first","patch":[1]}');
  expect(new Draft(scenarioFile(child)).edited).toBe(false);
});
