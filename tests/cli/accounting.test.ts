/** `accounting`: a year's deals to the books, from files. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Ledger } from "#models";
import { patched, solo } from "../support/scenarios.ts";
import { run } from "./terminal.ts";

/** Two sellers at 12,000 base and 1,500 a quarter at 15,000, straight to target and 1.5 times above; paid a month later. */
const sellers = patched(solo, {
  funnel: { segments: { all: { termMonths: 24 } } },
  roles: { seller: { headcount: 2, basePay: 12_000, targetVariable: 6000 } },
  plans: {
    seller: {
      payment: { on: "booking", lagMonths: 1 },
      components: {
        bookings: {
          rate: null,
          weight: 1,
          period: "quarter",
          target: 15_000,
          curve: {
            points: [
              [0, 0],
              [1, 1],
            ],
            beyond: 1.5,
          },
        },
      },
    },
  },
});

const deals = `id,owner,segment,source,created,won,amount,cancelled,termMonths
d1,s-1,all,own,2027-01-02,2027-01-20,10000,,36
d2,s-1,all,own,2027-01-02,2027-03-20,10000,2027-06-01,
d3,s-1,all,own,2027-01-02,2027-05-20,4000.50,,12
d4,s-2,all,own,2027-01-02,2027-05-20,4000.50,,
`;

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "tandem-accounting-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  writeFileSync(join(path, "year.json"), JSON.stringify(sellers));
  writeFileSync(join(path, "deals.csv"), deals);
  return path;
}

// s-1: 10,000 ÷ 15,000 × 1,500 = 1,000.00 for d1, in January; with d2 20,000 is 133.3%, which pays 1 + 1.5 ÷ 3 = 150%:
// 2,250.00, so 1,250.00 for d2 in March. 4,000.50 ÷ 15,000 × 1,500 = 400.05 for d3 and for d4.
// d1 over 36 months 27.78; d2 over 24 months 52.08, three months until June: 1,250 − 156.24 = 1,093.76 written off;
// d3 has a term of 12 months: at once; d4 over 24 months 16.67. Base 2,000.00 a month; commission is paid a month later.
test("books what was earned, paid, capitalised and written off", async () => {
  const { code, out } = await run(
    folder(),
    "accounting",
    "year.json",
    "--deals",
    "deals.csv",
    "--json",
  );
  expect(code).toBe(0);
  const ledger = JSON.parse(out) as Ledger;
  const month = (name: string) => ledger.months.find((one) => one.month === name)!;
  expect(month("2027-01")).toMatchObject({ earned: "3000.00", cash: "2000.00", asset: "972.22" });
  expect(month("2027-03")).toMatchObject({ earned: "3250.00", liability: "2250.00" });
  expect(month("2027-04")).toMatchObject({ cash: "4250.00", liability: "0.00" });
  expect(month("2027-06")).toMatchObject({ amortised: "44.45", writtenOff: "1093.76" });
  expect(ledger.deals.map(({ deal, capitalised, months }) => [deal, capitalised, months])).toEqual([
    ["d1", "1000.00", 36],
    ["d2", "1250.00", 24],
    ["d3", "0.00", 0],
    ["d4", "400.05", 24],
  ]);
  expect(ledger.months.at(-1)).toMatchObject({
    month: "2029-12",
    asset: "0.00",
    liability: "0.00",
  });
});

test("prints tables, and deals as CSV", async () => {
  const cwd = folder();
  const { out } = await run(cwd, "accounting", "year.json", "--deals", "deals.csv");
  expect(out).toContain(
    "seller.bookings: capitalised 2,650.05 of 3,050.10; paid only for contracts won.",
  );
  expect(Math.max(...out.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(100);
  const csv = await run(cwd, "accounting", "year.json", "--deals", "deals.csv", "--csv", "deals");
  expect(csv.out.split("\n")[1]).toMatch(/^d1,2027-01,1000\.00,1000\.00,/);
});

test("books nothing where the deals are faulty, and says what is wrong", async () => {
  const cwd = folder();
  writeFileSync(join(cwd, "deals.csv"), deals.replace("d4,s-2", "d3,s-2"));
  const { code, out, err } = await run(cwd, "accounting", "year.json", "--deals", "deals.csv");
  expect(code).toBe(2);
  expect(out).toBe("");
  expect(err).toContain("deals.csv:5");
});
