/**
 * What can change between two plans that studies speak of: which they are, what the model takes for granted, and what
 * nobody has measured.
 *
 * Always    the published range is the hull of the printed sizes of a topic's studies, a study that found nothing
 *           counting as zero; a topic without a printed size has none, and nothing is judged by it.
 * Source    docs/evidence.md
 */
import { shares, studyOf } from "./studies.ts";

export type Topic = {
  title: string;
  /** The result that stands beside the studies. */
  outcome: "bookings" | "leadQuality" | "discounts";
  studies: readonly string[];
  /** Centre of the range where one can be read from the studies [judgement]. */
  centre?: number;
  assumes: readonly string[];
  unknown: readonly string[];
};

/** The topics, most telling first. */
export const topics = {
  teamBonus: {
    title: "Team and joint bonuses",
    outcome: "bookings",
    studies: [
      "friebel-2017",
      "delfgaauw-tournament",
      "delfgaauw-2013",
      "knez-2001",
      "garbers-2014",
    ],
    centre: 0.025,
    assumes: [
      "What one of n people feels of a shared result is 1/n, and a part of the rest by peer pressure.",
      "How much people care for their work apart from pay, which decides the size.",
    ],
    unknown: [
      "Trials cover bonuses within one shop: no trial has paid sales and marketing on one result.",
    ],
  },
  groupPay: {
    title: "Shared pay in place of own pay",
    outcome: "bookings",
    studies: ["friebel-2017", "delfgaauw-tournament", "hamilton-2003", "nalbantian-1997"],
    assumes: [
      "What moves from the own result to a shared one is felt at 1/n, and a part of the rest by peer pressure: theory (Holmström 1982), not an estimate.",
    ],
    unknown: ["No trial has taken own commission from sellers and paid it on a joint result."],
  },
  profitBonus: {
    title: "Bonuses on profit",
    outcome: "bookings",
    studies: ["manthei-bonus-2023"],
    assumes: ["A bonus on margin is felt as one on sales is."],
    unknown: ["Whether people see what they can do for profit as they see it for sales."],
  },
  capAndQuota: {
    title: "Caps, quotas and ratchets dropped",
    outcome: "bookings",
    studies: ["misra-2011", "kishore-2013"],
    assumes: ["People know how far they are from a cap or threshold, on average over luck."],
    unknown: ["How much of the +9% is the cap, the quota or the ratchet: all three went at once."],
  },
  quantityPay: {
    title: "More pay for quantity",
    outcome: "leadQuality",
    studies: ["kim-2019", "kishore-2013", "jenkins-1998", "garbers-2014"],
    assumes: [
      "More volume dilutes quality, and effort moves from unpaid tasks to the paid one (ν and ρ): assumptions.",
    ],
    unknown: ["How far quality falls: no study prints a size for leads."],
  },
  volumeToQuality: {
    title: "Marketing moves from volume to quality",
    outcome: "leadQuality",
    studies: [],
    assumes: [
      "Paid on later results, marketing turns from volume to quality, and better leads close better: the channel most of a joint plan’s gain comes through.",
    ],
    unknown: [
      "No field study has measured marketing’s move from volume to quality. Ranges for totals bound the sum and say nothing of its parts.",
    ],
  },
  individualPay: {
    title: "More pay on the own result",
    outcome: "bookings",
    studies: ["shearer-2004", "lazear-2000", "kishore-2013"],
    assumes: [
      "An elasticity of effort to pay of .3; effort experiments give .02 to .03, structural estimates more.",
    ],
    unknown: ["These studies begin at a wage: what a higher rate adds to a rate is less."],
  },
  accelerators: {
    title: "Steeper pay above target",
    outcome: "discounts",
    studies: ["larkin-2014", "steenburgh-2008", "chung-2014"],
    assumes: [
      "Nobody moves a deal in time or gives a discount for it, unless timing is switched on.",
    ],
    unknown: ["Two studies disagree: Larkin finds mistimed discounts, Steenburgh mostly effort."],
  },
  lumpBonus: {
    title: "Lump bonuses and cliffs",
    outcome: "bookings",
    studies: ["steenburgh-2008", "chung-2014", "kishore-2013"],
    assumes: [
      "People near a cliff try hardest, and what they expect of each other decides where they end.",
    ],
    unknown: ["No study prints the size of a cliff’s effect on its own."],
  },
  feedback: {
    title: "Feedback and review talks",
    outcome: "bookings",
    studies: ["manthei-talks-2023", "bandiera-2013", "gjedrem", "feedback-meta"],
    assumes: [
      "+2% on what it moves, give or take 4.7 points; a fifth of that beside a profit bonus.",
    ],
    unknown: ["Nobody has measured feedback between sales and marketing. Its hours are certain."],
  },
  practices: {
    title: "Alignment practices",
    outcome: "bookings",
    studies: [
      "role-ambiguity-meta",
      "kleingeld-2011",
      "team-building-meta",
      "rotation-meta",
      "le-meunier-fitzhugh-2011",
      "hulland-2012",
    ],
    assumes: [
      "Every effect is carried over from other settings, as a band that includes zero; practices share causes, so each counts half.",
    ],
    unknown: [
      "No trial or natural experiment has measured any of the eight practices between sales and marketing. Only their hours are certain.",
    ],
  },
  alignment: {
    title: "The level of alignment",
    outcome: "bookings",
    studies: ["le-meunier-fitzhugh-2011", "peterson-2015", "aligned-growth"],
    assumes: [
      "Alignment makes people feel more of a shared result (ψ1) and does nothing else by itself.",
    ],
    unknown: [
      "Growth gaps of aligned firms compare firms chosen by their growth: as causes they weigh nothing.",
    ],
  },
} as const satisfies Record<string, Topic>;
export type TopicId = keyof typeof topics;
export const topicIds = Object.keys(topics) as [TopicId, ...TopicId[]];

/** Hull of the printed sizes of a topic's studies, in shares; null where none prints one. */
export function publishedRange(id: TopicId): { low: number; high: number } | null {
  const found = topics[id].studies.flatMap((study) => {
    const one = studyOf(study);
    const printed = shares(one).flatMap(({ value, recalled }) => (recalled ? [] : [value]));
    return one.none ? [0, ...printed] : printed;
  });
  return found.length === 0 ? null : { low: Math.min(...found), high: Math.max(...found) };
}
