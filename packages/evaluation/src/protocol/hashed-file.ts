import { InputError } from '@open-ada/node-kit';
import { sha256Hex } from '@open-ada/production-rules';

/** What a file with a hash holds, for the error message. */
export interface HashedKind {
  version: number;
  /** For example `reference scores`. */
  what: string;
  /** What to do about a wrong file, as the end of a sentence. */
  how: string;
}

/** Appends the hash of the content as JSON. It reveals edits by hand. */
export function withHash<T extends object>(content: T): T & { sha256: string } {
  return { ...content, sha256: sha256Hex(JSON.stringify(content)) };
}

/** @throws InputError if the text is no JSON, is of another version, or does not have the hash of its content */
export function parseHashed<T extends { version: number; sha256: string }>(
  text: string,
  file: string,
  { version, what, how }: HashedKind,
): T {
  let parsed: Partial<T> | null;
  try {
    parsed = JSON.parse(text) as Partial<T>;
  } catch {
    throw new InputError(`${file} is not JSON; ${how}.`);
  }
  const { sha256, ...content } = parsed ?? ({} as Partial<T>);
  if (content.version !== version || sha256Hex(JSON.stringify(content)) !== sha256) {
    throw new InputError(`${file} is not a whole file of ${what} of version ${version}, or was edited; ${how}.`);
  }
  return parsed as T;
}
