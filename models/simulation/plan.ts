/**
 * What the simulation of one scenario needs, as flat arrays: the funnel's months, who owns what, and what is paid.
 *
 * Terms     person = one place in a role that owns items; group = roles that own items from the same stage, each item
 *           having one owner in each group; key = 32-bit hash of an id, so that luck follows people and sources and not
 *           their places in a file.
 * Always    built from one model and its efforts; nothing here is random.
 * Source    docs/model.md#simulation
 */
import type { CompiledComponent } from "../company/components.ts";
import type { Model, ModelRole } from "../company/compile.ts";
import type { Workspace } from "../company/equilibrium.ts";
import { evaluateAt } from "../company/equilibrium.ts";
import { type Losses, noLosses } from "../company/losses.ts";
import type { Reading } from "../company/readings.ts";
import { relativeMeasures } from "../company/minds.ts";
import { atPlace, quotaIn, seated, skillPlaces, skills } from "../company/people.ts";
import { handOverPush } from "../company/year.ts";
import { isRatio } from "../funnel/measure.ts";
import { evaluatePath, type MonthPath, monthPath } from "../funnel/path.ts";
import type { CreditRule } from "../funnel/credit.ts";
import { exp, hash32, log, log1p } from "../math/index.ts";
import type { AdjustedMonth } from "../plans/adjustments/adjustment.ts";
import type { CompiledAdjustment } from "../plans/adjustments/index.ts";
import { plainTerms, type Terms } from "../plans/payout.ts";
import { seatMonths } from "./adjusted.ts";
import { type Count, type PaidLine, paidLine } from "./lines.ts";
import { type Beside, besideOf, isBeside } from "./beside.ts";
import { type Staff, staffOf, type StaffTerms } from "./staff.ts";

export type Group = {
  /** First stage owned. */
  from: number;
  /** People of the group who work each flow: indices into the persons, and their shares before luck. */
  members: Int32Array[];
  shares: Float64Array[];
  /** The same by month where it changes or follows territories: [month * members + member]. */
  monthly: (Float64Array | undefined)[];
  /** True where somebody of the group is paid on their own result at this stage, by stage. */
  counts: Uint8Array;
};

/** What one item does for its owner: amounts added to the owner's own results, by flow and stage. */
export type Credits = {
  /** First places in a person's own results, and the months of a period there. */
  place: Int32Array;
  monthsEach: Int32Array;
  /** Amount: that much an item where `perItem`, else a share of the item's size. */
  factor: Float64Array;
  perItem: Uint8Array;
  /** By amount: shares for the owner, as an overlay and as a manager, kind * months + month; undefined: the owner's 1. */
  shares: (Float64Array | undefined)[];
  /** By amount: what it is counted by, where that is not the amount itself. */
  counts: (Count | undefined)[];
};

export type PaidComponent = {
  component: CompiledComponent;
  line: PaidLine;
  /** What decides its pay beside scale and curve; undefined where nothing does. */
  ruled: Ruled | undefined;
  /** Payouts in the horizon, months each, payouts a year. */
  periods: number;
  monthsEach: number;
  perYear: number;
  /** First place of its results: in a person's own results where individual, else in the role's shared results. */
  place: number;
  /** Where the role's people differ: their parts of its targets and money. */
  terms: StaffTerms | undefined;
};

/** A reading of a component's conditions: its line and its places, by month where it is a person's own, else by period. */
export type PaidReading = {
  line: PaidLine;
  place: number;
  reading: Reading;
  /** Of people who differ, the part of the target that is theirs: [seat * periods + period]. */
  quota: Float64Array | undefined;
};

export type Ruled = {
  readings: PaidReading[];
  /** Written over and over: terms of a period, what each reading came to, and the part of its target. */
  terms: Terms;
  values: Float64Array;
  parts: Float64Array;
};

