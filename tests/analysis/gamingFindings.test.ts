/** What plans invite, with money: by hand on small companies, and on the shipped plans that are known to be bad. */
import { describe, expect, test } from "vitest";
import { type Finding, type JsonObject } from "#models";
import { gamingFindings } from "../../models/analysis/findings/index.ts";
import {
  chain,
  headOf,
  pair,
  patched,
  plainPeople,
  calm,
  shipped,
  solo,
  solved,
} from "../support/scenarios.ts";

function found(root: JsonObject, ...children: JsonObject[]): Finding[] {
  return gamingFindings(solved(chain(root, ...children)));
}

function only(findings: Finding[], id: string): Finding {
  const those = findings.filter((finding) => finding.id === id);
  expect(those.map(({ id: one, place }) => `${one} ${place}`)).toHaveLength(1);
  return those[0]!;
}

/** Findings of a run on a shipped scenario, gaming and others: id and place. */
function ids(id: string): string[] {
  return headOf(shipped(id)).scenarios[0]!.findings.map((one) => `${one.id} ${one.place}`);
}

/** Twenty sellers with luck and skill of their own, on one rate. */
const plain = patched(solo, {
  funnel: {
    segments: { all: { dealSize: { mean: 50_000, cv: 0.7 }, sources: { own: { perMonth: 100 } } } },
  },
  roles: {
    seller: {
      headcount: 20,
      basePay: 60_000,
      ownLuck: 0.5,
      skillLogSd: 0.3,
      tasks: { selling: { nonPayStake: 1000 } },
    },
  },
  plans: { seller: { components: { bookings: { period: "quarter", rate: 0.03 } } } },
  simulation: { luck: "deals" },
});

test("a plan of one rate, individual and without a cap, invites nothing", () => {
  expect(found(plain)).toEqual([]);
});

function component(change: JsonObject): JsonObject {
  return { plans: { seller: { components: { bookings: { target: 375_000, ...change } } } } };
}

function points(...all: [number, number][]): JsonObject {
  return { kind: "points", points: all };
}

/** Message and remedy of what a change of the plain plan finds. */
function wordsOf(change: JsonObject, id: string): string {
  const { message, remedy } = only(found(plain, component(change)), id);
  return `${message} ${remedy}`;
}

describe("deals over the end of a period", () => {
  test("a steep accelerator invites closing early, and costs what is given away", () => {
    const steep = component({
      curve: {
        kind: "marginal",
        tiers: [
          { from: 0, rate: 1 },
          { from: 1.2, rate: 5 },
        ],
      },
    });
    const { place, money, severity } = only(found(plain, steep), "pull-forward");
    expect(place).toBe("plans.seller.components.bookings.curve");
    expect(severity).toBe("warning");
    expect(money!.payee).toBeGreaterThan(0.03 * 66_000);
    // The most that is acceptable is less than the price of a month's deals, 2.5m × 4/52 × 12.
    expect(money!.company).toBeGreaterThan(money!.payee);
    expect(money!.company).toBeLessThan((30_000_000 * 4) / 52);
  });

  test("a cap invites holding back", () => {
    const capped = component({
      curve: {
        kind: "points",
        points: [
          [0, 0],
          [1, 1],
        ],
      },
    });
    const { money } = only(found(plain, capped), "hold-back");
    expect(money!.payee).toBeGreaterThan(0);
    expect(money!.company).toBeCloseTo(20 * money!.payee, 6);
  });

  describe("words fit the plan", () => {
    test("a cap is told of its cap, an accelerator of its rates", () => {
      const capped = wordsOf({ curve: points([0, 0], [1, 1]) }, "hold-back");
      expect(capped).toContain("ends above its cap");
      expect(capped).not.toMatch(/rate|threshold|sum/);
      const steep = { ...points([0, 0], [1, 1]), beyond: 5 };
      const early = wordsOf({ curve: steep }, "pull-forward");
      expect(early).toContain("Flatten the accelerator, measure over a longer period");
      expect(early).not.toMatch(/cap|threshold/);
    });

    test("a plan to date is not told to measure to date", () => {
      const early = wordsOf(
        {
          accumulation: "yearToDate",
          target: 1_500_000,
          curve: { ...points([0, 0], [1, 1]), beyond: 20 },
        },
        "pull-forward",
      );
      expect(early).toContain("at the year's end");
      expect(early).not.toContain("to date");
    });

    test("a straight line with weights by period is told of these alone", () => {
      const uneven = wordsOf(
        { rate: null, weight: 1, periodWeights: [0.1, 0.1, 0.1, 0.7], curve: { kind: "flat" } },
        "hold-back",
      );
      expect(uneven).toContain("Give periods targets in proportion to what they pay");
      expect(uneven).not.toMatch(/accelerator|cap|threshold|rate/);
    });
  });

  test("an accelerator of little weight is not worth saying", () => {
    const mild = component({
      curve: {
        kind: "marginal",
        tiers: [
          { from: 0, rate: 1 },
          { from: 1, rate: 1.05 },
        ],
      },
    });
    expect(found(plain, mild)).toEqual([]);
  });
});

