/**
 * What a plan letter says in words: whose result counts, what opens and limits pay, when it is paid, what else holds.
 *
 * Always    every sentence is read from the compiled plan; figures are those the engine pays by.
 * Not here  worked examples (letter.ts), the sentence of a curve and of an adjustment: their own files say it.
 */
import { compare, multiply, type Rational, rational, ZERO } from "../math/index.ts";
import { explainAdjustment } from "../plans/adjustments/index.ts";
import { explainCurve } from "../plans/kinds/index.ts";
import type { Scenario } from "../scenario/schema.ts";
import { measures, type Scope } from "../terms.ts";
import { monthLabel, type PayCalendar } from "./calendar.ts";
import type { PaidPeriod } from "./componentPay.ts";
import type { Question } from "./measured.ts";
import { grownPart } from "./payment.ts";
import type { PoolRule } from "./pools.ts";
import type { Asking, ComponentRule, PlanRules } from "./rules.ts";
import { modeWords, percently, plainly } from "./words.ts";
import { capitalised, listed } from "../words.ts";

const periodAdverb = {
  month: "every month",
  quarter: "every quarter",
  half: "every half-year",
  year: "once a year",
} as const;

/** Whose result counts, of what, and how often it is paid. */
export function componentSays(rule: ComponentRule, scenario: Scenario): string {
  const { written, yearToDate, exact } = rule;
  const often = periodAdverb[written.period];
  const paid = yearToDate
    ? `Paid ${often} on the year to date, less what was paid before${written.recover ? "; what was paid too much is taken back" : ""}.`
    : `Measured and paid ${often}.`;
  const deals = exact.basis === "deal" ? " Each deal is read by itself." : "";
  return `On ${questionWords(rule.question, scenario)}. ${paid}${deals}`;
}

/** The targets of a year's paid periods; undefined without one. */
export function targetSays(paid: readonly PaidPeriod[], calendar: PayCalendar): string | undefined {
  const [first] = paid;
  if (!first?.target) return undefined;
  const { rule } = first;
  const same = paid.every(({ target }) => target && compare(target, first.target!) === 0);
  const unit = rule.yearToDate || rule.written.period === "year" ? "for the year" : "";
  if (same) return `${plainly(first.target, 2)} ${unit || eachOf[rule.written.period]}`;
  return paid
    .map(({ target, span }) => {
      return `${target ? plainly(target, 2) : "none"} in ${spanOfMonths(calendar, span)}`;
    })
    .join("; ");
}

const eachOf = {
  month: "a month",
  quarter: "a quarter",
  half: "a half-year",
  year: "for the year",
};

/** "January to March". */
export function spanOfMonths(
  calendar: PayCalendar,
  { from, to }: { from: number; to: number },
): string {
  const [first, last] = [monthName(calendar, from), monthName(calendar, to)];
  return first === last ? first : `${first} to ${last}`;
}

function monthName(calendar: PayCalendar, index: number): string {
  return monthNames[Number(monthLabel(calendar, index).slice(5)) - 1]!;
}

const monthNames =
  "January February March April May June July August September October November December".split(
    " ",
  );

/** The payout curve in words; over the measure itself, in the units and money of the plan. */
export function curveSays(rule: ComponentRule, scenario: Scenario): string {
  const { written, across, target } = rule;
  if (!target && rule.rate) return ratesSay(rule);
  if (!target) return "Pays by the table below.";
  const said = written.curve ? explainCurve(written.curve) : "Pays in proportion to attainment.";
  return across ? `${said} The second measure is ${secondWords(across, scenario)}.` : said;
}

