import { DREAMER_DEFAULTS, DreamerNetwork, type ModelSize, type WorldSpec } from '@open-ada/dreamer';
import { decodeSafetensors, encodeSafetensors, type SafetensorsTensor } from '@open-ada/onnx-jit';
import type { ActionSpec, ObservationSpec, SimulationSettings } from '@open-ada/xland-sim';

/** What an agent file of train:dreamer says of its agent, and notes of the training run. */
export interface DreamerNotes {
  world: WorldSpec;
  size: ModelSize;
  unimix: number;
  /** Bounds of continuous actions; absent in files from before there were any. */
  minStd?: number;
  maxStd?: number;
  /** Absent for agents of small problems. */
  simulation?: SimulationSettings;
  observationSpec?: ObservationSpec;
  actionSpec?: ActionSpec;
  [note: string]: unknown;
}

/** An agent of train:dreamer. */
export interface DreamerAgent {
  network: DreamerNetwork;
  /** [P] */
  parameters: Float32Array;
  notes: DreamerNotes;
}

const KEY = 'dreamer';
const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** One tensor for each parameter; the notes are metadata. */
export function encodeDreamer({ network, parameters, notes }: DreamerAgent): Uint8Array {
  const tensors = network.parameters.entries.map(({ name, shape }): [string, SafetensorsTensor] => {
    const { offset } = network.parameters.place(name);
    return [name, { shape: [...shape], data: parameters.slice(offset, offset + sizeOf(shape)) }];
  });
  return encodeSafetensors(Object.fromEntries(tensors), { [KEY]: JSON.stringify(notes) });
}

/**
 * @returns undefined for a file that is not of train:dreamer
 * @throws Error in one sentence if a tensor is missing, or has another size or a value that is not finite
 */
export function decodeDreamer(bytes: Uint8Array, file: string): DreamerAgent | undefined {
  const notes = notesOf(bytes, file);
  if (notes === undefined) return undefined;
  const { tensors } = decodeSafetensors(bytes, file);
  const { world, size, unimix, minStd = DREAMER_DEFAULTS.minStd, maxStd = DREAMER_DEFAULTS.maxStd } = notes;
  const network = new DreamerNetwork(world, size, { unimix, minStd, maxStd });
  const parameters = new Float32Array(network.parameters.size);
  for (const { name, shape } of network.parameters.entries) {
    const data = tensors[name]?.data;
    if (data?.length !== sizeOf(shape) || !data.every(Number.isFinite)) {
      throw new Error(`${file}: the tensor "${name}" is missing, or has another size or a value that is not finite.`);
    }
    parameters.set(data, network.parameters.place(name).offset);
  }
  return { network, parameters, notes };
}

function notesOf(bytes: Uint8Array, file: string): DreamerNotes | undefined {
  try {
    const text = decodeSafetensors(bytes, file).metadata[KEY];
    return text === undefined ? undefined : (JSON.parse(text) as DreamerNotes);
  } catch {
    // Whoever reads it as another kind of agent says what is wrong with it.
    return undefined;
  }
}