/**
 * One marketer paid 10 an MQL, 600 a year, and four sellers paid a tenth of what they book, 45 deals of 10,000. Volume
 * and quality are worth the same at the status quo: 0.35 × 6,000 = 2,100.
 */
const counted = patched(pair, {
  roles: {
    marketer: {
      headcount: 1,
      basePay: 0,
      tasks: {
        volume: { effects: { "inflow.inbound": 0.35 }, nonPayStake: 0 },
        quality: { effects: { quality: 0.3 }, nonPayStake: 2100 },
        enablement: null,
      },
    },
    seller: { tasks: null, ownLuck: null, owns: "opportunity" },
  },
  plans: {
    marketer: { components: { mqls: { target: null, weight: null, curve: null, rate: 10 } } },
    seller: { components: { bookings: { target: null, weight: null, curve: null, rate: 0.1 } } },
  },
  ...calm,
  ...plainPeople,
});

/** Rates stay below 1: p0 becomes logistic(logit(p0) + u / (1 − p0)). This over p0. */
function rateRatio(p0: number, u: number): number {
  const odds = (p0 / (1 - p0)) * Math.exp(u / (1 - p0));
  return odds / (1 + odds) / p0;
}

/** Deals per MQL at a log quality, over those at 0. */
function toDeals(lnQuality: number): number {
  return (
    rateRatio(0.4, 0.6 * lnQuality) *
    rateRatio(0.5, 0.2 * lnQuality) *
    rateRatio(0.25, 0.3 * lnQuality)
  );
}

describe("volume paid where quality matters", () => {
  // Quality at half frees effort: with ρ = 2 and equal weights, x² = 2 − 1/4, so volume is √1.75 and MQLs go with
  // x^0.35. Quality of 2^(−0.3) enters the three rates to a deal with 0.6, 0.2 and 0.3. Gross margin is 0.8 of bookings;
  // the marketer gains a share of 6,000, sellers lose a tenth of what is not booked.
  const mqls = 1.75 ** 0.175;
  const deals = mqls * toDeals(-0.3 * Math.log(2));

  test("earns one marketer what more MQLs pay, and costs the deals", () => {
    const { place, money } = only(found(counted), "volume-over-quality");
    expect(place).toBe("plans.marketer.components.mqls");
    expect(money!.payee).toBeCloseTo(6000 * (mqls - 1), 4);
    const lost = 300_000 * (1 - deals);
    expect(money!.company).toBeCloseTo(0.8 * lost - 0.1 * lost + 6000 * (mqls - 1), 3);
  });

  test("is not said of pay on what comes of it", () => {
    const pipeline = {
      plans: { marketer: { components: { mqls: { measure: "pipeline", rate: 0.01 } } } },
    };
    expect(found(patched(counted, pipeline)).map(({ id }) => id)).not.toContain(
      "volume-over-quality",
    );
  });
});

