/** What the Alignment page says in words. */
import { describe, expect, test } from "vitest";
import type { PracticeNet } from "#models";
import {
  adoptionWords,
  openWords,
  pathClaim,
  practicesClaim,
  restsOn,
  signWords,
  sumOf,
} from "../../../web/src/pages/alignment/words.ts";

function netting(mean: number, low: number, high: number): PracticeNet {
  return {
    cost: -2_000_000,
    effect: { mean: mean + 2_000_000, low: 0, high: 0 },
    net: { mean, low, high },
  };
}

describe("in words", () => {
  test("hours come first and for certain, and outweigh the gain only where the band says so", () => {
    const taken = { hours: 26_400, cash: 290_000 };
    // 2.00m in all, 0.29m of it in cash.
    expect(practicesClaim(netting(-1e6, -2e6, -1), 8, "USD", taken)).toBe(
      "Eight practices take 26,400 hours and $0.29m in cash a year for certain, lost work the model values at $1.71m, and are expected to bring +$1.00m: the hours outweigh the gain",
    );
    const one = { hours: 9600, cash: 0, timeCost: "money" as const };
    expect(practicesClaim(netting(-1e6, -2e6, 1), 1, "USD", one)).toBe(
      "One practice takes 9,600 hours a year for certain, hours charged at $2.00m, and is expected to bring +$1.00m: at the middle the hours outweigh the gain, and that is not certain",
    );
    expect(practicesClaim(undefined, 0, "USD", one)).toBe("No practice is in place");
    expect(signWords({ mean: 1, low: -1, high: 2 })).toBe("the band includes zero");
    expect(signWords({ mean: 1, low: 0, high: 2 })).toBe("the band begins at zero");
  });

  test("missing answers are counted by function", () => {
    expect(openWords({ sales: 3, marketing: 0 })).toContain(
      "3 of 40 answers are missing: 3 by Sales.",
    );
    expect(openWords({ sales: 0, marketing: 0 })).toBe("");
    expect(sumOf({ a: 4, b: 5 }, ["a", "b"])).toBe(9);
    expect(sumOf({ a: 4 }, ["a", "b"])).toBeUndefined();
  });

  test("a path that stays is said to stay", () => {
    expect(pathClaim([0.4, 0.4])).toBe("Alignment stays at 0.40");
    expect(pathClaim([0.4, 0.43, 0.46])).toBe("Alignment rises from 0.40 to 0.46 over 3 quarters");
    expect(pathClaim([0.4, 0.4012])).toBe("Alignment rises from 0.4000 to 0.4012 over 2 quarters");
  });

  test("a practice that grows or fades is not said to be in full", () => {
    expect(adoptionWords({})).toBe("in full");
    expect(adoptionWords({ rampMonths: 9, halfLifeMonths: 4.5 })).toBe(
      "in full after 9 months, half of it gone in 4.5 months",
    );
    expect(adoptionWords({ adoption: 0.5, rampMonths: 1 })).toBe(
      "50% in place, in full after 1 month",
    );
  });

  test("a practice says what it rests on, and how it is thought to grow and fade", () => {
    expect(restsOn("feedback", {})).toBe(
      "Acts on the quality of leads. Meta-analysis: one in three harms; one randomised trial. Suggested, not applied: full effect after 3 months, half of it gone in 4.5 months.",
    );
    expect(restsOn("teamGoals", {})).toContain("full effect at once, no fading.");
    expect(restsOn("feedback", { rampMonths: 1 })).toContain("Suggested: full effect");
    expect(restsOn("ours", { path: "care", effect: 0.1 })).not.toContain("Suggested");
  });
});
