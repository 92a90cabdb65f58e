/**
 * Numbers as people type and read them in a field.
 *
 * Terms     unit = how a number is written: 0.5 as percent is "50%"; step = what one press of an arrow key moves.
 * Always    reading back what was written gives the number as it is shown.
 */
export type Unit = "percent" | "times" | "money" | "count" | "exact";

/** The number a person typed, or undefined where it is none. Signs and grouping are optional. */
export function readAmount(text: string, unit: Unit): number | undefined {
  const plain = text.replace(/[\s,%×x$€£¥]/g, "").replace(/^\u2212/, "-");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([km]|bn)?$/i.test(plain)) return undefined;
  const suffix = /(k|m|bn)$/i.exec(plain)?.[1]?.toLowerCase();
  const scale = suffix === "k" ? 1e3 : suffix === "m" ? 1e6 : suffix === "bn" ? 1e9 : 1;
  const value = Number.parseFloat(plain) * scale;
  const isPercent = unit === "percent" || (unit === "exact" && text.includes("%"));
  return tidy(isPercent ? value / 100 : value);
}

/** True for "0.55" where per cent are meant: it may be 0.55% or a share of 55%. */
export function isAmbiguous(text: string, unit: Unit): boolean {
  const read = readAmount(text, unit);
  return unit === "percent" && !text.includes("%") && !!read && Math.abs(read) < 0.01;
}

/** A number as its field shows it. */
export function writeAmount(value: number, unit: Unit): string {
  switch (unit) {
    case "percent":
      return `${signed(Number((value * 100).toFixed(6)).toString())}%`;
    case "times":
      return value.toLocaleString("en", { minimumFractionDigits: 1, maximumFractionDigits: 4 });
    case "money":
    case "count":
      return signed(value.toLocaleString("en", { maximumFractionDigits: value % 1 === 0 ? 0 : 2 }));
    case "exact":
      return signed(value.toLocaleString("en", { maximumFractionDigits: 10 }));
    default:
      return unit satisfies never;
  }
}

/** The size of a step: small with Alt, large with Shift. */
export function stepOf(value: number, unit: Unit, { altKey, shiftKey }: Modifiers): number {
  const size = altKey ? 0.1 : shiftKey ? 5 : 1;
  if (unit === "percent" || unit === "times") return 0.01 * size;
  const magnitude = 10 ** Math.max(0, Math.floor(Math.log10(Math.abs(value) || 1)) - 1);
  return Math.max(magnitude * size, unit === "count" ? 1 : unit === "exact" ? 1e-4 : 0.01);
}

export type Modifiers = { altKey: boolean; shiftKey: boolean };

/** Without the dust of binary fractions. */
export function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

function signed(text: string): string {
  return text.replace(/^-/, "\u2212");
}
