// `pnpm docs:site`: installs what the site needs into this folder, gathers the pages of the repository, documents the
// public functions with TypeDoc, builds the site into site/dist, and checks its links. Needs the package registry once.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deadLinks } from './check-links.mjs';
import { gather } from './gather.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..');
const pages = join(here, 'pages');
/** Packages whose functions are meant for others. */
const PACKAGES = ['production-rules', 'xland-sim', 'curriculum', 'onnx-jit', 'env-server', 'viewer'];

/** The source of what a package exports first. */
const entryOf = (name) => {
  const manifest = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'));
  return join(root, 'packages', name, manifest.exports['.']['@open-ada/source']);
};

function run(program, ...options) {
  const { status, error } = spawnSync(program, options, { cwd: here, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) {
    process.stderr.write(
      `The site is not built: ${program} ${options.join(' ')} failed${error ? `, ${error.message}` : ''}.\n`,
    );
    process.exit(1);
  }
}

/** TypeDoc names a package after the folder of its source. */
function nameApi() {
  const folder = join(pages, 'api');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.md')) continue;
    const text = readFileSync(join(folder, name), 'utf8');
    const named = text.replaceAll(/^(# |- )(\[?)([a-z-]+)\/src\b/gm, '$1$2@open-ada/$3');
    writeFileSync(join(folder, name), named);
  }
}

process.stdout.write('Installing what the site needs ...\n');
run('npx', '--yes', 'pnpm@10.34.9', 'install', '--ignore-workspace', '--frozen-lockfile', '--prefer-offline');
gather(root, pages);
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
    '--hidePageHeader',
    '--name',
    'API',
    '--entryFileName',
    'index',
  ],
  ...PACKAGES.map((name) => entryOf(name)),
);
nameApi();
run(bin('vitepress'), 'build', '.');
const dead = deadLinks(join(here, 'dist'));
if (dead.length > 0) {
  process.stderr.write(`${dead.join('\n')}\n${dead.length} links of the site lead nowhere.\n`);
  process.exit(1);
}
process.stdout.write(`The site is in ${join(here, 'dist')}.\n`);
