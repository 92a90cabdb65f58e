/** Findings of scenarios compared: the same one once, whose figures are shown, and none that rests on no number. */
import { expect, test } from "vitest";
import { type Finding, mergedFindings } from "#models";
import { isFinding } from "../../../models/analysis/findings/index.ts";

function finding(scenario: string, message: string, title = "A cap at 150%"): Finding {
  return { id: "cap", severity: "warning", place: "plans.a", title, message, scenario };
}

test("the same finding of a baseline and its child is one, with both", () => {
  const both = [{ findings: [finding("a", "Same.")] }, { findings: [finding("b", "Same.")] }];
  expect(mergedFindings(both)).toEqual([
    { finding: finding("a", "Same."), of: [0, 1], figuresOf: null },
  ]);
});

test("where figures differ those preferred are shown, and said to be", () => {
  const three = [
    { findings: [finding("a", "Earns 1,200.")] },
    { findings: [finding("b", "Earns 1,300.", "A cap at 140%"), finding("b", "x", "Another")] },
    { findings: [finding("c", "Earns 1,400.")] },
  ];
  const [cap, another] = mergedFindings(three, 1);
  expect(cap).toEqual({ finding: three[1]!.findings[0], of: [0, 1, 2], figuresOf: 1 });
  expect(another).toMatchObject({ of: [1], figuresOf: null });
  expect(mergedFindings(three)[0]).toMatchObject({ finding: { scenario: "a" }, figuresOf: 0 });
});

test("two alike of one scenario stay two", () => {
  const twice = [{ findings: [finding("a", "One."), finding("a", "Two.")] }];
  expect(mergedFindings(twice).map(({ of }) => of)).toEqual([[0], [0]]);
});

test("a figure or money that is no number makes no finding", () => {
  const sound = finding("a", "Same.");
  expect(isFinding(sound)).toBe(true);
  expect(isFinding({ ...sound, figure: 5 / 0 })).toBe(false);
  expect(isFinding({ ...sound, figure: 1, money: { payee: 1, company: 0 / 0 } })).toBe(false);
});
