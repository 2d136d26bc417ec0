import { readFileSync } from 'node:fs';
import { parseTask } from '@open-ada/production-rules';
import { COMPACT, parseReplay, resimulate, solve } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { inRepository } from '../../../test/kit/viewer-project.js';
import { changesBetween } from '../src/page/episode/frame.js';
import { momentAt } from '../src/page/episode/moment.js';
import { Playhead } from '../src/page/episode/playhead.js';
import { Recording } from '../src/page/episode/recording.js';
import { Divergence, ReplayPlayer } from '../src/page/players/replay.js';
import { ScriptedPlayer } from '../src/page/players/scripted.js';
import { firingsAt, recentFirings } from '../src/page/recent-firings.js';

const twoSteps = parseTask(readFileSync(inRepository('tasks/examples/two-steps.jsonc'), 'utf8'));
const golden = (ground: string) =>
  parseReplay(readFileSync(inRepository(`packages/xland-sim/test/golden/${ground}.replay`), 'utf8'));

/** The oracle's episode of "two steps", played to its end. */
function solved(trials: number): Recording {
  const recording = new Recording(COMPACT, twoSteps, { trials, seed: 5 });
  const oracle = new ScriptedPlayer('oracle');
  while (!recording.ended) recording.append(oracle.decide(recording));
  return recording;
}

function played(replay = golden('layered')): { recording: Recording; player: ReplayPlayer } {
  const recording = new Recording(replay.settings, replay.task, replay.options);
  const player = new ReplayPlayer(replay);
  while (recording.steps < player.length) recording.append(player.decide(recording));
  player.check(recording);
  return { recording, player };
}

describe('a recording', () => {
  it('shows any moment as it was played, whether its frames are still kept or not', () => {
    const recording = new Recording(COMPACT, twoSteps, { trials: 6, seed: 5 });
    const oracle = new ScriptedPlayer('oracle');
    const seen: string[] = [];
    while (!recording.ended) {
      recording.append(oracle.decide(recording));
      seen.push(JSON.stringify(recording.framesOf(recording.steps - 1)));
    }
    // More than are kept, and in an order that has nothing to do with that of play.
    expect(seen.length).toBe(480);
    for (let k = 0; k < seen.length; k++) {
      const step = (k * 181) % seen.length;
      expect(JSON.stringify(recording.framesOf(step))).toBe(seen[step]);
    }
  });

  it('knows the rewards and firings that the simulator reports', () => {
    const recording = solved(2);
    const { rewards } = solve(twoSteps, { trials: 2, seed: 5 });
    expect(recording.rewardByTrial()).toEqual(rewards);
    expect(recording.firings.map(({ rules }) => rules)).toEqual([[0], [1], [0], [1]]);
    const [first, second] = recording.firings;
    expect(first.changes).toMatchObject([{ from: 'black cube', to: 'purple pyramid' }]);
    expect(second.changes.map(({ from, to }) => [from, to])).toEqual(
      expect.arrayContaining([
        ['purple pyramid', 'yellow sphere'],
        ['purple slab', undefined],
      ]),
    );
    const frames = recording.framesOf(first.step);
    expect(frames[first.frame - 1].objects.some(({ type }) => type === 'purple pyramid')).toBe(false);
    expect(frames[first.frame].objects.some(({ type }) => type === 'purple pyramid')).toBe(true);
  });

  it('is a replay that can be reproduced, at any point of its growth', () => {
    const recording = new Recording(COMPACT, twoSteps, { trials: 2, seed: 5 });
    const oracle = new ScriptedPlayer('oracle');
    for (let k = 0; k < 37; k++) recording.append(oracle.decide(recording));
    expect(resimulate(recording.replay())).toMatchObject({ reproduced: true, steps: 37 });
    while (!recording.ended) recording.append(oracle.decide(recording));
    expect(resimulate(recording.replay())).toMatchObject({ reproduced: true, steps: 160 });
    expect(() => recording.append([1, 2, 1])).toThrow('The episode has ended.');
  });
});

describe('a replay', () => {
  it('is played with every digest compared', () => {
    const replay = golden('flat');
    const { recording, player } = played(replay);
    expect(player.checked).toBe(replay.blocks.length);
    expect(recording.replay().blocks).toEqual(replay.blocks);
  });

  it('that was edited stops where it diverges, with the simulator own words', () => {
    const replay = golden('flat');
    const blocks = replay.blocks.map((block, k) => (k === 2 ? { ...block, digest: '0'.repeat(16) } : block));
    expect(() => played({ ...replay, blocks })).toThrow(Divergence);
    expect(() => played({ ...replay, blocks })).toThrow(/^The replay diverges between steps/);
  });

  it('that ends early is no fault', () => {
    const replay = golden('layered');
    const { recording } = played({ ...replay, blocks: replay.blocks.slice(0, 2) });
    expect(recording.ended).toBe(false);
    expect(recording.steps).toBe(replay.blocks.slice(0, 2).reduce((sum, { actions }) => sum + actions.length, 0));
  });
});

