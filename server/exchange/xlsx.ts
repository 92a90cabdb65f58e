/**
 * Statements as a workbook with live formulas: change a deal, a target or a knot of the plan, and the pay follows.
 *
 * Terms     calculation = a component's line for one paid period; as stated = the statement's own amount, beside what the
 *           formulas give.
 * Formula   amount = round(min(money at 100% × share × factors, most) − paid before); the share by the plan's knots.
 * Always    an amount of a component is a formula down to its deals, target and knots; what a sheet cannot work out again
 *           (pools, adjustments, gates, factors) stands there as a number, and the sheet says so.
 * Not here  formulas of rounding and curves (formulas.ts), CSV (csv.ts), HTML (html.ts).
 * Source    docs/guide/statements.md#workbook
 */
import writeXlsx, { type Row as SheetRow } from "write-excel-file/node";
import type { Calculation, DealLine, Statement, StatementLine, TraceNode } from "#models";
import { decimalDifference, decimalLeast, decimalProduct, decimalSum, isZero } from "./decimals.ts";
import {
  attained,
  knotNumber,
  knotOf,
  type KnotRanges,
  roundedTo,
  shareAt,
  steppedTo,
} from "./formulas.ts";
import { formulaCell, type Grid, grid, moneyFormat, numberCell, textCell } from "./sheet.ts";

/** The workbook's bytes. */
export async function xlsxOf(statements: readonly Statement[]): Promise<Buffer> {
  return writeXlsx(sheetsOf(statements)).toBuffer();
}

/** Its sheets: Statement, Calculations, Deals, Plan. */
export function sheetsOf(statements: readonly Statement[]) {
  const lines = statements.map((statement) => statement.lines.map(calculatedLine));
  const deals = lines.flat(2).reduce((sum, { calculations }) => {
    return sum + calculations.reduce((own, { deals: list }) => own + list.length, 0);
  }, 0);
  const books = openBooks(statements, deals);
  for (const [i, statement] of statements.entries()) addStatement(books, statement, lines[i]!);
  const grids = [books.lines, books.sums, books.deals, books.plan];
  return grids.map(({ name, columns, data }) => ({
    sheet: name,
    data: data(),
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: name === "Statement" ? TITLE_ROWS + 1 : 1,
  }));
}

const lineColumns = [
  { key: "person", title: "Participant", width: 14 },
  { key: "name", title: "Name", width: 24 },
  { key: "period", title: "Period", width: 12 },
  { key: "line", title: "Line", width: 28 },
  { key: "how", title: "How", width: 60 },
  { key: "amount", title: "Amount", width: 16 },
  { key: "stated", title: "As stated", width: 16 },
] as const;

const sumColumns = [
  { key: "no", title: "No.", width: 6 },
  { key: "person", title: "Participant", width: 14 },
  { key: "line", title: "Line", width: 24 },
  { key: "period", title: "Months", width: 20 },
  { key: "other", title: "Credited beside the deals listed", width: 16 },
  { key: "credited", title: "Credited", width: 16 },
  { key: "target", title: "Target", width: 16 },
  { key: "raw", title: "Credited ÷ target", width: 14 },
  { key: "step", title: "Rounded to", width: 10 },
  { key: "attainment", title: "Attainment", width: 14 },
  { key: "knot", title: "Knot", width: 7 },
  { key: "share", title: "Share by the plan", width: 14 },
  { key: "gate", title: "Share at most (gate shut)", width: 12 },
  { key: "scale", title: "Money at 100%", width: 16 },
  { key: "dealPay", title: "Pay of the deals", width: 16 },
  { key: "factor", title: "Factors", width: 10 },
  { key: "most", title: "Most pay", width: 14 },
  { key: "pay", title: "Pay", width: 18 },
  { key: "before", title: "Paid before", width: 16 },
  { key: "amount", title: "Amount, rounded", width: 16 },
  { key: "stated", title: "As stated", width: 16 },
  { key: "note", title: "Note", width: 44 },
] as const;

