/**
 * What people do differently, in words: by role, and by team.
 *
 * Terms     ratio = effort over the baseline's; effect = what that does to bookings, in logs.
 * Formula   effect = ln(ratio) · elasticity of bookings, the mean of both scenarios', added up over a team's roles.
 * Always    the largest effect on bookings comes first, then the largest of the other sign: no half is hidden. Where
 *           effects are not known, the largest change of effort comes first.
 * Source    docs/model.md#tasks
 */
import { exp, log } from "../math/index.ts";
import { capitalised, inSentence } from "../words.ts";
import type { ScenarioResult } from "./result.ts";

/** A task's change of effort; `effect` is what it does to bookings, in logs. */
export type EffortChange = { task: string; title: string; ratio: number; effect?: number };

type RoleEfforts = {
  id: string;
  title: string;
  team: "sales" | "marketing";
  headcount: number;
  tasks: EffortChange[];
};

/** Efforts of every role that has tasks, beside the baseline's. */
export function effortsBeside(base: ScenarioResult, other: ScenarioResult): RoleEfforts[] {
  const { scenario, expected } = other;
  return Object.entries(scenario.roles).flatMap(([id, { title, team, headcount, tasks }]) => {
    const list = Object.entries(expected.efforts[id] ?? {}).map(([task, effort]): EffortChange => {
      const ratio = effort / (base.expected.efforts[id]?.[task] ?? 1);
      const here = elasticityOf(other, id, task) ?? 0;
      const before = elasticityOf(base, id, task) ?? here;
      const effect = ((here + before) / 2) * log(ratio);
      return { task, title: tasks[task] ?? task, ratio, effect };
    });
    return list.length > 0 ? [{ id, title, team, headcount, tasks: list }] : [];
  });
}

function elasticityOf({ expected }: ScenarioResult, role: string, task: string) {
  return expected.elasticities["bookings"]?.[role]?.[task];
}

/** Each team's efforts, tasks of the same name averaged over those who have them and their effects added up. */
export function teamEfforts(
  base: ScenarioResult,
  other: ScenarioResult,
): { name: string; changes: EffortChange[] }[] {
  const roles = effortsBeside(base, other);
  return (["marketing", "sales"] as const).flatMap((team) => {
    const members = roles.filter((role) => role.team === team);
    const all = members.flatMap(({ headcount, tasks }) =>
      tasks.map((task) => ({ ...task, headcount })),
    );
    const changes = [...new Set(all.map(({ title }) => title))].map((title): EffortChange => {
      const same = all.filter((task) => task.title === title);
      const heads = same.reduce((sum, { headcount }) => sum + headcount, 0);
      const moved = same.reduce((sum, { ratio, headcount }) => sum + headcount * log(ratio), 0);
      const effect = same.reduce((sum, one) => sum + (one.effect ?? 0), 0);
      return { task: same[0]!.task, title, ratio: heads > 0 ? exp(moved / heads) : 1, effect };
    });
    return changes.length > 0 ? [{ name: team === "sales" ? "Sales" : "Marketing", changes }] : [];
  });
}

/** A task that rises or falls, in words: "fewer leads", "more selling". */
export function effortPhrase(id: string, title: string, ratio: number): string {
  const up = ratio > 1;
  const noun = inSentence(title);
  if (id === "qualifying") return up ? "a looser bar for MQLs" : "a stricter bar for MQLs";
  const volume = / volume$/i.exec(noun);
  if (volume) return `${up ? "more" : "fewer"} ${noun.slice(0, volume.index)}s`;
  const quality = / quality$/i.exec(noun);
  if (quality) return `${up ? "better" : "poorer"} ${noun.slice(0, quality.index)}s`;
  return `${up ? "more" : "less"} ${noun}`;
}

/** What a role does differently, its two most telling changes: "Fewer leads, better leads". */
export function effortWords(changes: readonly EffortChange[]): string {
  const words = phrases(changes).join(", ");
  return words === "" ? "About the same as before" : capitalised(words);
}

/** "Marketing: better leads, a stricter bar for MQLs; Sales: less selling, more feedback". */
export function behaviourClaim(
  teams: readonly { name: string; changes: readonly EffortChange[] }[],
): string {
  const parts = teams.flatMap(({ name, changes }) => {
    const words = phrases(changes).join(", ");
    return words === "" ? [] : [`${name}: ${words}`];
  });
  return parts.length > 0 ? parts.join("; ") : "Hardly anyone changes what they work on";
}

/** Change in an effort below which it counts as none. */
const EFFORT_SEEN = 0.01;

/** The most telling change, and the most telling of the other sign; without one the next. */
function phrases(changes: readonly EffortChange[]): string[] {
  const [first, ...rest] = changes
    .filter(({ ratio }) => Math.abs(ratio - 1) >= EFFORT_SEEN)
    .toSorted((a, b) => Math.abs(weightOf(b)) - Math.abs(weightOf(a)));
  if (!first) return [];
  const against =
    first.effect === undefined
      ? undefined
      : rest.find((one) => weightOf(one) * weightOf(first) < 0 && weighs(one, first));
  const second = against ?? rest[0];
  const said = [first, ...(second ? [second] : [])];
  return [...new Set(said.map(({ task, title, ratio }) => effortPhrase(task, title, ratio)))];
}

function weightOf({ effect, ratio }: EffortChange): number {
  return effect ?? log(ratio);
}

/** True where it is at least a tenth of another: less is not worth words. */
function weighs(one: EffortChange, other: EffortChange): boolean {
  return Math.abs(weightOf(one)) >= Math.abs(weightOf(other)) / 10;
}
