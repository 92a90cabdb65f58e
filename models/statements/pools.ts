/**
 * Pools in exact money: what each period funds, keeps back and pays, and to whom.
 *
 * Terms     fund = money a period's measure makes, at most the cap; loss = the share of a shortfall the pool must bear;
 *           reserve = what was kept back of the year's funds so far.
 * Formula   fund = share × (measure − over) above it, or amount × f(measure ÷ target); what is kept back is a share of
 *           it. A loss is borne by the reserve first, and what is left by later funds of the year; the year's last period
 *           pays out the reserve.
 * Always    the members' shares add up to what is paid, to the cent; the largest remainders come first, ties in the
 *           order of ids. Members share by the days they are in their role, save by contribution.
 * Source    docs/model.md#pools
 */
import type { CompiledComponent } from "../company/components.ts";
import {
  compare,
  divide,
  least,
  multiply,
  ONE,
  type Rational,
  rational,
  subtract,
  ZERO,
} from "../math/index.ts";
import { type ExactForm, exactForm, exactReading } from "../plans/exactPay.ts";
import type { Pool } from "../plans/schema.ts";
import type { Problem } from "../problem.ts";
import type { Team } from "../terms.ts";
import { monthsIn } from "../terms.ts";
import type { Span } from "./calendar.ts";
import { asked, type Books, type Question, seriesOf, valueIn } from "./measured.ts";
import { currencyPlaces } from "../plans/defaults.ts";
import { exactMoney, minorUnits, shareOut } from "./money.ts";
import { type PayRole, type Person, presence, type Stint } from "./roster.ts";
import { salaryOver } from "./salary.ts";

export type PoolRule = {
  id: string;
  title: string;
  path: string;
  written: Pool;
  question: Question;
  team: Team | undefined;
  months: number;
  periods: number;
  /** Over, or target, by period. */
  level: readonly Rational[];
  funding:
    | { kind: "excess"; share: Rational; shortfall: Rational }
    | { kind: "curve"; amount: Rational; form: ExactForm };
  cap: Rational | undefined;
  reserve: Rational;
  points: ReadonlyMap<string, Rational>;
  /** People of each member role whom nobody names. */
  anonymous: ReadonlyMap<string, number>;
};

export type PoolPeriod = {
  rule: PoolRule;
  span: Span;
  measured: Rational;
  level: Rational;
  /** Money made, before and after the cap. */
  made: Rational;
  fund: bigint;
  /** Loss of the period; what is left of all losses after it. */
  loss: bigint;
  owing: bigint;
  kept: bigint;
  /** Reserve after the period, and what of it is paid out. */
  reserve: bigint;
  released: bigint;
  paid: bigint;
  weights: readonly { person: string; weight: Rational }[];
  weight: Rational;
  shares: ReadonlyMap<string, bigint>;
  refused: string | undefined;
};

/** A pool with its numbers read. */
export function poolRule(
  { id, written, fund }: { id: string; written: Pool; fund: CompiledComponent | undefined },
  {
    read,
    anonymous,
    problems,
  }: {
    read: (key: string, input: Pool["cap"] & {}) => Rational;
    anonymous: PoolRule["anonymous"];
    problems: Problem[];
  },
): PoolRule {
  const { funding } = written;
  const months = monthsIn[written.period];
  const periods = 12 / months;
  const [key, level] =
    "over" in funding
      ? (["funding.over", funding.over] as const)
      : (["funding.target", funding.target] as const);
  const values =
    typeof level === "number"
      ? Array.from({ length: periods }, () => rational(level))
      : Array.from(fund?.target ?? [], (one) => rational(one));
  if (values.length !== periods)
    problems.push({
      code: "bad-formula",
      path: `pools.${id}.${key}`,
      message: "the formula has no value for a statement",
      hint: "write the number itself",
    });
  return {
    id,
    title: written.title ?? "Pool",
    path: `pools.${id}`,
    written,
    question: asked({
      measure: written.measure,
      scope: written.scope,
      sourcedBy: written.sourcedBy,
      segments: written.segments,
    }),
    team: written.team,
    months,
    periods,
    level: values.length === periods ? values : Array.from({ length: periods }, () => ONE),
    ...fundingRule(written, read),
    reserve: written.reserve === undefined ? ZERO : read("reserve", written.reserve),
    points: new Map(
      Object.entries(written.points ?? {}).map(([role, points]) => [role, rational(points)]),
    ),
    anonymous,
  };
}

