import {
  cpSync,
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { Statement } from "#models";
import { tableOf } from "../../server/exchange/csv.ts";
import { openFolder } from "../../server/store/folder.ts";
import { folderWith, today } from "../server/company.ts";
import { run } from "./terminal.ts";

// 80,000 a year of target variable at 1,200,000: a fifteenth of bookings up to it, half as much again above.
const plan = {
  components: {
    bookings: {
      title: "Own bookings",
      measure: "bookings",
      scope: "individual",
      period: "quarter",
      target: 300_000,
      weight: 1,
      curve: {
        points: [
          [0, 0],
          [1, 1],
        ],
        beyond: 1.5,
      },
    },
  },
};
const scenario = { ...today, plans: { ...today.plans, ae: plan } };
const header = "id,owner,segment,source,created,won,amount";
const deals = `${header}
D-1,ae-01,all,outbound,2026-12-01,2027-01-20,200000
D-2,ae-01,all,inbound,2027-01-03,2027-03-31,130000.5
D-3,ae-02,all,outbound,2027-01-03,2027-04-01,60000
`;
const roster = `id,role,name,start
ae-01,ae,Avery Sample,2025-01-01
ae-02,ae,Blake Sample,2026-06-01
`;

const folder = (files: Record<string, unknown> = {}) =>
  folderWith({
    "scenarios/today.json": scenario,
    "deals.csv": deals,
    "roster.csv": roster,
    ...files,
  });
const given = ["statement", "today", "--deals", "deals.csv", "--people", "roster.csv"];

describe("one person's statement", () => {
  test("is told line by line with its reasons, and adds up", async () => {
    const { code, out, err } = await run(
      folder(),
      ...given,
      "--participant",
      "ae-01",
      "--period",
      "2027-Q1",
    );
    expect([code, err]).toEqual([0, ""]);
    // By hand: 330,000.50 of 300,000; 20,000 up to it, and 30,000.50 ÷ 300,000 × 20,000 × 1.5 = 3,000.05 above.
    expect(out).toMatch(
      /^Avery Sample {2}ae-01\nAccount executive\n\nStatement, January to March 2027, USD\n/,
    );
    expect(out).toMatch(/^Base pay .* 20,000\.00$/m);
    expect(out).toMatch(/^Own bookings .* 23,000\.05$/m);
    expect(out).toMatch(/^ {4}D-2 +2027-03-31, pays .*row 3 +130,000\.50$/m);
    expect(out).toMatch(/^Total, January to March 2027 .* 43,000\.05$/m);
  });

  test("--json is the statement", async () => {
    const { out } = await run(
      folder(),
      ...given,
      "--participant",
      "ae-01",
      "--period",
      "2027-Q1",
      "--json",
    );
    const statement = Statement.parse(JSON.parse(out));
    expect(statement.lines.map(({ title, amount }) => [title, amount])).toEqual([
      ["Base pay", "20000.00"],
      ["Own bookings", "23000.05"],
    ]);
  });

  test("--one-more says what one more deal of that size would pay", async () => {
    const { out } = await run(
      folder(),
      ...given,
      "--participant",
      "ae-01",
      "--period",
      "2027-Q1",
      "--one-more",
      "30000",
      "--json",
    );
    // Above target: 30,000 ÷ 300,000 × 20,000 × 1.5.
    expect(JSON.parse(out).oneMore).toMatchObject({ amount: "30000.00", pays: "3000.00" });
  });

  test("without a period is the whole year's", async () => {
    const { out } = await run(folder(), ...given, "--participant", "ae-02", "--json");
    // 60,000 ÷ 300,000 × 20,000.
    expect(JSON.parse(out)).toMatchObject({
      period: "2027",
      total: "84000.00",
      variable: "4000.00",
    });
  });
});

describe("everybody", () => {
  test("is a table by quarter with totals", async () => {
    const { out } = await run(folder(), ...given);
    const rows = out.split("\n").map((line) => line.split(/ {2,}/));
    expect(rows[0]).toEqual(["Pay, January to December 2027, USD"]);
    expect(rows[1]).toEqual(["Participant", "Q1", "Q2", "Q3", "Q4", "Total", "of it variable"]);
    expect(rows[3]).toEqual([
      "Avery Sample",
      "ae-01",
      "43,000.05",
      "20,000.00",
      "20,000.00",
      "20,000.00",
      "103,000.05",
      "23,000.05",
    ]);
    expect(rows.at(-1)).toEqual([
      "Total of 2 people",
      "63,000.05",
      "44,000.00",
      "40,000.00",
      "40,000.00",
      "187,000.05",
      "27,000.05",
    ]);
  });

  test("of a quarter by month, of a month in one column, with roles where there is room", async () => {
    const quarter = await run(folder(), ...given, "--period", "2027-Q1");
    expect(quarter.out).toMatch(/Participant +Role +Jan +Feb +Mar +Total/);
    const month = await run(folder(), ...given, "--period", "2027-03");
    expect(month.out).toMatch(/Participant +Role +Total +of it variable/);
    expect(month.out).toMatch(/ae-01 +Account executive +29,666\.72 +23,000\.05/);
  });

  test("--json is a list of statements", async () => {
    const { out } = await run(folder(), ...given, "--json");
    const list = Statement.array().parse(JSON.parse(out));
    expect(list.map(({ participant, total }) => [participant.id, total])).toEqual([
      ["ae-01", "103000.05"],
      ["ae-02", "84000.00"],
    ]);
  });

  test("--csv is a row for each line", async () => {
    const { out } = await run(folder(), ...given, "--csv", "--period", "2027-Q2");
    const { table } = tableOf("out.csv", out);
    expect(table!.header.join()).toBe(
      "participant,name,role,period,line,kind,title,how,amount,currency",
    );
    expect(table!.rows.map((row) => [row[0], row[4], row[8]])).toEqual([
      ["ae-01", "base", "20000.00"],
      ["ae-01", "bookings", "0.00"],
      ["ae-02", "base", "20000.00"],
      ["ae-02", "bookings", "4000.00"],
    ]);
  });
});

describe("files", () => {
  test("beside the scenario are used where options are left out, which is said", async () => {
    const { code, out, err } = await run(
      folder({ "scenarios/today.actuals.csv": deals, "scenarios/today.roster.csv": roster }),
      "statement",
      "today",
    );
    expect(code).toBe(0);
    expect(out).toContain("187,000.05");
    expect(err).toBe(
      "deals from scenarios/today.actuals.csv\npeople from scenarios/today.roster.csv",
    );
  });

  test("beside a parent are used where the scenario has none of its own", async () => {
    const child = { format: 1, name: "Child", extends: "today.json" };
    const { err } = await run(
      folder({ "scenarios/child.json": child, "scenarios/today.actuals.csv": deals }),
      "statement",
      "child",
      "--people",
      "roster.csv",
    );
    expect(err).toBe("deals from scenarios/today.actuals.csv");
  });

  test("of a year are no scenarios", () => {
    const cwd = folder({
      "scenarios/today.actuals.csv": deals,
      "scenarios/today.roster.csv": roster,
    });
    expect(openFolder(join(cwd, "scenarios")).list()).toEqual([{ id: "today" }]);
  });

  test("--xlsx and --html are written, and nothing else is printed", async () => {
    const cwd = folder();
    const { code, out, err } = await run(cwd, ...given, "--xlsx", "pay.xlsx", "--html", "pay.html");
    expect([code, out, err]).toEqual([0, "", "pay.xlsx is written\npay.html is written"]);
    expect(readFileSync(join(cwd, "pay.xlsx")).subarray(0, 2).toString()).toBe("PK");
    expect(readFileSync(join(cwd, "pay.html"), "utf8")).toContain(
      "<title>Statements, 2027</title>",
    );
  });

  test("that are read are never written over", async () => {
    const cwd = folder();
    const { code, err } = await run(cwd, ...given, "--html", "./deals.csv");
    expect(code).toBe(2);
    expect(err).toContain("./deals.csv is one of the files that are read");
    expect(readFileSync(join(cwd, "deals.csv"), "utf8")).toBe(deals);
  });

  test("that are read are never written over by another name, nor are the scenario's parents", async () => {
    const child = JSON.stringify({ format: 1, extends: "./today.json", name: "Child" });
    const cwd = folder({ "scenarios/child.json": child });
    symlinkSync("deals.csv", join(cwd, "link.csv"));
    linkSync(join(cwd, "deals.csv"), join(cwd, "hard.csv"));
    const [, , ...tables] = given;
    for (const path of ["link.csv", "hard.csv", "scenarios/today.json", "scenarios/child.json"]) {
      const before = readFileSync(join(cwd, path), "utf8");
      const { code, err } = await run(cwd, "statement", "child", ...tables, "--html", path);
      expect([code, err]).toEqual([
        2,
        expect.stringContaining("is one of the files that are read"),
      ]);
      expect(readFileSync(join(cwd, path), "utf8")).toBe(before);
    }
    const letter = ["letter", "child", "--role", "ae", "--html", "scenarios/today.json"];
    expect((await run(cwd, ...letter)).err).toContain("is one of the files that are read");
  });

  test("are never two in one, and leave nothing else behind", async () => {
    const cwd = folder();
    const twice = await run(cwd, ...given, "--html", "pay.x", "--xlsx", "./pay.x");
    expect([twice.code, twice.err]).toEqual([2, expect.stringContaining("pay.x is named twice")]);
    const before = readdirSync(cwd);
    symlinkSync("real.html", join(cwd, "pay.html"));
    writeFileSync(join(cwd, "real.html"), "old");
    expect((await run(cwd, ...given, "--html", "pay.html")).code).toBe(0);
    expect(readFileSync(join(cwd, "real.html"), "utf8")).toContain("<title>");
    expect(readdirSync(cwd).toSorted()).toEqual([...before, "pay.html", "real.html"].toSorted());
  });
});

describe("a faulty file pays nothing", () => {
  test("and all its faults are told with row and column", async () => {
    const faulty = `${header}\nD-1,,all,outbound,2026-12-01,2027-01-20,200000\nD-1,ae-01,all,outbound,2026-12-01,2028-01-20,"$2,000"\n`;
    const cwd = folder({ "deals.csv": faulty });
    const { code, out, err } = await run(cwd, ...given, "--html", "pay.html");
    expect([code, out]).toEqual([2, ""]);
    expect(existsSync(join(cwd, "pay.html"))).toBe(false);
    expect(err.split("\n").map((line) => line.split("  ").slice(0, 2).join(" "))).toEqual([
      "deals.csv:2:2 row 2, owner",
      "deals.csv:3:1 row 3, id",
      "deals.csv:3:7 row 3, amount",
      "deals.csv:3:6 row 3, won",
    ]);
  });

  test("as JSON too", async () => {
    const cwd = folder({ "roster.csv": "id;role;name;start\n" });
    const { code, out } = await run(cwd, ...given, "--json");
    expect(code).toBe(2);
    expect(JSON.parse(out).problems).toMatchObject([
      { code: "bad-format", file: "roster.csv", line: 1 },
    ]);
  });

  test("a file that is not text, too", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "deals.csv"), Buffer.from([0x69, 0x64, 0xe9, 0x2c]));
    expect((await run(cwd, ...given)).err).toContain(
      "deals.csv  the file is not UTF-8 text (save it as UTF-8)",
    );
  });

  test("a plan that pays on what nobody states, too", async () => {
    const people = `${roster}mk-01,marketer,Casey Sample,2025-01-01\n`;
    const { code, err } = await run(folder({ "roster.csv": people }), ...given);
    expect(code).toBe(2);
    expect(err).toContain(
      "scenarios/today.json  plans.marketer.components.mqls.measure  there is no figure for mql",
    );
  });
});

