/** A request that is answered with a status and one sentence. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';

  constructor(
    readonly status: number,
    sentence: string,
  ) {
    super(sentence);
  }
}

/** Also used for files that exist but must not be read: the answer is the same. */
export const notFound = (): RefusedRequest => new RefusedRequest(404, 'There is nothing at this address.');
