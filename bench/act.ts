import { availableParallelism } from 'node:os';
import type { ActReply } from '@open-ada/training';
import type { Figures } from './figure.js';
import { laptopRun, playRounds, SECONDS } from './laptop.js';

/** One actor of the laptop preset: world, inference and choices of its environments on one thread. The best of some rounds. */
export async function benchAct(): Promise<Figures> {
  const config = laptopRun('');
  let left = SECONDS;
  let rounds = 0;
  let best: { reply: ActReply; seconds: number } | undefined;
  await playRounds(config, (reply, seconds) => {
    if (rounds++ === 0) return false;
    if (!best || reply.frames / seconds > best.reply.frames / best.seconds) best = { reply, seconds };
    left -= seconds;
    return left <= 0;
  });
  const { reply, seconds } = best!;
  const [simulate, infer] = [reply.simulateMs, reply.inferMs].map((ms) => ms / 1000 / seconds);
  const bound = infer > simulate ? 'inference' : 'simulation';
  const where = `one thread, ${config.environments} environments, best of ${rounds - 1} rounds`;
  return {
    'act.framesPerSecond': { value: reply.frames / seconds, unit: `frames/s, ${where}; bound by ${bound}` },
    'act.share.simulate': { value: simulate, unit: 'of the time' },
    'act.share.infer': {
      value: infer,
      unit: `of the time, session of ${config.threads} thread, ${availableParallelism()} cores`,
    },
  };
}
