import { expect, test } from "vitest";
import { cut, table, wrap } from "../../server/cli/table.ts";

test("words stand to the left and numbers to the right, under a header and a rule", () => {
  const columns = [{ title: "" }, { title: "Pay" }, { title: "Why", align: "left" as const }];
  const rows = [["Account executive", "$158,900", "quota"], "Sales", ["SDR", "−$9", "x"]];
  expect(table(columns, rows)).toEqual(
    [
      "                        Pay  Why",
      "────────────────────────────────",
      "Account executive  $158,900  quota",
      "Sales",
      "SDR                     −$9  x",
    ].map((line, i) => (i === 1 ? "─".repeat(34) : line)),
  );
});

test("a column that holds nothing is left out", () => {
  expect(table([{ title: "" }, { title: "A" }, { title: "B" }], [["x", "", "1"]])).toEqual([
    "   B",
    "────",
    "x  1",
  ]);
});

test("text is wrapped between words and cut with an ellipsis", () => {
  expect(wrap("one two three", 7, "  ")).toEqual(["one two", "  three"]);
  expect(wrap("", 10)).toEqual([]);
  expect(cut("Shared pipeline", 8)).toBe("Shared …");
  expect(cut("Shared", 8)).toBe("Shared");
});

test("a table too wide has its first column cut, and no other", () => {
  const lines = table(
    [{ title: "" }, { title: "Pay" }],
    [["Account executive, enterprise", "$158,900"]],
    30,
  );
  expect(lines).toEqual([
    "                           Pay",
    "─".repeat(30),
    "Account executive, …  $158,900",
  ]);
});
