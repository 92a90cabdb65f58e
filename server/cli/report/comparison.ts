/**
 * A comparison as tables: all scenarios at a glance, then each against the baseline.
 *
 * Always    the four big numbers in one order (bookings, total pay, contribution, people better off); no difference
 *           without its interval and its chance; what the formula does alone and what people's response adds apart.
 */
import {
  cautionWords,
  type Comparison,
  hoursVerdict,
  hoursWords,
  type MergedFinding,
  mergedFindings,
  type People,
  paysAlike,
  poorerBetterWords,
  reasonsOf,
  responseState,
  riskAndEffort,
  type ScenarioDifference,
  type ScenarioResult,
  unansweredWords,
} from "#models";
import {
  certainty,
  chance,
  count,
  fixed,
  isNone,
  moneyIn,
  percent,
  points,
  relative,
  scaleOf,
  several,
  signed,
  verdictOf,
} from "../format.ts";
import { table, wrap, type Row } from "../table.ts";
import { evidenceLines } from "./evidence.ts";
import { measureNextLines } from "./measureNext.ts";
import { outcomeChangeLines } from "./outcomes.ts";
import {
  findingLines,
  footLines,
  type Frame,
  funnelLines,
  intervalWords,
  lay,
  responseLines,
  rolesByTeam,
  taskName,
} from "./parts.ts";
import { practiceLines } from "./practices.ts";
import { turnoverChangeLines } from "./turnover.ts";

const letters = ["A", "B", "C", "D", "E"];

/** The money among the big numbers. */
const bigRows: [string, "bookings" | "pay" | "contribution"][] = [
  ["Bookings", "bookings"],
  ["Total pay", "pay"],
  ["Contribution", "contribution"],
];

type CompanyKey =
  "bookings" | "pay" | "contribution" | "revenue" | "variablePay" | "attrition" | "discounts";

const companyRows: [string, CompanyKey][] = [
  ...bigRows,
  ["Revenue", "revenue"],
  ["Variable pay", "variablePay"],
  ["Attrition", "attrition"],
  ["Discounts given", "discounts"],
];

/** Company rows of a pair: attrition and discounts only where there are any. */
function companyRowsOf(base: ScenarioResult, other: ScenarioResult): typeof companyRows {
  return companyRows.filter(
    ([, key]) =>
      (key !== "attrition" && key !== "discounts") ||
      [base, other].some((one) => meanOf(one, key) !== 0),
  );
}

type Pair = {
  letter: string;
  base: ScenarioResult;
  other: ScenarioResult;
  difference: ScenarioDifference;
  comparison: Comparison;
};

export function reportOfComparison(comparison: Comparison, frame: Frame): string[] {
  const [base, ...others] = comparison.scenarios;
  const findings = mergedFindings(comparison.scenarios);
  const pairs = others.map((other, i) => {
    return {
      letter: letters[i + 1]!,
      base: base!,
      other,
      difference: comparison.differences[i]!,
      comparison,
    };
  });
  return [
    ...comparison.scenarios.flatMap(({ scenario }, i) => [
      `${letters[i]}  ${scenario.name}${i === 0 ? " (baseline)" : ""}`,
      ...wrap(scenario.question, frame.width - 3).map((line) => `   ${line}`),
    ]),
    ...(pairs.length > 1
      ? lay([{ title: "At a glance, first year", lines: glanceLines(base!, pairs) }])
      : []),
    ...pairs.flatMap((pair) => pairLines(pair, frame, pairs.length > 1)),
    ...lay([
      {
        title: "Way through the funnel, run rate",
        lines: funnelLines(comparison.scenarios, letters),
      },
      { title: `Findings: ${findings.length}`, lines: findingsOf(findings, frame.width) },
    ]),
    "",
    ...wrap(
      `${intervalWords(comparison)} Chances are years of 100 simulated. ${errorWords(pairs)}`,
      frame.width,
    ),
    ...footLines("compare", base!, frame),
  ];
}

