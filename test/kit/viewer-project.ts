import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

/** A place in the repository. */
export const inRepository = (path: string): string => join(REPOSITORY, path);

/** Three spheres of which one turns into what is wanted: which one has to be tried. */
export const PROBE = 'tasks/probes/18-three-spheres-jumbled.jsonc';

/** A project of its own in a temporary directory: some tasks, a probe, two replays of a run, the released teacher. */
export class Project {
  readonly root = mkdtempSync(join(tmpdir(), 'viewer-'));

  constructor() {
    this.copy('tasks/examples', 'tasks/examples');
    this.copy(PROBE, PROBE);
    this.copy('tasks/heldout/make-by-hold.jsonl', 'tasks/heldout/make-by-hold.jsonl');
    this.copy('packages/xland-sim/test/golden/flat.replay', 'runs/a/replays/flat.replay');
    this.copy('packages/xland-sim/test/golden/layered.replay', 'runs/a/replays/layered.replay');
    this.copy('checkpoints/teacher.safetensors', 'checkpoints/teacher.safetensors');
  }

  path(path: string): string {
    return join(this.root, path);
  }

  write(path: string, text: string | Uint8Array): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), text);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  private copy(from: string, to: string): void {
    mkdirSync(dirname(this.path(to)), { recursive: true });
    cpSync(inRepository(from), this.path(to), { recursive: true });
  }
}

export interface Watch {
  address: string;
  stop(): Promise<void>;
}

/** Runs `pnpm watch` in a project, on any free port, and waits for its address. */
export async function watch(project: Project, ...options: string[]): Promise<Watch> {
  const command = [inRepository('scripts/run.mjs'), 'watch', '--port', '0', '--json', ...options];
  const child = spawn(process.execPath, command, { cwd: project.root, stdio: ['ignore', 'pipe', 'pipe'] });
  return { address: await addressOf(child), stop: () => end(child) };
}

function addressOf(child: ChildProcess): Promise<string> {
  let out = '';
  let problems = '';
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk) => {
      problems += chunk;
    });
    child.stdout?.on('data', (chunk) => {
      out += chunk;
      if (out.endsWith('}\n')) resolve((JSON.parse(out) as { address: string }).address);
    });
    child.once('exit', (code) => reject(new Error(`watch ended with ${code}: ${problems}`)));
  });
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.removeAllListeners('exit');
    child.once('exit', () => resolve());
    child.kill('SIGINT');
  });
}