export type PaidRole = {
  /** By how many an individual measure of the role is divided. */
  ownHeads: number;
  /** People employed, in the mean of the first year where they differ. */
  headcount: number;
  seats: number;
  /** Where its people differ. */
  staff: Staff | undefined;
  basePay: number;
  ote: number;
  components: PaidComponent[];
  /** Place of the component whose year stands for the role's attainment, or −1. */
  deciding: number;
  /** First person of the role, or -1 where nobody of it owns anything, is credited beside an owner, or differs. */
  firstPerson: number;
  /** Numbers a person's own results, and the role's shared results, take. */
  ownSize: number;
  sharedSize: number;
  adjustments: CompiledAdjustment[];
  /** By seat, where there are adjustments: its months as they see them. */
  seatMonths: AdjustedMonth<number>[][];
  /** Own bookings by month, where a pool is shared by them; undefined where none is. */
  contribution: PaidReading | undefined;
};

export type SimulationPlan = {
  model: Model;
  path: MonthPath;
  renewalRate: Float64Array;
  quality: Float64Array;
  flowKeys: Int32Array;
  sizeLogSd: Float64Array;
  persons: number;
  personRole: Int32Array;
  personKeys: Int32Array;
  /** Own result of each person over the role's mean person, before luck. */
  personRelative: Float64Array;
  personLuckSd: Float64Array;
  /** First place of each person's own results. */
  personOwn: Int32Array;
  /** By person: who is credited beside them. */
  beside: Beside[] | undefined;
  ownSize: number;
  sharedSize: number;
  groups: Group[];
  /** By role, flow and stage: what an item credits its owner with; [role][flow * stages + stage]. */
  credits: (Credits | undefined)[][];
  /** The same for measures of several people in which single deals count otherwise than by their value. */
  dealCredits: (Credits | undefined)[] | undefined;
  /** Numbers that the sums of what deals count take. */
  dealSums: number;
  roles: PaidRole[];
  losses: Losses;
};

/** The plan to simulate a model at log efforts. The workspace is left at these efforts. */
export function simulationPlan(
  space: Workspace,
  lnEfforts: Float64Array,
  losses: Losses = noLosses,
): SimulationPlan {
  evaluateAt(space, lnEfforts);
  const { model } = space;
  const { funnel } = model;
  const path = monthPath(funnel);
  evaluatePath(
    funnel,
    space.flows,
    { attempts: model.attempts, handOverPush: handOverPush(model) },
    path,
  );
  const roles = paidRoles(space);
  const people = personsOf(space, roles);
  for (const [r, role] of model.roles.entries()) {
    const paid = roles[r]!;
    if (paid.firstPerson < 0) continue;
    const relative = people.personRelative.subarray(
      paid.firstPerson,
      paid.firstPerson + paid.seats,
    );
    paid.staff = staffOf(role, relative, funnel.months);
    if (!paid.staff) continue;
    paid.headcount = paid.staff.firstYear.reduce((sum, one) => sum + one, 0) || 1;
    for (const [c, component] of paid.components.entries()) component.terms = paid.staff.terms[c];
    for (const { ruled } of paid.components)
      for (const one of ruled?.readings ?? []) one.quota = quotaOf(one.reading, role);
  }
  return {
    model,
    path,
    renewalRate: Float64Array.from(space.flows.renewalRate),
    quality: Float64Array.from(space.flows.quality),
    flowKeys: Int32Array.from(funnel.flows, (flow) => hash32(flow.id)),
    sizeLogSd: Float64Array.from(funnel.segments, ({ dealCv }) =>
      Math.sqrt(log1p(dealCv * dealCv)),
    ),
    ...people,
    sharedSize: roles.reduce((sum, role) => sum + role.sharedSize, 0),
    beside: besideOf(
      model,
      people.personRole,
      roles.map(({ firstPerson }) => firstPerson),
    ),
    groups: groupsOf(model, people, roles),
    credits: model.roles.map((role, r) => creditsOf(model, roles[r]!, role)),
    ...dealSumsOf(model, roles),
    roles,
    losses,
  };
}

