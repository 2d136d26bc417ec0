import { tmpdir } from 'node:os';
import { encodeAgent } from '@open-ada/ada-agent';
import { agentOf, Learner, learnerSetupOf, mergeConfig, type RunConfig, type Trajectory } from '@open-ada/training';
import type { Begin, Figures } from './figure.js';
import { playIterations, SECONDS } from './laptop.js';

/**
 * Environments of one iteration. They give a few updates: enough to time, and short enough that all learners take many
 * turns.
 */
const ENVIRONMENTS = 32;

const WITH_TEACHER = 0;
const PAST_TEACHER = 1;

function configOf(size: string): RunConfig {
  const given = { size, environments: ENVIRONMENTS, distillSteps: PAST_TEACHER };
  return mergeConfig(given, { teacher: '', from: '' });
}

/** An untrained agent file of this size. The cost does not depend on training. */
function freshAgent(config: RunConfig): { bytes: Uint8Array; file: string } {
  const agent = agentOf(config);
  return { bytes: encodeAgent(agent, agent.initialise(2), {}), file: 'a fresh agent' };
}

/**
 * The cost of a teacher for its student. Learners with and without a teacher take turns on the same recorded iteration,
 * so that other load on the machine slows all of them alike. Reports the best turn of each.
 */
export async function benchDistill(begin: Begin): Promise<Figures> {
  begin('playing an iteration');
  const small = configOf('laptop-teacher');
  const large = configOf('laptop-student');
  const trained = Array.from({ length: small.environments }, (_, episode) => episode);
  let trajectories: Trajectory[] = [];
  let steps = 0;
  await playIterations(small, (reply) => {
    trajectories = [reply.trajectory!];
    steps = reply.steps;
    return true;
  });
  const teacher = freshAgent(small);
  const learnerOf = (config: RunConfig, taught: boolean) =>
    Learner.create(
      learnerSetupOf(config, {
        parameters: agentOf(config).initialise(1),
        runDirectory: tmpdir(),
        ...(taught && { teacher }),
      }),
    );
  begin('compiling five learners');
  const learners = {
    teacherSize: { learner: await learnerOf(small, false), at: WITH_TEACHER },
    generation: { learner: await learnerOf(small, true), at: WITH_TEACHER },
    student: { learner: await learnerOf(large, false), at: WITH_TEACHER },
    taught: { learner: await learnerOf(large, true), at: WITH_TEACHER },
    afterwards: { learner: await learnerOf(large, true), at: PAST_TEACHER },
  };
  const names = Object.keys(learners) as (keyof typeof learners)[];
  const best = Object.fromEntries(names.map((name) => [name, Number.POSITIVE_INFINITY])) as Record<
    keyof typeof learners,
    number
  >;
  const turn = async (name: keyof typeof learners, pass: number) => {
    const { learner, at } = learners[name];
    return (await learner.learn({ iteration: pass, trajectories, trained, seed: pass, steps: at })).learnMs / 1000;
  };
  // The first turn is a warm-up. For the learner past its teacher it includes the compilation without a teacher.
  const first = await turn('afterwards', 0);
  for (const name of names) await turn(name, 0);
  begin('learning with and without a teacher');
  const start = performance.now();
  for (let pass = 1; pass < 4 || performance.now() - start < 2 * SECONDS * 1000; pass++) {
    for (const name of names) best[name] = Math.min(best[name], await turn(name, pass));
  }
  for (const { learner } of Object.values(learners)) await learner.release();

  const rate = (name: keyof typeof learners, what: string) => ({
    value: steps / best[name],
    unit: `steps/s of the learner, ${what}`,
  });
  const cost = (taught: number, alone: number, what: string) => ({
    value: (1e6 * (taught - alone)) / steps,
    unit: `microseconds a step, ${what} (${Math.round((100 * (taught - alone)) / alone)} % of its update)`,
  });
  const [t, s] = [agentOf(small), agentOf(large)].map(({ parameters }) => parameters.size.toLocaleString('en'));
  return {
    'distill.teacherSize.framesPerSecond': rate('teacherSize', `${t} parameters`),
    'distill.generation.framesPerSecond': rate('generation', 'the same size, taught by one of that size'),
    'distill.student.framesPerSecond': rate('student', `${s} parameters`),
    'distill.taught.framesPerSecond': rate('taught', `the student with a teacher of ${t} parameters`),
    'distill.afterwards.framesPerSecond': rate('afterwards', 'the same once the teacher is gone'),
    'distill.teacherCost.generation': cost(best.generation, best.teacherSize, 'for a student of its size'),
    'distill.teacherCost.student': cost(best.taught, best.student, 'for the student'),
    'distill.dismissal.seconds': { value: first - best.afterwards, unit: 's, once, to compile without the teacher' },
  };
}
