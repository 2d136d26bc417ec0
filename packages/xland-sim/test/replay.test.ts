import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Random } from '@open-ada/production-rules';
import {
  BatchedEnvironment,
  formatReplay,
  parseReplay,
  type Replay,
  ReplayError,
  ReplayRecorder,
  resimulate,
  type SimulationSettings,
} from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { busyTask, EVERY_GROUP, RandomPlay } from './random-play.js';

const GROUNDS = ['flat', 'layered'] as const;

/** A recorded episode of random play. */
function record(seed: number, ground: (typeof GROUNDS)[number], settings: SimulationSettings = EVERY_GROUP): Replay {
  const environment = new BatchedEnvironment(settings, 2);
  const recorder = new ReplayRecorder(environment, 1);
  recorder.reset(busyTask(seed, ground), { trials: 2, seed });
  environment.reset(0, busyTask(seed + 50), { trials: 9, seed });
  const play = new RandomPlay(environment, seed);
  do {
    play.play();
    recorder.record(play.actions, play.rewards, play.events);
  } while (!play.ended(1));
  return recorder.replay();
}

describe('a replay', () => {
  it('is the same after its file, and is reproduced', () => {
    for (let seed = 0; seed < 6; seed++) {
      const replay = record(seed, GROUNDS[seed % 2]);
      const read = parseReplay(formatReplay(replay));
      expect(read).toEqual(replay);
      expect(formatReplay(read)).toBe(formatReplay(replay));
      const outcome = resimulate(read);
      expect(outcome).toMatchObject({ reproduced: true, steps: 90 });
      expect(outcome.reproduced && outcome.rewardByTrial.length).toBe(2);
    }
  });

  it('can be taken in the middle, and goes on', () => {
    const environment = new BatchedEnvironment(EVERY_GROUP, 1);
    const recorder = new ReplayRecorder(environment, 0, 4);
    expect(() => recorder.replay()).toThrow(/Nothing is recorded yet/);
    recorder.reset(busyTask(3), { trials: 2, seed: 1 });
    const play = new RandomPlay(environment, 1);
    for (let k = 1; k <= 25; k++) {
      play.play();
      recorder.record(play.actions, play.rewards, play.events);
      if (k % 10 === 0 || k === 25) expect(resimulate(recorder.replay())).toMatchObject({ reproduced: true, steps: k });
    }
  });

  it('says where it diverges: after a changed action, reward, start or digest', () => {
    const replay = record(1, 'layered');
    const random = new Random(2);
    let found = 0;
    for (let times = 0; times < 20; times++) {
      const changed = structuredClone(replay);
      const b = random.int(changed.blocks.length - 1);
      const { actions } = changed.blocks[b];
      const k = random.int(actions.length);
      // After the last step of a trial, the state is already that of the next one.
      if (10 * b + k + 1 === 45) continue;
      const step = actions[k];
      step[2] = (step[2] + 1) % 5;
      const outcome = resimulate(changed);
      if (outcome.reproduced) throw new Error('A turn more or less must change the heading.');
      expect([outcome.after, outcome.step, outcome.physicsStep]).toEqual([10 * b, 10 * b + 10, 40 * b + 40]);
      expect(outcome.message).toContain(
        `between steps ${10 * b + 1} and ${10 * b + 10} (up to physics step ${40 * b + 40})`,
      );
      found++;
    }
    expect(found).toBeGreaterThan(15);
    const elsewhere = structuredClone(replay);
    elsewhere.task.players[0].at[0] += 1e-15;
    elsewhere.options.seed++;
    expect(resimulate(elsewhere)).toMatchObject({ reproduced: false, after: 0 });
    const forged = structuredClone(replay);
    forged.blocks[3].digest = forged.blocks[2].digest;
    expect(resimulate(forged)).toMatchObject({ reproduced: false, after: 30, step: 40 });
  });
});

describe('the golden replays', () => {
  // Seeds in whose play objects are pushed, carried, dropped and changed by rules, and the goal is met at times.
  const SEEDS = { flat: 28, layered: 16 } as const;
  const CAMERA = { ...EVERY_GROUP, camera: { width: 8, height: 6, fieldOfView: 90 } };
  const fileOf = (ground: string): string => fileURLToPath(new URL(`./golden/${ground}.replay`, import.meta.url));
  const program = fileURLToPath(new URL('./resimulate.mjs', import.meta.url));

  // Written anew by `vitest run -u`, where the simulator is meant to have changed.
  it.each(GROUNDS)('come out the same: %s', async (ground) => {
    await expect(formatReplay(record(SEEDS[ground], ground, CAMERA))).toMatchFileSnapshot(fileOf(ground));
  });

  it('come out the same in another process, observations included', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'replays-'));
    const files = GROUNDS.map((ground) => join(folder, `${ground}.replay.json`));
    GROUNDS.forEach((ground, k) => {
      writeFileSync(files[k], formatReplay(record(SEEDS[ground], ground, CAMERA)));
    });
    const output = execFileSync(process.execPath, [program, ...files], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    for (const outcome of JSON.parse(output)) expect(outcome).toMatchObject({ reproduced: true, steps: 90 });
    await expect(output).toMatchFileSnapshot(fileURLToPath(new URL('./golden/outcomes.txt', import.meta.url)));
  });
});

