/** A request that is answered by a status and one sentence. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';

  constructor(
    readonly status: number,
    sentence: string,
  ) {
    super(sentence);
  }
}

/** Also for what exists and must not be seen: the answer is the same. */
export const notFound = (): RefusedRequest => new RefusedRequest(404, 'There is nothing at this address.');
