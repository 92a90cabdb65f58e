/**
 * Sums and products of decimal texts, exactly; for what a workbook states beside its formulas.
 */
const PLACES = 30;

/** The sum of decimal texts. */
export function decimalSum(list: readonly string[]): string {
  return written(list.reduce((sum, one) => sum + scaled(one), 0n));
}

/** a − b. */
export function decimalDifference(a: string, b: string): string {
  return written(scaled(a) - scaled(b));
}

/** The product of decimal texts, to thirty decimals. */
export function decimalProduct(list: readonly string[]): string {
  const one = scaled("1");
  return written(list.reduce((product, factor) => (product * scaled(factor)) / one, one));
}

/** The least of two decimal texts. */
export function decimalLeast(a: string, b: string): string {
  return scaled(a) <= scaled(b) ? a : b;
}

/** True for a decimal text that is 0. */
export function isZero(decimal: string): boolean {
  return !/[1-9]/.test(decimal);
}

function scaled(decimal: string): bigint {
  const [whole = "0", part = ""] = decimal.replace("-", "").split(".");
  const size = BigInt(`${whole}${part.slice(0, PLACES).padEnd(PLACES, "0")}`);
  return decimal.startsWith("-") ? -size : size;
}

function written(value: bigint): string {
  const size = String(value < 0n ? -value : value).padStart(PLACES + 1, "0");
  const part = size.slice(-PLACES).replace(/0+$/, "");
  return `${value < 0n ? "-" : ""}${size.slice(0, -PLACES)}${part ? `.${part}` : ""}`;
}
