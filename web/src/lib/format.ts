/**
 * Numbers as people read them.
 *
 * Always    minus is U+2212 without a space; changes carry a sign, levels never, and what rounds to zero has none;
 *           a column is formatted with one unit, so that its decimals line up.
 * Terms     short money = with k, m or bn, for headlines; whole money = to the unit, for one person's pay;
 *           points = a difference of two rates, in hundredths.
 */
import { capitalised } from "#models";

export { capitalised, inSentence } from "#models";

const MINUS = "\u2212";
const LOCALE = "en-US";

/** How large amounts are cut down: divided by `per`, with `digits` decimals and a suffix. */
export type Unit = { suffix: "" | "k" | "m" | "bn"; per: number; digits: number };

/** The unit in which the largest of some amounts keeps about three figures; use one for a whole column. */
export function unitFor(amounts: readonly number[]): Unit {
  const largest = Math.max(0, ...amounts.map(Math.abs).filter(Number.isFinite));
  if (largest >= 99.995e9) return { suffix: "bn", per: 1e9, digits: 0 };
  if (largest >= 999.5e6) return { suffix: "bn", per: 1e9, digits: 2 };
  if (largest >= 99.995e6) return { suffix: "m", per: 1e6, digits: 0 };
  if (largest >= 99_950) return { suffix: "m", per: 1e6, digits: 2 };
  if (largest >= 9_999.5) return { suffix: "k", per: 1e3, digits: 1 };
  return { suffix: "", per: 1, digits: 0 };
}

/** A level for a headline: $61.40m. */
export function shortMoney(value: number, currency: string, unit = unitFor([value])): string {
  return withSymbol(plain(value / unit.per, unit.digits), currency, unit.suffix);
}

/** A change for a headline: +$1.62m. */
export function shortMoneyChange(value: number, currency: string, unit = unitFor([value])): string {
  return signed(shortMoney(Math.abs(value), currency, unit), value / unit.per, unit.digits);
}

/** A change in a unit named elsewhere, as on an axis: +1.62. */
export function bareChange(value: number, unit: Unit): string {
  return signed(plain(Math.abs(value / unit.per), unit.digits), value / unit.per, unit.digits);
}

/** A tick on an axis of changes, with no more decimals than it needs: +$5m, −$0.5m, 0. */
export function tickMoney(value: number, currency: string, unit: Unit): string {
  if (value === 0) return "0";
  const size = tickSizes.format(Math.abs(value / unit.per));
  return signed(withSymbol(size, currency, unit.suffix), value, 9);
}

/** A tick on an axis whose unit is in the caption: 5.5, +2, 0. */
export function bareTick(value: number, unit: Unit, isChange: boolean): string {
  const size = tickSizes.format(Math.abs(value / unit.per));
  return isChange || value < 0 ? signed(size, value, 9) : size;
}

const tickSizes = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 3 });

/** One person's pay, to the unit: $158,900. */
export function wholeMoney(value: number, currency: string): string {
  return withSymbol(plain(value, 0), currency, "");
}

/** A change in one person's pay: +$2,920. */
export function wholeMoneyChange(value: number, currency: string): string {
  return signed(wholeMoney(Math.abs(value), currency), value, 0);
}

/** A rate: 26.4%. */
export function percent(share: number, digits = 1): string {
  return `${plain(share * 100, digits)}%`;
}

/** A relative change: +2.6%. */
export function percentChange(share: number, digits = 1): string {
  return signed(`${plain(Math.abs(share) * 100, digits)}%`, share * 100, digits);
}

/** A difference of two rates: +1.4 points. */
export function pointsChange(difference: number, digits = 1): string {
  const size = plain(Math.abs(difference) * 100, digits);
  const one = Number(size) === 1;
  return signed(`${size} ${one ? "point" : "points"}`, difference * 100, digits);
}

/** A multiplier: 1.5×. */
export function multiple(value: number, digits = 1): string {
  return `${plain(value, digits)}×`;
}

/** A plain number with grouping: 1,000. */
export function count(value: number, digits = 0): string {
  return plain(value, digits);
}

