/**
 * What changed in scenarios as sentences: one for each change, with the people it concerns and the money expected of it.
 *
 * Always    changes decided on together share one figure, said once below them; what comes from a file that is told
 *           itself is counted, not repeated; nothing changed is nothing said.
 * Not here  how a page looks (exchange/differencePage.ts).
 */
import type { DeltaMoney, PlanDelta } from "#models";
import type { ScenarioChange } from "../../git/versions.ts";
import { several, signed } from "../format.ts";
import { lineOf } from "../problems.ts";

/** A scenario's part of a report. */
export type Told = {
  /** Its file as the reader would write it. */
  file: string;
  name: string;
  /** What happened to the file as a whole; empty where it was edited. */
  what: string;
  lines: { says: string; money: string; indent: boolean }[];
  /** Sentences about all of it. */
  foot: string[];
};

/** Sentences about each changed scenario. `place` says how its file is written. */
export function toldChanges(
  changes: readonly ScenarioChange[],
  place: (id: string) => string,
): Told[] {
  const shown = new Set(changes.flatMap(({ id, delta }) => (delta?.changes.length ? [id] : [])));
  return changes.map((change) => toldChange(change, { place, shown }));
}

type Context = { place: (id: string) => string; shown: ReadonlySet<string> };

function toldChange(change: ScenarioChange, { place, shown }: Context): Told {
  const { id, name, delta } = change;
  const head = { file: place(id), name, what: whatHappened(change, place) };
  const moved = change.extends ? [plain(extendsWords(change.extends))] : [];
  const faults = change.problems.map((problem) => {
    const file = problem.file?.replace(/\.json$/, "");
    return plain(lineOf(file === undefined ? problem : { ...problem, file: place(file) }));
  });
  if (!delta) return { ...head, lines: [...faults, ...moved], foot: [] };
  const counted = new Set(change.kind === "new" ? [] : shown);
  counted.delete(id);
  const lines = [...moved, ...linesOf(withoutHead(delta, change.kind), counted, place)];
  return { ...head, lines, foot: footOf(delta, change.currency) };
}

function whatHappened(
  { kind, from, parent, delta }: ScenarioChange,
  place: Context["place"],
): string {
  const same = delta?.changes.length === 0 && !delta.statusQuoMoved;
  switch (kind) {
    case "new":
      if (parent === undefined) return "new";
      return same ? `new, the same as ${place(parent)}` : `new, a child of ${place(parent)}`;
    case "deleted":
      return "deleted";
    case "renamed":
      return `was ${place(from!)}${same ? ", says the same" : ""}`;
    case "broken":
      return "does not load";
    case "repaired":
      return "did not load before; loads now";
    case "changed":
      return "";
    default:
      return kind satisfies never;
  }
}

function extendsWords({ from, to, renamed }: NonNullable<ScenarioChange["extends"]>): string {
  if (renamed) return `starts from ${to}.json, which was ${from}.json`;
  if (from === undefined) return `extends ${to}.json, where it stood alone`;
  return to === undefined
    ? `stands alone, where it extended ${from}.json`
    : `extends ${to}.json instead of ${from}.json`;
}

/** What a new scenario is called and asks is no change of its parent. */
function withoutHead(delta: PlanDelta, kind: ScenarioChange["kind"]): PlanDelta {
  if (kind !== "new") return delta;
  const kept = delta.changes.flatMap(({ path }, i) => (heads.has(path.join(".")) ? [] : [i]));
  const money = delta.money.map((one) => ({
    ...one,
    lines: one.lines.map((i) => kept.indexOf(i)),
  }));
  return { ...delta, changes: kept.map((i) => delta.changes[i]!), money };
}

const heads: ReadonlySet<string> = new Set(["name", "question", "notes"]);

function plain(says: string): Told["lines"][number] {
  return { says, money: "", indent: false };
}

