/**
 * What a lever of an attribution does and what it is worth, as a sentence for people.
 *
 * Terms     does = the change in plan language, "Moving half of marketing's bonus from MQLs to pipeline"; through = what
 *           that does to leads and deals, "fewer leads, better ones"; point = a hundredth of the base's own figure.
 * Always    says nothing of the funnel that moves by less than half a per cent.
 * Not here  the figures (attribution.ts), differences in plan language (scenario/planDiff.ts).
 */
import type { Component, Plan } from "../plans/schema.ts";
import { type PlanChange, planDiff } from "../scenario/planDiff.ts";
import type { Scenario } from "../scenario/schema.ts";
import { type JsonObject, sameValue } from "../scenario/text.ts";
import { measures } from "../terms.ts";
import type { Attribution } from "./attribution.ts";
import { inSentence, listed } from "../words.ts";

type AttributedLever = Attribution["levers"][number];
type Both = { before: Scenario; after: Scenario };

export type LeverWords = {
  /** "Moving half of marketing's bonus from MQLs to pipeline". */
  does: string;
  /** "fewer leads, better ones"; empty where neither leads nor deals move. */
  through: string;
  /** Both in one sentence with what it is worth; no full stop. */
  says: string;
  /** True where it is more than one change: its verb is in the plural. */
  several: boolean;
};

/** A lever in words, with what it makes of one figure. */
export function leverWords(
  attribution: Attribution,
  lever: AttributedLever,
  figure: string,
  both: Both,
): LeverWords {
  const { does, several } = doesOf(lever, both);
  const through = throughOf(attribution, lever);
  const worth = worthOf({ attribution, lever, figure, several, ...both });
  const says = [`${does} ${worth}`, through].filter(Boolean).join(": ");
  return { does, through, says, several };
}

function doesOf(lever: AttributedLever, both: Both): Pick<LeverWords, "does" | "several"> {
  const plan = /^plans\.([^.]+)\.components$/.exec(lever.id)?.[1];
  const traded = plan === undefined ? undefined : tradeOf(plan, both);
  if (traded !== undefined) return { does: traded, several: false };
  const changes = planDiff(both.before, both.after).filter(({ path }) =>
    lever.paths.some((one) => meets(one.split("."), path)),
  );
  const [first, ...more] = changes;
  if (!first) return { does: `Changing ${inSentence(lever.title)}`, several: false };
  const others =
    more.length === 0
      ? ""
      : ` and ${more.length === 1 ? "one more change" : `${more.length} more changes`}`;
  return { does: `${changeOf(first)}${others}`, several: more.length > 0 };
}

function meets(one: readonly string[], other: readonly string[]): boolean {
  return one.slice(0, other.length).every((step, i) => step === other[i]);
}

/** What a new thing is where there is nothing more to say of it. */
const plain: ReadonlySet<string> = new Set(["set", "100% adopted"]);

function changeOf({ path, place, part, before, after }: PlanChange): string {
  const practice = path[0] === "alignment" && path[1] === "practices";
  const thing = practice ? `the practice “${inSentence(place)}”` : place;
  const what = part === "" ? thing : `${part} of ${thing}`;
  if (before === "none") return `Adding ${what}${plain.has(after) ? "" : ` (${after})`}`;
  if (after === "none") return `Taking away ${what}`;
  return before === after ? `Changing ${what}` : `Changing ${what} from ${before} to ${after}`;
}

/** The weight that goes from some components of a plan to others; undefined where none does. */
function tradeOf(plan: string, { before, after }: Both): string | undefined {
  const [was, is] = [before.plans[plan], after.plans[plan]];
  if (!was || !is) return undefined;
  const lost: string[] = [];
  const won: string[] = [];
  const alike: Component[] = [];
  let moved = 0;
  for (const id of new Set([...Object.keys(was.components), ...Object.keys(is.components)])) {
    const [from, to] = [weightOf(was, id), weightOf(is, id)];
    if (from === undefined || to === undefined) return undefined;
    const component = (is.components[id] ?? was.components[id])!;
    if (to < from - 1e-9) {
      lost.push(componentTitle(id, component));
      alike.push(component);
      moved += from - to;
    }
    if (to > from + 1e-9) {
      won.push(componentTitle(id, component));
      alike.push(component);
    }
  }
  if (lost.length === 0 || won.length === 0) return undefined;
  const owner = whose(plan, { before, after });
  const [from, to] = [listed(lost), listed(won)];
  if (alike.length === 2 && isSamePart(alike[0]!, alike[1]!))
    return `Renaming the part of ${owner} on ${from}${from === to ? "" : ` to ${to}`}`;
  if (from === to) return `Changing the terms of ${partOf(moved)} of ${owner}, on ${from}`;
  return `Moving ${partOf(moved)} of ${owner} from ${from} to ${to}`;
}

