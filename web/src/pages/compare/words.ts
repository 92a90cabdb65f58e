/**
 * What the Compare page says in words, from templates over results.
 *
 * Always    the answer names Sales, Marketing and the company apart; losers stand in the first paragraph; a certainty
 *           word comes with its count; a difference within noise is never called a gain or a loss.
 * Terms     verdict = what happens to one of the three: better, worse, close (too close to call) or same (unchanged).
 */
import {
  besidePay,
  type HoursVerdict,
  hoursWords,
  isPoorerBetter,
  poorerBetterWords,
  type RoleBeside,
} from "#models";
import {
  weakest,
  type Certainty,
  type CertaintyWord,
  type Direction,
} from "../../lib/certainty.ts";
import {
  capitalised,
  count,
  countInWords,
  listed,
  longMonth,
  inSentence,
  percent,
  percentChange,
  shortMoney,
  shortMoneyChange,
  wholeMoneyChange,
  type Unit,
} from "../../lib/format.ts";
import { type Change, type People, type RoleView, type TeamView } from "./view.ts";

type Party = "company" | "Sales" | "Marketing";
export type Verdict = {
  party: Party;
  state: "better" | "worse" | "close" | "same";
  /** Undefined until simulated years are in: the direction is then that of the mean. */
  certainty?: Certainty | undefined;
};

/** What the plan does to the company, by its contribution. */
export function companyVerdict(contribution: Change): Verdict {
  const { mean, certainty } = contribution;
  if (isNone(contribution)) return { party: "company", state: "same" };
  if (!certainty) return { party: "company", state: mean > 0 ? "better" : "worse" };
  return { party: "company", state: stateOf(certainty), certainty };
}

/** What the plan does to a team, by the expected utility of its people: pay, effort and risk. */
export function teamVerdict({ team, utility, better, unchanged }: TeamView): Verdict {
  const party = team === "sales" ? "Sales" : "Marketing";
  if (unchanged) return { party, state: "same" };
  if (!better) return { party, state: utility > 0 ? "better" : "worse" };
  return { party, state: stateOf(better), certainty: better };
}

function stateOf({ direction }: Certainty): "better" | "worse" | "close" {
  return direction === "up" ? "better" : direction === "down" ? "worse" : "close";
}

/** True for a difference that is exactly none: the scenario does nothing here. */
export function isNone({ mean, luck }: Pick<Change, "mean" | "luck">): boolean {
  return mean === 0 && (luck === undefined || (luck.p5 === 0 && luck.p95 === 0));
}

/** The answer, one or two sentences: "X likely leaves the company and Sales better off. For Marketing …". */
export function answer(name: string, verdicts: readonly Verdict[]): string {
  const of = (state: Verdict["state"]) => verdicts.filter((verdict) => verdict.state === state);
  const [better, worse, close, same] = [of("better"), of("worse"), of("close"), of("same")];
  const subject = asSubject(name);
  const known = verdicts.every(({ state, certainty }) => state === "same" || certainty);

  if (same.length === verdicts.length) return `${subject} leaves everyone about where they are.`;
  if (close.length === verdicts.length) {
    return `${subject} is too close to call for ${partiesOf(close)}.`;
  }
  const first =
    better.some(isCompany) || !worse.some(isCompany) ? [better, worse] : [worse, better];
  const clauses = clausesOf(
    first.filter((group) => group.length > 0),
    known,
  );
  const main =
    clauses.length > 0
      ? `${known ? "" : "At the middle assumptions "}${subject} ${clauses.join(", but ")}.`
      : "";
  const rest = [
    close.length > 0 && (main || same.length > 0)
      ? `For ${partiesOf(close)} ${main ? "it" : subject} is too close to call.`
      : "",
    same.length > 0
      ? `${capitalised(partiesOf(same))} ${same.length > 1 ? "stay" : "stays"} about the same.`
      : "",
  ];
  return [main, ...rest].filter(Boolean).join(" ");
}

