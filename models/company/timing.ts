/**
 * Timing games of a company at its efforts: how many deals are moved over the end of a period, and what that gives away.
 *
 * Terms     deal-like = individual, on the value or number of deals won, paid on the period or on the year to date;
 *           at hand = deals expected in the weeks after a period's end (to move forward) or before it (to hold back).
 * Formula   mean over where people land (log-normal attainment, each skill apart) and over the deals at hand (Poisson
 *           where deals are counted, else the mean amount in small parts) of the best move.
 * Always    of a role's deal-like components the one that pays most is played, so that no deal is moved twice.
 * Not here  the choice itself (behaviour/timing.ts). Left out, since small beside the price: what moved deals do to
 *           pay and to the next period's landing, and gates and multipliers, taken as open and 1.
 * Source    docs/model.md#timing-games
 */
import { MASKS } from "../behaviour/payRisk.ts";
import {
  bestBack,
  bestForward,
  type Landing,
  type Move,
  type TimingTerms,
} from "../behaviour/timing.ts";
import { exp, normalPdf, poissonPmf } from "../math/index.ts";
import { type Moments, payMoments } from "../plans/expectedPay.ts";
import type { Model, ModelRole } from "./compile.ts";
import type { CompiledComponent } from "./components.ts";
import type { Workspace } from "./equilibrium.ts";
import { landingLogSd } from "./landing.ts";
import type { Mind } from "./minds.ts";

/** A year of one role's games, all its people together; gains are one mean person's. */
export type Games = {
  component: string;
  pulledForward: number;
  heldBack: number;
  /** Price of the deals pulled forward, and the largest discount on it that pays. */
  price: number;
  acceptable: number;
  /** Before any discount, money. */
  gainForward: number;
  gainBack: number;
};

/** Reach and steps of the integral over landings, in standard deviations. */
const REACH = 5;
const STEPS = 200;
/** Parts of the mean amount at hand where deals are not counted, and most deals that one person moves. */
const PARTS = 64;
const MOST_DEALS = 400;

/** Games by role, for the roles that can play any. The workspace stands at its efforts, means included. */
export function gamesOf(space: Workspace, terms: TimingTerms): Map<string, Games> {
  const found = new Map<string, Games>();
  for (const [r, role] of space.model.roles.entries()) {
    const games = gamesOfRole(space, r, terms);
    if (games) found.set(role.id, games);
  }
  return found;
}

function gamesOfRole(space: Workspace, r: number, terms: TimingTerms): Games | undefined {
  const role = space.model.roles[r]!;
  const minds = space.mindsOf[r]!;
  let played = -1;
  let most = 0;
  for (const [c, component] of role.components.entries()) {
    const pay = minds.reduce((sum, mind) => sum + mind.weight * paidOf(role, mind, c), 0);
    if (!isDealLike(space, component) || pay <= most) continue;
    played = c;
    most = pay;
  }
  if (played < 0) return undefined;
  const component = role.components[played]!;
  const games: Games = {
    component: component.id,
    pulledForward: 0,
    heldBack: 0,
    price: 0,
    acceptable: 0,
    gainForward: 0,
    gainBack: 0,
  };
  const { count, counted, price } = dealsOf(space, component);
  if (count === 0) return games;
  const first = firstPayout(role, played);
  for (const mind of minds) {
    const ends = new Map<string, End>();
    for (let p = 0; p < component.payouts; p++) {
      const after = (p + 1) % component.payouts;
      const key = `${mind.payoutOf[first + p]} ${mind.payoutOf[first + after]}`;
      const end =
        ends.get(key) ?? endOf(space, { mind, c: played, p, worth: counted / count }, terms);
      ends.set(key, end);
      const people = role.heads.own * mind.weight;
      addGames(games, end, { people, weight: mind.weight, price: price / count });
    }
  }
  return games;
}

/** Price given away a year, money. */
export function discountsGiven(
  { behaviour }: Model,
  games: ReadonlyMap<string, Games> | undefined,
): number {
  let given = 0;
  for (const { acceptable } of games?.values() ?? [])
    given += acceptable * (behaviour.timing?.discountPassed ?? 0);
  return given;
}

/** Mean pay of a component to one person of a mind, a year. */
export function paidOf(role: ModelRole, mind: Mind, c: number): number {
  const first = firstPayout(role, c);
  let pay = 0;
  for (let p = 0; p < role.components[c]!.payouts; p++)
    pay += mind.worth.payoutMean[mind.payoutOf[first + p]!]!;
  return pay;
}

function firstPayout({ components }: ModelRole, c: number): number {
  return components.slice(0, c).reduce((sum, { payouts }) => sum + payouts, 0);
}

function isDealLike({ model }: Workspace, component: CompiledComponent): boolean {
  const { individual, pool, measure, window } = component;
  const won = model.funnel.stages.length - 1;
  const { kind, terms } = measure;
  return (
    individual &&
    !pool &&
    window === undefined &&
    (kind === "money" || kind === "count") &&
    terms.length > 0 &&
    terms.every(({ stage, part }) => stage === won && part === "new")
  );
}

