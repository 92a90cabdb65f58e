/** Findings on a plan's size, on a small company. */
import { expect, test } from "vitest";
import { isCostly } from "../../../models/analysis/findings/invited.ts";
import { chain, headOf, pair, patched } from "../../support/scenarios.ts";

/** Ids found of four sellers with a base of 50,000, who book 112,500 each. */
function ids(targetVariable: number): string[] {
  const root = patched(pair, { roles: { seller: { targetVariable } } });
  const [result] = headOf(chain(root)).scenarios;
  return result!.findings.filter(({ place }) => place === "roles.seller").map(({ id }) => id);
}

test("a quota of twice target pay is said of people who are paid for it, and of nobody else", () => {
  expect(ids(5000)).toContain("quota-over-ote");
  expect(ids(0)).not.toContain("quota-over-ote");
});

function year(bookings: number): Parameters<typeof isCostly>[1] {
  return { bookings, contribution: 0, pay: new Float64Array() };
}

test("a cost is noticeable from a thousandth of bookings, and never where there are none", () => {
  expect(isCostly(100, year(100_000))).toBe(true);
  expect(isCostly(99, year(100_000))).toBe(false);
  expect(isCostly(100, year(0))).toBe(false);
});
