/**
 * The tree of reasons for what a component pays in one paid period: every rule, also those that did nothing and why.
 *
 * Always    the nodes only read what the pay was worked out from; nothing is computed twice by another rule.
 * Not here  the pay (componentPay.ts), telling it as text or page (shells).
 */
import {
  add,
  compare,
  divide,
  multiply,
  ONE,
  type Rational,
  rational,
  subtract,
  toDecimal,
  toShortDecimal,
  ZERO,
} from "../math/index.ts";
import type { ExactCurve } from "../plans/curve.ts";
import { commissionedShare, type ExactForm } from "../plans/exactPay.ts";
import { explainCurve } from "../plans/kinds/index.ts";
import { measures } from "../terms.ts";
import { monthLabel, type PayCalendar, type Span } from "./calendar.ts";
import type { GateReading, PaidPeriod, Reading } from "./componentPay.ts";
import { unpaidDeals, unpaidWords } from "./doubts.ts";
import type { Books } from "./measured.ts";
import type { Person } from "./roster.ts";
import { minorUnits, moneyText } from "./money.ts";
import type { Calculation, DealLine, TraceNode } from "./statement.ts";
import { capitalised } from "../words.ts";
import { counted, modeWords, percently, plainly } from "./words.ts";

export type TraceSite = {
  books: Books;
  places: number;
  remarks: ReadonlyMap<string, string>;
  /** Whose pay it is. */
  person?: Person | undefined;
  /** What caps leave of each deal's pay in a period. */
  kept?: ((paid: PaidPeriod) => readonly bigint[] | undefined) | undefined;
};

/** Deals that a shared measure lists at most; all of them count. */
const MOST_LISTED = 200;

/** The reasons of one paid period, in the order pay is worked out. */
export function periodTrace(paid: PaidPeriod, site: TraceSite): TraceNode[] {
  return [
    creditedNode(paid, site),
    ...unpaidNodes(paid, site),
    targetNode(paid, site),
    attainmentNode(paid),
    ...paid.gates.map((reading) => gateNode(reading, site)),
    curveNode(paid, site),
    scaleNode(paid, site),
    ...factorNodes(paid, site),
    ...commissionNodes(paid),
    ...mostNodes(paid, site),
    payNode(paid, site),
    ...(paid.paidBefore === undefined ? [] : [roundingNode(paid, site)]),
    ...beforeNodes(paid, site),
    ...forfeitNodes(paid, site),
    ...(paid.paidBefore === undefined ? [roundingNode(paid, site)] : []),
    ...paymentNodes(paid, site),
  ];
}

function isOne({ n, d }: Rational): boolean {
  return n === d;
}

/** Months of a span: "2027-01", "2027-01 to 2027-03". */
export function spanWords(calendar: PayCalendar, { from, to }: Span): string {
  const first = monthLabel(calendar, from);
  return from === to ? first : `${first} to ${monthLabel(calendar, to)}`;
}

function measureUnit({ scenario }: Books, measure: string): "money" | "count" | "measure" {
  if (Object.hasOwn(measures, measure))
    return measures[measure as keyof typeof measures].kind === "money" ? "money" : "measure";
  return scenario.funnel.stages.includes(measure) ? "count" : "measure";
}

function measureName({ scenario }: Books, measure: string): string {
  if (Object.hasOwn(measures, measure))
    return measures[measure as keyof typeof measures].title.toLowerCase();
  return scenario.measures?.[measure]?.title ?? measure;
}

const scopeWords = {
  individual: "own",
  role: "the role's",
  team: "the team's",
  joint: "both teams'",
  company: "the company's",
} as const;

