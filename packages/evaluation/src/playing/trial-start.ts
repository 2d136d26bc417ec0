import { Random, type Task } from '@open-ada/production-rules';

/**
 * The task with its headings fixed to those of one trial of an episode. Each trial starts from the same world except
 * for the headings, which are drawn in the order of the trials from the episode's seed, for each player from a stream
 * of its own. So a single trial can be played without the earlier ones.
 * @param seed seed of the episode
 * @param trial index of the trial, from 0
 */
export function startAsTrial(task: Task, seed: number, trial: number): Task {
  const players = task.players.map((player, seat) => {
    const random = new Random(seed, seat);
    for (let draw = 0; draw < trial; draw++) random.float();
    const { mean, spread } = player.heading ?? { mean: 0, spread: Math.PI };
    return { ...player, heading: { mean: mean + spread * (2 * random.float() - 1), spread: 0 } };
  });
  return { ...task, players };
}