/** "likely leaves Sales better off", "very likely leaves Marketing worse off"; a verb said once is not said again. */
function clausesOf(groups: readonly (readonly Verdict[])[], known: boolean): string[] {
  let said = "";
  return groups.map((group) => {
    const certainties = group.flatMap(({ certainty }) => certainty ?? []);
    const adverb = known && certainties.length > 0 ? `${weakest(certainties).adverb} ` : "";
    const verb = `${adverb}leaves `;
    const state = group[0]?.state === "better" ? "better off" : "worse off";
    const text = `${verb === said ? "" : verb}${partiesOf(group)} ${state}`;
    said = verb;
    return text;
  });
}

function partiesOf(group: readonly Verdict[]): string {
  return listed(group.map(({ party }) => (party === "company" ? "the company" : party)));
}

function isCompany({ party }: Verdict): boolean {
  return party === "company";
}

/** A name as the subject of a sentence: in quotes where its own punctuation would break the sentence. */
function asSubject(name: string): string {
  return /[,:;.()–—]/.test(name) ? `“${name}”` : name;
}

export type LeadInput = {
  bookings: Change;
  pay: Change;
  people: People;
  teams: readonly TeamView[];
  currency: string;
  /** As in the numbers under it. */
  units: { bookings: Unit; pay: Unit };
  response: "on" | "off" | "none";
  /** True where nothing differs in how people are paid: then nothing is a formula. */
  paysAlike: boolean;
  /** What its practices take, where it has more of them than the baseline. */
  hours?: HoursVerdict | undefined;
  contribution: Change;
};

/** The paragraph under the answer: what it brings, what it costs, where it comes from, who loses. */
export function lead(given: LeadInput): string[] {
  const { bookings, people, teams } = given;
  const join = bookings.noise || isWeak(bookings) || isNone(bookings) ? "; " : " and ";
  return [
    `${gain(given)}${join}${cost(given)}.`,
    origin(given),
    hoursOf(given),
    losers(people, teams),
  ].filter(Boolean);
}

/** Who is paid less and better off, or more and worse, with why that can be. */
export function payAgainstUtility(teams: readonly TeamView[]): string[] {
  return [
    poorerBetterWords(teams.flatMap(({ roles }) => roles.map(besideOf))),
    ...teams.map((team) => (team.roles.some(poorerBetter) ? "" : teamAgainstUtility(team))),
  ].filter(Boolean);
}

/** True between clear and too close to call: said with its chance, not as a fact. */
function isWeak({ certainty }: Change): boolean {
  return certainty?.word === "more likely than not";
}

function gain({ bookings, currency, units }: LeadInput): string {
  if (isNone(bookings)) return "Bookings over the year stay as they are";
  const size = shortMoney(Math.abs(bookings.mean), currency, units.bookings);
  const average = `${shortMoneyChange(bookings.mean, currency, units.bookings)}${relative(bookings)} on average`;
  if (bookings.noise) return `Bookings over the year are too close to call (${average})`;
  const way = bookings.certainty?.direction ?? (bookings.mean > 0 ? "up" : "down");
  const more = way === "up" ? "higher" : "lower";
  if (isWeak(bookings))
    return `Bookings over the year are more likely than not ${more} (${average})`;
  return `Bookings over the year are ${size} ${more}${inBrackets(bookings)}`;
}

function cost({ pay, teams, currency, units }: LeadInput): string {
  if (isNone(pay)) return "total pay does not change";
  const average = `${shortMoneyChange(pay.mean, currency, units.pay)}${relative(pay)} on average`;
  if (pay.noise) return `the change in total pay is too close to call (${average})`;
  const way = pay.certainty?.direction ?? (pay.mean > 0 ? "up" : "down");
  const more = way === "up" ? "more" : "less";
  if (isWeak(pay)) return `pay more likely than not costs ${more} (${average})`;
  const size = shortMoney(Math.abs(pay.mean), currency, units.pay);
  return `pay costs ${size} ${more}${inBrackets(pay)}${pay.mean > 0 ? mostOf(teams) : ""}`;
}

function hoursOf({ hours, contribution, currency }: LeadInput): string {
  if (!hours) return "";
  const word = contribution.noise ? "too close to call" : contribution.certainty?.word;
  return hoursWords(hours, { worth: shortMoney(hours.value, currency), word });
}

