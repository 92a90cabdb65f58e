/**
 * One scenario as tables: company, pay by role, components, effort, funnel, economics, findings.
 *
 * Terms     first year = the first twelve months, from today's pipeline; run rate = a year in which all lags have run
 *           through.
 */
import { type practiceNets, responseState, type ScenarioResult, type Totals } from "#models";
import { count, fixed, moneyIn, percent, relative, scaleOf } from "../format.ts";
import { table, wrap } from "../table.ts";
import { economicsSections } from "./economics.ts";
import { measureNextLines } from "./measureNext.ts";
import { outcomeLines } from "./outcomes.ts";
import {
  findingLines,
  footLines,
  type Frame,
  funnelLines,
  intervalWords,
  lay,
  responseLines,
  rolesByTeam,
  taskName,
} from "./parts.ts";
import { practiceLines, practiceNetLines } from "./practices.ts";
import { turnoverLines } from "./turnover.ts";

export function reportOfRun(
  result: ScenarioResult,
  frame: Frame,
  nets?: ReturnType<typeof practiceNets>,
): string[] {
  const { name, question, statusQuo, id } = result.scenario;
  const against =
    statusQuo === id ? "" : `Effort is measured against the status quo, ${statusQuo}.`;
  return [
    name,
    ...wrap(question, frame.width),
    ...wrap(against, frame.width),
    ...lay([
      { title: "Company", lines: companyLines(result) },
      { title: "Pay of one person's year, base included", lines: payLines(result) },
      { title: "What pays", lines: componentLines(result) },
      { title: "Effort, 1 as in the status quo", lines: effortLines(result) },
      { title: "Turnover, a steady year", lines: turnoverLines(result) },
      { title: "Way through the funnel, run rate", lines: funnelLines([result], []) },
      ...economicsSections(result),
      { title: "Response", lines: responseLines(result, frame.width) },
      { title: "Outcomes that hold themselves up", lines: outcomeLines(result, frame.width) },
      { title: "Practices, a year", lines: practiceLines(result, frame.width) },
      {
        title: "What practices come to",
        lines: nets ? practiceNetLines(result, nets, frame.width) : [],
      },
      {
        title: "What we do not know",
        lines: measureNextLines(result.simulated?.drivers, frame.width),
      },
      { title: "Findings", lines: findingLines(result.findings, frame.width) },
    ]),
    "",
    ...wrap(intervalWords({ scenarios: [result] }), frame.width),
    ...footLines("run", result, frame),
  ];
}

const companyRows: [string, keyof Totals][] = [
  ["Bookings", "bookings"],
  ["Total pay", "pay"],
  ["  of which variable", "variablePay"],
  ["Contribution", "contribution"],
  ["Recognised revenue", "revenue"],
  ["Gross margin", "grossMargin"],
  ["Marketing spend", "spend"],
  ["Practices", "practices"],
  ["Attrition", "attrition"],
  ["Discounts given", "discounts"],
  ["Employer on-costs", "onCosts"],
];

function companyLines(result: ScenarioResult): string[] {
  const { expected, simulated } = result;
  const money = moneyIn(result.scenario.currency);
  const first = simulated?.totals;
  const rate = expected.steadyState.totals;
  const shown = companyRows.filter(
    ([, key]) => rate[key] !== 0 || expected.firstYear.totals[key] !== 0,
  );
  const meanOf = (key: keyof Totals): number =>
    first?.[key]?.mean ?? expected.firstYear.totals[key];
  const scale = scaleOf(shown.flatMap(([, key]) => [meanOf(key), rate[key]]));
  const level = (amount: number): string => money.headline(amount, "level", scale);

  const rows = shown.map(([title, key]) => {
    const spread = first?.[key];
    const error = simulated?.standardErrors[key];
    return [
      title,
      level(meanOf(key)),
      spread ? `${level(spread.p5)} to ${level(spread.p95)}` : "",
      error ? money.headline(error, "level") : "",
      level(rate[key]),
    ];
  });
  const shares: [string, keyof Totals][] = [
    ["Pay over revenue (CCOS)", "ccos"],
    ["Pay over bookings", "payOfBookings"],
  ];
  const shareRows = shares.map(([title, key]) => {
    const spread = first?.[key];
    const band = spread ? `${percent(spread.p5)} to ${percent(spread.p95)}` : "";
    return [title, percent(meanOf(key)), band, "", percent(rate[key])];
  });
  const columns = ["", "First year", "P5 to P95", "± computed", "Run rate"].map((title) => ({
    title,
  }));
  return table(columns, [...rows, ...shareRows]);
}

