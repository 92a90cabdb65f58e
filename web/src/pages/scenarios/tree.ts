/** The folder as a family tree: each scenario under its parent, with how deep it stands; broken files apart. */
import type { ScenarioRow } from "../../lib/api.ts";

export type TreeRow = { row: ScenarioRow; depth: number };

/** Names that several scenarios have: their files tell them apart. */
export function sharedNames(tree: readonly TreeRow[]): Set<string> {
  const names = tree.map(({ row }) => row.name);
  return new Set(names.filter((name, i) => names.indexOf(name) !== i));
}

export function treeOf(rows: readonly ScenarioRow[]): { sound: TreeRow[]; broken: ScenarioRow[] } {
  const broken = rows.filter(({ problems }) => problems.length > 0);
  const sound = rows.filter(({ problems }) => problems.length === 0);
  const ids = new Set(sound.map(({ id }) => id));
  const isRoot = ({ parent }: ScenarioRow) => parent === null || !ids.has(parent);

  function under(row: ScenarioRow, depth: number): TreeRow[] {
    const children = sound.filter(({ parent }) => parent === row.id);
    return [{ row, depth }, ...children.flatMap((child) => under(child, depth + 1))];
  }
  // The family that most questions are asked of comes first.
  const families = sound.filter(isRoot).map((root) => under(root, 0));
  return { sound: families.toSorted((a, b) => b.length - a.length).flat(), broken };
}
