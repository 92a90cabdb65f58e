/**
 * Roles with their numbers read: people, pay, tasks, skill, and what they own.
 *
 * Always    a role's calibrated headcount is the one in capacity at its first appearance in the chain, where its effort
 *           is 1.
 * Not here  what they are paid on (components.ts).
 * Source    docs/model.md#people
 */
import { taskDefaults } from "../behaviour/tasks.ts";
import type { CompiledFunnel } from "../funnel/compile.ts";
import { exp, gaussHermite } from "../math/index.ts";
import type { Problem } from "../problem.ts";
import type { Role, Scenario } from "../scenario/schema.ts";
import type { Retention } from "../behaviour/retention.ts";
import type { ReadNumber } from "../terms.ts";
import type { Model, ModelRole, SkillPoint } from "./compile.ts";
import { flowsWorked, ownedFrom } from "./crediting.ts";
import { headsOf, namedPeople } from "./people.ts";
import { readTurnover } from "./turnover.ts";

type RoleSite = {
  read: ReadNumber;
  funnel: CompiledFunnel;
  calibrators: Model[];
  retention: Retention | undefined;
  problems: Problem[];
};

/** The roles of a scenario in their order, tasks laid out one after another. */
export function readRoles(scenario: Scenario, site: RoleSite): ModelRole[] {
  const entries = Object.entries(scenario.roles).map(([id, role], place) => ({
    id,
    role,
    order: role.order ?? place,
  }));
  entries.sort((a, b) => a.order - b.order);
  let slot = 0;
  return entries.map(({ id, role }) => {
    const compiled = readRole(scenario, { id, role, firstSlot: slot }, site);
    slot += compiled.tasks.length;
    return compiled;
  });
}

const MOST_PEOPLE = 100_000;

function readRole(
  scenario: Scenario,
  { id, role, firstSlot }: { id: string; role: Role; firstSlot: number },
  { read, funnel, calibrators, retention, problems }: RoleSite,
): ModelRole {
  const before = calibratingRole(calibrators, id);
  const path = `roles.${id}`;
  const stated = Math.round(read(`${path}.headcount`, role.headcount, "positive"));
  const headcount = Math.min(stated, MOST_PEOPLE);
  if (stated > MOST_PEOPLE) {
    problems.push({
      code: "bad-number",
      path: `${path}.headcount`,
      message: `a role has at most ${MOST_PEOPLE} people`,
      hint: "split the role, or state it in thousands of people",
    });
  }
  if (headcount < 1) {
    problems.push({
      code: "bad-number",
      path: `${path}.headcount`,
      message: "a role needs at least one person",
      hint: "remove the role, or give it a headcount of 1 or more",
    });
  }
  const basePay = read(`${path}.basePay`, role.basePay, "positive");
  const targetVariable = read(`${path}.targetVariable`, role.targetVariable, "positive", (name) =>
    name === "basePay" ? basePay : undefined,
  );
  const ote = basePay + targetVariable;
  if (ote === 0) {
    problems.push({
      code: "bad-number",
      path: `${path}.basePay`,
      message: "nobody works for nothing: base pay and target variable are both 0",
      hint: "give the role base pay, target variable pay, or both",
    });
  }
  const skillLogSd = read(`${path}.skillLogSd`, role.skillLogSd ?? 0, "positive");
  const people = namedPeople(scenario, id, { basePay, targetVariable });
  const heads = headsOf(headcount, basePay, people);
  if (heads.capacity === 0 && headcount >= 1) {
    problems.push({
      code: "bad-number",
      path: `${path}.headcount`,
      message: "nobody is in the role during the calendar",
      hint: "remove the role, or let somebody start earlier",
    });
  }
  const multiple = read(
    "behaviour.stakeMultiple",
    scenario.behaviour?.stakeMultiple ?? 1,
    "positive",
  );
  const taskIds = Object.keys(role.tasks ?? {});
  const points = skillPoints(skillLogSd, scenario.behaviour?.skillPoints ?? 3);
  if (before && before.points.length !== points.length) {
    problems.push({
      code: "not-calibrated",
      path: `${path}.skillLogSd`,
      message: "the role's skill varies here and not at the status quo, or the other way round",
      hint: "state the skill spread and the skill points in the status quo",
    });
  }
  const aversion = scenario.behaviour?.riskAversion;
  return {
    id,
    title: role.title ?? id,
    plural: role.plural ?? role.title ?? id,
    team: role.team,
    stated: headcount,
    headcount: heads.employed,
    heads,
    people,
    calibratedHeadcount: before?.heads.capacity ?? heads.capacity,
    turnover: readTurnover({ id, role, ote }, before, { retention, read }),
    statedBase: basePay,
    basePay: people.every(({ plain }) => plain) ? basePay : heads.basePay / heads.employed,
    targetVariable,
    ote,
    taste: {
      kind: scenario.behaviour?.risk ?? "cara",
      aversion:
        aversion === undefined ? 2 / ote : read("behaviour.riskAversion", aversion, "positive"),
    },
    ownLuck:
      role.ownLuck === undefined ? Number.NaN : read(`${path}.ownLuck`, role.ownLuck, "positive"),
    residualLuck: 0,
    skillLogSd,
    points,
    tasks: taskIds.map((task, k) => {
      const written = role.tasks![task]!;
      const stake =
        written.nonPayStake === undefined
          ? (0.05 * basePay) / taskIds.length
          : read(`${path}.tasks.${task}.nonPayStake`, written.nonPayStake, "positive");
      return {
        id: task,
        title: written.title ?? taskDefaults[task]?.title ?? task,
        slot: firstSlot + k,
        private: written.private ?? taskDefaults[task]?.private ?? false,
        stake: stake * multiple,
      };
    }),
    components: [],
    readings: [],
    lines: [],
    adjustments: [],
    ownsFrom: ownedFrom(funnel, role),
    works: flowsWorked(funnel, role),
  };
}

/** The role at its first appearance in the chain, where its effort is 1. */
function calibratingRole(calibrators: Model[], id: string): ModelRole | undefined {
  for (const model of calibrators) {
    const role = model.roles.find((candidate) => candidate.id === id);
    if (role) return role;
  }
  return undefined;
}

/** Levels of skill (mean 1) at which the response is solved: Gauss–Hermite points of a log-normal. */
function skillPoints(logSd: number, count: number): SkillPoint[] {
  if (logSd === 0 || count === 1) return [{ z: 0, weight: 1, skill: 1 }];
  const { nodes, weights } = gaussHermite(count);
  const raw = Array.from(nodes, (z) => exp(logSd * z));
  const mean = raw.reduce((sum, skill, i) => sum + weights[i]! * skill, 0);
  return raw.map((skill, i) => ({ z: nodes[i]!, weight: weights[i]!, skill: skill / mean }));
}

/** Effects a file states for a task, as numbers; undefined where it states none. */
export function statedEffects(
  scenario: Scenario,
  role: string,
  task: string,
  read: ReadNumber,
): Record<string, number> | undefined {
  const effects = scenario.roles[role]!.tasks![task]!.effects;
  if (!effects) return undefined;
  const path = `roles.${role}.tasks.${task}.effects`;
  return Object.fromEntries(
    Object.entries(effects).map(([key, size]) => [key, read(`${path}.${key}`, size, "real")]),
  );
}
