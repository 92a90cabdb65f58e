import { expect, test } from "vitest";
import { hashScenario, readScenario } from "#models";
import { hashes, textOf } from "../analysis/lockCase.ts";

test.each(Object.entries(hashes))(
  "the content of %s has the same hash in a browser",
  (id, hash) => {
    expect(hashScenario(readScenario(id, textOf).loaded!)).toBe(hash);
  },
);
