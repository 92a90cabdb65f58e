/**
 * The plan letter as Markdown and as one page of HTML that needs nothing else.
 *
 * Always    every figure and sentence is the letter's own; text is escaped; no script, nothing fetched.
 */
import { escaped } from "./escaped.ts";
import { createHash } from "node:crypto";
import type { LetterPart, Matrix, PlanLetter, Worked } from "#models";
import { exactAmount, exactPercent, monthsInWords } from "./amounts.ts";

/** The letter as Markdown. */
export function letterMarkdown(letter: PlanLetter): string {
  const { year, rules, parts, lead } = letter;
  const lines = [
    `# ${plain(titleOf(letter))}`,
    "",
    plain(aboutOf(letter)),
    "",
    plain(lead),
    "",
    ...(year.length > 0
      ? [...table(["Every target at", "Variable pay", "With base pay"], yearRows(letter)), ""]
      : []),
    ...parts.flatMap((part) => [
      `## ${plain(part.title)}`,
      "",
      plain(part.says),
      "",
      ...factsOf(part).map(([name, value]) => `- ${name}: ${plain(value)}`),
      "",
      ...(part.curve === "" ? [] : [plain(part.curve), ""]),
      ...(part.table.length > 0
        ? [
            ...table(
              headOf(part),
              part.table.map((one) => cellsOf(part, one)),
            ),
            "",
          ]
        : []),
      ...(part.matrix
        ? [
            plain(part.matrix.caption),
            "",
            ...table(matrixHead(part.matrix), matrixRows(part.matrix)),
            "",
          ]
        : []),
      `Worked for ${part.of}:`,
      "",
      ...part.examples.map(({ says }) => `- ${plain(says)}`),
      "",
      ...(part.conditions.length > 0 ? ["Conditions:", ""] : []),
      ...part.conditions.map((condition) => `- ${plain(condition)}`),
      "",
    ]),
    ...(rules.length > 0 ? ["## What else holds", ""] : []),
    ...rules.map(({ title, says }) => `- **${plain(title)}.** ${plain(says)}`),
    "",
    closing(letter),
    "",
  ];
  return lines.join("\n").replaceAll(/\n{3,}/g, "\n\n");
}

/** The letter as a page of HTML. */
export function letterHtml(letter: PlanLetter): string {
  const hash = createHash("sha256").update(style).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const { year, rules, parts, lead } = letter;
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escaped(titleOf(letter))}</title>`,
    `<style>${style}</style>`,
    "</head>",
    "<body><main>",
    `<p class="about">${escaped(aboutOf(letter))}</p>`,
    `<h1>${escaped(titleOf(letter))}</h1>`,
    `<p>${escaped(lead)}</p>`,
    ...(year.length > 0
      ? [htmlTable(["Every target at", "Variable pay", "With base pay"], yearRows(letter))]
      : []),
    ...parts.flatMap((part) => [
      `<section><h2>${escaped(part.title)}</h2>`,
      `<p>${escaped(part.says)}</p>`,
      "<dl>",
      ...factsOf(part).map(([name, value]) => `<dt>${name}</dt><dd>${escaped(value)}</dd>`),
      "</dl>",
      part.curve === "" ? "" : `<p>${escaped(part.curve)}</p>`,
      part.table.length > 0
        ? htmlTable(
            headOf(part),
            part.table.map((one) => cellsOf(part, one)),
          )
        : "",
      part.matrix
        ? `<p>${escaped(part.matrix.caption)}</p>${htmlTable(matrixHead(part.matrix), matrixRows(part.matrix))}`
        : "",
      `<h3>Worked for ${escaped(part.of)}</h3>`,
      htmlList(part.examples.map(({ says }) => says)),
      part.conditions.length > 0 ? `<h3>Conditions</h3>${htmlList(part.conditions)}` : "",
      "</section>",
    ]),
    ...(rules.length > 0 ? ["<section><h2>What else holds</h2><dl>"] : []),
    ...rules.map(({ title, says }) => `<dt>${escaped(title)}</dt><dd>${escaped(says)}</dd>`),
    ...(rules.length > 0 ? ["</dl></section>"] : []),
    `<p class="about">${escaped(closing(letter))}</p>`,
    "</main></body>",
    "</html>",
    "",
  ].join("\n");
}

function titleOf({ role, person, from, to }: PlanLetter): string {
  const whose = person ? `${person.name}, ${role.title}` : role.title;
  return `Pay plan: ${whose}, ${monthsInWords(from, to)}`;
}

function aboutOf({ scenario, currency }: PlanLetter): string {
  return `${scenario.name} (${scenario.id}.json) · amounts in ${currency}`;
}

function matrixHead({ columns }: Matrix): string[] {
  return ["", ...columns.map((at) => exactPercent(at))];
}

function matrixRows({ rows }: Matrix): string[][] {
  return rows.map(({ attainment, pays }) => [
    exactPercent(attainment),
    ...pays.map((money) => (money === null ? "not stated" : exactAmount(money))),
  ]);
}

function closing({ scenario }: PlanLetter): string {
  return `Written from ${scenario.id}.json. Worked figures are what the statements of this plan pay: to the cent, with gates open and factors at target.`;
}

function factsOf({ weight, targetPay, targets }: LetterPart): [string, string][] {
  return [
    ...(weight === undefined
      ? []
      : [["Part of variable pay", exactPercent(weight)] as [string, string]]),
    ...(targetPay === undefined
      ? []
      : [["A year at target", exactAmount(targetPay)] as [string, string]]),
    ...(targets === undefined ? [] : [["Target", targets] as [string, string]]),
  ];
}

function headOf({ hasTarget }: LetterPart): string[] {
  return hasTarget ? ["Attainment", "Result", "Share of target pay", "Pays"] : ["Result", "Pays"];
}

function cellsOf(
  { hasTarget }: LetterPart,
  { attainment, credited, share, pays }: Worked,
): string[] {
  const money = pays === null ? "not stated" : exactAmount(pays);
  const result = exactAmount(credited);
  if (!hasTarget) return [result, money];
  return [exactPercent(attainment), result, share === "" ? "" : exactPercent(share), money];
}

function yearRows({ year }: PlanLetter): string[][] {
  return year.map(({ attainment, variable, total }) => [
    exactPercent(attainment),
    exactAmount(variable),
    exactAmount(total),
  ]);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [tableRow(head), `|${head.map(() => " ---: ").join("|")}|`, ...rows.map(tableRow)];
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.map(plain).join(" | ")} |`;
}

