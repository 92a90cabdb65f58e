/**
 * Standard normal distribution: density, distribution function, quantile.
 *
 * Terms     z = standard deviations from the mean; p = probability of at most z.
 * Formula   density = exp(-z^2 / 2) / sqrt(2 pi); normalQuantile(normalCdf(z)) = z.
 * Always    normalCdf(0) = 1/2 and normalQuantile(1/2) = 0 exactly; the lower tail keeps its relative accuracy
 *           (normalCdf(-30) is 4.9e-198, not 0), so ask for -z rather than subtract from 1.
 * Not here  drawing normals: one uniform through normalQuantile.
 * Source    W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969);
 *           M. J. Wichura, "Algorithm AS 241", Applied Statistics 37 (1988).
 */
import { exp, log } from "./elementary.ts";

const INVERSE_SQRT_TWO_PI = 0.3989422804014327;

/** exp(-z^2 / 2); the rounding of z^2, which exp would magnify, is put back. */
function expMinusHalfSquare(z: number): number {
  const square = z * z;
  if (square > 1500) return 0;
  const high = Math.fround(z);
  const low = z - high;
  const lost = high * high - square + 2 * high * low + low * low;
  const e = exp(-0.5 * square);
  return e - 0.5 * lost * e;
}

/** Density at z, per standard deviation. */
export function normalPdf(z: number): number {
  return INVERSE_SQRT_TWO_PI * expMinusHalfSquare(z);
}

/** Probability of a value of at most z; relative error below 1e-14 in the lower tail. */
export function normalCdf(z: number): number {
  const y = z < 0 ? -z : z;

  if (y <= 0.67448975) {
    const s = z * z;
    const above =
      (((0.06568233791820745 * s + 2.2352520354606837) * s + 161.02823106855587) * s +
        1067.6894854603709) *
        s +
      18154.98125334356;
    const below =
      (((s + 47.202581904688245) * s + 976.0985517377767) * s + 10260.932208618979) * s +
      45507.78933502673;
    return 0.5 + (z * above) / below;
  }

  let tail: number;
  if (y <= 5.656854249492381) {
    const above =
      (((((((1.0765576773720192e-8 * y + 0.39894151208813466) * y + 8.883149794388377) * y +
        93.50665613217785) *
        y +
        597.2702763948002) *
        y +
        2494.5375852903726) *
        y +
        6848.190450536283) *
        y +
        11602.65143764735) *
        y +
      9842.714838383978;
    const below =
      (((((((y + 22.266688044328117) * y + 235.387901782625) * y + 1519.3775994075547) * y +
        6485.558298266761) *
        y +
        18615.571640885097) *
        y +
        34900.95272114598) *
        y +
        38912.00328609327) *
        y +
      19685.429676859992;
    tail = (expMinusHalfSquare(y) * above) / below;
  } else if (y < 40) {
    const s = 1 / (y * y);
    const above =
      ((((0.023073441764940174 * s + 0.215898534057957) * s + 0.12740116116024736) * s +
        0.022235277870649807) *
        s +
        0.0014216191932278934) *
        s +
      0.000029112874951168793;
    const below =
      ((((s + 1.284260096144911) * s + 0.4682382124808651) * s + 0.06598813786892856) * s +
        0.0037823963320275824) *
        s +
      0.00007297515550839662;
    tail = (expMinusHalfSquare(y) * (INVERSE_SQRT_TWO_PI - (s * above) / below)) / y;
  } else {
    tail = y >= 40 ? 0 : NaN;
  }
  return z > 0 ? 1 - tail : tail;
}

/** z whose probability is p, relative error about 1e-15; -Infinity at 0, Infinity at 1, NaN outside. */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (q >= -0.425 && q <= 0.425) {
    const r = 0.180625 - q * q;
    return (
      (q *
        (((((((2509.0809287301227 * r + 33430.57558358813) * r + 67265.7709270087) * r +
          45921.95393154987) *
          r +
          13731.69376550946) *
          r +
          1971.5909503065513) *
          r +
          133.14166789178438) *
          r +
          3.3871328727963665)) /
      (((((((5226.495278852546 * r + 28729.085735721943) * r + 39307.89580009271) * r +
        21213.794301586597) *
        r +
        5394.196021424751) *
        r +
        687.1870074920579) *
        r +
        42.31333070160091) *
        r +
        1)
    );
  }
  if (!(p > 0 && p < 1)) return p === 0 ? -Infinity : p === 1 ? Infinity : NaN;

  const z = quantileOfTail(q < 0 ? p : 1 - p);
  return q < 0 ? -z : z;
}

function quantileOfTail(tail: number): number {
  let r = Math.sqrt(-log(tail));
  if (r <= 5) {
    r -= 1.6;
    return (
      (((((((0.0007745450142783414 * r + 0.022723844989269184) * r + 0.2417807251774506) * r +
        1.2704582524523684) *
        r +
        3.6478483247632045) *
        r +
        5.769497221460691) *
        r +
        4.630337846156546) *
        r +
        1.4234371107496835) /
      (((((((1.0507500716444169e-9 * r + 0.0005475938084995345) * r + 0.015198666563616457) * r +
        0.14810397642748008) *
        r +
        0.6897673349851) *
        r +
        1.6763848301838038) *
        r +
        2.053191626637759) *
        r +
        1)
    );
  }
  r -= 5;
  return (
    (((((((2.0103343992922881e-7 * r + 0.000027115555687434876) * r + 0.0012426609473880784) * r +
      0.026532189526576124) *
      r +
      0.29656057182850487) *
      r +
      1.7848265399172913) *
      r +
      5.463784911164114) *
      r +
      6.657904643501103) /
    (((((((2.0442631033899397e-15 * r + 1.421511758316446e-7) * r + 0.000018463183175100548) * r +
      0.0007868691311456133) *
      r +
      0.014875361290850615) *
      r +
      0.1369298809227358) *
      r +
      0.599832206555888) *
      r +
      1)
  );
}

/** Value of a log-normal of mean 1 and log-sd `logSd` below which a share u lies; exactly 1 without spread. */
export function meanOneQuantile(u: number, logSd: number): number {
  return logSd === 0 ? 1 : exp(logSd * normalQuantile(u) - (logSd * logSd) / 2);
}
