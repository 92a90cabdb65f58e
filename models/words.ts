/**
 * Words that sentences of the engine are made of.
 *
 * Always    minus is U+2212; no locale.
 */

/** A title inside a sentence: "Field marketer" becomes "field marketer", "SDR" and "MQLs" stay. */
export function inSentence(title: string): string {
  return /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

/** A text with its first letter large: the start of a sentence. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "A", "A and B", "A, B and C"; with semicolons where a part has a comma of its own. */
export function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join("");
  if (parts.some((part) => part.includes(",")))
    return `${parts.slice(0, -1).join("; ")}; and ${parts.at(-1)}`;
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

/** A number rounded to whole units, with its thousands apart: 26,400. */
export function grouped(value: number): string {
  const size = thousandsApart(String(Math.round(Math.abs(value))));
  return value <= -0.5 ? `\u2212${size}` : size;
}

/** A decimal text with its thousands apart and its places as they are: "12,500.50". */
export function thousandsApart(decimal: string): string {
  return decimal.replace(/^-?\d+/, (whole) => whole.replaceAll(/\B(?=(\d{3})+$)/g, ","));
}

/** A share as a per cent, at most so many places: "26%". */
export function percent(share: number, places = 0): string {
  const size = `${Number(Math.abs(share * 100).toFixed(places))}%`;
  return share < 0 && size !== "0%" ? `\u2212${size}` : size;
}
