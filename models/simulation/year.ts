/**
 * One replication: a possible year of the company, deal by deal.
 *
 * Terms     fresh, opening = items that entered since the first month, or before it; the two meet different rates;
 *           uniform = one draw, keyed by (seed, replication) and (who, which flow, month · stage · purpose, index).
 * Formula   inflow Poisson; stage to stage binomial, landing by the lags; at the owner stage each item falls to one of
 *           its owners; then each opportunity has one log-normal size, is won or not, and lands by its lag.
 * Always    every number is one uniform through an inverse distribution function, so more items in one scenario never
 *           re-deal the luck of the others, and the same person meets the same luck in every scenario.
 *           Writes into the buffers it is given; what is done once an item allocates nothing.
 * Not here  pay (pay.ts), batches (batch.ts).
 * Source    docs/model.md#simulation
 */
import { CLOSE, LEAD, QUALITY } from "../funnel/compile.ts";
import { contractMonths } from "../funnel/path.ts";
import {
  binomialQuantile,
  hash32,
  meanOneQuantile,
  philox4x32,
  poissonQuantile,
  uniform01,
} from "../math/index.ts";
import { countedAmount } from "./lines.ts";
import type { Credits, Group, SimulationPlan } from "./plan.ts";

/** Results of one year, overwritten by each call of `simulateYear`. */
export type Year = {
  /** Items entering each stage by flow and month: [(flow * stages + stage) * months + month]. */
  counts: Float64Array;
  /** Value of items entering the pipeline and won, by flow and month. */
  pipeline: Float64Array;
  bookings: Float64Array;
  /** By segment and month. */
  renewals: Float64Array[];
  revenue: Float64Array[];
  /** Own results of persons: sums over periods, person by person. */
  own: Float64Array;
  /** Sums of what deals count in measures of several people, by month. */
  dealSums: Float64Array;
  /** Own luck of each person, mean 1. */
  ownLuck: Float64Array;
  shocks: { lead: number; quality: number; close: number };
};

/** The item being followed; one object, written over and over. */
type Item = {
  person: number;
  stage: number;
  month: number;
  size: number;
  owner: number;
  ordinal: number;
  where: number;
};

type Scratch = {
  words: Uint32Array;
  ownerWords: Uint32Array;
  otherWords: Uint32Array;
  item: Item;
  cumulative: Float64Array;
  ordinal: Int32Array;
  entries: [Float64Array, Float64Array];
  segmentBookings: Float64Array;
};

export type YearBuffers = { year: Year; scratch: Scratch };

/** Buffers for the years of a plan. */
export function yearBuffers(plan: SimulationPlan): YearBuffers {
  const { funnel } = plan.model;
  const flows = funnel.flows.length;
  const { months } = funnel;
  const cells = flows * funnel.stages.length * months;
  const most = Math.max(
    1,
    ...plan.groups.flatMap((group) => group.members.map((members) => members.length)),
  );
  return {
    year: {
      counts: new Float64Array(cells),
      pipeline: new Float64Array(flows * months),
      bookings: new Float64Array(flows * months),
      renewals: funnel.segments.map(() => new Float64Array(months)),
      revenue: funnel.segments.map(() => new Float64Array(months)),
      own: new Float64Array(plan.ownSize),
      dealSums: new Float64Array(plan.dealSums),
      ownLuck: new Float64Array(plan.persons),
      shocks: { lead: 1, quality: 1, close: 1 },
    },
    scratch: {
      words: new Uint32Array(4),
      ownerWords: new Uint32Array(4),
      otherWords: new Uint32Array(4),
      item: { person: -1, stage: 0, month: 0, size: 0, owner: 0, ordinal: 0, where: 0 },
      cumulative: new Float64Array(most),
      ordinal: new Int32Array(most),
      entries: [
        new Float64Array(funnel.stages.length * months),
        new Float64Array(funnel.stages.length * months),
      ],
      segmentBookings: new Float64Array(months),
    },
  };
}

