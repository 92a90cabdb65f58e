/**
 * Neighbouring models with a solution on paper, worked out for any figures: a table of expected and got.
 *
 * Terms     engine = where the product solves the same problem, the product's answer is the one compared: as the move
 *           from a status quo whose solution is known; all others are formulas that nothing in the product calls.
 * Source    docs/model.md#neighbours; Holmström 1979, 1982; Holmström and Milgrom 1987, 1991; Kandel and Lazear 1992;
 *           Itoh 1991; Lazear and Rosen 1981; Basu, Lal, Srinivasan and Staelin 1985; Lal and Srinivasan 1993;
 *           Weitzman 1980.
 */
import jstat from "jstat";
import { type JsonObject } from "#models";
import { chain, headOf, patched, plainPeople, solo } from "../support/scenarios.ts";
import type { Row } from "./rows.ts";

type Value = number | boolean | string | null | readonly (number | null)[];
type Numbers = Record<string, number>;
export type ClosedForm = {
  model: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, Value>;
};

const TOLERANCE = 2e-6;

/** The rows of every figure of some cases, in their order; throws with a sentence on a model it does not know. */
export function closedFormRows(cases: readonly ClosedForm[]): Row[] {
  return cases.flatMap(({ model, inputs, outputs }, i) => {
    const solve = Object.hasOwn(models, model) ? models[model]! : undefined;
    if (!solve)
      throw new RangeError(
        `case ${i + 1} is of the model "${model}"; known are ${Object.keys(models).join(", ")}`,
      );
    const got = solve(inputs as Numbers);
    return Object.entries(outputs).flatMap(([key, expected]) =>
      rowsOf(`${i + 1} ${model} ${key}`, expected, got[key]),
    );
  });
}

function rowsOf(what: string, expected: Value, got: Value | undefined): Row[] {
  if (Array.isArray(expected)) {
    const list = Array.isArray(got) ? (got as Value[]) : [];
    const length = Math.max(expected.length, list.length);
    return Array.from({ length }, (_, i) =>
      rowsOf(`${what}[${i}]`, (expected as Value[])[i] ?? null, list[i]),
    ).flat();
  }
  return [
    {
      what,
      expected: expected as Row["expected"],
      got: (got ?? null) as Row["got"],
      // Of the figure itself once it is large: the source prints six places.
      tolerance: TOLERANCE * Math.max(1, Math.abs(Number(expected)) || 0),
      relative: false,
    },
  ];
}

const phi = (z: number) => jstat.normal.pdf(z, 0, 1);
const Phi = (z: number) => jstat.normal.cdf(z, 0, 1);

/** The root of a function between two places where it has opposite signs. */
function rootOf(f: (x: number) => number, low: number, high: number): number {
  let [a, b] = [low, high];
  const sign = Math.sign(f(a));
  for (let step = 0; step < 200; step++) {
    const middle = (a + b) / 2;
    if (Math.sign(f(middle)) === sign) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
}

/** The first root of a rising function above 0. */
function risingRoot(f: (x: number) => number): number {
  let high = 1;
  while (f(high) < 0) high *= 2;
  return rootOf(f, 0, high);
}

// ---- small matrices, row by row

type Matrix = number[][];
const times = (a: Matrix, x: number[]) =>
  a.map((row) => row.reduce((sum, v, j) => sum + v * x[j]!, 0));
const dot = (x: number[], y: number[]) => x.reduce((sum, v, i) => sum + v * y[i]!, 0);
const turned = (a: Matrix): Matrix => a[0]!.map((_, j) => a.map((row) => row[j]!));
const product = (a: Matrix, b: Matrix): Matrix =>
  turned(turned(b).map((column) => times(a, column)));

function inverse(a: Matrix): Matrix {
  const n = a.length;
  const work = a.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let c = 0; c < n; c++) {
    const pivot = work
      .slice(c)
      .reduce((best, row, i) => (Math.abs(row[c]!) > Math.abs(work[best]![c]!) ? c + i : best), c);
    [work[c], work[pivot]] = [work[pivot]!, work[c]!];
    const head = work[c]![c]!;
    work[c] = work[c]!.map((v) => v / head);
    for (let r = 0; r < n; r++) {
      if (r === c) continue;
      const factor = work[r]![c]!;
      work[r] = work[r]!.map((v, j) => v - factor * work[c]![j]!);
    }
  }
  return work.map((row) => row.slice(n));
}

