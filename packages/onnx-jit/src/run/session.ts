import ort from 'onnxruntime-node';
import type { Backend, Data, TensorSpec } from '../types.js';
import { checkArray } from './arrays.js';

// Failures are thrown; other messages are not worth a line on the console.
ort.env.logLevel = 'fatal';

type OnnxBackend = Extract<Backend, `onnx-${string}`>;

export interface SessionOptions {
  backend: OnnxBackend;
  threads: number;
  profile?: string;
}

/** Caches the ONNX Runtime tensor of each array. It is made at most once per array and name. */
class TensorCache {
  readonly #tensors: Record<string, WeakMap<Data, ort.Tensor>> = {};

  constructor(
    readonly kind: 'input' | 'output',
    readonly specs: Record<string, TensorSpec>,
  ) {
    for (const name of Object.keys(specs)) this.#tensors[name] = new WeakMap();
  }

  get(name: string, data: Data): ort.Tensor {
    const known = data && this.#tensors[name]?.get(data);
    if (known) return known;
    const spec = this.specs[name];
    checkArray(this.kind, name, data, spec);
    const tensor = new ort.Tensor(spec.dtype, data as never, spec.shape);
    this.#tensors[name].set(data, tensor);
    return tensor;
  }
}

/** An ONNX Runtime session that reads and writes the caller's arrays. */
export class Session {
  readonly #feeds: Record<string, ort.Tensor> = {};
  readonly #inputs: TensorCache;
  readonly #outputs: TensorCache;

  private constructor(
    private readonly session: ort.InferenceSession,
    inputs: Record<string, TensorSpec>,
    outputs: Record<string, TensorSpec>,
    private readonly graphNames: Record<string, string>,
    private readonly profiling: boolean,
  ) {
    this.#inputs = new TensorCache('input', inputs);
    this.#outputs = new TensorCache('output', outputs);
  }

  /** @param graphNames name of each output in the graph */
  static async create(
    onnx: Uint8Array,
    inputs: Record<string, TensorSpec>,
    outputs: Record<string, TensorSpec>,
    graphNames: Record<string, string>,
    options: SessionOptions,
  ): Promise<Session> {
    const provider = options.backend.slice('onnx-'.length);
    const sessionOptions: ort.InferenceSession.SessionOptions = {
      executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
      graphOptimizationLevel: 'all',
      intraOpNumThreads: options.threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      enableCpuMemArena: true,
      enableMemPattern: true,
      logSeverityLevel: 4,
      extra: {
        // Spinning threads would take the cores on which the environments run.
        session: { intra_op: { allow_spinning: '0' } },
        // SkipLayerNormalization is several times slower than the two operators that it replaces. A product with a
        // scale factor misses the fast paths for vectors.
        optimization: { disable_specified_optimizers: 'SkipLayerNormFusion;MatMulScaleFusion' },
      },
    };
    if (options.profile) Object.assign(sessionOptions, { enableProfiling: true, profileFilePrefix: options.profile });
    try {
      const session = await ort.InferenceSession.create(onnx, sessionOptions);
      return new Session(session, inputs, outputs, graphNames, options.profile !== undefined);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const what =
        provider === 'cpu' ? 'ONNX Runtime refused the graph' : `ONNX Runtime has no '${provider}' device here`;
      const hint = provider === 'cpu' ? '' : "; use the backend 'onnx-cpu'";
      throw new Error(`${what} (${reason.replaceAll(/\s+/g, ' ')})${hint}.`, { cause: error });
    }
  }

  async run(inputs: Record<string, Data>, outputs: Record<string, Data>): Promise<void> {
    for (const name in this.#inputs.specs) this.#feeds[name] = this.#inputs.get(name, inputs[name]);
    const fetches: Record<string, ort.Tensor> = {};
    for (const name in outputs) fetches[this.graphNames[name] ?? name] = this.#outputs.get(name, outputs[name]);
    await this.session.run(this.#feeds, fetches);
  }

  async release(): Promise<void> {
    if (this.profiling) this.session.endProfiling();
    await this.session.release();
  }
}
