/** Outcomes that hold themselves up, corners in words, and what a scenario without an equilibrium gives. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  besidePay,
  type Comparison,
  cornerWords,
  hoursVerdict,
  hoursWords,
  type LoadedScenario,
  outcomesBeside,
  outcomesOf,
  patchScenario,
  poorerBetterWords,
  prepareJob,
  readScenario,
  responseState,
  riskAndEffort,
  runJob,
  type ScenarioResult,
} from "#models";
import { comparisonOf, createTally } from "../../models/analysis/tally.ts";

function shipped(id: string): LoadedScenario {
  const { loaded } = readScenario(id, (name) =>
    readFileSync(new URL(`../../scenarios/${name}.json`, import.meta.url), "utf8"),
  );
  return loaded!;
}

function headOf(...scenarios: LoadedScenario[]): Comparison {
  return comparisonOf(createTally(prepareJob({ scenarios, seed: 1 }).head));
}

/** A result that knows one task, with what its effort is worth. */
function resultWorth(value: number): ScenarioResult {
  return {
    scenario: { roles: { sdr: { plural: "SDRs", tasks: { calls: "Follow-up" } } } },
    expected: { valueOfEffort: { sdr: { calls: value } } },
  } as unknown as ScenarioResult;
}

function executive({ expected }: ScenarioResult) {
  return expected.steadyState.roles["aeMid"]!;
}

describe("the cliff", () => {
  const comparison = headOf(shipped("status-quo"), shipped("lump-bonus-cliff"));
  const [, cliff] = comparison.scenarios;
  const { equilibrium, steadyState } = cliff!.expected;

  test("has another outcome with its own money, efforts and people", () => {
    expect(equilibrium.outcomes).toHaveLength(equilibrium.others.length);
    const [there] = equilibrium.outcomes;
    const { pay } = steadyState.totals;
    // Who gives up an all-or-nothing bonus is paid less, and the company with them.
    expect(there!.roles["demandGen"]!.pay).toBeLessThan(steadyState.roles["demandGen"]!.pay.mean);
    expect(there!.totals.pay).toBeLessThan(pay);
  });

  test("is told as who goes for it and who gives it up", () => {
    const [here, there] = outcomesOf(cliff!);
    expect(here).toMatchObject({ role: "demandGen", goesForIt: true });
    expect(there).toMatchObject({ role: "demandGen", goesForIt: false });
  });

  test("counts people against the baseline in each outcome, by the same difference of totals", () => {
    const difference = comparison.expected[0]!;
    const [there] = difference.others;
    const base = comparison.scenarios[0]!.expected.steadyState.totals;
    expect(there!.totals.bookings).toBeCloseTo(
      equilibrium.outcomes[0]!.totals.bookings - base.bookings,
      6,
    );
    const { better, same, worse, headcount } = there!.people;
    expect(better + same + worse).toBe(headcount);
    expect(there!.people).not.toEqual(difference.people);
  });

  test("beside the baseline, efforts are over the baseline's and money is less its own", () => {
    // The same outcomes beside a baseline whose marketers work half as much again as at the status quo.
    const [base, other] = comparison.scenarios;
    const busy = {
      ...base!,
      expected: {
        ...base!.expected,
        efforts: Object.fromEntries(
          Object.entries(base!.expected.efforts).map(([role, tasks]) => [
            role,
            Object.fromEntries(Object.keys(tasks).map((task) => [task, 1.5])),
          ]),
        ),
      },
    };
    const rows = outcomesBeside({ ...comparison, scenarios: [busy, other!] }, 1);
    const alone = outcomesOf(other!);
    expect(rows.map(({ role }) => role)).toEqual(["demandGen", "demandGen"]);
    for (const [k, { ratios }] of rows.entries())
      for (const [task, effort] of Object.entries(alone[k]!.efforts))
        expect(ratios[task]).toBeCloseTo(effort / 1.5, 12);
    expect(rows[0]!.totals.pay).toBe(comparison.expected[0]!.totals["pay"]!.runRate);
    expect(rows[1]!).toMatchObject(comparison.expected[0]!.others[0]!);
  });

  test("a scenario with one outcome has no rows", () => {
    expect(outcomesOf(comparison.scenarios[0]!)).toEqual([]);
    expect(outcomesBeside(comparison, 0)).toEqual([]);
    expect(comparison.scenarios[0]!.expected.equilibrium.outcomes).toEqual([]);
  });
});

function words(bound: "low" | "high" | "punished", value = 0) {
  return cornerWords(resultWorth(value), { role: "sdr", task: "calls", bound });
}

test("a corner is said by its cause: nobody pays, more would cost, little is left, or nearly all hangs on it", () => {
  expect(words("punished")).toBe(
    "Nobody pays SDRs for follow-up, so it falls to the least the model allows.",
  );
  expect(words("punished", -5)).toContain("More follow-up leaves SDRs worse off under this plan");
  expect(words("low")).toContain("Little is left that pays SDRs for follow-up");
  expect(words("high")).toContain("rises to the most the model allows");
});

