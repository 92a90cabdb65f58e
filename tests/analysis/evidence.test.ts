/** Evidence beside comparisons: which studies bear on which change, where a result lies, and that the data are sound. */
import { describe, expect, test } from "vitest";
import {
  cautionWords,
  citation,
  comparisonOf,
  createTally,
  type Evidence,
  evidenceClaim,
  grades,
  type JsonObject,
  prepareJob,
  publishedRange,
  sizeWords,
  studies,
  studyOf,
  testedWords,
  type TopicId,
  topics,
} from "#models";
import { evidenceFor } from "../../models/analysis/evidence/panel.ts";
import { outsideEvidence } from "../../models/analysis/findings/evidence.ts";
import { chain, headOf, pair, patched, shipped } from "../support/scenarios.ts";

function topicsOf(root: JsonObject, ...patches: JsonObject[]): TopicId[] {
  const head = headOf(chain(root), chain(root, ...patches));
  return head.changed[1]!.map(({ topic }) => topic);
}

/** Topics of a shipped plan beside the status quo. */
function shippedTopics(id: string): TopicId[] {
  const scenarios = [shipped("status-quo"), shipped(id)];
  return prepareJob({ scenarios }, { preview: true }).head.changed[1]!.map(({ topic }) => topic);
}

/** A side of a comparison of which only bookings count. */
function side(value: number): Parameters<typeof evidenceFor>[1] {
  return {
    expected: {
      steadyState: {
        totals: { bookings: value, discounts: 0 },
        funnel: { leadQuality: 1 },
      },
    },
  } as unknown as Parameters<typeof evidenceFor>[1];
}

/** The seller's plan with another curve. */
function curve(form: JsonObject): JsonObject {
  return { plans: { seller: { components: { bookings: { curve: form } } } } };
}

function practices(...ids: string[]): JsonObject {
  return {
    alignment: { practices: Object.fromEntries(ids.map((id) => [id, { adoption: 1 }])) },
  };
}

/** Bookings of 100 before, and what they are after, with all else as it was. */
function judged(changed: TopicId[], bookings: number): Evidence {
  return evidenceFor(
    changed.map((topic) => ({ topic, roles: [] })),
    side(100),
    side(bookings),
  );
}

describe("what changed", () => {
  const joint = {
    measure: "bookings",
    scope: "joint",
    period: "year",
    target: "= statusQuo",
  } as const;

  test("nothing, where nothing did", () => {
    expect(topicsOf(pair, {})).toEqual([]);
    expect(topicsOf(pair, { question: "What else?" })).toEqual([]);
  });

  test("a joint bonus on top is a team bonus; own pay that goes for it is shared pay in its place", () => {
    const bonus = { plans: { seller: { components: { joint: { ...joint, targetPay: 2000 } } } } };
    expect(topicsOf(pair, bonus)).toEqual(["teamBonus"]);
    const moved = (weight: number) => ({
      plans: {
        seller: {
          components: { bookings: { weight: 1 - weight }, joint: { ...joint, weight } },
        },
      },
    });
    expect(topicsOf(pair, moved(0.1))).toEqual(["teamBonus"]);
    expect(topicsOf(pair, moved(0.5))).toEqual(["groupPay"]);
  });

  test("a pool that pays nothing at target is a joint bonus all the same", () => {
    expect(
      topicsOf(pair, {
        pools: {
          extra: {
            measure: "bookings",
            scope: "joint",
            period: "year",
            funding: { shareOfExcess: 0.05, over: "= 1.2 * statusQuo" },
            members: ["seller", "marketer"],
            by: "equal",
          },
        },
      }),
    ).toEqual(["teamBonus"]);
  });

  test("a cap, a threshold and a ratchet that go are told from a bonus, and from what comes", () => {
    const capped = patched(pair, curve({ kind: "threshold", threshold: 0, cap: 1.5 }));
    const plain = curve({ kind: "flat" });
    expect(topicsOf(capped, plain)).toEqual(["capAndQuota"]);
    expect(
      topicsOf(patched(pair, plain), curve({ kind: "threshold", threshold: 0, cap: 1.5 })),
    ).toEqual(["capAdded"]);
    expect(topicsOf(patched(pair, curve({ kind: "threshold", threshold: 0.5 })), plain)).toEqual([
      "capAndQuota",
    ]);
    const ratchet = { plans: { seller: { components: { bookings: { ratchet: 0.5 } } } } };
    const none = { plans: { seller: { components: { bookings: { ratchet: null } } } } };
    expect(topicsOf(patched(pair, ratchet), none)).toEqual(["capAndQuota"]);
    expect(topicsOf(pair, ratchet)).toEqual(["capAdded"]);
  });

  test("timing games in one of both bear on the timing of deals", () => {
    const timing = { behaviour: { timing: { preset: "larkin" } } };
    expect(topicsOf(pair, timing)).toEqual(["accelerators"]);
    expect(topicsOf(patched(pair, timing), {})).toEqual([]);
  });

  test("steeper pay above target, and a jump", () => {
    const flat = patched(pair, curve({ kind: "flat" }));
    expect(
      topicsOf(
        flat,
        curve({
          points: [
            [0, 0],
            [1, 1],
          ],
          beyond: 3,
        }),
      ),
    ).toEqual(["accelerators"]);
    expect(
      topicsOf(
        flat,
        curve({
          points: [
            [0, 0],
            [1, 1],
            [1, 1.3],
            [2, 2.3],
          ],
          beyond: 1,
        }),
      ),
    ).toEqual(["lumpBonus"]);
  });

  test("practices are told from feedback, the level of alignment from both", () => {
    expect(topicsOf(pair, practices("jointMeeting", "jobRotation"))).toEqual(["practices"]);
    expect(topicsOf(pair, practices("feedback"))).toEqual(["feedback"]);
    expect(topicsOf(pair, { alignment: { level: 0.8 } })).toEqual(["alignment"]);
  });

  test("a stated sum that gross margin is part of is profit, as the engine has it", () => {
    const profit = {
      measures: { kept: { kind: "sum", title: "Kept", of: { grossMargin: 1, renewals: -1 } } },
      plans: { seller: { components: { kept: { ...joint, measure: "kept", targetPay: 2000 } } } },
    };
    expect(topicsOf(pair, profit)).toEqual(["profitBonus"]);
  });

  test("the shipped plans", () => {
    expect(shippedTopics("joint-bonus-pool")).toEqual(["teamBonus"]);
    expect(shippedTopics("shared-pipeline")).toEqual(["teamBonus", "volumeToQuality"]);
    expect(shippedTopics("sales-half-pooled")).toEqual(["groupPay"]);
    expect(shippedTopics("mql-bonus-tripled")).toEqual(["quantityPay"]);
    expect(shippedTopics("all-eight-practices")).toEqual(["feedback", "practices"]);
    expect(shippedTopics("status-quo")).toEqual([]);
  }, 120_000);
});

