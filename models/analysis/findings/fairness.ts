/**
 * Pay fairness: what people with names are paid at equal attainment, and how hard their quotas are.
 *
 * Terms     equal pay = a person's pay of a whole year there with every component at the same attainment (components
 *           without a target at what is expected of them); pay ratio = it over what the role states; difficulty = a
 *           person's quota over what their territory can carry: the role's quota × territory × share of the year worked.
 * Always    groups under five people are left out, and no figure holds the people left out, so that none can be worked
 *           out from a difference: ratios are over what roles state, never over a mean of people.
 * Not here  what people are paid in fact (statements/).
 * Source    docs/guide/findings.md
 */
import type { Model, ModelRole } from "../../company/compile.ts";
import { isThere, type NamedPerson, workingIn } from "../../company/people.ts";
import { quotasOf } from "../../company/quotas.ts";
import { payoutShare } from "../../plans/curve.ts";
import { percent } from "../../words.ts";
import { type Found, money, rate, type Seen, usualLevel } from "./seen.ts";

/** Fewest people that anything is said of. */
const FEWEST = 5;

type FairnessGroup = {
  name: string;
  people: number;
  /** Mean pay at 100% attainment over what the role states. */
  payRatio: number;
  /** Mean difficulty of quotas; null where nobody has one. */
  difficulty: number | null;
};

type Fairness = {
  groups: FairnessGroup[];
  /** People by size of territory, smallest first; only where each quarter has five people. */
  quartiles: FairnessGroup[];
};

type Member = {
  person: NamedPerson;
  role: ModelRole;
  ratio: number;
  difficulty: number | null;
};

/** Pay at equal attainment and difficulty of quotas, by group and by quarter of the territories. */
export function payFairness(model: Model, all: readonly Seen[]): Fairness {
  const members = membersOf(model, all);
  const byGroup = new Map<string, Member[]>();
  for (const member of members) {
    const { group } = member.person;
    if (group === undefined) continue;
    byGroup.set(group, [...(byGroup.get(group) ?? []), member]);
  }
  const shown = [...byGroup].filter(([, group]) => group.length >= FEWEST);
  return {
    groups: shown
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, group]) => groupOf(name, group)),
    quartiles: quartilesOf(members),
  };
}

function groupOf(name: string, members: readonly Member[]): FairnessGroup {
  const quotas = members.flatMap(({ difficulty }) => (difficulty === null ? [] : [difficulty]));
  return {
    name,
    people: members.length,
    payRatio: mean(members.map(({ ratio }) => ratio)),
    difficulty: quotas.length < FEWEST ? null : mean(quotas),
  };
}

const quarters = [
  "the smallest quarter",
  "the second quarter",
  "the third quarter",
  "the largest quarter",
];

/** Quarters of the people by territory; nobody's place is told where territories do not differ. */
function quartilesOf(members: readonly Member[]): FairnessGroup[] {
  const sorted = members.toSorted((a, b) => a.person.territory - b.person.territory);
  const same = sorted[0]?.person.territory === sorted.at(-1)?.person.territory;
  if (same || sorted.length < FEWEST * quarters.length) return [];
  return quarters.map((name, q) => {
    const from = Math.ceil((q * sorted.length) / 4);
    return groupOf(name, sorted.slice(from, Math.ceil(((q + 1) * sorted.length) / 4)));
  });
}

function membersOf(model: Model, all: readonly Seen[]): Member[] {
  const quotas = quotasOf(model);
  return model.roles.flatMap((role) => {
    const own = all.filter((one) => one.role === role);
    const quota = quotas.find((one) => one.role === role.id);
    const stated = equalPay(own, { base: role.statedBase, variable: 1, level: 1 });
    return role.people.filter(isThere).map((person): Member => {
      const carried = quota && potentialOf(person) * quota.each;
      const written = quota?.people.find(({ id }) => id === person.id)?.quota;
      return {
        person,
        role,
        ratio: stated > 0 ? equalPay(own, { ...termsOf(person), level: 1 }) / stated : 1,
        difficulty: carried && written ? written / carried : null,
      };
    });
  });
}