/** The lines of a delta; those through a file in `counted` as one line for that file. */
function linesOf(
  { changes, money, statusQuoMoved }: PlanDelta,
  counted: ReadonlySet<string> = new Set(),
  place: (id: string) => string = (id) => `${id}.json`,
): Told["lines"] {
  const lines: Told["lines"] = [];
  const isCounted = (i: number): boolean => counted.has(changes[i]!.through ?? "");
  const told = new Set<DeltaMoney>();
  for (const [i, { says, through }] of changes.entries()) {
    if (isCounted(i)) continue;
    const own = money.find((one) => one.lines.includes(i));
    const mine = own?.lines.filter((line) => !isCounted(line)) ?? [];
    const from = through === undefined ? "" : ` (through ${place(through)})`;
    const alone = own !== undefined && mine.length === 1 && own.lines.length === 1;
    lines.push({ says: `${says}${from}`, money: alone ? moneyWords(own) : "", indent: false });
    if (!own || alone || told.has(own) || mine.at(-1) !== i) continue;
    told.add(own);
    const words = moneyWords(own);
    const rest = own.lines.length > mine.length ? ", with what comes through other files" : "";
    if (words !== "")
      lines.push({ says: `these ${mine.length} together${rest}`, money: words, indent: true });
  }
  for (const file of counted) {
    const here = changes.flatMap(({ through }, i) => (through === file ? [i] : []));
    if (here.length === 0) continue;
    const parts = money.filter((one) => one.lines.some((line) => here.includes(line)));
    const mixed = parts.some((one) => !one.lines.every((line) => here.includes(line)));
    const said = `${several(here.length, "change")} through ${place(file)}`;
    const sum = mixed || parts.length === 0 ? "" : moneyWords(sumOf(parts));
    lines.push({
      says: mixed ? `${said}, in part in a figure above` : said,
      money: sum,
      indent: false,
    });
  }
  if (statusQuoMoved) lines.push(plain("nothing of its own, but what it starts from has changed"));
  return lines;
}

function sumOf(parts: readonly DeltaMoney[]): Omit<DeltaMoney, "lines"> {
  const sum = { pay: 0, bookings: 0, contribution: 0, within: 0 };
  for (const { pay, bookings, contribution, within } of parts) {
    sum.pay += pay;
    sum.bookings += bookings;
    sum.contribution += contribution;
    sum.within += within; // at most this much: errors of parts of one whole are not independent
  }
  return sum;
}

/** "expected pay +184,310 ± 2,900"; empty where the change moves no figure at all. */
function moneyWords({ pay, bookings, contribution, within }: Omit<DeltaMoney, "lines">): string {
  if ([pay, bookings, contribution].every((amount) => amount === 0)) return "";
  return `expected pay ${amountWords(pay)}${within >= 0.5 ? ` ± ${signed(within, 0).replace("+", "")}` : ""}`;
}

function amountWords(amount: number): string {
  return Math.abs(amount) < 0.5 ? "unchanged" : signed(amount, 0);
}

function footOf({ whole, problems }: PlanDelta, currency: string | undefined): string[] {
  const why = problems.map(({ message }) => `no money: ${message}`);
  if (!whole) return why;
  if ([whole.pay, whole.bookings, whole.contribution].every((one) => Math.abs(one) < 0.5))
    return ["All together: expected pay, bookings and contribution unchanged", ...why];
  const { pay, bookings, contribution } = whole;
  const words = { pay, bookings, contribution };
  const said = Object.entries(words).map(([word, amount]) => `${word} ${amountWords(amount)}`);
  return [`All together, expected first year in ${currency}: ${said.join(", ")}`, ...why];
}

/** The report for a terminal. */
export function reportOfDiff(told: readonly Told[]): string[] {
  return told.flatMap(({ file, name, what, lines, foot }, i) => [
    ...(i > 0 ? [""] : []),
    [`${file} · ${name}`, what].filter(Boolean).join(": "),
    ...lines.map(({ says, money, indent }) => `${indent ? "    " : "  "}${joined(says, money)}`),
    ...foot.map((text) => `  ${text}`),
  ]);
}

function joined(says: string, money: string): string {
  return [says, money].filter(Boolean).join(" · ");
}

/** The report for the text of a pull request. */
export function markdownOfDiff(told: readonly Told[], title: string): string[] {
  if (told.length === 0) return [];
  return [
    `### ${marked(title)}`,
    ...told.flatMap(({ file, name, what, lines, foot }) => [
      "",
      `#### ${marked(name)}`,
      "",
      `${code(file)}${what === "" ? "" : ` · ${marked(what)}`}`,
      ...(lines.length > 0 ? [""] : []),
      ...lines.map(({ says, money, indent }) => {
        const amount = money === "" ? "" : ` · **${marked(money)}**`;
        return `${indent ? "  " : ""}- ${marked(says)}${amount}`;
      }),
      ...foot.flatMap((text) => ["", marked(text)]),
    ]),
  ];
}

/** Text that Markdown takes as text. */
function marked(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[\\`*_[\]<>|#~]/g, String.raw`\$&`)
    .replaceAll("@", "@\u200B") // mentions nobody
    .replaceAll("&", "&amp;");
}

function code(text: string): string {
  const fence = text.includes("`") ? "``" : "`";
  return `${fence}${text.replaceAll(/\s+/g, " ")}${fence}`;
}
