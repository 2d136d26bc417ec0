import { curriculumDefaults, drawTask, type EpisodeSettings, type Family, plainEpisode } from '@open-ada/curriculum';
import type { Environment, Outcome, WorldSpec } from '@open-ada/dreamer';
import type { Random } from '@open-ada/production-rules';
import {
  BatchedEnvironment,
  EVENT,
  FlatObservation,
  type SimulationSettings,
  stepsPerSecond,
} from '@open-ada/xland-sim';

/**
 * Training tasks of a family, drawn uniformly: one episode is all trials of one task. A trial's end is no end of the
 * episode: the agent's state is kept. The episode's end is a time limit, not a terminal state.
 */
export class XlandEnvironment implements Environment {
  readonly world: WorldSpec;
  private readonly environment: BatchedEnvironment;
  private readonly flat: FlatObservation;
  private readonly settings: EpisodeSettings;
  private readonly observation: Float32Array;
  private readonly actions: Int32Array;
  private readonly rewards = new Float32Array(1);
  private readonly events = new Uint8Array(1);

  constructor(
    private readonly family: Family,
    simulation: SimulationSettings,
    private readonly random: Random,
  ) {
    this.environment = new BatchedEnvironment(simulation, 1);
    const { observationSpec, actionSpec } = this.environment;
    this.flat = new FlatObservation(observationSpec);
    this.settings = { ...curriculumDefaults('uniform'), stepsPerSecond: stepsPerSecond(simulation) };
    this.observation = new Float32Array(observationSpec.size);
    this.actions = new Int32Array(actionSpec.groups.length);
    this.world = {
      observation: this.flat.size,
      actionDims: actionSpec.groups.map(({ options }) => options.length),
    };
  }

  reset(into: Float32Array): void {
    const { task, trials } = plainEpisode(drawTask(this.random, this.family, this.settings));
    this.environment.reset(0, task, { trials, seed: this.random.int(2 ** 31) });
    this.show(into);
  }

  step(actions: ArrayLike<number>, into: Float32Array): Outcome {
    const trial = this.environment.trial(0);
    this.actions.set(actions);
    this.environment.step(this.actions, this.rewards, this.events);
    const last = this.events[0] === EVENT.episode;
    // An environment that idles shows nothing, so the last observation is the one before.
    if (!last) this.show(into);
    return { reward: this.rewards[0], last, terminal: false, trial };
  }

  state(): unknown {
    return Buffer.from(this.environment.snapshot(0)).toString('base64');
  }

  restore(state: unknown): void {
    this.environment.restore(0, Uint8Array.from(Buffer.from(String(state), 'base64')));
  }

  private show(into: Float32Array): void {
    this.environment.observeEnv(0, this.observation, 0);
    this.flat.write(this.observation, into);
  }
}