/** Text that Markdown reads as itself. */
function plain(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|#]/g, (mark) => `\\${mark}`);
}

function htmlTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [
    "<table>",
    `<thead><tr>${head.map((name) => `<th scope="col">${name}</th>`).join("")}</tr></thead>`,
    `<tbody>${rows
      .map(
        ([first = "", ...rest]) =>
          `<tr><th scope="row">${escaped(first)}</th>${rest.map((cell) => `<td>${escaped(cell)}</td>`).join("")}</tr>`,
      )
      .join("")}</tbody>`,
    "</table>",
  ].join("\n");
}

function htmlList(items: readonly string[]): string {
  return `<ul>${items.map((item) => `<li>${escaped(item)}</li>`).join("")}</ul>`;
}

const style = `
:root{color-scheme:light dark;--bg:#FAF9F6;--line:#E2DED5;--text:#191B1F;--text-2:#474A51;--text-3:#666970}
@media (prefers-color-scheme:dark){:root{--bg:#121416;--line:#2B2E33;--text:#EDEBE6;--text-2:#BDBCB8;--text-3:#9A9B9D}}
body{margin:0;background:var(--bg);color:var(--text);font:16px/1.55 "Inter Variable",Inter,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:44rem;margin:0 auto;padding:2rem 1.25rem}
.about{color:var(--text-3);font-size:.85em}
h1{margin:.3rem 0 1rem;font:400 1.8rem/1.25 "Source Serif 4 Variable","Source Serif 4",Charter,Georgia,serif}
h2{margin:0 0 .4rem;font-size:1.1rem}
h3{margin:1rem 0 .2rem;font-size:.95rem}
section{margin-top:2rem;padding-top:.9rem;border-top:1px solid var(--text);break-inside:avoid}
p{margin:.4rem 0}
dl{display:grid;grid-template-columns:11rem 1fr;gap:.3rem 1rem;margin:.6rem 0}
dt{color:var(--text-3)}dd{margin:0}
ul{margin:.3rem 0;padding-left:1.1rem}
table{width:100%;margin:.8rem 0;border-collapse:collapse;font-size:.92em;font-variant-numeric:tabular-nums}
th,td{padding:.3rem 0 .3rem 1rem;border-bottom:1px solid var(--line);text-align:right;font-weight:400}
th:first-child{padding-left:0;text-align:left}
thead th{color:var(--text-3);font-size:.87em}
@media print{:root{color-scheme:light;--bg:#FFFFFF;--line:#CCCCCC;--text:#000000;--text-2:#222222;--text-3:#444444}body{font-size:10.5pt}main{max-width:none;padding:0}}
@media (max-width:40rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.4rem}}
`;
