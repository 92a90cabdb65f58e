/**
 * Names of scenarios: an id is the path of a file inside the scenarios folder, without `.json`.
 *
 * Always    at most three segments of small letters, digits and hyphens; nothing a system keeps for its devices;
 *           so an id can never leave the folder.
 */
const segment = /^[a-z0-9][a-z0-9-]{0,62}$/;
const device = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/;
const otherFiles = new Set(["scenario.schema.json", "results.lock.json"]);

/** Most segments of an id. */
export const depth = 3;

/** Whether a scenario can have this id. */
export function isId(id: string): boolean {
  const segments = id.split("/");
  return segments.length <= depth && segments.every(isSegment);
}

/** Whether a folder, or a file without its ending, can have this name. */
export function isSegment(name: string): boolean {
  return segment.test(name) && !device.test(name);
}

/** Whether a file of this name is meant to be a scenario, well named or not. */
export function isScenarioFile(name: string): boolean {
  return name.endsWith(".json") && !name.startsWith(".") && !isOtherFile(name);
}

/** Whether a file of this name stands among the scenarios without being one. */
export function isOtherFile(name: string): boolean {
  return otherFiles.has(name);
}

/** The nearest name a scenario can have, for a hint: "My Plan (2)" becomes "my-plan-2". */
export function asSegment(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-");
  const trimmed = plain
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 63)
    .replace(/-+$/, "");
  return isSegment(trimmed) ? trimmed : `scenario-${trimmed}`.replace(/-+$/, "").slice(0, 63);
}
