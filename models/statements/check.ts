/**
 * The examples of a scenario, run: each figure that a plan document states, held against what the plan gives.
 *
 * Terms     outcome = one figure of one example; document differs = the document prints a figure that its own rule does
 *           not give, and the example says so; inherited = written in a parent's file.
 * Always    money to the cent as the plan rounds it, shares and attainments to a billionth; an example that cannot be
 *           run fails; a plan of several roles is checked for each, and told once where all agree.
 * Not here  working an example out (check/), the form of examples (plans/example.ts), printing outcomes (shells).
 * Source    docs/guide/plans.md#examples
 */
import { amortise } from "../analysis/accounting.ts";
import { type CompiledScenario, compileScenario } from "../company/compile.ts";
import { measureTitle } from "../company/components.ts";
import { compare, negate, type Rational, rational, subtract } from "../math/index.ts";
import { type MoneyRounding, moneyRounding } from "../plans/defaults.ts";
import { type Example, expectedKeys } from "../plans/example.ts";
import { explainCurve } from "../plans/kinds/index.ts";
import type { Component, Plan, Pool } from "../plans/schema.ts";
import { ProblemError } from "../problem.ts";
import {
  type ExampleSource,
  type LoadedScenario,
  type Scenario,
  scenarioOf,
} from "../scenario/schema.ts";
import { isObject, pathOf } from "../scenario/text.ts";
import { listed, thousandsApart } from "../words.ts";
import {
  CannotRun,
  type Cell,
  moneyText,
  percentText,
  plainText,
  type Results,
  totalOf,
} from "./check/cells.ts";
import { runComponent } from "./check/component.ts";
import { runPlan, takenBack } from "./check/plan.ts";
import { runPool } from "./check/pool.ts";
import { type Payee, type PlanSite, readNumber } from "./check/terms.ts";

export type ExampleVerdict = "holds" | "fails" | "documentDiffers" | "inheritedNoLongerHolds";

export type ExampleOutcome = {
  /** Of the figure: plans.ae.components.bookings.examples[0].pays[2]. */
  path: string;
  /** Of the example: plans.ae.components.bookings.examples[0]. */
  example: string;
  /** Where the example is written, where that is known. */
  file?: string;
  line?: number;
  /** Plan and component, pool, or accounting, by name. */
  place: string;
  /** The example in the plan's own words. */
  title?: string;
  /** What is given, in words. */
  given: string;
  /** Which figure: "pays, deal 3 of 1,500". */
  figure: string;
  expected: string;
  got: string;
  /** Got less expected; empty where either is no number. */
  difference: string;
  verdict: ExampleVerdict;
  /** How the figure comes about. */
  why: string;
  /** Role it was worked out for, where roles that share the plan differ. */
  role?: string;
};

/** Runs every example of a scenario. */
export function checkExamples(loaded: LoadedScenario): ExampleOutcome[] {
  const scenario = scenarioOf(loaded);
  let made: CompiledScenario | undefined;
  const compiled = () =>
    (made ??= compileScenario(loaded, {
      set: null,
      parameterSets: 1,
      seed: scenario.simulation?.seed ?? 1,
      curves: new Map(),
    }));
  const site: Site = {
    scenario,
    compiled,
    sources: new Map((loaded.examples ?? []).map((source) => [source.path, source])),
  };
  return [
    ...Object.entries(scenario.plans).flatMap(([id, plan]) => planOutcomes(id, plan, site)),
    ...Object.entries(scenario.pools ?? {}).flatMap(([id, pool]) => poolOutcomes(id, pool, site)),
    ...accountingOutcomes(site),
  ];
}

type Site = {
  scenario: Scenario;
  compiled: () => CompiledScenario;
  sources: ReadonlyMap<string, ExampleSource>;
};

// ---- who is asked