/** Rates over the measure itself: "Pays 45 for each up to 20, 70 for each above." */
function ratesSay({ exact, rate }: ComponentRule): string {
  const { x, left, y, slope, open } = exact.curve;
  const straight =
    x.every((at, i) => compare(left[i]!, y[i]!) === 0 && at.n >= 0n) &&
    (x[0]!.n > 0n || y[0]!.n === 0n);
  if (!straight) return "Pays by the table below.";
  const bands: { each: string; from: Rational }[] = x[0]!.n > 0n ? [{ each: "0", from: ZERO }] : [];
  for (const [i, at] of x.entries()) {
    const each = plainly(multiply(rate!, slope[i]!), 9);
    if (bands.at(-1)?.each !== each) bands.push({ each, from: at });
  }
  if (bands.length === 1) return `Pays ${bands[0]!.each} for each unit.`;
  const said = bands.map(({ each }, i) => {
    const to = bands[i + 1]?.from;
    if (to) return `${each} for each ${i === 0 ? "unit " : ""}up to ${plainly(to)}`;
    return open ? "" : each === "0" ? "nothing more above" : `${each} for each above`;
  });
  const end = open ? ` Above ${plainly(x.at(-1)!)} the plan says nothing.` : "";
  return `Pays ${said.filter(Boolean).join(", ")}.${end}`;
}

/** What the rows and columns of a table over two measures are. */
export function matrixSays(rule: ComponentRule, scenario: Scenario): string {
  const second = rule.across ? secondWords(rule.across, scenario) : "the second measure";
  return `Down: attainment of ${second}. Across: of ${questionWords(rule.question, scenario)}.`;
}

function secondWords(across: Asking, scenario: Scenario): string {
  return `${questionWords(across.question, scenario)}${targetWords(across)}`;
}

/** How target and target pay of the year to date grow, by the period weights where they are stated. */
function growthWords({ written, periods }: ComponentRule): string {
  if (!written.periodWeights) return "Target and target pay grow with the year.";
  const soFar = Array.from({ length: periods }, (_, p) => percently(grownPart(written, p)));
  return `Target and target pay grow with the year, so far to ${soFar.join(", ")}.`;
}

/** What opens, multiplies and limits the pay of a component, and when it is paid out. */
export function componentConditions(one: PaidPeriod, scenario: Scenario): string[] {
  const { rule, scaleParts } = one;
  const { written, exact } = rule;
  const says: string[] = [];
  if (scaleParts.kind === "rate" && rule.rate && one.target)
    says.push(
      `The rate is ${plainly(rule.rate, 9)} for each unit of the measure at a payout of 100%.`,
    );
  if (written.periodWeights && !rule.yearToDate)
    says.push(
      `Target pay is spread over the year’s periods as ${written.periodWeights.map((weight) => percently(rational(weight))).join(", ")}.`,
    );
  if (written.prorate) says.push(growthWords(rule));
  if (exact.round)
    says.push(
      `Attainment is rounded to steps of ${percently(exact.round.to)} before the curve is read, ${modeWords[exact.round.mode]}.`,
    );
  for (const gate of rule.gates) {
    const bound = gate.relative ? `${percently(gate.bound)} of target` : plainly(gate.bound);
    const also = gate.gate.orYearToDate ? ", in the period or over the year so far" : "";
    const otherwise = gate.otherwise
      ? `at most ${percently(gate.otherwise)} of target pay is paid`
      : "nothing is paid";
    says.push(
      `Gate: ${questionWords(gate.question, scenario)} must come to ${gate.above ? "more than" : "at least"} ${bound}${targetWords(gate)}${also}; else ${otherwise}.`,
    );
  }
  for (const multiplier of rule.multipliers) {
    const curve = written.multipliers?.[multiplier.id]?.curve;
    says.push(
      `Pay is multiplied by a factor for ${questionWords(multiplier.question, scenario)}${targetWords(multiplier)}. ${curve ? explainCurve(curve).replace(/^Pays/, "The factor is") : ""}`.trim(),
    );
  }
  if (written.window)
    says.push(
      `Only what falls between ${written.window.from} and ${written.window.to} counts, both days included.`,
    );
  if (exact.dealAtMost) says.push(`One deal counts up to ${plainly(exact.dealAtMost)}.`);
  if (exact.dealAtLeast) says.push(`Deals below ${plainly(exact.dealAtLeast)} do not count.`);
  if (exact.payPerDealAtMost)
    says.push(`One deal pays at most ${plainly(exact.payPerDealAtMost)}.`);
  for (const [source, share] of exact.commissionable ?? [])
    says.push(
      `Of deals from ${source}, pay is on ${percently(share)} of the value; all of it counts towards the target.`,
    );
  if (exact.payAtMost)
    says.push(
      `At most ${plainly(exact.payAtMost)} is paid for ${rule.yearToDate ? "the year" : "one period"}.`,
    );
  says.push(paymentSays(one));
  return says;
}

