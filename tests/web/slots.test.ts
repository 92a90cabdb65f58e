import { expect, test } from "vitest";
import { assignSlots } from "../../web/src/lib/slots.ts";

test("slots go in order, the baseline is A", () => {
  expect([...assignSlots(["status-quo", "x", "y"])]).toEqual([
    ["status-quo", "a"],
    ["x", "b"],
    ["y", "c"],
  ]);
  expect([...assignSlots([])]).toEqual([]);
});

test("a scenario keeps its slot when another one leaves, and a new one takes the free letter", () => {
  const before = assignSlots(["a0", "x", "y", "z"]);
  const after = assignSlots(["a0", "y", "z"], before);
  expect([...after]).toEqual([
    ["a0", "a"],
    ["y", "c"],
    ["z", "d"],
  ]);
  expect(assignSlots(["a0", "y", "z", "new"], after).get("new")).toBe("b");
});

test("the old baseline gives up A when another takes its place", () => {
  const before = assignSlots(["old", "x"]);
  const after = assignSlots(["x", "old"], before);
  expect([...after]).toEqual([
    ["x", "a"],
    ["old", "b"],
  ]);
});

test("two that claim one slot do not share it", () => {
  const after = assignSlots(
    ["a0", "x", "y"],
    new Map([
      ["x", "c"],
      ["y", "c"],
    ]),
  );
  expect([...after.values()]).toEqual(["a", "c", "b"]);
});
