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
import type { Model } from "../company/compile.ts";
import type { Workspace } from "../company/equilibrium.ts";
import { evaluateAt } from "../company/equilibrium.ts";
import { flowShare } from "../company/measured.ts";
import { relativeMeasures } from "../company/minds.ts";
import { atPlace, skillPlaces, skills } from "../company/people.ts";
import { handOverPush } from "../company/year.ts";
import { evaluatePath, type MonthPath, monthPath } from "../funnel/path.ts";
import { exp, hash32, log, log1p } from "../math/index.ts";

export type Group = {
  /** First stage owned. */
  from: number;
  /** People of the group who work each flow: indices into the persons, and their shares before luck. */
  members: Int32Array[];
  shares: Float64Array[];
  /** True where somebody of the group is paid on their own result at this stage, by stage. */
  counts: Uint8Array;
};

/** What one item does for its owner: amounts added to the owner's own results, by flow and stage. */
export type Credits = {
  /** First places in a person's own results, and the months of a period there. */
  place: Int32Array;
  monthsEach: Int32Array;
  /** Amount: an item where `perItem`, else a share of the item's size. */
  factor: Float64Array;
  perItem: Uint8Array;
};

export type PaidComponent = {
  component: CompiledComponent;
  /** Payouts in the horizon, months each, payouts a year. */
  periods: number;
  monthsEach: number;
  perYear: number;
  /** First place of its results: in a person's own results where individual, else in the role's shared results. */
  place: number;
  /**
   * True where a person's own result is a part of the role's rather than a sum of own items: always under log-normal
   * luck, else for renewals, revenue and ratios.
   */
  fromRole: boolean;
  /** The measure's steady year. */
  steady: number;
  /** By term: the flow's share of its segment's steady bookings, for renewals and revenue. */
  flowShares: Float64Array;
};

export type PaidRole = {
  headcount: number;
  basePay: number;
  ote: number;
  components: PaidComponent[];
  /** First person of the role, or -1 where nobody of it owns anything. */
  firstPerson: number;
  /** Numbers a person's own results, and the role's shared results, take. */
  ownSize: number;
  sharedSize: number;
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
  ownSize: number;
  sharedSize: number;
  groups: Group[];
  /** By role, flow and stage: what an item credits its owner with; [role][flow * stages + stage]. */
  credits: (Credits | undefined)[][];
  roles: PaidRole[];
};

/** The plan to simulate a model at log efforts. The workspace is left at these efforts. */
export function simulationPlan(space: Workspace, lnEfforts: Float64Array): SimulationPlan {
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
    groups: groupsOf(model, people),
    credits: model.roles.map((role, r) => creditsOf(model, roles[r]!, role.ownsFrom)),
    roles,
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
        periods,
        monthsEach,
        perYear: 12 / monthsEach,
        place: component.individual ? ownSize : shared + sharedSize,
        fromRole: component.individual && (model.luck === "logNormal" || !countsItems(component)),
        steady: space.measured[r]![c]!.year.total,
        flowShares: Float64Array.from(component.measure.terms, (term) =>
          flowShare(model, term.flow, space.flows),
        ),
      };
      if (component.individual) ownSize += periods;
      else sharedSize += periods;
      return paid;
    });
    const owns = role.ownsFrom < Infinity;
    const paid: PaidRole = {
      headcount: role.headcount,
      basePay: role.basePay,
      ote: role.ote,
      components,
      firstPerson: owns ? firstPerson : -1,
      ownSize,
      sharedSize,
    };
    if (owns) firstPerson += role.headcount;
    shared += sharedSize;
    return paid;
  });
}

function countsItems({ measure }: CompiledComponent): boolean {
  const ratio = measure.kind === "winRate" || measure.kind === "leadQuality";
  return !ratio && measure.terms.every(({ part }) => part === "new");
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
    if (one.ownsFrom === Infinity) continue;
    const effort = relativeEffort(space, r);
    for (let i = 0; i < one.headcount; i++) {
      role.push(r);
      keys.push(hash32(`${one.id}#${i}`));
      relative.push(effort[i]!);
      luck.push(one.residualLuck * sharedOut(model, one.headcount));
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
function sharedOut(model: Model, headcount: number): number {
  return model.luck === "deals" && headcount > 1 ? Math.sqrt(headcount / (headcount - 1)) : 1;
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

function groupsOf(model: Model, people: Persons): Group[] {
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
        if (role.ownsFrom !== from) continue;
        for (const { individual, measure } of role.components) {
          if (individual) for (const { stage } of measure.terms) counts[stage] = 1;
        }
      }
      const shares = members.map((list) =>
        Float64Array.from(list, (p) => people.personRelative[p]!),
      );
      return { from, members, shares, counts };
    });
}

function byRoleId(model: Model, { personRole }: Persons, p: number, q: number): number {
  const one = model.roles[personRole[p]!]!.id;
  const other = model.roles[personRole[q]!]!.id;
  return one === other ? p - q : one < other ? -1 : 1;
}

function creditsOf(model: Model, paid: PaidRole, ownsFrom: number): (Credits | undefined)[] {
  const { funnel } = model;
  const stages = funnel.stages.length;
  const cells: (Credits | undefined)[] = Array.from(
    { length: funnel.flows.length * stages },
    () => undefined,
  );
  if (ownsFrom === Infinity) return cells;
  const lists = new Map<
    number,
    { place: number; monthsEach: number; factor: number; perItem: boolean }[]
  >();
  for (const { component, place, fromRole, monthsEach } of paid.components) {
    if (!component.individual || fromRole) continue;
    for (const term of component.measure.terms) {
      const cell = term.flow * stages + term.stage;
      const size = funnel.segments[funnel.flows[term.flow]!.segment]!.dealMean;
      const perItem = component.measure.kind !== "money";
      const list = lists.get(cell) ?? [];
      list.push({ place, monthsEach, factor: perItem ? 1 : term.value / size, perItem });
      lists.set(cell, list);
    }
  }
  for (const [cell, list] of lists) {
    cells[cell] = {
      place: Int32Array.from(list, ({ place }) => place),
      monthsEach: Int32Array.from(list, ({ monthsEach }) => monthsEach),
      factor: Float64Array.from(list, ({ factor }) => factor),
      perItem: Uint8Array.from(list, ({ perItem }) => (perItem ? 1 : 0)),
    };
  }
  return cells;
}

/** True where two plans draw the very same years, so that only their pay differs. */
export function sameDraws(a: SimulationPlan, b: SimulationPlan): boolean {
  const { model, path } = a;
  return (
    model.luck === b.model.luck &&
    model.funnel.flows.length === b.model.funnel.flows.length &&
    a.ownSize === b.ownSize &&
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
    equal([a.personRole, a.groups, a.credits], [b.personRole, b.groups, b.credits])
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