function payLines(result: ScenarioResult): string[] {
  const { scenario, expected, simulated } = result;
  const { whole } = moneyIn(scenario.currency);
  const rows = rolesByTeam([result]).flatMap(([team, roles]) => {
    const lines = roles.map(({ id, title }) => {
      const { headcount, ote } = scenario.roles[id]!;
      const own = simulated?.roles[id];
      const pay = own?.pay ?? expected.firstYear.roles[id]!.pay;
      const atTarget = own?.shareAtQuota ?? expected.firstYear.roles[id]!.shareAtQuota;
      return [
        `  ${title}`,
        count(headcount),
        whole(ote, "level"),
        whole(pay.mean, "level"),
        `${whole(pay.p5, "level")} to ${whole(pay.p95, "level")}`,
        whole(pay.p50, "level"),
        atTarget === null ? "" : percent(atTarget),
      ];
    });
    return lines.length > 0 ? [team, ...lines] : [];
  });
  const titles = ["", "People", "OTE", "Mean", "P5 to P95", "Median", "Reach quota"];
  return table(
    titles.map((title) => ({ title })),
    rows,
  );
}

function componentLines(result: ScenarioResult): string[] {
  const { scenario, expected } = result;
  const { whole } = moneyIn(scenario.currency);
  const rows = rolesByTeam([result]).flatMap(([, roles]) =>
    roles.flatMap(({ id, title }) => {
      const components = Object.values(expected.firstYear.roles[id]?.components ?? {});
      return components.map((component, i) => [
        i === 0 ? title : "",
        component.title,
        component.shared ? "shared" : "",
        attains(component),
        whole(component.targetPay, "level"),
        whole(component.pay, "level"),
      ]);
    }),
  );
  if (rows.length === 0) return [];
  return table(
    [
      { title: "" },
      { title: "Component", align: "left" },
      { title: "", align: "left" },
      { title: "Attainment" },
      { title: "Target pay" },
      { title: "Pays, first year" },
    ],
    rows,
  );
}

/** Without a target it is 1, and what is attained is the measure itself. */
function attains({ target, attainment }: { target: number; attainment: number }): string {
  return target === 1 && attainment > 10 ? "no target" : percent(attainment);
}

function effortLines(result: ScenarioResult): string[] {
  const { expected, simulated } = result;
  if (responseState(result) !== "on") return [];
  const moved = Object.values(expected.efforts).some((tasks) =>
    Object.values(tasks).some((effort) => effort !== 1),
  );
  if (!moved) return [];
  const rows = rolesByTeam([result]).flatMap(([, roles]) =>
    roles.flatMap(({ id, title }) =>
      Object.entries(expected.efforts[id] ?? {}).map(([task, effort], i) => {
        const band = simulated?.efforts[id]?.[task];
        return [
          i === 0 ? title : "",
          taskName(result, id, task),
          fixed(effort, 2),
          relative(effort - 1),
          band ? `${fixed(band.p5, 2)} to ${fixed(band.p95, 2)}` : "",
        ];
      }),
    ),
  );
  const columns = [
    { title: "" },
    { title: "Task", align: "left" as const },
    { title: "Effort" },
    { title: "" },
    { title: "P5 to P95" },
  ];
  return table(columns, rows);
}
