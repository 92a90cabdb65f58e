/** The guide to findings lists every finding there is, once, and no other. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findingKinds } from "../../../models/analysis/findings/index.ts";
import { lintScenario } from "../../../models/analysis/lint.ts";
import { shipped } from "../../support/scenarios.ts";

const guide = readFileSync(new URL("../../../docs/guide/findings.md", import.meta.url), "utf8");
const listed = [...guide.matchAll(/^\| `([a-z-]+)`/gm)].map(([, id]) => id!);
const ids = Object.values(findingKinds).flatMap((looks) => looks.flatMap((look) => look.ids));

test("every finding has its row in the guide", () => {
  expect(listed.length).toBe(new Set(listed).size);
  expect(listed.toSorted()).toEqual([...new Set(ids)].toSorted());
});

test("shipped scenarios find nothing that the list does not name", () => {
  const found = ["status-quo", "lump-bonus-cliff", "mql-bonus-tripled", "sales-half-pooled"];
  for (const id of found)
    for (const one of lintScenario(shipped(id))) expect(ids, one.title).toContain(one.id);
});
