/**
 * One person's statement for a period: lines that add up, each with its reasons, and what one more deal would pay.
 *
 * Always    the sum of the lines is the total, asserted here; a line of a component says so where it is settled in a
 *           later month; a rule that did nothing is there with why. Of a person who changes roles, the lines of the last
 *           role keep the component's id, and those of earlier ones are called role.component.
 *           `variable` is all but base pay. One more deal is created, won and paid on the period's last day, and what it
 *           pays is the difference over the whole calendar, worked out with the deal really there.
 * Not here  the pay (personYear.ts), files and pages of it (shells).
 */
import {
  divide,
  negate,
  rational,
  type Rational,
  toDecimal,
  toShortDecimal,
} from "../math/index.ts";
import { ProblemError, unknownName } from "../problem.ts";
import type { Team } from "../terms.ts";
import { dayNumber, lastDate, monthLabel, periodLabels, type Span, spanOf } from "./calendar.ts";
import type { PaidPeriod } from "./componentPay.ts";
import { type PaidDeal, rateOn, worked } from "./deals.ts";
import { currencyPlaces } from "../plans/defaults.ts";
import { exactMoney, minorUnits, moneyText } from "./money.ts";
import { type Payroll, refusedIn, withDeal } from "./payroll.ts";
import { personYear, type PersonYear, type StintYear } from "./personYear.ts";
import type { PoolPeriod } from "./pools.ts";
import { type Person, type Stint, stintAt, stintOn, stretchesIn } from "./roster.ts";
import type { ComponentRule } from "./rules.ts";
import type { Statement, StatementLine, TraceNode } from "./statement.ts";
import { calculationOf, periodTrace, spanWords, type TraceSite } from "./trace.ts";
import { counted, percently, plainly } from "./words.ts";
import { thousandsApart } from "../words.ts";

export type StatementOptions = {
  /** Value of the one more deal asked about; left out: the segment's mean deal; false: not asked. */
  oneMore?: string | false;
};

type Place = {
  payroll: Payroll;
  person: Person;
  year: PersonYear;
  span: Span;
  site: TraceSite;
  text: (units: bigint) => string;
};

/** Minor units of a printed amount. */
function unitsOf(amount: string): bigint {
  return BigInt(amount.replace(".", ""));
}

/** The statement of one participant; throws ProblemError for unknown ones, periods outside, and pay a plan refuses. */
export function statementFor(
  payroll: Payroll,
  participant: string,
  period: string,
  options: StatementOptions = {},
): Statement {
  const { books, places, scenario } = payroll;
  const { calendar, roster } = books;
  const person = roster.get(participant);
  const span = spanOf(calendar, period);
  if (!person || !span)
    throw new ProblemError([
      person
        ? {
            code: "not-found",
            path: "period",
            message: `"${period}" is no period of the calendar`,
            hint: `use one of: ${periodLabels(calendar).slice(0, 24).join(", ")}`,
          }
        : unknownName("participant", "person", participant, [...roster.keys()]),
    ]);
  const year = yearOf(payroll, person);
  const refused = refusedIn(payroll, year);
  if (refused.length > 0) throw new ProblemError(refused);
  const text = (units: bigint) => moneyText(units, places);
  const site: TraceSite = { books, places, remarks: payroll.remarks, person };
  const place: Place = { payroll, person, year, span, site, text };
  const lines = linesOf(place);
  const total = lines.reduce((sum, { amount }) => sum + unitsOf(amount), 0n);
  const months = unitsByMonth(year, calendar.months);
  const again = months.slice(span.from, span.to + 1).reduce((sum, units) => sum + units, 0n);
  if (total !== again)
    throw new Error(`the lines of ${participant} in ${period} do not add up to the total`);
  const base = unitsOf(lines.find(({ kind }) => kind === "base")?.amount ?? "0");
  const stint = stintAt(person, calendar, span);
  const held = stintsIn(place);
  const statement: Statement = {
    participant: {
      id: person.id,
      name: person.name,
      role: stint.role.id,
      roles: held.length > 0 ? held.map(({ role }) => role.id) : [stint.role.id],
      ...(stint.role.plan === undefined ? {} : { plan: stint.role.plan }),
      ...(person.manager === undefined ? {} : { manager: person.manager }),
      ...(person.group === undefined ? {} : { group: person.group }),
    },
    period,
    from: monthLabel(calendar, span.from),
    to: monthLabel(calendar, span.to),
    currency: scenario.currency,
    lines,
    total: text(total),
    variable: text(total - base),
    cash: cashOf(place),
    notes: [...notesOf(place), ...poolNotes(place)],
  };
  const paidIn = paidInOf(place, stint, total);
  if (paidIn) statement.paidIn = paidIn;
  if (options.oneMore !== false) {
    const more = oneMoreOf(place, options.oneMore);
    if (typeof more === "string") statement.notes.push(more);
    else if (more) statement.oneMore = more;
  }
  return statement;
}

