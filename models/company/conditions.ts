/**
 * Gates, multipliers and tables over two measures, compiled for both engines.
 *
 * Terms     branch = one way the conditions may stand: the curve that then pays, and the chance of it as curves over the
 *           readings; fold = a condition on the component's own measure, made a part of its curve.
 * Formula   expected pay = scale · Σ_b E[c_b(own)] · Π E[w(reading)] · Π E[φ(reading)]: the branches of a gate are open and
 *           shut, those of a table its rows; exact where own and readings are independent given the shared shocks.
 * Always    a component without conditions has no branches; branches fold everything that is known of their own measure.
 * Not here  integrating over shocks (behaviour/payRisk.ts), simulated pay (simulation/pay.ts).
 * Source    docs/model.md#gates-and-multipliers
 */
import { toNumber } from "../math/index.ts";
import type { Branch, Branches, Weight } from "../plans/branches.ts";
import { type Curve, plainPoints } from "../plans/curve.ts";
import { boundOf } from "../plans/defaults.ts";
import { type CurveInput, pointsOf, surfaceOf } from "../plans/kinds/index.ts";
import { shareOn, type Rule } from "../plans/payout.ts";
import {
  atMost,
  gated,
  levelCurves,
  product,
  readRounded,
  stepCurve,
  stretched,
  total,
} from "../plans/reshape.ts";
import { keptCurve, sharedCurve } from "./curves.ts";
import type { ComponentSite } from "./periods.ts";
import { type Asker, compileReading, type Reading } from "./readings.ts";

type CompiledGate = {
  id: string;
  reading: number;
  bound: number;
  strict: boolean;
  /** Share paid at most while it is shut. */
  otherwise: number;
  /** Reading of the year so far that opens it too, or −1. */
  orYearToDate: number;
};

type CompiledMultiplier = { id: string; reading: number; curve: Curve };

export type Conditions = {
  readings: Reading[];
  gates: CompiledGate[];
  multipliers: CompiledMultiplier[];
  /** Reading of a table's second measure, or −1. */
  across: number;
};

/** The conditions of a component; what asks for a measure that is not there is left out, and reported. */
export function compileConditions(path: string, asker: Asker, site: ComponentSite): Conditions {
  const { component } = asker;
  const readings: Reading[] = [];
  const keep = (reading: Reading) => {
    const known = readings.findIndex(({ key }) => key === reading.key);
    return known < 0 ? readings.push(reading) - 1 : known;
  };
  const gates: CompiledGate[] = [];
  const multipliers: CompiledMultiplier[] = [];
  for (const [id, gate] of Object.entries(component.gates ?? {})) {
    const here = `${path}.gates.${id}`;
    const { bound, relative, above } = boundOf(gate);
    const asked = { path: here, title: gate.title ?? id, question: gate, byValue: !relative };
    const reading = compileReading(asked, asker, site);
    if (!reading) continue;
    const place = keep(reading);
    const soFar =
      gate.orYearToDate === true
        ? compileReading({ ...asked, yearToDate: true }, asker, site)
        : undefined;
    gates.push({
      id,
      reading: place,
      bound,
      strict: above,
      otherwise: gate.otherwise?.shareAtMost ?? 0,
      orYearToDate: soFar ? keep(soFar) : -1,
    });
  }
  for (const [id, multiplier] of Object.entries(component.multipliers ?? {})) {
    const here = `${path}.multipliers.${id}`;
    const reading = compileReading(
      { path: here, title: multiplier.title ?? id, question: multiplier, byValue: false },
      asker,
      site,
    );
    const curve = sharedCurve(`${here}.curve`, pointsOf(multiplier.curve), site);
    if (!reading || !curve) continue;
    multipliers.push({ id, reading: keep(reading), curve });
  }
  const surface = component.curve && surfaceOf(component.curve);
  let across = -1;
  if (surface) {
    const reading = compileReading(
      { path: `${path}.curve.across`, title: "across", question: surface.across, byValue: false },
      asker,
      site,
    );
    if (reading) across = keep(reading);
  }
  return { readings, gates, multipliers, across };
}

/** The kernel's rule of a component's period; deals of a curve that reads deals are shares by then. */
export function compileRule(
  path: string,
  {
    written,
    curve,
    payAtMost,
    round,
  }: { written: CurveInput; curve: Curve } & Pick<Rule, "payAtMost" | "round">,
  site: ComponentSite,
): Rule {
  const surface = surfaceOf(written);
  const rows = surface?.rows.map(
    (row) => sharedCurve(path, plainPoints(row.points), site) ?? curve,
  );
  return {
    curve,
    across: surface && {
      linear: surface.between === "linear",
      at: Float64Array.from(surface.rows, ({ at }) => toNumber(at)),
      rows: rows!,
    },
    deal: false,
    round,
    payAtMost,
    payPerDealAtMost: Infinity,
  };
}

