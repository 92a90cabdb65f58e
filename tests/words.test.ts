import { expect, test } from "vitest";
import { grouped, inSentence, listed, percent, thousandsApart } from "../models/words.ts";

test("a title inside a sentence keeps the letters of the field", () => {
  const titles = ["Field marketer", "SDRs", "MQL to SQL", "own SQLs", "AE, mid-market", "Q"];
  expect(titles.map(inSentence)).toEqual([
    "field marketer",
    "SDRs",
    "MQL to SQL",
    "own SQLs",
    "AE, mid-market",
    "Q",
  ]);
});

test("a list has an and, and semicolons where a part has a comma of its own", () => {
  expect([[], ["A"], ["A", "B"], ["A", "B", "C"], ["A, b", "C"]].map(listed)).toEqual([
    "",
    "A",
    "A and B",
    "A, B and C",
    "A, b; and C",
  ]);
});

test("numbers: thousands apart, places kept, U+2212 for minus, and nothing below zero that shows as it", () => {
  expect([999, 26_400, -1_234_567.4, -0.4].map(grouped)).toEqual([
    "999",
    "26,400",
    "\u22121,234,567",
    "0",
  ]);
  expect(["12500.50", "-1000", "1e21", "0.12345"].map(thousandsApart)).toEqual([
    "12,500.50",
    "-1,000",
    "1e21",
    "0.12345",
  ]);
  expect([percent(0.264), percent(0.2645, 1), percent(-0.05), percent(-0.001)]).toEqual([
    "26%",
    "26.5%",
    "\u22125%",
    "0%",
  ]);
});