function paidRoles(space: Workspace): PaidRole[] {
  const { model } = space;
  const { months } = model.funnel;
  let shared = 0;
  let firstPerson = 0;
  return model.roles.map((role, r) => {
    let ownSize = 0;
    let sharedSize = 0;
    const components = role.components.map((component, c) => {
      const monthsEach = component.monthsInPeriod;
      const periods = months / monthsEach;
      const paid: PaidComponent = {
        component,
        line: paidLine(space, component, space.measured[r]![c]!.year.total),
        ruled: undefined,
        periods,
        monthsEach,
        perYear: 12 / monthsEach,
        place: component.individual ? ownSize : shared + sharedSize,
        terms: undefined,
      };
      if (component.individual) ownSize += periods;
      else sharedSize += periods;
      return paid;
    });
    let line = role.components.length;
    for (const paid of components) {
      if (!paid.component.ruled) continue;
      const readings = paid.component.conditions.readings.map((reading, f): PaidReading => {
        const steady = space.measured[r]![line + f]!.year.total;
        const one: PaidReading = {
          line: paidLine(space, reading, steady),
          reading,
          place: 0,
          quota: undefined,
        };
        one.place = reading.individual ? ownSize : shared + sharedSize;
        if (reading.individual) ownSize += months;
        else sharedSize += paid.periods;
        return one;
      });
      line += readings.length;
      paid.ruled = {
        readings,
        terms: plainTerms(),
        values: new Float64Array(readings.length),
        parts: new Float64Array(readings.length).fill(1),
      };
    }
    const contribution = contributionOf(space, role, ownSize);
    if (contribution) ownSize += months;
    const apart =
      role.ownsFrom < Infinity || isBeside(model, role) || role.people.some(({ plain }) => !plain);
    const paid: PaidRole = {
      headcount: role.headcount,
      seats: role.heads.seats,
      ownHeads: role.heads.own,
      staff: undefined,
      basePay: role.basePay,
      ote: role.ote,
      components,
      deciding: decidingComponent(role),
      firstPerson: apart ? firstPerson : -1,
      ownSize,
      sharedSize,
      adjustments: role.adjustments,
      seatMonths: role.adjustments.length > 0 ? seatMonths(role, model.scenario, months) : [],
      contribution,
    };
    if (apart) firstPerson += role.heads.seats;
    shared += sharedSize;
    return paid;
  });
}

/** Place of the component that stands for a role's attainment: its first individual one with a target, else its first. */
export function decidingComponent({ components }: ModelRole): number {
  const own = components.findIndex((one) => one.individual && hasTarget(one));
  return own >= 0 ? own : components.findIndex(hasTarget);
}

function hasTarget({ written }: CompiledComponent): boolean {
  return written?.target !== undefined;
}

/** Parts of a reading's target that are each seat's. */
function quotaOf(
  { individual, measure, from, to }: Reading,
  role: ModelRole,
): Float64Array | undefined {
  if (!individual || isRatio(measure)) return undefined;
  const periods = from.length;
  const quota = new Float64Array(role.heads.seats * periods).fill(1);
  for (const [i, person] of seated(role).entries()) {
    if (!person) continue;
    for (let q = 0; q < periods; q++) {
      const part = person.territory * quotaIn(person, { from: from[q]!, to: to[q]! - 1 });
      if (part > 0) quota[i * periods + q] = part;
    }
  }
  return quota;
}

/** A role's own bookings by month, where a pool it is in is shared by contribution. */
function contributionOf(space: Workspace, role: ModelRole, place: number): PaidReading | undefined {
  if (!role.components.some(({ poolTerms }) => poolTerms?.contribution)) return undefined;
  const { contribution } = role.components.find(
    ({ poolTerms }) => poolTerms?.contribution,
  )!.poolTerms!;
  const { measure } = contribution!;
  if (measure.terms.length === 0) return undefined;
  return {
    line: paidLine(space, contribution!, 0),
    reading: contribution!,
    place,
    quota: undefined,
  };
}

/** Sums of what deals count in measures of several people, and what each deal adds to them. */
function dealSumsOf(
  model: Model,
  roles: PaidRole[],
): Pick<SimulationPlan, "dealCredits" | "dealSums"> {
  if (model.luck === "logNormal") return { dealCredits: undefined, dealSums: 0 };
  const { funnel } = model;
  const lists: CreditLists = new Map();
  let sums = 0;
  for (const line of roles.flatMap(linesPaid)) {
    if (line.individual || !line.deals) continue;
    line.sums = sums;
    sums += funnel.months;
    listCredits(funnel, { line, place: line.sums, monthsEach: 1, shares: undefined }, lists);
  }
  if (sums === 0) return { dealCredits: undefined, dealSums: 0 };
  return { dealCredits: cellsOf(funnel, lists), dealSums: sums };
}

