import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError, removeWhole, renameWhole } from '@open-ada/node-kit';

const packages = fileURLToPath(new URL('../../', import.meta.url));
/** The package that serves the page and is published with it. */
const viewer = join(packages, 'viewer');
/** All that a page is made of, beside the libraries of the lock file. */
const SOURCES = ['viewer-page/src', 'production-rules/dist', 'xland-sim/dist', 'ada-agent/dist', 'dreamer/dist'];

/**
 * The folder of the page, built now if that was not done for these sources.
 * @throws InputError where it is not built and must not be written
 */
export async function buildViewerPage(): Promise<string> {
  const page = join(viewer, 'dist', 'www');
  const stamp = stampOf();
  const stampFile = join(page, 'sources.sha256');
  const isBuilt = () => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
  if (isBuilt()) return page;
  try {
    accessSync(join(viewer, 'dist'), constants.W_OK);
  } catch {
    throw new InputError(
      `the viewer's page is not built yet, and ${viewer} must not be written; run pnpm build:viewer once where it can be.`,
    );
  }
  process.stderr.write('building the page ...\n');
  const { build } = await import('vite');
  const place = `${page}.${process.pid}`;
  await build({
    root: join(packages, 'viewer-page', 'src', 'page'),
    configFile: false,
    logLevel: 'warn',
    base: './',
    publicDir: false,
    build: {
      outDir: place,
      emptyOutDir: true,
      target: 'es2022',
      assetsDir: 'assets',
      chunkSizeWarningLimit: 1500,
      modulePreload: { polyfill: false },
    },
  });
  writeFileSync(join(place, 'sources.sha256'), stamp);
  mkdirSync(dirname(page), { recursive: true });
  try {
    removeWhole(page);
    renameWhole(place, page);
  } catch (error) {
    // Another process has put its page in place at the same moment.
    removeWhole(place);
    if (!isBuilt()) throw error;
  }
  return page;
}

function stampOf(): string {
  const hash = createHash('sha256');
  hash.update(readFileSync(join(packages, '..', 'pnpm-lock.yaml')));
  for (const source of SOURCES) {
    const files = readdirSync(join(packages, source), { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((name) => /\.(ts|js|css|html|svg)$/.test(name) && !name.endsWith('.d.ts')).sort()) {
      hash.update(`${source}/${file}\n`).update(readFileSync(join(packages, source, file)));
    }
  }
  return hash.digest('hex');
}
