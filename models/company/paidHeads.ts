/**
 * How many whole people a role's expected pay is paid to: its mean person's pay times this is that of everybody.
 *
 * Formula   a component in money counts people present, one by weight also their target variable over the role's, one by
 *           rate their share of the measure; components weigh by their expected pay.
 * Always    the headcount where everybody is alike. Ineligible time counts as absent; what leavers forfeit is counted.
 * Source    docs/model.md#people
 */
import type { ModelRole } from "./compile.ts";
import type { CompiledComponent } from "./components.ts";
import type { Mind } from "./minds.ts";
import { type NamedPerson, presentIn } from "./people.ts";

/** Whole people by component of a role; undefined where everybody is alike. */
function paidHeads({ heads, people, components }: ModelRole): number[] | undefined {
  const apart = people.filter(({ plain }) => !plain);
  if (apart.length === 0) return undefined;
  return components.map((component) => {
    let total = heads.seats - apart.length;
    for (const person of apart) total += paidPart(component, person);
    return total;
  });
}

/** What one person is paid of a component, over what a whole anonymous one is. */
function paidPart(component: CompiledComponent, person: NamedPerson): number {
  const months = person.length.length;
  let total = 0;
  for (let t = 0; t < months; t++) {
    const present = presentIn(person, { from: t, to: t });
    if (component.numbers.rate !== undefined)
      total += component.individual ? person.territory * person.ramp[t]! * present : present;
    else if (component.weight !== null) total += present * person.variable[t]!;
    else total += present;
  }
  return total / months;
}

/** Whole people paid what the mean person of a mind is. */
export function headsPaid(role: ModelRole, { payoutOf, worth }: Mind): number {
  const heads = paidHeads(role);
  if (!heads) return role.headcount;
  let all = 0;
  let paid = 0;
  let i = 0;
  for (const [c, component] of role.components.entries()) {
    for (let p = 0; p < component.payouts; p++) {
      const mean = worth.payoutMean[payoutOf[i++]!]!;
      all += mean;
      paid += mean * heads[c]!;
    }
  }
  return all > 0 ? paid / all : role.headcount;
}
