/**
 * Findings on what own pay makes of effort: volume over quality, work that pays one team and costs the other, and work
 * whose reward is shared by many.
 *
 * Formula   own slope of a task = Σ s·E·∂CE/∂ln m, s = 1 for an individual measure in a private task, else 1/n.
 *           Best deviation: effort moved between tasks at the same cost, x_k ∝ (slope_k ÷ w_k)^(1/ρ), no task below half
 *           of what it is (an assumption: more than that would be seen). Elsewhere: a tenth more of a task.
 * Source    docs/model.md#gaming
 */
import { feltSlope } from "../../company/minds.ts";
import type { ModelRole } from "../../company/compile.ts";
import type { Solved } from "../../company/solve.ts";
import { paidOf } from "../../company/timing.ts";
import { exp, log, pow } from "../../math/index.ts";
import { isCostly, meanSlope, NOTICEABLE, type Year, yearOf, yearShifted } from "./invited.ts";
import { grouped, inSentence, listed, percent } from "../../words.ts";
import { type Found, money, placeOf } from "./seen.ts";

const LEAST_KEPT = 0.5;
const TENTH = log(1.1);

/** Own slope of each task of a role in pay alone, money a log point, the mean over skills. */
function ownSlopes({ model, space }: Solved, r: number): number[] {
  const role = model.roles[r]!;
  return role.tasks.map((task) => {
    let total = 0;
    for (const mind of space.mindsOf[r]!) {
      for (const [c, line] of role.lines.entries()) {
        const share = line.individual && task.private ? 1 : 1 / Math.max(1, role.headcount);
        const moves = space.measured[r]![c]!.year.elasticity[task.slot]!;
        total += mind.weight * share * moves * feltSlope(model, mind, c);
      }
    }
    return total;
  });
}

/** Least gain of a payee over OTE that effort moved between tasks must bring to be said. */
const WORTH_IT = 0.001;

function isNoticed({ ote }: ModelRole, earns: number): boolean {
  return earns >= WORTH_IT * ote;
}

/** Log shifts of a role's efforts that earn a person most at the same cost of effort; undefined with nothing to move. */
function bestShift(solved: Solved, r: number): number[] | undefined {
  const { model, space, calibration, solution } = solved;
  const { rho } = model.behaviour;
  const mind = space.mindsOf[r]![space.mindsOf[r]!.length >> 1]!;
  const { tasks } = model.roles[r]!;
  const slopes = ownSlopes(solved, r);
  if (tasks.length < 2 || !slopes.some((slope) => slope > 0)) return undefined;
  const weight = tasks.map((_, k) => calibration.values[mind.first + k]!);
  const here = tasks.map((_, k) => exp(solution.lnEfforts[mind.first + k]!));
  const power = (efforts: number[]) =>
    efforts.reduce((sum, x, k) => sum + weight[k]! * pow(x, rho), 0);
  const wanted = slopes.map((slope, k) => pow(Math.max(slope, 0) / weight[k]!, 1 / rho));
  const whole = power(here);
  let held = slopes.map((slope) => slope <= 0);
  let efforts = here;
  // Tasks that would fall below the least are held there, and the rest shares what is left.
  for (let turn = 0; turn <= tasks.length; turn++) {
    const fixed = here.map((x, k) => (held[k] ? LEAST_KEPT * x : 0));
    const free = wanted.map((x, k) => (held[k] ? 0 : x));
    const scale = pow((whole - power(fixed)) / power(free), 1 / rho);
    efforts = here.map((_, k) => (held[k] ? fixed[k]! : scale * free[k]!));
    const below = efforts.map((x, k) => held[k]! || x < LEAST_KEPT * here[k]!);
    if (below.every((low, k) => low === held[k])) break;
    held = below;
  }
  return efforts.map((x, k) => log(x / here[k]!));
}

/** Roles paid on counts of early items whose own pay is best served by more of them and worse ones. */
export function volumeOverQuality(solved: Solved): Found[] {
  const { model, space } = solved;
  const now = yearOf(solved, space);
  return model.roles.flatMap((role, r): Found[] => {
    const counted = role.components.find(
      ({ measure }) =>
        measure.kind === "count" &&
        measure.terms.every(({ stage }) => stage < model.funnel.pipelineStage),
    );
    const shift = counted && bestShift(solved, r);
    if (!counted || !shift) return [];
    const there = yearShifted(solved, r, shift);
    const cost = now.contribution - there.contribution;
    const earns = (there.pay[r]! - now.pay[r]!) / role.headcount;
    if (!isNoticed(role, earns) || !isCostly(cost, now)) return [];
    const more = named(role, shift, (by) => by > TENTH / 10);
    const less = named(role, shift, (by) => by < -TENTH / 10);
    return [
      {
        id: "volume-over-quality",
        severity: "warning",
        place: placeOf(model, role, counted.id),
        title: `${role.plural}: own pay asks for volume where quality matters`,
        message: `More of ${more}, less of ${less}, at the same effort earns each of them ${money(model, earns)} a year and costs the company ${money(model, cost)} of contribution.`,
        remedy: `Pay on what comes of it (pipeline or bookings), or gate the bonus with lead quality.`,
        figure: cost / now.bookings,
        money: { payee: earns, company: cost },
      },
    ];
  });
}

function named({ tasks }: ModelRole, shift: number[], wanted: (by: number) => boolean): string {
  const titles = tasks.flatMap(({ title }, k) => (wanted(shift[k]!) ? [inSentence(title)] : []));
  return listed(titles) || "everything else";
}

/** Least part of a team's variable pay that a tenth more of a task must move to be said, beside a noticeable part of one OTE. */
const FELT = 0.001;

type Moved = { role: ModelRole; r: number; k: number; now: Year; there: Year };

