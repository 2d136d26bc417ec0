import { parseFamily } from '@open-ada/curriculum';
import { COMPACT } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { bytesOf, type Hello, OPERATION, RESET, ServedBatch, STATUS, serve, tasksOfFamilies } from '../src/index.js';

const ENVIRONMENTS = 3;
const TRIAL_STEPS = 10;

function batch(): ServedBatch {
  const draw = tasksOfFamilies([parseFamily('hold')], { trialSeconds: 2 });
  return new ServedBatch({ simulation: COMPACT, count: ENVIRONMENTS, trials: 2, draw });
}

function request(operation: number, payload: Uint8Array = new Uint8Array()): Uint8Array {
  const bytes = Buffer.alloc(8 + payload.length);
  bytes.writeUInt32LE(operation, 0);
  bytes.writeUInt32LE(payload.length, 4);
  bytes.set(payload, 8);
  return bytes;
}

const reset = (kinds: number[], seeds: number[]) =>
  request(OPERATION.reset, Buffer.concat([Uint8Array.from(kinds), bytesOf(Uint32Array.from(seeds))]));
const seeded = (...seeds: number[]) => reset([RESET.seeded, RESET.seeded, RESET.seeded], seeds);
const step = (...actions: number[]) => request(OPERATION.step, Uint8Array.from(actions));
const forward = step(2, 2, 1, 2, 2, 1, 2, 2, 1);

/** Serves these requests, and splits what the server wrote into its first line and its answers. */
function converse(...requests: Uint8Array[]): { hello: Hello; answers: { status: number; payload: Buffer }[] } {
  const input = Buffer.concat(requests);
  const written: Uint8Array[] = [];
  let at = 0;
  serve(batch(), {
    read(into) {
      if (at + into.length > input.length) return false;
      into.set(input.subarray(at, at + into.length));
      at += into.length;
      return true;
    },
    write: (bytes) => written.push(Uint8Array.from(bytes)),
  });
  const output = Buffer.concat(written);
  const end = output.indexOf('\n');
  const hello = JSON.parse(output.subarray(0, end).toString()) as Hello;
  const answers = [];
  for (let from = end + 1; from < output.length; ) {
    const length = output.readUInt32LE(from + 4);
    answers.push({ status: output.readUInt32LE(from), payload: output.subarray(from + 8, from + 8 + length) });
    from += 8 + length;
  }
  return { hello, answers };
}

/** The numbers of an answer `done`. */
function numbersOf(payload: Buffer, size: number) {
  const bytes = Uint8Array.from(payload);
  let at = 0;
  const take = (length: number) => {
    at += length;
    return bytes.buffer.slice(at - length, at);
  };
  const observations = new Float32Array(take(4 * ENVIRONMENTS * size));
  const rewards = new Float32Array(take(4 * ENVIRONMENTS));
  const trials = [...new Int32Array(take(4 * ENVIRONMENTS))];
  const events = [...new Uint8Array(take(ENVIRONMENTS))];
  expect(at).toBe(payload.length);
  return { observations, rewards, trials, events };
}

describe('the protocol of served environments', () => {
  it('begins with one line of JSON that says what the numbers are', () => {
    const { hello, answers } = converse();
    expect(answers).toEqual([]);
    expect(hello).toMatchObject({ protocol: 'open-ada-environments/1', environments: 3, players: 1, trials: 2 });
    expect(hello.actions.map(({ options }) => options.length)).toEqual([3, 5, 3]);
    const floats = hello.observation.parts.map(({ shape }) => shape.reduce((a, b) => a * b, 1));
    expect(floats.reduce((a, b) => a + b)).toBe(hello.observation.size);
  });

  it('plays what the simulator plays', () => {
    const { hello, answers } = converse(seeded(4, 5, 6), forward);
    const own = batch();
    own.reset(new Uint8Array(3).fill(RESET.seeded), Uint32Array.of(4, 5, 6));
    const before = own.observations.slice();
    own.step(Int32Array.of(2, 2, 1, 2, 2, 1, 2, 2, 1));
    const [first, second] = answers.map(({ payload }) => numbersOf(payload, hello.observation.size));
    expect(first.observations).toEqual(before);
    expect(second.observations).toEqual(own.observations);
    expect(second.observations).not.toEqual(first.observations);
    expect(second.rewards).toEqual(own.rewards);
  });

  it('says when trials and episodes end, and has begun the next episode', () => {
    const steps = Array.from({ length: 2 * TRIAL_STEPS }, () => forward);
    const { hello, answers } = converse(seeded(1, 2, 3), ...steps);
    const seen = answers.map(({ payload }) => numbersOf(payload, hello.observation.size));
    expect(seen.map(({ events }) => events[0])).toEqual(
      Array.from({ length: 21 }, (_, t) => (t === 20 ? 2 : t === 10 ? 1 : 0)),
    );
    expect(seen.map(({ trials }) => trials[2])).toEqual(
      Array.from({ length: 21 }, (_, t) => (t === 20 ? 0 : t < 10 ? 0 : 1)),
    );
    const { offset } = hello.observation.parts.find(({ name }) => name === 'goal')!;
    const { size } = hello.observation;
    const goalsOf = ({ observations }: { observations: Float32Array }) =>
      Array.from({ length: ENVIRONMENTS }, (_, i) => [...observations.subarray(i * size + offset, (i + 1) * size)]);
    // Other tasks, which are shown at once.
    expect(goalsOf(seen[20])).not.toEqual(goalsOf(seen[19]));
    expect(seen[20].observations.subarray(0, offset).some((x) => x !== 0)).toBe(true);
  });

  it('resets only what it is asked to, to the same with the same seed', () => {
    const some = reset([RESET.none, RESET.seeded, RESET.next], [9, 2, 9]);
    const { hello, answers } = converse(seeded(1, 2, 3), forward, some);
    const [first, moved, last] = answers.map(({ payload }) => numbersOf(payload, hello.observation.size).observations);
    const row = (of: Float32Array, i: number) =>
      of.subarray(i * hello.observation.size, (i + 1) * hello.observation.size);
    expect(row(last, 0)).toEqual(row(moved, 0));
    expect(row(last, 1)).toEqual(row(first, 1));
    expect(row(last, 2)).not.toEqual(row(first, 2));
  });

  it('refuses in one sentence, changes nothing and goes on', () => {
    const { answers } = converse(forward, seeded(1, 2, 3), step(2, 2, 1, 2, 7, 1, 2, 2, 1), forward);
    expect(answers.map(({ status }) => status)).toEqual([STATUS.refused, STATUS.done, STATUS.refused, STATUS.done]);
    expect(answers[0].payload.toString()).toMatch(/^Environment 0 has not begun.*\.$/);
    expect(answers[2].payload.toString()).toMatch(/7.*\.$/);
    expect(answers[3].payload).toEqual(converse(seeded(1, 2, 3), forward).answers[1].payload);
  });

  it('ends at what is no request, because the next one cannot be found', () => {
    expect(() => converse(request(9))).toThrow('There is no operation 9');
    expect(() => converse(step(1, 1))).toThrow('has 9 bytes here, not 2');
  });

  it('ends when it is told to', () => {
    expect(converse(seeded(1, 2, 3), request(OPERATION.close), forward).answers).toHaveLength(1);
  });
});
