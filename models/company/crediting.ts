/**
 * Crediting: whose result an item counts for, by scope.
 *
 * Terms     owner role = a role whose people own items from a stage on; where several roles own the same flow from the
 *           same stage, each gets the share of its headcount in capacity; overlay = credit beside the owner's; roll-up =
 *           credit of everybody above the owner; manager role = one whose people named people report to, or, where
 *           nobody is named with a manager, one that owns nothing, is no overlay and is paid on what rolls up alone.
 * Always    joint and company scope count each item once. Without a rule marketing is credited with its own sources'
 *           items up to the pipeline; sales with its own sources' items, and with marketing's from the stage at which
 *           sales takes over. A role's credit is that of its people together, so it may pass 1.
 *           Means go by the rule that is in force for most of the calendar.
 * Not here  drawn items (simulation/plan.ts), statements (statements/deals.ts).
 * Source    docs/model.md#crediting
 */
import type { CompiledFunnel } from "../funnel/compile.ts";
import type { CreditRule } from "../funnel/credit.ts";
import type { Credit } from "../funnel/measure.ts";
import { dayNumber, payCalendar } from "../statements/calendar.ts";
import type { Scope, Team } from "../terms.ts";
import type { Role, Scenario } from "../scenario/schema.ts";
import { type NamedPerson, workingIn } from "./people.ts";

export type Ownership = {
  role: string;
  team: Team;
  /** In capacity; and by how many an individual measure is divided. */
  headcount: number;
  heads: number;
  seats: number;
  people: readonly NamedPerson[];
  /** First stage owned; Infinity: never. */
  from: number;
  /** Paid on own measures that roll up, as managers are. */
  paidOnRollUp: boolean;
  works: (flow: number) => boolean;
};

/** Which flows a role works: its segments and its sources. */
export function flowsWorked(funnel: CompiledFunnel, role: Role): (flow: number) => boolean {
  return (a) => {
    const flow = funnel.flows[a]!;
    const segment = funnel.segments[flow.segment]!.id;
    return (
      (role.segments?.includes(segment) ?? true) && (role.sources?.includes(flow.source) ?? true)
    );
  };
}

/** The first stage a role owns: as stated, else the pipeline stage for sales roles that sell, else never. */
export function ownedFrom(funnel: { stages: string[]; pipelineStage: number }, role: Role): number {
  if (role.owns === false) return Infinity;
  if (role.owns !== undefined) return funnel.stages.indexOf(role.owns);
  return role.team === "sales" && role.tasks?.["selling"] !== undefined
    ? funnel.pipelineStage
    : Infinity;
}

/**
 * True for a role whose plan pays on own measures that a rule rolls up to managers, that no rule makes an overlay, and
 * that is not paid on own results before the pipeline.
 */
export function paidOnRollUp(scenario: Scenario, pipelineStage: number, role: string): boolean {
  const plan = scenario.roles[role]?.plan;
  const components = plan === undefined ? {} : (scenario.plans[plan]?.components ?? {});
  const own = Object.values(components).flatMap(({ scope, measure }) =>
    scope === "individual" ? [measure, ...partsOf(scenario, measure)] : [],
  );
  const rules = Object.entries(scenario.crediting ?? {});
  if (rules.some(([, { overlay }]) => overlay?.[role] !== undefined)) return false;
  const early = scenario.funnel.stages.slice(0, pipelineStage);
  if (own.some((measure) => early.includes(measure))) return false;
  return rules.some(
    ([id, { measure = id, managers = 0 }]) => managers > 0 && own.includes(measure),
  );
}

/** Measures that a sum of measures is made of. */
function partsOf({ measures }: Scenario, measure: string): string[] {
  const written = measures?.[measure];
  return written?.kind === "sum" ? Object.keys(written.of) : [];
}

