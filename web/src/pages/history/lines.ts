/**
 * The difference of two versions as sentences, grouped by whose plan they are of, with people and money.
 *
 * Terms     money of a group of lines = what changes decided on together add to expected first-year pay.
 * Always    every change is told once; the money of several changes stands once, under the last of them.
 */
import type { DeltaMoney, PlanDelta } from "#models";
import type { ChangeLine } from "../../lib/api.ts";
import { count, placeHeading, wholeMoney, wholeMoneyChange } from "../../lib/format.ts";

type Line = {
  part: string;
  change: string;
  /** "23 people", where it is of somebody's pay. */
  people: string | undefined;
  /** Name of the file it comes through. */
  through: string | undefined;
  money: string | undefined;
};
export type Group = { place: string; lines: Line[] };

/** Lines by place, in the order of the document. */
export function groupsOf(
  changes: readonly ChangeLine[],
  delta: PlanDelta | undefined,
  currency: string,
): Group[] {
  const groups = new Map<string, Line[]>();
  for (const line of changes) {
    const place = placeHeading(line.place, line.path);
    const lines = groups.get(place) ?? [];
    lines.push({
      part: line.part,
      change: changeInWords(line),
      people: line.people === null ? undefined : peopleInWords(line.people),
      through: line.through ?? undefined,
      money: moneyOf(line, delta, currency),
    });
    groups.set(place, lines);
  }
  return [...groups].map(([place, lines]) => ({ place, lines }));
}

function changeInWords({ before, after, part }: ChangeLine): string {
  if (part === "reworded") return "";
  if (before === "none") return after === "set" ? "new" : `new, ${after}`;
  if (after === "none") return before === "set" ? "removed" : `removed, was ${before}`;
  if (before === "set" && after === "set") return "changed";
  return `${before} to ${after}`;
}

function peopleInWords(people: number): string {
  return people === 1 ? "1 person" : `${count(people)} people`;
}

function moneyOf(
  line: ChangeLine,
  delta: PlanDelta | undefined,
  currency: string,
): string | undefined {
  const at = delta?.changes.findIndex(({ says }) => says === line.says) ?? -1;
  const found = at < 0 ? undefined : delta?.money.find(({ lines }) => lines.at(-1) === at);
  return found && moneyInWords(found, currency);
}

/** "expected pay +$184k ± $3k, with the change above". */
export function moneyInWords(
  { pay, within, lines }: Omit<DeltaMoney, "lines"> & { lines?: readonly number[] },
  currency: string,
): string {
  const figure = `expected pay ${wholeMoneyChange(pay, currency)}`;
  const error = within > 0 ? ` ± ${wholeMoney(within, currency)}` : "";
  const others = (lines?.length ?? 1) - 1;
  const shared =
    others <= 0
      ? ""
      : others === 1
        ? ", with one more change"
        : `, with ${count(others)} more changes`;
  return `${figure}${error}${shared}`;
}

/** "expected pay +$184k ± $3k, bookings unchanged, contribution −$184k": of all changes together. */
export function wholeInWords(whole: Omit<DeltaMoney, "lines">, currency: string): string {
  const { pay, bookings, contribution } = whole;
  const said = (amount: number): string =>
    Math.abs(amount) < 0.5 ? "unchanged" : wholeMoneyChange(amount, currency);
  if ([pay, bookings, contribution].every((amount) => Math.abs(amount) < 0.5))
    return "expected pay, bookings and contribution unchanged";
  const money = Math.abs(pay) < 0.5 ? "expected pay unchanged" : moneyInWords(whole, currency);
  return `${money}, bookings ${said(bookings)}, contribution ${said(contribution)}`;
}
