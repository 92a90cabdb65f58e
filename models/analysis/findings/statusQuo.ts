/**
 * Finding on a comparison of scenarios that are not calibrated on one status quo.
 *
 * Source    docs/model.md#findings
 */
import type { Compared } from "./betterOff.ts";
import type { Found } from "./seen.ts";

/** Two scenarios of status quos that do not say the same; of two versions of one file, that it changed between them. */
export function otherStatusQuo({ base, here }: Compared): Found[] {
  const [was, is] = [base.scenario, here.scenario];
  if (is.statusQuoHash === was.statusQuoHash) return [];
  const found = { id: "other-status-quo", severity: "warning", place: "extends" } as const;
  if (plainId(is.id) === plainId(was.id)) {
    return [
      {
        ...found,
        title: "The status quo itself changed between the versions",
        message: `Efforts of each version are 1 in its own ${plainId(is.statusQuo)}; the difference holds what changed there too.`,
        remedy: "Read the difference as that of two companies, each on its own status quo.",
      },
    ];
  }
  return [
    {
      ...found,
      title: "Not calibrated on one status quo",
      message: `Efforts of ${is.name} are 1 in ${is.statusQuo}, those of ${was.name} in ${was.statusQuo}; the difference holds that too.`,
      remedy: "Compare scenarios of one chain, or name one status quo for both.",
    },
  ];
}

/** An id without the revision behind it. */
function plainId(id: string): string {
  return id.replace(/@.*$/, "");
}
