import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvOf, tableOf } from "../../server/exchange/csv.ts";

const read = (text: string) => tableOf("deals.csv", text);

describe("a text is a table", () => {
  test("with its header, its rows as they are, and the line each begins on", () => {
    expect(
      read('id,note\r\nD-1,"two\r\nlines, one cell"\r\n\r\nD-2," said ""so"" "\r\n').table,
    ).toEqual({
      file: "deals.csv",
      header: ["id", "note"],
      rows: [
        ["D-1", "two\r\nlines, one cell"],
        ["D-2", ' said "so" '],
      ],
      lines: [2, 5],
    });
  });

  test.each([
    ["a byte order mark", "\ufeffid,amount\nD-1,1\n"],
    ["no line break at the end", "id,amount\nD-1,1"],
    ["old line breaks", "id,amount\rD-1,1\r"],
    ["spaces round its names", " id , amount \nD-1,1\n"],
    ["empty rows at the end", "id,amount\nD-1,1\n,\n\n , \n"],
  ])("with %s", (_, text) => {
    expect(read(text)).toMatchObject({
      table: { header: ["id", "amount"], rows: [["D-1", "1"]], lines: [2] },
      problems: [],
    });
  });

  test("of one column, or of none", () => {
    expect(read("id\nD-1\n").table).toMatchObject({ header: ["id"], rows: [["D-1"]] });
    expect(read("").table).toEqual({ file: "deals.csv", header: [], rows: [], lines: [] });
  });
});

describe("a text is no table", () => {
  test.each([
    ["semicolons", "id;owner;amount\nD-1;ae-01;1,5\n"],
    ["tabs", "id\towner\nD-1\tae-01\n"],
    ["bars", "id|owner\nD-1|ae-01\n"],
  ])("where %s part its cells", (mark, text) => {
    const { table, problems } = read(text);
    expect(table).toBeUndefined();
    expect(problems).toEqual([
      {
        code: "bad-format",
        path: "row 1",
        message: `the cells are parted by ${mark}, not commas`,
        hint: 'save it as "CSV (comma delimited)", with points in decimals',
        file: "deals.csv",
        line: 1,
      },
    ]);
  });

  test("where a quote is never closed", () => {
    const { table, problems } = read('id,amount\nD-1,1\nD-2,"1\nD-3,1\n');
    expect(table).toBeUndefined();
    expect(problems).toMatchObject([
      { line: 3, message: "a double quote is opened and never closed" },
    ]);
  });

  test("where it holds a NUL", () => {
    expect(read("id,amount\nD-1,\0\n").table).toBeUndefined();
  });
});

describe("rows as text", () => {
  test("quote what needs it, and keep numbers below 0", () => {
    expect(
      csvOf(
        ["id", "amount"],
        [
          ["a,b", "-5.00"],
          ['"', "x\ny"],
        ],
      ),
    ).toBe('id,amount\n"a,b",-5.00\n"""","x\ny"');
  });

  test.each(["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "-"])(
    "no cell starts a formula: %j",
    (text) => {
      expect(csvOf([text], [])).toContain(`'${text}`);
    },
  );

  test("come back as they were", () => {
    const cell = fc
      .string({ unit: "binary" })
      .filter((text) => !/^[=+\-@\t\r]|\0|\ufeff/.test(text));
    const row = fc
      .tuple(cell, cell, cell)
      .filter((cells) => cells.some((text) => text.trim() !== ""));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
        const { table } = read(csvOf(["a", "b", "c"], rows));
        expect(table!.rows).toEqual(rows);
      }),
    );
  });
});

test("a header with another line break than the rows is read", () => {
  const { table, problems } = tableOf("deals.csv", 'id,owner\r\nD-1,"a\r\nc"\nD-2,b\n');
  expect(problems).toEqual([]);
  expect(table).toMatchObject({
    header: ["id", "owner"],
    rows: [
      ["D-1", "a\r\nc"],
      ["D-2", "b"],
    ],
    lines: [2, 4],
  });
});