const SHOCK = 1;
const OWN_LUCK = 2;
const INFLOW = 3;
const SEED = 4;
const CONVERT = 5;
const OWNER = 6;
const ITEM = 7;
const STEP = 8;
/** Place among the draws of other groups, of which there are fewer. */
const HANDED_ON = 127;
const MOST_CHANCE = 0.999;

const SHARED = hash32("shared shocks");
const NOBODY = hash32("nobody");

/** Packs where a uniform is used: month from the start, stage, opening or fresh, purpose. */
function place(month: number, stage: number, stream: number, purpose: number): number {
  return month | (stage << 8) | (stream << 12) | (purpose << 16);
}

/** Simulates one year of a plan into the buffers. */
export function simulateYear(
  plan: SimulationPlan,
  seed: number,
  replication: number,
  buffers: YearBuffers,
): void {
  const { year, scratch } = buffers;
  year.counts.fill(0);
  year.pipeline.fill(0);
  year.bookings.fill(0);
  year.own.fill(0);
  year.dealSums.fill(0);
  drawShocks(plan, seed, replication, buffers);
  if (plan.model.luck === "logNormal") meanYear(plan, year);
  else
    for (let a = 0; a < plan.flowKeys.length; a++)
      drawFlow({ plan, seed, replication, a }, buffers);
  contracts(plan, year, scratch);
}

function drawShocks(
  plan: SimulationPlan,
  seed: number,
  replication: number,
  { year, scratch }: YearBuffers,
): void {
  const { words } = scratch;
  const { shocks } = plan.model;
  philox4x32(words, seed, replication, SHARED, 0, place(0, 0, 0, SHOCK), 0);
  year.shocks.lead = meanOneQuantile(uniform01(words[0]!), shocks.lead);
  year.shocks.quality = meanOneQuantile(uniform01(words[1]!), shocks.quality);
  year.shocks.close = meanOneQuantile(uniform01(words[2]!), shocks.close);
  for (let p = 0; p < plan.persons; p++) {
    if (plan.personLuckSd[p] === 0) {
      year.ownLuck[p] = 1;
      continue;
    }
    philox4x32(words, seed, replication, plan.personKeys[p]!, 0, place(0, 0, 0, OWN_LUCK), 0);
    year.ownLuck[p] = meanOneQuantile(uniform01(words[0]!), plan.personLuckSd[p]!);
  }
}

/** Log-normal luck: means times shocks, nothing is counted. */
function meanYear(plan: SimulationPlan, year: Year): void {
  const { funnel } = plan.model;
  const stages = funnel.stages.length;
  const { months } = funnel;
  for (let a = 0; a < funnel.flows.length; a++) {
    const flow = funnel.flows[a]!;
    const size = funnel.segments[flow.segment]!.dealMean;
    for (let s = flow.entry; s < stages; s++) {
      const shock = shockOf(flow.shocks[s]!, year.shocks);
      for (let t = 0; t < months; t++) {
        const at = (a * stages + s) * months + t;
        const entries = shock * (plan.path.opening[at]! + plan.path.fresh[at]!);
        year.counts[at] = entries;
        if (s === funnel.pipelineStage) year.pipeline[a * months + t] = entries * size;
        if (s === stages - 1) year.bookings[a * months + t] = entries * size;
      }
    }
  }
}

/** A rate after shocks, which do not take it to certainty where it is not certain anyway. */
function chanceOf(rate: number, shock: number): number {
  return Math.min(rate * shock, Math.max(rate, MOST_CHANCE));
}

function shockOf(bits: number, shocks: Year["shocks"]): number {
  let shock = 1;
  if (bits & LEAD) shock *= shocks.lead;
  if (bits & QUALITY) shock *= shocks.quality;
  if (bits & CLOSE) shock *= shocks.close;
  return shock;
}

type Draw = { plan: SimulationPlan; seed: number; replication: number; a: number };

