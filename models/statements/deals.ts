/**
 * Deals of a payroll: their value in the scenario's currency, and who is credited with which share.
 *
 * Terms     credit = share of a deal that counts for somebody; owner's group = people with the same `group`; chain = an owner's manager, and theirs.
 * Formula   a person's credit = Σ over owners: share × (the owner's own + overlay in the owner's group + managers where
 *           the person is in the owner's chain), by the rule in force on the deal's day.
 * Always    without a rule the owners are credited alone; at team scope marketing has its own sources' items up to the
 *           pipeline, sales its own and what it takes over; joint and company scope count each item once.
 * Source    docs/model.md#crediting
 */
import { add, least, multiply, ONE, ratio, type Rational, rational, ZERO } from "../math/index.ts";
import { type Problem, unknownName } from "../problem.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { Team } from "../terms.ts";
import { dayNumber, monthIndex, type PayCalendar } from "./calendar.ts";
import type { Deal } from "./facts.ts";
import { MOST_LEVELS, type Person, type Stint, stintOn } from "./roster.ts";

export type PaidDeal = {
  facts: Deal;
  owners: readonly { person: string; share: Rational }[];
  team: Team;
  expansion: boolean;
  /** Value in the scenario's currency on the day it was created, and on the day it was won. */
  created: Rational;
  won: Rational | undefined;
  margin: Rational;
  termMonths: number;
  createdDay: number;
  wonDay: number | undefined;
  createdMonth: number;
  wonMonth: number | undefined;
  /** Month in which the customer paid; undefined while it has not. */
  paidMonth: number | undefined;
  cancelledMonth: number | undefined;
};

export type DealSite = {
  scenario: Scenario;
  calendar: PayCalendar;
  roster: ReadonlyMap<string, Person>;
  /** Gross margin and term of each segment where a deal states none. */
  segments: ReadonlyMap<string, { margin: Rational; termMonths: number }>;
  problems: Problem[];
};

/** The deals with their values; faults of those that cannot be paid on are problems. */
export function paidDeals(deals: readonly Deal[], site: DealSite): PaidDeal[] {
  const seen = new Map<string, Deal>();
  const paid: PaidDeal[] = [];
  for (const deal of deals) {
    const before = seen.get(deal.id);
    if (before)
      site.problems.push({
        code: "bad-shape",
        path: `deals[${deal.row}].id`,
        message: `the deal "${deal.id}" is there twice, first in row ${before.row}`,
        hint: "each deal has an id of its own; shares of one deal are its split",
      });
    seen.set(deal.id, deal);
    const one = paidDeal(deal, site);
    if (one) paid.push(one);
  }
  return paid.toSorted((a, b) => (a.facts.id < b.facts.id ? -1 : a.facts.id > b.facts.id ? 1 : 0));
}

function paidDeal(deal: Deal, site: DealSite): PaidDeal | undefined {
  const { scenario, calendar, roster, problems } = site;
  const path = `deals[${deal.row}]`;
  const segment = scenario.funnel.segments[deal.segment];
  const source = segment?.sources[deal.source];
  const faults: Problem[] = [];
  if (!segment)
    faults.push(
      unknownName(
        `${path}.segment`,
        "segment",
        deal.segment,
        Object.keys(scenario.funnel.segments),
      ),
    );
  else if (!source)
    faults.push(unknownName(`${path}.source`, "source", deal.source, Object.keys(segment.sources)));
  const owners = deal.split
    ? deal.split.map(({ person, share }) => ({ person, share: rational(share) }))
    : [{ person: deal.owner, share: ONE }];
  for (const { person } of owners) {
    if (person === "")
      faults.push({
        code: "bad-shape",
        path: `${path}.owner`,
        message: `the deal "${deal.id}" has no owner, so nobody would be paid for it`,
        hint: "give the id of a person",
      });
    else if (!roster.has(person))
      faults.push(unknownName(`${path}.owner`, "person", person, [...roster.keys()]));
  }
  const inCurrency = (day: string, what: "created" | "won") => {
    const amount = rational(deal.amount);
    if (deal.currency === undefined || deal.currency === scenario.currency) return amount;
    const rate = rateOn(scenario, deal.currency, day);
    if (rate) return multiply(amount, rate);
    if (what === "created" && day === deal.won) return undefined;
    const problem = noRate(`${path}.currency`, deal.currency, day);
    faults.push({ ...problem, message: `${problem.message}, the day it was ${what}` });
    return undefined;
  };
  // Created before the calendar it counts in no month of it, and needs no rate.
  const created =
    deal.created < `${scenario.calendar.start}-01`
      ? rational(deal.amount)
      : inCurrency(deal.created, "created");
  const won = deal.won === undefined ? undefined : inCurrency(deal.won, "won");
  problems.push(...faults);
  if (!source || !created || (deal.won !== undefined && !won)) return undefined;
  const own = site.segments.get(deal.segment)!;
  const month = (day: string | undefined) =>
    day === undefined ? undefined : monthIndex(calendar, day);
  return {
    facts: deal,
    owners,
    team: source.team,
    expansion: source.expansion ?? false,
    created,
    won,
    margin: deal.margin === undefined ? own.margin : rational(deal.margin),
    termMonths: deal.termMonths ?? own.termMonths,
    createdDay: dayNumber(deal.created),
    wonDay: deal.won === undefined ? undefined : dayNumber(deal.won),
    createdMonth: month(deal.created)!,
    wonMonth: month(deal.won),
    paidMonth: month(deal.paid),
    cancelledMonth: month(deal.cancelled),
  };
}