const dealColumns = [
  { key: "no", title: "Calculation no.", width: 12 },
  { key: "person", title: "Participant", width: 14 },
  { key: "line", title: "Line", width: 24 },
  { key: "deal", title: "Deal", width: 16 },
  { key: "date", title: "Date", width: 12 },
  { key: "amount", title: "Amount", width: 16 },
  { key: "credit", title: "Credit", width: 9 },
  { key: "counts", title: "Counts", width: 9 },
  { key: "most", title: "Counts at most", width: 14 },
  { key: "least", title: "Counts from", width: 14 },
  { key: "credited", title: "Credited", width: 16 },
  { key: "attainment", title: "Attainment of the deal", width: 12 },
  { key: "knot", title: "Knot", width: 7 },
  { key: "share", title: "Share by the plan", width: 12 },
  { key: "payMost", title: "Most pay for it", width: 14 },
  { key: "pays", title: "Pays, before factors", width: 16 },
  { key: "note", title: "Note", width: 40 },
] as const;

const planColumns = [
  { key: "line", title: "Line", width: 24 },
  { key: "from", title: "From attainment", width: 16 },
  { key: "below", title: "Share just below", width: 16 },
  { key: "share", title: "Share", width: 16 },
  { key: "slope", title: "Rises by, up to the next", width: 18 },
  { key: "upper", title: "At it holds: 1 share, 0 share just below", width: 20 },
] as const;

type Keys<C extends readonly { key: string }[]> = C[number]["key"];

type Books = {
  lines: Grid<Keys<typeof lineColumns>>;
  sums: Grid<Keys<typeof sumColumns>>;
  deals: Grid<Keys<typeof dealColumns>>;
  plan: Grid<Keys<typeof planColumns>>;
  /** Knots of each curve written so far. */
  curves: Map<string, KnotRanges>;
  /** The last row of a deal. */
  lastDeal: number;
  /** Number of the last calculation. */
  last: number;
};

const TITLE_ROWS = 3;

function openBooks(statements: readonly Statement[], deals: number): Books {
  const [first] = statements;
  const periods = [...new Set(statements.map(({ period }) => period))].join(", ");
  const about = first && statements.length === 1 ? first.participant.name : "Statements";
  const says =
    "Components are worked out on the sheet Calculations, from the sheets Deals and Plan; other lines are numbers, as stated.";
  const above: SheetRow[] = [
    [textCell(`${about}, ${periods}`, { fontWeight: "bold" })],
    [textCell(first ? `${first.currency}. ${says}` : says)],
    [],
  ];
  return {
    lines: grid("Statement", lineColumns, above),
    sums: grid("Calculations", sumColumns),
    deals: grid("Deals", dealColumns),
    plan: grid("Plan", planColumns),
    curves: new Map(),
    lastDeal: Math.max(2, deals + 1),
    last: 0,
  };
}

/** A line with its calculations and the deals of each; none where a sheet cannot work it out again. */
type CalculatedLine = {
  line: StatementLine;
  calculations: { calculation: Calculation; deals: readonly DealLine[] }[];
};

