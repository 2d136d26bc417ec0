import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import {
  anyNumbersOf,
  decimalNumber,
  jsonObject,
  listOf,
  numbersOf,
  oneOf,
  positiveNumber,
  wholeNumber,
} from '../src/command/index.js';

const READ: [name: string, parse: (text: string) => unknown, text: string, value: unknown][] = [
  ['a whole number', wholeNumber(0), '0', 0],
  ['a whole number with an exponent', wholeNumber(1), '2e6', 2_000_000],
  ['the upper bound', wholeNumber(1, 5), '5', 5],
  ['a number', decimalNumber(0, 1), '0.25', 0.25],
  ['a number above 0', positiveNumber, '0.0001', 0.0001],
  ['a name', oneOf(['a', 'b']), 'b', 'b'],
  ['names, each once, as they are given', listOf(oneOf(['a', 'b'])), 'b, a,b', ['b', 'a']],
  ['numbers, rising', numbersOf(wholeNumber(1)), '13,2,1', [1, 2, 13]],
  ['a JSON object', jsonObject, '{"a": [1]}', { a: [1] }],
  ['no number', anyNumbersOf(wholeNumber(1)), '', []],
];

const REFUSED: [parse: (text: string) => unknown, text: string, sentence: string][] = [
  [wholeNumber(0), '', 'It must be a whole number, at least 0.'],
  [wholeNumber(0), 'x', 'It must be a whole number, at least 0.'],
  [wholeNumber(1), '0', 'It must be a whole number, at least 1.'],
  [wholeNumber(1), '1.5', 'It must be a whole number, at least 1.'],
  [wholeNumber(1), '1e300', 'It must be a whole number, at least 1.'],
  [wholeNumber(1, 5), '6', 'It must be a whole number from 1 to 5.'],
  [decimalNumber(0, 1), 'NaN', 'It must be a number from 0 to 1.'],
  [decimalNumber(0), 'Infinity', 'It must be a number, at least 0.'],
  [positiveNumber, '0', 'It must be a number above 0.'],
  [oneOf(['a', 'b']), 'c', 'There is no "c"; use some of a, b.'],
  [numbersOf(wholeNumber(1)), '', 'It must be a whole number, at least 1.'],
  [numbersOf(wholeNumber(1)), '1,,2', 'It must be a whole number, at least 1.'],
  [jsonObject, '{', 'It must be a JSON object.'],
  [jsonObject, '[1]', 'It must be a JSON object.'],
  [jsonObject, 'null', 'It must be a JSON object.'],
];

describe('an option', () => {
  it.each(READ)('reads %s', (_name, parse, text, value) => {
    expect(parse(text)).toEqual(value);
  });

  it.each(REFUSED)('refuses what it cannot use (%#)', (parse, text, sentence) => {
    expect(() => parse(text)).toThrow(new InvalidArgumentError(sentence));
  });
});
