/** The tables of docs/evidence.md, made from the data, so that a test can hold the document to them. */
import {
  citation,
  foundWords,
  publishedRange,
  sizeWords,
  studyOf,
  type Topic,
  type TopicId,
  topics,
} from "#models";

/** Cells as a table of Markdown, columns padded. */
export function markdown(cells: readonly (readonly string[])[]): string {
  const [head, ...rows] = cells;
  const widths = head!.map((_, c) => Math.max(3, ...cells.map((line) => line[c]!.length)));
  const line = (one: readonly string[]) =>
    `| ${one.map((cell, c) => cell.padEnd(widths[c]!)).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [line(head!), rule, ...rows.map(line)].join("\n");
}

/** A topic as a section: title, range, studies. */
export function topicMarkdown(id: TopicId): string {
  const topic: Topic = topics[id];
  const { title, studies: named, assumes, unknown, centre = null } = topic;
  const found = publishedRange(id);
  const words = foundWords({ found, centre });
  const rows = named.map((one) => {
    const study = studyOf(one);
    return [
      citation(study),
      study.setting,
      study.grade,
      study.changed,
      sizeWords(study),
      study.found,
    ];
  });
  const head = ["study", "setting", "grade", "what was changed", "printed size", "what was found"];
  return [
    `### ${title}`,
    `${words}.`,
    ...(rows.length > 0 ? [markdown([head, ...rows])] : []),
    [
      ...assumes.map((one) => `- Assumed: ${one}`),
      ...unknown.map((one) => `- Not known: ${one}`),
    ].join("\n"),
  ].join("\n\n");
}
