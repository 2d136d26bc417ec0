export const count = (value: number): string => Math.round(value).toLocaleString('en');

/** A fraction in per cent, without the sign. */
export const percent = (fraction: number): string => String(Math.round(100 * fraction));

/** As many trials as a row shows: the first ones, and the last. */
const SHOWN = 5;

/** Fractions by trial in per cent: `12 30 41 52 .. 60`. */
export function byTrial(fractions: readonly number[]): string {
  const texts = fractions.map(percent);
  if (texts.length <= SHOWN) return texts.join(' ');
  return [...texts.slice(0, SHOWN - 1), '..', texts[texts.length - 1]].join(' ');
}
