import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { Fault, fault } from "../../fault.ts";
import { type History, notThen } from "../../git/history.ts";
import type { ScenarioChange } from "../../git/versions.ts";
import { isId } from "../../store/names.ts";
import { Document } from "../job.ts";
import { Faults, Refusal } from "../plugins/faults.ts";
import { documentOf, ScenarioDocument } from "../scenarioView.ts";

const params = z.strictObject({
  "*": z
    .string()
    .refine(isId, "an id is a path of small letters, digits and hyphens")
    .meta({ description: "Id of the scenario, as in emea/joint-bonus" }),
});
const Revision = z.string().min(1).max(200).meta({
  description: "A branch, a tag, a commit, or a place before one, as in HEAD~3",
});

const HistoryEntry = z
  .strictObject({
    commit: z.string(),
    short: z.string(),
    author: z.string(),
    when: z.string().meta({ description: "ISO date with its zone." }),
    message: z.string().meta({ description: "First line." }),
    id: z.string().meta({ description: "Id of the scenario from this commit on." }),
    from: z.string().nullable().meta({ description: "Id before a rename in this commit." }),
    own: z.boolean().meta({ description: "False where only a file that it extends changed." }),
    touched: z.array(z.string()).meta({ description: "Ids of its files that the commit touched." }),
  })
  .meta({ id: "HistoryEntry" });

const HistoryLog = z
  .strictObject({
    why: z
      .string()
      .nullable()
      .meta({ description: "Why there is no history; null where there is." }),
    uncommitted: z.boolean().meta({ description: "Something is not as the last commit has it." }),
    entries: z.array(HistoryEntry).meta({ description: "Newest first." }),
  })
  .meta({ id: "HistoryLog" });

const Version = ScenarioDocument.extend({
  revision: z.string(),
  commit: z.string().meta({ description: "What the revision means now." }),
}).meta({ id: "Version" });

const ChangeLine = z
  .strictObject({
    path: z.string(),
    place: z.string(),
    part: z.string(),
    before: z.string(),
    after: z.string(),
    people: z.number().nullable(),
    says: z.string().meta({ description: "All of it in one line." }),
    through: z.string().nullable().meta({ description: "Id of the file it is inherited from." }),
  })
  .meta({ id: "ChangeLine" });

const Changes = z
  .strictObject({
    kind: z.enum(["none", "new", "deleted", "renamed", "changed", "broken", "repaired"]),
    id: z.string(),
    from: z.string().nullable().meta({ description: "Id before, where that was another." }),
    parent: z.string().nullable().meta({ description: "What a new scenario is told apart from." }),
    extends: z
      .strictObject({
        from: z.string().nullable(),
        to: z.string().nullable(),
        renamed: z.boolean().meta({ description: "It is the same scenario under another id." }),
      })
      .nullable()
      .meta({ description: "Ids of the scenarios it extended and extends, where that changed." }),
    changes: z.array(ChangeLine),
    statusQuoMoved: z.boolean().meta({ description: "It says the same; its status quo does not." }),
    problems: z.array(Fault),
  })
  .meta({ id: "Changes" });

const Value = z.unknown().optional();
const Sides = z
  .strictObject({
    sides: z
      .strictObject({
        base: Document.meta({ description: "What both sides started from." }),
        ours: Document,
        theirs: Document,
        merged: Document.meta({ description: "Both together; ours at a conflict." }),
        conflicts: z.array(
          z.strictObject({
            steps: z.array(z.union([z.string(), z.number()])),
            path: z.string(),
            kind: z.enum(["bothChanged", "changedAndRemoved", "bothAdded", "noUnion"]),
            base: Value,
            ours: Value,
            theirs: Value,
          }),
        ),
      })
      .nullable()
      .meta({ description: "Null where git has no two sides of the file." }),
  })
  .meta({ id: "Sides" });

const tags = ["history"];

/** History of scenarios, where the folder is in a git repository: the log, a version, what changed between two. */
export const historyRoutes: FastifyPluginAsyncZod<{ history?: History | undefined }> = async (
  app,
  { history },
) => {
  app.get(
    "/history/*",
    {
      schema: {
        tags,
        summary: "Who changed a scenario, or a file it extends, and when; no entries without git",
        params,
        querystring: z.strictObject({
          most: z.coerce.number().int().min(1).max(500).optional(),
        }),
        response: { 200: HistoryLog, 400: Faults, 422: Faults },
      },
    },
    async ({ params: { "*": id }, query }) => {
      if (!history)
        return { why: "this server keeps no versions", uncommitted: false, entries: [] };
      const { why, uncommitted, entries } = await history.log(id, query.most ?? 100);
      return {
        why: why ?? null,
        uncommitted,
        entries: entries.map(({ from, ...entry }) => ({ ...entry, from: from ?? null })),
      };
    },
  );

  app.get(
    "/sides/*",
    {
      schema: {
        tags,
        summary: "A file that is in conflict in git: both sides, what they started from, the merge",
        params,
        response: { 200: Sides, 400: Faults, 422: Faults },
      },
    },
    async ({ params: { "*": id } }) => {
      const sides = await history?.sides(id);
      if (!sides) return { sides: null };
      const { merge, ...documents } = sides;
      const conflicts = merge.conflicts.map((conflict) => ({
        ...conflict,
        steps: [...conflict.steps],
      }));
      return { sides: { ...documents, merged: merge.merged, conflicts } };
    },
  );

  app.get(
    "/versions/*",
    {
      schema: {
        tags,
        summary: "A scenario as it was at a revision, with what it inherited then",
        params,
        querystring: z.strictObject({ at: Revision }),
        response: { 200: Version, 400: Faults, 404: Faults, 422: Faults },
      },
    },
    async ({ params: { "*": id }, query: { at } }) => {
      const { commit, stored } = await kept(history).find(id, at);
      if (!stored) throw new Refusal(404, [notThen(id, at)]);
      return { ...documentOf(stored), revision: at, commit };
    },
  );

  app.get(
    "/changes/*",
    {
      schema: {
        tags,
        summary:
          "What changed in a scenario since a revision, or to another one, in plan language, without money",
        params,
        querystring: z.strictObject({
          from: Revision,
          to: Revision.optional().meta({ description: "Left out: as the file is now." }),
        }),
        response: { 200: Changes, 400: Faults, 422: Faults },
      },
    },
    async ({ params: { "*": id }, query }) => viewOf(id, await kept(history).changes(id, query)),
  );
};

function kept(history: History | undefined): History {
  if (history) return history;
  throw new Refusal(422, [fault("bad-request", "", "this server keeps no versions")]);
}

function viewOf(id: string, change: ScenarioChange | undefined): z.infer<typeof Changes> {
  return {
    kind: change?.kind ?? "none",
    id: change?.id ?? id,
    from: change?.from ?? null,
    parent: change?.parent ?? null,
    extends: change?.extends
      ? {
          from: change.extends.from ?? null,
          to: change.extends.to ?? null,
          renamed: change.extends.renamed,
        }
      : null,
    changes: (change?.delta?.changes ?? []).map(({ path, people, through, ...line }) => ({
      ...line,
      path: path.join("."),
      people: people ?? null,
      through: through ?? null,
    })),
    statusQuoMoved: change?.delta?.statusQuoMoved ?? false,
    problems: change?.problems ?? [],
  };
}
