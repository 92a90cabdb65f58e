/** Efforts of the scenario in focus against the baseline, by role and task, and by team. */
import { percentChange } from "../../lib/format.ts";
import type { Table } from "../../lib/table.ts";
import { nameOf, teamName } from "./tables.ts";
import type { Range, Team, View } from "./view.ts";
import type { EffortChange } from "./words.ts";

type TaskEffort = EffortChange & { range?: Range };
export type RoleEfforts = {
  id: string;
  title: string;
  team: Team;
  headcount: number;
  tasks: TaskEffort[];
};

/** Roles that have tasks, those that move most first within their team; marketing first, as the one the plan turns. */
export function roleEfforts({ baseline, focus }: View): RoleEfforts[] {
  const { scenario, expected, simulated } = focus.result;
  return Object.entries(scenario.roles).flatMap(([id, { title, team, headcount, tasks }]) => {
    const efforts = expected.efforts[id] ?? {};
    const list = Object.entries(efforts).map(([task, effort]) => {
      const before = baseline.result.expected.efforts[id]?.[task] ?? 1;
      const range = simulated?.efforts[id]?.[task];
      return {
        task,
        title: tasks[task] ?? task,
        ratio: effort / before,
        ...(range && { range: { p5: range.p5 / before, p95: range.p95 / before } }),
      };
    });
    return list.length > 0 ? [{ id, title, team, headcount, tasks: list }] : [];
  });
}

/** Each team's efforts, tasks of the same name averaged over its people. */
export function teamEfforts(view: View): { name: string; changes: EffortChange[] }[] {
  const roles = roleEfforts(view);
  return (["marketing", "sales"] as const).flatMap((team) => {
    const members = roles.filter((role) => role.team === team);
    const all = members.flatMap(({ headcount, tasks }) =>
      tasks.map((task) => ({ ...task, headcount })),
    );
    const heads = members.reduce((sum, { headcount }) => sum + headcount, 0);
    const changes = [...new Set(all.map(({ title }) => title))].map((title) => {
      const same = all.filter((task) => task.title === title);
      const log = same.reduce((sum, { ratio, headcount }) => sum + headcount * Math.log(ratio), 0);
      return { task: same[0]!.task, title, ratio: Math.exp(log / Math.max(heads, 1e-9)) };
    });
    return changes.length > 0 ? [{ name: teamName({ team }), changes }] : [];
  });
}

export function effortsTable(view: View): Table {
  return {
    caption: `Efforts in ${nameOf(view.focus)}, change against the baseline`,
    columns: [
      { label: "Role" },
      { label: "Task" },
      { label: "Change", format: change },
      { label: "P5", format: change },
      { label: "P95", format: change },
    ],
    rows: roleEfforts(view).flatMap(({ title: role, tasks }) =>
      tasks.map(({ title, ratio, range }) => [
        role,
        title,
        ratio - 1,
        range ? range.p5 - 1 : null,
        range ? range.p95 - 1 : null,
      ]),
    ),
  };
}

function change(value: number): string {
  return percentChange(value);
}