describe("a tenth more of one task", () => {
  // Looser qualifying: a lead becomes an MQL more often, with 0.3, and quality falls by a tenth.
  const loose = patched(counted, {
    roles: {
      marketer: {
        tasks: { qualifying: { effects: { "rate.lead": 0.3, quality: -1 }, nonPayStake: 0 } },
      },
    },
  });
  const mqls = rateRatio(0.5, 0.3 * Math.log(1.1));
  const lost = 300_000 * (1 - mqls * toDeals(-Math.log(1.1)));

  test("lowering the bar pays who lowers it", () => {
    const { place, money } = only(found(loose), "bar-loosened");
    expect(place).toBe("roles.marketer.tasks.qualifying");
    expect(money!.payee).toBeCloseTo(6000 * (mqls - 1), 4);
    expect(money!.company).toBeCloseTo(0.7 * lost + 6000 * (mqls - 1), 3);
  });

  test("and pays marketing what it costs sales", () => {
    const { place, money, figure } = only(found(loose), "conflicting-incentives");
    expect(place).toBe("roles.marketer.tasks.qualifying");
    expect(money!.payee).toBeCloseTo(6000 * (mqls - 1), 4);
    expect(figure).toBeCloseTo(6000 * (mqls - 1) - 0.1 * lost, 4);
  });

  // With quality at −0.3 the deals fall by .3%: a tenth of 990 of all sellers, less than 1,000.
  test("but money that nobody would notice sets no teams apart", () => {
    const slight = patched(loose, {
      roles: { marketer: { tasks: { qualifying: { effects: { quality: -0.3 } } } } },
    });
    expect(found(slight).map(({ id }) => id)).not.toContain("conflicting-incentives");
  });
});

describe("limits on one deal", () => {
  // 60 deals of 1,000 that count 600 each: two halves count 1,000. A tenth of 60 × 400 = 2,400.
  test("splitting pays under a windfall cap", () => {
    const { money } = only(
      found(
        patched(solo, { plans: { seller: { components: { bookings: { dealAtMost: 600 } } } } }),
      ),
      "split-deals",
    );
    expect(money!.payee).toBeCloseTo(2400, 6);
    expect(money!.company).toBeCloseTo(2400, 6);
  });

  // A deal of 1,000 pays 50; one of 2,000 pays 75 + 100. Two as one gain 75: 37.5 a deal, 2,250 a year.
  test("bundling pays where large deals pay a higher rate", () => {
    const byDeal = {
      basis: "deal",
      rate: 1,
      curve: {
        kind: "marginal",
        tiers: [
          { from: 0, rate: 0.05 },
          { from: 1500, rate: 0.2 },
        ],
      },
    };
    const { money } = only(
      found(patched(solo, { plans: { seller: { components: { bookings: byDeal } } } })),
      "bundle-deals",
    );
    expect(money!.payee).toBeCloseTo(2250, 6);
  });
});

// A tenth more pays 0.5 × 6,000 × ln 1.1 now and takes λ of it next year. Without the ratchet the felt slope is 6 times
// as large: bookings × 6^(η/(s − η)), and the company keeps 0.7 of them.
test("a ratchet: pay forgone next year, and what the company misses", () => {
  const company = patched(solo, {
    plans: { seller: { components: { bookings: { target: "= statusQuo", ratchet: 0.5 } } } },
    behaviour: { epsilon: 0.3 },
  });
  const { place, figure, money } = only(found(company), "ratchet");
  expect(place).toBe("plans.seller.components.bookings.ratchet");
  expect(figure).toBeCloseTo(5 / 6, 12);
  expect(money!.payee).toBeCloseTo(0.5 * 6000 * Math.log(1.1), 6);
  expect(money!.company).toBeCloseTo(42_000 * (6 ** (0.5 / (13 / 3 - 0.5)) - 1), 2);
});

