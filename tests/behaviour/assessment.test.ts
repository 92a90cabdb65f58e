/** The assessment: its bands at every edge, the lower score, the gap, and what the level does to a scenario. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type JsonObject } from "#models";
import {
  areas,
  assess,
  Assessment,
  assessmentStatements,
  levelOf,
  scoreOf,
  stageOf,
} from "../../models/behaviour/assessment.ts";
import { chain, headOf, patched, solo } from "../support/scenarios.ts";

function answers(score: (i: number) => number): Record<string, number> {
  return Object.fromEntries(assessmentStatements.map(({ id }, i) => [id, score(i)]));
}

test("there are twenty statements, four to an area, each said once", () => {
  expect(assessmentStatements).toHaveLength(20);
  expect(new Set(assessmentStatements.map(({ id }) => id)).size).toBe(20);
  expect(new Set(assessmentStatements.map(({ says }) => says)).size).toBe(20);
  for (const area of areas)
    expect(assessmentStatements.filter(({ about }) => about === area)).toHaveLength(4);
});

// Kotler, Rackham and Krishnaswamy: 20–39, 40–59, 60–79, 80–100.
test.each([
  [20, "undefined"],
  [39, "undefined"],
  [40, "defined"],
  [59, "defined"],
  [60, "aligned"],
  [79, "aligned"],
  [80, "integrated"],
  [100, "integrated"],
] as const)("a score of %i is the stage %s", (score, stage) => {
  expect(stageOf(score).stage).toBe(stage);
});

// 20 answers of 3 are 60, A = 40/80; 20 of 4 with four of 2 less are 80 − 8 = 72.
test("the lower score counts, the gap is shown, and the widest disagreement comes first", () => {
  const result = assess({
    sales: answers((i) => (i < 4 ? 2 : 4)),
    marketing: answers((i) => (i === 0 ? 5 : i === 1 ? 1 : 3)),
  });
  expect(result).toMatchObject({
    sales: 72,
    marketing: 60,
    score: 60,
    gap: 12,
    stage: "aligned",
    level: 0.5,
  });
  expect(result.disagreements).toHaveLength(1);
  expect(result.disagreements[0]).toMatchObject({
    id: assessmentStatements[0]!.id,
    sales: 2,
    marketing: 5,
  });
  expect(result.areas[0]).toEqual({ area: areas[0], sales: 2, marketing: (5 + 1 + 3 + 3) / 4 });
});

test("the level is 0 where nothing holds, 1 where everything does, and no better than the lower side", () => {
  expect(assess({ sales: answers(() => 1), marketing: answers(() => 1) }).level).toBe(0);
  expect(assess({ sales: answers(() => 5), marketing: answers(() => 5) }).level).toBe(1);
  const law = fc.property(
    fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 40, maxLength: 40 }),
    (list) => {
      const given = { sales: answers((i) => list[i]!), marketing: answers((i) => list[20 + i]!) };
      const { level, score, sales, marketing } = assess(given);
      expect(level).toBe(levelOf(Math.min(sales, marketing)));
      expect(scoreOf(level)).toBeCloseTo(score, 10);
      expect(assess({ sales: given.marketing, marketing: given.sales }).level).toBe(level);
    },
  );
  fc.assert(law);
});

describe("answers as written", () => {
  test.each([0, 6, 2.5])("an answer of %d is refused", (answer) => {
    const given = { sales: answers(() => 3), marketing: answers((i) => (i === 7 ? answer : 3)) };
    expect(Assessment.safeParse(given).success).toBe(false);
  });

  test("a statement left out, or one that is not of the twenty, is refused", () => {
    const { leaderBacks: _, ...nineteen } = answers(() => 3);
    expect(Assessment.safeParse({ sales: nineteen, marketing: answers(() => 3) }).success).toBe(
      false,
    );
    const more = { ...answers(() => 3), humour: 5 };
    expect(Assessment.safeParse({ sales: more, marketing: answers(() => 3) }).success).toBe(false);
  });
});

test("an assessment sets a scenario's level as if it were written", () => {
  const assessment = { sales: answers(() => 4), marketing: answers(() => 3) };
  // Peer pressure, which grows with alignment, is felt of the joint measure and not of one's own.
  const team: JsonObject = {
    behaviour: { psi0: 0.05, psi1: 0.2 },
    roles: { seller: { headcount: 4 } },
  };
  const changed = { plans: { seller: { components: { bookings: { scope: "joint" } } } } };
  const efforts = (alignment: JsonObject) =>
    headOf(
      chain(patched(solo, { ...team, alignment })),
      chain(patched(solo, { ...team, alignment }), changed),
    ).scenarios[1]!.expected.efforts;
  expect(efforts({ assessment })).toEqual(efforts({ level: 0.5 }));
  expect(efforts({ assessment })).not.toEqual(efforts({ level: 0.4 }));
});

test("a level beside an assessment is refused", () => {
  const assessment = { sales: answers(() => 4), marketing: answers(() => 3) };
  expect(() => headOf(chain(patched(solo, { alignment: { assessment, level: 0.4 } })))).toThrow(
    /level and an assessment/,
  );
});
