import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Packages that are of use alone, and what their example prints. */
const EXAMPLES: Record<string, RegExp> = {
  'production-rules': /make a sphere[\s\S]*blck cube/,
  'xland-sim': /entities: 12 x 20[\s\S]*mean reward of a step: 0\.\d+/,
  'onnx-jit': /^(0\.0\d+|\d\.\d+e-\d+) Float32Array/m,
};

/** A project that has nothing but the packed packages and what they say they need. `pnpm check:packages` installs them. */
const project = mkdtempSync(join(tmpdir(), 'a project '));
const modules = join(project, 'node_modules');
afterAll(() => rmSync(project, { recursive: true, force: true }));

interface Manifest {
  dependencies: Record<string, string>;
  files: string[];
  private?: boolean;
}

function run(program: string, options: string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(program, options, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${options.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

/** What npm packs of every package, besides its list `files`. */
const ALWAYS = ['package.json', 'README.md', 'LICENSE'];

/** Puts what would be published of a package into the project, and links its dependencies. */
function install(name: string): Manifest {
  const source = join(root, 'packages', name);
  const target = join(modules, '@open-ada', name);
  const { files } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as Manifest;
  for (const file of [...ALWAYS, ...files]) cpSync(join(source, file), join(target, file), { recursive: true });
  const manifest = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8')) as Manifest;
  for (const dependency of Object.keys(manifest.dependencies)) {
    if (dependency.startsWith('@open-ada/')) continue;
    const link = join(modules, dependency);
    mkdirSync(dirname(link), { recursive: true });
    rmSync(link, { force: true });
    symlinkSync(realpathSync(join(source, 'node_modules', dependency)), link);
  }
  return manifest;
}

/** The first block of JavaScript in a package's README. */
function exampleOf(name: string): string {
  const [, code] = readFileSync(join(modules, '@open-ada', name, 'README.md'), 'utf8').match(/```js\n([\s\S]*?)```/)!;
  return code;
}

describe('packages that are used alone', () => {
  const manifests: Record<string, Manifest> = {};
  beforeAll(() => {
    for (const name of Object.keys(EXAMPLES)) manifests[name] = install(name);
  });

  it.each(Object.entries(EXAMPLES))('%s: the example of its README runs', (name, prints) => {
    const file = join(project, `${name}.mjs`);
    writeFileSync(file, exampleOf(name));
    expect(run(process.execPath, [file], project)).toMatch(prints);
  });

  it('have a licence, and types that a project without them beside it compiles with', () => {
    for (const [name, manifest] of Object.entries(manifests)) {
      expect(readFileSync(join(modules, '@open-ada', name, 'LICENSE'), 'utf8')).toContain('MIT');
      expect(manifest.private).toBeUndefined();
    }
    writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
    const code = `import { parseTask, type Task } from '@open-ada/production-rules';
      import { BatchedEnvironment, COMPACT } from '@open-ada/xland-sim';
      import { adamW, type Backend } from '@open-ada/onnx-jit';
      export const task: Task = parseTask('');
      export const backend: Backend = 'onnx-cpu';
      export const size: number = new BatchedEnvironment(COMPACT, 1).observationSpec.size;
      // @ts-expect-error There is no such setting.
      export const optimiser = adamW({ learningRate: 1, gradientNorm: 1 });`;
    writeFileSync(join(project, 'use.ts'), code);
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--types', '', 'use.ts'];
    run(process.execPath, [compiler, ...options], project);
  });
});
