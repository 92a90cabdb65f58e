/**
 * Published evidence beside the scenario in focus: topics with their studies as rows of a plot, and the same as a table.
 *
 * Always    a study without a printed size is a line of words, never a mark; what is from memory is said to be unverified.
 */
import {
  bookingsRange,
  citation,
  type Evidence,
  type EvidenceTopic,
  foundWords,
  grades,
  modelWords,
  type Size,
  sizeWords,
  type Study,
  studyOf,
  testedWords,
} from "#models";
import { percentChange } from "../../lib/format.ts";
import { type Scale, scaleAround, ticksOf } from "../../lib/scale.ts";
import type { Table } from "../../lib/table.ts";
import type { HowComputed } from "../../state/plot.svelte.ts";
import { nameOf } from "./tables.ts";
import { differenceOf, type Range, type View } from "./view.ts";

export type Mark = { at: number; interval?: Size["interval"]; recalled: boolean };
type StudyRow = { study: Study; name: string; size: string; marks: Mark[] };
export type TopicRow = {
  topic: EvidenceTopic;
  found: string;
  /** "Bookings +1.3%", of all changes together. */
  model: string;
  /** What we do not know of the model's own result. */
  range?: Range | undefined;
  scale: Scale;
  ticks: number[];
  studies: StudyRow[];
  /** What the model made of such experiments itself. */
  tested: string[];
};

export const evidenceHow: HowComputed = {
  words: [
    "The studies are picked by what differs between the two plans: shared pay added, own pay replaced, caps and quotas dropped, pay for counts raised, practices begun.",
    "The shaded range is the hull of the sizes that these studies print; a study that looked and found nothing counts as zero. A circle is a study with its grade: A randomised field trial, B natural experiment, C structural estimate, D meta-analysis or laboratory, E survey. Papers were read as abstracts and excerpts; where no interval is printed there is none here.",
    "The square is this comparison at full effect, all changes together and the whole company; the line is what we do not know. Outside means more than half a point beyond the ranges of all topics added up.",
  ],
};

/** The evidence on the scenario in focus. */
export function evidenceOf(view: View): Evidence | undefined {
  return view.comparison.expected.find(({ scenario }) => scenario === view.focus.result.scenario.id)
    ?.evidence;
}

/** Topics with what is drawn of them. */
export function topicRows(view: View, { topics }: Evidence): TopicRow[] {
  const range = bookingsRange(
    view.baseline.result,
    view.focus.result,
    differenceOf(view, view.focus.result),
  );
  return topics.map((topic): TopicRow => {
    const studies = topic.studies.map((id) => rowOf(studyOf(id)));
    const own = topic.outcome === "bookings" ? range : undefined;
    const scale = scaleAround([
      topic.model,
      ...studies.flatMap(({ marks }) => marks.map(({ at }) => at)),
      ...(own ? [own.p5, own.p95] : []),
    ]);
    return {
      topic,
      found: foundWords(topic),
      model: modelWords(topic),
      range: own,
      scale,
      ticks: ticksOf(scale, 3),
      studies,
      tested: testedWords(topic),
    };
  });
}

function rowOf(study: Study): StudyRow {
  const marks = study.sizes.flatMap(({ value, of, interval, recalled = false }): Mark[] =>
    of === "sales" || of === "output" || of === "profit"
      ? [{ at: value, ...(interval && { interval }), recalled }]
      : [],
  );
  return {
    study,
    name: citation(study),
    size: sizeWords(study),
    marks: study.none ? [{ at: 0, recalled: false }, ...marks] : marks,
  };
}

/** What the model takes for granted and what nobody has measured, each once. */
export function takenForGranted({ topics }: Evidence): { assumes: string[]; unknown: string[] } {
  return {
    assumes: [...new Set(topics.flatMap(({ assumes }) => assumes))],
    unknown: [...new Set(topics.flatMap(({ unknown }) => unknown))],
  };
}

function change(value: number): string {
  return percentChange(value);
}

export function evidenceTable(view: View, rows: readonly TopicRow[]): Table {
  return {
    caption: `Published evidence beside ${nameOf(view.focus)}, changes of the whole company at full effect`,
    columns: [
      { label: "What changed" },
      { label: "Study" },
      { label: "Grade" },
      { label: "Setting" },
      { label: "Found" },
      { label: "Printed size" },
      { label: "Here", format: change },
      { label: "P5", format: change },
      { label: "P95", format: change },
    ],
    rows: rows.flatMap(({ topic, studies, range }) => [
      ...studies.map(({ study, name, size }) => [
        topic.title,
        name,
        `${study.grade}, ${grades[study.grade]}`,
        study.setting,
        study.found,
        size,
        null,
        null,
        null,
      ]),
      [
        topic.title,
        "This comparison",
        null,
        null,
        null,
        null,
        topic.model,
        range?.p5 ?? null,
        range?.p95 ?? null,
      ],
    ]),
  };
}
