import { readFileSync } from 'node:fs';
import { parseTask } from '@open-ada/production-rules';
import { actionSpec, COMPACT, PAPER } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { inRepository } from '../../../test/kit/viewer-project.js';
import { Recording } from '../src/page/episode/recording.js';
import { Controls, type DesiredControls, type HandState } from '../src/page/input/controls.js';
import { PLAY_KEYS } from '../src/page/input/keys.js';
import { PersonSession } from '../src/page/person-session.js';

const FREE: HandState = { holding: false, aiming: false };
const laptop = actionSpec(COMPACT);
const ada = actionSpec(PAPER);

/** Options of the laptop's groups: move, turn, hand. */
const decide = (controls: Controls, hand = FREE): number[] => controls.decide(laptop, COMPACT, hand);

describe('wishes become steps', () => {
  it.each<[DesiredControls[], number[]]>([
    [[], [1, 2, 1]],
    [['forward'], [2, 2, 1]],
    [['back'], [0, 2, 1]],
    [
      ['forward', 'back'],
      [1, 2, 1],
    ],
    [['left'], [1, 0, 1]],
    [['slightly left'], [1, 1, 1]],
    [['slightly right'], [1, 3, 1]],
    [['right'], [1, 4, 1]],
    [
      ['right', 'slightly left'],
      [1, 4, 1],
    ],
    [['grab'], [1, 2, 2]],
    [['release'], [1, 2, 0]],
    [
      ['up', 'nearer', 'step left'],
      [1, 2, 1],
    ],
  ])('%j on the laptop: %j', (wishes, expected) => {
    const controls = new Controls();
    for (const wish of wishes) controls.press(wish);
    expect(decide(controls)).toEqual(expected);
  });

  it('with all action groups where the agent has them', () => {
    const controls = new Controls();
    for (const wish of ['step right', 'up', 'nearer'] as const) controls.press(wish);
    // move, strafe, turn, look, hand, reach
    expect(controls.decide(ada, PAPER, FREE)).toEqual([1, 2, 2, 2, 1, 0]);
  });

  it('a tap counts once, however short; a key that is held counts until it is let go', () => {
    const controls = new Controls();
    controls.press('forward');
    controls.lift('forward');
    expect(decide(controls)).toEqual([2, 2, 1]);
    expect(decide(controls)).toEqual([1, 2, 1]);
    controls.press('forward');
    expect([decide(controls), decide(controls)]).toEqual([
      [2, 2, 1],
      [2, 2, 1],
    ]);
    controls.lift('forward');
    expect(decide(controls)).toEqual([1, 2, 1]);
  });

  it('one key takes, swaps and lets go', () => {
    const hand = (state: HandState, settings = COMPACT): number => {
      const controls = new Controls();
      controls.press('grab');
      const actions = controls.decide(actionSpec(settings), settings, state);
      return actions[actionSpec(settings).groups.findIndex(({ name }) => name === 'hand')];
    };
    expect(hand({ holding: false, aiming: true })).toBe(2);
    expect(hand({ holding: true, aiming: true })).toBe(2);
    expect(hand({ holding: true, aiming: false })).toBe(0);
    // Where the hand does not swap, a full one can only let go.
    expect(hand({ holding: true, aiming: true }, PAPER)).toBe(0);
  });

  it('the key that took something, still held, does not let go of it', () => {
    const controls = new Controls();
    controls.press('grab');
    expect(decide(controls)[2]).toBe(2);
    expect(decide(controls)[2]).toBe(2);
    expect(decide(controls, { holding: true, aiming: false })[2]).toBe(1);
  });

  it('turning by mouse is paid off by the turns that there are, and is never far behind', () => {
    const turns = (degrees: number): number[] => {
      const controls = new Controls();
      controls.aim((degrees * Math.PI) / 180, 0);
      return Array.from({ length: 4 }, () => decide(controls)[1]);
    };
    expect(turns(3)).toEqual([2, 2, 2, 2]);
    expect(turns(9)).toEqual([3, 2, 2, 2]);
    expect(turns(-38)).toEqual([0, 1, 2, 2]);
    expect(turns(66)).toEqual([4, 4, 3, 2]);
    expect(turns(1000)).toEqual([4, 4, 3, 3]);
  });

  it('every wish but aiming has a key, and no key has two', () => {
    const wishes = new Set(Object.values(PLAY_KEYS));
    expect(wishes.size).toBe(14);
  });
});

describe('a person plays', () => {
  const task = parseTask(readFileSync(inRepository('tasks/examples/hold-the-sphere.jsonc'), 'utf8'));

  function begin() {
    const recording = new Recording(COMPACT, task, { trials: 2, seed: 1 });
    const controls = new Controls();
    const states: string[] = [];
    const session = new PersonSession(recording, controls, () => states.push(session.state));
    return { recording, controls, states, session };
  }

  it('with time to read before each trial, and as many steps as the agent has', () => {
    const { recording, session, states } = begin();
    session.advance(60);
    expect(recording.steps).toBe(0);
    session.begin();
    for (let k = 0; k < 79; k++) session.advance(0.1);
    expect([recording.steps, session.state]).toEqual([40, 'running']);
    session.advance(0.25);
    expect([recording.steps, session.state, session.position]).toEqual([40, 'reading', 40]);
    session.advance(60);
    expect(recording.steps).toBe(40);
    session.begin();
    session.advance(100);
    expect([recording.steps, session.state, recording.ended]).toEqual([80, 'done', true]);
    session.begin();
    expect(states).toEqual(['running', 'reading', 'running', 'done']);
  });

  it('a wish moves the avatar in the step after it, in real time', () => {
    const { recording, controls, session } = begin();
    session.begin();
    session.advance(0.05);
    expect(recording.steps).toBe(1);
    controls.press('right');
    controls.lift('right');
    const before = recording.environment.state(0).players[0].heading;
    session.advance(0.1);
    expect(recording.steps).toBe(1);
    session.advance(0.1);
    expect(recording.steps).toBe(2);
    const after = recording.environment.state(0).players[0].heading;
    expect(Math.sin(before - after)).toBeCloseTo(0.5, 6);
    expect(session.position).toBeCloseTo(1.25);
  });

  it('what was pressed while reading does not count', () => {
    const { recording, controls, session } = begin();
    controls.press('right');
    session.begin();
    session.advance(0.01);
    expect(recording.replay().blocks[0].actions[0]).toEqual([1, 2, 1]);
  });
});
