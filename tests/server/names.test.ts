/** Names of schemas, which the API's description tells apart by nothing else. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const sources = ["models", "server"].flatMap((folder) => {
  const root = fileURLToPath(new URL(`../../${folder}`, import.meta.url));
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => ({ file: `${folder}/${name}`, text: readFileSync(join(root, name), "utf8") }));
});

test("no two schemas have one name", () => {
  const found = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/\.meta\(\{\s*id: "(\w+)"/g)].map(([, id]) => ({ id: id!, file })),
  );
  expect(found.length).toBeGreaterThan(50);
  const files = grouped(found);
  const twice = [...files].filter(([, where]) => where.length > 1);
  expect(twice).toEqual([]);
});

function grouped(found: { id: string; file: string }[]) {
  const groups = new Map<string, { id: string; file: string }[]>();
  for (const one of found) groups.set(one.id, [...(groups.get(one.id) ?? []), one]);
  return groups;
}