/** A year's deals behind a component, what they count towards it, and their price. */
function dealsOf(
  { model, flows }: Workspace,
  { measure }: CompiledComponent,
): { count: number; counted: number; price: number } {
  const { funnel } = model;
  let [count, counted, price] = [0, 0, 0];
  for (const { flow, stage, value, credit } of measure.terms) {
    const deals = flows.entries[flow * funnel.stages.length + stage]! * credit;
    count += deals;
    counted += deals * value;
    price += deals * funnel.segments[funnel.flows[flow]!.segment]!.dealMean;
  }
  return { count, counted, price };
}

type End = { forward: Totalled; back: Totalled; scale: number };
/** Means over landings and deals at hand: deals moved, gain, and deals times acceptable discount. */
type Totalled = { deals: number; gain: number; discounted: number };

const none: Totalled = { deals: 0, gain: 0, discounted: 0 };

/** What one person of a mind does at the end of a period. */
function endOf(
  space: Workspace,
  { mind, c, p, worth }: { mind: Mind; c: number; p: number; worth: number },
  { weeks, patience }: TimingTerms,
): End {
  const role = space.model.roles[mind.role]!;
  const component = role.components[c]!;
  const first = firstPayout(role, c);
  const after = (p + 1) % component.payouts;
  const now = mind.payouts[mind.payoutOf[first + p]!]!;
  const next = mind.payouts[mind.payoutOf[first + after]!]!;
  const attainment = massOf(now.mass);
  const later = massOf(next.mass);
  if (attainment <= 0 || later <= 0 || now.scale <= 0)
    return { forward: none, back: none, scale: 0 };
  const alone = { ...role, skillLogSd: 0 };
  const sigma = landingLogSd(now, space.model, alone);
  const moments: Moments = { mean: 0, square: 0, meanSlope: 0, squareSlope: 0 };
  payMoments(next.curve, later, landingLogSd(next, space.model, alone), moments);

  const part = Math.min(1, (weeks * component.payouts) / 52);
  const rateLater = (moments.meanSlope / later) * (next.scale / now.scale);
  const handLater = handOf(space, { amount: later * part, deal: worth / component.target[after]! });
  const handNow = handOf(space, { amount: attainment * part, deal: worth / component.target[p]! });
  const landing = { curve: now.curve, patience };
  const forward = { ...none };
  const back = { ...none };
  let weights = 0;
  const steps = sigma > 0 ? STEPS : 0;
  // What moves has one value in money, which either period's target turns into attainment.
  const early = (handLater.deal * component.target[after]!) / component.target[p]!;
  const late = (handNow.deal * component.target[p]!) / component.target[after]!;
  for (let i = 0; i <= steps; i++) {
    const z = steps === 0 ? 0 : REACH * ((2 * i) / steps - 1);
    const weight = normalPdf(z);
    weights += weight;
    const at = { ...landing, attainment: attainment * exp(sigma * z - (sigma * sigma) / 2) };
    const pulled = { ...at, deal: early, next: rateLater * handLater.deal };
    const held = { ...at, deal: handNow.deal, next: rateLater * late };
    const one = meanMove(bestForward, pulled, handLater);
    const other = meanMove(bestBack, held, handNow);
    // Nobody does both at one end.
    if (one.gain >= other.gain) add(forward, one, weight);
    else add(back, other, weight);
  }
  for (const sum of [forward, back]) {
    sum.deals /= weights;
    sum.gain /= weights;
    sum.discounted /= weights;
  }
  return { forward, back, scale: now.scale };
}

/** Deals at hand: attainment of one, probabilities of each number, and how many real deals one stands for. */
type Hand = { deal: number; chance: Float64Array; real: number };

function handOf({ model }: Workspace, { amount, deal }: { amount: number; deal: number }): Hand {
  const mean = amount / deal;
  if (model.luck === "logNormal") {
    const chance = new Float64Array(PARTS + 1);
    chance[PARTS] = 1;
    return { deal: amount / PARTS, chance, real: mean / PARTS };
  }
  const most = Math.min(MOST_DEALS, Math.ceil(mean + 6 * Math.sqrt(mean) + 6));
  return {
    deal,
    chance: Float64Array.from({ length: most + 1 }, (_, n) => poissonPmf(n, mean)),
    real: 1,
  };
}

/** Mean of the best moves over the deals at hand. */
function meanMove(
  best: (landing: Landing, out: Move[]) => void,
  landing: Landing,
  { chance, real }: Hand,
): Totalled {
  const moves: Move[] = Array.from(chance, () => noMove);
  best(landing, moves);
  const mean = { ...none };
  for (const [n, { deals, gain, discount }] of moves.entries())
    add(mean, { deals: deals * real, gain, discounted: deals * real * discount }, chance[n]!);
  return mean;
}

function add(sum: Totalled, { deals, gain, discounted }: Totalled, weight: number): void {
  sum.deals += weight * deals;
  sum.gain += weight * gain;
  sum.discounted += weight * discounted;
}

const noMove: Move = { deals: 0, gain: 0, discount: 0 };

function massOf(mass: Float64Array): number {
  let total = 0;
  for (let mask = 0; mask < MASKS; mask++) total += mass[mask]!;
  return total;
}

function addGames(
  games: Games,
  { forward, back, scale }: End,
  { people, weight, price }: { people: number; weight: number; price: number },
): void {
  games.pulledForward += people * forward.deals;
  games.heldBack += people * back.deals;
  games.price += people * forward.deals * price;
  games.acceptable += people * forward.discounted * price;
  games.gainForward += weight * forward.gain * scale;
  games.gainBack += weight * back.gain * scale;
}
