/** Sentences for the levers of an attribution, its figures given by hand. */
import { describe, expect, test } from "vitest";
import { type Attribution, type JsonObject, leverWords, type Scenario, scenarioOf } from "#models";
import { leversBetween } from "../../models/analysis/levers.ts";
import { chain, patched, shipped, solo } from "../support/scenarios.ts";

type Figures = Record<string, number>;

/** Words of the first lever between two scenarios that makes these figures, of a base of 100 each. */
function wordsOf(before: Scenario, after: Scenario, made: Figures, figure = "bookings") {
  const parts = Object.fromEntries(
    Object.entries(made).map(([key, value]) => [
      key,
      { value, mechanical: 0, response: value, standardError: 0 },
    ]),
  );
  const [first] = leversBetween(before, after);
  const lever = { ...first!, paths: first!.paths.map((path) => path.join(".")), parts };
  const baseline = Object.fromEntries(Object.keys(made).map((key) => [key, 100]));
  const attribution: Attribution = {
    base: "a",
    other: "b",
    orders: 0,
    whole: parts,
    baseline,
    levers: [lever],
  };
  return leverWords(attribution, lever, figure, { before, after });
}

describe("the shipped shared target", () => {
  const [before, after] = ["status-quo", "shared-pipeline"].map((id) => scenarioOf(shipped(id)));

  test("is told by what moves, what that is worth and what leads do", () => {
    const { says } = wordsOf(before!, after!, {
      bookings: 2.9,
      leads: -4,
      leadQuality: 3,
      winRate: 0.1,
    });
    expect(says).toBe(
      "Moving all of marketing's bonus from MQLs to marketing's pipeline and joint bookings is worth +2.9 points of bookings: fewer leads, better ones",
    );
  });

  test("says that a figure hardly moves, and nothing of a funnel that stands still", () => {
    const { says, through } = wordsOf(
      before!,
      after!,
      { pay: 0.04, leads: 0.4, winRate: -0.2 },
      "pay",
    );
    expect(through).toBe("");
    expect(says.endsWith(" hardly moves total pay")).toBe(true);
  });
});

describe("other changes", () => {
  const root = patched(solo, { roles: { seller: { title: "Seller", plural: "Sellers" } } });
  const between = (patch: JsonObject) => [scenarioOf(chain(root)), scenarioOf(chain(root, patch))];

  test("a number is told from what to what", () => {
    const [before, after] = between({ roles: { seller: { targetVariable: 9000 } } });
    expect(wordsOf(before!, after!, { bookings: -1, winRate: -2 }).says).toBe(
      "Changing target variable pay of Seller from 6,000 USD to 9,000 USD is worth −1.0 point of bookings: a lower win rate",
    );
  });

  test("a practice is told as one", () => {
    const [before, after] = between({ alignment: { practices: { feedback: { adoption: 0.5 } } } });
    expect(wordsOf(before!, after!, { "pay.seller": 1.5 }, "pay.seller").says).toBe(
      "Adding the practice “feedback” (50% adopted) moves the pay of sellers by +1.5 points",
    );
  });
});
