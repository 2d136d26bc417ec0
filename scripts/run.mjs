// Starts one command: compiles what changed (TypeScript's native compiler, incremental), then runs the compiled script.
// Usage: node scripts/run.mjs <command> [options], where a command is a script here, or the folder bench beside it
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const [command, ...options] = process.argv.slice(2);
const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
const home = command === 'bench' ? join(here, '..', 'bench') : here;
const build = spawnSync(process.execPath, [compiler, '-b', home], { stdio: ['ignore', 2, 2] });
if (build.status !== 0) process.exit(build.status ?? 1);
process.setSourceMapsEnabled(true);
// Whoever reads may stop reading: `pnpm task show FILE | head`.
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});
process.argv = [process.argv[0], command, ...options];
await import(pathToFileURL(join(home, 'dist', `${command === 'bench' ? 'main' : command}.js`)).href);
