/**
 * People who differ, in a simulated year: their parts of the role's work by month, what counts for them, and their pay.
 *
 * Terms     part = of all that falls to a role in a month, what falls to one seat: skill and effort × territory × days
 *           employed × ramp, over the role's sum; counted = share of a month's credit that counts: days eligible over days
 *           employed.
 * Always    a role whose people are all alike has no staff, and is simulated as though nobody had a name.
 * Not here  luck (year.ts), pay on what is credited (pay.ts).
 * Source    docs/model.md#people
 */
import type { ModelRole } from "../company/compile.ts";
import type { CompiledComponent } from "../company/components.ts";
import { periodParts } from "../plans/defaults.ts";
import { isRatio } from "../funnel/measure.ts";
import { type NamedPerson, presentIn, quotaIn, seated, workingIn } from "../company/people.ts";

/** Of a role; by seat and month, [seat * months + month], where nothing else is said. */
export type Staff = {
  seats: (NamedPerson | undefined)[];
  part: Float64Array;
  counted: Float64Array;
  basePay: Float64Array;
  /** 1 where what falls due in the month is not paid. */
  forfeits: Uint8Array;
  /** Share of the first year employed, by seat. */
  firstYear: Float64Array;
  /** People in capacity, by month. */
  capacity: Float64Array;
  /** By component: of each seat's target and of its money, over the calendar's payouts, [seat * payouts + payout]. */
  terms: StaffTerms[];
};

export type StaffTerms = {
  payouts: number;
  target: Float64Array;
  scale: Float64Array;
  /** Part of the year's target and money that the periods so far make, each by its presence and weight. */
  grown: Float64Array;
};

/** The staff of a role, or undefined where its people are alike; `relative` is each seat's own result before luck. */
export function staffOf(
  role: ModelRole,
  relative: ArrayLike<number>,
  months: number,
): Staff | undefined {
  if (role.people.every(({ plain }) => plain)) return undefined;
  const seats = seated(role);
  const size = seats.length * months;
  const staff: Staff = {
    seats,
    part: new Float64Array(size),
    counted: new Float64Array(size).fill(1),
    basePay: new Float64Array(size).fill(role.statedBase / 12),
    forfeits: new Uint8Array(size),
    firstYear: new Float64Array(seats.length).fill(1),
    capacity: new Float64Array(months),
    terms: role.components.map((component) => termsOf(component, seats, months)),
  };
  for (let t = 0; t < months; t++) {
    let all = 0;
    for (const [i, person] of seats.entries()) {
      const working = person ? workingIn(person, t) : 1;
      const weight = relative[i]! * (person?.territory ?? 1) * working;
      staff.capacity[t] = staff.capacity[t]! + working;
      staff.part[i * months + t] = weight;
      all += weight;
    }
    for (let i = 0; i < seats.length; i++)
      staff.part[i * months + t] = all > 0 ? staff.part[i * months + t]! / all : 0;
  }
  for (const [i, person] of seats.entries()) {
    if (!person) continue;
    for (let t = 0; t < months; t++) {
      const employed = person.employed[t]!;
      staff.counted[i * months + t] = employed > 0 ? person.present[t]! / employed : 0;
    }
    staff.basePay.set(person.basePay, i * months);
    staff.forfeits.set(person.forfeits, i * months);
    let days = 0;
    let length = 0;
    for (let t = 0; t < 12; t++) {
      days += person.employed[t]!;
      length += person.length[t]!;
    }
    staff.firstYear[i] = days / length;
  }
  return staff;
}

/**
 * A seat's part of a whole individual target over some months: territory, presence and ramp, the ramp only where it asks
 * for some of the target; 1 where nothing is left.
 */
export function targetPart(
  { seats }: Staff,
  seat: number,
  { from, to }: { from: number; to: number },
): number {
  const person = seats[seat];
  const months = { from, to: to - 1 };
  const part = person
    ? person.territory * (quotaIn(person, months) || presentIn(person, months))
    : 1;
  return part > 0 ? part : 1;
}

/** Each seat's part of whole targets and money, payout by payout; year to date has those of the year in every period. */
function termsOf(
  component: CompiledComponent,
  seats: readonly (NamedPerson | undefined)[],
  months: number,
): StaffTerms {
  const each = component.monthsInPeriod;
  const payouts = months / each;
  const target = new Float64Array(seats.length * payouts).fill(1);
  const scale = new Float64Array(seats.length * payouts).fill(1);
  const grown = new Float64Array(seats.length * payouts);
  const perYear = 12 / each;
  const parts = component.written ? periodParts(component.written) : [];
  for (const [i, person] of seats.entries()) {
    for (let first = 0; first < payouts; first += perYear) {
      const made: number[] = [];
      let sum = 0;
      for (let q = first; q < first + perYear; q++) {
        const span = { from: q * each, to: (q + 1) * each - 1 };
        sum += (person ? presentIn(person, span) : 1) * (parts[q % perYear] ?? 1);
        made.push(sum);
      }
      for (const [p, so] of made.entries())
        grown[i * payouts + first + p] = sum > 0 && so > 0 ? so / sum : 1;
    }
  }
  for (const [i, person] of seats.entries()) {
    if (!person) continue;
    for (let q = 0; q < payouts; q++) {
      const last = (q + 1) * each - 1;
      const year = last - (last % 12);
      const span = component.yearToDate
        ? { from: year, to: year + 11 }
        : { from: q * each, to: last };
      const at = i * payouts + q;
      const present = presentIn(person, span);
      const quota = present === 0 ? 0 : person.territory * quotaIn(person, span);
      const ownTarget = component.individual && !isRatio(component.measure);
      if (ownTarget && component.written?.target !== undefined) target[at] = quota > 0 ? quota : 1;
      if (component.numbers.rate === undefined)
        scale[at] = component.weight === null ? present : present * person.variable[last]!;
      else if (!ownTarget) scale[at] = present;
      else if (component.written?.target !== undefined) scale[at] = quota;
    }
  }
  return { payouts, target, scale, grown };
}
