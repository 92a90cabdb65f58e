/**
 * Faults between the parts of a scenario that need no numbers: names of things that do not exist, stages without a
 * rate, components that say too much or too little, formulas that need each other.
 *
 * Always    works on documents with faults of form too: what has the wrong form is passed over, so that all faults are
 *           reported together.
 * Not here  the form of each part (issues.ts), what the numbers come to (numbers.ts, compile.ts).
 */
import { unknownName, type Problem } from "../problem.ts";
import { type Domain, isFormula, isUncertain, measures, monthsIn, type Period } from "../terms.ts";
import { compileFormula, isCompiled, isReserved } from "./formula.ts";
import { circle, uncertainProblem, unknownInFormula } from "./numbers.ts";
import { Scenario } from "./schema.ts";
import { bare, domainOf, inside, type Shape } from "./shape.ts";
import { isObject, type JsonObject, type JsonValue, pathOf, type Step } from "./text.ts";

/** Every fault between the parts of a scenario. */
export function crossCheck(scenario: Scenario): Problem[] {
  const document = scenario as unknown as JsonObject;
  const site = siteOf(document);
  return [
    ...quantities(document),
    ...parameterCircles(document),
    ...funnelProblems(site),
    ...roleProblems(site),
    ...planProblems(site),
    ...poolProblems(site),
    ...practiceProblems(site),
  ];
}

/** Names of the things that others may name; undefined where their place has a fault of its own. */
type Site = {
  document: JsonObject;
  stages: string[] | undefined;
  /** Index of the pipeline stage. */
  pipelineStage: number;
  segments: string[] | undefined;
  /** Team of each source; a source in two segments may have two. */
  sources: Map<string, Set<string>> | undefined;
  roles: string[] | undefined;
  plans: string[] | undefined;
};

type Entry = [key: string, value: JsonObject];

function siteOf(document: JsonObject): Site {
  const funnel = objectIn(document, "funnel");
  const stages = textsIn(funnel, "stages");
  const pipeline =
    funnel && typeof funnel.pipelineStage === "string"
      ? stages?.indexOf(funnel.pipelineStage)
      : undefined;
  const segments = funnel && isObject(funnel.segments) ? entries(funnel, "segments") : undefined;
  const sources = new Map<string, Set<string>>();
  for (const [, segment] of segments ?? []) {
    for (const [id, source] of entries(segment, "sources")) {
      sources.set(id, (sources.get(id) ?? new Set()).add(word(source.team)));
    }
  }
  return {
    document,
    stages,
    pipelineStage: pipeline !== undefined && pipeline >= 0 ? pipeline : (stages?.length ?? 2) - 2,
    segments: segments?.map(([id]) => id),
    sources: segments && sources,
    roles: isObject(document.roles) ? Object.keys(document.roles) : undefined,
    plans: isObject(document.plans) ? Object.keys(document.plans) : undefined,
  };
}

function objectIn(value: JsonObject | undefined, key: string): JsonObject | undefined {
  const inner = value && Object.hasOwn(value, key) ? value[key] : undefined;
  return isObject(inner) ? inner : undefined;
}

function entries(value: JsonObject | undefined, key: string): Entry[] {
  const inner = objectIn(value, key) ?? {};
  return Object.entries(inner).filter((entry): entry is Entry => isObject(entry[1]));
}

function textsIn(value: JsonObject | undefined, key: string): string[] | undefined {
  const inner = value?.[key];
  return Array.isArray(inner) ? inner.filter((element) => typeof element === "string") : undefined;
}

/** The value where it is a text, else a name that nothing has. */
function word(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}

function fault(path: string, message: string, hint: string): Problem {
  return { code: "bad-shape", path, message, hint };
}

/** A problem where `name` is a text that is not among the known ones. */
function namedThing(
  path: string,
  kind: string,
  name: unknown,
  known: Iterable<string> | undefined,
): Problem[] {
  if (typeof name !== "string" || !known) return [];
  const names = [...known];
  return names.includes(name) ? [] : [unknownName(path, kind, name, names)];
}

/** The same for every element of a list, with its place. */
function namedThings(
  path: string,
  kind: string,
  list: unknown,
  known: Iterable<string> | undefined,
): Problem[] {
  if (!Array.isArray(list)) return [];
  const names = known && [...known];
  const problems = list.flatMap((name, i) => namedThing(`${path}[${i}]`, kind, name, names));
  for (const [i, name] of list.entries()) {
    if (list.indexOf(name) < i)
      problems.push(
        fault(`${path}[${i}]`, `${JSON.stringify(name)} stands twice in the list`, "write it once"),
      );
  }
  return problems;
}

