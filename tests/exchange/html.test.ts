import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { Statement } from "#models";
import {
  exactAmount,
  exactPercent,
  monthsInWords,
  stepText,
} from "../../server/exchange/amounts.ts";
import { htmlParts, type PageOptions } from "../../server/exchange/html.ts";

const statement: Statement = {
  participant: {
    id: "s-1",
    name: `Avery <b>"Sample"</b> & 'Co'`,
    role: "seller",
    roles: ["seller"],
  },
  period: "2027-Q1",
  from: "2027-01",
  to: "2027-03",
  currency: "USD",
  lines: [
    {
      id: "base",
      kind: "base",
      title: "Base pay",
      how: "of 3 months",
      amount: "12500.00",
      trace: [],
    },
    {
      id: "own",
      kind: "component",
      title: "Own </td><script>alert(1)</script>",
      how: "all of it",
      amount: "-184.20",
      trace: [
        {
          rule: "target",
          label: "Target",
          how: "as stated",
          value: "0.8257",
          unit: "share",
          fired: true,
        },
        {
          rule: "gate",
          label: "Gate",
          how: "is open",
          fired: false,
          deals: [
            {
              deal: "D-1",
              date: "2027-01-05",
              amount: "1000.00",
              credit: "0.4",
              credited: "400.00",
              pays: "3.10",
              row: 7,
            },
          ],
        },
      ],
    },
  ],
  total: "12315.80",
  variable: "-184.20",
  cash: { "2027-05": "-184.20" },
  notes: ["On leave."],
};

const page = (options?: PageOptions, ...list: Statement[]) =>
  [...htmlParts(list.length > 0 ? list : [statement], options)].join("");

test("the page's policy allows its own style and nothing else", () => {
  const html = page();
  const [, style] = /<style>([\s\S]*)<\/style>/.exec(html)!;
  const hash = createHash("sha256").update(style!).digest("base64");
  expect(html).toContain(
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">`,
  );
  expect(html).not.toMatch(/<script|<link|<img|<iframe| style=| on\w+=|url\(|@import|https?:/i);
});

test("every text is escaped", () => {
  const html = page();
  expect(html).toContain("Avery &lt;b&gt;&quot;Sample&quot;&lt;/b&gt; &amp; &#39;Co&#39;");
  expect(html).toContain("Own &lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;");
  expect(page({ title: "</title><script>" })).toContain(
    "<title>&lt;/title&gt;&lt;script&gt;</title>",
  );
});

test("lines, steps, deals and what did not fire are there, in exact figures", () => {
  const html = page({ roleTitles: { seller: "Account executive" } });
  for (const text of [
    "s-1 · Account executive",
    "Statement, January to March 2027, USD",
    '<td class="n">12,500.00</td>',
    '<td class="n">−184.20</td>',
    '<td class="n">82.57%</td>',
    '<tr class="d1 off"><th scope="row">Gate</th><td>is open</td>',
    "2027-01-05, 1,000.00 × 40.00%, pays 3.10, row 7",
    '<td class="n">12,315.80</td>',
    "Paid out: −184.20 in May 2027.",
    "On leave.",
  ])
    expect(html).toContain(text);
});

test("several people are one page, each beginning on a new sheet", () => {
  const html = page({ title: "Statements, 2027-Q1" }, statement, statement);
  expect(html.match(/<main>/g)).toHaveLength(2);
  expect(html.match(/<html /g)).toHaveLength(1);
  expect(html).toContain("<title>Statements, 2027-Q1</title>");
  expect(html).toContain("break-after:page");
});

test.each([
  ["38358.20", "38,358.20"],
  ["-1234567.005", "−1,234,567.005"],
  ["-0.00", "0.00"],
  ["999", "999"],
])("the amount %s is %s", (decimal, shown) => {
  expect(exactAmount(decimal)).toBe(shown);
});

test.each([
  ["1", "100.00%"],
  ["0.8257", "82.57%"],
  ["0.333333333333", "33.333333%"],
  ["12.5", "1,250.00%"],
  ["0", "0.00%"],
  ["-0.05", "−5.00%"],
  ["0.00000001", "0.000001%"],
])("the share %s is %s", (decimal, shown) => {
  expect(exactPercent(decimal)).toBe(shown);
});

test.each([
  ["31141.333333333", "money", "31,141.333333"],
  ["0.9999999999", "money", "1"],
  ["-2.50000000001", "measure", "−2.5"],
  ["2027-01", undefined, "2027-01"],
  [undefined, "money", ""],
])("the step %s is %s", (value, unit, shown) => {
  expect(stepText(value, unit)).toBe(shown);
});

test("months in words", () => {
  expect(monthsInWords("2027-03", "2027-03")).toBe("March 2027");
  expect(monthsInWords("2027-11", "2028-01")).toBe("November 2027 to January 2028");
});
