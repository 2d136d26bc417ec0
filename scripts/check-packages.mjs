// `pnpm check:packages`: packs the packages that are of use alone, checks what would be published, installs it in an
// empty directory as a stranger would, and runs the example of each README. Needs the package registry, unlike
// test/packed-packages.test.ts, which does the same with the dependencies that are here. Compile first: `pnpm build`.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const names = ['production-rules', 'xland-sim', 'onnx-jit', 'node-kit', 'viewer'];
/** Has no example: it is there for the viewer. */
const SUPPORT = ['node-kit'];
/** Its example goes on until it is stopped. */
const SERVERS = ['viewer'];
const tools = { publint: 'publint@0.3', attw: '@arethetypeswrong/cli@0.18' };

function run(program, options, cwd) {
  process.stderr.write(`${program} ${options.join(' ')}\n`);
  const { status, stdout, stderr } = spawnSync(program, options, { cwd, encoding: 'utf8' });
  if (status === 0) return stdout;
  process.stderr.write(stdout + stderr);
  process.exit(1);
}

/** Starts an example that serves a page, asks for the page, and stops it. */
async function serve(file, cwd) {
  const server = spawn(process.execPath, [file], { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await Promise.race([once(server.stdout, 'data'), once(server, 'exit')]);
  const address = String(line).match(/http:\S+/)?.[0];
  const page = address && (await (await fetch(address)).text());
  server.kill();
  if (page?.includes('assets/')) return String(line);
  process.stderr.write(`${file}: serves no page: ${line}\n`);
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), 'open-ada-packages-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const pnpm = ['--yes', JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager];
for (const name of names) run('npx', [...pnpm, 'pack', '--pack-destination', folder], join(root, 'packages', name));
const files = Object.fromEntries(
  names.map((name) => [`@open-ada/${name}`, readdirSync(folder).find((file) => file.startsWith(`open-ada-${name}-`))]),
);
for (const file of Object.values(files)) {
  run('npx', ['--yes', tools.publint, 'run', join(folder, file), '--strict'], folder);
  run('npx', ['--yes', tools.attw, join(folder, file), '--profile', 'esm-only'], folder);
}

const project = join(folder, 'project');
mkdirSync(project);
const dependencies = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, `file:../${file}`]));
const manifest = {
  name: 'a-project',
  private: true,
  type: 'module',
  // What the README of onnx-jit says to install beside it.
  dependencies: { ...dependencies, '@tensorflow/tfjs-core': '4.22.0' },
};
writeFileSync(join(project, 'package.json'), JSON.stringify(manifest));
const overrides = Object.entries(dependencies).map(([name, file]) => `  '${name}': '${file}'\n`);
writeFileSync(
  join(project, 'pnpm-workspace.yaml'),
  `packages: ['.']\nignoredBuiltDependencies: [onnxruntime-node, protobufjs]\noverrides:\n${overrides.join('')}`,
);
run('npx', [...pnpm, 'install', '--prefer-offline'], project);
for (const name of names.filter((each) => !SUPPORT.includes(each))) {
  const readme = readFileSync(join(project, 'node_modules', '@open-ada', name, 'README.md'), 'utf8');
  writeFileSync(join(project, `${name}.mjs`), readme.match(/```js\n([\s\S]*?)```/)[1]);
  const serves = SERVERS.includes(name);
  process.stdout.write(serves ? await serve(`${name}.mjs`, project) : run(process.execPath, [`${name}.mjs`], project));
}
process.stdout.write(
  `${names.join(', ')}: packed, checked, installed in an empty directory, and their examples ran.\n`,
);