describe("without an equilibrium", () => {
  // A cliff so sharp, and effort so willing, that answers overshoot at every step.
  const sharp = patchScenario(shipped("lump-bonus-cliff"), {
    plans: {
      marketing: {
        components: { allOrNothing: { target: "= 1.02 * statusQuo", examples: null } },
      },
    },
    behaviour: { epsilon: 1.5, rho: 1.2, psi0: 0.05, stakeMultiple: 1 },
    uncertainty: { shocks: { lead: 0.01, quality: 0.01, close: 0.01 } },
  }).loaded!;

  test("the mechanical result stands, efforts stay at 1, and everything says so", () => {
    const { head } = prepareJob({ scenarios: [sharp], seed: 1 });
    const [result] = head.scenarios;
    const { expected } = result!;
    expect(expected.equilibrium.status).toBe("none");
    expect(expected.equilibrium.spectralRadius).toBeNull();
    expect(expected.equilibrium.outcomes).toEqual([]);
    expect(Object.values(expected.efforts).flatMap(Object.values)).toEqual(
      Object.values(expected.efforts).flatMap((tasks) => Object.keys(tasks).map(() => 1)),
    );
    expect(expected.steadyState).toEqual(expected.mechanical.steadyState);
    expect(responseState(result!)).toBe("none");
    expect(result!.findings.map(({ id }) => id)).toContain("no-equilibrium");
  });

  test("years of a set that does not settle are of the old behaviour, and such sets are counted", () => {
    let last: Comparison | undefined;
    for (const one of runJob({ scenarios: [shipped("status-quo"), sharp], runs: 8, seed: 1 }))
      last = one;
    const [base, other] = last!.scenarios;
    const { unsettledSets } = other!.simulated!;
    expect(base!.simulated!.unsettledSets).toBe(0);
    expect(unsettledSets).toBeGreaterThan(0);
    expect(unsettledSets).toBeLessThanOrEqual(other!.parameterSets);
  });
});

function roleBeside(plural: string, better: number, headcount: number) {
  return {
    plural,
    ote: 100_000,
    pay: -8_000,
    utility: 1_800,
    close: false,
    people: { better, worse: 1, headcount },
    beside: { risk: 9_800, effort: -100 },
  };
}

function said(outweigh: boolean, word: string | undefined): string {
  return hoursWords({ hours: 26_400, value: 0, outweigh }, { worth: "$2.55m", word });
}

describe("better off beside pay", () => {
  const comparison = headOf(
    shipped("status-quo"),
    shipped("sales-half-pooled"),
    shipped("all-eight-practices"),
  );
  const [base, pooled, practices] = comparison.scenarios;

  test("pay, risk and effort add up to the change in utility", () => {
    const parts = riskAndEffort(base!, pooled!, "aeMid")!;
    const change = executive(pooled!).utilityGain - executive(base!).utilityGain;
    const pay = executive(pooled!).pay.mean - executive(base!).pay.mean;
    expect(pay + parts.risk + parts.effort).toBeCloseTo(change, 6);
    expect(pay).toBeLessThan(0);
    expect(change).toBeGreaterThan(0);
    expect(parts.risk).toBeGreaterThan(0);
  });

  test("is said by what it comes from, the larger first; a tenth of it is not worth words", () => {
    expect(besidePay({ risk: 100, effort: 50 })).toBe("less risk and less effort are");
    expect(besidePay({ risk: 50, effort: 100 })).toBe("less effort and less risk are");
    expect(besidePay({ risk: 100, effort: 9 })).toBe("less risk is");
    expect(besidePay({ risk: -1, effort: -1 })).toBe("");
  });

  test("hours of practices outweigh a gain only where contribution would be higher without them", () => {
    const { practiceHours, practiceHoursValue } = practices!.expected.alignment;
    expect(practiceHours).toBeCloseTo(120 * 220, 6);
    const at = (contribution: number) => hoursVerdict(base!, practices!, contribution)!.outweigh;
    expect(at(-0.5 * practiceHoursValue)).toBe(true);
    expect(at(-2 * practiceHoursValue)).toBe(false);
    expect(at(1)).toBe(false);
    expect(hoursVerdict(base!, pooled!, -1)).toBeUndefined();
  });

  test("roles that are paid less and better off are named together, with how many and why", () => {
    const sellers = roleBeside("Sellers", 5, 8);
    expect(poorerBetterWords([sellers])).toBe(
      "Sellers are paid less on average, and 5 of 8 are better off all the same: less risk is worth more to them than the pay they lose.",
    );
    expect(poorerBetterWords([sellers, roleBeside("SDRs", 8, 8)])).toContain(
      "Sellers and SDRs are paid less on average, and 13 of 16 are better off all the same",
    );
    // A quarter of a per cent of 100,000 is 250.
    const none = [
      { ...sellers, close: true },
      { ...sellers, pay: 1 },
      { ...sellers, utility: 250 },
      { ...sellers, people: { better: 1, worse: 1, headcount: 8 } },
    ];
    expect(poorerBetterWords(none)).toBe("");
  });

  test("hours are said for certain, whether they outweigh the gain with how sure that is", () => {
    const takes = "Its practices take 26,400 hours a year for certain, worth $2.55m at loaded pay";
    expect(said(true, "likely")).toBe(`${takes}, and likely the hours outweigh the gain.`);
    expect(said(true, undefined)).toBe(`${takes}, and the hours outweigh the gain.`);
    expect(said(false, "likely")).toBe(`${takes}; what they bring is not known well.`);
    expect(said(true, "too close to call")).toContain("is too close to call.");
  });

  test("each practice says its hours, their worth and its cash, adding up to all", () => {
    const { alignment } = practices!.expected;
    const all = Object.values(alignment.practices);
    expect(all).toHaveLength(8);
    expect(all.reduce((sum, { hours }) => sum + hours, 0)).toBeCloseTo(alignment.practiceHours, 6);
    expect(all.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(
      alignment.practiceHoursValue,
      4,
    );
    expect(alignment.practices["teamBuilding"]).toMatchObject({ hours: 120 * 16, cost: 40_000 });
    // A' = A + 0.05 (1 − A) − 0.08 (A − 0.3), from 0.4.
    const [first, second] = alignment.quarters;
    expect(first).toBe(0.4);
    expect(second).toBeCloseTo(0.4 + 0.05 * 0.6 - 0.08 * 0.1, 12);
  });
});
