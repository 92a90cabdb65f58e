/** What the reports say of the response. */
import { expect, test } from "vitest";
import { responseLines } from "../../../server/cli/report/parts.ts";
import { chain, headOf, patched, solo, uneven } from "../../support/scenarios.ts";

// A quarter of a quarter's deals, 3.75, move each way; half of a price is acceptable and 0.8 of that given: 1,500.
test("deals moved over the end of a period, where timing games are on", () => {
  const games = { behaviour: { timing: { weeks: 3.25, discountPassed: 0.8 } } };
  const lines = responseLines(headOf(chain(patched(uneven, games))).scenarios[0]!, 200);
  expect(lines.join(" ")).toContain(
    "seller: 4 deals a year closed early at 40.0% off ($1,500), 4 held back.",
  );
  expect(responseLines(headOf(chain(uneven)).scenarios[0]!, 200).join(" ")).not.toContain("deals");
});

test("that nobody gains by it", () => {
  const games = { behaviour: { timing: {} } };
  const lines = responseLines(headOf(chain(patched(solo, games))).scenarios[0]!, 200);
  expect(lines.join(" ")).toContain("nobody gains by moving a deal");
});
