/**
 * What is measured on facts: the items credited to a person, role, team or all, and their value over some months.
 *
 * Terms     primitive = a measure that is no sum of others; item = a deal's, or a stated figure's, part of a measure in
 *           the month it counts in; series = the items of one question, in order of month, day and deal.
 * Always    pipeline and the pipeline stage count when a deal is created, the rest when it is won, or paid where the plan
 *           pays on cash; a figure stated for exactly whom is asked about takes the place of deals; other stages and
 *           scores come from stated figures alone, a role's or team's being the sum (or mean) of its people's where it has
 *           none of its own; a figure counts in the last month of its period; an average holds throughout it; a month
 *           without any figure counts 0. Revenue is spread over a deal's term from the month it is won.
 * Not here  which deals a plan's window or limits drop (counted.ts).
 * Source    docs/model.md#measures
 */
import { add, divide, multiply, ONE, type Rational, rational, ZERO } from "../math/index.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { Scope, Team } from "../terms.ts";
import { monthLabel, type PayCalendar, type Span, spanOf } from "./calendar.ts";
import {
  besideOwners,
  concerned,
  creditOfPerson,
  creditOfTeam,
  type Credits,
  type PaidDeal,
  worked,
} from "./deals.ts";
import type { MeasureFact } from "./facts.ts";
import { inStint, type PayRole, type Person, type Stint, stintOn } from "./roster.ts";

export type Item = {
  month: number;
  day: string;
  /** Of the whole deal; of a stated figure itself. */
  value: Rational;
  credit: Rational;
  credited: Rational;
  how: readonly string[];
  deal?: PaidDeal | undefined;
  fact?: MeasureFact | undefined;
};

export type Stated = { fact: MeasureFact; span: Span; value: Rational };

export type Series = {
  items: readonly Item[];
  /** Index of the first item of each month, and of the end. */
  at: readonly number[];
  /** Credited before each month, worked out when first asked. */
  before: Rational[] | undefined;
  /** False for averages. */
  adds: boolean;
  averages: readonly Stated[];
  /** What a ratio is over. */
  below: Series | undefined;
};

export type Question = {
  measure: string;
  scope: Scope;
  sourcedBy?: string | undefined;
  segments?: readonly string[] | undefined;
  /** Counts a deal when the customer has paid. */
  cash?: boolean | undefined;
  /** The same for questions that ask the same. */
  key: string;
};

/** A question with its key. */
export function asked(question: Omit<Question, "key">): Question {
  const { measure, scope, sourcedBy, segments, cash = false } = question;
  return { ...question, key: JSON.stringify([measure, scope, sourcedBy, segments, cash]) };
}

export type Subject = {
  person?: Person | undefined;
  stint?: Stint | undefined;
  role?: PayRole | undefined;
  team?: Team | undefined;
};

export type Books = {
  scenario: Scenario;
  calendar: PayCalendar;
  roster: ReadonlyMap<string, Person>;
  roles: ReadonlyMap<string, PayRole>;
  credits: Credits;
  deals: readonly PaidDeal[];
  byPerson: ReadonlyMap<string, readonly PaidDeal[]>;
  stated: ReadonlyMap<string, ReadonlyMap<string, readonly Stated[]>>;
  series: Map<string, Series>;
  /** One more deal, asked about. */
  extra: PaidDeal | undefined;
};

/** Stated figures by measure and by whom they are for. */
export function statedFigures(
  facts: readonly MeasureFact[],
  calendar: PayCalendar,
): { stated: Map<string, Map<string, Stated[]>>; outside: MeasureFact[] } {
  const stated = new Map<string, Map<string, Stated[]>>();
  const outside: MeasureFact[] = [];
  for (const fact of facts) {
    const span = spanOf(calendar, fact.period);
    if (!span) {
      outside.push(fact);
      continue;
    }
    const byWhom = stated.get(fact.measure) ?? new Map<string, Stated[]>();
    stated.set(fact.measure, byWhom);
    const list = byWhom.get(fact.participant) ?? [];
    byWhom.set(fact.participant, [...list, { fact, span, value: rational(fact.value) }]);
  }
  return { stated, outside };
}

