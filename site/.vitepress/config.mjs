import { defineConfig } from 'vitepress';

/** Names of parts as code hosts make them, so that links work in both places. */
const slugify = (title) =>
  title
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');

/** A rule of markdown-it. */
function lineEnd(state, silent) {
  if (!state.src.startsWith('<br>', state.pos)) return false;
  if (!silent) state.push('hardbreak', 'br', 0);
  state.pos += '<br>'.length;
  return true;
}

/** Lets indented code look, and scroll, as code between marks does. */
function fenceAll({ tokens }) {
  for (const token of tokens) {
    if (token.type === 'code_block') Object.assign(token, { type: 'fence', info: 'text', markup: '```' });
  }
}

function extend(md) {
  md.inline.ruler.before('text', 'br', lineEnd);
  md.core.ruler.push('fence_all', fenceAll);
}

const page = (text, link) => ({ text, link });

export default defineConfig({
  title: 'open-ada',
  description: 'An open re-implementation of AdA: meta-reinforcement learning and in-context adaptation',
  srcDir: 'pages',
  outDir: 'dist',
  // site/check-links.mjs checks what was built, parts of pages included.
  ignoreDeadLinks: true,
  // Words in angle brackets are text in these pages, not elements, but for the end of a line in a table.
  markdown: { html: false, anchor: { slugify }, config: extend },
  themeConfig: {
    search: { provider: 'local' },
    nav: [page('First hour', '/docs/first-hour'), page('Results', '/docs/results/families'), page('API', '/api/')],
    sidebar: [
      {
        text: 'Start',
        items: [
          page('open-ada', '/'),
          page('The first hour', '/docs/first-hour'),
          page('Troubleshooting', '/docs/troubleshooting'),
          page('Glossary', '/docs/glossary'),
          page('AdA and this', '/docs/ada-and-this'),
        ],
      },
      {
        text: 'Use',
        items: [
          page('Training', '/docs/training'),
          page('Sweeps', '/docs/sweeps'),
          page('Settings', '/docs/settings'),
          page('Metrics', '/docs/metrics'),
          page('Evaluating', '/docs/evaluating'),
          page('The viewer', '/docs/viewer'),
          page('Task files', '/docs/task-files'),
          page('Writing probes', '/docs/writing-probes'),
          page('From Python', '/python/'),
          page('As a library', '/docs/simulator'),
          page('Examples', '/examples/'),
          page('policy.onnx', '/docs/policy-onnx'),
          page('Backends and GPUs', '/docs/gpu-backends'),
        ],
      },
      {
        text: 'Understand',
        items: [
          page('The agent', '/docs/agent'),
          page('The world', '/docs/world'),
          page('Observations', '/docs/observation'),
          page('The curriculum', '/docs/curriculum'),
          page('The probes', '/docs/probes'),
          page('Probes for two players', '/docs/probes-two-players'),
        ],
      },
      {
        text: 'Results',
        items: [
          page('Released agents', '/docs/results/families'),
          page('Adaptation', '/docs/results/adaptation'),
          page('Ablations', '/docs/results/ablations'),
          page('Model sizes', '/docs/results/scaling'),
          page('Distillation', '/docs/results/distillation'),
          page('Imitation', '/docs/results/imitation'),
          page('Diagnostic problems', '/docs/results/diagnostics'),
          page('Reproducing', '/docs/reproducing'),
          page('Model cards', '/docs/model-cards'),
          page('Data card', '/docs/data-card'),
          page('Errata', '/docs/errata'),
        ],
      },
      {
        text: 'Reference',
        items: [page('API', '/api/'), page('Contributing', '/CONTRIBUTING'), page('Changelog', '/CHANGELOG')],
      },
    ],
  },
});
