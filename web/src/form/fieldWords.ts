/** Words of fields: of ids, choices and values of any form. */
import type { JsonValue } from "#models";
import { capitalised, wholeMoney } from "../lib/format.ts";
import { type Unit, writeAmount } from "./amount.ts";

/** Short ids that are spoken letter by letter. */
const letters = new Set(["ae", "am", "bdr", "csm", "mbo", "mql", "ote", "sal", "sdr", "se", "sql"]);

/** "demandGen" as "Demand gen", "mqls" as "MQLs". */
export function idInWords(id: string): string {
  const words = id
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll("-", " ")
    .toLowerCase();
  const spoken = words.replaceAll(/\b([a-z]{2,3}?)(s?)\b/g, (word, stem: string, plural: string) =>
    letters.has(stem) ? stem.toUpperCase() + plural : word,
  );
  return capitalised(spoken);
}

/** "yearToDate" as "Year to date". */
export function choiceInWords(choice: string): string {
  return idInWords(choice);
}

/** A value in a few words, as under a field: "was 50%". */
export function valueInWords(value: JsonValue | undefined, unit: Unit, currency?: string): string {
  if (value === undefined || value === null) return "not set";
  if (typeof value === "number")
    return unit === "money" && currency ? wholeMoney(value, currency) : writeAmount(value, unit);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return value.startsWith("=") ? value : choiceInWords(value);
  if (Array.isArray(value)) {
    const plain = value.every((item) => typeof item === "number" || typeof item === "string");
    return plain && value.length <= 6
      ? value.map((item) => valueInWords(item, unit)).join(", ")
      : `${value.length} rows`;
  }
  if (typeof value["mean"] === "number") return `about ${writeAmount(value["mean"], unit)}`;
  if (typeof value["p50"] === "number") return `about ${writeAmount(value["p50"], unit)}`;
  if (typeof value["kind"] === "string") return choiceInWords(value["kind"]).toLowerCase();
  const keys = Object.keys(value);
  return keys.length === 0 ? "empty" : keys.map((key) => idInWords(key).toLowerCase()).join(", ");
}

/** "Gates" as "gate", "Crediting rule" as "crediting rule": what one of several is called. */
export function oneOf(title: string): string {
  const word = title.charAt(0).toLowerCase() + title.slice(1);
  return word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

/** An id nothing has yet, made of words: "gate", "gate2". */
export function freeId(words: string, taken: readonly string[]): string {
  const [first = "new", ...rest] = words
    .replaceAll(/[^A-Za-z0-9 ]/g, "")
    .trim()
    .split(/\s+/);
  const stem = first.toLowerCase() + rest.map(capitalised).join("");
  const start = /^[a-z]/.test(stem) ? stem : "new";
  if (!taken.includes(start)) return start;
  let number = 2;
  while (taken.includes(`${start}${number}`)) number++;
  return `${start}${number}`;
}
