/**
 * Adjustments of a simulated person's variable pay: caps, holdbacks, guarantees and draws, month by month in doubles.
 *
 * Always    the rules are those of statements (plans/adjustments), money unrounded; no deal is cancelled in a simulated
 *           year, so nothing is clawed back.
 * Not here  pay before them (pay.ts).
 * Source    docs/model.md#adjustments
 */
import type { ModelRole } from "../company/compile.ts";
import { type NamedPerson, seated } from "../company/people.ts";
import type { AdjustedMonth, Arithmetic } from "../plans/adjustments/adjustment.ts";
import type { CompiledAdjustment } from "../plans/adjustments/index.ts";
import type { Scenario } from "../scenario/schema.ts";

const doubles: Arithmetic<number> = {
  zero: 0,
  of: (plain) => plain,
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  part: (a, numerator, denominator) => (a * numerator) / denominator,
  compare: (a, b) => a - b,
};

/** Months that somebody whose start is not stated has been there before the calendar. */
const LONG = 1200;

/** The months of each seat of a role as adjustments see them, pay left at 0. */
export function seatMonths(
  role: ModelRole,
  { calendar, people = {} }: Scenario,
  months: number,
): AdjustedMonth<number>[][] {
  return seated(role).map((person) =>
    Array.from({ length: months }, (_, month) => ({
      month,
      earned: 0,
      employed: person ? person.employed[month]! / person.length[month]! : 1,
      forfeits: person?.forfeits[month] === 1,
      tenure: tenureOf(person, people, { start: calendar.start, month }),
      targetVariable: role.targetVariable * (person?.variable[month] ?? 1),
      cancelled: [],
    })),
  );
}

function tenureOf(
  person: NamedPerson | undefined,
  people: NonNullable<Scenario["people"]>,
  { start, month }: { start: string; month: number },
): number {
  const since = person && people[person.id]?.start;
  return since === undefined
    ? LONG + month
    : Math.max(0, monthNumber(start) + month - monthNumber(since));
}

function monthNumber(day: string): number {
  return 12 * Number(day.slice(0, 4)) + Number(day.slice(5, 7));
}

/** Changes `paid` (variable pay by month) as the adjustments do, one after another. */
export function adjustMonths(
  adjustments: readonly CompiledAdjustment[],
  months: readonly AdjustedMonth<number>[],
  paid: Float64Array,
): void {
  for (const { adjust } of adjustments) {
    for (const [t, month] of months.entries()) month.earned = paid[t]!;
    const changes = adjust(months, doubles);
    for (const [t, { change }] of changes.entries()) paid[t] = paid[t]! + change;
  }
}
