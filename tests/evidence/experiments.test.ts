/** Published experiments: recorded verdicts hold, verdicts are judged by rule, and docs/evidence.md says what the data say. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { experimentRecords, topics, type TopicId } from "#models";
import { topicMarkdown } from "./document.ts";
import { experimentMarkdown, experiments, verdictOn, verdicts } from "./experiments.ts";

const document = readFileSync(new URL("../../docs/evidence.md", import.meta.url), "utf8");
const folder = new URL("../../scenarios/evidence/", import.meta.url);

test("every recorded verdict holds, and the document has the table", () => {
  const all = verdicts();
  expect(all.map(({ verdict }) => verdict)).toEqual(all.map(({ recorded }) => recorded));
  expect(document).toContain(experimentMarkdown(all));
}, 240_000);

test("the record has every experiment once, and its one word is what its verdict says", () => {
  expect(experimentRecords.map(({ other }) => other)).toEqual(
    experiments.map(({ other }) => other),
  );
  const word = { agrees: /^(agrees|direction agrees:)/, wrongSize: /too (small|large)/ };
  const words = {
    ...word,
    cannotTell: /^cannot tell/,
    wrongDirection: /^(wrong direction|direction missed)/,
  };
  for (const { agreement, verdict } of experimentRecords) expect(verdict).toMatch(words[agreement]);
});

test("the document has every topic with its studies", () => {
  for (const id of Object.keys(topics) as TopicId[]) expect(document).toContain(topicMarkdown(id));
});

test("every scenario of the folder is in an experiment, and says what is observed or assumed", () => {
  const ids = readdirSync(folder).map((name) => name.replace(/\.json$/, ""));
  const used = new Set(experiments.flatMap(({ base, other }) => [base, other]));
  expect(ids.toSorted()).toEqual([...used].toSorted());
  for (const id of ids) {
    const { notes } = JSON.parse(readFileSync(new URL(`${id}.json`, folder), "utf8")) as {
      notes: string;
    };
    expect(notes).toMatch(/[Oo]bserved|Found by|[Aa]ssumed/);
  }
});

const outcomes = (sales: number, quality = 0) => ({ sales, quantity: 0, quality, unrewarded: 0 });

test.each([
  [0.035, 0.03, "agrees within 0.5 points"],
  [0.12, 0.09, "agrees within 3.0 points"],
  [0.05, 0.03, "direction agrees, too large by a factor of 1.7; its range holds it"],
  [
    0.015,
    0.09,
    "direction agrees, too small (17% of what was observed); its range does not hold it",
  ],
  [-0.05, 0.03, "wrong direction; its range holds it"],
  [0.005, 0.07, "too small: next to nothing; its range does not hold it"],
])("%f where %f was observed: %s", (predicted, change, verdict) => {
  expect(verdictOn(outcomes(predicted), { low: 0, high: 0.06 }, { change })).toBe(verdict);
});

test("nothing found, and directions alone", () => {
  const range = { low: 0.02, high: 0.06 };
  expect(verdictOn(outcomes(0.009), range, "none")).toMatch(/^agrees/);
  expect(verdictOn(outcomes(0.03), range, "none")).toBe(
    "too large: +3.0% where none was found; its range does not reach it",
  );
  const observed = { sales: "up", quality: "down" } as const;
  expect(verdictOn(outcomes(0.02, -0.1), range, observed)).toBe(
    "direction agrees: sales up, quality down",
  );
  expect(verdictOn(outcomes(0.02, 0.1), range, observed)).toBe("direction missed: quality +10.0%");
});
