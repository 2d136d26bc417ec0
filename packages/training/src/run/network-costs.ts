import { actingCosts } from '@open-ada/ada-agent';
import { countFlops, type TensorSpec } from '@open-ada/onnx-jit';
import { learnerSettingsOf, type RunConfig } from '../config/config.js';
import { makeLearner } from '../config/learner-factory.js';
import { elementsPerEpisode, trajectoryShape } from '../transport/trajectory.js';
import { agentOf } from './setups.js';

/**
 * What a run's network costs. Only the floating-point operations of matrix products are counted; see `countFlops` of
 * onnx-jit.
 */
export interface NetworkCosts {
  parameters: number;
  flops: {
    /** One step of one environment: mean over an iteration, since the memory window grows with the episode. */
    actPerStep: number;
    /** The same once the memory is full. */
    actPerStepAtFullMemory: number;
    /** One step in one update: targets, forward pass and backward pass. Every step is learned once. */
    learnPerStep: number;
  };
  bytes: {
    parameters: number;
    /** Everything else that the learner keeps between updates: Adam's moments and, in Muesli, the target network. */
    optimiserState: number;
    /** Cached keys and values of one environment. */
    actingCachePerEnvironment: number;
    /** The trajectories of one iteration. Two iterations are in memory: one is played while the other is learned. */
    trajectoriesPerIteration: number;
  };
}

/** Costs of a run's network under the run's settings, without a teacher network. Graphs are traced but not run. */
export function networkCosts(config: RunConfig): NetworkCosts {
  const { environments, episodesPerUpdate, stepsPerIteration } = config;
  const agent = agentOf(config);
  const acting = actingCosts(agent, environments, stepsPerIteration);
  const batch = { episodes: episodesPerUpdate, steps: stepsPerIteration };
  const settings = learnerSettingsOf(config);
  const learner = makeLearner(settings, agent, batch, { imitation: settings.imitation });
  const learnFlops = countFlops(
    (inputs) => learner.update(inputs.state as typeof inputs, inputs.batch as typeof inputs),
    { state: learner.state, batch: learner.batch },
  );
  const parameterBytes = agent.parameters.size * Float32Array.BYTES_PER_ELEMENT;
  const shape = trajectoryShape(environments, stepsPerIteration, agent.observationSpec, agent.actionSpec);
  const perEpisode = Object.values(elementsPerEpisode(shape)).reduce((a, b) => a + b, 0);
  return {
    parameters: agent.parameters.size,
    flops: {
      actPerStep: acting.flopsPerStep,
      actPerStepAtFullMemory: acting.flopsPerStepAtFullMemory,
      learnPerStep: learnFlops / (episodesPerUpdate * stepsPerIteration),
    },
    bytes: {
      parameters: parameterBytes,
      optimiserState: bytesOf(learner.state) - parameterBytes,
      actingCachePerEnvironment: acting.cacheBytes,
      trajectoriesPerIteration: environments * perEpisode * Float32Array.BYTES_PER_ELEMENT,
    },
  };
}

/** Bytes of tensors of float32 and int32. */
function bytesOf(specs: Record<string, TensorSpec>): number {
  const sizes = Object.values(specs).map(({ shape }) => shape.reduce((a, b) => a * b, 1));
  return sizes.reduce((a, b) => a + b, 0) * Float32Array.BYTES_PER_ELEMENT;
}