function drawFlow(draw: Draw, buffers: YearBuffers): void {
  const { plan, seed, replication, a } = draw;
  const { year, scratch } = buffers;
  const { funnel } = plan.model;
  const { months, pipelineStage } = funnel;
  const stages = funnel.stages.length;
  const flow = funnel.flows[a]!;
  const key = plan.flowKeys[a]!;
  const { words } = scratch;
  const inflowShock = flow.shocks[flow.entry]! & LEAD ? year.shocks.lead : 1;

  for (let stream = 0; stream < 2; stream++) {
    const entries = scratch.entries[stream]!;
    const rates = stream === 0 ? plan.path.openingRate : plan.path.freshRate;
    entries.fill(0);
    if (stream === 1) {
      for (let t = 0; t < months; t++) {
        philox4x32(words, seed, replication, key, 0, place(t, flow.entry, stream, INFLOW), 0);
        const mean = inflowShock * plan.path.fresh[(a * stages + flow.entry) * months + t]!;
        entries[flow.entry * months + t] = poissonQuantile(uniform01(words[0]!), mean);
      }
    }
    for (let s = flow.entry; s < stages; s++) {
      if (s === pipelineStage) drawItems(draw, { stream, entries }, buffers);
      if (s >= pipelineStage && stream === 1) break;
      if (s === stages - 1) break;
      const chanceShock = shockOf(flow.shocks[s + 1]! & ~flow.shocks[s]!, year.shocks);
      if (stream === 0) seedOpening(draw, { s, chanceShock, entries }, buffers);
      if (s < pipelineStage) convert(draw, { s, stream, chanceShock, rates, entries }, buffers);
    }
    for (let s = flow.entry; s <= pipelineStage; s++) {
      for (let t = 0; t < months; t++) {
        const at = (a * stages + s) * months + t;
        year.counts[at] = year.counts[at]! + entries[s * months + t]!;
      }
    }
    for (let s = flow.entry; s < pipelineStage; s++)
      creditCounts(draw, { s, stream, entries }, buffers);
  }
}

/** Opening items due to leave stage s by their lags: those that go on, as Poisson counts. */
function seedOpening(
  { plan, seed, replication, a }: Draw,
  { s, chanceShock, entries }: { s: number; chanceShock: number; entries: Float64Array },
  buffers: YearBuffers,
): void {
  const { year, scratch } = buffers;
  const { funnel } = plan.model;
  const { months, pipelineStage } = funnel;
  const stages = funnel.stages.length;
  const here = shockOf(funnel.flows[a]!.shocks[s]!, year.shocks);
  for (let t = 0; t < months; t++) {
    const at = (a * stages + s) * months + t;
    const due = plan.model.attempts[at]!;
    if (due === 0) continue;
    philox4x32(scratch.words, seed, replication, plan.flowKeys[a]!, 0, place(t, s, 0, SEED), 0);
    const chance = chanceOf(plan.path.openingRate[at]!, chanceShock);
    const arriving = poissonQuantile(uniform01(scratch.words[0]!), due * here * chance);
    if (s < pipelineStage) {
      entries[(s + 1) * months + t] = entries[(s + 1) * months + t]! + arriving;
    } else {
      drawOpened({ plan, seed, replication, a }, { stage: s + 1, month: t, arriving }, buffers);
    }
  }
}

/** Stage s to s + 1: who goes on, and when they land, by sequential binomials over the lag. */
function convert(
  { plan, seed, replication, a }: Draw,
  given: {
    s: number;
    stream: number;
    chanceShock: number;
    rates: Float64Array;
    entries: Float64Array;
  },
  { scratch }: YearBuffers,
): void {
  const { s, stream, chanceShock, rates, entries } = given;
  const { funnel } = plan.model;
  const { months } = funnel;
  const stages = funnel.stages.length;
  const kernel = funnel.flows[a]!.lag[s]!;
  const cell = (a * stages + s) * months;
  const { words } = scratch;
  for (let t = 0; t < months; t++) {
    let left = entries[s * months + t]!;
    let room = 1;
    let block = -1;
    for (let l = 0; l < kernel.length && t + l < months && left > 0; l++) {
      if (kernel[l] === 0) continue;
      const chance = kernel[l]! * chanceOf(rates[cell + t + l]!, chanceShock);
      if (l >> 2 !== block) {
        block = l >> 2;
        philox4x32(
          words,
          seed,
          replication,
          plan.flowKeys[a]!,
          block,
          place(t, s, stream, CONVERT),
          0,
        );
      }
      const landing = binomialQuantile(uniform01(words[l & 3]!), left, Math.min(1, chance / room));
      entries[(s + 1) * months + t + l] = entries[(s + 1) * months + t + l]! + landing;
      left -= landing;
      room -= chance;
    }
  }
}

