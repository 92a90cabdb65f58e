/** Which deals would move, in the words of the Compare page. */
import { expect, test } from "vitest";
import { timingWords } from "../../web/src/pages/compare/timing.ts";
import type { View } from "../../web/src/pages/compare/view.ts";

const early = { pulledForward: 30, heldBack: 10.4, discount: 0.1, lost: 300_000 };
const late = { pulledForward: 0, heldBack: 2, discount: 0, lost: 0 };

function resultOf(discounts: number, games: object | null) {
  return {
    scenario: { roles: { rep: { plural: "Reps" }, am: { plural: "Account managers" } } },
    expected: { timing: games, steadyState: { totals: { discounts } } },
  };
}

/** A scenario with these games by role, beside a baseline with these discounts or no timing games. */
function view(timing: object | null, baseline: number | null): View {
  return {
    currency: "USD",
    baseline: { result: resultOf(baseline ?? 0, baseline === null ? null : {}) },
    focus: { result: resultOf(300_000, timing) },
  } as unknown as View;
}

test("by role, most money first, and what they come to against the baseline", () => {
  const words = timingWords(view({ am: late, rep: early }, 200_000))!;
  expect(words.rows.map(({ role }) => role)).toEqual(["Reps", "Account managers"]);
  expect(words.sum).toBe(
    "30 deals a year would close early and 12 late. $0.30m of price is given away a year; +$0.10m against the baseline.",
  );
  expect(timingWords(view({ rep: early }, 299_999))!.sum).toContain("about as much as at");
});

test("a baseline without timing games is said, and roles that move nothing are left out", () => {
  const still = { pulledForward: 0.2, heldBack: 0.2, discount: 0.1, lost: 5 };
  expect(timingWords(view({ rep: early, am: still }, null))).toMatchObject({
    rows: [{ role: "Reps" }],
    sum: "30 deals a year would close early and 10 late. $0.30m of price is given away a year; the baseline states no timing games, so all of it counts in the difference.",
  });
  expect(timingWords(view({ rep: still }, null))!.sum).toBe("Nobody gains by moving a deal.");
  expect(timingWords(view(null, null))).toBeUndefined();
});
