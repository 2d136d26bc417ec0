import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
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
import type { Library } from '@open-ada/viewer/protocol';
import { buildViewerPage } from '@open-ada/viewer-page';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Packages that are published. */
const PACKED = ['production-rules', 'xland-sim', 'onnx-jit', 'node-kit', 'viewer'];

/** What the example of a README prints. That of the viewer goes on; node-kit is there for the viewer only. */
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
  beforeAll(async () => {
    await buildViewerPage();
    for (const name of PACKED) manifests[name] = install(name);
  });

  it.each(Object.entries(EXAMPLES))('%s: the example of its README runs', (name, prints) => {
    const file = join(project, `${name}.mjs`);
    writeFileSync(file, exampleOf(name));
    expect(run(process.execPath, [file], project)).toMatch(prints);
  });

  it('viewer: the example of its README serves the page, what the page needs, and the episode', async () => {
    const file = join(project, 'viewer.mjs');
    writeFileSync(file, exampleOf('viewer'));
    const server = spawn(process.execPath, [file], { cwd: project, stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [line] = (await once(server.stdout, 'data')) as [Buffer];
      const [address] = line.toString().match(/^http:\S+/)!;
      const read = async (path: string): Promise<string> => {
        const response = await fetch(`${address}/${path}`);
        expect(response.status, path).toBe(200);
        return response.text();
      };
      const scripts = [...(await read('')).matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, path]) => path);
      expect(scripts.length).toBeGreaterThan(1);
      for (const path of [...scripts, 'runtime/ort-wasm-simd-threaded.wasm']) await read(path);
      const library = JSON.parse(await read('api/library')) as Library;
      expect(library).toMatchObject({
        tasks: [{ name: 'make a sphere' }],
        replays: [{ path: 'runs/solved.replay' }],
        agents: [],
        start: { kind: 'replay', path: 'runs/solved.replay' },
      });
      expect(JSON.parse(await read('files/runs/solved.replay'))).toMatchObject({ task: { name: 'make a sphere' } });
    } finally {
      server.kill();
    }
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
      import { serveViewer, type Viewer } from '@open-ada/viewer';
      export const task: Task = parseTask('');
      export const backend: Backend = 'onnx-cpu';
      export const size: number = new BatchedEnvironment(COMPACT, 1).observationSpec.size;
      export const viewer: Promise<Viewer> = serveViewer({ root: '.', port: 0 });
      // @ts-expect-error There is no such setting.
      export const optimiser = adamW({ learningRate: 1, gradientNorm: 1 });`;
    writeFileSync(join(project, 'use.ts'), code);
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--types', '', 'use.ts'];
    run(process.execPath, [compiler, ...options], project);
  });
});
