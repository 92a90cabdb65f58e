/**
 * Deals from a table of text: one row a deal.
 *
 * Always    every row is a deal or a problem; a deal that will pay nobody is a warning.
 * Not here  cells (cells.ts), who is credited (deals.ts).
 * Source    docs/guide/statements.md#deals
 */
import {
  add,
  compare,
  multiply,
  ONE,
  type Rational,
  rational,
  toShortDecimal,
  ZERO,
} from "../math/index.ts";
import { type Scenario, scenarioOf } from "../scenario/schema.ts";
import { day, decimal, nameHint, readRows, type Row, shown, whole } from "./cells.ts";
import { rateOn } from "./deals.ts";
import type { Deal, Participant, Table } from "./facts.ts";
import type { FactSite } from "./readFacts.ts";

const columns = {
  id: { required: true, filled: true },
  owner: { required: true },
  segment: { required: true, filled: true },
  source: { required: true, filled: true },
  created: { required: true, filled: true },
  won: { required: true },
  amount: { required: true, filled: true },
  currency: {},
  margin: {},
  termMonths: {},
  paid: {},
  cancelled: {},
  split: {},
};

export type DealSite = FactSite & {
  /** The roster, where there is one. */
  people: readonly Participant[] | undefined;
  /** Everybody it names. */
  known: ReadonlySet<string> | undefined;
};

type Reader = DealSite & {
  scenario: Scenario;
  own: ReadonlySet<string>;
  byId: ReadonlyMap<string, Pick<Participant, "assignments">>;
  /** Whether an owner that nobody knows can only be of one role. */
  oneOwner: boolean;
};

/** The scenario's own people, with the days they are in their roles. */
function scenarioPeople({ people = {} }: Scenario): Pick<Participant, "id" | "assignments">[] {
  return Object.entries(people).map(([id, { role, start, end }]) => ({
    id,
    assignments: [{ role, start, end: end?.length === 7 ? `${end}-31` : end }],
  }));
}

/** The deals of a table; faults and doubts go to the site. */
export function readDeals(table: Table, site: DealSite): Deal[] {
  const scenario = scenarioOf(site.loaded);
  const reader: Reader = {
    ...site,
    scenario,
    own: new Set(Object.keys(scenario.people ?? {})),
    byId: new Map((site.people ?? scenarioPeople(scenario)).map((person) => [person.id, person])),
    oneOwner: owningRoles(scenario).length === 1 || Object.keys(scenario.roles).length === 1,
  };
  const rows = readRows(table, columns, site);
  const seen = new Map<string, number>();
  const deals: Deal[] = [];
  for (const row of rows) {
    const id = row.text("id");
    const before = seen.get(id);
    if (before !== undefined && id !== "")
      row.fault(
        "id",
        `the deal "${shown(id)}" is there twice, first in row ${before}`,
        "each deal has an id of its own; owners who share a deal stand in its split",
      );
    else seen.set(id, row.line);
    const deal = readDeal(row, reader);
    if (deal) deals.push(deal);
  }
  return deals;
}

function readDeal(row: Row, reader: Reader): Deal | undefined {
  const amount = decimal(row, "amount");
  const margin = decimal(row, "margin", { signed: true, most: 1 });
  const termMonths = whole(row, "termMonths", 600);
  const dates = readDates(row, reader);
  const owner = readOwner(row, reader);
  const split = readSplit(row, reader);
  checkPlace(row, reader);
  const currency = readCurrency(row, reader, dates);
  if (split) checkCredit(row, reader, { split, date: dates.won ?? dates.created });
  if (amount === undefined || dates.created === undefined || owner === undefined) return undefined;
  if (/^[0.]+$/.test(amount)) row.warn("amount", "the amount is 0: the deal pays nothing");
  const owners = split?.map(({ person }) => person) ?? [owner];
  if (dates.won !== undefined)
    for (const person of owners) checkOwnerThen(row, reader, { person, date: dates.won });
  const { created, won, paid, cancelled } = dates;
  const [id, segment, source] = [row.text("id"), row.text("segment"), row.text("source")];
  return {
    id,
    owner,
    segment,
    source,
    created,
    won,
    amount,
    currency,
    margin,
    termMonths,
    paid,
    cancelled,
    split,
    row: row.line,
  };
}

type Dates = {
  created?: string | undefined;
  won?: string | undefined;
  paid?: string | undefined;
  cancelled?: string | undefined;
};

