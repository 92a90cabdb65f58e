/**
 * Numbers and words of the tables, by one set of rules.
 *
 * Always    minus is U+2212; differences carry their sign, levels do not, zero is "0"; shares are rates in %, their
 *           differences are points; chances are whole years of 100,
 *           counted on the more likely side: the other side is 100 minus it.
 */

/** Money in headlines is shown in one scale down a column. */
export type Scale = { divisor: number; suffix: string; decimals: number };

type Sign = "level" | "difference";

/** The scale that shows the largest of some amounts with three figures, and the smallest with two where that can be. */
export function scaleOf(amounts: readonly number[]): Scale {
  const sizes = amounts.map(Math.abs).filter((size) => size > 0 && Number.isFinite(size));
  const most = Math.max(0, ...sizes);
  const { suffix, divisor, decimals } = scales.find(({ from }) => most >= from) ?? units;
  const needed = most / divisor < 100 ? decimals : decimals - 1;
  const smallest = Math.min(...sizes) / divisor;
  return { divisor, suffix, decimals: smallest < 9.5 ? decimals : Math.max(0, needed) };
}

const units = { suffix: "", divisor: 1, decimals: 0 };
const scales = [
  { suffix: "bn", divisor: 1e9, from: 1e9, decimals: 2 },
  { suffix: "m", divisor: 1e6, from: 1e6, decimals: 2 },
  { suffix: "k", divisor: 1e3, from: 1e4, decimals: 1 },
];

/** Ways to write amounts of one currency. */
export type Money = {
  /** In k, m or bn. One too small to show in its column's scale is shown in its own. */
  headline: (amount: number, sign: Sign, scale?: Scale) => string;
  /** In whole units: people's pay. */
  whole: (amount: number, sign: Sign) => string;
};

export function moneyIn(currency: string): Money {
  const format = (amount: number, sign: Sign, decimals: number): string => {
    const number = new Intl.NumberFormat("en-US", {
      style: "currency",
      currency,
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      signDisplay: sign === "difference" ? "exceptZero" : "negative",
    });
    return withMinus(number.format(amount));
  };
  const headline = (amount: number, sign: Sign, scale = scaleOf([amount])): string => {
    const shown = Math.abs(amount / scale.divisor) >= 0.5 * 10 ** -scale.decimals;
    if (amount === 0) return "0";
    if (!shown && scale.divisor > 1) return headline(amount, sign, scaleOf([amount]));
    if (!shown) return "0";
    return format(amount / scale.divisor, sign, scale.decimals) + scale.suffix;
  };
  const whole = (amount: number, sign: Sign): string => {
    return Math.abs(amount) < 0.5 ? "0" : format(amount, sign, 0);
  };
  return { headline, whole };
}

/** A share as a rate: 0.142 is "14.2%". */
export function percent(share: number): string {
  return `${fixed(share * 100, 1)}%`;
}

/** How much more or less than a whole, signed: 0.026 is "+2.6%". */
export function relative(share: number | null): string {
  if (share === null || !Number.isFinite(share)) return "";
  return `${signed(share * 100, 1)}%`;
}

/** A difference of two rates: 0.014 is "+1.4 points". */
export function points(difference: number): string {
  return `${signed(difference * 100, 1)} points`;
}

/** A number with so many decimals, grouped by thousands. */
export function fixed(value: number, decimals: number): string {
  return withMinus(numberFormat(decimals, "negative").format(value));
}

/** The same with its sign; none for one that rounds to nothing. */
export function signed(value: number, decimals: number): string {
  return withMinus(numberFormat(decimals, "exceptZero").format(value));
}

/** A count of people, whole where it is whole. */
export function count(people: number): string {
  return fixed(people, Math.abs(people - Math.round(people)) < 0.05 ? 0 : 1);
}

/** A probability as years of 100: "94", "over 99", "under 1". With its opposite it adds up to 100. */
export function ofHundred(probability: number): string {
  const likely = likelierYears(probability);
  if (likely > 99) return probability >= 0.5 ? "over 99" : "under 1";
  return String(probability >= 0.5 ? likely : 100 - likely);
}

/** Years of 100 of the more likely side; a half is rounded up, also one that the binary fraction just misses. */
function likelierYears(probability: number): number {
  return Math.round(100 * Math.max(probability, 1 - probability) + 1e-9);
}

type Chance = { mean: number; standardError: number; probabilityHigher: number };

/** What a paired difference comes to: "94 higher: likely". */
export function certainty(difference: Chance): string {
  return isNone(difference) ? "no difference" : `${chance(difference)}: ${verdictOf(difference)}`;
}

/** In how many years of 100 it goes the way it mostly goes: "94 higher". */
export function chance(difference: Chance): string {
  const { probabilityHigher } = difference;
  if (isNone(difference)) return "no difference";
  const above = probabilityHigher >= 0.5;
  return `${ofHundred(above ? probabilityHigher : 1 - probabilityHigher)} ${above ? "higher" : "lower"}`;
}

/** True where two scenarios give the same number in every year. */
export function isNone({ mean, standardError }: Chance): boolean {
  return mean === 0 && standardError === 0;
}

/** The certainty word of a paired difference, in whichever direction it goes. */
export function verdictOf({ mean, standardError, probabilityHigher }: Chance): string {
  const withinNoise = Math.abs(mean) < 2 * standardError;
  return withinNoise ? "too close to call" : certaintyWord(probabilityHigher);
}

/** The word for a probability or its opposite, by whole years of 100. */
function certaintyWord(probability: number): string {
  const years = likelierYears(probability);
  if (years >= 99) return "almost certain";
  if (years >= 95) return "very likely";
  if (years >= 80) return "likely";
  if (years >= 60) return "more likely than not";
  return "too close to call";
}

/** Seconds as people say them: "0.8 s", "2 min 5 s". */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** One thing or several: "1 problem", "2 problems". */
export function several(amount: number, one: string, many = `${one}s`): string {
  return `${fixed(amount, 0)} ${amount === 1 ? one : many}`;
}

/** A word of a command line as a shell reads it. */
export function quoted(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

function numberFormat(decimals: number, signDisplay: "exceptZero" | "negative"): Intl.NumberFormat {
  return new Intl.NumberFormat("en-US", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    signDisplay,
  });
}

function withMinus(text: string): string {
  return text.replaceAll("-", "−");
}
