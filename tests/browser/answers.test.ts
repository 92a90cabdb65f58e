/** Answers to the assessment: undone one by one, and given in two tabs at once. */
import { beforeEach, expect, test } from "vitest";
import { assessmentStatements } from "#models";
import { Answers } from "../../web/src/pages/alignment/answers.svelte.ts";
import { Draft } from "../../web/src/state/draft.svelte.ts";
import { scenarioFile } from "./scenarioFiles.ts";

beforeEach(() => localStorage.clear());

const ids = assessmentStatements.map(({ id }) => id);
const last = ids.at(-1)!;

function begun() {
  const draft = new Draft(scenarioFile("status-quo"));
  const answers = new Answers(draft);
  for (const side of ["sales", "marketing"] as const)
    for (const id of ids) answers.answer(side, id, 3);
  return { draft, answers };
}

test("undoing the last of forty answers takes back that one, and another edit keeps the others", () => {
  const { draft, answers } = begun();
  expect(answers.open).toEqual({ sales: 0, marketing: 0 });
  draft.undo();
  expect(answers.open).toEqual({ sales: 0, marketing: 1 });
  expect(answers.given.marketing[last]).toBeUndefined();
  draft.set(["alignment", "floor"], 0.2);
  expect(answers.open).toEqual({ sales: 0, marketing: 1 });
  answers.answer("marketing", last, 4);
  expect(answers.whole?.marketing[last]).toBe(4);
});

test("taken out on purpose, the answers go with it", () => {
  const { answers } = begun();
  answers.takeOut();
  expect(answers.open).toEqual({ sales: 20, marketing: 20 });
});

test("two tabs add to each other's answers", () => {
  const here = new Answers(new Draft(scenarioFile("status-quo")));
  const there = new Answers(new Draft(scenarioFile("status-quo")));
  here.answer("sales", ids[0]!, 1);
  there.answer("marketing", ids[0]!, 2);
  here.answer("sales", ids[1]!, 3);
  expect(new Answers(new Draft(scenarioFile("status-quo"))).given).toEqual({
    sales: { [ids[0]!]: 1, [ids[1]!]: 3 },
    marketing: { [ids[0]!]: 2 },
  });
  const stop = there.listen();
  dispatchEvent(new StorageEvent("storage", { key: "tandem.assessment.status-quo" }));
  stop();
  expect(there.open).toEqual({ sales: 18, marketing: 19 });
});
