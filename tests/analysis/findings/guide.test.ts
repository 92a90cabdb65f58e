/** The guide to findings lists every finding in the code, once, and no other. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../../../", import.meta.url);
const textOf = (path: string) => readFileSync(new URL(path, root), "utf8");

function filesIn(folder: string): string[] {
  return readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => folder + name);
}

/** Ids as findings are written: beside a severity, a word or one of two. */
function idsIn(text: string): string[] {
  const written =
    /\bid: (?:[^",;{}]*(?:"[a-z]+")? ?\? )?"([a-z]+(?:-[a-z]+)*)"(?: : "([a-z-]+)")?,/g;
  return [...text.matchAll(written)].flatMap(([, one, other]) => [one!, ...(other ? [other] : [])]);
}

test("every finding has its row in the guide", () => {
  const files = [
    ...filesIn("models/analysis/").filter((file) => /findings|layersApart|evidence/i.test(file)),
    "models/statements/lint.ts",
  ];
  const found = files.flatMap((file) => {
    const text = textOf(file);
    return text.includes("severity") ? idsIn(text) : [];
  });
  const listed = [...textOf("docs/guide/findings.md").matchAll(/^\| `([a-z-]+)`/gm)].map(
    ([, id]) => id!,
  );
  expect(listed.length).toBe(new Set(listed).size);
  expect(listed.toSorted()).toEqual([...new Set(found)].toSorted());
});
