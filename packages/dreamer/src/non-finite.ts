import type { Data } from '@open-ada/onnx-jit';

/** An update gave a value that is not finite. The parameters after it are lost. */
export class NonFinite extends Error {
  override name = 'NonFinite';

  constructor(
    /** Metrics, or entries of the minibatch, that are not finite. */
    readonly names: string[],
    readonly update: number,
    /** The minibatch of the update. */
    readonly batch: Record<string, Data>,
  ) {
    super(`${names.join(', ')}: not finite in update ${update}`);
  }
}