function planOutcomes(planId: string, plan: Plan, site: Site): ExampleOutcome[] {
  const { scenario, compiled } = site;
  const roles = Object.entries(scenario.roles).filter(([, role]) => role.plan === planId);
  const payees: Payee[] = roles.map(([role, { title }]) => ({ role, title: title ?? role }));
  if (payees.length === 0) payees.push({ role: undefined, title: undefined });
  const money = moneyRounding(plan, scenario.currency);
  const title = plan.title ?? planId;
  const path = ["plans", planId];

  const asked = (holder: { examples?: Example[] | undefined }, about: Asked): ExampleOutcome[] =>
    (holder.examples ?? []).flatMap((example, i) => {
      const at = {
        path: pathOf([...about.path, "examples", i]),
        place: about.place,
        rule: about.rule,
        money,
      };
      const all = payees.map((payee) =>
        outcomesOf(example, at, site, () =>
          about.run({ scenario, compiled, planId, plan, payee }, example),
        ),
      );
      const [first] = all;
      if (all.every((one) => sameFigures(one, first!))) return first!;
      return all.flatMap((outcomes, p) =>
        outcomes.map((outcome) => ({ ...outcome, role: payees[p]!.title! })),
      );
    });

  const ofComponents = Object.entries(plan.components).flatMap(([id, component]) =>
    asked(component, {
      path: [...path, "components", id],
      place: `${title} · ${component.title ?? titleOf(component, scenario)}`,
      rule: component.curve ? explainCurve(component.curve) : "",
      run: (planSite, { given }) =>
        "paid" in given
          ? takenBack(planSite, given, money)
          : runComponent({ ...planSite, id, component }, given, money),
    }),
  );
  const ofPlan = asked(plan, {
    path,
    place: title,
    rule: "",
    run: (planSite, { given }) => runPlan(planSite, given, money),
  });
  return [...ofComponents, ...ofPlan];
}

/** Whether what comes out is the same, however it came about. */
function sameFigures(a: readonly ExampleOutcome[], b: readonly ExampleOutcome[]): boolean {
  const plain = ({ path, got, verdict }: ExampleOutcome) => [path, got, verdict];
  return JSON.stringify(a.map(plain)) === JSON.stringify(b.map(plain));
}

type Asked = {
  path: string[];
  place: string;
  rule: string;
  run: (site: PlanSite, example: Example) => Results;
};

function titleOf({ measure }: Component, { measures }: Scenario): string {
  return measures?.[measure]?.title ?? measureTitle(measure);
}

function poolOutcomes(id: string, pool: Pool, site: Site): ExampleOutcome[] {
  const { scenario, compiled } = site;
  const money = moneyRounding(undefined, scenario.currency);
  const planSite = { scenario, compiled, planId: id, plan: { components: {} }, payee: nobody };
  const read = (key: string, written: Parameters<typeof readNumber>[2], period: number) => {
    if (typeof written === "number") return rational(written);
    if (key === "funding.over" || key === "funding.target") {
      const all = compiled().model.roles.flatMap(({ components }) => components);
      const found = all.find((one) => one.pool && one.id === id);
      if (found) return rational(found.target[period]!);
    }
    return rational(readNumber(planSite, `pools.${id}.${key}`, written));
  };
  return (pool.examples ?? []).flatMap((example, i) =>
    outcomesOf(
      example,
      { path: pathOf(["pools", id, "examples", i]), place: pool.title ?? id, rule: "", money },
      site,
      () => runPool(pool, example.given, { money, currency: scenario.currency, read }),
    ),
  );
}

const nobody: Payee = { role: undefined, title: undefined };

function accountingOutcomes(site: Site): ExampleOutcome[] {
  const { accounting, currency } = site.scenario;
  const money = moneyRounding(undefined, currency);
  return (accounting?.examples ?? []).flatMap((example, i) =>
    outcomesOf(
      example,
      { path: `accounting.examples[${i}]`, place: "Accounting", rule: "", money },
      site,
      () => capitalised(example.given, money),
    ),
  );
}

function capitalised(given: Example["given"], money: MoneyRounding): Results {
  if (!("capitalised" in given))
    throw new CannotRun("an example of this form does not belong to the accounting");
  const { expense, left } = amortise(rational(given.capitalised), given.months, money.places);
  const why = `${plainText(rational(given.capitalised))} in a straight line over ${given.months} months, cents in the last one`;
  return {
    pays: expense.map((value, i) => ({ label: `month ${i + 1}`, value, why })),
    assetAfter: new Map(
      left.map((value, months) => [
        String(months),
        { label: `after ${months} months`, value, why },
      ]),
    ),
  };
}

// ---- what is expected against what comes out

type Place = { path: string; place: string; rule: string; money: MoneyRounding };
type Unit = "money" | "share" | "measure";

