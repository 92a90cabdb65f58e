/**
 * Assessment of alignment: twenty statements that heads and staff of both functions score apart.
 *
 * Terms     answer = 1 (does not hold here) to 5 (holds fully); score = sum of the twenty, 20 to 100; gap = difference
 *           between the two functions' scores; stage = undefined, defined, aligned, integrated.
 * Formula   A = (score − 20)/80 of the lower score: alignment is no better than the side that sees less of it.
 * Always    all twenty are answered by each function that answers; the higher score changes no figure, it is shown.
 * Source    docs/model.md#alignment; bands of Kotler, Rackham and Krishnaswamy 2006; the statements are our own.
 */
import { z } from "zod";

export type Statement = { id: string; about: Area; says: string };
export const areas = ["goals", "terms", "working", "information", "people"] as const;
export type Area = (typeof areas)[number];

/** Names of the areas, as headings. */
export const areaTitles: Readonly<Record<Area, string>> = {
  goals: "Goals and pay",
  terms: "Terms and hand-over",
  working: "Working together",
  information: "Information",
  people: "People and leadership",
};

/** The twenty statements, four to an area. */
export const assessmentStatements: readonly Statement[] = [
  {
    id: "sharedTarget",
    about: "goals",
    says: "Both functions work towards one revenue target that each can recite.",
  },
  {
    id: "pipelineOwned",
    about: "goals",
    says: "The pipeline target is owned by both, not handed from one to the other.",
  },
  {
    id: "payOverlaps",
    about: "goals",
    says: "Part of everybody's variable pay depends on what the other function brings in.",
  },
  {
    id: "budgetTogether",
    about: "goals",
    says: "Spending on demand and on selling is decided in one budget round.",
  },
  {
    id: "leadDefined",
    about: "terms",
    says: "There is one written definition of a qualified lead, and both accept it.",
  },
  {
    id: "handOverTimed",
    about: "terms",
    says: "Every hand-over has a time limit that is kept and measured.",
  },
  {
    id: "rejectedBack",
    about: "terms",
    says: "A lead that is turned down goes back with a reason.",
  },
  {
    id: "customerNamed",
    about: "terms",
    says: "Both describe the ideal customer in the same words.",
  },
  { id: "reviewJoint", about: "working", says: "Lost deals are reviewed together." },
  {
    id: "campaignAsked",
    about: "working",
    says: "Sales is asked before a campaign is planned, not told after it starts.",
  },
  {
    id: "materialUsed",
    about: "working",
    says: "What marketing writes for selling is used in selling.",
  },
  {
    id: "accountsShared",
    about: "working",
    says: "Large accounts have a plan that both functions carry out.",
  },
  {
    id: "oneDashboard",
    about: "information",
    says: "Both read their figures from the same report.",
  },
  {
    id: "funnelVisible",
    about: "information",
    says: "Everybody can see what became of a lead, to the signature.",
  },
  {
    id: "learnedFromField",
    about: "information",
    says: "What sales hears from customers changes what marketing says within weeks.",
  },
  {
    id: "forecastTogether",
    about: "information",
    says: "The forecast uses what marketing knows of demand as well as what sales knows of deals.",
  },
  {
    id: "conflictSettled",
    about: "people",
    says: "Disputes are settled by the people in them, without a board meeting.",
  },
  {
    id: "respectMutual",
    about: "people",
    says: "Each function speaks well of the other's craft when it is not in the room.",
  },
  {
    id: "movesCommon",
    about: "people",
    says: "People have worked in both functions, or would be welcome to.",
  },
  {
    id: "leaderBacks",
    about: "people",
    says: "The two heads back each other's priorities before their own.",
  },
];

const ids = assessmentStatements.map(({ id }) => id);

const Answers = z
  .strictObject(
    Object.fromEntries(
      assessmentStatements.map(({ id, says }) => [
        id,
        z
          .int()
          .min(1)
          .max(5)
          .meta({ title: says, description: "1 does not hold here, 5 holds fully." }),
      ]),
    ),
  )
  .meta({ title: "Answers" });

