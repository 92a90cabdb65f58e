/**
 * Published ranges of pay mix and quota, by kind of role: what vendors and surveys print, no more.
 *
 * Always    grade E: surveys, vendors, practice; roles that no range fits get none.
 * Source    docs/guide/economics.md
 */
import type { PublishedMix } from "./economicsResult.ts";

const SURVEY = "vendor guides and surveys of business-to-business sales pay";

/** In order: the first whose words are in the role's name holds. */
const ranges: { words: RegExp; mix: PublishedMix }[] = [
  range(/\b(sdr|bdr)s?\b|development rep/, "sales development", [0.6, 0.7]),
  range(/account manag/, "account manager", [0.6, 0.7]),
  range(/customer success/, "customer success manager", [0.7, 0.8]),
  range(
    /enterprise.*(account exec|\bae\b)|(account exec|\bae\b).*enterprise/,
    "enterprise AE",
    [0.5, 0.6],
  ),
  range(/account exec|\baes?\b/, "account executive", [0.5, 0.6]),
  range(/(sales|regional|area) (manager|director)|vp.{0,4}sales/, "sales manager", [0.6, 0.7]),
];

function range(words: RegExp, role: string, [baseFrom, baseTo]: [number, number]) {
  return { words, mix: { role, baseFrom, baseTo, grade: "E", source: SURVEY } };
}

/** The published pay mix that fits a role by its name, or null. */
export function publishedMix(id: string, title: string): PublishedMix | null {
  const name = `${id.replace(/([a-z])([A-Z])/g, "$1 $2")} ${title}`.toLowerCase();
  return ranges.find(({ words }) => words.test(name))?.mix ?? null;
}

/** Quota over OTE as published: 4 to 5 advised, below 3 dear, above 8 outside every guide. */
export const publishedQuota = { low: 3, high: 8, grade: "E", source: SURVEY } as const;