function creditedNode(paid: PaidPeriod, site: TraceSite): TraceNode {
  const { books } = site;
  const { rule, credited, known } = paid;
  const { measure, scope, sourcedBy, segments } = rule.question;
  const unit = measureUnit(books, measure);
  const name = measureName(books, measure);
  const beside = scope === "individual" && !paid.stint.role.owns;
  const own = beside ? `${name} credited to you` : `${scopeWords[scope]} ${name}`;
  const where = [
    sourcedBy === undefined ? "" : `sourced by ${sourcedBy}`,
    segments ? `in ${segments.join(", ")}` : "",
  ].filter((part) => part !== "");
  const when = spanWords(books.calendar, paid.counted);
  const list = paid.deals();
  const counting = list.filter(({ counts, item }) => counts && item.deal).length;
  const figures = list.filter(({ item }) => item.fact).length;
  const listed = scope === "individual" ? list.length : Math.min(list.length, MOST_LISTED);
  const from = known
    ? [
        list.some(({ item }) => item.deal) || figures === 0 ? counted(counting, "deal") : "",
        figures > 0 ? counted(figures, "stated figure") : "",
      ]
        .filter((part) => part !== "")
        .join(" and ")
    : "no figure is stated, which counts 0";
  const rest = list.length > listed ? `, the first ${listed} of which are listed` : "";
  const node: TraceNode = {
    rule: "credited",
    label: beside ? capitalised(own) : `Credited ${own}`,
    how: [from, ...where, when].join(", ") + rest,
    value: toShortDecimal(credited, 12),
    unit,
    fired: known,
  };
  if (listed > 0) node.deals = dealLines(paid, listed, site);
  return node;
}

/** The deals of a paid period as a statement lists them; what they pay adds up to the line. */
function dealLines(
  paid: PaidPeriod,
  listed: number,
  { books, places, remarks, kept: keptOf }: TraceSite,
): DealLine[] {
  const { rule } = paid;
  const all = paid.deals();
  const pays = paid.forfeited ? undefined : paid.added()?.deals;
  const kept = keptOf?.(paid);
  const money = measureUnit(books, rule.question.measure) === "money";
  return all.slice(0, listed).map(({ item, credited, notes }, i) => {
    const { deal, fact } = item;
    const line: DealLine = {
      deal: deal ? deal.facts.id : `${fact!.participant} ${fact!.measure}`,
      date: deal ? item.day : fact!.period,
      amount: valueText(item.value, money ? places : 0),
      credit: toShortDecimal(item.credit, 9),
      credited: valueText(credited, money ? places : 0),
    };
    if (pays) line.pays = moneyText(pays[i]!, places);
    if (pays && kept && kept[i] !== pays[i]) line.kept = moneyText(kept[i]!, places);
    const remark = deal && remarks.get(deal.facts.id);
    const note = [...notes, ...(remark === undefined ? [] : [remark])].join("; ");
    if (note !== "") line.note = note;
    const row = deal?.facts.row ?? fact?.row;
    if (row !== undefined) line.row = row;
    return line;
  });
}

/** A value with at least so many places, and as many more as it has, up to nine. */
function valueText(value: Rational, least: number): string {
  const own = toShortDecimal(value, 9).split(".")[1]?.length ?? 0;
  return toDecimal(value, Math.max(least, own));
}

/** Deals that a plan on cash leaves out as long as the customer has not paid. */
function unpaidNodes({ rule, stint, counted: span }: PaidPeriod, site: TraceSite): TraceNode[] {
  const { books, person } = site;
  if (!person || rule.question.scope !== "individual") return [];
  const deals = unpaidDeals(books, { person, stint, rule }, span);
  if (deals.length === 0) return [];
  return [
    {
      rule: "unpaid",
      label: "Won, not paid yet",
      how: `${unpaidWords(deals)}: the plan pays when the customer has paid`,
      fired: false,
    },
  ];
}

function targetNode(paid: PaidPeriod, { books }: TraceSite): TraceNode {
  const { rule, target, written, present, ramp, territory, grown } = paid;
  const unit = measureUnit(books, rule.question.measure);
  if (!target || !written)
    return {
      rule: "target",
      label: "Target",
      how: "none: the curve is over the measure itself",
      fired: false,
    };
  const individual = rule.question.scope === "individual" && rule.adds;
  const steps = [`${plainly(written)} ${rule.target!.from}`];
  if (individual && !isOne(present)) steps.push(`${percently(present)} of the time present`);
  if (!isOne(ramp)) steps.push(`ramp ${percently(ramp)}`);
  if (!isOne(territory)) steps.push(`territory ${plainly(territory)}`);
  if (!isOne(grown)) steps.push(`${percently(grown)} of the year so far`);
  return {
    rule: "target",
    label: rule.yearToDate ? "Target of the year" : "Target",
    how: steps.join(" × "),
    value: toShortDecimal(target, 9),
    unit,
    fired: true,
  };
}

