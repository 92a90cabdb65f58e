/**
 * Findings on deals that pay more in two parts, or two that pay more as one.
 *
 * Formula   what a deal counts, c(v), at five sizes of its log-normal (equal chances): split max(0, 2c(v/2) − c(v)), bundle
 *           max(0, c(2v) − 2c(v))/2, times deals a year of one person and what a counted unit pays at the margin.
 * Source    docs/model.md#gaming
 */
import type { CompiledComponent } from "../../company/components.ts";
import { countedOf } from "../../company/deals.ts";
import type { Solved } from "../../company/solve.ts";
import { log1p, meanOneQuantile } from "../../math/index.ts";
import { meanSlope, NOTICEABLE } from "./invited.ts";
import { inSentence } from "../../words.ts";
import { type Found, money, placeOf } from "./seen.ts";

const SIZES = [0.1, 0.3, 0.5, 0.7, 0.9];

/** Components under which it pays to split a deal, or to bundle two. */
export function splitDeals(solved: Solved): Found[] {
  const { model } = solved;
  return model.roles.flatMap((role, r) =>
    role.components.flatMap((component, c): Found[] => {
      if (!component.deals || !component.individual) return [];
      const { split, bundle, counted } = gainsOf(solved, component);
      if (counted <= 0) return [];
      const slope = meanSlope(solved, r, c);
      const parts = split >= bundle;
      const earns = (slope * Math.max(split, bundle)) / counted;
      if (earns < NOTICEABLE.ofOte * role.ote) return [];
      return [
        {
          id: parts ? "split-deals" : "bundle-deals",
          severity: "warning",
          place: placeOf(solved.model, role, component.id),
          title: parts
            ? `${role.plural}: a deal pays more in two parts`
            : `${role.plural}: two deals pay more as one`,
          message: `What ${inSentence(component.title)} counts of one deal makes ${parts ? "splitting" : "bundling"} worth ${money(model, earns)} a year to one person.`,
          remedy: parts
            ? "Count the parts of one customer within a year as one deal, or widen the limit on one deal."
            : "Count every deal in proportion, or pay on the period's sum.",
          figure: Math.max(split, bundle) / counted,
          money: {
            payee: earns,
            company: earns * role.headcount * (1 + model.costs.onCosts),
          },
        },
      ];
    }),
  );
}

/** A year of the role's deals: what they count, and what splitting or bundling each where it pays would add. */
function gainsOf(
  { model, space }: Solved,
  component: CompiledComponent,
): { split: number; bundle: number; counted: number } {
  const { funnel } = model;
  const form = component.deals!;
  let [split, bundle, counted] = [0, 0, 0];
  for (const { flow, stage, sized, credit } of component.measure.terms) {
    if (!sized) continue;
    const segment = funnel.segments[funnel.flows[flow]!.segment]!;
    const deals = space.flows.entries[flow * funnel.stages.length + stage]! * credit;
    const sd = Math.sqrt(log1p(segment.dealCv * segment.dealCv));
    for (const chance of SIZES) {
      const size = segment.dealMean * meanOneQuantile(chance, sd);
      const of = (value: number) => countedOf(form, { value, share: 1, p: 0 });
      const each = deals / SIZES.length;
      counted += each * of(size);
      split += each * Math.max(0, 2 * of(size / 2) - of(size));
      bundle += (each / 2) * Math.max(0, of(2 * size) - 2 * of(size));
    }
  }
  return { split, bundle, counted };
}