/** Several comparisons of a file's two versions at a glance: what each changes in its first year. */
export function overviewOfVersions(
  versions: readonly { file: string; comparison: Comparison }[],
  title: string,
  width: number,
): string[] {
  const rows = versions.map(({ file, comparison }): Row => {
    const [difference] = comparison.differences;
    const money = moneyIn(comparison.scenarios[0]!.scenario.currency);
    return [
      file,
      ...bigRows.map(([, key]) => {
        const total = difference!.totals[key]!;
        return isNone(total) ? "unchanged" : money.headline(total.mean, "difference");
      }),
    ];
  });
  const columns = [title, ...bigRows.map(([name]) => name)].map((name) => ({ title: name }));
  return table(columns, rows, width);
}

function glanceLines(base: ScenarioResult, pairs: readonly Pair[]): string[] {
  const money = moneyIn(base.scenario.currency);
  const levels = scaleOf(bigRows.map(([, key]) => meanOf(base, key)));
  const first = [
    `A  ${base.scenario.name}`,
    ...bigRows.map(([, key]) => money.headline(meanOf(base, key), "level", levels)),
    `of ${count(peopleIn(base))}`,
  ];
  const scales = bigRows.map(([, key]) =>
    scaleOf(pairs.map(({ difference }) => difference.totals[key]!.mean)),
  );
  const rows = pairs.flatMap(({ letter, other, difference }) => {
    const totals = bigRows.map(([, key]) => difference.totals[key]!);
    const changes = totals.map(({ mean }, i) => money.headline(mean, "difference", scales[i]));
    const { better, worse } = difference.people;
    return [
      [`${letter}  ${other.scenario.name}`, ...changes, `${count(better)} better`],
      ["   of 100 years", ...totals.map(chance), `${count(worse)} worse`],
    ];
  });
  const columns = ["", ...bigRows.map(([title]) => title), "People off"].map((title) => ({
    title,
  }));
  return table(columns, [first, ...rows]);
}

function pairLines(pair: Pair, { width }: Frame, named: boolean): string[] {
  const { letter, other } = pair;
  const head = named ? ["", `${letter}  ${other.scenario.name}`, "═".repeat(width)] : [""];
  return [
    ...head,
    ...wrap(answerOf(pair), width),
    ...wrap(cautionOf(pair), width),
    ...wrap(remarkOf(pair), width),
    ...reasonLines(pair, width),
    ...besideLines(pair, width),
    ...lay([
      {
        title: "Outcomes that hold themselves up",
        lines: outcomeChangeLines(pair.comparison, pair.comparison.scenarios.indexOf(other), width),
      },
      { title: "Company, first year, mean over the simulated years", lines: companyLines(pair) },
      {
        title: `${unansweredWords(expectedOf(pair)?.evidence)} and response, first year`,
        lines: partLines(pair),
      },
      { title: "Pay of one person's year, first year", lines: payLines(pair) },
      {
        title: "Who is better off and who is richer, against the baseline",
        lines: peopleLines(pair),
      },
      {
        title: "Who would leave, a steady year",
        lines: turnoverChangeLines(pair.base, other, width),
      },
      { title: "Effort, 1 as in the status quo", lines: effortLines(pair) },
      { title: "Response", lines: responseLines(other, width) },
      { title: "Evidence", lines: evidenceOf(pair, width) },
      { title: "Practices, a year", lines: practiceLines(other, width) },
      { title: "What we do not know", lines: measureNextLines(pair.difference.drivers, width) },
    ]),
  ];
}

function cautionOf(pair: Pair): string {
  const one = expectedOf(pair);
  return one ? cautionWords(one.evidence, pair.other.response) : "";
}

function evidenceOf(pair: Pair, width: number): string[] {
  const one = expectedOf(pair);
  return one ? evidenceLines(one.evidence, pair.other.response, width) : [];
}

function expectedOf({ comparison, other }: Pair) {
  return comparison.expected.find(({ scenario }) => scenario === other.scenario.id);
}

