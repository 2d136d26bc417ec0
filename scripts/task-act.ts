// `task act`: plays a hand-written list of steps: how demonstrations are made.
import type { Task } from '@open-ada/production-rules';
import {
  BatchedEnvironment,
  EVENT,
  formatReplay,
  parseSteps,
  type Replay,
  ReplayRecorder,
  type SimulationSettings,
  type Step,
  StepPlayer,
} from '@open-ada/xland-sim';
import { Command } from 'commander';
import { readTaskFile, readText, writeText } from './task-files.js';
import { firingsInWords, PRESETS, type Preset, presetOption, tidy } from './task-preset.js';
import { wholeNumber } from './whole-number.js';

interface ActArguments {
  seed: number;
  preset: Preset;
  replay?: string;
  json?: boolean;
}

interface Played {
  reward: number;
  trialSteps: number;
  firings: number;
  /** Where every step ended, and what every firing left, one sentence each. */
  lines: string[];
  replay: Replay;
}

/** Plays one trial: the steps, then nothing until it ends. */
function play(task: Task, steps: readonly Step[], settings: SimulationSettings, seed: number): Played {
  const environment = new BatchedEnvironment(settings, 1);
  const recorder = new ReplayRecorder(environment, 0);
  recorder.reset(task, { trials: 1, seed });
  const player = new StepPlayer(steps);
  const actions = new Int32Array(environment.actionSpec.groups.length);
  const rewards = new Float32Array(1);
  const events = new Uint8Array(1);
  const { trialSteps } = environment.state(0);
  const lines: string[] = [];
  let [reward, firings, played] = [0, 0, 0];
  do {
    const before = player.at;
    player.act(environment, 0, actions);
    const { players, objects } = environment.state(0);
    for (let at = before; at < player.at; at++) {
      const { x, y, z, held } = players[0];
      const place = [x, y, z].map((metres) => metres.toFixed(1)).join(', ');
      const holding = objects.find(({ objectIndex }) => objectIndex === held)?.type ?? 'nothing';
      const { kind, line } = steps[at];
      lines.push(`line ${line}, ${kind}: done after ${played} steps, at (${place}) with ${holding} in the hand`);
    }
    environment.step(actions, rewards, events);
    recorder.record(actions, rewards, events);
    reward += rewards[0];
    played++;
    const fired = environment.firings(0) - firings;
    firings += fired;
    // After the last step the world is gone.
    if (fired === 0 || events[0] !== EVENT.none) continue;
    const left = environment.state(0).objects.map(({ type }) => type);
    lines.push(`step ${played}: a rule fires; there are now ${left.length > 0 ? left.join(', ') : 'no objects'}`);
  } while (events[0] === EVENT.none);
  if (player.at < steps.length) {
    const { kind, line } = steps[player.at];
    throw new Error(`The trial ends before line ${line}, "${kind}", is done; lengthen the trial or leave steps out.`);
  }
  return { reward, trialSteps, firings, lines, replay: recorder.replay() };
}

function act(file: string, stepsFile: string, { seed, preset, replay, json }: ActArguments): void {
  const task = readTaskFile(file);
  const steps = parseSteps(readText(stepsFile), stepsFile);
  const played = play(task, steps, PRESETS[preset], seed);
  const { reward, trialSteps, firings, lines } = played;
  if (replay !== undefined) writeText(replay, formatReplay(played.replay));
  if (json) {
    process.stdout.write(`${JSON.stringify({ reward: tidy(reward), trialSteps, firings })}\n`);
    return;
  }
  const whole = `${stepsFile} in "${task.name}": reward ${tidy(reward)} of ${trialSteps}, ${firingsInWords(firings)}.`;
  process.stdout.write([...lines, whole].map((line) => `${line}\n`).join(''));
}

export const actCommand = (): Command =>
  new Command('act')
    .description('plays one trial of a task by a hand-written list of steps, for demonstrations')
    .argument('<file>', 'task file (JSON, may hold comments)')
    .argument('<steps>', 'steps, one per line: go X Z, face X Z, take X Z, release, forward N, back N, wait N')
    .option('--seed <n>', 'seed of the heading', wholeNumber(0), 0)
    .addOption(presetOption())
    .option('--replay <file>', 'write a replay of the trial')
    .option('--json', 'print one JSON object: {"reward", "trialSteps", "firings"}')
    .action(act);
