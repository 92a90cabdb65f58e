/** Why, in one screen: the engine's four sentences on the scenario in focus, in the page's figures. */
import { type Reason, reasonsOf } from "#models";
import { shortMoneyChange, typeset } from "../../lib/format.ts";
import { evidenceOf } from "./evidence.ts";
import { changeOf, differenceOf, unitOf, type View } from "./view.ts";
import { isNone } from "./words.ts";

/** The reasons that have anything to say. */
export function reasonsIn(view: View): Reason[] {
  const { baseline, focus, currency } = view;
  const change = changeOf(view, focus, "bookings");
  const unit = unitOf(view, "bookings");
  return reasonsOf({
    base: baseline.result,
    other: focus.result,
    evidence: evidenceOf(view),
    difference: differenceOf(view, focus.result),
    bookings: { ...change, none: isNone(change) },
    money: (amount) => shortMoneyChange(amount, currency, unit),
  }).flatMap(({ head, text }) => (text === "" ? [] : [{ head, text: typeset(text) }]));
}
