import { AVATAR_RADIUS, parsePredicate, Random, type Task, taskFromSeat } from '@open-ada/production-rules';
import { BatchedEnvironment, formatReplay, parseReplay, ReplayRecorder, resimulate } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { PAIR, Pair, taskForTwo } from './pair.js';
import { LONG_ARM } from './player.js';
import { randomTask, taskOf } from './tasks.js';

const STAY: string[] = [];

/** Random options for both players of an environment. */
function draw({ actionSpec, players }: BatchedEnvironment, random: Random): Int32Array {
  const { groups } = actionSpec;
  return Int32Array.from({ length: players * groups.length }, (_, k) =>
    random.int(groups[k % groups.length].options.length),
  );
}

/** A task whose map has a closet in a corner, (1, 1), into which nothing can be seen. */
function besideCloset(seed: number): Task {
  const task = randomTask(seed);
  const objects = task.objects.map((object) => ({
    ...object,
    at: [object.at[0] + 2, object.at[1] + 2] as [number, number],
  }));
  const rows = ['0#0000', '##0000', '000000', '000#00', '000000', '000000'];
  return { ...task, objects, world: { rows }, players: [{ ...task.players[0], at: [6, 7.2] }], trialSeconds: 6 };
}

describe('a second player that stands idle out of sight', () => {
  it.each([1, 2, 3, 4, 5, 6])('changes no bit of what the first one does and sees (seed %i)', (seed) => {
    const alone = besideCloset(seed);
    const both: Task = { ...alone, players: [...alone.players, { at: [1, 1] }] };
    const [one, two] = [LONG_ARM, PAIR].map((settings) => new BatchedEnvironment(settings, 1));
    one.reset(0, alone, { trials: 3, seed });
    two.reset(0, both, { trials: 3, seed });
    const random = new Random(seed);
    const idle = one.actionSpec.groups.map(({ options }) => (options.length - 1) / 2);
    const rewards = [new Float32Array(1), new Float32Array(2)];
    const events = new Uint8Array(1);
    const { stepSize } = one.observationSpec;
    const seen = [one, two].map(({ observationSpec }) => new Float32Array(2 * observationSpec.size));
    while (one.trial(0) >= 0) {
      const chosen = draw(one, random);
      one.observe(seen[0]);
      two.observe(seen[1]);
      expect(seen[1].subarray(0, stepSize)).toEqual(seen[0].subarray(0, stepSize));
      one.step(chosen, rewards[0], events);
      two.step(Int32Array.from([...chosen, ...idle]), rewards[1], events);
      const { players, task: _, ...rest } = one.state(0);
      const { players: pair, task: _both, ...restOfPair } = two.state(0);
      expect(restOfPair).toEqual(rest);
      expect(pair[0]).toEqual(players[0]);
      expect(rewards[1][0]).toBe(rewards[0][0]);
    }
  });
});

