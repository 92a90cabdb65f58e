/**
 * What the Compare page shows, read from a comparison: one shape for the expected layer alone and for simulated years.
 *
 * Terms     change = a scenario's difference from the baseline in one measure; settled = enough years are in to speak,
 *           a quarter of those asked for; provisional = not settled.
 * Always    while a comparison is provisional, all is of the expected layer (exact, at the middle assumptions) and
 *           nothing is said about how sure it is; then means, bands and chances come from the same years, and the mean
 *           is one over what we do not know too. The two means differ where effects bend; both are under How sure.
 * Not here  words (words.ts), tables (tables.ts).
 */
import {
  type Comparison,
  type Difference,
  responseState,
  riskAndEffort,
  type ScenarioDifference,
  type ScenarioResult,
  UNCHANGED,
  unansweredWords,
} from "#models";
import { certaintyOf, isEnough, isNoise, type Certainty } from "../../lib/certainty.ts";
import { unitFor, type Unit } from "../../lib/format.ts";
import type { Slot } from "../../lib/slots.ts";

export type Range = { p5: number; p95: number };

/** Measures a change is shown in. */
export type TotalKey = "bookings" | "revenue" | "pay" | "contribution";

export type Change = {
  mean: number;
  /** At the middle assumptions, without simulation. */
  expected: number;
  /** Over the baseline's level; null where that is 0. */
  relative: number | null;
  mechanical: number;
  response: number;
  /** In a year in which all lags have run through. */
  runRate: number;
  luck?: Range;
  /** Luck and what we do not know. */
  both?: Range;
  /** What we do not know, alone. */
  parameters?: Range;
  /** Simulation error of the mean. */
  error?: number;
  certainty?: Certainty | undefined;
  noise: boolean;
};

export type People = {
  better: number;
  same: number;
  worse: number;
  richer: number;
  poorer: number;
  headcount: number;
};

/** A scenario in the comparison, with the letter it is known by. */
export type Column = { slot: Slot; result: ScenarioResult };

/** Everything one scenario is shown by, beside the baseline. */
export type View = {
  comparison: Comparison;
  columns: readonly Column[];
  baseline: Column;
  others: readonly Column[];
  focus: Column;
  currency: string;
  settled: boolean;
  /** No more years will come although some are missing. */
  stopped: boolean;
  /** Fewer years are in than were asked for. */
  partial: boolean;
};

/** The page's reading of a comparison; undefined when it does not hold a baseline and another. */
export function viewOf(
  comparison: Comparison,
  slotOf: (id: string) => Slot,
  focusId: string | undefined,
  phase: "running" | "stopped" | "done",
): View | undefined {
  const columns = comparison.scenarios.map((result) => ({
    slot: slotOf(result.scenario.id),
    result,
  }));
  const baseline = columns.find(({ result }) => result.scenario.id === comparison.baseline);
  const others = columns.filter((column) => column !== baseline);
  const focus = others.find(({ result }) => result.scenario.id === focusId) ?? others[0];
  if (!baseline || !focus) return undefined;
  return {
    comparison,
    columns,
    baseline,
    others,
    focus,
    currency: baseline.result.scenario.currency,
    settled: comparison.differences.length > 0 && isEnough(comparison.done, comparison.runs),
    stopped: phase === "stopped",
    partial: phase !== "done",
  };
}

/** A scenario's change in a company total. */
export function changeOf(view: View, { result }: Column, key: TotalKey): Change {
  const expected = expectedOf(view, result);
  const planned = expected?.totals[key] ?? { mean: 0, mechanical: 0, runRate: 0 };
  const level = view.baseline.result.expected.firstYear.totals[key];
  const before: Change = {
    mean: planned.mean,
    expected: planned.mean,
    relative: level === 0 ? null : planned.mean / level,
    mechanical: planned.mechanical,
    response: planned.mean - planned.mechanical,
    runRate: planned.runRate,
    noise: false,
  };
  return withYears(before, differenceOf(view, result)?.totals[key]);
}

/** True where it is known how people answer, or where they are taken not to: else only the formula alone has a result. */
export function isResponseKnown({ result }: Column): boolean {
  return responseState(result) !== "none";
}

/** What the part of a change is called that is there on the old behaviour: "Formula alone". */
export function unansweredIn(view: View): string {
  return unansweredWords(expectedOf(view, view.focus.result)?.evidence);
}

/** The unit a measure's changes are shown in, the same for all scenarios. */
export function unitOf(view: View, key: TotalKey): Unit {
  const changes = view.others.map((column) => changeOf(view, column, key));
  return unitFor(changes.flatMap(({ mean, mechanical, response }) => [mean, mechanical, response]));
}

/** A baseline's level in a company total. */
export function levelOf(view: View, key: TotalKey): number {
  const { expected, simulated } = view.baseline.result;
  return (view.settled && simulated?.totals[key]?.mean) || expected.firstYear.totals[key];
}

/** How many people a scenario leaves better and worse off. */
export function peopleOf(view: View, { result }: Column): People & { certainty?: Certainty } {
  const difference = differenceOf(view, result);
  if (difference) {
    const { probabilityMoreBetter, ...people } = difference.people;
    // Where nobody is better or worse off, there is nothing to be sure of.
    if (people.better === 0 && people.worse === 0) return people;
    return { ...people, certainty: certaintyOf(probabilityMoreBetter) };
  }
  return expectedOf(view, result)?.people ?? nobody;
}