function targetWords({ target }: Asking): string {
  const [first] = target?.values ?? [];
  if (!first || !target!.values.every((value) => compare(value, first) === 0)) return "";
  return ` (target ${plainly(first, 2)})`;
}

function paymentSays({ rule, stint }: PaidPeriod): string {
  const payment = rule.written.payment ?? stint.plan?.payment;
  const earned =
    payment?.on === "cash" ? "Earned when the customer has paid" : "Earned when the result counts";
  const { lagMonths } = rule;
  const paid =
    lagMonths === 0
      ? "paid with the last month of the period"
      : `paid ${lagMonths} ${lagMonths === 1 ? "month" : "months"} after the period`;
  return `${earned}, ${paid}.`;
}

/** What a pool is funded by. */
export function poolSays(rule: PoolRule, scenario: Scenario): string {
  const { funding, level, written } = rule;
  const of = questionWords(rule.question, scenario);
  const often = periodAdverb[written.period];
  const same = level.every((one) => compare(one, level[0]!) === 0);
  const bound = same
    ? plainly(level[0]!, 2)
    : `${level.map((one) => plainly(one, 2)).join("; ")}, period by period`;
  if (funding.kind === "excess")
    return `A pool is funded ${often} with ${percently(funding.share)} of what ${of} comes to above ${bound}.`;
  const curve = "curve" in written.funding ? explainCurve(written.funding.curve) : "";
  return `A pool of ${plainly(funding.amount)} a year at target is funded ${often} by ${of}, target ${bound}. ${curve}`;
}

/** How a pool is limited, kept back and shared. */
export function poolConditions(rule: PoolRule, scenario: Scenario, role: string): string[] {
  const { cap, reserve, funding, written, points } = rule;
  const says: string[] = [];
  if (cap) says.push(`The pool pays at most ${plainly(cap)} in one period.`);
  if (funding.kind === "excess" && funding.shortfall.n !== 0n)
    says.push(
      `It bears ${percently(funding.shortfall)} of a shortfall, out of its reserve and what it makes later.`,
    );
  if (reserve.n !== 0n)
    says.push(
      `${percently(reserve)} is kept back; what bears no loss is paid with the year’s last period.`,
    );
  const titles = written.members.map(
    (id) => scenario.roles[id]?.plural ?? scenario.roles[id]?.title ?? id,
  );
  const own = points.get(role);
  const by = {
    equal: "equally",
    targetVariable: "in proportion to target variable pay",
    salary: "in proportion to base pay",
    points: `by points${own ? `, ${plainly(own)} for this role` : ""}`,
    contribution: "in proportion to own bookings of the period",
  }[written.by];
  says.push(
    `Shared ${by} among ${listed(titles)}, by the days each is there; cents go to the largest remainders.`,
  );
  return says;
}

