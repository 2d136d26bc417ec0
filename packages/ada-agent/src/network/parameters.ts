import { ParameterLayout } from '@open-ada/onnx-jit';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Initial values of a parameter: normal with standard deviation `std`, or `constant + slope * index`. */
export interface ParameterEntry {
  name: string;
  shape: number[];
  std: number;
  constant: number;
  slope: number;
}

/** Collects the parameters of a network in a fixed order. */
export class ParameterList {
  readonly entries: ParameterEntry[] = [];

  /** A weight matrix [inputs, outputs], normal with std gain / sqrt(inputs). Its bias, zero at first, is optional. */
  dense(name: string, inputs: number, outputs: number, { gain = 1, bias = true } = {}): void {
    this.entries.push({
      name: `${name}/weight`,
      shape: [inputs, outputs],
      std: gain / Math.sqrt(inputs),
      constant: 0,
      slope: 0,
    });
    if (bias) this.constant(`${name}/bias`, [outputs], 0);
  }

  normal(name: string, shape: number[], std: number): void {
    this.entries.push({ name, shape, std, constant: 0, slope: 0 });
  }

  constant(name: string, shape: number[], constant: number): void {
    this.entries.push({ name, shape, std: 0, constant, slope: 0 });
  }

  /** A vector that starts as 0, slope, 2 slope, ... */
  slope(name: string, size: number, slope: number): void {
    this.entries.push({ name, shape: [size], std: 0, constant: 0, slope });
  }

  norm(name: string, width: number): void {
    this.constant(`${name}/gain`, [width], 1);
    this.constant(`${name}/bias`, [width], 0);
  }

  /** The second half of a block of width `width`. `gain` scales its contribution to the residual. */
  gatedFeedForward(at: string, width: number, hidden: number, gain: number): void {
    this.norm(`${at}/feedForward/norm`, width);
    this.dense(`${at}/gate`, width, hidden);
    this.dense(`${at}/linear`, width, hidden);
    this.dense(`${at}/down`, hidden, width, { gain });
  }

  layout(): ParameterLayout {
    return new ParameterLayout(this.entries.map(({ name, shape }) => ({ name, shape })));
  }

  /** Fresh values in the order of the layout. The same seed gives the same bits. */
  initialise(seed: number): Float32Array {
    const generator = xoroshiro128plus(seed);
    const uniform = () => ((generator.next() >>> 0) + 0.5) / 2 ** 32;
    const sizes = this.entries.map((entry) => entry.shape.reduce((a, b) => a * b, 1));
    const flat = new Float32Array(sizes.reduce((a, b) => a + b, 0));
    let offset = 0;
    for (const [i, entry] of this.entries.entries()) {
      for (let j = 0; j < sizes[i]; j++) {
        // The sum of twelve uniform numbers is close enough to normal, and it is exact on every platform.
        let normal = -6;
        if (entry.std > 0) for (let n = 0; n < 12; n++) normal += uniform();
        flat[offset++] = entry.std > 0 ? normal * entry.std : entry.constant + entry.slope * j;
      }
    }
    return flat;
  }
}
