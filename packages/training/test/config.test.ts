import { COMPACT } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { actorsOf, agentConfigOf, mergeConfig } from '../src/config/config.js';
import { RULE_LABELS } from '../src/config/rule-labels.js';
import { agentOf } from '../src/run/setups.js';

describe('configuration', () => {
  it('layers options over the preset over the defaults', () => {
    const config = mergeConfig({ preset: 'debug', seed: '7', learningRate: '0.01' });
    expect(config).toMatchObject({ size: 'tiny', seed: 7, learner: 'muesli', environments: 8 });
    expect(config.constants.learningRate).toBe(0.01);
    expect(config.constants.discount).toBe(0.98);
  });

  it('drops the minutes of the preset where steps alone are given', () => {
    expect(mergeConfig({}).minutes).toBe(60);
    expect(mergeConfig({ steps: '1e6' })).toMatchObject({ steps: 1e6, minutes: 0 });
    expect(mergeConfig({ steps: '1e6', minutes: '5' })).toMatchObject({ steps: 1e6, minutes: 5 });
  });

  it('lets the learner choose its own constants', () => {
    expect(mergeConfig({ learner: 'ppo' }).constants).toMatchObject({ lambda: 0.95, ratioClip: 0.2 });
    expect(() => mergeConfig({ learner: 'ppo', retraceLambda: '.9' })).toThrow(/--retrace-lambda.*ppo/);
  });

  it('takes the name of a curriculum, and its settings', () => {
    const settings = { thresholds: [0.5] };
    expect(mergeConfig({})).toMatchObject({ curriculum: 'uniform', curriculumSettings: { patience: 12_000 } });
    const text = JSON.stringify(settings);
    expect(mergeConfig({ curriculum: 'plr', curriculumSettings: text })).toMatchObject({
      curriculum: 'plr',
      curriculumSettings: settings,
    });
  });

  it.each([
    [{ curriculum: 'nope' }, /--curriculum "nope".*uniform, no-op-filter, plr, learnability/],
    [{ preset: 'nope' }, /--preset "nope".*laptop/],
    [{ family: 'nope' }, /--family "nope".*make-by-near/],
    [{ seed: '1.5' }, /--seed "1.5".*whole number/],
    [{ steps: '-1' }, /--steps "-1".*at least 0/],
    [{ environments: '' }, /--environments "".*whole/],
    [{ environments: '10' }, /--environments 10.*--episodes-per-update 8/],
    [{ actors: '3' }, /--environments 32.*--actors 3/],
    [{ actors: 'many' }, /--actors "many".*auto/],
    [{ simulation: '[]' }, /--simulation.*JSON object/],
    [{ simulation: '{"gravity": 1}' }, /--simulation: \/gravity is not a setting/],
    [{ simulation: '{"players": 2}' }, /--simulation: leave "players" out; train:teacher --players 2/],
    [{ players: 3 }, /--players 3: expected a whole number from 1 to 2/],
    [{ family: 'pairs' }, /--family pairs: .* add --players 2/],
    [{ curriculumSettings: '{"shares": {"pairs": 1}}' }, /--curriculum-settings: .* add --players 2/],
    [{ players: 2, curriculumSettings: '{"families": ["pairs"]}' }, /--players 2 adds the tasks of pairs by itself/],
    [{ players: 2, environments: 9, episodesPerUpdate: 9 }, /--environments 9 must be even with --players 2/],
    [{ simulation: '{"speed": "x"}' }, /--simulation: \/speed must be a number/],
    [{ simulation: '{"camera": {"width": 999, "height": 3, "fieldOfView": 90}}' }, /\/camera\/width must be/],
    [{ samples: '1.5' }, /--samples "1.5": expected a whole number of at least 1/],
    [{ unrollFraction: '2' }, /--unroll-fraction "2": expected a number from 0 to 1/],
    [{ discount: '1' }, /--discount "1": expected a number of at least 0 and below 1/],
    [{ entropyWeight: '-1' }, /--entropy-weight "-1"/],
    [{ memory: 'lstm' }, /--memory "lstm".*gru\+attention/],
    [{ replayFraction: '1' }, /--replay-fraction "1".*below 1/],
    [{ replayFraction: '.3' }, /--replay-fraction 0.3 of --episodes-per-update 8/],
    [{ replayFraction: '.25', environments: '32' }, /multiple of the 6 new episodes/],
    [{ replayFraction: '.5', learner: 'ppo' }, /ppo/],
    [{ learningRate: 'fast' }, /--learning-rate "fast"/],
  ])('refuses %j with one sentence', (given, sentence) => {
    expect(() => mergeConfig(given)).toThrow(sentence);
  });

  it('takes a camera', () => {
    const camera = { width: 32, height: 24, fieldOfView: 90 };
    expect(mergeConfig({ simulation: { camera } }).simulation).toEqual({ ...COMPACT, camera });
  });

  it.each(['tiny', 'laptop-teacher', 'laptop-student'])('gives %s a taskInference about each hidden fact', (size) => {
    expect(agentConfigOf(mergeConfig({ size })).ruleLabels).toBe(RULE_LABELS);
  });

  it('gives the agent the memory and the encoder that are asked for', () => {
    const of = (given: Parameters<typeof mergeConfig>[0]) => agentConfigOf(mergeConfig(given));
    expect(of({})).toMatchObject({ memoryKind: 'transformer-xl', memory: 160, encoder: 'matched' });
    expect(of({ memory: 'gru+attention' }).memory).toBe(64);
    expect(of({ memory: 'gru+attention', memoryLength: 9 }).memory).toBe(9);
    expect(of({ memoryLength: 40, encoder: 'slots' })).toMatchObject({ memory: 40, encoder: 'slots' });
  });

  it('gives a student four to ten times the parameters of a teacher', () => {
    const [teacher, student] = [mergeConfig({}), mergeConfig({}, { teacher: '', from: '' })].map(
      (config) => agentOf(config).parameters.size,
    );
    expect(student / teacher).toBeGreaterThan(4);
    expect(student / teacher).toBeLessThan(10);
  });

  it('leaves a core to the learner', () => {
    const config = mergeConfig({});
    expect([1, 2, 4, 8].map((cores) => actorsOf(config, cores))).toEqual([1, 1, 2, 4]);
  });

  it('trains on every family that has a share', () => {
    const { families, shares } = mergeConfig({ preset: 'imitation' }).curriculumSettings;
    const shared = Object.entries(shares!).flatMap(([family, share]) => (share > 0 ? [family] : []));
    expect(shared.length).toBeGreaterThan(7);
    expect(families).toEqual(expect.arrayContaining(shared));
    const own = mergeConfig({ preset: 'laptop', curriculumSettings: '{"shares": {"hold": 1, "long": 2, "keep": 0}}' });
    expect(own.curriculumSettings.families).toContain('long');
    expect(own.curriculumSettings.families).not.toContain('keep');
  });

  it('adds changes of the world and the curriculum to those of the preset', () => {
    const preset = mergeConfig({ preset: 'imitation' });
    const changed = mergeConfig({
      preset: 'imitation',
      simulation: { pose: false },
      curriculumSettings: { hideTrialIndex: 0 },
      discount: 0.98,
    });
    expect(preset).toMatchObject({ labels: 'explorer', constants: { discount: 0.99, taskInferenceWeight: 4 } });
    expect(changed.simulation).toEqual({ ...preset.simulation, pose: false });
    expect(changed.simulation.hideTrials).toBe(true);
    expect(changed.curriculumSettings).toEqual({ ...preset.curriculumSettings, hideTrialIndex: 0 });
    expect(changed.curriculumSettings.shares).toMatchObject({ full: 4 });
    expect(changed.constants.discount).toBe(0.98);
  });
});
