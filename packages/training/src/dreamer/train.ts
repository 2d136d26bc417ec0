import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DREAMER_SIZES, DreamerNetwork, DreamerTrainer, NonFinite } from '@open-ada/dreamer';
import { encodeSafetensors, type SafetensorsTensor } from '@open-ada/onnx-jit';
import { Random } from '@open-ada/production-rules';
import { exportDreamerPolicy } from '@open-ada/rollout';
import { actionSpec, observationSpec } from '@open-ada/xland-sim';
import type { Logger } from 'pino';
import { requireBackend } from '../config/backend.js';
import { dreamerRunSettings } from '../config/dreamer-settings.js';
import { RunLog } from '../metrics/run-log.js';
import { isSpent } from '../run/budget.js';
import type { Outcome } from '../run/iterations.js';
import { newestCheckpoint, saveCheckpoint } from '../storage/checkpoint-store.js';
import { inRunDirectory } from '../storage/in-run-directory.js';
import type { RunLock } from '../storage/lock.js';
import { checkpointsOf, lockDirectory, readConfig, refuseChange } from '../storage/locked-directory.js';
import { writePolicyFile } from '../storage/policy-onnx.js';
import { constantsOf, type DreamerRunConfig, dreamerDifference } from './config.js';
import { environmentsOf } from './environments.js';
import { type DreamerMetricsLine, DreamerWindow, dreamerScalars } from './log.js';
import { decodeDreamerState, encodeDreamerState } from './state.js';

/** Callbacks and inputs of a run. */
export interface DreamerHooks {
  /** When it aborts, training stops after the step that is being played. */
  signal?: AbortSignal;
  /** The commit that is noted in every agent file. */
  commit?: string;
  /** Called when the run directory is open and training begins. */
  onStart?(about: { parameters: number; continuedSteps?: number }): void;
  onMetrics?(line: DreamerMetricsLine): void;
  onNote?(line: string): void;
}

/**
 * Trains a DreamerV3 agent in the run directory `config.run` until the budget is spent or `hooks.signal` aborts. It
 * resumes from the newest checkpoint if there is one. Either way it ends with a checkpoint: N steps and then N more
 * give the same bits as 2N steps at once, the replay included.
 * @throws InputError of one sentence for wrong input of the caller; other errors when training failed
 */
export async function trainDreamer(config: DreamerRunConfig, hooks: DreamerHooks = {}): Promise<Outcome> {
  await requireBackend(config.backend);
  requireSame(config);
  const begin = () => {
    requireSame(config);
    return { config: `${JSON.stringify({ dreamer: config }, null, 2)}\n` };
  };
  return inRunDirectory(
    config.run,
    () => lockDirectory(config.run, begin, { onNote: hooks.onNote }),
    (directory, log) => new DreamerRun(config, directory, hooks, log).play(),
  );
}

/** @throws InputError if the directory's run was started with other settings */
function requireSame(config: DreamerRunConfig): void {
  const stored = readConfig(config.run, parseConfig);
  if (stored === undefined) return;
  refuseChange(config.run, dreamerDifference(stored, config));
}

/** A setting that a run of an earlier version does not have gets its default. */
function parseConfig(text: string): DreamerRunConfig | undefined {
  try {
    const { dreamer } = JSON.parse(text) as { dreamer?: DreamerRunConfig };
    if (typeof dreamer !== 'object') return undefined;
    const { simulation: _changes, ...defaults } = dreamerRunSettings.parse({});
    return { ...defaults, ...dreamer };
  } catch {
    return undefined;
  }
}

class DreamerRun {
  private readonly clock = performance.now();
  private minutesBefore = 0;
  private readonly checkpoints: string;
  private readonly network: DreamerNetwork;
  private readonly random: Random;

  constructor(
    private readonly config: DreamerRunConfig,
    private readonly directory: { config: string; lock: RunLock },
    private readonly hooks: DreamerHooks,
    private readonly log: Logger,
  ) {
    this.checkpoints = checkpointsOf(config.run);
    this.random = new Random(config.seed);
    const [{ world }] = environmentsOf({ ...config, environments: 1 }, new Random(config.seed));
    this.network = new DreamerNetwork(world, DREAMER_SIZES[config.size], config);
  }

