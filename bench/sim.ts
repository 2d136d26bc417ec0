import { Random } from '@open-ada/production-rules';
import { BatchedEnvironment, CAMERA, COMPACT, type SimulationSettings, stepsIn } from '@open-ada/xland-sim';
import { type Begin, bestRate, type Figures } from './figure.js';
import { naiveTrial } from './naive-world.js';
import { busyBatch, ENVIRONMENTS, scriptsFor, TRIALS, worldFor } from './sim-batch.js';
import { memoryUse } from './sim-memory.js';
import { benchTask, type Script } from './sim-scene.js';
import { tumblingBatch } from './sim-tumbling.js';
import { workersRate } from './sim-workers.js';

const MEMORY_STEPS = 200_000;
const MEMORY_STEPS_OF_A_ROUND = 20_000;

/** Microseconds of a reset to the same task, a reset to another task, a snapshot, and its restoration. */
function microseconds(rounds: number): Record<'trialReset' | 'taskSwitch' | 'snapshot' | 'restore', number> {
  const environment = new BatchedEnvironment(COMPACT, 1);
  const random = new Random(1);
  const tasks = [benchTask(random), benchTask(random)];
  let count = 0;
  const timeOf = (work: () => void): number => 1e6 / bestRate(work, 500, rounds);
  const reset = (task: number): void => environment.reset(0, tasks[task], { trials: TRIALS, seed: count++ });
  const trialReset = timeOf(() => reset(0));
  const taskSwitch = timeOf(() => reset(count & 1));
  const snapshot = environment.snapshot(0);
  return {
    trialReset,
    taskSwitch,
    snapshot: timeOf(() => environment.snapshot(0)),
    restore: timeOf(() => environment.restore(0, snapshot)),
  };
}

/**
 * How many times the time of a step of one player one of two takes, both of them busy. Both are measured in turn: the
 * median of the rounds. Their best rounds do not compare, since a few steps of one can happen to be easier ones.
 */
function costOfTwo(rounds: number): number {
  const [one, two] = [1, 2].map((players) => busyBatch(worldFor(players), scriptsFor('flat', players)));
  const costs = Array.from({ length: rounds }, () => bestRate(one, 8, 1) / bestRate(two, 8, 1));
  return costs.sort((a, b) => a - b)[Math.floor(rounds / 2)];
}

/**
 * Figures of the simulator.
 * @param most rounds of each measurement; fewer than 20 give rough figures
 */
export async function benchSim(begin: Begin, most = 20): Promise<Figures> {
  const roundsOf = (rounds: number): number => Math.min(rounds, most);
  /** Steps per second of one core, with physics, rules, rewards, observations and new tasks. */
  const rateOf = (settings: SimulationSettings, scripts: readonly Script[], observing = true): number =>
    bestRate(busyBatch(settings, scripts, observing), 8, roundsOf(20)) * ENVIRONMENTS;
  begin('flat rooms');
  const flatScripts = scriptsFor('flat');
  const flat = rateOf(COMPACT, flatScripts);
  begin('layered rooms');
  const layered = rateOf(COMPACT, scriptsFor('layered'));
  begin('pictures');
  const camera = rateOf({ ...COMPACT, camera: CAMERA }, flatScripts);
  begin('physics alone');
  const lawless = flatScripts.map((script) => ({ ...script, task: { ...script.task, rules: [] } }));
  const physics = rateOf(COMPACT, lawless, false);
  begin('tumbling objects');
  const tumbling = bestRate(tumblingBatch(), 4, roundsOf(10)) * ENVIRONMENTS;
  begin('resets and snapshots');
  const times = microseconds(roundsOf(20));
  const [{ task }] = flatScripts;
  const steps = stepsIn(task.trialSeconds, COMPACT);
  begin('plain cannon-es worlds');
  const naive = bestRate(() => naiveTrial(task, steps), 4, roundsOf(8)) * steps;
  begin('memory');
  const memory = memoryUse(Math.min(MEMORY_STEPS, most * MEMORY_STEPS_OF_A_ROUND));
  begin('one worker');
  const one = await workersRate(1, flatScripts, roundsOf(20));
  begin('two workers');
  const two = await workersRate(2, flatScripts, roundsOf(20));
  begin('two players');
  const twoPlayers = costOfTwo(roundsOf(20));
  const perCore = 'steps/s on one core';
  const picture = `${CAMERA.height} x ${CAMERA.width}`;
  const plain = 'plain cannon-es worlds, no rules, no observations';
  const span = `${memory.steps / 10} to ${memory.steps}`;
  return {
    'sim.flat.decisionsPerSecond': { value: flat, unit: perCore },
    'sim.layered.decisionsPerSecond': { value: layered, unit: perCore },
    'sim.camera.decisionsPerSecond': { value: camera, unit: `${perCore}, pictures of ${picture}` },
    'sim.twoPlayers.cost': { value: twoPlayers, unit: 'times the time of a step of one player' },
    'sim.physics.framesPerSecond': {
      value: physics * COMPACT.actionRepeat,
      unit: 'physics steps/s on one core, physics alone',
    },
    'sim.tumbling.decisionsPerSecond': { value: tumbling, unit: `${perCore}, no object ever at rest` },
    'sim.trialReset.microseconds': { value: times.trialReset, unit: 'us' },
    'sim.trialReset.perSecond': { value: 1e6 / times.trialReset, unit: 'resets/s' },
    'sim.taskSwitch.microseconds': { value: times.taskSwitch, unit: 'us, a reset to another task' },
    'sim.snapshot.microseconds': { value: times.snapshot, unit: 'us' },
    'sim.restore.microseconds': { value: times.restore, unit: 'us' },
    'sim.bytesPerDecision': { value: memory.bytesPerDecision, unit: 'bytes of garbage' },
    'sim.memoryGrowth': { value: memory.growth, unit: `bytes from step ${span}` },
    'sim.workers1.decisionsPerSecond': { value: one, unit: 'steps/s of a pool of one worker' },
    'sim.workers2.decisionsPerSecond': { value: two, unit: 'steps/s of a pool of two' },
    'sim.workers2.speedup': { value: two / one, unit: 'times one worker' },
    'sim.naive.decisionsPerSecond': { value: naive, unit: `steps/s of ${plain}` },
    'sim.naive.speedup': { value: flat / naive, unit: `times ${plain}` },
  };
}