function yearOf(payroll: Payroll, person: Person): PersonYear {
  const { last } = payroll;
  if (last.year?.person !== person) last.year = personYear(payroll, person);
  return last.year;
}

/** Everything paid, by month. */
function unitsByMonth(year: PersonYear, months: number): bigint[] {
  const units = year.base.map(({ amount }) => amount);
  const pay = (month: number, amount: bigint) => {
    if (month < months) units[month] = units[month]! + amount;
  };
  for (const { paid, adjustments } of year.stints) {
    for (const { span, amount } of paid) pay(span.to, amount);
    for (const line of adjustments)
      for (const [month, { change }] of line.months.entries()) pay(month, change);
  }
  for (const { span, shares } of year.pools) pay(span.to, shares.get(year.person.id) ?? 0n);
  for (const { month, amount } of year.exceptions) pay(month, amount);
  return units;
}

/** The stints with a day in the period, in order. */
function stintsIn({ payroll, person, span }: Place): Stint[] {
  const { starts } = payroll.books.calendar;
  const [from, to] = [starts[span.from]!, starts[span.to + 1]! - 1];
  return person.stints.filter(({ stretches }) =>
    stretches.some((stretch) => stretch.from <= to && stretch.to >= from),
  );
}

function linesOf(place: Place): StatementLine[] {
  const { year, person, span } = place;
  const last = stintAt(person, place.payroll.books.calendar, span);
  const lines: StatementLine[] = [...baseLines(place)];
  for (const stint of year.stints) {
    const prefix = stint.stint === last ? "" : `${stint.stint.role.id}.`;
    const site = stint.capped
      ? { ...place.site, kept: (paid: PaidPeriod) => stint.kept().get(paid) }
      : place.site;
    for (const rule of stint.rules.components) {
      const line = componentLine(rule, stint, { ...place, site, prefix });
      if (line) lines.push(line);
    }
  }
  lines.push(...poolLines(place));
  for (const stint of year.stints) {
    const prefix = stint.stint === last ? "" : `${stint.stint.role.id}.`;
    lines.push(...adjustmentLines(stint, { ...place, prefix }));
  }
  for (const { fact, month, amount } of year.exceptions) {
    if (month < span.from || month > span.to) continue;
    lines.push({
      id: `exception-${fact.row}`,
      kind: "exception",
      title: "Exception",
      how: fact.reason,
      amount: place.text(amount),
      trace: [
        {
          rule: "exception",
          label: "Paid outside the plan",
          how: `${fact.reason} (row ${fact.row})`,
          value: place.text(amount),
          unit: "money",
          fired: true,
        },
      ],
    });
  }
  return lines;
}

function baseLines({ payroll, year, span, text }: Place): StatementLine[] {
  const { calendar } = payroll.books;
  const months = year.base.slice(span.from, span.to + 1);
  if (months.every(({ days }) => days === 0)) return [];
  const units = months.reduce((sum, { amount }) => sum + amount, 0n);
  if (units === 0n && months.every(({ exact }) => exact.n === 0n)) return [];
  const trace = months.map(({ amount, exact, days }, i): TraceNode => {
    const month = span.from + i;
    const whole = calendar.starts[month + 1]! - calendar.starts[month]!;
    const part = days === whole ? "a twelfth of the year's" : `${days} of ${counted(whole, "day")}`;
    return {
      rule: "base",
      label: monthLabel(calendar, month),
      how: `${part}: ${toShortDecimal(exact, 6)}, rounded on the year so far`,
      value: text(amount),
      unit: "money",
      fired: days > 0,
    };
  });
  return [
    {
      id: "base",
      kind: "base",
      title: "Base pay",
      how:
        months.length === 1
          ? "of the month"
          : `of ${counted(months.filter(({ days }) => days > 0).length, "month")}`,
      amount: text(units),
      trace,
    },
  ];
}

type Prefixed = Place & { prefix: string };

