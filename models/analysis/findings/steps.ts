/**
 * Findings on the shape of a curve: money that hangs on one point of attainment, and stretches where nothing is gained.
 *
 * Terms     cliff = a jump, or a rise between two rows at most 2.5% apart; its money = what one person gains in one period;
 *           dead zone = a flat stretch at least 10% wide.
 * Always    one finding a curve: the largest cliff, the likeliest dead zone that anybody leaves upwards; of the payout with the most money.
 * Not here  caps (caps.ts), gates on other measures.
 * Source    docs/guide/findings.md
 */
import { type Curve, mostOf, payoutShare } from "../../plans/curve.ts";
import { HARDLY } from "./caps.ts";
import { percent } from "../../words.ts";
import {
  bestPayout,
  type Found,
  levelWords,
  money,
  nearOf,
  reachOf,
  type Seen,
  usualLevel,
} from "./seen.ts";

type Step = { from: number; to: number; share: number };

/** Least share of target pay in a jump, and in a rise between two rows, that counts as a cliff. */
const JUMP = 0.1;
const BETWEEN_ROWS = 0.25;
/** How far apart two rows may be, over the attainment, for the rise between them to be one. */
const NARROW = 0.025 + 1e-9;
/** Money of a cliff over OTE: from here a note, from there a warning. */
const NOTE = 0.01;
const WARNING = 0.02;
/** Least share of periods near a cliff that makes it a warning. */
const LANDING = 0.01;

/** Money gained at one point of attainment. */
export function cliffs(one: Seen): Found[] {
  const { role, component, seen, place } = one;
  if (component.deals?.shares) return [];
  const { scale, curve } = bestPayout(one);
  const usual = payoutShare(curve, usualLevel(one)) || 1;
  const steps = stepsOf(curve).filter(
    ({ from, to, share }) => share >= usual * (from === to ? JUMP : BETWEEN_ROWS) - 1e-9,
  );
  const largest = steps.toSorted((a, b) => b.share - a.share)[0];
  if (!largest) return [];
  const gain = largest.share * scale;
  const retroactive = component.written?.curve?.kind === "retroactive";
  if (gain < NOTE * role.ote && !retroactive) return [];
  const near = nearOf(seen, largest.to);
  const grave = gain >= WARNING * role.ote && (near === null || near >= LANDING);
  const at = levelWords(one, largest.to);
  const where =
    largest.from === largest.to
      ? `hang on reaching ${at}`
      : `lie between ${percent(largest.from, 2)} and ${at}`;
  const landing =
    near === null
      ? "Nothing says how many periods end near it."
      : `${percent(near)} of periods end within 5% of it, where a little luck or timing decides.`;
  return [
    {
      id: retroactive ? "retroactive-jump" : "cliff",
      severity: grave ? "warning" : "info",
      place: `${place}.curve`,
      title: retroactive
        ? `${role.title} · ${component.title}: reaching ${at} pays ${money(one, gain)} for what was done before`
        : `${role.title} · ${component.title}: ${money(one, gain)} ${where}`,
      message: `That is ${percent(largest.share / usual, 1)} of what the period pays at target, to one person. ${landing}`,
      remedy: retroactive
        ? "Pay the higher rate on what is above the bound alone (marginal tiers)."
        : "Spread the step over a range of attainment.",
      figure: gain,
    },
  ];
}

/** What a curve gains, or loses, at its jumps and between rows that stand close together. */
function stepsOf({ x, left, y }: Curve): Step[] {
  return Array.from(x, (at, i) => i).flatMap((i) => {
    const at = x[i]!;
    const jump = y[i]! - left[i]!;
    const before = x[i - 1];
    const steps = jump === 0 ? [] : [{ from: at, to: at, share: jump }];
    if (before === undefined || at - before > NARROW * at) return steps;
    const rise = left[i]! - y[i - 1]!;
    return rise === 0 ? steps : [...steps, { from: before, to: at, share: rise }];
  });
}

/** A curve that pays less for more. */
export function payFalls(one: Seen): Found[] {
  const { role, component, place } = one;
  if (component.deals?.shares) return [];
  const { scale, curve } = bestPayout(one);
  const { x, left, y, slope } = curve;
  let worst = { at: 0, share: 0 };
  for (const [i, at] of x.entries()) {
    const end = i === x.length - 1 ? y[i]! + Math.min(0, slope[i]!) : left[i + 1]!;
    for (const share of [left[i]! - y[i]!, y[i]! - end])
      if (share > worst.share + 1e-9) worst = { at, share };
  }
  if (worst.share <= 0) return [];
  const loss = worst.share * scale;
  return [
    {
      id: "pay-falls",
      severity: "warning",
      place: `${place}.curve`,
      title: `${role.title} · ${component.title}: pays less for more, from ${levelWords(one, worst.at)} on`,
      message: `One person loses ${money(one, loss)} in a period by doing better there.`,
      remedy: "Let no row pay less than the one below it.",
      figure: loss,
    },
  ];
}

/** Least width of a dead zone over its end, and shares of periods in it: from here a note, from there a warning. */
const WIDE = 0.1 - 1e-9;
const LIKELY = 0.25;
const MOSTLY = 0.5;

/** A flat stretch that people are likely to stand on. */
export function deadZones(one: Seen): Found[] {
  const { role, component, seen, place } = one;
  if (component.deals?.shares || seen.logSd <= 0) return [];
  const zones = flatStretches(bestPayout(one).curve)
    .filter(({ to }) => to === Infinity || reachOf(seen, to) >= HARDLY)
    .map((zone) => ({
      ...zone,
      share: reachOf(seen, zone.from) - (zone.to === Infinity ? 0 : reachOf(seen, zone.to)),
    }));
  const likeliest = zones.toSorted((a, b) => b.share - a.share)[0];
  if (!likeliest || likeliest.share < LIKELY) return [];
  const { from, to, share, pays } = likeliest;
  const where =
    to === Infinity
      ? `above ${levelWords(one, from)}`
      : from === 0
        ? `below ${levelWords(one, to)}`
        : `between ${percent(from, 2)} and ${levelWords(one, to)}`;
  return [
    {
      id: "dead-zone",
      severity: share >= MOSTLY ? "warning" : "info",
      place: `${place}.curve`,
      title: `${role.title} · ${component.title}: ${percent(share)} of periods end where a little more pays nothing`,
      message: `The curve is flat ${where}, at ${percent(pays, 2)} of target pay.`,
      remedy: "Let pay rise with every step of attainment where people are likely to stand.",
      figure: share,
    },
  ];
}

type Stretch = { from: number; to: number; pays: number };

/** Flat parts of a curve wide enough; the last one only where no cap above target is told of elsewhere. */
function flatStretches(curve: Curve): Stretch[] {
  const { x, left, y, slope } = curve;
  const all: Stretch[] = x[0]! > 0 ? [{ from: 0, to: x[0]!, pays: left[0]! }] : [];
  for (const [i, from] of x.entries()) {
    if (Math.abs(slope[i]!) > 1e-12) continue;
    const to = x[i + 1] ?? Infinity;
    const before = all.at(-1);
    if (before && before.to === from && before.pays === y[i]) before.to = to;
    else all.push({ from, to, pays: y[i]! });
  }
  const most = mostOf(curve);
  const told = most !== null && most > 1;
  return all.filter(({ from, to, pays }) =>
    to === Infinity ? !told && pays > 0 : to - from >= WIDE * to,
  );
}