function besideOf(role: RoleView): RoleBeside {
  return { ...role, pay: role.pay.mean, close: role.pay.noise };
}

function poorerBetter(role: RoleView): boolean {
  return isPoorerBetter(besideOf(role));
}

/** A team paid less and better off, or paid more and worse off, with why that can be. */
function teamAgainstUtility(team: TeamView): string {
  const { state } = teamVerdict(team);
  const { pay } = team;
  if (pay.noise || isNone(pay)) return "";
  const name = team.team === "sales" ? "Sales" : "Marketing";
  if (state === "better" && pay.mean < 0) {
    return `${name} is paid less on average and yet better off: its pay hangs less on luck, or it works less.`;
  }
  if (state === "worse" && pay.mean > 0) {
    return `${name} is paid more on average and yet worse off: the pay does not make up for effort or risk.`;
  }
  return "";
}

/** Which team most of a rise in pay goes to. */
function mostOf(teams: readonly TeamView[]): string {
  const shares = teams.map(({ team, headcount, pay }) => ({ team, extra: headcount * pay.mean }));
  const total = shares.reduce((sum, { extra }) => sum + extra, 0);
  if (total <= 0 || shares.length < 2 || shares.some(({ extra }) => extra < 0)) return "";
  const most = shares.find(({ extra }) => extra >= 0.6 * total);
  return most ? `, most of it to ${most.team === "sales" ? "Sales" : "Marketing"}` : "";
}

function origin({ bookings, currency, units, response, paysAlike }: LeadInput): string {
  if (response === "off") {
    return `People’s response is switched off: this is the new ${paysAlike ? "scenario" : "formula"} on the old behaviour.`;
  }
  if (response === "none") {
    return `No equilibrium was found: only what is there ${paysAlike ? "before anybody responds" : "by the formula alone"} holds, and people’s response is not known.`;
  }
  if (isNone(bookings) || bookings.noise) return "";
  const { mechanical, mean } = bookings;
  if (Math.abs(mechanical) < 0.005 * Math.abs(mean)) {
    const part = mean > 0 ? "gain" : "loss";
    return `All of that ${part} comes from people changing what they work on: had nobody changed, bookings would stay as they are.`;
  }
  const alone = shortMoneyChange(mechanical, currency, units.bookings);
  const rest = shortMoneyChange(bookings.response, currency, units.bookings);
  return `Had nobody changed what they work on, the change would be ${alone}; the rest, ${rest}, comes from people changing it.`;
}

/** "Eleven people are worse off, six of them field marketers." */
export function losers(people: People, teams: readonly TeamView[]): string {
  const worse = Math.round(people.worse);
  if (worse === 0) return "Nobody is worse off.";
  const all = Math.round(people.headcount);
  if (worse >= all) return `All ${count(all)} people are worse off.`;
  const who = worse === 1 ? "person is" : "people are";
  const whole = teams.find((team) => isWhole(team) && Math.round(team.people.worse) < worse);
  if (whole) {
    const where = whole.team === "sales" ? "Sales" : "Marketing";
    return `${capitalised(countInWords(worse))} ${who} worse off, among them all ${count(whole.people.worse)} in ${where}.`;
  }
  const most = teams
    .flatMap(({ roles }) => roles)
    .toSorted((a, b) => b.people.worse - a.people.worse)[0];
  const there = Math.round(most?.people.worse ?? 0);
  const start = `${capitalised(countInWords(worse))} ${who} worse off`;
  if (!most || there === 0) return `${start}.`;
  const names = inSentence(worse === 1 ? most.title : most.plural);
  if (worse === 1) return `${start}: one ${names}.`;
  if (there >= worse) return `${start}, all of them ${names}.`;
  return `${start}, ${countInWords(there)} of them ${names}.`;
}

/** True where everybody of a team is worse off. */
function isWhole({ people }: TeamView): boolean {
  return people.worse > 1.5 && Math.round(people.worse) >= Math.round(people.headcount);
}