function attainmentNode(paid: PaidPeriod): TraceNode {
  const { rule, credited, target, attainment } = paid;
  const round = rule.exact.round;
  const exact = target ? divide(credited, target) : credited;
  const node: TraceNode = {
    rule: "attainment",
    label: "Attainment",
    how: target
      ? `${plainly(credited)} ÷ ${plainly(target)} = ${percently(exact)}`
      : `${plainly(credited)}, the measure itself`,
    value: toShortDecimal(attainment, 12),
    unit: target ? "share" : "measure",
    fired: true,
  };
  if (!round) return node;
  const changed = compare(exact, attainment) !== 0;
  return {
    ...node,
    children: [
      {
        rule: "roundAttainment",
        label: "Rounded before the curve",
        how: changed
          ? `${percently(exact)} to steps of ${percently(round.to)}, ${modeWords[round.mode]}`
          : `already a whole step of ${percently(round.to)}`,
        value: toShortDecimal(attainment, 12),
        unit: "share",
        fired: changed,
      },
    ],
  };
}

function readingWords(
  { asking, span, value, target, attainment }: Reading,
  { books }: TraceSite,
): string {
  const { measure, scope } = asking.question;
  const what = `${scopeWords[scope]} ${measureName(books, measure)}, ${spanWords(books.calendar, span)}`;
  if (value === null) return `${what}: no figure is stated`;
  if (!target) return `${what}: ${plainly(value)}`;
  return `${what}: ${plainly(value)} ÷ ${plainly(target)} = ${percently(attainment)}`;
}

function gateNode(reading: GateReading, site: TraceSite): TraceNode {
  const { gate, open, by, period, yearToDate } = reading;
  const bound = gate.relative ? percently(gate.bound) : plainly(gate.bound);
  const asks = `asks for ${gate.above ? "more than" : "at least"} ${bound}`;
  const words = [readingWords(period, site)];
  if (yearToDate) words.push(`so far in the year: ${readingWords(yearToDate, site)}`);
  const otherwise = gate.otherwise
    ? `pays at most ${percently(gate.otherwise)} of target pay`
    : "pays nothing";
  const how = open
    ? `open${by === "yearToDate" ? " by the year to date" : ""}: ${asks}; ${words.join("; ")}`
    : `shut, so it ${otherwise}: ${asks}; ${words.join("; ")}`;
  const node: TraceNode = {
    rule: "gate",
    label: `Gate ${gate.title}`,
    how,
    fired: !open,
  };
  if (gate.relative) {
    node.value = toShortDecimal((yearToDate ?? period).attainment, 12);
    node.unit = "share";
  }
  return node;
}

function curveNode(paid: PaidPeriod, site: TraceSite): TraceNode {
  const { rule, share, across, refused } = paid;
  const { written, exact } = rule;
  const said = !paid.target
    ? across
      ? "The table is over the measure itself."
      : perUnitWords(exact.curve)
    : written.curve
      ? explainCurve(written.curve)
      : "Pays the attainment itself.";
  const table = across ? ` Second measure: ${readingWords(across, site)}.` : "";
  const each = exact.basis === "deal" ? " Each deal is read by itself." : "";
  const node: TraceNode = {
    rule: "curve",
    label: "Payout curve",
    how: `${said}${table}${each}${refused === undefined ? "" : ` Refused: ${refused}.`}`,
    value: toShortDecimal(share, 12),
    unit: paid.target ? "share" : "measure",
    fired: refused === undefined,
  };
  const children = exact.basis === "deal" ? [] : stepNodes(paid, site);
  return children.length > 0 ? { ...node, children } : node;
}

