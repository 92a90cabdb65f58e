/** Efforts of the scenario in focus against the baseline, by role and task. */
import { type EffortChange, effortsBeside } from "#models";
import { percentChange } from "../../lib/format.ts";
import type { Table } from "../../lib/table.ts";
import { nameOf } from "./tables.ts";
import type { Range, Team, View } from "./view.ts";

type TaskEffort = EffortChange & { range?: Range };
export type RoleEfforts = {
  id: string;
  title: string;
  team: Team;
  headcount: number;
  tasks: TaskEffort[];
};

/** Roles that have tasks; marketing first, as the one the plan turns. */
export function roleEfforts({ baseline, focus }: View): RoleEfforts[] {
  const { simulated } = focus.result;
  return effortsBeside(baseline.result, focus.result).map(({ tasks, ...role }) => ({
    ...role,
    tasks: tasks.map((task) => {
      const before = baseline.result.expected.efforts[role.id]?.[task.task] ?? 1;
      const range = simulated?.efforts[role.id]?.[task.task];
      return {
        ...task,
        ...(range && { range: { p5: range.p5 / before, p95: range.p95 / before } }),
      };
    }),
  }));
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