/** What makes a pool's money, with its numbers read. */
export function fundingRule(
  { funding, cap }: Pick<Pool, "funding" | "cap">,
  read: (key: string, input: Pool["cap"] & {}) => Rational,
): Pick<PoolRule, "funding" | "cap"> {
  return {
    funding:
      "over" in funding
        ? {
            kind: "excess",
            share: read("funding.shareOfExcess", funding.shareOfExcess),
            shortfall:
              funding.shareOfShortfall === undefined
                ? ZERO
                : read("funding.shareOfShortfall", funding.shareOfShortfall),
          }
        : {
            kind: "curve",
            amount: read("funding.amount", funding.amount),
            form: exactForm(funding.curve),
          },
    cap: cap === undefined ? undefined : read("cap", cap),
  };
}

/** Every period of a pool. */
export function poolPeriods(rule: PoolRule, books: Books, places: number): PoolPeriod[] {
  const { calendar, scenario } = books;
  const series = seriesOf(books, rule.question, { team: rule.team });
  const round = { places: currencyPlaces(scenario.currency), mode: "halfAwayFromZero" as const };
  const units = (exact: Rational) => minorUnits(exact, round, places);
  const members = membersOf(rule, books);
  const list: PoolPeriod[] = [];
  let reserve = 0n;
  let owing = 0n;
  for (let i = 0; i < calendar.months / rule.months; i++) {
    const period = i % rule.periods;
    if (period === 0) [reserve, owing] = [0n, 0n];
    const span = { from: i * rule.months, to: (i + 1) * rule.months - 1 };
    const measured = valueIn(series, span) ?? ZERO;
    const level = rule.level[period]!;
    const made = fundOf(rule, measured, level);
    const refused = "refused" in made ? made.refused : undefined;
    const money = "refused" in made ? ZERO : made;
    let fund = units(rule.cap ? least(money, rule.cap) : money);
    const loss = units(lossOf(rule, measured, level));
    owing += loss;
    const fromReserve = owing < reserve ? owing : reserve;
    reserve -= fromReserve;
    owing -= fromReserve;
    const fromFund = owing < fund ? owing : fund;
    fund -= fromFund;
    owing -= fromFund;
    const kept = units(multiply(rule.reserve, exactMoney(fund, places)));
    reserve += kept;
    const released = period === rule.periods - 1 ? reserve : 0n;
    reserve -= released;
    const paid = fund - kept + released;
    const weights = members(span);
    const shared = shareOut(
      paid,
      weights.map((one) => one.weight),
    );
    const shares = new Map<string, bigint>();
    for (const [at, { person }] of weights.entries())
      shares.set(person, (shares.get(person) ?? 0n) + shared[at]!);
    list.push({
      rule,
      span,
      measured,
      level,
      made: money,
      fund: fund + fromFund,
      loss,
      owing,
      kept,
      reserve,
      released,
      paid,
      weights,
      weight: total(weights),
      shares,
      refused,
    });
  }
  return list;
}

function total(weights: readonly { weight: Rational }[]): Rational {
  let whole = ZERO;
  for (const { weight } of weights)
    whole =
      whole.d === weight.d
        ? { n: whole.n + weight.n, d: whole.d }
        : subtract(whole, { n: -weight.n, d: weight.d });
  return whole;
}

