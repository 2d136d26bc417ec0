// `pnpm watch`: the viewer, a web page served on this machine. With --build-only, only the page is built.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import { exportPolicy, readPolicyDescription } from '@open-ada/ada-agent';
import { InputError, interruptedCode, readText, stopSignal } from '@open-ada/node-kit';
import { runCommand, wholeNumber } from '@open-ada/node-kit/command';
import { parseTask } from '@open-ada/production-rules';
import { exportDreamerPolicy, readDreamerPolicy, readPlayable } from '@open-ada/rollout';
import { agentFile, newestAgent, RELEASED, readMetrics } from '@open-ada/training';
import { type OpenedAgent, serveViewer, type ViewerOptions } from '@open-ada/viewer';
import { buildViewerPage } from '@open-ada/viewer-page';
import { Command, Option } from 'commander';

const USUAL_PORT = 5110;
const SCRIPTS = ['oracle', 'explorer'];
const PLAYERS = ['me', ...SCRIPTS];

interface Given {
  player?: string;
  seat?: number;
  beside?: string;
  port: number;
  buildOnly?: boolean;
  json?: boolean;
}

await runCommand(
  new Command('watch')
    .description('Shows replays, agents at play and tasks to play yourself in a web page of this machine.')
    .argument(
      '[what]',
      'a run or another directory with replays, a replay, a task file, or an agent to begin with: a file (.safetensors, .onnx) or "released"',
    )
    .addOption(
      new Option('--player <who>', 'who plays the task: yourself or a script (default: an agent)').choices(PLAYERS),
    )
    .option('--seat <n>', 'of a task for two: seat of that player, 1 or 2', wholeNumber(1, 2))
    .option('--beside <who>', 'of a task for two: who plays the other seat, "oracle", "explorer" or an agent file')
    .option('--port <n>', 'on 127.0.0.1; 0 takes any that is free', wholeNumber(0, 65535), USUAL_PORT)
    .option('--build-only', 'build the page, and do not serve it')
    .option('--json', 'print the address as one JSON object')
    .action(watch),
);

async function watch(given: string | undefined, options: Given): Promise<void> {
  const { player, port, buildOnly, json } = options;
  const what = given === RELEASED ? agentFile(given, 'watch') : given;
  if (player !== undefined && what === undefined) throw new InputError(`--player ${player} needs a task file to play.`);
  const start = what === undefined ? undefined : startOf(what, options);
  const page = await buildViewerPage();
  if (buildOnly) return;
  const viewer = await serveViewer({ root: process.cwd(), page, port, start, openAgent, drawCurves });
  process.stdout.write(
    json
      ? `${JSON.stringify({ address: viewer.address })}\n`
      : `The viewer is at ${viewer.address} - Ctrl-C ends it.\n`,
  );
  stopSignal(() => {
    void viewer.close().then(() => process.exit(interruptedCode()));
  });
}

/** What the page opens, for a name given on the command line. */
function startOf(what: string, { player, ...given }: Given): ViewerOptions['start'] {
  const kind = kindOf(what);
  const places = placesOf(what, kind, given);
  if (player !== undefined && kind !== 'task')
    throw new InputError(`--player ${player} needs a task file; ${what} is none.`);
  const path = relative(process.cwd(), resolve(what)).split(sep).join('/');
  const inside = !path.startsWith('..') && !isAbsolute(path);
  if (kind === 'folder') {
    if (!inside || !/^(runs|results|tasks)(\/|$)/.test(path)) {
      // The page reads only the project. Of a run elsewhere it is given the agent.
      const agent = newestAgent(what);
      if (agent !== undefined) return { kind: 'agent', player, file: resolve(agent) };
      throw new InputError(
        `${what}: a directory to watch must be a run with a whole checkpoint, or lie in this project's "runs", "results" or "tasks".`,
      );
    }
    return { kind, path };
  }
  return inside && /^(tasks|runs|results|checkpoints)\//.test(path)
    ? { kind, path, player, ...places }
    : { kind, player, file: resolve(what), ...places };
}

/** Who sits where in a task for two. @throws InputError for a task of one player, and for somebody who is not there */
function placesOf(what: string, kind: string, { seat, beside }: Pick<Given, 'seat' | 'beside'>) {
  if (seat === undefined && beside === undefined) return {};
  const option = seat === undefined ? `--beside ${beside}` : `--seat ${seat}`;
  if (kind !== 'task' || parseTask(readText(what), what).players.length < 2) {
    throw new InputError(`${option} is for tasks of two players; ${what} is none.`);
  }
  if (beside === undefined || SCRIPTS.includes(beside)) return { seat, beside };
  const file = agentFile(beside, '--beside');
  if (file.endsWith('.safetensors') && readPlayable(file).simulation.players !== 2) {
    throw new InputError(
      `--beside ${beside} was trained alone: it has no seat for another player; take an agent of train:teacher --players 2.`,
    );
  }
  const path = relative(process.cwd(), file).split(sep).join('/');
  if (/^(runs|checkpoints)\//.test(path)) return { seat, beside: path };
  throw new InputError(`--beside ${beside}: the page reads agents of this project's "runs" and "checkpoints" only.`);
}

function kindOf(what: string) {
  if (!existsSync(what)) throw new InputError(`${what}: no such file or directory.`);
  if (statSync(what).isDirectory()) return folder(what);
  if (/\.replay$/.test(what)) return 'replay';
  if (/\.jsonc?$/.test(what)) return 'task';
  if (/\.(safetensors|onnx)$/.test(what)) return 'agent';
  throw new InputError(
    `${what} is neither a directory with replays, nor a file that ends in .replay, .json, .jsonc, .safetensors or .onnx.`,
  );
}

/** A run, or any other directory with replays. */
function folder(what: string): 'folder' {
  const isRun = existsSync(`${what}/config.json`);
  if (isRun || readdirSync(what, { recursive: true }).some((name) => String(name).endsWith('.replay'))) return 'folder';
  throw new InputError(`${what} is no run directory, and no replay (.replay) is in it.`);
}

/** @param run a run directory @throws InputError if no scores by family were logged */
async function drawCurves(run: string): Promise<string> {
  const { curvePoints, curvesChart, drawSvg } = await import('@open-ada/training/curves');
  const points = curvePoints([{ name: basename(run), lines: readMetrics(run) }]);
  if (points.length === 0) throw new InputError('this run has logged no scores by family yet.');
  return drawSvg(curvesChart(points, 'steps'));
}

function openAgent(file: string): OpenedAgent {
  const onnx = file.endsWith('.onnx') ? Uint8Array.from(readFileSync(file)) : policyOf(file);
  return { onnx, description: readDreamerPolicy(onnx) ?? readPolicyDescription(onnx, file) };
}

function policyOf(file: string): Uint8Array {
  const { agent: playable, extra } = readPlayable(file);
  if ('network' in playable) return exportDreamerPolicy(playable);
  return exportPolicy(playable.agent, playable.parameters, { extra });
}
