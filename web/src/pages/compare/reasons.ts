/**
 * Why, in one screen: through which behaviour, how much the formula alone does, what was ever measured, what nobody
 * knows. Each is said at length in a section of its own further down.
 */
import { lowerFirst, percent, percentChange, shortMoneyChange } from "../../lib/format.ts";
import { teamEfforts } from "./efforts.ts";
import { changeOf, unitOf, type View } from "./view.ts";
import { behaviourClaim, isNone } from "./words.ts";

export type Reason = { head: string; text: string };

/** The four reasons, in the order of the page's sections. */
export function reasonsOf(view: View): Reason[] {
  return [
    { head: "Through what people do", text: behaviourReason(view) },
    { head: "Formula or response", text: formulaReason(view) },
    { head: "What was ever measured", text: evidenceReason(view) },
    { head: "What nobody knows", text: unknownReason(view) },
  ];
}

function behaviourReason(view: View): string {
  const { response, expected } = view.focus.result;
  if (!response) return "People’s response is switched off.";
  if (expected.equilibrium.status === "none") return "No equilibrium was found: the formula alone.";
  return `${behaviourClaim(teamEfforts(view))}.`;
}

function formulaReason(view: View): string {
  const bookings = changeOf(view, view.focus, "bookings");
  if (isNone(bookings)) return "Bookings stay as they are, with the formula and with the response.";
  const unit = unitOf(view, "bookings");
  const money = (amount: number) => shortMoneyChange(amount, view.currency, unit);
  const fullEffect = shortMoneyChange(bookings.runRate, view.currency);
  return `The formula alone brings ${money(bookings.mechanical)} of bookings, people’s response ${money(bookings.response)}; at full effect it is ${fullEffect} a year.`;
}

function evidenceReason(view: View): string {
  const evidence = evidenceOf(view);
  if (!evidence || evidence.topics.length === 0) return "No study bears on what changed.";
  if (!evidence.found) return "Studies bear on what changed, and none prints a size.";
  const { low, high } = evidence.found;
  const range = low === 0 ? `0 to ${percentChange(high)}` : ends(low, high);
  const here = `${percentChange(evidence.bookings)} at full effect and the middle assumptions`;
  const places = {
    above: `${here} lies above that`,
    below: `${here} lies below that`,
    no: `${here} lies within`,
    unknown: `${here} cannot be judged by it`,
  };
  return `For changes of this kind studies found ${range} of sales; ${places[evidence.outside]}.`;
}

function ends(low: number, high: number): string {
  return `${percentChange(low)} to ${percentChange(high)}`;
}

/** The number that makes most of the doubt about contribution, and the first thing that no study has measured. */
function unknownReason(view: View): string {
  const drivers = view.comparison.differences.find(
    ({ scenario }) => scenario === view.focus.result.scenario.id,
  )?.drivers;
  const [first] = (drivers?.numbers ?? []).toSorted(
    (a, b) => (b.shares["contribution"] ?? 0) - (a.shares["contribution"] ?? 0),
  );
  const share = first?.shares["contribution"] ?? 0;
  const most =
    first && share >= 0.05
      ? `${percent(share, 0)} of the doubt about contribution is ${lowerFirst(first.title)}.`
      : "";
  const unmeasured = (evidenceOf(view)?.topics ?? []).find(({ studies }) => studies.length === 0);
  return [unmeasured ? (unmeasured.unknown[0] ?? "") : "", most].filter(Boolean).join(" ");
}

function evidenceOf(view: View) {
  return view.comparison.expected.find(({ scenario }) => scenario === view.focus.result.scenario.id)
    ?.evidence;
}