function readDates(row: Row, { first, last }: Reader): Dates {
  const [created, won, paid, cancelled] = [
    day(row, "created"),
    day(row, "won"),
    day(row, "paid"),
    day(row, "cancelled"),
  ];
  const calendar = `the calendar is ${first} to ${last}`;
  if (won !== undefined && (won < first || won > last))
    row.fault(
      "won",
      `${won} lies outside the calendar`,
      won < first
        ? `${calendar}; leave out deals of earlier years, and state what is taken back of them as an exception`
        : `${calendar}; leave out deals of other years`,
    );
  if (created !== undefined && created > last)
    row.fault("created", `${created} lies outside the calendar`, calendar);
  if (created !== undefined && won !== undefined && won < created)
    row.fault(
      "won",
      `won on ${won}, before it was created on ${created}`,
      "correct one of the two dates",
    );
  for (const [column, date] of [
    ["paid", paid],
    ["cancelled", cancelled],
  ] as const) {
    if (date === undefined) continue;
    if (row.text("won") === "")
      row.fault(column, `${column} on ${date}, but never won`, `fill in won, or empty ${column}`);
    else if (column === "cancelled" && won !== undefined && date < won)
      row.fault(
        column,
        `cancelled on ${date}, before it was won on ${won}`,
        "correct one of the two dates",
      );
    else if (column === "paid" && date < first)
      row.fault(column, `${date} lies outside the calendar`, calendar);
    else if (date > last)
      row.warn(column, `${date} lies after the calendar: it changes nothing in it`);
  }
  return { created, won, paid, cancelled };
}

function readOwner(row: Row, reader: Reader): string | undefined {
  const owner = row.text("owner");
  if (owner === "") {
    row.fault("owner", "the deal has no owner: it would pay nobody", "give the id of a person");
    return undefined;
  }
  return isKnown(row, reader, { column: "owner", person: owner }) ? owner : undefined;
}

function isKnown(
  row: Row,
  reader: Reader,
  { column, person }: { column: string; person: string },
): boolean {
  const { known, own, oneOwner } = reader;
  if (known ? known.has(person) : own.has(person) || oneOwner) return true;
  const hint = () => (known || own.size > 0 ? nameHint(person, [...(known ?? own)]) : undefined);
  const roster = known ? undefined : "give a roster that says which role they are in";
  row.fault(
    column,
    `there is no person "${shown(person)}"${known ? " in the roster" : ""}`,
    () => [hint(), roster].filter(Boolean).join("; "),
    "unknown-name",
  );
  return false;
}

function checkPlace(row: Row, { scenario }: Reader): void {
  const [segment, source] = [row.text("segment"), row.text("source")];
  const { segments } = scenario.funnel;
  if (segment !== "" && !Object.hasOwn(segments, segment)) {
    row.fault(
      "segment",
      `there is no segment "${shown(segment)}"`,
      () => nameHint(segment, Object.keys(segments)),
      "unknown-name",
    );
    const all = Object.values(segments).flatMap(({ sources }) => Object.keys(sources));
    if (source !== "" && !all.includes(source))
      row.fault(
        "source",
        `there is no source "${shown(source)}"`,
        () => nameHint(source, [...new Set(all)]),
        "unknown-name",
      );
    return;
  }
  const sources = segments[segment]?.sources ?? {};
  if (segment !== "" && source !== "" && !Object.hasOwn(sources, source))
    row.fault(
      "source",
      `the segment "${segment}" has no source "${shown(source)}"`,
      () => nameHint(source, Object.keys(sources)),
      "unknown-name",
    );
}

function readCurrency(
  row: Row,
  { scenario, first }: Reader,
  { created, won }: Dates,
): string | undefined {
  const currency = row.text("currency");
  if (currency === "" || currency === scenario.currency) return currency || undefined;
  const known = [scenario.currency, ...Object.keys(scenario.currencies ?? {})];
  if (!known.includes(currency)) {
    row.fault(
      "currency",
      `there is no exchange rate for "${shown(currency)}"`,
      /^[A-Z]{3}$/.test(currency)
        ? `add it under "currencies" of the scenario, or use ${known.join(" or ")}`
        : `a currency is three capital letters: ${known.join(", ")}`,
      "unknown-name",
    );
    return undefined;
  }
  // A day before the calendar counts in no month of it.
  const used = [["created", created] as const, ["won", won] as const].filter(
    ([, date]) => date !== undefined && date >= first,
  );
  const without = used.find(([, date]) => !rateOn(scenario, currency, date!));
  if (without !== undefined)
    row.fault(
      "currency",
      `there is no rate for ${currency} on ${without[1]!}, the day it was ${without[0]}`,
      `add one under currencies.${currency}, from a day on or before it`,
    );
  return currency;
}

type Split = { person: string; share: string }[];