/** Units of the scenario's currency for one of another on a day; undefined where no rate is in force. */
export function rateOn(scenario: Scenario, currency: string, day: string): Rational | undefined {
  if (currency === scenario.currency) return ONE;
  let from = "";
  let rate: number | undefined;
  for (const [date, value] of Object.entries(scenario.currencies?.[currency] ?? {})) {
    const start = date.length === 7 ? `${date}-01` : date;
    if (start <= day && start >= from) [from, rate] = [start, value];
  }
  return rate === undefined ? undefined : rational(rate);
}

/** The problem of a currency without a rate on a day. */
export function noRate(path: string, currency: string, day: string): Problem {
  return {
    code: "not-found",
    path,
    message: `there is no rate for ${currency} on ${day}`,
    hint: `add one under currencies.${currency}, from a day on or before it`,
  };
}

/** Credit of people and teams by the rules of one scenario. */
export type Credits = {
  rules: ReadonlyMap<string, readonly Rule[]>;
  roster: ReadonlyMap<string, Person>;
  /** Managers above each person, nearest first. */
  chains: ReadonlyMap<string, readonly string[]>;
  /** People of each role in each group. */
  groups: ReadonlyMap<string, readonly string[]>;
  /** Roles that somebody's manager is in. */
  managing: ReadonlySet<string>;
  /** First stage at which sales is credited with marketing's items, and the pipeline's. */
  takeOver: number;
  pipelineStage: number;
};

type Rule = {
  from: string;
  to: string;
  owner: Rational;
  overlay: ReadonlyMap<string, Rational>;
  managers: Rational;
  sourcingTeam: Rational | undefined;
  closingTeam: Rational | undefined;
  atMost: Rational | undefined;
  id: string;
};

function shareRead(share: number | undefined): Rational | undefined {
  return share === undefined ? undefined : rational(share);
}

/** The rules of crediting as written, and who manages whom. */
export function creditsOf(
  scenario: Scenario,
  roster: ReadonlyMap<string, Person>,
  stages: { takeOver: number; pipelineStage: number },
): Credits {
  const rules = new Map<string, Rule[]>();
  for (const [id, written] of Object.entries(scenario.crediting ?? {})) {
    const measure = written.measure ?? id;
    const rule: Rule = {
      id,
      from: written.from ?? "",
      to: written.to ?? "9999-12-31",
      owner: shareRead(written.owner) ?? ONE,
      overlay: new Map(
        Object.entries(written.overlay ?? {}).map(([role, share]) => [role, rational(share)]),
      ),
      managers: shareRead(written.managers) ?? ZERO,
      sourcingTeam: shareRead(written.sourcingTeam),
      closingTeam: shareRead(written.closingTeam),
      atMost: shareRead(written.atMost),
    };
    rules.set(measure, [...(rules.get(measure) ?? []), rule]);
  }
  const chains = new Map<string, string[]>();
  for (const { id } of roster.values()) {
    const chain: string[] = [];
    let above = roster.get(id)?.manager;
    while (above !== undefined && above !== id && chain.length < MOST_LEVELS) {
      if (chain.includes(above)) break;
      chain.push(above);
      above = roster.get(above)?.manager;
    }
    chains.set(id, chain);
  }
  const managers = new Set([...chains.values()].flat());
  const managing = new Set(
    [...managers].flatMap((id) => (roster.get(id)?.stints ?? []).map(({ role }) => role.id)),
  );
  return { rules, roster, chains, groups: groupsOf(roster), managing, ...stages };
}

/** True where a rule credits people of a role beside the owners: as an overlay, or as managers. */
export function besideOwners(
  credits: Credits,
  role: string,
  measure: string,
  day: string,
): boolean {
  const rule = ruleFor(credits, measure, day);
  if (!rule) return false;
  return rule.overlay.has(role) || (rule.managers.n !== 0n && credits.managing.has(role));
}

function ruleFor({ rules }: Credits, measure: string, day: string): Rule | undefined {
  return rules.get(measure)?.find(({ from, to }) => from <= day && day <= to);
}

