/**
 * Why a comparison comes out as it does, in four short sentences: through which behaviour, how much of it before people
 * respond, what was ever measured, what nobody knows.
 *
 * Terms     before anybody responds = the other scenario on the old behaviour; called the formula alone where what
 *           differs is how people are paid.
 * Not here  each at length (effortWords.ts, attribution.ts, evidence/, measureNext.ts).
 */
import { inSentence, percent } from "../words.ts";
import { behaviourClaim, teamEfforts } from "./effortWords.ts";
import { evidenceClaim, percentChange } from "./evidence/words.ts";
import type { Evidence } from "./evidence/result.ts";
import { responseState } from "./outcomes.ts";
import type { Drivers, ScenarioDifference, ScenarioResult } from "./result.ts";

export type Reason = { head: string; text: string };

export type ReasonsGiven = {
  base: ScenarioResult;
  other: ScenarioResult;
  evidence: Evidence | undefined;
  /** Undefined until simulated years are in. */
  difference: ScenarioDifference | undefined;
  /** The change of bookings; `none` where there is none in any year. */
  bookings: { none: boolean; mechanical: number; response: number; runRate: number };
  /** A change of money in words. */
  money: (amount: number) => string;
};

/** The four reasons; one without anything to say has no text. */
export function reasonsOf(given: ReasonsGiven): Reason[] {
  return [
    { head: "Through what people do", text: behaviourReason(given) },
    { head: unansweredHead(given.evidence), text: formulaReason(given) },
    { head: "What was ever measured", text: evidenceReason(given) },
    { head: "What nobody knows", text: unknownReason(given) },
  ];
}

/** True where all that is known to differ is something else than how people are paid: practices. */
export function paysAlike(evidence: Evidence | undefined): boolean {
  const topics = evidence?.topics ?? [];
  return topics.length > 0 && topics.every(({ roles }) => roles.length === 0);
}

/** What the part of a change is called that is there on the old behaviour. */
export function unansweredWords(evidence: Evidence | undefined): string {
  return paysAlike(evidence) ? "Before anybody responds" : "Formula alone";
}

function unansweredHead(evidence: Evidence | undefined): string {
  return paysAlike(evidence) ? "Before and after people respond" : "Formula or response";
}

function behaviourReason({ base, other }: ReasonsGiven): string {
  const state = responseState(other);
  if (state === "off") return "People's response is switched off.";
  if (state === "none") return "No equilibrium was found, so that people's response is not known.";
  return `${behaviourClaim(teamEfforts(base, other))}.`;
}

function formulaReason({ other, evidence, difference, bookings, money }: ReasonsGiven): string {
  const alike = paysAlike(evidence);
  if (bookings.none)
    return `Bookings stay as they are, ${alike ? "before and after people respond" : "with the formula and with the response"}.`;
  const mechanical = money(bookings.mechanical);
  const known = responseState(other) !== "none";
  const response = known ? money(bookings.response) : "is not known";
  const parts = alike
    ? `bookings change by ${mechanical} before anybody responds, people's response ${known ? "brings " : ""}${response}`
    : `the formula alone brings ${mechanical} of bookings, people's response ${response}`;
  const basis = difference
    ? other.uncertain.length > 0
      ? "mean over what we do not know"
      : "mean over luck"
    : "at the middle assumptions";
  return `In the first year, ${basis}, ${parts}; at full effect it is ${money(bookings.runRate)} a year.`;
}

function evidenceReason({ base, other, evidence, difference }: ReasonsGiven): string {
  if (!evidence) return "";
  const range = evidence.topics.length > 0 ? bookingsRange(base, other, difference) : undefined;
  const own = range
    ? `; over what we do not know the model gives ${percentChange(range.p5)} to ${percentChange(range.p95)}`
    : "";
  return `${evidenceClaim(evidence, other.response)}${other.response ? own : ""}.`;
}

/** P5 to P95 of the change of bookings at full effect, over what we do not know, as shares of the baseline. */
export function bookingsRange(
  base: ScenarioResult,
  other: ScenarioResult,
  difference: ScenarioDifference | undefined,
): { p5: number; p95: number } | undefined {
  const level = base.expected.steadyState.totals.bookings;
  if (!difference || other.uncertain.length === 0 || level === 0) return undefined;
  const { p5, p95 } = difference.totals["bookings"]?.runRate ?? {};
  if (p5 === undefined || p95 === undefined) return undefined;
  return { p5: p5 / level, p95: p95 / level };
}

/** The first thing that no study has measured, and the number that makes most of the doubt about contribution. */
function unknownReason({ evidence, difference }: ReasonsGiven): string {
  const unmeasured = (evidence?.topics ?? []).find(({ studies }) => studies.length === 0);
  return [unmeasured?.unknown[0] ?? "", mostDoubt(difference?.drivers)].filter(Boolean).join(" ");
}

function mostDoubt(drivers: Drivers | null | undefined): string {
  const [first] = (drivers?.numbers ?? []).toSorted((a, b) => shareOf(b) - shareOf(a));
  if (!first || shareOf(first) < 0.05) return "";
  return `${percent(shareOf(first))} of the doubt about contribution is ${inSentence(first.title)}.`;
}

function shareOf({ shares }: Drivers["numbers"][number]): number {
  return shares["contribution"] ?? 0;
}