export const Assessment = z
  .strictObject({
    sales: Answers.meta({ title: "Sales" }),
    marketing: Answers.meta({ title: "Marketing" }),
  })
  .meta({
    id: "Assessment",
    title: "Assessment",
    description:
      "Twenty statements scored 1 to 5 by each function; sets the level in place of `level`.",
  });
export type Assessment = z.infer<typeof Assessment>;

export type Stage = "undefined" | "defined" | "aligned" | "integrated";

/** The four stages of alignment with the least score of each, and what they mean. */
export const stages: readonly { from: number; stage: Stage; says: string }[] = [
  {
    from: 20,
    stage: "undefined",
    says: "Each function goes its own way; they meet over conflicts.",
  },
  { from: 40, stage: "defined", says: "There are rules and shared terms; each keeps to its side." },
  { from: 60, stage: "aligned", says: "They plan together and speak one language." },
  { from: 80, stage: "integrated", says: "They share targets, rewards and budgets." },
];

export type AssessmentResult = {
  sales: number;
  marketing: number;
  /** The lower of the two scores, which counts. */
  score: number;
  gap: number;
  /** The function that scores lower, whose score counts; null where both score the same. */
  weaker: "sales" | "marketing" | null;
  stage: Stage;
  says: string;
  /** A, 0 to 1. */
  level: number;
  /** Mean answer of each function by area. */
  areas: { area: Area; sales: number; marketing: number }[];
  /** Statements on which the two differ by two steps or more, widest first. */
  disagreements: { id: string; says: string; sales: number; marketing: number }[];
};

/** What an assessment comes to: scores, stage, gap, A, and where the two functions disagree. */
export function assess({ sales, marketing }: Assessment): AssessmentResult {
  const [ofSales, ofMarketing] = [sumOf(sales), sumOf(marketing)];
  const score = Math.min(ofSales, ofMarketing);
  const { stage, says } = stageOf(score);
  return {
    sales: ofSales,
    marketing: ofMarketing,
    score,
    gap: Math.abs(ofSales - ofMarketing),
    weaker: ofSales === ofMarketing ? null : ofSales < ofMarketing ? "sales" : "marketing",
    stage,
    says,
    level: levelOf(score),
    areas: areas.map((area) => {
      const own = assessmentStatements.filter(({ about }) => about === area);
      const mean = (answers: Record<string, number>) =>
        own.reduce((all, { id }) => all + answers[id]!, 0) / own.length;
      return { area, sales: mean(sales), marketing: mean(marketing) };
    }),
    disagreements: assessmentStatements
      .map(({ id, says: words }) => ({
        id,
        says: words,
        sales: sales[id]!,
        marketing: marketing[id]!,
      }))
      .filter((one) => apart(one) >= 2)
      .toSorted((a, b) => apart(b) - apart(a)),
  };
}

/** The score in sentences: stage; then both functions, the gap and whose score counts. */
export function scoreWords(result: AssessmentResult): { stage: string; gap: string } {
  const { sales, marketing, score, gap, weaker, stage, says } = result;
  const [lower, higher] = weaker === "sales" ? ["Sales", "Marketing"] : ["Marketing", "Sales"];
  return {
    stage: `Score ${score} of 20 to 100: ${stage}. ${says}`,
    gap: weaker
      ? `Sales ${sales}, Marketing ${marketing}: ${lower} sees less of it than ${higher}, by ${gap}, and the lower score counts.`
      : `Sales ${sales}, Marketing ${marketing}: no gap.`,
  };
}

function sumOf(answers: Record<string, number>): number {
  return ids.reduce((all, id) => all + answers[id]!, 0);
}

function apart({ sales, marketing }: { sales: number; marketing: number }): number {
  return Math.abs(sales - marketing);
}

/** The stage of a score, 20 to 100, with what it means. */
export function stageOf(score: number): { stage: Stage; says: string } {
  return stages.findLast(({ from }) => score >= from) ?? stages[0]!;
}

/** A of a score, 0 to 1. */
export function levelOf(score: number): number {
  return (score - 20) / 80;
}

/** The score that a level of alignment stands for. */
export function scoreOf(level: number): number {
  return 20 + 80 * level;
}