/** What a line of an earlier role is in that role's plan. */
function earlier(prefix: string, { role }: Stint, id: string): Pick<StatementLine, "of"> {
  return prefix === "" || role.plan === undefined ? {} : { of: { plan: role.plan, id } };
}

const periodWords = { month: "monthly", quarter: "quarterly", half: "half-yearly", year: "yearly" };

function componentLine(
  rule: ComponentRule,
  stint: StintYear,
  place: Prefixed,
): StatementLine | undefined {
  const { span, site, text, prefix } = place;
  const { calendar } = place.payroll.books;
  const own = stint.paid.filter((paid) => paid.rule === rule);
  const settled = own.filter((paid) => paid.span.to >= span.from && paid.span.to <= span.to);
  const under = own.find((paid) => paid.span.from <= span.to && paid.span.to > span.to);
  if (settled.length === 0 && !under) return undefined;
  const units = settled.reduce((sum, { amount }) => sum + amount, 0n);
  const line: StatementLine = {
    id: `${prefix}${rule.id}`,
    kind: "component",
    ...earlier(prefix, stint.stint, rule.id),
    title: prefix === "" ? rule.title : `${rule.title} (${stint.stint.role.title})`,
    how: componentWords(rule),
    amount: text(units),
    trace: [],
  };
  if (settled.length === 0) {
    line.trace.push({
      rule: "period",
      label: "Not settled yet",
      how: `paid ${periodWords[rule.written.period]}: settled with ${monthLabel(calendar, under!.span.to)}`,
      fired: false,
    });
    return line;
  }
  const one = settled.length === 1 && settled[0]!.span.from >= span.from;
  line.trace = one
    ? periodTrace(settled[0]!, site)
    : settled.map((paid) => ({
        rule: "period",
        label: spanWords(calendar, paid.span),
        how: paidWords(paid),
        value: text(paid.amount),
        unit: "money",
        fired: paid.amount !== 0n,
        children: periodTrace(paid, site),
      }));
  line.calculations = settled.map((paid) => calculationOf(paid, site));
  const last = settled.at(-1)!;
  line.attainment = last.target ? toShortDecimal(last.attainment, 9) : null;
  return line;
}

function paidWords({ target, attainment, share, scale, pay }: PaidPeriod): string {
  if (!target) return `pays ${plainly(share)} × ${plainly(scale, 9)} = ${plainly(pay)}`;
  return `attains ${percently(attainment)}, which pays ${percently(share)} of target pay`;
}

function componentWords(rule: ComponentRule): string {
  const { weight, targetPay, rate, written, yearToDate } = rule;
  const size = weight
    ? `${percently(weight)} of target variable`
    : targetPay
      ? `${plainly(targetPay)} a year at target`
      : `rate ${plainly(rate!, 9)}`;
  const basis = rule.exact.basis === "deal" ? ", deal by deal" : "";
  return `${size}, ${periodWords[written.period]}${yearToDate ? ", on the year to date" : ""}${basis}`;
}

function poolLines({ year, person, span, site, text }: Place): StatementLine[] {
  const byPool = new Map<string, PoolPeriod[]>();
  for (const period of year.pools) {
    if (period.span.to < span.from || period.span.to > span.to) continue;
    const { id } = period.rule;
    byPool.set(id, [...(byPool.get(id) ?? []), period]);
  }
  return [...byPool].flatMap(([id, periods]): StatementLine[] => {
    const rule = periods[0]!.rule;
    const units = periods.reduce((sum, { shares }) => sum + (shares.get(person.id) ?? 0n), 0n);
    return [
      {
        id,
        kind: "pool",
        title: rule.title,
        how: `shared by ${byWords[rule.written.by]}, ${periodWords[rule.written.period]}`,
        amount: text(units),
        trace: periods.map((period) => poolNode(period, { person, site, text })),
      },
    ];
  });
}

const byWords = {
  equal: "head",
  targetVariable: "target variable",
  salary: "salary",
  points: "points",
  contribution: "own bookings",
} as const;

