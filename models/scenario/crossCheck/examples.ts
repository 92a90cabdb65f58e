/** Examples that say nothing, cannot be said where they stand, or name what is not there. */
import { expectedKeys } from "../../plans/example.ts";
import type { Problem } from "../../problem.ts";
import { isObject, type JsonObject, pathOf } from "../text.ts";
import { fault, namedThing, objectIn, type Site } from "./site.ts";

type Holder =
  | { kind: "component"; plan: JsonObject; site: Site }
  | { kind: "plan" }
  | { kind: "pool" }
  | { kind: "accounting" };

/** Which forms of `given` stand where: the key that tells the form, and the holders that run it. */
const formsOf: Record<Holder["kind"], readonly string[]> = {
  component: ["attainment", "measure", "deals", "periods", "paid"],
  plan: ["attainments", "measures", "periods", "paid"],
  pool: ["fund", "measure"],
  accounting: ["capitalised"],
};

const whereOf: Record<string, string> = {
  fund: "a pool",
  capitalised: "the accounting",
  attainments: "a plan",
  measures: "a plan",
};

/** What each holder's examples can expect. */
const expectedOf: Record<string, readonly string[]> = {
  attainment: ["pays", "paysShare", "attains", "refused"],
  attainments: ["pays"],
  measures: ["pays"],
  measure: ["pays", "paysShare", "attains", "refused"],
  deals: ["pays", "paysShare", "paysTo", "attains", "credited", "refused"],
  periods: ["pays", "paysShare", "attains", "credited", "owed", "refused"],
  paid: ["pays"],
  fund: ["paysTo"],
  capitalised: ["pays", "assetAfter"],
};

/** Every fault of the examples of a component, a plan, a pool or the accounting. */
export function exampleProblems(path: string, holder: JsonObject, about: Holder): Problem[] {
  const { examples } = holder;
  if (!Array.isArray(examples)) return [];
  return examples.flatMap((example, i) =>
    isObject(example) ? exampleProblem(`${path}.examples[${i}]`, example, { holder, about }) : [],
  );
}

function exampleProblem(
  path: string,
  example: JsonObject,
  { holder, about }: { holder: JsonObject; about: Holder },
): Problem[] {
  const given = objectIn(example, "given");
  const stated = expectedKeys.filter((key) => example[key] !== undefined);
  if (stated.length === 0) {
    const what =
      about.kind === "pool"
        ? 'add "paysTo"'
        : about.kind === "accounting"
          ? 'add "pays" or "assetAfter"'
          : 'add "paysShare" or "pays"';
    return [fault(path, "the example does not say what it pays", what)];
  }
  const form = Object.keys(given ?? {}).find((key) => Object.hasOwn(expectedOf, key));
  if (!given || form === undefined) return [];
  const forms = formsOf[about.kind];
  if (!forms.includes(form)) {
    const where = whereOf[form] ?? (form === "deals" ? "a component or plan" : "a component");
    return [
      fault(
        `${path}.given`,
        `an example of ${form === "capitalised" ? "what is capitalised" : `"${form}"`} belongs to ${where}`,
        `here it can be one of: ${forms.join(", ")}`,
      ),
    ];
  }
  const problems: Problem[] = [];
  for (const key of stated) {
    if (!expectedOf[form]!.includes(key) || (key === "owed" && about.kind !== "plan"))
      problems.push(
        fault(
          `${path}.${key}`,
          `an example by "${form}" does not come to "${key}"`,
          `use one of: ${expectedOf[form]!.filter((one) => one !== "owed" || about.kind === "plan").join(", ")}`,
        ),
      );
  }
  if (
    example.documentPrints !== undefined &&
    example.pays === undefined &&
    example.paysShare === undefined
  )
    problems.push(
      fault(
        `${path}.documentPrints`,
        "beside what the document prints stands what the rule pays",
        'add "pays" or "paysShare"',
      ),
    );
  problems.push(
    ...lengthProblems(path, { example, given, form }),
    ...withLengths(path, { given, form }),
  );
  if (about.kind === "component")
    problems.push(...withProblems(path, given, holder), ...dealNames(path, given, about.site));
  if (form === "attainments" || form === "measures") {
    const known = Object.keys(objectIn(holder, "components") ?? {});
    for (const id of Object.keys(objectIn(given, form) ?? {}))
      problems.push(...namedThing(`${path}.given.${pathOf([form, id])}`, "component", id, known));
  }
  if (form === "paid" && !clawbackIn(about.kind === "component" ? about.plan : holder))
    problems.push(
      fault(
        `${path}.given`,
        "the plan has no clawback, so nothing is taken back for a cancelled deal",
        'add one, as in "adjustments": { "clawback": { "kind": "clawback", "method": "proRata" } }',
      ),
    );
  return problems;
}

function clawbackIn(plan: JsonObject): boolean {
  const adjustments = Object.values(objectIn(plan, "adjustments") ?? {});
  return adjustments.some((one) => isObject(one) && one.kind === "clawback");
}

/** A list of what is expected has one figure for each thing given. */
function lengthProblems(
  path: string,
  { example, given, form }: { example: JsonObject; given: JsonObject; form: string },
): Problem[] {
  const count =
    form === "capitalised" ? given.months : Array.isArray(given[form]) ? given[form].length : 1;
  return (["pays", "paysShare", "attains", "credited", "owed", "documentPrints"] as const).flatMap(
    (key) => {
      const list = example[key];
      if (!Array.isArray(list) || list.length === count || typeof count !== "number") return [];
      return [
        fault(
          `${path}.${key}`,
          `has ${list.length} figures for ${count} given`,
          "give one for each, or one number",
        ),
      ];
    },
  );
}

/** A list of attainments of another measure has one for each thing given; deals are all of one period. */
function withLengths(
  path: string,
  { given, form }: { given: JsonObject; form: string },
): Problem[] {
  const list = given[form];
  const count = form !== "deals" && Array.isArray(list) ? list.length : 1;
  return Object.entries(objectIn(given, "with") ?? {}).flatMap(([id, stated]) =>
    !Array.isArray(stated) || stated.length === count
      ? []
      : [
          fault(
            `${path}.given.${pathOf(["with", id])}`,
            `has ${stated.length} figures for ${count} given`,
            "give one for each, or one number",
          ),
        ],
  );
}

function withProblems(path: string, given: JsonObject, component: JsonObject): Problem[] {
  const known = [
    ...Object.keys(objectIn(component, "gates") ?? {}),
    ...Object.keys(objectIn(component, "multipliers") ?? {}),
    ...(objectIn(component, "curve")?.kind === "matrix" ? ["across"] : []),
  ];
  return Object.keys(objectIn(given, "with") ?? {}).flatMap((id) =>
    known.length > 0
      ? namedThing(`${path}.given.${pathOf(["with", id])}`, "gate or multiplier", id, known)
      : [
          fault(
            `${path}.given.${pathOf(["with", id])}`,
            "the component has no gate, no multiplier and no matrix",
            "leave it out",
          ),
        ],
  );
}

/** Sources and segments of an example's deals that do not exist. */
function dealNames(path: string, { deals }: JsonObject, site: Site): Problem[] {
  if (!Array.isArray(deals)) return [];
  return deals.flatMap((deal, i) => {
    if (!isObject(deal)) return [];
    const here = `${path}.given.deals[${i}]`;
    return [
      ...namedThing(`${here}.source`, "source", deal.source, site.sources?.keys()),
      ...namedThing(`${here}.segment`, "segment", deal.segment, site.segments),
    ];
  });
}
