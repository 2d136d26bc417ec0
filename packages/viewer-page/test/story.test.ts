import { readFileSync } from 'node:fs';
import { parseTask } from '@open-ada/production-rules';
import { COMPACT } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { inRepository } from '../../../test/kit/viewer-project.js';
import { POINT, wayOf } from '../src/page/episode/path.js';
import { Recording } from '../src/page/episode/recording.js';
import { captionAt } from '../src/page/hud/caption.js';
import { ScriptedPlayer } from '../src/page/players/scripted.js';

/** The oracle's. */
function episode(name: string, trials: number): Recording {
  const task = parseTask(readFileSync(inRepository(`tasks/examples/${name}.jsonc`), 'utf8'));
  const recording = new Recording(COMPACT, task, { trials, seed: 5 });
  const oracle = new ScriptedPlayer('oracle');
  while (!recording.ended) recording.append(oracle.decide(recording));
  return recording;
}

const recording = episode('two-steps', 2);
const { trialSteps, actionRepeat, firings } = recording;
/** Just after a firing. */
const after = (k: number): number => firings[k].step + (firings[k].frame + 0.5) / actionRepeat;

describe('the way of the avatar', () => {
  it('is where it was after each frame, from where it began', () => {
    for (const trial of [0, 1]) {
      const { points } = wayOf(recording, trial, trial * trialSteps);
      expect(points.length).toBe((trialSteps * actionRepeat + 1) * POINT);
      const start = recording.starts[trial].players[0];
      expect(points.slice(0, 3)).toEqual([start.x, start.y, start.z]);
      for (const step of [0, 17, trialSteps - 1]) {
        recording.framesOf(trial * trialSteps + step).forEach(({ players: [me], goalHolds }, frame) => {
          if (frame === 0) return;
          const at = (step * actionRepeat + frame) * POINT;
          expect(points.slice(at, at + POINT)).toEqual([me.x, me.y, me.z, Number(goalHolds[0])]);
        });
      }
    }
  });

  it('goes as far as the episode is shown, with a mark for each rule that fired by then', () => {
    expect(wayOf(recording, 0, 2.5).walked).toBe(2.5 * actionRepeat);
    expect(wayOf(recording, 0, 2 * trialSteps).walked).toBe(trialSteps * actionRepeat);
    expect(wayOf(recording, 1, 3).walked).toBe(0);
    const stops = (trial: number, position: number) => wayOf(recording, trial, position).stops.map(({ rule }) => rule);
    expect(stops(0, firings[0].step)).toEqual([]);
    expect(stops(0, after(0))).toEqual([0]);
    expect(stops(0, after(1))).toEqual([0, 1]);
    expect(stops(0, after(2))).toEqual([0, 1]);
    expect(stops(1, after(2))).toEqual([0]);
  });
});

describe('what is said', () => {
  it('of the beginning: what is rewarded, and what the player does not know', () => {
    expect(captionAt(recording, 'agent', 0)?.text).toBe(
      'Reward while this holds: I hold a yellow sphere. 2 rules are hidden from the player: they have to be found out by trying.',
    );
    expect(captionAt(recording, 'oracle', 0)?.text).toMatch(/The scripted oracle knows all rules\.$/);
    expect(captionAt(recording, 'explorer', 0)?.text).toMatch(/knows only what it is shown, and was never trained\.$/);
  });

  it('of a rule that fires: what turned into what, in the colour of the rule', () => {
    expect(captionAt(recording, 'agent', after(0))).toEqual({
      text: 'A hidden rule fires: a black cube turns into a purple pyramid.',
      rule: 0,
    });
  });

  it('of reward, when it begins; of the next trial; of the end', () => {
    const simple = episode('hold-the-sphere', 1);
    const rewarded = simple.rewards.findIndex((reward) => reward > 0);
    expect(captionAt(simple, 'agent', rewarded + 0.5)).toEqual({
      text: 'The goal holds: reward, for as long as it does.',
      gold: true,
    });
    expect(captionAt(simple, 'agent', rewarded + 15)).toBeUndefined();
    expect(captionAt(recording, 'agent', trialSteps)?.text).toBe(
      'Trial 2: the world starts again, the memory of trial 1 stays.',
    );
    expect(captionAt(recording, 'explorer', trialSteps)?.text).toMatch(/the memory of trial 1 stays\.$/);
    expect(captionAt(recording, 'replay', trialSteps)?.text).toBe('Trial 2: the world starts again.');
    const [first, second] = recording.rewardByTrial().map((reward) => Math.round((100 * reward) / trialSteps));
    expect(captionAt(recording, 'agent', recording.length)?.text).toBe(
      `The goal held for ${first} % of trial 1 and ${second} % of trial 2.`,
    );
  });
});
