/**
 * Minds: what the people of a role, at one level of skill, feel of the plan: what their pay is worth, and the value of
 * each task's effort to them.
 *
 * Terms     point = a level of skill; relative = a person's individual measures over the role's mean person; own share =
 *           the part of a measure's movement that a person feels as theirs.
 * Formula   V_k = ι_k + Σ_m s_m·E_km·∂CE/∂ln m + ψx·Σ_o (n_o/n)·Σ_m E_km·∂CE_o/∂ln m;
 *           s_m = 1 for an individual measure in a private task, else share + ψ(1 − share), ψ = ψ0 + ψ1·A, the share
 *           being 1/n where all are alike.
 * Source    docs/model.md#value-of-effort
 */
import {
  type CertainPayCache,
  compilePayRisk,
  MASKS,
  type Payout,
  type PayRisk,
  type PayWorth,
  payWorth,
} from "../behaviour/payRisk.ts";
import { feltUnderRatchet } from "../behaviour/ratchet.ts";
import type { Side } from "../behaviour/conditionedPay.ts";
import { isRatio } from "../funnel/measure.ts";
import { pow } from "../math/index.ts";
import type { Branches, Weight } from "../plans/branches.ts";
import type { CompiledComponent } from "./components.ts";
import { countingNoise, type Model, type ModelRole } from "./compile.ts";
import type { Measured } from "./measured.ts";

export type Mind = {
  role: number;
  skill: number;
  weight: number;
  /** Index of the first effort of this mind in the effort vector. */
  first: number;
  payouts: Payout[];
  /** Period of its component that each payout stands for; the first where it stands for several. */
  periods: Int32Array;
  /** Payout that stands for each period of each component, component by component. */
  payoutOf: Int32Array;
  risk: PayRisk;
  worth: PayWorth;
};

export type MindSetting = {
  cache: CertainPayCache;
  /** True to let one payout stand for periods that are alike, as they are in a steady year. */
  alike: boolean;
};

/** Minds of a model at each role's skill points, laid out one after another in the effort vector. */
export function compileMinds(model: Model, measured: Measured[][], setting: MindSetting): Mind[] {
  let first = 0;
  return model.roles.flatMap((role, r) =>
    role.points.map(({ skill, weight }) => {
      const mind = compileMind(model, measured[r]!, { role: r, skill, weight, first }, setting);
      first += role.tasks.length;
      return mind;
    }),
  );
}

/** Minds of each role. */
export function mindsByRole(model: Model, minds: Mind[]): Mind[][] {
  return model.roles.map((_, r) => minds.filter((mind) => mind.role === r));
}