/** What the expected layer makes of a component's rule and conditions in one payout. */
export function branchesOf(
  rule: Rule,
  { readings, gates, multipliers, across }: Conditions,
  given: { q: number; target: number; scale: number; usual: number },
  site: ComponentSite,
): Branches {
  const { q, target, scale } = given;
  if (readings.length === 0 && !rule.across && !rule.round && rule.payAtMost === Infinity) {
    const branch = { curve: rule.curve, weights: [], either: [] };
    return { branches: [branch], factors: [], blended: false };
  }
  const fold = (reading: number, curve: Curve) =>
    stretched(curve, target / readings[reading]!.target[q]!);
  const rounded = (curve: Curve) => (rule.round ? readRounded(curve, rule.round) : curve);
  let branches: Branch[] = [{ curve: rounded(rule.curve), weights: [], either: [] }];
  if (rule.across && across >= 0) {
    const levels = levelCurves([...rule.across.at], rule.across.linear);
    branches = rule.across.rows.map((row, r) => {
      const curve = rounded(row);
      return readings[across]!.own
        ? { curve: product(curve, fold(across, levels[r]!)), weights: [], either: [] }
        : { curve, weights: [{ reading: across, curve: levels[r]! }], either: [] };
    });
    if (readings[across]!.own) {
      const [first, ...rest] = branches;
      branches = [
        { ...first!, curve: rest.reduce((sum, { curve }) => total(sum, curve), first!.curve) },
      ];
    }
  }
  for (const gate of gates) branches = branches.flatMap((branch) => gatedBranches(branch, gate));
  function gatedBranches(branch: Branch, gate: CompiledGate): Branch[] {
    const { reading, bound, strict, otherwise } = gate;
    const soFar = gate.orYearToDate;
    // Over the year's first period the year so far is that period.
    const orYearToDate =
      soFar >= 0 && sameSpan(readings[reading]!, readings[soFar]!, q) ? -1 : soFar;
    const shutCurve = otherwise > 0 ? atMost(branch.curve, otherwise) : undefined;
    const step = (over: number, open: boolean) =>
      weighted(branch.weights, { reading: over, curve: stepCurve(bound, { strict, open }) });
    if (readings[reading]!.own) {
      const own = (bound * readings[reading]!.target[q]!) / target;
      const curve = gated(branch.curve, { bound: own, strict, shareAtMost: otherwise });
      if (orYearToDate < 0) return [{ ...branch, curve }];
      return [
        { ...branch, weights: step(orYearToDate, true) },
        { ...branch, curve, weights: step(orYearToDate, false) },
      ];
    }
    const weigh = (open: boolean): Pick<Branch, "weights" | "either"> =>
      orYearToDate < 0
        ? { weights: step(reading, open), either: branch.either }
        : {
            weights: branch.weights,
            either: [
              ...branch.either,
              {
                period: reading,
                yearToDate: orYearToDate,
                open: keptCurve(stepCurve(bound, { strict, open: true }), site),
                shut: !open,
              },
            ],
          };
    return [
      { curve: branch.curve, ...weigh(true) },
      ...(shutCurve ? [{ curve: shutCurve, ...weigh(false) }] : []),
    ];
  }
  const factors: Weight[] = [];
  let blended = rule.across?.linear === true && across >= 0 && !readings[across]!.own;
  for (const { reading, curve } of multipliers) {
    if (readings[reading]!.own) {
      const own = fold(reading, curve);
      branches = branches.map((branch) => ({ ...branch, curve: product(branch.curve, own) }));
    } else if (branches.some(({ weights }) => weights.some((one) => one.reading === reading))) {
      branches = branches.map((branch) => ({
        ...branch,
        weights: weighted(branch.weights, { reading, curve }),
      }));
      blended = true;
    } else factors.push({ reading, curve });
  }
  const most = rule.payAtMost / scale;
  if (most < Infinity && scale > 0) {
    const usual = factors.reduce((times, { curve }) => times * shareOn(curve, 1), given.usual);
    branches = branches.map((branch) => ({
      ...branch,
      curve: atMost(branch.curve, usual > 0 ? most / usual : most),
    }));
  }
  return {
    branches: branches.map(({ curve, weights, either }) => ({
      curve: keptCurve(curve, site),
      weights: weights.map((one) => ({ ...one, curve: keptCurve(one.curve, site) })),
      either,
    })),
    factors,
    blended,
  };
}

function sameSpan(one: Reading, other: Reading, q: number): boolean {
  return one.from[q] === other.from[q] && one.to[q] === other.to[q];
}

/** Weights with one more, multiplied into one on the same reading. */
function weighted(weights: Weight[], more: Weight): Weight[] {
  const known = weights.findIndex(({ reading }) => reading === more.reading);
  return known < 0
    ? [...weights, more]
    : weights.with(known, { ...more, curve: product(weights[known]!.curve, more.curve) });
}
