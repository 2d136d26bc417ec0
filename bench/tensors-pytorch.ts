import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { initialise, layoutOf, type ModelSizes, tokensOf } from './tensors-model.js';

const SCRIPT = fileURLToPath(new URL('../tensors-pytorch.py', import.meta.url));

export interface PytorchRun {
  version: string;
  milliseconds: number;
  losses: number[];
}

/**
 * Runs the same steps in PyTorch, from the same parameters on the same batch. Undefined where python3 (or PYTHON) has
 * no torch.
 */
export function pytorchRun(sizes: ModelSizes, steps: number, threads: number): PytorchRun | undefined {
  const directory = mkdtempSync(join(tmpdir(), 'bench-tensors-'));
  try {
    const path = (name: string) => join(directory, name);
    const { tokens, targets } = tokensOf(sizes);
    writeFileSync(path('sizes.json'), JSON.stringify(sizes));
    writeFileSync(path('parameters.bin'), initialise(layoutOf(sizes)));
    writeFileSync(path('tokens.bin'), Int32Array.of(...tokens, ...targets));
    const files = ['sizes.json', 'parameters.bin', 'tokens.bin'].map(path);
    const { status, stdout } = spawnSync(
      process.env.PYTHON ?? 'python3',
      [SCRIPT, ...files, String(steps), String(threads)],
      { encoding: 'utf8' },
    );
    return status === 0 ? (JSON.parse(stdout) as PytorchRun) : undefined;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
