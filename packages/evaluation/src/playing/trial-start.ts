import { Random, type Task } from '@open-ada/production-rules';

/**
 * The task with its headings fixed to those of one trial of an episode. Each trial starts from the same world except
 * for the headings, which are drawn in the order of the trials from the episode's seed. So a single trial can be
 * played without the earlier ones.
 * @param seed seed of the episode
 * @param trial index of the trial, from 0
 */
export function startAsTrial(task: Task, seed: number, trial: number): Task {
  const random = new Random(seed);
  for (let draw = 0; draw < trial * task.players.length; draw++) random.float();
  const players = task.players.map((player) => {
    const { mean, spread } = player.heading ?? { mean: 0, spread: Math.PI };
    return { ...player, heading: { mean: mean + spread * (2 * random.float() - 1), spread: 0 } };
  });
  return { ...task, players };
}
