/** Components that the accounting names and no plan has; examples of what is capitalised. */
import type { Problem } from "../../problem.ts";
import { exampleProblems } from "./examples.ts";
import { entries, namedThings, objectIn, type Site } from "./site.ts";

/** Every fault of the accounting. */
export function accountingProblems(site: Site): Problem[] {
  const accounting = objectIn(site.document, "accounting");
  if (!accounting) return [];
  const components = entries(site.document, "plans").flatMap(([, plan]) =>
    entries(plan, "components").map(([id]) => id),
  );
  return [
    ...namedThings("accounting.capitalise", "component", accounting.capitalise, [
      ...new Set(components),
    ]),
    ...exampleProblems("accounting", accounting, { kind: "accounting" }),
  ];
}