/** A curve over the measure itself, in words: "45 each up to 20, 70 each above". */
function perUnitWords({ x, y, left, slope, open }: ExactCurve): string {
  const words: string[] = [];
  if (left[0]!.n !== 0n) words.push(`${plainly(left[0]!)} to begin with`);
  for (const [i, from] of x.entries()) {
    const jump = subtract(y[i]!, left[i]!);
    if (jump.n !== 0n)
      words.push(`${plainly(jump)} ${from.n === 0n ? "from the first" : `at ${plainly(from)}`}`);
    const to = x[i + 1];
    if (!to && open) words.push(`nothing is said above ${plainly(from)}`);
    else if (slope[i]!.n !== 0n || (i > 0 && jump.n === 0n))
      words.push(
        `${slope[i]!.n === 0n ? "nothing more" : `${plainly(slope[i]!)} each`}${to ? ` up to ${plainly(to)}` : x.length > 1 ? " above" : ""}`,
      );
  }
  return `${words.join(", ") || "Nothing"}, times the rate.`;
}

/** The parts of a curve that were passed, with what each pays at a share of 1, and those that were not. */
function stepNodes(paid: PaidPeriod, { places }: TraceSite): TraceNode[] {
  const { attainment, target, scale } = paid;
  const curve = curveInForce(paid);
  const place = (at: Rational) => (target ? percently(at) : plainly(at));
  const amount = (part: Rational) => plainly(target ? multiply(part, target) : part);
  const pays = (share: Rational) => plainly(multiply(share, scale), Math.max(places, 6));
  const nodes: TraceNode[] = [];
  const push = (label: string, how: string, share: Rational, fired: boolean) =>
    nodes.push({
      rule: "step",
      label,
      how,
      value: toShortDecimal(share, 12),
      unit: target ? "share" : "measure",
      fired,
    });
  const sized = (share: Rational) =>
    target
      ? `${percently(share)} of target pay`
      : plainly(multiply(share, scale), Math.max(places, 6));
  const each = (slope: Rational) =>
    target ? `${plainly(slope)}×` : plainly(multiply(slope, scale), 9);
  const first = curve.left[0]!;
  if (first.n !== 0n)
    push("To begin with", `${sized(first)} below ${place(curve.x[0]!)}`, first, true);
  for (const [i, from] of curve.x.entries()) {
    const side = compare(attainment, from);
    const jump = subtract(curve.y[i]!, curve.left[i]!);
    const reached = side > 0 || (side === 0 && curve.upper[i]!);
    if (jump.n !== 0n)
      push(
        `At ${place(from)}`,
        reached
          ? `${jump.n > 0n ? "adds" : "takes"} ${sized(jump)} at once${target ? `: ${pays(jump)}` : ""}`
          : side === 0
            ? "the lower value holds exactly there"
            : `would change by ${sized(jump)} at once; not reached`,
        reached ? jump : ZERO,
        reached,
      );
    const slope = curve.slope[i]!;
    const to = curve.x[i + 1];
    const range = to ? `${place(from)} to ${place(to)}` : `above ${place(from)}`;
    if (side > 0) {
      const end = to && compare(attainment, to) > 0 ? to : attainment;
      const part = subtract(end, from);
      const share = multiply(slope, part);
      push(
        range.replace(/^a/, "A"),
        slope.n === 0n
          ? `nothing more for ${amount(part)} of it ${to ? `from ${range}` : range}`
          : `${amount(part)} of it ${to ? `from ${range}` : range} at ${each(slope)} ${target ? "" : "each "}pays ${pays(share)}`,
        share,
        slope.n !== 0n,
      );
    } else if (slope.n !== 0n) {
      push(
        range.replace(/^a/, "A"),
        `${each(slope)}${target ? "" : " each"} ${to ? `from ${range}` : range}: not reached`,
        ZERO,
        false,
      );
    }
  }
  return nodes;
}

/** The curve that pay was read from; of a table over two measures, that at the second one's attainment. */
function curveInForce({ rule, across }: Pick<PaidPeriod, "rule" | "across">): ExactCurve {
  const form: ExactForm = rule.exact;
  if (!form.across) return form.curve;
  const { rows, between } = form.across;
  const at = across?.attainment ?? ONE;
  let r = rows.length - 1;
  while (r > 0 && compare(at, rows[r]!.at) < 0) r--;
  const row = rows[r]!;
  const next = rows[r + 1];
  if (between === "step" || !next || compare(at, row.at) <= 0) return row.curve;
  const part = divide(subtract(at, row.at), subtract(next.at, row.at));
  return blend(row.curve, next.curve, part);
}