/** A plain change: +12. */
export function countChange(value: number, digits = 0): string {
  return signed(plain(Math.abs(value), digits), value, digits);
}

/** Small whole numbers as words at the start of a sentence or in one: eleven people. */
export function countInWords(value: number): string {
  return wordsTo(Math.round(value)) ?? count(value);
}

/** A place of a scenario as a heading: what is called by its id alone stays as it is written. */
export function placeHeading(place: string, path: string): string {
  return /^(?:roles|plans|pools)\b/.test(path) ? place : capitalised(place);
}

/** For running text: a sign is never parted from its amount at the end of a line. */
export function unbroken(text: string): string {
  return text.replaceAll(/([+\u2212±])(?=\p{Sc})/gu, "$1\u2060");
}

/** The engine's sentences with the apostrophes of print: "marketing’s bonus". */
export function typeset(text: string): string {
  return text.replaceAll("'", "\u2019");
}

/** "Sales", "Sales and Marketing", "A, B and C". */
export function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

const SHORT_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const LONG_MONTHS =
  "January February March April May June July August September October November December".split(
    " ",
  );

/** "Mar": month `index` of a calendar that starts in "2027-01". */
export function shortMonth(start: string, index: number): string {
  return SHORT_MONTHS[monthOf(start, index)]!;
}

/** "March". */
export function longMonth(start: string, index: number): string {
  return LONG_MONTHS[monthOf(start, index)]!;
}

/** "January to December 2027", or "July 2027 to June 2028". */
export function span(start: string, months: number): string {
  const [first, last] = [yearOf(start, 0), yearOf(start, months - 1)];
  const from = first === last ? longMonth(start, 0) : `${longMonth(start, 0)} ${first}`;
  return `${from} to ${longMonth(start, months - 1)} ${last}`;
}

/** The symbol of a currency as it stands before an amount: "$", "CHF\u00a0". */
export function currencySymbol(currency: string): string {
  const symbol = symbolOf(currency);
  return /[A-Za-z]$/.test(symbol) ? `${symbol}\u00a0` : symbol;
}

function monthOf(start: string, index: number): number {
  return (Number(start.slice(5, 7)) - 1 + index) % 12;
}

function yearOf(start: string, index: number): number {
  return Number(start.slice(0, 4)) + Math.floor((Number(start.slice(5, 7)) - 1 + index) / 12);
}

function plain(value: number, digits: number): string {
  if (!Number.isFinite(value)) return "none";
  const text = formatter(digits).format(Math.abs(value));
  return value < 0 && !isZero(value, digits) ? MINUS + text : text;
}

/** A sign before a size, none where the value rounds to zero. */
function signed(size: string, value: number, digits: number): string {
  if (!Number.isFinite(value) || isZero(value, digits)) return size;
  return (value < 0 ? MINUS : "+") + size;
}

function isZero(value: number, digits: number): boolean {
  return Number(Math.abs(value).toFixed(digits)) === 0;
}

function withSymbol(number: string, currency: string, suffix: string): string {
  const negative = number.startsWith(MINUS);
  const size = negative ? number.slice(1) : number;
  return `${negative ? MINUS : ""}${currencySymbol(currency)}${size}${suffix}`;
}

const formatters = new Map<number, Intl.NumberFormat>();

function formatter(digits: number): Intl.NumberFormat {
  let found = formatters.get(digits);
  if (!found) {
    found = new Intl.NumberFormat(LOCALE, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formatters.set(digits, found);
  }
  return found;
}

const symbols = new Map<string, string>();

function symbolOf(currency: string): string {
  let symbol = symbols.get(currency);
  if (symbol === undefined) {
    const format = new Intl.NumberFormat(LOCALE, {
      style: "currency",
      currency,
      currencyDisplay: "narrowSymbol",
    });
    symbol = format.formatToParts(0).find((part) => part.type === "currency")?.value ?? currency;
    symbols.set(currency, symbol);
  }
  return symbol;
}

function wordsTo(value: number): string | undefined {
  const words = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
  ];
  return words[value];
}
