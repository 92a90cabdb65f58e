/**
 * Exact decimals and periods as people read them, for statements in text and HTML.
 *
 * Always    digits are those of the decimal text, never through a double; minus is U+2212; groups of three.
 */
import type { DealLine, Statement } from "#models";

const MINUS = "\u2212";

/** "38358.20" as 38,358.20. */
export function exactAmount(decimal: string): string {
  const negative = decimal.startsWith("-");
  const [whole = "0", part] = decimal.replace("-", "").split(".");
  const grouped = whole.replaceAll(/\B(?=(\d{3})+(?!\d))/g, ",");
  const text = part === undefined ? grouped : `${grouped}.${part}`;
  return negative && /[1-9]/.test(decimal) ? `${MINUS}${text}` : text;
}

/** A share as a percentage, with as many decimals as it has, at least two and at most six: 0.8257 is 82.57%. */
export function exactPercent(decimal: string): string {
  const negative = decimal.startsWith("-");
  const [whole = "0", part = ""] = decimal.replace("-", "").split(".");
  const scaled = BigInt(`${whole}${part.padEnd(9, "0").slice(0, 9)}`);
  const digits = String((scaled + 5n) / 10n).padStart(9, "0");
  const after = digits.slice(-6).replace(/0{1,4}$/, "");
  const text = `${exactAmount(digits.slice(0, -6).replace(/^0+(?=\d)/, ""))}.${after}%`;
  return negative ? `${MINUS}${text}` : text;
}

const months =
  "January February March April May June July August September October November December".split(
    " ",
  );

function monthName(month: string): string {
  return months[Number(month.slice(5, 7)) - 1] ?? month;
}

/** "2027-01" to "2027-03" as January to March 2027. */
export function monthsInWords(from: string, to: string): string {
  const [first, last] = [from.slice(0, 4), to.slice(0, 4)];
  if (from === to) return `${monthName(from)} ${first}`;
  return first === last
    ? `${monthName(from)} to ${monthName(to)} ${last}`
    : `${monthName(from)} ${first} to ${monthName(to)} ${last}`;
}

const MOST_PLACES = 6;

/** What a step of a trace comes to, in its unit; of long fractions six decimals are shown. */
export function stepText(value: string | undefined, unit: string | undefined): string {
  if (value === undefined) return "";
  if (!/^-?\d+(\.\d+)?$/.test(value)) return value;
  if (unit === "share") return exactPercent(value);
  const [whole = "0", part = ""] = value.replace("-", "").split(".");
  if (part.length <= MOST_PLACES) return exactAmount(value);
  const digits = String((BigInt(`${whole}${part.slice(0, MOST_PLACES + 1)}`) + 5n) / 10n);
  const padded = digits.padStart(MOST_PLACES + 1, "0");
  const short = `${padded.slice(0, -MOST_PLACES)}.${padded.slice(-MOST_PLACES)}`.replace(
    /\.?0+$/,
    "",
  );
  return exactAmount(value.startsWith("-") ? `-${short}` : short);
}

/** A deal of a line in words: its day, the share of it where it is not whole, what it pays, why it counts less. */
export function dealWords({ date, amount, credit, pays, kept, note, row }: DealLine): string {
  return [
    date,
    ...(Number(credit) === 1 ? [] : [`${exactAmount(amount)} × ${stepText(credit, "share")}`]),
    ...(pays === undefined ? [] : [`pays ${exactAmount(pays)}`]),
    ...(kept === undefined ? [] : [`${exactAmount(kept)} of it after the cap`]),
    ...(note === undefined || note === "" ? [] : [note]),
    ...(row === undefined ? [] : [`row ${row}`]),
  ].join(", ");
}

/** Titles of roles by id, for people; an id without one stands for itself. */
export type RoleTitles = Readonly<Record<string, string>>;

/** The role or roles a statement is for. */
export function rolesInWords(
  { role, roles }: Statement["participant"],
  titles: RoleTitles,
): string {
  const named = (roles.length > 1 ? roles : [role]).map((id) => titles[id] ?? id);
  return named.join(", then ");
}