describe('another platform', () => {
  // Browsers and versions of Node differ in the last bit of these; `pow(1, x)`, which cannon-es asks for, is exact.
  const strange = `
    for (const name of ['sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'atan2', 'exp', 'log', 'hypot', 'cbrt', 'sinh', 'tanh'])
      Math[name] = () => { throw new Error('Math.' + name); };
    Math.pow = (base) => { if (base !== 1) throw new Error('Math.pow'); return 1; };`;

  it('has no say in what happens or is seen', () => {
    const folder = fileURLToPath(new URL('./golden/', import.meta.url));
    const program = fileURLToPath(new URL('./resimulate.mjs', import.meta.url));
    const preload = `data:text/javascript,${encodeURIComponent(strange)}`;
    const files = GROUNDS.map((ground) => join(folder, `${ground}.replay`));
    const output = execFileSync(process.execPath, ['--import', preload, program, ...files], { encoding: 'utf8' });
    expect(output).toBe(readFileSync(join(folder, 'outcomes.txt'), 'utf8'));
  });
});

describe('a file that is no usable replay', () => {
  const good = JSON.parse(formatReplay(record(2, 'flat'))) as Record<string, never>;
  const change = (
    edit: (file: Record<string, never> & { settings: never; task: never; blocks: never[][] }) => void,
  ) => {
    const file = structuredClone(good);
    edit(file as never);
    return JSON.stringify(file);
  };

  const rows: [what: string, text: string, message: RegExp][] = [
    ['text', 'hello', /is not JSON/],
    ['half a file', JSON.stringify(good).slice(0, 900), /is not JSON/],
    ['a list', '[]', /must be a JSON object/],
    ['another version', change((file) => Object.assign(file, { replay: 2 })), /"replay" must be 1/],
    [
      'a setting too few',
      change((file) => void delete (file.settings as { speed?: number }).speed),
      /\/speed must be a number/,
    ],
    ['a setting too many', change((file) => Object.assign(file.settings, { spin: 1 })), /\/spin is not a setting/],
    [
      'half physicsSteps',
      change((file) => Object.assign(file.settings, { actionRepeat: 2.5 })),
      /\/actionRepeat must be/,
    ],
    [
      'a huge camera',
      change((file) => Object.assign(file.settings, { camera: { width: 1e5 } })),
      /\/camera\/width must be/,
    ],
    ['a wrong task', change((file) => Object.assign(file.task, { goal: 'hold(me, red cube)' })), /in "task" at \/goal/],
    ['no trials', change((file) => Object.assign(file, { trials: 0 })), /"trials" must be/],
    ['a wild seed', change((file) => Object.assign(file, { seed: 'x' })), /"seed" must be/],
    ['no flag', change((file) => Object.assign(file, { hideTrialIndex: 1 })), /"hideTrialIndex" must be/],
    ['no blocks', change((file) => Object.assign(file, { blocks: 1 })), /"blocks" must be a list/],
    ['an odd block', change((file) => file.blocks.push(['1' as never])), /block 9 must be/],
    ['an odd digest', change((file) => file.blocks[0].splice(1, 1, 'x' as never)), /digest of block 0/],
    [
      'a missing group',
      change((file) => file.blocks[4].splice(0, 1, '11111 111111' as never)),
      /step 0 of block 4 must be 6 digits/,
    ],
    ['an option too far', change((file) => file.blocks[4].splice(0, 1, '111111 115111' as never)), /step 1 of block 4/],
    ['a longer game', change((file) => void file.blocks.push(...file.blocks)), /180 steps, its episode ends after 90/],
  ];

  it.each(rows)('is refused in one sentence: %s', (_, text, message) => {
    expect(() => parseReplay(text, 'some.json')).toThrow(ReplayError);
    expect(() => parseReplay(text, 'some.json')).toThrow(message);
    expect(() => parseReplay(text, 'some.json')).toThrow(/^some\.json is not a usable replay: [^\n]*\.$/);
  });
});