function weightOf(plan: Plan, id: string): number | undefined {
  const component = plan.components[id];
  if (!component) return 0;
  return typeof component.weight === "number" ? component.weight : undefined;
}

/** True where two components differ in their names alone. */
function isSamePart(one: Component, other: Component): boolean {
  const named = { title: "" };
  return sameValue({ ...one, ...named } as JsonObject, { ...other, ...named } as JsonObject);
}

function componentTitle(id: string, { title, measure }: Component): string {
  const known = Object.hasOwn(measures, measure)
    ? measures[measure as keyof typeof measures].title
    : undefined;
  return inSentence(title ?? known ?? id);
}

/** "marketing's bonus" where the plan is all of a function's, else "the variable pay of account managers". */
function whose(plan: string, { after }: Both): string {
  const roles = Object.values(after.roles);
  const paid = roles.filter((role) => role.plan === plan);
  const [first] = paid;
  if (!first) return "variable pay";
  const team = roles.filter((role) => role.team === first.team);
  if (team.length === paid.length)
    return first.team === "marketing" ? "marketing's bonus" : "sales' variable pay";
  if (paid.length > 1) return `the variable pay on ${inSentence(after.plans[plan]!.title ?? plan)}`;
  return `the variable pay of ${inSentence(first.plural ?? first.title ?? plan)}`;
}

const parts: readonly [number, string][] = [
  [1, "all"],
  [0.75, "three quarters"],
  [0.5, "half"],
  [1 / 3, "a third"],
  [0.25, "a quarter"],
  [0.2, "a fifth"],
  [0.1, "a tenth"],
];

function partOf(share: number): string {
  const known = parts.find(([value]) => Math.abs(share - value) < 1e-6);
  return known ? known[1] : `${Number((share * 100).toFixed(1))}%`;
}

/** Movements of the funnel below this are nothing to speak of. */
const NOTICEABLE = 0.005;

function throughOf({ baseline }: Attribution, { parts: made }: AttributedLever): string {
  const moved = (key: string): -1 | 0 | 1 => {
    const [part, level] = [made[key], baseline[key]];
    if (!part || !level || Math.abs(part.value / level) < NOTICEABLE) return 0;
    return part.value > 0 ? 1 : -1;
  };
  const [leads, quality, wins] = [moved("leads"), moved("leadQuality"), moved("winRate")];
  const many = leads === 0 ? "" : leads > 0 ? "more leads" : "fewer leads";
  const good = quality === 0 ? "" : quality > 0 ? "better" : "worse";
  const marketing = many && good ? `${many}, ${good} ones` : many || (good && `${good} leads`);
  const sales = wins === 0 ? "" : wins > 0 ? "a higher win rate" : "a lower win rate";
  return [marketing, sales].filter(Boolean).join("; ");
}

const figureWords: Readonly<Record<string, string>> = {
  bookings: "bookings",
  revenue: "revenue",
  pay: "total pay",
  contribution: "contribution",
};

type Worth = Both & {
  attribution: Attribution;
  lever: AttributedLever;
  figure: string;
  several: boolean;
};

function worthOf({ attribution, lever, figure, several, after }: Worth): string {
  const [{ baseline }, { parts: made }] = [attribution, lever];
  const level = baseline[figure] ?? 0;
  const points = level === 0 ? 0 : (made[figure]!.value / Math.abs(level)) * 100;
  const rounded = Math.round(points * 10) / 10;
  const role = figure.startsWith("pay.") ? figure.slice("pay.".length) : undefined;
  const named = after.roles[role ?? ""];
  const noun = role
    ? `the pay of ${inSentence(named?.plural ?? named?.title ?? role)}`
    : (figureWords[figure] ?? figure);
  if (rounded === 0) return `hardly ${several ? "move" : "moves"} ${noun}`;
  const size = `${rounded > 0 ? "+" : "−"}${Math.abs(rounded).toFixed(1)} ${Math.abs(rounded) === 1 ? "point" : "points"}`;
  return role || figure === "pay"
    ? `${several ? "move" : "moves"} ${noun} by ${size}`
    : `${several ? "are" : "is"} worth ${size} of ${noun}`;
}
