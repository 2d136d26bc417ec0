/**
 * Letters of the shapes in this package:
 * - B episodes of T steps; N = B T rows, row n = b T + t
 * - G action groups, A options of all groups joined, S sampled joint actions per state
 * - I model steps, W steps of the unrolled block of an episode; Q = B W rows of the blocks, M = B (W + I) rows of the
 *   blocks and of the I steps after them
 * - K bins of a categorical scalar, F rule labels, H width of the model state, P parameters
 * - O floats of an observation that change by step, C floats of an observation that are constant in an episode
 */
export { assertShape, readTensors, type Sizes, shapeOf } from '@open-ada/onnx-jit';