describe('two players', () => {
  it.each([0, 1])('do not move each other from afar (seat %i acts)', (seat) => {
    const pair = new Pair(taskForTwo({ at: [1, 7], objects: [['black cube', 7, 7]] }, { at: [7, 1] }));
    const before = pair.players[1 - seat];
    const acts = [['forward', 'large left'], ['large left'], ['large left'], ['forward', 'grab'], ['back']];
    for (const words of acts) pair.play(seat === 0 ? words : STAY, seat === 1 ? words : STAY);
    expect(pair.players[1 - seat]).toEqual(before);
    expect(pair.players[seat]).not.toEqual(before);
  });

  it('have a hand each, and of two that grab at once the first gets the object', () => {
    const task = taskForTwo({ at: [3, 4], objects: [['black cube', 4, 3]] }, { at: [5, 4] });
    task.players[0].heading = { mean: -Math.PI / 4, spread: 0 };
    task.players[1].heading = { mean: Math.PI / 4, spread: 0 };
    task.goal = [parsePredicate('hold(other, black cube)')];
    const both = new Pair(task);
    both.play(['grab'], ['grab']);
    expect(both.players.map(({ held }) => held)).toEqual([0, -1]);
    expect([...both.rewards]).toEqual([0, 0]);
    const pair = new Pair(task);
    pair.play(STAY, ['grab']);
    expect(pair.players.map(({ held }) => held)).toEqual([-1, 0]);
    expect([...pair.rewards]).toEqual([1, 1]);
    expect([pair.environment.view(0, 0), pair.environment.view(0, 1)].map(({ objects }) => objects[0].holder)).toEqual([
      1, 0,
    ]);
  });

  it('are rewarded each for its own goal', () => {
    const second = { at: [5, 4] as [number, number], goal: [parsePredicate('not hold(me, black cube)')] };
    const pair = new Pair(taskForTwo({ objects: [['black cube', 4, 3]] }, second));
    pair.play(STAY, STAY);
    expect([...pair.rewards]).toEqual([0, 1]);
    pair.play(['grab'], STAY);
    expect([...pair.rewards]).toEqual([1, 0]);
    expect([pair.environment.lastReward(0), pair.environment.lastReward(0, 1)]).toEqual([1, 0]);
  });

  it('that walk into each other stop in the middle', () => {
    const pair = new Pair(taskForTwo({ at: [4, 6] }, { at: [4, 2], heading: { mean: Math.PI, spread: 0 } }));
    for (let step = 0; step < 8; step++) {
      pair.play(['forward'], ['forward']);
      expect(pair.apart).toBeGreaterThan(2 * AVATAR_RADIUS - 0.001);
    }
    const [{ z: first }, { z: second }] = pair.players;
    expect(first - 4).toBeCloseTo(4 - second, 5);
  });

  it('push one that stands, up to the wall', () => {
    const pair = new Pair(taskForTwo({ at: [4, 6] }, { at: [4, 4] }));
    for (let step = 0; step < 20; step++) {
      pair.play(['forward'], STAY);
      expect(pair.apart).toBeGreaterThan(2 * AVATAR_RADIUS - 0.001);
    }
    const [first, second] = pair.players;
    expect(second.z).toBeCloseTo(AVATAR_RADIUS, 2);
    expect(first.z).toBeCloseTo(3 * AVATAR_RADIUS, 2);
  });

  it('do not hold a thing inside the other', () => {
    const pair = new Pair(taskForTwo({ at: [4, 6], objects: [['black cube', 4, 5]] }, { at: [4, 3] }));
    pair.play(['grab'], STAY);
    pair.play(['forward'], STAY);
    for (let step = 0; step < 3; step++) pair.play(STAY, STAY);
    const { players, objects } = pair.environment.state(0);
    expect(players[0].held).toBe(0);
    expect(objects[0].position[2] - players[1].z).toBeGreaterThan(AVATAR_RADIUS + 0.25 - 0.02);
  });
});

describe('one network for either seat', () => {
  const task = taskForTwo(
    {
      at: [2, 6],
      goal: ['near(other, yellow sphere)'],
      rules: ['near(me, black cube) -> yellow sphere', 'hidden: hold(other, purple slab) -> nothing'],
      objects: [
        ['black cube', 2, 4.5],
        ['purple slab', 6, 4.5],
        ['yellow pyramid', 4, 2],
      ],
    },
    { at: [6, 6.4], hiding: { rules: [1], types: ['purple slab'], predicates: ['hold'] } },
  );

  it('sees from the second seat what it would see from the first of the mirrored task', () => {
    const here = new Pair(task);
    const there = new Pair(taskFromSeat(task, 1));
    const random = new Random(3);
    const words = [['forward'], ['large left', 'grab'], ['small right'], ['release', 'forward'], ['back']];
    for (let step = 0; step < 25; step++) {
      expect(here.observation(1)).toEqual(there.observation(0));
      expect(here.observation(0)).toEqual(there.observation(1));
      expect(here.environment.view(0, 1)).toEqual(there.environment.view(0, 0));
      const [first, second] = [random.pick(words), random.pick(words)];
      here.play(first, second);
      there.play(second, first);
      expect([...here.rewards]).toEqual([...there.rewards].reverse());
    }
    expect(here.observation(0)).not.toEqual(here.observation(1));
  });
});

