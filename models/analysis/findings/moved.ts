/**
 * Findings on deals moved over the end of a period: pulled forward at a discount, or held back.
 *
 * Formula   the games of company/timing.ts with four weeks and a patience of 1, at no discount for what they earn a payee
 *           and at the largest acceptable one for what they cost the company.
 * Source    docs/model.md#gaming
 */
import type { TimingTerms } from "../../behaviour/timing.ts";
import type { Model, ModelRole } from "../../company/compile.ts";
import type { CompiledComponent } from "../../company/components.ts";
import { type Games, gamesOf } from "../../company/timing.ts";
import type { Solved } from "../../company/solve.ts";
import { mostOf, paysFrom } from "../../plans/curve.ts";
import { largestJump } from "../../plans/expectedPay.ts";
import { NOTICEABLE } from "./invited.ts";
import { capitalised, grouped, percent } from "../../words.ts";
import { bestPayout, type Found, money, placeOf } from "./seen.ts";

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
    const component = role.components.find(({ id }) => id === own.component)!;
    const seen = { ...own, role, model, ...wordsOf(component) };
    const place = `${placeOf(solved.model, role, own.component)}.curve`;
    return [...pulledForward(seen, place), ...heldBack(seen, place)];
  });
}

type Words = { why: Why[]; period: string; longer: string[] };
type Played = Games & Words & { role: ModelRole; model: Model };

/** What of a plan makes one deal worth more in another period. */
type Why = "jump" | "steeper" | "threshold" | "cap" | "uneven";

/** Why a deal is worth more at the end of this period, or in the next one, and what to do about it. */
const forward: Record<Why, { why: string; remedy: string }> = {
  jump: {
    why: "a sum hangs on reaching one level, and a deal closed early may be the one that reaches it",
    remedy: "spread the sum over a range of attainment",
  },
  steeper: {
    why: "the rate rises, and at the end it is often above what the next one starts with",
    remedy: "flatten the accelerator",
  },
  threshold: {
    why: "one that is past its threshold pays, and the next may not reach it",
    remedy: "drop the threshold",
  },
  cap: {
    why: "one that is below its cap pays in full, and the next may end above it",
    remedy: "raise or drop the cap",
  },
  uneven: {
    why: "one deal pays more in some periods than in others",
    remedy: "give periods targets in proportion to what they pay",
  },
};
const back: typeof forward = {
  jump: {
    why: "where the level that a sum hangs on is out of reach, the deal helps the next one reach it",
    remedy: "spread the sum over a range of attainment",
  },
  steeper: {
    why: "where the higher rates are out of reach, the next one may come to them",
    remedy: "pay the same rate below target as above it",
  },
  threshold: {
    why: "where the threshold is out of reach, the deal counts in the next one",
    remedy: "drop the threshold",
  },
  cap: {
    why: "one that ends above its cap pays nothing more, and the next one does",
    remedy: "raise or drop the cap",
  },
  uneven: forward.uneven,
};

/** Least difference of what periods pay for one deal, and least jump of a share, that is one. */
const DIFFERENT = 0.005;

function wordsOf(component: CompiledComponent): Words {
  const { scale, target, payouts, yearToDate } = component;
  const { curve } = bestPayout({ component });
  const rates = Array.from(scale, (pay, p) => pay / target[p]!);
  const rising = Array.from(curve.slope).filter((slope) => slope > 0);
  const jump = largestJump(curve) > DIFFERENT;
  const why: Record<Why, boolean> = {
    jump,
    steeper: rising.some((slope, i) => i > 0 && slope > rising[i - 1]! + DIFFERENT),
    threshold: !jump && (paysFrom(curve) ?? 0) > 0,
    cap: mostOf(curve) !== null,
    uneven: Math.max(...rates) > (1 + DIFFERENT) * Math.min(...rates),
  };
  const year = yearToDate || payouts === 1;
  return {
    why: (Object.keys(why) as Why[]).filter((one) => why[one]),
    period: year ? "year" : "period",
    longer: year ? [] : ["measure over a longer period or the year to date"],
  };
}

/** "From one period to the next a deal's pay differs: the rate rises, …." */
function causeWords(why: readonly Why[], period: string, words: typeof forward): string {
  if (why.length === 0) return `The next ${period} does not pay the same for a deal.`;
  return `From one ${period} to the next a deal's pay differs: ${why.map((one) => words[one].why).join("; ")}.`;
}

function remedyWords(all: readonly string[]): string {
  const [first = "pay the same for a deal whenever it is closed", ...more] = [...new Set(all)];
  const text = [capitalised(first), ...more];
  return `${text.length < 2 ? text[0] : `${text.slice(0, -1).join(", ")}, or ${text.at(-1)}`}.`;
}

function pulledForward(played: Played, place: string): Found[] {
  const { role, model, gainForward, pulledForward: deals, price, acceptable } = played;
  const { why, period, longer } = played;
  if (gainForward < NOTICEABLE.ofOte * role.ote) return [];
  return [
    {
      id: "pull-forward",
      severity: gainForward < LARGE * role.ote ? "info" : "warning",
      place,
      title: `${role.plural}: closing deals early pays, even at ${percent(acceptable / price)} off`,
      message: `${causeWords(why, period, forward)} Moving deals of the next four weeks earns one person up to ${money(model, gainForward)} a year; on ${grouped(deals)} deals the discounts that still pay the seller come to ${money(model, acceptable)}.`,
      remedy: remedyWords([
        ...why.map((one) => forward[one].remedy),
        ...longer,
        `approve discounts at the ${period}'s end`,
      ]),
      figure: acceptable / price,
      money: { payee: gainForward, company: acceptable },
    },
  ];
}

function heldBack(played: Played, place: string): Found[] {
  const { role, model, gainBack, heldBack: deals, why, period, longer } = played;
  if (gainBack < NOTICEABLE.ofOte * role.ote) return [];
  return [
    {
      id: "hold-back",
      severity: gainBack < LARGE * role.ote ? "info" : "warning",
      place,
      title: `${role.plural}: holding deals over to the next ${period} pays`,
      message: `${causeWords(why, period, back)} Holding back deals of the last four weeks earns one person up to ${money(model, gainBack)} a year, over ${grouped(deals)} deals of the role.`,
      remedy: remedyWords([...why.map((one) => back[one].remedy), ...longer]),
      figure: deals,
      money: { payee: gainBack, company: gainBack * role.headcount * (1 + model.costs.onCosts) },
    },
  ];
}