// ---- numbers that are no plain numbers

type Quantity = { steps: Step[]; value: unknown; domain: Domain };

function* quantitiesIn(value: unknown, shape: Shape, steps: Step[]): Generator<Quantity> {
  const domain = domainOf(bare(shape));
  if (domain) {
    yield { steps, value, domain };
  } else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      const step = Array.isArray(value) ? Number(key) : key;
      const innerShape = inside(shape, step, value);
      if (innerShape) yield* quantitiesIn(inner, innerShape, [...steps, step]);
    }
  }
}

function quantities(document: JsonObject): Problem[] {
  const problems: Problem[] = [];
  for (const { steps, value, domain } of quantitiesIn(document, Scenario, [])) {
    const path = pathOf(steps);
    if (isFormula(value)) {
      const compiled = compileFormula(value);
      if (!isCompiled(compiled)) problems.push({ ...compiled, path });
    } else if (isUncertain(value) && isPlain(value)) {
      const problem = uncertainProblem(path, value, domain);
      if (problem) problems.push(problem);
    }
  }
  return problems;
}

function isPlain(value: object): boolean {
  const keys = "mean" in value ? ["mean", "sd"] : ["p10", "p50", "p90"];
  return keys.every((key) => typeof (value as Record<string, unknown>)[key] === "number");
}

function parameterCircles(document: JsonObject): Problem[] {
  const parameters = objectIn(document, "parameters") ?? {};
  const needs = new Map<string, string[]>();
  const problems: Problem[] = [];
  for (const [name, input] of Object.entries(parameters)) {
    const path = pathOf(["parameters", name]);
    if (isReserved(name))
      problems.push(
        fault(
          path,
          `"${name}" has a meaning of its own in formulas`,
          "choose another name for the parameter",
        ),
      );
    const compiled = isFormula(input) ? compileFormula(input) : undefined;
    const names = compiled && isCompiled(compiled) ? compiled.names : [];
    needs.set(name, names);
    for (const other of names) {
      if (!Object.hasOwn(parameters, other))
        problems.push(unknownInFormula(path, other, Object.keys(parameters)));
    }
  }
  if (needs.size > MOST_PARAMETERS) {
    const message = `there are ${needs.size} parameters, and at most ${MOST_PARAMETERS} are read`;
    return [fault("parameters", message, "write numbers where a parameter is used once")];
  }
  return [...problems, ...circlesIn(needs)];
}

/** Bounds how deep formulas of parameters can go into each other. */
const MOST_PARAMETERS = 500;

/** One problem for each circle, at the parameter of it that is written first. */
function circlesIn(needs: ReadonlyMap<string, string[]>): Problem[] {
  const problems: Problem[] = [];
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (name: string): void => {
    const at = trail.indexOf(name);
    if (at >= 0) problems.push(circle(pathOf(["parameters", name]), [...trail.slice(at), name]));
    if (at >= 0 || done.has(name)) return;
    trail.push(name);
    for (const other of needs.get(name) ?? []) visit(other);
    trail.pop();
    done.add(name);
  };
  for (const name of needs.keys()) visit(name);
  return problems;
}

// ---- funnel

function funnelProblems(site: Site): Problem[] {
  const { stages, segments } = site;
  const funnel = objectIn(site.document, "funnel");
  if (!funnel || !stages) return [];
  const problems: Problem[] = [];
  for (const [i, stage] of stages.entries()) {
    const path = `funnel.stages[${i}]`;
    if (stages.indexOf(stage) < i)
      problems.push(fault(path, `the stage "${stage}" stands twice`, "write it once"));
    if (Object.hasOwn(measures, stage))
      problems.push(
        fault(path, `a stage cannot be called "${stage}", which is a measure`, "choose another id"),
      );
    if (stage === "marketing" || stage === "sales")
      problems.push(
        fault(path, `a stage cannot be called "${stage}", which is a team`, "choose another id"),
      );
  }
  problems.push(...namedThing("funnel.pipelineStage", "stage", funnel.pipelineStage, stages));
  if (segments?.length === 0)
    problems.push(
      fault(
        "funnel.segments",
        "there is no segment",
        'write one, as in "segments": { "all": { … } }',
      ),
    );
  for (const [id, segment] of entries(funnel, "segments"))
    problems.push(...segmentProblems(pathOf(["funnel", "segments", id]), segment, stages));
  return problems;
}