/** Splits the entries to a stage above the pipeline over the owners who are paid on their count. */
function creditCounts(
  draw: Draw,
  { s, stream, entries }: { s: number; stream: number; entries: Float64Array },
  buffers: YearBuffers,
): void {
  const { plan, seed, replication, a } = draw;
  const { year, scratch } = buffers;
  const { months } = plan.model.funnel;
  const stages = plan.model.funnel.stages.length;
  for (let g = 0; g < plan.groups.length; g++) {
    const group = plan.groups[g]!;
    if (group.counts[s] === 0 || group.from > s || group.members[a]!.length === 0) continue;
    const changing = group.monthly[a] !== undefined;
    let total = changing ? 0 : accumulate(group, { a, month: 0 }, year.ownLuck, scratch.cumulative);
    const last = plan.beside !== undefined && g === lastGroup(plan, a, s);
    for (let t = 0; t < months; t++) {
      const count = entries[s * months + t]!;
      if (changing && count > 0)
        total = accumulate(group, { a, month: t }, year.ownLuck, scratch.cumulative);
      if (total === 0) continue;
      for (let i = 0; i < count; i++) {
        if ((i & 3) === 0) {
          philox4x32(
            scratch.words,
            seed,
            replication,
            plan.flowKeys[a]!,
            (g << 20) | (i >> 2),
            place(t, s, stream, OWNER),
            0,
          );
        }
        const owner = pick(
          scratch.cumulative,
          group.members[a]!.length,
          total * uniform01(scratch.words[i & 3]!),
        );
        scratch.item.month = t;
        const person = group.members[a]![owner]!;
        credit(plan, person, a * stages + s, buffers);
        if (last) creditBeside(plan, person, a * stages + s, buffers);
      }
    }
  }
}

/** The last group that owns a flow's items at a stage, or −1. */
function lastGroup({ groups }: SimulationPlan, a: number, stage: number): number {
  for (let g = groups.length - 1; g >= 0; g--)
    if (groups[g]!.from <= stage && groups[g]!.members[a]!.length > 0) return g;
  return -1;
}

/** Fills `cumulative` with running shares of a flow's owners in a month, luck included, and returns their sum. */
function accumulate(
  group: Group,
  { a, month }: { a: number; month: number },
  ownLuck: Float64Array,
  cumulative: Float64Array,
): number {
  const members = group.members[a]!;
  const monthly = group.monthly[a];
  const shares = monthly ?? group.shares[a]!;
  const from = monthly ? month * members.length : 0;
  let total = 0;
  for (let i = 0; i < members.length; i++) {
    total += shares[from + i]! * ownLuck[members[i]!]!;
    cumulative[i] = total;
  }
  return total;
}

function pick(cumulative: Float64Array, length: number, at: number): number {
  let low = 0;
  let high = length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle]! > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Adds the item being followed to a person's own results for a flow and stage. */
function credit(
  plan: SimulationPlan,
  person: number,
  cell: number,
  { year, scratch }: YearBuffers,
): void {
  const credits: Credits | undefined = plan.credits[plan.personRole[person]!]![cell];
  if (!credits) return;
  const first = plan.personOwn[person]!;
  const { month, size } = scratch.item;
  const counted = countedIn(plan, person, month);
  for (let i = 0; i < credits.place.length; i++) {
    const at = first + credits.place[i]! + Math.floor(month / credits.monthsEach[i]!);
    const share = (credits.shares[i]?.[month] ?? 1) * counted;
    year.own[at] = year.own[at]! + amountOf(credits, i, { share, size, month });
  }
}

