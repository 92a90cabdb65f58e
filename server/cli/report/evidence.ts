/** Published evidence beside a comparison as text: what studies found, where the result lies, what is assumed and unknown. */
import {
  citation,
  type Evidence,
  evidenceClaim,
  foundWords,
  grades,
  modelWords,
  sizeWords,
  studyOf,
  testedWords,
} from "#models";
import { wrap } from "../table.ts";

/** The section's lines, `width` columns wide. */
export function evidenceLines(evidence: Evidence, response: boolean, width: number): string[] {
  const { topics } = evidence;
  const used = new Set(topics.flatMap(({ studies }) => studies.map((id) => studyOf(id).grade)));
  const legend = Object.entries(grades).filter(([grade]) => [...used].some((one) => one === grade));
  return [
    ...wrap(`${evidenceClaim(evidence, response)}.`, width),
    ...topics.flatMap((topic) => [
      "",
      ...wrap(`${topic.title}. ${foundWords(topic)}. Here: ${modelWords(topic)}.`, width),
      ...studyLines(topic.studies, width),
      ...testedWords(topic).flatMap((one) => hung("", `${one}.`, width)),
      ...topic.assumes.flatMap((one) => hung("Assumed: ", one, width)),
      ...topic.unknown.flatMap((one) => hung("Not known: ", one, width)),
    ]),
    ...(legend.length > 0
      ? ["", ...wrap(`Grades: ${legend.map((pair) => pair.join(" ")).join(", ")}.`, width)]
      : []),
  ];
}

function studyLines(ids: readonly string[], width: number): string[] {
  return ids.flatMap((id) => {
    const study = studyOf(id);
    const text = `${study.grade}  ${citation(study)}: ${sizeWords(study)}`;
    return wrap(text, width - 2, "   ").map((line) => `  ${line}`);
  });
}

function hung(word: string, text: string, width: number): string[] {
  return wrap(`${word}${text}`, width - 2).map((line) => `  ${line}`);
}