describe('a moment', () => {
  const recording = solved(3);

  it('lies between two physics frames, and a trial begins where it begins', () => {
    expect(momentAt(recording, 10.5)).toMatchObject({ step: 10, trial: 0, mix: 0 });
    const inside = momentAt(recording, 10.5 + 0.25 / 6);
    expect(inside.mix).toBeCloseTo(0.25);
    expect(inside.before).toBe(recording.framesOf(10)[3]);
    expect(inside.seconds).toBeCloseTo(10.5417 / 5, 3);
    const boundary = momentAt(recording, 80);
    expect(boundary).toMatchObject({ trial: 1, step: 80, seconds: 0 });
    expect(boundary.before.players[0]).toMatchObject({ x: 5, z: 8 });
    const end = momentAt(recording, 240);
    expect(end).toMatchObject({ trial: 2, step: 239, mix: 1 });
    expect(end.seconds).toBeCloseTo(16);
  });

  it('at the head of a running episode is the start of the trial that is to come', () => {
    const running = new Recording(COMPACT, twoSteps, { trials: 2, seed: 5 });
    expect(momentAt(running, 0)).toMatchObject({ trial: 0, step: 0, mix: 0 });
    for (let k = 0; k < 80; k++) running.append([2, 2, 1]);
    const start = momentAt(running, 80);
    expect(start).toMatchObject({ trial: 1, seconds: 0 });
    expect(start.before.players[0]).toMatchObject({ x: 5, z: 8 });
  });

  it('has the firings of its own trial', () => {
    const [first, second] = recording.firings;
    const after = second.step + second.frame / 6;
    expect(firingsAt(recording, after - 0.1)).toEqual([1]);
    expect(firingsAt(recording, after)).toEqual([1, 1]);
    expect(firingsAt(recording, 80)).toEqual([]);
    const [recent] = recentFirings(recording, first.step + first.frame / 6 + 1);
    expect(recent.firing).toBe(first);
    expect(recent.age).toBeCloseTo(0.2);
    expect(recentFirings(recording, first.step + 40)).not.toContainEqual(recent);
  });
});

describe('a playhead', () => {
  const recording = solved(2);

  it('goes on in real time, faster or slower, stops at the end and begins again', () => {
    const playhead = new Playhead(recording);
    playhead.advance(1);
    expect(playhead.position).toBeCloseTo(5);
    playhead.faster(1);
    playhead.advance(1);
    expect(playhead.position).toBeCloseTo(15);
    playhead.faster(-9);
    expect(playhead.speed).toBe(0.25);
    playhead.speed = 8;
    playhead.advance(100);
    expect(playhead).toMatchObject({ position: 160, playing: false, atEnd: true });
    playhead.toggle();
    expect(playhead).toMatchObject({ position: 0, playing: true });
  });

  it('steps by steps and by trials', () => {
    const playhead = new Playhead(recording);
    playhead.seek(10.4);
    playhead.step(1);
    expect(playhead).toMatchObject({ position: 11, playing: false });
    playhead.step(-1);
    expect(playhead.position).toBe(10);
    playhead.seek(10.4);
    playhead.step(-1);
    expect(playhead.position).toBe(10);
    playhead.seekTrial(1);
    expect(playhead.position).toBe(80);
    playhead.seekTrial(-1);
    expect(playhead.position).toBe(0);
    playhead.seek(120);
    playhead.seekTrial(-1);
    expect(playhead.position).toBe(80);
  });

  it('waits at what has not been played yet', () => {
    const running = new Recording(COMPACT, twoSteps, { trials: 1, seed: 5 });
    const playhead = new Playhead(running);
    playhead.advance(3);
    expect(playhead).toMatchObject({ position: 0, playing: true });
    running.append([1, 2, 1]);
    playhead.advance(3);
    expect(playhead).toMatchObject({ position: 1, playing: true });
  });
});

describe('changes between two frames', () => {
  const object = (objectIndex: number, type: string, x: number) => {
    const rest = { turn: [0, 0, 0, 1], size: 1, frozen: false, holder: -1 };
    return { objectIndex, type, position: [x, 0.25, 1], ...rest } as Parameters<typeof changesBetween>[0][number];
  };

  it.each([
    ['nothing', [object(0, 'black cube', 1)], [object(0, 'black cube', 1.2)], []],
    ['another type', [object(0, 'black cube', 1)], [object(0, 'purple slab', 1)], [['black cube', 'purple slab']]],
    ['gone', [object(0, 'black cube', 1)], [], [['black cube', undefined]]],
    ['new', [], [object(3, 'black cube', 1)], [[undefined, 'black cube']]],
    [
      'another object at the index of one that is gone',
      [object(0, 'black cube', 1)],
      [object(0, 'black cube', 3)],
      [
        ['black cube', undefined],
        [undefined, 'black cube'],
      ],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(changesBetween(before, after).map(({ from, to }) => [from, to])).toEqual(expected);
  });
});