/** The mind of one person of a role at a level of skill. */
function compileMind(
  model: Model,
  measured: Measured[],
  place: { role: number; skill: number; weight: number; first: number },
  setting: MindSetting,
): Mind {
  const role = model.roles[place.role]!;
  const payouts: Payout[] = [];
  const periods: number[] = [];
  const payoutOf: number[] = [];
  let firstReading = role.components.length;
  for (const [c, component] of role.components.entries()) {
    const { year, mass, parts } = measured[c]!;
    const heads = component.individual ? place.skill / role.heads.own : 1;
    const whole = component.window === undefined;
    const noiseOf = (part: number) =>
      model.luck === "deals" && part > 0 ? Math.sqrt(countingNoise(year, part)) : 0;
    const sigma = noiseOf(heads / component.payouts);
    for (let p = 0; p < component.payouts; p++) {
      const twin = setting.alike
        ? payouts.findIndex(
            (payout, i) =>
              payout.component === c &&
              samePeriod(component, mass, p, periods[i]!) &&
              sameConditions({ component, measured, firstReading }, p, periods[i]!),
          )
        : -1;
      payoutOf.push(twin < 0 ? payouts.length : twin);
      if (twin >= 0) {
        payouts[twin]!.count += 1;
        continue;
      }
      periods.push(p);
      payouts.push({
        component: c,
        curve: component.curves[p]!,
        count: 1,
        scale: component.scale[p]!,
        sigma: whole ? sigma : noiseOf(heads * parts[p]!),
        individual: component.individual,
        mass: new Float64Array(MASKS),
        on: component.branches && {
          ...component.branches[p]!,
          paidOn: component.paidOn,
          sides: component.conditions.readings.map((reading, f): Side => {
            const line = firstReading + f;
            const { year: read, parts: shares } = measured[line]!;
            const q = periodOfPayout(component, p);
            const part = isRatio(reading.measure)
              ? (reading.to[q]! - reading.from[q]!) / 12
              : shares[q]!;
            const people = reading.individual ? place.skill / role.heads.own : 1;
            const counted = model.luck === "deals" && part > 0;
            return {
              line,
              mass: new Float64Array(MASKS),
              sigma: counted ? Math.sqrt(countingNoise(read, people * part)) : 0,
              individual: reading.individual,
            };
          }),
        },
      });
    }
    firstReading += component.conditions.readings.length;
  }
  setMasses({ payouts, periods: Int32Array.from(periods) }, role, measured, place.skill);
  const luck = { ...model.shocks, own: role.residualLuck };
  const risk = compilePayRisk(payouts, {
    luck,
    taste: role.taste,
    cache: setting.cache,
  });
  return {
    ...place,
    payouts,
    periods: Int32Array.from(periods),
    payoutOf: Int32Array.from(payoutOf),
    risk,
    worth: payWorth({ components: role.lines.length, payouts }),
  };
}

const ALIKE = 1e-9;

/** True where two periods of a component pay alike: same money, same curve, same attainment by shock. */
function samePeriod(
  component: CompiledComponent,
  mass: Float64Array,
  p: number,
  q: number,
): boolean {
  if (component.scale[p] !== component.scale[q] || component.curves[p] !== component.curves[q])
    return false;
  return sameMass(mass, p, q);
}

function sameMass(mass: Float64Array, p: number, q: number): boolean {
  let total = 0;
  let apart = 0;
  for (let mask = 0; mask < MASKS; mask++) {
    total += mass[q * MASKS + mask]!;
    apart = Math.max(apart, Math.abs(mass[p * MASKS + mask]! - mass[q * MASKS + mask]!));
  }
  return apart <= ALIKE * total;
}

/** Period of the year whose readings a payout hangs on: the last one for the year to date. */
function periodOfPayout({ yearToDate, monthsInPeriod }: CompiledComponent, p: number): number {
  return yearToDate ? 12 / monthsInPeriod - 1 : p;
}

/** True where two periods hang on the same readings in the same way. */
function sameConditions(
  {
    component,
    measured,
    firstReading,
  }: { component: CompiledComponent; measured: Measured[]; firstReading: number },
  p: number,
  q: number,
): boolean {
  if (!component.branches) return true;
  const alike = component.conditions.readings.every(({ from, to }, f) => {
    const { mass } = measured[firstReading + f]!;
    const months = (period: number) => to[period]! - from[period]!;
    return months(p) === months(q) && sameMass(mass, p, q);
  });
  return alike && sameBranches(component.branches[p]!, component.branches[q]!);
}

function sameBranches(one: Branches, other: Branches): boolean {
  return (
    sameWeights(one.factors, other.factors) &&
    one.branches.length === other.branches.length &&
    one.branches.every(({ curve, weights, either }, b) => {
      const there = other.branches[b]!;
      return (
        curve === there.curve &&
        sameWeights(weights, there.weights) &&
        either.length === there.either.length &&
        either.every(
          ({ open, shut }, i) => open === there.either[i]!.open && shut === there.either[i]!.shut,
        )
      );
    })
  );
}

function sameWeights(one: Weight[], other: Weight[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ reading, curve }, i) => reading === other[i]!.reading && curve === other[i]!.curve)
  );
}

