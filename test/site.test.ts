import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
// @ts-expect-error Plain JavaScript: the site is built without a compiler.
import { deadLinks } from '../site/check-links.mjs';
// @ts-expect-error As above.
import { gather } from '../site/gather.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'site '));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}
const page = (file: string): string => readFileSync(join(folder, 'pages', file), 'utf8');

describe('the pages of the site', () => {
  it('show what they link to: pages, text of files, lists of folders, and figures', () => {
    write('README.md', '[a](docs/a.md#part) [code](packages/p/src/x.ts) [all](tasks/) [far](https://example.org)');
    write(
      'docs/a.md',
      '<!-- made by a command -->\n| <img src="a/x.svg" width="9" alt="an x"> | [p](../packages/p/README.md) |',
    );
    write('docs/a/x.svg', '<svg/>');
    write('docs/a/deep/b.md', '# B');
    write('packages/p/README.md', '# P');
    write('packages/p/src/x.ts', 'const fence = "```";');
    write('tasks/one.jsonc', '{}');
    gather(folder, join(folder, 'pages'));
    expect(page('index.md')).toBe(
      '[a](docs/a.md#part) [code](packages/p/src/x.ts.md) [all](tasks/index.md) [far](https://example.org)',
    );
    expect(page('docs/a.md')).toBe('| ![an x](a/x.svg) | [p](../packages/p/index.md) |');
    expect(page('packages/p/src/x.ts.md')).toContain('``````ts\nconst fence = "```";\n``````');
    expect(page('tasks/index.md')).toContain('- one.jsonc');
    for (const file of ['docs/a/deep/b.md', 'docs/a/x.svg', 'public/docs/a/x.svg']) {
      expect(existsSync(join(folder, 'pages', file)), file).toBe(true);
    }
  });

  it('are checked for links that lead nowhere', () => {
    const links = [
      'b.html#there',
      'b',
      '/docs/',
      '#own',
      'https://example.org',
      'c.html',
      'b.html#not%20there',
      '/x.svg',
    ];
    write('a.html', `<i id="own"></i>${links.map((link) => `<a href="${link}">`).join('')}<img src="y.png">`);
    write('b.html', '<h2 id="there">');
    write('docs/index.html', '');
    expect(deadLinks(folder)).toEqual([
      'a.html: c.html is not there.',
      'a.html: b.html has no part "not there".',
      'a.html: /x.svg is not there.',
      'a.html: y.png is not there.',
    ]);
  });
});
