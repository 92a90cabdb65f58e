/** What changed between two companies that studies speak of, and for whom. */
import type { Model } from "../../company/compile.ts";
import { type Topic, type TopicId, topicIds, topics } from "./topics.ts";

/** A topic of studies, with the roles whose pay it is. */
export type ChangedTopic = { topic: TopicId; roles: string[] };

/** Topics that what changed touches, the most telling first; none for two that pay and do alike. */
export function changedTopics(base: Model, other: Model): ChangedTopic[] {
  const pairs = other.roles.flatMap((role) => {
    const before = base.roles.find(({ id }) => id === role.id);
    return before ? [{ was: { model: base, role: before }, is: { model: other, role } }] : [];
  });
  return topicIds.flatMap((topic) => {
    const { touchesPay, touches }: Topic = topics[topic];
    const roles = pairs.filter(({ was, is }) => touchesPay?.(was, is)).map(({ is }) => is.role.id);
    return roles.length > 0 || touches?.(base, other) ? [{ topic, roles }] : [];
  });
}
