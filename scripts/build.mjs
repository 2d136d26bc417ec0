// Compiles what changed (TypeScript's native compiler, incremental), one process at a time.
// Usage: node scripts/build.mjs [project]. Without a project: everything, the tests' types included.
import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { alone } from './build-lock.mjs';
import { announce } from './starting.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');

/**
 * @param {string} project folder with a tsconfig.json
 * @returns {Promise<{ status: number | null, output: Buffer }>}
 */
export function build(project) {
  const waiting = () => process.stderr.write('waiting for another command that compiles ...\n');
  return alone(join(root, 'node_modules', '.build.lock'), () => compile(project), waiting);
}

function compile(project) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [compiler, '-b', project], { stdio: ['ignore', 'pipe', 'pipe'] });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => output.push(part));
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, output: Buffer.concat(output) }));
  });
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const compiled = announce('compiling what changed ...');
  const { status, output } = await build(process.argv[2] ?? root);
  compiled();
  process.stderr.write(output);
  process.exitCode = status ?? 1;
}
