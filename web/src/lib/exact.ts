/**
 * Exact decimal texts as people read them: amounts of a statement, to the cent, without passing through a double.
 *
 * Always    minus is U+2212; grouping by threes; no symbol, for the currency stands once above.
 */
const MINUS = "\u2212";

/** "38358.2" with its decimals as they are: 38,358.20 stays 38,358.20. */
export function exactAmount(decimal: string): string {
  const { negative, whole, part } = partsOf(decimal);
  const text = `${grouped(whole)}${part ? `.${part}` : ""}`;
  return negative && /[1-9]/.test(decimal) ? `${MINUS}${text}` : text;
}

/** Money of a step: at least so many decimals, and two more where it has them and is no large amount. */
export function exactMoney(decimal: string, places: number): string {
  const { negative, whole, part } = partsOf(decimal);
  const missing = places - part.length;
  if (missing <= 0) {
    const most = whole.length > 6 ? places : places + 2;
    const cut = roundedAt(whole, part, most);
    return exactAmount(`${negative ? "-" : ""}${cut.whole}${cut.part ? `.${cut.part}` : ""}`);
  }
  return exactAmount(`${decimal}${part === "" ? "." : ""}${"0".repeat(missing)}`);
}

/** A difference: signed, and "0.00" without a sign. */
export function exactChange(decimal: string): string {
  const text = exactAmount(decimal);
  return decimal.startsWith("-") || !/[1-9]/.test(decimal) ? text : `+${text}`;
}

/** A share as a percentage: "0.8257" is 82.57%; at least `least` decimals, at most four. */
export function exactPercent(decimal: string, least = 2): string {
  const { negative, whole, part } = partsOf(decimal);
  const digits = part.padEnd(6, "0");
  const rounded = roundedAt(`${whole}${digits.slice(0, 2)}`, digits.slice(2), 4);
  const trimmed = rounded.part.replace(/0+$/, "").padEnd(least, "0");
  const text = `${grouped(rounded.whole.replace(/^0+(?=\d)/, ""))}${trimmed ? `.${trimmed}` : ""}%`;
  return negative && /[1-9]/.test(text) ? `${MINUS}${text}` : text;
}

/** a − b of two decimal texts, exactly. */
export function exactDifference(a: string, b: string): string {
  const places = Math.max(partsOf(a).part.length, partsOf(b).part.length);
  const difference = scaled(a, places) - scaled(b, places);
  const size = String(difference < 0n ? -difference : difference).padStart(places + 1, "0");
  const text = places === 0 ? size : `${size.slice(0, -places)}.${size.slice(-places)}`;
  return difference < 0n ? `-${text}` : text;
}

function scaled(decimal: string, places: number): bigint {
  const { negative, whole, part } = partsOf(decimal);
  const size = BigInt(`${whole}${part.padEnd(places, "0")}`);
  return negative ? -size : size;
}

function partsOf(decimal: string): { negative: boolean; whole: string; part: string } {
  const negative = decimal.startsWith("-");
  const [whole = "0", part = ""] = decimal.replace(/^[+-]/, "").split(".");
  return { negative, whole: whole || "0", part };
}

/** Digits after the point cut to `places`, the last one rounded half away from zero. */
function roundedAt(whole: string, part: string, places: number): { whole: string; part: string } {
  if (part.length <= places) return { whole, part };
  const kept = BigInt(`${whole}${part.slice(0, places)}`) + (part[places]! >= "5" ? 1n : 0n);
  const digits = String(kept).padStart(places + 1, "0");
  return { whole: digits.slice(0, -places), part: digits.slice(-places) };
}

function grouped(whole: string): string {
  return whole.replaceAll(/\B(?=(\d{3})+(?!\d))/g, ",");
}