/** Why it comes out so: the four sentences of the page, under the answer. */
function reasonLines(pair: Pair, width: number): string[] {
  const { base, other, difference } = pair;
  const bookings = difference.totals["bookings"]!;
  const { mechanical, response, runRate, mean } = bookings;
  const money = moneyIn(base.scenario.currency);
  const scale = scaleOf([mean, mechanical, response, runRate.mean]);
  const reasons = reasonsOf({
    base,
    other,
    evidence: expectedOf(pair)?.evidence,
    difference,
    bookings: { none: isNone(bookings), mechanical, response, runRate: runRate.mean },
    money: (amount) => money.headline(amount, "difference", scale),
  });
  return reasons.flatMap(({ head, text }) =>
    text === "" ? [] : wrap(`${head}: ${text}`, width, "  "),
  );
}

/** The answer in a sentence, losers named. */
function answerOf({ base, other, difference }: Pair): string {
  const money = moneyIn(base.scenario.currency);
  const said = (key: "bookings" | "contribution", noun: string): string => {
    const total = difference.totals[key]!;
    const verdict = verdictOf(total);
    if (isNone(total)) return `${noun} ${key === "bookings" ? "do" : "does"} not change`;
    if (verdict === "too close to call")
      return `${noun}: too close to call (${money.headline(total.mean, "difference")})`;
    return `${noun} ${money.headline(total.mean, "difference")}, ${verdict}`;
  };
  const { better, worse, headcount } = difference.people;
  const losers = Object.entries(difference.roles)
    .filter(([, { people }]) => people.worse > people.better)
    .map(([id]) => other.scenario.roles[id]?.plural ?? id);
  const lost = losers.length > 0 ? `; more lose than gain among ${losers.join(", ")}` : "";
  return `${said("bookings", "Bookings")}; ${said("contribution", "contribution")}; ${count(better)} of ${count(headcount)} people better off, ${count(worse)} worse off${lost}.`;
}

/** Roles paid less and better off, and hours of practices that outweigh the gain. */
function besideLines({ base, other, difference }: Pair, width: number): string[] {
  const money = moneyIn(base.scenario.currency);
  const roles = Object.entries(difference.roles).map(([id, { pay, utility, people }]) => {
    const { plural, ote } = other.scenario.roles[id]!;
    return {
      plural,
      ote,
      people,
      pay: pay.mean,
      utility: utility.mean,
      close: verdictOf(pay) === "too close to call",
      beside: riskAndEffort(base, other, id) ?? { risk: 0, effort: 0 },
    };
  });
  const total = difference.totals["contribution"]!;
  const hours = hoursVerdict(base, other, total.mean);
  const said = [
    poorerBetterWords(roles),
    hours
      ? hoursWords(hours, { worth: money.headline(hours.value, "level"), word: verdictOf(total) })
      : "",
  ];
  return said.flatMap((line) => wrap(line, width));
}

/** What is to be said of two that come to the same. */
function remarkOf({ base, other, letter, difference }: Pair): string {
  if (base.scenario.id === other.scenario.id) return `A and ${letter} are the same scenario.`;
  const pays = Object.values(difference.roles).map(({ pay }) => pay);
  const same = [...Object.values(difference.totals), ...pays].every(isNone);
  return same ? `A and ${letter} come to the same in every year: nothing that counts differs.` : "";
}

function companyLines({ base, other, letter, difference }: Pair): string[] {
  const money = moneyIn(base.scenario.currency);
  const shown = companyRowsOf(base, other);
  const levels = scaleOf(shown.map(([, key]) => meanOf(base, key)));
  const changes = scaleOf(
    shown.flatMap(([, key]) => {
      const { mean, both } = difference.totals[key]!;
      return [mean, both.p5, both.p95];
    }),
  );
  const change = (amount: number): string => money.headline(amount, "difference", changes);
  const rows = shown.map(([title, key]) => {
    const total = difference.totals[key]!;
    return [
      title,
      money.headline(meanOf(base, key), "level", levels),
      money.headline(meanOf(other, key), "level", levels),
      change(total.mean),
      relative(total.relative),
      `${change(total.both.p5)} to ${change(total.both.p95)}`,
      certainty(total),
    ];
  });
  const columns = [
    { title: "" },
    { title: "A" },
    { title: letter },
    { title: "Change" },
    { title: "" },
    { title: "P5 to P95" },
    { title: "Of 100 years", align: "left" as const },
  ];
  const { better, same, worse, headcount } = difference.people;
  const people = `${count(better)} of ${count(headcount)} better off, ${count(same)} about the same, ${count(worse)} worse off`;
  return [
    ...table(columns, rows),
    `People        ${people}`,
    `CCOS          ${shareOfPay({ base, other, difference })}`,
  ];
}

