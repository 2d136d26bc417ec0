import { availableParallelism } from 'node:os';
import type { ActReply, Given, Labels } from '@open-ada/training';
import type { Begin, Figures } from './figure.js';
import { laptopRun, playIterations, SECONDS } from './laptop.js';

/**
 * One actor of the laptop preset: simulation, inference and action sampling of its environments on one thread. Reports
 * the best of several iterations.
 */
export async function benchAct(begin: Begin): Promise<Figures> {
  begin('acting');
  const { best, iterations } = await bestIteration({ labels: 'none' });
  const { reply, seconds } = best;
  const [simulate, infer] = [reply.simulateMs, reply.inferMs].map((ms) => ms / 1000 / seconds);
  const bound = infer > simulate ? 'inference' : 'simulation';
  const { environments, threads } = laptopRun('');
  const where = `one thread, ${environments} environments, best of ${iterations} iterations`;
  return {
    'act.framesPerSecond': { value: reply.steps / seconds, unit: `steps/s, ${where}; bound by ${bound}` },
    'act.share.simulate': { value: simulate, unit: 'of the time' },
    'act.share.infer': {
      value: infer,
      unit: `of the time, session of ${threads} thread, ${availableParallelism()} cores`,
    },
    ...(await labelFigures('oracle', begin)),
    ...(await labelFigures('explorer', begin)),
  };
}

/** What the labels of a script cost on tasks of `full`, in the states of an untrained agent. */
async function labelFigures(labels: Exclude<Labels, 'none'>, begin: Begin): Promise<Figures> {
  begin(`labels of the ${labels}`);
  const curriculumSettings = { trialLength: 'task', shares: { full: 1 } };
  const { best, iterations } = await bestIteration({ labels, curriculumSettings, stepsPerIteration: 320 });
  const { reply, seconds } = best;
  const where = `full, best of ${iterations} iterations`;
  return {
    [`act.label.${labels}.microseconds`]: { value: (1000 * reply.labelMs) / reply.steps, unit: `a step, ${where}` },
    [`act.label.${labels}.framesPerSecond`]: { value: reply.steps / seconds, unit: `steps/s with labels, ${where}` },
  };
}

async function bestIteration(changes: Given) {
  const config = laptopRun('', changes);
  let left = SECONDS;
  let iterations = 0;
  let best: { reply: ActReply; seconds: number } | undefined;
  await playIterations(config, (reply, seconds) => {
    if (iterations++ === 0) return false;
    if (!best || reply.steps / seconds > best.reply.steps / best.seconds) best = { reply, seconds };
    left -= seconds;
    return left <= 0;
  });
  return { best: best!, iterations: iterations - 1 };
}