function blend(a: ExactCurve, b: ExactCurve, part: Rational): ExactCurve {
  const x = [...a.x, ...b.x]
    .toSorted(compare)
    .filter((at, i, all) => i === 0 || compare(at, all[i - 1]!) !== 0);
  const mix = (one: Rational, other: Rational) => add(one, multiply(part, subtract(other, one)));
  const knots = x.map((place) => ({ a: knotOf(a, place), b: knotOf(b, place) }));
  return {
    x,
    left: knots.map((knot) => mix(knot.a.left, knot.b.left)),
    y: knots.map((knot) => mix(knot.a.y, knot.b.y)),
    slope: knots.map((knot) => mix(knot.a.slope, knot.b.slope)),
    upper: knots.map((knot) => knot.a.upper && knot.b.upper),
    open: a.open || b.open,
  };
}

/** What a curve has at a place, also between its own knots. */
function knotOf(curve: ExactCurve, place: Rational) {
  let i = curve.x.length - 1;
  while (i >= 0 && compare(place, curve.x[i]!) < 0) i--;
  const knot = i >= 0 && compare(place, curve.x[i]!) === 0;
  const y =
    i < 0
      ? curve.left[0]!
      : add(curve.y[i]!, multiply(curve.slope[i]!, subtract(place, curve.x[i]!)));
  return {
    left: knot ? curve.left[i]! : y,
    y,
    slope: i < 0 ? ZERO : curve.slope[i]!,
    upper: knot ? curve.upper[i]! : true,
  };
}

function scaleNode(paid: PaidPeriod, { places }: TraceSite): TraceNode {
  const { scaleParts, scale, present, target, rule } = paid;
  const { kind, of, targetVariable, part, exchange, currency } = scaleParts;
  const steps: string[] = [];
  if (kind === "rate") {
    steps.push(`rate ${plainly(of, 9)}`);
    if (target) steps.push(`target ${plainly(target)}`);
  } else if (kind === "targetPay") steps.push(`${plainly(of)} a year at target`);
  else steps.push(`${percently(of)} of ${plainly(targetVariable!)} target variable`);
  if (exchange) steps.push(`${plainly(exchange, 9)} for one ${currency!}`);
  if (!isOne(part))
    steps.push(
      part.n === 1n && part.d <= 12n ? `1/${part.d} of the year` : `${percently(part)} of the year`,
    );
  const shrinks = kind !== "rate" || rule.question.scope !== "individual" || !rule.adds;
  if (!isOne(present) && shrinks) steps.push(`${percently(present)} of the time present`);
  return {
    rule: "scale",
    label: kind === "rate" && !target ? "Rate" : "Target pay",
    how: steps.join(" × "),
    value: toShortDecimal(scale, Math.max(places, 9)),
    unit: "money",
    fired: true,
  };
}

function factorNodes({ factors }: PaidPeriod, site: TraceSite): TraceNode[] {
  return factors.map(({ title, reading, factor }) => ({
    rule: "multiplier",
    label: `Multiplier ${title}`,
    how: `${readingWords(reading, site)} gives ${plainly(factor)}`,
    value: toShortDecimal(factor, 12),
    unit: "factor",
    fired: compare(factor, ONE) !== 0,
  }));
}

function commissionNodes(paid: PaidPeriod): TraceNode[] {
  const { rule, commissioned } = paid;
  if (!rule.exact.commissionable) return [];
  let credited = ZERO;
  let paidOn = ZERO;
  for (const one of paid.deals()) {
    credited = add(credited, one.credited);
    paidOn = add(paidOn, multiply(one.credited, one.commissionable));
  }
  const share = rule.exact.basis === "deal" ? commissionedShare(paidOn, credited) : commissioned;
  return [
    {
      rule: "commissionable",
      label: "Commissionable share",
      how: `pay is on ${plainly(paidOn)} of ${plainly(credited)} credited`,
      value: toShortDecimal(share, 12),
      unit: "factor",
      fired: compare(share, ONE) !== 0,
    },
  ];
}