function poolNode(
  period: PoolPeriod,
  { person, site, text }: { person: Person; site: TraceSite; text: (units: bigint) => string },
): TraceNode {
  const {
    rule,
    measured,
    level,
    made,
    fund,
    loss,
    owing,
    kept: back,
    reserve,
    released,
    paid,
  } = period;
  const { funding, cap } = rule;
  const own = period.weights.filter((one) => one.person === person.id);
  let weight = own[0]?.weight;
  for (const { weight: more } of own.slice(1))
    weight = { n: weight!.n * more.d + more.n * weight!.d, d: weight!.d * more.d };
  const share = period.shares.get(person.id) ?? 0n;
  const node = ([name, label, how]: [string, string, string], units: bigint, fired: boolean) => ({
    rule: name,
    label,
    how,
    value: text(units),
    unit: "money" as const,
    fired,
  });
  const children: TraceNode[] = [
    node(
      [
        "fund",
        "Funded",
        funding.kind === "excess"
          ? measured.n * level.d > level.n * measured.d
            ? `${percently(funding.share)} of what ${plainly(measured)} is above ${plainly(level)}`
            : `${plainly(measured)} is not above ${plainly(level)}`
          : `${plainly(funding.amount)} a year at target, for ${plainly(measured)} ÷ ${plainly(level)}: ${plainly(made)}`,
      ],
      fund,
      fund !== 0n,
    ),
  ];
  if (cap) {
    const bites = made.n * cap.d > cap.n * made.d;
    children.push(
      node(
        [
          "cap",
          "Cap",
          bites ? `${plainly(made)} is above the cap` : `${plainly(made)} is not above the cap`,
        ],
        minorUnits(cap, { places: site.places, mode: "halfAwayFromZero" }, site.places),
        bites,
      ),
    );
  }
  if (funding.kind === "excess" && funding.shortfall.n !== 0n)
    children.push(
      node(
        [
          "loss",
          "Loss",
          loss === 0n
            ? "the measure does not fall short"
            : `${percently(funding.shortfall)} of the shortfall; ${text(owing)} is still to be borne after it`,
        ],
        -loss,
        loss !== 0n,
      ),
    );
  if (rule.reserve.n !== 0n)
    children.push(
      node(
        [
          "reserve",
          "Kept back",
          `${percently(rule.reserve)} is kept back; ${released === 0n ? `the reserve is ${text(reserve)}` : `the reserve of ${text(released)} is paid out with the year's last period`}`,
        ],
        released - back,
        back !== 0n || released !== 0n,
      ),
    );
  children.push(
    node(["paid", "Shared out", "fund less what is kept back and borne"], paid, paid !== 0n),
    node(
      [
        "share",
        "Own share",
        weight
          ? `${plainly(weight)} of ${plainly(period.weight)} by ${byWords[rule.written.by]}; cents go to the largest remainders`
          : "no part of it: not a member in the period, or nothing to share by",
      ],
      share,
      share !== 0n,
    ),
  );
  return {
    rule: "period",
    label: spanWords(site.books.calendar, period.span),
    how: `${text(paid)} shared among ${counted(period.weights.length, "member")}`,
    value: text(share),
    unit: "money",
    fired: share !== 0n,
    children,
  };
}

function adjustmentLines(
  { adjustments, cancelled, stint }: StintYear,
  place: Prefixed,
): StatementLine[] {
  const { span, text, prefix } = place;
  const { calendar } = place.payroll.books;
  return adjustments.map(({ id, title, says, months }): StatementLine => {
    const within = months.slice(span.from, span.to + 1);
    const units = within.reduce((sum, { change }) => sum + change, 0n);
    const trace = within.map(({ earned, change, balance, why, deals = [] }, i): TraceNode => {
      const month = span.from + i;
      const node: TraceNode = {
        rule: "adjustment",
        label: monthLabel(calendar, month),
        how: `${why}; ${text(earned)} before it${balance === 0n ? "" : `, balance ${text(balance)} after`}`,
        value: text(change),
        unit: "money",
        fired: change !== 0n,
      };
      if (deals.length === 0) return node;
      const known = new Map((cancelled[month] ?? []).map((one) => [one.deal, one]));
      return {
        ...node,
        children: deals.map(({ deal, taken, how }) => {
          const { row, day, paid, afterMonths } = known.get(deal)!;
          return {
            rule: "cancelled",
            label: deal,
            how: `of ${day}, row ${row}: ${thousandsApart(toDecimal(paid, place.payroll.places))} was paid for it; cancelled after ${counted(afterMonths, "whole month")}; ${how}`,
            value: toDecimal(negate(taken), place.payroll.places),
            unit: "money",
            fired: taken.n !== 0n,
          };
        }),
      };
    });
    return {
      id: `${prefix}${id}`,
      kind: "adjustment",
      ...earlier(prefix, stint, id),
      title: prefix === "" ? title : `${title} (${stint.role.title})`,
      how: says,
      amount: text(units),
      balance: text(within.at(-1)!.balance),
      trace,
    };
  });
}

