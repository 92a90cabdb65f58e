/** What can be done with a scenario's file, as a menu. */
import { exportAddress, type ScenarioRow } from "../../lib/api.ts";
import type { Action } from "../../parts/ActionMenu.svelte";
import { href } from "../../router.svelte.ts";
import type { FileAction } from "./FileDialogs.svelte";

/** `isReadOnly` leaves out what would write. */
export function fileActions(
  row: ScenarioRow,
  isReadOnly: boolean,
  open: (action: FileAction) => void,
): Action[] {
  const writing: Action[] = [
    { label: "Duplicate as a child", run: () => open({ kind: "duplicate", row }) },
    { label: "Rename", run: () => open({ kind: "rename", row }) },
    row.parent === null
      ? { label: "Extract the difference", run: () => open({ kind: "extract", row }) }
      : { label: "Flatten", run: () => open({ kind: "flatten", row }) },
    { label: "Delete", run: () => open({ kind: "delete", row }) },
  ];
  return [
    { label: "History", href: href(`/history/${row.id}`) },
    { label: "Export the file", href: exportAddress(row.id), download: true },
    ...(row.parent === null
      ? []
      : [
          {
            label: "Export with all it inherits",
            href: exportAddress(row.id, true),
            download: true,
          },
        ]),
    ...(isReadOnly ? [] : writing),
  ];
}
