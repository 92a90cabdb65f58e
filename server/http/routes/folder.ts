import { basename } from "node:path";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { fault } from "../../fault.ts";
import { isInRepository } from "../../store/calm.ts";
import type { Edits } from "../../store/edits.ts";
import type { Store } from "../../store/scenarios.ts";
import type { Watch } from "../../store/watch.ts";
import { watchWritable } from "../../store/writable.ts";
import { changesOf } from "../changes.ts";
import { Faults, Refusal } from "../plugins/faults.ts";
import type { Streams } from "../plugins/streams.ts";

const FolderView = z
  .strictObject({
    name: z.string().meta({ description: "Name of the scenarios folder." }),
    readOnly: z.string().nullable().meta({
      description: "Why nothing can be saved here now; null where it can.",
    }),
    hint: z.string().nullable().meta({ description: "What to do about that." }),
    notice: z.string().nullable().meta({
      description: "What became of a rename that was cut off when the server stopped.",
    }),
    repository: z.boolean().meta({ description: "The folder is in a git working tree." }),
  })
  .meta({ id: "Folder" });

type Options = { store: Store; edits: Edits; watch: Watch; streams: Streams };

/** Most browsers that follow at once. */
const mostFollowers = 200;

/** The folder itself: whether it can be written, and what changes in it. */
export const folderRoutes: FastifyPluginAsyncZod<Options> = async (app, options) => {
  const { store, edits, watch, streams } = options;
  const writable = watchWritable(edits.readOnly);
  let followers = 0;

  app.get(
    "/folder",
    {
      schema: {
        tags: ["scenarios"],
        summary: "The scenarios folder, and whether it can be written",
        response: { 200: FolderView },
      },
    },
    async () => {
      const why = await edits.readOnly();
      const notice = edits.notice();
      return {
        name: basename(store.root),
        readOnly: why?.message ?? null,
        hint: why?.hint ?? null,
        notice: notice ? [notice.message, notice.hint].filter(Boolean).join("; ") : null,
        repository: isInRepository(store.root),
      };
    },
  );

  app.get(
    "/changes",
    {
      schema: {
        tags: ["scenarios"],
        summary:
          "Follow the folder: a `folder` event with every file's entity tag, then `changes` with those that are new, changed or gone, and `access` when it can no longer be written or can again",
        response: {
          200: {
            description: "Server-sent events",
            content: { "text/event-stream": { schema: z.any() } },
          },
          503: Faults,
        },
      },
    },
    async (_request, reply) => {
      if (followers >= mostFollowers) {
        throw new Refusal(503, [fault("busy", "", "too many pages follow the folder")]);
      }
      followers += 1;
      const stream = streams.add(changesOf({ watch, writable }));
      stream.once("close", () => (followers -= 1));
      return reply.type("text/event-stream; charset=utf-8").send(stream);
    },
  );
};
