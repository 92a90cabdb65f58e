/** What practices take: hours, their worth at loaded pay, and cash; the level of alignment by quarter; and, where asked, nets. */
import {
  carriesMost,
  levelPlaces,
  practiceDefaults,
  type practiceNets,
  type ScenarioResult,
} from "#models";
import { count, fixed, moneyIn, scaleOf } from "../format.ts";
import { table, wrap } from "../table.ts";

/** The practices of a scenario; nothing where there are none. */
export function practiceLines({ scenario, expected }: ScenarioResult, width: number): string[] {
  const { practices, practiceHours, practiceHoursValue, quarters } = expected.alignment;
  const all = Object.values(practices);
  if (all.length === 0) return [];
  const { whole } = moneyIn(scenario.currency);
  const cash = all.reduce((sum, { cost }) => sum + cost, 0);
  const taken = (hours: number, value: number, cost: number) => [
    count(Math.round(hours)),
    whole(value, "level"),
    cost > 0 ? whole(cost, "level") : "",
  ];
  const rows = [
    ...Object.entries(practices).map(([id, { title, hours, value, cost, ...stated }]) => {
      const { ramp, halfLife } = practiceDefaults[id] ?? {};
      return [
        title,
        ...taken(hours, value, cost),
        months(stated.rampMonths, ramp),
        months(stated.halfLifeMonths, halfLife),
      ];
    }),
    ...(all.length > 1
      ? [["All together", ...taken(practiceHours, practiceHoursValue, cash), "", ""]]
      : []),
  ];
  const titles = ["", "Hours", "Worth at loaded pay", "Cash", "Ramp", "Half-life"];
  const columns = titles.map((title) => ({ title }));
  const path = quarters.map((level) => fixed(level, levelPlaces(quarters))).join(", ");
  return [
    ...table(columns, rows, width),
    ...wrap(
      `Hours are certain and charged once; what practices bring is not known well. Ramp and half-life are in months; those in brackets are what published work suggests, and count only once the scenario states them. Alignment by quarter: ${path}.`,
      width,
    ),
  ];
}

function months(stated: number | undefined, suggested: number | null | undefined): string {
  if (stated !== undefined) return fixed(stated, Number.isInteger(stated) ? 0 : 1);
  return suggested ? `(${suggested})` : "";
}

type Nets = NonNullable<ReturnType<typeof practiceNets>>;

/** What each practice comes to net, with its band. */
export function practiceNetLines(
  { scenario, expected }: ScenarioResult,
  { each, all }: Nets,
  width: number,
): string[] {
  const nets = [
    ...Object.entries(each).map(([id, net]) => ({
      title: expected.alignment.practices[id]?.title ?? id,
      ...net,
    })),
    ...(all && Object.keys(each).length > 1 ? [{ title: "All together", ...all }] : []),
  ];
  if (nets.length === 0) return ["Efforts do not settle: what practices bring is not known."];
  const { headline } = moneyIn(scenario.currency);
  const scale = scaleOf(nets.flatMap(({ cost, effect, net }) => [cost, effect.mean, net.mean]));
  const money = (amount: number) => headline(amount, "difference", scale);
  const rows = nets.map(({ title, cost, effect, net }) => [
    title,
    money(cost),
    money(effect.mean),
    money(net.mean),
    `${money(net.low)} to ${money(net.high)}`,
  ]);
  const columns = ["", "Takes", "Brings", "Net", "Net, P5 to P95"].map((title) => ({ title }));
  return [
    ...table(columns, rows, width),
    ...wrap(
      "Contribution of a year at full effect, at the middle assumptions: each practice taken out and put back, the others in place. Where no spread of an effect is known its band runs from none to twice what is assumed.",
      width,
    ),
    ...wrap(
      carriesMost(each, all, (id) => expected.alignment.practices[id]?.title ?? id),
      width,
    ),
  ];
}
