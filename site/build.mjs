// `pnpm docs:site`: installs what the site needs into this folder, gathers the pages of the repository, documents the
// public functions with TypeDoc, and builds the site into site/dist. Needs the package registry once.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..');
const pages = join(here, 'pages');
/** Packages whose functions are meant for others. */
const PACKAGES = ['production-rules', 'xland-sim', 'curriculum', 'onnx-jit', 'env-server'];

function run(program, ...options) {
  const { status, error } = spawnSync(program, options, { cwd: here, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) {
    process.stderr.write(
      `The site is not built: ${program} ${options.join(' ')} failed${error ? `, ${error.message}` : ''}.\n`,
    );
    process.exit(1);
  }
}

/** Markdown files of a folder of the repository, by path. */
const markdownIn = (folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));

function gather() {
  rmSync(pages, { recursive: true, force: true });
  const files = [
    ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'python/README.md', 'examples/README.md'],
    ...readdirSync(join(root, 'packages')).map((name) => `packages/${name}/README.md`),
    ...markdownIn('docs'),
    ...readdirSync(join(root, 'docs'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'images')
      .flatMap(({ name }) => markdownIn(join('docs', name))),
  ].filter((file) => existsSync(join(root, file)));
  for (const file of files) {
    const target = join(pages, basename(file) === 'README.md' ? join(dirname(file), 'index.md') : file);
    mkdirSync(dirname(target), { recursive: true });
    const text = readFileSync(join(root, file), 'utf8');
    // Comments mark generated parts. As the site takes all markup for text, it would show them.
    const shown = text.replaceAll(/<!--[\s\S]*?-->\n?/g, '');
    writeFileSync(target, shown.replaceAll(/\]\(([^)\s]*)README\.md/g, ']($1index.md'));
  }
  cpSync(join(root, 'docs', 'images'), join(pages, 'docs', 'images'), { recursive: true });
}

run('npx', '--yes', 'pnpm@10.34.9', 'install', '--ignore-workspace', '--frozen-lockfile', '--prefer-offline');
gather();
const bin = (name) => join(here, 'node_modules', '.bin', name);
run(
  bin('typedoc'),
  ...['--plugin', 'typedoc-plugin-markdown', '--out', join(pages, 'api'), '--readme', 'none', '--entryPointStrategy'],
  ...[
    'resolve',
    '--tsconfig',
    'typedoc.tsconfig.json',
    '--skipErrorChecking',
    '--hideBreadcrumbs',
    '--entryFileName',
    'index',
  ],
  ...PACKAGES.map((name) => join(root, 'packages', name, 'src', 'index.ts')),
);
run(bin('vitepress'), 'build', '.');
process.stdout.write(`The site is in ${join(here, 'dist')}.\n`);
