/**
 * Gamma and beta functions and the distributions built on them.
 *
 * Terms     a, b = shapes; P = lower, Q = upper share of a gamma with scale 1; I = lower share of a beta.
 * Formula   series where the value is small, continued fraction where it is not, a uniform expansion for huge shapes;
 *           every prefactor as exp of two small numbers (Stirling's error, deviance), so that nothing large cancels.
 * Always    P + Q = 1; the quantiles undo the shares; logGamma(1) = logGamma(2) = 0 exactly.
 * Not here  counts (counts.ts).
 * Source    C. Loader, "Fast and accurate computation of binomial probabilities" (2000); M. Abramowitz, I. Stegun,
 *           6.5.29, 6.5.31, 26.4.17, 26.5.8, 26.5.22; fractions after W. J. Lentz, Applied Optics 15 (1976); NIST DLMF
 *           8.12 (Temme's expansion); logGamma near 2: fit to its series, to 22 digits.
 */
import { exp, log, log1p } from "./elementary.ts";
import { normalCdf, normalQuantile } from "./normal.ts";

const HALF_LOG_TWO_PI = 0.9189385332046728;
const TWO_PI = 6.283185307179586;
const TINY = 1e-300;
const PRECISION = 1e-16;
/** A relative step after which another one, three times as many digits, would change nothing. */
const CLOSE = 1e-8;

/** Natural logarithm of the gamma function for x > 0; Infinity at 0, NaN below. */
export function logGamma(x: number): number {
  if (!(x > 0)) return x === 0 ? Infinity : NaN;
  if (x >= 8)
    return x === Infinity
      ? Infinity
      : (x - 0.5) * (log(x) - 1) + (HALF_LOG_TWO_PI - 0.5) + stirlingSeries(x);
  if (x < 0.5) return logGammaNearTwo(x) - log1p(x) - log(x);
  if (x < 1.5) return logGammaNearTwo(x - 1) - log1p(x - 1);

  let product = 1;
  let y = x;
  while (y > 2.5) {
    y -= 1;
    product *= y;
  }
  return product === 1 ? logGammaNearTwo(y - 2) : log(product) + logGammaNearTwo(y - 2);
}

/** log gamma(2 + t) for t between -1/2 and 1/2; a factor t in front keeps the zero at 2 exact. */
function logGammaNearTwo(t: number): number {
  let sum = -1.3219945666117874e-7;
  sum = sum * t + 2.78740805211359e-7;
  sum = sum * t - 4.3252393445604814e-7;
  sum = sum * t + 9.200527894968101e-7;
  sum = sum * t - 0.0000020439048107029907;
  sum = sum * t + 0.00000438470440459836;
  sum = sum * t - 0.000009438715099211532;
  sum = sum * t + 0.000020505590755833454;
  sum = sum * t - 0.0000449263133791557;
  sum = sum * t + 0.00009945767355819498;
  sum = sum * t - 0.00022315475400520507;
  sum = sum * t + 0.0005096695154115458;
  sum = sum * t - 0.0011927539118428156;
  sum = sum * t + 0.002890510331034267;
  sum = sum * t - 0.0073855510286719986;
  sum = sum * t + 0.02058080842778038;
  sum = sum * t - 0.0673523010531981;
  sum = sum * t + 0.32246703342411326;
  sum = sum * t + 0.42278433509846713;
  return sum * t;
}

/** log x! less Stirling's (x + 1/2) log x - x + log(2 pi) / 2, for x >= 8. */
function stirlingSeries(x: number): number {
  const r = 1 / x;
  const s = r * r;
  return (
    r *
    (0.08333333333333333 -
      s *
        (0.002777777777777778 -
          s *
            (0.0007936507936507937 -
              s *
                (0.0005952380952380953 -
                  s *
                    (0.0008417508417508417 -
                      s * (0.0019175269175269174 - s * (6.41025641025641e-3 - s * 2.955e-2)))))))
  );
}

function stirlingError(x: number): number {
  return x >= 8 ? stirlingSeries(x) : logGamma(x + 1) - (x + 0.5) * log(x) + x - HALF_LOG_TWO_PI;
}

/** x log(x / mean) + mean - x, without cancellation where x is near the mean. */
function deviance(x: number, mean: number): number {
  const distance = x - mean;
  if (Math.abs(distance) >= 0.1 * (x + mean)) return x * log(x / mean) - distance;

  const v = distance / (x + mean);
  const v2 = v * v;
  let sum = distance * v;
  let term = 2 * x * v;
  for (let j = 3; j < 200; j += 2) {
    term *= v2;
    const next = sum + term / j;
    if (next === sum) break;
    sum = next;
  }
  return sum;
}

/** Probability of `count` of a Poisson with this mean; also defined between whole counts. */
export function poissonPmf(count: number, mean: number): number {
  if (count < 0) return 0;
  if (mean === 0) return count === 0 ? 1 : 0;
  if (count === 0) return exp(-mean);
  return exp(-stirlingError(count) - deviance(count, mean)) / Math.sqrt(TWO_PI * count);
}

