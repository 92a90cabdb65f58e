/**
 * What changed between two companies, in the words of studies: read from the compiled plans, so that formulas, pools and
 * parents count as what they come to.
 *
 * Terms     own pay = target pay on individual results; shared = on results of several, pools included; early = on counts
 *           of a stage before the last, where quantity can be had at the cost of quality, whosever they are; paid earlier
 *           = more pay rides on counts up to some stage.
 * Always    nothing changed gives nothing; a change below half a per cent of a role's OTE is none.
 */
import type { Model, ModelRole } from "../../company/compile.ts";
import type { CompiledComponent } from "../../company/components.ts";
import type { Curve } from "../../plans/curve.ts";
import { largestJump } from "../../plans/expectedPay.ts";
import { type TopicId, topicIds } from "./topics.ts";

/** Least change that counts, over OTE. */
const NOTICEABLE = 0.005;
/** Part of own pay that must go before shared pay stands in its place rather than beside it. */
const REPLACED = 0.25;
/** Least change of a slope above target, of a jump, and of attainment without pay. */
const STEEPER = 0.2;
const HIGHER = 0.1;
const EARLIER = 0.05;

type Facts = {
  all: number;
  own: number;
  /** Of one's own results, early ones included. */
  mine: number;
  shared: number;
  profit: number;
  /** By stage before the last: target pay on counts of it and of those before. */
  early: number[];
  pools: Set<string>;
  capped: boolean;
  ratchet: number;
  /** Attainment below which own results pay nothing. */
  unpaid: number;
  /** Steepest pay above target beyond proportion, and largest jump, in shares of target variable. */
  steepest: number;
  jump: number;
};

/** A topic of studies, with the roles whose pay it is. */
export type ChangedTopic = { topic: TopicId; roles: string[] };

/** Topics that what changed touches, the most telling first; none for two that pay and do alike. */
export function changedTopics(base: Model, other: Model): ChangedTopic[] {
  const touched = new Map<TopicId, string[]>();
  const add = (topic: TopicId, ...roles: string[]) =>
    touched.set(topic, [...(touched.get(topic) ?? []), ...roles]);
  for (const role of other.roles) {
    const before = base.roles.find(({ id }) => id === role.id);
    if (before) for (const topic of payTopics(base, before, other, role)) add(topic, role.id);
  }
  for (const topic of practiceTopics(base, other)) add(topic);
  return topicIds.flatMap((topic) => {
    const roles = touched.get(topic);
    return roles ? [{ topic, roles }] : [];
  });
}

function payTopics(base: Model, before: ModelRole, other: Model, after: ModelRole): TopicId[] {
  const was = factsOf(base, before);
  const is = factsOf(other, after);
  const least = NOTICEABLE * before.ote;
  const rises = (key: "own" | "shared" | "profit") => is[key] - was[key] > least;
  const earlier = is.early.some((pay, k) => pay - (was.early[k] ?? 0) > least);
  const later = was.early.some((pay, k) => pay - (is.early[k] ?? 0) > least);
  const pooled = [...is.pools].some((pool) => !was.pools.has(pool));
  const found: TopicId[] = [];
  if (rises("shared") || pooled)
    found.push(was.mine - is.mine > REPLACED * was.mine ? "groupPay" : "teamBonus");
  if (rises("profit")) found.push("profitBonus");
  const freed = was.capped && !is.capped;
  if (freed || was.unpaid - is.unpaid > EARLIER || is.ratchet < was.ratchet)
    found.push("capAndQuota");
  if (earlier) found.push("quantityPay");
  if (after.team === "marketing" && later && !earlier && !(was.all - is.all > least))
    found.push("volumeToQuality");
  if (rises("own")) found.push("individualPay");
  if (is.steepest - was.steepest > STEEPER) found.push("accelerators");
  if (is.jump - was.jump > HIGHER) found.push("lumpBonus");
  return found;
}

function factsOf(model: Model, role: ModelRole): Facts {
  const { stages } = model.scenario.funnel;
  const facts: Facts = {
    all: 0,
    own: 0,
    mine: 0,
    shared: 0,
    profit: 0,
    early: stages.slice(0, -1).map(() => 0),
    pools: new Set(),
    capped: false,
    ratchet: 0,
    unpaid: 0,
    steepest: 0,
    jump: 0,
  };
  const plan = model.scenario.plans[model.scenario.roles[role.id]!.plan ?? ""];
  const all = Object.values(plan?.adjustments ?? {}).some(({ kind }) => kind === "cap");
  for (const component of role.components) {
    const { id, pool, individual, targetPay, numbers } = component;
    const measure = measureOf(model, component);
    const stage = stages.indexOf(measure);
    const early = stage >= 0 && stage < stages.length - 1;
    facts.all += targetPay;
    if (pool) facts.pools.add(id);
    if (individual) facts.mine += targetPay;
    if (early) facts.early = facts.early.map((pay, k) => (k >= stage ? pay + targetPay : pay));
    else if (measure === "grossMargin") facts.profit += targetPay;
    else if (individual) facts.own += targetPay;
    else facts.shared += targetPay;
    const curve = component.curves[0];
    if (!curve || pool) continue;
    const part = role.targetVariable > 0 ? targetPay / role.targetVariable : 0;
    facts.steepest = Math.max(facts.steepest, part * steepest(curve));
    facts.jump = Math.max(facts.jump, part * largestJump(curve));
    if (!individual) continue;
    if (all || isCapped(curve) || numbers.payAtMost !== undefined) facts.capped = true;
    facts.unpaid = Math.max(facts.unpaid, unpaidBelow(curve));
    facts.ratchet = Math.max(facts.ratchet, numbers.ratchet ?? 0);
  }
  return facts;
}

function measureOf(model: Model, { id, pool, written }: CompiledComponent): string {
  return (pool ? model.scenario.pools?.[id]?.measure : written?.measure) ?? "";
}

/** By how much a curve above target is at its steepest above pay in proportion. */
function steepest({ x, slope }: Curve): number {
  let most = 1;
  for (const [i, one] of slope.entries())
    if ((x[i + 1] ?? Infinity) > 1) most = Math.max(most, one);
  return most - 1;
}

function isCapped({ y, slope }: Curve): boolean {
  return slope.at(-1) === 0 && y.at(-1)! > 0 && y.length > 1;
}

/** Attainment from which a curve pays anything. */
function unpaidBelow({ x, left, y, slope }: Curve): number {
  if (left[0]! > 0) return 0;
  const first = y.findIndex((share, i) => share > 0 || slope[i]! > 0);
  return first < 0 ? 0 : Math.max(x[first]!, 0);
}

function adopted({ alignment }: Model): Map<string, number> {
  return new Map(alignment.practices.map(({ id, adoption }) => [id, adoption]));
}

function practiceTopics(base: Model, other: Model): TopicId[] {
  const was = adopted(base);
  const raised = [...adopted(other)].filter(([id, adoption]) => adoption > (was.get(id) ?? 0));
  const found: TopicId[] = [];
  if (raised.some(([id]) => id === "feedback")) found.push("feedback");
  if (raised.some(([id]) => id !== "feedback")) found.push("practices");
  if (base.alignment.startLevel !== other.alignment.startLevel) found.push("alignment");
  return found;
}