/** A measure as primitives and their weights. */
export function primitives(
  scenario: Scenario,
  measure: string,
  weight: Rational = ONE,
): { measure: string; weight: Rational }[] {
  const own = scenario.measures?.[measure];
  if (own?.kind !== "sum") return [{ measure, weight }];
  return Object.entries(own.of).flatMap(([part, share]) =>
    primitives(scenario, part, multiply(weight, rational(share))),
  );
}

/** True for measures that add up over months and people. */
export function addsUp(scenario: Scenario, measure: string): boolean {
  const own = scenario.measures?.[measure];
  if (own) return own.kind === "sum" || (own.adds ?? false);
  return measure !== "winRate" && measure !== "leadQuality";
}

/** True for measures that deals alone can tell. */
export function fromDeals(
  { scenario, credits }: Pick<Books, "scenario" | "credits">,
  measure: string,
): boolean {
  const { stages } = scenario.funnel;
  return (
    DEAL_MEASURES.has(measure) ||
    measure === stages.at(-1) ||
    measure === stages[credits.pipelineStage]
  );
}

const DEAL_MEASURES = new Set([
  "pipeline",
  "bookings",
  "grossMargin",
  "expansion",
  "revenue",
  "winRate",
]);

/** The items of a question. */
export function seriesOf(books: Books, question: Question, subject: Subject): Series {
  if (question.scope === "individual") return built(books, question, subject, books.extra);
  const whose =
    question.scope === "team" ? subject.team : question.scope === "role" ? subject.role?.id : "";
  const key = `${whose ?? ""} ${question.key}`;
  let series = books.series.get(key);
  if (!series) {
    series = built(books, question, subject, undefined);
    books.series.set(key, series);
  }
  return books.extra ? withExtra(books, { question, subject, series }, books.extra) : series;
}

function built(
  books: Books,
  question: Question,
  subject: Subject,
  extra: PaidDeal | undefined,
): Series {
  const { scenario, calendar } = books;
  const { measure } = question;
  if (measure === "winRate" && !statedExactly(books, measure, question.scope, subject)) {
    const { stages } = scenario.funnel;
    const part = (stage: string) => built(books, { ...question, measure: stage }, subject, extra);
    return {
      ...part(stages.at(-1)!),
      adds: false,
      below: part(stages[books.credits.pipelineStage]!),
    };
  }
  const items: Item[] = [];
  const averages: Stated[] = [];
  const adds = addsUp(scenario, measure);
  for (const { measure: part, weight } of primitives(scenario, measure)) {
    const exactly = statedExactly(books, part, question.scope, subject);
    if (!exactly && fromDeals(books, part)) {
      const deals =
        question.scope === "individual"
          ? (books.byPerson.get(subject.person?.id ?? "") ?? [])
          : books.deals;
      for (const deal of deals) addItems(books, { question, subject, part, weight }, deal, items);
      if (extra) addItems(books, { question, subject, part, weight }, extra, items);
      continue;
    }
    const figures = exactly ?? statedBelow(books, part, question.scope, subject);
    if (!adds) averages.push(...figures);
    else for (const figure of figures) items.push(statedItem(calendar, figure, weight));
  }
  return indexed(calendar, { items, averages, adds });
}

function withExtra(
  books: Books,
  { question, subject, series }: { question: Question; subject: Subject; series: Series },
  extra: PaidDeal,
): Series {
  const { scenario } = books;
  if (series.below) {
    const { stages } = scenario.funnel;
    const part = (stage: string, one: Series) =>
      withExtra(books, { question: { ...question, measure: stage }, subject, series: one }, extra);
    return {
      ...part(stages.at(-1)!, { ...series, adds: true, below: undefined }),
      adds: false,
      below: part(stages[books.credits.pipelineStage]!, series.below),
    };
  }
  const more: Item[] = [];
  for (const { measure: part, weight } of primitives(scenario, question.measure))
    if (fromDeals(books, part) && !statedExactly(books, part, question.scope, subject))
      addItems(books, { question, subject, part, weight }, extra, more);
  if (more.length === 0) return series;
  return indexed(books.calendar, { ...series, items: [...series.items, ...more] });
}

