import { Random, type Task } from '@open-ada/production-rules';

/**
 * The task with the headings fixed to those of one trial of an episode: a trial is reset to the same world but for them, and they are
 * drawn one trial after the other from the episode's seed. So a single trial can be played without those before it.
 * @param seed of the episode
 * @param trial from 0
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