/** A person's yearly base pay, and variable pay over the role's, in the last month they are there. */
function termsOf({ employed, length, basePay, variable }: NamedPerson) {
  const last = employed.findLastIndex((days) => days > 0);
  return {
    base: (12 * basePay[last]! * length[last]!) / employed[last]!,
    variable: variable[last]!,
  };
}

/** Territory, times the share of the first year worked. */
function potentialOf(person: NamedPerson): number {
  const months = Math.min(12, person.length.length);
  let worked = 0;
  for (let t = 0; t < months; t++) worked += workingIn(person, t) / months;
  return person.territory * worked;
}

type Terms = { base: number; variable: number; level: number };

/** Pay of a whole year with every component at one attainment. */
function equalPay(own: readonly Seen[], { base, variable, level }: Terms): number {
  let pay = 0;
  for (const one of own) {
    const { component } = one;
    const at = level * usualLevel(one);
    for (const [p, scale] of component.scale.entries())
      pay += scale * payoutShare(component.curves[p]!, at);
  }
  return base + variable * pay;
}

function mean(list: readonly number[]): number {
  return list.reduce((sum, one) => sum + one, 0) / list.length;
}

/** Pay at equal attainment between people of one role: highest over lowest from which it is said. */
const APART = 1.25;

/** People of one role who are paid very differently for the same attainment. */
export function unequalPay(role: ModelRole, all: readonly Seen[]): Found[] {
  const own = all.filter((one) => one.role === role);
  const pays = role.people
    .filter(isThere)
    .map((person) => equalPay(own, { ...termsOf(person), level: 1 }));
  if (pays.length < FEWEST) return [];
  const [least, most] = [Math.min(...pays), Math.max(...pays)];
  if (!(least > 0) || most / least <= APART + 1e-9) return [];
  return [
    {
      id: "unequal-pay",
      severity: "warning",
      place: `roles.${role.id}`,
      title: `${role.plural}: equal attainment pays one person ${rate(most / least)} times what it pays another`,
      message: `Pay at 100% of every target, a whole year there, over the ${pays.length} people named in the role.`,
      remedy:
        "Look for the reason: seniority or place may be one; where there is none, bring pay together.",
      figure: most / least,
    },
  ];
}

/** Differences between groups that are said: of pay ratios (a threshold of the EU's pay transparency rules), of quotas. */
const PAY_GAP = 0.05;
const QUOTA_GAP = 0.1;

/** Groups, or quarters of the territories, whose pay at equal attainment or whose quotas differ. */
export function groupGaps({ groups, quartiles }: Fairness): Found[] {
  return [...gapsOf(groups, "group"), ...gapsOf(quartiles, "territory")];
}

function gapsOf(groups: readonly FairnessGroup[], by: "group" | "territory"): Found[] {
  const found: Found[] = [];
  const named = ({ name, people }: FairnessGroup) => `${name} (${people} people)`;
  const byPay = groups.toSorted((a, b) => a.payRatio - b.payRatio);
  const [least, most] = [byPay[0], byPay.at(-1)];
  if (least && most && most.payRatio - least.payRatio > PAY_GAP * most.payRatio + 1e-9)
    found.push({
      id: by === "group" ? "pay-gap-group" : "pay-gap-territory",
      severity: "warning",
      place: "people",
      title: `At equal attainment ${least.name} is paid ${percent(1 - least.payRatio / most.payRatio, 1)} less than ${most.name}`,
      message: `Mean pay at 100% of every target over what the role states: ${percent(least.payRatio, 1)} of ${named(least)}, ${percent(most.payRatio, 1)} of ${named(most)}. Groups under ${FEWEST} people are left out.`,
      remedy:
        "Look for a reason that has nothing to do with the group; where there is none, bring pay together.",
      figure: 1 - least.payRatio / most.payRatio,
    });
  const byQuota = groups
    .flatMap((group) =>
      group.difficulty === null ? [] : [{ ...group, difficulty: group.difficulty }],
    )
    .toSorted((a, b) => a.difficulty - b.difficulty);
  const [easiest, hardest] = [byQuota[0], byQuota.at(-1)];
  if (easiest && hardest && hardest.difficulty > (1 + QUOTA_GAP) * easiest.difficulty + 1e-9)
    found.push({
      id: by === "group" ? "quota-gap-group" : "quota-gap-territory",
      severity: "warning",
      place: "people",
      title: `Quotas of ${hardest.name} are ${percent(hardest.difficulty / easiest.difficulty - 1)} harder than those of ${easiest.name}`,
      message: `Quota over what the territory can carry: ${rate(hardest.difficulty)} for ${named(hardest)}, ${rate(easiest.difficulty)} for ${named(easiest)}. Groups under ${FEWEST} people are left out.`,
      remedy: "Set quotas in proportion to the territory and to the part of the year worked.",
      figure: hardest.difficulty / easiest.difficulty - 1,
    });
  return found;
}

