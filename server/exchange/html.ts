/**
 * Statements as one page of HTML that needs nothing else: to print, to send, to keep.
 *
 * Always    no script, nothing fetched: the page's own policy allows its one style by hash and nothing more; every text
 *           is escaped; light or dark as the reader's system is, light on paper, a person's statement begins on a new
 *           sheet; figures are exact decimals.
 */
import { escaped } from "./escaped.ts";
import { createHash } from "node:crypto";
import type { DealLine, Statement, StatementLine, TraceNode } from "#models";
import {
  dealWords,
  exactAmount,
  monthsInWords,
  rolesInWords,
  type RoleTitles,
  stepText,
} from "./amounts.ts";

export type PageOptions = {
  /** Left out: the person's name and the months. */
  title?: string | undefined;
  roleTitles?: RoleTitles | undefined;
};

/** The page of these statements, in pieces: its head, a statement each, its end. */
export function* htmlParts(
  statements: Iterable<Statement>,
  { title, roleTitles = {} }: PageOptions = {},
): Generator<string> {
  const hash = createHash("sha256").update(style).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  let begun = false;
  for (const statement of statements) {
    const { participant, from, to } = statement;
    if (!begun) yield headOf(title ?? `${participant.name}, ${monthsInWords(from, to)}`, policy);
    begun = true;
    yield statementHtml(statement, roleTitles);
  }
  if (!begun) yield headOf(title ?? "Statements", policy);
  yield "</body>\n</html>\n";
}

function headOf(title: string, policy: string): string {
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escaped(title)}</title>`,
    `<style>${style}</style>`,
    "</head>",
    "<body>",
    "",
  ].join("\n");
}

function statementHtml(statement: Statement, roleTitles: RoleTitles): string {
  const { participant, from, to, currency, lines, total, paidIn, oneMore, notes } = statement;
  const about = [
    participant.id,
    rolesInWords(participant, roleTitles),
    ...(participant.manager ? [`manager ${participant.manager}`] : []),
  ];
  const after = [
    ...(paidIn
      ? [`Paid as ${exactAmount(paidIn.total)} ${paidIn.currency}, at ${paidIn.rate}.`]
      : []),
    ...cashWords(statement),
    ...(oneMore ? [oneMore.says] : []),
    ...notes,
  ];
  return [
    "<main>",
    `<p class="about">${escaped(about.join(" · "))}</p>`,
    `<h1>${escaped(participant.name)}</h1>`,
    "<table>",
    `<caption>Statement, ${escaped(monthsInWords(from, to))}, ${escaped(currency)}</caption>`,
    '<thead><tr><th scope="col">Line</th><th scope="col">How</th><th scope="col" class="n">Step</th><th scope="col" class="n">Amount</th></tr></thead>',
    ...lines.map(lineHtml),
    "<tfoot>",
    row("total", {
      what: "Total",
      how: "The lines above; parts add to the cent",
      step: "",
      amount: exactAmount(total),
    }),
    "</tfoot>",
    "</table>",
    ...after.map((text) => `<p>${escaped(text)}</p>`),
    "</main>",
    "",
  ].join("\n");
}

function lineHtml({ title, how, amount, trace, balance }: StatementLine): string {
  const owed = balance === undefined ? "" : `; balance ${exactAmount(balance)}`;
  return [
    "<tbody>",
    row("line", { what: title, how: `${how}${owed}`, step: "", amount: exactAmount(amount) }),
    ...trace.flatMap((node) => traceHtml(node, 1)),
    "</tbody>",
  ].join("\n");
}

function traceHtml(
  { rule, label, how, value, unit, fired, deals, children }: TraceNode,
  depth: number,
): string[] {
  const place = `d${Math.min(depth, DEEPEST)}`;
  const said = fired || rule === "gate" ? how : `did not fire: ${how}`;
  return [
    row(fired ? place : `${place} off`, {
      what: label,
      how: said,
      step: stepText(value, unit),
      amount: "",
    }),
    ...(deals ?? []).map((deal) => dealHtml(deal, Math.min(depth + 1, DEEPEST))),
    ...(children ?? []).flatMap((child) => traceHtml(child, depth + 1)),
  ];
}

const DEEPEST = 5;

function dealHtml(deal: DealLine, depth: number): string {
  const step = exactAmount(deal.credited);
  return row(`d${depth} deal`, { what: deal.deal, how: dealWords(deal), step, amount: "" });
}

type Cells = { what: string; how: string; step: string; amount: string };

function row(kind: string, { what, how, step, amount }: Cells): string {
  const cells = [
    `<th scope="row">${escaped(what)}</th>`,
    `<td>${escaped(how)}</td>`,
    `<td class="n">${escaped(step)}</td>`,
    `<td class="n">${escaped(amount)}</td>`,
  ];
  return `<tr class="${kind}">${cells.join("")}</tr>`;
}

/** When the money is paid out, where that is not in the statement's own months. */
export function cashWords({ cash, from, to }: Pick<Statement, "cash" | "from" | "to">): string[] {
  const entries = Object.entries(cash).filter(([, amount]) => /[1-9]/.test(amount));
  if (entries.every(([month]) => from <= month && month <= to)) return [];
  const said = entries.map(
    ([month, amount]) => `${exactAmount(amount)} in ${monthsInWords(month, month)}`,
  );
  return [`Paid out: ${said.join(", ")}.`];
}

const style = `
:root{color-scheme:light dark;--bg:#FAF9F6;--line:#E2DED5;--text:#191B1F;--text-2:#474A51;--text-3:#666970}
@media (prefers-color-scheme:dark){:root{--bg:#121416;--line:#2B2E33;--text:#EDEBE6;--text-2:#BDBCB8;--text-3:#9A9B9D}}
body{margin:0;background:var(--bg);color:var(--text);font:15px/1.45 "Inter Variable",Inter,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:60rem;margin:0 auto;padding:2rem 1.25rem}
.about{margin:0;color:var(--text-3);font-size:.87em}
h1{margin:0 0 1rem;font:400 1.9rem/1.2 "Source Serif 4 Variable","Source Serif 4",Charter,Georgia,serif}
table{width:100%;border-collapse:collapse}
caption{padding-bottom:.6rem;text-align:left;font-weight:600;font-size:1.1em}
th,td{padding:.25rem .75rem .25rem 0;text-align:left;vertical-align:top;font-weight:400;overflow-wrap:anywhere}
thead th{color:var(--text-3);font-size:.87em}
.n{padding-right:0;padding-left:.75rem;text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.line>*{border-top:1px solid var(--line);padding-top:.5rem}
.line th,.line .n,.total>*{font-weight:600}
.total>*{border-top:2px solid var(--text);padding-top:.5rem}
.d1,.d2,.d3,.d4,.d5{color:var(--text-2);font-size:.9em}
.d1 th{padding-left:1rem}.d2 th{padding-left:2rem}.d3 th{padding-left:3rem}.d4 th{padding-left:4rem}.d5 th{padding-left:5rem}
.off{color:var(--text-3);font-style:italic}
@media print{:root{color-scheme:light;--bg:#FFFFFF;--line:#CCCCCC;--text:#000000;--text-2:#222222;--text-3:#444444}
body{font-size:10pt}main{max-width:none;padding:0;break-after:page}main:last-of-type{break-after:auto}tr{break-inside:avoid}thead{display:table-header-group}}
@media (max-width:40rem){th,td{padding-right:.4rem}.d2 th,.d3 th,.d4 th,.d5 th{padding-left:1.5rem}}
`;