/** What an item of a size adds by the i-th amount of its credits, of which a share is credited. */
function amountOf(
  { perItem, factor, counts }: Credits,
  i: number,
  { share, size, month }: { share: number; size: number; month: number },
): number {
  const amount = perItem[i] === 1 ? factor[i]! : factor[i]! * size;
  const count = counts[i];
  return count ? countedAmount(count, { size, month, share, amount }) : share * amount;
}

/** Adds the item being followed to the sums of what deals count in measures of several people. */
function countDeal(
  { dealCredits }: SimulationPlan,
  cell: number,
  { year, scratch }: YearBuffers,
): void {
  const credits = dealCredits?.[cell];
  if (!credits) return;
  const { month, size } = scratch.item;
  for (let i = 0; i < credits.place.length; i++) {
    const at = credits.place[i]! + month;
    const share = credits.shares[i]![month]!;
    year.dealSums[at] = year.dealSums[at]! + amountOf(credits, i, { share, size, month });
  }
}

/** Share of a month's credit that counts for a person: all of it where they are eligible all month. */
function countedIn({ roles, personRole, model }: SimulationPlan, person: number, month: number) {
  const { staff, firstPerson } = roles[personRole[person]!]!;
  return staff ? staff.counted[(person - firstPerson) * model.funnel.months + month]! : 1;
}

/** Adds the item being followed to the results of everybody credited beside its owner. */
function creditBeside(
  plan: SimulationPlan,
  owner: number,
  cell: number,
  { year, scratch }: YearBuffers,
): void {
  const beside = plan.beside?.[owner];
  if (!beside) return;
  const { months } = plan.model.funnel;
  const { month, size } = scratch.item;
  for (let k = 0; k < beside.persons.length; k++) {
    const person = beside.persons[k]!;
    const credits: Credits | undefined = plan.credits[plan.personRole[person]!]![cell];
    if (!credits) continue;
    const first = plan.personOwn[person]!;
    const part = beside.parts[k]! * countedIn(plan, person, month);
    const kind = 1 + beside.managers[k]!;
    for (let i = 0; i < credits.place.length; i++) {
      const share = part * (credits.shares[i]?.[kind * months + month] ?? 0);
      const at = first + credits.place[i]! + Math.floor(month / credits.monthsEach[i]!);
      year.own[at] = year.own[at]! + amountOf(credits, i, { share, size, month });
    }
  }
}

/** Opportunities created in each month: owner, size, fate. */
function drawItems(
  draw: Draw,
  { stream, entries }: { stream: number; entries: Float64Array },
  buffers: YearBuffers,
): void {
  const { months, pipelineStage } = draw.plan.model.funnel;
  for (let t = 0; t < months; t++) {
    const count = entries[pipelineStage * months + t]!;
    if (count > 0)
      drawDeals(draw, { stage: pipelineStage, month: t, stream, count, created: true }, buffers);
  }
}

/** Items that were opportunities before the first month and reach `stage` in `month`. */
function drawOpened(
  draw: Draw,
  { stage, month, arriving }: { stage: number; month: number; arriving: number },
  buffers: YearBuffers,
): void {
  if (arriving > 0)
    drawDeals(draw, { stage, month, stream: 2, count: arriving, created: false }, buffers);
}

type Deals = { stage: number; month: number; stream: number; count: number; created: boolean };