/** Sets attainments of a mind's payouts from what its role's components measure. */
export function setMasses(
  { payouts, periods }: Pick<Mind, "payouts" | "periods">,
  role: ModelRole,
  measured: Measured[],
  relative: number | Float64Array,
): void {
  for (const [i, payout] of payouts.entries()) {
    const c = payout.component;
    const { mass } = measured[c]!;
    const factor = role.components[c]!.individual
      ? typeof relative === "number"
        ? relative
        : relative[c]!
      : 1;
    const from = periods[i]! * MASKS;
    for (let mask = 0; mask < MASKS; mask++) payout.mass[mask] = mass[from + mask]! * factor;
    if (!payout.on) continue;
    const start = periodOfPayout(role.components[c]!, periods[i]!) * MASKS;
    for (const side of payout.on.sides) {
      const read = measured[side.line]!.mass;
      const own = side.individual
        ? typeof relative === "number"
          ? relative
          : relative[side.line]!
        : 1;
      for (let mask = 0; mask < MASKS; mask++) side.mass[mask] = read[start + mask]! * own;
    }
  }
}

/** Fills `mean` with the skill-weighted mean effort by task over a role's points. */
export function meanEfforts(
  role: ModelRole,
  minds: Mind[],
  efforts: Float64Array,
  mean: Float64Array,
): void {
  const tasks = role.tasks.length;
  if (minds.length === 1) {
    for (let k = 0; k < tasks; k++) mean[k] = efforts[minds[0]!.first + k]!;
    return;
  }
  let weights = 0;
  mean.fill(0);
  for (const mind of minds) {
    const weight = mind.weight * mind.skill;
    weights += weight;
    for (let k = 0; k < tasks; k++) mean[k] = mean[k]! + weight * efforts[mind.first + k]!;
  }
  for (let k = 0; k < tasks; k++) mean[k] = mean[k]! / weights;
}

/**
 * Individual measures of each point over the role's mean person, by component: skill times what the point's private
 * effort does beside the role's mean, scaled so that the people add up to the role.
 */
export function relativeMeasures(
  role: ModelRole,
  minds: Mind[],
  given: { efforts: Float64Array; mean: Float64Array; measured: Measured[] },
): Float64Array[] {
  const relatives = minds.map(() => new Float64Array(role.lines.length).fill(1));
  if (minds.length === 1) return relatives;
  for (const [c, line] of role.lines.entries()) {
    if (!line.individual) continue;
    const { elasticity } = given.measured[c]!.year;
    let total = 0;
    for (const [i, mind] of minds.entries()) {
      let relative = mind.skill;
      for (const [k, task] of role.tasks.entries()) {
        const ratio = given.efforts[mind.first + k]! / given.mean[k]!;
        if (task.private && ratio !== 1) relative *= pow(ratio, elasticity[task.slot]!);
      }
      relatives[i]![c] = relative;
      total += mind.weight * relative;
    }
    for (const relative of relatives) relative[c] = relative[c]! / total;
  }
  return relatives;
}

/** The part of a shared measure's movement that a person of a mind feels as theirs: share + ψ(1 − share). */
export function feltShare(
  space: { model: Model; efforts: Float64Array; mean: Float64Array[] },
  mind: Mind,
  k: number,
): number {
  const { model } = space;
  const { psi0, psi1 } = model.behaviour;
  const psi = psi0 + psi1 * model.alignmentLevel;
  const work = mind.skill * space.efforts[mind.first + k]!;
  const share = Math.min(
    1,
    work / (model.roles[mind.role]!.headcount * space.mean[mind.role]![k]!),
  );
  return share + psi * (1 - share);
}

/** Slope of what a mind's pay is worth in a line's measure, less what a ratchet on it takes from the years after. */
export function feltSlope({ roles, behaviour }: Model, mind: Mind, line: number): number {
  const ratchet = roles[mind.role]!.components[line]?.numbers.ratchet ?? 0;
  return mind.worth.slope[line]! * feltUnderRatchet(ratchet, behaviour.discountRate);
}