/** Probability of `count` successes in n tries at p each; also defined between whole numbers. */
export function binomialPmf(count: number, n: number, p: number): number {
  return binomialOf(count, n - count, p, 1 - p);
}

/** The same from failures and q = 1 - p given, as subtracting would lose the digits of a small one of two. */
function binomialOf(count: number, rest: number, p: number, q: number): number {
  if (count < 0 || rest < 0) return 0;
  if (p <= 0) return count === 0 ? 1 : 0;
  if (q <= 0) return rest === 0 ? 1 : 0;
  const n = count + rest;
  if (count === 0) return exp(n * (p < 0.5 ? log1p(-p) : log(q)));
  if (rest === 0) return exp(n * (q < 0.5 ? log1p(-q) : log(p)));
  const exponent =
    stirlingError(n) -
    stirlingError(count) -
    stirlingError(rest) -
    deviance(count, n * p) -
    deviance(rest, n * q);
  return exp(exponent) * Math.sqrt(n / (TWO_PI * count * rest));
}

/** Share of a gamma with shape a (> 0) and scale 1 below x: P(a, x). The value comes first, as in all shares here. */
export function gammaP(x: number, a: number): number {
  if (!(a > 0) || Number.isNaN(x)) return NaN;
  if (x <= 0) return 0;
  if (x === Infinity) return 1;
  if (a > 1e4 && Math.abs(x - a) < 0.3 * a) return uniformExpansion(x, a, true);
  return x < a + 1 ? gammaSeries(x, a) : 1 - gammaFraction(x, a);
}

/** Share of a gamma with shape a (> 0) and scale 1 above x: Q(a, x), accurate where it is small. */
export function gammaQ(x: number, a: number): number {
  if (!(a > 0) || Number.isNaN(x)) return NaN;
  if (x <= 0) return 1;
  if (x === Infinity) return 0;
  if (a > 1e4 && Math.abs(x - a) < 0.3 * a) return uniformExpansion(x, a, false);
  return x < a + 1 ? 1 - gammaSeries(x, a) : gammaFraction(x, a);
}

function gammaSeries(x: number, a: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < 100000; k++) {
    term *= x / (a + k);
    sum += term;
    if (term < sum * PRECISION) break;
  }
  return Math.min(1, sum * poissonPmf(a, x));
}

function gammaFraction(x: number, a: number): number {
  const front = poissonPmf(a, x) * a;
  if (front === 0) return 0;
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let h = d;
  for (let k = 1; k < 100000; k++) {
    const an = -k * (k - a);
    b += 2;
    d = an * d + b;
    if (Math.abs(d) < TINY) d = TINY;
    c = b + an / c;
    if (Math.abs(c) < TINY) c = TINY;
    d = 1 / d;
    const step = d * c;
    h *= step;
    if (Math.abs(step - 1) < 2 * PRECISION) break;
  }
  return Math.min(1, front * h);
}

/** Temme: a normal share of the signed root of the deviance and a correction of relative size 1 / sqrt(a). */
function uniformExpansion(x: number, a: number, lower: boolean): number {
  const half = deviance(a, x);
  const root = Math.sqrt(2 * half);
  const z = x < a ? -root : root;
  const e = z / Math.sqrt(a);
  const c0 =
    -0.3333333333333333 +
    e *
      (0.08333333333333333 +
        e *
          (-0.014814814814814815 +
            e *
              (0.0011574074074074073 +
                e *
                  (0.0003527336860670194 +
                    e *
                      (-0.0001787551440329218 +
                        e *
                          (0.00003919263178522438 +
                            e * (-0.0000021854485106799924 + e * -0.00000185406221071516)))))));
  const c1 =
    -0.001851851851851852 +
    e *
      (-0.003472222222222222 +
        e * (0.0026455026455026454 + e * (-0.0009902263374485596 + e * 0.00020576131687242798)));
  const c2 = 0.004133597883597883 + e * (-0.0026813271604938273 + e * 0.0007716049382716049);
  const correction = (exp(-half) / Math.sqrt(TWO_PI * a)) * (c0 + (c1 + c2 / a) / a);
  return lower ? normalCdf(z) - correction : normalCdf(-z) + correction;
}

/** Share of a beta with shapes a and b (both > 0) below x: I_x(a, b). */
export function betaI(x: number, a: number, b: number): number {
  return betaShare(x, 1 - x, a, b);
}

/** `betaI` with rest = 1 - x given, for an x or a rest too small to survive the subtraction. */
export function betaShare(x: number, rest: number, a: number, b: number): number {
  if (!(a > 0) || !(b > 0) || Number.isNaN(x)) return NaN;
  if (x <= 0) return 0;
  if (rest <= 0) return 1;
  const front = binomialOf(a, b, x, rest) / (a + b);
  // The fraction converges fast below the mean; above it the mirror image does.
  if (x < (a + 1) / (a + b + 2)) return Math.min(1, front * b * betaFraction(x, a, b));
  return 1 - Math.min(1, front * a * betaFraction(rest, b, a));
}

