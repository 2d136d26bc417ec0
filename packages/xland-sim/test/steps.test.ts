import { parseTask } from '@open-ada/production-rules';
import {
  BatchedEnvironment,
  COMPACT,
  EVENT,
  PAPER,
  parseStepLists,
  parseSteps,
  StepPlayer,
  stepPlayers,
} from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';

const room = parseTask(
  JSON.stringify({
    version: 1,
    goal: 'hold(me, yellow sphere)',
    rules: ['hold(me, purple pyramid) -> nothing'],
    objects: [
      { type: 'yellow sphere', at: [3, 2] },
      { type: 'black cube', at: [6, 2] },
      { type: 'purple pyramid', at: [7, 6] },
    ],
    world: { rows: ['0000', '0000', '0000', '##00'] },
    players: [{ at: [3, 5], heading: { mean: 3, spread: 0 } }],
    trialSeconds: 60,
  }),
);

/** Plays steps until they are done; who may look after every step. */
function play(text: string, settings = COMPACT) {
  const environment = new BatchedEnvironment(settings, 1);
  environment.reset(0, room, { trials: 1, seed: 0 });
  const steps = parseSteps(text);
  const player = new StepPlayer(steps);
  const actions = new Int32Array(environment.actionSpec.groups.length);
  const [rewards, events] = [new Float32Array(1), new Uint8Array(1)];
  const rows: number[][] = [];
  for (;;) {
    player.act(environment, 0, actions);
    if (player.at === steps.length) break;
    rows.push([...actions]);
    environment.step(actions, rewards, events);
    if (events[0] !== EVENT.none) throw new Error('the trial ended');
  }
  const { players, objects } = environment.state(0);
  const [me] = players;
  return {
    rows,
    idle: [...actions],
    me,
    objects,
    held: objects.find(({ objectIndex }) => objectIndex === me.held)?.type,
  };
}

describe('a list of steps', () => {
  it('holds one step per line, with comments', () => {
    expect(parseSteps('# first\ngo 1 2.5   # there\n\ntake 3 -4\r\nrelease\nwait 3\n')).toEqual([
      { kind: 'go', x: 1, z: 2.5, line: 2 },
      { kind: 'take', x: 3, z: -4, line: 4 },
      { kind: 'release', line: 5 },
      { kind: 'wait', steps: 3, line: 6 },
    ]);
  });

  const WRONG: [text: string, message: string][] = [
    ['# nothing', 'a.steps holds no steps.'],
    ['jump', 'a.steps:1: there is no step "jump"; use go, face, take, release, forward, back, wait or meet.'],
    ['meet 1', 'a.steps:1: "meet" stands alone.'],
    ['wait 1\ngo 3', 'a.steps:2: "go" needs a place, two numbers: go X Z.'],
    ['face 3 x', 'a.steps:1: "face" needs a place, two numbers: face X Z.'],
    ['take 1 2 3', 'a.steps:1: "take" needs a place, two numbers: take X Z.'],
    ['wait', 'a.steps:1: "wait" needs a number of steps, at least 1.'],
    ['back 1.5', 'a.steps:1: "back" needs a number of steps, at least 1.'],
    ['release 1', 'a.steps:1: "release" stands alone.'],
  ];
  it.each(WRONG)('%j is refused', (text, message) => {
    expect(() => parseSteps(text, 'a.steps')).toThrow(new Error(message));
  });
});

describe.each([
  ['laptop', COMPACT],
  ['ada', PAPER],
])('a player of steps, in the %s world', (_, settings) => {
  it('goes to a place, and then does nothing', () => {
    const { me, rows, idle } = play('go 6 5', settings);
    expect(Math.hypot(me.x - 6, me.z - 5)).toBeLessThan(0.34);
    expect(rows.length).toBeLessThan(20);
    expect(idle).toEqual(idle.map((_, g) => (settings === COMPACT ? [1, 2, 1] : [1, 1, 2, 1, 1, 1])[g]));
  });

  it('turns to a place without leaving its own', () => {
    const { me } = play('face 7 5', settings);
    expect([me.x, me.z]).toEqual([3, 5]);
    expect(Math.abs(me.heading + Math.PI / 2)).toBeLessThan(0.08);
  });

  it('walks forward and back and waits for as many steps as it is told', () => {
    const { me, rows } = play('face 3 0\nwait 4\nforward 2\nback 1', settings);
    const moves = rows.map(([move]) => move - 1);
    expect(moves.slice(-7)).toEqual([0, 0, 0, 0, 1, 1, -1]);
    expect(me.z).toBeLessThan(4.7);
  });

  it('lets go', () => {
    expect(play('take 3 2\nwait 1', settings).held).toBe('yellow sphere');
    expect(play('take 3 2\nrelease\nwait 1', settings).held).toBeUndefined();
  });
});

describe('taking', () => {
  it('is about the object nearest the place, whatever lies nearer the avatar, but not about the one in the hand', () => {
    expect(play('take 5 2.2').held).toBe('black cube');
    expect(play('take 3 2\ntake 3 2').held).toBe('black cube');
  });

  it('is done where a rule consumes what is grabbed', () => {
    const { objects, held } = play('take 7 6\nwait 1');
    expect(held).toBeUndefined();
    expect(objects.map(({ type }) => type)).toEqual(['yellow sphere', 'black cube']);
  });
});

describe('the steps of two players', () => {
  it('are two lists with a line between them, and keep their line numbers', () => {
    expect(parseStepLists('go 1 2\nmeet\nother: # the second\n\nwait 3\n')).toEqual([
      [
        { kind: 'go', x: 1, z: 2, line: 1 },
        { kind: 'meet', line: 2 },
      ],
      [{ kind: 'wait', steps: 3, line: 5 }],
    ]);
    expect(parseStepLists('wait 1')).toEqual([parseSteps('wait 1')]);
    expect(() => parseStepLists('wait 1\nother:\nwait 1\nother:\nwait 1', 'a.steps')).toThrow(
      new Error('a.steps:4: there are only two players.'),
    );
    expect(() => parseStepLists('wait 1\nother:', 'a.steps')).toThrow(new Error('a.steps holds no steps.'));
  });

  it('meet: each waits for the other, at its first meeting and at its second', () => {
    const pair = { ...room, players: [...room.players, { at: [5, 5] as [number, number] }] };
    const environment = new BatchedEnvironment({ ...COMPACT, players: 2 }, 1);
    environment.reset(0, pair, { trials: 1, seed: 0 });
    const lists = parseStepLists('wait 2\nmeet\nmeet\nforward 1\nother:\nwait 7\nmeet\nwait 4\nmeet\nforward 1');
    const players = stepPlayers(lists);
    const groups = environment.actionSpec.groups.length;
    const actions = new Int32Array(2 * groups);
    const walks: number[][] = [[], []];
    for (let step = 0; step < 16; step++) {
      for (const player of players) player.act(environment, 0, actions);
      for (const seat of [0, 1]) if (actions[seat * groups] === 2) walks[seat].push(step);
      environment.step(actions, new Float32Array(2), new Uint8Array(1));
    }
    // The second comes to its meetings in steps 7 and 11. The first is asked before it, so it goes on a step later.
    expect(walks).toEqual([[12], [11]]);
  });
});

it('a step that cannot be done ends in a sentence with its line', () => {
  expect(() => play('wait 1\ngo 1 7')).toThrow(
    /^Line 2, "go", is not done after 150 steps; the avatar is at \(\d\.\d, \d\.\d\)\.$/,
  );
});
