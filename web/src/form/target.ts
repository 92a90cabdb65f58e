/** Targets as a form shows them: so many times the status quo, a plain number, or a formula of its own. */
import { tidy } from "./amount.ts";

export type Target =
  | { basis: "statusQuo"; multiple: number }
  | { basis: "fixed"; value: number }
  | { basis: "other"; text: string };

const number = String.raw`(\d+\.?\d*|\.\d+)`;
const forms = [
  new RegExp(String.raw`^=\s*(?:${number}\s*\*\s*)?statusQuo\s*$`),
  new RegExp(String.raw`^=\s*statusQuo\s*\*\s*${number}\s*$`),
];

/** How a written target reads. */
export function targetOf(written: unknown): Target {
  if (typeof written === "number") return { basis: "fixed", value: written };
  if (typeof written !== "string") return { basis: "other", text: JSON.stringify(written ?? null) };
  for (const form of forms) {
    const match = form.exec(written);
    if (match)
      return { basis: "statusQuo", multiple: match[1] === undefined ? 1 : Number(match[1]) };
  }
  return { basis: "other", text: written };
}

/** A target as the file writes it. */
export function writeTarget(target: Target): number | string {
  switch (target.basis) {
    case "statusQuo":
      return target.multiple === 1 ? "= statusQuo" : `= ${tidy(target.multiple)} * statusQuo`;
    case "fixed":
      return tidy(target.value);
    case "other":
      return target.text;
    default:
      return target satisfies never;
  }
}

/** The number of a target that has one: as a form edits it. */
export function numberIn(target: Target): number | undefined {
  if (target.basis === "other") return undefined;
  return target.basis === "statusQuo" ? target.multiple : target.value;
}