describe('the other player in an observation', () => {
  const at = (sketch: Parameters<typeof taskForTwo>[0], second: Parameters<typeof taskForTwo>[1]) =>
    new Pair(taskForTwo(sketch, second));

  it('is where it is, and faces where it does', () => {
    const pair = at({ at: [4, 6] }, { at: [5, 4], heading: { mean: Math.PI / 2, spread: 0 } });
    expect(pair.feature(0, 'others', 'present')).toEqual([1]);
    expect(pair.feature(0, 'others', 'position')).toEqual([1 / 4, 0, 2 / 4]);
    expect(pair.feature(0, 'others', 'distance')[0]).toBeCloseTo(Math.sqrt(5) / 8, 6);
    expect(pair.feature(0, 'others', 'bearing')[0]).toBeCloseTo(1 / Math.sqrt(5), 6);
    const [sine, cosine] = pair.feature(0, 'others', 'facing');
    expect([sine, cosine].map((x) => Math.round(1e6 * x) / 1e6)).toEqual([1, 0]);
    // It stands with its back to the first.
    expect(pair.feature(1, 'others', 'present')).toEqual([0]);
  });

  it.each([
    ['behind it', { at: [4, 4] as [number, number] }, { at: [4, 6] as [number, number] }],
    [
      'behind a wall',
      { at: [5, 7] as [number, number], rows: ['0000', '0000', '0##0', '0000'] },
      { at: [4, 2] as [number, number] },
    ],
  ])('is nothing %s', (_, sketch, second) => {
    const { environment, observation } = at(sketch, second);
    const part = environment.observationSpec.parts.find(({ name }) => name === 'others')!;
    const seen = at(sketch, second).observation(0);
    expect(observation).toBeDefined();
    expect(seen.slice(part.offset, part.offset + part.shape[1]).every((float) => float === 0)).toBe(true);
  });

  it('shows what it holds, and stops rays', () => {
    const pair = at({ at: [4, 7], objects: [['purple sphere', 4, 3]] }, { at: [4, 4] });
    expect(pair.feature(0, 'others', 'shape')).toEqual([0, 0, 0, 0]);
    const [count] = pair.environment.observationSpec.parts.find(({ name }) => name === 'rays')!.shape;
    const rays = pair.environment.observationSpec.parts.find(({ name }) => name === 'rays')!;
    const floats = pair.observation(0).subarray(rays.offset, rays.offset + 3 * count);
    const short = Array.from({ length: count }, (_, k) => floats.slice(3 * k, 3 * k + 3)).filter(([d]) => d < 3.2 / 16);
    expect(short.length).toBe(0);
    pair.play(STAY, ['grab', 'large left']);
    pair.play(STAY, ['large left']);
    pair.play(STAY, ['large left']);
    expect(pair.players[1].held).toBe(0);
    expect(pair.feature(0, 'others', 'shape')).toEqual([0, 1, 0, 0]);
    expect(pair.feature(0, 'others', 'colour')).toEqual([0, 1, 0]);
    const near = at({ at: [4, 6], heading: { mean: 0.12, spread: 0 } }, { at: [4, 4] }).observation(0);
    const hit = Array.from({ length: count }, (_, k) => near.slice(rays.offset + 3 * k, rays.offset + 3 * k + 3));
    const [[distance, wall, object]] = hit.filter(([d]) => d < 2 / 16);
    expect([Math.abs(distance * 16 - 1.65) < 0.06, wall, object]).toEqual([true, 0, 0]);
  });
});

