/** Where a scenario opens: compared with its status quo; a status quo itself, in Build. */
import type { ScenarioRow } from "../../lib/api.ts";
import { href } from "../../router.svelte.ts";
import { compareHref } from "../../state/comparing.svelte.ts";

export function openHref({ id, statusQuo }: ScenarioRow): string {
  if (statusQuo === null || statusQuo === id) return href(`/build/${id}`);
  return compareHref([
    { id: statusQuo, slot: "a" },
    { id, slot: "b" },
  ]);
}
