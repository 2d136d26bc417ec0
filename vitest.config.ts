import { configDefaults, defineConfig } from 'vitest/config';
import { LongestFirst } from './test/kit/longest-first.js';

// Tests run on the packages' sources, so that a watch sees every change. Worker threads and commands are compiled: `pnpm test` does it first.
const conditions = ['@open-ada/source'];
const EVERY = ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts'];
/** Packages that compute in plain TypeScript and keep nothing: their tests can share a process, which loads faster. */
const LIGHT = ['node-kit', 'production-rules', 'xland-sim', 'curriculum'].map(
  (name) => `packages/${name}/test/**/*.test.ts`,
);

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    projects: [
      { extends: true, test: { name: 'light', include: LIGHT, isolate: false } },
      { extends: true, test: { name: 'other', include: EVERY, exclude: [...configDefaults.exclude, ...LIGHT] } },
    ],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // onnxruntime sessions hold native threads: separate processes end cleanly.
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // `pnpm coverage`. Of what runs in the test's own process: worker threads and commands are compiled, and not counted.
    coverage: { provider: 'v8', include: ['packages/*/src/**/*.ts'], reporter: ['text', 'text-summary'] },
  },
});