/** Tasks a tenth more of which pays those who do it and costs the company, or pays one team and costs the other. */
export function opposedTasks(solved: Solved): Found[] {
  const { model, space } = solved;
  const now = yearOf(solved, space);
  return model.roles.flatMap((role, r) =>
    role.tasks.flatMap((_, k) => {
      const shift = role.tasks.map((__, at) => (at === k ? TENTH : 0));
      const moved = { role, r, k, now, there: yearShifted(solved, r, shift) };
      return [...barLoosened(solved, moved), ...teamsApart(solved, moved)];
    }),
  );
}

function barLoosened({ model }: Solved, { role, r, k, now, there }: Moved): Found[] {
  const task = role.tasks[k]!;
  const cost = now.contribution - there.contribution;
  const earns = (there.pay[r]! - now.pay[r]!) / role.headcount;
  const entry = model.effects.rate.some((size, at) => {
    const stage = Math.floor(at / model.slots) % model.funnel.stages.length;
    return at % model.slots === task.slot && stage === 0 && size > 0;
  });
  if (!entry || !isNoticed(role, earns) || !isCostly(cost, now)) return [];
  return [
    {
      id: "bar-loosened",
      severity: "warning",
      place: `roles.${role.id}.tasks.${task.id}`,
      title: `${role.plural}: the plan pays for lowering the bar`,
      message: `A tenth more of ${inSentence(task.title)} by all earns each of them ${money(model, earns)} a year and costs the company ${money(model, cost)} of contribution.`,
      remedy: "Pay on a later stage, or let the other team accept what counts.",
      figure: cost / now.bookings,
      money: { payee: earns, company: cost },
    },
  ];
}

function teamsApart({ model }: Solved, { role, r, k, now, there }: Moved): Found[] {
  const task = role.tasks[k]!;
  const gainOf = (team: ModelRole["team"]) => {
    let [gain, whole, ote, people] = [0, 0, 0, 0];
    for (const [o, other] of model.roles.entries()) {
      if (other.team !== team) continue;
      gain += there.pay[o]! - now.pay[o]!;
      whole += now.pay[o]!;
      ote += other.headcount * other.ote;
      people += other.headcount;
    }
    const size = Math.abs(gain);
    return {
      gain,
      felt: whole > 0 && size >= FELT * whole && size >= (NOTICEABLE.ofOte * ote) / people,
    };
  };
  const own = gainOf(role.team);
  const other = gainOf(role.team === "sales" ? "marketing" : "sales");
  if (!own.felt || !other.felt || own.gain * other.gain >= 0) return [];
  const theirs = role.team === "sales" ? "marketing" : "sales";
  const [up, down] = own.gain > 0 ? [role.team, theirs] : [theirs, role.team];
  return [
    {
      id: "conflicting-incentives",
      severity: "warning",
      place: `roles.${role.id}.tasks.${task.id}`,
      title: `${task.title} pays ${up} and costs ${down}`,
      message: `A tenth more of it by all ${inSentence(role.plural)} moves the pay of ${up} by ${money(model, Math.max(own.gain, other.gain))} a year and that of ${down} by ${money(model, Math.min(own.gain, other.gain))}.`,
      remedy: "Pay both teams on something that both move, such as joint pipeline or bookings.",
      figure: own.gain + other.gain,
      money: {
        payee: (there.pay[r]! - now.pay[r]!) / role.headcount,
        company: now.contribution - there.contribution,
      },
    },
  ];
}

/** Part of variable pay on shared results from which it is said, for people with results of their own, and their share. */
const SHARED = 1 / 3;
const SMALL = 1 / 8;

/** People with results of their own who are paid for much on what many share. */
export function freeRiders(solved: Solved): Found[] {
  const { model, space } = solved;
  return model.roles.flatMap((role, r): Found[] => {
    if (!role.tasks.some((task) => task.private) || 1 / role.headcount > SMALL) return [];
    const paid = role.components.map((_, c) => paidOn(solved, r, c));
    const whole = paid.reduce((sum, pay) => sum + pay, 0);
    const shared = role.components.map(({ individual }, c) => (individual ? 0 : paid[c]!));
    const part = shared.reduce((sum, pay) => sum + pay, 0) / whole;
    if (!(part >= SHARED)) return [];
    const c = shared.indexOf(Math.max(...shared));
    const component = role.components[c]!;
    const now = yearOf(solved, space);
    const there = yearShifted(
      solved,
      r,
      role.tasks.map(() => -TENTH),
    );
    const cost = now.contribution - there.contribution;
    const total = space.measured[r]![c]!.year.total;
    if (!isCostly(cost, now) || !(total > 0)) return [];
    const loses = ownSlopes(solved, r).reduce((sum, slope) => sum + slope, 0) * TENTH;
    const dollar = meanSlope(solved, r, c) / total;
    return [
      {
        id: "free-rider",
        severity: "warning",
        place: placeOf(model, role, component.id),
        title: `${role.plural}: ${percent(part)} of variable pay is shared by many`,
        message: `One of ${grouped(role.headcount)} keeps ${percent(1 / role.headcount, 1)} of what their own work adds to ${inSentence(component.title)}; 1,000 more of it pays them ${money(model, 1000 * dollar, 2)}. A tenth less of all their work costs one of them ${money(model, loses)} a year, and the company ${money(model, cost)} if all do it.`,
        remedy: "Keep most of the pay of people with results of their own on these.",
        figure: dollar,
        money: { payee: -loses, company: cost },
      },
    ];
  });
}

/** Mean pay of a component to one person of a role, a year. */
function paidOn({ model, space }: Solved, r: number, c: number): number {
  const role = model.roles[r]!;
  return space.mindsOf[r]!.reduce((sum, mind) => sum + mind.weight * paidOf(role, mind, c), 0);
}
