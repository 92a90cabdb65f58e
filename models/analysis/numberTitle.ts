/**
 * What an uncertain number is about, in plain words, from its path and where it is used.
 *
 * Terms     subject = words for a group of paths that fit into a list; title = words for one number, which can stand
 *           alone: "How strongly effort answers pay (ε)".
 * Always    every path has a title; a parameter is named by what it moves where that is one thing, else by its name.
 */
import { practiceDefaults } from "../behaviour/practices.ts";
import { taskDefaults } from "../behaviour/tasks.ts";
import type { Scenario } from "../scenario/schema.ts";
import { metaOf, shapeAt, valueAt } from "../scenario/shape.ts";
import { isObject } from "../scenario/text.ts";
import { capitalised, inSentence } from "../words.ts";

const behaviour: Readonly<Record<string, string>> = {
  epsilon: "How strongly effort answers pay (ε)",
  rho: "How easily effort moves between tasks (ρ)",
  psi0: "How much people feel for the others in a shared target (ψ0)",
  psi1: "How much alignment adds to feeling for the others (ψ1)",
  psiX: "How much people feel for the other function (ψx)",
  lambdaA: "How far alignment lifts the hand-over of leads (λA)",
  stakeMultiple: "How much people care for beside pay (ι)",
  riskAversion: "How much people mind pay that varies",
};

const subjects: readonly [RegExp, string][] = [
  [/^behaviour\.epsilon$/, "how strongly effort answers pay"],
  [/^behaviour\.rho$/, "how easily effort moves between tasks"],
  [/^behaviour\.(psi|lambda)/, "how much people feel for the others in a shared target"],
  [/^behaviour\.(stakeMultiple|riskAversion)$|nonPayStake/, "what people care for beside pay"],
  [/^behaviour\.retention\.|^roles\.\w+\.turnover$/, "how many people leave, and what that costs"],
  [/^alignment\./, "what alignment practices do"],
  [/effects\./, "how far a task moves the funnel"],
  [/\.quality$/, "how far lead quality carries"],
  [/^uncertainty\./, "how much luck there is"],
  [/^(funnel|parameters)\./, "rates and sizes of the funnel"],
];

/** The subject of a path, which it shares with others like it. */
export function numberSubject(path: string): string {
  return subjects.find(([pattern]) => pattern.test(path))?.[1] ?? path;
}

/** The title of the uncertain number at a path of a resolved scenario. */
export function numberTitle(path: string, scenario: Scenario): string {
  const [top, name = "", key = ""] = path.split(".");
  if (top === "behaviour" && behaviour[name]) return behaviour[name];
  if (top === "alignment" && name === "practices") return practiceTitle(path, key, scenario);
  if (top === "parameters") return parameterTitle(name, scenario);
  return placeTitle(path.split("."), scenario);
}

function practiceTitle(path: string, practice: string, scenario: Scenario): string {
  const own = scenario.alignment?.practices?.[practice];
  const title = own?.title ?? practiceDefaults[practice]?.title ?? spoken(practice);
  const what = path.endsWith(".effect") ? "What it does" : titleAt(path.split("."), scenario);
  return `${what}: ${inSentence(title)}`;
}

type Use = { path: string[]; formula: string };

/** By where the parameter is used: one place of the funnel, or tasks that move one. */
function parameterTitle(name: string, scenario: Scenario): string {
  const word = new RegExp(`(?<![\\w.])${name}(?![\\w.])`);
  const places = formulasIn(scenario, []).filter(({ formula }) => word.test(formula));
  const qualities = new Set(places.map(({ path }) => qualityTitle(path, scenario)));
  const efforts = places.map(({ path }) => effortOf(path, scenario));
  const [quality] = qualities;
  if (qualities.size === 1 && quality !== undefined) return quality;
  const moved = new Set(efforts.map((effort) => effort?.effect));
  const tasks = [...new Set(efforts.flatMap((effort) => (effort ? [effort.task] : [])))];
  const [effect] = moved;
  if (moved.size !== 1 || effect === undefined || tasks.length > 2)
    return capitalised(spoken(name));
  return movesTitle(tasks, effect);
}

function formulasIn(value: unknown, path: string[]): Use[] {
  if (typeof value === "string") return value.startsWith("=") ? [{ path, formula: value }] : [];
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => formulasIn(inner, [...path, key]));
}

function qualityTitle(path: readonly string[], scenario: Scenario): string | undefined {
  const conversion = path.indexOf("conversions");
  if (conversion < 0 || path.at(-1) !== "quality") return undefined;
  return `How far lead quality lifts ${stepTitle(path[conversion + 1]!, scenario)}`;
}

type Effort = { task: string; effect: string };

function effortOf(path: readonly string[], scenario: Scenario): Effort | undefined {
  if (path[0] !== "roles" || path[2] !== "tasks" || path[4] !== "effects") return undefined;
  const [role, task, effect] = [path[1]!, path[3]!, path.slice(5).join(".")];
  const title =
    scenario.roles[role]?.tasks?.[task]?.title ?? taskDefaults[task]?.title ?? spoken(task);
  return { task: inSentence(title), effect: effectTitle(effect, scenario) };
}

function movesTitle(tasks: readonly string[], effect: string): string {
  return `How far ${tasks.join(" and ")} ${tasks.length > 1 ? "move" : "moves"} ${effect}`;
}

function effectTitle(effect: string, scenario: Scenario): string {
  const [kind, stage] = effect.split(".");
  if (kind === "quality") return "lead quality";
  if (kind === "inflow") return "the number of leads";
  if (kind === "rate" && stage !== undefined) return stepTitle(stage, scenario);
  return kind === "renewal" ? "renewals" : spoken(effect);
}

/** "MQL to SQL". */
function stepTitle(stage: string, { funnel }: Scenario): string {
  const next = funnel.stages[funnel.stages.indexOf(stage) + 1];
  return next === undefined ? stageTitle(stage) : `${stageTitle(stage)} to ${stageTitle(next)}`;
}

function stageTitle(stage: string): string {
  return /^(mql|sql|sal|sao|sqo)$/.test(stage) ? stage.toUpperCase() : spoken(stage);
}

/** Titles on the way to a number and what the schema calls it: "Conversions mql, rate · Mid-market". */
function placeTitle(path: readonly string[], scenario: Scenario): string {
  const effort = effortOf(path, scenario);
  if (effort)
    return `${movesTitle([effort.task], effort.effect)} (${inSentence(scenario.roles[path[1]!]?.title ?? path[1]!)})`;
  const named = path.flatMap((_, i) => {
    const value = valueAt(path.slice(0, i), scenario);
    const title = isObject(value) ? value["title"] : undefined;
    return typeof title === "string" ? [title] : [];
  });
  const stage = path[path.indexOf("conversions") + 1];
  const step =
    path.includes("conversions") && stage !== undefined ? stepTitle(stage, scenario) : "";
  return [titleAt(path, scenario), step, ...named].filter(Boolean).join(" · ");
}

function titleAt(path: readonly string[], scenario: Scenario): string {
  const shape = shapeAt(path, scenario);
  return (shape && metaOf(shape).title) ?? capitalised(spoken(path.at(-1)!));
}

/** "qualityOnSql" as "quality on sql". */
function spoken(name: string): string {
  return name
    .replace(/[-_.]/g, " ")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
}
