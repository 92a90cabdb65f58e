/**
 * What became of the published experiments that the model was tried on (scenarios/evidence), as data beside the topics
 * they are of.
 *
 * Terms     verdict = words as the suite found them under default parameters; agreement = the same in one word.
 * Always    the suite holds both to what comes out (npm run evidence -- experiments), so that none is out of date.
 * Not here  the scenarios and how a verdict is reached (tests/evidence/experiments.ts).
 * Source    docs/evidence.md
 */
import type { TopicId } from "./topics.ts";

/** From good to bad: near or the right directions, right direction and wrong size, undecided, wrong direction. */
export const agreements = ["agrees", "wrongSize", "cannotTell", "wrongDirection"] as const;
type Agreement = (typeof agreements)[number];

export type ExperimentRecord = {
  what: string;
  source: string;
  /** The scenario that states what was done. */
  other: string;
  topics: readonly TopicId[];
  agreement: Agreement;
  verdict: string;
};

/** Every experiment of the suite with its verdict. */
export const experimentRecords: readonly ExperimentRecord[] = [
  {
    what: "Team bonus in a shop",
    source: "Friebel and others 2017",
    other: "shop-team-bonus",
    topics: ["teamBonus"],
    agreement: "wrongSize",
    verdict: "direction agrees, too small (53% of what was observed); its range holds it",
  },
  {
    what: "Prize for stores that do better",
    source: "Delfgaauw, Dur, Souverijn",
    other: "store-prize",
    topics: ["teamBonus"],
    agreement: "agrees",
    verdict: "agrees: less than a point where none was found",
  },
  {
    what: "Bonus on a store’s profit",
    source: "Manthei and others 2023",
    other: "profit-bonus",
    topics: ["profitBonus"],
    agreement: "wrongSize",
    verdict: "too large: +2.3% where none was found; its range reaches it",
  },
  {
    what: "Review talks",
    source: "Manthei and others 2023",
    other: "profit-talks",
    topics: ["feedback"],
    agreement: "wrongSize",
    verdict: "too small: next to nothing; its range does not hold it",
  },
  {
    what: "Profit bonus and review talks",
    source: "Manthei and others 2023",
    other: "profit-bonus-and-talks",
    topics: ["profitBonus"],
    agreement: "wrongSize",
    verdict: "too large: +1.9% where none was found; its range reaches it",
  },
  {
    what: "Cap, quota and ratchet dropped",
    source: "Misra, Nair 2011",
    other: "lenses-plain-commission",
    topics: ["capAndQuota", "capAdded"],
    agreement: "cannotTell",
    verdict: "cannot tell: −1.4% to +9.6% with no ratchet to a whole one",
  },
  {
    what: "Bonus at quota becomes commission",
    source: "Kishore and others 2013",
    other: "pharma-commission",
    topics: ["lumpBonus"],
    agreement: "agrees",
    verdict: "direction agrees: sales up, unrewarded down",
  },
  {
    what: "Pay for new loans alone",
    source: "Kim, Sudhir, Uetake 2019",
    other: "loans-acquisition-only",
    topics: ["quantityPay"],
    agreement: "agrees",
    verdict: "direction agrees: quantity up, quality down, sales down",
  },
  {
    what: "Group in place of own piece rate",
    source: "Hamilton and others 2003",
    other: "garments-group",
    topics: ["groupPay"],
    agreement: "wrongDirection",
    verdict: "wrong direction; its range does not hold it",
  },
  {
    what: "Piece rate in place of a wage",
    source: "Shearer 2004",
    other: "planters-piece-rate",
    topics: ["individualPay"],
    agreement: "wrongSize",
    verdict: "direction agrees, too large by a factor of 6.9; its range does not hold it",
  },
];

/** The experiments of a topic, in the order of the suite. */
export function experimentsOn(topic: TopicId): ExperimentRecord[] {
  return experimentRecords.filter(({ topics }) => topics.includes(topic));
}