function drawDeals(draw: Draw, deals: Deals, buffers: YearBuffers): void {
  const { plan, seed, replication, a } = draw;
  const { year, scratch } = buffers;
  const { funnel } = plan.model;
  const { months } = funnel;
  const stages = funnel.stages.length;
  const flow = funnel.flows[a]!;
  const segment = funnel.segments[flow.segment]!;
  const key = plan.flowKeys[a]!;
  const logSd = plan.sizeLogSd[flow.segment]!;
  const { words, ownerWords, item } = scratch;
  const primary = primaryGroup(plan, a);
  const total = primary
    ? accumulate(primary, { a, month: deals.month }, year.ownLuck, scratch.cumulative)
    : 0;
  const members = primary && total > 0 ? primary.members[a]! : undefined;
  if (members) scratch.ordinal.fill(0, 0, members.length);
  const where = place(deals.month, deals.stage, deals.stream & 3, ITEM);
  const rates = deals.stream === 1 ? plan.path.freshRate : plan.path.openingRate;

  for (let i = 0; i < deals.count; i++) {
    let person = -1;
    let ordinal = i;
    let owner = NOBODY;
    if (members) {
      if ((i & 3) === 0) {
        philox4x32(
          ownerWords,
          seed,
          replication,
          key,
          i >> 2,
          place(deals.month, deals.stage, deals.stream & 3, OWNER),
          1,
        );
      }
      const at = pick(scratch.cumulative, members.length, total * uniform01(ownerWords[i & 3]!));
      person = members[at]!;
      owner = plan.personKeys[person]!;
      ordinal = scratch.ordinal[at]!;
      scratch.ordinal[at] = ordinal + 1;
    }
    philox4x32(words, seed, replication, owner, key, where, ordinal);
    const luck = meanOneQuantile(uniform01(words[0]!), logSd);
    const size = segment.dealMean * luck;
    item.person = person;
    item.owner = owner;
    item.ordinal = ordinal;
    item.where = where;
    item.size = size;
    item.stage = deals.stage;
    item.month = deals.month;
    if (deals.created) {
      year.pipeline[a * months + deals.month] = year.pipeline[a * months + deals.month]! + size;
      creditItem(draw, primary, buffers);
    } else {
      countItem(draw, primary, buffers);
    }
    let stage = deals.stage;
    let month = deals.month;
    let chanceWord = words[1]!;
    let lagWord = words[2]!;
    while (stage < stages - 1) {
      const landing = month + lagOf(flow.lag[stage]!, uniform01(lagWord));
      if (landing >= months) break;
      const shock = shockOf(flow.shocks[stage + 1]! & ~flow.shocks[stage]!, year.shocks);
      const chance = chanceOf(rates[(a * stages + stage) * months + landing]!, shock);
      if (uniform01(chanceWord) >= chance) break;
      stage += 1;
      month = landing;
      item.stage = stage;
      item.month = month;
      countItem(draw, primary, buffers);
      if (stage < stages - 1) {
        philox4x32(
          words,
          seed,
          replication,
          owner,
          key,
          place(deals.month, stage, deals.stream & 3, STEP),
          ordinal,
        );
        chanceWord = words[1]!;
        lagWord = words[2]!;
      }
    }
  }
}

/** The item being followed has entered a stage after the pipeline. */
function countItem(draw: Draw, primary: Group | undefined, buffers: YearBuffers): void {
  const { plan, a } = draw;
  const { months, stages } = plan.model.funnel;
  const { year, scratch } = buffers;
  const { stage, month, size } = scratch.item;
  const at = (a * stages.length + stage) * months + month;
  year.counts[at] = year.counts[at]! + 1;
  if (stage === stages.length - 1)
    year.bookings[a * months + month] = year.bookings[a * months + month]! + size;
  creditItem(draw, primary, buffers);
}

