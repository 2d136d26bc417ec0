// Runs one command: compiles what changed, then starts the compiled script.
// Usage: node scripts/run.mjs <command> [options]. A command is a script in this folder, or one of the folders bench
// and experiments.
import { accessSync, constants } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { announce } from './starting.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const [command, ...options] = process.argv.slice(2);
const folder = { bench: 'bench', experiment: 'experiments' }[command];
const home = folder ? join(here, '..', folder) : here;
const loaded = announce(`${command}: compiling what changed, and loading ...`);
const { status, output } = await build(home);
if (status !== 0) {
  if (!isWritable(home)) {
    process.stderr.write(
      `pnpm ${command} is not compiled yet, and ${home} must not be written; run pnpm build once where it can be.\n`,
    );
    process.exit(2);
  }
  process.stderr.write(output);
  process.exit(status ?? 1);
}
process.setSourceMapsEnabled(true);
// The reader may stop reading: `pnpm task show FILE | head`. `env-serve` writes to the pipe itself, without the stream:
// to touch the stream would stop the pipe from blocking.
if (command !== 'env-serve') {
  process.stdout.on('error', (error) => {
    if (error.code === 'EPIPE') process.exit();
    process.stderr.write(`cannot write standard output (${error.code}).\n`);
    process.exit(1);
  });
}
process.argv = [process.argv[0], command, ...options];
try {
  await import(pathToFileURL(join(home, 'dist', `${folder ? 'main' : command}.js`)).href);
} finally {
  loaded();
}

function isWritable(directory) {
  try {
    accessSync(directory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
