import { AGENT_SIZES, agentSettings, ENCODERS, MEMORIES } from '@open-ada/ada-agent';
import { CURRICULA, FAMILIES } from '@open-ada/curriculum';
import { imitationSettings } from '@open-ada/distill';
import type { Backend } from '@open-ada/onnx-jit';
import * as z from 'zod';
import { LEARNER_KINDS } from './learner-settings.js';

// All settings of a run, each defined once: its range, its default and its purpose. A key is also a command-line option
// (`checkpointMinutes`: `--checkpoint-minutes`). The packages of the learner, the world and the curriculum define their
// constants in the same way.

const amount = z.number().min(0);
const count = z.int().min(1);
const changes = z.record(z.string(), z.unknown()).default({});
const names = (of: object) => Object.keys(of) as [string, ...string[]];

const BACKENDS = [
  'onnx-cpu',
  'onnx-webgpu',
  'onnx-cuda',
  'tfjs-cpu',
  'tfjs-node-gpu',
] as const satisfies readonly Backend[];

const budget = z.strictObject({
  run: z
    .string()
    .default('runs/teacher')
    .meta({ description: 'Run directory; the same command again continues the run.' }),
  steps: amount.default(0).meta({ description: 'Budget in environment steps; 0: none.', unit: 'steps' }),
  minutes: amount.default(60).meta({
    description: 'Budget in minutes; 0: none, which is the default where --steps is given.',
    unit: 'minutes',
  }),
  seed: z.int().min(0).default(1).meta({ description: 'Seed of everything random.' }),
  initial: z
    .string()
    .default('')
    .meta({
      description:
        'Agent whose parameters the run starts from, grown where it is smaller; none: fresh parameters; teacher: the ' +
        'network that teaches a student.',
      defaultText: 'none',
    }),
  actors: z
    .union([z.literal('auto'), count])
    .default('auto')
    .meta({ description: 'Actor threads; auto: one per core but one.', unit: 'threads' }),
  threads: count.default(1).meta({ description: 'Threads of each tensor session.', unit: 'threads' }),
  backend: z.enum(BACKENDS).default('onnx-cpu').meta({ description: 'What runs the networks.' }),
});

const matching = agentSettings.shape;

const agent = z.strictObject({
  size: z.enum(names(AGENT_SIZES)).default('laptop-teacher').meta({
    description: 'Named size of the network; `pnpm model` shows them all.',
    paper: 'AdA: paper-6m to paper-265m',
  }),
  memory: z.enum(MEMORIES).default('transformer-xl').meta({
    description: 'What the agent remembers with.',
    paper: 'AdA: transformer-xl',
  }),
  memoryLength: z.int().min(0).default(0).meta({
    description: "Steps that the memory looks back on (gru+attention: stored activations); 0: the size's own.",
    defaultText: "the size's own: 160 for the laptop sizes",
    unit: 'steps',
    paper: 'AdA: 300',
  }),
  storedActivations: count.default(64).meta({
    description: 'Stored activations that gru+attention looks back on where --memory-length is 0.',
    unit: 'activations',
    paper: 'AdA: 64',
  }),
  encoder: z.enum(ENCODERS).default('matched').meta({
    description: 'How the agent reads the objects in view.',
    paper: 'AdA: pixels',
  }),
  matchDepth: matching.matchDepth,
  matchNegated: matching.matchNegated,
  matchHidden: matching.matchHidden,
  matchPartners: matching.matchPartners,
  intentTemperature: matching.intentTemperature,
  keepIntents: matching.keepIntents,
  valueLimit: amount.default(0).meta({
    description:
      'Largest discounted return that the value head can say, in steps with reward 1; it must reach 1 / (1 - ' +
      "discount). 0: the size's own.",
    defaultText: "the size's own: 50 for the laptop sizes",
    unit: 'steps with reward',
    paper: 'Muesli: 300',
  }),
});

const tasks = z.strictObject({
  family: z
    .enum(['staged', ...FAMILIES])
    .default('staged')
    .meta({
      description: 'Task family, or staged: the easiest first, the next when the last is learned.',
      paper: 'AdA: all tasks at once',
    }),
  trainOn: z
    .string()
    .default('')
    .meta({
      description:
        'Task files to train on instead of generated tasks: all .json, .jsonc and .jsonl files below a directory, each ' +
        'task as often as the others. Held-out games and probes are refused.',
      defaultText: 'none',
    }),
  curriculum: z.enum(CURRICULA).default('uniform').meta({
    description: 'How the tasks of the open families are chosen.',
    paper: 'AdA: no-op-filter or plr',
  }),
  curriculumSettings: changes.meta({
    description: 'Changes to the settings of the curriculum.',
    expects: 'a JSON object',
    defaultText: 'none',
  }),
  players: z
    .int()
    .min(1)
    .max(2)
    .default(1)
    .meta({
      description:
        'Players of the tasks. 2: half of the episodes are tasks for two of the family pairs, with a co-player from a ' +
        'pool of earlier snapshots of the agent; the others are as with 1.',
      unit: 'players',
      paper: 'AdA: 1, and 2 in its multi-agent experiments',
    }),
  snapshotSteps: count.default(500_000).meta({
    description:
      'Steps between two snapshots of the agent for the pool of co-players, which begins with the random policy. Only ' +
      'with --players 2.',
    unit: 'steps',
    paper: 'AdA: 5e8 frames',
  }),
  simulation: changes.meta({
    description: 'Changes to the world of the laptop preset.',
    expects: 'a JSON object',
    defaultText: 'none',
  }),
});