/** Pay over recognised revenue: both levels, and the difference in points. */
function shareOfPay({ base, other, difference }: Omit<Pair, "letter" | "comparison">): string {
  const { mean, both, standardError, probabilityHigher } = difference.totals["ccos"]!;
  const levels = `${percent(meanOf(base, "ccos"))} to ${percent(meanOf(other, "ccos"))} of revenue`;
  const band = `${signed(both.p5 * 100, 1)} to ${signed(both.p95 * 100, 1)}`;
  return `${levels}, ${points(mean)} (${band}), ${certainty({ mean, standardError, probabilityHigher })}`;
}

function partLines(pair: Pair): string[] {
  const { base, other, difference } = pair;
  const known = responseState(other) !== "none";
  const money = moneyIn(base.scenario.currency);
  const totals = bigRows.map(([title, key]) => ({ title, ...difference.totals[key]! }));
  const scale = scaleOf(
    totals.flatMap(({ mean, mechanical, response, runRate }) => [
      mean,
      mechanical,
      response,
      runRate.mean,
    ]),
  );
  const change = (amount: number): string => money.headline(amount, "difference", scale);
  const between = (of: { p5: number; p95: number } | null): string =>
    of ? `${change(of.p5)} to ${change(of.p95)}` : "too few years";
  const rows = totals.map(({ title, mean, mechanical, response, luck, parameters, runRate }) => [
    title,
    change(mechanical),
    known ? change(response) : "not known",
    change(mean),
    between(luck),
    isKnown(base, other) ? "" : between(parameters),
    change(runRate.mean),
  ]);
  const columns = [
    "",
    firstPart(pair),
    "Response",
    "Together",
    "P5–P95, luck",
    "what we do not know",
    "Full effect",
  ];
  return table(
    columns.map((title) => ({ title })),
    rows,
  );
}

/** The head over what is there on the old behaviour. */
function firstPart(pair: Pair): string {
  return paysAlike(expectedOf(pair)?.evidence) ? "Before" : "Formula";
}

function payLines(pair: Pair): string[] {
  const { base, other, letter, difference } = pair;
  const known = responseState(other) !== "none";
  const { whole } = moneyIn(base.scenario.currency);
  const rows = rolesByTeam([base, other]).flatMap(([team, roles]): Row[] => {
    const lines = roles.flatMap(({ id, title }) => {
      const pay = difference.roles[id]?.pay;
      if (!pay) return [];
      return [
        [
          `  ${title}`,
          paid(base, id, whole),
          whole(pay.mechanical, "difference"),
          known ? whole(pay.response, "difference") : "not known",
          whole(pay.mean, "difference"),
          paid(other, id, whole),
          `${whole(pay.both.p5, "difference")} to ${whole(pay.both.p95, "difference")}`,
        ],
      ];
    });
    return lines.length > 0 ? [team, ...lines] : [];
  });
  const columns = ["", "A", firstPart(pair), "Response", "Change", letter, "Change, P5 to P95"];
  return table(
    columns.map((title) => ({ title })),
    rows,
  );
}

function paid(
  result: ScenarioResult,
  role: string,
  whole: (amount: number, sign: "level") => string,
): string {
  const pay = result.simulated?.roles[role]?.meanPay ?? result.expected.firstYear.roles[role]?.pay;
  return pay ? whole(pay.mean, "level") : "";
}

