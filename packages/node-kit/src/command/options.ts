import { InvalidArgumentError } from 'commander';

/** Reads the text of an option. @throws InvalidArgumentError, one sentence, for any other text */
type Parser<T> = (text: string) => T;

function inRange(text: string, kind: string, min: number, max: number, fits: (value: number) => boolean): number {
  const value = Number(text);
  if (text.trim() !== '' && fits(value) && value >= min && value <= max) return value;
  const range = max < Number.POSITIVE_INFINITY ? ` from ${min} to ${max}` : min > -Infinity ? `, at least ${min}` : '';
  throw new InvalidArgumentError(`It must be a ${kind}${range}.`);
}

/** A whole number, `1e6` as well, with both bounds allowed. */
export const wholeNumber =
  (min: number, max = Number.POSITIVE_INFINITY): Parser<number> =>
  (text) =>
    inRange(text, 'whole number', min, max, Number.isSafeInteger);

/** A finite number, with both bounds allowed. */
export const decimalNumber =
  (min: number, max = Number.POSITIVE_INFINITY): Parser<number> =>
  (text) =>
    inRange(text, 'number', min, max, Number.isFinite);

/** A finite number above 0. */
export const positiveNumber: Parser<number> = (text) => {
  const value = decimalNumber(0)(text);
  if (value === 0) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
};

/** One of some names. */
export const oneOf =
  <T extends string>(choices: readonly T[]): Parser<T> =>
  (text) => {
    const found = choices.find((choice) => choice === text);
    if (found === undefined)
      throw new InvalidArgumentError(`There is no "${text}"; use some of ${choices.join(', ')}.`);
    return found;
  };

/** At least one, with commas between them; each once, in the order in which they are given. */
export const listOf =
  <T>(each: Parser<T>): Parser<T[]> =>
  (text) => [...new Set(text.split(',').map((part) => each(part.trim())))];

/** At least one number, with commas between them; each once, rising. */
export const numbersOf =
  (each: Parser<number>): Parser<number[]> =>
  (text) =>
    listOf(each)(text).sort((a, b) => a - b);

/** As {@link numbersOf}; no text: none. */
export const anyNumbersOf =
  (each: Parser<number>): Parser<number[]> =>
  (text) =>
    text.trim() === '' ? [] : numbersOf(each)(text);

/** Some settings as JSON, such as `{"gravity": 5}`. */
export const jsonObject: Parser<Record<string, unknown>> = (text) => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new InvalidArgumentError('It must be a JSON object.');
};
