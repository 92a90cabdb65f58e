/**
 * Findings on deals moved over the end of a period: pulled forward at a discount, or held back.
 *
 * Formula   the games of company/timing.ts with four weeks and a patience of 1, at no discount for what they earn a payee
 *           and at the largest acceptable one for what they cost the company.
 * Source    docs/model.md#gaming
 */
import type { TimingTerms } from "../../behaviour/timing.ts";
import type { Model, ModelRole } from "../../company/compile.ts";
import { type Games, gamesOf } from "../../company/timing.ts";
import type { Solved } from "../../company/solve.ts";
import { NOTICEABLE } from "./invited.ts";
import { grouped, percent } from "../../words.ts";
import { type Found, money, placeOf } from "./seen.ts";

/** Assumption: a month's worth of deals can be moved. */
const invited: TimingTerms = { weeks: 4, patience: 1, discountPassed: 1 };
/** Gain over OTE from which it is a warning. */
const LARGE = 0.03;

/** Deals that pay more when they are closed in another period. */
export function movedDeals(solved: Solved): Found[] {
  const { model, space } = solved;
  const games = gamesOf(space, invited);
  return model.roles.flatMap((role): Found[] => {
    const own = games.get(role.id);
    if (!own) return [];
    const seen = { ...own, role, model };
    const place = `${placeOf(solved.model, role, own.component)}.curve`;
    return [...pulledForward(seen, place), ...heldBack(seen, place)];
  });
}

type Played = Games & { role: ModelRole; model: Model };

function pulledForward(played: Played, place: string): Found[] {
  const { role, model, gainForward, pulledForward: deals, price, acceptable } = played;
  if (gainForward < NOTICEABLE.ofOte * role.ote) return [];
  return [
    {
      id: "pull-forward",
      severity: gainForward < LARGE * role.ote ? "info" : "warning",
      place,
      title: `${role.plural}: closing deals early pays, even at ${percent(acceptable / price)} off`,
      message: `At the end of a period the rate is often above what the next one starts with. Moving deals of the next four weeks earns one person up to ${money(model, gainForward)} a year; on ${grouped(deals)} deals the discounts that still pay the seller come to ${money(model, acceptable)}.`,
      remedy:
        "Flatten the accelerator, measure over a longer period or the year to date, or approve discounts at period end.",
      figure: acceptable / price,
      money: { payee: gainForward, company: acceptable },
    },
  ];
}

function heldBack(played: Played, place: string): Found[] {
  const { role, model, gainBack, heldBack: deals } = played;
  if (gainBack < NOTICEABLE.ofOte * role.ote) return [];
  return [
    {
      id: "hold-back",
      severity: gainBack < LARGE * role.ote ? "info" : "warning",
      place,
      title: `${role.plural}: holding deals over to the next period pays`,
      message: `Where a period ends above its cap, or below its threshold or higher rates, the next one pays more for the same deal. Holding back deals of the last four weeks earns one person up to ${money(model, gainBack)} a year, over ${grouped(deals)} deals of the role.`,
      remedy:
        "Pay the same rate below target, drop the cap or the threshold, or measure over the year to date.",
      figure: deals,
      money: { payee: gainBack, company: gainBack * role.headcount * (1 + model.costs.onCosts) },
    },
  ];
}
