/**
 * What can change between two plans that studies speak of: when it did, which studies they are, what the model takes for
 * granted, and what nobody has measured.
 *
 * Always    the published range is the hull of the printed sizes of a topic's studies, a study that found nothing
 *           counting as zero; a topic without a printed size has none, and nothing is judged by it; a change below half a
 *           per cent of a role's OTE is none.
 * Not here  what a plan pays for (paid.ts).
 * Source    docs/evidence.md
 */
import type { Model } from "../../company/compile.ts";
import {
  isCapped,
  jumpOf,
  payOn,
  payOnAll,
  payOnIndividual,
  payUpTo,
  poolsOf,
  ratchetOf,
  type RoleIn,
  steepnessOf,
  unpaidUpTo,
} from "./paid.ts";
import { shares, studyOf } from "./studies.ts";

/** Least change that counts, over OTE. */
const NOTICEABLE = 0.005;
/** Part of own pay that must go before shared pay stands in its place rather than beside it. */
const REPLACED = 0.25;
/** Least change of a slope above target, of a jump, and of attainment without pay. */
const STEEPER = 0.2;
const HIGHER = 0.1;
const EARLIER = 0.05;

export type Topic = {
  title: string;
  /** True where a role's pay changed in the way that the studies speak of. */
  touchesPay?: (was: RoleIn, is: RoleIn) => boolean;
  /** The same of a company, for what is no pay. */
  touches?: (was: Model, is: Model) => boolean;
  /** The result that stands beside the studies. */
  outcome: "bookings" | "leadQuality" | "discounts";
  studies: readonly string[];
  /** True where the studies did the reverse: their sizes are shown and are none of this. */
  reverse?: boolean;
  /** Centre of the range where one can be read from the studies [judgement]. */
  centre?: number;
  assumes: readonly string[];
  unknown: readonly string[];
};

