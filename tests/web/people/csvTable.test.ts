import { describe, expect, test } from "vitest";
import { csvTable } from "../../../web/src/lib/csvTable.ts";

describe("a table of deals", () => {
  test("has its header and rows as text, with the line of the file that each starts on", () => {
    const text = '\ufeffid,owner ,note\r\nD-1,ae-01,"two\r\nlines"\r\n\r\nD-2,ae-02,\r\n';
    expect(csvTable("deals.csv", text)).toEqual({
      file: "deals.csv",
      header: ["id", "owner", "note"],
      rows: [
        ["D-1", "ae-01", "two\r\nlines"],
        ["D-2", "ae-02", ""],
      ],
      lines: [2, 5],
    });
  });

  test("may be parted by semicolons, and converts no number", () => {
    const { header, rows } = csvTable("deals.csv", "id;amount\nD-1;12.500,00\nD-2;007\n");
    expect(header).toEqual(["id", "amount"]);
    expect(rows).toEqual([
      ["D-1", "12.500,00"],
      ["D-2", "007"],
    ]);
  });

  test("is empty where the file is", () => {
    expect(csvTable("deals.csv", "")).toEqual({
      file: "deals.csv",
      header: [],
      rows: [],
      lines: [],
    });
  });
});
