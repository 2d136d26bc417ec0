// Sine and cosine that are the same to the last bit on every platform. `Math.sin` is not: V8 computes it with fdlibm
// in Node and with glibc's tables in Chromium. Algorithm and constants are those of fdlibm 5.3 (k_sin.c, k_cos.c,
// e_rem_pio2.c; Sun Microsystems, 1993), so in Node the results are equal to those of `Math.sin` and `Math.cos`.

/** Coefficients of the polynomials on [-pi / 4, pi / 4], lowest power first. */
const S1 = -0.16666666666666632;
const S2 = 0.00833333333332249;
const S3 = -0.0001984126982985795;
const S4 = 0.0000027557313707070068;
const S5 = -2.5050760253406863e-8;
const S6 = 1.58969099521155e-10;
const C1 = 0.0416666666666666;
const C2 = -0.001388888888887411;
const C3 = 0.00002480158728947673;
const C4 = -2.7557314351390663e-7;
const C5 = 2.087572321298175e-9;
const C6 = -1.1359647557788195e-11;

const TWO_OVER_PI = 0.6366197723675814;
/** pi / 2 in three pieces of 33 bits, and the remainder after each piece. */
const PIECE_1 = 1.5707963267341256;
const REST_1 = 6.077100506506192e-11;
const PIECE_2 = 6.077100506303966e-11;
const REST_2 = 2.0222662487959506e-21;
const PIECE_3 = 2.0222662487111665e-21;
const REST_3 = 8.4784276603689e-32;

/** Upper words of pi / 4, of 3 pi / 4, and of the multiples of pi / 2 up to 2 pi. */
const QUARTER_PI = 0x3fe921fb;
const THREE_QUARTERS_PI = 0x4002d97c;
const MULTIPLES = [0x3ff921fb, 0x400921fb, 0x4012d97c, 0x401921fb];
/** Upper word of 2^-27. The sine of a smaller angle is the angle itself. */
const TINY = 0x3e400000;

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

/** Sign, exponent and upper 20 bits of the fraction. */
function upperWord(x: number): number {
  double[0] = x;
  return words[1];
}

const exponent = (word: number): number => (word >>> 20) & 0x7ff;

/**
 * The reduced angle of `reduce`: a head, and a tail below its last bit. It is an array, because a variable of the
 * module would allocate a new object for every number.
 */
const left = new Float64Array(2);

function split(rest: number, correction: number): void {
  const head = rest - correction;
  left[0] = head;
  left[1] = rest - head - correction;
}

/**
 * Subtracts the nearest multiple of pi / 2 from an angle in [0, 2 pi] and returns which one. `size` is the angle's
 * upper word.
 */
function reduce(angle: number, size: number): number {
  if (size < THREE_QUARTERS_PI) {
    const rest = angle - PIECE_1;
    if (size === MULTIPLES[0]) split(rest - PIECE_2, REST_2);
    else split(rest, REST_1);
    return 1;
  }
  const n = Math.trunc(angle * TWO_OVER_PI + 0.5);
  const rest = angle - n * PIECE_1;
  split(rest, n * REST_1);
  // Close to the multiple, leading bits cancel, and more bits of pi are needed.
  if (size !== MULTIPLES[n - 1] || exponent(size) - exponent(upperWord(left[0])) <= 16) return n;
  const second = rest - n * PIECE_2;
  split(second, n * REST_2 - (rest - second - n * PIECE_2));
  if (exponent(size) - exponent(upperWord(left[0])) <= 49) return n;
  const third = second - n * PIECE_3;
  split(third, n * REST_3 - (second - third - n * PIECE_3));
  return n;
}

function sineOfHead(reduced: boolean): number {
  const x = left[0];
  if ((upperWord(x) & 0x7fffffff) < TINY) return x;
  const z = x * x;
  const v = z * x;
  const r = S2 + z * (S3 + z * (S4 + z * (S5 + z * S6)));
  if (!reduced) return x + v * (S1 + z * r);
  const tail = left[1];
  return x - (z * (0.5 * tail - v * r) - tail - v * S1);
}

function cosineOfHead(): number {
  const x = left[0];
  const size = upperWord(x) & 0x7fffffff;
  if (size < TINY) return 1;
  const z = x * x;
  const r = z * (C1 + z * (C2 + z * (C3 + z * (C4 + z * (C5 + z * C6)))));
  const rest = z * r - x * left[1];
  // Above 0.3, one minus half the square would lose bits. So about a quarter of |x| is subtracted from both.
  if (size < 0x3fd33333) return 1 - (0.5 * z - rest);
  let quarter = 0.28125;
  if (size <= 0x3fe90000) {
    words[1] = size - 0x00200000;
    words[0] = 0;
    quarter = double[0];
  }
  return 1 - quarter - (0.5 * z - quarter - rest);
}

/** Sine of an angle in [-2 pi, 2 pi]. */
export function sine(x: number): number {
  const size = upperWord(x) & 0x7fffffff;
  if (size <= QUARTER_PI) {
    left[0] = x;
    left[1] = 0;
    return sineOfHead(false);
  }
  const n = reduce(Math.abs(x), size);
  const value = n & 1 ? cosineOfHead() : sineOfHead(true);
  return x < 0 !== (n & 2) > 0 ? -value : value;
}

/** Cosine of an angle in [-2 pi, 2 pi]. */
export function cosine(x: number): number {
  const size = upperWord(x) & 0x7fffffff;
  if (size <= QUARTER_PI) {
    left[0] = x;
    left[1] = 0;
    return cosineOfHead();
  }
  const n = reduce(Math.abs(x), size);
  const value = n & 1 ? sineOfHead(true) : cosineOfHead();
  return ((n + 1) & 2) > 0 ? -value : value;
}