/** The topics, most telling first. */
export const topics = {
  teamBonus: {
    title: "Team and joint bonuses",
    touchesPay: (was, is) => sharesMore(was, is) && !isReplaced(was, is),
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
    touchesPay: (was, is) => sharesMore(was, is) && isReplaced(was, is),
    outcome: "bookings",
    studies: ["friebel-2017", "delfgaauw-tournament", "hamilton-2003", "nalbantian-1997"],
    assumes: [
      "What moves from the own result to a shared one is felt at 1/n, and a part of the rest by peer pressure: theory (Holmström 1982), not an estimate.",
    ],
    unknown: ["No trial has taken own commission from sellers and paid it on a joint result."],
  },
  profitBonus: {
    title: "Bonuses on profit",
    touchesPay: (was, is) => isMore(payOn("profit", is) - payOn("profit", was), was),
    outcome: "bookings",
    studies: ["manthei-bonus-2023"],
    assumes: ["A bonus on margin is felt as one on sales is."],
    unknown: ["Whether people see what they can do for profit as they see it for sales."],
  },
  capAndQuota: {
    title: "Caps, quotas and ratchets dropped",
    touchesPay: (was, is) =>
      (isCapped(was) && !isCapped(is)) ||
      unpaidUpTo(was) - unpaidUpTo(is) > EARLIER ||
      ratchetOf(is) < ratchetOf(was),
    outcome: "bookings",
    studies: ["misra-2011", "kishore-2013"],
    assumes: ["People know how far they are from a cap or threshold, on average over luck."],
    unknown: ["How much of the +9% is the cap, the quota or the ratchet: all three went at once."],
  },
  capAdded: {
    title: "Caps, quotas and ratchets added",
    touchesPay: (was, is) =>
      (!isCapped(was) && isCapped(is)) ||
      unpaidUpTo(is) - unpaidUpTo(was) > EARLIER ||
      ratchetOf(is) > ratchetOf(was),
    outcome: "bookings",
    reverse: true,
    studies: ["misra-2011", "kishore-2013"],
    assumes: ["People know how far they are from a cap or threshold, on average over luck."],
    unknown: [
      "The studies saw caps, quotas and ratchets go: what bringing one in costs is the reverse of that by assumption.",
    ],
  },
  quantityPay: {
    title: "More pay for quantity",
    touchesPay: paysEarlier,
    outcome: "leadQuality",
    studies: ["kim-2019", "kishore-2013", "jenkins-1998", "garbers-2014"],
    assumes: [
      "More volume dilutes quality, and effort moves from unpaid tasks to the paid one (ν and ρ): assumptions.",
    ],
    unknown: ["How far quality falls: no study prints a size for leads."],
  },
  volumeToQuality: {
    title: "Marketing moves from volume to quality",
    touchesPay: (was, is) =>
      is.role.team === "marketing" &&
      paysLater(was, is) &&
      !paysEarlier(was, is) &&
      !isMore(payOnAll(was) - payOnAll(is), was),
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
    touchesPay: (was, is) => isMore(payOn("own", is) - payOn("own", was), was),
    outcome: "bookings",
    studies: ["shearer-2004", "lazear-2000", "kishore-2013"],
    assumes: [
      "An elasticity of effort to pay of .3; effort experiments give .02 to .03, structural estimates more.",
    ],
    unknown: ["These studies begin at a wage: what a higher rate adds to a rate is less."],
  },
  accelerators: {
    title: "Steeper pay above target and the timing of deals",
    touchesPay: (was, is) => steepnessOf(is) - steepnessOf(was) > STEEPER,
    touches: (was, is) => timingOf(was) !== timingOf(is),
    outcome: "discounts",
    studies: ["larkin-2014", "steenburgh-2008", "chung-2014"],
    assumes: [
      "Nobody moves a deal in time or gives a discount for it, unless timing is switched on.",
    ],
    unknown: ["Two studies disagree: Larkin finds mistimed discounts, Steenburgh mostly effort."],
  },
  lumpBonus: {
    title: "Lump bonuses and cliffs",
    touchesPay: (was, is) => jumpOf(is) - jumpOf(was) > HIGHER,
    outcome: "bookings",
    studies: ["steenburgh-2008", "chung-2014", "kishore-2013"],
    assumes: [
      "People near a cliff try hardest, and what they expect of each other decides where they end.",
    ],
    unknown: ["No study prints the size of a cliff’s effect on its own."],
  },
  feedback: {
    title: "Feedback and review talks",
    touches: (was, is) => raised(was, is).includes("feedback"),
    outcome: "bookings",
    studies: ["manthei-talks-2023", "bandiera-2013", "gjedrem", "feedback-meta"],
    assumes: [
      "+2% on what it moves, give or take 4.7 points; a fifth of that beside a profit bonus.",
    ],
    unknown: ["Nobody has measured feedback between sales and marketing. Its hours are certain."],
  },
  practices: {
    title: "Alignment practices",
    touches: (was, is) => raised(was, is).some((id) => id !== "feedback"),
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
      "Every effect is carried over from other settings, as a band that includes or begins at zero; practices share causes, so each counts half.",
    ],
    unknown: [
      "No trial or natural experiment has measured any of the eight practices between sales and marketing. Only their hours are certain.",
    ],
  },
  alignment: {
    title: "The level of alignment",
    touches: (was, is) => was.alignment.startLevel !== is.alignment.startLevel,
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

/** Timing games as a company assumes them, in one word to compare by. */
function timingOf({ behaviour: { timing } }: Model): string {
  return timing ? `${timing.weeks} ${timing.patience} ${timing.discountPassed}` : "none";
}

function isMore(pay: number, { role }: RoleIn): boolean {
  return pay > NOTICEABLE * role.ote;
}

/** More pay on results of several, or a pool that was not there. */
function sharesMore(was: RoleIn, is: RoleIn): boolean {
  const before = poolsOf(was);
  return (
    isMore(payOn("shared", is) - payOn("shared", was), was) ||
    poolsOf(is).some((pool) => !before.includes(pool))
  );
}

function isReplaced(was: RoleIn, is: RoleIn): boolean {
  return payOnIndividual(was) - payOnIndividual(is) > REPLACED * payOnIndividual(was);
}

/** More pay rides on counts up to some stage before the last. */
function paysEarlier(was: RoleIn, is: RoleIn): boolean {
  const before = payUpTo(was);
  return payUpTo(is).some((pay, k) => isMore(pay - (before[k] ?? 0), was));
}

function paysLater(was: RoleIn, is: RoleIn): boolean {
  const after = payUpTo(is);
  return payUpTo(was).some((pay, k) => isMore(pay - (after[k] ?? 0), was));
}

/** Practices that are adopted further than they were. */
function raised(was: Model, is: Model): string[] {
  const before = new Map(was.alignment.practices.map(({ id, adoption }) => [id, adoption]));
  return is.alignment.practices
    .filter(({ id, adoption }) => adoption > (before.get(id) ?? 0))
    .map(({ id }) => id);
}

/** Hull of the printed sizes of a topic's studies, in shares; null where none prints one. */
export function publishedRange(id: TopicId): { low: number; high: number } | null {
  const topic: Topic = topics[id];
  const named = topic.reverse ? [] : topic.studies;
  const found = named.flatMap((study) => {
    const one = studyOf(study);
    const printed = shares(one).flatMap(({ value, recalled }) => (recalled ? [] : [value]));
    return one.none ? [0, ...printed] : printed;
  });
  return found.length === 0 ? null : { low: Math.min(...found), high: Math.max(...found) };
}
