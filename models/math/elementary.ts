/**
 * Exponential, logarithm and powers that give the same bits on every machine.
 *
 * Terms     ulp = distance between a number and the next one a double can hold.
 * Formula   exp(x) = 2^k exp(r), |r| <= ln2 / 2; log(x) = k ln2 + log(m), m between sqrt(1/2) and sqrt(2);
 *           pow(x, y) = 2^(y log2 x) with log2 x in two doubles.
 * Always    exp(0) = 1, log(1) = 0, pow(x, 0) = 1, pow(x, 1) = x, pow(1, y) = 1, all exactly; within 2 ulp elsewhere.
 * Not here  trigonometry: nothing in the model needs it.
 * Source    FreeBSD msun (fdlibm, Sun Microsystems 1993): e_exp.c, e_log.c, s_expm1.c, s_log1p.c, e_pow.c.
 *           Only + - x / and sqrt are used, which IEEE 754 fixes to the last bit; Math.exp and Math.pow are not fixed.
 *
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at SunPro, a Sun Microsystems, Inc.
 * business. Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice
 * is preserved.
 */

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const INVERSE_LN2 = 1.4426950408889634;

const view = new Float64Array(1);
const words = new Int32Array(view.buffer);
view[0] = 1;
/** Which half of a double holds sign and exponent: depends on the machine's byte order, results do not. */
const HIGH = words[1] !== 0 ? 1 : 0;

/** 2^k for k from -1074 to 1023, at place k + 1074: one load is cheaper than assembling bits. */
const POWERS_OF_TWO = powersOfTwo();

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(2098);
  let up = 1;
  for (let k = 0; k <= 1023; k++, up *= 2) powers[k + 1074] = up;
  let down = 1;
  for (let k = 0; k >= -1074; k--, down /= 2) powers[k + 1074] = down;
  return powers;
}

/** value x 2^k, rounded once; `value` lies between 1/4 and 4. */
function scale(value: number, k: number): number {
  if (k >= -1074 && k <= 1023) return value * POWERS_OF_TWO[k + 1074]!;
  if (k > 0) return k > 1026 ? Infinity : value * POWERS_OF_TWO[2097]! * POWERS_OF_TWO[k + 51]!;
  return k < -1077 ? 0 : value * POWERS_OF_TWO[k + 2148]! * POWERS_OF_TWO[0]!;
}

