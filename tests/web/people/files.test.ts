import { expect, test } from "vitest";
import { filesInForce, People } from "../../../web/src/state/people.svelte.ts";

const beside = (["actuals", "roster", "measures"] as const).map((kind) => {
  return { kind, file: `fy27.${kind}.csv`, text: "", problems: [] };
});
const named = () => filesInForce(beside).map(({ file }) => file);

test("a file that is given takes the place of its own kind, and the others stay", async () => {
  const people = new People({
    ask: () => Promise.reject(new Error("nothing is asked")),
    close() {},
  });
  expect(named()).toEqual(["fy27.actuals.csv", "fy27.roster.csv", "fy27.measures.csv"]);
  await people.take([new File(["id,owner,won,amount\n"], "deals.csv")]);
  expect(named()).toEqual(["deals.csv", "fy27.roster.csv", "fy27.measures.csv"]);
  await people.drop();
  expect(named()).toEqual(["fy27.actuals.csv", "fy27.roster.csv", "fy27.measures.csv"]);
});
