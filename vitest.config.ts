import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/kit/longest-first.js';

// Tests run on the packages' sources, so that a watch sees every change. Worker threads and commands are compiled: `pnpm test` does it first.
const conditions = ['@open-ada/source'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts'],
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