function linesPaid({ components }: PaidRole): PaidLine[] {
  return components.flatMap(({ line, ruled }) => [
    line,
    ...(ruled?.readings.map((reading) => reading.line) ?? []),
  ]);
}

type Persons = Pick<
  SimulationPlan,
  | "persons"
  | "personRole"
  | "personKeys"
  | "personRelative"
  | "personLuckSd"
  | "personOwn"
  | "ownSize"
>;

function personsOf(space: Workspace, roles: PaidRole[]): Persons {
  const { model } = space;
  const role: number[] = [];
  const keys: number[] = [];
  const relative: number[] = [];
  const luck: number[] = [];
  const own: number[] = [];
  let ownSize = 0;
  for (const [r, one] of model.roles.entries()) {
    if (roles[r]!.firstPerson < 0) continue;
    const effort = relativeEffort(space, r);
    const seats = seated(one);
    for (let i = 0; i < seats.length; i++) {
      role.push(r);
      keys.push(hash32(seats[i]?.id ?? `${one.id}#${i}`));
      relative.push(effort[i]!);
      luck.push(one.residualLuck * sharedOut(model, seats.length));
      own.push(ownSize);
      ownSize += roles[r]!.ownSize;
    }
  }
  return {
    persons: role.length,
    personRole: Int32Array.from(role),
    personKeys: Int32Array.from(keys),
    personRelative: Float64Array.from(relative),
    personLuckSd: Float64Array.from(luck),
    personOwn: Int32Array.from(own),
    ownSize,
  };
}

/**
 * Under deals luck, own luck is a person's part of what all owners share, which takes 1/n of its variance away; this
 * gives it back. A lone owner shares with nobody and has the luck of counting alone.
 */
function sharedOut(model: Model, seats: number): number {
  return model.luck === "deals" && seats > 1 ? Math.sqrt(seats / (seats - 1)) : 1;
}

/** Own result of each person of a role over its mean person: skill times what private effort does beside the mean. */
function relativeEffort(space: Workspace, r: number): Float64Array {
  const role = space.model.roles[r]!;
  const skill = skills(role);
  const first = role.components.findIndex(({ individual }) => individual);
  if (role.points.length === 1 || first < 0) return skill;
  const minds = space.mindsOf[r]!;
  const given = { efforts: space.efforts, mean: space.mean[r]!, measured: space.measured[r]! };
  const relatives = relativeMeasures(role, minds, given);
  const lnBeyondSkill = relatives.map((relative, i) => log(relative[first]! / minds[i]!.skill));
  const places = skillPlaces(role);
  const raw = skill.map((own, i) => own * exp(atPlace(role, lnBeyondSkill, places[i]!)));
  const mean = raw.reduce((sum, one) => sum + one, 0) / raw.length;
  return raw.map((one) => one / mean);
}

function groupsOf(model: Model, people: Persons, roles: readonly PaidRole[]): Group[] {
  const { funnel } = model;
  const stages = [...new Set(model.roles.map(({ ownsFrom }) => ownsFrom))].filter(
    (from) => from < Infinity,
  );
  return stages
    .toSorted((a, b) => a - b)
    .map((from) => {
      const members = funnel.flows.map((_, a) =>
        Int32Array.from(
          [...people.personRole.keys()]
            .filter((p) => {
              const role = model.roles[people.personRole[p]!]!;
              return role.ownsFrom === from && role.works(a);
            })
            // By id and not by place in the file, so that the order of roles deals nobody other luck.
            .toSorted((p, q) => byRoleId(model, people, p, q)),
        ),
      );
      const counts = new Uint8Array(funnel.stages.length);
      for (const role of model.roles) {
        if (role.ownsFrom !== from && !isBeside(model, role)) continue;
        for (const { individual, measure } of role.lines) {
          if (individual) for (const { stage } of measure.terms) counts[stage] = 1;
        }
        if (role.components.some(({ poolTerms }) => poolTerms?.contribution))
          counts[counts.length - 1] = 1;
      }
      const shares = members.map((list) =>
        Float64Array.from(list, (p) => people.personRelative[p]!),
      );
      const monthly = members.map((list) => monthlyShares(list, people, roles, funnel.months));
      return { from, members, shares, monthly, counts };
    });
}