/** A person's share of a deal for a measure, with how it came about where it is not the owner's alone. */
export function creditOfPerson(
  credits: Credits,
  person: Person,
  { deal, measure, day }: { deal: PaidDeal; measure: string; day: string },
): { share: Rational; how: string[] } {
  const rule = ruleFor(credits, measure, day);
  let share = ZERO;
  const how: string[] = [];
  const gain = (part: Rational, why: string) => {
    if (part.n === 0n) return;
    share = share.n === 0n ? part : add(share, part);
    if (why !== "") how.push(why);
  };
  let role: string | undefined;
  for (const owner of deal.owners) {
    const split = owner.share.n === owner.share.d ? "" : "split";
    if (owner.person === person.id) {
      gain(rule ? multiply(owner.share, rule.owner) : owner.share, split);
      continue;
    }
    if (!rule) continue;
    if (rule.overlay.size > 0) {
      role ??= stintOn(person, dayNumber(day))?.role.id ?? "";
      const overlay = rule.overlay.get(role);
      const sharing = overlay ? overlaid(credits, role, owner.person) : [];
      if (overlay && sharing.includes(person.id)) {
        const heads = person.group === undefined ? BigInt(sharing.length) : 1n;
        gain(
          multiply(owner.share, multiply(overlay, ratio(1n, heads))),
          `overlay on ${owner.person}`,
        );
      }
    }
    if (rule.managers.n !== 0n && credits.chains.get(owner.person)?.includes(person.id))
      gain(multiply(owner.share, rule.managers), `rolls up from ${owner.person}`);
  }
  return { share, how };
}

/**
 * The people of an overlay role who are credited with what somebody owns: those of the owner's group, each of them with
 * all of it; where the role has nobody there, its people without a group, who share it evenly.
 */
function overlaid({ groups, roster }: Credits, role: string, owner: string): readonly string[] {
  const group = roster.get(owner)?.group ?? "";
  return groups.get(groupKey(role, group)) ?? groups.get(groupKey(role, "")) ?? [];
}

/** Everybody who may be credited with part of a deal under some rule. */
export function concerned(credits: Credits, deal: PaidDeal): Set<string> {
  const people = new Set(deal.owners.map(({ person }) => person));
  const all = [...credits.rules.values()].flat();
  const managed = all.some(({ managers }) => managers.n !== 0n);
  const overlays = new Set(all.flatMap(({ overlay }) => [...overlay.keys()]));
  for (const { person } of deal.owners) {
    if (managed) for (const manager of credits.chains.get(person) ?? []) people.add(manager);
    for (const role of overlays)
      for (const other of overlaid(credits, role, person)) people.add(other);
  }
  return people;
}

/** The people of each role in each group. */
function groupsOf(roster: ReadonlyMap<string, Person>): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { id, group = "", stints } of roster.values()) {
    for (const { role } of stints) {
      const key = groupKey(role.id, group);
      const list = groups.get(key);
      if (list) list.push(id);
      else groups.set(key, [id]);
    }
  }
  return groups;
}

function groupKey(role: string, group: string): string {
  return `${role}\n${group}`;
}

/** A team's share of an item at a stage: by the rule in force, else the default of its sources and of the hand-over. */
export function creditOfTeam(
  credits: Credits,
  team: Team,
  { source, stage, measure, day }: { source: Team; stage: number; measure: string; day: string },
): Rational {
  const sourced = source === team;
  const standard =
    team === "marketing"
      ? sourced && stage <= credits.pipelineStage
      : sourced || stage >= credits.takeOver;
  const rule = ruleFor(credits, measure, day);
  const { sourcingTeam, closingTeam } = rule ?? {};
  if (team === "marketing") return sourced && sourcingTeam ? sourcingTeam : standard ? ONE : ZERO;
  if (!sourced) return closingTeam ?? (standard ? ONE : ZERO);
  return sourcingTeam && closingTeam ? least(ONE, add(sourcingTeam, closingTeam)) : ONE;
}

/** Deals whose owners are credited with more than a rule allows, or more than once: problems, and remarks. */
export function overCredited(
  credits: Credits,
  deals: readonly PaidDeal[],
): { problems: Problem[]; remarks: Map<string, string> } {
  const problems: Problem[] = [];
  const remarks = new Map<string, string>();
  for (const deal of deals) {
    let shares = ZERO;
    for (const { share } of deal.owners) shares = add(shares, share);
    if (deal.owners.length > 1 && exceeds(shares, ONE))
      remarks.set(deal.facts.id, `the owners' shares add to ${percentOf(shares)}`);
    for (const [measure, rules] of credits.rules) {
      for (const rule of rules) {
        const day = deal.facts.won ?? deal.facts.created;
        if (!rule.atMost || day < rule.from || day > rule.to) continue;
        const credited = multiply(shares, rule.owner);
        if (!exceeds(credited, rule.atMost)) continue;
        problems.push({
          code: "bad-number",
          path: `deals[${deal.facts.row}].split`,
          message: `the owners of "${deal.facts.id}" are credited with ${percentOf(credited)} of its ${measure} together, and ${percentOf(rule.atMost)} is the most`,
          hint: `correct the split, or crediting.${rule.id}.atMost`,
        });
      }
    }
  }
  return { problems, remarks };
}

function exceeds(a: Rational, b: Rational): boolean {
  return a.n * b.d > b.n * a.d;
}

function percentOf({ n, d }: Rational): string {
  return `${Number((n * 1_000_000n) / d) / 10_000}%`;
}

/** True where a role works a deal's segment and source. */
export function worked({ role }: Pick<Stint, "role">, deal: PaidDeal): boolean {
  return (
    (role.segments?.includes(deal.facts.segment) ?? true) &&
    (role.sources?.includes(deal.facts.source) ?? true)
  );
}
