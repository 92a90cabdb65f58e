/**
 * Tasks of a role and what they move: defaults by name, and the effects a file states.
 *
 * Terms     effect = elasticity of a whole team's work; where several roles of a team have the same task without stating
 *           effects, each gets the default times its share of their headcount on that flow, so that shares add to 1.
 * Source    docs/model.md#tasks
 */
import type { CompiledFunnel } from "../funnel/compile.ts";
import { type Effects, noEffects } from "../funnel/flow.ts";
import type { Problem } from "../problem.ts";

type Target =
  "marketingInflow" | "salesInflow" | "quality" | "hand-over" | "win" | "entry" | "renewal";

type TaskDefault = { title: string; private: boolean; moves: Partial<Record<Target, number>> };

/** Tasks known by name: what they move at the status quo, as elasticities of the team's work. */
export const taskDefaults: Readonly<Record<string, TaskDefault>> = {
  volume: {
    title: "Lead volume",
    private: false,
    moves: { marketingInflow: 0.35, quality: -0.15 },
  },
  quality: { title: "Lead quality", private: false, moves: { quality: 0.3 } },
  enablement: { title: "Sales enablement", private: false, moves: { win: 0.08 } },
  qualifying: { title: "Looser qualifying", private: false, moves: { entry: 0.3, quality: -0.3 } },
  followUp: {
    title: "Follow-up of marketing's leads",
    private: true,
    moves: { "hand-over": 0.25 },
  },
  selling: { title: "Selling", private: true, moves: { win: 0.34, salesInflow: 0.15 } },
  feedback: { title: "Feedback to marketing", private: false, moves: { quality: 0.1 } },
  renewal: { title: "Renewing", private: true, moves: { renewal: 0.1 } },
  coaching: { title: "Coaching", private: false, moves: { win: 0.05 } },
};

/** Tasks that help the other function: what joint assignments strengthen. */
const helpTasks: ReadonlySet<string> = new Set(["enablement", "feedback"]);

export type TaskSlot = {
  role: string;
  task: string;
  team: "marketing" | "sales";
  /** Headcount at the status quo. */
  headcount: number;
  /** Stated effects, already read as numbers; undefined: the defaults of its name. */
  stated: Record<string, number> | undefined;
  /** True for the flows the role works. */
  works: (flow: number) => boolean;
};

/** Elasticities of the flows in every slot's work; `help` is added to what help tasks move. */
export function compileEffects(
  funnel: CompiledFunnel,
  slots: TaskSlot[],
  help: number,
  problems: Problem[],
): Effects {
  const effects = noEffects(funnel, slots.length);
  for (const [j, slot] of slots.entries()) {
    const strengthen = helpTasks.has(slot.task) ? help : 0;
    if (slot.stated) applyStated(funnel, effects, { slot, j, strengthen });
    else applyDefaults(funnel, effects, { slot, j, slots, strengthen }, problems);
  }
  return effects;
}

function applyStated(
  funnel: CompiledFunnel,
  effects: Effects,
  { slot, j, strengthen }: { slot: TaskSlot; j: number; strengthen: number },
): void {
  const stages = funnel.stages.length;
  // From the general to the particular, so that what names more holds wherever it stands.
  const stated = Object.entries(slot.stated!).toSorted(
    ([a], [b]) => a.split(".").length - b.split(".").length,
  );
  for (const [key, value] of stated) {
    const [what, first, second] = key.split(".");
    const size = value === 0 ? 0 : value + strengthen;
    for (const [a, flow] of funnel.flows.entries()) {
      const segment = funnel.segments[flow.segment]!.id;
      if (
        what === "inflow" &&
        flow.source === first &&
        (second === undefined || second === segment)
      ) {
        effects.inflow[a * effects.slots + j] = size;
      } else if (
        what === "quality" &&
        flow.team === "marketing" &&
        (first === undefined || first === flow.source)
      ) {
        effects.quality[a * effects.slots + j] = size;
      } else if (what === "rate" && slot.works(a) && (second === undefined || second === segment)) {
        effects.rate[(a * stages + funnel.stages.indexOf(first!)) * effects.slots + j] = size;
      }
    }
    if (what !== "renewal") continue;
    for (const [g, segment] of funnel.segments.entries()) {
      if (first === undefined ? worksSegment(funnel, slot, g) : first === segment.id)
        effects.renewal[g * effects.slots + j] = size;
    }
  }
}

function applyDefaults(
  funnel: CompiledFunnel,
  effects: Effects,
  {
    slot,
    j,
    slots,
    strengthen,
  }: { slot: TaskSlot; j: number; slots: TaskSlot[]; strengthen: number },
  problems: Problem[],
): void {
  const known = taskDefaults[slot.task];
  if (!known) {
    problems.push({
      code: "bad-shape",
      path: `roles.${slot.role}.tasks.${slot.task}`,
      message: `nothing is known of what "${slot.task}" moves`,
      hint: `give it effects, or use one of: ${Object.keys(taskDefaults).join(", ")}`,
    });
    return;
  }
  const peers = slots.filter(
    (other) => other.task === slot.task && other.team === slot.team && !other.stated,
  );
  const shareOn = (works: (peer: TaskSlot) => boolean) => {
    if (!works(slot)) return 0;
    const total = peers.filter(works).reduce((sum, peer) => sum + peer.headcount, 0);
    return total > 0 ? slot.headcount / total : 0;
  };
  const stages = funnel.stages.length;
  for (const [target, size] of Object.entries(known.moves) as [Target, number][]) {
    const strengthened = size + strengthen;
    for (const [a, flow] of funnel.flows.entries()) {
      const share = shareOn((peer) => peer.works(a));
      if (share === 0) continue;
      const marketings = flow.team === "marketing";
      if (
        (target === "marketingInflow" && marketings) ||
        (target === "salesInflow" && !marketings)
      ) {
        effects.inflow[a * effects.slots + j] = share * strengthened;
      }
      if (target === "quality" && marketings)
        effects.quality[a * effects.slots + j] = share * strengthened;
      const stage = rateStage(funnel, target);
      if (stage >= 0) effects.rate[(a * stages + stage) * effects.slots + j] = share * strengthened;
    }
    if (target !== "renewal") continue;
    for (let g = 0; g < funnel.segments.length; g++) {
      effects.renewal[g * effects.slots + j] =
        shareOn((peer) => worksSegment(funnel, peer, g)) * strengthened;
    }
  }
}

function rateStage(funnel: CompiledFunnel, target: Target): number {
  if (target === "hand-over") return funnel.handOverStage;
  if (target === "win") return funnel.pipelineStage;
  return target === "entry" ? 0 : -1;
}

function worksSegment(funnel: CompiledFunnel, slot: TaskSlot, segment: number): boolean {
  return funnel.flows.some((flow, a) => flow.segment === segment && slot.works(a));
}