function multitask(given: { b: number[]; M: Matrix; K: Matrix; V: Matrix; r: number }) {
  const { b, M, K, V, r } = given;
  const Ki = inverse(K);
  const MKi = product(M, Ki);
  const left = product(MKi, turned(M)).map((row, i) => row.map((v, j) => v + r * V[i]![j]!));
  const beta = times(inverse(left), times(MKi, b));
  const e = times(product(Ki, turned(M)), beta);
  const first = times(Ki, b);
  const surplusOf = (x: number[]) => dot(b, x) - dot(x, times(K, x)) / 2;
  return {
    beta,
    e,
    surplus: surplusOf(e) - (r / 2) * dot(beta, times(V, beta)),
    e_fb: first,
    surplus_fb: surplusOf(first),
  };
}

function kappa(n: number): number {
  // (n − 1)·∫Φ^(n−2)·φ² over ten standard deviations, by the trapezium rule, which is exact to rounding here.
  const steps = 4000;
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const z = -10 + (20 * i) / steps;
    sum += Phi(z) ** (n - 2) * phi(z) ** 2;
  }
  return (n - 1) * sum * (20 / steps);
}

// ---- the product's own answers

/** ε at which the engine's cost of effort is quadratic. */
const QUADRATIC = 1;

/** The expected layer of a child whose rate of joint pay differs, beside its parent's. */
function moved(root: JsonObject, patch: JsonObject) {
  const [before, after] = headOf(chain(root), chain(root, patch)).scenarios;
  return { before: before!.expected, after: after!.expected };
}

function partners(n: number): JsonObject {
  return patched(solo, {
    roles: {
      seller: {
        headcount: n,
        tasks: { selling: { private: false, effects: { "inflow.own": 1 } } },
      },
    },
    plans: { seller: { components: { bookings: { scope: "joint", rate: 1 } } } },
    behaviour: { epsilon: QUADRATIC, rho: 2 },
  });
}

const aNth = (n: number): JsonObject => ({
  plans: { seller: { components: { bookings: { rate: 1 / n } } } },
});

/** Effort of n partners paid an nth each, over their first best, with a share `psi` of the others' stake felt. */
function partnersEffort(n: number, psi: number): number {
  if (n === 1) return 1;
  const { after } = moved(partners(n), { ...aNth(n), behaviour: { psi0: psi } });
  return after.efforts["seller"]!["selling"]!;
}

/** The only member of a team, whose one task moves the output. */
function worker(team: string, plan: string, effect: number): JsonObject {
  const tasks = { work: { effects: { "inflow.own": effect }, nonPayStake: 0 } };
  return { team, plan, headcount: 1, basePay: 0, targetVariable: 1, tasks };
}

function paidOfAll(rate: number): JsonObject {
  return { components: { output: { measure: "bookings", scope: "joint", period: "year", rate } } };
}

function twoRoles(given: Numbers) {
  const { A, am, as_: as, cm, cs } = given as Record<"A" | "am" | "as_" | "cm" | "cs", number>;
  const at = (bm: number, bs: number) => {
    // cm·m² = bm·am·R and cs·e² = bs·as·R put into R = A·m^am·e^as.
    const R =
      (A * ((bm * am) / cm) ** (am / 2) * ((bs * as) / cs) ** (as / 2)) **
      (1 / (1 - (am + as) / 2));
    return { R, m: Math.sqrt((bm * am * R) / cm), e: Math.sqrt((bs * as * R) / cs) };
  };
  const from = { bm: given["bm"]! * 0.8, bs: given["bs"]! * 1.1 };
  const base: JsonObject = {
    ...solo,
    roles: { marketer: worker("marketing", "marketer", am), seller: worker("sales", "seller", as) },
    plans: { marketer: paidOfAll(from.bm), seller: paidOfAll(from.bs) },
    behaviour: { ...(plainPeople["behaviour"] as JsonObject), epsilon: QUADRATIC, rho: 2 },
  };
  const { before, after } = moved(base, {
    plans: { marketer: paidOfAll(given["bm"]!), seller: paidOfAll(given["bs"]!) },
  });
  const known = at(from.bm, from.bs);
  return {
    R: (known.R * after.steadyState.totals.bookings) / before.steadyState.totals.bookings,
    m: known.m * after.efforts["marketer"]!["work"]!,
    e: known.e * after.efforts["seller"]!["work"]!,
  };
}