function peopleLines({ base, other, difference }: Pair): string[] {
  const { whole } = moneyIn(base.scenario.currency);
  const rows = rolesByTeam([base, other]).flatMap(([team, roles]): Row[] => {
    const lines = roles.flatMap(({ id, title }) => {
      const role = difference.roles[id];
      if (!role) return [];
      const worth = whole(role.utility.mean, "difference");
      return [peopleRow(`  ${title}`, role.people, worth, chance(role.pay))];
    });
    return lines.length > 0 ? [team, ...lines] : [];
  });
  const all = peopleRow("All", difference.people, "", "");
  const columns = [
    "",
    "People",
    "Better",
    "Same",
    "Worse",
    "Richer",
    "Poorer",
    "Worth each",
    "Pay, of 100",
  ];
  return table(
    columns.map((title) => ({ title })),
    [...rows, all],
  );
}

function peopleRow(title: string, people: People, worth: string, pay: string): string[] {
  const { headcount, better, same, worse, richer, poorer } = people;
  return [title, ...[headcount, better, same, worse, richer, poorer].map(count), worth, pay];
}

function effortLines({ base, other, letter }: Pair): string[] {
  if (responseState(other) !== "on") return [];
  let still = 0;
  const rows = rolesByTeam([base, other]).flatMap(([, roles]) =>
    roles.flatMap(({ id, title }) => {
      const tasks = Object.entries(other.expected.efforts[id] ?? {});
      const moved = tasks.filter(([task, effort]) =>
        hasMoved(base.expected.efforts[id]?.[task], effort),
      );
      still += tasks.length - moved.length;
      return moved.map(([task, effort], i) => {
        const before = base.expected.efforts[id]?.[task];
        const band = isKnown(base, other) ? undefined : other.simulated?.efforts[id]?.[task];
        return [
          i === 0 ? title : "",
          taskName(other, id, task),
          before === undefined ? "" : fixed(before, 2),
          fixed(effort, 2),
          before === undefined ? "" : relative(effort / before - 1),
          band ? `${fixed(band.p5, 2)} to ${fixed(band.p95, 2)}` : "",
        ];
      });
    }),
  );
  if (rows.length === 0) return ["No effort changes."];
  const columns = [
    { title: "" },
    { title: "Task", align: "left" as const },
    { title: "A" },
    { title: letter },
    { title: "" },
    { title: "P5 to P95" },
  ];
  const others = still === 0 ? [] : [`${several(still, "other task")} as in A.`];
  return [...table(columns, rows), ...others];
}

function hasMoved(before: number | undefined, effort: number): boolean {
  return before === undefined || Math.abs(effort / before - 1) >= 0.0005;
}

/** True where no number is uncertain: then there is no spread of what we do not know. */
function isKnown(...results: ScenarioResult[]): boolean {
  return results.every(({ uncertain }) => uncertain.length === 0);
}

/** Findings of all scenarios, each once, with the letters of those that have it. */
function findingsOf(merged: readonly MergedFinding[], width: number): string[] {
  const all = merged.map(({ finding, of, figuresOf }) => {
    const { title, message } = finding;
    const whose = figuresOf === null ? "" : ` Figures of ${letters[figuresOf]}.`;
    return {
      ...finding,
      title: `${title} (${of.map((i) => letters[i]).join(", ")})`,
      message: `${message}${whose}`,
    };
  });
  return findingLines(all, width);
}

/** Error of the computation, once: how far the means may be off for want of more years. */
function errorWords(pairs: readonly Pair[]): string {
  const { base, difference } = pairs[0]!;
  const money = moneyIn(base.scenario.currency);
  const errors = bigRows.map(([title, key]) => {
    return `${title.toLowerCase()} ±${money.headline(difference.totals[key]!.standardError, "level")}`;
  });
  return `Error of the computation: ${errors.join(", ")}.`;
}

function meanOf(
  { simulated, expected }: ScenarioResult,
  key: keyof ScenarioResult["expected"]["firstYear"]["totals"],
): number {
  return simulated?.totals[key]?.mean ?? expected.firstYear.totals[key];
}

function peopleIn({ scenario }: ScenarioResult): number {
  return Object.values(scenario.roles).reduce((sum, { headcount }) => sum + headcount, 0);
}