function segmentProblems(path: string, segment: JsonObject, stages: string[]): Problem[] {
  const general = objectIn(segment, "conversions") ?? {};
  const problems = conversionNames(`${path}.conversions`, general, stages);
  const lacking = new Map<string, string>();
  for (const [id, source] of entries(segment, "sources")) {
    const here = pathOf(["sources", id]);
    if (id === "marketing" || id === "sales")
      problems.push(
        fault(
          `${path}.${here}`,
          `a source cannot be called "${id}", which is a team`,
          "choose another id",
        ),
      );
    problems.push(...namedThing(`${path}.${here}.entersAt`, "stage", source.entersAt, stages));
    const own = objectIn(source, "conversions") ?? {};
    problems.push(...conversionNames(`${path}.${here}.conversions`, own, stages));
    const from = stages.indexOf(word(source.entersAt));
    if (from < 0) continue;
    for (const stage of stages.slice(from, -1)) {
      const rate = objectIn(own, stage)?.rate ?? objectIn(general, stage)?.rate;
      if (rate === undefined && !lacking.has(stage)) lacking.set(stage, id);
    }
  }
  for (const [stage, source] of lacking) {
    problems.push(
      fault(
        `${path}.conversions.${stage}.rate`,
        `"${stage}" has no rate, and items of ${source} pass through it`,
        `write "${stage}": { "rate": … }: the share of its items that go on to ${stages[stages.indexOf(stage) + 1]}`,
      ),
    );
  }
  return problems;
}

function conversionNames(path: string, conversions: JsonObject, stages: string[]): Problem[] {
  return Object.keys(conversions).flatMap((stage) => {
    if (stage === stages.at(-1))
      return [
        fault(
          `${path}.${stage}`,
          `"${stage}" is the last stage: nothing goes on from it`,
          "delete it; a rate stands at the stage that items leave",
        ),
      ];
    return namedThing(pathOf([...stepsOfPath(path), stage]), "stage", stage, stages);
  });
}

function stepsOfPath(path: string): Step[] {
  return path.split(".");
}

// ---- roles and their tasks

function roleProblems(site: Site): Problem[] {
  const problems: Problem[] = [];
  for (const [id, role] of entries(site.document, "roles")) {
    const path = pathOf(["roles", id]);
    problems.push(
      ...namedThing(`${path}.plan`, "plan", role.plan, site.plans),
      ...namedThings(`${path}.segments`, "segment", role.segments, site.segments),
      ...namedThings(`${path}.sources`, "source", role.sources, site.sources?.keys()),
      ...namedThing(`${path}.owns`, "stage", role.owns, site.stages),
    );
    for (const [task, { effects }] of entries(role, "tasks")) {
      if (!isObject(effects)) continue;
      for (const key of Object.keys(effects))
        problems.push(...effectProblems(`${path}.tasks.${task}.effects.${key}`, key, site));
    }
  }
  return problems;
}

function effectProblems(path: string, key: string, site: Site): Problem[] {
  const [what, first, second] = key.split(".");
  if (what === "inflow") {
    if (first === undefined)
      return [fault(path, "an effect on inflow names its source", "write inflow.SOURCE")];
    return [
      ...namedThing(path, "source", first, site.sources?.keys()),
      ...namedThing(path, "segment", second, site.segments),
    ];
  }
  if (what === "rate") {
    if (first === undefined)
      return [
        fault(
          path,
          "an effect on a rate names its stage",
          "write rate.STAGE, the stage that items leave",
        ),
      ];
    const last = site.stages?.at(-1) === first;
    if (last)
      return [
        fault(
          path,
          `"${first}" is the last stage: no rate leads out of it`,
          "name the stage that items leave",
        ),
      ];
    return [
      ...namedThing(path, "stage", first, site.stages),
      ...namedThing(path, "segment", second, site.segments),
    ];
  }
  if (second !== undefined)
    return [
      fault(
        path,
        `an effect on ${what} has one name behind it at most`,
        `write ${what} or ${what}.${what === "quality" ? "SOURCE" : "SEGMENT"}`,
      ),
    ];
  if (what === "quality") return first === undefined ? [] : qualitySource(path, first, site);
  return what === "renewal" ? namedThing(path, "segment", first, site.segments) : [];
}

