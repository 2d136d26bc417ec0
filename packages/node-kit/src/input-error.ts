/** Something the caller gave is wrong (an option, a file): one sentence saying what, where and what to do. Commands exit 2. */
export class InputError extends Error {
  override name = 'InputError';
}