/** The solo seller under a ratchet of a half. */
function ratcheted(terms: JsonObject, more: JsonObject = {}): JsonObject {
  const bookings = { target: "= statusQuo", ratchet: 0.5, ...terms };
  return patched(solo, { plans: { seller: { components: { bookings } } }, ...more });
}

function idsFound(root: JsonObject): string[] {
  return found(root).map(({ id }) => id);
}

describe("a ratchet that is not worth saying", () => {
  test("with the response off nobody does less for it", () => {
    expect(idsFound(ratcheted({}))).toContain("ratchet");
    expect(idsFound(ratcheted({}, { behaviour: { response: false } }))).not.toContain("ratchet");
  });

  test("where 90 of 100 booked are paid out and 20 are cost, less of them is no loss", () => {
    expect(idsFound(ratcheted({ rate: 0.9 }))).not.toContain("ratchet");
  });

  // 0.5 × 600 × ln 1.1 = 29 is less than 1% of 10,600.
  test("where it takes less than a hundredth of target pay", () => {
    const rich = { roles: { seller: { basePay: 10_000, targetVariable: 600 } } };
    expect(idsFound(ratcheted({ rate: 0.01 }, rich))).not.toContain("ratchet");
  });
});

// Paid 90 of 100 booked, of which the company keeps 80, ten sellers cost it less by doing less.
test("no free riding is told where the work is worth less than its pay", () => {
  const dear = patched(solo, {
    roles: { seller: { headcount: 10, tasks: { selling: { nonPayStake: 1000 } } } },
    plans: { seller: { components: { bookings: { scope: "joint", rate: 0.09 } } } },
  });
  expect(found(dear).map(({ id }) => id)).not.toContain("free-rider");
});

// Ten sellers share joint bookings, each paid a hundredth. One alone who does a tenth less loses a tenth of
// 0.5 × 600 × ln 1.1; all together book 1.1^(−0.5) of 60,000, of which the company keeps 0.7.
test("shared pay that hardly anybody feels", () => {
  const shared = patched(solo, {
    roles: { seller: { headcount: 10, tasks: { selling: { nonPayStake: 1000 } } } },
    plans: { seller: { components: { bookings: { scope: "joint", rate: 0.01 } } } },
  });
  const { place, figure, money } = only(found(shared), "free-rider");
  expect(place).toBe("plans.seller.components.bookings");
  expect(figure).toBeCloseTo(0.01, 12);
  expect(money!.payee).toBeCloseTo(-30 * Math.log(1.1), 8);
  expect(money!.company).toBeCloseTo(42_000 * (1 - 1.1 ** -0.5), 4);
});

describe("the shipped plans that are known to be bad", () => {
  test("tripled pay for MQLs: volume, the bar, and the two teams apart", () => {
    expect(ids("mql-bonus-tripled")).toEqual(
      expect.arrayContaining([
        "volume-over-quality plans.marketing.components.mqls",
        "bar-loosened roles.demandGen.tasks.qualifying",
        "conflicting-incentives roles.demandGen.tasks.qualifying",
      ]),
    );
  });

  test("all or nothing on MQLs: volume and the bar", () => {
    expect(ids("lump-bonus-cliff")).toEqual(
      expect.arrayContaining([
        "volume-over-quality plans.marketing.components.allOrNothing",
        "bar-loosened roles.demandGen.tasks.qualifying",
      ]),
    );
  });

  test("half of sales pooled: free-riding in every sales role that books", () => {
    const places = ids("sales-half-pooled").filter((one) => one.startsWith("free-rider"));
    expect(places).toEqual(
      ["sdr", "aeMid", "aeEnterprise", "accountManager"].map(
        (plan) => `free-rider plans.${plan}.components.jointBookings`,
      ),
    );
  });

  test("the shared pipeline target takes volume over quality away", () => {
    const said = ids("shared-pipeline").join("\n");
    expect(said).not.toContain("volume-over-quality");
    expect(said).not.toContain("bar-loosened");
  });
});
