/** What practices take: hours, their worth at loaded pay, and cash; the level of alignment by quarter. */
import type { ScenarioResult } from "#models";
import { count, fixed, moneyIn } from "../format.ts";
import { table, wrap } from "../table.ts";

/** The practices of a scenario; nothing where there are none. */
export function practiceLines({ scenario, expected }: ScenarioResult, width: number): string[] {
  const { practices, practiceHours, practiceHoursValue, quarters } = expected.alignment;
  const all = Object.values(practices);
  if (all.length === 0) return [];
  const { whole } = moneyIn(scenario.currency);
  const cash = all.reduce((sum, { cost }) => sum + cost, 0);
  const row = (title: string, hours: number, value: number, cost: number) => [
    title,
    count(Math.round(hours)),
    whole(value, "level"),
    cost > 0 ? whole(cost, "level") : "",
  ];
  const rows = [
    ...all.map(({ title, hours, value, cost }) => row(title, hours, value, cost)),
    ...(all.length > 1 ? [row("All together", practiceHours, practiceHoursValue, cash)] : []),
  ];
  const columns = ["", "Hours", "Worth at loaded pay", "Cash"].map((title) => ({ title }));
  const path = quarters.map((level) => fixed(level, 2)).join(", ");
  return [
    ...table(columns, rows, width),
    ...wrap(
      `Hours are certain and charged once; what practices bring is not known well. Alignment by quarter: ${path}.`,
      width,
    ),
  ];
}