function qualitySource(path: string, source: string, site: Site): Problem[] {
  const teams = site.sources?.get(source);
  if (teams && !teams.has("marketing"))
    return [
      fault(
        path,
        `the source "${source}" is not marketing's, and lead quality is of marketing's leads`,
        "name a source of marketing",
      ),
    ];
  return namedThing(path, "source", source, site.sources?.keys());
}

// ---- plans and pools

function planProblems(site: Site): Problem[] {
  const problems: Problem[] = [];
  const payees = new Map<string, Entry[]>();
  for (const entry of entries(site.document, "roles")) {
    const plan = word(entry[1].plan);
    payees.set(plan, [...(payees.get(plan) ?? []), entry]);
  }
  for (const [planId, plan] of entries(site.document, "plans")) {
    for (const [id, component] of entries(plan, "components")) {
      const path = pathOf(["plans", planId, "components", id]);
      problems.push(...measureNames(path, component, site), ...componentProblems(path, component));
      for (const [role, payee] of payees.get(planId) ?? [])
        problems.push(...scopeProblems(path, component, { role, payee, site }));
    }
  }
  return problems;
}

function measureNames(path: string, paid: JsonObject, site: Site): Problem[] {
  const { stages, sources } = site;
  return [
    ...namedThing(
      `${path}.measure`,
      "measure",
      paid.measure,
      stages && [...stages, ...Object.keys(measures)],
    ),
    ...namedThing(
      `${path}.sourcedBy`,
      "team or source",
      paid.sourcedBy,
      sources && ["marketing", "sales", ...sources.keys()],
    ),
    ...namedThings(`${path}.segments`, "segment", paid.segments, site.segments),
  ];
}

const scales = ["weight", "targetPay", "rate"] as const;

function componentProblems(path: string, component: JsonObject): Problem[] {
  const problems: Problem[] = [];
  const stated = scales.filter((key) => component[key] !== undefined);
  const has = (key: string) => component[key] !== undefined;
  if (stated.length === 0) {
    problems.push(
      fault(
        path,
        'has none of "weight", "targetPay" and "rate"',
        "give exactly one: a share of the target variable, money a year, or pay per unit of the measure",
      ),
    );
  }
  if (stated.length > 1) {
    const [keep, ...rest] = stated;
    problems.push(
      fault(
        `${path}.${rest.at(-1)}`,
        `has ${stated.map((key) => `"${key}"`).join(" and ")}; a component has exactly one of them`,
        `keep one; a child file removes its parent's with "${keep}": null`,
      ),
    );
  }
  const byRate = stated.length === 1 && has("rate");
  if (stated.length > 0 && !has("target") && !byRate) {
    problems.push(
      fault(
        `${path}.target`,
        '"target" is missing',
        'a number for one period, or "= statusQuo"; only a rate can go without',
      ),
    );
  }
  if (byRate && !has("target") && has("curve")) {
    problems.push(
      fault(
        `${path}.target`,
        'a curve needs a "target"',
        "attainment, which the curve starts from, is measure over target",
      ),
    );
  }
  if (has("prorate") && component.accumulation !== "yearToDate") {
    problems.push(
      fault(
        `${path}.prorate`,
        '"prorate" needs "accumulation": "yearToDate"',
        "the target of a single period is not prorated",
      ),
    );
  }
  problems.push(...periodWeightProblems(path, component), ...exampleProblems(path, component));
  return problems;
}

function periodWeightProblems(path: string, { periodWeights, period }: JsonObject): Problem[] {
  if (!Array.isArray(periodWeights) || !Object.hasOwn(monthsIn, word(period))) return [];
  const count = 12 / monthsIn[period as Period];
  if (periodWeights.length !== count) {
    return [
      fault(
        `${path}.periodWeights`,
        `has ${periodWeights.length} weights, and a year has ${count} periods of a ${word(period)}`,
        "give one weight for each period",
      ),
    ];
  }
  const sum = periodWeights.reduce<number>((total, weight) => total + Number(weight), 0);
  if (Math.abs(sum - 1) <= 1e-9 || Number.isNaN(sum)) return [];
  return [
    fault(
      `${path}.periodWeights`,
      `the weights add to ${Number(sum.toPrecision(12))}, not to 1`,
      "as in [0.2, 0.2, 0.2, 0.4]",
    ),
  ];
}

function exampleProblems(path: string, { examples }: JsonObject): Problem[] {
  if (!Array.isArray(examples)) return [];
  return examples.flatMap((example, i) => {
    if (!isObject(example) || example.paysShare !== undefined || example.pays !== undefined)
      return [];
    return [
      fault(
        `${path}.examples[${i}]`,
        "the example does not say what it pays",
        'add "paysShare" or "pays"',
      ),
    ];
  });
}