function relative({ relative: share }: Change): string {
  return share === null ? "" : `, ${percentChange(share)}`;
}

function inBrackets({ relative: share }: Change): string {
  return share === null ? "" : ` (${percentChange(share)})`;
}

/** "Higher in 94 of 100 years"; with no clear direction "Too close to call: higher in 55 of 100 years". */
export function chanceWords(certainty: Certainty): string {
  const way = certainty.side === "up" ? "Higher" : "Lower";
  if (certainty.direction === "none")
    return `Within noise: ${way.toLowerCase()} in ${certainty.count} of 100`;
  return `${way} in ${certainty.count} of 100 years`;
}

/** The short form beside a forest row: "higher in 94". */
export function chanceShort(change: Change): string {
  const { certainty, noise } = change;
  if (isNone(change)) return "no change";
  if (!certainty) return "";
  if (noise) return "within noise";
  return `${certainty.direction === "up" ? "higher" : "lower"} in ${certainty.count}`;
}

/** How sure a role's change in pay is: "lower in 79 of 100". */
export function roleChance(change: Change): string {
  const words = chanceShort(change);
  return change.certainty && !change.noise && !isNone(change) ? `${words} of 100` : words;
}

/** "Very likely", and under it "worse in 97 of 100 years". */
export function sureWords({ word, side, count: years }: Certainty): [string, string] {
  const way = side === "down" ? "worse" : "better";
  return [capitalised(word satisfies CertaintyWord), `${way} in ${years} of 100 years`];
}

/** The shape that goes with a verdict. */
export function directionOf({ state }: Verdict): Direction {
  return state === "better" ? "up" : state === "worse" ? "down" : "none";
}

export type Months = {
  /** The baseline's levels. */
  baseline: readonly number[];
  /** What each month differs by. */
  gaps: readonly number[];
  start: string;
};

/** "Little shows before March; by December bookings run 3.8% higher". */
export function whenClaim(key: "bookings" | "revenue", months: Months, change: Change): string {
  const { baseline, gaps, start } = months;
  const [measure, run, stay] =
    key === "bookings" ? ["Bookings", "run", "stay"] : ["Revenue", "runs", "stays"];
  const lower = measure.toLowerCase();
  const late = lateGap(baseline, gaps);
  if (isNone(change)) return `${measure} ${stay} month by month as before`;
  if (change.noise) return `${measure} by month: too close to call`;
  if (Math.abs(late) < 0.001)
    return `${measure} hardly ${key === "bookings" ? "move" : "moves"}, month by month`;

  const way = late > 0 ? "higher" : "lower";
  const end = `by ${longMonth(start, gaps.length - 1)} ${lower} ${run} ${percent(Math.abs(late))} ${way}`;
  if (turns(months)) return `At first ${lower} ${run} ${late > 0 ? "lower" : "higher"}; ${end}`;
  const shows = showsFrom(months);
  return shows > 0 ? `Little shows before ${longMonth(start, shows)}; ${end}` : capitalised(end);
}

/** The first month in which a quarter of the last quarter's monthly gap shows; 0 where it shows at once or turns. */
export function showsFrom(months: Months): number {
  if (turns(months)) return 0;
  const tail = months.gaps.slice(-3);
  const level = Math.abs(tail.reduce((sum, gap) => sum + gap, 0) / tail.length);
  return Math.max(
    0,
    months.gaps.findIndex((gap) => Math.abs(gap) >= level / 4),
  );
}

/** True where months before the last probably go the other way than the end of the year. */
function turns({ baseline, gaps }: Months): boolean {
  const late = Math.sign(lateGap(baseline, gaps));
  return gaps
    .slice(0, -1)
    .some((gap, i) => Math.sign(gap) === -late && isVisible(gaps, baseline, i));
}

/** Mean gap of the last three months, as a share of the baseline's. */
function lateGap(baseline: readonly number[], gaps: readonly number[]): number {
  const level = baseline.slice(-3).reduce((sum, value) => sum + value, 0);
  return level === 0 ? 0 : gaps.slice(-3).reduce((sum, gap) => sum + gap, 0) / level;
}