/** A scenario's rules of crediting by measure; undefined where it states none. */
export function creditingOf(scenario: Scenario): Map<string, CreditRule[]> | undefined {
  const written = Object.entries(scenario.crediting ?? {});
  if (written.length === 0) return undefined;
  const { starts, months } = payCalendar(scenario);
  const rules = new Map<string, CreditRule[]>();
  for (const [id, rule] of written) {
    const first = rule.from === undefined ? -Infinity : dayNumber(rule.from);
    const last = rule.to === undefined ? Infinity : dayNumber(rule.to);
    const days = Float64Array.from({ length: months }, (_, t) => {
      const [from, to] = [Math.max(starts[t]!, first), Math.min(starts[t + 1]! - 1, last)];
      return Math.max(0, to - from + 1) / (starts[t + 1]! - starts[t]!);
    });
    const { owner = 1, overlay = {}, managers = 0, sourcingTeam, closingTeam } = rule;
    const measure = rule.measure ?? id;
    const read = { id, owner, overlay, managers, sourcingTeam, closingTeam, days };
    rules.set(measure, [...(rules.get(measure) ?? []), read]);
  }
  return rules;
}

/** The rule on a measure that is in force for most of the calendar; undefined where the default is. */
export function usualRule(funnel: CompiledFunnel, measure: string): CreditRule | undefined {
  const rules = funnel.crediting?.get(measure);
  if (!rules) return undefined;
  let usual: CreditRule | undefined;
  let most = 0;
  let without = funnel.months;
  for (const rule of rules) {
    const days = rule.days.reduce((sum, share) => sum + share, 0);
    without -= days;
    if (days > most) [usual, most] = [rule, days];
  }
  return most >= without ? usual : undefined;
}

export type CreditQuestion = {
  scope: Scope;
  /** The payee's role, or for a pool its team. */
  role?: string | undefined;
  team?: Team | undefined;
  sourcedBy?: string | undefined;
  segments?: string[] | undefined;
};

/** The share of each item that counts for a question of scope, source and segment. */
export function creditOf(
  funnel: CompiledFunnel,
  ownerships: Ownership[],
  question: CreditQuestion,
): Credit {
  const { scope, sourcedBy, segments } = question;
  const own = ownerships.find(({ role }) => role === question.role);
  const team = own?.team ?? question.team;
  const takeOver = Math.min(
    ...ownerships.filter((ownership) => ownership.team === "sales").map(({ from }) => from),
    funnel.handOverStage + 1,
  );
  return (a, stage, measure) => {
    const flow = funnel.flows[a]!;
    if (segments && !segments.includes(funnel.segments[flow.segment]!.id)) return 0;
    if (sourcedBy !== undefined && flow.team !== sourcedBy && flow.source !== sourcedBy) return 0;
    if (scope === "joint" || scope === "company") return 1;
    const rule = usualRule(funnel, measure);
    const standard =
      team === "marketing"
        ? flow.team === "marketing" && stage <= funnel.pipelineStage
        : flow.team === "sales" || stage >= takeOver;
    if (scope === "team" || !own) return teamCredit(team, flow.team === team, rule, standard);
    const extra = rule ? beside(ownerships, own, rule, { flow: a, stage }) : undefined;
    if (!standard || !own.works(a)) return extra ?? 0;
    if (own.from === Infinity) return extra ?? (scope === "role" ? 1 : 0);
    const owned = stage >= own.from ? ownerShare(ownerships, own, a) : 0;
    return owned * (rule?.owner ?? 1) + (extra ?? 0);
  };
}

function teamCredit(
  team: Team | undefined,
  sourced: boolean,
  rule: CreditRule | undefined,
  standard: boolean,
): number {
  const { sourcingTeam, closingTeam } = rule ?? {};
  if (team === "marketing") return sourced && sourcingTeam !== undefined ? sourcingTeam : +standard;
  if (!sourced) return closingTeam ?? +standard;
  return sourcingTeam === undefined || closingTeam === undefined
    ? 1
    : Math.min(1, sourcingTeam + closingTeam);
}

