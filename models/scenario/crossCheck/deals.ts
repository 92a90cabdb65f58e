/** What a component says of single deals, where its measure has none; sources and days that are not there. */
import type { Problem } from "../../problem.ts";
import { type JsonObject, pathOf } from "../text.ts";
import { fault, namedThing, objectIn, type Site, word } from "./site.ts";

/** Measures that are the sum of the value of deals, each with a day and an owner. */
const ofDeals = new Set(["pipeline", "bookings", "grossMargin", "expansion", "renewals"]);

/** Every fault of what a component says of single deals. */
export function dealProblems(path: string, component: JsonObject, site: Site): Problem[] {
  const problems: Problem[] = [];
  const measure = word(component.measure);
  const has = (key: string) => component[key] !== undefined;
  const valued = valuesDeals(measure, site);
  const counted = site.stages?.includes(measure) ?? false;
  const known = site.measures?.includes(measure) ?? false;
  const of = `${measure} is ${counted ? "a count" : "not the value of deals"}`;
  if (component.basis === "deal" && known && !valued)
    problems.push(
      fault(
        `${path}.basis`,
        `the curve cannot be read deal by deal: ${of}`,
        `use bookings, grossMargin or pipeline, or leave basis out`,
      ),
    );
  if (has("payPerDealAtMost") && component.basis !== "deal")
    problems.push(
      fault(
        `${path}.payPerDealAtMost`,
        '"payPerDealAtMost" needs "basis": "deal"',
        'to limit what one deal counts, use "dealAtMost"',
      ),
    );
  for (const key of ["dealAtMost", "dealAtLeast"] as const)
    if (has(key) && known && !valued && !(key === "dealAtLeast" && counted))
      problems.push(fault(`${path}.${key}`, `no deal has a value here: ${of}`, `leave ${key} out`));
  if (has("commissionable") && known && !valued && !counted)
    problems.push(
      fault(`${path}.commissionable`, `no deal has a source here: ${of}`, "leave it out"),
    );
  for (const source of Object.keys(objectIn(component, "commissionable") ?? {}))
    problems.push(
      ...namedThing(
        `${path}.${pathOf(["commissionable", source])}`,
        "source",
        source,
        site.sources?.keys(),
      ),
    );
  problems.push(...windowProblems(path, component, site));
  return problems;
}

function valuesDeals(measure: string, site: Site, seen: readonly string[] = []): boolean {
  const stated = site.stated.get(measure);
  if (!stated) return ofDeals.has(measure);
  const parts = Object.keys(objectIn(stated, "of") ?? {}).filter((part) => !seen.includes(part));
  return parts.length > 0 && parts.every((part) => valuesDeals(part, site, [...seen, measure]));
}

function windowProblems(path: string, component: JsonObject, { days, stated }: Site): Problem[] {
  const window = objectIn(component, "window");
  const { from, to } = window ?? {};
  if (typeof from !== "string" || typeof to !== "string" || !days) return [];
  const measure = word(component.measure);
  if (stated.get(measure)?.kind === "score")
    return [
      fault(
        `${path}.window`,
        `${measure} is a score, which has no days`,
        "leave the window out, or state the score for its months alone",
      ),
    ];
  if (to >= days.first && from <= days.last) return [];
  return [
    fault(
      `${path}.window`,
      `the window lies outside the calendar, which goes from ${days.first} to ${days.last.slice(0, 7)}`,
      "nothing would ever count: correct the days",
    ),
  ];
}