function isVisible(gaps: readonly number[], baseline: readonly number[], i: number): boolean {
  return Math.abs(gaps[i]!) > 0.002 * Math.abs(baseline[i] ?? 0);
}

/** "Field marketers are the one role that earns less; 8 of 9 roles earn more". */
export function whoClaim(teams: readonly TeamView[]): string {
  const roles = teams.flatMap((team) => team.roles);
  const clear = roles.filter(({ pay }) => !pay.noise && !isNone(pay));
  const less = clear.filter(({ pay }) => pay.mean < 0);
  const more = clear.filter(({ pay }) => pay.mean > 0);
  const unclear = roles.length - clear.length;
  if (roles.every(({ pay }) => isNone(pay))) return "Nobody’s pay changes";
  if (clear.length === 0) return "In every role the change in pay is too close to call";
  if (more.length === roles.length) return "Every role earns more";
  if (less.length === roles.length) return "Every role earns less";

  const others = unclear > 0 ? `, in ${unclear} it is too close to call` : "";
  const earn = more.length === 1 ? "earns" : "earn";
  const gains =
    more.length === 0
      ? "no role probably earns more"
      : `${more.length} of ${roles.length} roles probably ${earn} more`;
  if (less.length === 0) return `${capitalised(gains)} and none less${others}`;
  if (less.length === 1) {
    return `${capitalised(less[0]!.plural)} are the one role that probably earns less; ${gains}${others}`;
  }
  if (less.length === 2) {
    return `${capitalised(listed(less.map(({ plural }, i) => (i > 0 ? inSentence(plural) : plural))))} probably earn less; ${gains}${others}`;
  }
  return `${less.length} of ${roles.length} roles probably earn less, ${more.length === 0 ? "none" : more.length} more${others}`;
}

export type LoserNote = { role: string; title: string; text: string };

/** Roles with people worse off or paid probably less, the largest loss first; at most `most`. */
export function loserNotes(
  teams: readonly TeamView[],
  currency: string,
  reasonOf: (role: RoleView) => string,
  most = 3,
): LoserNote[] {
  return teams
    .flatMap(({ roles }) => roles)
    .filter((role) => Math.round(role.people.worse) > 0 || (role.pay.mean < 0 && !role.pay.noise))
    .toSorted((a, b) => b.people.worse - a.people.worse || a.pay.mean - b.pay.mean)
    .slice(0, most)
    .map((role) => ({
      role: role.id,
      title: loserTitle(role, currency),
      text: [loserText(role), reasonOf(role)].filter(Boolean).join(" "),
    }));
}

function loserTitle({ title, plural, pay, people }: RoleView, currency: string): string {
  const worse = Math.round(people.worse);
  if (pay.mean < 0 && !pay.noise) {
    return `${plural}: ${wholeMoneyChange(pay.mean, currency)} a head`;
  }
  const who = worse === 1 ? inSentence(title) : inSentence(plural);
  return `${capitalised(countInWords(worse))} ${who} worse off`;
}

function loserText(role: RoleView): string {
  const { pay, people, utility, headcount, beside } = role;
  const worse = Math.round(people.worse);
  const all = Math.round(headcount);
  if (poorerBetter(role) && worse > 0) {
    const why = besidePay(beside);
    const lose = `${count(worse)} ${worse === 1 ? "is" : "are"} worse off`;
    return `Paid less on average, and ${count(people.better)} of ${count(all)} are better off all the same${why ? `: ${why} worth more to them than the pay` : ""}. ${lose}.`;
  }
  if (worse === 0 && utility > 0) {
    return "Paid less, yet none is worse off: they carry less risk or effort.";
  }
  if (worse === 0) return `None of the ${all} is worse off by much.`;
  const part = worse >= all ? `All ${all}` : `${worse} of ${all}`;
  if (pay.mean > 0 && utility <= 0) {
    return `${part} ${worse === 1 ? "is" : "are"} worse off although the role earns more: it works harder or carries more risk.`;
  }
  return `${part} ${worse === 1 ? "is" : "are"} worse off.`;
}