describe('an environment with two seats', () => {
  it('leaves the second empty where a task has one player', () => {
    const [one, two] = [LONG_ARM, PAIR].map((settings) => new BatchedEnvironment(settings, 2));
    const { groups } = one.actionSpec;
    const { size: width, stepSize } = one.observationSpec;
    const { size } = two.observationSpec;
    const rewards = [new Float32Array(2), new Float32Array(4)];
    const events = new Uint8Array(2);
    const seen = [new Float32Array(2 * width), new Float32Array(4 * size)];
    for (let i = 0; i < 2; i++) for (const each of [one, two]) each.reset(i, randomTask(i), { trials: 1, seed: i });
    expect([two.acting(0), two.players]).toEqual([1, 2]);
    const random = new Random(1);
    for (let step = 0; step < 20; step++) {
      const rows = [draw(one, random), draw(one, random)];
      one.step(Int32Array.from(rows.flatMap((row) => [...row])), rewards[0], events);
      const nonsense = groups.map(() => 99);
      two.step(Int32Array.from(rows.flatMap((row) => [...row, ...nonsense])), rewards[1], events);
      one.observe(seen[0]);
      two.observe(seen[1]);
      for (let i = 0; i < 2; i++) {
        expect(two.digest(i)).toBe(one.digest(i));
        const row = seen[1].subarray(2 * i * size, 2 * i * size + stepSize);
        expect(row).toEqual(seen[0].subarray(i * width, i * width + stepSize));
        expect(seen[1].subarray((2 * i + 1) * size, (2 * i + 2) * size).every((float) => float === 0)).toBe(true);
        expect([rewards[1][2 * i], rewards[1][2 * i + 1]]).toEqual([rewards[0][i], 0]);
      }
    }
  });

  it('refuses an option that does not exist before anything moves, and says whose', () => {
    const pair = new Pair(taskForTwo({}, {}));
    const before = pair.environment.digest(0);
    const { groups } = pair.environment.actionSpec;
    const actions = Int32Array.from([...groups.map(() => 0), ...groups.map(() => 7)]);
    expect(() => pair.environment.step(actions, pair.rewards, pair.events)).toThrow(
      'Player 2 of environment 0 has no option 7 of the action group "move"; give a whole number from 0 to 2.',
    );
    expect(pair.environment.digest(0)).toBe(before);
    const alone = new Pair(taskOf({}));
    expect(() => alone.environment.lastAction(0, 1)).toThrow('The task of environment 0 has no player 2.');
    expect(() => alone.environment.view(0, 1)).toThrow('Task "test" has no player 2.');
  });

  it('continues from a snapshot to the same bits, and a replay comes out the same', () => {
    const task: Task = { ...randomTask(5), trialSeconds: 4 };
    task.players = [...task.players, { at: [5.5, 3.6], goal: [parsePredicate('not touching(me, black cube)')] }];
    const environment = new BatchedEnvironment(PAIR, 2);
    const recorder = new ReplayRecorder(environment, 1, 4);
    environment.reset(0, task, { trials: 2, seed: 9 });
    recorder.reset(task, { trials: 2, seed: 9 });
    const rewards = new Float32Array(4);
    const events = new Uint8Array(2);
    const random = new Random(2);
    const other = new BatchedEnvironment(PAIR, 1);
    for (let step = 0; environment.trial(1) >= 0; step++) {
      if (step === 7) other.restore(0, environment.snapshot(1));
      const row = draw(other, random);
      environment.step(Int32Array.from([...row, ...row]), rewards, events);
      recorder.record(Int32Array.from([...row, ...row]), rewards, events);
      expect(environment.digest(1)).toBe(environment.digest(0));
      if (step < 7) continue;
      const again = new Float32Array(2);
      other.step(row, again, new Uint8Array(1));
      expect(other.digest(0)).toBe(environment.digest(0));
      expect(again).toEqual(rewards.slice(2));
    }
    const text = formatReplay(recorder.replay());
    const replay = parseReplay(text);
    expect(replay).toEqual(recorder.replay());
    expect(resimulate(replay)).toMatchObject({ reproduced: true, steps: 40 });
    expect(() => parseReplay(text.replaceAll(/"([0-9]{3})[0-9]{3}/g, '"$1'))).toThrow(
      /must be 6 digits .*of each player/,
    );
  });
});

describe('the world', () => {
  it('keeps a frozen machine that a rule spawns in its own place, at its size', () => {
    const rules = ['near(yellow pyramid, black cube) -> yellow pyramid, purple cube'];
    const pair = new Pair(
      taskForTwo(
        {
          at: [1, 7],
          rules,
          objects: [
            ['yellow pyramid', 4, 4, { frozen: true, size: 1.4 }],
            ['black cube', 4, 3.2],
          ],
        },
        {},
      ),
    );
    pair.play(STAY, STAY);
    const left = pair.environment.state(0).objects;
    expect(left.map(({ type }) => type).sort()).toEqual(['purple cube', 'yellow pyramid']);
    expect(left.find(({ type }) => type === 'yellow pyramid')).toMatchObject({ frozen: true, size: 1.4 });
    expect(left.find(({ type }) => type === 'purple cube')).toMatchObject({ frozen: false, size: 1 });
  });

  it('pays one physics step for each thing that is eaten by touch, to both', () => {
    const rules = ['touching(me, yellow sphere) -> purple sphere', 'touching(me, purple sphere) -> nothing'];
    const pair = new Pair(
      taskForTwo(
        {
          at: [4, 7],
          rules,
          goal: ['touching(me, purple sphere)'],
          objects: [
            ['yellow sphere', 4, 5.5],
            ['yellow sphere', 4, 4],
            ['yellow sphere', 4, 2.5],
          ],
        },
        { at: [7, 7] },
      ),
    );
    const sums = [0, 0];
    for (let step = 0; step < 12; step++) {
      pair.play(['forward'], ['forward']);
      sums.forEach((_, seat) => {
        sums[seat] += pair.rewards[seat];
      });
    }
    expect(pair.environment.state(0).objects).toEqual([]);
    expect(sums[0]).toBeCloseTo(3 / PAIR.actionRepeat, 6);
    expect(sums[1]).toBe(sums[0]);
  });
});
