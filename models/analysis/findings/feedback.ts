/**
 * Finding on feedback that is given to people who are paid on profit, where it does a fifth of the good.
 *
 * Source    docs/model.md#alignment
 */
import { BESIDE_PROFIT_BONUS } from "../../behaviour/practices.ts";
import type { Model } from "../../company/compile.ts";
import { percent } from "../../words.ts";
import { type Found } from "./seen.ts";

/** Feedback beside a profit bonus; nothing where no one is paid on profit. */
export function feedbackBesideProfit({ alignment }: Model): Found[] {
  const { besideProfit } = alignment;
  if (besideProfit === 0) return [];
  const left = 1 - (1 - BESIDE_PROFIT_BONUS) * besideProfit;
  return [
    {
      id: "feedback-beside-profit",
      severity: "info",
      place: "alignment.practices.feedback",
      title: "Feedback does less beside a profit bonus",
      message: `${percent(besideProfit)} of the people who take part are paid on gross margin. In the one randomised trial feedback did nothing beside a profit bonus, so ${percent(left)} of its effect is counted; its hours are charged in full.`,
      remedy: "Give the feedback to people who are not paid on profit, or expect little of it.",
      figure: left,
    },
  ];
}
