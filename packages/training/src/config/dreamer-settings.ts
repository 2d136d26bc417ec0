import { FAMILIES } from '@open-ada/curriculum';
import { DREAMER_SIZES, dreamerSettings } from '@open-ada/dreamer';
import * as z from 'zod';
import { runSettings } from './run-settings.js';

// All settings of a run of train:dreamer. Those that mean the same as in a teacher's run are taken from there.

const { steps, minutes, seed, threads, backend, simulation, logSeconds, checkpointMinutes } = runSettings.shape;
const count = z.int().min(1);

/** Tasks of DeepMind Control. */
export const CONTROL_TASKS = ['cartpole-balance', 'cartpole-swingup', 'pendulum-swingup'] as const;
/** Problems that can be drawn. */
export const DRAWN_PROBLEMS = ['catch', ...CONTROL_TASKS] as const;
/** Small problems that need no simulator of worlds. */
const PROBLEMS = ['catch', 'cart-pole', 'memory-length', 'deep-sea', ...CONTROL_TASKS] as const;
export type Problem = (typeof PROBLEMS)[number];

const budget = z.strictObject({
  run: runSettings.shape.run.default('runs/dreamer').meta({
    description: 'Run directory; the same command again continues the run.',
  }),
  ...{ steps, minutes, seed, threads, backend },
});

const task = z.strictObject({
  environment: z
    .enum([...PROBLEMS, ...FAMILIES])
    .default('catch')
    .meta({ description: 'Small problem, or a task family of XLand: its training tasks, drawn uniformly.' }),
  problemSize: z
    .int()
    .min(0)
    .default(0)
    .meta({
      description:
        'Size of a small problem: rows of catch (half as many columns), steps of memory-length, cells along a side of ' +
        'deep-sea; 0: its own.',
      defaultText: '10',
    }),
  actionRepeat: z
    .int()
    .min(0)
    .default(0)
    .meta({
      description:
        'Physics steps for which an action is held in cartpole-balance, cartpole-swingup and pendulum-swingup, whose ' +
        "episodes have 1000; 0: two. The original's code has 1.",
      defaultText: '2',
    }),
  pixels: z
    .int()
    .min(0)
    .default(0)
    .meta({
      description: `Side of a grey picture that the agent sees in place of numbers (${DRAWN_PROBLEMS.join(', ')}); 0: numbers.`,
      unit: 'pixels',
      paper: '64',
      defaultText: 'numbers',
    }),
  simulation,
});

const playing = z.strictObject({
  size: z
    .enum(Object.keys(DREAMER_SIZES) as [keyof typeof DREAMER_SIZES])
    .default('1m')
    .meta({ description: 'Named size of the networks.', paper: '200m' }),
  trainRatio: z.number().min(0).default(64).meta({
    description: 'Replayed steps for each step that is played.',
    unit: 'steps',
    paper: '32 to 1024',
  }),
  environments: count.default(8).meta({
    description: 'Environments that are played side by side.',
    unit: 'environments',
    paper: '16',
  }),
  replaySteps: count.default(100_000).meta({
    description: 'Newest steps that replay draws from; a checkpoint keeps them all.',
    unit: 'steps',
    paper: '5e6',
  }),
});

const records = z.strictObject({
  ...{ logSeconds, checkpointMinutes },
  keptCheckpoints: count.default(2).meta({
    description: 'Newest checkpoints that are kept; older ones are removed.',
    unit: 'checkpoints',
  }),
});

/** The settings of a run, grouped by subject. */
export const DREAMER_GROUPS = [
  { title: 'Run and budget', schema: budget },
  { title: 'Environment', schema: task },
  { title: 'Agent and replay', schema: playing },
  { title: 'Log and checkpoints', schema: records },
  { title: 'Learner', schema: dreamerSettings },
] as const;

export const dreamerRunSettings = z.strictObject({
  ...budget.shape,
  ...task.shape,
  ...playing.shape,
  ...records.shape,
  ...dreamerSettings.shape,
});
export type DreamerRunSettings = z.infer<typeof dreamerRunSettings>;