const iteration = z.strictObject({
  learner: z.enum(LEARNER_KINDS).default('muesli').meta({
    description: 'Learning algorithm.',
    paper: 'AdA: muesli',
  }),
  environments: count.default(32).meta({
    description: 'Environments that are played side by side, over all actors.',
    unit: 'environments',
    paper: 'AdA: not stated',
  }),
  stepsPerIteration: count.default(160).meta({
    description: 'Steps of one environment in an iteration, which is one episode of all its trials.',
    unit: 'steps',
    paper: 'AdA: 75 to 300 a trial',
  }),
  shortestIteration: z
    .int()
    .min(0)
    .default(0)
    .meta({
      description:
        'Steps of one environment in the first iterations. Iterations then double in length until they have those of ' +
        '--steps-per-iteration. A trial that is longer than its iteration is cut short. 0: all are as long.',
      unit: 'steps',
      paper: 'AdA: none',
    }),
  lengthenSteps: z
    .number()
    .gt(0)
    .default(500_000)
    .meta({
      description:
        'Steps of training after which iterations double in length for the first time; after twice as many they do so ' +
        'again, and so on. Only with --shortest-iteration.',
      unit: 'steps',
    }),
  episodesPerUpdate: count.default(8).meta({
    description: 'Episodes of one update.',
    unit: 'episodes',
    paper: 'Muesli: 96 sequences of 30 steps',
  }),
  replayFraction: z.number().min(0).lt(1).default(0).meta({
    description: 'Fraction of an update that is drawn from earlier iterations (muesli only).',
    paper: 'Muesli: 0.75',
  }),
  replayEpisodes: count.default(512).meta({
    description: 'Newest episodes that replay draws from.',
    unit: 'episodes',
    paper: 'Muesli: 6e6 frames',
  }),
  averageAge: z
    .number()
    .min(0)
    .max(0.5)
    .default(0.03)
    .meta({
      description:
        'The agent that is saved and evaluated has the mean of the parameters after each iteration, later ones with more ' +
        'weight. This is their mean age, as a fraction of the training so far, that of --initial included; 0: the newest ' +
        'parameters. Training itself goes on from the newest.',
      paper: 'AdA: none; Karras et al. 2024, section 3.1',
    }),
});

/** Scripts that can label the agent's steps. */
export const LABELS = ['none', 'oracle', 'explorer'] as const;
export type Labels = (typeof LABELS)[number];

const script = z.strictObject({
  labels: z
    .enum(LABELS)
    .default('none')
    .meta({
      description:
        'The script that is imitated; on the command line, --teacher names it. explorer: it knows only what its avatar has seen. oracle: it knows the hidden ' +
        'rules and sees through walls, so its labels count only once every hidden rule on the way to the goal has fired. ' +
        'none: rewards alone.',
      paper: 'AdA: none',
    }),
  steadyTurns: z
    .boolean()
    .default(true)
    .meta({
      description:
        'Whether the script goes along with the avatar where that is as good: it turns on to the side to which the ' +
        'avatar was turning while its way lies outside the view, and tries what is ahead when the avatar turns past what ' +
        'it meant. Otherwise it keeps to its own way, which an agent that knows less cannot foresee.',
    }),
  followIntents: z
    .boolean()
    .default(true)
    .meta({
      description:
        "Whether the script tries what the agent's intent of the step before names, where that is about as good as what it " +
        'would try itself. The agent can foresee such labels. Only for agents with intents, and with steady turns.',
    }),
  ...imitationSettings.shape,
});

const records = z.strictObject({
  logSeconds: amount.default(10).meta({ description: 'Time between lines of metrics.jsonl.', unit: 'seconds' }),
  checkpointMinutes: amount.default(2).meta({ description: 'Time between checkpoints.', unit: 'minutes' }),
  keptCheckpoints: count.default(3).meta({
    description: 'Newest checkpoints that are kept; older ones are removed.',
    unit: 'checkpoints',
  }),
  keptReplays: count.default(50).meta({
    description: 'Newest replays that are kept, one of each checkpoint; older ones are removed.',
    unit: 'replays',
  }),
  evalMinutes: amount.default(3).meta({
    description: 'Time between evaluations of memory on held-out tasks; 0: none.',
    unit: 'minutes',
  }),
  firstEvalMinutes: amount.default(0.75).meta({
    description: 'Time of the first such evaluation, if that is earlier: the display shows gain from memory early on.',
    unit: 'minutes',
  }),
  evalEpisodes: z.int().min(2).default(256).meta({
    description: 'Episodes of such an evaluation in each family, half of them with memory reset before every trial.',
    unit: 'episodes',
  }),
  evalTrials: count.default(4).meta({ description: 'Trials of these episodes.', unit: 'trials' }),
});

/** `--initial` of a student that starts from the parameters of its teacher. */
export const FROM_TEACHER = 'teacher';

/** The settings of a run, grouped by subject. */
export const RUN_GROUPS = [
  { title: 'Run and budget', schema: budget },
  { title: 'Agent', schema: agent },
  { title: 'Tasks', schema: tasks },
  { title: 'Iterations and updates', schema: iteration },
  { title: 'Imitation of a script', schema: script },
  { title: 'Log, checkpoints and evaluation', schema: records },
] as const;

/** All settings of a run. `simulation` and `curriculumSettings` contain only changes to defaults. */
export const runSettings = z.strictObject({
  ...budget.shape,
  ...agent.shape,
  ...tasks.shape,
  ...iteration.shape,
  ...script.shape,
  ...records.shape,
});
export type RunSettings = z.infer<typeof runSettings>;
