/**
 * The caller's input (an option, a file) is wrong. The message is one sentence that says what, where and what to do.
 * Commands exit with code 2.
 */
export class InputError extends Error {
  override name = 'InputError';
}
