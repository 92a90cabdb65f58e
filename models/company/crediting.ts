/**
 * Crediting: whose result an item counts for, by scope.
 *
 * Terms     owner role = a role whose people own items from a stage on; where several roles own the same flow from the
 *           same stage, each gets the share of its headcount.
 * Always    joint and company scope count each item once. Marketing is credited with its own sources' items up to the
 *           pipeline; sales with its own sources' items, and with marketing's from the stage at which sales takes over.
 * Source    docs/model.md#crediting
 */
import type { CompiledFunnel } from "../funnel/compile.ts";
import type { Credit } from "../funnel/measure.ts";
import type { Scope, Team } from "../terms.ts";
import type { Role } from "../scenario/schema.ts";

export type Ownership = {
  role: string;
  team: Team;
  headcount: number;
  /** First stage owned; Infinity: never. */
  from: number;
  works: (flow: number) => boolean;
};

/** Which flows a role works: its segments and its sources. */
export function flowsWorked(funnel: CompiledFunnel, role: Role): (flow: number) => boolean {
  return (a) => {
    const flow = funnel.flows[a]!;
    const segment = funnel.segments[flow.segment]!.id;
    return (
      (role.segments?.includes(segment) ?? true) && (role.sources?.includes(flow.source) ?? true)
    );
  };
}

/** The first stage a role owns: as stated, else the pipeline stage for sales roles that sell, else never. */
export function ownedFrom(funnel: { stages: string[]; pipelineStage: number }, role: Role): number {
  if (role.owns === false) return Infinity;
  if (role.owns !== undefined) return funnel.stages.indexOf(role.owns);
  return role.team === "sales" && role.tasks?.["selling"] !== undefined
    ? funnel.pipelineStage
    : Infinity;
}

export type CreditQuestion = {
  scope: Scope;
  /** The payee's role, or for a pool its team. */
  role?: string | undefined;
  team?: Team | undefined;
  sourcedBy?: string | undefined;
  segments?: string[] | undefined;
};

/** The share of each item that counts for a question of scope, source and segment. */
export function creditOf(
  funnel: CompiledFunnel,
  ownerships: Ownership[],
  question: CreditQuestion,
): Credit {
  const { scope, sourcedBy, segments } = question;
  const own = ownerships.find(({ role }) => role === question.role);
  const team = own?.team ?? question.team;
  const takeOver = Math.min(
    ...ownerships.filter((ownership) => ownership.team === "sales").map(({ from }) => from),
    funnel.handOverStage + 1,
  );
  return (a, stage) => {
    const flow = funnel.flows[a]!;
    if (segments && !segments.includes(funnel.segments[flow.segment]!.id)) return 0;
    if (sourcedBy !== undefined && flow.team !== sourcedBy && flow.source !== sourcedBy) return 0;
    if (scope === "joint" || scope === "company") return 1;
    const teams =
      team === "marketing"
        ? flow.team === "marketing" && stage <= funnel.pipelineStage
        : flow.team === "sales" || stage >= takeOver;
    if (!teams) return 0;
    if (scope === "team" || !own) return 1;
    if (!own.works(a)) return 0;
    if (own.from === Infinity) return scope === "role" ? 1 : 0;
    return stage >= own.from ? ownerShare(ownerships, own, a) : 0;
  };
}

function ownerShare(ownerships: Ownership[], own: Ownership, flow: number): number {
  let total = 0;
  for (const other of ownerships)
    if (other.from === own.from && other.works(flow)) total += other.headcount;
  return total > 0 ? own.headcount / total : 0;
}
