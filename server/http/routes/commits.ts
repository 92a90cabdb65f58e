import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { fault } from "../../fault.ts";
import type { Commits } from "../../git/commit.ts";
import { isId } from "../../store/names.ts";
import { Faults, Refusal } from "../plugins/faults.ts";
import { tagIn } from "./edits.ts";

const params = z.strictObject({
  "*": z
    .string()
    .refine(isId, "an id is a path of small letters, digits and hyphens")
    .meta({ description: "Id of the scenario, as in emea/joint-bonus" }),
});

const CommitState = z
  .strictObject({
    repository: z.boolean().meta({ description: "The folder is in a git repository." }),
    why: z.string().nullable().meta({ description: "Why nothing can be committed now." }),
    hint: z.string().nullable(),
    branch: z.string().nullable().meta({ description: "Null where HEAD is on no branch." }),
    author: z.string().nullable().meta({ description: "As git's settings name the person." }),
    open: z.boolean().meta({ description: "The file is not as the last commit has it." }),
    staged: z.int().meta({ description: "Other files that are staged, and stay so." }),
    parents: z.array(z.string()).meta({
      description: "Ids of the files it extends that are not as the last commit has them.",
    }),
  })
  .meta({ id: "CommitState" });

/** What of a text is to be seen. */
function visible(text: string): string {
  return text.replaceAll(/[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/gu, "");
}

const ToCommit = z
  .strictObject({
    message: z
      .string()
      .max(10_000)
      .refine((text) => visible(text) !== "", "a commit has a message: write what has changed")
      .refine((text) => !text.includes("\0"), "a message holds no NUL character: take it out")
      .meta({ description: "Its first line is what the history shows." }),
  })
  .meta({ id: "ToCommit" });

const Committed = z
  .strictObject({ commit: z.string(), short: z.string(), branch: z.string().nullable() })
  .meta({ id: "Committed" });

const tags = ["history"];

/** Commits of one scenario's file, where the folder is in a git repository. */
export const commitRoutes: FastifyPluginAsyncZod<{ commits?: Commits | undefined }> = async (
  app,
  { commits },
) => {
  app.get(
    "/commits/*",
    {
      schema: {
        tags,
        summary: "Whether a scenario's file can be committed now, as whom and to which branch",
        params,
        response: { 200: CommitState, 400: Faults, 422: Faults },
      },
    },
    async ({ params: { "*": id } }) => {
      const { why, branch, author, ...rest } = await kept(commits).state(id);
      return {
        ...rest,
        why: why?.message ?? null,
        hint: why?.hint ?? null,
        branch: branch ?? null,
        author: author ?? null,
      };
    },
  );

  app.post(
    "/commits/*",
    {
      schema: {
        tags,
        summary: "Commit a scenario's file alone, as it was saved: If-Match with its entity tag",
        params,
        body: ToCommit,
        response: { 201: Committed, 400: Faults, 412: Faults, 422: Faults, 428: Faults },
      },
    },
    async (request, reply) => {
      const { message } = request.body;
      const asked = { message, etag: tagIn(request) };
      const made = await kept(commits).commit(request.params["*"], asked);
      return reply.code(201).send({ ...made, branch: made.branch ?? null });
    },
  );
};

function kept(commits: Commits | undefined): Commits {
  if (commits) return commits;
  throw new Refusal(422, [fault("bad-request", "", "this server keeps no versions")]);
}
