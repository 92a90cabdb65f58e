import { expect, test } from "vitest";
import type { PlanDelta } from "#models";
import type { ChangeLine } from "../../../web/src/lib/api.ts";
import { groupsOf, moneyInWords, wholeInWords } from "../../../web/src/pages/history/lines.ts";

function line(place: string, part: string, before: string, after: string): ChangeLine {
  const says = `${place}: ${part} ${before} ${after}`;
  return { path: part, place, part, before, after, people: 23, says, through: null };
}

const changes = [
  line("Account executive · bookings", "accelerator above 100%", "1.5×", "1.75×"),
  line("Account executive · pipeline", "weight", "10%", "20%"),
  line("Account executive · bookings", "weight", "90%", "80%"),
  { ...line("Weekly meeting", "", "none", "set"), people: null, through: "status-quo" },
];
const delta = {
  changes,
  money: [
    { lines: [0], pay: 184_310, bookings: 0, contribution: 0, within: 2_900 },
    { lines: [1, 2], pay: -5_230, bookings: 0, contribution: 0, within: 0 },
  ],
} as unknown as PlanDelta;

test("changes are grouped by place, each with its people, and money once for what belongs together", () => {
  const groups = groupsOf(changes, delta, "USD");
  expect(groups.map(({ place }) => place)).toEqual([
    "Account executive · bookings",
    "Account executive · pipeline",
    "Weekly meeting",
  ]);
  const [bookings, pipeline, meeting] = groups.map(({ lines }) => lines);
  expect(bookings![0]).toEqual({
    part: "accelerator above 100%",
    change: "1.5× to 1.75×",
    people: "23 people",
    through: undefined,
    money: "expected pay +$184,310 ± $2,900",
  });
  expect(pipeline![0]!.money).toBeUndefined();
  expect(bookings![1]!.money).toBe("expected pay \u2212$5,230, with one more change");
  expect(meeting![0]).toMatchObject({ change: "new", people: undefined, through: "status-quo" });
});

test("before the money is known the words stand alone", () => {
  const [group] = groupsOf(changes, undefined, "USD");
  expect(group!.lines.every(({ money }) => money === undefined)).toBe(true);
});

test("what is removed says what it was", () => {
  const [group] = groupsOf([line("Pool", "cap", "5%", "none")], undefined, "USD");
  expect(group!.lines[0]!.change).toBe("removed, was 5%");
});

test("a figure without an error of its own has none", () => {
  const money = { pay: 1_000_000, bookings: 0, contribution: 0, within: 0 };
  expect(moneyInWords(money, "EUR")).toBe("expected pay +€1,000,000");
});

test("the sum names pay, bookings and contribution, and what stays the same", () => {
  const raise = { pay: 22_000, bookings: 0, contribution: -22_000, within: 0 };
  expect(wholeInWords(raise, "USD")).toBe(
    "expected pay +$22,000, bookings unchanged, contribution −$22,000",
  );
  expect(wholeInWords({ pay: 0.2, bookings: 0, contribution: 0, within: 0 }, "USD")).toBe(
    "expected pay, bookings and contribution unchanged",
  );
});
