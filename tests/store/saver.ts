/** Saves numbers into four files until it is killed, and prints each save once it is confirmed. */
import { writeSync } from "node:fs";
import { join } from "node:path";
import { machineDisk } from "../../server/store/disk.ts";
import { saveText } from "../../server/store/save.ts";

/** Text that goes with a number, of a length of its own, so that a mix of two shows. */
export function fillerOf(value: number): string {
  return String(value % 10).repeat(20_000 + (value % 7) * 1000);
}

const folder = process.argv[2];
if (process.argv[1]?.endsWith("saver.mjs") && folder !== undefined) await saveForever(folder);

async function saveForever(into: string): Promise<never> {
  const started = Date.now() * 1000; // later than all that an earlier one wrote
  for (let value = started; ; value++) {
    const names = ["a.json", "b.json", "c.json", "d.json"];
    await Promise.all(
      names.map(async (name) => {
        const text = JSON.stringify({ value, filler: fillerOf(value) });
        await saveText(machineDisk, join(into, name), text, "any");
        writeSync(1, `${name} ${value}\n`);
      }),
    );
  }
}
