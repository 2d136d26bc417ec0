import type { Task } from '@open-ada/production-rules';
import { StateReader, StateWriter } from '../scene/state-visitor.js';
import { dynamicsDifference, type SimulationSettings } from '../settings/settings.js';
import type { RunningEpisode } from './running-episode.js';
import { passEpisode } from './visit-episode.js';

// A snapshot is binary, because JSON has no negative zero. It is little-endian and contains: magic number, version,
// length of the text, checksum of what follows (32 bits each); the text, UTF-8 JSON of the settings and the task; the
// changing state as 64-bit floats.
const MAGIC = 0x53414441;
const VERSION = 1;
const HEADER = 16;
/** Settings that have an environment note what its players see. */
const NOTED = ['recall', 'unexplored', 'ways', 'acrossTrials'] as const;

/** 32-bit FNV-1a. */
function checksum(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let k = 0; k < bytes.length; k++) hash = Math.imul(hash ^ bytes[k], 0x01000193);
  return hash >>> 0;
}

/** @throws Error if the environment never had a task */
export function writeSnapshot(episode: RunningEpisode): Uint8Array {
  const { task, settings } = episode;
  if (task === undefined)
    throw new Error('This environment has no task yet, so there is nothing to keep; call reset first.');
  const writer = new StateWriter();
  passEpisode(episode, writer);
  const text = new TextEncoder().encode(JSON.stringify({ settings, task }));
  const bytes = new Uint8Array(HEADER + text.length + 8 * writer.numbers.length);
  const view = new DataView(bytes.buffer);
  bytes.set(text, HEADER);
  for (let k = 0; k < writer.numbers.length; k++) {
    view.setFloat64(HEADER + text.length + 8 * k, writer.numbers[k], true);
  }
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, VERSION, true);
  view.setUint32(8, text.length, true);
  view.setUint32(12, checksum(bytes.subarray(HEADER)), true);
  return bytes;
}

/**
 * @throws Error in one sentence. If the bytes are at fault, the episode is unchanged; otherwise the environment
 *   idles.
 */
export function readSnapshot(bytes: Uint8Array, episode: RunningEpisode): void {
  const { length, start } = textOf(bytes);
  const { settings, task } = JSON.parse(new TextDecoder().decode(bytes.subarray(start, start + length))) as {
    settings: SimulationSettings;
    task: Task;
  };
  const difference = dynamicsDifference(settings, episode.settings);
  if (difference !== undefined) throw new Error(`The snapshot is of a world with other settings: ${difference}.`);
  const other = NOTED.find((name) => Boolean(settings[name]) !== Boolean(episode.settings[name]));
  if (other !== undefined) throw new Error(`The snapshot is of an environment with another setting "${other}".`);
  const numbers = numbersOf(bytes, start + length);
  // Keep the task object if it is the same task, because callers may compare tasks by identity.
  const known = JSON.stringify(task) === JSON.stringify(episode.task);
  episode.load(known ? episode.task! : task);
  const reader = new StateReader(numbers);
  passEpisode(episode, reader);
  if (!reader.atEnd) throw new Error('The snapshot holds more state than a world of this version has.');
}

function textOf(bytes: Uint8Array): { start: number; length: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER || view.getUint32(0, true) !== MAGIC) throw new Error('These bytes are not a snapshot.');
  const version = view.getUint32(4, true);
  if (version !== VERSION) throw new Error(`The snapshot has format ${version}; this version reads ${VERSION} only.`);
  if (view.getUint32(12, true) !== checksum(bytes.subarray(HEADER))) {
    throw new Error('The snapshot is damaged: its checksum does not fit; take it again.');
  }
  return { start: HEADER, length: view.getUint32(8, true) };
}

function numbersOf(bytes: Uint8Array, start: number): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: (bytes.length - start) / 8 }, (_, k) => view.getFloat64(start + 8 * k, true));
}