/** Cash by the month it is paid out in. */
function cashOf({ payroll, year, span, text }: Place): Record<string, string> {
  const { calendar } = payroll.books;
  const cash = new Map<number, bigint>();
  const inside = (month: number) => month >= span.from && month <= span.to;
  const pay = (earned: number, lag: number, amount: bigint) => {
    if (inside(earned) && amount !== 0n)
      cash.set(earned + lag, (cash.get(earned + lag) ?? 0n) + amount);
  };
  for (const [month, { amount }] of year.base.entries()) pay(month, 0, amount);
  for (const { paid, adjustments, stint } of year.stints) {
    for (const { rule, span: own, amount } of paid) pay(own.to, rule.lagMonths, amount);
    const lag = stint.plan?.payment?.lagMonths ?? 0;
    for (const { months } of adjustments)
      for (const [month, { change }] of months.entries()) pay(month, lag, change);
  }
  for (const { span: own, shares } of year.pools) pay(own.to, 0, shares.get(year.person.id) ?? 0n);
  for (const { month, amount } of year.exceptions) pay(month, 0, amount);
  return Object.fromEntries(
    [...cash]
      .toSorted(([a], [b]) => a - b)
      .map(([month, amount]) => [monthLabel(calendar, month), text(amount)]),
  );
}

function notesOf(place: Place): string[] {
  const { payroll, person, span } = place;
  const { calendar } = payroll.books;
  const from = calendar.starts[span.from]!;
  const to = calendar.starts[span.to + 1]! - 1;
  const notes: string[] = [];
  const held = stintsIn(place);
  if (held.length === 0) notes.push("Not employed in the period.");
  if (person.start > from && person.start <= to) notes.push("Started within the period.");
  if (person.end >= from && person.end < to) notes.push("Left within the period.");
  for (const off of person.leave) {
    const days = Math.min(off.to, to) - Math.max(off.from, from) + 1;
    if (days > 0) notes.push(`On unpaid leave for ${counted(days, "day")} of the period.`);
  }
  for (const { eligible, role } of held)
    if (eligible > from && eligible > person.start)
      notes.push(
        eligible > to
          ? `Not eligible for the plan of ${role.title} in the period.`
          : `Eligible for the plan of ${role.title} from within the period on.`,
      );
  notes.push(...unpaidDeals(place));
  if (held.length > 1)
    notes.push(
      `Moved: ${held.map(({ role }) => role.title).join(", then ")}; each plan pays its part.`,
    );
  return notes;
}

function paidInOf(place: Place, stint: Stint, total: bigint): Statement["paidIn"] {
  const { payroll, person, span } = place;
  const { calendar } = payroll.books;
  const { currency } = stretchesIn(stint, { calendar, span, leave: person.leave }).at(-1)!;
  if (currency === undefined) return undefined;
  const rate = rateOn(payroll.scenario, currency, lastDate(calendar, span.to));
  if (!rate) return undefined;
  const places = currencyPlaces(currency);
  const amount = divide(exactMoney(total, payroll.places), rate);
  const units = minorUnits(amount, { places, mode: "halfAwayFromZero" }, places);
  return { currency, total: moneyText(units, places), rate: toShortDecimal(rate, 9) };
}

/** Money of pools that nobody can be given: no member is there in the period, or all weigh nothing. */
function poolNotes({ payroll, year, span }: Place): string[] {
  const { calendar } = payroll.books;
  return year.pools.flatMap(({ rule, span: own, paid, weight }) => {
    if (own.to < span.from || own.to > span.to || paid === 0n || weight.n !== 0n) return [];
    const money = moneyText(paid, payroll.places);
    return [
      `${rule.title}, ${spanWords(calendar, own)}: ${money} is paid to nobody, because no member is there whose share weighs anything.`,
    ];
  });
}

/** Own deals of the period that no plan of the person counts, with why. */
function unpaidDeals({ payroll, person, span }: Place): string[] {
  const { byPerson } = payroll.books;
  return (byPerson.get(person.id) ?? []).flatMap((deal) => {
    const { wonMonth, wonDay, owners, facts } = deal;
    if (wonMonth === undefined || wonMonth < span.from || wonMonth > span.to) return [];
    if (!owners.some((owner) => owner.person === person.id)) return [];
    const stint = stintOn(person, wonDay!);
    const why = !stint
      ? `was won on ${facts.won}, when ${person.name} was not in a role or not yet eligible`
      : worked(stint, deal)
        ? undefined
        : `is of a segment or source that ${stint.role.title} does not work`;
    return why === undefined
      ? []
      : [`The deal ${facts.id} (row ${facts.row}) ${why}: it does not count.`];
  });
}