/** Shares of members by month, where the people of some role differ: each role has its capacity to share out. */
function monthlyShares(
  members: Int32Array,
  { personRole, personRelative }: Persons,
  roles: readonly PaidRole[],
  months: number,
): Float64Array | undefined {
  if (members.every((p) => roles[personRole[p]!]!.staff === undefined)) return undefined;
  const shares = new Float64Array(months * members.length);
  for (let t = 0; t < months; t++) {
    for (const [i, p] of members.entries()) {
      const { staff, firstPerson } = roles[personRole[p]!]!;
      shares[t * members.length + i] = staff
        ? staff.capacity[t]! * staff.part[(p - firstPerson) * months + t]!
        : personRelative[p]!;
    }
  }
  return shares;
}

function byRoleId(model: Model, { personRole }: Persons, p: number, q: number): number {
  const one = model.roles[personRole[p]!]!.id;
  const other = model.roles[personRole[q]!]!.id;
  return one === other ? p - q : one < other ? -1 : 1;
}

type CreditEntry = {
  place: number;
  monthsEach: number;
  factor: number;
  perItem: boolean;
  shares: Float64Array | undefined;
  count: Count | undefined;
};
type CreditLists = Map<number, CreditEntry[]>;

function creditsOf(model: Model, paid: PaidRole, role: ModelRole): (Credits | undefined)[] {
  const { funnel } = model;
  const lists: CreditLists = new Map();
  if (paid.firstPerson >= 0) {
    const own = [
      ...paid.components,
      ...paid.components.flatMap(({ ruled }) => ruled?.readings ?? []),
      ...(paid.contribution ? [paid.contribution] : []),
    ];
    for (const one of own) {
      const { line, place } = one;
      if (!line.individual || line.fromRole) continue;
      const monthsEach = "monthsEach" in one ? one.monthsEach : 1;
      const shares = (stage: number) =>
        creditShares(model, role, { measure: line.measure.id, stage });
      listCredits(funnel, { line, place, monthsEach, shares }, lists);
    }
  }
  return cellsOf(funnel, lists);
}

/** Adds what an item does for a line to the lists of its flows and stages. */
function listCredits(
  funnel: Model["funnel"],
  {
    line: { measure, window, deals, individual },
    place,
    monthsEach,
    shares,
  }: {
    line: PaidLine;
    place: number;
    monthsEach: number;
    shares: ((stage: number) => Float64Array | undefined) | undefined;
  },
  lists: CreditLists,
): void {
  for (const term of measure.terms) {
    const early = term.stage < funnel.pipelineStage;
    if (!individual && (early || term.part !== "new")) continue;
    const cell = term.flow * funnel.stages.length + term.stage;
    const form = early ? undefined : deals;
    const counted = form !== undefined || (individual && window !== undefined);
    const times = term.paidOn ?? 1;
    const list = lists.get(cell) ?? [];
    list.push({
      place,
      monthsEach,
      factor: counted ? term.each : term.each * times,
      perItem: !term.sized,
      shares: individual ? shares?.(term.stage) : new Float64Array(funnel.months).fill(term.credit),
      count: counted ? { window, deals: form, sized: term.sized, times } : undefined,
    });
    lists.set(cell, list);
  }
}

function cellsOf(funnel: Model["funnel"], lists: CreditLists): (Credits | undefined)[] {
  const cells: (Credits | undefined)[] = Array.from(
    { length: funnel.flows.length * funnel.stages.length },
    () => undefined,
  );
  for (const [cell, list] of lists) {
    cells[cell] = {
      place: Int32Array.from(list, ({ place }) => place),
      monthsEach: Int32Array.from(list, ({ monthsEach }) => monthsEach),
      factor: Float64Array.from(list, ({ factor }) => factor),
      perItem: Uint8Array.from(list, ({ perItem }) => (perItem ? 1 : 0)),
      shares: list.map(({ shares }) => shares),
      counts: list.map(({ count }) => count),
    };
  }
  return cells;
}

