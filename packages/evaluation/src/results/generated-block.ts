import { InputError } from '@open-ada/node-kit';

const BEGIN = '<!-- results:begin -->';
const END = '<!-- results:end -->';

/**
 * Replaces the text between the markers.
 * @param file named in the error message
 * @throws InputError if the markers are missing or occur more than once
 */
export function withGenerated(text: string, block: string, file: string): string {
  const [before, ...rest] = text.split(BEGIN);
  const [, after, ...more] = rest.join(BEGIN).split(END);
  if (rest.length !== 1 || after === undefined || more.length > 0) {
    throw new InputError(`${file} needs one line ${BEGIN} and after it one line ${END}: the tables go between them.`);
  }
  return `${before}${BEGIN}\n\n${block.trim()}\n\n${END}${after}`;
}