describe("where a result lies", () => {
  test("a joint bonus is held against 0 to +6%, dropped caps and quotas against +9% at most", () => {
    expect(publishedRange("teamBonus")).toEqual({ low: 0, high: 0.06 });
    expect(publishedRange("capAndQuota")).toEqual({ low: 0.08, high: 0.09 });
    expect(judged(["teamBonus"], 106.4).outside).toBe("no");
    expect(judged(["teamBonus"], 106.6).outside).toBe("above");
    expect(judged(["teamBonus"], 99.4).outside).toBe("below");
    expect(judged(["capAndQuota"], 108).outside).toBe("no");
    expect(judged(["capAndQuota"], 102).outside).toBe("no");
    expect(judged(["capAndQuota"], 110).outside).toBe("above");
  });

  test("ranges of several changes add up: 6 and 9 points are 15", () => {
    expect(judged(["teamBonus", "capAndQuota"], 115).outside).toBe("no");
    expect(judged(["teamBonus", "capAndQuota"], 116).outside).toBe("above");
  });

  test("a channel nobody measured cannot take a gain inside, nor put a loss outside", () => {
    expect(judged(["teamBonus", "volumeToQuality"], 108).outside).toBe("above");
    expect(judged(["teamBonus", "practices"], 96).outside).toBe("unknown");
    expect(judged(["practices"], 90).outside).toBe("unknown");
    expect(judged(["teamBonus", "practices"], 103).outside).toBe("unknown");
    expect(judged(["capAdded"], 91).outside).toBe("unknown");
    expect(judged([], 150).outside).toBe("unknown");
  });

  test("outside is a warning that says what was found and what has no size; inside is none", () => {
    const [found] = outsideEvidence(judged(["teamBonus", "volumeToQuality"], 108));
    expect(found).toMatchObject({ id: "outside-evidence", severity: "warning" });
    expect(found!.message).toContain("0 to +6%");
    expect(found!.message).toContain("+8%");
    expect(found!.message).toContain("marketing moves from volume to quality");
    expect(outsideEvidence(judged(["teamBonus"], 103))).toEqual([]);
    expect(outsideEvidence(judged(["profitBonus"], 103))[0]!.message).toContain("no effect");
  });

  test("it is part of a comparison, with the studies and what is assumed", () => {
    const pool = shipped("shared-pipeline");
    const { expected } = comparisonOf(
      createTally(prepareJob({ scenarios: [shipped("status-quo"), pool] }).head),
    );
    const { topics: told, bookings } = expected[0]!.evidence;
    expect(told[0]!.studies).toContain("friebel-2017");
    expect(told[1]!.unknown.join(" ")).toContain("No field study");
    const { runRate } = expected[0]!.totals["bookings"]!;
    expect(Math.sign(bookings)).toBe(Math.sign(runRate));
  }, 60_000);

  test("claims say it in a sentence", () => {
    const claim = (topic: TopicId | undefined, bookings: number, response = true) =>
      evidenceClaim(judged(topic ? [topic] : [], bookings), response);
    const at = "at full effect and the middle assumptions";
    expect(claim("teamBonus", 108)).toBe(
      `Outside anything found: bookings +8% ${at}, where studies found 0 to +6%`,
    );
    expect(claim("teamBonus", 103)).toBe(
      `Inside what studies found: bookings +3% ${at}, in studies 0 to +6%`,
    );
    expect(evidenceClaim(judged(["teamBonus", "volumeToQuality"], 95), true)).toBe(
      `Below what studies found, and not to be judged by it: bookings \u22125% ${at}, in studies 0 to +6%; part of what changed has no published size`,
    );
    expect(claim(undefined, 108)).toContain("No published study");
    expect(claim("practices", 95)).toContain("No study prints a size");
    expect(claim("teamBonus", 103, false)).toContain("switched off here");
    expect(evidenceClaim(judged(["feedback", "practices"], 96.1), true)).toBe(
      `No size exists for most of it: bookings \u22123.9% ${at}; for feedback and review talks alone studies found \u221214% to +20%`,
    );
  });
});

