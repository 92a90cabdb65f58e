/** Findings on people who pay for a gain, and on feedback beside a profit bonus. */
import { describe, expect, test } from "vitest";
import type { ExpectedDifference, JsonObject } from "#models";
import { expectedDifference } from "../../../models/analysis/expectedDifference.ts";
import { comparisonFindings } from "../../../models/analysis/findings/index.ts";
import { paidByPeople } from "../../../models/analysis/findings/turnover.ts";
import { chain, headOf, pair, patched, solo } from "../../support/scenarios.ts";

const root = patched(solo, { roles: { seller: { basePay: 10_000, title: "Seller" } } });
const harder: JsonObject = {
  roles: { seller: { basePay: 7000 } },
  plans: { seller: { components: { bookings: { rate: 0.11 } } } },
};

function compared(status: JsonObject, child: JsonObject) {
  const head = headOf(chain(status), chain(status, child));
  const [base, here] = head.scenarios;
  return { base: base!, here: here!, difference: expectedDifference(head, 1) };
}

// A tenth more a deal draws x = 1.1^(1/(s − ½)) of effort and √x of bookings, s = 13/3: 750.6 more of 60,000. Of pay it
// makes 6,600·√x, at a cost of effort of (3,000/s)(x^s − 1), and 3,000 of base pay is lost: 2,396 in all.
describe("more bookings from people who are worse off", () => {
  const x = 1.1 ** (1 / (13 / 3 - 0.5));
  const loss = 3000 - (6600 * Math.sqrt(x) - 6000) + (9000 / 13) * (x ** (13 / 3) - 1);
  const { base, here, difference } = compared(root, harder);

  test("is a warning with the money, in the comparison", () => {
    expect(loss).toBeCloseTo(2396.2, 0);
    const found = comparisonFindings({ base, here, difference }).filter(
      ({ id }) => id === "people-pay",
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ severity: "warning", place: "roles.seller" });
    expect(found[0]!.figure).toBeCloseTo(-loss, 4);
    expect(found[0]!.message).toBe(
      "Bookings rise by 751 USD a year, and a year under this plan is worth 2,396 USD less to each of them than the status quo, 2,396 USD in all.",
    );
  });

  test("says how many would leave where retention is on", () => {
    const on = patched(root, { behaviour: { retention: {} }, roles: { seller: { turnover: 2 } } });
    const one = compared(on, harder);
    const [found] = paidByPeople(one.here, {
      ...one.difference,
      totals: { ...one.difference.totals, bookings: difference.totals["bookings"]! },
    });
    const { leavers } = one.here.expected.retention!["seller"]!;
    // 2 a year of a filled place, each empty for a sixth of a year: 2/(1 + 2/6).
    expect(leavers).toBeGreaterThan(1.5);
    expect(found!.message).toContain(`${leavers.toFixed(1)} would leave a year instead of 1.5.`);
  });

  test("is said once where people are paid more and worse off", () => {
    const seller = { ...difference.roles["seller"]!, pay: 1000, utility: -1000 };
    const richer: ExpectedDifference = { ...difference, roles: { seller } };
    expect(paidByPeople(here, richer)).toEqual([]);
    const ids = comparisonFindings({ base, here, difference: richer }).map(({ id }) => id);
    expect(ids).toContain("richer-worse-off");
    expect(ids).not.toContain("people-pay");
  });

  // Of a team of two both pay, of the other one of two: 4 × 100 + 6 × 300 + 2 × 50.
  test("is one finding, which names the roles, a whole team by its name", () => {
    const head = here.scenario.roles["seller"]!;
    const roles = {
      field: { ...head, team: "marketing" as const, plural: "Field marketers", headcount: 4 },
      content: { ...head, team: "marketing" as const, plural: "Writers", headcount: 6 },
      sdr: { ...head, plural: "SDRs", headcount: 2 },
      seller: head,
    };
    const year = here.expected.steadyState;
    const lost = (utilityGain: number) => ({ ...year.roles["seller"]!, utilityGain });
    const steadyState = {
      ...year,
      roles: { field: lost(-100), content: lost(-300), sdr: lost(-50), seller: lost(0) },
    };
    const one = {
      ...here,
      scenario: { ...here.scenario, roles },
      expected: { ...here.expected, retention: null, steadyState },
    };
    expect(paidByPeople(one, difference)).toMatchObject([
      {
        place: "roles",
        title: "Marketing's two roles and SDRs: people pay for this gain",
        message: expect.stringContaining(
          "worth 50 USD to 300 USD less to each of them than the status quo, 2,300 USD in all.",
        ),
        figure: -2300,
      },
    ]);
  });

  test("is not said where bookings do not rise, or nobody responds", () => {
    const bookings = { ...difference.totals["bookings"]!, runRate: 0 };
    const none = { ...difference, totals: { ...difference.totals, bookings } };
    expect(paidByPeople(here, none)).toEqual([]);
    expect(paidByPeople({ ...here, response: false }, difference)).toEqual([]);
  });

  // A quarter per cent of an OTE of 16,000 is 40.
  test("is not said for less than a quarter per cent of OTE", () => {
    const year = here.expected.steadyState;
    const at = (utilityGain: number) => {
      const seller = { ...year.roles["seller"]!, utilityGain };
      const steadyState = { ...year, roles: { seller } };
      const head = { ...here.scenario.roles["seller"]!, ote: 16_000 };
      const scenario = { ...here.scenario, roles: { seller: head } };
      return paidByPeople(
        { ...here, scenario, expected: { ...here.expected, steadyState } },
        difference,
      );
    };
    expect(at(-40)).toEqual([]);
    expect(at(-40.01)).toHaveLength(1);
  });
});

/** Findings on feedback in the pair of roles, with changes. */
function ofFeedback(...patches: JsonObject[]) {
  const { findings } = headOf(chain(pair, patched({}, ...patches))).scenarios[0]!;
  return findings.filter(({ id }) => id === "feedback-beside-profit");
}

describe("feedback beside a profit bonus", () => {
  const feedback = { alignment: { practices: { feedback: {} } } };
  const margin = { plans: { seller: { components: { bookings: { measure: "grossMargin" } } } } };
  // Four of six people: 1 − 0.8·2/3 = 7/15 of the effect.
  test("is said with the part of the effect that is counted", () => {
    expect(ofFeedback(feedback, margin)).toMatchObject([
      {
        place: "alignment.practices.feedback",
        figure: expect.closeTo(7 / 15, 12),
        message: expect.stringContaining("67% of the people who take part"),
      },
    ]);
  });

  test("is not said without the bonus, or without feedback", () => {
    expect(ofFeedback(feedback)).toEqual([]);
    expect(ofFeedback(margin)).toEqual([]);
  });
});
