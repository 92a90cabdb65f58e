/** What is not computed: pairs that cannot be compared, and numbers beyond all scale. */
import { expect, test } from "vitest";
import {
  type JsonObject,
  type LoadedScenario,
  patchScenario,
  prepareJob,
  ProblemError,
  validateScenario,
} from "#models";
import { shipped } from "../support/scenarios.ts";

function patched(patch: JsonObject): LoadedScenario {
  return patchScenario(shipped("reference-a"), patch).loaded!;
}

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof ProblemError)
      return error.problems.map(({ message }) => message).join("; ");
    throw error;
  }
  return "";
}

test("two companies without a role in common are not compared", () => {
  const scenarios = [shipped("status-quo"), shipped("reference-a")];
  expect(refusal(() => prepareJob({ scenarios }))).toContain("no role in common");
});

test("two currencies are not compared", () => {
  const scenarios = [shipped("reference-a"), patched({ currency: "EUR" })];
  expect(refusal(() => prepareJob({ scenarios }))).toContain("in EUR and the baseline");
});

test.each([
  [
    "a term of a million months",
    { funnel: { segments: { all: { termMonths: 1e6 } } } },
    "longer than 600",
  ],
  ["a billion people", { roles: { ae: { headcount: 1e9 } } }, "at most 100000 people"],
  ["work without pay", { roles: { ae: { basePay: 0, targetVariable: 0 } } }, "works for nothing"],
  ["a rho of 0", { behaviour: { rho: 0 } }, "no interior choice"],
  [
    "contracts for ever",
    { funnel: { segments: { all: { termMonths: 12, renewalRate: 1 } } } },
    "renews for ever",
  ],
  [
    "a trillion leads deal by deal",
    {
      simulation: { luck: "deals" },
      funnel: { segments: { all: { sources: { inbound: { perMonth: 1e12 } } } } },
    },
    "too many to draw",
  ],
])("%s is refused in words", (_, patch, words) => {
  expect(
    validateScenario(patched(patch))
      .map(({ message }) => message)
      .join(),
  ).toContain(words);
});

test("a result that is no number is a problem, not a null", () => {
  const scenarios = [patched({ roles: { ae: { ownLuck: 50 } } })];
  expect(refusal(() => prepareJob({ scenarios }).head)).toContain("no number at all");
});

test("a year to date of an average is refused", () => {
  const component = {
    measure: "winRate",
    scope: "team",
    period: "quarter",
    accumulation: "yearToDate",
    target: 0.22,
    weight: 1,
  };
  const loaded = patched({ plans: { ae: { components: { rate: component } } } });
  expect(
    validateScenario(loaded)
      .map(({ message }) => message)
      .join(),
  ).toContain("cannot be added up");
});
