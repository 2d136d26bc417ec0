import { AdaAgent } from '@open-ada/ada-agent';
import { actionSpec, observationSpec } from '@open-ada/xland-sim';
import { agentConfigOf, freshEpisodes, learnerSettingsOf, type RunConfig } from '../config/config.js';
import type { ActorSetup, LearnerSetup } from '../transport/transport.js';

/** The agent of a run. */
export function agentOf(config: RunConfig): AdaAgent {
  const { simulation } = config;
  return new AdaAgent(agentConfigOf(config), observationSpec(simulation), actionSpec(simulation));
}

/** The setup of each of the run's actors. @param config that of the phase */
export function actorSetupOf(config: RunConfig, actors: number): ActorSetup {
  const { environments, stepsPerIteration: steps, constants, labels, steadyTurns, followIntents } = config;
  const { discount } = constants;
  return { ...common(config), envCount: environments / actors, steps, discount, labels, steadyTurns, followIntents };
}

/** The setup of the run's learner. @param config that of the phase */
export function learnerSetupOf(
  config: RunConfig,
  start: Pick<LearnerSetup, 'state' | 'parameters' | 'runDirectory' | 'teacher'>,
): LearnerSetup {
  const { episodesPerUpdate: episodes, stepsPerIteration: steps, replayEpisodes } = config;
  const replay = { freshEpisodes: freshEpisodes(config), replayEpisodes };
  return { ...common(config), learner: learnerSettingsOf(config), episodes, steps, ...replay, ...start };
}

function common(config: RunConfig): Pick<LearnerSetup, 'agent' | 'simulation' | 'threads' | 'backend'> {
  const { simulation, threads, backend } = config;
  return { agent: agentConfigOf(config), simulation, threads, backend };
}