/** Continued fraction F with I_x(a, b) = x^a (1 - x)^b / (a B(a, b)) F. */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  if (Math.abs(d) < TINY) d = TINY;
  d = 1 / d;
  let h = d;
  for (let m = 1; m < 1000000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 + even * d;
    if (Math.abs(d) < TINY) d = TINY;
    c = 1 + even / c;
    if (Math.abs(c) < TINY) c = TINY;
    d = 1 / d;
    h *= d * c;

    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 + odd * d;
    if (Math.abs(d) < TINY) d = TINY;
    c = 1 + odd / c;
    if (Math.abs(c) < TINY) c = TINY;
    d = 1 / d;
    const step = d * c;
    h *= step;
    if (Math.abs(step - 1) < 3 * PRECISION) break;
  }
  return h;
}

/** x below which a share p of a beta with shapes a and b lies; NaN unless 0 <= p <= 1 and a, b > 0. */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(a > 0) || !(b > 0) || !(p >= 0 && p <= 1)) return NaN;
  if (p === 0 || p === 1) return p;
  if (a === 1 && b === 1) return p;

  let low = 0;
  let high = 1;
  let x = betaStart(p, a, b);
  for (let attempt = 0; attempt < 200; attempt++) {
    // In the upper half the share above keeps the digits that the share below has lost.
    const excess = p < 0.5 ? betaI(x, a, b) - p : 1 - p - betaShare(1 - x, x, b, a);
    if (excess === 0) return x;
    if (excess < 0) low = x;
    else high = x;

    const density = (binomialOf(a, b, x, 1 - x) * a * b) / ((a + b) * x * (1 - x));
    const newton = excess / density;
    const curvature = newton * ((a - 1) / x - (b - 1) / (1 - x));
    const step = Math.abs(curvature) < 1 ? newton / (1 - 0.5 * curvature) : newton;
    let next = x - step;
    if (Math.abs(step) <= CLOSE * Math.min(x, 1 - x) || high - low <= PRECISION * x) return next;
    if (!(next > low && next < high)) next = middle(low, high);
    x = next;
  }
  return x;
}

function betaStart(p: number, a: number, b: number): number {
  let x: number;
  if (a >= 1 && b >= 1) {
    const z = normalQuantile(p);
    const al = (z * z - 3) / 6;
    const h = 2 / (1 / (2 * a - 1) + 1 / (2 * b - 1));
    const w =
      (z * Math.sqrt(al + h)) / h -
      (1 / (2 * b - 1) - 1 / (2 * a - 1)) * (al + 5 / 6 - 2 / (3 * h));
    x = a / (a + b * exp(-2 * w));
  } else {
    // Both ends behave like powers of the distance; take the end that p belongs to.
    const left = exp(a * log(a / (a + b))) / a;
    const right = exp(b * log(b / (a + b))) / b;
    const whole = left + right;
    x = p < left / whole ? exp(log(a * whole * p) / a) : 1 - exp(log(b * whole * (1 - p)) / b);
  }
  return Math.max(TINY, Math.min(1 - PRECISION, x));
}

/** x below which a share p of a gamma with shape a and scale 1 lies; NaN unless 0 <= p <= 1 and a > 0. */
export function gammaQuantile(p: number, a: number): number {
  if (!(a > 0) || !(p >= 0 && p <= 1)) return NaN;
  if (p === 0) return 0;
  if (p === 1) return Infinity;

  let low = 0;
  let high = Infinity;
  let x = gammaStart(p, a);
  for (let attempt = 0; attempt < 200; attempt++) {
    const excess = p < 0.5 ? gammaP(x, a) - p : 1 - p - gammaQ(x, a);
    if (excess === 0) return x;
    if (excess < 0) low = x;
    else high = x;

    const density = (poissonPmf(a, x) * a) / x;
    const newton = excess / density;
    const curvature = newton * ((a - 1) / x - 1);
    const step = Math.abs(curvature) < 1 ? newton / (1 - 0.5 * curvature) : newton;
    let next = x - step;
    if (Math.abs(step) <= CLOSE * x || high - low <= PRECISION * x) return next;
    if (!(next > low && next < high)) next = high === Infinity ? 2 * x + 1 : middle(low, high);
    x = next;
  }
  return x;
}

/** Where to try next when Newton's step leaves the bracket: by ratio, as quantiles may be as small as 1e-300. */
function middle(low: number, high: number): number {
  if (low === 0) return Math.min(0.5 * high, high * high);
  return high > 4 * low ? Math.sqrt(low) * Math.sqrt(high) : 0.5 * (low + high);
}

function gammaStart(p: number, a: number): number {
  if (a > 1) {
    // Wilson and Hilferty: the cube root of a gamma is nearly normal.
    const root = 1 - 1 / (9 * a) + normalQuantile(p) / (3 * Math.sqrt(a));
    const x = a * root * root * root;
    if (x > 0.1 * a) return x;
    return Math.max(TINY, exp((log(p) + logGamma(a + 1)) / a));
  }
  // Near 0 the share grows as the a-th power of x, far out it misses 1 by about e^-x / gamma(a).
  const near = exp((log(p) + logGamma(a + 1)) / a);
  return near < 1 ? Math.max(TINY, near) : Math.max(0.5, -log(1 - p) - logGamma(a));
}
