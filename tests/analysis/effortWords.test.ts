/** What people do differently, in words; figures by hand. */
import { describe, expect, test } from "vitest";
import {
  behaviourClaim,
  effortPhrase,
  effortWords,
  type ScenarioResult,
  teamEfforts,
} from "#models";

function change(task: string, title: string, ratio: number, effect: number) {
  return { task, title, ratio, effect };
}

function role(title: string, headcount: number) {
  return { title, team: "sales", headcount, tasks: { selling: "Selling" } };
}

function sellingBy(of: Record<string, number>) {
  return Object.fromEntries(Object.entries(of).map(([id, value]) => [id, { selling: value }]));
}

function resultOf(efforts: Record<string, number>, elasticities: Record<string, number>) {
  return {
    scenario: { roles: { ae: role("AE", 30), am: role("AM", 10) } },
    expected: { efforts: sellingBy(efforts), elasticities: { bookings: sellingBy(elasticities) } },
  } as unknown as ScenarioResult;
}

describe("behaviour in words", () => {
  test("a task is more or less of what its name says", () => {
    expect(effortPhrase("volume", "Lead volume", 0.9)).toBe("fewer leads");
    expect(effortPhrase("volume", "Event volume", 1.1)).toBe("more events");
    expect(effortPhrase("quality", "Lead quality", 1.2)).toBe("better leads");
    expect(effortPhrase("quality", "Lead quality", 0.8)).toBe("poorer leads");
    expect(effortPhrase("qualifying", "Looser qualifying", 0.8)).toBe("a stricter bar for MQLs");
    expect(effortPhrase("selling", "Selling", 1.1)).toBe("more selling");
    expect(effortPhrase("followUp", "Follow-up of MQLs", 0.9)).toBe("less follow-up of MQLs");
  });

  test("a role says its two largest changes; below one per cent nothing changed", () => {
    const changes = [
      { task: "volume", title: "Lead volume", ratio: 0.91 },
      { task: "qualifying", title: "Looser qualifying", ratio: 0.81 },
      { task: "quality", title: "Lead quality", ratio: 1.22 },
    ];
    expect(effortWords(changes)).toBe("A stricter bar for MQLs, better leads");
    expect(effortWords([{ task: "selling", title: "Selling", ratio: 1.009 }])).toBe(
      "About the same as before",
    );
    expect(effortWords([])).toBe("About the same as before");
  });

  test("the claim names each team that moves", () => {
    const marketing = {
      name: "Marketing",
      changes: [{ task: "quality", title: "Lead quality", ratio: 1.2 }],
    };
    const sales = { name: "Sales", changes: [{ task: "selling", title: "Selling", ratio: 0.98 }] };
    const still = { name: "Sales", changes: [{ task: "selling", title: "Selling", ratio: 1 }] };
    expect(behaviourClaim([marketing, sales])).toBe("Marketing: better leads; Sales: less selling");
    expect(behaviourClaim([marketing, still])).toBe("Marketing: better leads");
    expect(behaviourClaim([still])).toBe("Hardly anyone changes what they work on");
  });

  test("the half that loses is not hidden behind the larger changes of effort", () => {
    const changes = [
      change("feedback", "Feedback to marketing", 1.02, 0.002),
      change("followUp", "Follow-up of MQLs", 1.03, 0.003),
      change("selling", "Selling", 0.97, -0.015),
    ];
    // By effect selling comes first; of the other sign follow-up weighs most.
    expect(behaviourClaim([{ name: "Sales", changes }])).toBe(
      "Sales: less selling, more follow-up of MQLs",
    );
    // A gain of less than a tenth of the loss is not worth words: the next loss is.
    const small = [change("a", "Coaching", 1.5, 0.001), change("b", "Prospecting", 0.98, -0.004)];
    expect(effortWords([...small, changes[2]!])).toBe("Less selling, less prospecting");
  });
});

describe("a team's efforts", () => {
  test("are averaged over people, their effects on bookings added up", () => {
    const base = resultOf({ ae: 1, am: 1 }, { ae: 0.4, am: 0.1 });
    const other = resultOf({ ae: 0.9, am: 1.1 }, { ae: 0.6, am: 0.1 });
    const [sales] = teamEfforts(base, other);
    const { ratio, effect } = sales!.changes[0]!;
    // ln 0.9 = −0.105360516, ln 1.1 = 0.095310180; (30 · −0.10536 + 10 · 0.09531)/40 = −0.055192842.
    expect(Math.log(ratio)).toBeCloseTo(-0.055192842, 8);
    // 0.5 · −0.105360516 + 0.1 · 0.095310180
    expect(effect).toBeCloseTo(-0.04314924, 8);
  });
});
