import type { PolicySession } from '@open-ada/ada-agent/acting';
import type * as ort from 'onnxruntime-web';

type Runtime = typeof ort;

/** ONNX Runtime is not part of the page: the server delivers it from its package when an agent is first needed. */
const RUNTIME = '/runtime/ort.wasm.bundle.min.mjs';
const WASM = '/runtime/ort-wasm-simd-threaded.wasm';

let loading: Promise<Runtime> | undefined;

async function load(): Promise<Runtime> {
  const runtime = (await import(/* @vite-ignore */ RUNTIME)) as Runtime;
  runtime.env.wasm.wasmPaths = { wasm: WASM };
  // More threads need shared memory, which requires a cross-origin isolated page. One inference takes only a few
  // milliseconds.
  runtime.env.wasm.numThreads = 1;
  return runtime;
}

/** Opens a policy file with ONNX Runtime's WebAssembly build. */
export async function openPolicy(onnx: Uint8Array): Promise<PolicySession> {
  loading ??= load();
  const { InferenceSession, Tensor } = await loading;
  const session = await InferenceSession.create(onnx, { executionProviders: ['wasm'] });
  return {
    async run(inputs) {
      const feeds = Object.entries(inputs).map(([name, { data, dims }]) => [name, new Tensor('float32', data, dims)]);
      const results = await session.run(Object.fromEntries(feeds));
      return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data as Float32Array]));
    },
  };
}