function readSplit(row: Row, reader: Reader): Split | undefined {
  const text = row.text("split");
  if (text === "") return undefined;
  const split: Split = [];
  let sound = true;
  const bad = (message: string, hint: string) => {
    sound = false;
    row.fault("split", message, hint, "bad-shape");
  };
  for (const part of text.split(";").filter((one) => one.trim() !== "")) {
    const at = part.lastIndexOf(":");
    const person = part.slice(0, Math.max(at, 0)).trim();
    const share = part.slice(at + 1).trim();
    if (at < 0 || person === "") {
      bad(`"${shown(part.trim())}" is no person with a share`, "write ae-01:0.6;ae-02:0.4");
    } else if (!/^\d{1,3}(\.\d{1,12})?$/.test(share)) {
      const hint = /%/.test(share)
        ? `a share is 0 to 1: write ${percentMeant(share) ?? "0.6 for 60%"}`
        : "write ae-01:0.6;ae-02:0.4";
      bad(`"${shown(share)}" is not a share`, hint);
    } else if (Number(share) >= 2) {
      const fraction = toShortDecimal(multiply(rational(share), { n: 1n, d: 100n }), 12);
      bad(
        `"${shown(share)}" is more than the whole deal`,
        `a share is 0 to 1: write ${fraction} for ${share}%`,
      );
    } else if (split.some((one) => one.person === person)) {
      bad(`"${shown(person)}" is in the split twice`, "add the two shares");
    } else {
      if (!isKnown(row, reader, { column: "split", person })) sound = false;
      if (/^[0.]+$/.test(share))
        row.warn("split", `the share of "${shown(person)}" is 0: it pays them nothing`);
      split.push({ person, share });
    }
  }
  if (split.length === 0 && sound) bad("the split names nobody", "write ae-01:0.6;ae-02:0.4");
  const owner = row.text("owner");
  if (sound && owner !== "" && !split.some(({ person }) => person === owner))
    row.warn("split", `the owner "${shown(owner)}" is not in the split: it pays them nothing`);
  return sound ? split : undefined;
}

/** "0.6 for 60%" of "60%". */
function percentMeant(share: string): string | undefined {
  const [, number] = /^(\d{1,3}(?:\.\d{1,6})?)\s?%$/.exec(share) ?? [];
  if (number === undefined) return undefined;
  return `${toShortDecimal(multiply(rational(number), { n: 1n, d: 100n }), 12)} for ${share}`;
}

function percent(value: Rational): string {
  return `${toShortDecimal(multiply(value, rational(100)), 6)}%`;
}

/** Credit of all owners together, against what the scenario's rules of crediting allow on that day. */
function checkCredit(
  row: Row,
  { scenario }: Reader,
  { split, date }: { split: Split; date: string | undefined },
): void {
  let shares: Rational = ZERO;
  for (const { share } of split) shares = add(shares, rational(share));
  let allowed = false;
  for (const [id, rule] of Object.entries(scenario.crediting ?? {})) {
    const inForce =
      date === undefined || ((rule.from ?? "") <= date && date <= (rule.to ?? "9999"));
    if (!inForce || rule.atMost === undefined) continue;
    allowed = true;
    const credit = multiply(shares, rational(rule.owner ?? 1));
    if (compare(credit, rational(rule.atMost)) > 0)
      row.fault(
        "split",
        `the owners are credited with ${percent(credit)} of ${rule.measure ?? id} together, and ${percent(rational(rule.atMost))} is the most`,
        `correct the split, or crediting.${id}.atMost`,
        "bad-number",
      );
  }
  const against = compare(shares, ONE);
  if (against > 0 && !allowed)
    row.warn(
      "split",
      `the shares add up to ${percent(shares)}: more than the whole deal is credited`,
    );
  if (against < 0)
    row.warn("split", `the shares add up to ${percent(shares)}: the rest is credited to nobody`);
}

/** Whether an owner was in a role that sells there on the day it was won; if not, the deal pays them nothing. */
function checkOwnerThen(
  row: Row,
  { byId, scenario }: Reader,
  { person, date }: { person: string; date: string },
): void {
  const participant = byId.get(person);
  if (!participant) return;
  const assignment = participant.assignments.findLast(
    ({ start }) => start === undefined || start <= date,
  );
  if (!assignment || (assignment.end !== undefined && assignment.end < date)) {
    row.warn("owner", `"${shown(person)}" is in no role on ${date}: the deal pays them nothing`);
    return;
  }
  const role = scenario.roles[assignment.role];
  if (role?.owns === false)
    row.warn(
      "owner",
      `"${shown(person)}" is "${assignment.role}" on ${date}, a role that owns nothing (owns is false): the deal pays them all the same`,
      "is another owner meant?",
    );
  for (const [column, worked] of [
    ["segment", role?.segments],
    ["source", role?.sources],
  ] as const) {
    const own = row.text(column);
    if (own !== "" && worked && !worked.includes(own))
      row.warn(
        column,
        `the role "${assignment.role}" of "${shown(person)}" does not work ${column} "${shown(own)}"`,
      );
  }
}

/** Roles whose people own won deals: as stated, else sales roles that sell. */
function owningRoles({ roles, funnel }: Scenario): string[] {
  return Object.entries(roles).flatMap(([id, { owns, team, tasks }]) => {
    if (owns === false) return [];
    if (owns !== undefined) return funnel.stages.includes(owns) ? [id] : [];
    return team === "sales" && tasks?.["selling"] !== undefined ? [id] : [];
  });
}
