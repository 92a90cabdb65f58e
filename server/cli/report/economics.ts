/**
 * Economics of a scenario's plans as tables: cost at other results, mix, quota and leverage, attainment, quotas, budget.
 */
import type { ScenarioResult } from "#models";
import { count, fixed, moneyIn, percent, scaleOf } from "../format.ts";
import { type Column, table } from "../table.ts";
import { rolesByTeam, type Section } from "./parts.ts";

/** Sections on economics; none where the result has none. */
export function economicsSections(result: ScenarioResult): Section[] {
  const { economics } = result;
  if (!economics) return [];
  const plan = economics.companyPlan.from === "stated" ? "company plan" : "status quo's bookings";
  return [
    {
      title: `What pay costs at 80 to 120% of the ${plan}, formula alone`,
      lines: costLines(result),
    },
    { title: "Pay mix, quota and leverage of one person", lines: mixLines(result) },
    { title: "Attainment of the year: share of people by band", lines: bandLines(result) },
    { title: `Quotas deployed beside the ${plan}`, lines: quotaLines(result) },
    { title: "Budget", lines: budgetLines(result) },
  ];
}

function columns(...titles: string[]): Column[] {
  return titles.map((title) => ({ title }));
}

function costLines({ economics, scenario }: ScenarioResult): string[] {
  const points = economics!.costOfCompensation;
  const money = moneyIn(scenario.currency);
  const scale = scaleOf(points.flatMap(({ bookings, pay }) => [bookings, pay]));
  const level = (amount: number) => money.headline(amount, "level", scale);
  const pools = points.some((point) => point.pools !== 0);
  const onCosts = points.some((point) => point.onCosts !== 0);
  return table(
    columns("", "Bookings", "Base", "Variable", "of it pools", "Pay", "On-costs", "Pay ÷ bookings"),
    points.map((point) => [
      percent(point.ofPlan),
      level(point.bookings),
      level(point.basePay),
      level(point.variablePay),
      pools ? level(point.pools) : "",
      level(point.pay),
      onCosts ? level(point.onCosts) : "",
      percent(point.payOfBookings),
    ]),
  );
}

function mixLines(result: ScenarioResult): string[] {
  const { whole } = moneyIn(result.scenario.currency);
  const rows = eachRole(result, ({ id, title }) => {
    const own = result.economics!.roles[id]!;
    const { leverage } = result.simulated?.economics?.roles[id] ?? own;
    const { published } = own;
    return [
      title,
      mix(own.base),
      published ? `${mix(published.baseFrom)} to ${mix(published.baseTo)}` : "no range",
      own.quota === null ? "" : whole(own.quota, "level"),
      own.quotaOverOte === null ? "" : `${fixed(own.quotaOverOte, 1)}×`,
      leverage.variable === null ? "" : `${fixed(leverage.variable, 2)}×`,
      `${fixed(leverage.total, 2)}×`,
    ];
  });
  const head = ["", "Mix", "Published (grade E)", "Quota", "÷ OTE"];
  return table(columns(...head, "P90 ÷ target, variable", "in all"), rows);
}

/** Base to variable: "60:40". */
function mix(base: number): string {
  const whole = Math.round(base * 100);
  return `${whole}:${100 - whole}`;
}

const bands = ["<50%", "50–80", "80–100", "100–120", "120–150", "≥150%"];

function bandLines(result: ScenarioResult): string[] {
  const rows = eachRole(result, ({ id, title }) => {
    const attainment = result.economics!.roles[id]!.attainment;
    if (!attainment) return [];
    const shares = result.simulated?.economics?.roles[id]?.attainment ?? attainment.bands;
    return [title, attainment.title, ...shares.map(percent)];
  }).filter(({ length }) => length > 0);
  if (rows.length === 0) return [];
  return table([{ title: "" }, { title: "On", align: "left" }, ...columns(...bands)], rows);
}

function quotaLines({ economics, scenario }: ScenarioResult): string[] {
  const { roles, teams, managers } = economics!.deployment;
  const money = moneyIn(scenario.currency);
  const scale = scaleOf([
    economics!.companyPlan.bookings,
    ...Object.values(roles).map(({ quotas }) => quotas),
  ]);
  const level = (amount: number) => money.headline(amount, "level", scale);
  const rows = [
    ...Object.entries(roles).map(([id, role]) => [
      `  ${scenario.roles[id]?.title ?? id}${role.overlay ? " (beside)" : ""}`,
      count(role.people),
      role.open > 0 ? count(role.open) : "",
      level(role.whole),
      level(role.quotas),
      "",
    ]),
    ...Object.entries(teams).map(([team, { quotas, ofPlan }]) => [
      team === "sales" ? "Sales" : "Marketing",
      "",
      "",
      "",
      level(quotas),
      percent(ofPlan),
    ]),
    ...managers.map(({ manager, reports, quotas, quota }) => [
      `  under ${manager}`,
      count(reports),
      "",
      quota === null ? "" : level(quota),
      level(quotas),
      quota === null || quota === 0 ? "" : percent(quotas / quota),
    ]),
  ];
  if (rows.length === 0) return [];
  const plan = ["Plan", "", "", "", level(economics!.companyPlan.bookings), ""];
  return table(columns("", "People", "Open", "Whole", "Deployed", "of plan"), [...rows, plan]);
}

const counted = {
  pay: "pay",
  variablePay: "variable pay",
  payWithOnCosts: "pay and on-costs",
} as const;

function budgetLines({ economics, simulated, scenario }: ScenarioResult): string[] {
  const budget = economics!.budget;
  if (!budget) return [];
  const money = moneyIn(scenario.currency);
  const readings = [
    ...(simulated?.economics?.budget ? ([["Simulated", simulated.economics.budget]] as const) : []),
    ["Expected, approximate", budget.expected] as const,
  ];
  const scale = scaleOf([budget.amount, ...readings.map(([, { p90 }]) => p90)]);
  const level = (amount: number) => money.headline(amount, "level", scale);
  const rows = readings.map(([title, { mean, p50, p80, p90, exceeds }]) => [
    title,
    level(mean),
    level(p50),
    level(p80),
    level(p90),
    percent(exceeds),
  ]);
  return [
    `${level(budget.amount)} a year for ${counted[budget.counts]}`,
    ...table(columns("", "Mean", "P50", "P80", "P90", "Exceeds it"), rows),
  ];
}

function eachRole(
  result: ScenarioResult,
  line: (role: { id: string; title: string }) => string[],
): string[][] {
  return rolesByTeam([result]).flatMap(([, roles]) => roles.map(line));
}