/** Hardest over easiest quota of a role from which it is said. */
const HARDER = 1.25;

/** Quotas of a role that are not in proportion to what territories can carry. */
export function quotaSpread(model: Model): Found[] {
  return quotasOf(model).flatMap((quota): Found[] => {
    const role = model.roles.find(({ id }) => id === quota.role)!;
    if (role.targetVariable === 0) return [];
    const known = role.people.filter(isThere).flatMap((person) => {
      const carried = potentialOf(person) * quota.each;
      const written = quota.people.find(({ id }) => id === person.id)?.quota ?? 0;
      return carried > 0 && written > 0 ? [written / carried] : [];
    });
    if (known.length < FEWEST) return [];
    const spread = Math.max(...known) / Math.min(...known);
    if (spread <= HARDER + 1e-9) return [];
    return [
      {
        id: "quota-difficulty",
        severity: "warning",
        place: `roles.${role.id}`,
        title: `${role.plural}: the hardest quota is ${rate(spread)} times the easiest`,
        message: `Quota over what the person's territory can carry in the part of the year worked, over ${known.length} people named in the role.`,
        remedy: "Prorate quotas by presence and ramp, and set them in proportion to territories.",
        figure: spread,
      },
    ];
  });
}

/** Attainments at which a report's pay is held against the manager's. */
const LEVELS = [1, 1.5];

/** Managers whom a report out-earns at the same attainment. */
export function payInversion(model: Model, all: readonly Seen[]): Found[] {
  const seats = new Map(
    model.roles.flatMap((role) =>
      role.people.filter(isThere).map((person) => [person.id, { role, person }] as const),
    ),
  );
  const payAt = (id: string, level: number) => {
    const { role, person } = seats.get(id)!;
    const own = all.filter((one) => one.role === role);
    return equalPay(own, { ...termsOf(person), level });
  };
  const managers = new Map<string, string[]>();
  for (const [id, { person }] of seats) {
    const { manager } = person;
    if (manager !== undefined && seats.has(manager))
      managers.set(manager, [...(managers.get(manager) ?? []), id]);
  }
  return [...managers].flatMap(([manager, reports]): Found[] => {
    const level = LEVELS.find((at) =>
      reports.some((id) => payAt(id, at) > payAt(manager, at) + 0.005),
    );
    if (level === undefined) return [];
    const above = reports.filter((id) => payAt(id, level) > payAt(manager, level) + 0.005);
    const most = Math.max(...above.map((id) => payAt(id, level)));
    const own = payAt(manager, level);
    return [
      {
        id: "pay-inversion",
        severity: level === 1 ? "warning" : "info",
        place: `people.${manager}`,
        title: `${above.length} of ${reports.length} reports earn more than their manager ${manager} at ${percent(level)} of target`,
        message: `At the same attainment the manager is paid ${money(model, own)}, the best-paid report ${money(model, most)}.`,
        remedy:
          "Raise the manager's variable pay or its slope, or see to it that the difference is meant.",
        figure: most - own,
      },
    ];
  });
}
