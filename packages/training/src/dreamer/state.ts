import type { DreamerNetwork, TrainerState } from '@open-ada/dreamer';
import { encodeSafetensors, type SafetensorsTensor } from '@open-ada/onnx-jit';
import { type DreamerNotes, encodeDreamer } from '@open-ada/rollout';
import type { CheckpointFiles, FoundCheckpoint } from '../storage/checkpoint-store.js';
import { finiteTensors } from '../storage/run-state.js';

/** Everything from which a run continues with the same bits, its replay included. */
export interface DreamerRunState {
  trainer: TrainerState;
  /** Wall-clock minutes of training. */
  minutes: number;
  /** State of the run's one generator. */
  random: number[];
}

const REPLAY = 'replay/';

/**
 * @param notes metadata of the agent file: what another program needs to know to use the agent
 * @throws Error naming the tensor, if a value is not finite: only a state that training can go on from is saved
 */
export function encodeDreamerState(
  network: DreamerNetwork,
  { trainer, minutes, random }: DreamerRunState,
  notes: DreamerNotes,
): CheckpointFiles {
  const wrong = Object.entries(trainer.tensors).find(([, data]) => !data.every(Number.isFinite));
  if (wrong) throw Object.assign(new Error(`${wrong[0]} is not finite, so it is not saved.`), { name: 'NonFinite' });
  const file = (fits: (name: string) => boolean): Uint8Array => {
    const own = Object.entries(trainer.tensors).filter(([name]) => fits(name));
    return encodeSafetensors(
      Object.fromEntries(
        own.map(([name, data]): [string, SafetensorsTensor] => [name, { shape: [data.length], data }]),
      ),
    );
  };
  const parameters = trainer.tensors['learner/parameters'] as Float32Array;
  return {
    'agent.safetensors': encodeDreamer({ network, parameters, notes }),
    'trainer.safetensors': file((name) => !name.startsWith(REPLAY)),
    'replay.safetensors': file((name) => name.startsWith(REPLAY)),
    'state.json': `${JSON.stringify({ version: 1, ...trainer.counters, minutes, random })}\n`,
  };
}

/** @throws InputError if a tensor holds a value that is not finite */
export function decodeDreamerState(checkpoint: FoundCheckpoint): DreamerRunState {
  const { version, minutes, random, ...counters } = JSON.parse(
    Buffer.from(checkpoint.read('state.json')).toString(),
  ) as TrainerState['counters'] & { version: number; minutes: number; random: number[] };
  if (version !== 1) throw new Error(`${checkpoint.path}/state.json is not of version 1`);
  const tensors = ['trainer.safetensors', 'replay.safetensors'].flatMap((file) =>
    Object.entries(finiteTensors(checkpoint, file)).map(([name, { data }]) => [name, data]),
  );
  return { trainer: { counters, tensors: Object.fromEntries(tensors) }, minutes, random };
}