/** e to the x; Infinity above 709.78, 0 below -745.13. */
export function exp(x: number): number {
  if (x > -0.34657359027997264 && x < 0.34657359027997264) {
    const t = x * x;
    const c =
      x -
      t *
        (0.16666666666666602 +
          t *
            (-0.0027777777777015593 +
              t *
                (0.00006613756321437934 +
                  t * (-0.0000016533902205465252 + t * 4.1381367970572385e-8))));
    return 1 - ((x * c) / (c - 2) - x);
  }
  if (!(x <= 709.782712893384)) return x > 709 ? Infinity : NaN;
  if (x < -745.1332191019412) return 0;

  const k = Math.floor(x * INVERSE_LN2 + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (0.16666666666666602 +
        t *
          (-0.0027777777777015593 +
            t *
              (0.00006613756321437934 +
                t * (-0.0000016533902205465252 + t * 4.1381367970572385e-8))));
  return scale(1 - (low - (r * c) / (2 - c) - high), k);
}

/** Natural logarithm; -Infinity at 0, NaN below. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return Infinity;

  // Numbers too small for a full mantissa are brought back to one.
  if (x < 2.2250738585072014e-308) return log(x * 18014398509481984) - 54 * LN2_LOW - 54 * LN2_HIGH;
  view[0] = x;
  // Adding the distance from sqrt(1/2) to 1 makes the exponent step at sqrt(2) instead of at 2. The mantissa comes from
  // an exact product: writing half of a double and reading it whole would stall the processor.
  const k = ((words[HIGH]! + 0x95f62) >> 20) - 1023;
  const f = x * POWERS_OF_TWO[1074 - k]! - 1;

  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const odd = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const even =
    z *
    (0.6666666666666735 +
      w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const half = 0.5 * f * f;
  return s * (half + (odd + even)) + k * LN2_LOW - half + f + k * LN2_HIGH;
}

/** e to the x, less 1, without losing small x. */
export function expm1(x: number): number {
  if (!(x <= 709.782712893384)) return x > 709 ? Infinity : NaN;
  if (x < -38) return -1;
  if (x > -2e-17 && x < 2e-17) return x;

  let k = 0;
  let r = x;
  let error = 0;
  if (x > 0.34657359027997264 || x < -0.34657359027997264) {
    k = Math.floor(x * INVERSE_LN2 + 0.5);
    const high = x - k * LN2_HIGH;
    const low = k * LN2_LOW;
    r = high - low;
    error = high - r - low;
  }

  const halfR = 0.5 * r;
  const square = r * halfR;
  const r1 =
    1 +
    square *
      (-0.03333333333333313 +
        square *
          (0.0015873015872548146 +
            square *
              (-0.0000793650757867488 +
                square * (0.000004008217827329362 + square * -2.0109921818362437e-7))));
  const t = 3 - r1 * halfR;
  let e = square * ((r1 - t) / (6 - r * t));
  if (k === 0) return r - (r * e - square);

  e = r * (e - error) - error - square;
  if (k === -1) return 0.5 * (r - e) - 0.5;
  if (k === 1) return r < -0.25 ? -2 * (e - (r + 0.5)) : 1 + 2 * (r - e);
  if (k <= -2 || k > 56) return scale(1 - (e - r), k) - 1;
  // Which of the two is rounded first decides the last bit: the smaller of 1 and 2^-k goes with the error.
  const small = POWERS_OF_TWO[1074 - k]!;
  return k < 20 ? scale(1 - small - (e - r), k) : scale(r - (e + small) + 1, k);
}

/** Natural logarithm of 1 + x, without losing small x; -Infinity at -1, NaN below. */
export function log1p(x: number): number {
  if (!(x > -1)) return x === -1 ? -Infinity : NaN;
  if (x === Infinity) return Infinity;
  if (x > -1e-16 && x < 1e-16) return x;

  let k = 0;
  let f = x;
  let correction = 0;
  if (!(x > -0.2928932188134524 && x < 0.41421356237309503)) {
    const u = 1 + x;
    view[0] = u;
    k = ((words[HIGH]! + 0x95f62) >> 20) - 1023;
    // What rounding 1 + x lost, carried to first order.
    correction = k >= 2 ? 1 - (u - x) : x - (u - 1);
    correction = k < 54 ? correction / u : 0;
    f = u * POWERS_OF_TWO[1074 - k]! - 1;
  }

  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const odd = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const even =
    z *
    (0.6666666666666735 +
      w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const half = 0.5 * f * f;
  return s * (half + (odd + even)) + (k * LN2_LOW + correction) - half + f + k * LN2_HIGH;
}

/**
 * base to the exponent, within 1 ulp; a base below 0 takes whole exponents only (NaN otherwise), and 1 to any power,
 * like any base to the power 0, is 1.
 */
export function pow(base: number, exponent: number): number {
  if (exponent === 1) return base;
  if (exponent === 0 || base === 1) return 1;
  if (exponent === 2) return base * base;
  if (exponent === 0.5 && base > 0) return Math.sqrt(base);
  if (exponent === -1) return 1 / base;
  if (base > 0 && base < Infinity && exponent > -1e30 && exponent < 1e30)
    return powerOfPositive(base, exponent);
  return powerAtEdges(base, exponent);
}

function powerAtEdges(base: number, exponent: number): number {
  if (Number.isNaN(base) || Number.isNaN(exponent)) return NaN;
  if (base === -1 && (exponent === Infinity || exponent === -Infinity)) return 1;

  const size = Math.abs(base);
  const whole = Math.floor(exponent) === exponent;
  const odd = whole && Math.abs(exponent) < 9007199254740992 && Math.abs(exponent % 2) === 1;
  const negative = base < 0 || Object.is(base, -0);
  if (base < 0 && base !== -Infinity && !whole && Math.abs(exponent) !== Infinity) return NaN;

  let result: number;
  if (size === 0 || size === Infinity || Math.abs(exponent) === Infinity) {
    const grows = size > 1 === exponent > 0;
    result = grows ? Infinity : 0;
  } else if (size === 1) {
    result = 1;
  } else {
    // At 1e30 even the number next to 1 has overflowed, so clamping changes nothing and keeps the parts finite.
    result = powerOfPositive(size, Math.max(-1e30, Math.min(1e30, exponent)));
  }
  return negative && odd ? -result : result;
}

function powerOfPositive(base: number, exponent: number): number {
  let n = 0;
  if (base < 2.2250738585072014e-308) {
    base *= 9007199254740992;
    n = -53;
  }
  view[0] = base;
  const high = words[HIGH]!;
  const exponentOfBase = (high >> 20) - 1023;
  const mantissa = high & 0xfffff;
  let m = base * POWERS_OF_TWO[1074 - exponentOfBase]!;
  n += exponentOfBase;
  // Take m to between sqrt(3)/2 and sqrt(3/2) of 1 or of 3/2, whichever is near.
  let centre = 1;
  let centreHigh = 0;
  let centreLow = 0;
  if (mantissa > 0x3988e) {
    if (mantissa < 0xbb67a) {
      centre = 1.5;
      centreHigh = 0.5849624872207642;
      centreLow = 1.350039202129749e-8;
    } else {
      n += 1;
      m *= 0.5;
    }
  }

  // s = (m - centre) / (m + centre) in two parts; a part rounded to 24 bits multiplies another one exactly.
  const u = m - centre;
  const v = 1 / (m + centre);
  const s = u * v;
  const sHigh = Math.fround(s);
  const tHigh = Math.fround(m + centre);
  const tLow = m - (tHigh - centre);
  const sLow = v * (u - sHigh * tHigh - sHigh * tLow);
  const s2 = s * s;
  let r =
    s2 *
    s2 *
    (0.5999999999999946 +
      s2 *
        (0.4285714285785502 +
          s2 *
            (0.33333332981837743 +
              s2 * (0.272728123808534 + s2 * (0.23066074577556175 + s2 * 0.20697501780033842)))));
  r += sLow * (sHigh + s);
  const sHigh2 = sHigh * sHigh;
  const cHigh = Math.fround(3 + sHigh2 + r);
  const cLow = r - (cHigh - 3 - sHigh2);
  const p = sHigh * cHigh;
  const q = sLow * cHigh + cLow * s;
  const pHigh = Math.fround(p + q);
  const pLow = q - (pHigh - p);
  // 2 / (3 ln 2), in two parts, turns it into log2.
  const zHigh = 0.9617967009544373 * pHigh;
  const zLow = -7.028461650952758e-9 * pHigh + pLow * 0.9617966939259756 + centreLow;
  const logHigh = Math.fround(zHigh + zLow + centreHigh + n);
  const logLow = zLow - (logHigh - n - centreHigh - zHigh);

  const yHigh = Math.fround(exponent);
  const tail = (exponent - yHigh) * logHigh + exponent * logLow;
  const head = yHigh * logHigh;
  const total = head + tail;
  if (total > 1025) return Infinity;
  if (total < -1080) return 0;

  const k = Math.floor(total + 0.5);
  const rest = head - k;
  const restHigh = Math.fround(rest + tail);
  const a = restHigh * 0.6931471824645996;
  const b = (tail - (restHigh - rest)) * 0.6931471805599453 + restHigh * -1.904654299957768e-9;
  const z = a + b;
  const w = b - (z - a);
  const z2 = z * z;
  const c =
    z -
    z2 *
      (0.16666666666666602 +
        z2 *
          (-0.0027777777777015593 +
            z2 *
              (0.00006613756321437934 +
                z2 * (-0.0000016533902205465252 + z2 * 4.1381367970572385e-8))));
  return scale(1 - ((z * c) / (c - 2) - (w + z * w) - z), k);
}

/** 1 / (1 + e^-x): a share between 0 and 1. */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + exp(-x));
  const e = exp(x);
  return e / (1 + e);
}

/** log(p / (1 - p)), the inverse of `logistic`; -Infinity at 0, Infinity at 1, NaN outside. */
export function logit(p: number): number {
  // Around one half p / (1 - p) is near 1 and its logarithm would lose digits.
  if (p > 0.25 && p < 0.75) return log1p((2 * p - 1) / (1 - p));
  return log(p / (1 - p));
}