/** Shares of an item for its owner, as an overlay and as a manager, by month; undefined where the default holds. */
function creditShares(
  model: Model,
  role: ModelRole,
  { measure, stage }: { measure: string; stage: number },
): Float64Array | undefined {
  const rules = rulesOn(model.funnel, measure, stage);
  if (!rules) return undefined;
  const { months } = model.funnel;
  const shares = new Float64Array(3 * months);
  for (let t = 0; t < months; t++) {
    let without = 1;
    for (const { days, owner, overlay, managers } of rules) {
      without -= days[t]!;
      shares[t] = shares[t]! + days[t]! * owner;
      shares[months + t] = shares[months + t]! + days[t]! * (overlay[role.id] ?? 0);
      shares[2 * months + t] = shares[2 * months + t]! + days[t]! * managers;
    }
    shares[t] = shares[t]! + without;
  }
  return shares;
}

/** The rules on a measure; on a stated sum those of its first part at the stage that has any. */
function rulesOn(
  funnel: Model["funnel"],
  measure: string,
  stage: number,
): readonly CreditRule[] | undefined {
  const own = funnel.crediting?.get(measure);
  const stated = funnel.stated?.get(measure);
  if (own || stated?.kind !== "sum") return own;
  for (const part of Object.keys(stated.of)) {
    const found = rulesOn(funnel, part, stage);
    if (found && stageOf(funnel, part) === stage) return found;
  }
  return undefined;
}

function stageOf({ stages, pipelineStage }: Model["funnel"], measure: string): number {
  const at = stages.indexOf(measure);
  if (at >= 0) return at;
  return measure === "pipeline" ? pipelineStage : stages.length - 1;
}

/** True where two plans draw the very same years, so that only their pay differs. */
export function sameDraws(a: SimulationPlan, b: SimulationPlan): boolean {
  const { model, path } = a;
  return (
    model.luck === b.model.luck &&
    model.funnel.flows.length === b.model.funnel.flows.length &&
    a.ownSize === b.ownSize &&
    a.dealSums === b.dealSums &&
    equal(
      [
        model.shocks,
        model.funnel.flows,
        model.funnel.segments,
        model.contractHistory,
        model.attempts,
      ],
      [
        b.model.shocks,
        b.model.funnel.flows,
        b.model.funnel.segments,
        b.model.contractHistory,
        b.model.attempts,
      ],
    ) &&
    equal(
      [
        path,
        a.renewalRate,
        a.flowKeys,
        a.personKeys,
        a.personRelative,
        a.personLuckSd,
        a.personOwn,
      ],
      [
        b.path,
        b.renewalRate,
        b.flowKeys,
        b.personKeys,
        b.personRelative,
        b.personLuckSd,
        b.personOwn,
      ],
    ) &&
    equal(
      [
        a.personRole,
        a.groups,
        a.credits,
        a.dealCredits,
        a.beside,
        a.roles.map(({ staff }) => staff?.counted),
      ],
      [
        b.personRole,
        b.groups,
        b.credits,
        b.dealCredits,
        b.beside,
        b.roles.map(({ staff }) => staff?.counted),
      ],
    )
  );
}

function isNumbers(value: object): value is Float64Array | Int32Array | Uint8Array {
  return (
    value instanceof Float64Array || value instanceof Int32Array || value instanceof Uint8Array
  );
}

/** True for plain data, typed arrays included, with the same contents. */
function equal(a: unknown, b: unknown): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (isNumbers(a) && isNumbers(b)) return a.length === b.length && a.every((x, i) => x === b[i]);
  const one = Object.entries(a);
  const other = b as Record<string, unknown>;
  return (
    one.length === Object.keys(b).length && one.every(([key, value]) => equal(value, other[key]))
  );
}
