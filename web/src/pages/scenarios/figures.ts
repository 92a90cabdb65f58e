/** Headline figures of one scenario for the list. */
import type { ScenarioResult } from "#models";

export type Figures = {
  bookings: number;
  pay: number;
  ccos: number;
  /** Share of all pay that rides on joint and company measures and pools. */
  joint: number;
};

export function figuresOf({ expected, scenario }: ScenarioResult): Figures {
  const { totals, roles } = expected.firstYear;
  const shared = Object.entries(roles).map(([id, { components }]) => {
    const heads = scenario.roles[id]?.headcount ?? 0;
    const each = Object.values(components).filter((component) => component.shared);
    return heads * each.reduce((sum, { pay }) => sum + pay, 0);
  });
  return {
    bookings: totals.bookings,
    pay: totals.pay,
    ccos: totals.ccos,
    joint: totals.pay === 0 ? 0 : shared.reduce((sum, pay) => sum + pay, 0) / totals.pay,
  };
}
