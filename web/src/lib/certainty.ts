/**
 * How sure: a chance in whole years of 100 and the word that goes with it.
 *
 * Terms     chance = share of simulated years in which a measure is higher (or people are better off), luck and what
 *           we do not know together; noise = a mean below twice its simulation error.
 * Always    the word comes with its count; words follow the count as shown, so that the two never disagree; the more
 *           likely side is counted, the other is what is left of 100.
 */
export type Direction = "up" | "down" | "none";

export type CertaintyWord =
  "almost certain" | "very likely" | "likely" | "more likely than not" | "too close to call";

export type Certainty = {
  direction: Direction;
  word: CertaintyWord;
  /** As used before a verb: "very likely leaves". */
  adverb: string;
  /** The more likely way, also where it is too close to call. */
  side: "up" | "down";
  /** Years of 100 in which it goes the way of `side`: "94", "over 99". */
  count: string;
};

/** True from a quarter of the years on: fewer come from too few sets of assumptions to speak. */
export function isEnough(done: number, runs: number): boolean {
  return done > 0 && done >= runs / 4;
}

/** Certainty of a chance; `noise` overrides it. */
export function certaintyOf(chance: number, noise = false): Certainty {
  const years = likelyYears(chance);
  const side = chance >= 0.5 ? "up" : "down";
  const count = countWords(years);
  if (noise || years <= 59) {
    return { direction: "none", word: "too close to call", adverb: "perhaps", side, count };
  }
  const word = wordFor(years);
  const adverb = word === "almost certain" ? "almost certainly" : word;
  return { direction: side, word, adverb, side, count };
}

/** A chance as a count of 100: "94", "over 99", "under 1". */
export function countOf(chance: number): string {
  const years = likelyYears(chance);
  return countWords(chance >= 0.5 ? years : 100 - years);
}

/** Years of 100 of the more likely side; differences of rounding in the chance itself do not count. */
function likelyYears(chance: number): number {
  return Math.round(Number((Math.max(chance, 1 - chance) * 100).toFixed(9)));
}

function countWords(years: number): string {
  return years > 99 ? "over 99" : years < 1 ? "under 1" : String(years);
}

/** True where a mean cannot be told from zero at this number of simulated years. */
export function isNoise(mean: number, standardError: number): boolean {
  return Math.abs(mean) < 2 * standardError;
}

/** The weaker of some certainties, to speak for all of them in one word. */
export function weakest(certainties: readonly Certainty[]): Certainty {
  return certainties.toSorted((a, b) => RANKS.indexOf(a.word) - RANKS.indexOf(b.word))[0]!;
}

const RANKS: readonly CertaintyWord[] = [
  "too close to call",
  "more likely than not",
  "likely",
  "very likely",
  "almost certain",
];

function wordFor(years: number): CertaintyWord {
  if (years >= 99) return "almost certain";
  if (years >= 95) return "very likely";
  if (years >= 80) return "likely";
  return "more likely than not";
}
