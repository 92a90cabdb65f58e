/**
 * Means and shares of a measure by period, and the companies they are taken from.
 *
 * Terms     period p = the p-th of a year, counted from the calendar's start; part = share of a steady year's measure.
 * Not here  components (components.ts), the first year's months (measured.ts).
 * Source    docs/model.md#plans
 */
import type { CompiledFunnel } from "../funnel/compile.ts";
import type { SteadyFlows } from "../funnel/flow.ts";
import {
  bookFactor,
  type CompiledMeasure,
  compileMeasure,
  type Credit,
  evaluateMeasure,
  isMeasure,
  isRatio,
  measureYear,
  type Part,
} from "../funnel/measure.ts";
import type { Curve } from "../plans/curve.ts";
import type { Problem } from "../problem.ts";
import type { ReadNumber } from "../terms.ts";
import { creditOf, type Ownership } from "./crediting.ts";

/** A company as far as measures and credit go: a funnel, its owners and its flows on the old behaviour. */
export type Company = {
  funnel: CompiledFunnel;
  ownerships: Ownership[];
  seasons: Float64Array[];
  flows: SteadyFlows;
  slots: number;
};

export type ComponentSite = {
  here: Company;
  statusQuo: Company;
  read: ReadNumber;
  problems: Problem[];
  /** One compiled curve for one written curve, so that tables of expected pay are shared. */
  curves: Map<string, Curve>;
  /** First month of the calendar, as in "2027-01". */
  start: string;
};

/** A measure of one person's own, as that of all: what no item moves is there for each. */
export function forHeads(measure: CompiledMeasure, heads: number): CompiledMeasure {
  return measure.constant === 0 || isRatio(measure)
    ? measure
    : { ...measure, constant: measure.constant * heads };
}

/** Mean of a measure in each payout's period in a company's steady state, per person where individual. */
export function periodMeans(
  company: Company,
  measureId: string,
  question: Parameters<typeof creditOf>[2],
  { individual, payouts }: { individual: boolean; payouts: number },
): Float64Array {
  const { funnel, flows, seasons, slots } = company;
  const means = new Float64Array(payouts);
  if (!isMeasure(funnel, measureId)) return means;
  const credit: Credit = creditOf(funnel, company.ownerships, question);
  const whole = compileMeasure(funnel, measureId, credit);
  const year = measureYear(slots);
  const heads =
    individual && !isRatio(whole)
      ? (company.ownerships.find(({ role }) => role === question.role)?.heads ?? 1)
      : 1;
  const measure = forHeads(whole, heads);
  evaluateMeasure(funnel, measure, flows, year);
  const parts = periodParts({ funnel, seasons, measure, flows }, payouts);
  for (let p = 0; p < payouts; p++)
    means[p] = isRatio(measure) ? year.total : (year.total * parts[p]!) / heads;
  return means;
}

/** Share of a steady year's measure that falls in each of `payouts` periods from the calendar's start. */
export function periodParts(
  company: {
    funnel: CompiledFunnel;
    seasons: Float64Array[];
    measure: CompiledMeasure;
    flows: SteadyFlows;
  },
  payouts: number,
): Float64Array {
  const { funnel, seasons, measure, flows } = company;
  const parts = new Float64Array(payouts);
  if (payouts === 1 || isRatio(measure)) return parts.fill(1 / payouts);
  const monthsEach = 12 / payouts;
  let total = 0;
  for (const term of measure.terms) {
    const { segment } = funnel.flows[term.flow]!;
    const { termMonths } = funnel.segments[segment]!;
    const amount =
      flows.entries[term.flow * funnel.stages.length + term.stage]! *
      term.value *
      term.credit *
      bookFactor(term.part, flows.renewalRate[segment]!);
    const season = seasons[term.flow]!.subarray(term.stage * 12, term.stage * 12 + 12);
    total += amount;
    for (let t = 0; t < 12; t++) {
      const p = Math.floor(t / monthsEach);
      const factor = partSeason(season, term.part, termMonths, funnel.firstMonth + t);
      parts[p] = parts[p]! + (amount * factor) / 12;
    }
  }
  if (measure.constant !== 0) {
    total += 12 * measure.constant;
    for (let p = 0; p < payouts; p++) parts[p] = parts[p]! + monthsEach * measure.constant;
  }
  for (let p = 0; p < payouts; p++) parts[p] = total > 0 ? parts[p]! / total : 1 / payouts;
  return parts;
}

/** Season of a month: of bookings, of what renews a term later, or of revenue spread over the term. */
function partSeason(season: Float64Array, part: Part, termMonths: number, month: number): number {
  const at = (m: number) => season[((m % 12) + 12) % 12]!;
  if (part === "new" || termMonths === 0) return at(month);
  if (part === "renewed") return at(month - termMonths);
  let sum = 0;
  for (let i = 0; i < termMonths; i++) sum += at(month - i);
  return sum / termMonths;
}
