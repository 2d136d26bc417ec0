import type { PolicySession } from '@open-ada/ada-agent/acting';
import ort from 'onnxruntime-node';

/** ONNX Runtime as the acting half wants it. */
export function runtimeOf(session: ort.InferenceSession): PolicySession {
  return {
    async run(inputs) {
      const feeds = Object.entries(inputs).map(([name, { data, dims }]) => {
        return [name, new ort.Tensor('float32', data.slice(), dims)];
      });
      const results = await session.run(Object.fromEntries(feeds));
      return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, tensor.data as Float32Array]));
    },
  };
}