/** Expected pay of a curve in money over a log-normal measure, by the engine: slopes and jumps over a target of 1. */
function lognormalPlan(given: {
  mean: number;
  sig: number;
  knots: number[];
  slopes: number[];
  jumps?: [number, number][];
}) {
  const { mean, sig, knots, slopes, jumps = [] } = given;
  const target = knots.at(-1)! > 0 ? knots.at(-1)! : mean;
  const scale = target; // pay at a share of 1
  const places = [...new Set([...knots, ...jumps.map(([at]) => at)])].toSorted((a, b) => a - b);
  const points: number[][] = [];
  let share = 0;
  let slope = 0;
  for (const [i, at] of places.entries()) {
    if (i > 0) share += slope * (at - places[i - 1]!);
    points.push([at / target, share / scale]);
    const jump = jumps.find(([place]) => place === at)?.[1] ?? 0;
    if (jump !== 0) {
      share += jump;
      points.push([at / target, share / scale]);
    }
    const own = knots.indexOf(at);
    if (own >= 0) slope = slopes[own]!;
  }
  const root = patched(solo, {
    funnel: { segments: { all: { sources: { own: { perMonth: mean / 12 / 0.5 / 1000 } } } } },
    roles: { seller: { ownLuck: sig, tasks: { selling: { effects: { "inflow.own": 1 } } } } },
    plans: {
      seller: {
        components: {
          bookings: {
            rate: null,
            targetPay: scale,
            target,
            curve: { points, beyond: slope * (target / scale) },
          },
        },
      },
    },
  });
  const { steadyState, valueOfEffort } = headOf(chain(root)).scenarios[0]!.expected;
  const dlnE = valueOfEffort["seller"]!["selling"]!;
  return { E: steadyState.roles["seller"]!.pay.mean, dlnE, eff_rate: dlnE / mean };
}

