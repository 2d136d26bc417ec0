import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Random } from '@open-ada/production-rules';
import { BatchedEnvironment, COMPACT } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { busyTask, EVERY_GROUP, RandomPlay } from './random-play.js';
import { awake, shake } from './shake.js';
import { stateDifferences } from './state-differences.js';

const STEPS = 60;

/** What slot `slot` of an environment gives for a list of actions, to the last bit. */
function playOn(environment: BatchedEnvironment, slot: number, script: readonly number[][]): string[] {
  const play = new RandomPlay(environment, 0);
  const groups = environment.actionSpec.groups.length;
  const { size } = environment.observationSpec;
  environment.observe(play.observations);
  const seen = (): string =>
    createHash('sha256')
      .update(new Uint8Array(play.observations.buffer, 4 * slot * size, 4 * size))
      .digest('hex');
  const heard = [seen()];
  for (const options of script) {
    const actions = new Int32Array(environment.count * groups);
    actions.set(options, slot * groups);
    play.play(actions);
    heard.push(`${seen()} ${play.rewards[slot]} ${play.events[slot]} ${environment.digest(slot)}`);
  }
  return heard;
}

/** An environment after some random play, with what happened in it. */
function afterPlay(seed: number, steps: number, ground: 'flat' | 'layered') {
  const environment = new BatchedEnvironment(EVERY_GROUP, 2);
  for (let i = 0; i < 2; i++) {
    const task = busyTask(2 * seed + i, ground);
    if (seed % 5 === 0) task.players.push({ at: task.objects[0].at });
    environment.reset(i, task, { trials: 4, seed, hideTrialIndex: i === 1 });
  }
  const play = new RandomPlay(environment, seed);
  for (let k = 0; k < steps; k++) play.play();
  // Every other time, until something is in the hand.
  for (let k = 0; k < 100 && seed % 4 > 1 && environment.state(0).players[0].held < 0; k++) play.play();
  return environment;
}

function script(seed: number): number[][] {
  const play = new RandomPlay(new BatchedEnvironment(EVERY_GROUP, 1), seed);
  return Array.from({ length: STEPS }, () => [...play.choose()]);
}

const CASES = Array.from({ length: 12 }, (_, seed) => ({ seed, ground: seed % 2 === 0 ? 'flat' : 'layered' }) as const);

describe('a snapshot', () => {
  it('continues to the last bit in the same slot, in another one, and in another environment', () => {
    const met = { awake: 0, held: 0, firings: 0 };
    for (const { seed, ground } of CASES) {
      const random = new Random(seed, 6);
      const environment = afterPlay(seed, 5 + random.int(120), ground);
      if (seed % 3 === 0) shake(environment, 0, random);
      const { players } = environment.state(0);
      const snapshot = environment.snapshot(0);
      const next = script(seed);
      const fired = environment.firings(0);
      const moving = awake(environment, 0);
      const truth = playOn(environment, 0, next);
      met.firings += environment.firings(0) - fired;
      met.held += Number(players[0].held >= 0);
      met.awake += moving;

      environment.restore(0, snapshot);
      expect(playOn(environment, 0, next)).toEqual(truth);
      environment.restore(1, snapshot);
      expect(playOn(environment, 1, next)).toEqual(truth);
      const used = afterPlay(seed + 100, 50, ground === 'flat' ? 'layered' : 'flat');
      used.restore(1, snapshot);
      expect(playOn(used, 1, next)).toEqual(truth);
      const fresh = new BatchedEnvironment(EVERY_GROUP, 3);
      fresh.restore(2, snapshot);
      expect(fresh.snapshot(2)).toEqual(snapshot);
      expect(playOn(fresh, 2, next)).toEqual(truth);
    }
    expect(met.awake).toBeGreaterThan(15);
    expect(met.held).toBeGreaterThan(3);
    expect(met.firings).toBeGreaterThan(15);
  });

  it('continues to the last bit in another process', () => {
    const jobs = CASES.map(({ seed, ground }) => {
      const environment = afterPlay(seed, 40 + seed, ground);
      return { snapshot: environment.snapshot(0), next: script(seed), environment };
    });
    const input = JSON.stringify({
      settings: EVERY_GROUP,
      jobs: jobs.map(({ snapshot, next }) => ({ snapshot: Buffer.from(snapshot).toString('base64'), next })),
    });
    const program = fileURLToPath(new URL('./continue-snapshots.mjs', import.meta.url));
    const digests = JSON.parse(
      execFileSync(process.execPath, [program], { input, encoding: 'utf8', maxBuffer: 2 ** 28 }),
    );
    const expected = jobs.map(({ next, environment }) => {
      const truth = playOn(environment, 0, next);
      return truth.slice(1).map((line) => line.split(' '));
    });
    expect(digests).toEqual(expected);
  });

  it('leaves nothing behind that could matter', () => {
    for (const { seed, ground } of CASES) {
      const environment = afterPlay(seed, 30 + 3 * seed, ground);
      const used = afterPlay(seed + 100, 50, ground === 'flat' ? 'layered' : 'flat');
      used.restore(0, environment.snapshot(1));
      expect(stateDifferences(environment, 1, used, 0)).toEqual([]);
    }
  });
});

describe('what is no usable snapshot', () => {
  const environment = afterPlay(1, 20, 'flat');
  const good = environment.snapshot(0);

  function refused(bytes: Uint8Array): string {
    const before = environment.snapshot(0);
    let message = '';
    expect(() => {
      try {
        environment.restore(0, bytes);
      } catch (error) {
        message = (error as Error).message;
        throw error;
      }
    }).toThrow();
    expect(environment.snapshot(0)).toEqual(before);
    return message;
  }

  it('is refused in one sentence, and nothing changes', () => {
    expect(refused(new Uint8Array(3))).toMatch(/not a snapshot/);
    expect(refused(new Uint8Array(300))).toMatch(/not a snapshot/);
    const random = new Random(3);
    for (let k = 0; k < 60; k++) {
      const cut = good.slice(0, random.int(good.length));
      expect(refused(cut)).toMatch(/^.*\.$/);
      const flipped = good.slice();
      flipped[16 + random.int(good.length - 16)] ^= 1 << random.int(8);
      expect(refused(flipped)).toMatch(/damaged/);
    }
    const newer = good.slice();
    newer[4] = 9;
    expect(refused(newer)).toMatch(/format 9/);
  });

  it('is one from a world that moves differently', () => {
    const slow = new BatchedEnvironment({ ...EVERY_GROUP, speed: 2 }, 1);
    expect(() => slow.restore(0, good)).toThrow(/"speed" is 3 there and 2 here/);
    const watched = new BatchedEnvironment(
      { ...EVERY_GROUP, pose: false, camera: { width: 8, height: 6, fieldOfView: 90 } },
      1,
    );
    watched.restore(0, good);
    expect(watched.digest(0)).toBe(environment.digest(0));
  });

  it('is one of a slot without a task', () => {
    expect(() => new BatchedEnvironment(COMPACT, 1).snapshot(0)).toThrow(/no task yet/);
  });
});
