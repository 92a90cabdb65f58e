/**
 * Formulas of a workbook that every spreadsheet works out alike: rounding and payout curves.
 *
 * Terms     knots = four columns and one of a sheet: from attainment, share just below, share, slope, which holds there.
 * Always    binary fractions are rounded to twelve decimals before they meet a knot, and money to nine before it is
 *           rounded to cents, so that what is exact on paper falls on the same side in the sheet.
 */
const NEAR = 12;

/** A value rounded to places as a plan says. */
export function roundedTo(
  value: string,
  { places, mode }: { places: number; mode: string },
): string {
  const near = `ROUND(${value},9)`;
  switch (mode) {
    case "awayFromZero":
      return `ROUNDUP(${near},${places})`;
    case "towardsZero":
      return `ROUNDDOWN(${near},${places})`;
    case "halfEven": {
      const unit = 10 ** places;
      const size = `ROUND(ABS(${value})*${unit},6)`;
      const tie = `AND(${size}-INT(${size})=0.5,MOD(INT(${size}),2)=0)`;
      return `SIGN(${near})*IF(${tie},INT(${size}),ROUND(${size},0))/${unit}`;
    }
    default:
      return `ROUND(${near},${places})`;
  }
}

/** Credited ÷ target, as it is compared with knots. */
export function attained(credited: string, target: string): string {
  return `ROUND(${credited}/${target},${NEAR})`;
}

/** An attainment rounded to steps. */
export function steppedTo(value: string, step: string, mode = "halfAwayFromZero"): string {
  return `ROUND(${roundedTo(`${value}/${step}`, { places: 0, mode })}*${step},${NEAR})`;
}

/** A knot's attainment as a number that such an attainment can meet. */
export function knotNumber(decimal: string): number {
  return Number(Number(decimal).toFixed(NEAR));
}

export type KnotRanges = Record<"from" | "below" | "share" | "slope" | "upper", string>;

/** Which knot an attainment has reached; 0 below the first. */
export function knotOf(attainment: string, { from }: KnotRanges): string {
  return `IFERROR(MATCH(${attainment},${from},1),0)`;
}

/** The share of a curve at an attainment that has reached a knot. */
export function shareAt(attainment: string, knot: string, ranges: KnotRanges): string {
  const of = (key: keyof KnotRanges, index = knot) => `INDEX(${ranges[key]},${index})`;
  const on = `${of("share")}+${of("slope")}*(${attainment}-${of("from")})`;
  const exactly = `AND(${of("from")}=${attainment},${of("upper")}=0)`;
  return `IF(${knot}=0,${of("below", "1")},IF(${exactly},${of("below")},${on}))`;
}