const nobody: People = { better: 0, same: 0, worse: 0, richer: 0, poorer: 0, headcount: 0 };

export type Team = "sales" | "marketing";

export type TeamView = {
  team: Team;
  headcount: number;
  /** Pay of one person, a year, at the baseline. */
  level: number;
  pay: Change;
  people: People;
  /** Change in expected utility of one person, in money; with its certainty once years are in. */
  utility: number;
  better?: Certainty | undefined;
  /** The change is too small for anyone to call it one: a quarter of a per cent of on-target earnings. */
  unchanged: boolean;
  roles: readonly RoleView[];
};

export type RoleView = {
  id: string;
  title: string;
  plural: string;
  headcount: number;
  ote: number;
  /** Null where the baseline lacks the role. */
  level: number | null;
  pay: Change;
  people: People;
  utility: number;
  /** What less risk and less effort are worth to one person, at the middle assumptions. */
  beside: { risk: number; effort: number };
};

/** Teams that have people, Sales first as the larger, with their roles. */
export function teamsOf(view: View, column: Column): TeamView[] {
  const teams: Team[] = ["sales", "marketing"];
  return teams.map((team) => teamOf(view, column, team)).filter(({ roles }) => roles.length > 0);
}

function teamOf(view: View, column: Column, team: Team): TeamView {
  const roles = rolesOf(view, column, team);
  const headcount = sum(roles.map((role) => role.headcount));
  const average = (value: (role: RoleView) => number) =>
    headcount === 0 ? 0 : sum(roles.map((role) => role.headcount * value(role))) / headcount;

  const level = average((role) => role.level ?? 0);
  const mean = average(({ pay }) => pay.expected);
  const mechanical = average(({ pay }) => pay.mechanical);
  const before: Change = {
    mean,
    expected: mean,
    relative: level === 0 ? null : mean / level,
    mechanical,
    response: mean - mechanical,
    runRate: average(({ pay }) => pay.runRate),
    noise: false,
  };
  const simulated = differenceOf(view, column.result)?.teams[team];
  const utility = simulated?.utility.mean ?? average((role) => role.utility);
  return {
    team,
    headcount,
    level,
    pay: withYears(before, simulated?.pay),
    people: simulated?.people ?? roles.map(({ people }) => people).reduce(together, nobody),
    utility,
    ...(simulated && { better: certaintyOf(simulated.utility.probabilityBetter) }),
    unchanged: Math.abs(utility) <= UNCHANGED * average(({ ote }) => ote),
    roles,
  };
}

function rolesOf(view: View, { result }: Column, team: Team): RoleView[] {
  const expected = expectedOf(view, result);
  const difference = differenceOf(view, result);
  return Object.entries(result.scenario.roles).flatMap(([id, head]) => {
    const planned = expected?.roles[id];
    if (head.team !== team || !planned) return [];
    const level = roleLevel(view, id);
    const before: Change = {
      mean: planned.pay,
      expected: planned.pay,
      relative: level ? planned.pay / level : null,
      mechanical: planned.mechanicalPay,
      response: planned.pay - planned.mechanicalPay,
      runRate: planned.pay,
      noise: false,
    };
    const simulated = difference?.roles[id];
    return [
      {
        id,
        title: head.title,
        plural: head.plural,
        headcount: head.headcount,
        ote: head.ote,
        level,
        pay: withYears(before, simulated?.pay),
        people: simulated?.people ?? planned.people,
        utility: simulated?.utility.mean ?? planned.utility,
        beside: riskAndEffort(view.baseline.result, result, id) ?? { risk: 0, effort: 0 },
      },
    ];
  });
}

function roleLevel(view: View, id: string): number | null {
  const { expected, simulated } = view.baseline.result;
  const level = view.settled ? simulated?.roles[id]?.meanPay.mean : undefined;
  return level ?? expected.firstYear.roles[id]?.pay.mean ?? null;
}

/** What simulated years say of a scenario; nothing while the comparison is provisional. */
export function differenceOf(
  view: View,
  { scenario }: ScenarioResult,
): ScenarioDifference | undefined {
  if (!view.settled) return undefined;
  return view.comparison.differences.find((difference) => difference.scenario === scenario.id);
}

function expectedOf(view: View, { scenario }: ScenarioResult) {
  return view.comparison.expected.find((expected) => expected.scenario === scenario.id);
}

/** A change with what simulated years add to it. */
function withYears(before: Change, simulated: Difference | undefined): Change {
  if (!simulated) return before;
  const { mean, relative, mechanical, response, runRate } = simulated;
  const { expected } = before;
  const means = { mean, relative, mechanical, response, runRate: runRate.mean, expected };
  const { luck, both, parameters } = simulated;
  const apart = { ...(luck && { luck }), ...(parameters && { parameters }) };
  // No difference at all in any year: nothing to be sure or unsure of.
  if (mean === 0 && both.p5 === 0 && both.p95 === 0) {
    return { ...means, ...apart, both, error: 0, noise: false };
  }
  const noise = isNoise(mean, simulated.standardError);
  const certainty = certaintyOf(simulated.probabilityHigher, noise);
  return {
    ...means,
    ...apart,
    both,
    error: simulated.standardError,
    certainty,
    noise: noise || certainty.direction === "none",
  };
}

function together(a: People, b: People): People {
  return {
    better: a.better + b.better,
    same: a.same + b.same,
    worse: a.worse + b.worse,
    richer: a.richer + b.richer,
    poorer: a.poorer + b.poorer,
    headcount: a.headcount + b.headcount,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