describe("our own tests", () => {
  test("stand under their topics with their verdicts", () => {
    expect(testedWords({ topic: "groupPay" })).toEqual([
      "Our own test, group in place of own piece rate (Hamilton and others 2003): wrong direction; its range does not hold it",
    ]);
    expect(testedWords({ topic: "teamBonus" })).toHaveLength(2);
    expect(testedWords({ topic: "volumeToQuality" })).toEqual([]);
  });

  test("a wrong direction, or a result outside, says how to read how sure it is", () => {
    const caution = (topic: TopicId, bookings: number) =>
      cautionWords(judged([topic], bookings), true);
    expect(caution("groupPay", 95)).toBe(
      "In the one published experiment of this kind that the model was tried on (group in place of own piece rate, Hamilton and others 2003) it had the wrong direction, so read “almost certain” as: under these assumptions.",
    );
    expect(caution("teamBonus", 108)).toContain("outside what studies of such changes found");
    expect(caution("teamBonus", 103)).toBe("");
    expect(cautionWords(judged(["groupPay"], 95), false)).toBe("");
  });
});

describe("the studies", () => {
  test("each has a known grade, an id of its own, and words", () => {
    expect(new Set(studies.map(({ id }) => id)).size).toBe(studies.length);
    for (const study of studies) {
      expect(Object.keys(grades)).toContain(study.grade);
      expect(study.setting && study.changed && study.found && citation(study)).toBeTruthy();
      if (study.none) expect(study.sizes).toEqual([]);
    }
  });

  test("a size lies within its printed interval, and shares are shares", () => {
    for (const { sizes } of studies)
      for (const { value, of, interval } of sizes) {
        if (interval) expect(interval.low <= value && value <= interval.high).toBe(true);
        if (of === "sales" || of === "output" || of === "profit")
          expect(Math.abs(value)).toBeLessThan(1);
      }
  });

  test("what is from memory is marked and bounds nothing", () => {
    expect(sizeWords(studyOf("kishore-2013"))).toBe("+24%, unverified");
    expect(publishedRange("quantityPay")).toBeNull();
    expect(publishedRange("individualPay")).toEqual({ low: 0.2, high: 0.44 });
  });

  test("printed figures: the retail trial, the piece rate, the ranks, the discounts", () => {
    expect(studyOf("friebel-2017").sizes[0]).toEqual({ value: 0.03, of: "sales" });
    expect(studyOf("lazear-2000").sizes[0]!.value).toBe(0.44);
    expect(studyOf("bandiera-2013").sizes[0]!.value).toBe(-0.14);
    expect(publishedRange("accelerators")).toEqual({ low: -0.08, high: -0.06 });
    expect(() => studyOf("nobody")).toThrow("nobody");
  });

  test("every topic names studies that exist; only the channel nobody measured has none", () => {
    for (const [id, { studies: named, assumes, unknown }] of Object.entries(topics)) {
      for (const one of named) expect(studyOf(one).id).toBe(one);
      expect(named.length > 0).toBe(id !== "volumeToQuality");
      expect(assumes.length > 0 && unknown.length > 0).toBe(true);
    }
  });
});
