// Whole numbers as options of the task commands.
import { InvalidArgumentError } from 'commander';

/** Reads an option's text as a whole number. @throws InvalidArgumentError where it is none, or below `lowest`, which is not negative */
export function wholeNumber(lowest: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < lowest) {
      throw new InvalidArgumentError(`It must be a whole number, at least ${lowest}.`);
    }
    return value;
  };
}