/** Every figure of one example. */
function outcomesOf(
  example: Example,
  at: Place,
  { sources }: Site,
  run: () => Results,
): ExampleOutcome[] {
  const source = sources.get(at.path);
  const head = {
    ...(source ? { file: source.file, line: source.line } : {}),
    place: at.place,
    ...(example.title === undefined ? {} : { title: example.title }),
    given: givenWords(example.given),
  };
  const results = attempt(run);
  const rows =
    "cannot" in results
      ? expectedKeys
          .filter((key) => example[key] !== undefined)
          .map((key): Row => ({
            key,
            figure: figures[key],
            expected: JSON.stringify(example[key]),
            got: "cannot be run",
            difference: "",
            holds: false,
            why: results.cannot,
          }))
      : rowsOf(example, results, at.money);
  return rows.map(({ key, holds, differs, ...row }) => {
    const changed = source?.changed ?? [];
    const verdict: ExampleVerdict = differs
      ? "documentDiffers"
      : holds
        ? "holds"
        : changed.length > 0
          ? "inheritedNoLongerHolds"
          : "fails";
    const because = [
      row.why,
      verdict === "holds" || verdict === "documentDiffers" ? "" : at.rule,
      verdict === "inheritedNoLongerHolds"
        ? `The example is inherited from ${source!.file}, and this file changes ${listed(changed)}: restate it here`
        : "",
    ];
    return {
      path: `${at.path}.${key}`,
      example: at.path,
      ...head,
      ...row,
      verdict,
      why: because.filter(Boolean).join(". "),
    };
  });
}

function attempt(run: () => Results): Results | { cannot: string } {
  try {
    return run();
  } catch (error) {
    if (error instanceof CannotRun) return { cannot: error.message };
    if (error instanceof ProblemError)
      return {
        cannot: error.problems.map(({ path, message }) => `${path}: ${message}`).join("; "),
      };
    throw error;
  }
}

type Row = {
  /** What the path of the figure ends with. */
  key: string;
  figure: string;
  expected: string;
  got: string;
  difference: string;
  holds: boolean;
  /** The document prints another figure, and the example says so. */
  differs?: boolean;
  why: string;
};

const figures: Record<(typeof expectedKeys)[number], string> = {
  pays: "pays",
  paysShare: "pays of target",
  paysTo: "pays to",
  attains: "attains",
  credited: "credited",
  owed: "owed",
  assetAfter: "asset",
  refused: "refused",
};

function rowsOf(example: Example, results: Results, money: MoneyRounding): Row[] {
  const rows: Row[] = [];
  const units = {
    pays: "money",
    paysShare: "share",
    attains: "share",
    credited: "measure",
    owed: "money",
  } as const;
  for (const [key, unit] of Object.entries(units) as [keyof typeof units, Unit][]) {
    const expected = example[key];
    if (expected === undefined) continue;
    const cells = results[key];
    const inAll = key === "pays" ? results.total : undefined;
    rows.push(...listRows(key, { expected, cells, inAll }, { unit, money }));
  }
  for (const key of ["paysTo", "assetAfter"] as const) {
    for (const [name, expected] of Object.entries(example[key] ?? {})) {
      const cell = results[key]?.get(name);
      const label = key === "paysTo" ? `pays to ${name}` : `asset after ${name} months`;
      const shown = cell && { ...cell, label: "" };
      rows.push(
        rowOf(
          { key: pathOf([key, name]), figure: label },
          { expected, cell: shown },
          { unit: "money", money },
        ),
      );
    }
  }
  if (example.refused) rows.push(...refusedRows(results, money));
  rows.push(...printedRows(example, results, money));
  return rows;
}

type Shown = { unit: Unit; money: MoneyRounding };

function listRows(
  key: keyof typeof figures,
  {
    expected,
    cells,
    inAll,
  }: { expected: number | number[]; cells: Cell[] | undefined; inAll: Cell | undefined },
  shown: Shown,
): Row[] {
  if (Array.isArray(expected))
    return expected.map((one, i) => {
      const cell = cells?.[i];
      const figure = cell?.label ? `${figures[key]}, ${cell.label}` : figures[key];
      return rowOf({ key: `${key}[${i}]`, figure }, { expected: one, cell }, shown);
    });
  const several = cells !== undefined && cells.length > 1;
  // What deals and periods add up to so far is told by the last of them; shares of alternatives are not added up.
  const running = key === "credited" || key === "attains";
  const cell = !several ? cells?.[0] : running ? cells.at(-1)! : (inAll ?? totalOf(cells));
  const all = several ? `${figures[key]}, ${running ? "after all" : "in all"}` : figures[key];
  return [rowOf({ key, figure: all }, { expected, cell: cell ?? inAll }, shown)];
}

const NEAR = rational("1e-9");