/** Pay before the most that is paid. */
function uncapped(paid: PaidPeriod): Rational {
  const { share, scale, gateShare, factors, commissioned, rule } = paid;
  if (rule.exact.basis === "deal") return paid.pay;
  let pay = multiply(scale, share);
  if (gateShare) {
    const most = multiply(scale, gateShare);
    pay = gateShare.n === 0n ? ZERO : compare(pay, most) < 0 ? pay : most;
  }
  for (const { factor } of factors) pay = multiply(pay, factor);
  return multiply(pay, commissioned);
}

function mostNodes(paid: PaidPeriod, { places }: TraceSite): TraceNode[] {
  const { payAtMost, payPerDealAtMost, basis } = paid.rule.exact;
  const nodes: TraceNode[] = [];
  if (payPerDealAtMost && basis === "deal")
    nodes.push({
      rule: "payPerDealAtMost",
      label: "Most pay for one deal",
      how: `${plainly(payPerDealAtMost)} a deal at most`,
      value: toDecimal(payPerDealAtMost, places),
      unit: "money",
      fired: paid
        .deals()
        .some(({ credited }) => compare(multiply(paid.scale, credited), payPerDealAtMost) > 0),
    });
  if (!payAtMost) return nodes;
  const before = uncapped(paid);
  const bites =
    basis === "deal" ? compare(paid.pay, payAtMost) >= 0 : compare(before, payAtMost) > 0;
  nodes.push({
    rule: "payAtMost",
    label: "Most pay",
    how: bites
      ? basis === "deal"
        ? `pay is at most ${plainly(payAtMost)}`
        : `${plainly(before)} is above the most, ${plainly(payAtMost)}`
      : `${plainly(before)} is not above ${plainly(payAtMost)}`,
    value: toDecimal(payAtMost, places),
    unit: "money",
    fired: bites,
  });
  return nodes;
}

function payNode(paid: PaidPeriod, { places }: TraceSite): TraceNode {
  const { share, scale, gateShare, factors, commissioned, rule, pay, refused } = paid;
  const least = gateShare && compare(gateShare, share) < 0 ? gateShare : share;
  const steps = [
    rule.exact.basis === "deal"
      ? `the pay of ${counted(paid.deals().filter(({ counts }) => counts).length, "deal")} together`
      : paid.target
        ? `${plainly(scale)} × ${percently(least)}`
        : `${plainly(least, 9)} × ${plainly(scale, 9)}`,
    ...factors.map(({ factor }) => plainly(factor)),
    ...(isOne(commissioned) ? [] : [plainly(commissioned)]),
  ];
  return {
    rule: "pay",
    label: rule.yearToDate ? "Pay of the year so far" : "Pay",
    how: refused === undefined ? steps.join(" × ") : `refused: ${refused}`,
    value: toShortDecimal(pay, Math.max(places, 9)),
    unit: "money",
    fired: true,
  };
}

function beforeNodes(paid: PaidPeriod, { places }: TraceSite): TraceNode[] {
  const { paidBefore, rule } = paid;
  if (paidBefore === undefined) return [];
  const over = minorUnits(paid.soFar, paid.rounding, places) < paidBefore;
  const nodes: TraceNode[] = [
    {
      rule: "paidBefore",
      label: "Paid before in the year",
      how:
        paidBefore === 0n
          ? "nothing was paid before"
          : "what the year's earlier periods paid is taken off",
      value: moneyText(-paidBefore, places),
      unit: "money",
      fired: paidBefore !== 0n,
    },
  ];
  if (over || rule.written.recover)
    nodes.push({
      rule: "recover",
      label: "Paid too much before",
      how: !over
        ? "the year so far pays no less than was paid before"
        : rule.written.recover
          ? "the plan takes back what was paid too much"
          : "the plan takes nothing back: 0 at least",
      fired: over,
    });
  return nodes;
}

