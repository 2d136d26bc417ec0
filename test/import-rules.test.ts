import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Left may import right, nothing else. */
const ALLOWED: Record<string, string[]> = {
  'production-rules': [],
  'xland-sim': ['production-rules'],
  curriculum: ['xland-sim', 'production-rules'],
  'onnx-jit': [],
  'ada-agent': ['onnx-jit', 'xland-sim'],
  muesli: ['onnx-jit'],
  dreamer: ['onnx-jit'],
  distill: ['muesli', 'ada-agent'],
  'node-kit': [],
  rollout: ['ada-agent', 'dreamer', 'onnx-jit', 'xland-sim', 'production-rules', 'node-kit'],
  'env-server': ['curriculum', 'xland-sim', 'production-rules'],
  evaluation: ['rollout', 'ada-agent', 'xland-sim', 'curriculum', 'production-rules', 'node-kit'],
  viewer: ['xland-sim', 'production-rules', 'node-kit'],
  'viewer-page': ['viewer', 'xland-sim', 'production-rules', 'ada-agent', 'dreamer', 'node-kit'],
  training: [
    'rollout',
    'curriculum',
    'ada-agent',
    'muesli',
    'dreamer',
    'distill',
    'onnx-jit',
    'xland-sim',
    'production-rules',
    'node-kit',
  ],
};

/** Folders of a package, from the bottom up: imports run down or stay. Files beside the folders lie above all of them. */
const STACKS: Record<string, string[]> = {
  'production-rules': ['schema', 'language', 'engine', 'describe'],
  'xland-sim': ['settings', 'world', 'physics', 'scene', 'observation', 'environment', 'replay', 'experts'],
  curriculum: ['games', 'worlds', 'tasks', 'sampling'],
  'ada-agent': ['network', 'acting', 'files'],
  muesli: ['equations'],
  dreamer: ['equations', 'network', 'environments'],
  evaluation: ['playing', 'statistics', 'protocol', 'probes', 'page', 'results'],
  training: ['config', 'transport', 'actor', 'learner', 'storage', 'metrics', 'curves', 'display', 'run', 'dreamer'],
};

/** Files beside the folders that lie below all of them. */
const FOUNDATIONS = ['random.ts'];

/** What a browser may have of an agent. */
const ACTING = ['@open-ada/ada-agent/acting', '@open-ada/dreamer/acting'];

/** Packages that also run in a browser. */
const NO_NODE = ['production-rules', 'xland-sim', 'ada-agent', 'muesli', 'dreamer', 'distill'];

interface Import {
  file: string;
  from: string;
  typeOnly: boolean;
}

function importsOf(name: string): Import[] {
  const source = join(root, 'packages', name, 'src');
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(join(source, file), 'utf8');
      const found = text.matchAll(
        /^(?:import|export)\s+(type\s)?[^;'"]*?\bfrom\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm,
      );
      return [...found].map((m) => ({
        file: `${name}/src/${file}`,
        from: m[2] ?? m[3] ?? m[4],
        typeOnly: m[1] !== undefined,
      }));
    });
}

describe('import rules', () => {
  it('covers every package', () => {
    expect(readdirSync(join(root, 'packages')).sort()).toEqual(Object.keys(ALLOWED).sort());
  });

  for (const [name, allowed] of Object.entries(ALLOWED)) {
    const imports = importsOf(name);

    it(`${name} imports only ${allowed.join(', ') || 'no other package'}`, () => {
      const workspace = imports.filter((i) => i.from.startsWith('@open-ada/'));
      const foreign = workspace.filter((i) => !allowed.includes(i.from.split('/')[1]));
      expect(foreign).toEqual([]);
      expect(imports.filter((i) => i.from.includes('scripts/'))).toEqual([]);
    });

    it(`${name} declares what it imports`, () => {
      const manifest = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'));
      const declared = Object.keys({
        ...manifest.dependencies,
        ...manifest.peerDependencies,
        ...manifest.optionalDependencies,
      });
      const used = imports.map((i) => i.from).filter((from) => !from.startsWith('.') && !from.startsWith('node:'));
      const missing = used.filter((from) => !declared.some((d) => from === d || from.startsWith(`${d}/`)));
      expect(missing).toEqual([]);
    });
  }

  for (const [name, folders] of Object.entries(STACKS)) {
    it(`the folders of ${name} are a stack: ${folders.join(' < ')}`, () => {
      const source = `${name}/src/`;
      const floorOf = (file: string): number => {
        const [first, ...rest] = file.slice(source.length).split('/');
        if (rest.length > 0) return folders.indexOf(first);
        return FOUNDATIONS.includes(first) ? -1 : folders.length;
      };
      const relative = importsOf(name).filter((i) => i.from.startsWith('.'));
      const upward = relative.filter(({ file, from }) => floorOf(join(dirname(file), from)) > floorOf(file));
      expect(upward.map(({ file, from }) => `${file} -> ${from}`)).toEqual([]);
      const present = readdirSync(join(root, 'packages', name, 'src'), { withFileTypes: true });
      expect(
        present
          .filter((entry) => entry.isDirectory())
          .map((entry) => entry.name)
          .sort(),
      ).toEqual([...folders].sort());
    });
  }

  it('ada-agent takes only types from the simulator', () => {
    expect(importsOf('ada-agent').filter((i) => i.from === '@open-ada/xland-sim' && !i.typeOnly)).toEqual([]);
  });

  it('the viewer takes of the agent only its acting half, and its page uses no Node built-in', () => {
    const imports = importsOf('viewer-page');
    const ofAgents = imports.filter((i) => /^@open-ada\/(ada-agent|dreamer)/.test(i.from) && !i.typeOnly);
    const whole = ofAgents.filter((i) => !ACTING.includes(i.from));
    expect(whole).toEqual([]);
    const page = imports.filter((i) => i.file.startsWith('viewer-page/src/page/'));
    expect(page.length).toBeGreaterThan(0);
    expect(page.filter((i) => /^node:|^@open-ada\/node-kit|\/picture\/|build-page/.test(i.from))).toEqual([]);
    // What the server says, and nothing of the server itself.
    expect(page.filter((i) => /^@open-ada\/viewer/.test(i.from) && i.from !== '@open-ada/viewer/protocol')).toEqual([]);
  });

  it.each([
    ['ada-agent', 'acting/acting.ts', 4],
    ['dreamer', 'policy-actor.ts', 2],
  ])('the acting half of %s needs no tensor library', (name, half, files) => {
    const imports = importsOf(name).filter((i) => !i.typeOnly);
    const seen = new Set<string>();
    const follow = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const { from } of imports.filter((i) => i.file === file)) {
        expect(from, file).toMatch(/^\.\.?\//);
        follow(join(dirname(file), from).replace(/\.js$/, '.ts'));
      }
    };
    follow(`${name}/src/${half}`);
    expect(seen.size).toBeGreaterThanOrEqual(files);
  });

  for (const name of NO_NODE) {
    it(`${name} uses no Node built-in`, () => {
      expect(importsOf(name).filter((i) => i.from.startsWith('node:'))).toEqual([]);
    });
  }
});