/** Minor units that a measure funds in a period, before losses and reserve; undefined where the plan says nothing. */
export function fundUnits(
  rule: FundingRule,
  { measured, level }: { measured: Rational; level: Rational },
  { scenario, places }: { scenario: { currency: string }; places: number },
): bigint | undefined {
  const made = fundOf(rule, measured, level);
  if ("refused" in made) return undefined;
  const round = { places: currencyPlaces(scenario.currency), mode: "halfAwayFromZero" as const };
  return minorUnits(rule.cap ? least(made, rule.cap) : made, round, places);
}

type FundingRule = Pick<PoolRule, "funding" | "cap" | "periods">;

function fundOf(
  rule: FundingRule,
  measured: Rational,
  level: Rational,
): Rational | { refused: string } {
  const { funding } = rule;
  if (funding.kind === "excess")
    return compare(measured, level) <= 0
      ? ZERO
      : multiply(funding.share, subtract(measured, level));
  const share = exactReading(funding.form, divide(measured, level));
  if ("refused" in share) return share;
  return divide(multiply(funding.amount, share), { n: BigInt(rule.periods), d: 1n });
}

function lossOf({ funding }: PoolRule, measured: Rational, level: Rational): Rational {
  if (funding.kind !== "excess" || compare(measured, level) >= 0) return ZERO;
  return multiply(funding.shortfall, subtract(level, measured));
}

/** The members of a span and what they share by, in the order of ids, those without a name last. */
function membersOf(
  rule: PoolRule,
  books: Books,
): (span: Span) => { person: string; weight: Rational }[] {
  const { roster, roles } = books;
  const { members } = rule.written;
  const people = [...roster.values()]
    .flatMap((person) =>
      person.stints
        .filter(({ role }) => members.includes(role.id))
        .map((stint) => ({ person, stint, weigh: weigher(rule, books, { person, stint }) })),
    )
    .toSorted((a, b) => (a.person.id < b.person.id ? -1 : a.person.id > b.person.id ? 1 : 0));
  const nameless = members.flatMap((id) => {
    const heads = rule.anonymous.get(id) ?? 0;
    const role = roles.get(id);
    if (!role || heads === 0 || rule.written.by === "contribution") return [];
    return [{ person: "", weight: multiply(roleWeight(rule, role), { n: BigInt(heads), d: 1n }) }];
  });
  return (span) => [
    ...people.flatMap(({ person, weigh }) => {
      const weight = weigh(span);
      return weight.n > 0n ? [{ person: person.id, weight }] : [];
    }),
    ...nameless,
  ];
}

function roleWeight({ written, points }: PoolRule, role: PayRole): Rational {
  switch (written.by) {
    case "salary":
      return role.basePay;
    case "targetVariable":
      return role.targetVariable;
    case "points":
      return points.get(role.id) ?? ZERO;
    case "equal":
    case "contribution":
      return ONE;
    default:
      return written.by satisfies never;
  }
}

function weigher(
  rule: PoolRule,
  books: Books,
  { person, stint }: { person: Person; stint: Stint },
): (span: Span) => Rational {
  const { calendar, scenario } = books;
  if (rule.written.by === "contribution") {
    const series = seriesOf(
      books,
      asked({ measure: "bookings", scope: "individual", segments: rule.written.segments }),
      { person, stint, role: stint.role, team: stint.role.team },
    );
    return (span) => valueIn(series, span) ?? ZERO;
  }
  return (span) => {
    const here = presence(stint, calendar, span);
    if (here.n === 0n) return ZERO;
    const weight =
      rule.written.by === "salary"
        ? salaryOver({ person, stint }, { calendar, scenario, span }, (one) => one.basePay).money
        : rule.written.by === "targetVariable"
          ? salaryOver({ person, stint }, { calendar, scenario, span }, (one) => one.targetVariable)
              .money
          : roleWeight(rule, stint.role);
    return here === ONE ? weight : multiply(weight, here);
  };
}