/**
 * Where a role's pay moves: its three largest components, which with the rest add up to their own total. That total is
 * at the middle assumptions, as components are known there only.
 */
export function reasonWords(
  changes: readonly { title: string; change: number }[],
  total: number,
  currency: string,
): string {
  if (changes.length === 0) return "";
  const most = changes.slice(0, 3);
  const rest = Math.round(total) - most.reduce((sum, { change }) => sum + Math.round(change), 0);
  const parts = most.map(({ title, change }) => `${title} ${wholeMoneyChange(change, currency)}`);
  // A unit or two are of rounding.
  const isRounding = Math.abs(rest) <= 2;
  if (!isRounding) parts.push(`the rest ${wholeMoneyChange(rest, currency)}`);
  return `By component, at the middle assumptions: ${parts.join(", ")}; together ${wholeMoneyChange(isRounding ? total - rest : total, currency)}.`;
}

/** Richer and better off are two things; said where they part. */
export function richerWords(people: People): string {
  const [richer, better] = [Math.round(people.richer), Math.round(people.better)];
  const [poorer, worse] = [Math.round(people.poorer), Math.round(people.worse)];
  const all = Math.round(people.headcount);
  const facts = `Of ${count(all)} people ${count(richer)} are paid more and ${count(poorer)} less; ${count(better)} are better off and ${count(worse)} worse, counting effort and risk.`;
  if (poorer > worse && better > 0) {
    return `${facts} Some are paid less yet not worse off: they carry less risk or effort.`;
  }
  if (richer > better && worse > 0) {
    return `${facts} Some are paid more yet not better off: the pay does not make up for effort or risk.`;
  }
  return facts;
}

const ORDINALS = ["first", "second", "third", "fourth"];

/** "Bookings move first, pay from the third quarter". */
export function cashClaim(bookings: readonly number[], pay: readonly number[]): string {
  const [b, p] = [firstLarge(bookings), firstLarge(pay)];
  if (b === undefined && p === undefined) return "Neither bookings nor pay move by quarter";
  if (b === undefined) return `Pay moves from the ${ORDINALS[p!]} quarter, bookings hardly at all`;
  if (p === undefined) return `Bookings move from the ${ORDINALS[b]} quarter, pay hardly at all`;
  if (b === p) return `Bookings and pay both move from the ${ORDINALS[b]} quarter`;
  return b < p
    ? `Bookings move first, pay from the ${ORDINALS[p]} quarter`
    : `Pay moves first, bookings from the ${ORDINALS[b]} quarter`;
}

/** The first quarter with a third of the largest quarterly change. */
function firstLarge(values: readonly number[]): number | undefined {
  const most = Math.max(0, ...values.map(Math.abs));
  if (most === 0) return undefined;
  return values.findIndex((value) => Math.abs(value) >= most / 3);
}

/** "What we do not know outweighs luck", by the widths of the two intervals. */
export function sureClaim({ luck, parameters }: Change, responseKnown: boolean): string {
  if (responseKnown) return "Luck only: how people respond is taken as known";
  if (!luck || !parameters) return "How sure: too few years to tell luck from what we do not know";
  const [a, b] = [luck.p95 - luck.p5, parameters.p95 - parameters.p5];
  if (b > 1.5 * a) return "What we do not know outweighs luck";
  if (a > 1.5 * b) return "Luck outweighs what we do not know";
  return "Luck and what we do not know weigh about the same";
}

/** "Two findings to settle before you decide". */
export function findingsClaim(severities: readonly string[]): string {
  const open = severities.filter((severity) => severity !== "info").length;
  if (open === 0) return "Nothing to settle before you decide";
  return `${capitalised(countInWords(open))} ${open === 1 ? "finding" : "findings"} to settle before you decide`;
}

/** What the live region says: "Bookings +$1.64m, likely". */
export function spokenWords(measure: string, change: Change, currency: string): string {
  const figure = `${measure} ${shortMoneyChange(change.mean, currency)}`;
  return change.certainty ? `${figure}, ${change.certainty.word}` : figure;
}
