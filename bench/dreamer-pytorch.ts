import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DreamerConfig, DreamerNetwork } from '@open-ada/dreamer';
import type { Data, TensorSpec } from '@open-ada/onnx-jit';

const SCRIPT = fileURLToPath(new URL('../dreamer-pytorch.py', import.meta.url));

interface Update {
  network: DreamerNetwork;
  config: DreamerConfig;
  /** [P] */
  parameters: Float32Array;
  batch: Record<string, Data>;
  specs: Record<string, TensorSpec>;
  threads: number;
}

/** The same update in PyTorch. Undefined where python3 (or PYTHON) has no torch. */
export function dreamerInPytorch(update: Update): { version: string; milliseconds: number; loss: number } | undefined {
  const { network, config, parameters, batch, specs, threads } = update;
  const directory = mkdtempSync(join(tmpdir(), 'bench-dreamer-'));
  try {
    const about = {
      parameters: network.parameters.entries.map(({ name, shape }) => [name, shape]),
      batch: Object.entries(specs).map(([name, { shape }]) => [name, shape]),
      ...{ size: network.size, config, critic: network.criticParameters.size, threads },
    };
    const values = Object.keys(specs).map((name) => Buffer.from(Float32Array.from(batch[name]).buffer));
    const numbers = Buffer.concat([Buffer.from(parameters.buffer), ...values]);
    writeFileSync(join(directory, 'about.json'), JSON.stringify(about));
    writeFileSync(join(directory, 'numbers.bin'), numbers);
    const files = ['about.json', 'numbers.bin'].map((name) => join(directory, name));
    const { status, stdout } = spawnSync(process.env.PYTHON ?? 'python3', [SCRIPT, ...files], { encoding: 'utf8' });
    return status === 0 ? JSON.parse(stdout) : undefined;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