  async play(): Promise<Outcome> {
    const { config, hooks, network } = this;
    const { found, ignored } = newestCheckpoint(this.checkpoints);
    for (const sentence of ignored) this.note(sentence);
    const state = found && decodeDreamerState(found);
    if (state) {
      const { steps } = state.trainer.counters;
      this.minutesBefore = state.minutes;
      if (isSpent(config, { steps, minutes: state.minutes })) {
        return { status: 'already finished', steps, minutes: state.minutes };
      }
    }
    const continuedSteps = state?.trainer.counters.steps;
    hooks.onStart?.({ parameters: network.parameters.size, continuedSteps });
    this.log.info({ config }, state ? `continuing at ${continuedSteps} steps` : 'starting');
    const { replaySteps, trainRatio, backend, threads } = config;
    const trainer = await DreamerTrainer.create({
      ...{ network, config: constantsOf(config), replaySteps, trainRatio, backend, threads },
      environments: environmentsOf(config, this.random),
      random: this.random,
    });
    try {
      if (state) {
        trainer.restore(state.trainer);
        this.random.restore(state.random);
      }
      return await this.loop(trainer);
    } catch (error) {
      throw error instanceof NonFinite ? this.dump(error) : error;
    } finally {
      await trainer.release();
    }
  }

  private async loop(trainer: DreamerTrainer): Promise<Outcome> {
    const { config, hooks } = this;
    const runLog = new RunLog(config.run);
    let window = new DreamerWindow(trainer.steps);
    let nextCheckpoint = this.minutes + config.checkpointMinutes;
    for (;;) {
      window.add(await trainer.round());
      const spent = isSpent(config, { steps: trainer.steps, minutes: this.minutes });
      const stop = spent || hooks.signal?.aborted === true;
      if (stop || window.seconds >= config.logSeconds) {
        this.directory.lock.requireHeld();
        const { steps, updates } = trainer;
        const line = window.line({ steps, updates, minutes: this.minutes, learner: trainer.takeMetrics() });
        runLog.write(line, dreamerScalars(line));
        hooks.onMetrics?.(line);
        window = new DreamerWindow(steps);
      }
      if (stop || this.minutes >= nextCheckpoint) {
        const checkpoint = this.save(trainer);
        nextCheckpoint = this.minutes + config.checkpointMinutes;
        const status = spent ? 'finished' : 'interrupted';
        if (stop) return { status, steps: trainer.steps, minutes: this.minutes, checkpoint };
      }
      // Signals arrive between rounds.
      await new Promise(setImmediate);
    }
  }

  private get minutes(): number {
    return this.minutesBefore + (performance.now() - this.clock) / 60_000;
  }

  private save(trainer: DreamerTrainer): string {
    const { config, network } = this;
    const { run: _run, simulation, ...settings } = config;
    const { steps, updates } = trainer;
    const state = { trainer: trainer.state(), minutes: this.minutes, random: this.random.state() };
    const { minutes } = state;
    const { world, size } = network;
    const commit = this.hooks.commit;
    const specs = simulation && { observationSpec: observationSpec(simulation), actionSpec: actionSpec(simulation) };
    const { unimix, minStd, maxStd, environment: family, seed } = settings;
    const about = { steps, totalSteps: steps, updates, minutes, family, learner: 'dreamer', seed };
    const notes = { ...about, world, size, unimix, minStd, maxStd, simulation, ...specs, commit, settings };
    const files = { ...encodeDreamerState(network, state, notes), 'config.json': this.directory.config };
    this.directory.lock.requireHeld();
    const path = saveCheckpoint(this.checkpoints, steps, files, config.keptCheckpoints);
    // The viewer plays it; small problems have no picture there.
    if (simulation)
      writePolicyFile(config.run, exportDreamerPolicy({ network, parameters: trainer.parameters, notes }));
    this.log.info({ steps }, `saved ${path}`);
    return path;
  }

  /** Leaves the minibatch of a bad update in the run directory, as the teacher's training does. */
  private dump({ names, update, batch }: NonFinite): Error {
    const directory = join(this.config.run, `non-finite-${update}`);
    mkdirSync(directory, { recursive: true });
    const tensors = Object.entries(batch).map(([name, data]): [string, SafetensorsTensor] => [
      name,
      { shape: [data.length], data: data as Float32Array },
    ]);
    const metadata = { update: String(update), nonFinite: names.join(', ') };
    writeFileSync(join(directory, 'batch.safetensors'), encodeSafetensors(Object.fromEntries(tensors), metadata));
    const error = new Error(
      `${names.join(', ')}: not finite in update ${update}; what the update was given is in ${directory}, ` +
        'and the run goes on from its last checkpoint when it is started again.',
    );
    return Object.assign(error, { name: 'NonFinite' });
  }

  private note(line: string): void {
    this.log.info(line);
    this.hooks.onNote?.(line);
  }
}
