import { availableParallelism } from 'node:os';
import type { ActReply } from '@open-ada/training';
import type { Figures } from './figure.js';
import { laptopRun, playIterations, SECONDS } from './laptop.js';

/**
 * One actor of the laptop preset: simulation, inference and action sampling of its environments on one thread. Reports
 * the best of several iterations.
 */
export async function benchAct(): Promise<Figures> {
  const config = laptopRun('');
  let left = SECONDS;
  let iterations = 0;
  let best: { reply: ActReply; seconds: number } | undefined;
  await playIterations(config, (reply, seconds) => {
    if (iterations++ === 0) return false;
    if (!best || reply.steps / seconds > best.reply.steps / best.seconds) best = { reply, seconds };
    left -= seconds;
    return left <= 0;
  });
  const { reply, seconds } = best!;
  const [simulate, infer] = [reply.simulateMs, reply.inferMs].map((ms) => ms / 1000 / seconds);
  const bound = infer > simulate ? 'inference' : 'simulation';
  const where = `one thread, ${config.environments} environments, best of ${iterations - 1} iterations`;
  return {
    'act.framesPerSecond': { value: reply.steps / seconds, unit: `steps/s, ${where}; bound by ${bound}` },
    'act.share.simulate': { value: simulate, unit: 'of the time' },
    'act.share.infer': {
      value: infer,
      unit: `of the time, session of ${config.threads} thread, ${availableParallelism()} cores`,
    },
  };
}