function indexed(
  { months }: PayCalendar,
  { items, averages, adds }: Pick<Series, "items" | "averages" | "adds">,
): Series {
  const sorted = items.toSorted(
    (a, b) => a.month - b.month || (a.day < b.day ? -1 : a.day > b.day ? 1 : 0),
  );
  const at: number[] = [];
  let i = 0;
  for (let m = 0; m <= months; m++) {
    while (i < sorted.length && sorted[i]!.month < m) i++;
    at.push(i);
  }
  return { items: sorted, at, before: undefined, adds, averages, below: undefined };
}

/** The items of some months. */
export function itemsIn({ items, at }: Series, { from, to }: Span): readonly Item[] {
  return items.slice(at[from], at[to + 1]);
}

/** Credited over some months; for averages their mean. Null where nothing is known of an average. */
export function valueIn(series: Series, span: Span): Rational | null {
  if (series.below) {
    const below = series.below.at[span.to + 1]! - series.below.at[span.from]!;
    if (below === 0) return null;
    return divide(totalIn({ ...series, adds: true }, span), totalIn(series.below, span));
  }
  return series.adds ? totalIn(series, span) : meanIn(series.averages, span);
}

function totalIn(series: Series, { from, to }: Span): Rational {
  const { items, at } = series;
  if (at[to + 1]! - at[from]! <= 2 || !series.before) {
    if (at[to + 1]! - at[from]! > SHORT) return prefixed(series, { from, to });
    let total = ZERO;
    for (let i = at[from]!; i < at[to + 1]!; i++) {
      const { credited } = items[i]!;
      total = i === at[from]! ? credited : add(total, credited);
    }
    return total;
  }
  return prefixed(series, { from, to });
}

const SHORT = 12;

function prefixed(series: Series, { from, to }: Span): Rational {
  const { items, at } = series;
  if (!series.before) {
    let total = ZERO;
    let i = 0;
    series.before = at.map((end) => {
      for (; i < end; i++) total = add(total, items[i]!.credited);
      return total;
    });
  }
  const [end, start] = [series.before[to + 1]!, series.before[from]!];
  return start.n === 0n ? end : add(end, { n: -start.n, d: start.d });
}

/** Mean of stated averages over some months: of those for exactly these, else by the months each holds for. */
function meanIn(averages: readonly Stated[], { from, to }: Span): Rational | null {
  const exactly = averages.filter(({ span }) => span.from === from && span.to === to);
  let total = ZERO;
  let count = 0;
  if (exactly.length > 0) {
    for (const { value } of exactly) total = add(total, value);
    return divide(total, { n: BigInt(exactly.length), d: 1n });
  }
  for (const { span, value } of averages) {
    const months = Math.min(span.to, to) - Math.max(span.from, from) + 1;
    if (months <= 0) continue;
    count += months;
    total = add(total, multiply(value, { n: BigInt(months), d: 1n }));
  }
  return count === 0 ? null : divide(total, { n: BigInt(count), d: 1n });
}

type Asked = { question: Question; subject: Subject; part: string; weight: Rational };

/** Adds to `out` what one deal counts for a question, in the months it counts in. Writes into `out`. */
function addItems(books: Books, site: Asked, deal: PaidDeal, out: Item[]): void {
  const { scenario, calendar, credits } = books;
  const { question, part, weight } = site;
  const { stages } = scenario.funnel;
  const early = part === "pipeline" || part === stages[credits.pipelineStage];
  if (!early && deal.won === undefined) return;
  if (part === "expansion" && !deal.expansion) return;
  if (question.segments && !question.segments.includes(deal.facts.segment)) return;
  const { sourcedBy } = question;
  if (sourcedBy !== undefined && deal.team !== sourcedBy && deal.facts.source !== sourcedBy) return;
  const month = early ? deal.createdMonth : question.cash ? deal.paidMonth : deal.wonMonth;
  if (month === undefined || month >= calendar.months) return;
  const spread = part === "revenue" && deal.termMonths > 1 ? deal.termMonths : 1;
  if (month + spread <= 0) return;
  const day = early ? deal.facts.created : deal.facts.won!;
  const stage = early ? credits.pipelineStage : stages.length - 1;
  const { share, how } = creditFor(books, site, { deal, stage, day, early });
  if (share.n === 0n) return;
  const counts = part === stages.at(-1) || part === stages[credits.pipelineStage];
  const amount = counts ? ONE : early ? deal.created : deal.won!;
  let value = part === "grossMargin" ? multiply(amount, deal.margin) : amount;
  if (weight !== ONE) value = multiply(value, weight);
  if (spread > 1) value = divide(value, { n: BigInt(spread), d: 1n });
  const credited = share === ONE ? value : multiply(value, share);
  for (let m = Math.max(month, 0); m < Math.min(month + spread, calendar.months); m++)
    out.push({ month: m, day, value, credit: share, credited, how, deal, fact: undefined });
}