describe("usage", () => {
  test.each([
    [["statement"], "statement takes one scenario"],
    [[...given, "--participant", "ae-1"], 'there is no participant "ae-1"; did you mean ae-01?'],
    [[...given, "--participant", "Blake Sample"], "did you mean ae-02?"],
    [[...given, "--period", "2027-Q5"], 'not "2027-Q5"'],
    [[...given, "--period", "2028"], 'not "2028"'],
    [[...given, "--one-more", "1"], "--one-more needs --participant ID"],
    [
      [...given, "--participant", "ae-01", "--one-more", "$5"],
      '--one-more is an amount as in 40000 or 1234.50, not "$5"',
    ],
    [[...given, "--json", "--csv"], "give either --json or --csv"],
    [["statement", "today"], "give --deals FILE, or put today.actuals.csv beside the scenario"],
    [["statement", "today", "--deals", "none.csv"], "none.csv  --deals  there is no such file"],
    [[...given, "--xlsx", "no/such/folder.xlsx"], "cannot be written"],
  ])("%j", async (argv, said) => {
    const { code, out, err } = await run(folder(), ...argv);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(said);
  });
});

test("the shipped company's sample deals are paid", async () => {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const { code, out } = await run(root, "statement", "status-quo", "--json");
  expect(code).toBe(0);
  const list = Statement.array().parse(JSON.parse(out));
  expect(list.length).toBeGreaterThan(10);
  expect(list.every(({ participant }) => participant.name.endsWith(" Sample"))).toBe(true);
});

test("every command of the guide works", async () => {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const guide = readFileSync(join(root, "docs/guide/statements.md"), "utf8");
  const commands = guide.match(/(?<=^npm run tandem -- ).*$/gm) ?? [];
  expect(commands.length).toBeGreaterThan(5);
  const cwd = folderWith({});
  cpSync(join(root, "scenarios"), join(cwd, "scenarios"), { recursive: true });
  for (const command of commands) {
    const { code, err } = await run(cwd, ...command.split(" "));
    expect([command, code, err]).toEqual([command, 0, err]);
  }
  expect(existsSync(join(cwd, "statements.xlsx"))).toBe(true);
});
