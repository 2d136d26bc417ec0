import { existsSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { type AdaAgent, decodeAgent } from '@open-ada/ada-agent';
import { teacherFraction } from '@open-ada/distill';
import { InputError } from '@open-ada/node-kit';
import { trainingNotes } from '@open-ada/rollout';
import type { Logger } from 'pino';
import { requireBackend } from '../config/backend.js';
import type { RunConfig } from '../config/config.js';
import { requireValueRange } from '../config/value-range.js';
import { type Parents, parentOf } from '../storage/agent-notes.js';
import { newestCheckpoint } from '../storage/checkpoint-store.js';
import { inRunDirectory } from '../storage/in-run-directory.js';
import { type OwnTasksFacts, readOwnTasks } from '../storage/own-tasks.js';
import { openRunDirectory, type RunDirectory, readStored, teacherFile } from '../storage/run-directory.js';
import { decodeRunState, type RunState } from '../storage/run-state.js';
import type { ActorSetup, LearnerSetup, Transport } from '../transport/transport.js';
import { WorkerTransport } from '../transport/worker-transport.js';
import { isSpent } from './budget.js';
import { firstParameters, type ReadAgentFile } from './first-parameters.js';
import { Iterations, type IterationsHooks, type Outcome, type PhaseOutcome } from './iterations.js';
import { type Phase, phaseAt } from './phase.js';
import { actorSetupOf, agentOf, learnerSetupOf } from './setups.js';
import { taskSourceOf } from './task-source.js';

/** Callbacks and inputs of a training run. */
export interface TrainingHooks extends IterationsHooks {
  /** Called when the run directory is open and training begins. */
  onStart?(about: {
    parameters: number;
    actors: number;
    continuedSteps?: number;
    teacher?: TeacherFacts;
    ownTasks?: OwnTasksFacts;
  }): void;
  /** The agent file of a student's teacher. If it is absent, a resumed run uses the copy in its directory. */
  teacher?: ReadAgentFile;
  /** Builds actors and learner. Default: worker threads of this process. */
  connect?(actor: ActorSetup, learner: LearnerSetup, actors: number, onReplaced: (message: string) => void): Transport;
}

/** Facts about a student's teacher, for display. */
export interface TeacherFacts {
  parameters: number;
  /** Metadata of the teacher's file: steps, family, commit. */
  extra: Record<string, unknown>;
}

/**
 * Trains an agent in the run directory `config.run` until the budget is spent or `hooks.signal` aborts. It resumes from
 * the newest checkpoint if there is one. Either way it ends with a checkpoint: N steps and then N more give the same
 * bits as 2N steps at once.
 * @throws InputError of one sentence for wrong input of the caller; other errors when training failed
 */
export async function train(config: RunConfig, hooks: TrainingHooks = {}): Promise<Outcome> {
  const ownTasks = config.trainOn === '' ? undefined : readOwnTasks(config.trainOn, config.simulation);
  taskSourceOf(config, ownTasks?.tasks);
  await requireBackend(config.backend);
  const agent = agentOf(config);
  const teacher = teacherOf(config, hooks);
  const facts = teacher && requireSameWorld(agent, teacher);
  const parents: Parents = {};
  // Before anything is written; a run that is continued no longer needs the file, and goes on as it began.
  if (!readStored(config.run)) {
    requireValueRange(config);
    parents.initial = firstParameters(config, agent, teacher).parent;
    parents.teacherFrom = facts && parentOf(config.distillation!.from, teacher.bytes, facts.extra);
  }
  const open = () => openRunDirectory(config, { teacher: teacher?.bytes, parents, ownTasks, onNote: hooks.onNote });
  return inRunDirectory(config.run, open, async (directory, log) => {
    const note = (line: string) => {
      log.info(line);
      hooks.onNote?.(line);
    };
    const state = restore(directory, note);
    if (state && isSpent(config, state.counters)) {
      const { steps, minutes } = state.counters;
      return { status: 'already finished', steps, minutes };
    }
    hooks.onStart?.({
      parameters: agent.parameters.size,
      actors: directory.actors,
      continuedSteps: state?.counters.steps,
      teacher: facts,
      ownTasks: ownTasks?.facts,
    });
    for (let restored = state; ; restored = restore(directory, note)) {
      const phase = phaseAt(config, restored?.counters.steps ?? 0);
      const { status, ...rest } = await withWorkers(config, phase, directory, agent, restored, teacher, hooks, log);
      if (status !== 'phase over') return { status, ...rest };
      note(`iterations of ${phaseAt(config, rest.steps).stepsPerIteration} steps from now on`);
    }
  });
}

/** Plays one phase, from the checkpoint with which the one before it ended. */
async function withWorkers(
  config: RunConfig,
  phase: Phase,
  directory: RunDirectory,
  agent: AdaAgent,
  restored: RunState | undefined,
  teacher: TrainingHooks['teacher'],
  hooks: TrainingHooks,
  log: Logger,
): Promise<PhaseOutcome> {
  const about = { parameters: agent.parameters.size, actors: directory.actors };
  log.info({ ...about, config }, restored ? `continuing at ${restored.counters.steps} steps` : 'starting');
  const initial = restored?.weights ?? firstParameters(config, agent, teacher, directory.parents.initial).parameters;
  // After `distillSteps` a student learns as if there were no teacher.
  const { distillation } = config;
  const taught = distillation && teacherFraction(distillation, restored?.counters.steps ?? 0) > 0;
  const ofPhase = { ...config, stepsPerIteration: phase.stepsPerIteration };
  const connect = hooks.connect ?? ((...given) => new WorkerTransport(...given));
  const transport = connect(
    actorSetupOf(ofPhase, directory.actors),
    learnerSetupOf(ofPhase, {
      state: restored?.learner,
      parameters: initial,
      runDirectory: directory.path,
      teacher: taught ? teacher : undefined,
    }),
    directory.actors,
    (message) => {
      log.warn(message);
      hooks.onNote?.(message);
    },
  );
  try {
    const iterations = new Iterations(
      config,
      phase,
      directory,
      agent,
      transport,
      hooks,
      log,
      restored?.counters,
      restored?.coPlayers,
    );
    return await iterations.run(initial, restored?.behaviour ?? initial, restored?.average ?? initial.slice());
  } finally {
    await transport.close();
  }
}

function restore(directory: RunDirectory, note: (line: string) => void): RunState | undefined {
  const { found, ignored } = newestCheckpoint(directory.checkpoints);
  for (const sentence of ignored) note(sentence);
  return found && decodeRunState(found);
}

function teacherOf(config: RunConfig, hooks: TrainingHooks): TrainingHooks['teacher'] {
  if (!config.distillation) return undefined;
  if (hooks.teacher) return hooks.teacher;
  const file = teacherFile(config.run);
  if (!existsSync(file)) throw new InputError('a student needs a teacher: give its agent file with --teacher.');
  return { bytes: Uint8Array.from(readFileSync(file)), file };
}

/** @throws InputError when the teacher cannot read the student's observations or has other actions */
function requireSameWorld(student: AdaAgent, { bytes, file }: { bytes: Uint8Array; file: string }): TeacherFacts {
  let teacher: ReturnType<typeof decodeAgent>;
  try {
    teacher = decodeAgent(bytes, file);
  } catch (error) {
    throw new InputError((error as Error).message);
  }
  for (const key of ['observationSpec', 'actionSpec'] as const) {
    if (isDeepStrictEqual(teacher.agent[key], student[key])) continue;
    throw new InputError(
      `the teacher ${file} has another ${key} than the student's world; leave out --preset and --simulation to take its world.`,
    );
  }
  return { parameters: teacher.agent.parameters.size, extra: trainingNotes(teacher.extra) };
}
