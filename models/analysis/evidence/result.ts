/** Evidence beside a comparison, as data: published as a schema with the other results. */
import { z } from "zod";
import { topicIds } from "./topics.ts";

const Range = z.strictObject({ low: z.number(), high: z.number() });

export const EvidenceTopic = z
  .strictObject({
    topic: z.enum(topicIds),
    title: z.string(),
    roles: z.array(z.string()).meta({ description: "Whose pay changed; empty for practices." }),
    outcome: z
      .enum(["bookings", "leadQuality", "discounts"])
      .meta({ description: "discounts: what is given away, as a loss over bookings." }),
    found: Range.nullable().meta({
      description: "Hull of the printed sizes, in shares; null where no study prints one.",
    }),
    centre: z.number().nullable().meta({ description: "Of the range, where one can be read." }),
    studies: z.array(z.string()).meta({ description: "Ids of studies that bear on it." }),
    model: z.number().meta({
      description:
        "The model's change of the outcome at full effect, as a share: that of the whole comparison.",
    }),
    assumes: z.array(z.string()),
    unknown: z.array(z.string()),
  })
  .meta({ id: "EvidenceTopic" });
export type EvidenceTopic = z.infer<typeof EvidenceTopic>;

export const Evidence = z
  .strictObject({
    bookings: z.number().meta({ description: "The model's change at full effect, as a share." }),
    found: Range.nullable().meta({
      description:
        "What studies found for what changed, added up over topics and with zero; null where none prints a size.",
    }),
    outside: z
      .enum(["above", "below", "no", "unknown"])
      .meta({ description: "Where the model lies against it; unknown: nothing to judge by." }),
    topics: z.array(EvidenceTopic).meta({ description: "Empty: no study bears on what changed." }),
  })
  .meta({ id: "Evidence" });
export type Evidence = z.infer<typeof Evidence>;