/** What all people of a role are credited with beside their own items: overlays and roll-up. Undefined: the rule has none. */
function beside(
  ownerships: readonly Ownership[],
  own: Ownership,
  rule: CreditRule,
  item: { flow: number; stage: number },
): number | undefined {
  const overlay = rule.overlay[own.role] ?? 0;
  const rolls = rule.managers > 0 && isManagerRole(ownerships, own, rule);
  if (overlay === 0 && !rolls) return undefined;
  if (!own.works(item.flow)) return 0;
  const owners = ownersOf(ownerships, item);
  const part = (counts: (person: NamedPerson | undefined) => boolean) => {
    let total = 0;
    for (const owner of owners)
      total += ownerShare(ownerships, owner, item.flow) * partOf(owner, counts);
    return total;
  };
  return (
    overlay * overlayParts(own, part) + (rolls ? rule.managers * managed(ownerships, own, part) : 0)
  );
}

type Part = (counts: (person: NamedPerson | undefined) => boolean) => number;

function overlayParts(own: Ownership, part: Part): number {
  const groups = own.people.flatMap(({ group }) => group ?? []);
  let total = 0;
  for (const group of groups) total += part((owner) => owner?.group === group);
  if (groups.length < own.seats)
    total += part((owner) => owner?.group === undefined || !groups.includes(owner.group));
  return total;
}

function managed(ownerships: readonly Ownership[], own: Ownership, part: Part): number {
  const above = aboveEach(ownerships.flatMap(({ people }) => people));
  const isUnder = (owner: NamedPerson | undefined, id: string) =>
    owner !== undefined && above.get(owner.id)!.includes(id);
  let total = 0;
  for (const { id } of own.people) total += part((owner) => isUnder(owner, id));
  if (own.people.length < own.seats)
    total += part((owner) => !own.people.some(({ id }) => isUnder(owner, id)));
  return total;
}

/** Everybody above each named person, nearest first. */
export function aboveEach(people: readonly NamedPerson[]): Map<string, string[]> {
  const managers = new Map(people.map(({ id, manager }) => [id, manager]));
  return new Map(
    people.map(({ id }) => {
      const chain: string[] = [];
      for (
        let one = managers.get(id);
        one !== undefined && one !== id && !chain.includes(one);
        one = managers.get(one)
      )
        chain.push(one);
      return [id, chain];
    }),
  );
}

type Creditee = Pick<Ownership, "role" | "team" | "from" | "people" | "paidOnRollUp">;

/** True for a role that credit rolls up to. */
export function isManagerRole(
  ownerships: readonly Creditee[],
  own: Creditee,
  rule: CreditRule,
): boolean {
  const reported = new Set(
    ownerships.flatMap(({ people }) => people.flatMap(({ manager }) => manager ?? [])),
  );
  if (reported.size > 0) return own.people.some(({ id }) => reported.has(id));
  return (
    own.people.length === 0 &&
    own.from === Infinity &&
    own.paidOnRollUp &&
    rule.overlay[own.role] === undefined &&
    ownerships.some(({ from, team }) => from < Infinity && team === own.team)
  );
}

/** The roles that own an item at a stage: those that own from the last stage on. */
function ownersOf(
  ownerships: readonly Ownership[],
  { flow, stage }: { flow: number; stage: number },
): Ownership[] {
  const owning = ownerships.filter(({ from, works }) => from <= stage && works(flow));
  const last = Math.max(...owning.map(({ from }) => from));
  return owning.filter(({ from }) => from === last);
}

/** The part of an owner role's items that the people who count own; undefined stands for anonymous ones. */
function partOf(
  { people, seats }: Ownership,
  counts: (person: NamedPerson | undefined) => boolean,
): number {
  const anonymous = seats - people.length;
  let all = anonymous;
  let counted = counts(undefined) ? anonymous : 0;
  for (const person of people) {
    let working = 0;
    for (let t = 0; t < person.length.length; t++) working += workingIn(person, t);
    const weight = (person.territory * (person.skill ?? 1) * working) / person.length.length;
    all += weight;
    if (counts(person)) counted += weight;
  }
  return all > 0 ? counted / all : 0;
}

function ownerShare(ownerships: readonly Ownership[], own: Ownership, flow: number): number {
  let total = 0;
  for (const other of ownerships)
    if (other.from === own.from && other.works(flow)) total += other.headcount;
  return total > 0 ? own.headcount / total : 0;
}
