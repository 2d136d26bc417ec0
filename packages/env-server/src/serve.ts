import { readSync, writeSync } from 'node:fs';
import { stepsPerSecond } from '@open-ada/xland-sim';
import { helloOf, payloadBytes } from './batch-sizes.js';
import type { ServedBatch } from './served-batch.js';
import { HEADER_BYTES, OPERATION, STATUS } from './wire.js';

/** Where requests come from and answers go to. */
export interface Pipe {
  /** Fills the whole array. Returns false where the input has ended. */
  read(into: Uint8Array): boolean;
  /** Writes all bytes. */
  write(bytes: Uint8Array): void;
}

/** File descriptors of a pipe. */
export interface PipeFiles {
  input: number;
  output: number;
}

/** Codes of a pipe whose other end is gone. */
const CLOSED = ['EPIPE', 'ECONNRESET'];

/**
 * A pipe that blocks, as this process does nothing else: a step costs two system calls and no turn of the event loop.
 */
export function pipeOf({ input, output }: PipeFiles): Pipe {
  return {
    read(into) {
      for (let done = 0; done < into.length; ) {
        const count = patiently(() => readSync(input, into, done, into.length - done, null));
        if (count === 0) return false;
        done += count;
      }
      return true;
    },
    write(bytes) {
      for (let done = 0; done < bytes.length; ) {
        done += patiently(() => writeSync(output, bytes, done, bytes.length - done));
      }
    },
  };
}

const clock = new Int32Array(new SharedArrayBuffer(4));

/** How long to wait for a pipe that another process has set not to block (package managers do), milliseconds. */
const PAUSE = 0.1;

function patiently(transfer: () => number): number {
  for (;;) {
    try {
      return transfer();
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(clock, 0, 0, PAUSE);
    }
  }
}

/**
 * Serves a batch until the client closes it or is gone. See `PROTOCOL`.
 * @throws Error in one sentence if the client sends what is no request; then the two can no longer understand each other
 */
export function serve(batch: ServedBatch, pipe: Pipe): void {
  try {
    answerAll(batch, pipe);
  } catch (error) {
    if (!CLOSED.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

function answerAll(batch: ServedBatch, pipe: Pipe): void {
  const { count } = batch.environment;
  const lengths = payloadBytes(batch);
  const resets = new Uint8Array(lengths.reset);
  const choices = new Uint8Array(lengths.step);
  const actions = new Int32Array(lengths.step);
  const answer = new Answer(batch);
  const hello = helloOf(batch, stepsPerSecond(batch.settings.simulation));
  pipe.write(Buffer.from(`${JSON.stringify(hello)}\n`));
  const header = new Uint8Array(HEADER_BYTES);
  const fields = new DataView(header.buffer);
  while (pipe.read(header)) {
    const [operation, length] = [fields.getUint32(0, true), fields.getUint32(4, true)];
    if (operation === OPERATION.close) return;
    const payload = { [OPERATION.reset]: resets, [OPERATION.step]: choices }[operation];
    if (payload === undefined) throw new Error(`There is no operation ${operation}; see the protocol of this server.`);
    if (length !== payload.length) {
      throw new Error(`A request ${operation} has ${payload.length} bytes here, not ${length}.`);
    }
    if (!pipe.read(payload)) return;
    try {
      if (operation === OPERATION.step) {
        actions.set(choices);
        batch.step(actions);
      } else {
        batch.reset(resets.subarray(0, count), seedsOf(resets.subarray(count)));
      }
    } catch (error) {
      pipe.write(refusal((error as Error).message));
      continue;
    }
    pipe.write(answer.bytes());
  }
}

/** Seeds, uint32, that need not be aligned. */
function seedsOf(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: bytes.length / 4 }, (_, i) => view.getUint32(4 * i, true));
}

function headed(status: number, length: number): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES + length);
  bytes.writeUInt32LE(status, 0);
  bytes.writeUInt32LE(length, 4);
  return bytes;
}

function refusal(sentence: string): Buffer {
  const text = Buffer.from(sentence);
  const bytes = headed(STATUS.refused, text.length);
  text.copy(bytes, HEADER_BYTES);
  return bytes;
}

/** The answer `done` of a batch, in one buffer that is used again for each answer. */
class Answer {
  private readonly buffer: Buffer;
  private readonly parts: Uint8Array[];

  constructor({ observations, rewards, trials, events }: ServedBatch) {
    this.parts = [observations, rewards, trials, events].map(bytesOf);
    const length = this.parts.reduce((sum, part) => sum + part.length, 0);
    this.buffer = headed(STATUS.done, length);
  }

  bytes(): Buffer {
    let offset = HEADER_BYTES;
    for (const part of this.parts) {
      this.buffer.set(part, offset);
      offset += part.length;
    }
    return this.buffer;
  }
}

/** The memory of an array as bytes. */
export function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