const models: Record<string, (given: Numbers) => Record<string, Value>> = {
  holmstrom79: ({ H }) => {
    const a = risingRoot((x) => H! * x + 5 * x ** 3 - 1);
    const first = risingRoot((x) => H! * x + x ** 3 - 1);
    const lam = (H! + a * a) / 2;
    const Es = lam ** 2 + a ** 4;
    const firstPay = ((H! + first * first) / 2) ** 2;
    return {
      a,
      lam,
      mu: a ** 3,
      A: lam - a * a,
      B: a,
      Es,
      profit: a - Es,
      a_fb: first,
      profit_fb: first - firstPay,
    };
  },
  team_equal_share: ({ n, theta, c }) => {
    const best = theta! / c!;
    const a = best * partnersEffort(n!, 0);
    const W = n! * (theta! * a - (c! * a * a) / 2);
    const first = n! * (theta! * best - (c! * best * best) / 2);
    return { a, a_fb: best, W, W_fb: first, ratio: W / first };
  },
  group_penalty: ({ theta, c }) => ({ min_bonus_per_head: theta! ** 2 / (2 * c!) }),
  cobb_nash: twoRoles,
  len_single: ({ p, k, c, r, s2 }) => {
    const beta = (p! * k! ** 2) / (k! ** 2 + r! * c! * s2!);
    const effort = (beta * k!) / c!;
    const premium = (r! * beta ** 2 * s2!) / 2;
    const cost = (c! * effort ** 2) / 2;
    const alpha = cost + premium - beta * k! * effort;
    const first = (p! * k!) / c!;
    return {
      beta,
      effort,
      risk_premium: premium,
      alpha,
      profit: p! * k! * effort - alpha - beta * k! * effort,
      surplus: p! * k! * effort - cost - premium,
      e_fb: first,
      surplus_fb: p! * k! * first - (c! * first ** 2) / 2,
    };
  },
  multitask: (given) => multitask(given as unknown as Parameters<typeof multitask>[0]),
  multitask_corner: ({ b1, c11, r, s1 }) => {
    const beta1 = b1! / (1 + r! * c11! * s1!);
    const e1 = beta1 / c11!;
    return { beta1, e1, surplus: b1! * e1 - (c11! * e1 ** 2) / 2 - (r! * beta1 ** 2 * s1!) / 2 };
  },
  multitask_unmeasured: ({ b1, b2, c11, c12, c22, r, s1 }) => ({
    beta1: (b1! - (b2! * c12!) / c22!) / (1 + r! * s1! * (c11! - c12! ** 2 / c22!)),
  }),
  itoh_opt: ({ gam, c, delta, r, s2 }) => {
    const spec = 1 / (1 + r! * c! * s2!);
    const specSurplus = spec / c! - spec ** 2 / (2 * c!) - (r! * spec ** 2 * s2!) / 2;
    const team = multitask({
      b: [1, gam!],
      M: [
        [1, 0],
        [0, gam!],
      ],
      K: [
        [c!, c! * delta!],
        [c! * delta!, c!],
      ],
      V: [
        [s2!, 0],
        [0, s2!],
      ],
      r: r!,
    });
    const interior = team.e[1]! > 0;
    return {
      beta_spec: spec,
      S_spec: specSurplus,
      beta_team: team.beta[0]!,
      phi_team: team.beta[1]!,
      a_team: team.e[0]!,
      h_team: team.e[1]!,
      S_team: interior ? team.surplus : null,
      interior,
      best: interior && team.surplus > specSurplus ? "team" : "specialise",
    };
  },
  itoh_threshold: ({ beta, gam, delta }) => ({ phi_min: (delta! * beta!) / gam! }),
  kandel_lazear: (given) => {
    const { v, N, c, gamma = 0, e0 = 0 } = given;
    const kind = (given as { kind?: unknown }).kind ?? "linear";
    const first = v! / c!;
    const enough = v! * (1 - 1 / N!);
    const felt = kind === "linear" ? gamma : 0;
    // Linear pressure up to v·(1 − 1/N) is the part ψ of the others' stake that the engine lets people feel.
    const byEngine = N! > 1 && felt <= enough;
    const linear = byEngine
      ? first * partnersEffort(N!, felt / v! / (1 - 1 / N!))
      : (v! / N! + felt) / c!;
    const e = kind === "quad_norm" ? (v! / N! + gamma * e0) / (c! + gamma) : linear;
    return { e, e_fb: first, gamma_fb: enough };
  },
  blss: ({ h, k, q, d, p, U0 }) => {
    const t = risingRoot((x) => {
      const m = h! + k! * x;
      const spread = ((2 * d! ** 2) / (q! * k! ** 2)) * (x * m ** 2 + x ** 2 * m * k!);
      return (U0! + d! * x ** 2) * d! * x + spread - p! * k!;
    });
    const m = h! + k! * t;
    const lam = (U0! + d! * t ** 2) / 2;
    const mu = (d! * t * m ** 2) / (q! * k! ** 2);
    const A = lam - (mu * q! * k!) / m;
    const Es = lam ** 2 + (d! ** 2 * t ** 2 * m ** 2) / (q! * k! ** 2);
    return {
      t,
      m,
      A,
      B: (mu * q! * k!) / m ** 2,
      salary: A ** 2,
      Es,
      profit: p! * m - Es,
      salary_share: A ** 2 / Es,
      feasible: A >= 0,
    };
  },
  lal_srinivasan: ({ margin, h, k, d, r, s2, U0 }) => {
    const B = margin! / (1 + (r! * d! * s2!) / k! ** 2);
    const t = (k! * B) / d!;
    const sales = h! + k! * t;
    const A = U0! + (d! * t ** 2) / 2 + (r! * B ** 2 * s2!) / 2 - B * sales;
    const pay = A + B * sales;
    return {
      B,
      t,
      A,
      sales,
      pay,
      commission_share: (B * sales) / pay,
      profit: margin! * sales - pay,
    };
  },
  tournament2: ({ V, sigma, c }) => {
    const g0 = 1 / (2 * sigma! * Math.sqrt(Math.PI));
    const mu = V! / c!;
    const spread = V! / g0;
    return {
      g0,
      mu,
      spread,
      W1: V! * mu + spread / 2,
      W2: V! * mu - spread / 2,
      soc_ok: c! >= spread / (2 * sigma! ** 2 * Math.sqrt(2 * Math.PI * Math.E)),
    };
  },
  kappa_n: ({ n }) => ({ kappa: kappa(n!) }),
  tournament_n: ({ W, n, sigma, c }) => ({ effort: (W! * kappa(n!)) / (sigma! * c!) }),
  quota_effort: ({ bonus, q, sigma, c, h = 0, beta = 0 }) => {
    const gap = (e: number) => beta + (bonus! * phi((q! - h - e) / sigma!)) / sigma! - c! * e;
    const utility = (e: number) =>
      beta * (h + e) + bonus! * Phi((h + e - q!) / sigma!) - (c! * e ** 2) / 2;
    const highest = (beta + (bonus! * phi(0)) / sigma!) / c! + 1;
    const steps = 200_000;
    const roots: number[] = [];
    for (let i = 0; i < steps; i++) {
      const [low, high] = [(highest * i) / steps, (highest * (i + 1)) / steps];
      if (gap(low) === 0) roots.push(low);
      else if (gap(low) * gap(high) < 0) roots.push(rootOf(gap, low, high));
    }
    const U = roots.map(utility);
    return { roots, U, best: roots[U.indexOf(Math.max(...U))]! };
  },
  max_discount: ({ r_hi, r_lo, rho }) => ({ d: 1 - (rho! * r_lo!) / r_hi! }),
  weitzman: ({ b, lam, r, T }) => ({
    b_eff:
      T === undefined
        ? (b! * r!) / (r! + lam!)
        : b! * (1 - (lam! * (1 - ((1 - lam!) / (1 + r!)) ** T)) / (r! + lam!)),
  }),
  interface: ({ p, v, km, ks, cm, cs, rm, rs, sL2, sS2, sEta2 }) => {
    const V = [
      [sL2! + sEta2!, v! * sL2!],
      [v! * sL2!, v! ** 2 * sL2! + sS2!],
    ];
    const marketer = multitask({
      b: [p! * v! * km!],
      M: [[km!], [v! * km!]],
      K: [[cm!]],
      V,
      r: rm!,
    });
    const rep = multitask({ b: [p! * ks!], M: [[0], [ks!]], K: [[cs!]], V, r: rs! });
    const [bL, bS] = marketer.beta as [number, number];
    const [gL, gS] = rep.beta as [number, number];
    return {
      bL,
      bS,
      ratio: bS / bL,
      ratio_rule: (v! * sEta2!) / sS2!,
      gL,
      gS,
      m: marketer.e[0]!,
      e: rep.e[0]!,
    };
  },
  plan_expect_normal: (given) => {
    const {
      mean,
      sd,
      knots,
      slopes,
      jumps = [],
    } = given as unknown as {
      mean: number;
      sd: number;
      knots: number[];
      slopes: number[];
      jumps?: [number, number][];
    };
    let [E, slope] = [0, 0];
    for (const [i, at] of knots.entries()) {
      const change = slopes[i]! - (slopes[i - 1] ?? 0);
      const z = (mean - at) / sd;
      E += change * ((mean - at) * Phi(z) + sd * phi(z));
      slope += change * Phi(z);
    }
    for (const [at, amount] of jumps) {
      const z = (mean - at) / sd;
      E += amount * Phi(z);
      slope += (amount * phi(z)) / sd;
    }
    return { E, slope };
  },
  plan_expect_lognormal: (given) =>
    lognormalPlan(given as unknown as Parameters<typeof lognormalPlan>[0]),
};
