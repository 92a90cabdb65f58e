/**
 * Salaries of a stint over some months, in the scenario's currency.
 *
 * Always    each stretch of a stint is converted by its own currency's rate on the last day of the months.
 */
import { multiply, ONE, type Rational } from "../math/index.ts";
import { lastDate, type PayCalendar, type Span } from "./calendar.ts";
import { rateOn } from "./deals.ts";
import type { Scenario } from "../scenario/schema.ts";
import { blended, type Person, type Stint, type Stretch, stretchesIn } from "./roster.ts";

export type Salary = {
  /** In the scenario's currency. */
  money: Rational;
  /** As stated, where one currency states it all; else as money. */
  stated: Rational;
  /** The one other currency it is stated in, and the scenario's money for one of it. */
  currency: string | undefined;
  exchange: Rational | undefined;
};

/** Mean over the days of a span of money a year that stretches state. */
export function salaryOver(
  { person, stint }: { person: Person; stint: Stint },
  { calendar, scenario, span }: { calendar: PayCalendar; scenario: Scenario; span: Span },
  value: (stretch: Stretch) => Rational,
): Salary {
  const over = { calendar, span, leave: person.leave };
  const day = lastDate(calendar, span.to);
  const rate = (one: string) => rateOn(scenario, one, day) ?? ONE;
  const currencies = new Set(stretchesIn(stint, over).map(({ currency }) => currency));
  if (currencies.size > 1) {
    const money = blended(stint, over, (stretch) =>
      stretch.currency === undefined
        ? value(stretch)
        : multiply(value(stretch), rate(stretch.currency)),
    );
    return { money, stated: money, currency: undefined, exchange: undefined };
  }
  const [currency] = currencies;
  const stated = blended(stint, over, value);
  if (currency === undefined) return { money: stated, stated, currency, exchange: undefined };
  const exchange = rate(currency);
  return { money: multiply(stated, exchange), stated, currency, exchange };
}