function calculatedLine(line: StatementLine): CalculatedLine {
  const list = line.calculations ?? [];
  const sum = decimalSum(list.map(({ amount }) => amount));
  if (!isZero(decimalDifference(sum, line.amount))) return { line, calculations: [] };
  let seen = new Set<string>();
  const calculations = list.map((calculation, i) => {
    const nodes = list.length === 1 ? line.trace : line.trace.slice(i, i + 1);
    // The year so far lists the deals of its earlier periods again.
    if (i === 0 || !continues(list[i - 1]!, calculation)) seen = new Set();
    const deals = nodes.flatMap(dealsIn).filter((deal) => {
      const key = JSON.stringify([deal.deal, deal.date, deal.credit, deal.amount]);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
    return { calculation, deals };
  });
  return { line, calculations };
}

function dealsIn({ deals = [], children = [] }: TraceNode): DealLine[] {
  return [...deals, ...children.flatMap(dealsIn)];
}

function addStatement(books: Books, statement: Statement, lines: readonly CalculatedLine[]): void {
  const sheet = books.lines;
  const { participant, period, paidIn } = statement;
  const format = moneyFormat(placesOf(statement.total));
  const head = {
    person: textCell(participant.id),
    name: textCell(participant.name),
    period: textCell(period),
  };
  const from = sheet.next();
  for (const { line, calculations } of lines) {
    const first = books.sums.next();
    for (const [i, one] of calculations.entries())
      addCalculation(books, {
        ...one,
        person: participant.id,
        title: line.title,
        before: i > 0 ? { ...calculations[i - 1]!, row: books.sums.next() - 1 } : undefined,
      });
    const sum = `SUM(${books.sums.of("amount", first, books.sums.next() - 1)})`;
    sheet.add({
      ...head,
      line: textCell(line.title),
      how: textCell(line.how),
      amount: calculations.length > 0 ? formulaCell(sum, format) : numberCell(line.amount, format),
      stated: numberCell(line.amount, format),
    });
  }
  const to = sheet.next() - 1;
  const bold = { fontWeight: "bold" } as const;
  const total = sheet.add({
    ...head,
    line: textCell("Total", bold),
    how: textCell(statement.notes.join(" ")),
    amount: formulaCell(
      to < from ? "0" : `SUM(${sheet.at("amount", from)}:${sheet.at("amount", to)})`,
      format,
      bold,
    ),
    stated: numberCell(statement.total, format),
  });
  if (!paidIn) return;
  const places = placesOf(paidIn.total);
  const exchanged = `${sheet.at("amount", total)}/${plain(paidIn.rate)}`;
  sheet.add({
    ...head,
    line: textCell(`Paid in ${paidIn.currency}`),
    how: textCell(`${paidIn.rate} ${statement.currency} for one ${paidIn.currency}`),
    amount: formulaCell(
      roundedTo(exchanged, { places, mode: "halfAwayFromZero" }),
      moneyFormat(places),
    ),
    stated: numberCell(paidIn.total, moneyFormat(places)),
  });
}

type Place = {
  person: string;
  title: string;
  calculation: Calculation;
  deals: readonly DealLine[];
  before: { calculation: Calculation; row: number } | undefined;
};

function addCalculation(books: Books, place: Place): void {
  const { sums } = books;
  const { person, title, calculation, before, deals } = place;
  const { places, mode, basis, roundTo, gateShare, payAtMost, paidBefore } = calculation;
  const no = ++books.last;
  const row = sums.next();
  const at = (key: Keys<typeof sumColumns>) => sums.at(key, row);
  const money = moneyFormat(places);
  const knots = addCurve(books, title, calculation);
  for (const deal of deals) addDeal(books, { ...place, deal, no, row, knots });

  const carried = before !== undefined && continues(before.calculation, calculation);
  const earlier = (key: "credited" | "dealPay") => (carried ? [sums.at(key, before.row)] : []);
  const listed = (key: "credited" | "pays") => {
    const [sum, by] = [key, "no" as const].map((column) =>
      books.deals.of(column, 2, books.lastDeal),
    );
    return deals.length === 0 ? [] : [`SUMIFS(${sum},${by},${at("no")})`];
  };
  const known = decimalSum([
    ...deals.map((deal) => creditedOf(deal, calculation)),
    ...(carried ? [before.calculation.credited] : []),
  ]);
  const byDeal = basis === "deal";
  const base = byDeal ? at("dealPay") : `${at("scale")}*${at("share")}`;
  const gated = gateShare === undefined ? base : `MIN(${base},${at("scale")}*${at("gate")})`;
  const factored = `${gated}*${at("factor")}`;
  const rounded = roundedTo(at("pay"), { places, mode });
  const due = paidBefore === undefined ? rounded : `${rounded}-${at("before")}`;
  const kept = paidBefore === undefined || calculation.recover ? due : `MAX(0,${due})`;
  const why = notWorkedOut(calculation);
  sums.add({
    no: numberCell(no),
    person: textCell(person),
    line: textCell(title),
    period: textCell(
      calculation.from === calculation.to
        ? calculation.from
        : `${calculation.from} to ${calculation.to}`,
    ),
    other: numberCell(decimalDifference(calculation.credited, known)),
    credited: formulaCell([at("other"), ...listed("credited"), ...earlier("credited")].join("+")),
    target: numberCell(calculation.target),
    raw: formulaCell(attained(at("credited"), at("target"))),
    attainment: formulaCell(
      roundTo === undefined ? at("raw") : steppedTo(at("raw"), at("step"), calculation.roundMode),
    ),
    scale: numberCell(calculation.scale),
    factor: formulaCell(calculation.factors.map(({ factor }) => plain(factor)).join("*") || "1"),
    pay: formulaCell(payAtMost === undefined ? factored : `MIN(${factored},${at("most")})`),
    amount: why ? numberCell(calculation.amount, money) : formulaCell(kept, money),
    stated: numberCell(calculation.amount, money),
    note: textCell([...(why ? [`as stated: ${why}`] : []), ...notesOf(calculation)].join("; ")),
    ...(byDeal
      ? { dealPay: formulaCell([...listed("pays"), ...earlier("dealPay")].join("+") || "0") }
      : {
          knot: formulaCell(knotOf(at("attainment"), knots)),
          share: formulaCell(shareAt(at("attainment"), at("knot"), knots)),
        }),
    ...(roundTo === undefined ? {} : { step: numberCell(roundTo) }),
    ...(gateShare === undefined ? {} : { gate: numberCell(gateShare) }),
    ...(payAtMost === undefined ? {} : { most: numberCell(payAtMost, money) }),
    ...(paidBefore === undefined
      ? {}
      : {
          before: carried
            ? formulaCell(
                `${sums.at("before", before.row)}+${sums.at("amount", before.row)}`,
                money,
              )
            : numberCell(paidBefore, money),
        }),
  });
}

type DealPlace = Omit<Place, "deals" | "before"> & {
  deal: DealLine;
  no: number;
  /** Row of the calculation. */
  row: number;
  knots: KnotRanges;
};

function addDeal(
  books: Books,
  { person, title, calculation, deal, no, row, knots }: DealPlace,
): void {
  const { deals, sums } = books;
  const own = deals.next();
  const at = (key: Keys<typeof dealColumns>) => deals.at(key, own);
  const { dealAtMost, payPerDealAtMost, roundTo, roundMode, places } = calculation;
  const counts = !isZero(deal.credited);
  const money = moneyFormat(places);
  const size = dealAtMost === undefined ? at("amount") : `MIN(${at("amount")},${at("most")})`;
  const whole = `${size}*${at("credit")}*${at("counts")}`;
  const least = leastOf(deal, calculation);
  const raw = attained(at("credited"), sums.of("target", row));
  const scaled = `${sums.of("scale", row)}*${at("share")}`;
  deals.add({
    no: numberCell(no),
    person: textCell(person),
    line: textCell(title),
    deal: textCell(deal.deal),
    date: textCell(deal.date),
    amount: numberCell(deal.amount, money),
    credit: numberCell(deal.credit),
    counts: numberCell(counts || least !== undefined ? 1 : 0),
    credited: formulaCell(
      least === undefined ? whole : `IF(${at("amount")}<${at("least")},0,${whole})`,
    ),
    note: textCell(deal.note ?? ""),
    ...(dealAtMost === undefined ? {} : { most: numberCell(dealAtMost, money) }),
    ...(least === undefined ? {} : { least: numberCell(least, money) }),
    ...(calculation.basis === "deal"
      ? {
          attainment: formulaCell(
            roundTo === undefined ? raw : steppedTo(raw, sums.of("step", row), roundMode),
          ),
          knot: formulaCell(knotOf(at("attainment"), knots)),
          share: formulaCell(shareAt(at("attainment"), at("knot"), knots)),
          pays: formulaCell(
            payPerDealAtMost === undefined ? scaled : `MIN(${scaled},${at("payMost")})`,
          ),
          ...(payPerDealAtMost === undefined
            ? {}
            : { payMost: numberCell(payPerDealAtMost, money) }),
        }
      : {}),
  });
}

/** The least deal that counts, where it decides about this one. */
function leastOf({ amount, credited }: DealLine, { dealAtLeast }: Calculation): string | undefined {
  if (dealAtLeast === undefined) return undefined;
  return isZero(credited) === Number(amount) < Number(dealAtLeast) ? dealAtLeast : undefined;
}

/** What the sheet's formula credits for a deal as it stands. */
function creditedOf({ amount, credit, credited }: DealLine, { dealAtMost }: Calculation): string {
  if (isZero(credited)) return "0";
  const size = dealAtMost === undefined ? amount : decimalLeast(amount, dealAtMost);
  return decimalProduct([size, credit]);
}

/** A curve's knots on the sheet of the plan, once for all lines that have it. */
function addCurve({ plan, curves }: Books, title: string, { curve }: Calculation): KnotRanges {
  const key = JSON.stringify([title, curve]);
  const known = curves.get(key);
  if (known) return known;
  const from = plan.next();
  for (const [i, knot] of curve.entries()) {
    const row = plan.next();
    const rise = `(${plan.at("below", row + 1)}-${plan.at("share", row)})`;
    const run = `(${plan.at("from", row + 1)}-${plan.at("from", row)})`;
    plan.add({
      line: textCell(title),
      from: numberCell(knotNumber(knot.attainment)),
      below: numberCell(knot.below),
      share: numberCell(knot.share),
      slope: i < curve.length - 1 ? formulaCell(`${rise}/${run}`) : numberCell(knot.slope),
      upper: numberCell(knot.upper ? 1 : 0),
    });
  }
  const to = plan.next() - 1;
  const range = (column: Keys<typeof planColumns>) => plan.of(column, from, to);
  const ranges = {
    from: range("from"),
    below: range("below"),
    share: range("share"),
    slope: range("slope"),
    upper: range("upper"),
  };
  curves.set(key, ranges);
  return ranges;
}

/** True where a calculation goes on from the one before it: the year so far. */
function continues(before: Calculation, now: Calculation): boolean {
  if (now.paidBefore === undefined || before.paidBefore === undefined) return false;
  const paid = decimalSum([before.paidBefore, before.amount]);
  return now.from === before.from && isZero(decimalDifference(paid, now.paidBefore));
}

/** Why the sheet states an amount as it is; undefined where its formulas give it. */
function notWorkedOut(calculation: Calculation): string | undefined {
  const { amount, basis, gateShare, roundEach, payAtMost, paidBefore, places } = calculation;
  if (roundEach === "deal") return "the plan rounds each deal";
  // What deals pay at most each is in their own formulas; what is left to tell here is a line that is not paid.
  if (basis === "deal" && !isZero(amount)) return undefined;
  const share = Math.min(
    Number(calculation.share),
    gateShare === undefined ? Infinity : Number(gateShare),
  );
  const factors = calculation.factors.reduce((product, { factor }) => product * Number(factor), 1);
  const pay = Math.min(
    Number(calculation.scale) * share * factors,
    payAtMost === undefined ? Infinity : Number(payAtMost),
  );
  const due = pay - Number(paidBefore ?? 0);
  const kept = paidBefore === undefined || calculation.recover ? due : Math.max(0, due);
  const near = Math.abs(kept - Number(amount)) <= 1.01 * 10 ** -places;
  return near ? undefined : "not paid, for another reason than the plan's formula";
}

function notesOf({ open, factors, gateShare, curve }: Calculation): string[] {
  return [
    ...(open
      ? [`the plan says nothing above an attainment of ${plain(curve.at(-1)!.attainment)}`]
      : []),
    ...(factors.length > 0 ? [`factors as stated: ${factors.map(({ id }) => id).join(", ")}`] : []),
    ...(gateShare === undefined ? [] : ["a gate is shut, as stated"]),
  ];
}

function placesOf(amount: string): number {
  return amount.split(".")[1]?.length ?? 0;
}

/** A decimal as a formula may hold it. */
function plain(decimal: string): string {
  return String(Number(decimal));
}
