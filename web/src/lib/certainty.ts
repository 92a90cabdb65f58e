/**
 * How sure: a chance in whole years of 100 and the word that goes with it.
 *
 * Terms     chance = share of simulated years in which a measure is higher (or people are better off), luck and what
 *           we do not know together; noise = a mean below twice its simulation error.
 * Always    the word comes with its count; words follow the count as shown, so that the two never disagree.
 */
export type Direction = "up" | "down" | "none";

export type CertaintyWord =
  "almost certain" | "very likely" | "likely" | "more likely than not" | "too close to call";

export type Certainty = {
  direction: Direction;
  word: CertaintyWord;
  /** As used before a verb: "very likely leaves". */
  adverb: string;
  /** Years of 100 in which it goes the way of `direction`: "94", "over 99"; for no direction, years in which it is higher. */
  count: string;
};

/** Certainty of a chance; `noise` overrides it. */
export function certaintyOf(chance: number, noise = false): Certainty {
  const years = Math.round(chance * 100);
  if (noise || (years >= 41 && years <= 59)) {
    const count = countOf(chance);
    return { direction: "none", word: "too close to call", adverb: "perhaps", count };
  }
  const direction = years > 50 ? "up" : "down";
  const toward = direction === "up" ? chance : 1 - chance;
  const word = wordFor(direction === "up" ? years : 100 - years);
  const adverb = word === "almost certain" ? "almost certainly" : word;
  return { direction, word, adverb, count: countOf(toward) };
}

/** A chance as a count of 100: "94", "over 99", "under 1". */
export function countOf(chance: number): string {
  const years = Math.round(chance * 100);
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