function rowOf(
  { key, figure }: { key: string; figure: string },
  { expected, cell }: { expected: number; cell: Cell | undefined },
  { unit, money }: Shown,
): Row {
  const wanted = rational(expected);
  const expectedText = textOf(wanted, unit, money);
  if (!cell)
    return {
      key,
      figure,
      expected: expectedText,
      got: "nothing",
      difference: "",
      holds: false,
      why: "the example does not come to this figure",
    };
  const { value, why } = cell;
  if ("refused" in value)
    return {
      key,
      figure,
      expected: expectedText,
      got: value.cannot ? "cannot be run" : "refused",
      difference: "",
      holds: false,
      why,
    };
  const difference = subtract(value, wanted);
  const size = difference.n < 0n ? negate(difference) : difference;
  const holds = unit === "money" ? difference.n === 0n : compare(size, NEAR) <= 0;
  return {
    key,
    figure,
    expected: expectedText,
    got: textOf(value, unit, money),
    difference: holds ? "0" : signed(difference, unit, money),
    holds,
    why,
  };
}

function signed(difference: Rational, unit: Unit, money: MoneyRounding): string {
  const text = textOf(difference, unit, money);
  return difference.n > 0n ? `+${text}` : text;
}

/** A figure as people read it; money that is finer than the currency's places keeps its digits. */
function textOf(value: Rational, unit: Unit, money: MoneyRounding): string {
  if (unit === "share") return percentText(value);
  if (unit === "measure") return plainText(value);
  const exact = plainText(value);
  const places = exact.split(".")[1]?.length ?? 0;
  return places > money.places ? thousandsApart(exact) : moneyText(value, money);
}

function refusedRows(results: Results, money: MoneyRounding): Row[] {
  const cells = results.pays ?? [...(results.paysTo?.values() ?? [])];
  return cells.map(({ label, value, why }) => {
    const refused = "refused" in value;
    const cannot = refused && value.cannot === true;
    return {
      key: "refused",
      figure: label ? `refused, ${label}` : "refused",
      expected: "refused",
      got: cannot ? "cannot be run" : refused ? "refused" : moneyText(value, money),
      difference: "",
      holds: refused && !cannot,
      why: refused ? value.refused : why,
    };
  });
}

/** What the document prints, beside what its rule gives. */
function printedRows(example: Example, results: Results, money: MoneyRounding): Row[] {
  const { documentPrints } = example;
  if (documentPrints === undefined) return [];
  const key = example.pays === undefined ? "paysShare" : "pays";
  const rows = listRows(
    key,
    {
      expected: documentPrints,
      cells: results[key],
      inAll: key === "pays" ? results.total : undefined,
    },
    { unit: key === "pays" ? "money" : "share", money },
  );
  return rows.map((row) => ({
    ...row,
    key: row.key.replace(key, "documentPrints"),
    figure: row.figure.replace(figures[key], "the document prints"),
    holds: true,
    differs: !row.holds,
    why: row.holds
      ? "the rule gives what the document prints: documentPrints is not needed"
      : `the document prints ${row.expected}, and its own rule gives ${row.got}: ${row.why}`,
  }));
}

// ---- words

function givenWords(given: Example["given"]): string {
  const words = Object.entries(given).map(
    ([key, value]) => `${givenNames[key] ?? key} ${valueWords(key, value)}`,
  );
  return words.join(", ");
}

const givenNames: Record<string, string> = {
  cancelledAfterMonths: "cancelled after months",
  termMonths: "term months",
};

function valueWords(key: string, value: unknown): string {
  const share = key === "attainment" || key === "attainments" || key === "with";
  if (typeof value === "number")
    return share ? percentText(rational(value)) : plainText(rational(value));
  if (Array.isArray(value)) {
    const shown = value.slice(0, 12).map((one) => valueWords(key, one));
    return value.length > 12 ? `${shown.join(" · ")} …` : shown.join(" · ");
  }
  if (!isObject(value)) return String(value);
  const { amount } = value;
  if (key === "deals" && typeof amount === "number") {
    const rest = [
      typeof value.source === "string" ? value.source : "",
      value.credit ? valueWords("with", value.credit) : "",
    ];
    return [plainText(rational(amount)), ...rest.filter(Boolean)].join(" ");
  }
  return Object.entries(value)
    .map(([name, one]) => `${name} ${valueWords(key, one)}`)
    .join(" · ");
}

/** How many figures hold, fail and so on. */
export function countVerdicts(outcomes: readonly ExampleOutcome[]): Record<ExampleVerdict, number> {
  const counts = { holds: 0, fails: 0, documentDiffers: 0, inheritedNoLongerHolds: 0 };
  for (const { verdict } of outcomes) counts[verdict]++;
  return counts;
}
