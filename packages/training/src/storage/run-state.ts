import { type AdaAgent, encodeAgent } from '@open-ada/ada-agent';
import { InputError } from '@open-ada/node-kit';
import { type Data, decodeSafetensors, encodeSafetensors, type SafetensorsTensor } from '@open-ada/onnx-jit';
import { withCurrentCounters } from '../config/former-keys.js';
import type { CheckpointFiles, FoundCheckpoint } from './checkpoint-store.js';

/**
 * Counters and generator states at the end of an iteration. Together with the tensors beside them they determine the
 * next iteration.
 */
export interface Counters {
  version: 1;
  /** The iteration to be learned next. */
  iteration: number;
  /** Environment steps learned. */
  steps: number;
  /** Steps that the agent played: `steps` plus those played only to judge tasks. Absent: the same as `steps`. */
  playedSteps?: number;
  /** Steps of all iterations before `iteration`, as planned. Absent: they were as long as the configuration says. */
  plannedSteps?: number;
  /** Wall-clock minutes of training. */
  minutes: number;
  /** State of the coordinator's generator before `iteration` was planned. */
  random: number[];
  /** State of the task source before `iteration` was planned. */
  source: unknown;
  actorsReplaced: number;
  /** Snapshots in the pool of co-players before `iteration` was planned. Absent: there is no pool. */
  snapshots?: number;
}

export interface RunState {
  counters: Counters;
  /** `[P]`: parameters that act after the last learned iteration. */
  weights: Float32Array;
  /**
   * `[P]`: parameters that play `counters.iteration`. They are one iteration older, because acting runs one iteration
   * ahead of learning.
   */
  behaviour: Float32Array;
  /** `[P]`: mean of the parameters so far, which is the agent of the checkpoint. */
  average: Float32Array;
  learner: Record<string, Data>;
  /** `[counters.snapshots][P]`: snapshots of the agent that it plays with. */
  coPlayers: readonly Float32Array[];
}

/** @param extra metadata of the agent file: what another program needs to know to use the agent */
export function encodeRunState(agent: AdaAgent, state: RunState, extra: Record<string, unknown>): CheckpointFiles {
  const learner: Record<string, SafetensorsTensor> = {};
  for (const [name, data] of Object.entries(state.learner)) {
    if (data instanceof Uint8Array) throw new Error(`learner state "${name}": bytes cannot be kept in a checkpoint`);
    learner[name] = { shape: [data.length], data };
  }
  return {
    'agent.safetensors': encodeAgent(agent, state.average, extra),
    'behaviour.safetensors': encodeSafetensors({
      behaviour: { shape: [state.behaviour.length], data: state.behaviour },
      weights: { shape: [state.weights.length], data: state.weights },
      average: { shape: [state.average.length], data: state.average },
    }),
    'learner.safetensors': encodeSafetensors(learner),
    ...(state.coPlayers.length > 0 && { [CO_PLAYERS]: encodeCoPlayers(state.coPlayers) }),
    'state.json': `${JSON.stringify(state.counters, null, 2)}\n`,
  };
}

/** @throws InputError if a tensor holds a value that is not finite */
export function decodeRunState(checkpoint: FoundCheckpoint): RunState {
  const tensorsOf = (file: string) => finiteTensors(checkpoint, file);
  const stored = JSON.parse(Buffer.from(checkpoint.read('state.json')).toString()) as Counters;
  const counters = withCurrentCounters(stored);
  if (counters.version !== 1) throw new Error(`${checkpoint.path}/state.json is not of version 1`);
  const acting = tensorsOf('behaviour.safetensors');
  return {
    counters,
    weights: Float32Array.from(acting.weights.data),
    behaviour: Float32Array.from(acting.behaviour.data),
    // Checkpoints of before there was a mean lack it.
    average: Float32Array.from((acting.average ?? acting.weights).data),
    learner: Object.fromEntries(
      Object.entries(tensorsOf('learner.safetensors')).map(([name, { data }]) => [name, data]),
    ),
    coPlayers: counters.snapshots
      ? Object.values(tensorsOf(CO_PLAYERS)).map(({ data }) => Float32Array.from(data))
      : [],
  };
}

/** The tensors of a file of a checkpoint. @throws InputError if one holds a value that is not finite */
export function finiteTensors(checkpoint: FoundCheckpoint, file: string): Record<string, SafetensorsTensor> {
  const { tensors } = decodeSafetensors(checkpoint.read(file), `${checkpoint.path}/${file}`);
  const wrong = Object.entries(tensors).find(([, { data }]) => !data.every(Number.isFinite));
  if (wrong === undefined) return tensors;
  throw new InputError(
    `${checkpoint.path}/${file}: "${wrong[0]}" holds a value that is not finite, so training cannot go on from it; ` +
      `delete ${checkpoint.path}, and the same command goes on from the checkpoint before it.`,
  );
}

const CO_PLAYERS = 'co-players.safetensors';

function encodeCoPlayers(snapshots: readonly Float32Array[]): Uint8Array {
  // Names of equal length, so that their order is that of the snapshots.
  const named = snapshots.map((data, i) => [`snapshot-${String(i).padStart(6, '0')}`, { shape: [data.length], data }]);
  return encodeSafetensors(Object.fromEntries(named) as Record<string, SafetensorsTensor>);
}
