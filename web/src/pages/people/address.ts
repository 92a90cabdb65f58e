/**
 * What the address of the People page says: two scenarios, which of them is shown, whom, and which period.
 *
 * Always    the baseline is A; what the address leaves out is the last comparison's, else the folder's first.
 */
import type { ScenarioRow } from "../../lib/api.ts";
import { href, type Query } from "../../router.svelte.ts";
import type { Compared } from "../../state/comparing.svelte.ts";
import type { Side } from "../../state/people.svelte.ts";
import { firstComparison } from "../compare/start.ts";

export type Place = {
  a: string | undefined;
  b: string | undefined;
  show: Side;
  person: string | undefined;
  /** A role, where no person is chosen. */
  role: string | undefined;
  period: string | undefined;
};

export function placeOf(query: Query): Place {
  const [a, b] = (query["scenarios"] ?? "").split(",").filter(Boolean);
  return {
    a,
    b: b === a ? undefined : b,
    show: query["show"] === "a" || b === undefined ? "a" : "b",
    person: query["person"],
    role: query["role"],
    period: query["period"],
  };
}

export function peopleHref({ a, b, show, person, role, period }: Place): string {
  return href("/people", {
    scenarios: [a, b].filter(Boolean).join(","),
    show: show === "a" && b !== undefined ? "a" : undefined,
    person,
    role: person === undefined ? role : undefined,
    period,
  });
}

/** The address of a role's plan letter, and of one person's. */
export function letterHref(scenario: string, role: string, person?: string): string {
  return href(`/people/letter/${role}`, { scenario, person });
}

/** The two scenarios where the address names none. */
export function firstPair(
  rows: readonly ScenarioRow[],
  last: readonly Compared[],
): Pick<Place, "a" | "b"> {
  const [a, b] = firstComparison(rows, [], last);
  return { a: a?.id, b: b?.id };
}