type Payee = { role: string; payee: JsonObject; site: Site };

/** What a scope cannot count for a role. */
function scopeProblems(
  path: string,
  component: JsonObject,
  { role, payee, site }: Payee,
): Problem[] {
  const { scope, measure } = component;
  if (typeof measure !== "string" || !site.stages) return [];
  if (scope === "team" || scope === "role") {
    return payee.team === "marketing" ? marketingProblems(path, component, site) : [];
  }
  if (scope !== "individual") return [];
  const from = ownedFrom(payee, site);
  if (from === Infinity) {
    const hint = `give ${role} "owns": a stage, or pay it by "scope": "${payee.team === "marketing" ? "team" : "role"}"`;
    return [
      fault(
        `${path}.scope`,
        `nothing is credited to one person of the role "${role}", which owns no items`,
        hint,
      ),
    ];
  }
  const stage = stageOf(measure, site);
  if (stage >= 0 && stage < from) {
    return [
      fault(
        `${path}.scope`,
        `"${role}" owns items from ${site.stages[from]} on, and ${measure} is counted before`,
        'use "scope": "team", or let the role own from an earlier stage',
      ),
    ];
  }
  return [];
}

/** Index of the first stage a role owns; -1 where it names none that exists, Infinity where it owns nothing. */
function ownedFrom(role: JsonObject, { stages, pipelineStage }: Site): number {
  if (role.owns === false) return Infinity;
  if (role.owns !== undefined) return stages!.indexOf(word(role.owns));
  const sells = role.team === "sales" && objectIn(role, "tasks")?.["selling"] !== undefined;
  return sells ? pipelineStage : Infinity;
}

/** Index of the stage at which a measure counts items; -1 for an unknown measure. */
function stageOf(measure: string, { stages, pipelineStage }: Site): number {
  if (measure === "pipeline") return pipelineStage;
  if (measure === "leadQuality") return 0;
  if (Object.hasOwn(measures, measure)) return stages!.length - 1;
  return stages!.indexOf(measure);
}

/** Marketing is credited with its own sources' items, up to the pipeline. */
function marketingProblems(path: string, paid: JsonObject, site: Site): Problem[] {
  const measure = word(paid.measure);
  const problems: Problem[] = [];
  if (stageOf(measure, site) > site.pipelineStage) {
    const title = Object.hasOwn(measures, measure)
      ? measures[measure as keyof typeof measures].title.toLowerCase()
      : measure;
    problems.push(
      fault(
        `${path}.scope`,
        `marketing is not credited with ${title}: what it does counts up to the pipeline`,
        'use "scope": "joint", which counts every item once for both teams',
      ),
    );
  }
  const teams =
    paid.sourcedBy === "sales" ? new Set(["sales"]) : site.sources?.get(word(paid.sourcedBy));
  if (teams && !teams.has("marketing")) {
    problems.push(
      fault(
        `${path}.sourcedBy`,
        `marketing is not credited with items that sales sourced`,
        'use "scope": "joint", or a source of marketing',
      ),
    );
  }
  return problems;
}

function poolProblems(site: Site): Problem[] {
  return entries(site.document, "pools").flatMap(([id, pool]) => {
    const path = pathOf(["pools", id]);
    const problems = [
      ...measureNames(path, pool, site),
      ...namedThings(`${path}.members`, "role", pool.members, site.roles),
    ];
    if (pool.scope === "team" && pool.team === undefined)
      problems.push(
        fault(
          `${path}.team`,
          '"team" is missing',
          "a pool at team scope says whose: marketing or sales",
        ),
      );
    if (pool.scope !== "team" && pool.team !== undefined)
      problems.push(
        fault(
          `${path}.team`,
          '"team" needs "scope": "team"',
          "delete it; joint and company scope count both teams",
        ),
      );
    if (pool.scope === "team" && pool.team === "marketing" && site.stages)
      problems.push(...marketingProblems(path, pool, site));
    return problems;
  });
}

function practiceProblems(site: Site): Problem[] {
  return entries(objectIn(site.document, "alignment"), "practices").flatMap(([id, practice]) =>
    namedThings(
      `${pathOf(["alignment", "practices", id])}.roles`,
      "role",
      practice.roles,
      site.roles,
    ),
  );
}
