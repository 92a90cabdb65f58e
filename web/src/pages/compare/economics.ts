/**
 * Economics of the compared plans: what pay costs at other results, how far it reaches, quotas and the budget.
 *
 * Always    simulated where enough years are in, else the expected layer's; nothing where a result has no economics.
 */
import type { Economics, RoleEconomics } from "#models";
import { bareTick, count, multiple, percent, shortMoney, unitFor } from "../../lib/format.ts";
import { letterOf } from "../../lib/slots.ts";
import type { Table } from "../../lib/table.ts";
import type { HowComputed } from "../../state/plot.svelte.ts";
import { nameOf, unitWords } from "./tables.ts";
import type { Column, View } from "./view.ts";

/** A scenario whose result has economics. */
export type Costed = { column: Column; economics: Economics };

export type ReachRow = {
  id: string;
  title: string;
  mix: string;
  published: string;
  quota: string;
  leverage: string;
  measure: string;
  bands: readonly number[];
};

export const bandNames = [
  "below 50%",
  "50 to 80%",
  "80 to 100%",
  "100 to 120%",
  "120 to 150%",
  "150% or more",
];

export const costHow: HowComputed = {
  words: [
    "Total pay where the company lands at 80 to 120% of its plan: every amount and count that pay is measured on is scaled alike, averages such as the win rate stay, efforts are those of the status quo, and luck is as it is. It is arithmetic on the plan, not a forecast.",
    "The company plan is the scenario's own where it states one, else the bookings that the status quo expects.",
  ],
  equation: "measure at k = measure × k × plan ÷ expected bookings",
};

export const reachHow: HowComputed = {
  words: [
    "Leverage is pay of one person at the 90th percentile of years over pay at target. Bands count people by what their year attains on their first individual measure, or the first measure with a target.",
    "Published ranges are those of guides and surveys (grade E): what others print, not what is right.",
  ],
};

/** The compared scenarios that have economics, in order. */
export function costed({ columns }: View): Costed[] {
  return columns.flatMap((column) =>
    column.result.economics ? [{ column, economics: column.result.economics }] : [],
  );
}

/** "Pay is 34.0% of bookings at plan, 38.0% at 80% of it". */
export function costClaim({ costOfCompensation: points }: Economics): string {
  const at = (share: number) => points.find(({ ofPlan }) => ofPlan === share)!.payOfBookings;
  return `Pay is ${percent(at(1))} of bookings at plan, ${percent(at(0.8))} at 80% of it and ${percent(at(1.2))} at 120%`;
}

export function costTable(view: View, all: readonly Costed[]): Table {
  const unit = unitFor(all.flatMap(({ economics }) => economics.costOfCompensation.map(payOf)));
  const money = (value: number) => bareTick(value, unit, false);
  return {
    caption: `Pay at shares of the company plan, formula alone, ${unitWords(unit, view.currency)}`,
    columns: [
      { label: "Scenario" },
      { label: "Of plan", format: (value) => percent(value, 0) },
      { label: "Bookings", format: money },
      { label: "Base", format: money },
      { label: "Variable", format: money },
      { label: "of it pools", format: money },
      { label: "Pay", format: money },
      { label: "On-costs", format: money },
      { label: "Pay over bookings", format: (value) => percent(value) },
    ],
    rows: all.flatMap(({ column, economics }) =>
      economics.costOfCompensation.map((point) => [
        nameOf(column),
        point.ofPlan,
        point.bookings,
        point.basePay,
        point.variablePay,
        point.pools,
        point.pay,
        point.onCosts,
        point.payOfBookings,
      ]),
    ),
  };
}

function payOf({ pay }: { pay: number }): number {
  return pay;
}

/** Pay mix, quota, leverage and attainment of each role of a scenario. */
export function reachRows(view: View, { column, economics }: Costed): ReachRow[] {
  const { scenario, simulated } = column.result;
  return Object.entries(scenario.roles).map(([id, { title }]) => {
    const role = economics.roles[id]!;
    const years = view.settled ? simulated?.economics?.roles[id] : undefined;
    const leverage = (years ?? role).leverage.variable;
    return {
      id,
      title,
      mix: mix(role.base),
      published: publishedWords(role),
      quota: role.quotaOverOte === null ? "" : multiple(role.quotaOverOte),
      leverage: leverage === null ? "" : multiple(leverage, 2),
      measure: role.attainment?.title ?? "",
      bands: role.attainment ? (years?.attainment ?? role.attainment.bands) : [],
    };
  });
}

function publishedWords({ published }: RoleEconomics): string {
  return published ? `${mix(published.baseFrom)} to ${mix(published.baseTo)}` : "no range";
}

/** Base to variable: "60:40". */
function mix(base: number): string {
  const whole = Math.round(base * 100);
  return `${whole}:${100 - whole}`;
}

export function reachTable({ column }: Costed, rows: readonly ReachRow[]): Table {
  return {
    caption: `Pay mix, quota, leverage and people by band of attainment, ${nameOf(column)}`,
    columns: [
      { label: "Role" },
      { label: "Base to variable" },
      { label: "Published" },
      { label: "Quota over OTE" },
      { label: "P90 over target variable" },
      { label: "Attainment on" },
      ...bandNames.map((label) => ({ label, format: (value: number) => percent(value) })),
    ],
    rows: rows.map(({ title, mix: own, published, quota, leverage, measure, bands }) => [
      title,
      own,
      published,
      quota || null,
      leverage || null,
      measure || null,
      ...bandNames.map((_, i) => bands[i] ?? null),
    ]),
  };
}

/** Where quotas add up to more or less than the plan: "Sales quotas add up to 104.0% of the company plan". */
export function reachClaim({ companyPlan, deployment }: Economics): string {
  const plan = companyPlan.from === "stated" ? "the company plan" : "what the status quo books";
  const teams = Object.entries(deployment.teams).map(
    ([team, { ofPlan }]) =>
      `${team === "sales" ? "Sales" : "Marketing"} quotas add up to ${percent(ofPlan)} of ${plan}`,
  );
  return teams[0] ?? "How far pay and attainment reach";
}

/** The budget line of a scenario in a sentence, or nothing. */
export function budgetWords(view: View, { column, economics }: Costed): string | undefined {
  const { budget } = economics;
  if (!budget) return undefined;
  const years = view.settled ? column.result.simulated?.economics?.budget : undefined;
  const { exceeds, p80 } = years ?? budget.expected;
  const money = (amount: number) => shortMoney(amount, view.currency);
  const how = years ? "" : ", by the expected layer, approximately";
  return `${letterOf(column.slot)}: the budget of ${money(budget.amount)} is exceeded in ${count(exceeds * 100)} of 100 years${how}; eight years of ten cost at most ${money(p80)}.`;
}