/** What holds for the whole plan: adjustments, crediting, part periods, eligibility, rounding. */
export function planSays(
  scenario: Scenario,
  { plan: planId, rules }: { role: string; plan: string | undefined; rules: PlanRules },
): { title: string; says: string }[] {
  const plan = planId === undefined ? undefined : scenario.plans[planId];
  if (!plan) return [];
  const said: { title: string; says: string }[] = [];
  for (const adjustment of Object.values(plan.adjustments ?? {}))
    said.push({ title: capitalised(adjustment.kind), says: explainAdjustment(adjustment) });
  const crediting = creditingSays(scenario, rules);
  if (crediting !== "") said.push({ title: "Crediting", says: crediting });
  if (plan.ramp)
    said.push({
      title: "Ramp",
      says: `In the first months individual targets are ${plan.ramp.map((share) => percently(rational(share))).join(", ")} of the whole; then all of it.`,
    });
  const { afterMonths = 0, employedOnPayDate = false } = plan.eligibility ?? {};
  const eligibility = [
    afterMonths > 0 ? `The plan pays from ${afterMonths} whole months of employment on.` : "",
    employedOnPayDate ? "What falls due after somebody has left is not paid." : "",
  ].filter(Boolean);
  if (eligibility.length > 0) said.push({ title: "Eligibility", says: eligibility.join(" ") });
  said.push({ title: "Part periods", says: prorationSays[plan.proration ?? "days"] });
  const { places, mode, each } = rules.rounding;
  said.push({
    title: "Rounding",
    says: `Each ${each === "deal" ? "deal" : "line"} is rounded to ${places === 0 ? "whole units" : `${places} decimals`}, ${modeWords[mode]}.`,
  });
  return said;
}

const prorationSays = {
  days: "Where somebody is there for part of a period, targets of their own and target pay shrink by days; unpaid leave counts as absence.",
  months:
    "Where somebody is there for part of a period, targets of their own and target pay shrink by months; a month counts where they are there on its 15th.",
  none: "Targets and target pay do not shrink for part of a period.",
} as const;

function creditingSays(scenario: Scenario, rules: PlanRules): string {
  const paidOn = new Set(rules.components.map(({ question }) => question.measure));
  const says: string[] = [];
  for (const [id, rule] of Object.entries(scenario.crediting ?? {})) {
    const measure = rule.measure ?? id;
    if (!paidOn.has(measure)) continue;
    const parts = [
      `the owner is credited with ${percently(rational(rule.owner ?? 1))}`,
      ...Object.entries(rule.overlay ?? {}).map(
        ([role, share]) =>
          `${scenario.roles[role]?.title ?? role} in the owner’s group with ${percently(rational(share))} on top`,
      ),
      rule.managers ? `managers up the line with ${percently(rational(rule.managers))}` : "",
      rule.sourcingTeam === undefined
        ? ""
        : `the team that sourced it with ${percently(rational(rule.sourcingTeam))}`,
      rule.closingTeam === undefined
        ? ""
        : `the team that closes it with ${percently(rational(rule.closingTeam))}`,
      rule.atMost === undefined
        ? ""
        : `all owners of one item with at most ${percently(rational(rule.atMost))}`,
    ].filter(Boolean);
    const when = [rule.from && `from ${rule.from}`, rule.to && `to ${rule.to}`].filter(Boolean);
    says.push(
      `Of ${measureName(measure, scenario)}${when.length > 0 ? `, ${when.join(" ")}` : ""}: ${listed(parts)}.`,
    );
  }
  return says.join(" ");
}

const whose: Readonly<Record<Scope, string>> = {
  individual: "your own",
  role: "the whole role’s",
  team: "the whole team’s",
  joint: "Sales’ and Marketing’s joint",
  company: "the company’s",
};

/** "your own bookings in smb and mid". */
function questionWords(
  {
    measure,
    scope,
    sourcedBy,
    segments,
  }: Pick<Question, "measure" | "scope" | "sourcedBy" | "segments">,
  scenario: Scenario,
): string {
  const where = segments
    ? ` in ${listed(segments.map((id) => scenario.funnel.segments[id]?.title ?? id))}`
    : "";
  const from = sourcedBy === undefined ? "" : `, of what ${sourcedBy} sourced`;
  return `${whose[scope]} ${measureName(measure, scenario)}${where}${from}`;
}

function measureName(measure: string, scenario: Scenario): string {
  if (Object.hasOwn(measures, measure))
    return measures[measure as keyof typeof measures].title.toLowerCase();
  const own = scenario.measures?.[measure];
  if (own) return own.title ?? measure;
  const word = measure.length <= 3 ? measure.toUpperCase() : measure;
  return measure === "won" ? "deals won" : `${word}s`.replace(/ys$/, "ies");
}
