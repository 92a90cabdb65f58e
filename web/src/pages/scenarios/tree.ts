/** The folder as a family tree: each scenario under its parent, with how deep it stands; subfolders and broken files apart. */
import type { ScenarioRow } from "../../lib/api.ts";

export type TreeRow = { row: ScenarioRow; depth: number };

/** Names that several scenarios have: their files tell them apart. */
export function sharedNames(tree: readonly TreeRow[]): Set<string> {
  const names = tree.map(({ row }) => row.name);
  return new Set(names.filter((name, i) => names.indexOf(name) !== i));
}

/** Scenarios of one folder, families first; "" is the folder's own. */
export type FolderGroup = { folder: string; tree: TreeRow[] };

/** `sound` is all groups in one. */
export function treeOf(rows: readonly ScenarioRow[]): {
  groups: FolderGroup[];
  sound: TreeRow[];
  broken: ScenarioRow[];
} {
  const broken = rows.filter(({ problems }) => problems.length > 0);
  const byFolder = new Map<string, ScenarioRow[]>();
  for (const row of ownFirst(rows.filter(({ problems }) => problems.length === 0)))
    byFolder.set(folderOf(row), [...(byFolder.get(folderOf(row)) ?? []), row]);
  const groups = [...byFolder].map(([folder, sound]) => ({ folder, tree: familiesOf(sound) }));
  return { groups, sound: groups.flatMap(({ tree }) => tree), broken };
}

/** The rows of subfolders after the folder's own. */
export function ownFirst(rows: readonly ScenarioRow[]): ScenarioRow[] {
  return rows.toSorted((a, b) => Number(folderOf(a) !== "") - Number(folderOf(b) !== ""));
}

function folderOf({ id }: ScenarioRow): string {
  return id.slice(0, Math.max(0, id.lastIndexOf("/")));
}

function familiesOf(rows: readonly ScenarioRow[]): TreeRow[] {
  const ids = new Set(rows.map(({ id }) => id));
  const isRoot = ({ parent }: ScenarioRow) => parent === null || !ids.has(parent);

  function under(row: ScenarioRow, depth: number): TreeRow[] {
    const children = rows.filter(({ parent }) => parent === row.id);
    return [{ row, depth }, ...children.flatMap((child) => under(child, depth + 1))];
  }
  // The family that most questions are asked of comes first.
  const families = rows.filter(isRoot).map((root) => under(root, 0));
  return families.toSorted((a, b) => b.length - a.length).flat();
}
