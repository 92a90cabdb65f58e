/**
 * Pay fairness, worked by hand on sellers with names: a base of 10,000 and 6,000 at target each, so that everybody at
 * 100% attainment is paid 16,000 unless their own terms say otherwise.
 */
import { describe, expect, test } from "vitest";
import type { Finding, JsonObject } from "#models";
import { calm, chain, headOf, patched, plainPeople, solo } from "../../support/scenarios.ts";

const sellers = patched(solo, calm, plainPeople, {
  behaviour: { response: false },
  simulation: { luck: "logNormal", runs: 64, seed: 3 },
  roles: { seller: { headcount: 20, basePay: 10_000, plural: "Sellers" } },
  plans: {
    seller: { components: { bookings: { rate: null, weight: 1, target: 3000 } } },
  },
});

/** So many people alike, called p1, p2 and so on, each with what is said of everybody and of them. */
function people(count: number, terms: (i: number) => JsonObject): JsonObject {
  const names = Array.from({ length: count }, (_, i) => `p${String(i + 1).padStart(2, "0")}`);
  return {
    people: Object.fromEntries(names.map((id, i) => [id, { role: "seller", ...terms(i) }])),
  };
}

function found(...patches: JsonObject[]): Finding[] {
  return headOf(chain(patched(sellers, ...patches))).scenarios[0]!.findings;
}
const one = (id: string, ...patches: JsonObject[]) =>
  found(...patches).find((finding) => finding.id === id);

test("people alike give no finding", () => {
  const alike = found(people(20, (i) => ({ group: i < 10 ? "a" : "b" })));
  expect(alike.map(({ id }) => id)).toEqual(["quota-over-ote"]);
});

const first = (basePay: number, count = 5) => people(count, (i) => (i === 0 ? { basePay } : {}));

describe("equal attainment, unequal pay", () => {
  // 20,000 over 16,000 is 1.25; 20,100 is more.
  test("one person paid more than 1.25 times another in one role", () => {
    expect(one("unequal-pay", first(14_000))).toBeUndefined();
    expect(one("unequal-pay", first(14_100))!.figure).toBeCloseTo(20_100 / 16_000, 9);
  });

  test("nothing is said of fewer than five people", () => {
    expect(one("unequal-pay", first(30_000, 4))).toBeUndefined();
  });
});

const three = (lowest: number) =>
  people(14, (i) =>
    i < 5
      ? { group: "a", basePay: 9000 }
      : i < 10
        ? { group: "b" }
        : { group: "c", basePay: lowest },
  );

const groups = (basePay: number, [a, b]: [number, number]) =>
  people(a + b, (i) => (i < a ? { group: "a", basePay } : { group: "b" }));

describe("groups", () => {
  // Base 9,200 pays 15,200: 5% less than 16,000. 9,100 pays 15,100: 5.625% less.
  test("a difference of more than 5% between groups at equal attainment", () => {
    expect(one("pay-gap-group", groups(9200, [5, 5]))).toBeUndefined();
    expect(one("pay-gap-group", groups(9100, [5, 5]))).toMatchObject({
      severity: "warning",
      figure: expect.closeTo(0.056_25, 9),
      title: "At equal attainment a is paid 5.6% less than b",
    });
  });

  test("a group under five people is in no finding, and in no figure of one", () => {
    expect(one("pay-gap-group", groups(5000, [4, 5]))).toBeUndefined();
    const [one9, one1] = [9000, 1000].map((pay) => one("pay-gap-group", three(pay)));
    expect(one9).toBeDefined();
    expect(one9).toEqual(one1);
    expect(JSON.stringify(one9)).not.toContain('"c"');
  });
});

const quarters = (count: number) =>
  people(count, (i) => ({
    territory: 0.5 + 0.05 * i,
    ...(i >= count - 5 ? { basePay: 9000 } : {}),
  }));

describe("territories", () => {
  // Territories from 0.5 on in twenty steps of 0.05; the five largest are paid 15,000 for what pays the others 16,000: 6.25%.
  test("quarters of the territories are held against each other where each has five people", () => {
    expect(one("pay-gap-territory", quarters(20))).toMatchObject({
      figure: expect.closeTo(0.0625, 9),
      title: expect.stringContaining("the largest quarter is paid 6.3% less"),
    });
    expect(one("pay-gap-territory", quarters(19))).toBeUndefined();
  });
});

const byGroup = (start: string) =>
  people(10, (i) => (i < 5 ? { group: "joined", start } : { group: "there" }));

describe("difficulty of quotas", () => {
  // Who starts in July works 184 of 365 days: a whole quota for half a year is about twice as hard. By days it is not.
  const late = people(6, (i) => (i === 0 ? { start: "2027-07" } : {}));
  const whole = { plans: { seller: { proration: "none" } } };
  test("a whole quota for part of a year is harder, one by days is not", () => {
    expect(one("quota-difficulty", late, whole)!.figure).toBeCloseTo(2, 9);
    expect(one("quota-difficulty", late)).toBeUndefined();
  });

  // From October on: three months of twelve, four times as hard; at 10 of 12 months 1.2, below 1.25.
  test("up to a quarter harder is let pass", () => {
    const march = people(6, (i) => (i === 0 ? { start: "2027-03" } : {}));
    expect(one("quota-difficulty", march, whole)).toBeUndefined();
    const april = people(6, (i) => (i === 0 ? { start: "2027-04" } : {}));
    expect(one("quota-difficulty", april, whole)!.figure).toBeCloseTo(12 / 9, 9);
  });

  test("between groups a tenth is", () => {
    // Eleven of twelve months: 1.09; ten: 1.2.
    expect(one("quota-gap-group", byGroup("2027-02"), whole)).toBeUndefined();
    expect(one("quota-gap-group", byGroup("2027-03"), whole)).toMatchObject({
      figure: expect.closeTo(0.2, 9),
      title: "Quotas of joined are 20% harder than those of there",
    });
  });
});

const team = (basePay: number, targetVariable = 6000): JsonObject => ({
  people: {
    boss: { role: "seller", basePay, targetVariable },
    one: { role: "seller", manager: "boss" },
    two: { role: "seller", manager: "boss", basePay: 9000 },
  },
});

describe("pay inversion", () => {
  test("a report who earns more at target is warned of", () => {
    expect(one("pay-inversion", team(10_000))).toBeUndefined();
    expect(one("pay-inversion", team(9900))).toMatchObject({
      severity: "warning",
      place: "people.boss",
      figure: expect.closeTo(100, 6),
      title: "1 of 2 reports earn more than their manager boss at 100% of target",
    });
  });

  // At 150%: the manager 12,000 + 1.5 × 4,000 = 18,000, the report 10,000 + 9,000 = 19,000.
  test("one who overtakes above target is noted", () => {
    expect(one("pay-inversion", team(12_000, 4000))).toMatchObject({
      severity: "info",
      figure: expect.closeTo(1000, 6),
    });
  });
});
