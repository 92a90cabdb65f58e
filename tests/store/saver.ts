/** Saves numbers into four files until it is killed, and prints each save once it is confirmed. */
import { join } from "node:path";
import { machineDisk } from "../../server/store/disk.ts";
import { saveText } from "../../server/store/save.ts";

const folder = process.argv[2]!;

for (let value = 1; ; value++) {
  const names = ["a.json", "b.json", "c.json", "d.json"];
  await Promise.all(
    names.map(async (name) => {
      const filler = "x".repeat(20_000 + (value % 5));
      await saveText(machineDisk, join(folder, name), JSON.stringify({ value, filler }), "any");
      process.stdout.write(`${name} ${value}\n`);
    }),
  );
}
