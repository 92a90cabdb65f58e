/**
 * What changed in scenarios as one page of HTML that needs nothing else: to send, to keep.
 *
 * Always    no script, nothing fetched: the page's own policy allows its one style by hash and nothing more; every text
 *           is escaped; light or dark as the reader's system is.
 */
import { escaped } from "./escaped.ts";
import { createHash } from "node:crypto";

export type DifferencePart = {
  file: string;
  name: string;
  what: string;
  lines: readonly { says: string; money: string; indent: boolean }[];
  foot: readonly string[];
};

/** The page of these changes. */
export function differencePage(parts: readonly DifferencePart[], title: string): string {
  const hash = createHash("sha256").update(style).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const body = parts.length > 0 ? parts.map(partHtml) : ["<p>No scenario says anything else.</p>"];
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
    "<main>",
    `<h1>${escaped(title)}</h1>`,
    ...body,
    "</main>",
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

function partHtml({ file, name, what, lines, foot }: DifferencePart): string {
  const about = [file, what].filter(Boolean).join(" · ");
  return [
    "<section>",
    `<h2>${escaped(name)}</h2>`,
    `<p class="about">${escaped(about)}</p>`,
    ...(lines.length > 0 ? ["<ul>", ...lines.map(lineHtml), "</ul>"] : []),
    ...foot.map((text) => `<p>${escaped(text)}</p>`),
    "</section>",
  ].join("\n");
}

function lineHtml({ says, money, indent }: DifferencePart["lines"][number]): string {
  const amount = money === "" ? "" : ` <strong>${escaped(money)}</strong>`;
  return `<li${indent ? ' class="sum"' : ""}>${escaped(says)}${amount}</li>`;
}

const style = `
:root { color-scheme: light dark; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 46rem; margin: 2.5rem auto; padding: 0 1.25rem; }
h1 { font-size: 1.4rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 0; }
.about { margin: 0; opacity: 0.7; font-size: 0.9rem; }
ul { padding-left: 1.1rem; }
li { margin: 0.3rem 0; }
strong { white-space: nowrap; font-variant-numeric: tabular-nums; }
.sum { list-style: none; }
`;
