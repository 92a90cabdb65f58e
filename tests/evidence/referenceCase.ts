/**
 * The reference case as a table: what independent implementations of the equations give, and what the engine gives.
 */
import { readFileSync } from "node:fs";
import { type Expected, type LoadedScenario, prepareJob, readScenario } from "#models";
import type { Row } from "./rows.ts";

type Pay = { mean: number; sd: number; p5?: number; p50?: number; p95?: number };
type Results = Record<string, number> & { marketerPay: Pay; aePay: Pay };
type Evidence = {
  elasticities: { order: string[] } & Record<string, number[] | string[]>;
  plans: {
    A: { valueOfEffort: Record<string, number>; results: Results };
    B: {
      efforts: Record<string, number>;
      results: Results & { utilityGain: Record<string, number> };
    };
  };
  asideUnderCara: { bookingsEffectOfB: number };
};

const evidence = JSON.parse(
  readFileSync(new URL("./reference-case.json", import.meta.url), "utf8"),
) as Evidence;

const roleOf: Record<string, string> = {
  volume: "marketer",
  quality: "marketer",
  enablement: "marketer",
  followUp: "ae",
  selling: "ae",
  feedback: "ae",
};

function load(id: string): LoadedScenario {
  const { loaded, problems } = readScenario(id, (name) =>
    readFileSync(new URL(`../../scenarios/${name}.json`, import.meta.url), "utf8"),
  );
  if (!loaded) throw new Error(JSON.stringify(problems));
  return loaded;
}

function underCara(loaded: LoadedScenario): LoadedScenario {
  return {
    ...loaded,
    lineage: loaded.lineage.map(({ id, scenario }) => ({
      id,
      scenario: { ...scenario, behaviour: { ...scenario.behaviour, risk: "cara" } },
    })),
  };
}

/** Every figure of the reference case beside the engine's, from the expected part of a comparison. */
export function referenceRows(): Row[] {
  const scenarios = [load("reference-a"), load("reference-b")];
  const [a, b] = prepareJob({ scenarios }).head.scenarios.map(({ expected }) => expected) as [
    Expected,
    Expected,
  ];
  return [
    ...elasticityRows(a),
    ...Object.entries(evidence.plans.A.valueOfEffort).map(([task, expected]) =>
      share(`A value of effort, ${task}`, expected, a.valueOfEffort[roleOf[task]!]![task]!, 0.001),
    ),
    ...resultRows("A", evidence.plans.A.results, a),
    ...Object.entries(evidence.plans.B.efforts).map(([task, expected]) =>
      absolute(`B effort, ${task}`, expected, b.efforts[roleOf[task]!]![task]!, 1e-4),
    ),
    ...resultRows("B", evidence.plans.B.results, b),
    absolute(
      "B bookings effect",
      evidence.plans.B.results["bookingsEffect"]!,
      effectOf(a, b),
      0.00005,
    ),
    ...Object.entries(evidence.plans.B.results.utilityGain).map(([role, expected]) =>
      share(`B utility gain, ${role}`, expected, b.steadyState.roles[role]!.utilityGain, 0.001),
    ),
    caraRow(scenarios),
  ];
}

function effectOf(a: Expected, b: Expected): number {
  return b.steadyState.totals.bookings / a.steadyState.totals.bookings - 1;
}

function caraRow(scenarios: LoadedScenario[]): Row {
  const [a, b] = prepareJob({ scenarios: scenarios.map(underCara) }).head.scenarios.map(
    ({ expected }) => expected,
  ) as [Expected, Expected];
  return absolute(
    "B bookings effect under cara",
    evidence.asideUnderCara.bookingsEffectOfB,
    effectOf(a, b),
    0.0005,
  );
}

function elasticityRows(a: Expected): Row[] {
  const { order, ...measures } = evidence.elasticities;
  return Object.entries(measures).flatMap(([measure, figures]) =>
    (figures as number[]).map((expected, i) => {
      const task = order[i]!;
      const got = a.elasticities[measure]![roleOf[task]!]![task]!;
      return absolute(`A elasticity of ${measure} in ${task}`, expected, got, 1e-4);
    }),
  );
}

function resultRows(plan: string, results: Results, expected: Expected): Row[] {
  const { funnel, totals, roles } = expected.steadyState;
  const got: Record<string, number> = {
    leads: funnel.stages["lead"]!.total,
    mql: funnel.stages["mql"]!.total,
    sql: funnel.stages["sql"]!.total,
    marketingOpportunities: funnel.stages["opportunity"]!.marketing,
    salesOpportunities: funnel.stages["opportunity"]!.sales,
    won: funnel.stages["won"]!.total,
    pipeline: funnel.pipeline.total,
    bookings: totals.bookings,
  };
  const rows: Row[] = Object.entries(got)
    .filter(([key]) => key in results)
    .map(([key, figure]) => share(`${plan} ${key}`, results[key]!, figure, 0.0002));
  for (const [role, pay] of [
    ["marketer", results.marketerPay],
    ["ae", results.aePay],
  ] as const) {
    const own = roles[role]!.pay;
    rows.push(share(`${plan} ${role} mean pay`, pay.mean, own.mean, 0.0001));
    rows.push(share(`${plan} ${role} sd of pay`, pay.sd, own.sd, 0.001));
    for (const key of ["p5", "p50", "p95"] as const) {
      if (pay[key] !== undefined)
        rows.push(share(`${plan} ${role} pay ${key}`, pay[key], own[key], 0.01));
    }
  }
  rows.push(
    share(
      `${plan} share of account executives at quota`,
      results["shareOfAesAtQuota"]!,
      roles["ae"]!.shareAtQuota!,
      0.01,
    ),
  );
  rows.push(share(`${plan} pay total`, results["payTotal"]!, totals.pay, 0.0001));
  rows.push(share(`${plan} profit`, results["profit"]!, totals.contribution, 0.0002));
  return rows;
}

function absolute(what: string, expected: number, got: number, tolerance: number): Row {
  return { what, expected, got, tolerance, relative: false };
}

function share(what: string, expected: number, got: number, tolerance: number): Row {
  return { what, expected, got, tolerance, relative: true };
}