const NO_WORDS: readonly string[] = [];

function whole(share: Rational): { share: Rational; how: readonly string[] } {
  return { share, how: NO_WORDS };
}

function creditFor(
  { credits, roster }: Books,
  { question, subject, part }: Asked,
  { deal, stage, day, early }: { deal: PaidDeal; stage: number; day: string; early: boolean },
): { share: Rational; how: readonly string[] } {
  const onDay = early ? deal.createdDay : deal.wonDay!;
  switch (question.scope) {
    case "joint":
    case "company":
      return whole(ONE);
    case "team":
      return whole(
        subject.team
          ? creditOfTeam(credits, subject.team, { source: deal.team, stage, measure: part, day })
          : ONE,
      );
    case "role": {
      const { role } = subject;
      if (!role) return whole(ONE);
      const beside = besideOwners(credits, role.id, part, day);
      if (!role.owns && !beside)
        return whole(
          worked({ role }, deal)
            ? creditOfTeam(credits, role.team, { source: deal.team, stage, measure: part, day })
            : ZERO,
        );
      if (!worked({ role }, deal)) return whole(ZERO);
      let share = ZERO;
      const people = beside
        ? concerned(credits, deal)
        : new Set(deal.owners.map(({ person }) => person));
      for (const id of people) {
        const person = roster.get(id);
        if (!person || stintOn(person, onDay)?.role.id !== role.id) continue;
        share = add(share, creditOfPerson(credits, person, { deal, measure: part, day }).share);
      }
      return whole(share);
    }
    case "individual": {
      const { person, stint } = subject;
      if (!person || (stint && !inStint(stint, onDay))) return whole(ZERO);
      if (stint && !question.segments && !worked(stint, deal)) return whole(ZERO);
      return creditOfPerson(credits, person, { deal, measure: part, day });
    }
    default:
      return question.scope satisfies never;
  }
}

function statedItem(calendar: PayCalendar, { fact, span, value }: Stated, weight: Rational): Item {
  const counted = weight === ONE ? value : multiply(value, weight);
  return {
    month: span.to,
    day: `${monthLabel(calendar, span.to)}-99`,
    value: counted,
    credit: ONE,
    credited: counted,
    how: NO_WORDS,
    deal: undefined,
    fact,
  };
}

/** Who a scope asks about, as stated figures name them. */
function nameOf(scope: Scope, { person, role, team }: Subject): string | undefined {
  switch (scope) {
    case "individual":
      return person?.id;
    case "role":
      return role?.id;
    case "team":
      return team;
    case "joint":
    case "company":
      return "company";
    default:
      return scope satisfies never;
  }
}

function statedExactly(
  { stated }: Books,
  measure: string,
  scope: Scope,
  subject: Subject,
): readonly Stated[] | undefined {
  const name = nameOf(scope, subject);
  return name === undefined ? undefined : stated.get(measure)?.get(name);
}

/** Figures of the people, roles and teams that a role, a team or the company is made of. */
function statedBelow(
  books: Books,
  measure: string,
  scope: Scope,
  subject: Subject,
): readonly Stated[] {
  const { stated, roles, roster } = books;
  const figures = stated.get(measure);
  if (!figures || scope === "individual") return [];
  const ofRole = (role: PayRole): readonly Stated[] =>
    figures.get(role.id) ??
    [...roster.values()].flatMap(({ id, stints }) =>
      stints.some((stint) => stint.role.id === role.id) ? (figures.get(id) ?? []) : [],
    );
  const ofTeam = (team: Team): readonly Stated[] =>
    figures.get(team) ?? [...roles.values()].filter((role) => role.team === team).flatMap(ofRole);
  if (scope === "role") return subject.role ? ofRole(subject.role) : [];
  if (scope === "team") return subject.team ? ofTeam(subject.team) : [];
  return [...ofTeam("marketing"), ...ofTeam("sales")];
}
