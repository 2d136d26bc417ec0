import { registerGradients } from './gradients/register.js';

export type { AdamW, AdamWConfig, AdamWUpdate } from './adamw.js';
export { adamW, emaUpdate } from './adamw.js';
export type { ExportOptions } from './export.js';
export { exportOnnx } from './export.js';
export { countFlops } from './flops.js';
export type { Loss } from './gradient.js';
export { stopGradient, valueAndGrad } from './gradient.js';
export { jit } from './jit.js';
export { readOnnxMetadata } from './onnx/schema.js';
export type { AttentionOptions } from './ops/attention.js';
export { attention } from './ops/attention.js';
export { gelu } from './ops/gelu.js';
export { layerNorm } from './ops/layer-norm.js';
export { linearRecurrence } from './ops/linear-recurrence.js';
export { logSoftmax } from './ops/log-softmax.js';
export { silu } from './ops/silu.js';
export type { ParameterEntry } from './parameters.js';
export { ParameterLayout } from './parameters.js';
export { allocate, allocateAll } from './run/arrays.js';
export type { SafetensorsFile, SafetensorsTensor } from './safetensors.js';
export { decodeSafetensors, encodeSafetensors } from './safetensors.js';
export type { StatefulStep } from './step.js';
export { jitStep } from './step.js';
export { flattenSpecs, flattenTensors, nest } from './tree.js';
export type * from './types.js';

registerGradients();
