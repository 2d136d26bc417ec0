import { backend_util } from '@tensorflow/tfjs-core';
import { add } from '../graph/arithmetic.js';
import type { Graph } from '../graph/graph.js';
import { transpose } from '../graph/layout.js';
import type { Value } from '../graph/value.js';
import { slice } from '../graph/window.js';
import { activate } from './activation.js';
import type { Kernel, KernelTable } from './kernel.js';

/**
 * tfjs uses images [N, H, W, C] and filters [h, w, in, out]; ONNX uses [N, C, H, W] and [out, in, h, w]. The
 * transpositions between two convolutions cancel unless elementwise operations separate them.
 */
const channelsFirst = (graph: Graph, x: Value): Value => transpose(graph, x, [0, 3, 1, 2]);
const channelsLast = (graph: Graph, x: Value): Value => transpose(graph, x, [0, 2, 3, 1]);

type Size4 = [number, number, number, number];

function infoOf(input: readonly number[], filter: readonly number[], attrs: Record<string, unknown>) {
  if ((attrs.dataFormat ?? 'NHWC') !== 'NHWC') throw new Error(`the data format ${attrs.dataFormat} is not supported`);
  if (typeof attrs.pad === 'number' && filter[0] !== filter[1]) {
    // tfjs computes the output's width from the filter's height.
    throw new Error(`padding by a number wants a square filter, not [${filter}]; use tf.pad and pad 'valid'`);
  }
  return backend_util.computeConv2DInfo(
    [...input] as Size4,
    [...filter] as Size4,
    attrs.strides as number,
    (attrs.dilations as number) ?? 1,
    attrs.pad as 'same',
    attrs.dimRoundingMode as undefined,
  );
}

const ints = (...list: number[]): { ints: number[] } => ({ ints: list });

function convolve(graph: Graph, x: Value, filter: Value, attrs: Record<string, unknown>): Value {
  const info = infoOf(x.shape, filter.shape, attrs);
  const { top, left, bottom, right } = info.padInfo;
  const [n, h, w, c] = info.outShape;
  const y = graph.emit1(
    'Conv',
    [channelsFirst(graph, x), transpose(graph, filter, [3, 2, 0, 1])],
    [n, c, h, w],
    'float32',
    {
      strides: ints(info.strideHeight, info.strideWidth),
      dilations: ints(info.dilationHeight, info.dilationWidth),
      pads: ints(top, left, bottom, right),
    },
  );
  return channelsLast(graph, y);
}

const convolution: Kernel = ({ graph, inputs: { x, filter }, attrs }) => convolve(graph, x, filter, attrs);

const fusedConvolution: Kernel = ({ graph, inputs, attrs }) => {
  let y = convolve(graph, inputs.x, inputs.filter, attrs);
  if (inputs.bias) y = add(graph, y, inputs.bias);
  return activate(graph, y, inputs, attrs);
};

/** The gradient with respect to the input, which is also the transposed convolution. */
const ofInput: Kernel = ({ graph, inputs: { dy, filter }, attrs }) => {
  const [n, h, w, c] = attrs.inputShape as number[];
  const info = infoOf([n, h, w, c], filter.shape, attrs);
  const { top, left, bottom, right } = info.padInfo;
  // The rest that the strides leave over at the far edges. ConvTranspose cannot know it.
  const restOf = (size: number, out: number, stride: number, kernel: number, pads: number): number =>
    size - ((out - 1) * stride + kernel - pads);
  const dx = graph.emit1(
    'ConvTranspose',
    [channelsFirst(graph, dy), transpose(graph, filter, [3, 2, 0, 1])],
    [n, c, h, w],
    'float32',
    {
      strides: ints(info.strideHeight, info.strideWidth),
      pads: ints(top, left, bottom, right),
      output_padding: ints(
        restOf(h, info.outHeight, info.strideHeight, info.filterHeight, top + bottom),
        restOf(w, info.outWidth, info.strideWidth, info.filterWidth, left + right),
      ),
    },
  );
  return channelsLast(graph, dx);
};

/**
 * The gradient with respect to the filter: a convolution of the input with the output's gradient, with batch and
 * channels exchanged.
 */
const ofFilter: Kernel = ({ graph, inputs: { x, dy }, attrs }) => {
  const [fh, fw, inputs, outputs] = attrs.filterShape as number[];
  const info = infoOf(x.shape, [fh, fw, inputs, outputs], attrs);
  const { top, left } = info.padInfo;
  // The dilated kernel dy spans (out - 1) stride + 1. With the padding at the far edge there are at least as many
  // positions as the filter has.
  const far = (filter: number, out: number, stride: number, size: number, near: number): number =>
    Math.max(0, filter + (out - 1) * stride - size - near);
  const bottom = far(fh, info.outHeight, info.strideHeight, info.inHeight, top);
  const right = far(fw, info.outWidth, info.strideWidth, info.inWidth, left);
  const height = info.inHeight + top + bottom - (info.outHeight - 1) * info.strideHeight;
  const width = info.inWidth + left + right - (info.outWidth - 1) * info.strideWidth;
  const gradient = graph.emit1(
    'Conv',
    [transpose(graph, x, [3, 0, 1, 2]), transpose(graph, dy, [3, 0, 1, 2])],
    [inputs, outputs, height, width],
    'float32',
    {
      strides: ints(1, 1),
      dilations: ints(info.strideHeight, info.strideWidth),
      pads: ints(top, left, bottom, right),
    },
  );
  return transpose(graph, slice(graph, gradient, [0, 0, 0, 0], [inputs, outputs, fh, fw]), [2, 3, 0, 1]);
};

export const convolutionKernels: KernelTable = {
  Conv2D: convolution,
  FusedConv2D: fusedConvolution,
  Conv2DBackpropInput: ofInput,
  Conv2DBackpropFilter: ofFilter,
};