/** What one more deal would pay; a note where the plan says nothing there. */
function oneMoreOf(place: Place, asked: string | undefined): Statement["oneMore"] | string {
  const { payroll, person, span, text, year } = place;
  const { calendar } = payroll.books;
  const day = lastDate(calendar, span.to);
  const stint = stintOn(person, dayNumber(day));
  if (!stint?.role.plan) return undefined;
  const deal = oneMoreDeal(payroll, { person, stint, day, asked });
  if (!deal) return undefined;
  const amount = toDecimal(deal.created, payroll.places);
  const more = personYear(withDeal(payroll, deal), person);
  const [refused] = refusedIn(payroll, more);
  if (refused)
    return `One more deal of ${plainly(deal.created)} cannot be paid: ${refused.message}.`;
  const sum = (one: PersonYear) =>
    unitsByMonth(one, calendar.months).reduce((whole, units) => whole + units, 0n);
  const paid = sum(more) - sum(year);
  const held = heldAtEnd(more) - heldAtEnd(year);
  const pays = text(paid + held);
  const by =
    held === 0n
      ? ""
      : `, ${plainly(rational(text(paid)))} of it by ${monthLabel(calendar, calendar.months - 1)}, the rest is held back until later`;
  return {
    amount,
    pays,
    says: `One more deal of ${plainly(deal.created)} on ${day} would pay ${plainly(rational(pays))}${by}.`,
  };
}

/** What is held back from a person after the last month. */
function heldAtEnd({ stints }: PersonYear): bigint {
  return stints
    .flatMap(({ adjustments, stint }) =>
      adjustments.filter(({ id }) => stint.plan?.adjustments?.[id]?.kind === "holdback"),
    )
    .reduce((sum, { months }) => sum + (months.at(-1)?.balance ?? 0n), 0n);
}

function oneMoreDeal(
  payroll: Payroll,
  {
    person,
    stint,
    day,
    asked,
  }: { person: Person; stint: Stint; day: string; asked: string | undefined },
): PaidDeal | undefined {
  const { scenario, books, dealMeans } = payroll;
  const { role } = stint;
  const segment = role.segments?.[0] ?? Object.keys(scenario.funnel.segments)[0]!;
  const sources = Object.entries(scenario.funnel.segments[segment]!.sources).filter(
    ([id]) => role.sources?.includes(id) ?? true,
  );
  const [source, written] = sources.find(([, one]) => one.team === role.team) ?? sources[0] ?? [];
  if (source === undefined || !written) return undefined;
  const amount: Rational = asked === undefined ? dealMeans.get(segment)! : rational(asked);
  const number = dayNumber(day);
  const owner = ownerFor(payroll, person, number);
  const example = books.deals.find(({ facts }) => facts.segment === segment);
  const month = books.calendar.starts.findIndex((start) => start > number) - 1;
  const team: Team = written.team;
  return {
    facts: {
      id: "\u{10ffff}one more",
      owner: owner ?? "",
      segment,
      source,
      created: day,
      won: day,
      paid: day,
      amount: toShortDecimal(amount),
      row: 0,
    },
    owners: owner === undefined ? [] : [{ person: owner, share: { n: 1n, d: 1n } }],
    team,
    expansion: written.expansion ?? false,
    created: amount,
    won: amount,
    margin: payroll.margins.get(segment) ?? example?.margin ?? { n: 1n, d: 1n },
    termMonths: example?.termMonths ?? 0,
    createdDay: number,
    wonDay: number,
    createdMonth: month,
    wonMonth: month,
    paidMonth: month,
    cancelledMonth: undefined,
  };
}

/** Who would own one more deal: the person, or somebody who reports to them, or nobody of theirs. */
function ownerFor({ books }: Payroll, person: Person, day: number): string | undefined {
  const { credits, roster } = books;
  if (stintOn(person, day)?.role.owns) return person.id;
  for (const other of roster.values())
    if (credits.chains.get(other.id)?.includes(person.id) && stintOn(other, day)?.role.owns)
      return other.id;
  return undefined;
}