/** Credits the item to its owner, and to one owner of every other group that is paid on such items. */
function creditItem(
  { plan, seed, replication, a }: Draw,
  primary: Group | undefined,
  buffers: YearBuffers,
): void {
  const { year, scratch } = buffers;
  const { item, otherWords } = scratch;
  const cell = a * plan.model.funnel.stages.length + item.stage;
  const last = plan.beside ? lastGroup(plan, a, item.stage) : -1;
  countDeal(plan, cell, buffers);
  const holder = item.person < 0 ? -1 : holderOf({ plan, seed, replication, a }, primary!, buffers);
  if (holder >= 0) {
    credit(plan, holder, cell, buffers);
    if (last >= 0 && plan.groups[last] === primary) creditBeside(plan, holder, cell, buffers);
  }
  for (let g = 0; g < plan.groups.length; g++) {
    const group = plan.groups[g]!;
    const members = group.members[a]!;
    if (
      group === primary ||
      group.counts[item.stage] === 0 ||
      group.from > item.stage ||
      members.length === 0
    )
      continue;
    philox4x32(
      otherWords,
      seed,
      replication,
      item.owner,
      plan.flowKeys[a]!,
      item.where,
      item.ordinal | ((g + 1) << 24),
    );
    const person = drawn(group, { a, month: item.month, u: uniform01(otherWords[0]!) }, year);
    if (person < 0) continue;
    credit(plan, person, cell, buffers);
    if (g === last) creditBeside(plan, person, cell, buffers);
  }
}

/** One of a group's members for a flow's item in a month, or −1 where nobody is there. */
function drawn(
  group: Group,
  { a, month, u }: { a: number; month: number; u: number },
  { ownLuck }: Year,
): number {
  const members = group.members[a]!;
  const monthly = group.monthly[a];
  const shares = monthly ?? group.shares[a]!;
  const from = monthly ? month * members.length : 0;
  let total = 0;
  for (let i = 0; i < members.length; i++) total += shares[from + i]! * ownLuck[members[i]!]!;
  if (total === 0) return -1;
  let left = total * u;
  let i = 0;
  while (i < members.length - 1 && left >= shares[from + i]! * ownLuck[members[i]!]!) {
    left -= shares[from + i]! * ownLuck[members[i]!]!;
    i++;
  }
  return members[i]!;
}

/** Who holds the item being followed now: its owner, or where they are away or have left one of those who work, or −1. */
function holderOf({ plan, seed, replication, a }: Draw, primary: Group, buffers: YearBuffers) {
  const { item, otherWords } = buffers.scratch;
  const { staff, firstPerson } = plan.roles[plan.personRole[item.person]!]!;
  const { months } = plan.model.funnel;
  if (!staff || staff.part[(item.person - firstPerson) * months + item.month]! > 0)
    return item.person;
  philox4x32(
    otherWords,
    seed,
    replication,
    item.owner,
    plan.flowKeys[a]!,
    item.where,
    item.ordinal | (HANDED_ON << 24),
  );
  const u = uniform01(otherWords[0]!);
  return drawn(primary, { a, month: item.month, u }, buffers.year);
}

/** The group whose people own a flow's opportunities: the last one that owns from the pipeline stage or before. */
function primaryGroup(plan: SimulationPlan, a: number): Group | undefined {
  const { pipelineStage } = plan.model.funnel;
  for (let g = plan.groups.length - 1; g >= 0; g--) {
    const group = plan.groups[g]!;
    if (group.from <= pipelineStage && group.members[a]!.length > 0) return group;
  }
  return undefined;
}

function lagOf(kernel: Float64Array, u: number): number {
  let left = u;
  for (let l = 0; l < kernel.length - 1; l++) {
    left -= kernel[l]!;
    if (left < 0) return l;
  }
  return kernel.length - 1;
}

function contracts(plan: SimulationPlan, year: Year, scratch: Scratch): void {
  const { funnel, contractHistory } = plan.model;
  const { months } = funnel;
  const bookings = scratch.segmentBookings;
  for (let g = 0; g < funnel.segments.length; g++) {
    bookings.fill(0);
    for (let a = 0; a < funnel.flows.length; a++) {
      if (funnel.flows[a]!.segment !== g) continue;
      for (let t = 0; t < months; t++) bookings[t] = bookings[t]! + year.bookings[a * months + t]!;
    }
    const term = { months: funnel.segments[g]!.termMonths, renewalRate: plan.renewalRate[g]! };
    contractMonths(term, bookings, contractHistory[g]!, {
      renewals: year.renewals[g]!,
      revenue: year.revenue[g]!,
    });
  }
}