function forfeitNodes(paid: PaidPeriod, { books }: TraceSite): TraceNode[] {
  if (!paid.stint.plan?.eligibility?.employedOnPayDate) return [];
  const due = monthLabel(books.calendar, paid.span.to + paid.rule.lagMonths);
  return [
    {
      rule: "employedOnPayDate",
      label: "Employed on the pay date",
      how: paid.forfeited
        ? `falls due at the end of ${due}, after the last day of employment: nothing is paid`
        : `falls due at the end of ${due}, still employed then`,
      fired: paid.forfeited,
    },
  ];
}

function roundingNode(paid: PaidPeriod, { places }: TraceSite): TraceNode {
  const { soFar, rounding, forfeited, refused } = paid;
  const exact = toShortDecimal(soFar, 9);
  const nothing = forfeited || refused !== undefined;
  const rounded = nothing ? 0n : minorUnits(soFar, rounding, places);
  const changed = !nothing && compare(soFar, { n: rounded, d: rational(`1e-${places}`).d }) !== 0;
  const each = rounding.each === "deal" ? ", deal by deal" : "";
  return {
    rule: "rounding",
    label: paid.paidBefore === undefined ? "Rounding" : "Rounding of the year so far",
    how: nothing
      ? "nothing to round"
      : `${exact} to ${counted(rounding.places, "place")}, ${modeWords[rounding.mode]}${each}`,
    value: moneyText(rounded, places),
    unit: "money",
    fired: changed || rounding.each === "deal",
  };
}

function paymentNodes(paid: PaidPeriod, { books }: TraceSite): TraceNode[] {
  const { rule, span, amount } = paid;
  if (rule.lagMonths === 0) return [];
  return [
    {
      rule: "payment",
      label: "Paid out",
      how: `${counted(rule.lagMonths, "month")} after, in ${monthLabel(books.calendar, span.to + rule.lagMonths)}`,
      fired: amount !== 0n,
    },
  ];
}

function text(value: Rational): string {
  return toShortDecimal(value, 15);
}

/** The numbers of a paid period, enough to work it out again. */
export function calculationOf(paid: PaidPeriod, { books, places }: TraceSite): Calculation {
  const { rule, rounding } = paid;
  const curve = curveInForce(paid);
  const calculation: Calculation = {
    from: monthLabel(books.calendar, paid.counted.from),
    to: monthLabel(books.calendar, paid.span.to),
    basis: rule.exact.basis,
    credited: text(paid.credited),
    target: text(paid.target ?? ONE),
    attainment: text(paid.attainment),
    curve: curve.x.map((x, i) => ({
      attainment: text(x),
      below: text(curve.left[i]!),
      share: text(curve.y[i]!),
      slope: text(curve.slope[i]!),
      upper: curve.upper[i]!,
    })),
    share: text(paid.share),
    scale: text(paid.scale),
    factors: [
      ...paid.factors.map(({ id, factor }) => ({ id, factor: text(factor) })),
      ...(isOne(paid.commissioned)
        ? []
        : [{ id: "commissionable", factor: text(paid.commissioned) }]),
    ],
    places: rounding.places,
    mode: rounding.mode,
    amount: moneyText(paid.amount, places),
  };
  const { round, payAtMost } = rule.exact;
  if (round) {
    calculation.roundTo = text(round.to);
    calculation.roundMode = round.mode;
  }
  if (paid.gateShare) calculation.gateShare = text(paid.gateShare);
  if (payAtMost) calculation.payAtMost = text(payAtMost);
  const { dealAtMost, dealAtLeast, payPerDealAtMost } = rule.exact;
  if (dealAtMost) calculation.dealAtMost = text(dealAtMost);
  if (dealAtLeast) calculation.dealAtLeast = text(dealAtLeast);
  if (payPerDealAtMost) calculation.payPerDealAtMost = text(payPerDealAtMost);
  if (curve.open) calculation.open = true;
  if (rounding.each === "deal") calculation.roundEach = "deal";
  if (paid.paidBefore !== undefined) {
    calculation.paidBefore = moneyText(paid.paidBefore, places);
    calculation.recover = rule.written.recover ?? false;
  }
  return calculation;
}
