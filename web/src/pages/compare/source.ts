/** Where numbers come from, in a line, and the command that gives them again. */
import { count } from "../../lib/format.ts";
import { editedId } from "../../state/draftStorage.ts";
import type { View } from "./view.ts";

/** Printed under saved pictures: engine, seed, years, hash; says so when years are missing. */
export function sourceOf({ comparison, focus, partial }: View): string {
  const { engine, seed, scenario } = focus.result;
  const years = !partial
    ? `${count(comparison.done)} simulated years`
    : `partial: ${count(comparison.done)} of ${count(comparison.runs)} simulated years`;
  return `Tandem ${engine} · seed ${seed} · ${years} · inputs ${scenario.hash.slice(0, 8)}`;
}

/** `draft` is the scenario whose draft is compared: the command takes the file it is downloaded as. */
export function commandOf({ comparison, focus }: View, draft?: string): string {
  const files = comparison.scenarios.map(({ scenario: { id } }) => {
    const [file, revision] = id.split("@", 2);
    if (revision !== undefined) return quoted(`${revision}:scenarios/${file}.json`);
    return quoted(`scenarios/${id === draft ? editedId(id) : id}.json`);
  });
  const off = focus.result.response ? "" : " --no-response";
  return `npm run tandem -- compare ${files.join(" ")} --runs ${comparison.runs} --seed ${focus.result.seed}${off}`;
}

function quoted(word: string): string {
  return /^[\w./:~^-]+$/.test(word) ? word : `'${word}'`;
}
